"""Telling applicants, their pemda and the LSP what an application's steps mean for them, in the unit that takes them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Final, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.pelaku import IZIN_BANDING, IZIN_MOHON, IZIN_VERIFIKASI
from forum_paksi.permohonan.pihak import MilikPermohonan
from forum_paksi.permohonan.rules import TindakanPermohonan
from forum_paksi.tabel import AKUN
from forum_server.plugin import JenisPemberitahuan, Kabar, Pemegang, beritahu_semua

__all__ = ["JENIS", "KEPADA_LSP", "KEPADA_PEMOHON", "PERMOHONAN", "PERMOHONAN_LSP", "kabari"]

PERMOHONAN: Final = "paksi.permohonan"
PERMOHONAN_LSP: Final = "paksi.permohonan_lsp"

Data = Mapping[str, str]
T = TindakanPermohonan

KEPADA_PEMOHON: Final = {
    T.TARIK: "ditarik kembali. Tidak ada lagi yang perlu dikerjakan untuknya.",
    T.MINTA_PERBAIKAN: "perlu diperbaiki. Baca temuan verifikator pada setiap butir, perbaiki, lalu ajukan lagi.",
    T.NYATAKAN_MEMENUHI: "memenuhi syarat. Bila belum berkursi, pesan kursi pada jadwal asesmen yang sesuai.",
    T.NYATAKAN_TIDAK_MEMENUHI: "tidak memenuhi syarat. Baca alasannya pada permohonan itu.",
    T.JADWALKAN: "mendapat kursi asesmen. Baca hari dan tempatnya pada permohonan itu.",
    T.LEPAS_JADWAL: "tidak lagi berkursi. Bila permohonan itu masih berjalan, pesan kursi pada jadwal lain.",
    T.CATAT_TIDAK_HADIR: "berakhir karena pemohon tidak hadir pada asesmen. Ajukan permohonan baru bila masih ingin.",
    T.PUTUSKAN_KOMPETEN: "diputus KOMPETEN oleh pleno. Tunggu sertifikatnya diterbitkan.",
    T.PUTUSKAN_BELUM_KOMPETEN: "diputus BELUM_KOMPETEN oleh pleno. Baca alasannya; hasil itu dapat dibanding.",
    T.TERIMA_BANDING: "akan diases ulang karena bandingnya diterima. Tunggu penugasan asesor lain.",
    T.TOLAK_BANDING: "tetap BELUM_KOMPETEN karena bandingnya ditolak. Baca jawabannya pada permohonan itu.",
    T.TERBITKAN: "selesai: sertifikatnya sudah terbit. Lihat nomor dan masa berlakunya pada sertifikat itu.",
    T.BATALKAN: "dibatalkan oleh LSP. Baca alasannya pada permohonan itu.",
}
"""What the applicant and who keeps applications for their pemda or OPD are told: how the sentence goes on."""
KEPADA_LSP: Final = {
    T.AJUKAN: (IZIN_VERIFIKASI, "diajukan kepada LSP Anda. Mulai verifikasinya."),
    T.AJUKAN_BANDING: (IZIN_BANDING, "dibanding. Jawab banding itu dengan alasan."),
}
"""Who at the LSP is asked to do something, and what.

Steps in neither table concern only those who take them, or are work within the LSP that decides nothing yet.
"""


class Dikabarkan(MilikPermohonan, Protocol):
    """What of an application is needed to tell of it."""

    @property
    def id(self) -> uuid.UUID:
        """The application."""
        ...

    @property
    def nomor(self) -> str:
        """Its number, by which people know it."""
        ...


def kabari(session: Session, permohonan: Dikabarkan, tindakan: TindakanPermohonan, *, langkah: int) -> None:
    """Tell whom a step concerns; `langkah`, its number in the history, makes it an occasion of its own."""
    kunci = f"{permohonan.id}:{langkah}"
    data = {"permohonan": str(permohonan.id), "nomor": permohonan.nomor, "tindakan": tindakan.value}
    kabar: list[Kabar] = []
    if tindakan in KEPADA_PEMOHON:
        kabar.append(
            Kabar(
                jenis=PERMOHONAN,
                kunci=kunci,
                wilayah=permohonan.wilayah_kode,
                akun=_akun(session, permohonan.orang_id),
                penerima=[
                    Pemegang(
                        izin=IZIN_MOHON,
                        wilayah=permohonan.wilayah_kode,
                        perangkat_daerah=permohonan.perangkat_daerah_id,
                    )
                ],
                data=data,
            )
        )
    if tindakan in KEPADA_LSP:
        izin, _ = KEPADA_LSP[tindakan]
        kabar.append(
            Kabar(
                jenis=PERMOHONAN_LSP,
                kunci=kunci,
                wilayah=permohonan.wilayah_kode,
                penerima=[Pemegang(izin=izin, lembaga=permohonan.lembaga_kode)],
                data=data,
            )
        )
    beritahu_semua(session, kabar)


def _akun(session: Session, orang_id: uuid.UUID) -> list[uuid.UUID]:
    return list(session.scalars(select(AKUN.c.id).where(AKUN.c.aktif, AKUN.c.orang_id == orang_id)))


def _kepada_pemohon(data: Data) -> str:
    return f"Permohonan {data['nomor']} {KEPADA_PEMOHON[T(data['tindakan'])]}"


def _kepada_lsp(data: Data) -> str:
    return f"Permohonan {data['nomor']} {KEPADA_LSP[T(data['tindakan'])][1]}"


def _tautan(data: Data) -> str:
    return f"/paksi/permohonan/{data['permohonan']}"


JENIS: Final = (
    JenisPemberitahuan(
        nama=PERMOHONAN, judul="Kabar permohonan sertifikasi", kalimat=_kepada_pemohon, tautan=_tautan
    ),
    JenisPemberitahuan(
        nama=PERMOHONAN_LSP, judul="Permohonan menunggu LSP", kalimat=_kepada_lsp, tautan=_tautan
    ),
)
