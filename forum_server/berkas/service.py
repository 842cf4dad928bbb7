"""Staged uploads, one unit of work each: an address given out, a body begun, ended or given up."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.akun.models import Akun
from forum_server.akun.rules import sidik_rahasia
from forum_server.berkas.jenis import periksa_daftar
from forum_server.berkas.models import KUNCI, ObjekBerkas, Unggahan
from forum_server.berkas.pengaturan import PengaturanBerkas
from forum_server.berkas.rules import (
    KeadaanObjek,
    KeadaanUnggahan,
    KelasBerkas,
    kedaluwarsa,
    kunci_dari_token,
    nama_objek,
    terlalu_besar,
    token_unggah,
)
from forum_server.database import bebas_jejak, sekarang, waktu_db
from forum_server.galat import Ditolak, IsianTidakSah, KeadaanMenolak, TidakDitemukan
from forum_server.kunci import Kunci
from forum_server.plugin.aktif.service import kode_ada
from forum_server.unduhan.rules import nama_aman

__all__ = [
    "Penerimaan",
    "UnggahanSiap",
    "gagal",
    "mulai",
    "selesai",
    "siapkan_unggahan",
    "unggahan_akun",
]

TANPA: Final = {"synchronize_session": False}
LEWAT: Final = timedelta(minutes=10)
"""How much longer than an upload may take nobody else touches what it writes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnggahanSiap:
    """An upload's address, which works once; `kunci` encrypts what comes (class RAHASIA). The only time they are seen."""

    id: uuid.UUID
    alamat: str
    berlaku_sampai: datetime
    kunci: bytes | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Penerimaan:
    """An upload whose body may now arrive, and where it goes."""

    id: uuid.UUID
    objek_id: uuid.UUID
    objek: str
    kelas: KelasBerkas
    ukuran: int
    media_boleh: frozenset[str] | None
    kunci: bytes | None


def unggahan_akun(
    session: Session,
    aktor: Aktor,
    batas: PengaturanBerkas,
    *,
    ukuran: int,
    nama: str | None,
    kelas: KelasBerkas,
    wilayah: str | None,
) -> UnggahanSiap:
    """Give an account the address of an upload that it attaches itself; it counts for `wilayah`, else for its owner.

    Raises `Ditolak` for nobody, `TidakDitemukan` for a region in which the account does nothing, and as
    `siapkan_unggahan`.
    """
    if not aktor.masuk:
        raise Ditolak("masuk")
    bebas_jejak(session, "an upload that nothing refers to yet")
    if wilayah is None:
        milik = session.execute(
            select(Akun.wilayah_kode, Akun.lembaga_kode).where(Akun.id == aktor.akun_id)
        ).first()
        wilayah = None if milik is None else milik.wilayah_kode or milik.lembaga_kode
    elif not any(
        h.mengenai(wilayah=wilayah, perangkat_daerah=None, lembaga=None) for h in aktor.hibah if not h.tolak
    ):
        wilayah = None
    else:
        wilayah = session.scalar(kode_ada(wilayah))  # a grant over the nation reaches any word at all
    if wilayah is None:
        raise TidakDitemukan("wilayah", letak=("wilayah",))
    return siapkan_unggahan(
        session, aktor, batas, ukuran=ukuran, nama=nama, kelas=kelas, wilayah=wilayah, simpan_kunci=True
    )


