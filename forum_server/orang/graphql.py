"""People in GraphQL: always without NIK, and with a NIP only as far as everyone may see it."""

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
from forum_server.graphql.rahasia import Rahasia
from forum_server.impor import ImporDitolak
from forum_server.lembar.graphql import IdUnggahan, LaporanUnggahan
from forum_server.lembar.unggahan import impor_unggahan
from forum_server.orang import baca, service
from forum_server.orang.impor import baca_orang, impor
from forum_server.orang.rules import Kepegawaian, samarkan_nip
from forum_server.orang.service import IZIN, IZIN_BUKA, Pemilik
from forum_server.perangkat_daerah import baca as baca_opd
from forum_server.perangkat_daerah.graphql import PerangkatDaerah
from forum_server.plugin.fields import Fields
from forum_server.plugin.guards import Requires
from forum_server.wilayah import baca as baca_wilayah
from forum_server.wilayah.graphql import Wilayah

__all__ = ["FIELDS", "Mutation", "Orang", "Query"]

strawberry.enum(Kepegawaian, description="Status kepegawaian: PNS, PPPK, atau bukan ASN.")


@strawberry.type
class Orang:
    """Seseorang yang ikut serta: pegawai, guru, atau warga. NIK tidak pernah ditampilkan."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nama: str = strawberry.field(description="Nama lengkap beserta gelar.")
    jabatan: str | None = strawberry.field(description="Jabatan saat ini, bila tercatat.")
    kepegawaian: Kepegawaian = strawberry.field(description="Status kepegawaian.")
    nip_tersamar: str | None = strawberry.field(
        description="NIP atau NI PPPK tanpa tanggal lahir dan jenis kelamin; kosong bila tidak ada."
    )
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    wilayah_kode: strawberry.Private[str | None]
    perangkat_daerah_id: strawberry.Private[uuid.UUID | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> Orang:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            nama=row.nama,
            jabatan=row.jabatan,
            kepegawaian=row.kepegawaian,
            nip_tersamar=samarkan_nip(row.nip_akhir),
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode or row.lembaga_kode,
            wilayah_kode=row.wilayah_kode,
            perangkat_daerah_id=row.perangkat_daerah_id,
        )

    @classmethod
    async def muat(cls, db: Database, orang_id: Iterable[uuid.UUID]) -> dict[uuid.UUID, Orang]:
        """These people by id, in one statement; the caller has decided that they may be seen."""
        return {i: cls.dari(row) for i, row in (await baca.banyak(db, orang_id)).items()}


@strawberry.type
class OrangNip:
    """NIP lengkap yang baru saja dibuka; pembukaannya tercatat."""

    orang: Orang = strawberry.field(description="Pemilik NIP.")
    nip: str = strawberry.field(description="NIP atau NI PPPK, 18 angka.")


FIELDS = Fields(Orang)


@FIELDS.batch
async def wilayah(orang: list[Orang], info: Info) -> list[Wilayah | None]:
    """Wilayah tempat orang ini terdaftar; kosong bila milik sebuah lembaga."""
    rows = await baca_wilayah.banyak(info.context.db, (o.wilayah_kode for o in orang if o.wilayah_kode))
    return [Wilayah.dari(rows[o.wilayah_kode]) if o.wilayah_kode else None for o in orang]


@FIELDS.batch(name="perangkatDaerah")
async def perangkat_daerah(orang: list[Orang], info: Info) -> list[PerangkatDaerah | None]:
    """Perangkat daerah tempatnya bekerja, bila tercatat."""
    rows = await baca_opd.banyak(
        info.context.db, (o.perangkat_daerah_id for o in orang if o.perangkat_daerah_id)
    )
    return [
        PerangkatDaerah.dari(rows[o.perangkat_daerah_id]) if o.perangkat_daerah_id else None for o in orang
    ]


@strawberry.type
class Query:
    """Root fields about people."""

    @strawberry.field(extensions=[Requires(IZIN)], description="Satu orang di wilayah kerja Anda.")
    async def orang(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Pengenalnya.")],
    ) -> Orang | None:
        """One person."""
        row = await baca.satu(info.context.db, info.context.aktor, _pengenal(id, "orang", "id"))
        return None if row is None else Orang.dari(row)

    @strawberry.field(
        extensions=[Requires(IZIN)],
        description="Orang di satu wilayah dan semua di bawahnya, menurut nama, sejauh wilayah kerja Anda.",
    )
    async def daftar_orang(
        self,
        info: Info,
        *,
        wilayah: Annotated[str, strawberry.argument(description="Kode wilayah, atau kode lembaga.")],
        perangkat_daerah: Annotated[
            strawberry.ID | None, strawberry.argument(description="Hanya dari perangkat daerah ini.")
        ] = strawberry.UNSET,
        cari: Annotated[
            str | None,
            strawberry.argument(description="Bagian nama; huruf besar-kecil dan tanda baca tidak dibedakan."),
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[Orang]:
        """People by name."""
        halaman = await baca.daftar(
            info.context.db,
            info.context.aktor,
            wilayah=wilayah,
            perangkat_daerah=_opsional(perangkat_daerah),
            cari=cari or None,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, Orang.dari)


DaftarkanHasil = Annotated[
    Orang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("OrangDaftarkanHasil", description="Orang yang terdaftar, atau mengapa ditolak."),
]
UbahHasil = Annotated[
    Orang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("OrangUbahHasil", description="Orang setelah perubahan, atau mengapa ditolak."),
]
BukaNipHasil = Annotated[
    OrangNip | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("OrangBukaNipHasil", description="NIP lengkap, atau mengapa ditolak."),
]
ImporHasil = Annotated[
    LaporanUnggahan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("ImporOrangHasil", description="Laporan impor, atau mengapa ditolak."),
]

_Nip = Annotated[
    Rahasia | None, strawberry.argument(description="NIP atau NI PPPK, 18 angka; kosong bila bukan ASN.")
]
_Nik = Annotated[
    Rahasia | None,
    strawberry.argument(description="NIK, 16 angka; disimpan tersandi dan tidak pernah ditampilkan."),
]
_Wilayah = Annotated[
    str | None, strawberry.argument(description="Kode wilayah pemilik; isi ini atau `lembaga`.")
]
_Lembaga = Annotated[
    str | None, strawberry.argument(description="Kode lembaga pemilik; isi ini atau `wilayah`.")
]
_Opd = Annotated[
    strawberry.ID | None, strawberry.argument(description="Perangkat daerah di wilayah itu, bila ada.")
]


@strawberry.type
class Mutation:
    """Keeping people."""

    @strawberry.mutation(extensions=[Requires(IZIN)], description="Daftarkan orang di wilayah kerja Anda.")
    async def daftarkan_orang(
        self,
        info: Info,
        *,
        nama: Annotated[str, strawberry.argument(description="Nama lengkap beserta gelar.")],
        kepegawaian: Annotated[Kepegawaian, strawberry.argument(description="Status kepegawaian.")],
        wilayah: _Wilayah = strawberry.UNSET,
        lembaga: _Lembaga = strawberry.UNSET,
        perangkat_daerah: _Opd = strawberry.UNSET,
        jabatan: Annotated[
            str | None, strawberry.argument(description="Jabatan saat ini.")
        ] = strawberry.UNSET,
        nip: _Nip = strawberry.UNSET,
        nik: _Nik = strawberry.UNSET,
    ) -> DaftarkanHasil:
        """Register a person."""
        konteks = info.context
        orang_id = await konteks.db.write(
            service.daftarkan,
            konteks.aktor,
            konteks.kunci,
            nama=nama,
            kepegawaian=kepegawaian,
            pemilik=Pemilik(
                wilayah=wilayah or None, lembaga=lembaga or None, perangkat_daerah=_opsional(perangkat_daerah)
            ),
            nip=nip or None,
            nik=nik or None,
            jabatan=jabatan or None,
        )
        return await _satu(info, orang_id)

    @strawberry.mutation(
        extensions=[Requires(IZIN)],
        description="Ubah data orang; isian yang tidak disebut tetap, isian kosong (null) dihapus. Menyebut `wilayah`"
        " atau `lembaga` memindahkan orang itu beserta perangkat daerahnya.",
    )
    async def ubah_orang(
        self,
        info: Info,
        *,
        id: Annotated[strawberry.ID, strawberry.argument(description="Pengenalnya.")],
        nama: Annotated[str | None, strawberry.argument(description="Nama baru.")] = strawberry.UNSET,
        kepegawaian: Annotated[
            Kepegawaian | None, strawberry.argument(description="Status kepegawaian baru.")
        ] = strawberry.UNSET,
        wilayah: _Wilayah = strawberry.UNSET,
        lembaga: _Lembaga = strawberry.UNSET,
        perangkat_daerah: _Opd = strawberry.UNSET,
        jabatan: Annotated[str | None, strawberry.argument(description="Jabatan baru.")] = strawberry.UNSET,
        nip: _Nip = strawberry.UNSET,
        nik: _Nik = strawberry.UNSET,
    ) -> UbahHasil:
        """Change a person."""
        konteks = info.context
        orang_id = _pengenal(id, "orang", "id")
        semua: dict[str, Any] = {
            "nama": nama,
            "kepegawaian": kepegawaian,
            "jabatan": jabatan,
            "nip": nip,
            "nik": nik,
            "wilayah": wilayah,
            "lembaga": lembaga,
            "perangkat_daerah": _opsional(perangkat_daerah) if perangkat_daerah else perangkat_daerah,
        }
        perubahan = {k: v for k, v in semua.items() if v is not strawberry.UNSET}
        await konteks.db.write(
            service.ubah, konteks.aktor, konteks.kunci, orang_id=orang_id, perubahan=perubahan
        )
        return await _satu(info, orang_id)

    @strawberry.mutation(
        extensions=[Requires(IZIN)],
        description="Daftarkan orang dari unggahan XLSX atau CSV: nama, kepegawaian, nip, nik, jabatan, perangkat"
        " daerah. Satu kesalahan membatalkan semuanya; yang sudah terdaftar tidak didaftarkan lagi.",
    )
    async def impor_orang(
        self,
        info: Info,
        wilayah: Annotated[str, strawberry.argument(description="Kode wilayah pemilik.")],
        unggahan: IdUnggahan,
    ) -> ImporHasil:
        """Import people."""
        konteks = info.context
        try:
            laporan = await impor_unggahan(
                konteks,
                _pengenal(unggahan, "unggahan", "unggahan"),
                baca=baca_orang,
                tulis=lambda session, terbaca: impor(
                    session, konteks.aktor, konteks.kunci, wilayah=wilayah, terbaca=terbaca
                ),
                wilayah=wilayah,
            )
        except ImporDitolak as galat:
            laporan = galat.laporan
        return LaporanUnggahan.dari(laporan)

    @strawberry.mutation(
        extensions=[Requires(IZIN_BUKA)],
        description="Buka NIP lengkap seseorang. Setiap pembukaan tercatat beserta siapa yang membukanya.",
    )
    async def buka_nip(
        self,
        info: Info,
        orang: Annotated[strawberry.ID, strawberry.argument(description="Pengenal orangnya.")],
    ) -> BukaNipHasil:
        """Reveal a NIP."""
        konteks = info.context
        orang_id = _pengenal(orang, "orang", "orang")
        nip = await konteks.db.write(service.buka_nip, konteks.aktor, konteks.kunci, orang_id=orang_id)
        return OrangNip(orang=await _satu(info, orang_id), nip=nip)


def _pengenal(teks: str, apa: str, letak: str) -> uuid.UUID:
    """An id as clients write it; what is none names nothing there is."""
    try:
        return uuid.UUID(teks)
    except ValueError:
        raise TidakDitemukan(apa, letak=(letak,)) from None


def _opsional(perangkat_daerah: str | None) -> uuid.UUID | None:
    return _pengenal(perangkat_daerah, "perangkat daerah", "perangkatDaerah") if perangkat_daerah else None


async def _satu(info: Info, orang_id: uuid.UUID) -> Orang:
    """The person the actor just changed."""
    return (await Orang.muat(info.context.db, [orang_id]))[orang_id]
