"""What can be asked about cohorts in GraphQL, and how far they are."""

from __future__ import annotations

import uuid
from typing import Annotated

import strawberry

from forum_paksi.angkatan import baca
from forum_paksi.angkatan.kemajuan import Kemajuan, hitung, opd_tanpa_anggota, seluruh
from forum_paksi.angkatan.rules import JenisTugas
from forum_paksi.angkatan.tipe import (
    ANGKATAN,
    PaksiAnggotaAngkatan,
    PaksiAngkatan,
    PaksiTunggakanAngkatan,
)
from forum_paksi.angkatan.tipe import FIELDS as FIELDS_TIPE
from forum_paksi.hari import baca_kini
from forum_paksi.pengenal import pengenal
from forum_server.plugin import (
    BAWAAN,
    After,
    Connection,
    Fields,
    First,
    Info,
    Masuk,
    PerangkatDaerah,
    TidakDitemukan,
    sambungan,
)

__all__ = ["FIELDS", "IdAnggota", "IdAngkatan", "Query", "anggota_terbaca", "angkatan_terbaca"]

IdAngkatan = Annotated[strawberry.ID, strawberry.argument(description="Pengenal angkatan.")]
IdAnggota = Annotated[strawberry.ID, strawberry.argument(description="Pengenal anggota angkatan.")]


@strawberry.type
class PaksiKemajuanTugas:
    """Tugas sejenis, dihitung setiap tugas bagi setiap anggota."""

    jenis: JenisTugas = strawberry.field(description="Jenis tugasnya.")
    seharusnya: int = strawberry.field(description="Banyaknya yang diminta.")
    selesai: int = strawberry.field(description="Banyaknya yang sudah diserahkan.")
    terlambat: int = strawberry.field(description="Banyaknya yang lewat batas dan belum diserahkan.")


@strawberry.type
class PaksiKemajuanAngkatan:
    """Sampai di mana sebuah angkatan; yang sudah keluar tidak dihitung."""

    anggota: int = strawberry.field(description="Banyaknya anggota.")
    lulus_elearning: int = strawberry.field(
        description="Banyaknya anggota yang lulus paling sedikit satu kelas e-learning."
    )
    tugas: list[PaksiKemajuanTugas] = strawberry.field(description="Tugasnya menurut jenis.")

    @classmethod
    def dari(cls, k: Kemajuan) -> PaksiKemajuanAngkatan:
        """The GraphQL object of a progress."""
        return cls(anggota=k.anggota, lulus_elearning=k.lulus, tugas=_tugas(k))


@strawberry.type
class PaksiKemajuanOpd:
    """Sampai di mana anggota sebuah angkatan dari satu perangkat daerah."""

    anggota: int = strawberry.field(description="Banyaknya anggota.")
    lulus_elearning: int = strawberry.field(
        description="Banyaknya anggota yang lulus paling sedikit satu kelas e-learning."
    )
    tugas: list[PaksiKemajuanTugas] = strawberry.field(description="Tugasnya menurut jenis.")
    perangkat_daerah_id: strawberry.Private[uuid.UUID | None]


def _tugas(k: Kemajuan) -> list[PaksiKemajuanTugas]:
    return [
        PaksiKemajuanTugas(jenis=jenis, seharusnya=h.seharusnya, selesai=h.selesai, terlambat=h.terlambat)
        for jenis in JenisTugas
        if (h := k.tugas.get(jenis)) is not None
    ]


OPD = Fields(PaksiKemajuanOpd)
FIELDS = (*FIELDS_TIPE, OPD)


@OPD.batch(name="perangkatDaerah")
async def opd_kemajuan(kemajuan: list[PaksiKemajuanOpd], info: Info) -> list[PerangkatDaerah | None]:
    """Perangkat daerahnya; kosong bagi anggota yang bukan dari perangkat daerah mana pun."""
    rows = await PerangkatDaerah.muat(
        info.context.db, (k.perangkat_daerah_id for k in kemajuan if k.perangkat_daerah_id)
    )
    return [rows[k.perangkat_daerah_id] if k.perangkat_daerah_id else None for k in kemajuan]


@ANGKATAN.batch
async def kemajuan(angkatan: list[PaksiAngkatan], info: Info) -> list[PaksiKemajuanAngkatan]:
    """Sampai di mana angkatan ini seluruhnya."""
    db = info.context.db
    hasil = await hitung(db, [a.pengenal for a in angkatan], await baca_kini(db))
    return [PaksiKemajuanAngkatan.dari(seluruh(hasil.get(a.pengenal, {}))) for a in angkatan]


