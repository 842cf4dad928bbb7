"""How far cohorts are, in all and per office, and which offices of the pemda have nobody in them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import select

from forum_paksi.angkatan import baca
from forum_paksi.angkatan.models import Anggota
from forum_paksi.angkatan.rules import JenisTugas
from forum_paksi.tabel import PERANGKAT_DAERAH
from forum_server.plugin import Database, dalam

__all__ = ["BUKAN_OPD", "Hitungan", "Kemajuan", "hitung", "opd_tanpa_anggota", "seluruh"]

BUKAN_OPD: Final = ("UPTD", "KELURAHAN", "LAINNYA")
"""Part of an OPD, or none at all (domain notes 5.2): a member there stands for the OPD above."""


@dataclass(kw_only=True, slots=True)
class Hitungan:
    """Of tasks of one kind: how many members are asked for, handed in, and are late with; each per task."""

    seharusnya: int = 0
    selesai: int = 0
    terlambat: int = 0


@dataclass(kw_only=True, slots=True)
class Kemajuan:
    """Members, how many of them passed a class of e-learning, and their tasks by kind."""

    anggota: int = 0
    lulus: int = 0
    tugas: dict[JenisTugas, Hitungan] = field(default_factory=dict[JenisTugas, Hitungan])

    def tambah(self, lain: Kemajuan) -> None:
        """Count the other's in."""
        self.anggota += lain.anggota
        self.lulus += lain.lulus
        for jenis, banyak in lain.tugas.items():
            jumlah = self.tugas.setdefault(jenis, Hitungan())
            jumlah.seharusnya += banyak.seharusnya
            jumlah.selesai += banyak.selesai
            jumlah.terlambat += banyak.terlambat


PerOpd = dict[uuid.UUID | None, Kemajuan]


async def hitung(db: Database, angkatan_id: Collection[uuid.UUID], kini: datetime) -> dict[uuid.UUID, PerOpd]:
    """The progress of each of these cohorts per office (None: members of no office): two statements."""
    hasil: defaultdict[uuid.UUID, PerOpd] = defaultdict(lambda: defaultdict(Kemajuan))
    for row in await baca.banyak_anggota(db, angkatan_id):
        satu = hasil[row.angkatan_id][row.perangkat_daerah_id]
        satu.anggota, satu.lulus = row.anggota, int(row.lulus)
    for row in await baca.banyak_tugas(db, angkatan_id, kini):
        hasil[row.angkatan_id][row.perangkat_daerah_id].tugas[row.jenis] = Hitungan(
            seharusnya=row.seharusnya, selesai=int(row.selesai), terlambat=int(row.terlambat)
        )
    return hasil


def seluruh(per_opd: Mapping[uuid.UUID | None, Kemajuan]) -> Kemajuan:
    """The sum over the offices."""
    jumlah = Kemajuan()
    for satu in per_opd.values():
        jumlah.tambah(satu)
    return jumlah


async def opd_tanpa_anggota(
    db: Database, angkatan: Iterable[tuple[uuid.UUID, str]]
) -> dict[uuid.UUID, list[uuid.UUID]]:
    """For each of these (cohort, pemda) the OPD in operation without a member, by name: two statements.

    A member of a UPTD or kelurahan stands for the OPD it belongs to.
    """
    pemda = dict(angkatan)
    p = PERANGKAT_DAERAH
    opd: defaultdict[str, list[uuid.UUID]] = defaultdict(list)
    for row in await db.all(
        select(p.c.id, p.c.wilayah_kode)
        .where(
            dalam(p.c.wilayah_kode, set(pemda.values())),
            p.c.jenis.not_in(BUKAN_OPD),
            p.c.dinonaktifkan_pada.is_(None),
        )
        .order_by(p.c.wilayah_kode, p.c.nama_cari, p.c.id)
    ):
        opd[row.wilayah_kode].append(row.id)
    a, b, c = (p.alias(n) for n in ("p1", "p2", "p3"))
    diwakili: defaultdict[uuid.UUID, set[uuid.UUID | None]] = defaultdict(set)
    for row in await db.all(
        select(
            Anggota.angkatan_id,
            a.c.id,
            a.c.induk_id,
            b.c.induk_id.label("kakek"),
            c.c.induk_id.label("buyut"),
        )
        .join(a, a.c.id == Anggota.perangkat_daerah_id)
        .outerjoin(b, b.c.id == a.c.induk_id)
        .outerjoin(c, c.c.id == b.c.induk_id)
        .where(dalam(Anggota.angkatan_id, set(pemda)), Anggota.keluar.is_(None))
        .distinct()
    ):
        diwakili[row.angkatan_id] |= {row.id, row.induk_id, row.kakek, row.buyut}
    return {
        id_: [satu for satu in opd.get(wilayah, ()) if satu not in diwakili.get(id_, ())]
        for id_, wilayah in pemda.items()
    }
