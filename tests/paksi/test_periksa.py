"""Each invariant that spans rows is found broken when it is, and only then."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from forum_paksi.pemesanan import service
from forum_paksi.periksa import periksa
from forum_server.plugin import Database, bebas_jejak
from tests.paksi.bahan import PONTIANAK, SISTEM, dasar, jadwal, orang, tabel

Rusak = Callable[[Session], None]


def ubah(nama: str, **nilai: Any) -> Rusak:
    def rusak(session: Session) -> None:
        session.execute(update(tabel(nama)).values(**nilai))

    return rusak


def ubah_satu(nama: str, kolom: str, isi_kolom: str, **nilai: Any) -> Rusak:
    def rusak(session: Session) -> None:
        t = tabel(nama)
        session.execute(update(t).where(t.c[kolom] == isi_kolom).values(**nilai))

    return rusak


def hapus(nama: str) -> Rusak:
    def rusak(session: Session) -> None:
        session.execute(delete(tabel(nama)))

    return rusak


def sesi_asing(session: Session) -> None:
    p = session.execute(tabel("paksi_pemesanan").select().limit(1)).one()
    session.execute(
        insert(tabel("paksi_orang_sesi")).values(
            orang_id=p.orang_id, tanggal=date(2031, 1, 1), paruh="PAGI", pemesanan_id=p.id
        )
    )


def jalur_asing(session: Session) -> None:
    utama = session.execute(tabel("paksi_skema").select().where(tabel("paksi_skema").c.kode == "API")).one()
    session.execute(update(tabel("paksi_jadwal")).values(skema_id=utama.id))


RUSAK: dict[str, tuple[Rusak, str]] = {
    "seats that nobody has": (ubah("paksi_bagian", terisi=0), "terisi 0, tetapi 1 pemesanan berkursi"),
    "shares that don't add up": (ubah("paksi_jadwal", terbagi=0), "terbagi 0, tetapi jumlah bagiannya 1"),
    "a number nobody was given": (ubah("paksi_bagian", antre_terakhir=5), "nomor antre terakhir 5"),
    "a gap in the numbers": (
        ubah_satu("paksi_pemesanan", "keadaan", "DAFTAR_TUNGGU", nomor_antre=1000),
        "nomor antre terakhir 1, tetapi nomor terbesar 1000",
    ),
    "a seat without half-days": (hapus("paksi_orang_sesi"), "menempati 0 sesi, seharusnya 6"),
    "half-days that are none of the schedule": (sesi_asing, "2031-01-01 PAGI yang bukan sesi jadwalnya"),
    "sessions that don't add up": (
        ubah("paksi_jadwal", jumlah_sesi=5),
        "tercatat 5 sesi, tetapi mempunyai 6",
    ),
    "a share that takes bookings too long": (
        ubah("paksi_bagian", diterima_sampai=datetime(2030, 12, 1, tzinfo=UTC)),
        "batas penerimaannya tidak sesuai",
    ),
    "an open schedule whose share is closed": (
        ubah("paksi_bagian", diterima_sampai=None),
        "batas penerimaannya tidak sesuai",
    ),
    "held seats of a schedule that began": (
        ubah("paksi_jadwal", keadaan="BERLANGSUNG"),
        "DITAHAN padahal jadwalnya BERLANGSUNG",
    ),
    "a jalur that isn't one of the scheme": (jalur_asing, "menerima jalur yang bukan jalur skemanya"),
}


class _Kembali(Exception):
    """Takes what was broken back, with what was found meanwhile."""

    def __init__(self, temuan: list[str]) -> None:
        self.temuan = temuan


def _rusak_lalu_periksa(session: Session, rusak: Rusak) -> None:
    bebas_jejak(session, "a hand in the data")
    rusak(session)
    raise _Kembali(periksa(session))


async def test_each_broken_invariant_is_found(db: Database) -> None:
    await db.write(dasar)
    a, b = await db.write(orang, 2)
    id_: uuid.UUID = await db.write(jadwal, kapasitas=1)
    for o in (a, b):
        await db.write(
            service.pesan_slot, SISTEM, jadwal_id=id_, orang_id=o, wilayah=PONTIANAK, jalur="DIKLAT"
        )
    for apa, (rusak, kalimat) in RUSAK.items():
        with pytest.raises(_Kembali) as kembali:
            await db.write(_rusak_lalu_periksa, rusak)
        assert any(kalimat in satu for satu in kembali.value.temuan), (apa, kembali.value.temuan)
        assert await db.write(periksa) == []
