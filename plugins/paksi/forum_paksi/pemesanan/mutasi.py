"""Mutations on seats, and the stream of changes of a schedule's seats."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry

from forum_paksi.jadwal.graphql import PaksiJadwal, jadwal_terbaca
from forum_paksi.pelaku import IZIN_HIMPUN, IZIN_JADWAL, IZIN_MINTA
from forum_paksi.pemesanan import service
from forum_paksi.pemesanan.graphql import PaksiPemesanan, pemesanan_terbaca
from forum_paksi.pemesanan.kursi import PERISTIWA_SLOT
from forum_paksi.pengenal import pengenal
from forum_server.plugin import (
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    IsianTidakSah,
    Public,
    Requires,
)

__all__ = ["Mutation", "Subscription"]

PesanHasil = Annotated[
    PaksiPemesanan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiPesanSlotHasil", description="Kursi atau antreannya, atau mengapa ditolak."),
]
KonfirmasiHasil = Annotated[
    PaksiPemesanan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiKonfirmasiSlotHasil", description="Kursi yang dikonfirmasi, atau mengapa ditolak."
    ),
]
KehadiranHasil = Annotated[
    PaksiPemesanan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiCatatKehadiranHasil", description="Pemesanan dengan kehadirannya, atau mengapa ditolak."
    ),
]


@strawberry.type
class PaksiSlotDibatalkan:
    """Kursi atau antrean yang berakhir, dan siapa yang memperoleh kursinya."""

    pemesanan: PaksiPemesanan = strawberry.field(description="Yang dibatalkan.")
    banyak_naik: int = strawberry.field(description="Berapa orang naik dari daftar tunggu karenanya.")


BatalHasil = Annotated[
    PaksiSlotDibatalkan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiBatalkanSlotHasil", description="Yang dibatalkan, atau mengapa ditolak."),
]

CATATAN_MAKS = 500
_Pemesanan = Annotated[strawberry.ID, strawberry.argument(description="Pengenal pemesanannya.")]


@strawberry.type
class Mutation:
    """Booking and what follows."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_MINTA)],
        description="Pesan kursi dari bagian terbuka untuk seseorang; bila penuh ia masuk daftar tunggu.",
    )
    async def paksi_pesan_slot(
        self,
        info: Info,
        *,
        jadwal: Annotated[strawberry.ID, strawberry.argument(description="Pengenal jadwalnya.")],
        orang: Annotated[strawberry.ID, strawberry.argument(description="Pengenal orangnya.")],
        wilayah: Annotated[str, strawberry.argument(description="Kode pemda yang memesan.")],
        jalur: Annotated[
            str | None,
            strawberry.argument(
                description="Kode jalur yang ditempuh; kosongkan bila jadwalnya tanpa jalur."
            ),
        ] = strawberry.UNSET,
        boleh_antre: Annotated[
            bool, strawberry.argument(description="Masuk daftar tunggu bila penuh; salah: tolak saja.")
        ] = True,
    ) -> PesanHasil:
        """Book a seat."""
        konteks = info.context
        jadwal_id, orang_id = pengenal(jadwal, "jadwal"), pengenal(orang, "orang")
        hasil = await konteks.db.write(
            service.pesan_slot,
            konteks.aktor,
            jadwal_id=jadwal_id,
            orang_id=orang_id,
            wilayah=wilayah,
            jalur=jalur or None,
            boleh_antre=boleh_antre,
        )
        # Whoever may book this person sees the booking, so it need not be read again.
        return PaksiPemesanan.baru(hasil, orang_id=orang_id, wilayah=wilayah, jalur=jalur or None)

    @strawberry.mutation(
        extensions=[Requires(IZIN_MINTA, IZIN_HIMPUN, IZIN_JADWAL)],
        description="Konfirmasi kursi yang ditahan sebelum masa tahanannya lewat.",
    )
    async def paksi_konfirmasi_slot(self, info: Info, pemesanan: _Pemesanan) -> KonfirmasiHasil:
        """Confirm a held seat."""
        konteks = info.context
        id_ = pengenal(pemesanan, "pemesanan")
        return await pemesanan_terbaca(
            info, await konteks.db.write(service.konfirmasi, konteks.aktor, pemesanan_id=id_)
        )

    @strawberry.mutation(
        extensions=[Requires(IZIN_MINTA, IZIN_HIMPUN, IZIN_JADWAL)],
        description="Batalkan kursi atau antrean; kursi yang lepas langsung diberikan kepada penunggu berikutnya.",
    )
    async def paksi_batalkan_slot(
        self,
        info: Info,
        pemesanan: _Pemesanan,
        catatan: Annotated[
            str | None,
            strawberry.argument(description="Catatan, misalnya sebabnya; paling banyak 500 huruf."),
        ] = strawberry.UNSET,
    ) -> BatalHasil:
        """Give up a seat."""
        konteks = info.context
        id_ = pengenal(pemesanan, "pemesanan")
        isi = (catatan or "").strip()
        if len(isi) > CATATAN_MAKS:
            raise IsianTidakSah(
                "CATATAN_TERLALU_PANJANG", f"Catatan paling banyak {CATATAN_MAKS} huruf.", letak=["catatan"]
            )
        hasil = await konteks.db.write(service.batalkan, konteks.aktor, pemesanan_id=id_, catatan=isi or None)
        return PaksiSlotDibatalkan(
            pemesanan=await pemesanan_terbaca(info, id_), banyak_naik=len(hasil.dipromosikan)
        )

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="Catat apakah peserta hadir; dapat dibetulkan sampai jadwal selesai.",
    )
    async def paksi_catat_kehadiran(
        self,
        info: Info,
        pemesanan: _Pemesanan,
        hadir: Annotated[bool, strawberry.argument(description="Hadir atau tidak.")],
    ) -> KehadiranHasil:
        """Record attendance."""
        konteks = info.context
        id_ = pengenal(pemesanan, "pemesanan")
        await konteks.db.write(service.catat_kehadiran, konteks.aktor, pemesanan_id=id_, hadir=hadir)
        return await pemesanan_terbaca(info, id_)


@strawberry.type
class Subscription:
    """Streams about seats."""

    @strawberry.subscription(
        extensions=[Public()],
        description="Jadwal ini setiap kali kursi, daftar tunggu, atau keadaannya berubah; pertama kali seketika.",
    )
    async def paksi_slot_berubah(
        self,
        info: Info,
        jadwal: Annotated[strawberry.ID, strawberry.argument(description="Pengenal jadwalnya.")],
    ) -> AsyncGenerator[PaksiJadwal, None]:
        """A schedule whenever its seats change."""
        id_ = pengenal(jadwal, "jadwal")
        async with info.context.hub.langgan(PERISTIWA_SLOT, str(id_)) as peristiwa:
            yield await jadwal_terbaca(info, id_)
            async for _ in peristiwa:
                # a draft and the names beneath it are shown by the rights of now
                if info.context.segarkan is not None:
                    info.context.aktor = await info.context.segarkan()
                yield await jadwal_terbaca(info, id_)
