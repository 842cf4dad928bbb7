"""Training waves of the demo, one in every state; who passed the finished one may apply through the jalur diklat."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.diklat.models import PesertaGelombang
from forum_paksi.diklat.penilaian import Kehadiran, catat_kehadiran, nilai_peserta
from forum_paksi.diklat.peserta import daftarkan_peserta, tetapkan_pelatih
from forum_paksi.diklat.rules import Hari, HasilDiklat, IsianGelombang, JenisHari
from forum_paksi.diklat.service import (
    batalkan_gelombang,
    buat_gelombang,
    buka_gelombang,
    mulai_gelombang,
    selesaikan_gelombang,
)
from forum_paksi.seed.mundur import mundurkan_gelombang
from forum_paksi.seed.pelaku import PEKALONGAN, Petugas

__all__ = ["isi_diklat"]

DIKLAT_LALU = timedelta(days=100)


def isi_diklat(
    session: Session,
    p: Petugas,
    *,
    pelatih: Sequence[uuid.UUID],
    lulus: Sequence[uuid.UUID],
    tidak_lulus: uuid.UUID,
    berikutnya: Sequence[uuid.UUID],
    hari_ini: date,
) -> None:
    """Five waves of Kabupaten Pekalongan; `lulus` and `tidak_lulus` were in the one that is over."""
    operator = p.pekalongan

    def gelombang(nama: str, pertama: date, peserta: Sequence[uuid.UUID] = ()) -> uuid.UUID:
        id_ = buat_gelombang(session, operator, wilayah=PEKALONGAN, isian=_isian(nama, pertama))
        tetapkan_pelatih(session, operator, gelombang_id=id_, orang=pelatih)
        if peserta:
            daftarkan_peserta(session, operator, gelombang_id=id_, orang=peserta)
        return id_

    selesai = gelombang("Diklat calon PAKSI, gelombang 1", hari_ini, [*lulus, tidak_lulus])
    buka_gelombang(session, operator, gelombang_id=selesai)
    mundurkan_gelombang(session, selesai, DIKLAT_LALU)
    mulai_gelombang(session, operator, gelombang_id=selesai)
    peserta = {
        r.orang_id: r.id
        for r in session.execute(
            select(PesertaGelombang.orang_id, PesertaGelombang.id).where(
                PesertaGelombang.gelombang_id == selesai
            )
        )
    }
    for hari in _hari(hari_ini - DIKLAT_LALU):
        catat_kehadiran(
            session,
            operator,
            gelombang_id=selesai,
            tanggal=hari.tanggal,
            kehadiran=[Kehadiran(peserta=id_, hadir=o != tidak_lulus) for o, id_ in peserta.items()],
        )
    for ke, (orang, id_) in enumerate(peserta.items(), 1):
        gagal = orang == tidak_lulus
        nilai_peserta(
            session,
            operator,
            peserta_id=id_,
            hasil=HasilDiklat.TIDAK_LULUS if gagal else HasilDiklat.LULUS,
            nomor_sertifikat=None if gagal else f"CONTOH-DIKLAT-{ke:03}",
        )
    selesaikan_gelombang(session, operator, gelombang_id=selesai)
    berjalan = gelombang("Diklat calon PAKSI, gelombang 2", hari_ini, berikutnya)
    buka_gelombang(session, operator, gelombang_id=berjalan)
    mulai_gelombang(session, operator, gelombang_id=berjalan)
    dibuka = gelombang("Diklat calon PAKSI, gelombang 3", hari_ini + timedelta(days=60), berikutnya[:2])
    buka_gelombang(session, operator, gelombang_id=dibuka)
    gelombang("Diklat calon PAKSI, gelombang 4", hari_ini + timedelta(days=120))
    batal = gelombang("Diklat calon PAKSI, gelombang tambahan", hari_ini + timedelta(days=30))
    batalkan_gelombang(session, operator, gelombang_id=batal, alasan="Anggaran digeser ke gelombang 3.")


def _hari(pertama: date) -> tuple[Hari, ...]:
    """Two days each by themself, then three together, as in 2022 (domain notes 4)."""
    jenis = (JenisHari.ASINKRON,) * 2 + (JenisHari.SINKRON,) * 3
    return tuple(Hari(tanggal=pertama + timedelta(days=ke), jenis=satu) for ke, satu in enumerate(jenis))


def _isian(nama: str, pertama: date) -> IsianGelombang:
    return IsianGelombang(
        nama=nama, penyelenggara="BPSDM rekaan", tempat="Balai diklat contoh", hari=_hari(pertama)
    )
