"""What an office has, and what it lacks."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.cakupan import baca, rules
from forum_paksi.cakupan.baca import Kebijakan, hari_ini
from forum_paksi.cakupan.rules import KeadaanCakupan, Punya
from forum_paksi.pelaku import IZIN_ANGKATAN, IZIN_LIHAT
from forum_paksi.skema.graphql import JenisSkema
from forum_server.plugin import Fields, Info, Orang, PerangkatDaerah, Wilayah

__all__ = ["FIELDS", "PaksiCakupan", "PaksiCakupanOpd"]

strawberry.enum(
    KeadaanCakupan,
    name="PaksiKeadaanCakupan",
    description="Sejauh mana sebuah perangkat daerah mempunyai pemegang sertifikat.",
)


@strawberry.type
class PaksiCakupan:
    """Pemegang sertifikat aktif di sebuah perangkat daerah, dibanding kebijakan wilayahnya."""

    pemegang: int = strawberry.field(description="Pegawai yang sertifikatnya sedang berlaku.")
    kuota: int = strawberry.field(
        description="Banyaknya yang diharapkan wilayah ini; 1 bila yang diharapkan adalah kepalanya."
    )
    keadaan: KeadaanCakupan = strawberry.field(description="Belum ada, di bawah kuota, atau terpenuhi.")


@strawberry.type
class PaksiCakupanOpd:
    """Satu OPD dengan pemegang sertifikatnya dan kekurangannya."""

    paksi: int = strawberry.field(description="Pegawai dengan sertifikat PAKSI yang sedang berlaku.")
    api: int = strawberry.field(description="Pegawai dengan sertifikat API yang sedang berlaku.")
    kepala_paksi: bool = strawberry.field(description="Benar bila kepalanya pemegang sertifikat PAKSI.")
    keadaan: KeadaanCakupan = strawberry.field(description="Menurut kebijakan pemdanya.")
    kurang_paksi: int = strawberry.field(description="Banyaknya pemegang PAKSI yang masih kurang.")
    kurang_api: int = strawberry.field(description="Banyaknya pemegang API yang masih kurang.")
    kurang_kepala: bool = strawberry.field(
        description="Benar bila kepalanya harus pemegang PAKSI dan belum, atau kepalanya belum dicatat."
    )
    pengenal: strawberry.Private[uuid.UUID]

    @classmethod
    def dari(cls, row: Row[Any], kebijakan: Kebijakan) -> PaksiCakupanOpd:
        """The GraphQL object of a row of `baca.daftar_opd`."""
        punya = Punya(paksi=row.paksi, api=row.api, kepala=bool(row.kepala))
        syarat = kebijakan.syarat(row.wilayah_kode, inspektorat=row.jenis == rules.INSPEKTORAT)
        kurang = rules.kekurangan(syarat, punya)
        return cls(
            paksi=punya.paksi,
            api=punya.api,
            kepala_paksi=punya.kepala,
            keadaan=rules.keadaan(syarat, punya),
            kurang_paksi=kurang.paksi,
            kurang_api=kurang.api,
            kurang_kepala=kurang.kepala,
            pengenal=row.id,
        )


@strawberry.type
class PaksiKepalaOpd:
    """Kepala sebuah perangkat daerah."""

    orang: Orang = strawberry.field(description="Siapa.")
    dari: date = strawberry.field(description="Hari pertamanya menjabat.")


FIELDS_OPD = Fields(PaksiCakupanOpd)
PERANGKAT_DAERAH = Fields(PerangkatDaerah)


@FIELDS_OPD.batch
async def opd(cakupan: list[PaksiCakupanOpd], info: Info) -> list[PerangkatDaerah]:
    """Perangkat daerahnya."""
    semua = await PerangkatDaerah.muat(info.context.db, {c.pengenal for c in cakupan})
    return [semua[c.pengenal] for c in cakupan]


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
    rows = await baca.opd_ini(konteks.db, boleh, hari_ini())
    k = Kebijakan.dari(konteks)
    return [
        _satu_opd(k, p, rows.get(p.pengenal), jenis) if p.pengenal in boleh else None
        for p in perangkat_daerah
    ]


def _satu_opd(
    kebijakan: Kebijakan, opd: PerangkatDaerah, row: Row[Any] | None, jenis: JenisSkema
) -> PaksiCakupan:
    """Of one kind only: what the other kind lacks is no concern of this figure."""
    semua = kebijakan.syarat(opd.kode_pemilik, inspektorat=opd.jenis.value == rules.INSPEKTORAT)
    punya = Punya() if row is None else Punya(paksi=row.paksi, api=row.api, kepala=bool(row.kepala))
    if jenis is JenisSkema.API:
        return _satu_jenis(semua.api, punya.api)
    if not semua.kepala:
        return _satu_jenis(semua.paksi, punya.paksi)
    kepala = rules.keadaan(rules.Syarat(paksi=0, kepala=True), punya)
    return PaksiCakupan(pemegang=punya.paksi, kuota=1, keadaan=kepala)


def _satu_jenis(kuota: int, pemegang: int) -> PaksiCakupan:
    keadaan = rules.keadaan(rules.Syarat(paksi=kuota), Punya(paksi=pemegang))
    return PaksiCakupan(pemegang=pemegang, kuota=kuota, keadaan=keadaan)


def _terlihat(perangkat_daerah: list[PerangkatDaerah], info: Info) -> set[uuid.UUID]:
    """Those of these offices whose coverage the caller may see, or keeps."""
    aktor = info.context.aktor
    return {
        p.pengenal
        for p in perangkat_daerah
        if any(
            aktor.boleh(izin, wilayah=p.kode_pemilik, perangkat_daerah=p.pengenal)
            for izin in (IZIN_LIHAT, IZIN_ANGKATAN)
        )
    }


@PERANGKAT_DAERAH.batch
async def paksi_kepala(perangkat_daerah: list[PerangkatDaerah], info: Info) -> list[PaksiKepalaOpd | None]:
    """Kepala perangkat daerah ini; kosong bila belum dicatat atau di luar wilayah kerja Anda."""
    db = info.context.db
    if not (terlihat := _terlihat(perangkat_daerah, info)):
        return [None] * len(perangkat_daerah)
    rows = await baca.kepala(db, terlihat, hari_ini())
    orang = await Orang.muat(db, {row.orang_id for row in rows.values()})
    return [
        PaksiKepalaOpd(orang=orang[row.orang_id], dari=row.dari) if (row := rows.get(p.pengenal)) else None
        for p in perangkat_daerah
    ]


@PERANGKAT_DAERAH.batch
async def paksi_wilayah_kerja(perangkat_daerah: list[PerangkatDaerah], info: Info) -> list[Wilayah | None]:
    """Kecamatan, kelurahan, atau desa yang dilayaninya; kosong bila tidak ada atau di luar wilayah kerja Anda."""
    db = info.context.db
    if not (terlihat := _terlihat(perangkat_daerah, info)):
        return [None] * len(perangkat_daerah)
    kode = await baca.wilayah_kerja(db, terlihat)
    wilayah = await Wilayah.muat(db, set(kode.values()))
    return [wilayah.get(kode.get(p.pengenal, "")) for p in perangkat_daerah]


FIELDS = (FIELDS_OPD, PERANGKAT_DAERAH)
