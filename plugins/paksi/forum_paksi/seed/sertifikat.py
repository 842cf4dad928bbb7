"""Certificates of the demo's penyuluh, in every state they are seen in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from forum_paksi.seed.mundur import sertifikat_lama
from forum_paksi.seed.pelaku import LSP, PEKALONGAN, PONTIANAK, Petugas
from forum_paksi.sertifikat.rules import TindakanSertifikat, geser_bulan
from forum_paksi.sertifikat.service import ubah_keadaan
from forum_server.plugin import JenisPerangkatDaerah, benih_opd, benih_orang

__all__ = ["Pemegang", "isi_sertifikat"]

J: Final = JenisPerangkatDaerah
INSPEKTORAT: Final = ("Inspektorat", J.INSPEKTORAT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pemegang:
    """Holders others build on: whose certificate ends soon, is of the second level, has expired, is API."""

    penyuluh: uuid.UUID
    akan_berakhir: uuid.UUID
    muda: uuid.UUID
    kedaluwarsa: uuid.UUID
    sertifikat_kedaluwarsa: uuid.UUID
    api: uuid.UUID
    pontianak: uuid.UUID


def isi_sertifikat(session: Session, p: Petugas, hari_ini: date) -> Pemegang:
    """Write holders and their certificates; what the LSP did to some of them has its reason."""

    def orang(nama: str, opd: tuple[str, JenisPerangkatDaerah], wilayah: str = PEKALONGAN) -> uuid.UUID:
        return benih_orang(session, f"{nama} Contoh Penyuluh", wilayah, benih_opd(session, wilayah, *opd))

    def terbit(siapa: uuid.UUID, nomor: int, bulan_lalu: int, skema: str = "PAKSI_PERTAMA") -> uuid.UUID:
        return sertifikat_lama(
            session,
            p.lsp,
            orang=siapa,
            skema=skema,
            lembaga=LSP,
            nomor=f"CONTOH-{nomor}",
            terbit=geser_bulan(hari_ini, -bulan_lalu),
        )

    def ubah(sertifikat: uuid.UUID, tindakan: TindakanSertifikat, alasan: str) -> None:
        ubah_keadaan(session, p.lsp, sertifikat_id=sertifikat, tindakan=tindakan, alasan=alasan)

    penyuluh = orang("Seruni", INSPEKTORAT)
    akan_berakhir = terbit(penyuluh, 1001, 33)
    muda = orang("Sedap Malam", ("Dinas Pendidikan", J.DINAS))
    terbit(muda, 1002, 40)
    terbit(muda, 1003, 10, "PAKSI_MUDA")
    habis = orang("Soka", ("Dinas Kesehatan", J.DINAS))
    kedaluwarsa = terbit(habis, 1004, 38)
    dibekukan = terbit(orang("Sakura", ("Badan Kepegawaian", J.BADAN)), 1005, 14)
    ubah(dibekukan, TindakanSertifikat.BEKUKAN, "Menunggu hasil pemeriksaan kode etik.")
    dicabut = terbit(orang("Sirih", ("Sekretariat Daerah", J.SEKRETARIAT_DAERAH)), 1006, 20)
    ubah(dicabut, TindakanSertifikat.CABUT, "Melanggar kode etik.")
    dipulihkan = terbit(orang("Suplir", ("Dinas Sosial", J.DINAS)), 1007, 8)
    ubah(dipulihkan, TindakanSertifikat.BEKUKAN, "Ada pengaduan yang diperiksa.")
    ubah(dipulihkan, TindakanSertifikat.AKTIFKAN, "Pengaduan tidak terbukti.")
    api = orang("Srikaya", INSPEKTORAT)
    terbit(api, 1008, 12, "API")
    pontianak = orang("Senduduk", INSPEKTORAT, PONTIANAK)
    terbit(pontianak, 1009, 6)
    terbit(orang("Sawi", ("Dinas Pendidikan", J.DINAS), PONTIANAK), 1010, 41)
    return Pemegang(
        penyuluh=penyuluh,
        akan_berakhir=akan_berakhir,
        muda=muda,
        kedaluwarsa=habis,
        sertifikat_kedaluwarsa=kedaluwarsa,
        api=api,
        pontianak=pontianak,
    )
