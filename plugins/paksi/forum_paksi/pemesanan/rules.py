"""The life of a seat, and who may move it along."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from forum_paksi.pelaku import Pelaku
from forum_server.plugin import KeadaanMenolak


class KeadaanPemesanan(StrEnum):
    """A held seat expires unless it is confirmed; someone waiting has no seat yet."""

    DITAHAN = "DITAHAN"
    DIKONFIRMASI = "DIKONFIRMASI"
    HADIR = "HADIR"
    TIDAK_HADIR = "TIDAK_HADIR"
    DAFTAR_TUNGGU = "DAFTAR_TUNGGU"
    DIBATALKAN = "DIBATALKAN"


class AlasanBatal(StrEnum):
    """Why a seat or a place on a waiting list ended."""

    PERMINTAAN_PEMDA = "PERMINTAAN_PEMDA"
    PERMINTAAN_KOORDINATOR = "PERMINTAAN_KOORDINATOR"
    PERMINTAAN_LSP = "PERMINTAAN_LSP"
    LEWAT_WAKTU = "LEWAT_WAKTU"
    JADWAL_DIBATALKAN = "JADWAL_DIBATALKAN"
    JADWAL_DIMULAI = "JADWAL_DIMULAI"
    HIMPUNAN_DIBUBARKAN = "HIMPUNAN_DIBUBARKAN"


class TindakanPemesanan(StrEnum):
    """What can be done to a seat."""

    KONFIRMASI = "KONFIRMASI"
    BATAL = "BATAL"
    LEWAT = "LEWAT"
    PROMOSI = "PROMOSI"
    HADIR = "HADIR"
    TIDAK_HADIR = "TIDAK_HADIR"


K = KeadaanPemesanan

BERKURSI: Final = frozenset({K.DITAHAN, K.DIKONFIRMASI, K.HADIR, K.TIDAK_HADIR})
"""These use up a seat of their share; a seat left empty on the day was still given away."""
MENEMPATI: Final = frozenset({K.DITAHAN, K.DIKONFIRMASI, K.HADIR})
"""These keep the person from being anywhere else in the same half-days."""
BELUM_MULAI: Final = frozenset({K.DITAHAN, K.DIKONFIRMASI, K.DAFTAR_TUNGGU})
"""These end when the schedule is cancelled."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Peralihan:
    """From which states an action leads to which one, and who may take it."""

    dari: frozenset[KeadaanPemesanan]
    ke: KeadaanPemesanan
    oleh: frozenset[Pelaku]


_SEMUA = frozenset(Pelaku)
_LSP = frozenset({Pelaku.LSP, Pelaku.SISTEM})
_SISTEM = frozenset({Pelaku.SISTEM})

PERALIHAN: Final = {
    TindakanPemesanan.KONFIRMASI: Peralihan(dari=frozenset({K.DITAHAN}), ke=K.DIKONFIRMASI, oleh=_SEMUA),
    TindakanPemesanan.BATAL: Peralihan(dari=BELUM_MULAI, ke=K.DIBATALKAN, oleh=_SEMUA),
    TindakanPemesanan.LEWAT: Peralihan(dari=frozenset({K.DITAHAN}), ke=K.DIBATALKAN, oleh=_SISTEM),
    TindakanPemesanan.PROMOSI: Peralihan(dari=frozenset({K.DAFTAR_TUNGGU}), ke=K.DITAHAN, oleh=_SISTEM),
    TindakanPemesanan.HADIR: Peralihan(
        dari=frozenset({K.DIKONFIRMASI, K.TIDAK_HADIR}), ke=K.HADIR, oleh=_LSP
    ),
    TindakanPemesanan.TIDAK_HADIR: Peralihan(
        dari=frozenset({K.DIKONFIRMASI, K.HADIR}), ke=K.TIDAK_HADIR, oleh=_LSP
    ),
}
"""LEWAT and PROMOSI are never asked for: the clock and a seat becoming free bring them about."""


def setelah(
    keadaan: KeadaanPemesanan, tindakan: TindakanPemesanan, pelaku: Pelaku
) -> KeadaanPemesanan | None:
    """The state an action by `pelaku` leads to, or None where it is not allowed."""
    peralihan = PERALIHAN[tindakan]
    return peralihan.ke if keadaan in peralihan.dari and pelaku in peralihan.oleh else None


def alasan_permintaan(pelaku: frozenset[Pelaku]) -> AlasanBatal:
    """The reason kept when somebody asks for a cancellation: in the capacity nearest to the person."""
    if Pelaku.PEMDA in pelaku:
        return AlasanBatal.PERMINTAAN_PEMDA
    if Pelaku.KOORDINATOR in pelaku:
        return AlasanBatal.PERMINTAAN_KOORDINATOR
    return AlasanBatal.PERMINTAAN_LSP


def tolak_tindakan(keadaan: KeadaanPemesanan, tindakan: TindakanPemesanan) -> KeadaanMenolak:
    """The refusal of an action that the present state forbids."""
    dari = ", ".join(k.value for k in KeadaanPemesanan if k in PERALIHAN[tindakan].dari)
    return KeadaanMenolak(
        "KEADAAN_TIDAK_SESUAI",
        f"Pemesanan ini sedang {keadaan.value}; {tindakan.value} hanya dapat dilakukan saat {dari}. "
        "Muat ulang pemesanan lalu pilih tindakan yang sesuai.",
    )
