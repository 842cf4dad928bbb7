"""Certificates in GraphQL: what those concerned see, and the check anybody may make."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.hari import hari_di
from forum_paksi.pelaku import IZIN_MOHON, IZIN_TERBITKAN, diri
from forum_paksi.pengenal import pengenal
from forum_paksi.permohonan.graphql import PaksiPermohonan
from forum_paksi.sertifikat import baca
from forum_paksi.sertifikat.rules import KeadaanSertifikat, KeadaanTampak, berlaku_kini, tampak
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.skema import baca as baca_skema
from forum_paksi.skema.graphql import PaksiSkema
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import (
    BAWAAN,
    After,
    Aktor,
    Connection,
    Fields,
    First,
    Info,
    Lembaga,
    Masuk,
    Orang,
    Public,
    Requires,
    sambungan,
)

__all__ = [
    "FIELDS",
    "FIELDS_ORANG",
    "FIELDS_PERMOHONAN",
    "IdSertifikat",
    "PaksiSertifikat",
    "Query",
]

strawberry.enum(
    KeadaanTampak,
    name="PaksiKeadaanSertifikat",
    description="Keadaan sebuah sertifikat; AKAN_BERAKHIR dan KEDALUWARSA terbaca dari tanggalnya.",
)
IdSertifikat = Annotated[strawberry.ID, strawberry.argument(description="Pengenal sertifikat.")]


def keadaan_tampak(
    info: Info, wilayah: str, keadaan: KeadaanSertifikat, berakhir: date, hari_ini: date
) -> KeadaanTampak:
    """What people see of a certificate in a region, which sets how early it counts as ending."""
    bulan = info.context.aktif.setelan(PaksiSetelan, "paksi", wilayah).akan_berakhir_bulan
    return tampak(keadaan, berakhir, hari_ini=hari_ini, bulan=bulan)


@strawberry.type
class PaksiSertifikat:
    """Satu sertifikat sebagaimana diterbitkan, dan apa yang terjadi padanya sesudah itu."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nomor: str = strawberry.field(description="Nomor dari penerbit.")
    jenis: JenisSkema = strawberry.field(description="PAKSI atau API.")
    terbit: date = strawberry.field(description="Tanggal terbit.")
    berakhir: date = strawberry.field(description="Hari terakhir berlaku.")
    diakui: bool = strawberry.field(
        description="Apakah penerbitnya diakui saat sertifikat terbit; hanya yang diakui yang dihitung."
    )
    berhenti_pada: date | None = strawberry.field(
        description="Tanggal dicabut, atau tanggal terbit penggantinya."
    )
    kode_periksa: str = strawberry.field(
        description="Kode untuk memeriksanya di paksiPeriksaSertifikat; tercetak juga sebagai kode QR."
    )
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    orang_id: strawberry.Private[uuid.UUID]
    skema_id: strawberry.Private[uuid.UUID]
    lembaga_kode: strawberry.Private[str]
    tersimpan: strawberry.Private[KeadaanSertifikat]
    pengganti_id: strawberry.Private[uuid.UUID | None]
    perangkat_daerah_id: strawberry.Private[uuid.UUID | None]
    zona: strawberry.Private[str]

    @property
    def hari_ini(self) -> date:
        """Today where the certificate was issued for."""
        return hari_di(datetime.now(UTC), self.zona)

    @strawberry.field(description="Apakah berlaku hari ini: aktif dan belum lewat hari terakhirnya.")
    def berlaku(self) -> bool:
        """Whether it is in force today."""
        return berlaku_kini(self.tersimpan, self.terbit, self.berakhir, self.hari_ini)

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiSertifikat:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            nomor=row.nomor,
            jenis=row.jenis,
            terbit=row.terbit,
            berakhir=row.berakhir,
            diakui=row.diakui,
            berhenti_pada=row.berhenti_pada,
            kode_periksa=row.kode_periksa,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
            orang_id=row.orang_id,
            skema_id=row.skema_id,
            lembaga_kode=row.lembaga_kode,
            tersimpan=row.keadaan,
            pengganti_id=row.pengganti_id,
            perangkat_daerah_id=row.perangkat_daerah_id,
            zona=row.zona,
        )


@strawberry.type
class PaksiRiwayatSertifikat:
    """Satu perubahan keadaan sebuah sertifikat."""

    dari: KeadaanTampak | None = strawberry.field(description="Keadaan sebelumnya; kosong saat terbit.")
    ke: KeadaanTampak = strawberry.field(description="Keadaan sesudahnya.")
    alasan: str | None = strawberry.field(
        description="Alasan penerbit; hanya bagi pemegangnya, LSP penerbitnya, dan pengelola di pemdanya."
    )
    pada: datetime = strawberry.field(description="Saat dicatat.")


