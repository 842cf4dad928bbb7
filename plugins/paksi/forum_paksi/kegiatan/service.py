"""What happens to an activity report, one unit of work each: written, handed in, verified."""

from __future__ import annotations

import uuid
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from sqlalchemy import case, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_ini
from forum_paksi.kegiatan.acuan import periksa_jenis, periksa_sasaran
from forum_paksi.kegiatan.kabar import kabari_putusan
from forum_paksi.kegiatan.models import BuktiKegiatan, Kegiatan
from forum_paksi.kegiatan.rules import (
    CATATAN_MAKS,
    PERALIHAN,
    TINDAKAN_PUTUSAN,
    IsianKegiatan,
    KeadaanKegiatan,
    PelakuKegiatan,
    Putusan,
    TindakanKegiatan,
    periksa_isian,
    tolak_tindakan,
)
from forum_paksi.pelaku import IZIN_KEGIATAN, IZIN_PERIKSA_KEGIATAN, diri
from forum_paksi.penyuluh.models import PermintaanPenyuluh
from forum_paksi.penyuluh.rules import KeadaanPenyuluhan
from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.permohonan.pihak import wajib_orang
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.sql import TANPA_SINKRON
from forum_paksi.tabel import LEMBAGA, ORANG, WILAYAH
from forum_server.plugin import (
    Aktor,
    Ditolak,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    lepaskan_berkas,
    setelan_untuk,
    siarkan,
    wajib_aktif,
    waktu_db,
)

__all__ = [
    "OBJEK",
    "PERISTIWA_KEGIATAN",
    "BarisKegiatan",
    "ajukan_kegiatan",
    "ambil",
    "catat_kegiatan",
    "hapus_kegiatan",
    "lepaskan_bukti",
    "periksa_kegiatan",
    "pindah",
    "ubah_kegiatan",
    "umumkan",
    "wajib_wilayah",
]

OBJEK: Final = "paksi_kegiatan"
PERISTIWA_KEGIATAN: Final = "paksi.kegiatan"
"""Told with a report's id whenever its state, content or evidence changed."""
K = KeadaanKegiatan
T = TindakanKegiatan
P = PelakuKegiatan
_IZIN: Final = {P.PEMDA: IZIN_KEGIATAN, P.PEMERIKSA: IZIN_PERIKSA_KEGIATAN}


class BarisKegiatan(NamedTuple):
    """A report as it was read."""

    id: uuid.UUID
    orang_id: uuid.UUID
    lembaga_kode: str
    wilayah_kode: str
    perangkat_daerah_id: uuid.UUID | None
    keadaan: KeadaanKegiatan


def catat_kegiatan(session: Session, aktor: Aktor, *, orang_id: uuid.UUID, isian: IsianKegiatan) -> uuid.UUID:
    """Write a draft of what a person did: by themself, or by who reports for the people of their region or OPD.

    Raises `Ditolak`; `TidakDitemukan` (orang, lembaga, wilayah); `IsianTidakSah` (as `periksa_isian`; BUKAN_LSP,
    ORANG_TANPA_WILAYAH, SASARAN_TIDAK_ADA); `KeadaanMenolak` JENIS_BUKAN_SKEMANYA, KEGIATAN_GANDA, PLUGIN_TIDAK_AKTIF.
    """
    wilayah, opd = _orang(session, aktor, orang_id)
    wajib_aktif(session, "paksi", wilayah)
    kegiatan_id = uuid.uuid4()
    nilai = _isi(session, orang_id, wilayah, isian)
    with _sekali(session):
        session.execute(
            insert(Kegiatan).values(
                id=kegiatan_id,
                orang_id=orang_id,
                wilayah_kode=wilayah,
                perangkat_daerah_id=opd,
                keadaan=K.DRAF,
                **nilai,
            )
        )
    umumkan(session, aktor, "paksi.catat_kegiatan", kegiatan_id, wilayah, ["keadaan", *nilai])
    return kegiatan_id


