"""Holding a speaker request and moving it on: what every action on it begins and ends with."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from forum_paksi.jadwal.rules import Paruh
from forum_paksi.pelaku import IZIN_KEGIATAN, IZIN_MINTA_PENYULUH, IZIN_TUGASKAN, diri
from forum_paksi.penyuluh.models import PermintaanPenyuluh
from forum_paksi.penyuluh.rules import (
    PERALIHAN,
    KeadaanPenyuluhan,
    Pelaku,
    TindakanPenyuluhan,
    tolak_tindakan,
)
from forum_paksi.sql import TANPA_SINKRON
from forum_paksi.tabel import ORANG
from forum_server.plugin import (
    Aktor,
    Ditolak,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    siarkan,
    wajib_aktif,
)

__all__ = ["OBJEK", "PERISTIWA", "BarisPenyuluhan", "ambil", "kunci", "pelaku_atas", "pindah", "umumkan"]

OBJEK: Final = "paksi_permintaan_penyuluh"
PERISTIWA: Final = "paksi.permintaan_penyuluh"
"""Told with a request's id whenever its state or content changed."""
P = Pelaku
T = TindakanPenyuluhan
_IZIN: Final = {
    P.PEMINTA: IZIN_MINTA_PENYULUH,
    P.INSPEKTORAT: IZIN_TUGASKAN,
    P.PENYULUH: IZIN_KEGIATAN,
}
"""The permission behind each capacity; the penyuluh themself needs none."""
SEBELUM_LAPORAN: Final = frozenset({T.TUGASKAN, T.BATALKAN, T.LAPORKAN})
"""Possible only while there is no report."""


class BarisPenyuluhan(NamedTuple):
    """A request as it was read, with the region and OPD of its penyuluh."""

    id: uuid.UUID
    wilayah_kode: str
    perangkat_daerah_id: uuid.UUID | None
    keadaan: KeadaanPenyuluhan
    tanggal: date
    paruh: Paruh | None
    penyuluh_id: uuid.UUID | None
    penyuluh_wilayah: str | None
    penyuluh_opd: uuid.UUID | None


def ambil(
    session: Session, aktor: Aktor, permintaan_id: uuid.UUID, tindakan: TindakanPenyuluhan
) -> BarisPenyuluhan:
    """A request the actor may do `tindakan` to; nothing is locked yet.

    Raises `Ditolak` for who holds none of the permissions anywhere and is not its penyuluh, `TidakDitemukan`,
    `KeadaanMenolak` PLUGIN_TIDAK_AKTIF.
    """
    p = PermintaanPenyuluh
    row = session.execute(
        select(
            p.id,
            p.wilayah_kode,
            p.perangkat_daerah_id,
            p.keadaan,
            p.tanggal,
            p.paruh,
            p.penyuluh_id,
            ORANG.c.wilayah_kode,
            ORANG.c.perangkat_daerah_id,
        )
        .outerjoin(ORANG, ORANG.c.id == p.penyuluh_id)
        .where(p.id == permintaan_id)
    ).first()
    baris = None if row is None else BarisPenyuluhan(*row)
    boleh = PERALIHAN[tindakan].oleh
    if baris is None or boleh.isdisjoint(pelaku_atas(aktor, baris)):
        izin = [_IZIN[p] for p in P if p in boleh and p in _IZIN]
        if not any(aktor.punya(i) for i in izin):
            raise Ditolak(" / ".join(izin))
        raise TidakDitemukan("permintaan penyuluh", letak=["permintaan"])
    wajib_aktif(session, "paksi", baris.wilayah_kode)
    return baris


def pelaku_atas(aktor: Aktor, row: BarisPenyuluhan) -> frozenset[Pelaku]:
    """The capacities an actor has over a request."""
    if aktor.serba_boleh:
        return frozenset({P.SISTEM})
    punya: set[Pelaku] = set()
    if aktor.boleh(IZIN_MINTA_PENYULUH, wilayah=row.wilayah_kode, perangkat_daerah=row.perangkat_daerah_id):
        punya.add(P.PEMINTA)
    if aktor.boleh(IZIN_TUGASKAN, wilayah=row.wilayah_kode):
        punya.add(P.INSPEKTORAT)
    if diri(aktor, row.penyuluh_id) or (
        row.penyuluh_wilayah is not None
        and aktor.boleh(IZIN_KEGIATAN, wilayah=row.penyuluh_wilayah, perangkat_daerah=row.penyuluh_opd)
    ):
        punya.add(P.PENYULUH)
    return frozenset(punya)


def kunci(session: Session, row: BarisPenyuluhan, tindakan: TindakanPenyuluhan) -> BarisPenyuluhan:
    """Hold the request as it is until this unit ends, if the action is still possible: its time and penyuluh as held.

    Raises as `pindah`.
    """
    tanggal, paruh, penyuluh_id = _ubah(session, row, tindakan, {"keadaan": PermintaanPenyuluh.keadaan})
    return row._replace(tanggal=tanggal, paruh=paruh, penyuluh_id=penyuluh_id)


def pindah(session: Session, row: BarisPenyuluhan, tindakan: TindakanPenyuluhan, **nilai: Any) -> None:
    """Move the request on by one conditional statement.

    Raises `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, SUDAH_DILAPORKAN, BELUM_DILAPORKAN.
    """
    ke = PERALIHAN[tindakan].ke
    _ubah(session, row, tindakan, {"keadaan": ke or PermintaanPenyuluh.keadaan} | nilai)


def _ubah(
    session: Session, row: BarisPenyuluhan, tindakan: TindakanPenyuluhan, nilai: dict[str, Any]
) -> tuple[date, Paruh | None, uuid.UUID | None]:
    p = PermintaanPenyuluh
    syarat: list[ColumnElement[bool]] = [p.id == row.id, p.keadaan.in_(sorted(PERALIHAN[tindakan].dari))]
    if tindakan in SEBELUM_LAPORAN:
        syarat.append(p.kegiatan_id.is_(None))
    elif tindakan is T.KONFIRMASI:
        syarat.append(p.kegiatan_id.is_not(None))
    jadi = session.execute(
        update(p).where(*syarat).values(**nilai).returning(p.tanggal, p.paruh, p.penyuluh_id),
        execution_options=TANPA_SINKRON,
    ).first()
    if jadi is not None:
        return jadi.tanggal, jadi.paruh, jadi.penyuluh_id
    kini = session.execute(select(p.keadaan, p.kegiatan_id).where(p.id == row.id)).one()
    if kini.keadaan not in PERALIHAN[tindakan].dari:
        raise tolak_tindakan(kini.keadaan, tindakan)
    if tindakan is T.KONFIRMASI:
        raise KeadaanMenolak(
            "BELUM_DILAPORKAN",
            "Penyuluhnya belum melaporkan kegiatan ini. Tunggu laporannya, lalu konfirmasi.",
        )
    raise KeadaanMenolak(
        "SUDAH_DILAPORKAN",
        "Penyuluhan ini sudah dilaporkan. Buka laporannya; pemintanya tinggal mengonfirmasi.",
    )


def umumkan(
    session: Session, aktor: Aktor, aksi: str, permintaan_id: uuid.UUID, wilayah: str, bidang: Sequence[str]
) -> None:
    """Put on the record what was done to a request, and tell who listens."""
    catat(
        session, aktor, aksi, objek=OBJEK, objek_id=str(permintaan_id), wilayah=wilayah, bidang=list(bidang)
    )
    siarkan(session, PERISTIWA, kunci=str(permintaan_id), wilayah=wilayah)
