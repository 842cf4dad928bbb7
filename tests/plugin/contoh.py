"""A small core and small plugins to compose: what each does is the least that shows it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any, cast

import strawberry

from forum_server.akses.rules import Izin
from forum_server.graphql.galat import PENANGAN
from forum_server.plugin import (
    Fields,
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    GraphQL,
    Info,
    KeadaanMenolak,
    Parent,
    Public,
    Requires,
    TidakDitemukan,
    hookimpl,
)

# --- core ------------------------------------------------------------------------------------------------


@strawberry.type
class Daerah:
    """Daerah contoh."""

    kode: strawberry.ID
    nama: str
    kode_pemilik: strawberry.Private[str]


def daerah(kode: str) -> Daerah:
    return Daerah(kode=strawberry.ID(kode), nama=f"Daerah {kode}", kode_pemilik=kode)


@strawberry.type
class IntiQuery:
    @strawberry.field(extensions=[Public()])
    def daerah(self, kode: strawberry.ID) -> Daerah | None:
        """Satu daerah."""
        if kode == "00":
            raise TidakDitemukan("daerah")
        return daerah(kode)

    @strawberry.field(extensions=[Public()])
    def semua_daerah(self, jumlah: int = 2, awalan: str | None = None) -> list[Daerah]:
        """Beberapa daerah."""
        return [daerah(f"{awalan or '61.'}{n:02}") for n in range(1, jumlah + 1)]


inti = GraphQL(query=IntiQuery, handlers=PENANGAN)
CORE = {"daerah": inti}


class Inti:
    """Subjek inti contoh."""

    @hookimpl
    def graphql(self) -> GraphQL:
        return inti


# --- slot: types, batch, mutation, subscription ----------------------------------------------------------


@strawberry.type
class SlotSesi:
    """Sesi contoh."""

    id: strawberry.ID
    kursi: int
    kode_pemilik: strawberry.Private[str]


@strawberry.input
class SlotSaring:
    """Saringan sesi."""

    minimal: int = 0
    kata: list[str] | None = None


@strawberry.type
class SlotQuery:
    @strawberry.field(extensions=[Requires("slot:lihat")])
    def slot_sesi(self) -> list[SlotSesi]:
        """Semua sesi."""
        return [SlotSesi(id=strawberry.ID("1"), kursi=4, kode_pemilik="61.01")]

    @strawberry.field(extensions=[Requires("slot:lihat")])
    async def slot_satu(self, id: strawberry.ID) -> SlotSesi | None:
        """Satu sesi, atau null."""
        raise TidakDitemukan("sesi")


SlotPesanHasil = Annotated[
    SlotSesi | GalatIsian | GalatTidakDitemukan | GalatKeadaan, strawberry.union("SlotPesanHasil")
]


@strawberry.type
class SlotMutation:
    @strawberry.mutation(extensions=[Requires("slot:pesan")])
    async def slot_pesan(self, id: strawberry.ID) -> SlotPesanHasil:
        """Pesan satu kursi."""
        if id == "penuh":
            raise KeadaanMenolak("PENUH", "Sesi penuh. Pilih sesi lain.", letak=["id"])
        if id == "tiada":
            raise TidakDitemukan("sesi")
        return SlotSesi(id=id, kursi=3, kode_pemilik="61.01")


@strawberry.type
class SlotSubscription:
    @strawberry.subscription(extensions=[Requires("slot:lihat")])
    async def slot_berubah(self, sampai: int = 3) -> AsyncIterator[int]:
        """Kursi yang tersisa."""
        for n in range(sampai):
            yield n


daerah_slot = Fields(Daerah)


@daerah_slot.batch
async def slot_jumlah(
    daerah: list[Daerah], info: Info, saring: SlotSaring | None = None, genap: bool = False
) -> list[int | Exception | None]:
    """Jumlah sesi di daerah ini."""
    cast("Any", info.context).panggilan.append([d.kode for d in daerah])
    return [
        RuntimeError("rusak") if d.kode == "61.13" else int(d.kode[-2:]) * (2 if genap else 1) for d in daerah
    ]


@daerah_slot.batch(extensions=[Requires("slot:lihat")])
async def slot_rahasia(daerah: list[Daerah]) -> list[str | None]:
    """Hanya untuk yang berizin."""
    return [d.nama for d in daerah]


@daerah_slot.batch
async def slot_kurang(daerah: list[Daerah]) -> list[int | None]:
    """Selalu mengembalikan satu nilai saja."""
    return [1]


class Slot:
    """Sesi contoh."""

    requires: tuple[str, ...] = ()

    @hookimpl
    def graphql(self) -> GraphQL:
        return GraphQL(
            query=SlotQuery, mutation=SlotMutation, subscription=SlotSubscription, fields=[daerah_slot]
        )

    @hookimpl
    def permissions(self) -> list[Izin]:
        return [
            Izin(kode="slot:lihat", keterangan="Melihat sesi"),
            Izin(kode="slot:pesan", keterangan="Memesan kursi"),
        ]


slot = Slot()

# --- kolam: needs slot, extends its type -----------------------------------------------------------------

sesi = Fields(SlotSesi)


@sesi.field
def kolam_tamu(sesi: Parent[SlotSesi]) -> int | None:
    """Kursi untuk tamu."""
    return sesi.kursi // 2


class Kolam:
    """Kolam contoh."""

    requires = ("slot",)

    @hookimpl
    def graphql(self) -> GraphQL:
        return GraphQL(fields=[sesi])


kolam = Kolam()

# --- lapor: independent, own input and enum --------------------------------------------------------------


@strawberry.type
class LaporSurat:
    """Surat contoh."""

    nomor: str


@strawberry.type
class LaporMutation:
    @strawberry.mutation(extensions=[Public()])
    def lapor_kirim(self, isi: str) -> LaporSurat:
        """Kirim surat."""
        return LaporSurat(nomor=isi)


surat = Fields(LaporSurat)


@surat.batch
async def asal(surat: list[LaporSurat]) -> list[str]:
    """Asal surat: pada tipe sendiri tak ada awalan dan boleh wajib."""
    return [s.nomor[::-1] for s in surat]


daerah_lapor = Fields(Daerah)


@daerah_lapor.field
def lapor_buka(daerah: Parent[Daerah]) -> str | None:
    """Laporan terbuka."""
    return f"lapor {daerah.kode}"


class Lapor:
    """Laporan contoh."""

    requires: tuple[str, ...] = ()

    @hookimpl
    def graphql(self, enabled: frozenset[str]) -> GraphQL:
        return GraphQL(
            mutation=LaporMutation, fields=[daerah_lapor, surat, *([jembatan] if "slot" in enabled else [])]
        )


jembatan = Fields(SlotSesi)


@jembatan.field
def lapor_surat(sesi: Parent[SlotSesi]) -> LaporSurat | None:
    """Surat tentang sesi ini: hanya bila plugin slot ikut."""
    return LaporSurat(nomor=sesi.id)


lapor = Lapor()
SEMUA: dict[str, Any] = {"slot": slot, "kolam": kolam, "lapor": lapor}


def bagian(*nama: str) -> dict[str, GraphQL]:
    """What these plugins contribute when exactly they are enabled."""
    enabled = frozenset(nama)
    return {n: lapor.graphql(enabled) if n == "lapor" else SEMUA[n].graphql() for n in nama}
