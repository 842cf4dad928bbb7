"""Entering a schedule and changing what was entered, while it is a draft."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.himpunan.masukan import Kebijakan
from forum_paksi.jadwal.models import Bagian, Jadwal, JadwalJalur, JadwalSesi, JadwalWilayah
from forum_paksi.jadwal.rules import (
    Cakupan,
    KeadaanJadwal,
    Rancangan,
    Sesi,
    instan_dari_lokal,
    jumlah_hari,
    mulai_pada,
    periksa_batas_daftar,
    periksa_kode,
    periksa_rancangan,
    zona_jadwal,
)
from forum_paksi.pelaku import IZIN_JADWAL
from forum_paksi.pemesanan.kursi import PERISTIWA_SLOT
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.skema.models import Skema
from forum_paksi.skema.service import jalur_untuk, skema_berlaku
from forum_paksi.sql import TANPA_SINKRON, Baris, sisipkan
from forum_paksi.tabel import LEMBAGA, WILAYAH
from forum_server.plugin import (
    Aktor,
    Ditolak,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    dalam,
    setelan_untuk,
    siarkan,
    wajib_aktif,
)

__all__ = ["OBJEK", "buat_jadwal", "jadwal_terkunci", "siapkan_jadwal", "ubah_jadwal"]

OBJEK = "paksi_jadwal"
ABJAD_KODE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Characters of a generated code: none of them looks like another."""


class _Siap(NamedTuple):
    nilai: dict[str, Any]
    sesi: tuple[Sesi, ...]
    jalur: dict[str, uuid.UUID]


def buat_jadwal(session: Session, aktor: Aktor, *, lembaga: str, rancangan: Rancangan) -> uuid.UUID:
    """Enter a schedule of an LSP as a draft, with its open share; seats not put there are held back.

    Raises `Ditolak`, `TidakDitemukan` (lembaga, skema, wilayah), `IsianTidakSah` with the argument at fault,
    `KeadaanMenolak` PLUGIN_TIDAK_AKTIF or BUKAN_LSP.
    """
    aktor.wajib(IZIN_JADWAL, lembaga=lembaga, apa="lembaga")
    _wajib_lsp(session, lembaga)
    wajib_aktif(session, "paksi", lembaga)
    siap = siapkan_jadwal(session, lembaga, rancangan)
    terbuka = rancangan.kapasitas if rancangan.kapasitas_terbuka is None else rancangan.kapasitas_terbuka
    id_ = uuid.uuid4()
    kode = _kode(rancangan, siap.sesi)
    baru = session.execute(
        sisipkan(session, Jadwal)
        .values(
            id=id_, kode=kode, lembaga_kode=lembaga, keadaan=KeadaanJadwal.DRAF, terbagi=terbuka, **siap.nilai
        )
        .on_conflict_do_nothing(index_elements=["kode"])
        .returning(Jadwal.id)
    ).first()
    if baru is None:
        raise _kode_dipakai(kode)
    _isi_anak(session, id_, siap, rancangan)
    session.add(Bagian(id=uuid.uuid4(), jadwal_id=id_, kapasitas=terbuka, kebijakan=Kebijakan.URUT_WAKTU))
    _umumkan(session, aktor, "paksi.buat_jadwal", id_, lembaga, [*siap.nilai, "sesi", "jalur", "wilayah"])
    return id_


