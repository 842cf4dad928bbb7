"""Good practice in GraphQL."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.pengenal import pengenal
from forum_paksi.praktik import baca
from forum_paksi.praktik.rules import IsianPraktik, KeadaanPraktik
from forum_server.plugin import (
    BAWAAN,
    After,
    Berkas,
    Connection,
    Fields,
    First,
    Info,
    Masuk,
    Orang,
    PerangkatDaerah,
    TidakDitemukan,
    Wilayah,
    sambungan,
)

__all__ = ["FIELDS", "IdPraktik", "PaksiPraktikBaik", "PaksiPraktikBaikIsian", "Query", "praktik_terbaca"]

strawberry.enum(
    KeadaanPraktik,
    name="PaksiKeadaanPraktikBaik",
    description="DRAF: sedang ditulis. DIAJUKAN: menunggu persetujuan pemda. TERBIT: dibaca semua daerah. DITARIK:"
    " tidak dibaca lagi.",
)

IdPraktik = Annotated[strawberry.ID, strawberry.argument(description="Pengenal praktik baik.")]


@strawberry.type
class PaksiPraktikBaik:
    """Praktik baik yang ditulis anggota angkatan; yang TERBIT dibaca semua daerah."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    judul: str = strawberry.field(description="Judulnya.")
    ringkasan: str = strawberry.field(description="Ringkasannya.")
    isi: str = strawberry.field(description="Apa yang dilakukan, hasilnya, dan pelajarannya.")
    keadaan: KeadaanPraktik = strawberry.field(description="Sampai di mana.")
    alasan: str | None = strawberry.field(
        description="Mengapa dikembalikan atau ditarik; hanya bagi penulis dan pemdanya."
    )
    dibuat_pada: datetime = strawberry.field(description="Saat ditulis.")
    disetujui_pada: datetime | None = strawberry.field(description="Saat pemda menyetujui penerbitannya.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    perangkat_daerah_id: strawberry.Private[uuid.UUID | None]
    orang_id: strawberry.Private[uuid.UUID | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiPraktikBaik:
        """The GraphQL object of a row read by `baca`; who only reads what is published doesn't see who wrote it."""
        dikenal = bool(row.dikenal)
        return cls(
            id=strawberry.ID(str(row.id)),
            judul=row.judul,
            ringkasan=row.ringkasan,
            isi=row.isi,
            keadaan=row.keadaan,
            alasan=row.alasan if dikenal else None,
            dibuat_pada=row.dibuat_pada,
            disetujui_pada=row.disetujui_pada,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
            perangkat_daerah_id=row.perangkat_daerah_id,
            orang_id=row.orang_id if dikenal else None,
        )


@strawberry.input
class PaksiPraktikBaikIsian:
    """Isi sebuah praktik baik."""

    judul: str = strawberry.field(description="Judulnya.")
    ringkasan: str = strawberry.field(description="Ringkasannya, paling panjang 1.000 huruf.")
    isi: str = strawberry.field(description="Apa yang dilakukan, hasilnya, dan pelajarannya.")
    unggahan: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="Foto (JPEG, PNG, WEBP) atau dokumen (PDF) dari siapkanUnggahan; menggantikan yang lama. Kosong:"
        " yang lama tetap.",
    )

    def jadi(self) -> IsianPraktik:
        """The value the service takes."""
        return IsianPraktik(judul=self.judul, ringkasan=self.ringkasan, isi=self.isi)

    def terunggah(self) -> list[uuid.UUID]:
        """The uploads."""
        return [pengenal(u, "unggahan") for u in self.unggahan]


FIELDS = Fields(PaksiPraktikBaik)


@FIELDS.batch
async def wilayah(praktik: list[PaksiPraktikBaik], info: Info) -> list[Wilayah]:
    """Pemda tempatnya dilakukan."""
    rows = await Wilayah.muat(info.context.db, (p.kode_pemilik for p in praktik))
    return [rows[p.kode_pemilik] for p in praktik]


@FIELDS.batch(name="perangkatDaerah")
async def perangkat_daerah(praktik: list[PaksiPraktikBaik], info: Info) -> list[PerangkatDaerah | None]:
    """Perangkat daerah tempatnya dilakukan, bila ada."""
    rows = await PerangkatDaerah.muat(
        info.context.db, (p.perangkat_daerah_id for p in praktik if p.perangkat_daerah_id)
    )
    return [rows[p.perangkat_daerah_id] if p.perangkat_daerah_id else None for p in praktik]


@FIELDS.batch
async def penulis(praktik: list[PaksiPraktikBaik], info: Info) -> list[Orang | None]:
    """Penulisnya; kosong bagi pembaca dari daerah lain."""
    rows = await Orang.muat(info.context.db, {p.orang_id for p in praktik if p.orang_id})
    return [rows[p.orang_id] if p.orang_id else None for p in praktik]


@FIELDS.batch
async def berkas(praktik: list[PaksiPraktikBaik], info: Info) -> list[list[Berkas]]:
    """Foto dan dokumennya; unduh dengan tautanBerkas."""
    db = info.context.db
    milik = await baca.berkas(db, [p.pengenal for p in praktik])
    semua = await Berkas.muat(db, [b for daftar in milik.values() for b in daftar])
    return [[semua[b] for b in milik.get(p.pengenal, ())] for p in praktik]


async def praktik_terbaca(info: Info, praktik_id: uuid.UUID) -> PaksiPraktikBaik:
    """A good practice the actor may read; raises `TidakDitemukan`."""
    row = await baca.satu(info.context.db, info.context.aktor, praktik_id)
    if row is None:
        raise TidakDitemukan("praktik_baik", letak=["praktik"])
    return PaksiPraktikBaik.dari(row)


@strawberry.type
class Query:
    """Root fields about good practice."""

    @strawberry.field(
        extensions=[Masuk()],
        description="Satu praktik baik: yang terbit, milik Anda, atau di wilayah kerja Anda.",
    )
    async def paksi_praktik_baik(self, info: Info, id: IdPraktik) -> PaksiPraktikBaik | None:
        """One good practice."""
        konteks = info.context
        row = await baca.satu(konteks.db, konteks.aktor, pengenal(id, "praktik_baik", letak="id"))
        return None if row is None else PaksiPraktikBaik.dari(row)

    @strawberry.field(
        extensions=[Masuk()],
        description="Praktik baik dari semua daerah yang menerbitkannya, milik Anda, dan di wilayah kerja Anda; yang"
        " terbaru lebih dahulu.",
    )
    async def paksi_daftar_praktik_baik(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya dari wilayah ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        keadaan: Annotated[
            list[KeadaanPraktik] | None, strawberry.argument(description="Hanya yang sedang begini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiPraktikBaik]:
        """Good practice, newest first."""
        halaman = await baca.daftar(
            info.context.db,
            info.context.aktor,
            wilayah=wilayah or None,
            keadaan=keadaan or (),
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiPraktikBaik.dari)
