"""`forum sdl`: the published contract, written and checked."""

from __future__ import annotations

from pathlib import Path

import typer
from graphql import build_schema
from typer.testing import CliRunner

from forum_server.cli.sdl import sdl
from forum_server.plugin.manager import Plugins
from forum_server.plugin.terbitan import beda, semua_sdl, tulis
from tests.plugin import contoh

CORE = {"daerah": contoh.Inti()}


def test_there_is_a_file_of_core_of_each_plugin_with_what_it_requires_and_of_all() -> None:
    isi = semua_sdl(Plugins.of(contoh.SEMUA, core=CORE))
    assert set(isi) == {"core.graphql", "kolam.graphql", "lapor.graphql", "semua.graphql", "slot.graphql"}
    akar = {nama: build_schema(teks).query_type for nama, teks in isi.items()}
    bidang = {nama: set(tipe.fields) for nama, tipe in akar.items() if tipe is not None}
    assert bidang["core.graphql"] == bidang["lapor.graphql"] == {"daerah", "semuaDaerah"}
    assert bidang["kolam.graphql"] == bidang["slot.graphql"] == bidang["semua.graphql"]
    assert "kolamTamu" in isi["kolam.graphql"]
    assert "kolamTamu" not in isi["slot.graphql"]
    assert all(teks.endswith("}\n") for teks in isi.values())


def test_drift_is_named_and_writing_mends_it(tmp_path: Path) -> None:
    isi = semua_sdl(Plugins.of(contoh.SEMUA, core=CORE))
    assert beda(tmp_path, isi) == sorted(isi)
    tulis(tmp_path, isi)
    assert beda(tmp_path, isi) == []
    (tmp_path / "slot.graphql").write_text("type Query { x: Int }\n", encoding="utf-8")
    (tmp_path / "usang.graphql").write_text("type Query { x: Int }\n", encoding="utf-8")
    (tmp_path / "core.graphql").unlink()
    assert beda(tmp_path, isi) == ["core.graphql", "slot.graphql", "usang.graphql"]
    tulis(tmp_path, isi)
    assert {f.name for f in tmp_path.iterdir()} == set(isi)


def test_the_command_checks_and_writes(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(sdl)
    jalan = CliRunner()
    folder = ["--folder", str(tmp_path / "schema")]
    periksa = jalan.invoke(app, [*folder, "--periksa"])
    assert periksa.exit_code == 1
    assert "core.graphql" in periksa.output
    assert not (tmp_path / "schema").exists()
    assert jalan.invoke(app, folder).exit_code == 0
    assert {"core.graphql", "semua.graphql"} <= {f.name for f in (tmp_path / "schema").iterdir()}
    assert jalan.invoke(app, [*folder, "--periksa"]).exit_code == 0
