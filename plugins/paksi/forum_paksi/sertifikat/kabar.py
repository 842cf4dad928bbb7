"""Telling people what happens to certificates, in sentences made from ids, codes and days."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.pelaku import IZIN_MOHON
from forum_paksi.sertifikat.rules import TindakanSertifikat
from forum_paksi.tabel import AKUN, ORANG
from forum_server.plugin import JenisPemberitahuan, Pemegang, beritahu, tanggal_panjang

__all__ = ["JENIS", "SERTIFIKAT_BERAKHIR", "SERTIFIKAT_BERUBAH", "kabari_perubahan", "pengelola"]

SERTIFIKAT_BERAKHIR: Final = "paksi.sertifikat_berakhir"
SERTIFIKAT_BERUBAH: Final = "paksi.sertifikat_berubah"
Data = Mapping[str, str]
T = TindakanSertifikat
_BERUBAH: Final = {
    T.BEKUKAN: "dibekukan oleh penerbitnya dan sekarang tidak berlaku. Baca alasannya pada sertifikat itu.",
    T.AKTIFKAN: "diaktifkan kembali oleh penerbitnya.",
    T.CABUT: "dicabut oleh penerbitnya dan tidak boleh dipakai lagi. Baca alasannya pada sertifikat itu.",
}


def pengelola(wilayah: str, perangkat_daerah: uuid.UUID | None) -> Pemegang:
    """Who keeps the applications of a pemda or of one office of it."""
    return Pemegang(izin=IZIN_MOHON, wilayah=wilayah, perangkat_daerah=perangkat_daerah)


def kabari_perubahan(
    session: Session,
    *,
    langkah: uuid.UUID,
    sertifikat_id: uuid.UUID,
    orang_id: uuid.UUID,
    wilayah: str,
    nomor: str,
    tindakan: TindakanSertifikat,
) -> None:
    """Tell the holder and who keeps them where they are now; each step (`langkah`, its row of history) is other news."""
    akun = session.scalars(select(AKUN.c.id).where(AKUN.c.aktif, AKUN.c.orang_id == orang_id)).all()
    kini = session.execute(
        select(ORANG.c.wilayah_kode, ORANG.c.perangkat_daerah_id).where(ORANG.c.id == orang_id)
    ).one()
    beritahu(
        session,
        jenis=SERTIFIKAT_BERUBAH,
        kunci=str(langkah),
        wilayah=wilayah,
        akun=akun,
        penerima=[pengelola(kini.wilayah_kode or wilayah, kini.perangkat_daerah_id)],
        data={"sertifikat": str(sertifikat_id), "nomor": nomor, "tindakan": tindakan.value},
    )


def _berakhir(data: Data) -> str:
    hari = tanggal_panjang(date.fromisoformat(data["berakhir"]))
    return (
        f"Satu sertifikat {data['skema']} berakhir pada {hari}. Lengkapi laporan kegiatan yang masih kurang, lalu "
        "ajukan perpanjangan sebelum hari itu."
    )


def _berubah(data: Data) -> str:
    return f"Sertifikat nomor {data['nomor']} {_BERUBAH[T(data['tindakan'])]}"


def _ke_sertifikat(data: Data) -> str:
    return f"/paksi/sertifikat/{data['sertifikat']}"


JENIS: Final = (
    JenisPemberitahuan(
        nama=SERTIFIKAT_BERAKHIR, judul="Sertifikat hampir berakhir", kalimat=_berakhir, tautan=_ke_sertifikat
    ),
    JenisPemberitahuan(
        nama=SERTIFIKAT_BERUBAH, judul="Keadaan sertifikat berubah", kalimat=_berubah, tautan=_ke_sertifikat
    ),
)
