"""What happens to a request, one unit of work each: written, handed in, withdrawn, refused, talked about."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.himpunan.keadaan import KeadaanHimpunan
from forum_paksi.himpunan.kunci import PERISTIWA_HIMPUNAN, kunci_baris
from forum_paksi.himpunan.masukan import Rentang
from forum_paksi.pelaku import IZIN_MINTA, Pelaku, wajib_pelaku, wajib_punya
from forum_paksi.permintaan.models import (
    Calon,
    Konsultasi,
    NomorPermintaan,
    Permintaan,
    TanggalPermintaan,
)
from forum_paksi.permintaan.rules import (
    ALASAN_MAKS,
    CALON_MAKS,
    NOMOR_SURAT_MAKS,
    PERALIHAN,
    PESAN_MAKS,
    KeadaanPermintaan,
    KelengkapanSurat,
    SumberAnggaran,
    TindakanPermintaan,
    periksa_tanggal,
    periksa_teks,
    rupiah,
    tolak_tindakan,
)
from forum_paksi.skema.service import jalur_untuk, skema_berlaku
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_paksi.tabel import LEMBAGA, ORANG, WILAYAH
from forum_server.plugin import (
    Aktor,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    dalam,
    di_bawah,
    sekarang,
    siarkan,
    wajib_aktif,
    waktu_db,
)

__all__ = [
    "BarisPermintaan",
    "IsianPermintaan",
    "ajukan_permintaan",
    "ambil",
    "buat_permintaan",
    "kirim_konsultasi",
    "opd_calon",
    "pindah",
    "tarik_permintaan",
    "tolak_permintaan",
    "ubah_permintaan",
    "umumkan",
]

OBJEK: Final = "paksi_permintaan"
PERISTIWA_PERMINTAAN: Final = "paksi.permintaan"
"""Told with a request's id whenever its state, content or thread changed."""
K = KeadaanPermintaan
T = TindakanPermintaan


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianPermintaan:
    """What a request says; `calon` and `tanggal` are in the pemda's order of preference."""

    skema: str
    lembaga: str
    jalur: str | None = None
    calon: Sequence[uuid.UUID] = ()
    tanggal: Sequence[Rentang] = ()
    sumber_anggaran: SumberAnggaran | None = None
    pagu_rupiah: str | None = None
    nomor_surat: str | None = None
    tanggal_surat: date | None = None


def buat_permintaan(session: Session, aktor: Aktor, *, wilayah: str, isian: IsianPermintaan) -> uuid.UUID:
    """Write a draft for the pemda `wilayah`.

    Raises `Ditolak`; `TidakDitemukan` (wilayah, skema, lembaga, orang: unknown or outside the actor's scope);
    `IsianTidakSah`; `KeadaanMenolak` PLUGIN_TIDAK_AKTIF.
    """
    aktor.wajib(IZIN_MINTA, wilayah=wilayah, apa="wilayah")
    otonom = session.scalar(
        select(WILAYAH.c.otonom).where(WILAYAH.c.kode == wilayah, WILAYAH.c.berlaku_sampai.is_(None))
    )
    if otonom is None:
        raise TidakDitemukan("wilayah", letak=["wilayah"])
    if not otonom:
        raise IsianTidakSah(
            "BUKAN_PEMDA",
            "Permintaan diajukan oleh pemda (provinsi, kabupaten, atau kota).",
            letak=["wilayah"],
        )
    wajib_aktif(session, "paksi", wilayah)
    kini = sekarang(session)
    permintaan_id = uuid.uuid4()
    session.execute(
        insert(Permintaan).values(
            id=permintaan_id,
            nomor=_nomor(session, wilayah, kini.year),
            wilayah_kode=wilayah,
            keadaan=K.DRAF,
            **_isi(session, isian, kini.date()),
        )
    )
    _tulis_rincian(session, aktor, permintaan_id, wilayah, isian)
    umumkan(session, aktor, "paksi.buat_permintaan", permintaan_id, wilayah, ["keadaan", "calon"])
    return permintaan_id


