"""Who was there and who passed, one unit of work each."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum_paksi.bukti.service import lepas_bukti_asal
from forum_paksi.diklat.kunci import (
    ambil,
    ambil_peserta,
    baca_gelombang,
    pindah,
    umumkan,
)
from forum_paksi.diklat.models import (
    HadirGelombang,
    HariGelombang,
    PesertaGelombang,
)
from forum_paksi.diklat.rules import (
    NOMOR_MAKS,
    ORANG_MAKS,
    HasilDiklat,
    KeadaanGelombang,
    TindakanGelombang,
    periksa_usai,
)
from forum_paksi.diklat.service import catat_kelulusan
from forum_paksi.hari import hari_ini
from forum_paksi.pelaku import diri
from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_server.plugin import (
    Aktor,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    dalam,
    waktu_db,
)

__all__ = ["Kehadiran", "catat_kehadiran", "nilai_peserta"]

T = TindakanGelombang


@dataclass(frozen=True, kw_only=True, slots=True)
class Kehadiran:
    """Whether one participant was there."""

    peserta: uuid.UUID
    hadir: bool


def catat_kehadiran(
    session: Session,
    aktor: Aktor,
    *,
    gelombang_id: uuid.UUID,
    tanggal: date,
    kehadiran: Sequence[Kehadiran],
) -> uuid.UUID:
    """Write down who was there on one day of the wave that has come; what was written before is replaced.

    Raises `Ditolak`; `TidakDitemukan` (gelombang, peserta); `IsianTidakSah` BUKAN_HARI_GELOMBANG, PESERTA_GANDA,
    TERLALU_BANYAK; `KeadaanMenolak` KEADAAN_TIDAK_SESUAI or BELUM_WAKTUNYA.
    """
    row = ambil(session, aktor, gelombang_id)
    pindah(session, row, T.HADIR)
    hari = session.scalar(
        select(HariGelombang.tanggal).where(
            HariGelombang.gelombang_id == gelombang_id, HariGelombang.tanggal == tanggal
        )
    )
    if hari is None:
        raise IsianTidakSah("BUKAN_HARI_GELOMBANG", "Pilih salah satu hari gelombang ini.", letak=["tanggal"])
    if tanggal > hari_ini(session, row.wilayah_kode):
        raise KeadaanMenolak(
            "BELUM_WAKTUNYA",
            f"Hari {tanggal} belum tiba. Catat kehadirannya sejak hari itu.",
            letak=["tanggal"],
        )
    if len(kehadiran) > ORANG_MAKS:
        raise IsianTidakSah(
            "TERLALU_BANYAK", f"Paling banyak {ORANG_MAKS} orang sekali kirim.", letak=["hadir"]
        )
    ids = [k.peserta for k in kehadiran]
    ada = set(
        session.scalars(
            select(PesertaGelombang.id).where(
                PesertaGelombang.gelombang_id == gelombang_id, dalam(PesertaGelombang.id, set(ids))
            )
        )
    )
    sudah: set[uuid.UUID] = set()
    for ke, id_ in enumerate(ids):
        if id_ not in ada:
            raise TidakDitemukan("peserta", letak=["hadir", str(ke)])
        if id_ in sudah:
            raise IsianTidakSah(
                "PESERTA_GANDA",
                "Peserta ini disebut dua kali. Hapus salah satunya.",
                letak=["hadir", str(ke)],
            )
        sudah.add(id_)
    if kehadiran:
        masuk = sisipkan(session, HadirGelombang).values(
            [
                {
                    "peserta_id": k.peserta,
                    "tanggal": tanggal,
                    "gelombang_id": gelombang_id,
                    "hadir": k.hadir,
                }
                for k in kehadiran
            ]
        )
        session.execute(
            masuk.on_conflict_do_update(
                index_elements=["peserta_id", "tanggal"], set_={"hadir": masuk.excluded.hadir}
            )
        )
    umumkan(session, aktor, row, "catat_kehadiran", ["hadir"])
    return gelombang_id


def nilai_peserta(
    session: Session,
    aktor: Aktor,
    *,
    peserta_id: uuid.UUID,
    hasil: HasilDiklat,
    nomor_sertifikat: str | None = None,
) -> uuid.UUID:
    """Say whether a participant passed, from the wave's last day on; put right later, the evidence follows.

    Raises `Ditolak`; `TidakDitemukan` (peserta); `IsianTidakSah` NOMOR_TANPA_LULUS or TERLALU_PANJANG;
    `KeadaanMenolak` PLUGIN_TIDAK_AKTIF, KEADAAN_TIDAK_SESUAI, BELUM_WAKTUNYA or MENILAI_DIRI, BUKTI_DIPAKAI (a pass
    that an application rests on), and as `catat_bukti_asal`.
    """
    peserta = ambil_peserta(session, aktor, peserta_id, dari_wilayahnya=False)
    row = ambil(session, aktor, peserta.gelombang_id)
    if diri(aktor, peserta.orang_id):
        raise KeadaanMenolak(
            "MENILAI_DIRI", "Anda tidak dapat menilai diri sendiri. Minta pengelola lain menilainya."
        )
    nomor = periksa_teks(nomor_sertifikat, letak="nomorSertifikat", maks=NOMOR_MAKS)
    if nomor is not None and hasil is not HasilDiklat.LULUS:
        raise IsianTidakSah(
            "NOMOR_TANPA_LULUS",
            "Hanya peserta yang lulus mempunyai nomor sertifikat. Kosongkan nomornya.",
            letak=["nomorSertifikat"],
        )
    pindah(session, row, T.NILAI)
    periksa_usai(row.selesai, hari_ini(session, row.wilayah_kode))
    session.execute(
        update(PesertaGelombang)
        .where(PesertaGelombang.id == peserta_id)
        .values(hasil=hasil, nomor_sertifikat=nomor, dinilai_pada=waktu_db()),
        execution_options=TANPA_SINKRON,
    )
    if baca_gelombang(session, row.id).keadaan is KeadaanGelombang.SELESAI:
        if hasil is HasilDiklat.LULUS:
            catat_kelulusan(session, aktor, row, peserta_id)
        else:
            lepas_bukti_asal(session, peserta_id)
    umumkan(session, aktor, row, "nilai_peserta", ["hasil", "nomor_sertifikat"])
    return peserta_id