def ubah_jadwal(session: Session, aktor: Aktor, *, jadwal_id: uuid.UUID, rancangan: Rancangan) -> uuid.UUID:
    """Replace what a draft says. Once it was opened, people rely on it: only its deadline and state change then.

    Raises as `buat_jadwal` does, and `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, KURSI_TIDAK_CUKUP or TIDAK_SEJENIS (another
    skema or kind while seats are reserved for a himpunan).
    """
    jadwal = jadwal_terkunci(session, aktor, jadwal_id)
    if jadwal.keadaan is not KeadaanJadwal.DRAF:
        raise KeadaanMenolak(
            "KEADAAN_TIDAK_SESUAI",
            f"Jadwal sedang {jadwal.keadaan.value}; isinya hanya dapat diubah saat DRAF. "
            "Batalkan jadwal ini dan buat yang baru bila isinya keliru.",
        )
    siap = siapkan_jadwal(session, jadwal.lembaga_kode, rancangan)
    dicadangkan: int = (
        session.scalar(
            select(func.coalesce(func.sum(Bagian.kapasitas), 0)).where(
                Bagian.jadwal_id == jadwal_id, Bagian.himpunan_id.is_not(None)
            )
        )
        or 0
    )
    if dicadangkan:
        _wajib_sejenis(session, jadwal_id, rancangan)
    terbuka = (
        rancangan.kapasitas - dicadangkan
        if rancangan.kapasitas_terbuka is None
        else rancangan.kapasitas_terbuka
    )
    if terbuka < 0 or dicadangkan + terbuka > rancangan.kapasitas:
        raise KeadaanMenolak(
            "KURSI_TIDAK_CUKUP",
            f"{dicadangkan} kursi sudah dicadangkan untuk himpunan; kapasitas dan bagian terbuka harus memuatnya.",
            letak=["kapasitas"],
        )
    kode = jadwal.kode if rancangan.kode is None else periksa_kode(rancangan.kode)
    if kode != jadwal.kode and session.scalar(select(Jadwal.id).where(Jadwal.kode == kode)):
        raise _kode_dipakai(kode)
    session.execute(
        update(Jadwal)
        .where(Jadwal.id == jadwal_id)
        .values(kode=kode, terbagi=dicadangkan + terbuka, **siap.nilai),
        execution_options=TANPA_SINKRON,
    )
    session.execute(
        update(Bagian)
        .where(Bagian.jadwal_id == jadwal_id, Bagian.himpunan_id.is_(None))
        .values(kapasitas=terbuka),
        execution_options=TANPA_SINKRON,
    )
    for anak in (JadwalSesi, JadwalJalur, JadwalWilayah):
        session.execute(delete(anak).where(anak.jadwal_id == jadwal_id), execution_options=TANPA_SINKRON)
    _isi_anak(session, jadwal_id, siap, rancangan)
    bidang = ["kode", *siap.nilai, "sesi", "jalur", "wilayah"]
    _umumkan(session, aktor, "paksi.ubah_jadwal", jadwal_id, jadwal.lembaga_kode, bidang)
    return jadwal_id


def _wajib_sejenis(session: Session, jadwal_id: uuid.UUID, rancangan: Rancangan) -> None:
    jenis, skema = session.execute(
        select(Jadwal.jenis, Skema.kode)
        .join(Skema, Skema.id == Jadwal.skema_id)
        .where(Jadwal.id == jadwal_id)
    ).one()
    if (jenis, skema) != (rancangan.jenis, rancangan.skema_kode):
        raise KeadaanMenolak(
            "TIDAK_SEJENIS",
            f"Kursi jadwal ini sudah dicadangkan untuk himpunan {skema}; jenis dan skemanya tetap {jenis.value} {skema}. "
            "Buat jadwal lain untuk yang berbeda.",
            letak=["skema"],
        )


def jadwal_terkunci(session: Session, aktor: Aktor, jadwal_id: uuid.UUID) -> Baris:
    """A schedule the actor runs, its row locked until the unit ends.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF.
    """
    if not aktor.punya(IZIN_JADWAL):
        raise Ditolak(IZIN_JADWAL)
    row = session.execute(
        select(Jadwal.kode, Jadwal.lembaga_kode, Jadwal.keadaan, Jadwal.zona, Jadwal.mulai_pada)
        .where(Jadwal.id == jadwal_id)
        .with_for_update(key_share=True)
    ).first()
    if row is None:
        raise TidakDitemukan("jadwal", letak=["jadwal"])
    aktor.wajib(IZIN_JADWAL, lembaga=row.lembaga_kode, apa="jadwal")
    wajib_aktif(session, "paksi", row.lembaga_kode)
    return row


def siapkan_jadwal(session: Session, lembaga: str, r: Rancangan) -> _Siap:
    """What a schedule of this LSP would be written as; raises what `buat_jadwal` says of its content, writes nothing."""
    batas = setelan_untuk(session, PaksiSetelan, "paksi", lembaga)
    sesi = periksa_rancangan(r, batas=batas)
    zona = zona_jadwal(r.mode, _zona_tuk(session, r.tuk_wilayah))
    mulai = mulai_pada(sesi, zona)
    batas_daftar = instan_dari_lokal(r.batas_daftar, zona, letak=["batasDaftar"])
    periksa_batas_daftar(batas_daftar, mulai)
    _periksa_wilayah_terbuka(session, r)
    skema_id = skema_berlaku(session, r.skema_kode, sesi[0].tanggal)
    jalur = jalur_untuk(session, skema_id, r.jalur, sesi[0].tanggal)
    nilai: dict[str, Any] = {
        "jenis": r.jenis,
        "skema_id": skema_id,
        "mode": r.mode,
        "tuk_nama": r.tuk_nama,
        "tuk_wilayah": r.tuk_wilayah,
        "zona": zona,
        "batas_daftar": batas_daftar,
        "mulai_pada": mulai,
        "jumlah_asesor": r.jumlah_asesor,
        "batas_per_asesor": r.batas_per_asesor,
        "jumlah_hari": jumlah_hari(sesi),
        "jumlah_sesi": len(sesi),
        "kapasitas": r.kapasitas,
        "tahanan_menit": batas.tahanan_menit if r.tahanan_menit is None else r.tahanan_menit,
        "cakupan": r.cakupan,
    }
    return _Siap(nilai, sesi, jalur)