def ubah_permintaan(
    session: Session, aktor: Aktor, *, permintaan_id: uuid.UUID, isian: IsianPermintaan
) -> uuid.UUID:
    """Replace what a draft says. Raises as `buat_permintaan`, and `KeadaanMenolak` KEADAAN_TIDAK_SESUAI."""
    row = ambil(session, aktor, permintaan_id, T.UBAH)
    pindah(session, row, T.UBAH, **_isi(session, isian, sekarang(session).date()))
    session.execute(
        delete(Calon).where(Calon.permintaan_id == permintaan_id), execution_options=TANPA_SINKRON
    )
    session.execute(
        delete(TanggalPermintaan).where(TanggalPermintaan.permintaan_id == permintaan_id),
        execution_options=TANPA_SINKRON,
    )
    _tulis_rincian(session, aktor, permintaan_id, row.wilayah_kode, isian)
    umumkan(session, aktor, "paksi.ubah_permintaan", permintaan_id, row.wilayah_kode, ["isi", "calon"])
    return permintaan_id


def ajukan_permintaan(session: Session, aktor: Aktor, *, permintaan_id: uuid.UUID) -> uuid.UUID:
    """Hand in a draft; this instant is its place in every order of submission.

    Raises `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI or BELUM_LENGKAP.
    """
    row = ambil(session, aktor, permintaan_id, T.AJUKAN)
    pindah(session, row, T.AJUKAN, diajukan_pada=waktu_db())
    nomor_surat, tanggal_surat, jumlah = session.execute(
        select(Permintaan.nomor_surat, Permintaan.tanggal_surat, func.count(Calon.orang_id))
        .outerjoin(Calon, Calon.permintaan_id == Permintaan.id)
        .where(Permintaan.id == permintaan_id)
        .group_by(Permintaan.id)
    ).one()
    KelengkapanSurat(nomor_surat=nomor_surat, tanggal_surat=tanggal_surat, jumlah_calon=jumlah).periksa()
    umumkan(
        session,
        aktor,
        "paksi.ajukan_permintaan",
        permintaan_id,
        row.wilayah_kode,
        ["keadaan", "diajukan_pada"],
    )
    return permintaan_id


def tarik_permintaan(
    session: Session, aktor: Aktor, *, permintaan_id: uuid.UUID, alasan: str | None = None
) -> uuid.UUID:
    """Withdraw a request, out of its pool too as long as the pool is TERBUKA.

    Raises `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI or HIMPUNAN_TERKUNCI.
    """
    row = ambil(session, aktor, permintaan_id, T.TARIK)
    if row.himpunan_id is not None and row.keadaan is K.DIHIMPUN:
        himpunan = kunci_baris(session, row.himpunan_id)
        if himpunan is not None and himpunan.keadaan is not KeadaanHimpunan.TERBUKA:
            raise KeadaanMenolak(
                "HIMPUNAN_TERKUNCI",
                f"Himpunannya sedang {himpunan.keadaan.value}; permintaan tidak dapat ditarik lagi. "
                "Hubungi koordinator provinsi, atau batalkan kursi orangnya sesudah dialokasikan.",
            )
        siarkan(session, PERISTIWA_HIMPUNAN, kunci=str(row.himpunan_id), wilayah=row.wilayah_kode)
    alasan = periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS)
    pindah(session, row, T.TARIK, alasan=alasan, himpunan_id=None)
    umumkan(
        session, aktor, "paksi.tarik_permintaan", permintaan_id, row.wilayah_kode, ["keadaan", "himpunan_id"]
    )
    return permintaan_id


def tolak_permintaan(session: Session, aktor: Aktor, *, permintaan_id: uuid.UUID, alasan: str) -> uuid.UUID:
    """Refuse a request that was handed in, with a reason its pemda reads.

    Raises `TidakDitemukan`, `IsianTidakSah` WAJIB_DIISI, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI.
    """
    row = ambil(session, aktor, permintaan_id, T.TOLAK)
    sebab = periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS, wajib=True)
    pindah(session, row, T.TOLAK, alasan=sebab)
    umumkan(session, aktor, "paksi.tolak_permintaan", permintaan_id, row.wilayah_kode, ["keadaan", "alasan"])
    return permintaan_id


