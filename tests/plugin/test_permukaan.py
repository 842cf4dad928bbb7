"""The public surface: every name is there, loads by itself, and checkers see what runs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import forum_server.plugin
from forum_server.plugin.inti import SUBJEK, subjek

INIT = Path(forum_server.plugin.__file__)


def dinyatakan() -> dict[str, str]:
    """Names and modules under TYPE_CHECKING: what type checkers see."""
    hasil: dict[str, str] = {}
    for simpul in ast.parse(INIT.read_text(encoding="utf-8")).body:
        if isinstance(simpul, ast.If):
            for impor in simpul.body:
                assert isinstance(impor, ast.ImportFrom)
                assert impor.module is not None
                hasil |= {a.name: impor.module for a in impor.names if a.asname == a.name}
    return hasil


def test_what_checkers_see_is_what_runs() -> None:
    assert dinyatakan() == forum_server.plugin._MODUL
    assert dir(forum_server.plugin) == sorted(dinyatakan())
    for nama in dinyatakan():
        assert getattr(forum_server.plugin, nama) is not None


def test_a_name_that_is_not_on_the_surface_is_missed_like_any_other() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Penulis'"):
        forum_server.plugin.__getattr__("Penulis")


# Those that import each other in a circle if the surface were loaded with them.
MELINGKAR = sorted(
    m for m in {*dinyatakan().values()} if m.startswith("forum_server.plugin") or m.endswith(".graphql")
)


@pytest.mark.parametrize("modul", MELINGKAR)
def test_every_module_behind_the_surface_can_be_imported_first(modul: str) -> None:
    hasil = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"import {modul}"], capture_output=True, text=True, check=False
    )
    assert (hasil.returncode, hasil.stderr) == (0, "")


def test_importing_the_surface_imports_nothing_else() -> None:
    kode = "import sys, forum_server.plugin; print([m for m in sys.modules if m.startswith('forum_server')])"
    hasil = subprocess.run([sys.executable, "-c", kode], capture_output=True, text=True, check=True)
    assert hasil.stdout.strip() == "['forum_server', 'forum_server.plugin']"


def test_every_subject_of_core_has_hooks() -> None:
    assert tuple(subjek()) == SUBJEK