FIELDS = Fields(PaksiSertifikat)


@FIELDS.batch
async def keadaan(sertifikat: list[PaksiSertifikat], info: Info) -> list[KeadaanTampak]:
    """Keadaannya hari ini."""
    return [keadaan_tampak(info, s.kode_pemilik, s.tersimpan, s.berakhir, s.hari_ini) for s in sertifikat]


@FIELDS.batch
async def orang(sertifikat: list[PaksiSertifikat], info: Info) -> list[Orang]:
    """Pemegangnya."""
    rows = await Orang.muat(info.context.db, (s.orang_id for s in sertifikat))
    return [rows[s.orang_id] for s in sertifikat]


@FIELDS.batch
async def skema(sertifikat: list[PaksiSertifikat], info: Info) -> list[PaksiSkema]:
    """Skema yang dikuasainya."""
    rows = await baca_skema.banyak(info.context.db, (s.skema_id for s in sertifikat))
    return [PaksiSkema.dari(rows[s.skema_id]) for s in sertifikat]


@FIELDS.batch
async def penerbit(sertifikat: list[PaksiSertifikat], info: Info) -> list[Lembaga]:
    """Lembaga yang menerbitkan."""
    rows = await Lembaga.muat(info.context.db, (s.lembaga_kode for s in sertifikat))
    return [rows[s.lembaga_kode] for s in sertifikat]


@FIELDS.batch
async def pengganti(sertifikat: list[PaksiSertifikat], info: Info) -> list[PaksiSertifikat | None]:
    """Sertifikat yang menggantikannya; kosong bila tidak digantikan, atau tidak boleh Anda lihat."""
    rows = await baca.banyak(
        info.context.db, (s.pengganti_id for s in sertifikat if s.pengganti_id), info.context.aktor
    )
    milik = [None if s.pengganti_id is None else rows.get(s.pengganti_id) for s in sertifikat]
    return [None if row is None else PaksiSertifikat.dari(row) for row in milik]


def _pihak(aktor: Aktor, s: PaksiSertifikat) -> bool:
    """Whether the reasons concern the actor: they may tell of a criminal case (domain notes 1.4 and 5.4)."""
    return (
        diri(aktor, s.orang_id)
        or aktor.boleh(IZIN_TERBITKAN, lembaga=s.lembaga_kode)
        or aktor.boleh(IZIN_MOHON, wilayah=s.kode_pemilik, perangkat_daerah=s.perangkat_daerah_id)
    )


@FIELDS.batch
async def riwayat(sertifikat: list[PaksiSertifikat], info: Info) -> list[list[PaksiRiwayatSertifikat]]:
    """Perubahan keadaannya, dari yang pertama."""
    rows = await baca.riwayat(info.context.db, (s.pengenal for s in sertifikat))
    boleh = {s.pengenal for s in sertifikat if _pihak(info.context.aktor, s)}
    return [
        [
            PaksiRiwayatSertifikat(
                dari=None if r.dari is None else KeadaanTampak(r.dari.value),
                ke=KeadaanTampak(r.ke.value),
                alasan=r.alasan if s.pengenal in boleh else None,
                pada=r.pada,
            )
            for r in rows.get(s.pengenal, ())
        ]
        for s in sertifikat
    ]


FIELDS_ORANG = Fields(Orang)


@FIELDS_ORANG.batch
async def paksi_sertifikat(
    orang: list[Orang],
    info: Info,
    *,
    first: First = BAWAAN,
    after: After = strawberry.UNSET,
) -> list[Connection[PaksiSertifikat] | None]:
    """Sertifikat orang ini, yang terbaru lebih dahulu; kosong bila Anda tidak berizin melihatnya."""
    aktor = info.context.aktor
    umum = any(aktor.punya(izin) for izin in baca.IZIN_BACA)
    boleh = [o.pengenal for o in orang if umum or o.pengenal == aktor.orang_id]
    if not boleh:
        return [None] * len(orang)
    halaman = await baca.daftar_per_orang(info.context.db, aktor, boleh, first=first, after=after or None)
    milik = dict(zip(boleh, halaman, strict=True))
    return [
        sambungan(milik[o.pengenal], PaksiSertifikat.dari) if o.pengenal in milik else None for o in orang
    ]


FIELDS_PERMOHONAN = Fields(PaksiPermohonan)


@FIELDS_PERMOHONAN.batch
async def sertifikat(permohonan: list[PaksiPermohonan], info: Info) -> list[PaksiSertifikat | None]:
    """Sertifikat yang terbit dari permohonan ini; kosong bila belum ada."""
    rows = await baca.menurut_permohonan(info.context.db, (p.pengenal for p in permohonan))
    return [PaksiSertifikat.dari(rows[p.pengenal]) if p.pengenal in rows else None for p in permohonan]