def siapkan_unggahan(
    session: Session,
    aktor: Aktor,
    batas: PengaturanBerkas,
    *,
    ukuran: int,
    wilayah: str,
    kelas: KelasBerkas = KelasBerkas.BIASA,
    nama: str | None = None,
    untuk: str | None = None,
    media: frozenset[str] | None = None,
    maks: int | None = None,
    simpan_kunci: bool = False,
) -> UnggahanSiap:
    """Give out the address of an upload of `ukuran` bytes, counted for `wilayah`; for services of plugins too.

    The caller's unit writes an audit entry for what it is part of, or says why none is needed.
    `untuk` is the only kind of record (as in the hook `files`) it can be attached to: needed where no account stands
    behind it. `media` refuses other types as soon as the body is there. A file of class RAHASIA has no `nama` here (it
    comes with the body, see `rute`); its key is given to the caller, who keeps it as they want, or with
    `simpan_kunci` is kept under the server's own keys.

    Raises `IsianTidakSah` (UKURAN_TIDAK_SAH, BERKAS_TERLALU_BESAR, NAMA_TIDAK_SAH), `KeadaanMenolak`
    UNGGAHAN_TERLALU_BANYAK.
    """
    if aktor.akun_id is None and untuk is None:
        raise ValueError("an upload belongs to an account or is for a kind of record")
    if media is not None:
        periksa_daftar(media)
    if ukuran < 1:
        raise IsianTidakSah(
            "UKURAN_TIDAK_SAH", "Berkas kosong tidak diterima. Pilih berkas lain.", letak=("ukuran",)
        )
    batas_ukuran = min(batas.ukuran_maks, maks or batas.ukuran_maks)
    if ukuran > batas_ukuran:
        raise terlalu_besar(batas_ukuran)
    if kelas is KelasBerkas.RAHASIA and nama:
        raise IsianTidakSah(
            "NAMA_TIDAK_SAH",
            "Nama berkas rahasia tidak dikirim di sini; sertakan pada pengiriman isinya.",
            letak=("nama",),
        )
    _kuota(session, aktor.akun_id, wilayah, ukuran, batas)
    token, id_ = token_unggah(), uuid.uuid4()
    sampai = sekarang(session) + timedelta(seconds=batas.alamat_detik)
    session.execute(
        insert(Unggahan).values(
            id=id_,
            sidik=sidik_rahasia(token),
            akun_id=aktor.akun_id,
            wilayah_kode=wilayah,
            untuk=untuk,
            kelas=kelas,
            keadaan=KeadaanUnggahan.SIAP,
            ukuran=ukuran,
            nama=nama_aman(nama or "") if kelas is KelasBerkas.BIASA else None,
            media_boleh=None if media is None else sorted(media),
            simpan_kunci=simpan_kunci and kelas is KelasBerkas.RAHASIA,
            berlaku_sampai=sampai,
        )
    )
    return UnggahanSiap(
        id=id_,
        alamat=f"/unggah/{token}",
        berlaku_sampai=sampai,
        kunci=kunci_dari_token(token) if kelas is KelasBerkas.RAHASIA else None,
    )


def _kuota(
    session: Session, akun_id: uuid.UUID | None, wilayah: str, ukuran: int, batas: PengaturanBerkas
) -> None:
    """Refuse an upload beyond what may be open; those of one account, and of one region, are counted one by one.

    Of a region, those that a plugin issued to people without accounts are counted apart: whoever fills these keeps no
    official from working.
    """
    kunci = [f"unggahan:wilayah:{wilayah}:{akun_id is None}"]
    if akun_id is not None:
        kunci.insert(0, f"unggahan:akun:{akun_id}")
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        for satu in kunci:
            session.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended(:kunci, 0))"), {"kunci": satu}
            )
    u = Unggahan
    hidup = select(func.count(), func.coalesce(func.sum(u.ukuran), 0)).where(
        u.berlaku_sampai > waktu_db(), u.akun_id.is_(None) if akun_id is None else u.akun_id.is_not(None)
    )
    for kolom, nilai, banyak, byte, siapa in (
        (u.akun_id, akun_id, batas.terbuka_akun, batas.terbuka_akun_byte, "Anda"),
        (u.wilayah_kode, wilayah, batas.terbuka_wilayah, batas.terbuka_wilayah_byte, "wilayah ini"),
    ):
        if nilai is None:
            continue
        ada, jumlah = session.execute(hidup.where(kolom == nilai)).one()
        if ada >= banyak or int(jumlah) + ukuran > byte:
            raise KeadaanMenolak(
                "UNGGAHAN_TERLALU_BANYAK",
                f"Unggahan {siapa} yang belum dilampirkan sudah terlalu banyak. "
                "Lampirkan dahulu, atau tunggu sampai yang lama kedaluwarsa.",
            )


