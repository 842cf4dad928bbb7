"""Write docs/rujukan.md: every setting, command and hook, with what the code says about it.

Run as ``python -m tools.reference``; the docs check fails when the page says anything else than the code.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from tools import names
from tools.names import Names

PAGE = Path("docs/rujukan.md")

_HEAD = """\
# Rujukan

<!-- Ditulis oleh `make docs` dari kode; jangan disunting. -->

Semua setelan, perintah, dan *hook*, seperti tertulis di kode. Kata-kata domain ada di [glosarium](glossary.md).
"""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def render(known: Names) -> str:
    """Return the page."""
    settings = _table(
        ("Variabel", "Isi", "Bawaan", "Untuk apa"),
        ((_code(one.variable), _code(one.kind), _code(one.default), one.text) for one in known.settings),
    )
    commands = _table(
        ("Perintah", "Apa yang dilakukan"), ((_code(" ".join(one.words)), one.text) for one in known.commands)
    )
    hooks = _table(
        ("Hook", "Untuk apa"),
        ((_code(f"{one.name}({', '.join(one.arguments)})"), one.text) for one in known.hooks),
    )
    parts = [_HEAD, "## Setelan\n", settings, "\n## Perintah\n", commands, "\n## Hook\n", hooks, ""]
    return "\n".join(parts)


def main() -> int:
    """Write the page."""
    root = Path(__file__).resolve().parent.parent
    (root / PAGE).write_text(render(names.collect(root)), encoding="utf-8")
    print(f"wrote {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
