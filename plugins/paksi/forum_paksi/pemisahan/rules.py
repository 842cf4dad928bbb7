"""Which duties for one application exclude each other, and the decision whether somebody may take one.

Sources: domain notes 1.3 (generic LSP layer: reviewer, asesor, pleno and appeal are different people; no training of
the asesi in the last 2 years) and 7.6, 7.8. The rules are rows with a first day and a source; what ships is `BAWAAN`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from forum_server.plugin import IsianTidakSah, KeadaanMenolak


class KodePemisahan(StrEnum):
    """One rule each; the code is also that of the refusal."""

    ASESI_BUKAN_PETUGAS = "ASESI_BUKAN_PETUGAS"
    VERIFIKATOR_BUKAN_ASESOR = "VERIFIKATOR_BUKAN_ASESOR"
    PEMUTUS_BUKAN_ASESOR = "PEMUTUS_BUKAN_ASESOR"
    PEMUTUS_BUKAN_VERIFIKATOR = "PEMUTUS_BUKAN_VERIFIKATOR"
    PEMUTUS_BANDING_BERBEDA = "PEMUTUS_BANDING_BERBEDA"
    ASESOR_BUKAN_SEOPD = "ASESOR_BUKAN_SEOPD"
    ASESOR_BUKAN_PELATIH = "ASESOR_BUKAN_PELATIH"


class Tugas(StrEnum):
    """A duty somebody takes for an application."""

    VERIFIKATOR = "VERIFIKATOR"
    ASESOR = "ASESOR"
    PEMUTUS = "PEMUTUS"
    PEMUTUS_BANDING = "PEMUTUS_BANDING"


P = KodePemisahan
T = Tugas
TETAP: Final = frozenset({P.ASESI_BUKAN_PETUGAS, P.PEMUTUS_BUKAN_ASESOR, P.PEMUTUS_BANDING_BERBEDA})
"""Rules the tables hold too, as far as one row can; these cannot be switched off."""
BERNILAI: Final = frozenset({P.ASESOR_BUKAN_PELATIH})
"""Rules with a number: for how many years after a training its trainer stays away."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Aturan:
    """A rule as it stands on a day; `nilai` in years, only for `BERNILAI`."""

    kode: KodePemisahan
    aktif: bool
    nilai: int | None
    berlaku_dari: date
    sumber: str


_LSP = "Lapisan umum LSP/BNSP (catatan domain 1.3): asesor hanya merekomendasikan; pemeriksa, asesor, dan pemutus berbeda orang."
BAWAAN: Final = tuple(
    Aturan(kode=kode, aktif=True, nilai=nilai, berlaku_dari=date(2016, 1, 1), sumber=sumber)
    for kode, nilai, sumber in (
        (P.ASESI_BUKAN_PETUGAS, None, _LSP),
        (P.VERIFIKATOR_BUKAN_ASESOR, None, _LSP),
        (P.PEMUTUS_BUKAN_ASESOR, None, _LSP + " Aturan turunan 7.8."),
        (P.PEMUTUS_BUKAN_VERIFIKATOR, None, _LSP),
        (
            P.PEMUTUS_BANDING_BERBEDA,
            None,
            "Lapisan umum LSP/BNSP (catatan domain 1.3): banding ditangani panel lain. Aturan turunan 7.8.",
        ),
        (
            P.ASESOR_BUKAN_SEOPD,
            None,
            "Catatan domain 7.6: asesor tidak satu perangkat daerah dengan asesinya.",
        ),
        (
            P.ASESOR_BUKAN_PELATIH,
            2,
            "Lapisan umum LSP/BNSP (catatan domain 1.3): asesor tidak melatih asesinya dalam 2 tahun terakhir.",
        ),
    )
)
"""What ships: every rule on. The first day is the year of the standard (SKKNI 303/2016); no rule is known to be younger."""

