"""Locking a wave for one unit of work, moving it on, and telling of it.

Every change of a wave or its people first updates the wave's row under the condition that its state allows it, so
units on one wave come one after the other.
"""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select, true, union_all, update
from sqlalchemy.orm import Session

from forum_paksi.diklat.models import Gelombang, HariGelombang, OrangHari, PelatihGelombang, PesertaGelombang
from forum_paksi.diklat.rules import (
    PERALIHAN,
    JenisHari,
    KeadaanGelombang,
    TindakanGelombang,
    tolak_tindakan,
)
from forum_paksi.kesibukan import tahan_orang, terhalang_diklat
from forum_paksi.pelaku import IZIN_DIKLAT
from forum_paksi.sql import TANPA_SINKRON, Baris, sisipkan
from forum_server.plugin import (
    Aktor,
    Ditolak,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    dalam,
    siarkan,
    wajib_aktif,
)

OBJEK: Final = "paksi_gelombang"
PERISTIWA_GELOMBANG: Final = "paksi.gelombang"
"""Told with a wave's id whenever it or its people changed."""


class BarisGelombang(NamedTuple):
    """A wave as it was read."""

    id: uuid.UUID
    wilayah_kode: str
    keadaan: KeadaanGelombang
    mulai: date | None
    selesai: date | None
    jadwal_id: uuid.UUID | None


def baca_gelombang(session: Session, gelombang_id: uuid.UUID) -> BarisGelombang:
    """The wave; raises `TidakDitemukan`."""
    g = Gelombang
    row = session.execute(
        select(g.id, g.wilayah_kode, g.keadaan, g.mulai, g.selesai, g.jadwal_id).where(g.id == gelombang_id)
    ).first()
    if row is None:
        raise TidakDitemukan("gelombang", letak=["gelombang"])
    return BarisGelombang(*row)


def ambil(session: Session, aktor: Aktor, gelombang_id: uuid.UUID) -> BarisGelombang:
    """A wave the actor manages. Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF."""
    if not aktor.punya(IZIN_DIKLAT):
        raise Ditolak(IZIN_DIKLAT)
    row = baca_gelombang(session, gelombang_id)
    aktor.wajib(IZIN_DIKLAT, wilayah=row.wilayah_kode, apa="gelombang")
    wajib_aktif(session, "paksi", row.wilayah_kode)
    return row


def ambil_terbuka(session: Session, aktor: Aktor, gelombang_id: uuid.UUID) -> BarisGelombang:
    """A wave the actor manages, or one that is announced: others register their people there. Raises as `ambil`."""
    if not aktor.punya(IZIN_DIKLAT):
        raise Ditolak(IZIN_DIKLAT)
    row = baca_gelombang(session, gelombang_id)
    if row.keadaan in {KeadaanGelombang.DISUSUN, KeadaanGelombang.DIBATALKAN}:
        aktor.wajib(IZIN_DIKLAT, wilayah=row.wilayah_kode, apa="gelombang")
    wajib_aktif(session, "paksi", row.wilayah_kode)
    return row


def ambil_peserta(session: Session, aktor: Aktor, peserta_id: uuid.UUID, *, dari_wilayahnya: bool) -> Baris:
    """A participant of a wave the actor runs, or with `dari_wilayahnya` of the actor's own region."""
    if not aktor.punya(IZIN_DIKLAT):
        raise Ditolak(IZIN_DIKLAT)
    p = PesertaGelombang
    row = session.execute(
        select(
            p.id,
            p.gelombang_id,
            p.orang_id,
            p.wilayah_kode,
            p.perangkat_daerah_id,
            Gelombang.wilayah_kode.label("milik"),
        )
        .join(Gelombang, Gelombang.id == p.gelombang_id)
        .where(p.id == peserta_id)
    ).first()
    if row is None or not (
        aktor.boleh(IZIN_DIKLAT, wilayah=row.milik)
        or (
            dari_wilayahnya
            and aktor.boleh(IZIN_DIKLAT, wilayah=row.wilayah_kode, perangkat_daerah=row.perangkat_daerah_id)
        )
    ):
        raise TidakDitemukan("peserta", letak=["peserta"])
    return row