def mulai(session: Session, token: str, kunci: Kunci, batas: PengaturanBerkas) -> Penerimaan:
    """Take the address up: its body arrives now, into an object whose row is written here. Raises ALAMAT_TIDAK_BERLAKU."""
    bebas_jejak(session, "an upload that nothing refers to yet")
    u = Unggahan
    row = session.execute(
        select(u.id, u.kelas, u.ukuran, u.media_boleh, u.simpan_kunci).where(
            u.sidik == sidik_rahasia(token), u.keadaan == KeadaanUnggahan.SIAP, u.berlaku_sampai > waktu_db()
        )
    ).first()
    if row is None:
        raise kedaluwarsa()
    objek_id, nama = uuid.uuid4(), nama_objek(row.kelas)
    rahasia = kunci_dari_token(token) if row.kelas is KelasBerkas.RAHASIA else None
    simpan: Mapping[str, Any] = {}
    if rahasia is not None and row.simpan_kunci:
        simpan = KUNCI.nilai(session, kunci, objek_id, base64.b64encode(rahasia).decode())
    session.execute(
        insert(ObjekBerkas).values(
            id=objek_id, nama=nama, kelas=row.kelas, keadaan=KeadaanObjek.MENULIS, **simpan
        )
    )
    dapat = session.scalar(
        update(u)
        .where(u.id == row.id, u.keadaan == KeadaanUnggahan.SIAP)
        .values(
            keadaan=KeadaanUnggahan.MENERIMA,
            objek_id=objek_id,
            berlaku_sampai=sekarang(session) + timedelta(seconds=batas.unggah_detik) + LEWAT,
        )
        .returning(u.id),
        execution_options=TANPA,
    )
    if dapat is None:  # somebody else came with the same address meanwhile
        raise kedaluwarsa()
    return Penerimaan(
        id=row.id,
        objek_id=objek_id,
        objek=nama,
        kelas=row.kelas,
        ukuran=row.ukuran,
        media_boleh=None if row.media_boleh is None else frozenset(row.media_boleh),
        kunci=rahasia,
    )


def selesai(
    session: Session,
    terima: Penerimaan,
    batas: PengaturanBerkas,
    *,
    media: str,
    tersimpan: int,
    sidik: str | None,
    keterangan: str | None,
) -> datetime:
    """The body is stored, all of it; gives until when it waits to be attached. Raises ALAMAT_TIDAK_BERLAKU when too late."""
    bebas_jejak(session, "an upload that nothing refers to yet")
    o, u = ObjekBerkas, Unggahan
    sampai = sekarang(session) + timedelta(hours=batas.simpan_jam)
    ada = session.scalar(
        update(u)
        .where(u.id == terima.id, u.keadaan == KeadaanUnggahan.MENERIMA, u.berlaku_sampai > waktu_db())
        .values(keadaan=KeadaanUnggahan.SELESAI, media=media, berlaku_sampai=sampai)
        .returning(u.id),
        execution_options=TANPA,
    )
    jadi = ada and session.scalar(
        update(o)
        .where(o.id == terima.objek_id, o.keadaan == KeadaanObjek.MENULIS)
        .values(
            keadaan=KeadaanObjek.TERSIMPAN,
            ukuran=tersimpan,
            sidik=sidik,
            keterangan=keterangan,
            berubah_pada=waktu_db(),
        )
        .returning(o.id),
        execution_options=TANPA,
    )
    if jadi is None:
        raise kedaluwarsa()
    return sampai


def gagal(session: Session, terima: Penerimaan) -> bool:
    """Give an upload up whose body did not arrive as it should; whether it still could be.

    Only then its content is removed from the store, after this is committed.
    """
    bebas_jejak(session, "an upload that failed")
    ada = session.scalar(
        delete(Unggahan)
        .where(Unggahan.id == terima.id, Unggahan.keadaan == KeadaanUnggahan.MENERIMA)
        .returning(Unggahan.id),
        execution_options=TANPA,
    )
    if ada is not None:
        session.execute(
            update(ObjekBerkas)
            .where(ObjekBerkas.id == terima.objek_id)
            .values(keadaan=KeadaanObjek.DIHAPUS, berubah_pada=waktu_db()),
            execution_options=TANPA,
        )
    return ada is not None
