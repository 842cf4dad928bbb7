"""Requests to the LSP as letters: of one pemda, and of a pool. A letter says what is so when its link is used."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from forum_paksi.himpunan.models import Himpunan
from forum_paksi.pelaku import Pelaku, wajib_pelaku, wajib_punya
from forum_paksi.permintaan.models import Calon, Permintaan, TanggalPermintaan
from forum_paksi.permintaan.rules import KeadaanPermintaan
from forum_paksi.skema.models import Jalur, Skema
from forum_paksi.surat.rules import (
    OrangSurat,
    Permohonan,
    nomor_rapi,
    surat_permohonan,
)
from forum_paksi.surat.tautan import Nama, nama_dari, orang_surat, terbitkan
from forum_paksi.tabel import LEMBAGA, PERANGKAT_DAERAH, WILAYAH
from forum_server.plugin import (
    Aktor,
    KeadaanMenolak,
    Kunci,
    Surat,
    TautanSiap,
    TidakDitemukan,
    buka_identitas,
    dalam,
    kop_surat,
    wajib_aktif,
)

__all__ = [
    "HIMPUNAN",
    "PERMINTAAN",
    "permohonan_himpunan",
    "permohonan_pemda",
    "terbitkan_himpunan",
    "terbitkan_permohonan",
]

PERMINTAAN: Final = "paksi.surat_permohonan"
HIMPUNAN: Final = "paksi.surat_permohonan_himpunan"
_PEMDA: Final = frozenset({Pelaku.PEMDA, Pelaku.SISTEM})
_KOORDINATOR: Final = frozenset({Pelaku.KOORDINATOR, Pelaku.SISTEM})
_HIDUP: Final = (
    KeadaanPermintaan.DRAF,
    KeadaanPermintaan.DIAJUKAN,
    KeadaanPermintaan.DIHIMPUN,
    KeadaanPermintaan.DIALOKASIKAN,
    KeadaanPermintaan.SELESAI,
)


def terbitkan_permohonan(session: Session, aktor: Aktor, *, permintaan_id: uuid.UUID) -> TautanSiap:
    """A link to the letter of one request, under the pemda's letterhead.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF, SURAT_BELUM_BERNOMOR, TANPA_CALON,
    KOP_BELUM_ADA, DI_LUAR_WEWENANG.
    """
    row, nama = _permintaan(session, aktor, permintaan_id)
    return terbitkan(
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
        kelompok=[(None, [orang_surat(terbuka, n) for n in nama])],
    )
    return surat_permohonan(kop_surat(session, kunci, row.wilayah_kode), isi)


def _permintaan(session: Session, aktor: Aktor, permintaan_id: uuid.UUID) -> tuple[Any, list[Nama]]:
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


def _calon(session: Session, permintaan: Collection[uuid.UUID]) -> list[Nama]:
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
    return [nama_dari(r) for r in rows]


def terbitkan_himpunan(
    session: Session, aktor: Aktor, *, himpunan_id: uuid.UUID, nomor: str, tanggal: date
) -> TautanSiap:
    """A link to the joint letter of a pool, under the letterhead of the pool's province.

    Raises `IsianTidakSah` NOMOR_SURAT_TIDAK_SAH and as `terbitkan_permohonan`.
    """
    nomor = nomor_rapi(nomor)
    row, _, nama = _himpunan(session, aktor, himpunan_id)
    return terbitkan(
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
        kelompok.setdefault(satu.pemda, []).append(orang_surat(terbuka, satu))
    isi = _permohonan(session, permintaan, nomor=nomor, tanggal=tanggal, kelompok=list(kelompok.items()))
    return surat_permohonan(kop_surat(session, kunci, row.wilayah_kode), isi)


def _himpunan(
    session: Session, aktor: Aktor, himpunan_id: uuid.UUID
) -> tuple[Any, Sequence[Any], list[Nama]]:
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
