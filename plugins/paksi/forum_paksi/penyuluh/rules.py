"""Decisions about speaker requests: their states, who may move them, and what a request must say.

Source: domain notes 0.8 (a city's inspectorate logged 34 requests for anticorruption material in one year), 0.3 (each
activity is reported and documented). How long ahead, how often and to whom is nowhere written, so nothing limits it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from forum_paksi.jadwal.rules import ANGKA_MAKS, Paruh, periksa_antara
from forum_paksi.permintaan.rules import periksa_teks
from forum_server.plugin import IsianTidakSah, KeadaanMenolak

__all__ = [
    "BERTUGAS",
    "PERALIHAN",
    "IsianPermintaan",
    "KeadaanPenyuluhan",
    "Pelaku",
    "Peralihan",
    "TindakanPenyuluhan",
    "periksa_isian",
    "sesi",
    "setelah",
    "tolak_tindakan",
]

MATERI_MAKS: Final = 200
"""As long as the name of the activity that grows out of it."""
PEMINTA_MAKS: Final = 200
SASARAN_MAKS: Final = 200
TEMPAT_MAKS: Final = 200
CATATAN_MAKS: Final = 1000


class KeadaanPenyuluhan(StrEnum):
    """The life of a request."""

    DIAJUKAN = "DIAJUKAN"
    DITUGASKAN = "DITUGASKAN"
    SELESAI = "SELESAI"
    DITOLAK = "DITOLAK"
    DIBATALKAN = "DIBATALKAN"


class TindakanPenyuluhan(StrEnum):
    """What can be done to a request."""

    TUGASKAN = "TUGASKAN"
    TOLAK = "TOLAK"
    BATALKAN = "BATALKAN"
    LAPORKAN = "LAPORKAN"
    KONFIRMASI = "KONFIRMASI"


class Pelaku(StrEnum):
    """The capacities: who asks, the inspectorate that assigns, the penyuluh that was assigned, the server."""

    PEMINTA = "PEMINTA"
    INSPEKTORAT = "INSPEKTORAT"
    PENYULUH = "PENYULUH"
    SISTEM = "SISTEM"


@dataclass(frozen=True, kw_only=True, slots=True)
class Peralihan:
    """From which states an action leads to which one (None: it stays), and who may take it."""

    dari: frozenset[KeadaanPenyuluhan]
    ke: KeadaanPenyuluhan | None
    oleh: frozenset[Pelaku]


K = KeadaanPenyuluhan
T = TindakanPenyuluhan
P = Pelaku
_BERJALAN: Final = frozenset({K.DIAJUKAN, K.DITUGASKAN})
PERALIHAN: Final = {
    T.TUGASKAN: Peralihan(dari=_BERJALAN, ke=K.DITUGASKAN, oleh=frozenset({P.INSPEKTORAT, P.SISTEM})),
    T.TOLAK: Peralihan(dari=frozenset({K.DIAJUKAN}), ke=K.DITOLAK, oleh=frozenset({P.INSPEKTORAT, P.SISTEM})),
    T.BATALKAN: Peralihan(
        dari=_BERJALAN, ke=K.DIBATALKAN, oleh=frozenset({P.PEMINTA, P.INSPEKTORAT, P.SISTEM})
    ),
    T.LAPORKAN: Peralihan(dari=frozenset({K.DITUGASKAN}), ke=None, oleh=frozenset({P.PENYULUH, P.SISTEM})),
    T.KONFIRMASI: Peralihan(
        dari=frozenset({K.DITUGASKAN}), ke=K.SELESAI, oleh=frozenset({P.PEMINTA, P.SISTEM})
    ),
}
"""TUGASKAN again puts another in the place of who can't come. Once there is a report, the service lets only KONFIRMASI."""
BERTUGAS: Final = frozenset({K.DITUGASKAN, K.SELESAI})
"""Somebody is, or was, there on its half-days."""


def setelah(
    keadaan: KeadaanPenyuluhan, tindakan: TindakanPenyuluhan, pelaku: Pelaku
) -> KeadaanPenyuluhan | None:
    """The state an action by `pelaku` leads to, or None where it is not allowed."""
    peralihan = PERALIHAN[tindakan]
    if keadaan not in peralihan.dari or pelaku not in peralihan.oleh:
        return None
    return peralihan.ke or keadaan


def tolak_tindakan(keadaan: KeadaanPenyuluhan, tindakan: TindakanPenyuluhan) -> KeadaanMenolak:
    """The refusal of an action that the present state forbids."""
    dari = " atau ".join(k.value for k in K if k in PERALIHAN[tindakan].dari)
    return KeadaanMenolak(
        "KEADAAN_TIDAK_SESUAI",
        f"Permintaan penyuluh ini sedang {keadaan.value}; {tindakan.value} hanya dapat dilakukan saat {dari}. "
        "Muat ulang permintaan lalu pilih tindakan yang sesuai.",
    )


def sesi(paruh: Paruh | None) -> tuple[Paruh, ...]:
    """The half-days that a request takes; none named: the whole day."""
    return tuple(Paruh) if paruh is None else (paruh,)


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianPermintaan:
    """What a request says. `peminta` names who asks where that is no perangkat daerah: a school, a village."""

    materi: str
    sasaran: str
    jumlah_peserta: int
    tempat: str
    tanggal: date
    paruh: Paruh | None = None
    tempat_wilayah: str | None = None
    peminta: str | None = None
    catatan: str | None = None


def periksa_isian(isian: IsianPermintaan, hari_ini: date, *, ber_opd: bool) -> dict[str, object]:
    """The columns of a request, every value checked; `hari_ini` is the day in its region.

    Raises `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG, ANGKA_DI_LUAR_BATAS, TANGGAL_TIDAK_SAH.
    """
    periksa_antara(isian.jumlah_peserta, 1, ANGKA_MAKS, "jumlahPeserta", "Jumlah peserta")
    if isian.tanggal < hari_ini:
        raise IsianTidakSah(
            "TANGGAL_TIDAK_SAH",
            "Tanggal yang diinginkan sudah lewat. Pilih hari ini atau sesudahnya.",
            letak=["tanggal"],
        )
    return {
        "peminta": periksa_teks(isian.peminta, letak="peminta", maks=PEMINTA_MAKS, wajib=not ber_opd),
        "materi": periksa_teks(isian.materi, letak="materi", maks=MATERI_MAKS, wajib=True),
        "sasaran": periksa_teks(isian.sasaran, letak="sasaran", maks=SASARAN_MAKS, wajib=True),
        "jumlah_peserta": isian.jumlah_peserta,
        "tempat": periksa_teks(isian.tempat, letak="tempat", maks=TEMPAT_MAKS, wajib=True),
        "tempat_wilayah": isian.tempat_wilayah,
        "tanggal": isian.tanggal,
        "paruh": isian.paruh,
        "catatan": periksa_teks(isian.catatan, letak="catatan", maks=CATATAN_MAKS),
    }