def pindah(
    session: Session,
    row: BarisGelombang,
    tindakan: TindakanGelombang,
    *,
    syarat: ColumnElement[bool] | None = None,
    **nilai: Any,
) -> bool:
    """Move the wave on, or hold it as it is, by one conditional statement; False where only `syarat` failed.

    Raises `KeadaanMenolak` KEADAAN_TIDAK_SESUAI.
    """
    peralihan = PERALIHAN[tindakan]
    baru: Any = Gelombang.keadaan if peralihan.ke is None else peralihan.ke
    jadi = session.scalar(
        update(Gelombang)
        .where(
            Gelombang.id == row.id,
            Gelombang.keadaan.in_(peralihan.dari),
            true() if syarat is None else syarat,
        )
        .values({"keadaan": baru, **nilai})
        .returning(Gelombang.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is not None:
        return True
    kini = session.scalar(select(Gelombang.keadaan).where(Gelombang.id == row.id))
    assert kini is not None
    if kini in peralihan.dari:
        return False
    raise tolak_tindakan(kini, tindakan)


def duduki(session: Session, gelombang_id: uuid.UUID, orang: list[uuid.UUID], *, letak: str) -> None:
    """Put these people into the wave's synchronous days, before anything else is written of them.

    Raises `KeadaanMenolak` ORANG_BENTROK, naming nobody.
    """
    hari = session.scalars(
        select(HariGelombang.tanggal)
        .where(HariGelombang.gelombang_id == gelombang_id, HariGelombang.jenis == JenisHari.SINKRON)
        .order_by(HariGelombang.tanggal)
    ).all()
    isi = [
        {"orang_id": satu, "tanggal": tanggal, "gelombang_id": gelombang_id}
        for satu in sorted(orang)
        for tanggal in hari
    ]
    if not isi:
        return
    tahan_orang(session, orang)
    masuk = Counter(
        session.scalars(
            sisipkan(session, OrangHari).values(isi).on_conflict_do_nothing().returning(OrangHari.orang_id)
        )
    )
    bentrok = {satu for satu in orang if masuk[satu] < len(hari)}
    bentrok |= terhalang_diklat(session, gelombang_id, orang, hari)
    if bentrok:
        raise KeadaanMenolak(
            "ORANG_BENTROK",
            f"{len(bentrok)} orang sudah berada di gelombang lain, asesmen, atau tugas menyuluh pada salah satu hari "
            "sinkronnya. Keluarkan dari daftar, atau ubah harinya.",
            letak=[letak],
        )


def kosongkan(session: Session, gelombang_id: uuid.UUID, orang: list[uuid.UUID] | None = None) -> None:
    """Free the days of these people in the wave, or of everybody."""
    stmt = delete(OrangHari).where(OrangHari.gelombang_id == gelombang_id)
    if orang is not None:
        stmt = stmt.where(dalam(OrangHari.orang_id, set(orang)))
    session.execute(stmt, execution_options=TANPA_SINKRON)


def semua_orang(session: Session, gelombang_id: uuid.UUID) -> list[uuid.UUID]:
    """Everybody in the wave, teaching or taught."""
    pelatih = select(PelatihGelombang.orang_id).where(PelatihGelombang.gelombang_id == gelombang_id)
    peserta = select(PesertaGelombang.orang_id).where(PesertaGelombang.gelombang_id == gelombang_id)
    return list(session.scalars(union_all(pelatih, peserta)))


def tulis_hari(session: Session, gelombang_id: uuid.UUID, hari: list[dict[str, Any]]) -> None:
    """The days of a wave that has none."""
    if hari:
        session.execute(insert(HariGelombang), [{"gelombang_id": gelombang_id, **h} for h in hari])


def umumkan(session: Session, aktor: Aktor, row: BarisGelombang, aksi: str, bidang: list[str]) -> None:
    """Audit entry of something done to a wave, and its event."""
    catat(
        session,
        aktor,
        f"paksi.{aksi}",
        objek=OBJEK,
        objek_id=str(row.id),
        wilayah=row.wilayah_kode,
        bidang=bidang,
    )
    siarkan(session, PERISTIWA_GELOMBANG, kunci=str(row.id), wilayah=row.wilayah_kode)
