"""Further levels of the tree from CSV files with the columns kode and nama, such as lists of kecamatan and desa."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import AKAR
from forum_server.impor import Kesalahan, Kolom, baca_csv, tolak_bila_salah
from forum_server.teks import rapikan
from forum_server.wilayah.acuan import Acuan, BarisWilayah, baris_wilayah
from forum_server.wilayah.models import Wilayah
from forum_server.wilayah.rules import induk_dari, tingkat_dari
from forum_server.wilayah.service import IZIN, HasilMuat, muat_acuan

__all__ = ["KOLOM", "Lama", "baca_kode", "baris_impor", "impor", "wilayah_lama"]

BARIS_MAKS = 100_000
"""More than there are desa and kelurahan in the nation."""


def baca_kode(teks: str) -> str:
    """A code as a cell of a CSV file holds it; ValueError when it is none."""
    if teks == AKAR or tingkat_dari(teks) is None:
        raise ValueError("bukan kode wilayah. Tulis dengan titik, misalnya 61.71.01.1001.")
    return teks


@dataclass(frozen=True, kw_only=True, slots=True)
class Lama:
    """A region as it is in the database."""

    nama: str
    otonom: bool
    berlaku_dari: date | None
    berlaku_sampai: date | None


def wilayah_lama(session: Session) -> dict[str, Lama]:
    """Every region there is, by its code."""
    kolom = (Wilayah.kode, Wilayah.nama, Wilayah.otonom, Wilayah.berlaku_dari, Wilayah.berlaku_sampai)
    return {
        kode: Lama(nama=nama, otonom=otonom, berlaku_dari=dari, berlaku_sampai=sampai)
        for kode, nama, otonom, dari, sampai in session.execute(select(*kolom))
    }


KOLOM = (
    Kolom(nama="kode", baca=baca_kode, panjang=13, alias=("code",)),
    Kolom(nama="nama", panjang=120, alias=("name",)),
    Kolom(nama="induk", wajib=False, alias=("province code", "regency code", "district code")),
)
"""`induk` may stand there but is not read: the code says it."""


def impor(session: Session, aktor: Aktor, *, isi: bytes, berkas: str, sumber: str) -> HasilMuat:
    """Load the regions of one file, named by the decree `sumber`.

    Raises `ImporDitolak` with every fault: no code, a code twice, a region whose parent is neither there nor in the
    file. A region that is there already keeps its dates and whether it is a pemda.
    """
    aktor.wajib(IZIN, wilayah=AKAR, apa="wilayah")
    terbaca = baca_csv(isi, berkas=berkas, kolom=KOLOM, kunci=("kode",), baris_maks=BARIS_MAKS)
    ada = wilayah_lama(session)
    dikenal = {*ada, *(b["kode"] for b in terbaca.baris)}
    kesalahan = list(terbaca.kesalahan)
    baris: list[BarisWilayah] = []
    for satu in terbaca.baris:
        induk = induk_dari(satu["kode"])
        if induk not in dikenal:
            pesan = f"wilayah di atasnya ({induk}) belum dimuat. Muat dulu berkas tingkat itu."
            kesalahan.append(Kesalahan(baris=satu.nomor, kolom="kode", pesan=pesan))
            continue
        baris.append(baris_impor(satu["kode"], satu["nama"], rapikan(sumber), ada.get(satu["kode"])))
    tolak_bila_salah(berkas, terbaca.dibaca, kesalahan)
    return muat_acuan(session, aktor, Acuan(wilayah=tuple(baris)))


def baris_impor(kode: str, nama: str, sumber: str, lama: Lama | None) -> BarisWilayah:
    """The row to load; what files of this kind do not say stays as it was."""
    baris = baris_wilayah(kode, nama, sumber)
    if lama is None:
        return baris
    return replace(
        baris, otonom=lama.otonom, berlaku_dari=lama.berlaku_dari, berlaku_sampai=lama.berlaku_sampai
    )
