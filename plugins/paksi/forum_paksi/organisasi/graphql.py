"""Forums in GraphQL: their public profile, and their members for who reads the region."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.organisasi import baca
from forum_paksi.organisasi.rules import JenisDasarHukum, TingkatForum
from forum_paksi.pengenal import pengenal
from forum_server.plugin import (
    BAWAAN,
    After,
    Connection,
    Database,
    Fields,
    First,
    Info,
    Orang,
    Public,
    Requires,
    Wilayah,
    sambungan,
)

__all__ = ["FIELDS", "IdForum", "PaksiForum", "PaksiForumKeanggotaan", "Query"]

strawberry.enum(TingkatForum, name="PaksiTingkatForum", description="Siapa yang dihimpun sebuah forum.")
strawberry.enum(
    JenisDasarHukum, name="PaksiJenisDasarHukum", description="Jenis dokumen yang menjadi dasar sebuah forum."
)

IdForum = Annotated[strawberry.ID, strawberry.argument(description="Pengenal forum.")]


@strawberry.type
class PaksiForumDasar:
    """Satu dokumen yang menjadi dasar sebuah forum."""

    jenis: JenisDasarHukum = strawberry.field(description="Jenis dokumennya.")
    nomor: str = strawberry.field(description="Nomornya.")
    tanggal: date | None = strawberry.field(description="Tanggalnya, bila diketahui.")


@strawberry.type
class PaksiForumOrgan:
    """Satu organ forum, menurut sebutan forum itu sendiri."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nama: str = strawberry.field(description="Sebutannya, misalnya Dewan Pengurus.")


@strawberry.type
class PaksiForum:
    """Forum penyuluh sebagai organisasi; profil ini terbuka bagi siapa pun."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nama: str = strawberry.field(description="Nama forum.")
    singkatan: str | None = strawberry.field(description="Singkatannya, bila ada.")
    tingkat: TingkatForum = strawberry.field(description="Siapa yang dihimpunnya.")
    mulai: date | None = strawberry.field(description="Hari pertama masa bakti yang sedang berjalan.")
    selesai: date | None = strawberry.field(description="Hari terakhir masa bakti itu.")
    dibubarkan_pada: datetime | None = strawberry.field(description="Saat dibubarkan, bila sudah.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiForum:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            nama=row.nama,
            singkatan=row.singkatan,
            tingkat=row.tingkat,
            mulai=row.mulai,
            selesai=row.selesai,
            dibubarkan_pada=row.dibubarkan_pada,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
        )

    @classmethod
    async def satu(cls, db: Database, forum_id: uuid.UUID) -> PaksiForum:
        """A forum the caller has just acted on."""
        return cls.dari((await baca.banyak(db, [forum_id]))[forum_id])


@strawberry.type
class PaksiForumKeanggotaan:
    """Kedudukan seseorang dalam sebuah organ forum."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    jabatan: str = strawberry.field(description="Jabatannya, misalnya Ketua II.")
    mulai: date = strawberry.field(description="Hari pertama menjabat.")
    sampai: date | None = strawberry.field(description="Hari terakhir menjabat menurut pengangkatannya.")
    berhenti_pada: date | None = strawberry.field(description="Hari berhenti, bila sudah berhenti.")
    organ: PaksiForumOrgan = strawberry.field(description="Organ tempatnya duduk.")
    kode_pemilik: strawberry.Private[str]
    forum_id: strawberry.Private[uuid.UUID]
    orang_id: strawberry.Private[uuid.UUID]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiForumKeanggotaan:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            jabatan=row.jabatan,
            mulai=row.mulai,
            sampai=row.sampai,
            berhenti_pada=row.berhenti_pada,
            organ=PaksiForumOrgan(id=strawberry.ID(str(row.organ_id)), nama=row.organ_nama),
            kode_pemilik=row.wilayah_kode,
            forum_id=row.forum_id,
            orang_id=row.orang_id,
        )


FORUM = Fields(PaksiForum)
KEANGGOTAAN = Fields(PaksiForumKeanggotaan)
ORANG = Fields(Orang)
FIELDS = (FORUM, KEANGGOTAAN, ORANG)


@FORUM.batch
async def wilayah(forum: list[PaksiForum], info: Info) -> list[Wilayah]:
    """Wilayah yang mencatatnya."""
    rows = await Wilayah.muat(info.context.db, (f.kode_pemilik for f in forum))
    return [rows[f.kode_pemilik] for f in forum]


@FORUM.batch
async def dasar_hukum(forum: list[PaksiForum], info: Info) -> list[list[PaksiForumDasar]]:
    """Dokumen yang menjadi dasarnya."""
    rows = await baca.dasar(info.context.db, [f.pengenal for f in forum])
    return [
        [PaksiForumDasar(jenis=r.jenis, nomor=r.nomor, tanggal=r.tanggal) for r in rows.get(f.pengenal, ())]
        for f in forum
    ]


