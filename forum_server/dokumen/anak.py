"""One document made in a process of its own: `python -I -m forum_server.dokumen.anak`, order on stdin, bytes on stdout.

Typst can't be interrupted, keeps what it has seen (names and numbers of people) in its caches and needs memory that
does not come back. In a process that ends after one document it can be killed, and forgets. It imports nothing of the
server but this module, writes no file, leaves no core dump, and has a bound on memory and time of its own.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any, Final, cast

__all__ = ["main"]

STANDAR: Final = "a-2a"
"""PDF/A-2a: what an archive keeps, with tags that a reader for the blind follows."""


def main() -> int:
    """Make the document; exit status 1 with the template's fault, which holds nothing of the data, on stderr."""
    pesanan: dict[str, Any] = json.load(sys.stdin.buffer)
    _batasi(memori=pesanan["memori"], detik=pesanan["detik"])
    import typst  # after the limits

    buat: Callable[..., bytes | list[bytes]] = cast("Any", typst).compile
    fonts = typst.Fonts(include_system_fonts=False)
    pilihan: dict[str, Any] = {
        "root": pesanan["folder"],
        "font_paths": fonts,
        "ignore_system_fonts": True,
        "sys_inputs": {"data": pesanan["data"]},
        "format": pesanan["format"],
        "timestamp": 0,
    }
    standar = {"pdf_standards": [STANDAR]} if pesanan["format"] == "pdf" else {}
    try:
        try:
            hasil = buat(pesanan["berkas"], **standar, **pilihan)
        except typst.TypstError as galat:
            # PDF/A has no place for a sign that no embedded font can draw; a plain PDF shows a box for it.
            if not standar or "could not be displayed" not in galat.message:
                raise
            hasil = buat(pesanan["berkas"], **pilihan)
    except typst.TypstError as galat:
        sys.stderr.write(f"{galat.message}\n")
        return 1
    if not isinstance(hasil, bytes):
        sys.stderr.write("a picture is one page\n")
        return 1
    sys.stdout.buffer.write(hasil)
    sys.stdout.buffer.flush()
    return 0


def _batasi(*, memori: int, detik: int) -> None:
    for batas, nilai in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, memori),
        (resource.RLIMIT_CPU, detik),
    ):
        keras = resource.getrlimit(batas)[1]
        batasan = nilai if keras == resource.RLIM_INFINITY else min(nilai, keras)
        resource.setrlimit(batas, (batasan, batasan))
    os.nice(5)  # requests come first


if __name__ == "__main__":
    sys.exit(main())
