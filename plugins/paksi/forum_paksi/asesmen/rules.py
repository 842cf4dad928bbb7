"""Decisions about assessments: the methods, what a unit's result must say, and when a recommendation stands.

Sources: domain notes 1.3.5 (methods), 1.3 generic layer (FR.AK.02: K or BK per unit; the asesor only recommends).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.permohonan.rules import Kompetensi
from forum_server.plugin import IsianTidakSah, KeadaanMenolak

CATATAN_MAKS: Final = 1000
CATATAN_UNIT_MAKS: Final = 500


class Metode(StrEnum):
    """How a unit was assessed."""

    DEMONSTRASI = "DEMONSTRASI"
    LISAN = "LISAN"
    TERTULIS = "TERTULIS"
    PORTOFOLIO = "PORTOFOLIO"


@dataclass(frozen=True, kw_only=True, slots=True)
class HasilUnit:
    """What the asesor says of one unit."""

    unit_id: uuid.UUID
    hasil: Kompetensi
    metode: Sequence[Metode]
    catatan: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HariAsesmen:
    """The days an assessment may be held on, and the most asesi one asesor may have on each."""

    hari: tuple[date, ...]
    batas: int


def periksa_unit(
    hasil: Sequence[HasilUnit], milik_skema: Collection[uuid.UUID], *, ke_letak: str = "unit"
) -> tuple[HasilUnit, ...]:
    """The results, checked and with methods in a fixed order.

    Raises `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG, UNIT_GANDA, UNIT_BUKAN_SKEMA, each naming the entry.
    """
    if not hasil:
        raise IsianTidakSah("WAJIB_DIISI", "Isi paling sedikit satu unit.", letak=[ke_letak])
    jadi: dict[uuid.UUID, HasilUnit] = {}
    for ke, satu in enumerate(hasil):
        letak = [ke_letak, str(ke)]
        if satu.unit_id not in milik_skema:
            raise IsianTidakSah(
                "UNIT_BUKAN_SKEMA",
                "Unit ini bukan bagian skema permohonannya. Pilih unit dari skemanya.",
                letak=letak,
            )
        if satu.unit_id in jadi:
            raise IsianTidakSah("UNIT_GANDA", "Unit ini disebut dua kali. Sebut sekali saja.", letak=letak)
        if not satu.metode:
            raise IsianTidakSah("WAJIB_DIISI", "Sebut paling sedikit satu metode.", letak=[*letak, "metode"])
        jadi[satu.unit_id] = HasilUnit(
            unit_id=satu.unit_id,
            hasil=satu.hasil,
            metode=tuple(m for m in Metode if m in satu.metode),
            catatan=periksa_teks(satu.catatan, letak=f"{ke_letak}.{ke}.catatan", maks=CATATAN_UNIT_MAKS),
        )
    return tuple(jadi.values())


def periksa_rekomendasi(
    unit: Sequence[tuple[uuid.UUID, str]],
    hasil: Mapping[uuid.UUID, Kompetensi],
    rekomendasi: Kompetensi,
    catatan: str | None,
) -> str | None:
    """The note of a recommendation that stands on the units `(id, kode)` of the scheme: every one assessed, K only when all are K.

    Raises `KeadaanMenolak` UNIT_BELUM_DITETAPKAN, UNIT_BELUM_DINILAI, REKOMENDASI_TIDAK_SESUAI; `IsianTidakSah`
    WAJIB_DIISI (BK says why), TERLALU_PANJANG.
    """
    if not unit:
        raise KeadaanMenolak(
            "UNIT_BELUM_DITETAPKAN",
            "Unit kompetensi skema ini belum ditetapkan, jadi hasilnya tidak dapat direkomendasikan. "
            "Minta operator nasional menetapkannya.",
        )
    if kurang := [kode for id_, kode in unit if id_ not in hasil]:
        raise KeadaanMenolak(
            "UNIT_BELUM_DINILAI",
            f"Unit ini belum dinilai: {', '.join(kurang)}. Nilai setiap unit, lalu rekomendasikan.",
        )
    bk = [kode for id_, kode in unit if hasil[id_] is Kompetensi.BK]
    if rekomendasi is Kompetensi.K and bk:
        raise KeadaanMenolak(
            "REKOMENDASI_TIDAK_SESUAI",
            f"K hanya dapat direkomendasikan bila setiap unit K; masih BK: {', '.join(bk)}.",
        )
    return periksa_teks(catatan, letak="catatan", maks=CATATAN_MAKS, wajib=rekomendasi is Kompetensi.BK)


def periksa_hari(dipilih: date | None, boleh: HariAsesmen | None, hari_ini: date) -> tuple[date, ...]:
    """The days to try, earliest first: the chosen one, or all of the seat's schedule.

    `boleh` None: a round after an appeal, on whatever day from today on. Raises `IsianTidakSah` WAJIB_DIISI,
    TANGGAL_TIDAK_SAH, TANGGAL_BUKAN_JADWAL.
    """
    if boleh is None:
        if dipilih is None:
            raise IsianTidakSah(
                "WAJIB_DIISI", "Isi tanggal asesmen ulang; kursinya tidak menentukannya.", letak=["tanggal"]
            )
        if dipilih < hari_ini:
            raise IsianTidakSah(
                "TANGGAL_TIDAK_SAH",
                "Tanggal asesmen ulang sudah lewat. Isi hari ini atau sesudahnya.",
                letak=["tanggal"],
            )
        return (dipilih,)
    if dipilih is None:
        return boleh.hari
    if dipilih not in boleh.hari:
        pilihan = ", ".join(h.isoformat() for h in boleh.hari)
        raise IsianTidakSah(
            "TANGGAL_BUKAN_JADWAL",
            f"Jadwal permohonan ini berlangsung pada {pilihan}. Pilih salah satu hari itu.",
            letak=["tanggal"],
        )
    return (dipilih,)
