"""`forum opd impor` as an operator runs it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from forum_server.cli.opd import app
from forum_server.database import Database
from tests.perangkat_daerah.bahan import potret


@pytest.fixture
def forum(db_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the command with a file of these bytes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORUM_DATABASE_URL", db_url)

    def jalankan(isi: bytes | None, *lain: str) -> Result:
        if isi is not None:
            (tmp_path / "opd.csv").write_bytes(isi)
        return CliRunner().invoke(
            app, ["impor", str(tmp_path / "opd.csv"), *(lain or ("--wilayah", "61.71"))]
        )

    return jalankan


def banyak(db_url: str) -> int:
    async def hitung() -> int:
        db = Database(db_url)
        try:
            return len(await potret(db))
        finally:
            await db.tutup()

    return asyncio.run(hitung())


def test_a_good_file_is_imported_and_counted(forum: Any, db_url: str) -> None:
    hasil = forum(b"nama;jenis;induk\nDinas Kesehatan;Dinas;\nPuskesmas A;UPTD;Dinas Kesehatan\n")
    assert hasil.exit_code == 0, hasil.output
    assert hasil.stdout == "opd.csv: 2 baris dibaca, 2 ditulis, 0 sudah ada.\n"
    assert banyak(db_url) == 2


def test_every_fault_is_told_and_nothing_written(forum: Any, db_url: str) -> None:
    hasil = forum(b"nama,jenis,induk\nDinas Kesehatan,Kantor,\nPuskesmas A,UPTD,\nDinas Sosial,DINAS,\n")
    assert hasil.exit_code == 1
    assert hasil.stdout == ""
    baris = hasil.stderr.splitlines()
    assert baris[0].startswith('opd.csv, baris 2, kolom jenis: "Kantor" tidak dikenal. Isi salah satu dari:')
    assert baris[1] == "opd.csv, baris 3, kolom induk: UPTD harus punya induk: Dinas atau Badan."
    assert baris[2] == "opd.csv: 2 kesalahan, tidak ada yang ditulis. Perbaiki berkasnya, lalu impor lagi."
    assert banyak(db_url) == 0


def test_a_region_that_is_not_there_is_a_sentence(forum: Any, db_url: str) -> None:
    hasil = forum(b"nama,jenis\nDinas A,DINAS\n", "--wilayah", "61.98")
    assert hasil.exit_code == 1
    assert "Wilayah tidak ditemukan" in hasil.stderr
    assert "Traceback" not in hasil.output
    assert banyak(db_url) == 0


def test_a_file_that_is_not_there_is_a_sentence(forum: Any) -> None:
    hasil = forum(None)
    assert hasil.exit_code == 1
    assert "tidak dapat dibaca" in hasil.stderr
