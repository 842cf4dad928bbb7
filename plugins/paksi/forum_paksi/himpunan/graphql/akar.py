"""What can be asked of pools and done with them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated

import strawberry

from forum_paksi.himpunan import alokasi, baca, penyelesaian, service
from forum_paksi.himpunan.graphql.alokasi import PaksiAlokasi, PaksiGalatBerubah, PenanganBerubah
from forum_paksi.himpunan.graphql.tipe import BAGIAN, HIMPUNAN, KEPUTUSAN, PEMDA, PERMINTAAN, PaksiHimpunan
from forum_paksi.himpunan.keadaan import KeadaanHimpunan
from forum_paksi.himpunan.kunci import PERISTIWA_HIMPUNAN
from forum_paksi.himpunan.masukan import Kebijakan
from forum_paksi.pelaku import IZIN_HIMPUN, IZIN_JADWAL, IZIN_LIHAT
from forum_paksi.pengenal import pengenal
from forum_server.plugin import (
    BAWAAN,
    After,
    AksesBerakhir,
    Connection,
    First,
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    IsianTidakSah,
    Requires,
    TidakDitemukan,
    sambungan,
)

__all__ = ["FIELDS", "Mutation", "PenanganBerubah", "Query", "Subscription"]

_Himpunan = Annotated[strawberry.ID, strawberry.argument(description="Pengenal himpunan.")]
_Permintaan = Annotated[strawberry.ID, strawberry.argument(description="Pengenal permintaan.")]
_Kebijakan = Annotated[Kebijakan, strawberry.argument(description="Aturan pembagian kursi.")]
_Alasan = Annotated[str, strawberry.argument(description="Alasan yang dibaca semua pemda dalam himpunan.")]

BukaHasil = Annotated[
    PaksiHimpunan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiBukaHimpunanHasil", description="Himpunan yang dibuka, atau mengapa ditolak."),
]
HimpunHasil = Annotated[
    PaksiHimpunan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiHimpunPermintaanHasil", description="Himpunan dengan permintaannya, atau mengapa ditolak."
    ),
]
LepasHasil = Annotated[
    PaksiHimpunan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiLepasPermintaanHasil", description="Himpunan tanpa permintaan itu, atau mengapa ditolak."
    ),
]
KebijakanHasil = Annotated[
    PaksiHimpunan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiUbahKebijakanHasil", description="Himpunan dengan kebijakan barunya, atau mengapa ditolak."
    ),
]
CadangkanHasil = Annotated[
    PaksiHimpunan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiCadangkanBagianHasil", description="Himpunan dengan kursi barunya, atau mengapa ditolak."
    ),
]
KunciHasil = Annotated[
    PaksiHimpunan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiKunciHimpunanHasil", description="Himpunan yang dikunci, atau mengapa ditolak."),
]
AlokasikanHasil = Annotated[
    PaksiAlokasi | PaksiGalatBerubah | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiAlokasikanHasil",
        description="Pembagian kursi; atau apa yang berubah sejak pratinjau; atau mengapa ditolak.",
    ),
]
KirimHasil = Annotated[
    PaksiHimpunan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiKirimHimpunanHasil", description="Himpunan yang dikirim, atau mengapa ditolak."),
]
KonfirmasiHasil = Annotated[
    PaksiHimpunan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiKonfirmasiHimpunanHasil", description="Himpunan yang dikonfirmasi, atau mengapa ditolak."
    ),
]
BubarkanHasil = Annotated[
    PaksiHimpunan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiBubarkanHimpunanHasil", description="Himpunan yang dibubarkan, atau mengapa ditolak."
    ),
]


@strawberry.type
class Query:
    """Root fields about pools."""

    @strawberry.field(extensions=[Requires(IZIN_LIHAT)], description="Satu himpunan yang boleh Anda lihat.")
    async def paksi_himpunan(self, info: Info, id: _Himpunan) -> PaksiHimpunan | None:
        """One pool."""
        konteks = info.context
        row = await baca.satu(konteks.db, konteks.aktor, pengenal(id, "himpunan", letak="id"))
        return None if row is None else PaksiHimpunan.dari(row)

    @strawberry.field(
        extensions=[Requires(IZIN_LIHAT)],
        description="Himpunan yang boleh Anda lihat, yang terbaru lebih dahulu.",
    )
    async def paksi_daftar_himpunan(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya dari wilayah ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        keadaan: Annotated[
            list[KeadaanHimpunan] | None, strawberry.argument(description="Hanya yang sedang begini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiHimpunan]:
        """Pools, newest first."""
        halaman = await baca.daftar(
            info.context.db,
            info.context.aktor,
            wilayah=wilayah or None,
            keadaan=keadaan or (),
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiHimpunan.dari)


@strawberry.type
class Mutation:
    """What is done with pools."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Buka himpunan provinsi untuk satu skema di satu LSP; kebijakannya berlaku sejak dibuka.",
    )
    async def paksi_buka_himpunan(
        self,
        info: Info,
        *,
        wilayah: Annotated[str, strawberry.argument(description="Kode provinsi yang menghimpun.")],
        nama: Annotated[str, strawberry.argument(description="Nama himpunan.")],
        skema: Annotated[str, strawberry.argument(description="Kode skema, misalnya PAKSI_PERTAMA.")],
        lembaga: Annotated[str, strawberry.argument(description="Kode LSP yang dituju.")],
        kebijakan: _Kebijakan,
        wajib_kelayakan: Annotated[
            bool,
            strawberry.argument(
                description="Hanya dudukkan calon yang permohonannya memenuhi persyaratan; tidak dapat diubah lagi."
            ),
        ] = False,
    ) -> BukaHasil:
        """Open a pool."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.buka_himpunan,
            konteks.aktor,
            wilayah=wilayah,
            nama=nama,
            skema=skema,
            lembaga=lembaga,
            kebijakan=kebijakan,
            wajib_kelayakan=wajib_kelayakan,
        )
        return await PaksiHimpunan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)], description="Terima permintaan sebuah pemda ke dalam himpunan."
    )
    async def paksi_himpun_permintaan(
        self, info: Info, himpunan: _Himpunan, permintaan: _Permintaan
    ) -> HimpunHasil:
        """Take a request in."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.himpun_permintaan,
            konteks.aktor,
            himpunan_id=pengenal(himpunan, "himpunan"),
            permintaan_id=pengenal(permintaan, "permintaan"),
        )
        return await PaksiHimpunan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Keluarkan permintaan dari himpunan yang masih TERBUKA; waktu pengajuannya tetap.",
    )
    async def paksi_lepas_permintaan(
        self, info: Info, himpunan: _Himpunan, permintaan: _Permintaan
    ) -> LepasHasil:
        """Let a request out."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.lepas_permintaan,
            konteks.aktor,
            himpunan_id=pengenal(himpunan, "himpunan"),
            permintaan_id=pengenal(permintaan, "permintaan"),
        )
        return await PaksiHimpunan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Ubah kebijakan himpunan yang masih TERBUKA; alasannya tercatat dan dibaca semua pemdanya.",
    )
    async def paksi_ubah_kebijakan(
        self, info: Info, himpunan: _Himpunan, kebijakan: _Kebijakan, alasan: _Alasan
    ) -> KebijakanHasil:
        """Change the policy."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.ubah_kebijakan,
            konteks.aktor,
            himpunan_id=pengenal(himpunan, "himpunan"),
            kebijakan=kebijakan,
            alasan=alasan,
        )
        return await PaksiHimpunan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="LSP mencadangkan kursi sebuah jadwal untuk himpunan yang ditujukan kepadanya.",
    )
    async def paksi_cadangkan_bagian(
        self,
        info: Info,
        *,
        himpunan: _Himpunan,
        jadwal: Annotated[strawberry.ID, strawberry.argument(description="Pengenal jadwal.")],
        kapasitas: Annotated[int, strawberry.argument(description="Banyaknya kursi.")],
        kembali_pada: Annotated[
            datetime | None,
            strawberry.argument(description="Saat kursi yang tidak terpakai kembali ke bagian terbuka."),
        ] = strawberry.UNSET,
    ) -> CadangkanHasil:
        """Reserve seats for a pool."""
        konteks = info.context
        himpunan_id = pengenal(himpunan, "himpunan")
        await konteks.db.write(
            service.cadangkan_untuk,
            konteks.aktor,
            himpunan_id=himpunan_id,
            jadwal_id=pengenal(jadwal, "jadwal"),
            kapasitas=kapasitas,
            kembali_pada=_berzona(kembali_pada or None, "kembaliPada"),
        )
        return await PaksiHimpunan.satu(konteks.db, himpunan_id)

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Kunci himpunan: sesudahnya permintaan dan kebijakannya tidak berubah lagi.",
    )
    async def paksi_kunci_himpunan(self, info: Info, himpunan: _Himpunan) -> KunciHasil:
        """Lock a pool."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.kunci_himpunan, konteks.aktor, himpunan_id=pengenal(himpunan, "himpunan")
        )
        return await PaksiHimpunan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Bagi kursi himpunan. Pratinjau tidak menyimpan apa pun dan memberi sidik; kirim sidik itu dengan"
        " pratinjau: false untuk menetapkan tepat yang ditinjau.",
    )
    async def paksi_alokasikan(
        self,
        info: Info,
        *,
        himpunan: _Himpunan,
        pratinjau: Annotated[bool, strawberry.argument(description="Benar: tinjau saja.")],
        sidik: Annotated[
            str | None, strawberry.argument(description="Sidik dari pratinjau yang ditetapkan.")
        ] = strawberry.UNSET,
        tenggat: Annotated[
            datetime | None,
            strawberry.argument(
                description="Sampai kapan kursi ditahan bagi konfirmasi LSP; bila kosong, batas pendaftaran jadwal."
            ),
        ] = strawberry.UNSET,
    ) -> AlokasikanHasil:
        """Preview or commit an allocation."""
        konteks = info.context
        himpunan_id = pengenal(himpunan, "himpunan")
        if pratinjau:
            return await PaksiAlokasi.tinjauan(konteks.db, konteks.aktor, himpunan_id)
        if not sidik:
            raise IsianTidakSah(
                "SIDIK_WAJIB", "Buat pratinjau dahulu, lalu tetapkan dengan sidiknya.", letak=["sidik"]
            )
        await konteks.db.write(
            alokasi.tetapkan_alokasi,
            konteks.aktor,
            himpunan_id=himpunan_id,
            sidik_pratinjau=sidik,
            tenggat=_berzona(tenggat or None, "tenggat"),
        )
        return await PaksiAlokasi.tersimpan(konteks.db, himpunan_id)

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Kirim hasil alokasi kepada LSP, yang sejak itu melihat nama-namanya.",
    )
    async def paksi_kirim_himpunan(self, info: Info, himpunan: _Himpunan) -> KirimHasil:
        """Send the allocation to the LSP."""
        konteks = info.context
        id_ = await konteks.db.write(
            penyelesaian.kirim_himpunan, konteks.aktor, himpunan_id=pengenal(himpunan, "himpunan")
        )
        return await PaksiHimpunan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="LSP mengonfirmasi semua kursi himpunan yang masih ditahan; permintaannya selesai.",
    )
    async def paksi_konfirmasi_himpunan(self, info: Info, himpunan: _Himpunan) -> KonfirmasiHasil:
        """The LSP confirms."""
        konteks = info.context
        id_ = await konteks.db.write(
            penyelesaian.konfirmasi_himpunan, konteks.aktor, himpunan_id=pengenal(himpunan, "himpunan")
        )
        return await PaksiHimpunan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Bubarkan himpunan: kursinya kembali, permintaannya DIAJUKAN lagi.",
    )
    async def paksi_bubarkan_himpunan(
        self, info: Info, himpunan: _Himpunan, alasan: _Alasan
    ) -> BubarkanHasil:
        """Dissolve a pool."""
        konteks = info.context
        id_ = await konteks.db.write(
            penyelesaian.bubarkan_himpunan,
            konteks.aktor,
            himpunan_id=pengenal(himpunan, "himpunan"),
            alasan=alasan,
        )
        return await PaksiHimpunan.satu(konteks.db, id_)


@strawberry.type
class Subscription:
    """What is told about pools."""

    @strawberry.subscription(
        extensions=[Requires(IZIN_LIHAT)],
        description="Himpunan setiap kali keadaan, permintaan, kebijakan, kursi, atau alokasinya berubah.",
    )
    async def paksi_himpunan_berubah(
        self, info: Info, himpunan: _Himpunan
    ) -> AsyncGenerator[PaksiHimpunan, None]:
        """A pool after each change, as long as the listener may see it."""
        konteks = info.context
        himpunan_id = pengenal(himpunan, "himpunan")
        async with konteks.hub.langgan(PERISTIWA_HIMPUNAN, str(himpunan_id)) as peristiwa:
            if await baca.satu(konteks.db, konteks.aktor, himpunan_id) is None:
                raise TidakDitemukan("himpunan", letak=["himpunan"])
            async for _ in peristiwa:
                if konteks.segarkan is not None:
                    konteks.aktor = await konteks.segarkan()
                row = await baca.satu(konteks.db, konteks.aktor, himpunan_id)
                if row is None:
                    raise AksesBerakhir(IZIN_LIHAT)
                yield PaksiHimpunan.dari(row)


def _berzona(saat: datetime | None, letak: str) -> datetime | None:
    """An instant; raises `IsianTidakSah` TANPA_ZONA for a time without its offset."""
    if saat is not None and saat.tzinfo is None:
        raise IsianTidakSah(
            "TANPA_ZONA", "Tulis waktu dengan zonanya, misalnya 2026-04-01T16:00:00+07:00.", letak=[letak]
        )
    return saat


FIELDS = (HIMPUNAN, PEMDA, BAGIAN, KEPUTUSAN, PERMINTAAN)
