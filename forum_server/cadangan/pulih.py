"""Taking a backup back into an empty database: all of it, or nothing."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, cast

import orjson
from sqlalchemy import URL, Connection, Table, inspect, update

from forum_server.akses.rules import Aktor
from forum_server.akun.models import SesiMasuk
from forum_server.berkas.gudang import Gudang, ObjekHilang
from forum_server.cadangan.arsip import ArsipLama, buka_arsip
from forum_server.cadangan.bentuk import CadanganGagal, IsiBerkas, Manifes, Tabel, pembaca
from forum_server.cadangan.kunci import pastikan_kunci
from forum_server.cadangan.muat import pemuat
from forum_server.cadangan.tabel import TabelAda, tabel_ada
from forum_server.database import AKAR, Base, waktu_db
from forum_server.database.engine import Dialek
from forum_server.database.migrate import Lini, jalankan, kenal, naik_ke
from forum_server.database.transaksi import transaksi_ini
from forum_server.database.unit import Unit, akhiri
from forum_server.jejak import catat
from forum_server.jejak.models import JejakPenyegel
from forum_server.kunci.kunci import Kunci
from forum_server.persiapan import lini as lini_dari
from forum_server.persiapan import siapkan_dalam
from forum_server.plugin.manager import Plugins

__all__ = ["pulihkan", "teliti"]

_TANPA_BARIS: Final = frozenset({JejakPenyegel.__tablename__})
"""The sealer's position counts the transactions of the database it was made in; without it, it begins anew and seals
what has no seal."""


def teliti(berkas: Path, *, plugins: Plugins, kunci: Kunci | None) -> Manifes:
    """Read a whole backup without writing anything: would it be taken back here? Raises `CadanganGagal`."""
    with buka_arsip(berkas) as arsip:
        _pastikan(arsip.manifes, plugins, kunci)
        for tabel in arsip.manifes.tabel:
            _habiskan(_baris_utuh(arsip, tabel))
        for satu in arsip.manifes.berkas or ():
            _habiskan(arsip.potongan(f"berkas/{satu.nama}", satu.sidik, satu.panjang))
        return arsip.manifes


def pulihkan(
    url: URL, berkas: Path, *, plugins: Plugins, kunci: Kunci | None, gudang: Gudang | None
) -> Manifes:
    """Take a backup back into the empty database at `url`, and its files into the empty `gudang`.

    The tables are made as they were, filled, and then brought to the newest form, in one transaction that is the last
    thing to happen. Every login ends, because those that ended since the backup would live again. Not inside a running
    event loop. Raises `CadanganGagal`; neither a row nor a file is left behind then.
    """
    with buka_arsip(berkas) as arsip:
        manifes = arsip.manifes
        revisi = _pastikan(manifes, plugins, kunci)
        jalankan(url, _pastikan_kosong)
        with _berkas_dipulihkan(arsip, gudang):
            jalankan(url, lambda koneksi: _isi(koneksi, arsip, revisi, plugins))
        return manifes


def _pastikan(manifes: Manifes, plugins: Plugins, kunci: Kunci | None) -> list[tuple[Lini, str]]:
    """What can be known before anything is written; gives how far each line must come, in order."""
    pastikan_kunci(kunci, manifes.kunci)
    terpasang = lini_dari(plugins)
    if hilang := sorted(manifes.lini.keys() - {satu.pemilik for satu in terpasang}):
        raise CadanganGagal(
            f"Cadangan memuat data plugin yang tidak terpasang di sini: {', '.join(hilang)}. Pasang dahulu."
        )
    revisi = [(satu, manifes.lini[satu.pemilik]) for satu in terpasang if satu.pemilik in manifes.lini]
    for satu, ke in revisi:
        if not kenal(satu, ke):
            raise CadanganGagal(
                f"Cadangan dibuat ketika {satu.pemilik} berada pada revisi {ke}, yang tidak dikenal di sini. Pasang "
                f"forum-server {manifes.versi} dengan plugin yang sama, atau yang lebih baru."
            )
    return revisi


def _pastikan_kosong(koneksi: Connection) -> None:
    if ada := inspect(koneksi).get_table_names():
        raise CadanganGagal(
            f"Basis data tujuan tidak kosong ({len(ada)} tabel). Cadangan hanya dipulihkan ke basis data baru: buat "
            "yang kosong dan tulis alamatnya di FORUM_DATABASE_URL."
        )


def _isi(koneksi: Connection, arsip: ArsipLama, revisi: Sequence[tuple[Lini, str]], plugins: Plugins) -> None:
    _pastikan_kosong(koneksi)
    for satu, ke in revisi:
        naik_ke(koneksi, satu, ke)
    ada = {satu.nama: satu for satu in tabel_ada(koneksi)}
    _pastikan_sama(ada, arsip.manifes.tabel)
    cara = pemuat(koneksi, [*ada.values()])
    with cara.terbuka():
        for tabel in arsip.manifes.tabel:
            with closing(_baris_utuh(arsip, tabel)) as baris:
                if tabel.nama in _TANPA_BARIS:
                    _habiskan(baris)
                else:
                    cara.muat(ada[tabel.nama], _nilai(koneksi, ada[tabel.nama], baris))
        cara.lanjutkan(arsip.manifes.urutan)
    siapkan_dalam(koneksi, plugins)
    _tandai(koneksi, arsip.manifes)


def _pastikan_sama(ada: dict[str, TabelAda], tabel: Sequence[Tabel]) -> None:
    tercadang = {satu.nama: satu.kolom for satu in tabel}
    if beda := sorted(
        n for n in ada.keys() | tercadang.keys() if n not in ada or ada[n].kolom != tercadang.get(n)
    ):
        raise CadanganGagal(
            f"Susunan tabel dalam cadangan berbeda dari migrasi di sini: {', '.join(beda)}. Pasang versi server dan "
            "plugin yang sama dengan ketika cadangan dibuat."
        )


def _baris_utuh(arsip: ArsipLama, tabel: Tabel) -> Generator[list[Any]]:
    """The lines of a table; raises `CadanganGagal` at the end when they are not those that were written."""
    with closing(arsip.baris(f"tabel/{tabel.nama}.jsonl", tabel.sidik)) as baris:
        for satu in baris:
            try:
                isi: list[Any] = orjson.loads(satu)
            except orjson.JSONDecodeError:
                raise _tak_termuat(tabel.nama) from None
            yield isi


def _tak_termuat(tabel: str) -> CadanganGagal:
    return CadanganGagal(
        f"Cadangan rusak: tabel {tabel} memuat baris yang tidak dapat dimuat. Pakai cadangan lain."
    )


def _nilai(koneksi: Connection, tabel: TabelAda, baris: Iterator[list[Any]]) -> Iterator[list[Any]]:
    """Values as the driver takes them. No transaction of this database wrote these rows: they come before all."""
    tujuan = cast("Dialek", koneksi.dialect.name)
    transaksi = _kolom_transaksi()
    ubah: list[Callable[[Any], Any] | None] = [
        _nol
        if (tabel.nama, k.nama) in transaksi
        else pembaca(k.jenis, tujuan, berzona=k.nama not in tabel.tanpa_zona)
        for k in tabel.kolom
    ]
    for satu in baris:
        try:
            yield [v if f is None or v is None else f(v) for f, v in zip(ubah, satu, strict=True)]
        except (TypeError, ValueError, ArithmeticError, AttributeError):
            # Its text may quote a value.
            raise _tak_termuat(tabel.nama) from None


def _kolom_transaksi() -> frozenset[tuple[str, str]]:
    return frozenset(
        (tabel.name, kolom.name)
        for tabel in Base.metadata.tables.values()
        for kolom in tabel.columns
        if isinstance(getattr(kolom.server_default, "arg", None), transaksi_ini)
    )


def _nol(_: int) -> int:
    return 0


def _habiskan(isi: Iterator[Any]) -> None:
    for _ in isi:
        pass


def _tandai(koneksi: Connection, manifes: Manifes) -> None:
    """Say in the audit that this database was restored, and end every login."""
    with Unit(bind=koneksi, join_transaction_mode="rollback_only", expire_on_commit=False) as session:
        session.execute(
            update(cast("Table", SesiMasuk.__table__))
            .where(SesiMasuk.dicabut_pada.is_(None))
            .values(dicabut_pada=waktu_db())
        )
        catat(
            session,
            Aktor.sistem("cli"),
            "inti.pulihkan",
            objek="cadangan",
            objek_id=manifes.dibuat,
            wilayah=AKAR,
        )
        akhiri(session)
        session.commit()


@contextmanager
def _berkas_dipulihkan(arsip: ArsipLama, gudang: Gudang | None) -> Generator[None]:
    """The files of the archive, there while what follows runs, and gone again when it fails."""
    isi = arsip.manifes.berkas
    if isi is None:
        yield
        return
    if gudang is None:
        raise CadanganGagal("Cadangan memuat berkas, tetapi tempatnya tidak diberikan.")
    ada = gudang.isi()
    if asing := ada.keys() - {satu.nama for satu in isi}:
        raise CadanganGagal(
            f"Tempat berkas tidak kosong ({len(asing)} berkas lain). Pakai folder data yang baru, atau kosongkan."
        )
    # Those that are there already, of the same installation, stay as they are, whatever happens.
    baru = [satu for satu in isi if satu.nama not in ada]
    if beda := asyncio.run(_berbeda([satu for satu in isi if satu.nama in ada], gudang)):
        raise CadanganGagal(
            f"Tempat berkas memuat {beda} dengan isi lain dari yang dicadangkan. Pakai folder data yang baru, atau "
            "kosongkan."
        )
    try:
        asyncio.run(_simpan(arsip, baru, gudang))
        yield
    except BaseException:
        asyncio.run(_hapus(baru, gudang))
        raise


async def _berbeda(isi: Sequence[IsiBerkas], gudang: Gudang) -> str | None:
    for satu in isi:
        ringkas = hashlib.sha256()
        try:
            async for potongan in gudang.baca(satu.nama, satu.panjang):
                ringkas.update(potongan)
        except ObjekHilang:
            return satu.nama
        if ringkas.hexdigest() != satu.sidik:
            return satu.nama
    return None


async def _simpan(arsip: ArsipLama, baru: Sequence[IsiBerkas], gudang: Gudang) -> None:
    for satu in baru:
        with closing(arsip.potongan(f"berkas/{satu.nama}", satu.sidik, satu.panjang)) as isi:
            await gudang.simpan(satu.nama, _aliran(isi))


async def _hapus(baru: Sequence[IsiBerkas], gudang: Gudang) -> None:
    for satu in baru:
        await gudang.hapus(satu.nama)


async def _aliran(isi: Iterator[bytes]) -> AsyncIterator[bytes]:
    for satu in isi:
        yield satu
