"""Who holds a permission in a place: the question of `Aktor.boleh`, asked for all accounts at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forum_server.akses.models import DaftarPeran, HibahPeran
from forum_server.akses.rules import Aktor, Hibah
from forum_server.akses.service import hari
from forum_server.akun.models import Akun
from forum_server.database import AKAR, dalam, leluhur, waktu_db

__all__ = ["Pemegang", "pemegang"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pemegang:
    """Every active account that may do `izin` to an object lying in these places, as `Aktor.boleh` decides it."""

    izin: str
    wilayah: str | None = None
    perangkat_daerah: UUID | None = None
    lembaga: str | None = None


def pemegang(session: Session, tujuan: Sequence[Pemegang]) -> list[frozenset[UUID]]:
    """The holders of each of `tujuan`, today: two statements, however many they are."""
    if not tujuan:
        return []
    izin = {t.izin for t in tujuan}
    kini = None
    peran: dict[str, frozenset[str]] = {}
    for row in session.execute(select(DaftarPeran.kode, DaftarPeran.izin, waktu_db().label("kini"))):
        kini = row.kini
        if berarti := izin.intersection(row.izin):
            peran[row.kode] = frozenset(berarti)
    if kini is None or not peran:
        return [frozenset() for _ in tujuan]
    hari_ini, h = hari(kini), HibahPeran
    hibah: defaultdict[UUID, list[Hibah]] = defaultdict(list)
    for row in session.execute(
        select(h.akun_id, h.peran, h.wilayah_kode, h.perangkat_daerah_id, h.lembaga_kode, h.tolak)
        .join(Akun, Akun.id == h.akun_id)
        .where(
            Akun.aktif,
            h.dicabut_pada.is_(None),
            h.mulai <= hari_ini,
            or_(h.sampai.is_(None), h.sampai >= hari_ini),
            dalam(h.peran, peran),
            or_(
                dalam(h.wilayah_kode, _jalur(tujuan)),
                dalam(h.perangkat_daerah_id, {t.perangkat_daerah for t in tujuan if t.perangkat_daerah}),
                dalam(h.lembaga_kode, {k for t in tujuan for k in (t.lembaga, t.wilayah) if k}),
            ),
        )
    ):
        hibah[row.akun_id].append(
            Hibah(
                peran=row.peran,
                izin=peran[row.peran],
                wilayah=row.wilayah_kode,
                perangkat_daerah=row.perangkat_daerah_id,
                lembaga=row.lembaga_kode,
                tolak=row.tolak,
            )
        )
    aktor = [Aktor(akun_id=a, orang_id=None, nama="", hibah=tuple(punya)) for a, punya in hibah.items()]
    return [frozenset(_boleh(aktor, t)) for t in tujuan]


def _jalur(tujuan: Iterable[Pemegang]) -> set[str]:
    """Every region from which a grant reaches one of the places."""
    return {AKAR, *(k for t in tujuan if t.wilayah is not None for k in leluhur(t.wilayah))}


def _boleh(aktor: Iterable[Aktor], t: Pemegang) -> Iterable[UUID]:
    for a in aktor:
        if a.akun_id is not None and a.boleh(
            t.izin, wilayah=t.wilayah, perangkat_daerah=t.perangkat_daerah, lembaga=t.lembaga
        ):
            yield a.akun_id
