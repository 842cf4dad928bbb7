"""Making, changing and revoking keys of services, each one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.models import DaftarIzin, DaftarPeran
from forum_server.akses.rules import Aktor
from forum_server.akses.service import Tempat, hari, pastikan_boleh_memberi
from forum_server.akun.rules import sidik_rahasia
from forum_server.database import bebas_jejak, sekarang, waktu_db
from forum_server.galat import Ditolak, IsianTidakSah, KeadaanMenolak, TidakDitemukan
from forum_server.jejak.service import catat
from forum_server.kunci_layanan.models import AsalLayanan, JenisKunciLayanan, KunciLayanan, PeranLayanan
from forum_server.kunci_layanan.rules import (
    ASAL_MAKS,
    AWALAN_PELADEN,
    AWALAN_PERAMBAN,
    kunci_baru,
    periksa_asal,
    periksa_batas,
    periksa_nama,
)
from forum_server.lembaga.models import Lembaga
from forum_server.peristiwa.service import siarkan
from forum_server.wilayah.models import Wilayah

__all__ = ["IZIN", "PERISTIWA", "KunciBaru", "buat", "cabut", "tandai_dipakai", "ubah"]

IZIN: Final = "inti:kunci-layanan"
"""Make and revoke keys of services of one's region or lembaga."""