@ANGKATAN.batch(name="kemajuanOpd")
async def kemajuan_opd(angkatan: list[PaksiAngkatan], info: Info) -> list[list[PaksiKemajuanOpd]]:
    """Sampai di mana angkatan ini per perangkat daerah, menurut nama; yang bukan dari mana pun terakhir."""
    db = info.context.db
    hasil = await hitung(db, [a.pengenal for a in angkatan], await baca_kini(db))
    opd = await PerangkatDaerah.muat(db, {o for per in hasil.values() for o in per if o is not None})
    return [
        [
            PaksiKemajuanOpd(
                anggota=k.anggota, lulus_elearning=k.lulus, tugas=_tugas(k), perangkat_daerah_id=o
            )
            for o, k in sorted(
                hasil.get(a.pengenal, {}).items(),
                key=lambda p: (p[0] is None, opd[p[0]].nama if p[0] else "", str(p[0])),
            )
        ]
        for a in angkatan
    ]


@ANGKATAN.batch(name="opdTanpaAnggota")
async def tanpa_anggota(angkatan: list[PaksiAngkatan], info: Info) -> list[list[PerangkatDaerah]]:
    """Perangkat daerah pemda ini yang belum mempunyai anggota; anggota UPTD atau kelurahan mewakili induknya."""
    db = info.context.db
    kosong = await opd_tanpa_anggota(db, ((a.pengenal, a.kode_pemilik) for a in angkatan))
    opd = await PerangkatDaerah.muat(db, {o for daftar in kosong.values() for o in daftar})
    return [[opd[o] for o in kosong[a.pengenal]] for a in angkatan]


@ANGKATAN.batch
async def anggota(
    angkatan: list[PaksiAngkatan],
    info: Info,
    *,
    keluar: Annotated[bool, strawberry.argument(description="Sertakan juga yang sudah keluar.")] = False,
    first: First = BAWAAN,
    after: After = strawberry.UNSET,
) -> list[Connection[PaksiAnggotaAngkatan]]:
    """Anggotanya menurut nama, sejauh boleh Anda lihat: pengelola melihat semuanya, anggota dirinya sendiri."""
    halaman = await baca.anggota_per_angkatan(
        info.context.db,
        info.context.aktor,
        [a.pengenal for a in angkatan],
        keluar=keluar,
        first=first,
        after=after or None,
    )
    return [sambungan(satu, PaksiAnggotaAngkatan.dari) for satu in halaman]


async def angkatan_terbaca(info: Info, angkatan_id: uuid.UUID) -> PaksiAngkatan:
    """A cohort the actor may see; raises `TidakDitemukan`."""
    row = await baca.satu(info.context.db, info.context.aktor, angkatan_id)
    if row is None:
        raise TidakDitemukan("angkatan", letak=["angkatan"])
    return PaksiAngkatan.dari(row)


async def anggota_terbaca(info: Info, anggota_id: uuid.UUID) -> PaksiAnggotaAngkatan:
    """A member the actor may see; raises `TidakDitemukan`."""
    row = await baca.anggota_satu(info.context.db, info.context.aktor, anggota_id)
    if row is None:
        raise TidakDitemukan("anggota", letak=["anggota"])
    return PaksiAnggotaAngkatan.dari(row)


@strawberry.type
class Query:
    """Root fields about cohorts."""

    @strawberry.field(
        extensions=[Masuk()],
        description="Satu angkatan di wilayah kerja Anda, atau yang Anda ikuti sendiri.",
    )
    async def paksi_angkatan(self, info: Info, id: IdAngkatan) -> PaksiAngkatan | None:
        """One cohort."""
        konteks = info.context
        row = await baca.satu(konteks.db, konteks.aktor, pengenal(id, "angkatan", letak="id"))
        return None if row is None else PaksiAngkatan.dari(row)

    @strawberry.field(
        extensions=[Masuk()],
        description="Angkatan di wilayah kerja Anda dan yang Anda ikuti sendiri, yang terbaru lebih dahulu.",
    )
    async def paksi_daftar_angkatan(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya dari wilayah ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        tahun: Annotated[int | None, strawberry.argument(description="Hanya tahun ini.")] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiAngkatan]:
        """Cohorts, newest first."""
        halaman = await baca.daftar(
            info.context.db,
            info.context.aktor,
            wilayah=wilayah or None,
            tahun=tahun or None,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiAngkatan.dari)

    @strawberry.field(
        extensions=[Masuk()],
        description="Tugas dan laporan angkatan yang lewat batasnya: di wilayah kerja Anda, dan milik Anda sendiri.",
    )
    async def paksi_tunggakan_angkatan(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya dari wilayah ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        angkatan: Annotated[
            strawberry.ID | None, strawberry.argument(description="Hanya dari angkatan ini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiTunggakanAngkatan] | None:
        """What is overdue, oldest first."""
        db = info.context.db
        halaman = await baca.tunggakan(
            db,
            info.context.aktor,
            await baca_kini(db),
            wilayah=wilayah or None,
            angkatan=pengenal(angkatan, "angkatan") if angkatan else None,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiTunggakanAngkatan.dari)
