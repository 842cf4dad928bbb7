"""What paksi says about a wilayah and an OPD."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import strawberry

from forum_paksi.pelaku import IZIN_LIHAT
from forum_paksi.ringkasan import baca
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import Fields, Info, PerangkatDaerah, Wilayah


@strawberry.type
class PaksiRingkasan:
    """Angka sebuah wilayah beserta semua di bawahnya."""

    permintaan_terbuka: int = strawberry.field(
        description="Permintaan yang sudah diajukan dan belum selesai."
    )
    calon: int = strawberry.field(description="Calon dalam permintaan itu.")
    kursi: int = strawberry.field(description="Kursi yang ditahan atau dikonfirmasi dan belum dijalani.")
    menunggu: int = strawberry.field(description="Orang dalam daftar tunggu.")


@strawberry.enum(description="Sejauh mana sebuah perangkat daerah mempunyai pemegang sertifikat.")
class PaksiKeadaanCakupan(StrEnum):
    """How far an office is covered."""

    BELUM_ADA = "BELUM_ADA"
    DI_BAWAH_KUOTA = "DI_BAWAH_KUOTA"
    TERPENUHI = "TERPENUHI"


@strawberry.type
class PaksiCakupan:
    """Pemegang sertifikat aktif di sebuah perangkat daerah, dibanding kuota wilayahnya."""

    pemegang: int = strawberry.field(description="Pegawai yang sertifikatnya sedang berlaku.")
    kuota: int = strawberry.field(description="Banyaknya yang diharapkan wilayah ini dari tiap OPD.")

    @strawberry.field(description="Belum ada, di bawah kuota, atau terpenuhi.")
    def keadaan(self) -> PaksiKeadaanCakupan:
        """Which of the three."""
        if self.pemegang == 0:
            return PaksiKeadaanCakupan.BELUM_ADA
        if self.pemegang < self.kuota:
            return PaksiKeadaanCakupan.DI_BAWAH_KUOTA
        return PaksiKeadaanCakupan.TERPENUHI


WILAYAH = Fields(Wilayah)
PERANGKAT_DAERAH = Fields(PerangkatDaerah)


@WILAYAH.batch
async def paksi_ringkasan(wilayah: list[Wilayah], info: Info) -> list[PaksiRingkasan | None]:
    """Permintaan, kursi, dan daftar tunggu wilayah ini; kosong bila di luar wilayah kerja Anda."""
    aktor = info.context.aktor
    boleh = {w.kode for w in wilayah if aktor.meliputi(IZIN_LIHAT, wilayah=w.kode)}
    if not boleh:
        return [None] * len(wilayah)
    angka = await baca.angka_wilayah(info.context.db, boleh)
    return [_ringkasan(angka[w.kode]) if w.kode in boleh else None for w in wilayah]


def _ringkasan(angka: baca.Angka) -> PaksiRingkasan:
    return PaksiRingkasan(
        permintaan_terbuka=angka.permintaan,
        calon=angka.calon,
        kursi=angka.kursi,
        menunggu=angka.menunggu,
    )


@PERANGKAT_DAERAH.batch
async def paksi_cakupan(
    perangkat_daerah: list[PerangkatDaerah],
    info: Info,
    *,
    jenis: Annotated[
        JenisSkema, strawberry.argument(description="Pemegang sertifikat PAKSI atau API yang dihitung.")
    ] = JenisSkema.PAKSI,
) -> list[PaksiCakupan | None]:
    """Pemegang sertifikat aktif di OPD ini; kosong bila di luar wilayah kerja Anda."""
    konteks = info.context
    boleh = {
        p.pengenal
        for p in perangkat_daerah
        if konteks.aktor.boleh(IZIN_LIHAT, wilayah=p.kode_pemilik, perangkat_daerah=p.pengenal)
    }
    if not boleh:
        return [None] * len(perangkat_daerah)
    pemegang = await baca.pemegang(konteks.db, boleh, jenis)
    kuota = {
        kode: konteks.aktif.setelan(PaksiSetelan, "paksi", kode).kuota_opd
        for kode in {p.kode_pemilik for p in perangkat_daerah}
    }
    return [
        PaksiCakupan(pemegang=pemegang.get(p.pengenal, 0), kuota=kuota[p.kode_pemilik])
        if p.pengenal in boleh
        else None
        for p in perangkat_daerah
    ]


FIELDS = (WILAYAH, PERANGKAT_DAERAH)
