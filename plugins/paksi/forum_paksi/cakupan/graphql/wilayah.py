"""Figures of a region with all beneath it, down to the kelurahan."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.cakupan import baca, rules
from forum_paksi.cakupan.baca import Kebijakan, hari_ini
from forum_paksi.cakupan.rules import KeadaanCakupan, KebijakanCakupan
from forum_paksi.pelaku import IZIN_LIHAT
from forum_server.plugin import (
    BAWAAN,
    After,
    Connection,
    Fields,
    First,
    Info,
    PermintaanTidakSah,
    Wilayah,
    sambungan,
)

__all__ = ["FIELDS", "PaksiCakupanWilayah"]

strawberry.enum(
    KebijakanCakupan,
    name="PaksiKebijakanCakupan",
    description="Kapan sebuah OPD dianggap tercakup: sekian pemegang, atau kepalanya pemegang.",
)


@strawberry.type
class PaksiCakupanPemegang:
    """Orang yang sertifikatnya sedang berlaku di sebuah wilayah beserta semua di bawahnya."""

    paksi: int = strawberry.field(description="Pemegang sertifikat PAKSI.")
    api: int = strawberry.field(description="Pemegang sertifikat API.")
    kecamatan: int = strawberry.field(description="Banyaknya kecamatan yang mempunyai pemegang PAKSI.")
    kelurahan: int = strawberry.field(
        description="Banyaknya kelurahan dan desa yang mempunyai pemegang PAKSI."
    )


@strawberry.type
class PaksiCakupanDuta:
    """Duta integritas yang sedang bertugas di sebuah wilayah beserta semua di bawahnya."""

    orang: int = strawberry.field(description="Banyaknya duta; seseorang dihitung sekali.")
    perangkat_daerah: int = strawberry.field(description="Banyaknya perangkat daerah yang mempunyai duta.")
    kecamatan: int = strawberry.field(description="Banyaknya kecamatan yang mempunyai duta.")
    kelurahan: int = strawberry.field(description="Banyaknya kelurahan dan desa yang mempunyai duta.")


@strawberry.type
class PaksiCakupanAngkaOpd:
    """OPD sebuah wilayah beserta semua di bawahnya, masing-masing menurut kebijakan pemdanya."""

    jumlah: int = strawberry.field(description="Banyaknya OPD; UPTD dan kelurahan adalah bagian OPD lain.")
    terpenuhi: int = strawberry.field(description="Yang memenuhi kebijakan.")
    di_bawah_kuota: int = strawberry.field(description="Yang punya, tetapi belum cukup.")
    belum_ada: int = strawberry.field(description="Yang belum punya siapa pun.")
    inspektorat: int = strawberry.field(description="Inspektorat di antaranya.")
    inspektorat_lengkap: int = strawberry.field(description="Inspektorat yang punya PAKSI dan API.")


@strawberry.type
class PaksiCakupanIsi:
    """Satuan kecil di dalam sebuah wilayah."""

    kecamatan: int = strawberry.field(description="Banyaknya kecamatan.")
    kelurahan: int = strawberry.field(description="Banyaknya kelurahan dan desa.")


@strawberry.type
class PaksiTitikTren:
    """Pemegang sertifikat pada satu hari, menurut wilayah mereka sekarang."""

    tanggal: date = strawberry.field(description="Hari terakhir sebuah bulan; yang terakhir hari ini.")
    paksi: int = strawberry.field(description="Pemegang PAKSI pada hari itu.")
    api: int = strawberry.field(description="Pemegang API pada hari itu.")


@strawberry.type
class PaksiSetelanCakupan:
    """Kebijakan cakupan yang berlaku di sebuah wilayah."""

    kebijakan: KebijakanCakupan = strawberry.field(description="Kapan sebuah OPD tercakup.")
    kuota_opd: int = strawberry.field(description="Pemegang PAKSI per OPD, bila menurut jumlah.")
    kuota_api_inspektorat: int = strawberry.field(
        description="Pemegang API yang diharapkan dari inspektorat."
    )


@strawberry.type
class PaksiCakupanWilayah:
    """Cakupan sebuah wilayah beserta semua di bawahnya, dari nasional sampai kelurahan."""

    kode: str = strawberry.field(description="Kode wilayah.")
    nama: str = strawberry.field(description="Nama wilayah.")
    tingkat: str = strawberry.field(description="Tingkatnya, misalnya KECAMATAN.")

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiCakupanWilayah:
        """The GraphQL object of a row with kode, nama and tingkat."""
        return cls(kode=row.kode, nama=row.nama, tingkat=str(row.tingkat))


FIELDS_CAKUPAN = Fields(PaksiCakupanWilayah)
WILAYAH = Fields(Wilayah)


@FIELDS_CAKUPAN.batch
async def pemegang(cakupan: list[PaksiCakupanWilayah], info: Info) -> list[PaksiCakupanPemegang]:
    """Pemegang sertifikat yang sedang berlaku."""
    rows = await baca.angka_pemegang(info.context.db, {c.kode for c in cakupan}, hari_ini())
    return [
        PaksiCakupanPemegang(paksi=r.paksi, api=r.api, kecamatan=r.kecamatan, kelurahan=r.desa)
        if (r := rows[c.kode])
        else PaksiCakupanPemegang(paksi=0, api=0, kecamatan=0, kelurahan=0)
        for c in cakupan
    ]


@FIELDS_CAKUPAN.batch
async def duta(cakupan: list[PaksiCakupanWilayah], info: Info) -> list[PaksiCakupanDuta]:
    """Duta integritas yang sedang bertugas."""
    rows = await baca.angka_duta(info.context.db, {c.kode for c in cakupan}, hari_ini())
    return [
        PaksiCakupanDuta(orang=r.orang, perangkat_daerah=r.opd, kecamatan=r.kecamatan, kelurahan=r.desa)
        if (r := rows[c.kode])
        else PaksiCakupanDuta(orang=0, perangkat_daerah=0, kecamatan=0, kelurahan=0)
        for c in cakupan
    ]


@FIELDS_CAKUPAN.batch
async def perangkat_daerah(cakupan: list[PaksiCakupanWilayah], info: Info) -> list[PaksiCakupanAngkaOpd]:
    """OPD menurut keadaannya."""
    k = Kebijakan.dari(info.context)
    angka = await baca.angka_opd(info.context.db, k, {c.kode for c in cakupan}, hari_ini())
    return [
        PaksiCakupanAngkaOpd(
            jumlah=a.jumlah,
            terpenuhi=a.keadaan[KeadaanCakupan.TERPENUHI],
            di_bawah_kuota=a.keadaan[KeadaanCakupan.DI_BAWAH_KUOTA],
            belum_ada=a.keadaan[KeadaanCakupan.BELUM_ADA],
            inspektorat=a.inspektorat,
            inspektorat_lengkap=a.inspektorat_lengkap,
        )
        for a in (angka[c.kode] for c in cakupan)
    ]


@FIELDS_CAKUPAN.batch
async def isi(cakupan: list[PaksiCakupanWilayah], info: Info) -> list[PaksiCakupanIsi]:
    """Kecamatan, kelurahan, dan desa di dalamnya."""
    rows = await baca.angka_wilayah(info.context.db, {c.kode for c in cakupan})
    return [
        PaksiCakupanIsi(kecamatan=r.kecamatan, kelurahan=r.desa)
        if (r := rows[c.kode])
        else PaksiCakupanIsi(kecamatan=0, kelurahan=0)
        for c in cakupan
    ]


@FIELDS_CAKUPAN.batch
async def kebijakan(cakupan: list[PaksiCakupanWilayah], info: Info) -> list[PaksiSetelanCakupan]:
    """Kebijakan yang berlaku bagi OPD wilayah ini sendiri; wilayah di bawahnya dapat menetapkan yang lain."""
    k = Kebijakan.dari(info.context)
    return [
        PaksiSetelanCakupan(
            kebijakan=s.kebijakan_cakupan,
            kuota_opd=s.kuota_opd,
            kuota_api_inspektorat=s.kuota_api_inspektorat,
        )
        for s in (k.setelan(c.kode) for c in cakupan)
    ]


@FIELDS_CAKUPAN.batch
async def tren(
    cakupan: list[PaksiCakupanWilayah],
    info: Info,
    *,
    bulan: Annotated[
        int, strawberry.argument(description=f"Banyaknya titik, 1 sampai {rules.BULAN_MAKS}.")
    ] = 12,
) -> list[list[PaksiTitikTren]]:
    """Pemegang pada akhir tiap bulan dan hari ini, dari tanggal sertifikat dan apa yang terjadi dengannya."""
    if not 1 <= bulan <= rules.BULAN_MAKS:
        raise PermintaanTidakSah(f"`bulan` harus antara 1 dan {rules.BULAN_MAKS}.")
    hari = rules.akhir_bulan(hari_ini(), bulan)
    titik = await baca.tren(info.context.db, {c.kode for c in cakupan}, hari)
    return [
        [PaksiTitikTren(tanggal=t.tanggal, paksi=t.paksi, api=t.api) for t in titik[c.kode]] for c in cakupan
    ]


@FIELDS_CAKUPAN.batch
async def turunan(
    cakupan: list[PaksiCakupanWilayah], info: Info, *, first: First = BAWAAN, after: After = strawberry.UNSET
) -> list[Connection[PaksiCakupanWilayah]]:
    """Wilayah tepat satu tingkat di bawahnya, menurut kode."""
    halaman = await baca.turunan(info.context.db, [c.kode for c in cakupan], first=first, after=after or None)
    return [sambungan(satu, PaksiCakupanWilayah.dari) for satu in halaman]


@WILAYAH.batch
async def paksi_cakupan(wilayah: list[Wilayah], info: Info) -> list[PaksiCakupanWilayah | None]:
    """Cakupan wilayah ini beserta semua di bawahnya; kosong bila di luar wilayah kerja Anda."""
    aktor = info.context.aktor
    return [
        PaksiCakupanWilayah(kode=w.kode, nama=w.nama, tingkat=w.tingkat.value)
        if aktor.meliputi(IZIN_LIHAT, wilayah=w.kode)
        else None
        for w in wilayah
    ]


FIELDS = (FIELDS_CAKUPAN, WILAYAH)