PERISTIWA: Final = "inti.kunci_layanan"
"""Kind of the event told when a key changes or ends; its key is the id."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KunciBaru:
    """A key, seen only now."""

    id: uuid.UUID
    kunci: str


def buat(
    session: Session,
    aktor: Aktor,
    *,
    nama: str,
    jenis: JenisKunciLayanan,
    batas_per_menit: int,
    wilayah: str | None = None,
    lembaga: str | None = None,
    asal: Sequence[str] = (),
    peran: Sequence[str] = (),
    berlaku_sampai: date | None = None,
) -> KunciBaru:
    """Make a key of a frontend (with origins) or of a server (with roles over its owner).

    Its maker needs `inti:kunci-layanan` there and, to give roles, `inti:peran` and everything the roles allow, for as
    long: a key never holds more than who made it. Roles with a permission that is a person's alone are refused.

    Raises PEMILIK_TIDAK_SAH, TIDAK_DITEMUKAN, NAMA_TIDAK_SAH, NAMA_TERPAKAI, BATAS_TIDAK_SAH, ASAL_TIDAK_SAH,
    ASAL_DIPERLUKAN, PERAN_DIPERLUKAN, PERAN_TIDAK_DIKENAL, PERAN_HANYA_ORANG, MASA_TIDAK_SAH, MELEBIHI_WEWENANG,
    MASA_MELEBIHI_WEWENANG.
    """
    if not aktor.punya(IZIN):
        raise Ditolak(IZIN)
    pemilik = _pemilik(session, aktor, wilayah, lembaga)
    _sesuai_jenis(jenis, asal, peran)
    if berlaku_sampai is not None and berlaku_sampai < hari(sekarang(session)):
        raise IsianTidakSah("MASA_TIDAK_SAH", "Hari terakhir sudah lewat.", letak=("berlakuSampai",))
    for satu in set(peran):
        pastikan_boleh_memberi(
            session, aktor, peran=satu, tempat=Tempat(wilayah=wilayah, lembaga=lembaga), sampai=berlaku_sampai
        )
        _bukan_milik_orang(session, satu)
    kunci = kunci_baru(AWALAN_PERAMBAN if jenis is JenisKunciLayanan.PERAMBAN else AWALAN_PELADEN)
    kunci_id = uuid.uuid4()
    nilai = {
        "id": kunci_id,
        "nama": periksa_nama(nama),
        "jenis": jenis,
        "sidik": sidik_rahasia(kunci),
        "wilayah_kode": wilayah,
        "lembaga_kode": lembaga,
        "batas_per_menit": periksa_batas(batas_per_menit),
        "berlaku_sampai": berlaku_sampai,
        "dibuat_oleh": aktor.akun_id,
    }
    bersih = _asal(asal)
    try:
        with session.begin_nested():
            session.execute(insert(KunciLayanan).values(nilai))
    except IntegrityError as galat:
        raise KeadaanMenolak(
            "NAMA_TERPAKAI", "Nama layanan ini sudah pernah dipakai. Pilih nama lain.", letak=("nama",)
        ) from galat
    _tulis_asal(session, kunci_id, bersih)
    if peran:
        session.execute(
            insert(PeranLayanan), [{"kunci_id": kunci_id, "peran": p} for p in sorted(set(peran))]
        )
    bidang = ["nama", "jenis", "batas_per_menit", *(["asal"] if asal else []), *(["peran"] if peran else [])]
    _catat(session, aktor, "inti.buat_kunci_layanan", kunci_id, pemilik, bidang)
    return KunciBaru(id=kunci_id, kunci=kunci)


def ubah(
    session: Session,
    aktor: Aktor,
    *,
    kunci_id: uuid.UUID,
    asal: Sequence[str] | None = None,
    batas_per_menit: int | None = None,
) -> None:
    """Give a frontend other origins, or a key another limit; None leaves it.

    Raises TIDAK_DITEMUKAN, KUNCI_SUDAH_DICABUT, ASAL_TIDAK_SAH, ASAL_DIPERLUKAN, BATAS_TIDAK_SAH.
    """
    ada = _kunci(session, aktor, kunci_id)
    bidang: list[str] = []
    if batas_per_menit is not None:
        session.execute(
            update(KunciLayanan)
            .where(KunciLayanan.id == kunci_id)
            .values(batas_per_menit=periksa_batas(batas_per_menit))
        )
        bidang.append("batas_per_menit")
    if asal is not None:
        _sesuai_jenis(ada.jenis, asal, ("",) if ada.jenis is JenisKunciLayanan.PELADEN else ())
        bersih = _asal(asal)
        session.execute(delete(AsalLayanan).where(AsalLayanan.kunci_id == kunci_id))
        _tulis_asal(session, kunci_id, bersih)
        bidang.append("asal")
    if bidang:
        _catat(
            session, aktor, "inti.ubah_kunci_layanan", kunci_id, ada.wilayah_kode or ada.lembaga_kode, bidang
        )


def cabut(session: Session, aktor: Aktor, *, kunci_id: uuid.UUID) -> None:
    """End a key now. Raises TIDAK_DITEMUKAN, KUNCI_SUDAH_DICABUT."""
    ada = _kunci(session, aktor, kunci_id)
    session.execute(update(KunciLayanan).where(KunciLayanan.id == kunci_id).values(dicabut_pada=waktu_db()))
    _catat(session, aktor, "inti.cabut_kunci_layanan", kunci_id, ada.wilayah_kode or ada.lembaga_kode, ())


def tandai_dipakai(session: Session, kunci_id: uuid.UUID, tanggal: date) -> None:
    """Remember the last day a key was used, once a day."""
    bebas_jejak(session, "last day a key was used")
    k = KunciLayanan
    session.execute(
        update(k)
        .where(k.id == kunci_id, or_(k.terakhir_dipakai.is_(None), k.terakhir_dipakai < tanggal))
        .values(terakhir_dipakai=tanggal)
    )


def _pemilik(session: Session, aktor: Aktor, wilayah: str | None, lembaga: str | None) -> str:
    if (wilayah is None) == (lembaga is None):
        raise IsianTidakSah("PEMILIK_TIDAK_SAH", "Pilih tepat satu pemilik kunci: wilayah atau lembaga.")
    aktor.wajib(IZIN, wilayah=wilayah, lembaga=lembaga, apa="pemilik kunci")
    ada = select(Wilayah.kode).where(Wilayah.kode == wilayah, Wilayah.berlaku_sampai.is_(None))
    if wilayah is None:
        ada = select(Lembaga.kode).where(Lembaga.kode == lembaga, Lembaga.dinonaktifkan_pada.is_(None))
    kode = session.scalar(ada)
    if kode is None:
        raise TidakDitemukan("pemilik kunci")
    return kode


def _sesuai_jenis(jenis: JenisKunciLayanan, asal: Sequence[str], peran: Sequence[str]) -> None:
    if jenis is JenisKunciLayanan.PERAMBAN and (not asal or peran):
        raise IsianTidakSah(
            "ASAL_DIPERLUKAN",
            "Kunci peramban memerlukan asal dan tidak memegang peran: haknya ialah hak orang yang masuk.",
            letak=("asal",),
        )
    if jenis is JenisKunciLayanan.PELADEN and (asal or not peran):
        raise IsianTidakSah(
            "PERAN_DIPERLUKAN",
            "Kunci peladen memerlukan peran dan tidak memakai asal: ia tidak boleh berada di peramban.",
            letak=("peran",),
        )


def _bukan_milik_orang(session: Session, peran: str) -> None:
    izin = session.scalar(select(DaftarPeran.izin).where(DaftarPeran.kode == peran)) or []
    hanya = set(session.scalars(select(DaftarIzin.kode).where(DaftarIzin.hanya_orang)))
    if terlarang := sorted(hanya.intersection(izin)):
        raise KeadaanMenolak(
            "PERAN_HANYA_ORANG",
            f"Peran {peran} memuat izin yang hanya untuk orang: {', '.join(terlarang)}. Pilih peran lain.",
            letak=("peran",),
        )


def _asal(asal: Sequence[str]) -> list[str]:
    if len(asal) > ASAL_MAKS:
        raise IsianTidakSah("ASAL_TIDAK_SAH", f"Paling banyak {ASAL_MAKS} asal.", letak=("asal",))
    return sorted({periksa_asal(a) for a in asal})


def _tulis_asal(session: Session, kunci_id: uuid.UUID, asal: Sequence[str]) -> None:
    if asal:
        session.execute(insert(AsalLayanan), [{"kunci_id": kunci_id, "asal": a} for a in asal])


def _kunci(session: Session, aktor: Aktor, kunci_id: uuid.UUID) -> Any:
    """A living key of an owner in the actor's scope, locked until the end of the unit."""
    if not aktor.punya(IZIN):
        raise Ditolak(IZIN)
    k = KunciLayanan
    ada = session.execute(
        select(k.jenis, k.wilayah_kode, k.lembaga_kode, k.dicabut_pada)
        .where(k.id == kunci_id)
        .with_for_update()
    ).first()
    if ada is None:
        raise TidakDitemukan("kunci layanan")
    aktor.wajib(IZIN, wilayah=ada.wilayah_kode, lembaga=ada.lembaga_kode, apa="kunci layanan")
    if ada.dicabut_pada is not None:
        raise KeadaanMenolak(
            "KUNCI_SUDAH_DICABUT", "Kunci ini sudah dicabut. Buat yang baru bila diperlukan."
        )
    return ada


def _catat(
    session: Session, aktor: Aktor, aksi: str, kunci_id: uuid.UUID, wilayah: str, bidang: Sequence[str]
) -> None:
    catat(session, aktor, aksi, objek="kunci_layanan", objek_id=str(kunci_id), wilayah=wilayah, bidang=bidang)
    siarkan(session, PERISTIWA, kunci=str(kunci_id), wilayah=wilayah)
