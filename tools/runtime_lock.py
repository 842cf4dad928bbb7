"""Print the part of requirements.lock that a server needs: without tests, tools and development.

What is needed is read from the installed distributions, whatever Python they will run on: a requirement with a marker
is kept, its line in the lock carries the marker too.

Run as ``python -m tools.runtime_lock``.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OWN = "forum-server"
EXTRAS = frozenset({"otel"})
_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")


def needed(roots: list[tuple[str, frozenset[str]]]) -> set[str]:
    """Names of everything these distributions, with these extras, need to run; not their own."""
    found: set[str] = set()
    queue = list(roots)
    seen: set[tuple[str, frozenset[str]]] = set()
    while queue:
        name, extras = queue.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            lines = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # for another Python or system; its line in the lock says which
        for line in lines:
            requirement = Requirement(line)
            asked = _EXTRA.search(str(requirement.marker or ""))
            if asked is not None and asked[1] not in extras:
                continue
            dependency = canonicalize_name(requirement.name)
            found.add(dependency)
            queue.append((dependency, frozenset(requirement.extras)))
    return found - {name for name, _ in roots}


def entries(lock: str) -> dict[str, str]:
    """The entries of a lock by canonical name, each with its hashes."""
    parts = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    return {
        canonicalize_name(re.split(r"[=;\[ ]", part, maxsplit=1)[0]): part for part in parts if part.strip()
    }


def plugins(root: Path) -> list[str]:
    """Names of the plugin distributions of the repository."""
    return sorted(f"forum-{path.parent.name}" for path in root.glob("plugins/*/pyproject.toml"))


def runtime_lock(root: Path) -> str:
    """The part of the lock that the server and its plugins need; raises KeyError for what is not in it."""
    roots = [(OWN, EXTRAS), *((name, frozenset[str]()) for name in plugins(root))]
    locked = entries((root / "requirements.lock").read_text(encoding="utf-8"))
    wanted = needed(roots)
    installed = {canonicalize_name(d.name) for d in metadata.distributions()}
    missing = sorted(name for name in wanted - locked.keys() if name in installed)
    if missing:
        raise KeyError(f"not in requirements.lock: {', '.join(missing)}")
    return "".join(locked[name] for name in sorted(wanted & locked.keys()))


if __name__ == "__main__":
    sys.stdout.write(runtime_lock(Path(__file__).resolve().parent.parent))
