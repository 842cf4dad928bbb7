"""Changing the list of institutions."""

from __future__ import annotations

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import AKAR, waktu_db
from forum_server.galat import IsianTidakSah, KeadaanMenolak, TidakDitemukan
from forum_server.jejak.service import catat
from forum_server.lembaga import rules
from forum_server.lembaga.models import Lembaga
from forum_server.lembaga.rules import JenisLembaga
from forum_server.peristiwa.service import siarkan
from forum_server.teks import bentuk_cari, rapikan

__all__ = ["IZIN", "daftarkan", "ganti_nama", "nonaktifkan", "pastikan"]

IZIN = "inti:lembaga"
"""The permission to keep the list of institutions; it means something for the whole nation only."""


def daftarkan(session: Session, aktor: Aktor, *, kode: str, nama: str, jenis: JenisLembaga) -> str:
    """Register an institution under a code that never changes, and return the code.

    Raises `IsianTidakSah` (KODE_TIDAK_SAH, NAMA_TIDAK_SAH) and `KeadaanMenolak` (SUDAH_ADA) when code or name is taken.
    """
    aktor.wajib(IZIN, wilayah=AKAR, apa="lembaga")
    if (alasan := rules.alasan_kode(kode)) is not None:
        raise IsianTidakSah("KODE_TIDAK_SAH", alasan, letak=("kode",))
    if (alasan := rules.alasan_nama(nama)) is not None:
        raise IsianTidakSah("NAMA_TIDAK_SAH", alasan, letak=("nama",))
    try:
        with session.begin_nested():
            session.execute(
                insert(Lembaga).values(
                    kode=kode, nama=rapikan(nama), nama_cari=bentuk_cari(nama), jenis=jenis
                )
            )
    except IntegrityError as galat:
        raise KeadaanMenolak(
            "SUDAH_ADA",
            "Lembaga dengan kode atau nama itu sudah terdaftar. Periksa daftar lembaga.",
            letak=("kode",),
        ) from galat
    _catat(session, aktor, "inti.daftarkan_lembaga", kode, ("jenis", "nama"))
    return kode


def ganti_nama(session: Session, aktor: Aktor, *, kode: str, nama: str) -> str:
    """Give an institution another name; raises as `daftarkan`, and `TidakDitemukan`."""
    aktor.wajib(IZIN, wilayah=AKAR, apa="lembaga")
    if (alasan := rules.alasan_nama(nama)) is not None:
        raise IsianTidakSah("NAMA_TIDAK_SAH", alasan, letak=("nama",))
    ubah = (
        update(Lembaga)
        .where(Lembaga.kode == kode, Lembaga.dinonaktifkan_pada.is_(None))
        .values(nama=rapikan(nama), nama_cari=bentuk_cari(nama))
        .returning(Lembaga.kode)
    )
    try:
        with session.begin_nested():
            ada = session.execute(ubah).first()
    except IntegrityError as galat:
        raise KeadaanMenolak(
            "SUDAH_ADA", "Nama itu dipakai lembaga lain. Bedakan namanya.", letak=("nama",)
        ) from galat
    if ada is None:
        raise _tiada(session, kode)
    _catat(session, aktor, "inti.ganti_nama_lembaga", kode, ("nama",))
    return kode


def nonaktifkan(session: Session, aktor: Aktor, *, kode: str) -> str:
    """Close an institution; its rows stay, its name becomes free, its code never does."""
    aktor.wajib(IZIN, wilayah=AKAR, apa="lembaga")
    tutup = (
        update(Lembaga)
        .where(Lembaga.kode == kode, Lembaga.dinonaktifkan_pada.is_(None))
        .values(dinonaktifkan_pada=waktu_db())
        .returning(Lembaga.kode)
    )
    if session.execute(tutup, execution_options={"synchronize_session": False}).first() is None:
        raise _tiada(session, kode)
    _catat(session, aktor, "inti.nonaktifkan_lembaga", kode, ("dinonaktifkan_pada",))
    return kode


def pastikan(session: Session, aktor: Aktor, *, kode: str, nama: str, jenis: JenisLembaga) -> None:
    """Register an institution unless its code is there already; for seeds."""
    if session.scalar(select(Lembaga.kode).where(Lembaga.kode == kode)) is None:
        daftarkan(session, aktor, kode=kode, nama=nama, jenis=jenis)


def _tiada(session: Session, kode: str) -> TidakDitemukan | KeadaanMenolak:
    if session.scalar(select(Lembaga.kode).where(Lembaga.kode == kode)) is None:
        return TidakDitemukan("lembaga", letak=("kode",))
    return KeadaanMenolak("TIDAK_AKTIF", "Lembaga ini sudah dinonaktifkan.", letak=("kode",))


def _catat(session: Session, aktor: Aktor, aksi: str, kode: str, bidang: tuple[str, ...]) -> None:
    catat(session, aktor, aksi, objek="lembaga", objek_id=kode, wilayah=kode, bidang=bidang)
    siarkan(session, "inti.lembaga", kunci=kode, wilayah=kode)
