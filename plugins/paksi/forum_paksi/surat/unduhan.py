"""Making a letter when its link is used."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Final

from forum_paksi.surat import permohonan, undangan
from forum_server.plugin import SURAT, JenisUnduhan, KonteksUnduhan, Surat, Unduhan, data_surat

__all__ = ["UNDUH"]

MEDIA_PDF: Final = "application/pdf"


async def _cetak(konteks: KonteksUnduhan, nama: str, *surat: Surat) -> Unduhan:
    pdf = await konteks.pencetak.pdf(SURAT, data_surat(surat[0].hal, surat))
    return Unduhan(nama=f"{nama}.pdf", media=MEDIA_PDF, isi=pdf)


async def _permintaan(konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
    surat = await konteks.db.write(
        permohonan.permohonan_pemda, konteks.aktor, konteks.kunci, permintaan_id=uuid.UUID(isi["id"])
    )
    return await _cetak(konteks, f"permohonan {surat.nomor}", surat)


async def _himpunan(konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
    surat = await konteks.db.write(
        permohonan.permohonan_himpunan,
        konteks.aktor,
        konteks.kunci,
        himpunan_id=uuid.UUID(isi["id"]),
        nomor=isi["nomor"],
        tanggal=date.fromisoformat(isi["tanggal"]),
    )
    return await _cetak(konteks, f"permohonan bersama {surat.nomor}", surat)


async def _undangan(konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
    surat = await konteks.db.write(
        undangan.undangan_peserta,
        konteks.aktor,
        konteks.kunci,
        jadwal_id=uuid.UUID(isi["id"]),
        nomor=isi["nomor"],
        tanggal=date.fromisoformat(isi["tanggal"]),
        wilayah=isi.get("wilayah"),
    )
    return await _cetak(konteks, f"undangan {surat[0].nomor}", *surat)


UNDUH: Final = (
    JenisUnduhan(nama=permohonan.PERMINTAAN, buat=_permintaan),
    JenisUnduhan(nama=permohonan.HIMPUNAN, buat=_himpunan),
    JenisUnduhan(nama=undangan.UNDANGAN, buat=_undangan),
)
