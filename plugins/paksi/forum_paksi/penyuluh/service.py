"""What happens to a request for a speaker, one unit of work each: asked, assigned, refused, reported, confirmed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_ini
from forum_paksi.jadwal.rules import Paruh
from forum_paksi.kegiatan.rules import IsianKegiatan, JenisKegiatan
from forum_paksi.kegiatan.service import catat_kegiatan, wajib_wilayah
from forum_paksi.kesibukan import tahan_orang, terhalang_tugas
from forum_paksi.pelaku import IZIN_MINTA_PENYULUH, IZIN_TUGASKAN
from forum_paksi.penyuluh.kabar import kabari
from forum_paksi.penyuluh.kunci import ambil, kunci, pindah, umumkan
from forum_paksi.penyuluh.models import NomorPenyuluh, PermintaanPenyuluh, SesiPenyuluh
from forum_paksi.penyuluh.rules import (
    IsianPermintaan,
    KeadaanPenyuluhan,
    TindakanPenyuluhan,
    periksa_isian,
    sesi,
)
from forum_paksi.permintaan.rules import ALASAN_MAKS, periksa_teks
from forum_paksi.sertifikat.models import Sertifikat
from forum_paksi.sertifikat.rules import KeadaanSertifikat
from forum_paksi.skema.rules import JenisSkema
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_paksi.surat.rules import nomor_rapi
from forum_paksi.tabel import ORANG, PERANGKAT_DAERAH, WILAYAH
from forum_server.plugin import (
    Aktor,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    wajib_aktif,
    waktu_db,
)

__all__ = [
    "IsianLaporan",
    "Waktu",
    "batalkan_permintaan",
    "konfirmasi_penyuluhan",
    "laporkan_penyuluhan",
    "minta_penyuluh",
    "tolak_permintaan",
    "tugaskan_penyuluh",
]

K = KeadaanPenyuluhan
T = TindakanPenyuluhan


@dataclass(frozen=True, kw_only=True, slots=True)
class Waktu:
    """When the penyuluh comes; no `paruh`: the whole day."""

    tanggal: date
    paruh: Paruh | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianLaporan:
    """What the penyuluh adds to what the request says already: topic, place and day. `lembaga` is the LSP."""

    lembaga: str
    ruang_lingkup: str
    tujuan: str
    deskripsi: str
    jumlah_peserta: int
    sasaran: str | None = None
    hasil: str | None = None
    tindak_lanjut: str | None = None


def minta_penyuluh(
    session: Session,
    aktor: Aktor,
    *,
    wilayah: str,
    isian: IsianPermintaan,
    perangkat_daerah: uuid.UUID | None = None,
) -> uuid.UUID:
    """Ask the inspectorate of a pemda for a speaker, for one of its perangkat daerah or for who is named in `peminta`.

    Raises `Ditolak`; `TidakDitemukan` (wilayah, perangkatDaerah: unknown or outside the actor's scope); `IsianTidakSah`
    BUKAN_PEMDA and as `periksa_isian`; `KeadaanMenolak` PLUGIN_TIDAK_AKTIF.
    """
    aktor.wajib(IZIN_MINTA_PENYULUH, wilayah=wilayah, perangkat_daerah=perangkat_daerah, apa="wilayah")
    otonom = session.scalar(
        select(WILAYAH.c.otonom).where(WILAYAH.c.kode == wilayah, WILAYAH.c.berlaku_sampai.is_(None))
    )
    if otonom is None:
        raise TidakDitemukan("wilayah", letak=["wilayah"])
    if not otonom:
        raise IsianTidakSah(
            "BUKAN_PEMDA",
            "Penyuluh diminta kepada inspektorat sebuah pemda (provinsi, kabupaten, atau kota).",
            letak=["wilayah"],
        )
    wajib_aktif(session, "paksi", wilayah)
    if perangkat_daerah is not None and not session.scalar(
        select(PERANGKAT_DAERAH.c.id).where(
            PERANGKAT_DAERAH.c.id == perangkat_daerah,
            PERANGKAT_DAERAH.c.wilayah_kode == wilayah,
            PERANGKAT_DAERAH.c.dinonaktifkan_pada.is_(None),
        )
    ):
        raise TidakDitemukan("perangkat daerah", letak=["perangkatDaerah"])
    kini = hari_ini(session, wilayah)
    nilai = periksa_isian(isian, kini, ber_opd=perangkat_daerah is not None)
    nilai["tempat_wilayah"] = wajib_wilayah(session, isian.tempat_wilayah, "tempatWilayah")
    permintaan_id = uuid.uuid4()
    session.execute(
        insert(PermintaanPenyuluh).values(
            id=permintaan_id,
            nomor=_nomor(session, wilayah, kini.year),
            tahun=kini.year,
            wilayah_kode=wilayah,
            perangkat_daerah_id=perangkat_daerah,
            akun_id=aktor.akun_id,
            keadaan=K.DIAJUKAN,
            **nilai,
        )
    )
    umumkan(session, aktor, "paksi.minta_penyuluh", permintaan_id, wilayah, ["keadaan", *nilai])
    kabari(session, permintaan_id, "DIAJUKAN")
    return permintaan_id


def tugaskan_penyuluh(
    session: Session,
    aktor: Aktor,
    *,
    permintaan_id: uuid.UUID,
    penyuluh: uuid.UUID,
    nomor_surat: str,
    tanggal_surat: date,
    waktu: Waktu | None = None,
) -> uuid.UUID:
    """Assign a penyuluh to a request, at the wished time or at another that was agreed; again: put another in place.

    Raises as `ambil`; `TidakDitemukan` orang (outside the actor's scope); `IsianTidakSah` NOMOR_SURAT_TIDAK_SAH,
    TANGGAL_TIDAK_SAH; `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, SUDAH_DILAPORKAN, TANPA_SERTIFIKAT, PENYULUH_SIBUK.
    """
    row = kunci(session, ambil(session, aktor, permintaan_id, T.TUGASKAN), T.TUGASKAN)
    nomor = nomor_rapi(nomor_surat)
    kapan = waktu or Waktu(tanggal=row.tanggal, paruh=row.paruh)
    if kapan.tanggal < hari_ini(session, row.wilayah_kode):
        raise IsianTidakSah(
            "TANGGAL_TIDAK_SAH",
            "Hari penyuluhannya sudah lewat. Sepakati hari lain dengan pemintanya.",
            letak=["waktu", "tanggal"],
        )
    _wajib_penyuluh(session, aktor, penyuluh, kapan)
    _bebaskan(session, permintaan_id)
    pindah(
        session,
        row,
        T.TUGASKAN,
        penyuluh_id=penyuluh,
        nomor_surat=nomor,
        tanggal_surat=tanggal_surat,
        tanggal=kapan.tanggal,
        paruh=kapan.paruh,
        ditugaskan_pada=waktu_db(),
    )
    _tempati(session, permintaan_id, penyuluh, kapan)
    umumkan(
        session,
        aktor,
        "paksi.tugaskan_penyuluh",
        permintaan_id,
        row.wilayah_kode,
        ["keadaan", "penyuluh_id", "nomor_surat", "tanggal_surat", "tanggal", "paruh"],
    )
    kabari(
        session, permintaan_id, "DITUGASKAN", lama=row.penyuluh_id if row.penyuluh_id != penyuluh else None
    )
    return permintaan_id


def tolak_permintaan(session: Session, aktor: Aktor, *, permintaan_id: uuid.UUID, alasan: str) -> uuid.UUID:
    """Refuse a request that nobody was assigned to, with a reason its requester reads. Raises as `ambil`, WAJIB_DIISI."""
    row = ambil(session, aktor, permintaan_id, T.TOLAK)
    sebab = periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS, wajib=True)
    pindah(session, row, T.TOLAK, alasan=sebab)
    umumkan(session, aktor, "paksi.tolak_penyuluhan", permintaan_id, row.wilayah_kode, ["keadaan", "alasan"])
    kabari(session, permintaan_id, "DITOLAK")
    return permintaan_id


def batalkan_permintaan(
    session: Session, aktor: Aktor, *, permintaan_id: uuid.UUID, alasan: str
) -> uuid.UUID:
    """Call a request off before it is reported, with a reason; the penyuluh is free again.

    Raises as `ambil`; `IsianTidakSah` WAJIB_DIISI; `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, SUDAH_DILAPORKAN.
    """
    row = ambil(session, aktor, permintaan_id, T.BATALKAN)
    sebab = periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS, wajib=True)
    kunci(session, row, T.BATALKAN)
    _bebaskan(session, permintaan_id)
    pindah(session, row, T.BATALKAN, alasan=sebab)
    umumkan(
        session, aktor, "paksi.batalkan_penyuluhan", permintaan_id, row.wilayah_kode, ["keadaan", "alasan"]
    )
    kabari(session, permintaan_id, "DIBATALKAN")
    return permintaan_id


def laporkan_penyuluhan(
    session: Session, aktor: Aktor, *, permintaan_id: uuid.UUID, isian: IsianLaporan
) -> uuid.UUID:
    """Write the draft of the activity report that grows out of an assignment, once; it goes on as every report does.

    Returns the report's id. Raises as `ambil` and `catat_kegiatan`; `KeadaanMenolak` SUDAH_DILAPORKAN.
    """
    row = ambil(session, aktor, permintaan_id, T.LAPORKAN)
    kunci(session, row, T.LAPORKAN)
    isi = session.execute(
        select(
            PermintaanPenyuluh.penyuluh_id,
            PermintaanPenyuluh.materi,
            PermintaanPenyuluh.sasaran,
            PermintaanPenyuluh.tempat,
            PermintaanPenyuluh.tempat_wilayah,
            PermintaanPenyuluh.tanggal,
        ).where(PermintaanPenyuluh.id == permintaan_id)
    ).one()
    if (
        isi.penyuluh_id != row.penyuluh_id
    ):  # somebody else was put in place between reading and holding the row
        raise TidakDitemukan("permintaan penyuluh", letak=["permintaan"])
    kegiatan_id = catat_kegiatan(
        session,
        aktor,
        orang_id=isi.penyuluh_id,
        isian=IsianKegiatan(
            lembaga=isian.lembaga,
            jenis=JenisKegiatan.PENYULUHAN,
            nama=isi.materi,
            ruang_lingkup=isian.ruang_lingkup,
            sasaran=isian.sasaran or isi.sasaran,
            tujuan=isian.tujuan,
            deskripsi=isian.deskripsi,
            hasil=isian.hasil,
            tindak_lanjut=isian.tindak_lanjut,
            tempat=isi.tempat,
            tempat_wilayah=isi.tempat_wilayah,
            mulai=isi.tanggal,
            selesai=isi.tanggal,
            jumlah_peserta=isian.jumlah_peserta,
        ),
    )
    pindah(session, row, T.LAPORKAN, kegiatan_id=kegiatan_id)
    umumkan(session, aktor, "paksi.laporkan_penyuluhan", permintaan_id, row.wilayah_kode, ["kegiatan_id"])
    kabari(session, permintaan_id, "DILAPORKAN")
    return kegiatan_id


def konfirmasi_penyuluhan(session: Session, aktor: Aktor, *, permintaan_id: uuid.UUID) -> uuid.UUID:
    """The requester says that it took place, once it is reported.

    Raises as `ambil`; `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, BELUM_DILAPORKAN.
    """
    row = ambil(session, aktor, permintaan_id, T.KONFIRMASI)
    pindah(session, row, T.KONFIRMASI)
    umumkan(session, aktor, "paksi.konfirmasi_penyuluhan", permintaan_id, row.wilayah_kode, ["keadaan"])
    kabari(session, permintaan_id, "SELESAI")
    return permintaan_id


# --- inside ----------------------------------------------------------------------------------------------


def _nomor(session: Session, wilayah: str, tahun: int) -> str:
    terakhir = session.scalar(
        sisipkan(session, NomorPenyuluh)
        .values(wilayah_kode=wilayah, tahun=tahun, terakhir=1)
        .on_conflict_do_update(
            index_elements=["wilayah_kode", "tahun"], set_={"terakhir": NomorPenyuluh.terakhir + 1}
        )
        .returning(NomorPenyuluh.terakhir)
    )
    return f"PP-{wilayah}-{tahun}-{terakhir:03}"


def _wajib_penyuluh(session: Session, aktor: Aktor, penyuluh: uuid.UUID, kapan: Waktu) -> None:
    """Somebody in the actor's scope with a certificate in force on that day, who is held and elsewhere in no seat or wave."""
    orang = session.execute(
        select(ORANG.c.wilayah_kode, ORANG.c.lembaga_kode, ORANG.c.perangkat_daerah_id).where(
            ORANG.c.id == penyuluh
        )
    ).first()
    if orang is None or not aktor.boleh(
        IZIN_TUGASKAN,
        wilayah=orang.wilayah_kode,
        perangkat_daerah=orang.perangkat_daerah_id,
        lembaga=orang.lembaga_kode,
    ):
        raise TidakDitemukan("orang", letak=["penyuluh"])
    s = Sertifikat
    if not session.scalar(
        select(s.id)
        .where(
            s.orang_id == penyuluh,
            s.jenis == JenisSkema.PAKSI,
            s.diakui,
            s.keadaan == KeadaanSertifikat.AKTIF,
            s.terbit <= kapan.tanggal,
            s.berakhir >= kapan.tanggal,
        )
        .limit(1)
    ):
        raise KeadaanMenolak(
            "TANPA_SERTIFIKAT",
            "Orang ini tidak memegang sertifikat PAKSI yang berlaku pada hari itu. Pilih penyuluh lain.",
            letak=["penyuluh"],
        )
    tahan_orang(session, [penyuluh])
    if terhalang_tugas(session, penyuluh, kapan.tanggal, sesi(kapan.paruh)):
        raise _sibuk()


def _tempati(session: Session, permintaan_id: uuid.UUID, penyuluh: uuid.UUID, kapan: Waktu) -> None:
    """Take the half-days; the primary key decides between two who want the same."""
    perlu = sesi(kapan.paruh)
    dapat: Sequence[Any] = session.scalars(
        sisipkan(session, SesiPenyuluh)
        .values(
            [
                {
                    "orang_id": penyuluh,
                    "tanggal": kapan.tanggal,
                    "paruh": paruh,
                    "permintaan_id": permintaan_id,
                }
                for paruh in perlu
            ]
        )
        .on_conflict_do_nothing()
        .returning(SesiPenyuluh.paruh)
    ).all()
    if len(dapat) < len(perlu):
        raise _sibuk()


def _bebaskan(session: Session, permintaan_id: uuid.UUID) -> None:
    session.execute(
        delete(SesiPenyuluh).where(SesiPenyuluh.permintaan_id == permintaan_id),
        execution_options=TANPA_SINKRON,
    )


def _sibuk() -> KeadaanMenolak:
    return KeadaanMenolak(
        "PENYULUH_SIBUK",
        "Penyuluh ini sudah bertugas, diklat, atau asesmen pada waktu itu. Pilih penyuluh atau waktu lain.",
        letak=["penyuluh"],
    )
