"""Setting a letterhead, and the letterhead a letter is printed with."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Row, Select, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import AKAR, dalam, di_bawah, leluhur, waktu_db
from forum_server.dokumen.models import KopSurat
from forum_server.dokumen.rules import IsianKop, kop_belum_ada, pemilik_kop, periksa_kop
from forum_server.dokumen.surat import Kop, Penanda
from forum_server.galat import Ditolak, TidakDitemukan
from forum_server.jejak.service import catat
from forum_server.kunci import Kunci
from forum_server.lembaga.models import Lembaga
from forum_server.orang.models import Orang
from forum_server.wilayah.models import Wilayah

__all__ = ["IZIN", "atur_kop", "kop_surat", "pilih_kop", "terdekat", "wajib_kop"]

IZIN: Final = "inti:kop"
"""Set the letterhead of a region or lembaga, and who signs under it."""

KOLOM: Final = (
    KopSurat.instansi,
    KopSurat.unit,
    KopSurat.alamat,
    KopSurat.kota,
    KopSurat.telepon,
    KopSurat.surel,
    KopSurat.laman,
    KopSurat.jabatan,
    KopSurat.pejabat_id,
    KopSurat.logo_id,
)


def atur_kop(session: Session, aktor: Aktor, *, kode: str, isian: IsianKop) -> str:
    """Write the letterhead of a region or lembaga, new or in place of the old one; return its code.

    Raises `Ditolak`; `TidakDitemukan` wilayah, or orang for a signer who belongs elsewhere; what `periksa_kop` raises.
    """
    if not aktor.punya(IZIN):
        raise Ditolak(IZIN)
    wilayah, lembaga = (kode, None) if _wilayah(kode) else (None, kode)
    aktor.wajib(IZIN, wilayah=wilayah, lembaga=lembaga, apa="wilayah")
    ada = (
        select(Wilayah.kode).where(Wilayah.kode == kode, Wilayah.berlaku_sampai.is_(None))
        if wilayah
        else select(Lembaga.kode).where(Lembaga.kode == kode, Lembaga.dinonaktifkan_pada.is_(None))
    )
    if session.scalar(ada) is None:
        raise TidakDitemukan("wilayah", letak=("kode",))
    milik = di_bawah(Orang.wilayah_kode, kode) if wilayah else Orang.lembaga_kode == kode
    if session.scalar(select(Orang.id).where(Orang.id == isian.pejabat, milik)) is None:
        raise TidakDitemukan("orang", letak=("isian", "pejabat"))
    nilai = {**periksa_kop(isian), "pejabat_id": isian.pejabat, "diubah_pada": waktu_db()}
    sisip = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        sisip(KopSurat)
        .values(id=uuid.uuid4(), wilayah_kode=wilayah, lembaga_kode=lembaga, **nilai)
        .on_conflict_do_update(index_elements=["wilayah_kode" if wilayah else "lembaga_kode"], set_=nilai)
    )
    catat(
        session,
        aktor,
        "inti.atur_kop_surat",
        objek="kop_surat",
        objek_id=kode,
        wilayah=kode,
        bidang=[k.removesuffix("_id") for k in nilai if k != "diubah_pada"],
    )
    return kode


def wajib_kop(session: Session, kode: str) -> None:
    """Return quietly when letters of `kode` have a letterhead; raises `KeadaanMenolak` KOP_BELUM_ADA."""
    if terdekat([kode], session.execute(pilih_kop([kode])))[kode] is None:
        raise kop_belum_ada(kode)


def kop_surat(session: Session, kunci: Kunci, kode: str) -> Kop:
    """The letterhead that letters of `kode` are printed with, the signer's NIP in full.

    The caller makes a document of it for a named recipient and has audited that. Raises `KeadaanMenolak`
    KOP_BELUM_ADA.
    """
    stmt = pilih_kop([kode]).add_columns(Orang.nama, Orang.nip_sandi)
    row = terdekat([kode], session.execute(stmt.outerjoin(Orang, Orang.id == KopSurat.pejabat_id)))[kode]
    if row is None:
        raise kop_belum_ada(kode)
    nip = row.nip_sandi and kunci.bukakan(row.nip_sandi, tempat=f"orang.nip:{row.pejabat_id}")
    hubungan = [f"Telepon {row.telepon}" if row.telepon else None, row.surel, row.laman]
    return Kop(
        instansi=row.instansi,
        unit=row.unit,
        alamat=row.alamat,
        kota=row.kota,
        hubungan=" · ".join(h for h in hubungan if h) or None,
        penanda=Penanda(jabatan=row.jabatan, nama=row.nama, nip=nip),
    )


def pilih_kop(kode: Iterable[str]) -> Select[*tuple[Any, ...]]:
    """Everything `terdekat` needs to know of these regions, or of these lembaga, in one statement."""
    semua = list(kode)
    if all(_wilayah(k) for k in semua):
        jalur = {satu for k in semua for satu in leluhur(k)}
        return (
            select(Wilayah.kode, Wilayah.otonom, *KOLOM)
            .outerjoin(KopSurat, KopSurat.wilayah_kode == Wilayah.kode)
            .where(dalam(Wilayah.kode, jalur))
        )
    return (
        select(Lembaga.kode, true().label("otonom"), *KOLOM)
        .outerjoin(KopSurat, KopSurat.lembaga_kode == Lembaga.kode)
        .where(dalam(Lembaga.kode, set(semua)))
    )


def terdekat(kode: Iterable[str], rows: Iterable[Row[Any]]) -> dict[str, Row[Any] | None]:
    """The row of the letterhead each of these writes under, from the rows of `pilih_kop`; see `rules.pemilik_kop`."""
    semua = {row.kode: row for row in rows}
    ada = {k for k, row in semua.items() if row.instansi is not None}
    otonom = {k for k, row in semua.items() if row.otonom}
    hasil: dict[str, Row[Any] | None] = {}
    for satu in kode:
        pemilik = pemilik_kop(satu, otonom=otonom, ada=ada)
        hasil[satu] = None if pemilik is None else semua[pemilik]
    return hasil


def _wilayah(kode: str) -> bool:
    return kode[:1].isdigit() or kode == AKAR
