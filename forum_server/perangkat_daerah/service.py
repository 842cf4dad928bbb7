"""Changing the offices of a region: adding one, renaming it, closing it."""

from __future__ import annotations

import uuid

from sqlalchemy import Row, exists, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from forum_server.akses.rules import Aktor
from forum_server.database import waktu_db
from forum_server.galat import Ditolak, IsianTidakSah, KeadaanMenolak, TidakDitemukan
from forum_server.jejak.service import catat
from forum_server.perangkat_daerah import rules
from forum_server.perangkat_daerah.models import PerangkatDaerah
from forum_server.perangkat_daerah.rules import JenisPerangkatDaerah
from forum_server.peristiwa.service import siarkan
from forum_server.teks import bentuk_cari, rapikan
from forum_server.wilayah.models import Wilayah
from forum_server.wilayah.rules import TingkatWilayah

__all__ = ["IZIN", "ganti_nama", "nonaktifkan", "tambah", "umumkan", "wilayah_terbuka"]

IZIN = "inti:opd"
"""The permission to keep the list of offices of a region."""

APA = "perangkat daerah"


def tambah(
    session: Session,
    aktor: Aktor,
    *,
    wilayah: str,
    nama: str,
    jenis: JenisPerangkatDaerah,
    induk_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Add an office and return its id.

    Raises `IsianTidakSah` (NAMA_TIDAK_SAH, WILAYAH_TIDAK_SESUAI, INDUK_TIDAK_SESUAI), `TidakDitemukan` for a region
    or parent that is unknown, closed or elsewhere, `KeadaanMenolak` (SUDAH_ADA, TERLALU_DALAM).
    """
    aktor.wajib(IZIN, wilayah=wilayah, apa="wilayah")
    if (alasan := rules.alasan_nama(nama)) is not None:
        raise IsianTidakSah("NAMA_TIDAK_SAH", alasan, letak=("nama",))
    tingkat = wilayah_terbuka(session, wilayah)
    if (alasan := rules.alasan_wilayah(jenis, tingkat)) is not None:
        raise IsianTidakSah("WILAYAH_TIDAK_SESUAI", alasan, letak=("wilayah",))
    induk = None if induk_id is None else _induk(session, wilayah, induk_id)
    if (alasan := rules.alasan_induk(jenis, None if induk is None else induk.jenis)) is not None:
        raise IsianTidakSah("INDUK_TIDAK_SESUAI", alasan, letak=("induk",))
    kedalaman = 0 if induk is None else induk.kedalaman + 1
    if kedalaman > rules.KEDALAMAN_MAKS:
        raise KeadaanMenolak(
            "TERLALU_DALAM", "Susunan induk terlalu dalam. Pilih induk yang lebih atas.", letak=("induk",)
        )
    baru = uuid.uuid4()
    nilai = {
        "id": baru,
        "wilayah_kode": wilayah,
        "jenis": jenis,
        "nama": rapikan(nama),
        "nama_cari": bentuk_cari(nama),
        "induk_id": induk_id,
        "induk_kedalaman": None if induk is None else induk.kedalaman,
        "kedalaman": kedalaman,
    }
    try:
        with session.begin_nested():
            session.execute(insert(PerangkatDaerah).values(nilai))
    except IntegrityError as galat:
        raise _sudah_ada(nama) from galat
    catat(
        session,
        aktor,
        "inti.tambah_opd",
        objek="perangkat_daerah",
        objek_id=str(baru),
        wilayah=wilayah,
        bidang=("induk", "jenis", "nama"),
    )
    umumkan(session, wilayah)
    return baru


def ganti_nama(session: Session, aktor: Aktor, *, id: uuid.UUID, nama: str) -> uuid.UUID:
    """Give an office that is not closed another name. Raises as `tambah` does, and `KeadaanMenolak` TIDAK_AKTIF."""
    wilayah = _milik(session, aktor, id)
    if (alasan := rules.alasan_nama(nama)) is not None:
        raise IsianTidakSah("NAMA_TIDAK_SAH", alasan, letak=("nama",))
    ubah = (
        update(PerangkatDaerah)
        .where(PerangkatDaerah.id == id, PerangkatDaerah.dinonaktifkan_pada.is_(None))
        .values(nama=rapikan(nama), nama_cari=bentuk_cari(nama))
        .returning(PerangkatDaerah.id)
    )
    try:
        with session.begin_nested():
            ada = session.execute(ubah).first()
    except IntegrityError as galat:
        raise _sudah_ada(nama) from galat
    if ada is None:
        raise _tidak_aktif()
    catat(
        session,
        aktor,
        "inti.ganti_nama_opd",
        objek="perangkat_daerah",
        objek_id=str(id),
        wilayah=wilayah,
        bidang=("nama",),
    )
    umumkan(session, wilayah)
    return id


def nonaktifkan(session: Session, aktor: Aktor, *, id: uuid.UUID) -> uuid.UUID:
    """Close an office; what was written about it stays, its name becomes free.

    Raises `KeadaanMenolak`: TIDAK_AKTIF when it is closed already, MASIH_BERANAK while open ones stand under it.
    """
    wilayah = _milik(session, aktor, id)
    # Locked first, so that the statement after it sees what a unit adding under this office has committed.
    session.execute(select(PerangkatDaerah.id).where(PerangkatDaerah.id == id).with_for_update())
    bawahan = aliased(PerangkatDaerah)
    beranak = exists().where(bawahan.induk_id == id, bawahan.dinonaktifkan_pada.is_(None))
    tutup = (
        update(PerangkatDaerah)
        .where(PerangkatDaerah.id == id, PerangkatDaerah.dinonaktifkan_pada.is_(None), ~beranak)
        .values(dinonaktifkan_pada=waktu_db())
        .returning(PerangkatDaerah.id)
    )
    if session.execute(tutup, execution_options={"synchronize_session": False}).first() is None:
        if session.scalar(select(beranak)):
            raise KeadaanMenolak(
                "MASIH_BERANAK",
                "Masih ada unit aktif di bawahnya. Nonaktifkan dulu semua unit itu.",
                letak=("id",),
            )
        raise _tidak_aktif()
    catat(
        session,
        aktor,
        "inti.nonaktifkan_opd",
        objek="perangkat_daerah",
        objek_id=str(id),
        wilayah=wilayah,
        bidang=("dinonaktifkan_pada",),
    )
    umumkan(session, wilayah)
    return id


def umumkan(session: Session, wilayah: str) -> None:
    """Tell listeners that the offices of a region changed."""
    siarkan(session, "inti.perangkat_daerah", kunci=wilayah, wilayah=wilayah)


def wilayah_terbuka(session: Session, wilayah: str) -> TingkatWilayah:
    """The level of a region whose code is in force; raises `TidakDitemukan` or `KeadaanMenolak` otherwise."""
    tempat = session.execute(
        select(Wilayah.tingkat, Wilayah.berlaku_sampai).where(Wilayah.kode == wilayah)
    ).first()
    if tempat is None:
        raise TidakDitemukan("wilayah", letak=("wilayah",))
    if tempat.berlaku_sampai is not None:
        raise KeadaanMenolak(
            "WILAYAH_TIDAK_BERLAKU",
            f"Kode wilayah {wilayah} sudah tidak berlaku. Pakai kode penggantinya.",
            letak=("wilayah",),
        )
    return tempat.tingkat


def _induk(session: Session, wilayah: str, induk_id: uuid.UUID) -> Row[JenisPerangkatDaerah, int]:
    induk = session.execute(
        select(PerangkatDaerah.jenis, PerangkatDaerah.kedalaman)
        .where(
            PerangkatDaerah.id == induk_id,
            PerangkatDaerah.wilayah_kode == wilayah,
            PerangkatDaerah.dinonaktifkan_pada.is_(None),
        )
        .with_for_update(read=True)
    ).first()
    if induk is None:
        raise TidakDitemukan("induk di wilayah itu", letak=("induk",))
    return induk


def _milik(session: Session, aktor: Aktor, id: uuid.UUID) -> str:
    """Owner code of an office the actor may change."""
    wilayah = session.scalar(select(PerangkatDaerah.wilayah_kode).where(PerangkatDaerah.id == id))
    if wilayah is None:
        if not aktor.punya(IZIN):
            raise Ditolak(IZIN)
        raise TidakDitemukan(APA, letak=("id",))
    aktor.wajib(IZIN, wilayah=wilayah, perangkat_daerah=id, apa=APA)
    return wilayah


def _sudah_ada(nama: str) -> KeadaanMenolak:
    pesan = f'"{rapikan(nama)}" sudah ada di wilayah ini. Pakai yang sudah ada, atau bedakan namanya.'
    return KeadaanMenolak("SUDAH_ADA", pesan, letak=("nama",))


def _tidak_aktif() -> KeadaanMenolak:
    return KeadaanMenolak("TIDAK_AKTIF", "Perangkat daerah ini sudah dinonaktifkan.", letak=("id",))
