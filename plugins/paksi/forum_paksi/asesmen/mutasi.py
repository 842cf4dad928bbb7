"""What is done in a round of assessment, in GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from forum_paksi.asesmen import service
from forum_paksi.asesmen.rules import HasilUnit, Metode
from forum_paksi.asesor.graphql import IdAsesor
from forum_paksi.pelaku import IZIN_ASESMEN, IZIN_JADWAL
from forum_paksi.pengenal import pengenal
from forum_paksi.permohonan.graphql import IdPermohonan, PaksiPermohonan
from forum_paksi.permohonan.mutasi import PermohonanHasil
from forum_paksi.permohonan.rules import Kompetensi
from forum_server.plugin import Info, Requires, TidakDitemukan

__all__ = ["Mutation"]


@strawberry.input
class PaksiHasilUnitIsian:
    """Hasil asesmen satu unit."""

    unit: strawberry.ID = strawberry.field(description="Pengenal unit, dari PaksiSkema.unit.")
    hasil: Kompetensi = strawberry.field(description="K atau BK.")
    metode: list[Metode] = strawberry.field(description="Metode yang dipakai, paling sedikit satu.")
    catatan: str | None = strawberry.field(default=None, description="Catatan bila perlu.")


def _hasil(semua: list[PaksiHasilUnitIsian]) -> list[HasilUnit]:
    jadi: list[HasilUnit] = []
    for ke, satu in enumerate(semua):
        try:
            unit = pengenal(satu.unit, "unit")
        except TidakDitemukan:
            raise TidakDitemukan("unit", letak=["unit", str(ke)]) from None
        jadi.append(HasilUnit(unit_id=unit, hasil=satu.hasil, metode=satu.metode, catatan=satu.catatan))
    return jadi


@strawberry.type
class Mutation:
    """What is done in a round of assessment."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="Tugaskan asesor atas sebuah permohonan; dapat diganti sampai asesmennya dimulai. Asesmen ulang"
        " dilakukan asesor lain.",
    )
    async def paksi_tugaskan_asesor(
        self,
        info: Info,
        permohonan: IdPermohonan,
        asesor: IdAsesor,
        tanggal: Annotated[
            date | None,
            strawberry.argument(
                description="Hari asesmennya, salah satu hari jadwalnya; kosong: hari pertama yang masih longgar."
                " Wajib bagi asesmen ulang."
            ),
        ] = None,
    ) -> PermohonanHasil:
        """Give an application to an asesor."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.tugaskan_asesor,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
            asesor_id=pengenal(asesor, "asesor"),
            tanggal=tanggal,
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ASESMEN)],
        description="Mulai asesmen yang ditugaskan kepada Anda.",
    )
    async def paksi_mulai_asesmen(self, info: Info, permohonan: IdPermohonan) -> PermohonanHasil:
        """Begin."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.mulai_asesmen, konteks.aktor, permohonan_id=pengenal(permohonan, "permohonan")
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ASESMEN, IZIN_JADWAL)],
        description="Catat bahwa asesi tidak hadir; permohonannya berakhir. Oleh asesornya atau operator LSP.",
    )
    async def paksi_catat_tidak_hadir(
        self,
        info: Info,
        permohonan: IdPermohonan,
        alasan: Annotated[
            str | None, strawberry.argument(description="Alasannya bila diketahui; dibaca pemohon.")
        ] = None,
    ) -> PermohonanHasil:
        """They did not come."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.catat_tidak_hadir,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
            alasan=alasan,
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ASESMEN)],
        description="Catat K atau BK bagi unit-unit ini; yang dicatat lagi diganti, yang lain tetap.",
    )
    async def paksi_catat_hasil_unit(
        self,
        info: Info,
        permohonan: IdPermohonan,
        unit: Annotated[
            list[PaksiHasilUnitIsian], strawberry.argument(description="Hasil satu unit atau lebih.")
        ],
    ) -> PermohonanHasil:
        """Write results."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.catat_unit,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
            unit=_hasil(unit),
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ASESMEN)],
        description="Rekomendasikan K atau BK sesudah setiap unit dinilai; K hanya bila setiap unit K.",
    )
    async def paksi_rekomendasikan(
        self,
        info: Info,
        permohonan: IdPermohonan,
        rekomendasi: Annotated[Kompetensi, strawberry.argument(description="K atau BK.")],
        catatan: Annotated[
            str | None, strawberry.argument(description="Catatan asesor; wajib bagi BK.")
        ] = None,
    ) -> PermohonanHasil:
        """Recommend."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.rekomendasikan,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
            rekomendasi=rekomendasi,
            catatan=catatan,
        )
        return await PaksiPermohonan.satu(konteks.db, id_)
