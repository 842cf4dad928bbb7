"""Telling people, once each; marking as read; choosing. Each is part of a unit or one of its own.

Notifications are told inside the transaction of the change they tell of, so there is never one without the other.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Table, and_, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from forum_server.akses.pemegang import Pemegang, pemegang
from forum_server.akses.rules import Aktor
from forum_server.akun.models import Akun
from forum_server.database import bebas_jejak, dalam, waktu_db
from forum_server.galat import Ditolak, IsianTidakSah, TidakDitemukan
from forum_server.jejak.service import catat
from forum_server.pemberitahuan.jenis import JenisPemberitahuan, JenisTidakDinyatakan, Kabar
from forum_server.pemberitahuan.models import (
    DaftarJenis,
    KeadaanSurel,
    Pemberitahuan,
    PilihanPemberitahuan,
    SurelKeluar,
)
from forum_server.pemberitahuan.rules import periksa_data, saluran
from forum_server.peristiwa.service import siarkan

__all__ = [
    "BACA_MAKS",
    "PERISTIWA",
    "Tetap",
    "atur_pilihan",
    "baca",
    "baca_semua",
    "beritahu",
    "beritahu_semua",
    "selaraskan_jenis",
]

PERISTIWA: Final = "inti.pemberitahuan"
"""Told with an account's id, and the notification's in `isi`, when there is something new to see."""

BACA_MAKS: Final = 200
"""Notifications marked as read by one request."""

KUNCI_MAKS: Final = 128
_TANPA_SINKRON: Final = {"synchronize_session": False}
_PEMBERITAHUAN: Final = cast("Table", Pemberitahuan.__table__)
_SUREL: Final = cast("Table", SurelKeluar.__table__)


class Tetap:
    """Says that an argument leaves things as they are, where None follows the default again."""


# --- telling ------------------------------------------------------------------------------------------------


def beritahu(
    session: Session,
    *,
    jenis: str,
    kunci: str,
    wilayah: str,
    akun: Iterable[uuid.UUID] = (),
    penerima: Iterable[Pemegang] = (),
    data: Mapping[str, str] | None = None,
) -> int:
    """Tell the accounts `akun` and all who hold what `penerima` names; returns how many had not been told before.

    An account gets each (jenis, kunci) once, whoever repeats it and however often. Inactive accounts get nothing;
    the others by the ways they chose. Raises `JenisTidakDinyatakan`, and ValueError for data that may be personal.
    """
    satu = Kabar(jenis=jenis, kunci=kunci, wilayah=wilayah, akun=akun, penerima=penerima, data=data or {})
    return beritahu_semua(session, [satu])


def beritahu_semua(session: Session, kabar: Sequence[Kabar]) -> int:
    """Tell much at once, in the same few statements; of two that are alike for an account the first counts."""
    if not kabar:
        return 0
    for k in kabar:
        if not 0 < len(k.kunci) <= KUNCI_MAKS:
            raise ValueError(f"{k.jenis}: a key has 1 to {KUNCI_MAKS} letters")
    bawaan = _bawaan(session, {k.jenis for k in kabar})
    kepada = _kepada(session, kabar)
    pilihan = _pilihan(session, {a for _, a in kepada}, bawaan)
    baru: list[dict[str, Any]] = []
    bersurel: set[uuid.UUID] = set()
    # One order everywhere, so that two units never wait for each other.
    for (satu, akun_id), k in sorted(kepada.items(), key=lambda p: (p[0][1], p[0][0])):
        if (pilih := pilihan.get((akun_id, satu[0]))) is None or not (pilih.dalam_aplikasi or pilih.surel):
            continue
        id_ = uuid.uuid4()
        if pilih.surel:
            bersurel.add(id_)
        baru.append(
            {
                "id": id_,
                "jenis": k.jenis,
                "kunci": k.kunci,
                "akun_id": akun_id,
                "wilayah": k.wilayah,
                "data": periksa_data(k.data),
                "dalam_aplikasi": pilih.dalam_aplikasi,
            }
        )
    if not baru:
        return 0
    # Not through the session: news is no change of its own, so a unit that only tells needs no audit entry, and one
    # that changes something still does.
    koneksi = session.connection()
    sisip = (postgresql if koneksi.dialect.name == "postgresql" else sqlite).insert(_PEMBERITAHUAN)
    jadi = set(
        koneksi.execute(
            sisip.on_conflict_do_nothing(index_elements=["jenis", "kunci", "akun_id"]).returning(
                _PEMBERITAHUAN.c.id
            ),
            baru,
        ).scalars()
    )
    if surel := [b["id"] for b in baru if b["id"] in jadi & bersurel]:
        koneksi.execute(
            insert(_SUREL), [{"pemberitahuan_id": id_, "keadaan": KeadaanSurel.MENUNGGU} for id_ in surel]
        )
    for b in baru:
        if b["id"] in jadi and b["dalam_aplikasi"]:
            siarkan(
                session, PERISTIWA, kunci=str(b["akun_id"]), wilayah=b["wilayah"], isi={"id": str(b["id"])}
            )
    return len(jadi)


def _bawaan(session: Session, jenis: Collection[str]) -> dict[str, bool]:
    rows = session.execute(
        select(DaftarJenis.nama, DaftarJenis.surel_bawaan).where(dalam(DaftarJenis.nama, jenis))
    )
    bawaan = {row.nama: row.surel_bawaan for row in rows}
    if asing := sorted(set(jenis) - bawaan.keys()):
        raise JenisTidakDinyatakan(
            f"{asing[0]!r} is no declared kind of notification: return it from the hook notifications(), "
            "then run `forum migrate`"
        )
    return bawaan


def _kepada(session: Session, kabar: Sequence[Kabar]) -> dict[tuple[tuple[str, str], uuid.UUID], Kabar]:
    """Who is to be told what: ((kind, key), account)."""
    tujuan = [list(k.penerima) for k in kabar]
    beda = list(dict.fromkeys(t for daftar in tujuan for t in daftar))
    siapa = dict(zip(beda, pemegang(session, beda), strict=True))
    hasil: dict[tuple[tuple[str, str], uuid.UUID], Kabar] = {}
    for k, daftar in zip(kabar, tujuan, strict=True):
        for akun_id in {*k.akun, *(a for t in daftar for a in siapa[t])}:
            hasil.setdefault(((k.jenis, k.kunci), akun_id), k)
    return hasil


def _pilihan(
    session: Session, akun: Collection[uuid.UUID], bawaan: Mapping[str, bool]
) -> dict[tuple[uuid.UUID, str], Any]:
    """By which ways each active account is told of each kind."""
    if not akun:
        return {}
    p = PilihanPemberitahuan
    rows = session.execute(
        select(Akun.id, Akun.surel.is_not(None).label("beralamat"), p.jenis, p.surel, p.dalam_aplikasi)
        .outerjoin(p, and_(p.akun_id == Akun.id, dalam(p.jenis, bawaan)))
        .where(dalam(Akun.id, akun), Akun.aktif)
    ).all()
    dipilih = {(r.id, r.jenis): (r.dalam_aplikasi, r.surel) for r in rows if r.jenis is not None}
    hasil: dict[tuple[uuid.UUID, str], Any] = {}
    for r in rows:
        for jenis, surel_bawaan in bawaan.items():
            aplikasi, surel = dipilih.get((r.id, jenis), (None, None))
            hasil[r.id, jenis] = saluran(
                dalam_aplikasi=aplikasi, surel=surel, surel_bawaan=surel_bawaan, beralamat=r.beralamat
            )
    return hasil


def selaraskan_jenis(session: Session, jenis: Iterable[JenisPemberitahuan]) -> None:
    """Bring the table of kinds in step with what core and the loaded plugins declare; what is gone stays."""
    bebas_jejak(session, "declared kinds of notifications")
    lama = {
        r.nama: r.surel_bawaan for r in session.execute(select(DaftarJenis.nama, DaftarJenis.surel_bawaan))
    }
    baru = {j.nama: j.surel_bawaan for j in jenis}
    if tambah := [{"nama": n, "surel_bawaan": s} for n, s in baru.items() if n not in lama]:
        session.execute(insert(DaftarJenis), tambah)
    if ubah := [{"nama": n, "surel_bawaan": s} for n, s in baru.items() if n in lama and lama[n] != s]:
        session.execute(update(DaftarJenis), ubah)


# --- reading ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Terbaca:
    """How many notifications a request marked, and how many are left unread."""

    ditandai: int
    belum_dibaca: int


def baca(session: Session, aktor: Aktor, ids: Collection[uuid.UUID]) -> Terbaca:
    """Mark these as read. Raises `IsianTidakSah` TERLALU_BANYAK; `TidakDitemukan` when any is not the actor's own."""
    akun_id = _diri(aktor)
    if len(ids) > BACA_MAKS:
        raise IsianTidakSah(
            "TERLALU_BANYAK", f"Tandai paling banyak {BACA_MAKS} pemberitahuan sekaligus.", letak=["ids"]
        )
    p = Pemberitahuan
    beda = set(ids)
    milik = session.scalar(
        select(func.count()).select_from(p).where(dalam(p.id, beda), p.akun_id == akun_id, p.dalam_aplikasi)
    )
    if milik != len(beda):
        raise TidakDitemukan("pemberitahuan", letak=["ids"])
    return _tandai(session, akun_id, dalam(p.id, beda))


