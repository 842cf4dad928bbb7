"""Offices in GraphQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_server.database import Database
from forum_server.galat import TidakDitemukan
from forum_server.graphql.galat import GalatIsian, GalatKeadaan, GalatTidakDitemukan
from forum_server.graphql.halaman import BAWAAN, After, Connection, First, sambungan
from forum_server.graphql.konteks import Info
from forum_server.impor import ImporDitolak
from forum_server.lembar.graphql import IdUnggahan, LaporanUnggahan
from forum_server.lembar.unggahan import impor_unggahan
from forum_server.perangkat_daerah import baca, service
from forum_server.perangkat_daerah.ekspor import terbitkan_ekspor
from forum_server.perangkat_daerah.impor import baca as baca_berkas
from forum_server.perangkat_daerah.impor import impor
from forum_server.perangkat_daerah.rules import JenisPerangkatDaerah
from forum_server.perangkat_daerah.service import IZIN
from forum_server.plugin.fields import Fields
from forum_server.plugin.guards import Public, Requires
from forum_server.unduhan.graphql import Tautan
from forum_server.wilayah import baca as baca_wilayah
from forum_server.wilayah.graphql import Wilayah

__all__ = ["FIELDS", "FIELDS_WILAYAH", "Mutation", "PerangkatDaerah", "Query"]

strawberry.enum(JenisPerangkatDaerah, description="Jenis perangkat daerah.")


@strawberry.type
class PerangkatDaerah:
    """Satu perangkat daerah (OPD) sebuah pemda, atau unit di bawahnya seperti Puskesmas dan kelurahan."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nama: str = strawberry.field(description="Nama lengkap.")
    jenis: JenisPerangkatDaerah = strawberry.field(description="Jenis perangkat daerah.")
    aktif: bool = strawberry.field(description="Salah bila sudah dinonaktifkan.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    induk_id: strawberry.Private[uuid.UUID | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> PerangkatDaerah:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            nama=row.nama,
            jenis=row.jenis,
            aktif=row.dinonaktifkan_pada is None,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
            induk_id=row.induk_id,
        )

    @classmethod
    async def muat(cls, db: Database, pengenal: Iterable[uuid.UUID]) -> dict[uuid.UUID, PerangkatDaerah]:
        """These offices by id, closed ones too, in one statement; for plugins."""
        return {k: cls.dari(row) for k, row in (await baca.banyak(db, pengenal)).items()}


FIELDS = Fields(PerangkatDaerah)


@FIELDS.batch
async def wilayah(perangkat_daerah: list[PerangkatDaerah], info: Info) -> list[Wilayah]:
    """Pemda yang memilikinya."""
    rows = await baca_wilayah.banyak(info.context.db, (p.kode_pemilik for p in perangkat_daerah))
    return [Wilayah.dari(rows[p.kode_pemilik]) for p in perangkat_daerah]


@FIELDS.batch
async def induk(perangkat_daerah: list[PerangkatDaerah], info: Info) -> list[PerangkatDaerah | None]:
    """Perangkat daerah di atasnya, misalnya Dinas Kesehatan bagi sebuah Puskesmas."""
    rows = await baca.banyak(info.context.db, (p.induk_id for p in perangkat_daerah if p.induk_id))
    return [PerangkatDaerah.dari(rows[p.induk_id]) if p.induk_id else None for p in perangkat_daerah]


@FIELDS.batch
async def anak(perangkat_daerah: list[PerangkatDaerah], info: Info) -> list[list[PerangkatDaerah]]:
    """Unit aktif tepat di bawahnya, menurut nama."""
    rows = await baca.anak(info.context.db, (p.pengenal for p in perangkat_daerah))
    return [[PerangkatDaerah.dari(row) for row in rows.get(p.pengenal, ())] for p in perangkat_daerah]


FIELDS_WILAYAH = Fields(Wilayah)


@FIELDS_WILAYAH.batch(name="perangkatDaerah")
async def perangkat_daerah(
    wilayah: list[Wilayah],
    info: Info,
    *,
    jenis: Annotated[
        JenisPerangkatDaerah | None, strawberry.argument(description="Hanya jenis ini.")
    ] = strawberry.UNSET,
    first: First = BAWAAN,
    after: After = strawberry.UNSET,
) -> list[Connection[PerangkatDaerah]]:
    """Perangkat daerah aktif milik wilayah ini sendiri, menurut nama."""
    halaman = await baca.daftar_per_wilayah(
        info.context.db,
        [w.kode for w in wilayah],
        jenis=jenis or None,
        first=first,
        after=after or None,
    )
    return [sambungan(satu, PerangkatDaerah.dari) for satu in halaman]


@strawberry.type
class Query:
    """Root fields about offices."""

    @strawberry.field(
        extensions=[Public()], description="Satu perangkat daerah, juga yang sudah dinonaktifkan."
    )
    async def perangkat_daerah(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Pengenalnya.")],
    ) -> PerangkatDaerah | None:
        """One office."""
        return await _satu(info, _pengenal(str(id), "id"))

    @strawberry.field(extensions=[Public()], description="Perangkat daerah milik satu wilayah, menurut nama.")
    async def daftar_perangkat_daerah(
        self,
        info: Info,
        *,
        wilayah: Annotated[str, strawberry.argument(description="Kode provinsi, kabupaten, atau kota.")],
        jenis: Annotated[
            JenisPerangkatDaerah | None, strawberry.argument(description="Hanya jenis ini.")
        ] = strawberry.UNSET,
        cari: Annotated[
            str | None,
            strawberry.argument(description="Bagian nama; huruf besar-kecil dan tanda baca tidak dibedakan."),
        ] = strawberry.UNSET,
        termasuk_nonaktif: Annotated[
            bool, strawberry.argument(description="Sertakan yang sudah dinonaktifkan.")
        ] = False,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PerangkatDaerah]:
        """Offices of a region."""
        halaman = await baca.daftar(
            info.context.db,
            wilayah=wilayah,
            jenis=jenis or None,
            cari=cari or None,
            termasuk_nonaktif=termasuk_nonaktif,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PerangkatDaerah.dari)