def _wajib_lsp(session: Session, lembaga: str) -> None:
    jenis = session.scalar(
        select(LEMBAGA.c.jenis).where(LEMBAGA.c.kode == lembaga, LEMBAGA.c.dinonaktifkan_pada.is_(None))
    )
    if jenis is None:
        raise TidakDitemukan("lembaga", letak=["lembaga"])
    if jenis != "LSP":
        raise KeadaanMenolak(
            "BUKAN_LSP", "Lembaga ini bukan LSP sehingga tidak dapat membuka jadwal.", letak=["lembaga"]
        )


def _zona_tuk(session: Session, wilayah: str | None) -> str | None:
    if wilayah is None:
        return None
    zona: str | None = session.scalar(
        select(WILAYAH.c.zona).where(
            WILAYAH.c.kode == wilayah, WILAYAH.c.berlaku_sampai.is_(None), WILAYAH.c.tingkat != "NASIONAL"
        )
    )
    if zona is None:
        raise TidakDitemukan("wilayah", letak=["tukWilayah"])
    return zona


def _periksa_wilayah_terbuka(session: Session, r: Rancangan) -> None:
    if not r.wilayah_terbuka:
        return
    tingkat = [WILAYAH.c.tingkat == "PROVINSI"] if r.cakupan is Cakupan.PROVINSI else []
    ada = session.scalars(
        select(WILAYAH.c.kode).where(
            dalam(WILAYAH.c.kode, r.wilayah_terbuka),
            WILAYAH.c.otonom,
            WILAYAH.c.berlaku_sampai.is_(None),
            *tingkat,
        )
    )
    if asing := sorted(set(r.wilayah_terbuka) - set(ada)):
        apa = "provinsi" if tingkat else "pemda"
        raise IsianTidakSah(
            "CAKUPAN_TIDAK_SESUAI", f"Bukan {apa} yang berlaku: {', '.join(asing)}.", letak=["wilayahTerbuka"]
        )


def _kode(r: Rancangan, sesi: Sequence[Sesi]) -> str:
    if r.kode is not None:
        return periksa_kode(r.kode)
    acak = "".join(secrets.choice(ABJAD_KODE) for _ in range(4))
    return f"{r.jenis.value}-{sesi[0].tanggal:%Y%m%d}-{acak}"


def _kode_dipakai(kode: str) -> IsianTidakSah:
    return IsianTidakSah(
        "KODE_SUDAH_DIPAKAI", f"Kode jadwal {kode} sudah dipakai. Pilih kode lain.", letak=["kode"]
    )


def _isi_anak(session: Session, id_: uuid.UUID, siap: _Siap, r: Rancangan) -> None:
    session.execute(
        insert(JadwalSesi),
        [{"jadwal_id": id_, "tanggal": s.tanggal, "paruh": s.paruh} for s in siap.sesi],
    )
    if siap.jalur:
        session.execute(insert(JadwalJalur), [{"jadwal_id": id_, "jalur_id": j} for j in siap.jalur.values()])
    if r.wilayah_terbuka:
        session.execute(
            insert(JadwalWilayah),
            [{"jadwal_id": id_, "wilayah_kode": w} for w in sorted(set(r.wilayah_terbuka))],
        )


def _umumkan(
    session: Session, aktor: Aktor, aksi: str, id_: uuid.UUID, lembaga: str, bidang: Sequence[str]
) -> None:
    catat(session, aktor, aksi, objek=OBJEK, objek_id=str(id_), wilayah=lembaga, bidang=bidang)
    siarkan(session, PERISTIWA_SLOT, kunci=str(id_), wilayah=lembaga)