def kirim_konsultasi(session: Session, aktor: Aktor, *, permintaan_id: uuid.UUID, isi: str) -> uuid.UUID:
    """Write into the thread of a request, in the capacity nearest to the pemda; drafts have no thread yet.

    Raises `TidakDitemukan`, `IsianTidakSah`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI.
    """
    semua = frozenset(Pelaku)
    wajib_punya(aktor, semua)
    row = _baca(session, permintaan_id)
    pihak = wajib_pelaku(
        aktor, semua, wilayah=row.wilayah_kode, lembaga=_lembaga_terlihat(row), apa="permintaan"
    )
    wajib_aktif(session, "paksi", row.wilayah_kode)
    if row.keadaan is K.DRAF:
        raise KeadaanMenolak(
            "KEADAAN_TIDAK_SESUAI", "Ajukan permintaan ini dahulu; konsultasi dimulai sesudah diajukan."
        )
    teks = periksa_teks(isi, letak="isi", maks=PESAN_MAKS, wajib=True)
    konsultasi_id = uuid.uuid4()
    session.execute(
        insert(Konsultasi).values(
            id=konsultasi_id,
            permintaan_id=permintaan_id,
            akun_id=aktor.akun_id,
            pihak=next(p for p in Pelaku if p in pihak),
            isi=teks,
        )
    )
    umumkan(session, aktor, "paksi.kirim_konsultasi", permintaan_id, row.wilayah_kode, ["konsultasi"])
    return permintaan_id


# --- inside ----------------------------------------------------------------------------------------------


def _nomor(session: Session, wilayah: str, tahun: int) -> str:
    terakhir = session.scalar(
        sisipkan(session, NomorPermintaan)
        .values(wilayah_kode=wilayah, tahun=tahun, terakhir=1)
        .on_conflict_do_update(
            index_elements=["wilayah_kode", "tahun"], set_={"terakhir": NomorPermintaan.terakhir + 1}
        )
        .returning(NomorPermintaan.terakhir)
    )
    return f"PM-{wilayah}-{tahun}-{terakhir:03}"


def _isi(session: Session, isian: IsianPermintaan, hari_ini: date) -> dict[str, Any]:
    """The columns of a request, every value checked."""
    skema_id = skema_berlaku(session, isian.skema, hari_ini)
    jalur_untuk(session, skema_id, [isian.jalur] if isian.jalur else [], hari_ini)
    jenis = session.scalar(
        select(LEMBAGA.c.jenis).where(LEMBAGA.c.kode == isian.lembaga, LEMBAGA.c.dinonaktifkan_pada.is_(None))
    )
    if jenis is None:
        raise TidakDitemukan("lembaga", letak=["lembaga"])
    if jenis != "LSP":
        raise IsianTidakSah(
            "BUKAN_LSP", "Permintaan ditujukan kepada lembaga sertifikasi profesi (LSP).", letak=["lembaga"]
        )
    return {
        "skema_id": skema_id,
        "jalur_kode": isian.jalur,
        "lembaga_kode": isian.lembaga,
        "sumber_anggaran": isian.sumber_anggaran,
        "pagu_rupiah": rupiah(isian.pagu_rupiah),
        "nomor_surat": periksa_teks(isian.nomor_surat, letak="nomorSurat", maks=NOMOR_SURAT_MAKS),
        "tanggal_surat": isian.tanggal_surat,
    }


def _tulis_rincian(
    session: Session, aktor: Aktor, permintaan_id: uuid.UUID, wilayah: str, isian: IsianPermintaan
) -> None:
    opd = opd_calon(session, aktor, wilayah, isian.calon)
    if isian.calon:
        session.execute(
            insert(Calon),
            [
                {
                    "permintaan_id": permintaan_id,
                    "orang_id": orang,
                    "perangkat_daerah_id": opd[orang],
                    "urutan": ke,
                }
                for ke, orang in enumerate(isian.calon, 1)
            ],
        )
    if tanggal := periksa_tanggal(isian.tanggal):
        session.execute(
            insert(TanggalPermintaan),
            [
                {"permintaan_id": permintaan_id, "urutan": ke, "mulai": t.mulai, "sampai": t.sampai}
                for ke, t in enumerate(tanggal, 1)
            ],
        )


