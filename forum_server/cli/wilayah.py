"""`forum wilayah`: load further levels of the region tree, and record that a code changed."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from forum_server.akses.rules import Aktor
from forum_server.cli.dasar import dengan_database, gagal, plugin_terpasang
from forum_server.database import Database
from forum_server.impor import ImporDitolak
from forum_server.pindah.rencana import Bagian, Rencana
from forum_server.pindah.service import pindahkan, rencanakan
from forum_server.settings import Settings
from forum_server.wilayah.acuan import acuan_bawaan
from forum_server.wilayah.impor import impor
from forum_server.wilayah.paket import BERKAS, HasilPaket, Paket, PaketDitolak, baca_paket, impor_paket
from forum_server.wilayah.service import HasilMuat, gantikan, muat_acuan

__all__ = ["app"]

app = typer.Typer(help="Kode wilayah menurut keputusan Menteri Dalam Negeri.", no_args_is_help=True)

PELAKU = "cli"


@app.command()
def muat(
    berkas: Annotated[
        list[Path] | None,
        typer.Argument(help="Berkas CSV dengan kolom kode dan nama; tanpa berkas: acuan bawaan dimuat lagi."),
    ] = None,
    sumber: Annotated[
        str, typer.Option(help="Keputusan yang menetapkan isi berkas; wajib bila ada berkas.")
    ] = "",
) -> None:
    """Samakan daftar wilayah dengan isi berkas; tingkat terbaca dari kodenya, dan mengulanginya tidak mengubah apa pun."""
    if berkas and not sumber.strip():
        raise gagal(
            "Sebutkan keputusannya dengan --sumber, misalnya --sumber 'Kepmendagri 300.2.2-2138/2025'."
        )
    for satu in berkas or [None]:
        nama = satu.name if satu else "acuan bawaan"
        hasil = _muat(satu, sumber)
        typer.echo(f"{nama}: {hasil.baru} kode baru, {hasil.berubah} berubah, {hasil.sama} sudah sesuai.")


@app.command(name="impor")
def impor_folder(
    folder: Annotated[
        Path,
        typer.Argument(
            help=f"Folder dengan {', '.join(BERKAS)}, misalnya folder data paket npm idn-area-data."
        ),
    ],
    sumber: Annotated[str, typer.Option(help="Keputusan yang menetapkan isi berkas.")],
) -> None:
    """Muat seluruh wilayah sampai desa dan kelurahan; semua atau tidak sama sekali, dan boleh diulang."""
    paket = _baca(folder)

    async def kerja(db: Database) -> HasilPaket:
        with typer.progressbar(length=len(paket.baris), label="Menulis", file=sys.stderr) as bilah:
            return await db.write(impor_paket, Aktor.sistem(PELAKU), paket, sumber=sumber, maju=bilah.update)

    hasil = dengan_database(kerja)
    muat = hasil.muat
    typer.echo(f"{muat.baru} kode baru, {muat.berubah} berubah, {muat.sama} sudah sesuai.")
    if hasil.tidak_ada:
        contoh = ", ".join(hasil.tidak_ada[:10]) + (", …" if len(hasil.tidak_ada) > 10 else "")
        typer.echo(
            f"{len(hasil.tidak_ada)} kode yang masih berlaku tidak ada di berkas: {contoh}. "
            "Bila digantikan kode lain, catat dengan: forum wilayah ganti",
            err=True,
        )


def _baca(folder: Path) -> Paket:
    with typer.progressbar(length=len(BERKAS), label="Membaca", file=sys.stderr) as bilah:
        try:
            return baca_paket(folder, maju=lambda: bilah.update(1))
        except PaketDitolak as galat:
            raise gagal(galat.pesan) from None
        except OSError as galat:
            raise gagal(
                f"{galat.filename}: tidak dapat dibaca ({galat.strerror}). Periksa foldernya."
            ) from None


def _muat(berkas: Path | None, sumber: str) -> HasilMuat:
    aktor = Aktor.sistem(PELAKU)
    if berkas is None:
        return dengan_database(lambda db: db.write(muat_acuan, aktor, acuan_bawaan()))
    try:
        isi = berkas.read_bytes()
    except OSError as galat:
        raise gagal(f"{berkas}: tidak dapat dibaca ({galat.strerror}). Periksa nama dan izinnya.") from None

    async def kerja(db: Database) -> HasilMuat | ImporDitolak:
        try:
            return await db.write(impor, aktor, isi=isi, berkas=berkas.name, sumber=sumber)
        except ImporDitolak as galat:
            return galat

    hasil = dengan_database(kerja)
    if isinstance(hasil, ImporDitolak):
        raise gagal(hasil.pesan)
    return hasil


@app.command()
def ganti(
    lama: Annotated[str, typer.Argument(help="Kode yang berakhir.")],
    baru: Annotated[
        list[str], typer.Argument(help="Satu atau beberapa kode penggantinya, yang sudah dimuat.")
    ],
    tanggal: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Hari pertama kode baru berlaku.")],
    sumber: Annotated[str, typer.Option(help="Keputusan yang menetapkannya.")],
) -> None:
    """Catat bahwa sebuah kode digantikan kode lain."""

    async def kerja(db: Database) -> None:
        await db.write(
            gantikan, Aktor.sistem(PELAKU), lama=lama, baru=baru, tanggal=tanggal.date(), sumber=sumber
        )

    dengan_database(kerja)
    typer.echo(f"{lama} berakhir; penggantinya {', '.join(baru)}.")


@app.command()
def pindah(
    lama: Annotated[str, typer.Argument(help="Kode yang sudah digantikan.")],
    baru: Annotated[str, typer.Argument(help="Salah satu penggantinya.")],
    pratinjau: Annotated[
        bool, typer.Option("--pratinjau", help="Hanya tampilkan yang akan berpindah; tidak ada yang ditulis.")
    ] = False,
    sidik: Annotated[
        str, typer.Option(help="Sidik dari pratinjau; tanpa ini perintah bertanya dahulu.")
    ] = "",
    opd: Annotated[
        list[UUID] | None,
        typer.Option(help="Hanya perangkat daerah ini, bawahannya, dan yang menjadi miliknya."),
    ] = None,
    opd_dari: Annotated[
        Path | None, typer.Option(help="Berkas dengan satu pengenal perangkat daerah pada setiap baris.")
    ] = None,
    awalan: Annotated[
        list[str] | None,
        typer.Option(help="Hanya yang berada di kode ini atau di bawahnya, misalnya 61.12.03."),
    ] = None,
    biarkan: Annotated[
        list[str] | None,
        typer.Option(help="Tabel yang barisnya tinggal di kode lama bila kode baru sudah punya yang sama."),
    ] = None,
) -> None:
    """Pindahkan data, peran, dan setelan kode lama ke penggantinya; semua atau tidak sama sekali, dan boleh diulang."""
    settings = Settings()
    plugins = plugin_terpasang(settings)
    bagian = Bagian(
        opd=frozenset([*(opd or ()), *_opd_dari(opd_dari)]) if opd or opd_dari else None,
        awalan=tuple(awalan or ()),
        biarkan=frozenset(biarkan or ()),
    )
    aktor = Aktor.sistem(PELAKU)
    rencana = dengan_database(
        lambda db: db.write(rencanakan, aktor, lama=lama, baru=baru, bagian=bagian), settings
    )
    if pratinjau or not sidik:
        _tampilkan(rencana)
    if rencana.bentrok and (pratinjau or not sidik):
        raise gagal("Selesaikan yang bentrok dahulu; tidak ada yang dipindahkan.")
    if pratinjau:
        return
    if not rencana.banyak:
        typer.echo("Tidak ada yang perlu dipindahkan.")
        return
    if not sidik:
        typer.confirm(f"Pindahkan {rencana.banyak} baris?", abort=True, err=True)
    hasil = dengan_database(
        lambda db: db.write(
            pindahkan,
            aktor,
            katalog=plugins,
            lama=lama,
            baru=baru,
            bagian=bagian,
            sidik=sidik or rencana.sidik,
        ),
        settings,
    )
    typer.echo(f"{hasil.banyak} baris berpindah dari {lama} ke {baru}.")


def _opd_dari(berkas: Path | None) -> list[UUID]:
    if berkas is None:
        return []
    try:
        return [
            UUID(baris.strip()) for baris in berkas.read_text(encoding="utf-8").splitlines() if baris.strip()
        ]
    except OSError as galat:
        raise gagal(f"{berkas}: tidak dapat dibaca ({galat.strerror}). Periksa nama dan izinnya.") from None
    except ValueError:
        raise gagal(f"{berkas}: setiap baris harus berisi satu pengenal (UUID) perangkat daerah.") from None


def _tampilkan(rencana: Rencana) -> None:
    pemilik = None
    for satu in sorted(rencana.langkah, key=lambda s: (s.pemilik, s.tabel, s.kolom, s.dari)):
        if satu.pemilik != pemilik:
            pemilik = satu.pemilik
            typer.echo(f"{pemilik}:")
        typer.echo(f"  {satu.tabel}.{satu.kolom}: {satu.banyak} baris, {satu.dari} ke {satu.ke}")
    for satu in rencana.bentrok:
        contoh = f" (misalnya {', '.join(satu.contoh)})" if satu.contoh else ""
        typer.echo(f"BENTROK {satu.tabel}: {satu.banyak} baris {satu.dari}{contoh}. {satu.saran}")
    typer.echo(f"Jumlah: {rencana.banyak} baris. Sidik: {rencana.sidik}")
