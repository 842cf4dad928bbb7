"""Decisions about plenos: who sits in one, and what a decision must say.

Sources: domain notes 1.3 generic layer (the asesor only recommends, a pleno decides, its minutes are the berita acara).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Final

from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.permohonan.rules import ALASAN_MAKS, Kompetensi
from forum_server.plugin import IsianTidakSah, KeadaanMenolak, rapikan

NOMOR_MAKS: Final = 120
TEMPAT_MAKS: Final = 200
ANGGOTA_MAKS: Final = 30
AGENDA_MAKS: Final = 200
"""Most applications on the agenda of one pleno; a limit of the software."""


def nomor_berita_acara(nomor: str) -> str:
    """The number of the minutes as it is printed; raises `IsianTidakSah` NOMOR_SURAT_TIDAK_SAH."""
    rapi = rapikan(nomor)
    if not rapi or len(rapi) > NOMOR_MAKS or not rapi.isprintable():
        raise IsianTidakSah(
            "NOMOR_SURAT_TIDAK_SAH",
            f"Isi nomor berita acara dengan 1 sampai {NOMOR_MAKS} huruf yang tampak.",
            letak=["nomor"],
        )
    return rapi


def periksa_anggota(anggota: Sequence[uuid.UUID]) -> tuple[uuid.UUID, ...]:
    """Who sits in a pleno, its chair first; raises `IsianTidakSah` WAJIB_DIISI, ANGGOTA_GANDA, TERLALU_BANYAK."""
    if not anggota:
        raise IsianTidakSah("WAJIB_DIISI", "Isi paling sedikit satu anggota pleno.", letak=["anggota"])
    if len(anggota) > ANGGOTA_MAKS:
        raise IsianTidakSah(
            "TERLALU_BANYAK", f"Paling banyak {ANGGOTA_MAKS} anggota pleno.", letak=["anggota"]
        )
    for ke, satu in enumerate(anggota):
        if satu in anggota[:ke]:
            raise IsianTidakSah(
                "ANGGOTA_GANDA",
                "Orang ini disebut dua kali. Sebut sekali saja.",
                letak=["anggota", str(ke)],
            )
    return tuple(anggota)


def periksa_agenda(banyak: int) -> None:
    """Whether that many applications may be put on an agenda at once; raises `IsianTidakSah`."""
    if banyak == 0:
        raise IsianTidakSah("WAJIB_DIISI", "Isi paling sedikit satu permohonan.", letak=["permohonan"])
    if banyak > AGENDA_MAKS:
        raise IsianTidakSah(
            "TERLALU_BANYAK",
            f"Paling banyak {AGENDA_MAKS} permohonan sekaligus. Bagi menjadi beberapa kali.",
            letak=["permohonan"],
        )


def periksa_putusan(
    keputusan: Kompetensi,
    rekomendasi: Kompetensi,
    alasan: str | None,
    *,
    pemutus: uuid.UUID,
    anggota: Sequence[uuid.UUID],
    tanggal: date,
    hari_ini: date,
) -> str | None:
    """The reason of a decision that may be taken: by a member, on the pleno's day or after.

    BK, and whatever departs from the recommendation, says why: it can be appealed. Raises `KeadaanMenolak`
    BUKAN_ANGGOTA_PLENO, PLENO_BELUM_BERLANGSUNG; `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG.
    """
    if pemutus not in anggota:
        raise KeadaanMenolak(
            "BUKAN_ANGGOTA_PLENO",
            "Anda tidak tercatat sebagai anggota pleno ini, jadi tidak dapat memutuskan di dalamnya.",
        )
    if hari_ini < tanggal:
        raise KeadaanMenolak(
            "PLENO_BELUM_BERLANGSUNG",
            f"Pleno ini baru berlangsung {tanggal.isoformat()}. Putuskan pada hari itu atau sesudahnya.",
        )
    wajib = keputusan is Kompetensi.BK or keputusan is not rekomendasi
    return periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS, wajib=wajib)
