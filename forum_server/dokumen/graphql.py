"""Letterheads in GraphQL."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_server.database import AKAR
from forum_server.dokumen import service
from forum_server.dokumen.rules import IsianKop
from forum_server.dokumen.service import IZIN
from forum_server.galat import TidakDitemukan
from forum_server.graphql.galat import GalatIsian, GalatKeadaan, GalatTidakDitemukan
from forum_server.graphql.konteks import Info
from forum_server.lembaga.graphql import Lembaga
from forum_server.orang.graphql import Orang
from forum_server.orang.service import IZIN as IZIN_ORANG
from forum_server.plugin.fields import Fields
from forum_server.plugin.guards import Requires
from forum_server.wilayah.graphql import Wilayah

__all__ = ["FIELDS", "KopSurat", "Mutation"]


@strawberry.type
class KopSurat:
    """Kepala surat satu pemda atau lembaga, dan pejabat yang menandatangani surat di bawahnya."""

    kode: str = strawberry.field(
        description="Kode pemilik kop ini: yang ditanya, atau pemda tempat wilayah itu bernaung."
    )
    instansi: str = strawberry.field(description="Baris pertama, misalnya PEMERINTAH KOTA PONTIANAK.")
    unit: str | None = strawberry.field(description="Baris kedua yang dicetak tebal, misalnya INSPEKTORAT.")
    alamat: str = strawberry.field(description="Alamat dalam satu baris.")
    kota: str = strawberry.field(description="Tempat surat dibuat; tercetak di depan tanggal.")
    telepon: str | None = strawberry.field(description="Nomor telepon kantor.")
    surel: str | None = strawberry.field(description="Alamat surel kantor.")
    laman: str | None = strawberry.field(description="Alamat laman.")
    jabatan: str = strawberry.field(description="Jabatan penanda tangan seperti tercetak pada surat.")
    pejabat_id: strawberry.Private[uuid.UUID]

    @property
    def kode_pemilik(self) -> str:
        """Whose letterhead it is."""
        return self.kode

    @classmethod
    def dari(cls, row: Row[Any]) -> KopSurat:
        """The GraphQL object of a row of `service.pilih_kop`."""
        return cls(
            kode=row.kode,
            instansi=row.instansi,
            unit=row.unit,
            alamat=row.alamat,
            kota=row.kota,
            telepon=row.telepon,
            surel=row.surel,
            laman=row.laman,
            jabatan=row.jabatan,
            pejabat_id=row.pejabat_id,
        )


_KOP = Fields(KopSurat)
_WILAYAH = Fields(Wilayah)
_LEMBAGA = Fields(Lembaga)
FIELDS = (_KOP, _WILAYAH, _LEMBAGA)


@_KOP.batch
async def pejabat(kop: list[KopSurat], info: Info) -> list[Orang | None]:
    """Penanda tangan; kosong bila Anda tidak berhak melihat orang di sana."""
    aktor = info.context.aktor

    def boleh(k: KopSurat) -> bool:
        tempat = {"wilayah" if k.kode[:1].isdigit() or k.kode == AKAR else "lembaga": k.kode}
        return any(aktor.boleh(izin, **tempat) for izin in (IZIN, IZIN_ORANG))  # pyright: ignore[reportArgumentType]

    orang = await Orang.muat(info.context.db, {k.pejabat_id for k in kop if boleh(k)})
    return [orang.get(k.pejabat_id) if boleh(k) else None for k in kop]


@_WILAYAH.batch(name="kopSurat")
async def kop_wilayah(wilayah: list[Wilayah], info: Info) -> list[KopSurat | None]:
    """Kop surat yang dipakai wilayah ini: miliknya, atau milik pemda tempatnya bernaung."""
    return await _kop(info, [w.kode for w in wilayah])


@_LEMBAGA.batch(name="kopSurat")
async def kop_lembaga(lembaga: list[Lembaga], info: Info) -> list[KopSurat | None]:
    """Kop surat lembaga ini."""
    return await _kop(info, [satu.kode for satu in lembaga])


async def _kop(info: Info, kode: Sequence[str]) -> list[KopSurat | None]:
    rows = service.terdekat(kode, await info.context.db.all(service.pilih_kop(kode)))
    return [None if (row := rows[k]) is None else KopSurat.dari(row) for k in kode]


@strawberry.input(description="Isi kop surat dan penanda tangannya.")
class KopSuratIsian:
    """Everything a letterhead says."""

    instansi: str = strawberry.field(description="Baris pertama, misalnya PEMERINTAH KOTA PONTIANAK.")
    alamat: str = strawberry.field(description="Alamat dalam satu baris.")
    kota: str = strawberry.field(description="Tempat surat dibuat; tercetak di depan tanggal.")
    jabatan: str = strawberry.field(description="Jabatan penanda tangan, misalnya Inspektur.")
    pejabat: strawberry.ID = strawberry.field(
        description="Pengenal orang yang menandatangani; NIP-nya diambil dari data orang itu saat surat dibuat."
    )
    unit: str | None = strawberry.field(default=None, description="Baris kedua, misalnya INSPEKTORAT.")
    telepon: str | None = strawberry.field(default=None, description="Nomor telepon kantor.")
    surel: str | None = strawberry.field(default=None, description="Alamat surel kantor.")
    laman: str | None = strawberry.field(default=None, description="Alamat laman.")

    def jadi(self) -> IsianKop:
        """As the service takes it; raises `TidakDitemukan` orang for an id that is none."""
        try:
            pejabat = uuid.UUID(self.pejabat)
        except ValueError:
            raise TidakDitemukan("orang", letak=("isian", "pejabat")) from None
        return IsianKop(
            instansi=self.instansi,
            unit=self.unit,
            alamat=self.alamat,
            kota=self.kota,
            telepon=self.telepon,
            surel=self.surel,
            laman=self.laman,
            jabatan=self.jabatan,
            pejabat=pejabat,
        )


AturHasil = Annotated[
    KopSurat | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("AturKopSuratHasil", description="Kop sesudah diatur, atau mengapa ditolak."),
]


@strawberry.type
class Mutation:
    """Setting letterheads."""

    @strawberry.mutation(
        extensions=[Requires(IZIN)],
        description="Atur kop surat satu wilayah atau lembaga; seluruh isi yang lama diganti.",
    )
    async def atur_kop_surat(
        self,
        info: Info,
        kode: Annotated[str, strawberry.argument(description="Kode wilayah atau lembaga.")],
        isian: Annotated[KopSuratIsian, strawberry.argument(description="Isi kop.")],
    ) -> AturHasil:
        """Set a letterhead."""
        konteks = info.context
        await konteks.db.write(service.atur_kop, konteks.aktor, kode=kode, isian=isian.jadi())
        (kop,) = await _kop(info, [kode])
        assert kop is not None
        return kop