def _pengenal(teks: str, letak: str, apa: str = service.APA) -> uuid.UUID:
    """An id as clients write it; what is none names nothing there is."""
    try:
        return uuid.UUID(teks)
    except ValueError:
        raise TidakDitemukan(apa, letak=(letak,)) from None


async def _satu(info: Info, pengenal: uuid.UUID) -> PerangkatDaerah:
    row = await baca.satu(info.context.db, pengenal)
    if row is None:
        raise TidakDitemukan(service.APA, letak=("id",))
    return PerangkatDaerah.dari(row)


TambahHasil = Annotated[
    PerangkatDaerah | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PerangkatDaerahTambahHasil", description="Perangkat daerah baru, atau mengapa ditolak."
    ),
]
GantiNamaHasil = Annotated[
    PerangkatDaerah | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PerangkatDaerahGantiNamaHasil", description="Dengan nama barunya, atau mengapa ditolak."
    ),
]
NonaktifkanHasil = Annotated[
    PerangkatDaerah | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PerangkatDaerahNonaktifkanHasil", description="Yang dinonaktifkan, atau mengapa ditolak."
    ),
]

ImporHasil = Annotated[
    LaporanUnggahan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("ImporPerangkatDaerahHasil", description="Laporan impor, atau mengapa ditolak."),
]
EksporHasil = Annotated[
    Tautan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("EksporPerangkatDaerahHasil", description="Tautan sekali pakai, atau mengapa ditolak."),
]


@strawberry.type
class Mutation:
    """Keeping the list of offices."""

    @strawberry.mutation(
        extensions=[Requires(IZIN)], description="Tambahkan satu perangkat daerah pada sebuah pemda."
    )
    async def perangkat_daerah_tambah(
        self,
        info: Info,
        wilayah: Annotated[str, strawberry.argument(description="Kode provinsi, kabupaten, atau kota.")],
        nama: Annotated[str, strawberry.argument(description="Nama lengkap; tidak kembar di wilayah itu.")],
        jenis: Annotated[JenisPerangkatDaerah, strawberry.argument(description="Jenisnya.")],
        induk: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Perangkat daerah di atasnya; wajib bagi UPTD dan kelurahan."),
        ] = strawberry.UNSET,
    ) -> TambahHasil:
        """Add an office."""
        konteks = info.context
        induk_id = _pengenal(str(induk), "induk", "induk di wilayah itu") if induk else None
        baru = await konteks.db.write(
            service.tambah, konteks.aktor, wilayah=wilayah, nama=nama, jenis=jenis, induk_id=induk_id
        )
        return await _satu(info, baru)

    @strawberry.mutation(extensions=[Requires(IZIN)], description="Ganti nama satu perangkat daerah.")
    async def perangkat_daerah_ganti_nama(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Pengenalnya.")],
        nama: Annotated[str, strawberry.argument(description="Nama baru; tidak kembar di wilayah itu.")],
    ) -> GantiNamaHasil:
        """Rename an office."""
        konteks = info.context
        pengenal = _pengenal(str(id), "id")
        return await _satu(
            info, await konteks.db.write(service.ganti_nama, konteks.aktor, id=pengenal, nama=nama)
        )

    @strawberry.mutation(
        extensions=[Requires(IZIN)],
        description="Nonaktifkan satu perangkat daerah yang tidak ada lagi; riwayatnya tetap tersimpan.",
    )
    async def perangkat_daerah_nonaktifkan(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Pengenalnya.")],
    ) -> NonaktifkanHasil:
        """Close an office."""
        konteks = info.context
        pengenal = _pengenal(str(id), "id")
        return await _satu(info, await konteks.db.write(service.nonaktifkan, konteks.aktor, id=pengenal))

    @strawberry.mutation(
        extensions=[Requires(IZIN)],
        description="Tambahkan perangkat daerah dari unggahan XLSX atau CSV: nama, jenis, induk. Satu kesalahan"
        " membatalkan semuanya.",
    )
    async def impor_perangkat_daerah(
        self,
        info: Info,
        wilayah: Annotated[str, strawberry.argument(description="Kode provinsi, kabupaten, atau kota.")],
        unggahan: IdUnggahan,
    ) -> ImporHasil:
        """Import offices."""
        konteks = info.context
        try:
            laporan = await impor_unggahan(
                konteks,
                _pengenal(str(unggahan), "unggahan", "unggahan"),
                baca=baca_berkas,
                tulis=lambda session, terbaca: impor(
                    session, konteks.aktor, wilayah=wilayah, terbaca=terbaca
                ),
                wilayah=wilayah,
            )
        except ImporDitolak as galat:
            laporan = galat.laporan
        return LaporanUnggahan.dari(laporan)

    @strawberry.mutation(
        extensions=[Requires(IZIN)],
        description="Minta tautan ke perangkat daerah aktif sebuah pemda sebagai XLSX, yang dapat diimpor kembali.",
    )
    async def ekspor_perangkat_daerah(
        self,
        info: Info,
        wilayah: Annotated[str, strawberry.argument(description="Kode provinsi, kabupaten, atau kota.")],
    ) -> EksporHasil:
        """Export offices."""
        konteks = info.context
        return Tautan.dari(await konteks.db.write(terbitkan_ekspor, konteks.aktor, wilayah=wilayah))