def baca_semua(session: Session, aktor: Aktor, *, sampai: datetime | None = None) -> Terbaca:
    """Mark all as read, or those that were there at `sampai`: what came while somebody was reading stays unread."""
    akun_id = _diri(aktor)
    return _tandai(session, akun_id, *([] if sampai is None else [Pemberitahuan.dibuat_pada <= sampai]))


def _tandai(session: Session, akun_id: uuid.UUID, *yang: Any) -> Terbaca:
    bebas_jejak(session, "what somebody has read themselves")
    p = Pemberitahuan
    milik = (p.akun_id == akun_id, p.dalam_aplikasi, p.dibaca_pada.is_(None))
    jadi = session.scalars(
        update(p).where(*milik, *yang).values(dibaca_pada=waktu_db()).returning(p.id),
        execution_options=_TANPA_SINKRON,
    ).all()
    sisa = session.scalar(select(func.count()).select_from(p).where(*milik)) or 0
    return Terbaca(ditandai=len(jadi), belum_dibaca=sisa)


# --- choosing -----------------------------------------------------------------------------------------------


def atur_pilihan(
    session: Session,
    aktor: Aktor,
    *,
    jenis: str,
    surel: bool | Tetap | None,
    dalam_aplikasi: bool | Tetap | None,
) -> None:
    """Choose by which ways to be told of one declared kind; None follows its default again.

    Raises `TidakDitemukan` akun (deactivated meanwhile). That the kind is declared is for the caller to know.
    """
    akun_id = _diri(aktor)
    pemilik = session.execute(
        select(Akun.wilayah_kode, Akun.lembaga_kode).where(Akun.id == akun_id, Akun.aktif)
    ).first()
    if pemilik is None:
        raise TidakDitemukan("akun")
    ubah = {
        nama: nilai
        for nama, nilai in (("surel", surel), ("dalam_aplikasi", dalam_aplikasi))
        if not isinstance(nilai, Tetap)
    }
    if not ubah:
        return
    p = PilihanPemberitahuan
    sisip = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(p)
    session.execute(
        sisip.values(akun_id=akun_id, jenis=jenis, **ubah).on_conflict_do_update(
            index_elements=["akun_id", "jenis"], set_=ubah
        ),
        execution_options=_TANPA_SINKRON,
    )
    session.execute(
        delete(p).where(
            p.akun_id == akun_id, p.jenis == jenis, p.surel.is_(None), p.dalam_aplikasi.is_(None)
        ),
        execution_options=_TANPA_SINKRON,
    )
    catat(
        session,
        aktor,
        "akun.atur_pemberitahuan",
        objek="jenis_pemberitahuan",
        objek_id=jenis,
        wilayah=pemilik.wilayah_kode or pemilik.lembaga_kode,
        bidang=list(ubah),
    )


def _diri(aktor: Aktor) -> uuid.UUID:
    """The account behind the actor; nobody else has notifications."""
    if aktor.akun_id is None:
        raise Ditolak("masuk")
    return aktor.akun_id
