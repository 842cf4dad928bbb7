"""The participants of a schedule as a workbook: who is seated and who waits, as far as the actor may see them."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Row, case, select
from sqlalchemy.orm import Session

from forum_paksi.himpunan.baca import belum_dikirim
from forum_paksi.jadwal.baca import terlihat as jadwal_terlihat
from forum_paksi.jadwal.models import Jadwal
from forum_paksi.pelaku import IZIN_JADWAL
from forum_paksi.pemesanan.baca import IZIN_BACA, posisi, terlihat
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import BERKURSI, KeadaanPemesanan
from forum_paksi.tabel import PERANGKAT_DAERAH, WILAYAH
from forum_server.plugin import (
    MEDIA_XLSX,
    Aktor,
    Ditolak,
    JenisUnduhan,
    KolomTulis,
    KonteksUnduhan,
    Kunci,
    Orang,
    TautanSiap,
    TidakDitemukan,
    Unduhan,
    buka_identitas,
    catat,
    terbitkan_unduhan,
    tulis_buku,
    wajib_aktif,
    wajib_buka_identitas,
)

__all__ = ["UNDUH", "terbitkan_ekspor"]

NAMA: Final = "paksi.ekspor_peserta"
IZIN_BUKA: Final = "inti:buka-identitas"
_KOLOM: Final = (
    KolomTulis(judul="nama", lebar=40),
    KolomTulis(judul="nip", lebar=22),
    KolomTulis(judul="jabatan", lebar=36),
    KolomTulis(judul="perangkat daerah", lebar=40),
    KolomTulis(judul="pemda", lebar=32),
    KolomTulis(judul="jalur", lebar=16),
    KolomTulis(judul="keadaan", lebar=18),
    KolomTulis(judul="urutan tunggu", lebar=14),
)


def _pilih(aktor: Aktor, jadwal_id: uuid.UUID) -> Any:
    """Seats and places on the waiting list that the actor may see; those seated first."""
    menunggu = Pemesanan.keadaan == KeadaanPemesanan.DAFTAR_TUNGGU
    return (
        select(
            Pemesanan.id,
            Pemesanan.orang_id,
            Pemesanan.jalur_kode,
            Pemesanan.keadaan,
            PERANGKAT_DAERAH.c.nama.label("opd"),
            WILAYAH.c.nama.label("pemda"),
            (~belum_dikirim(Pemesanan.bagian_id)).label("dikirim"),
        )
        .join(Jadwal, Jadwal.id == Pemesanan.jadwal_id)
        .join(WILAYAH, WILAYAH.c.kode == Pemesanan.wilayah_kode)
        .outerjoin(PERANGKAT_DAERAH, PERANGKAT_DAERAH.c.id == Pemesanan.perangkat_daerah_id)
        .where(
            Pemesanan.jadwal_id == jadwal_id,
            Pemesanan.keadaan.in_(sorted({*BERKURSI, KeadaanPemesanan.DAFTAR_TUNGGU})),
            terlihat(aktor),
        )
        .order_by(
            menunggu,
            Pemesanan.bagian_id,
            case((menunggu, Pemesanan.nomor_antre), else_=0),
            Pemesanan.dibuat_pada,
            Pemesanan.id,
        )
    )


def _jadwal(aktor: Aktor, jadwal_id: uuid.UUID) -> Any:
    return select(Jadwal.kode, Jadwal.lembaga_kode).where(Jadwal.id == jadwal_id, jadwal_terlihat(aktor))


def _kelompok(aktor: Aktor, lembaga: str, rows: list[Row[Any]]) -> list[tuple[str | None, set[uuid.UUID]]]:
    """People by what opens their numbers: being sent to the LSP the actor works for, or where they are registered."""
    di_lsp = aktor.boleh(IZIN_JADWAL, lembaga=lembaga) and aktor.boleh(IZIN_BUKA, lembaga=lembaga)
    terkirim = {r.orang_id for r in rows if di_lsp and r.dikirim}
    lain = {r.orang_id for r in rows} - terkirim
    return [(kode, siapa) for kode, siapa in ((lembaga, terkirim), (None, lain)) if siapa]


def _wajib_izin(aktor: Aktor) -> None:
    if not any(aktor.punya(izin) for izin in IZIN_BACA):
        raise Ditolak(" / ".join(IZIN_BACA))


def terbitkan_ekspor(
    session: Session, aktor: Aktor, *, jadwal_id: uuid.UUID, buka_nip: bool = False
) -> TautanSiap:
    """A link to the participants of a schedule, with NIP in full where `buka_nip` asks for it, else masked.

    Whoever is named in full is put on the record when the link is used. Raises `Ditolak`, `TidakDitemukan`,
    `KeadaanMenolak` PLUGIN_TIDAK_AKTIF, and DI_LUAR_WEWENANG where not everybody's number may be opened.
    """
    _wajib_izin(aktor)
    jadwal = session.execute(_jadwal(aktor, jadwal_id)).first()
    if jadwal is None:
        raise TidakDitemukan("jadwal", letak=["jadwal"])
    wajib_aktif(session, "paksi", jadwal.lembaga_kode)
    if buka_nip:
        if not aktor.punya(IZIN_BUKA):
            raise Ditolak(IZIN_BUKA)
        rows: list[Row[Any]] = list(session.execute(_pilih(aktor, jadwal_id)).all())
        for lembaga, orang in _kelompok(aktor, jadwal.lembaga_kode, rows):
            wajib_buka_identitas(session, aktor, orang=orang, lembaga=lembaga)
    catat(
        session,
        aktor,
        NAMA,
        objek="paksi_jadwal",
        objek_id=str(jadwal_id),
        wilayah=jadwal.lembaga_kode,
        bidang=["nip"] if buka_nip else [],
    )
    return terbitkan_unduhan(
        session,
        aktor,
        jenis=NAMA,
        isi={"jadwal": str(jadwal_id), "nip": "buka" if buka_nip else "samar"},
        wilayah=jadwal.lembaga_kode,
    )


def _buka(
    session: Session, aktor: Aktor, kunci: Kunci, *, lembaga: str, rows: list[Row[Any]]
) -> dict[uuid.UUID, str | None]:
    """NIP in full by person, each on the record."""
    nip: dict[uuid.UUID, str | None] = {}
    for melalui, orang in _kelompok(aktor, lembaga, rows):
        terbuka = buka_identitas(
            session, aktor, kunci, orang=orang, penerima=lembaga, lembaga=melalui, nik=False
        )
        nip |= {i: satu.nip for i, satu in terbuka.items()}
    return nip


async def _buat(konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
    jadwal_id, aktor, db = uuid.UUID(isi["jadwal"]), konteks.aktor, konteks.db
    _wajib_izin(aktor)
    jadwal = await db.first(_jadwal(aktor, jadwal_id))
    if jadwal is None:
        raise TidakDitemukan("jadwal")
    rows = list(await db.all(_pilih(aktor, jadwal_id)))
    orang = await Orang.muat(db, {r.orang_id for r in rows})
    nip = {i: satu.nip_tersamar for i, satu in orang.items()}
    if isi["nip"] == "buka" and rows:
        nip = await db.write(_buka, aktor, konteks.kunci, lembaga=jadwal.lembaga_kode, rows=rows)
    antre = await posisi(db, (r.id for r in rows if r.keadaan is KeadaanPemesanan.DAFTAR_TUNGGU))
    tabel = [
        (
            orang[r.orang_id].nama,
            nip[r.orang_id],
            orang[r.orang_id].jabatan,
            r.opd,
            r.pemda,
            r.jalur_kode,
            r.keadaan.value,
            antre.get(r.id),
        )
        for r in rows
    ]
    buku = await asyncio.to_thread(tulis_buku, "Peserta", _KOLOM, tabel)
    return Unduhan(nama=f"peserta-{jadwal.kode}.xlsx", media=MEDIA_XLSX, isi=buku)


UNDUH: Final = JenisUnduhan(nama=NAMA, buat=_buat)
