"""`forum akun` and `forum why`, as an operator uses them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner, Result

from forum_server.akses.models import HibahPeran
from forum_server.akun.models import Akun
from forum_server.akun.sesi import aktor_dari_token
from forum_server.cli.main import app
from forum_server.database import Database
from forum_server.galat import GalatDomain
from forum_server.jejak.models import Jejak
from tests.akun.bantuan import SANDI, gerbang, masuk

Forum = Callable[..., Result]


@pytest.fixture
def forum(db_url: str, tmp_path: Path) -> Forum:
    """Run the command as from a shell."""
    lingkungan = {
        "FORUM_DATABASE_URL": db_url,
        "FORUM_DATA_DIR": str(tmp_path),
        "FORUM_ARGON2_MEMORI_KIB": "8",
        "FORUM_ARGON2_PUTARAN": "1",
    }

    def jalan(*argumen: str, masukan: str | None = None) -> Result:
        return CliRunner().invoke(app, list(argumen), input=masukan, env=lingkungan)

    return jalan


def dalam(db_url: str, kerja: Callable[[Database], Awaitable[Any]]) -> Any:
    """What `kerja` finds in the database."""

    async def jalan() -> Any:
        db = Database(db_url)
        try:
            return await kerja(db)
        finally:
            await db.tutup()

    return asyncio.run(jalan())


def akun_dan_peran(db_url: str) -> list[tuple[str, str | None, str | None]]:
    async def baca(db: Database) -> list[tuple[str, str | None, str | None]]:
        stmt = (
            select(Akun.nama_pengguna, HibahPeran.peran, HibahPeran.wilayah_kode)
            .outerjoin(HibahPeran, HibahPeran.akun_id == Akun.id)
            .order_by(Akun.nama_pengguna)
        )
        return [tuple(r) for r in await db.all(stmt)]

    return dalam(db_url, baca)


def test_the_first_administrator_logs_in_and_may_do_everything(forum: Forum, db_url: str) -> None:
    hasil = forum(
        "akun",
        "buat",
        "Admin",
        "--peran",
        "inti.admin",
        "--wilayah",
        "ID",
        "--sandi-stdin",
        masukan=f"{SANDI}\n",
    )
    assert hasil.exit_code == 0, hasil.output
    assert hasil.stdout == "Akun admin dibuat di ID, peran inti.admin.\n"
    assert SANDI not in hasil.output

    async def coba(db: Database) -> bool:
        pasangan = await masuk(db, "admin", SANDI)
        dikenal = await aktor_dari_token(db, pasangan.akses)
        assert dikenal is not None
        return dikenal[0].boleh("inti:plugin") and dikenal[0].boleh("inti:peran", lembaga="lsp-uji")

    assert dalam(db_url, coba) is True


def test_a_password_is_never_taken_from_the_arguments(forum: Forum, db_url: str) -> None:
    hasil = forum("akun", "buat", "admin", SANDI)
    assert hasil.exit_code == 2
    hasil = forum("akun", "buat", "admin", "--sandi", SANDI)
    assert hasil.exit_code == 2
    hasil = forum("akun", "buat", "admin")  # no terminal here to ask on
    assert hasil.exit_code == 1
    assert "--sandi-stdin" in hasil.stderr
    assert akun_dan_peran(db_url) == []


@pytest.mark.parametrize(
    ("argumen", "sandi", "kode"),
    [
        (("admin",), "pendek", "SANDI_LEMAH"),
        (("198609262015051001",), SANDI, "NAMA_PENGGUNA_TIDAK_SAH"),
        (("admin", "--wilayah", "61.70"), SANDI, "TIDAK_DITEMUKAN"),
        (("admin", "--lembaga", "lsp-tiada"), SANDI, "TIDAK_DITEMUKAN"),
        (("admin", "--peran", "tidak.ada"), SANDI, "PERAN_TIDAK_DIKENAL"),
    ],
)
def test_a_refusal_is_a_sentence_and_leaves_nothing_half_made(
    forum: Forum, db_url: str, argumen: tuple[str, ...], sandi: str, kode: str
) -> None:
    hasil = forum("akun", "buat", *argumen, "--sandi-stdin", masukan=f"{sandi}\n")
    assert hasil.exit_code == 1
    assert f"[{kode}]" in hasil.stderr
    assert "Traceback" not in hasil.output
    assert akun_dan_peran(db_url) == []


def test_an_invitation_prints_a_code_that_works(forum: Forum, db_url: str) -> None:
    hasil = forum("akun", "undang", "siti.uji", "--peran", "inti.admin_wilayah", "--wilayah", "61.71")
    assert hasil.exit_code == 0, hasil.output
    kode = hasil.stdout.splitlines()[-1]
    assert akun_dan_peran(db_url) == [("siti.uji", "inti.admin_wilayah", "61.71")]

    async def terima(db: Database) -> str:
        return await gerbang(db).terima_undangan(kode, SANDI)

    assert dalam(db_url, terima) == "siti.uji"
    lagi = forum("akun", "atur-ulang", "siti.uji")
    assert lagi.exit_code == 0
    assert lagi.stdout.splitlines()[-1] != kode


def test_a_deactivated_account_is_out(forum: Forum, db_url: str) -> None:
    forum("akun", "buat", "siti.uji", "--sandi-stdin", masukan=f"{SANDI}\n")
    assert forum("akun", "nonaktifkan", "Siti.Uji").exit_code == 0

    async def coba(db: Database) -> str:
        with pytest.raises(GalatDomain) as galat:
            await masuk(db, "siti.uji", SANDI)
        return galat.value.kode

    assert dalam(db_url, coba) == "MASUK_GAGAL"
    lagi = forum("akun", "nonaktifkan", "siti.uji")
    assert (lagi.exit_code, "[AKUN_NONAKTIF]" in lagi.stderr) == (1, True)
    assert forum("akun", "nonaktifkan", "tono.uji").exit_code == 1


def test_why_explains_and_answers_by_its_exit_code(forum: Forum) -> None:
    forum("akun", "undang", "siti.uji", "--peran", "inti.admin_wilayah", "--wilayah", "61")
    ya = forum("why", "siti.uji", "inti:orang", "61.71")
    assert ya.exit_code == 0
    assert ya.stdout.splitlines()[-1] == "Kesimpulan: BOLEH."
    assert "Peran inti.admin_wilayah di wilayah 61 (sejak " in ya.stdout
    tidak = forum("why", "siti.uji", "inti:orang", "33.26")
    assert tidak.exit_code == 1
    assert tidak.stdout.splitlines()[-1] == "Kesimpulan: TIDAK BOLEH."
    assert forum("why", "tono.uji", "inti:orang", "61").exit_code == 2


def test_the_audit_names_the_command_line(forum: Forum, db_url: str) -> None:
    forum("akun", "undang", "siti.uji")

    async def pelaku(db: Database) -> list[tuple[str, object]]:
        stmt = select(Jejak.pelaku, Jejak.akun_id).where(Jejak.aksi == "akun.buat")
        return [tuple(r) for r in await db.all(stmt)]

    assert dalam(db_url, pelaku) == [("cli", None)]
