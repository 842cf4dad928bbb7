"""Previewing an allocation, which writes nothing, and committing it, which writes everything at once."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from forum_paksi.himpunan.bahan import Bahan, baca_bahan
from forum_paksi.himpunan.keadaan import DAPAT_DITINJAU, TindakanHimpunan, tolak_tindakan
from forum_paksi.himpunan.kunci import HimpunanTerkunci, kunci_untuk, majukan
from forum_paksi.himpunan.masukan import Hasil, HasilAlokasi
from forum_paksi.himpunan.models import Himpunan, Keputusan
from forum_paksi.himpunan.penyelesaian import pindahkan_permintaan
from forum_paksi.himpunan.rules import alokasikan
from forum_paksi.himpunan.sidik import BerubahSejakPratinjau, perubahan, sidik
from forum_paksi.jadwal.models import Bagian
from forum_paksi.pelaku import IZIN_HIMPUN
from forum_paksi.pemesanan.kursi import OBJEK as OBJEK_PEMESANAN
from forum_paksi.pemesanan.kursi import PERISTIWA_SLOT, kunci_bagian, tempati
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.pengingat.service import kabari_alokasi
from forum_paksi.permintaan.rules import KeadaanPermintaan
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_paksi.undangan.ikut import himpunan_dialokasikan
from forum_server.plugin import (
    Aktor,
    Ditolak,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    sekarang,
    siarkan,
    wajib_aktif,
)

__all__ = ["Tinjauan", "bahan_tinjauan", "tetapkan_alokasi", "tinjau"]

K = KeadaanPemesanan
SEMPAT_BERUBAH = "Kursi atau kegiatan seorang calon berubah pada saat yang sama."


@dataclass(frozen=True, kw_only=True, slots=True)
class Tinjauan:
    """What an allocation would decide now, and the mark of its inputs."""

    himpunan_id: uuid.UUID
    hasil: HasilAlokasi
    sidik: str


def tinjau(himpunan_id: uuid.UUID, bahan: Bahan) -> Tinjauan:
    """Decide from what was read: only computes, for up to seconds when thousands are in the pool."""
    return Tinjauan(himpunan_id=himpunan_id, hasil=alokasikan(bahan.masukan), sidik=sidik(bahan.masukan))


def bahan_tinjauan(session: Session, aktor: Aktor, *, himpunan_id: uuid.UUID) -> Bahan:
    """Read what a preview is decided from; the session may be one that can only read.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF, KEADAAN_TIDAK_SESUAI or BELUM_ADA_JADWAL.
    """
    if not aktor.punya(IZIN_HIMPUN):
        raise Ditolak(IZIN_HIMPUN)
    row = session.execute(
        select(Himpunan.wilayah_kode, Himpunan.keadaan).where(Himpunan.id == himpunan_id)
    ).first()
    if row is None:
        raise TidakDitemukan("himpunan", letak=["himpunan"])
    wilayah, keadaan = row
    if not aktor.boleh(IZIN_HIMPUN, wilayah=wilayah):
        raise TidakDitemukan("himpunan", letak=["himpunan"])
    wajib_aktif(session, "paksi", wilayah)
    if keadaan not in DAPAT_DITINJAU:
        raise tolak_tindakan(keadaan, TindakanHimpunan.ALOKASIKAN)
    bahan = baca_bahan(session, himpunan_id)
    _wajib_berjadwal(bahan)
    return bahan


def tetapkan_alokasi(
    session: Session,
    aktor: Aktor,
    *,
    himpunan_id: uuid.UUID,
    sidik_pratinjau: str,
    tenggat: datetime | None = None,
) -> uuid.UUID:
    """Seat and queue everybody as the preview said, in one transaction; seats are held until `tenggat`.

    `tenggat` defaults to the earliest registration deadline of the jadwal used, and is never after one begins.
    Raises `BerubahSejakPratinjau` when any input is not what was previewed; `TidakDitemukan`; `IsianTidakSah`
    SIDIK_TIDAK_SAH or TENGGAT_TIDAK_SAH; `KeadaanMenolak` KEADAAN_TIDAK_SESUAI or BELUM_ADA_JADWAL.
    """
    himpunan = kunci_untuk(session, aktor, himpunan_id, TindakanHimpunan.ALOKASIKAN)
    kunci_bagian(session, session.scalars(select(Bagian.id).where(Bagian.himpunan_id == himpunan_id)))
    bahan = baca_bahan(session, himpunan_id)
    if berubah := perubahan(sidik_pratinjau, bahan.masukan):
        raise BerubahSejakPratinjau(berubah)
    _wajib_berjadwal(bahan)
    sampai = _tenggat(session, bahan, tenggat)
    hasil = alokasikan(bahan.masukan)
    pemesanan = _pesankan(session, aktor, bahan, hasil, sampai)
    _tulis_keputusan(session, himpunan, hasil, pemesanan)
    pindahkan_permintaan(
        session, aktor, himpunan_id, ke=KeadaanPermintaan.DIALOKASIKAN, aksi="paksi.alokasikan_permintaan"
    )
    majukan(
        session,
        aktor,
        himpunan,
        TindakanHimpunan.ALOKASIKAN,
        tenggat=sampai,
        dialokasikan_pada=sekarang(session),
    )
    kabari_alokasi(session, himpunan)
    himpunan_dialokasikan(session, aktor, himpunan_id)
    return himpunan_id


def _wajib_berjadwal(bahan: Bahan) -> None:
    if not bahan.masukan.jadwal:
        raise KeadaanMenolak(
            "BELUM_ADA_JADWAL",
            "Himpunan ini belum mempunyai jadwal yang DIBUKA. Minta LSP mencadangkan kursi untuk himpunan ini.",
        )


def _tenggat(session: Session, bahan: Bahan, tenggat: datetime | None) -> datetime:
    if tenggat is None:
        return min(t.batas_daftar for t in bahan.tempat.values())
    mulai = min(t.mulai_pada for t in bahan.tempat.values())
    if not sekarang(session) < tenggat <= mulai:
        raise IsianTidakSah(
            "TENGGAT_TIDAK_SAH",
            "Tenggat konfirmasi harus sesudah sekarang dan tidak melewati mulainya jadwal.",
            letak=["tenggat"],
        )
    return tenggat


def _pesankan(
    session: Session, aktor: Aktor, bahan: Bahan, hasil: HasilAlokasi, sampai: datetime
) -> dict[tuple[uuid.UUID, uuid.UUID], uuid.UUID]:
    """Write seats and queue places of locked shares; (request, person) → booking. Few statements, whatever the number."""
    jalur = {p.id: p.jalur for p in bahan.masukan.permintaan}
    nomor = {j: t.antre_terakhir for j, t in bahan.tempat.items()}
    rows: list[dict[str, Any]] = []
    for k in hasil.keputusan:
        jadwal = k.jadwal or k.jadwal_tunggu
        if jadwal is None:
            continue
        duduk = k.hasil is Hasil.KURSI
        if not duduk:
            nomor[jadwal] += 1
        rows.append(
            {
                "id": uuid.uuid4(),
                "jadwal_id": jadwal,
                "bagian_id": bahan.tempat[jadwal].bagian_id,
                "orang_id": k.orang,
                "wilayah_kode": k.wilayah,
                "perangkat_daerah_id": k.perangkat_daerah,
                "permintaan_id": k.permintaan,
                "jalur_kode": jalur[k.permintaan],
                "keadaan": K.DITAHAN if duduk else K.DAFTAR_TUNGGU,
                "nomor_antre": None if duduk else nomor[jadwal],
                "ditahan_sampai": sampai if duduk else None,
            }
        )
    if not rows:
        return {}
    masuk = session.scalars(
        sisipkan(session, Pemesanan)
        .on_conflict_do_nothing(
            index_elements=["jadwal_id", "orang_id"], index_where=text("keadaan <> 'DIBATALKAN'")
        )
        .returning(Pemesanan.id),
        rows,
    ).all()
    sesi = {r["id"]: bahan.tempat[r["jadwal_id"]].jumlah_sesi for r in rows if r["nomor_antre"] is None}
    if len(masuk) != len(rows) or tempati(session, list(sesi)) != sesi:
        raise BerubahSejakPratinjau([SEMPAT_BERUBAH])
    _hitung(session, bahan, rows, nomor)
    for r in rows:
        duduk = r["nomor_antre"] is None
        catat(
            session,
            aktor,
            "paksi.dudukkan",
            objek=OBJEK_PEMESANAN,
            objek_id=str(r["id"]),
            wilayah=r["wilayah_kode"],
            bidang=["keadaan", "ditahan_sampai" if duduk else "nomor_antre"],
        )
        siarkan(
            session,
            PERISTIWA_SLOT,
            kunci=str(r["jadwal_id"]),
            wilayah=bahan.tempat[r["jadwal_id"]].lembaga,
        )
    return {(r["permintaan_id"], r["orang_id"]): r["id"] for r in rows}


def _hitung(session: Session, bahan: Bahan, rows: list[dict[str, Any]], nomor: dict[uuid.UUID, int]) -> None:
    """Bring the locked shares' counters up to date; the CHECK has the last word on capacity."""
    duduk = Counter[uuid.UUID](r["jadwal_id"] for r in rows if r["nomor_antre"] is None)
    for jadwal, tempat in sorted(bahan.tempat.items(), key=lambda t: t[1].bagian_id):
        session.execute(
            update(Bagian)
            .where(Bagian.id == tempat.bagian_id)
            .values(terisi=Bagian.terisi + duduk[jadwal], antre_terakhir=nomor[jadwal]),
            execution_options=TANPA_SINKRON,
        )


def _tulis_keputusan(
    session: Session,
    himpunan: HimpunanTerkunci,
    hasil: HasilAlokasi,
    pemesanan: dict[tuple[uuid.UUID, uuid.UUID], uuid.UUID],
) -> None:
    session.execute(
        insert(Keputusan),
        [
            {
                "himpunan_id": himpunan.id,
                "permintaan_id": k.permintaan,
                "orang_id": k.orang,
                "nomor": nomor,
                "wilayah_kode": k.wilayah,
                "hasil": k.hasil,
                "jadwal_id": k.jadwal or k.jadwal_tunggu,
                "pemesanan_id": pemesanan.get((k.permintaan, k.orang)),
                "urutan": k.urutan,
                "posisi_tunggu": k.posisi_tunggu,
                "pilihan_ke": k.pilihan_ke,
                "alasan_kode": k.alasan_kode,
                "alasan": k.alasan,
            }
            for nomor, k in enumerate(hasil.keputusan, 1)
        ],
    )
