"""`forum wilayah pindah` as an operator runs it."""

from __future__ import annotations

import asyncio
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from forum_server.cli.wilayah import app
from forum_server.database import Database
from tests.pindah.bahan import BARU, LAMA, ganti_kode, kantor, setelan
from tests.pindah.bahan import rencana as lihat

pytestmark = pytest.mark.parametrize("mesin", ["sqlite"])


@pytest.fixture
def forum(db_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on a pemda whose code was replaced."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORUM_DATABASE_URL", db_url)

    async def siapkan() -> None:
        db = Database(db_url)
        await db.write(kantor)
        await db.write(setelan, LAMA)
        await db.write(ganti_kode, BARU)
        await db.tutup()

    asyncio.run(siapkan())

    def jalankan(*kata: str, ketik: str = "") -> Result:
        return CliRunner().invoke(app, ["pindah", LAMA, BARU, *kata], input=ketik)

    return jalankan


def sisa(db_url: str) -> int:
    """Rows that could still move."""

    async def hitung() -> int:
        db = Database(db_url)
        try:
            return (await lihat(db)).banyak
        finally:
            await db.tutup()

    return asyncio.run(hitung())


def test_the_preview_lists_owners_and_tables_and_its_fingerprint_is_what_moves(
    forum: Any, db_url: str
) -> None:
    tinjauan = forum("--pratinjau")
    assert tinjauan.exit_code == 0, tinjauan.output
    assert tinjauan.stdout.splitlines()[:-1] == [
        "core:",
        "  orang.wilayah_kode: 3 baris, 61.12 ke 61.20",
        "  perangkat_daerah.wilayah_kode: 3 baris, 61.12 ke 61.20",
        "  plugin_wilayah.kode: 1 baris, 61.12 ke 61.20",
    ]
    assert sisa(db_url) == 7
    cocok = re.fullmatch(r"Jumlah: 7 baris\. Sidik: (\w{16})", tinjauan.stdout.splitlines()[-1])
    assert cocok
    salah = forum("--sidik", "0" * 16)
    assert (salah.exit_code, "RENCANA_BERUBAH" in salah.stderr, sisa(db_url)) == (1, True, 7)
    assert forum("--sidik", cocok[1]).stdout == "7 baris berpindah dari 61.12 ke 61.20.\n"
    assert sisa(db_url) == 0
    assert "Tidak ada yang perlu dipindahkan." in forum().stdout


def test_without_a_fingerprint_it_asks_and_no_leaves_everything(forum: Any, db_url: str) -> None:
    assert forum(ketik="n\n").exit_code == 1
    assert sisa(db_url) == 7
    assert forum(ketik="y\n").exit_code == 0
    assert sisa(db_url) == 0


def test_offices_from_a_file_are_read_whole_or_not_at_all(forum: Any, tmp_path: Path, db_url: str) -> None:
    (tmp_path / "opd.txt").write_text("bukan\n", encoding="utf-8")
    salah = forum("--opd-dari", "opd.txt")
    assert (salah.exit_code, "UUID" in salah.stderr) == (1, True)
    (tmp_path / "opd.txt").write_text(f"{uuid.uuid4()}\n", encoding="utf-8")
    tidak_ada = forum("--opd-dari", "opd.txt")
    assert (tidak_ada.exit_code, "TIDAK_DITEMUKAN" in tidak_ada.stderr) == (1, True)
    assert sisa(db_url) == 7
