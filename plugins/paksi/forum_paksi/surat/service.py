"""Issuing links to letters, and what a letter says at the moment its link is used.

To issue a link is put on record; who is named in the letter with a full number is put on record when it is made, for
then it is known who that is. Both check the same rights.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from forum_paksi.himpunan.models import Himpunan
from forum_paksi.jadwal.models import Jadwal, JadwalSesi
from forum_paksi.jadwal.rules import KeadaanJadwal
from forum_paksi.pelaku import Pelaku, wajib_pelaku, wajib_punya
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.permintaan.models import Calon, Permintaan, TanggalPermintaan
from forum_paksi.permintaan.rules import KeadaanPermintaan
from forum_paksi.skema.models import Jalur, Skema
from forum_paksi.surat.rules import (
    OrangSurat,
    Permohonan,
    Undangan,
    nomor_rapi,
    sebutan_pemda,
    surat_permohonan,
    surat_undangan,
)
from forum_paksi.tabel import LEMBAGA, PERANGKAT_DAERAH, WILAYAH
from forum_server.plugin import (
    Aktor,
    Identitas,
    KeadaanMenolak,
    Kunci,
    Surat,
    TautanSiap,
    TidakDitemukan,
    buka_identitas,
    catat,
    dalam,
    kop_surat,
    terbitkan_unduhan,
    wajib_aktif,
    wajib_buka_identitas,
    wajib_kop,
)

__all__ = [
    "HIMPUNAN",
    "PERMINTAAN",
    "UNDANGAN",
    "permohonan_himpunan",
    "permohonan_pemda",
    "terbitkan_himpunan",
    "terbitkan_permohonan",
    "terbitkan_undangan",
    "undangan_peserta",
]

PERMINTAAN: Final = "paksi.surat_permohonan"
HIMPUNAN: Final = "paksi.surat_permohonan_himpunan"
UNDANGAN: Final = "paksi.surat_undangan"
_SISTEM: Final = Pelaku.SISTEM
_PEMDA: Final = frozenset({Pelaku.PEMDA, _SISTEM})
_KOORDINATOR: Final = frozenset({Pelaku.KOORDINATOR, _SISTEM})
_LSP: Final = frozenset({Pelaku.LSP, _SISTEM})
_HIDUP: Final = (
    KeadaanPermintaan.DRAF,
    KeadaanPermintaan.DIAJUKAN,
    KeadaanPermintaan.DIHIMPUN,
    KeadaanPermintaan.DIALOKASIKAN,
    KeadaanPermintaan.SELESAI,
)
_DIUNDANG: Final = (KeadaanPemesanan.DIKONFIRMASI, KeadaanPemesanan.HADIR)
"""A seat that is only held is not agreed on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Nama:
    """Somebody in an annex, before the numbers are opened."""

    orang: uuid.UUID
    kelompok: str
    pemda: str
    perangkat_daerah: str | None


# --- a pemda's request ---------------------------------------------------------------------------------------


def terbitkan_permohonan(session: Session, aktor: Aktor, *, permintaan_id: uuid.UUID) -> TautanSiap:
    """A link to the letter of one request, under the pemda's letterhead.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF, SURAT_BELUM_BERNOMOR, TANPA_CALON,
    KOP_BELUM_ADA, DI_LUAR_WEWENANG.
    """
    row, nama = _permintaan(session, aktor, permintaan_id)
    return _terbitkan(
        session,
        aktor,
        jenis=PERMINTAAN,
        objek=("paksi_permintaan", permintaan_id),
        pemilik=row.wilayah_kode,
        penerima=row.lembaga_kode,
        orang=[n.orang for n in nama],
    )


def permohonan_pemda(session: Session, aktor: Aktor, kunci: Kunci, *, permintaan_id: uuid.UUID) -> Surat:
    """The letter of one request; opens the numbers of its candidates on the record."""
    row, nama = _permintaan(session, aktor, permintaan_id)
    terbuka = buka_identitas(session, aktor, kunci, orang=[n.orang for n in nama], penerima=row.lembaga_kode)
    isi = _permohonan(
        session,
        [row],
        nomor=row.nomor_surat,
        tanggal=row.tanggal_surat,
        kelompok=[(None, [_orang(terbuka, n) for n in nama])],
    )
    return surat_permohonan(kop_surat(session, kunci, row.wilayah_kode), isi)


