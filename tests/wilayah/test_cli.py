"""`forum wilayah` as an operator runs it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from forum_server.cli.wilayah import app
from forum_server.database import Database
from forum_server.wilayah import baca
from tests.wilayah.test_paket import tulis


@pytest.fixture
def forum(db_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORUM_DATABASE_URL", db_url)

    def jalankan(*kata: str) -> Result:
        return CliRunner().invoke(app, list(kata))

    return jalankan


def satu(db_url: str, kode: str) -> Any:
    async def tanya() -> Any:
        db = Database(db_url)
        try:
            return await baca.satu(db, kode)
        finally:
            await db.tutup()

    return asyncio.run(tanya())


def test_further_levels_are_loaded_from_files_named_by_their_decree(
    forum: Any, tmp_path: Path, db_url: str
) -> None:
    (tmp_path / "kec.csv").write_text("kode,nama\n61.71.01,Pontianak Selatan\n", encoding="utf-8")
    (tmp_path / "desa.csv").write_text("kode,nama\n61.71.01.1001,Benua Melayu Laut\n", encoding="utf-8")
    hasil = forum("muat", "kec.csv", "desa.csv", "--sumber", "Keputusan Uji 1/2025")
    assert hasil.exit_code == 0, hasil.output
    assert hasil.stdout.splitlines() == [
        "kec.csv: 1 kode baru, 0 berubah, 0 sudah sesuai.",
        "desa.csv: 1 kode baru, 0 berubah, 0 sudah sesuai.",
    ]
    assert satu(db_url, "61.71.01.1001").sumber == "Keputusan Uji 1/2025"


def test_without_its_decree_no_file_is_loaded(forum: Any, tmp_path: Path, db_url: str) -> None:
    (tmp_path / "kec.csv").write_text("kode,nama\n61.71.01,Pontianak Selatan\n", encoding="utf-8")
    hasil = forum("muat", "kec.csv")
    assert (hasil.exit_code, "--sumber" in hasil.stderr) == (1, True)
    assert satu(db_url, "61.71.01") is None


def test_faults_of_a_file_are_told(forum: Any, tmp_path: Path, db_url: str) -> None:
    (tmp_path / "kec.csv").write_text("kode,nama\n61.71.01,A\n61.7,B\n", encoding="utf-8")
    hasil = forum("muat", "kec.csv", "--sumber", "Keputusan Uji")
    assert hasil.exit_code == 1
    assert hasil.stderr.startswith('kec.csv, baris 3, kolom kode: "61.7" bukan kode wilayah.')
    assert satu(db_url, "61.71.01") is None


def test_the_shipped_reference_loads_again_without_a_change(forum: Any) -> None:
    hasil = forum("muat")
    assert hasil.stdout == "acuan bawaan: 0 kode baru, 0 berubah, 579 sudah sesuai.\n"


def test_a_replaced_code_leads_to_its_successor(forum: Any, db_url: str) -> None:
    hasil = forum("ganti", "61.12", "61.10", "--tanggal", "2025-06-01", "--sumber", "Keputusan Uji")
    assert hasil.exit_code == 0, hasil.output
    assert satu(db_url, "61.12").kode == "61.10"
    ulang = forum("ganti", "61.12", "61.11", "--tanggal", "2025-06-01", "--sumber", "Keputusan Uji")
    assert (ulang.exit_code, "SUDAH_DIGANTI" in ulang.stderr) == (1, True)


def test_the_whole_tree_is_imported_from_a_folder(forum: Any, tmp_path: Path, db_url: str) -> None:
    tulis(tmp_path)
    hasil = forum("impor", ".", "--sumber", "Keputusan Uji")
    assert hasil.exit_code == 0, hasil.output
    assert hasil.stdout == "4 kode baru, 0 berubah, 2 sudah sesuai.\n"
    assert "kode yang masih berlaku tidak ada di berkas: 11, " in hasil.stderr
    assert satu(db_url, "61.98.01.2001").nama == "Contoh Hilir"


def test_a_folder_that_lacks_a_file_imports_nothing(forum: Any, tmp_path: Path, db_url: str) -> None:
    (tulis(tmp_path) / "villages.csv").unlink()
    hasil = forum("impor", ".", "--sumber", "Keputusan Uji")
    assert (hasil.exit_code, "villages.csv: tidak dapat dibaca" in hasil.stderr) == (1, True)
    assert satu(db_url, "61.98") is None
