"""What became of the applications seated in a schedule, as a workbook: units, recommendation, pleno, certificate."""

from __future__ import annotations

import asyncio
import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from forum_paksi.asesmen.models import AsesmenUnit
from forum_paksi.jadwal.baca import terlihat as jadwal_terlihat
from forum_paksi.jadwal.models import Jadwal
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.permohonan.baca import IZIN_BACA, terlihat
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.pleno.models import Keputusan, Pleno
from forum_paksi.sertifikat.models import Sertifikat
from forum_paksi.skema.models import Unit
from forum_paksi.tabel import PERANGKAT_DAERAH, WILAYAH
from forum_server.plugin import (
    MEDIA_XLSX,
    Aktor,
    Ditolak,
    JenisUnduhan,
    KolomTulis,
    KonteksUnduhan,
    Orang,
    TautanSiap,
    TidakDitemukan,
    Unduhan,
    catat,
    dalam,
    terbitkan_unduhan,
    tulis_buku,
    wajib_aktif,
)

__all__ = ["UNDUH", "terbitkan_hasil"]

NAMA: Final = "paksi.ekspor_hasil"
_SEBELUM: Final = (
    KolomTulis(judul="nomor permohonan", lebar=20),
    KolomTulis(judul="nama", lebar=40),
    KolomTulis(judul="nip", lebar=22),
    KolomTulis(judul="perangkat daerah", lebar=40),
    KolomTulis(judul="pemda", lebar=32),
    KolomTulis(judul="jenis", lebar=18),
    KolomTulis(judul="jalur", lebar=16),
    KolomTulis(judul="keadaan", lebar=24),
    KolomTulis(judul="putaran", lebar=8),
)
_SESUDAH: Final = (
    KolomTulis(judul="rekomendasi", lebar=12),
    KolomTulis(judul="keputusan", lebar=12),
    KolomTulis(judul="nomor berita acara", lebar=24),
    KolomTulis(judul="tanggal pleno", lebar=14),
    KolomTulis(judul="nomor sertifikat", lebar=28),
    KolomTulis(judul="berlaku sampai", lebar=14),
)


def _jadwal(aktor: Aktor, jadwal_id: uuid.UUID) -> Any:
    return select(Jadwal.kode, Jadwal.lembaga_kode, Jadwal.skema_id).where(
        Jadwal.id == jadwal_id, jadwal_terlihat(aktor)
    )


def _wajib_izin(aktor: Aktor) -> None:
    if not any(aktor.punya(izin) for izin in IZIN_BACA):
        raise Ditolak(" / ".join(IZIN_BACA))


def terbitkan_hasil(session: Session, aktor: Aktor, *, jadwal_id: uuid.UUID) -> TautanSiap:
    """A link to the results of a schedule, of the applications the actor may see when it is used.

    Raises `Ditolak`, `TidakDitemukan` jadwal, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF.
    """
    _wajib_izin(aktor)
    jadwal = session.execute(_jadwal(aktor, jadwal_id)).first()
    if jadwal is None:
        raise TidakDitemukan("jadwal", letak=["jadwal"])
    wajib_aktif(session, "paksi", jadwal.lembaga_kode)
    catat(session, aktor, NAMA, objek="paksi_jadwal", objek_id=str(jadwal_id), wilayah=jadwal.lembaga_kode)
    return terbitkan_unduhan(
        session, aktor, jenis=NAMA, isi={"jadwal": str(jadwal_id)}, wilayah=jadwal.lembaga_kode
    )


def _pilih(aktor: Aktor, jadwal_id: uuid.UUID) -> Any:
    return (
        select(
            Permohonan.id,
            Permohonan.nomor,
            Permohonan.orang_id,
            Permohonan.jenis,
            Permohonan.jalur_kode,
            Permohonan.keadaan,
            Permohonan.putaran,
            Permohonan.rekomendasi,
            PERANGKAT_DAERAH.c.nama.label("opd"),
            WILAYAH.c.nama.label("pemda"),
            Keputusan.keputusan,
            Pleno.nomor.label("berita_acara"),
            Pleno.tanggal,
            Sertifikat.nomor.label("nomor_sertifikat"),
            Sertifikat.berakhir,
        )
        .join(Pemesanan, Pemesanan.id == Permohonan.pemesanan_id)
        .join(WILAYAH, WILAYAH.c.kode == Permohonan.wilayah_kode)
        .outerjoin(PERANGKAT_DAERAH, PERANGKAT_DAERAH.c.id == Permohonan.perangkat_daerah_id)
        .outerjoin(
            Keputusan,
            and_(Keputusan.permohonan_id == Permohonan.id, Keputusan.putaran == Permohonan.putaran),
        )
        .outerjoin(Pleno, Pleno.id == Keputusan.pleno_id)
        .outerjoin(Sertifikat, Sertifikat.permohonan_id == Permohonan.id)
        .where(Pemesanan.jadwal_id == jadwal_id, terlihat(aktor))
        .order_by(WILAYAH.c.kode, Permohonan.nomor)
    )


async def _buat(konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
    jadwal_id, aktor, db = uuid.UUID(isi["jadwal"]), konteks.aktor, konteks.db
    _wajib_izin(aktor)
    jadwal = await db.first(_jadwal(aktor, jadwal_id))
    if jadwal is None:
        raise TidakDitemukan("jadwal")
    rows = await db.all(_pilih(aktor, jadwal_id))
    orang = await Orang.muat(db, {r.orang_id for r in rows})
    unit = await db.all(
        select(Unit.id, Unit.kode).where(Unit.skema_id == jadwal.skema_id).order_by(Unit.urutan)
    )
    nilai: defaultdict[tuple[uuid.UUID, int], dict[uuid.UUID, str]] = defaultdict(dict)
    for u in await db.all(
        select(AsesmenUnit.permohonan_id, AsesmenUnit.putaran, AsesmenUnit.unit_id, AsesmenUnit.hasil).where(
            dalam(AsesmenUnit.permohonan_id, {r.id for r in rows})
        )
    ):
        nilai[u.permohonan_id, u.putaran][u.unit_id] = u.hasil.value
    tabel = [
        (
            r.nomor,
            orang[r.orang_id].nama,
            orang[r.orang_id].nip_tersamar,
            r.opd,
            r.pemda,
            r.jenis.value,
            r.jalur_kode,
            r.keadaan.value,
            r.putaran,
            *(nilai[r.id, r.putaran].get(u.id) for u in unit),
            r.rekomendasi and r.rekomendasi.value,
            r.keputusan and r.keputusan.value,
            r.berita_acara,
            r.tanggal,
            r.nomor_sertifikat,
            r.berakhir,
        )
        for r in rows
    ]
    kolom = (*_SEBELUM, *(KolomTulis(judul=u.kode, lebar=10) for u in unit), *_SESUDAH)
    buku = await asyncio.to_thread(tulis_buku, "Hasil", kolom, tabel)
    return Unduhan(nama=f"hasil-{jadwal.kode}.xlsx", media=MEDIA_XLSX, isi=buku)


UNDUH: Final = JenisUnduhan(nama=NAMA, buat=_buat)
