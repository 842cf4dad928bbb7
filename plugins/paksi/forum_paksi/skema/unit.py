"""The units of competence of a version of a scheme: data that the national operator sets (domain notes 1.1 and 9)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.pelaku import IZIN_ACUAN
from forum_paksi.permohonan.models import AsesmenMandiri
from forum_paksi.skema.models import Skema, Unit
from forum_paksi.sql import TANPA_SINKRON
from forum_server.plugin import (
    AKAR,
    Aktor,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    rapikan,
    siarkan,
)

__all__ = ["IsianUnit", "tetapkan_unit"]

UNIT_MAKS: Final = 60
JUDUL_MAKS: Final = 300
KODE_UNIT: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9./-]{0,38}[A-Z0-9])?", re.ASCII)
PERISTIWA_SKEMA: Final = "paksi.skema"


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianUnit:
    """One unit: its code in the standard and its title."""

    kode: str
    judul: str


def periksa_unit(unit: Sequence[IsianUnit]) -> list[IsianUnit]:
    """The units tidied, in their order.

    Raises `IsianTidakSah` WAJIB_DIISI, TERLALU_BANYAK, TERLALU_PANJANG, KODE_TIDAK_SAH or KODE_GANDA.
    """
    if not unit:
        raise IsianTidakSah("WAJIB_DIISI", "Isi paling sedikit satu unit.", letak=["unit"])
    if len(unit) > UNIT_MAKS:
        raise IsianTidakSah("TERLALU_BANYAK", f"Paling banyak {UNIT_MAKS} unit.", letak=["unit"])
    hasil: list[IsianUnit] = []
    for n, u in enumerate(unit):
        kode, judul = u.kode.strip().upper(), rapikan(u.judul)
        if not KODE_UNIT.fullmatch(kode):
            raise IsianTidakSah(
                "KODE_TIDAK_SAH",
                "Kode unit 1-40 huruf, angka, titik, garis miring, dan tanda hubung, seperti dalam SKKNI.",
                letak=["unit", str(n), "kode"],
            )
        if not judul:
            raise IsianTidakSah(
                "WAJIB_DIISI", "Isian ini tidak boleh kosong.", letak=["unit", str(n), "judul"]
            )
        if len(judul) > JUDUL_MAKS:
            raise IsianTidakSah(
                "TERLALU_PANJANG", f"Paling panjang {JUDUL_MAKS} huruf.", letak=["unit", str(n), "judul"]
            )
        if any(kode == lain.kode for lain in hasil):
            raise IsianTidakSah(
                "KODE_GANDA",
                f"Kode {kode} disebut dua kali. Hapus salah satunya.",
                letak=["unit", str(n), "kode"],
            )
        hasil.append(IsianUnit(kode=kode, judul=judul))
    return hasil


def tetapkan_unit(
    session: Session, aktor: Aktor, *, skema_id: uuid.UUID, unit: Sequence[IsianUnit]
) -> uuid.UUID:
    """Set the whole list of units of a version, in order, as long as no application has answered one of them.

    Raises `Ditolak`; `TidakDitemukan` (skema, or the permission doesn't reach the nation); `IsianTidakSah` as
    `periksa_unit`; `KeadaanMenolak` UNIT_SUDAH_DIPAKAI.
    """
    aktor.wajib(IZIN_ACUAN, apa="skema")
    unit = periksa_unit(unit)
    # Two who set the list of one version at once come one after the other.
    if session.scalar(select(Skema.id).where(Skema.id == skema_id).with_for_update(key_share=True)) is None:
        raise TidakDitemukan("skema", letak=["skema"])
    lama = select(Unit.id).where(Unit.skema_id == skema_id)
    if session.scalar(select(exists().where(AsesmenMandiri.unit_id.in_(lama)))):
        raise _sudah_dipakai()
    try:
        with session.begin_nested():
            session.execute(delete(Unit).where(Unit.skema_id == skema_id), execution_options=TANPA_SINKRON)
    except IntegrityError as galat:  # an answer came in between, and holds its unit
        raise _sudah_dipakai() from galat
    session.execute(
        insert(Unit),
        [
            {"id": uuid.uuid4(), "skema_id": skema_id, "kode": u.kode, "judul": u.judul, "urutan": n}
            for n, u in enumerate(unit, 1)
        ],
    )
    catat(
        session,
        aktor,
        "paksi.tetapkan_unit",
        objek="paksi_skema",
        objek_id=str(skema_id),
        wilayah=AKAR,
        bidang=["unit"],
    )
    siarkan(session, PERISTIWA_SKEMA, kunci=str(skema_id), wilayah=AKAR)
    return skema_id


def _sudah_dipakai() -> KeadaanMenolak:
    return KeadaanMenolak(
        "UNIT_SUDAH_DIPAKAI",
        "Unit skema ini sudah dijawab dalam asesmen mandiri, sehingga daftarnya tetap."
        " Perubahan berlaku lewat versi skema yang baru.",
        letak=["skema"],
    )
