"""The whole tree from four CSV files: provinces, regencies, districts, villages, as the package idn-area-data lays them out.

All files are read and checked before the database is asked for anything; then one transaction writes them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import AKAR
from forum_server.galat import IsianTidakSah
from forum_server.impor import BarisCsv, ImporDitolak, Kesalahan, Kolom, baca_csv, tolak_bila_salah
from forum_server.teks import rapikan
from forum_server.wilayah.acuan import Acuan
from forum_server.wilayah.impor import baca_kode, baris_impor, wilayah_lama
from forum_server.wilayah.rules import induk_dari
from forum_server.wilayah.service import IZIN, HasilMuat, muat_acuan

__all__ = ["BERKAS", "HasilPaket", "Paket", "PaketDitolak", "baca_paket", "impor_paket"]

BERKAS = ("provinces.csv", "regencies.csv", "districts.csv", "villages.csv")
"""Levels in their order, top first."""
PANJANG_KODE = (2, 5, 8, 13)
BARIS_MAKS = 200_000
"""Twice the desa and kelurahan of the nation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paket:
    """Rows that fit together, from top to bottom: each has its parent before it."""

    baris: tuple[tuple[str, str], ...]
    """Code and name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HasilPaket:
    """What importing did, and which codes in force the package does not know."""

    muat: HasilMuat
    tidak_ada: tuple[str, ...]


class PaketDitolak(IsianTidakSah):
    """A package with faults; one report per file that has any, and nothing was written."""

    def __init__(self, berkas: list[ImporDitolak]) -> None:
        super().__init__("IMPOR_DITOLAK", "\n".join(satu.pesan for satu in berkas), letak=("berkas",))


def baca_paket(folder: Path, *, maju: Callable[[], object] = lambda: None) -> Paket:
    """Read the four files of a folder; `maju` is called after each.

    Raises `PaketDitolak` with every fault of every file (no code, a code twice, a parent that no file holds or that
    the code contradicts, a code of another level), and OSError for a file that is missing.
    """
    dikenal = {AKAR}
    baris: list[tuple[str, str]] = []
    ditolak: list[ImporDitolak] = []
    for nama, panjang in zip(BERKAS, PANJANG_KODE, strict=True):
        terbaca = baca_csv(
            (folder / nama).read_bytes(),
            berkas=nama,
            kolom=_kolom(panjang),
            kunci=("kode",),
            baris_maks=BARIS_MAKS,
        )
        lain = [_alasan(satu, panjang, dikenal) for satu in terbaca.baris]
        salah = [*terbaca.kesalahan, *(satu for satu in lain if satu is not None)]
        try:
            tolak_bila_salah(nama, terbaca.dibaca, salah)
        except ImporDitolak as galat:
            ditolak.append(galat)
        dikenal.update(satu["kode"] for satu in terbaca.baris)
        baris += ((satu["kode"], satu["nama"]) for satu in terbaca.baris)
        maju()
    if ditolak:
        raise PaketDitolak(ditolak)
    return Paket(baris=tuple(baris))


def impor_paket(
    session: Session,
    aktor: Aktor,
    paket: Paket,
    *,
    sumber: str,
    maju: Callable[[int], object] = lambda _: None,
) -> HasilPaket:
    """Bring the tree to what the package says, named by the decree `sumber`; doing it again changes nothing.

    A region that is there with this name keeps all that is known of it. Codes in force that the package does not hold
    are left alone and named: they may have been split or renumbered (see `gantikan`). `maju` is told how many rows are
    done since its last call.
    """
    aktor.wajib(IZIN, wilayah=AKAR, apa="wilayah")
    sumber = rapikan(sumber)
    if not sumber:
        raise IsianTidakSah(
            "SUMBER_KOSONG", "Sebutkan keputusan yang menetapkan isi berkas.", letak=("sumber",)
        )
    ada = wilayah_lama(session)
    beda = [
        (kode, nama) for kode, nama in paket.baris if (lama := ada.get(kode)) is None or lama.nama != nama
    ]
    acuan = Acuan(wilayah=tuple(baris_impor(kode, nama, sumber, ada.get(kode)) for kode, nama in beda))
    hasil = muat_acuan(session, aktor, acuan, maju=maju)
    sama = len(paket.baris) - len(beda)
    maju(sama)
    kode = {satu for satu, _ in paket.baris}
    tidak_ada = sorted(
        k
        for k, row in ada.items()
        if k not in kode and k != AKAR and row.berlaku_sampai is None and len(k) in PANJANG_KODE
    )
    return HasilPaket(
        muat=HasilMuat(baru=hasil.baru, berubah=hasil.berubah, sama=hasil.sama + sama),
        tidak_ada=tuple(tidak_ada),
    )


def _kolom(panjang: int) -> tuple[Kolom, ...]:
    """`induk` is read, unlike in a list of codes alone: it must say what the code says."""
    induk = Kolom(
        nama="induk",
        wajib=panjang > PANJANG_KODE[0],
        alias=("province code", "regency code", "district code"),
    )
    kode = Kolom(nama="kode", baca=baca_kode, panjang=13, alias=("code",))
    return (kode, Kolom(nama="nama", panjang=120, alias=("name",)), induk)


def _alasan(satu: BarisCsv, panjang: int, dikenal: set[str]) -> Kesalahan | None:
    kode: str = satu["kode"]
    induk = induk_dari(kode)
    if len(kode) != panjang:
        pesan = "kode ini bukan dari tingkat berkas ini. Pindahkan ke berkas tingkatnya."
        return Kesalahan(baris=satu.nomor, kolom="kode", pesan=pesan)
    if satu["induk"] is not None and satu["induk"] != induk:
        pesan = f'"{satu["induk"]}" bukan induk dari {kode}. Samakan dengan kodenya.'
        return Kesalahan(baris=satu.nomor, kolom="induk", pesan=pesan)
    if induk not in dikenal:
        pesan = f"wilayah di atasnya ({induk}) tidak ada di berkas tingkat atasnya."
        return Kesalahan(baris=satu.nomor, kolom="kode", pesan=pesan)
    return None
