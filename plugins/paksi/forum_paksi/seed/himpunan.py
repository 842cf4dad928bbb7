"""A pool of Jawa Tengah with one request of Kabupaten Pekalongan, its invitation on the way and its costs."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from forum_paksi.biaya.rules import JenisBiaya
from forum_paksi.biaya.service import catat_biaya
from forum_paksi.himpunan.masukan import Kebijakan, Rentang
from forum_paksi.himpunan.service import buka_himpunan, himpun_permintaan
from forum_paksi.permintaan.rules import SumberAnggaran
from forum_paksi.permintaan.service import IsianPermintaan, ajukan_permintaan, buat_permintaan
from forum_paksi.seed.pelaku import JATENG, LSP, PEKALONGAN, Petugas
from forum_paksi.undangan.rules import IsianUndangan
from forum_paksi.undangan.service import buat_undangan, kirim_undangan

__all__ = ["isi_himpunan"]


def isi_himpunan(session: Session, p: Petugas, calon: Sequence[uuid.UUID], hari_ini: date) -> None:
    """Pool the request for seats of these candidates, of the jalur diklat; its province invites the LSP to them."""
    mulai = hari_ini + timedelta(days=75)
    hari = Rentang(mulai=mulai, sampai=mulai + timedelta(days=2))
    permintaan = buat_permintaan(
        session,
        p.pekalongan,
        wilayah=PEKALONGAN,
        isian=IsianPermintaan(
            skema="PAKSI_PERTAMA",
            lembaga=LSP,
            jalur="DIKLAT",
            calon=list(calon),
            tanggal=(hari,),
            sumber_anggaran=SumberAnggaran.APBD,
            pagu_rupiah="12000000",
            nomor_surat="700.1/041/CONTOH",
            tanggal_surat=hari_ini,
        ),
    )
    ajukan_permintaan(session, p.pekalongan, permintaan_id=permintaan)
    himpunan = buka_himpunan(
        session,
        p.koordinator_jateng,
        wilayah=JATENG,
        nama="Asesmen Jawa Tengah contoh",
        skema="PAKSI_PERTAMA",
        lembaga=LSP,
        kebijakan=Kebijakan.PRIORITAS_CAKUPAN,
    )
    himpun_permintaan(session, p.koordinator_jateng, himpunan_id=himpunan, permintaan_id=permintaan)
    catat_biaya(
        session, p.koordinator_jateng, himpunan_id=himpunan, jenis=JenisBiaya.KONSUMSI, rupiah="3500000"
    )
    undangan = buat_undangan(
        session,
        p.koordinator_jateng,
        himpunan_id=himpunan,
        isian=IsianUndangan(
            tuan_rumah=PEKALONGAN,
            tuk_nama="Aula Setda Kabupaten Pekalongan",
            tuk_alamat="Jalan Contoh 2, Kajen",
            tuk_wilayah=PEKALONGAN,
            tanggal=(hari,),
            peserta=20,
            sumber_anggaran=SumberAnggaran.APBD,
            anggaran_rupiah="20000000",
        ),
    )
    kirim_undangan(session, p.koordinator_jateng, undangan_id=undangan, versi=1)
