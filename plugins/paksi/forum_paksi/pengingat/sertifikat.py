"""Reminding holders and their region's operators before a certificate ends; once at each of the months a region sets."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_ini
from forum_paksi.pengingat.models import Pengingat
from forum_paksi.pengingat.pekerjaan import SEKALI, tandai
from forum_paksi.sertifikat.kabar import SERTIFIKAT_BERAKHIR, pengelola
from forum_paksi.sertifikat.models import Sertifikat
from forum_paksi.sertifikat.rules import KeadaanSertifikat, jendela_pengingat
from forum_paksi.setelan import INGATKAN_BULAN_MAKS, PaksiSetelan
from forum_paksi.skema.models import Skema
from forum_paksi.tabel import AKUN, ORANG
from forum_server.plugin import (
    Database,
    Kabar,
    KeadaanMenolak,
    KonteksPekerjaan,
    Pekerjaan,
    bebas_jejak,
    beritahu_semua,
    dalam,
    setelan_untuk,
    wajib_aktif,
)

__all__ = ["PEKERJAAN", "ingatkan_sertifikat", "ingatkan_sertifikat_wilayah"]

SEHARI: Final = timedelta(days=1)


async def ingatkan_sertifikat(db: Database) -> None:
    """Remind of every certificate whose end is near, where it was not done yet.

    One region's fault keeps no other waiting; the faults are raised together once all had their turn.
    """
    # A day more on either side than any region could see: each decides with its own day.
    kini = datetime.now(UTC).date()
    daerah = (
        select(Sertifikat.wilayah_kode)
        .where(
            Sertifikat.keadaan == KeadaanSertifikat.AKTIF,
            Sertifikat.diakui,
            Sertifikat.berakhir >= kini - SEHARI,
            Sertifikat.berakhir <= kini + (INGATKAN_BULAN_MAKS * 31 + 1) * SEHARI,
        )
        .distinct()
    )
    salah: list[Exception] = []
    for wilayah in await db.scalars(daerah):
        try:
            while await db.write(ingatkan_sertifikat_wilayah, wilayah) == SEKALI:
                pass
        except Exception as galat:  # noqa: BLE001  kept, and raised below
            salah.append(galat)
    if salah:
        raise ExceptionGroup("some regions could not be reminded", salah)


def ingatkan_sertifikat_wilayah(session: Session, wilayah: str) -> int:
    """Remind of a region's certificates that end soon; returns of how many, `SEKALI` at most."""
    bebas_jejak(session, "reminders of certificates that end")
    try:
        wajib_aktif(session, "paksi", wilayah)
    except KeadaanMenolak:
        return 0
    bulan = setelan_untuk(session, PaksiSetelan, "paksi", wilayah).ingatkan_sertifikat_bulan
    banyak = 0
    for ke, dari, sampai in jendela_pengingat(
        hari_ini(session, wilayah), (b for b in bulan if b <= INGATKAN_BULAN_MAKS)
    ):
        rows = _berakhir(session, wilayah, ke, dari, sampai, SEKALI - banyak) if banyak < SEKALI else []
        _kabari(session, wilayah, ke, rows)
        banyak += len(rows)
    return banyak


def _berakhir(session: Session, wilayah: str, bulan: int, dari: date, sampai: date, paling: int) -> list[Any]:
    """Certificates that end between these days, of which nobody was reminded at so many months; and where who is now."""
    return list(
        session.execute(
            select(
                Sertifikat.id,
                Sertifikat.orang_id,
                ORANG.c.wilayah_kode,
                ORANG.c.perangkat_daerah_id,
                Sertifikat.berakhir,
                Skema.kode.label("skema"),
            )
            .join(Skema, Skema.id == Sertifikat.skema_id)
            .join(ORANG, ORANG.c.id == Sertifikat.orang_id)
            .where(
                Sertifikat.wilayah_kode == wilayah,
                Sertifikat.keadaan == KeadaanSertifikat.AKTIF,
                Sertifikat.diakui,
                Sertifikat.berakhir >= dari,
                Sertifikat.berakhir <= sampai,
                ~select(Pengingat.batas)
                .where(Pengingat.objek_id == Sertifikat.id, Pengingat.keadaan == _tanda(bulan))
                .correlate(Sertifikat)
                .exists(),
            )
            .order_by(Sertifikat.berakhir, Sertifikat.id)
            .limit(paling)
        )
    )


def _kabari(session: Session, wilayah: str, bulan: int, rows: Collection[Any]) -> None:
    baru = tandai(session, [(r.id, _tanda(bulan), _batas(r.berakhir)) for r in rows])
    akun: defaultdict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for id_, orang in session.execute(
        select(AKUN.c.id, AKUN.c.orang_id).where(
            AKUN.c.aktif, dalam(AKUN.c.orang_id, {r.orang_id for r in rows if r.id in baru})
        )
    ):
        akun[orang].append(id_)
    beritahu_semua(
        session,
        [
            Kabar(
                jenis=SERTIFIKAT_BERAKHIR,
                kunci=f"{r.id}:{bulan}",
                wilayah=wilayah,
                akun=akun[r.orang_id],
                penerima=[pengelola(r.wilayah_kode or wilayah, r.perangkat_daerah_id)],
                data={"sertifikat": str(r.id), "skema": r.skema, "berakhir": r.berakhir.isoformat()},
            )
            for r in rows
            if r.id in baru
        ],
    )


def _tanda(bulan: int) -> str:
    return f"SERTIFIKAT_{bulan}"


def _batas(berakhir: date) -> datetime:
    """An instant after the last day everywhere, until which the reminder is remembered."""
    return datetime.combine(berakhir + SEHARI, time(12), UTC)


async def _jalankan(konteks: KonteksPekerjaan) -> None:
    await ingatkan_sertifikat(konteks.db)


PEKERJAAN: Final = (
    Pekerjaan(nama="paksi.pengingat_sertifikat", tiap=timedelta(hours=6), jalankan=_jalankan),
)