def ubah_kegiatan(
    session: Session, aktor: Aktor, *, kegiatan_id: uuid.UUID, isian: IsianKegiatan
) -> uuid.UUID:
    """Replace what a report says while it is a draft or was sent back. Raises as `catat_kegiatan` and `ambil`."""
    row = ambil(session, aktor, kegiatan_id, T.UBAH)
    nilai = _isi(session, row.orang_id, row.wilayah_kode, isian)
    with _sekali(session):
        pindah(session, row, T.UBAH, **nilai)
    umumkan(session, aktor, "paksi.ubah_kegiatan", kegiatan_id, row.wilayah_kode, [*nilai])
    return kegiatan_id


def hapus_kegiatan(session: Session, aktor: Aktor, *, kegiatan_id: uuid.UUID) -> uuid.UUID:
    """Delete a draft with its evidence; a speaker request it grew out of waits for a report again.

    Raises as `ambil`, and `KeadaanMenolak` KEGIATAN_TERPAKAI once the requester confirmed it.
    """
    row = ambil(session, aktor, kegiatan_id, T.HAPUS)
    pindah(session, row, T.HAPUS)
    lepaskan_bukti(session, kegiatan_id)
    asal = PermintaanPenyuluh
    session.execute(
        update(asal)
        .where(asal.kegiatan_id == kegiatan_id, asal.keadaan == KeadaanPenyuluhan.DITUGASKAN)
        .values(kegiatan_id=None),
        execution_options=TANPA_SINKRON,
    )
    try:
        with session.begin_nested():
            session.execute(
                delete(Kegiatan).where(Kegiatan.id == kegiatan_id), execution_options=TANPA_SINKRON
            )
    except IntegrityError:
        raise KeadaanMenolak(
            "KEGIATAN_TERPAKAI",
            "Penyuluhan ini sudah dikonfirmasi pemintanya. Perbaiki laporannya lalu ajukan; jangan dihapus.",
        ) from None
    umumkan(session, aktor, "paksi.hapus_kegiatan", kegiatan_id, row.wilayah_kode, ["keadaan"])
    return kegiatan_id


def ajukan_kegiatan(session: Session, aktor: Aktor, *, kegiatan_id: uuid.UUID) -> uuid.UUID:
    """Hand in a draft, or a report that was revised, to the LSP.

    Raises as `ambil`, and `KeadaanMenolak` BELUM_LENGKAP with fewer files than the region asks for.
    """
    row = ambil(session, aktor, kegiatan_id, T.AJUKAN)
    pindah(session, row, T.AJUKAN)
    perlu = setelan_untuk(session, PaksiSetelan, "paksi", row.wilayah_kode).bukti_kegiatan_min
    ada = session.scalar(
        select(func.count()).select_from(BuktiKegiatan).where(BuktiKegiatan.kegiatan_id == kegiatan_id)
    )
    if (ada or 0) < perlu:
        raise KeadaanMenolak(
            "BELUM_LENGKAP",
            f"Laporan ini memuat {ada} bukti, sedangkan yang diperlukan {perlu}. Lampirkan foto atau dokumennya dahulu.",
        )
    umumkan(session, aktor, "paksi.ajukan_kegiatan", kegiatan_id, row.wilayah_kode, ["keadaan"])
    return kegiatan_id


def periksa_kegiatan(
    session: Session, aktor: Aktor, *, kegiatan_id: uuid.UUID, putusan: Putusan, catatan: str | None = None
) -> uuid.UUID:
    """Accept a report, send it back, or refuse it; the last two with a note that its author reads.

    Raises as `ambil`; `KeadaanMenolak` AKUN_TANPA_ORANG, LAPORAN_SENDIRI; `IsianTidakSah` WAJIB_DIISI.
    """
    row = ambil(session, aktor, kegiatan_id, TINDAKAN_PUTUSAN[putusan])
    pemeriksa = None if aktor.serba_boleh else wajib_orang(aktor)
    if pemeriksa == row.orang_id:
        raise KeadaanMenolak(
            "LAPORAN_SENDIRI",
            "Anda tidak dapat memeriksa laporan kegiatan Anda sendiri. Minta pemeriksa lain melakukannya.",
        )
    teks = periksa_teks(catatan, letak="catatan", maks=CATATAN_MAKS, wajib=putusan is not Putusan.DITERIMA)
    pindah(
        session,
        row,
        TINDAKAN_PUTUSAN[putusan],
        catatan=teks,
        pemeriksa_akun_id=aktor.akun_id,
        pemeriksa_orang_id=pemeriksa,
        diputus_pada=None if putusan is Putusan.PERLU_REVISI else waktu_db(),
    )
    kabari_putusan(session, row.id, row.orang_id, row.wilayah_kode, putusan)
    umumkan(session, aktor, "paksi.periksa_kegiatan", kegiatan_id, row.wilayah_kode, ["keadaan", "catatan"])
    return kegiatan_id


