"""`forum akun`: the first administrator, invitations, ways to log in, and shutting an account."""

from __future__ import annotations

import asyncio
import sys
import uuid
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.akses.service import WIB, Tempat, beri_peran
from forum_server.akun import baca, service
from forum_server.akun.masuk import Gerbang
from forum_server.akun.rules import nama_pengguna, nama_pengguna_ringkas, periksa_sandi
from forum_server.akun.sandi import penyandi
from forum_server.akun.totp import service as totp
from forum_server.cli.dasar import dengan_database, gagal
from forum_server.database import Database
from forum_server.galat import GalatDomain
from forum_server.kunci import Kunci
from forum_server.oidc import baca as baca_oidc
from forum_server.oidc import service as oidc
from forum_server.oidc.masuk import GerbangOidc
from forum_server.settings import Settings

__all__ = ["app"]

app = typer.Typer(help="Akun: buat, undang, atur cara masuknya, nonaktifkan.", no_args_is_help=True)

PELAKU = Aktor.sistem("cli")

Nama = Annotated[str, typer.Argument(help="Nama pengguna.")]
OpsiPeran = Annotated[
    list[str] | None, typer.Option("--peran", help="Kode peran yang diberikan; boleh diulang.")
]
OpsiWilayah = Annotated[str, typer.Option("--wilayah", help="Kode wilayah pemilik akun dan tempat perannya.")]
OpsiLembaga = Annotated[
    str | None, typer.Option("--lembaga", help="Kode lembaga pemilik akun, sebagai ganti wilayah.")
]
OpsiPenyedia = Annotated[str, typer.Option("--penyedia", help="Nama pendek penyedia, dari FORUM_OIDC.")]
OpsiSurel = Annotated[str | None, typer.Option("--surel", help="Alamat surel.")]


@app.command()
def buat(
    nama: Nama,
    peran: OpsiPeran = None,
    wilayah: OpsiWilayah = "ID",
    lembaga: OpsiLembaga = None,
    surel: OpsiSurel = None,
    sandi_stdin: Annotated[
        bool, typer.Option("--sandi-stdin", help="Baca sandi dari masukan standar, satu baris.")
    ] = False,
) -> None:
    """Buat akun dengan sandi yang diketik di sini (tidak pernah di baris perintah); administrator pertama.

    Contoh: forum akun buat admin --peran inti.admin --wilayah ID
    """
    settings = Settings()
    try:
        sandi = periksa_sandi(_sandi(sandi_stdin), nama=nama_pengguna(nama))
    except GalatDomain as galat:
        raise gagal(f"{galat.pesan} [{galat.kode}]") from None

    async def kerja(db: Database) -> None:
        sandi_hash = await penyandi(settings).sandikan(sandi)
        await db.write(_buat, nama, surel, wilayah, lembaga, peran or [], sandi_hash)

    dengan_database(kerja, settings)
    _selesai(nama, wilayah, lembaga, peran)


@app.command()
def undang(
    nama: Nama,
    peran: OpsiPeran = None,
    wilayah: OpsiWilayah = "ID",
    lembaga: OpsiLembaga = None,
    surel: OpsiSurel = None,
) -> None:
    """Buat akun dan cetak kode sekali pakai untuk memilih sandinya."""

    async def kerja(db: Database) -> service.KodeSekali:
        return await db.write(_undang, nama, surel, wilayah, lembaga, peran or [])

    kode = dengan_database(kerja)
    _selesai(nama, wilayah, lembaga, peran)
    typer.echo(
        f"Kode undangan (sekali pakai, sampai {kode.berlaku_sampai.astimezone(WIB):%Y-%m-%d %H:%M} WIB):"
    )
    typer.echo(kode.kode)


@app.command(name="atur-ulang")
def atur_ulang(nama: Nama) -> None:
    """Cetak kode sekali pakai bagi akun yang lupa sandinya."""

    async def kerja(db: Database) -> service.KodeSekali:
        return await db.write(service.atur_ulang_sandi, PELAKU, akun_id=await _akun(db, nama))

    kode = dengan_database(kerja)
    typer.echo(
        f"Kode atur ulang (sekali pakai, sampai {kode.berlaku_sampai.astimezone(WIB):%Y-%m-%d %H:%M} WIB):"
    )
    typer.echo(kode.kode)


@app.command()
def nonaktifkan(nama: Nama) -> None:
    """Nonaktifkan akun; token dan perannya berakhir."""

    async def kerja(db: Database) -> None:
        await db.write(service.nonaktifkan, PELAKU, akun_id=await _akun(db, nama))

    dengan_database(kerja)
    typer.echo(f"Akun {nama_pengguna_ringkas(nama)} dinonaktifkan; token dan perannya berakhir.")