def opd_calon(
    session: Session, aktor: Aktor, wilayah: str, calon: Sequence[uuid.UUID]
) -> dict[uuid.UUID, uuid.UUID | None]:
    """Person → OPD. Candidates are registered with the pemda itself: staff of its OPDs, or people it proposes."""
    if len(calon) > CALON_MAKS:
        raise IsianTidakSah("TERLALU_BANYAK", f"Paling banyak {CALON_MAKS} calon.", letak=["calon"])
    milik = ORANG.c.wilayah_kode == wilayah
    if "." in wilayah:  # a province proposes its own people, a kabupaten or kota also those of its kecamatan
        milik |= di_bawah(ORANG.c.wilayah_kode, wilayah)
    lingkup = aktor.lingkup(IZIN_MINTA)
    rows = session.execute(
        select(ORANG.c.id, ORANG.c.perangkat_daerah_id).where(
            dalam(ORANG.c.id, set(calon)),
            milik,
            lingkup.klausa(ORANG.c.wilayah_kode, kolom_perangkat_daerah=ORANG.c.perangkat_daerah_id),
        )
    )
    opd: dict[uuid.UUID, uuid.UUID | None] = {row[0]: row[1] for row in rows}
    sudah: set[uuid.UUID] = set()
    for i, orang in enumerate(calon):
        if orang in sudah:
            raise IsianTidakSah(
                "CALON_GANDA",
                "Orang ini sudah ada dalam daftar calon. Hapus salah satunya.",
                letak=["calon", str(i)],
            )
        if orang not in opd:
            raise TidakDitemukan("orang", letak=["calon", str(i)])
        sudah.add(orang)
    return opd


class BarisPermintaan(NamedTuple):
    """A request as it was read."""

    id: uuid.UUID
    wilayah_kode: str
    lembaga_kode: str
    keadaan: KeadaanPermintaan
    himpunan_id: uuid.UUID | None
    diajukan_pada: datetime | None


def _baca(session: Session, permintaan_id: uuid.UUID) -> BarisPermintaan:
    row = session.execute(
        select(
            Permintaan.id,
            Permintaan.wilayah_kode,
            Permintaan.lembaga_kode,
            Permintaan.keadaan,
            Permintaan.himpunan_id,
            Permintaan.diajukan_pada,
        ).where(Permintaan.id == permintaan_id)
    ).first()
    if row is None:
        raise TidakDitemukan("permintaan", letak=["permintaan"])
    return BarisPermintaan(*row)


def _lembaga_terlihat(row: BarisPermintaan) -> str | None:
    """An LSP doesn't know of a request that was never handed in to it."""
    return row.lembaga_kode if row.diajukan_pada is not None else None


def ambil(
    session: Session, aktor: Aktor, permintaan_id: uuid.UUID, tindakan: TindakanPermintaan
) -> BarisPermintaan:
    """A request the actor may do `tindakan` to; nothing is locked yet.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF.
    """
    boleh = PERALIHAN[tindakan].oleh
    wajib_punya(aktor, boleh)
    row = _baca(session, permintaan_id)
    wajib_pelaku(aktor, boleh, wilayah=row.wilayah_kode, lembaga=_lembaga_terlihat(row), apa="permintaan")
    wajib_aktif(session, "paksi", row.wilayah_kode)
    return row


def pindah(session: Session, row: BarisPermintaan, tindakan: TindakanPermintaan, **nilai: Any) -> None:
    """Move the request on if it is still where it was read, by one conditional statement."""
    peralihan = PERALIHAN[tindakan]
    syarat = [Permintaan.id == row.id, Permintaan.keadaan.in_(peralihan.dari)]
    if tindakan is T.TARIK:
        syarat.append(Permintaan.himpunan_id.is_not_distinct_from(row.himpunan_id))
    jadi = session.scalar(
        update(Permintaan).where(*syarat).values(keadaan=peralihan.ke, **nilai).returning(Permintaan.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        kini = session.scalar(select(Permintaan.keadaan).where(Permintaan.id == row.id))
        assert kini is not None
        raise tolak_tindakan(kini, tindakan)


def umumkan(
    session: Session, aktor: Aktor, aksi: str, permintaan_id: uuid.UUID, wilayah: str, bidang: list[str]
) -> None:
    """Put on the record what was done to a request, and tell who listens."""
    catat(session, aktor, aksi, objek=OBJEK, objek_id=str(permintaan_id), wilayah=wilayah, bidang=bidang)
    siarkan(session, PERISTIWA_PERMINTAAN, kunci=str(permintaan_id), wilayah=wilayah)