def _permintaan(session: Session, aktor: Aktor, permintaan_id: uuid.UUID) -> tuple[Any, list[_Nama]]:
    wajib_punya(aktor, _PEMDA)
    row = session.execute(_pilih_permintaan().where(Permintaan.id == permintaan_id)).first()
    if row is None:
        raise TidakDitemukan("permintaan", letak=["permintaan"])
    wajib_pelaku(aktor, _PEMDA, wilayah=row.wilayah_kode, apa="permintaan")
    wajib_aktif(session, "paksi", row.wilayah_kode)
    if row.nomor_surat is None or row.tanggal_surat is None:
        raise KeadaanMenolak(
            "SURAT_BELUM_BERNOMOR", "Isi nomor dan tanggal surat pada permintaan ini, lalu buat suratnya."
        )
    return row, _calon(session, [row.id])


def _pilih_permintaan() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Permintaan.id,
            Permintaan.wilayah_kode,
            Permintaan.lembaga_kode,
            Permintaan.nomor_surat,
            Permintaan.tanggal_surat,
            Permintaan.jalur_kode,
            Permintaan.sumber_anggaran,
            LEMBAGA.c.nama.label("lembaga"),
            Skema.nama.label("skema"),
        )
        .join(LEMBAGA, LEMBAGA.c.kode == Permintaan.lembaga_kode)
        .join(Skema, Skema.id == Permintaan.skema_id)
        .where(Permintaan.keadaan.in_(_HIDUP))
        .order_by(Permintaan.wilayah_kode, Permintaan.nomor)
    )


def _calon(session: Session, permintaan: Collection[uuid.UUID]) -> list[_Nama]:
    rows = session.execute(
        select(
            Calon.orang_id,
            Permintaan.wilayah_kode,
            WILAYAH.c.nama,
            WILAYAH.c.tingkat,
            PERANGKAT_DAERAH.c.nama.label("opd"),
        )
        .join(Permintaan, Permintaan.id == Calon.permintaan_id)
        .join(WILAYAH, WILAYAH.c.kode == Permintaan.wilayah_kode)
        .outerjoin(PERANGKAT_DAERAH, PERANGKAT_DAERAH.c.id == Calon.perangkat_daerah_id)
        .where(dalam(Calon.permintaan_id, permintaan))
        .order_by(Permintaan.wilayah_kode, Permintaan.nomor, Calon.urutan)
    ).all()
    if not rows:
        raise KeadaanMenolak("TANPA_CALON", "Belum ada calon. Isi calonnya dahulu, lalu buat suratnya.")
    return [_nama(r) for r in rows]


# --- a pool's request ----------------------------------------------------------------------------------------


def terbitkan_himpunan(
    session: Session, aktor: Aktor, *, himpunan_id: uuid.UUID, nomor: str, tanggal: date
) -> TautanSiap:
    """A link to the joint letter of a pool, under the letterhead of the pool's province.

    Raises `IsianTidakSah` NOMOR_SURAT_TIDAK_SAH and as `terbitkan_permohonan`.
    """
    nomor = nomor_rapi(nomor)
    row, _, nama = _himpunan(session, aktor, himpunan_id)
    return _terbitkan(
        session,
        aktor,
        jenis=HIMPUNAN,
        objek=("paksi_himpunan", himpunan_id),
        pemilik=row.wilayah_kode,
        penerima=row.lembaga_kode,
        orang=[n.orang for n in nama],
        nomor=nomor,
        tanggal=tanggal.isoformat(),
    )


def permohonan_himpunan(
    session: Session, aktor: Aktor, kunci: Kunci, *, himpunan_id: uuid.UUID, nomor: str, tanggal: date
) -> Surat:
    """The joint letter of a pool, its annex by pemda; opens the numbers on the record."""
    row, permintaan, nama = _himpunan(session, aktor, himpunan_id)
    terbuka = buka_identitas(session, aktor, kunci, orang=[n.orang for n in nama], penerima=row.lembaga_kode)
    kelompok: dict[str, list[OrangSurat]] = {}
    for satu in nama:
        kelompok.setdefault(satu.pemda, []).append(_orang(terbuka, satu))
    isi = _permohonan(session, permintaan, nomor=nomor, tanggal=tanggal, kelompok=list(kelompok.items()))
    return surat_permohonan(kop_surat(session, kunci, row.wilayah_kode), isi)