@FORUM.batch
async def organ(forum: list[PaksiForum], info: Info) -> list[list[PaksiForumOrgan]]:
    """Organ-organnya, menurut urutan forum itu."""
    rows = await baca.organ(info.context.db, [f.pengenal for f in forum])
    return [
        [PaksiForumOrgan(id=strawberry.ID(str(r.id)), nama=r.nama) for r in rows.get(f.pengenal, ())]
        for f in forum
    ]


@FORUM.batch
async def jumlah_anggota(forum: list[PaksiForum], info: Info) -> list[int]:
    """Banyaknya orang yang sedang menjabat; siapa saja mereka ada di `paksiDaftarAnggotaForum`."""
    jumlah = await baca.jumlah_anggota(info.context.db, [f.pengenal for f in forum])
    return [jumlah.get(f.pengenal, 0) for f in forum]


@KEANGGOTAAN.batch
async def forum(keanggotaan: list[PaksiForumKeanggotaan], info: Info) -> list[PaksiForum]:
    """Forumnya."""
    rows = await baca.banyak(info.context.db, (k.forum_id for k in keanggotaan))
    return [PaksiForum.dari(rows[k.forum_id]) for k in keanggotaan]


@KEANGGOTAAN.batch(name="orang")
async def orang_anggota(keanggotaan: list[PaksiForumKeanggotaan], info: Info) -> list[Orang]:
    """Siapa orangnya."""
    rows = await Orang.muat(info.context.db, (k.orang_id for k in keanggotaan))
    return [rows[k.orang_id] for k in keanggotaan]


@ORANG.batch
async def paksi_forum(
    orang: list[Orang],
    info: Info,
    *,
    first: First = BAWAAN,
    after: After = strawberry.UNSET,
) -> list[Connection[PaksiForumKeanggotaan] | None]:
    """Kedudukan orang ini dalam forum-forum; kosong bila Anda tidak berizin melihatnya."""
    aktor = info.context.aktor
    boleh = [baca.boleh_orang(aktor, o.pengenal) for o in orang]
    if not any(boleh):
        return [None] * len(orang)
    halaman = await baca.per_orang(
        info.context.db, aktor, [o.pengenal for o in orang], first=first, after=after or None
    )
    return [
        sambungan(satu, PaksiForumKeanggotaan.dari) if ya else None
        for ya, satu in zip(boleh, halaman, strict=True)
    ]


@strawberry.type
class Query:
    """Root fields about forums."""

    @strawberry.field(
        extensions=[Public()], description="Profil sebuah forum penyuluh; terbuka bagi siapa pun."
    )
    async def paksi_forum(self, info: Info, id: IdForum) -> PaksiForum | None:
        """One forum."""
        forum_id = pengenal(id, "forum", letak="id")
        row = (await baca.banyak(info.context.db, [forum_id])).get(forum_id)
        return None if row is None else PaksiForum.dari(row)

    @strawberry.field(
        extensions=[Public()], description="Forum penyuluh menurut namanya; terbuka bagi siapa pun."
    )
    async def paksi_daftar_forum(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya dari wilayah ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        tingkat: Annotated[
            TingkatForum | None, strawberry.argument(description="Hanya yang setingkat ini.")
        ] = strawberry.UNSET,
        termasuk_bubar: Annotated[
            bool, strawberry.argument(description="Benar: juga forum yang sudah dibubarkan.")
        ] = False,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiForum]:
        """Forums by name."""
        halaman = await baca.daftar(
            info.context.db,
            wilayah=wilayah or None,
            tingkat=tingkat or None,
            bubar=termasuk_bubar,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiForum.dari)

    @strawberry.field(
        extensions=[Requires(*baca.IZIN_BACA)],
        description="Anggota sebuah forum di wilayah kerja Anda, menurut urutan organnya.",
    )
    async def paksi_daftar_anggota_forum(
        self,
        info: Info,
        forum: IdForum,
        *,
        organ: Annotated[
            strawberry.ID | None, strawberry.argument(description="Hanya yang duduk dalam organ ini.")
        ] = strawberry.UNSET,
        termasuk_lalu: Annotated[
            bool, strawberry.argument(description="Benar: juga yang belum atau tidak lagi menjabat.")
        ] = False,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiForumKeanggotaan]:
        """Members of a forum."""
        halaman = await baca.anggota(
            info.context.db,
            info.context.aktor,
            pengenal(forum, "forum"),
            organ=pengenal(organ, "organ") if organ else None,
            semua=termasuk_lalu,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiForumKeanggotaan.dari)