@strawberry.type
class PaksiPenerbit:
    """Lembaga yang sertifikatnya dihitung, menurut jenis dan tanggal terbitnya."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    lembaga: str = strawberry.field(description="Kode lembaga; boleh yang belum terdaftar.")
    jenis: JenisSkema = strawberry.field(description="PAKSI atau API.")
    berlaku_dari: date = strawberry.field(description="Sertifikat yang terbit mulai hari ini dihitung.")
    berlaku_sampai: date | None = strawberry.field(description="Sampai hari ini; kosong: seterusnya.")
    sumber: str = strawberry.field(description="Dari mana diketahui.")


@strawberry.type
class PaksiPemeriksaanSertifikat:
    """Yang boleh diketahui siapa pun tentang sebuah sertifikat; tidak lebih dari ini."""

    berlaku: bool = strawberry.field(description="Apakah berlaku hari ini.")
    keadaan: KeadaanTampak = strawberry.field(description="Keadaannya hari ini.")
    nama: str = strawberry.field(description="Nama pemegangnya.")
    skema: str = strawberry.field(description="Nama skemanya.")
    wilayah: str = strawberry.field(description="Nama wilayah pemegangnya saat terbit.")


@strawberry.type
class Query:
    """Root fields about certificates."""

    @strawberry.field(
        extensions=[Requires(*baca.IZIN_BACA)],
        description="Sertifikat orang-orang di wilayah kerja Anda atau terbitan LSP Anda, yang terbaru lebih dahulu.",
    )
    async def paksi_daftar_sertifikat(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya wilayah ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        lembaga: Annotated[
            str | None, strawberry.argument(description="Hanya terbitan lembaga ini.")
        ] = strawberry.UNSET,
        berlaku_pada: Annotated[
            date | None, strawberry.argument(description="Hanya yang berlaku pada hari ini.")
        ] = strawberry.UNSET,
        berakhir_sampai: Annotated[
            date | None,
            strawberry.argument(
                description="Hanya yang aktif dan berakhir paling lambat hari ini, termasuk yang sudah lewat."
            ),
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiSertifikat]:
        """Certificates."""
        halaman = await baca.daftar(
            info.context.db,
            info.context.aktor,
            wilayah=wilayah or None,
            lembaga=lembaga or None,
            berlaku_pada=berlaku_pada or None,
            berakhir_sampai=berakhir_sampai or None,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiSertifikat.dari)

    @strawberry.field(
        name="paksiSertifikat",
        extensions=[Masuk()],
        description="Satu sertifikat: milik Anda sendiri, atau yang boleh Anda lihat.",
    )
    async def paksi_satu_sertifikat(self, info: Info, *, sertifikat: IdSertifikat) -> PaksiSertifikat | None:
        """One certificate."""
        id_ = pengenal(sertifikat, "sertifikat")
        return PaksiSertifikat.dari(await baca.satu(info.context.db, info.context.aktor, id_))

    @strawberry.field(
        extensions=[Masuk()],
        description="Lembaga yang sertifikatnya dihitung sebagai PAKSI atau API, dengan sumbernya.",
    )
    async def paksi_daftar_penerbit(self, info: Info) -> list[PaksiPenerbit]:
        """Recognised issuers."""
        return [
            PaksiPenerbit(
                id=strawberry.ID(str(r.id)),
                lembaga=r.lembaga_kode,
                jenis=r.jenis,
                berlaku_dari=r.berlaku_dari,
                berlaku_sampai=r.berlaku_sampai,
                sumber=r.sumber,
            )
            for r in await baca.penerbit(info.context.db)
        ]

    @strawberry.field(
        extensions=[Public()],
        description="Periksa sebuah sertifikat dengan kode pada QR-nya; tanpa masuk. Kosong bila kode tidak dikenal"
        " atau penerbitnya tidak diakui.",
    )
    async def paksi_periksa_sertifikat(
        self,
        info: Info,
        *,
        kode: Annotated[
            str, strawberry.argument(description="Kode periksa, 32 huruf dan angka; spasi tidak berpengaruh.")
        ],
    ) -> PaksiPemeriksaanSertifikat | None:
        """Anybody's check of a certificate."""
        row = await baca.menurut_kode(info.context.db, kode)
        if row is None:
            return None
        hari_ini = hari_di(datetime.now(UTC), row.zona)
        return PaksiPemeriksaanSertifikat(
            berlaku=berlaku_kini(row.keadaan, row.terbit, row.berakhir, hari_ini),
            keadaan=keadaan_tampak(info, row.wilayah_kode, row.keadaan, row.berakhir, hari_ini),
            nama=row.nama,
            skema=row.skema,
            wilayah=row.wilayah,
        )
