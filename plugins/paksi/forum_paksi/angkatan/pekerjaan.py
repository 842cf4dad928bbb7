"""Telling members of tasks and reports that are due, and also their pemda when these are overdue; once each."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import case, exists, func, literal, select
from sqlalchemy.orm import Session

from forum_paksi.angkatan.baca import belum, diminta
from forum_paksi.angkatan.jenis import TUGAS_JATUH_TEMPO, TUGAS_TERLAMBAT, TUNGGAKAN
from forum_paksi.angkatan.models import Anggota, Angkatan, Tagihan, Tugas
from forum_paksi.angkatan.rules import JenisTagihan, KeadaanAngkatan
from forum_paksi.hari import hari_ini
from forum_paksi.pelaku import IZIN_ANGKATAN
from forum_paksi.sql import sisipkan
from forum_paksi.tabel import AKUN
from forum_server.plugin import (
    Database,
    Kabar,
    KeadaanMenolak,
    KonteksPekerjaan,
    Pekerjaan,
    Pemegang,
    bebas_jejak,
    beritahu_semua,
    dalam,
    wajib_aktif,
)

__all__ = ["PEKERJAAN", "tagih", "tagihan_laporan"]

J = JenisTagihan
SEKALI: Final = 500
"""Tasks in one unit at most."""
_ALASAN: Final = "reminders of tasks"


async def tagih(db: Database) -> None:
    """Tell of every task of every region that is due or overdue, where it was not done yet.

    One region's fault keeps no other waiting; the faults are raised together once all had their turn.
    """
    salah: list[Exception] = []
    berjalan = Angkatan.keadaan == KeadaanAngkatan.BERJALAN
    for wilayah in await db.scalars(select(Angkatan.wilayah_kode).where(berjalan).distinct()):
        try:
            while await db.write(tagihan_laporan, wilayah) == SEKALI:
                pass
        except Exception as galat:  # noqa: BLE001  kept, and raised below
            salah.append(galat)
    if salah:
        raise ExceptionGroup("some regions could not be reminded", salah)


def tagihan_laporan(session: Session, wilayah: str) -> int:
    """Tell the members of a pemda's cohorts of what is due, and them and who looks after these of what is overdue.

    A report is due from the last day of its span, another task on its own last day. Returns of how many was told: of
    each (member, task) once that it is due, once that it is late. Nobody is told where the plugin is off.
    """
    bebas_jejak(session, _ALASAN)
    try:
        wajib_aktif(session, "paksi", wilayah)
    except KeadaanMenolak:
        return 0
    hari = hari_ini(session, wilayah)
    jenis = case(
        (Tugas.batas < hari, literal(J.TERLAMBAT, Tagihan.jenis.type)),
        else_=literal(J.JATUH_TEMPO, Tagihan.jenis.type),
    )
    rows = session.execute(
        select(
            Tugas.id.label("tugas"),
            jenis.label("tagihan"),
            Tugas.angkatan_id,
            Tugas.jenis,
            Tugas.batas,
            Anggota.id.label("anggota"),
            Anggota.orang_id,
        )
        .join(Angkatan, Angkatan.id == Tugas.angkatan_id)
        .join(Anggota, Anggota.angkatan_id == Tugas.angkatan_id)
        .where(
            Angkatan.wilayah_kode == wilayah,
            Angkatan.keadaan == KeadaanAngkatan.BERJALAN,
            func.coalesce(Tugas.selesai, Tugas.batas) <= hari,
            diminta(),
            belum(),
            ~exists().where(
                Tagihan.tugas_id == Tugas.id, Tagihan.anggota_id == Anggota.id, Tagihan.jenis == jenis
            ),
        )
        .order_by(Tugas.batas, Tugas.id, Anggota.id)
        .limit(SEKALI)
    ).all()
    if not rows:
        return 0
    baru = {
        (t, a)
        for t, a in session.execute(
            sisipkan(session, Tagihan)
            .on_conflict_do_nothing()
            .returning(Tagihan.tugas_id, Tagihan.anggota_id),
            [{"tugas_id": r.tugas, "anggota_id": r.anggota, "jenis": r.tagihan} for r in rows],
        )
    }  # a task is due or late today, never both
    _kabari(session, wilayah, [r for r in rows if (r.tugas, r.anggota) in baru])
    return len(rows)


def _kabari(session: Session, wilayah: str, rows: Sequence[Any]) -> None:
    akun: defaultdict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for row in session.execute(
        select(AKUN.c.id, AKUN.c.orang_id).where(dalam(AKUN.c.orang_id, {r.orang_id for r in rows}))
    ):
        akun[row.orang_id].append(row.id)
    per_tugas: defaultdict[uuid.UUID, list[Any]] = defaultdict(list)
    for r in rows:
        per_tugas[r.tugas].append(r)
    data = {
        t: {
            "angkatan": str(daftar[0].angkatan_id),
            "tugas": str(t),
            "jenis": daftar[0].jenis.value,
            "batas": daftar[0].batas.isoformat(),
            "banyak": str(len(daftar)),
        }
        for t, daftar in per_tugas.items()
    }
    anggota = [
        Kabar(
            jenis=TUGAS_TERLAMBAT if r.tagihan is J.TERLAMBAT else TUGAS_JATUH_TEMPO,
            kunci=f"{r.tugas}:{r.anggota}",
            wilayah=wilayah,
            akun=akun[r.orang_id],
            data=data[r.tugas],
        )
        for r in rows
        if r.orang_id in akun
    ]
    pengelola = [
        Kabar(
            jenis=TUNGGAKAN,
            kunci=str(t),
            wilayah=wilayah,
            penerima=[Pemegang(izin=IZIN_ANGKATAN, wilayah=wilayah)],
            data=data[t],
        )
        for t, daftar in per_tugas.items()
        if daftar[0].tagihan is J.TERLAMBAT
    ]
    beritahu_semua(session, [*anggota, *pengelola])


async def _jalankan(konteks: KonteksPekerjaan) -> None:
    await tagih(konteks.db)


PEKERJAAN: Final = (Pekerjaan(nama="paksi.tagihan_angkatan", tiap=timedelta(hours=1), jalankan=_jalankan),)