# --- what other parts of this subject use ----------------------------------------------------------------


def ambil(
    session: Session, aktor: Aktor, kegiatan_id: uuid.UUID, tindakan: TindakanKegiatan
) -> BarisKegiatan:
    """A report the actor may do `tindakan` to; nothing is locked yet.

    Raises `Ditolak` for who holds none of the permissions anywhere and is not its person, `TidakDitemukan`,
    `KeadaanMenolak` PLUGIN_TIDAK_AKTIF.
    """
    k = Kegiatan
    row = session.execute(
        select(k.id, k.orang_id, k.lembaga_kode, k.wilayah_kode, k.perangkat_daerah_id, k.keadaan).where(
            k.id == kegiatan_id
        )
    ).first()
    baris = None if row is None else BarisKegiatan(*row)
    boleh = PERALIHAN[tindakan].oleh
    if baris is None or boleh.isdisjoint(pelaku_atas(aktor, baris)):
        izin = [_IZIN[p] for p in P if p in boleh and p in _IZIN]
        if not any(aktor.punya(i) for i in izin):
            raise Ditolak(" / ".join(izin))
        raise TidakDitemukan("kegiatan", letak=["kegiatan"])
    wajib_aktif(session, "paksi", baris.wilayah_kode)
    return baris


def pelaku_atas(aktor: Aktor, row: BarisKegiatan) -> frozenset[PelakuKegiatan]:
    """The capacities an actor has over a report; the LSP doesn't know of drafts."""
    if aktor.serba_boleh:
        return frozenset({P.SISTEM})
    punya: set[PelakuKegiatan] = set()
    if diri(aktor, row.orang_id):
        punya.add(P.DIRI)
    if aktor.boleh(IZIN_KEGIATAN, wilayah=row.wilayah_kode, perangkat_daerah=row.perangkat_daerah_id):
        punya.add(P.PEMDA)
    if row.keadaan is not K.DRAF and aktor.boleh(IZIN_PERIKSA_KEGIATAN, lembaga=row.lembaga_kode):
        punya.add(P.PEMERIKSA)
    return frozenset(punya)


