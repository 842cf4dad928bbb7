"""What a finding about reports relies on, where no number is known and a person judges (domain notes 9).

Nobody can say beforehand how many reports such an item takes. They are shown, and free for other applications, until
a verifier finds the item met: what that rests on counts for this application then, and nowhere else.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.kelayakan.bahan import Pasangan, nilai_banyak
from forum_paksi.kelayakan.rules import NilaiButir
from forum_paksi.permohonan.pemakaian import lepas_butir, tambah
from forum_paksi.permohonan.service import BarisPermohonan
from forum_paksi.persyaratan.models import Butir
from forum_paksi.persyaratan.rules import JenisButir
from forum_server.plugin import IsianTidakSah, TidakDitemukan

__all__ = ["lepas_sandaran", "nilai_permohonan", "sandarkan"]

_LAPORAN: Final = (JenisButir.KEGIATAN, JenisButir.BUKTI_TAHUNAN)


def nilai_permohonan(session: Session, permohonan: BarisPermohonan) -> tuple[NilaiButir, ...]:
    """How the items of an application's own version of requirements stand now."""
    pasangan = Pasangan(
        orang=permohonan.orang_id,
        persyaratan=permohonan.persyaratan_id,
        sertifikat=permohonan.dari_sertifikat_id,
        permohonan=permohonan.id,
    )
    return nilai_banyak(session, [pasangan])[0]


def sandarkan(
    session: Session,
    permohonan: BarisPermohonan,
    butir: str,
    *,
    sesuai: bool,
    kegiatan: Collection[uuid.UUID] | None,
) -> None:
    """Count what the finding about an item without a number relies on (None: every report shown for it), or nothing.

    The application must be held. Raises `IsianTidakSah` BUTIR_TIDAK_SESUAI when reports are named for another item;
    `TidakDitemukan` kegiatan for one that isn't shown; `KeadaanMenolak` KEGIATAN_TERPAKAI.
    """
    if butir not in _dinilai(session, permohonan):
        if kegiatan is not None:
            raise IsianTidakSah(
                "BUTIR_TIDAK_SESUAI",
                "Laporan hanya disebut bagi butir laporan yang jumlahnya tidak ditetapkan. Kosongkan isian ini.",
                letak=["kegiatan"],
            )
        return
    lepas_butir(session, permohonan.id, [butir])
    if not sesuai:
        return
    (tampak,) = (n.kegiatan for n in nilai_permohonan(session, permohonan) if n.kode == butir)
    for ke, satu in enumerate(kegiatan or ()):
        if satu not in tampak:
            raise TidakDitemukan("kegiatan", letak=["kegiatan", str(ke)])
    tambah(session, permohonan.id, {(satu, butir) for satu in (tampak if kegiatan is None else kegiatan)})


def lepas_sandaran(session: Session, permohonan: BarisPermohonan) -> None:
    """Free what findings relied on so far."""
    lepas_butir(session, permohonan.id, _dinilai(session, permohonan))


def _dinilai(session: Session, permohonan: BarisPermohonan) -> set[str]:
    """The items about reports that a person judges."""
    return set(
        session.scalars(
            select(Butir.kode).where(
                Butir.persyaratan_id == permohonan.persyaratan_id,
                Butir.jenis.in_(_LAPORAN),
                Butir.jumlah.is_(None),
            )
        )
    )
