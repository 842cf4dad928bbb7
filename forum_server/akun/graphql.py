"""Accounts in GraphQL: who am I, who may do what, and who looks after whom."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_server.akses import baca as baca_akses
from forum_server.akun import baca
from forum_server.galat import TidakDitemukan
from forum_server.graphql.halaman import BAWAAN, After, Connection, First, sambungan
from forum_server.graphql.konteks import Info
from forum_server.lembaga import baca as baca_lembaga
from forum_server.lembaga.graphql import Lembaga
from forum_server.orang.graphql import Orang
from forum_server.perangkat_daerah import baca as baca_opd
from forum_server.perangkat_daerah.graphql import PerangkatDaerah
from forum_server.plugin.fields import Fields
from forum_server.plugin.guards import Public, Requires
from forum_server.wilayah import baca as baca_wilayah
from forum_server.wilayah.graphql import Wilayah

__all__ = ["FIELDS", "FIELDS_PEMBERIAN", "Akun", "PemberianPeran", "Query", "pengenal"]


@strawberry.type
class Izin:
    """Satu izin dan apa yang dibolehkannya."""

    kode: str = strawberry.field(description="Kode tetap, misalnya inti:orang.")
    keterangan: str = strawberry.field(description="Apa yang dibolehkan izin ini.")


@strawberry.type
class Peran:
    """Satu peran yang dapat diberikan kepada akun."""

    kode: str = strawberry.field(description="Kode tetap, misalnya inti.admin_wilayah.")
    nama: str = strawberry.field(description="Nama yang dibaca pemakai.")
    izin: list[Izin] = strawberry.field(description="Izin yang dimuat peran ini.")


@strawberry.type
class PemberianPeran:
    """Satu peran yang diberikan kepada (atau dilarang bagi) satu akun di satu tempat."""

    id: strawberry.ID = strawberry.field(description="Pengenal untuk mencabutnya.")
    peran: str = strawberry.field(description="Kode peran.")
    nama: str = strawberry.field(description="Nama peran.")
    mulai: date = strawberry.field(description="Hari pertama berlaku.")
    sampai: date | None = strawberry.field(description="Hari terakhir berlaku; kosong bila tanpa batas.")
    tolak: bool = strawberry.field(description="Benar bila melarang; larangan mengalahkan pemberian.")
    alasan: str | None = strawberry.field(description="Alasan yang dicatat pemberi.")
    wilayah_kode: strawberry.Private[str | None]
    perangkat_daerah_id: strawberry.Private[uuid.UUID | None]
    lembaga_kode: strawberry.Private[str | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> PemberianPeran:
        """The GraphQL object of a row read by `akses.baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            peran=row.peran,
            nama=row.nama,
            mulai=row.mulai,
            sampai=row.sampai,
            tolak=row.tolak,
            alasan=row.alasan,
            wilayah_kode=row.wilayah_kode,
            perangkat_daerah_id=row.perangkat_daerah_id,
            lembaga_kode=row.lembaga_kode,
        )


@strawberry.type
class Akun:
    """Satu akun untuk masuk, milik sebuah wilayah atau lembaga."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nama_pengguna: str = strawberry.field(description="Nama untuk masuk.")
    surel: str | None = strawberry.field(description="Alamat surel, bila dicatat.")
    aktif: bool = strawberry.field(description="Salah bila sudah dinonaktifkan.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    wilayah_kode: strawberry.Private[str | None]
    lembaga_kode: strawberry.Private[str | None]
    orang_id: strawberry.Private[uuid.UUID | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> Akun:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            nama_pengguna=row.nama_pengguna,
            surel=row.surel,
            aktif=row.aktif,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode or row.lembaga_kode,
            wilayah_kode=row.wilayah_kode,
            lembaga_kode=row.lembaga_kode,
            orang_id=row.orang_id,
        )


@strawberry.type
class Saya:
    """Akun yang sedang masuk dan haknya saat ini."""

    akun: Akun = strawberry.field(description="Akun Anda.")
    izin: list[str] = strawberry.field(description="Izin yang Anda pegang, di wilayah mana pun.")
    cara_masuk: str | None = strawberry.field(
        description="Bagaimana sesi ini dimulai: SANDI, OIDC, atau LAYANAN."
    )
    dua_langkah: bool = strawberry.field(description="Benar bila sesi ini melewati langkah kedua.")


@strawberry.type
class Penjelasan:
    """Mengapa sebuah akun boleh atau tidak boleh melakukan sesuatu."""

    boleh: bool = strawberry.field(description="Jawabannya.")
    langkah: list[str] = strawberry.field(description="Langkah demi langkah menuju jawaban itu.")


FIELDS = Fields(Akun)
FIELDS_PEMBERIAN = Fields(PemberianPeran)


async def _wilayah(info: Info, induk: Sequence[Akun | PemberianPeran]) -> list[Wilayah | None]:
    rows = await baca_wilayah.banyak(info.context.db, (i.wilayah_kode for i in induk if i.wilayah_kode))
    return [Wilayah.dari(rows[i.wilayah_kode]) if i.wilayah_kode else None for i in induk]


async def _lembaga(info: Info, induk: Sequence[Akun | PemberianPeran]) -> list[Lembaga | None]:
    rows = await baca_lembaga.banyak(info.context.db, (i.lembaga_kode for i in induk if i.lembaga_kode))
    return [Lembaga.dari(rows[i.lembaga_kode]) if i.lembaga_kode else None for i in induk]


@FIELDS.batch(name="wilayah")
async def akun_wilayah(akun: list[Akun], info: Info) -> list[Wilayah | None]:
    """Wilayah pemilik akun; kosong bila milik lembaga."""
    return await _wilayah(info, akun)


@FIELDS.batch(name="lembaga")
async def akun_lembaga(akun: list[Akun], info: Info) -> list[Lembaga | None]:
    """Lembaga pemilik akun; kosong bila milik wilayah."""
    return await _lembaga(info, akun)


@FIELDS.batch(name="orang")
async def akun_orang(akun: list[Akun], info: Info) -> list[Orang | None]:
    """Orang yang memakai akun ini, bila dicatat."""
    orang = await Orang.muat(info.context.db, (a.orang_id for a in akun if a.orang_id))
    return [orang[a.orang_id] if a.orang_id else None for a in akun]


@FIELDS.batch(name="peran")
async def akun_peran(akun: list[Akun], info: Info) -> list[list[PemberianPeran]]:
    """Peran yang diberikan dan belum dicabut, termasuk yang belum atau tidak lagi berlaku."""
    hibah = await baca_akses.hibah_akun(info.context.db, (a.pengenal for a in akun))
    return [[PemberianPeran.dari(h) for h in hibah.get(a.pengenal, ())] for a in akun]


@FIELDS_PEMBERIAN.batch(name="wilayah")
async def pemberian_wilayah(pemberian: list[PemberianPeran], info: Info) -> list[Wilayah | None]:
    """Wilayah tempat peran berlaku, beserta semua di bawahnya."""
    return await _wilayah(info, pemberian)


@FIELDS_PEMBERIAN.batch(name="lembaga")
async def pemberian_lembaga(pemberian: list[PemberianPeran], info: Info) -> list[Lembaga | None]:
    """Lembaga tempat peran berlaku."""
    return await _lembaga(info, pemberian)


@FIELDS_PEMBERIAN.batch(name="perangkatDaerah")
async def pemberian_opd(pemberian: list[PemberianPeran], info: Info) -> list[PerangkatDaerah | None]:
    """Perangkat daerah tempat peran berlaku."""
    rows = await baca_opd.banyak(
        info.context.db, (p.perangkat_daerah_id for p in pemberian if p.perangkat_daerah_id)
    )
    return [
        PerangkatDaerah.dari(rows[p.perangkat_daerah_id]) if p.perangkat_daerah_id else None
        for p in pemberian
    ]


@strawberry.type
class Query:
    """Root fields about accounts and rights."""

    @strawberry.field(extensions=[Public()], description="Akun yang sedang masuk; kosong bila belum masuk.")
    async def saya(self, info: Info) -> Saya | None:
        """Who am I."""
        aktor = info.context.aktor
        row = None if aktor.akun_id is None else await baca.satu(info.context.db, aktor.akun_id)
        if row is None:
            return None
        izin = {i for h in aktor.hibah for i in h.izin}
        return Saya(
            akun=Akun.dari(row),
            izin=sorted(i for i in izin if aktor.punya(i)),
            cara_masuk=aktor.cara,
            dua_langkah=aktor.dua_langkah,
        )

    @strawberry.field(
        extensions=[Requires("inti:akun")],
        description="Akun di satu wilayah dan semua di bawahnya (atau satu lembaga), menurut nama pengguna.",
    )
    async def daftar_akun(
        self,
        info: Info,
        *,
        wilayah: Annotated[str, strawberry.argument(description="Kode wilayah, atau kode lembaga.")],
        cari: Annotated[
            str | None, strawberry.argument(description="Bagian nama pengguna.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[Akun]:
        """Accounts by name."""
        halaman = await baca.daftar(
            info.context.db,
            info.context.aktor,
            kode=wilayah,
            cari=cari or None,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, Akun.dari)

    @strawberry.field(extensions=[Requires("inti:peran")], description="Semua peran yang dapat diberikan.")
    async def daftar_peran(self, info: Info) -> list[Peran]:
        """Declared roles."""
        peran = await baca_akses.daftar_peran(info.context.db)
        arti = await baca_akses.daftar_izin(info.context.db, (i for p in peran for i in p.izin))
        return [
            Peran(
                kode=p.kode,
                nama=p.nama,
                izin=[Izin(kode=i, keterangan=arti[i]) for i in p.izin if i in arti],
            )
            for p in peran
        ]

    @strawberry.field(
        extensions=[Public()],
        description="Mengapa akun boleh atau tidak boleh melakukan sesuatu: akun Anda sendiri, atau akun di wilayah"
        " tempat Anda memberi peran.",
    )
    async def mengapa(
        self,
        info: Info,
        izin: Annotated[str, strawberry.argument(description="Kode izin, misalnya inti:orang.")],
        wilayah: Annotated[str, strawberry.argument(description="Kode wilayah, atau kode lembaga.")],
        akun: Annotated[
            strawberry.ID | None, strawberry.argument(description="Pengenal akun; kosong: akun Anda sendiri.")
        ] = strawberry.UNSET,
    ) -> Penjelasan | None:
        """Why."""
        konteks = info.context
        akun_id = pengenal(akun, "akun", "akun") if akun else konteks.aktor.akun_id
        if akun_id is None:
            return None
        if akun_id != konteks.aktor.akun_id:
            konteks.aktor.wajib("inti:peran", wilayah=wilayah, apa="wilayah")
            if not await baca.satu_dalam_lingkup(konteks.db, konteks.aktor, akun_id, izin="inti:peran"):
                return None
        hasil = await baca_akses.mengapa(konteks.db, akun_id=akun_id, izin=izin, kode=wilayah)
        return None if hasil is None else Penjelasan(boleh=hasil.boleh, langkah=list(hasil.langkah))


def pengenal(teks: str, apa: str, letak: str) -> uuid.UUID:
    """An id as clients write it; what is none names nothing there is."""
    try:
        return uuid.UUID(teks)
    except ValueError:
        raise TidakDitemukan(apa, letak=(letak,)) from None