def pindah(session: Session, row: BarisKegiatan, tindakan: TindakanKegiatan, **nilai: Any) -> None:
    """Move the report on by one conditional statement, which holds its row until the unit ends.

    Raises `KeadaanMenolak` KEADAAN_TIDAK_SESUAI.
    """
    ke = PERALIHAN[tindakan].ke
    keadaan = case({dari.value: jadi.value for dari, jadi in ke.items()}, value=Kegiatan.keadaan)
    jadi = session.scalar(
        update(Kegiatan)
        .where(Kegiatan.id == row.id, Kegiatan.keadaan.in_(sorted(ke)))
        .values(keadaan=keadaan, **nilai)
        .returning(Kegiatan.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        kini = session.scalar(select(Kegiatan.keadaan).where(Kegiatan.id == row.id))
        if kini is None:
            raise TidakDitemukan("kegiatan", letak=["kegiatan"])
        raise tolak_tindakan(kini, tindakan)


def lepaskan_bukti(session: Session, kegiatan_id: uuid.UUID) -> None:
    """Take all evidence off a report that goes."""
    berkas: Sequence[uuid.UUID] = session.scalars(
        delete(BuktiKegiatan)
        .where(BuktiKegiatan.kegiatan_id == kegiatan_id)
        .returning(BuktiKegiatan.berkas_id),
        execution_options=TANPA_SINKRON,
    ).all()
    for satu in berkas:
        lepaskan_berkas(session, satu)


def umumkan(
    session: Session, aktor: Aktor, aksi: str, kegiatan_id: uuid.UUID, wilayah: str, bidang: Sequence[str]
) -> None:
    """Put on the record what was done to a report, and tell who listens."""
    catat(session, aktor, aksi, objek=OBJEK, objek_id=str(kegiatan_id), wilayah=wilayah, bidang=list(bidang))
    siarkan(session, PERISTIWA_KEGIATAN, kunci=str(kegiatan_id), wilayah=wilayah)


def wajib_wilayah(session: Session, kode: str | None, letak: str) -> str | None:
    """A region that is there today, or none; raises `TidakDitemukan` wilayah."""
    if not kode:
        return None
    ada = session.scalar(
        select(WILAYAH.c.kode).where(WILAYAH.c.kode == kode, WILAYAH.c.berlaku_sampai.is_(None))
    )
    if ada is None:
        raise TidakDitemukan("wilayah", letak=[letak])
    return kode


# --- inside ----------------------------------------------------------------------------------------------


def _orang(session: Session, aktor: Aktor, orang_id: uuid.UUID) -> tuple[str, uuid.UUID | None]:
    """Region and OPD of the person whose report it is."""
    row = session.execute(
        select(ORANG.c.wilayah_kode, ORANG.c.lembaga_kode, ORANG.c.perangkat_daerah_id).where(
            ORANG.c.id == orang_id
        )
    ).first()
    if row is None or not (
        diri(aktor, orang_id)
        or aktor.boleh(
            IZIN_KEGIATAN,
            wilayah=row.wilayah_kode,
            perangkat_daerah=row.perangkat_daerah_id,
            lembaga=row.lembaga_kode,
        )
    ):
        if not aktor.punya(IZIN_KEGIATAN):
            raise Ditolak(IZIN_KEGIATAN)
        raise TidakDitemukan("orang", letak=["orang"])
    if row.wilayah_kode is None:
        raise IsianTidakSah(
            "ORANG_TANPA_WILAYAH",
            "Orang ini terdaftar pada lembaga, bukan pada wilayah, jadi kegiatannya tidak dapat dicatat di sini. "
            "Minta administrator wilayahnya mendaftarkannya.",
            letak=["orang"],
        )
    return row.wilayah_kode, row.perangkat_daerah_id


def _isi(session: Session, orang_id: uuid.UUID, wilayah: str, isian: IsianKegiatan) -> dict[str, Any]:
    """The columns of a report, every value checked."""
    kini = hari_ini(session, wilayah)
    nilai = periksa_isian(isian, kini)
    jenis = session.scalar(
        select(LEMBAGA.c.jenis).where(LEMBAGA.c.kode == isian.lembaga, LEMBAGA.c.dinonaktifkan_pada.is_(None))
    )
    if jenis is None:
        raise TidakDitemukan("lembaga", letak=["lembaga"])
    if jenis != "LSP":
        raise IsianTidakSah(
            "BUKAN_LSP",
            "Laporan kegiatan diperiksa oleh lembaga sertifikasi profesi (LSP).",
            letak=["lembaga"],
        )
    periksa_jenis(session, orang_id, isian.jenis, kini)
    return nilai | {
        "lembaga_kode": isian.lembaga,
        "tempat_wilayah": wajib_wilayah(session, isian.tempat_wilayah, "tempatWilayah"),
        "sasaran": periksa_sasaran(session, nilai["ruang_lingkup"], nilai["sasaran"]),
    }


@contextmanager
def _sekali(session: Session) -> Generator[None]:
    """A savepoint in which the database may find that the same activity stands there already."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError as galat:
        if not _kembar(galat):
            raise
        raise KeadaanMenolak(
            "KEGIATAN_GANDA",
            "Kegiatan dengan jenis, tanggal, dan nama yang sama sudah dilaporkan orang ini. "
            "Buka laporan itu, atau perbaiki nama atau tanggalnya.",
            letak=["nama"],
        ) from None


def _kembar(galat: IntegrityError) -> bool:
    """Whether it is the index of the same activity that refused; SQLite names its columns only."""
    pesan = str(galat.orig)
    return "uq_paksi_kegiatan_sekali" in pesan or "paksi_kegiatan.nama_cari" in pesan