def _himpunan(
    session: Session, aktor: Aktor, himpunan_id: uuid.UUID
) -> tuple[Any, Sequence[Any], list[_Nama]]:
    wajib_punya(aktor, _KOORDINATOR)
    row = session.execute(
        select(Himpunan.wilayah_kode, Himpunan.lembaga_kode).where(Himpunan.id == himpunan_id)
    ).first()
    if row is None:
        raise TidakDitemukan("himpunan", letak=["himpunan"])
    wajib_pelaku(aktor, _KOORDINATOR, wilayah=row.wilayah_kode, apa="himpunan")
    wajib_aktif(session, "paksi", row.wilayah_kode)
    permintaan = session.execute(_pilih_permintaan().where(Permintaan.himpunan_id == himpunan_id)).all()
    return row, permintaan, _calon(session, [p.id for p in permintaan])


# --- the invitation of those who are seated ------------------------------------------------------------------


def terbitkan_undangan(
    session: Session,
    aktor: Aktor,
    *,
    jadwal_id: uuid.UUID,
    nomor: str,
    tanggal: date,
    wilayah: str | None = None,
) -> TautanSiap:
    """A link to the LSP's letters to the pemda whose people hold confirmed seats, one letter each; or to one of them.

    Raises `IsianTidakSah` NOMOR_SURAT_TIDAK_SAH, `KeadaanMenolak` JADWAL_DIBATALKAN, TANPA_PESERTA and as
    `terbitkan_permohonan`.
    """
    nomor = nomor_rapi(nomor)
    row, nama = _peserta(session, aktor, jadwal_id, wilayah)
    isi = {"wilayah": wilayah} if wilayah else {}
    return _terbitkan(
        session,
        aktor,
        jenis=UNDANGAN,
        objek=("paksi_jadwal", jadwal_id),
        pemilik=row.lembaga_kode,
        penerima=row.lembaga_kode,
        orang=[n.orang for n in nama],
        lembaga=row.lembaga_kode,
        nomor=nomor,
        tanggal=tanggal.isoformat(),
        **isi,
    )


def undangan_peserta(
    session: Session,
    aktor: Aktor,
    kunci: Kunci,
    *,
    jadwal_id: uuid.UUID,
    nomor: str,
    tanggal: date,
    wilayah: str | None = None,
) -> list[Surat]:
    """The letters, one for each pemda; opens the numbers of each pemda's people for that pemda on the record."""
    row, nama = _peserta(session, aktor, jadwal_id, wilayah)
    hari = session.scalars(
        select(JadwalSesi.tanggal).where(JadwalSesi.jadwal_id == jadwal_id).distinct()
    ).all()
    kop = kop_surat(session, kunci, row.lembaga_kode)
    terbuka = buka_identitas(
        session,
        aktor,
        kunci,
        orang=[n.orang for n in nama],
        penerima=wilayah or row.lembaga_kode,
        lembaga=row.lembaga_kode,
    )
    kelompok: dict[str, list[_Nama]] = {}
    for satu in nama:
        kelompok.setdefault(satu.kelompok, []).append(satu)
    return [
        surat_undangan(
            kop,
            Undangan(
                nomor=nomor,
                tanggal=tanggal,
                pemda=anggota[0].pemda,
                skema=row.skema,
                jadwal=row.kode,
                hari=hari,
                tempat=None if row.tuk_nama is None else f"{row.tuk_nama}, {row.tuk}",
                peserta=[_orang(terbuka, n) for n in anggota],
            ),
        )
        for anggota in kelompok.values()
    ]


