"""Evidence in GraphQL."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.bukti import baca, service
from forum_paksi.bukti.rules import IsianBukti, JenisBukti
from forum_paksi.pelaku import diri
from forum_paksi.pengenal import pengenal
from forum_server.plugin import (
    BAWAAN,
    After,
    Berkas,
    Connection,
    Fields,
    First,
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    Masuk,
    Orang,
    sambungan,
)

__all__ = ["FIELDS", "FIELDS_ORANG", "Mutation", "PaksiBukti"]

strawberry.enum(
    JenisBukti,
    name="PaksiJenisBukti",
    description="Lulus e-learning, lulus diklat, atau mengajar agenda 1 (integritas).",
)


@strawberry.type
class PaksiBukti:
    """Satu hal yang sudah ditempuh seseorang dan dihitung dalam persyaratan."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    jenis: JenisBukti = strawberry.field(description="Apa yang ditunjukkannya.")
    nama: str = strawberry.field(description="Nama kelas, diklat, atau mata kuliah.")
    penyelenggara: str | None = strawberry.field(description="Penyelenggaranya.")
    nomor: str | None = strawberry.field(description="Nomor sertifikat atau surat tugas.")
    mulai: date = strawberry.field(description="Hari pertama.")
    selesai: date = strawberry.field(description="Hari terakhir, yaitu hari lulus.")
    turunan: bool = strawberry.field(
        description="Berasal dari catatan diklat atau angkatan, dan hanya berubah bersamanya."
    )
    dicatat_pada: datetime = strawberry.field(description="Saat dicatat.")
    kode_pemilik: strawberry.Private[str]
    pengenal: strawberry.Private[uuid.UUID]
    berkas_id: strawberry.Private[uuid.UUID | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiBukti:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            jenis=row.jenis,
            nama=row.nama,
            penyelenggara=row.penyelenggara,
            nomor=row.nomor,
            mulai=row.mulai,
            selesai=row.selesai,
            turunan=row.asal_id is not None,
            dicatat_pada=row.dicatat_pada,
            kode_pemilik=row.wilayah_kode,
            pengenal=row.id,
            berkas_id=row.berkas_id,
        )


FIELDS = Fields(PaksiBukti)


@FIELDS.batch
async def berkas(bukti: list[PaksiBukti], info: Info) -> list[Berkas | None]:
    """Berkas yang menunjukkannya, bila ada dan Anda boleh membacanya; unduh dengan tautanBerkas."""
    ada = {b.pengenal: b.berkas_id for b in bukti if b.berkas_id is not None}
    if not ada:
        return [None] * len(bukti)
    boleh = await baca.berkas_boleh(info.context.db, info.context.aktor, list(ada))
    isi = await Berkas.muat(info.context.db, [ada[i] for i in boleh]) if boleh else {}
    return [isi.get(b.berkas_id) if b.pengenal in boleh and b.berkas_id else None for b in bukti]


FIELDS_ORANG = Fields(Orang)


@FIELDS_ORANG.batch
async def paksi_bukti(
    orang: list[Orang],
    info: Info,
    *,
    first: First = BAWAAN,
    after: After = strawberry.UNSET,
) -> list[Connection[PaksiBukti] | None]:
    """Bukti orang ini, yang terbaru lebih dahulu; kosong bila Anda tidak berizin melihatnya."""
    aktor = info.context.aktor
    luas = any(aktor.punya(izin) for izin in baca.PEMBACA)
    dilihat = [o.pengenal for o in orang if luas or diri(aktor, o.pengenal)]
    if not dilihat:
        return [None] * len(orang)
    halaman = dict(
        zip(
            dilihat,
            await baca.daftar_per_orang(info.context.db, aktor, dilihat, first=first, after=after or None),
            strict=True,
        )
    )
    return [sambungan(halaman[o.pengenal], PaksiBukti.dari) if o.pengenal in halaman else None for o in orang]


@strawberry.input
class PaksiBuktiIsian:
    """Satu bukti."""

    jenis: JenisBukti = strawberry.field(description="Apa yang ditunjukkannya.")
    nama: str = strawberry.field(description="Nama kelas, diklat, atau mata kuliah.")
    mulai: date = strawberry.field(description="Hari pertama.")
    selesai: date = strawberry.field(description="Hari terakhir, yaitu hari lulus; tidak di masa depan.")
    penyelenggara: str | None = strawberry.field(default=None, description="Penyelenggaranya.")
    nomor: str | None = strawberry.field(default=None, description="Nomor sertifikat atau surat tugas.")

    def isian(self) -> IsianBukti:
        """The same for the service."""
        return IsianBukti(
            jenis=self.jenis,
            nama=self.nama,
            mulai=self.mulai,
            selesai=self.selesai,
            penyelenggara=self.penyelenggara,
            nomor=self.nomor,
        )


@strawberry.type
class PaksiBuktiDihapus:
    """Bukti yang baru saja dihapus."""

    id: strawberry.ID = strawberry.field(description="Pengenalnya.")


CatatBuktiHasil = Annotated[
    PaksiBukti | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiCatatBuktiHasil", description="Bukti yang dicatat, atau mengapa ditolak."),
]
HapusBuktiHasil = Annotated[
    PaksiBuktiDihapus | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiHapusBuktiHasil", description="Bukti yang dihapus, atau mengapa ditolak."),
]


@strawberry.type
class Mutation:
    """Keeping evidence."""

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Catat bukti bagi diri sendiri, atau bagi orang di wilayah Anda, beserta berkasnya (PDF, PNG, JPEG,"
        " atau WEBP) dari sebuah unggahan.",
    )
    async def paksi_catat_bukti(
        self,
        info: Info,
        orang: Annotated[strawberry.ID, strawberry.argument(description="Pengenal orangnya.")],
        isian: Annotated[PaksiBuktiIsian, strawberry.argument(description="Isi bukti.")],
        unggahan: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Pengenal dari siapkanUnggahan, sesudah isinya terkirim."),
        ] = strawberry.UNSET,
    ) -> CatatBuktiHasil:
        """Write evidence down."""
        db = info.context.db
        id_ = await db.write(
            service.catat_bukti,
            info.context.aktor,
            orang=pengenal(orang, "orang"),
            isian=isian.isian(),
            unggahan=pengenal(unggahan, "unggahan") if unggahan else None,
        )
        return PaksiBukti.dari((await baca.banyak(db, [id_]))[id_])

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Hapus bukti yang dicatat sendiri dan belum menjadi dasar permohonan yang diajukan.",
    )
    async def paksi_hapus_bukti(
        self,
        info: Info,
        bukti: Annotated[strawberry.ID, strawberry.argument(description="Pengenal bukti.")],
    ) -> HapusBuktiHasil:
        """Take evidence away."""
        await info.context.db.write(
            service.hapus_bukti, info.context.aktor, bukti_id=pengenal(bukti, "bukti")
        )
        return PaksiBuktiDihapus(id=bukti)
