"""docs/plugin.md tells the truth: its files make a plugin whose own tests pass, and it names every hook."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from forum_server.plugin import hookspecs

AKAR = Path(__file__).parents[2]
HALAMAN = AKAR / "docs" / "plugin.md"
CONTOH = re.compile(r"^```text\n# (forum_tamu/\S+\.graphql)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOK = re.compile(r"^```python\n# (\S+\.py)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KAIT = [
    (nama, tuple(inspect.signature(kait).parameters))
    for nama, kait in vars(hookspecs).items()
    if hasattr(kait, f"{hookspecs.PROYEK}_spec")
]


def test_there_are_hooks_to_look_for() -> None:
    assert {"graphql", "startup", "disabled_for"} <= {nama for nama, _ in KAIT}


@pytest.mark.parametrize(("nama", "argumen"), KAIT)
def test_every_hook_is_on_the_page_with_its_arguments_and_has_a_sentence(
    nama: str, argumen: tuple[str, ...]
) -> None:
    assert f"`{nama}({', '.join(argumen)})`" in HALAMAN.read_text(encoding="utf-8")
    doc = inspect.getdoc(getattr(hookspecs, nama)) or ""
    assert doc.endswith(".")
    assert "\n" not in doc


def test_every_python_block_is_a_file_of_the_example() -> None:
    teks = HALAMAN.read_text(encoding="utf-8")
    assert teks.count("```python") == len(BLOK.findall(teks)) == 11


@pytest.mark.lama
def test_the_example_installs_and_passes_its_own_tests(tmp_path: Path) -> None:
    teks = HALAMAN.read_text(encoding="utf-8")
    for nama, isi in [*BLOK.findall(teks), *CONTOH.findall(teks)]:
        berkas = tmp_path / nama
        berkas.parent.mkdir(parents=True, exist_ok=True)
        berkas.write_text(isi, encoding="utf-8")
    info = tmp_path / "forum_tamu-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: forum-tamu\nVersion: 0.1.0\nRequires-Dist: forum-server>=0.1,<0.2\n",
        encoding="utf-8",
    )
    (info / "entry_points.txt").write_text("[forum_server.plugins]\ntamu = forum_tamu\n", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\nfilterwarnings = error\naddopts = --import-mode=importlib\n",
        encoding="utf-8",
    )

    hasil = subprocess.run(
        [
            sys.executable,
            *["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--perbarui-sdl", "tests"],
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert hasil.returncode == 0, hasil.stdout + hasil.stderr
    assert re.search(r"^\d+ passed in ", hasil.stdout.splitlines()[-1]), (
        hasil.stdout
    )  # nothing skipped, no warning
    assert "tamuKunjungan" in (tmp_path / "tamu.graphql").read_text(encoding="utf-8")
