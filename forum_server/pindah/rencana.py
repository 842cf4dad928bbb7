"""What a move would do, row by row counted and with what stands in its way; nothing is written here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    PrimaryKeyConstraint,
    Table,
    TextClause,
    UniqueConstraint,
    and_,
    exists,
    false,
    func,
    literal,
    not_,
    select,
    text,
)
from sqlalchemy.orm import Session

from forum_server.database import dalam, di_bawah
from forum_server.orang.models import Orang
from forum_server.pindah.kolom import KolomWilayah, dirujuk
from forum_server.wilayah.models import Wilayah, WilayahPengganti

__all__ = ["Bagian", "Bentrok", "Gerak", "Langkah", "Rencana", "susun", "syarat"]

CONTOH_MAKS: Final = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Bagian:
    """What of the old code moves: `opd` these offices and what belongs to them, `awalan` what lies under these codes.

    Neither said: everything. `biarkan` names tables whose rows stay behind where the successor has such a row already.
    """

    opd: frozenset[UUID] | None = None
    awalan: tuple[str, ...] = ()
    biarkan: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Langkah:
    """So many rows of one column go from one code to another."""

    pemilik: str
    tabel: str
    kolom: str
    dari: str
    ke: str
    banyak: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Bentrok:
    """What stands in the way of some rows, and what to do about it. `contoh` are keys of such rows, never names."""

    pemilik: str
    tabel: str
    dari: str
    ke: str
    banyak: int
    contoh: tuple[str, ...]
    saran: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Gerak:
    """One update: the column, and both codes."""

    kolom: KolomWilayah
    dari: str
    ke: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rencana:
    """Every step and every obstacle; `sidik` names exactly this plan."""

    lama: str
    baru: str
    langkah: tuple[Langkah, ...]
    bentrok: tuple[Bentrok, ...]
    gerak: tuple[Gerak, ...]

    @property
    def banyak(self) -> int:
        """Rows that would move."""
        return sum(satu.banyak for satu in self.langkah)

    @property
    def sidik(self) -> str:
        """A fingerprint; another plan has another one."""
        isi = [self.lama, self.baru, [asdict(s) for s in self.langkah], [asdict(b) for b in self.bentrok]]
        return hashlib.sha256(json.dumps(isi, sort_keys=True).encode()).hexdigest()[:16]


def susun(
    session: Session, kolom: Sequence[KolomWilayah], *, lama: str, baru: str, bagian: Bagian
) -> Rencana:
    """Count what would move from `lama` and all beneath it to `baru`, and find what stands in the way."""
    langkah: list[Langkah] = []
    bentrok: list[Bentrok] = []
    gerak: list[Gerak] = []
    kode = sorted({k for satu in kolom for k in _kode_terpakai(session, satu, lama)})
    tujuan = _tujuan(session, kode, lama, baru)
    ada = _berlaku(session, tujuan.values())
    for satu in kolom:
        for dari, ke in tujuan.items():
            mana = syarat(satu, dari, ke, bagian)
            banyak = _hitung(session, satu.tabel, mana)
            if banyak:
                satu_gerak = Langkah(
                    pemilik=satu.pemilik,
                    tabel=satu.tabel.name,
                    kolom=satu.kolom.name,
                    dari=dari,
                    ke=ke,
                    banyak=banyak,
                )
                langkah.append(satu_gerak)
                gerak.append(Gerak(kolom=satu, dari=dari, ke=ke))
                if ke not in ada:
                    bentrok.append(_tanpa_tujuan(satu_gerak))
            if not _boleh_tinggal(satu, bagian):
                bentrok += _kunci_terpakai(session, satu, dari, ke, bagian)
    return Rencana(lama=lama, baru=baru, langkah=tuple(langkah), bentrok=tuple(bentrok), gerak=tuple(gerak))


def syarat(satu: KolomWilayah, dari: str, ke: str, bagian: Bagian) -> ColumnElement[bool]:
    """Which rows move from `dari` to `ke`."""
    mana = and_(satu.kolom == dari, _dalam_bagian(satu, dari, bagian))
    if not _boleh_tinggal(satu, bagian):
        return mana
    return and_(mana, *(not_(_terpakai(satu, kunci, di, ke)) for kunci, di in _unik(satu)))


def _boleh_tinggal(satu: KolomWilayah, bagian: Bagian) -> bool:
    return satu.dibiarkan or satu.tabel.name in bagian.biarkan


def _dalam_bagian(satu: KolomWilayah, dari: str, bagian: Bagian) -> ColumnElement[bool]:
    if bagian.awalan and not any(dari == a or dari.startswith(f"{a}.") for a in bagian.awalan):
        return false()
    if bagian.opd is None:
        return literal(value=True)
    if satu.opd is not None:
        return dalam(satu.opd, bagian.opd)
    if satu.orang is not None:
        return satu.orang.in_(select(Orang.id).where(dalam(Orang.perangkat_daerah_id, bagian.opd)))
    return false()


def _kode_terpakai(session: Session, satu: KolomWilayah, lama: str) -> Sequence[str]:
    return session.scalars(select(satu.kolom).where(di_bawah(satu.kolom, lama)).distinct()).all()


def _tujuan(session: Session, kode: Iterable[str], lama: str, baru: str) -> dict[str, str]:
    """Where each code goes: its one recorded successor under `baru`, else the same code under `baru`."""
    kode = list(kode)
    p = WilayahPengganti
    tercatat: dict[str, list[str]] = {}
    for dari, ke in session.execute(select(p.lama_kode, p.baru_kode).where(dalam(p.lama_kode, kode))):
        if ke.startswith(f"{baru}."):
            tercatat.setdefault(dari, []).append(ke)
    hasil = {dari: baru + dari[len(lama) :] for dari in kode}
    return hasil | {dari: ke[0] for dari, ke in tercatat.items() if len(ke) == 1 and dari != lama}


def _berlaku(session: Session, kode: Iterable[str]) -> set[str]:
    w = Wilayah
    return set(session.scalars(select(w.kode).where(dalam(w.kode, set(kode)), w.berlaku_sampai.is_(None))))


def _hitung(session: Session, tabel: Table, mana: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(tabel).where(mana)) or 0


def _unik(satu: KolomWilayah) -> Iterator[tuple[list[Column[Any]], TextClause | None]]:
    """The unique keys that hold the code and could be taken at the new one, each with the rows it is about."""
    tetap: list[set[Column[Any]]] = []
    ikut: list[tuple[list[Column[Any]], TextClause | None]] = []
    for batas in satu.tabel.constraints:
        if isinstance(batas, PrimaryKeyConstraint | UniqueConstraint):
            kunci = list(batas.columns)
            if satu.kolom in set(kunci):
                ikut.append((kunci, None))
            else:
                tetap.append(set(kunci))
    ikut += [
        (list(indeks.columns), _predikat(indeks))
        for indeks in satu.tabel.indexes
        if indeks.unique and satu.kolom in set(indeks.columns)
    ]
    for kunci, di in ikut:
        if not any(t <= set(kunci) for t in tetap):  # a row found by its id alone collides with none
            yield kunci, di


def _predikat(indeks: Index) -> TextClause | None:
    di = indeks.dialect_options["postgresql"].get("where")
    return None if di is None else text(str(di))


def _terpakai(
    satu: KolomWilayah, kunci: Sequence[Column[Any]], di: TextClause | None, ke: str
) -> ColumnElement[bool]:
    """Whether another row has the place of this one at `ke`. In a partial index both must be in it."""
    lain = satu.tabel.alias()
    sama = [lain.c[k.name] == (ke if k is satu.kolom else k) for k in kunci]
    bagian = [] if di is None else [di]  # names without a table mean the innermost one
    ada = exists(select(1).select_from(lain).where(*sama, *bagian))
    return and_(ada, *bagian)


def _kunci_terpakai(
    session: Session, satu: KolomWilayah, dari: str, ke: str, bagian: Bagian
) -> Iterator[Bentrok]:
    for kunci, di in _unik(satu):
        mana = and_(syarat(satu, dari, ke, bagian), _terpakai(satu, kunci, di, ke))
        if banyak := _hitung(session, satu.tabel, mana):
            utama = list(satu.tabel.primary_key.columns)
            baris = session.execute(select(*utama).where(mana).order_by(*utama).limit(CONTOH_MAKS))
            yield Bentrok(
                pemilik=satu.pemilik,
                tabel=satu.tabel.name,
                dari=dari,
                ke=ke,
                banyak=banyak,
                contoh=tuple("/".join(str(nilai) for nilai in b) for b in baris),
                saran=_saran(satu.tabel, ke),
            )


def _saran(tabel: Table, ke: str) -> str:
    if dirujuk(tabel):
        return f"{ke} sudah punya yang sama. Ubah namanya atau nonaktifkan salah satunya, lalu ulangi."
    return (
        f"{ke} sudah punya yang sama. Hapus atau ubah salah satunya, atau biarkan yang lama di kode lama"
        f" dengan --biarkan {tabel.name}: yang di {ke} tetap berlaku."
    )


def _tanpa_tujuan(langkah: Langkah) -> Bentrok:
    return Bentrok(
        pemilik=langkah.pemilik,
        tabel=langkah.tabel,
        dari=langkah.dari,
        ke=langkah.ke,
        banyak=langkah.banyak,
        contoh=(),
        saran=f"Kode {langkah.ke} belum terdaftar atau tidak berlaku lagi. Muat dahulu dengan: forum wilayah muat,"
        f" atau catat pengganti {langkah.dari} dengan: forum wilayah ganti.",
    )