_KALIMAT: Final = {
    P.ASESI_BUKAN_PETUGAS: "Pemohon tidak dapat bertugas atas permohonannya sendiri.",
    P.VERIFIKATOR_BUKAN_ASESOR: "Verifikator permohonan ini tidak dapat menjadi asesornya, dan sebaliknya.",
    P.PEMUTUS_BUKAN_ASESOR: "Asesor permohonan ini tidak dapat ikut memutuskannya, dan sebaliknya.",
    P.PEMUTUS_BUKAN_VERIFIKATOR: "Verifikator permohonan ini tidak dapat memutuskannya.",
    P.PEMUTUS_BANDING_BERBEDA: "Banding diputus oleh orang yang tidak memeriksa, mengases, atau memutuskan permohonan ini,"
    " dan sebaliknya.",
    P.ASESOR_BUKAN_SEOPD: "Asesor ini satu perangkat daerah dengan asesinya.",
    P.ASESOR_BUKAN_PELATIH: "Asesor ini pernah melatih asesinya dalam masa yang dilarang.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Perkara:
    """Who did what for an application so far; people by id.

    All of them over all rounds; `hakim` are who judged its appeals. `opd` are the asesi's, `dilatih` says when the candidate last trained the
    asesi, `hari` is the day of the duty.
    """

    asesi: uuid.UUID
    hari: date
    verifikator: frozenset[uuid.UUID] = frozenset()
    asesor: frozenset[uuid.UUID] = frozenset()
    pemutus: frozenset[uuid.UUID] = frozenset()
    hakim: frozenset[uuid.UUID] = frozenset()
    opd: frozenset[uuid.UUID] = frozenset()
    dilatih: date | None = None


def aturan_berlaku(rows: Iterable[Aturan], hari: date) -> dict[KodePemisahan, Aturan]:
    """The rules in force on a day: the youngest row of each; a rule without any row stands as it ships."""
    hasil = {a.kode: a for a in BAWAAN}
    for satu in sorted(rows, key=lambda a: a.berlaku_dari):
        if satu.berlaku_dari <= hari:
            hasil[satu.kode] = satu
    return hasil


def periksa_pemisahan(
    aturan: Mapping[KodePemisahan, Aturan],
    tugas: Tugas,
    orang: uuid.UUID,
    opd: uuid.UUID | None,
    perkara: Perkara,
) -> tuple[KodePemisahan, ...]:
    """The rules that keep `orang`, of perangkat daerah `opd`, from taking this duty; empty: none does."""
    return tuple(
        kode
        for kode in KodePemisahan
        if aturan[kode].aktif and _dilanggar(aturan[kode], tugas, orang, opd, perkara)
    )


def _dilanggar(
    aturan: Aturan, tugas: Tugas, orang: uuid.UUID, opd: uuid.UUID | None, perkara: Perkara
) -> bool:
    match aturan.kode:
        case P.ASESI_BUKAN_PETUGAS:
            return orang == perkara.asesi
        case P.VERIFIKATOR_BUKAN_ASESOR:
            return (tugas is T.ASESOR and orang in perkara.verifikator) or (
                tugas is T.VERIFIKATOR and orang in perkara.asesor
            )
        case P.PEMUTUS_BUKAN_ASESOR:
            return (tugas is T.PEMUTUS and orang in perkara.asesor) or (
                tugas is T.ASESOR and orang in perkara.pemutus
            )
        case P.PEMUTUS_BUKAN_VERIFIKATOR:
            return (tugas is T.PEMUTUS and orang in perkara.verifikator) or (
                tugas is T.VERIFIKATOR and orang in perkara.pemutus
            )
        case P.PEMUTUS_BANDING_BERBEDA:
            if tugas is T.PEMUTUS_BANDING:
                return orang in perkara.verifikator | perkara.asesor | perkara.pemutus
            return orang in perkara.hakim
        case P.ASESOR_BUKAN_SEOPD:
            return tugas is T.ASESOR and opd in perkara.opd
        case P.ASESOR_BUKAN_PELATIH:
            return (
                tugas is T.ASESOR
                and perkara.dilatih is not None
                and perkara.hari < tambah_tahun(perkara.dilatih, aturan.nilai or 0)
            )


def tambah_tahun(hari: date, tahun: int) -> date:
    """The same day some years later; 29 February becomes 1 March where there is none."""
    try:
        return hari.replace(year=hari.year + tahun)
    except ValueError:
        return date(hari.year + tahun, 3, 1)


def tolak_pemisahan(kode: KodePemisahan) -> KeadaanMenolak:
    """The refusal of a duty that a rule forbids; its code is the rule's."""
    return KeadaanMenolak(kode.value, _KALIMAT[kode] + " Minta orang lain untuk tugas ini.")


def periksa_aturan(kode: KodePemisahan, *, aktif: bool, nilai: int | None) -> None:
    """Whether a rule may stand so; raises `IsianTidakSah` ATURAN_TETAP, NILAI_ATURAN_TIDAK_SAH."""
    if kode in TETAP and not aktif:
        raise IsianTidakSah(
            "ATURAN_TETAP",
            f"{kode.value} tidak dapat dimatikan: hasil sertifikasi bergantung padanya.",
            letak=["aktif"],
        )
    if kode in BERNILAI:
        if nilai is None or not 1 <= nilai <= TAHUN_MAKS:
            raise IsianTidakSah(
                "NILAI_ATURAN_TIDAK_SAH",
                f"{kode.value} memerlukan nilai: berapa tahun, 1 sampai {TAHUN_MAKS}.",
                letak=["nilai"],
            )
    elif nilai is not None:
        raise IsianTidakSah(
            "NILAI_ATURAN_TIDAK_SAH", f"{kode.value} tidak bernilai; kosongkan nilainya.", letak=["nilai"]
        )


TAHUN_MAKS: Final = 10
"""A limit of the software."""