@app.command(name="atur-ulang-totp")
def atur_ulang_totp(nama: Nama) -> None:
    """Copot autentikator akun yang kehilangan; semua sesinya berakhir dan pemiliknya diberi tahu."""

    async def kerja(db: Database) -> None:
        await db.write(totp.atur_ulang, PELAKU, akun_id=await _akun(db, nama))

    dengan_database(kerja)
    typer.echo(f"Autentikator akun {nama_pengguna_ringkas(nama)} dicopot; semua sesinya berakhir.")


@app.command()
def hubungkan(
    nama: Nama,
    penyedia: OpsiPenyedia,
    subjek_stdin: Annotated[
        bool, typer.Option("--subjek-stdin", help="Baca pengenal dari masukan standar, satu baris.")
    ] = False,
) -> None:
    """Hubungkan akun dengan identitas di penyedia OIDC; pengenalnya (klaim sub) diketik di sini, karena dapat berupa NIP."""
    settings = Settings()
    if not subjek_stdin and not sys.stdin.isatty():
        raise gagal("Masukan bukan terminal. Pakai --subjek-stdin.")
    subjek = sys.stdin.readline().rstrip("\r\n") if subjek_stdin else typer.prompt("Pengenal (klaim sub)")

    async def kerja(db: Database) -> None:
        kunci = await asyncio.to_thread(Kunci.muat, settings)
        pintu = GerbangOidc(
            gerbang=Gerbang(db=db, kunci=kunci, penyandi=penyandi(settings)), penyedia=settings.oidc
        )
        dikenal = pintu.dikenal(penyedia, subjek)
        await db.write(oidc.hubungkan, PELAKU, kunci, dikenal, akun_id=await _akun(db, nama))

    dengan_database(kerja, settings)
    typer.echo(f"Akun {nama_pengguna_ringkas(nama)} terhubung dengan identitas di {penyedia}.")


@app.command()
def lepaskan(nama: Nama, penyedia: OpsiPenyedia) -> None:
    """Lepaskan akun dari identitasnya di penyedia OIDC; sesi yang dimulai lewat penyedia berakhir."""
    settings = Settings()

    async def kerja(db: Database) -> None:
        akun_id = await _akun(db, nama)
        setelan = settings.oidc.get(penyedia)
        identitas = (await baca_oidc.identitas(db, [akun_id])).get(akun_id, ())
        satu = next((i for i in identitas if setelan is not None and i.issuer == setelan.issuer), None)
        if satu is None:
            raise gagal(f"Akun {nama!r} tidak terhubung dengan {penyedia!r}.")
        await db.write(oidc.lepaskan, PELAKU, identitas_id=satu.id)

    dengan_database(kerja, settings)
    typer.echo(f"Akun {nama_pengguna_ringkas(nama)} dilepaskan dari {penyedia}.")


def _sandi(dari_stdin: bool) -> str:
    """A password that stands neither in the arguments nor in the shell's history."""
    if dari_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise gagal("Masukan bukan terminal. Pakai --sandi-stdin, atau buat kode dengan: forum akun undang")
    return typer.prompt(
        "Sandi (paling sedikit 12 huruf)", hide_input=True, confirmation_prompt="Ulangi sandi"
    )


async def _akun(db: Database, nama: str) -> uuid.UUID:
    row = await baca.menurut_nama(db, nama_pengguna_ringkas(nama))
    if row is None:
        raise gagal(f"Tidak ada akun {nama!r}. Periksa ejaannya.")
    return row.id


def _buat(
    session: Session,
    nama: str,
    surel: str | None,
    wilayah: str,
    lembaga: str | None,
    peran: list[str],
    sandi_hash: str,
) -> None:
    akun_id = service.buat_akun(
        session,
        PELAKU,
        nama=nama,
        surel=surel,
        wilayah=None if lembaga else wilayah,
        lembaga=lembaga,
        sandi_hash=sandi_hash,
    )
    _beri(session, akun_id, wilayah, lembaga, peran)


def _undang(
    session: Session, nama: str, surel: str | None, wilayah: str, lembaga: str | None, peran: list[str]
) -> service.KodeSekali:
    kode = service.buat_undangan(
        session, PELAKU, nama=nama, surel=surel, wilayah=None if lembaga else wilayah, lembaga=lembaga
    )
    _beri(session, kode.akun_id, wilayah, lembaga, peran)
    return kode


def _beri(session: Session, akun_id: uuid.UUID, wilayah: str, lembaga: str | None, peran: list[str]) -> None:
    tempat = Tempat(lembaga=lembaga) if lembaga else Tempat(wilayah=wilayah)
    for satu in peran:
        beri_peran(session, PELAKU, akun_id=akun_id, peran=satu, tempat=tempat)


def _selesai(nama: str, wilayah: str, lembaga: str | None, peran: list[str] | None) -> None:
    dengan = (
        f"peran {', '.join(peran)}" if peran else "tanpa peran (beri dengan --peran atau mutasi beriPeran)"
    )
    typer.echo(f"Akun {nama_pengguna_ringkas(nama)} dibuat di {lembaga or wilayah}, {dengan}.")
