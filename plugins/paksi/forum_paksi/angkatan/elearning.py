"""What members learned: a class of e-learning with its day and certificate; the person's evidence grows out of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forum_paksi.angkatan.models import Elearning
from forum_paksi.angkatan.service import ambil_anggota, tahan, umumkan, wajib_punya
from forum_paksi.bukti.rules import NAMA_MAKS, NOMOR_MAKS, JenisBukti
from forum_paksi.bukti.service import TempatOrang, catat_bukti_asal, lepas_bukti_asal
from forum_paksi.hari import hari_ini, wajib_sudah_lewat
from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_server.plugin import Aktor, TidakDitemukan, rapikan

__all__ = ["IsianElearning", "catat_elearning", "hapus_elearning"]


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianElearning:
    """A class that was passed; `selesai` is the day of passing, `nomor` the certificate's."""

    kelas: str
    selesai: date
    penyelenggara: str | None = None
    nomor: str | None = None


def catat_elearning(
    session: Session, aktor: Aktor, *, anggota_id: uuid.UUID, isian: IsianElearning
) -> uuid.UUID:
    """Write down a class a member passed, by the member or who looks after the cohort; the same class again corrects it.

    Raises `Ditolak`; `TidakDitemukan` (anggota); `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG, TANGGAL_TIDAK_SAH or
    TANGGAL_DI_MASA_DEPAN; `KeadaanMenolak` ANGGOTA_KELUAR, KEADAAN_TIDAK_SESUAI, PLUGIN_TIDAK_AKTIF or
    BUKTI_SUDAH_ADA.
    """
    row = ambil_anggota(session, aktor, anggota_id, sendiri=True)
    kelas = periksa_teks(rapikan(isian.kelas), letak="kelas", maks=NAMA_MAKS, wajib=True)
    assert kelas is not None
    penyelenggara = periksa_teks(isian.penyelenggara, letak="penyelenggara", maks=NAMA_MAKS)
    nomor = periksa_teks(isian.nomor, letak="nomor", maks=NOMOR_MAKS)
    wajib_sudah_lewat(isian.selesai, hari_ini(session, row.wilayah_kode), letak="selesai")
    tahan(session, row.angkatan_id)
    isi = {"kelas": kelas, "penyelenggara": penyelenggara, "selesai": isian.selesai, "nomor": nomor}
    elearning_id = session.scalar(
        sisipkan(session, Elearning)
        .values(id=uuid.uuid4(), anggota_id=anggota_id, kelas_cari=kelas.casefold()[:NAMA_MAKS], **isi)
        .on_conflict_do_update(index_elements=["anggota_id", "kelas_cari"], set_=isi)
        .returning(Elearning.id)
    )
    assert elearning_id is not None
    catat_bukti_asal(
        session,
        aktor,
        orang=row.orang_id,
        jenis=JenisBukti.ELEARNING,
        nama=kelas,
        penyelenggara=penyelenggara,
        nomor=nomor,
        mulai=isian.selesai,
        selesai=isian.selesai,
        asal_id=elearning_id,
        semula=TempatOrang(wilayah=row.wilayah_kode, perangkat_daerah=row.perangkat_daerah_id),
    )
    umumkan(session, aktor, "paksi.catat_elearning", row.angkatan_id, row.wilayah_kode, ["elearning"])
    return anggota_id


def hapus_elearning(session: Session, aktor: Aktor, *, elearning_id: uuid.UUID) -> uuid.UUID:
    """Take back what was written down, and the evidence that grew from it. Returns the member.

    Raises `Ditolak`, `TidakDitemukan` (elearning), `KeadaanMenolak` as `catat_elearning`, or BUKTI_DIPAKAI while an
    application rests on it.
    """
    anggota_id = session.scalar(select(Elearning.anggota_id).where(Elearning.id == elearning_id))
    if anggota_id is None:
        wajib_punya(aktor)
        raise TidakDitemukan("elearning", letak=["elearning"])
    row = ambil_anggota(session, aktor, anggota_id, sendiri=True)
    tahan(session, row.angkatan_id)
    lepas_bukti_asal(session, elearning_id)
    session.execute(delete(Elearning).where(Elearning.id == elearning_id), execution_options=TANPA_SINKRON)
    umumkan(session, aktor, "paksi.hapus_elearning", row.angkatan_id, row.wilayah_kode, ["elearning"])
    return anggota_id