def _peserta(
    session: Session, aktor: Aktor, jadwal_id: uuid.UUID, wilayah: str | None
) -> tuple[Any, list[_Nama]]:
    wajib_punya(aktor, _LSP)
    row = session.execute(
        select(
            Jadwal.kode,
            Jadwal.lembaga_kode,
            Jadwal.keadaan,
            Jadwal.tuk_nama,
            WILAYAH.c.nama.label("tuk"),
            Skema.nama.label("skema"),
        )
        .join(Skema, Skema.id == Jadwal.skema_id)
        .outerjoin(WILAYAH, WILAYAH.c.kode == Jadwal.tuk_wilayah)
        .where(Jadwal.id == jadwal_id)
    ).first()
    if row is None:
        raise TidakDitemukan("jadwal", letak=["jadwal"])
    wajib_pelaku(aktor, _LSP, lembaga=row.lembaga_kode, apa="jadwal")
    wajib_aktif(session, "paksi", row.lembaga_kode)
    if row.keadaan is KeadaanJadwal.DIBATALKAN:
        raise KeadaanMenolak("JADWAL_DIBATALKAN", "Jadwal ini dibatalkan; tidak ada yang diundang.")
    pilih = (
        select(
            Pemesanan.orang_id,
            Pemesanan.wilayah_kode,
            WILAYAH.c.nama,
            WILAYAH.c.tingkat,
            PERANGKAT_DAERAH.c.nama.label("opd"),
        )
        .join(WILAYAH, WILAYAH.c.kode == Pemesanan.wilayah_kode)
        .outerjoin(PERANGKAT_DAERAH, PERANGKAT_DAERAH.c.id == Pemesanan.perangkat_daerah_id)
        .where(Pemesanan.jadwal_id == jadwal_id, Pemesanan.keadaan.in_(_DIUNDANG))
        .order_by(Pemesanan.wilayah_kode, Pemesanan.dibuat_pada, Pemesanan.id)
    )
    if wilayah is not None:
        pilih = pilih.where(Pemesanan.wilayah_kode == wilayah)
    rows = session.execute(pilih).all()
    if not rows:
        raise KeadaanMenolak(
            "TANPA_PESERTA",
            "Belum ada kursi yang dikonfirmasi di sini. Undangan dibuat sesudah kursinya dikonfirmasi.",
        )
    return row, [_nama(r) for r in rows]


# --- what they share -----------------------------------------------------------------------------------------


def _terbitkan(
    session: Session,
    aktor: Aktor,
    *,
    jenis: str,
    objek: tuple[str, uuid.UUID],
    pemilik: str,
    penerima: str,
    orang: Collection[uuid.UUID],
    lembaga: str | None = None,
    **isi: str,
) -> TautanSiap:
    wajib_kop(session, pemilik)
    wajib_buka_identitas(session, aktor, orang=orang, lembaga=lembaga)
    catat(
        session,
        aktor,
        jenis,
        objek=objek[0],
        objek_id=str(objek[1]),
        wilayah=pemilik,
        bidang=["nama", "nik", "nip", f"untuk:{penerima}"],
    )
    return terbitkan_unduhan(session, aktor, jenis=jenis, isi={"id": str(objek[1]), **isi}, wilayah=pemilik)


def _permohonan(
    session: Session,
    permintaan: Sequence[Any],
    *,
    nomor: str,
    tanggal: date,
    kelompok: Sequence[tuple[str | None, Sequence[OrangSurat]]],
) -> Permohonan:
    kode = sorted({p.jalur_kode for p in permintaan if p.jalur_kode})
    jalur = {
        row.kode: row.nama
        for row in session.execute(
            select(Jalur.kode, Jalur.nama).where(dalam(Jalur.kode, kode)).order_by(Jalur.berlaku_dari)
        )
    }
    usulan = session.execute(
        select(TanggalPermintaan.mulai, TanggalPermintaan.sampai)
        .where(dalam(TanggalPermintaan.permintaan_id, [p.id for p in permintaan]))
        .order_by(TanggalPermintaan.urutan, TanggalPermintaan.mulai, TanggalPermintaan.sampai)
    )
    return Permohonan(
        nomor=nomor,
        tanggal=tanggal,
        lembaga=permintaan[0].lembaga,
        skema=permintaan[0].skema,
        jalur=[jalur[k] for k in kode],
        anggaran=sorted({p.sumber_anggaran.value for p in permintaan if p.sumber_anggaran is not None}),
        usulan=list(dict.fromkeys((row.mulai, row.sampai) for row in usulan)),
        kelompok=kelompok,
    )


def _nama(row: Any) -> _Nama:
    return _Nama(
        orang=row.orang_id,
        kelompok=row.wilayah_kode,
        pemda=sebutan_pemda(row.nama, provinsi=row.tingkat == "PROVINSI"),
        perangkat_daerah=row.opd,
    )


def _orang(terbuka: dict[uuid.UUID, Identitas], satu: _Nama) -> OrangSurat:
    orang = terbuka[satu.orang]
    return OrangSurat(
        nama=orang.nama,
        nomor=orang.nip or orang.nik,
        jabatan=orang.jabatan,
        perangkat_daerah=satu.perangkat_daerah,
    )
