"""Making a backup of a database that is in use."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, cast

from sqlalchemy import URL, Connection, inspect, text

from forum_server import __version__
from forum_server.berkas.gudang import Gudang, ObjekHilang
from forum_server.cadangan.arsip import ArsipBaru, arsip_baru
from forum_server.cadangan.bentuk import BENTUK, OBJEK, CadanganGagal, IsiBerkas, Manifes, Tabel
from forum_server.cadangan.kunci import kenari
from forum_server.cadangan.tabel import VERSI, TabelAda, baca_saat_ini, baris, tabel_ada, urutan
from forum_server.database.engine import Dialek
from forum_server.database.migrate import Lini
from forum_server.kunci.kunci import Kunci

__all__ = ["Dicadangkan", "cadangkan", "nama_baru"]

NAMA: Final = "forum-{:%Y%m%dT%H%M%SZ}.zip"


@dataclass(frozen=True, kw_only=True, slots=True)
class Dicadangkan:
    """What went into a backup."""

    berkas: Path
    manifes: Manifes


def nama_baru(tujuan: Path) -> Path:
    """Where a backup goes: a new name in an existing folder, else `tujuan` itself."""
    return tujuan / NAMA.format(datetime.now(UTC)) if tujuan.is_dir() else tujuan


async def cadangkan(
    url: URL,
    tujuan: Path,
    *,
    lini: Collection[Lini],
    kunci: Kunci | None,
    gudang: Gudang | None,
    tanpa: Collection[str] = (),
) -> Dicadangkan:
    """Write everything the database holds at this moment into a new archive at `tujuan`, and the files of `gudang`.

    `lini` are the migration lines of core and of the installed plugins; `tanpa` names plugins that are not installed and
    whose tables are left out. Raises `CadanganGagal`; nothing is left at `tujuan` then.
    """
    with arsip_baru(tujuan) as arsip:
        manifes = await baca_saat_ini(url, lambda koneksi: _isi(koneksi, arsip, lini, kunci, tanpa))
        if gudang is not None:
            # After the database: a file is never there later than the row that tells of it.
            manifes = replace(manifes, berkas=await _berkas(arsip, gudang))
        arsip.tutup_dengan(manifes)
    return Dicadangkan(berkas=tujuan, manifes=manifes)


def _isi(
    koneksi: Connection,
    arsip: ArsipBaru,
    lini: Collection[Lini],
    kunci: Kunci | None,
    tanpa: Collection[str],
) -> Manifes:
    revisi = _revisi(koneksi, lini, tanpa)
    semua = inspect(koneksi).get_table_names()
    dibuang = {t for t in semua if any(t.startswith(f"{satu}_") for satu in tanpa)}
    ada = tabel_ada(koneksi, dibuang)
    return Manifes(
        bentuk=BENTUK,
        dibuat=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        versi=__version__,
        asal=cast("Dialek", koneksi.dialect.name),
        lini=revisi,
        tabel=tuple(_tabel(koneksi, arsip, satu) for satu in ada),
        urutan=urutan(koneksi, ada),
        kunci=None if kunci is None else kenari(kunci),
        berkas=None,
    )


def _tabel(koneksi: Connection, arsip: ArsipBaru, tabel: TabelAda) -> Tabel:
    banyak = 0
    with arsip.bagian(f"tabel/{tabel.nama}.jsonl") as bagian:
        for sekali in baris(koneksi, tabel):
            banyak += len(sekali)
            bagian.tulis(b"".join(sekali))
    return Tabel(nama=tabel.nama, kolom=tabel.kolom, baris=banyak, sidik=bagian.sidik)


async def _berkas(arsip: ArsipBaru, gudang: Gudang) -> tuple[IsiBerkas, ...]:
    """What is in the store now; what is removed or still growing meanwhile is not in the manifest, and so not taken back."""
    hasil: list[IsiBerkas] = []
    for nama, ukuran in sorted((await asyncio.to_thread(gudang.isi)).items()):
        if OBJEK.fullmatch(nama) is None:
            continue  # put there by hand: no row knows it
        with arsip.bagian(f"berkas/{nama}", padatkan=False) as bagian, suppress(ObjekHilang):
            async for isi in gudang.baca(nama, ukuran):
                bagian.tulis(isi)
        if bagian.panjang != ukuran:
            continue
        hasil.append(IsiBerkas(nama=nama, panjang=bagian.panjang, sidik=bagian.sidik))
    return tuple(hasil)


def _revisi(koneksi: Connection, lini: Collection[Lini], tanpa: Collection[str]) -> dict[str, str]:
    """Where every migration line of the database stands; raises `CadanganGagal` for one that could not be restored."""
    terpasang = {satu.tabel_versi: satu.pemilik for satu in lini}
    hasil: dict[str, str] = {}
    sisa = set(tanpa)
    for tabel in sorted(t for t in inspect(koneksi).get_table_names() if t.startswith(VERSI)):
        pemilik = terpasang.get(tabel, tabel.removeprefix(f"{VERSI}_"))
        if tabel not in terpasang and pemilik in sisa:
            sisa.discard(pemilik)
            continue
        if tabel not in terpasang:
            raise CadanganGagal(
                f"Basis data memuat tabel plugin {pemilik} yang tidak terpasang di sini, sehingga kelak tidak dapat "
                f"dipulihkan. Pasang plugin itu, atau tinggalkan datanya dengan --tanpa {pemilik}."
            )
        versi = koneksi.execute(text(f"SELECT version_num FROM {tabel}")).scalar()  # noqa: S608  a name of the catalogue
        if versi is not None:
            hasil[pemilik] = str(versi)
    if sisa:
        # A prefix of tables that are in use would be left out, and the backup be of no use.
        raise CadanganGagal(
            f"Bukan plugin yang tidak terpasang lagi: {', '.join(sorted(sisa))}. Hanya yang seperti itu dapat "
            "ditinggalkan dengan --tanpa."
        )
    if "core" not in hasil:
        raise CadanganGagal("Basis data belum disiapkan. Jalankan dahulu: forum migrate")
    return hasil
