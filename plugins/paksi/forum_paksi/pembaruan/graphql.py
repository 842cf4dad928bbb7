"""Renewal readiness as a field of a certificate."""

from __future__ import annotations

from datetime import date

import strawberry

from forum_paksi.kegiatan.rules import SegiApi
from forum_paksi.pembaruan.baca import Pembaruan, SertifikatDibaca, baca_kesiapan
from forum_paksi.pembaruan.rules import BagianPembaruan
from forum_paksi.sertifikat.graphql import PaksiSertifikat
from forum_paksi.sertifikat.rules import HIDUP
from forum_server.plugin import Fields, Info

__all__ = ["FIELDS"]


@strawberry.type
class PaksiBagianPembaruan:
    """Satu hal yang harus dilaporkan dalam masa sertifikat."""

    kode: str = strawberry.field(description="Kode butir persyaratannya.")
    nama: str = strawberry.field(description="Apa yang diminta.")
    petunjuk: str = strawberry.field(description="Cara memenuhinya.")
    wajib: bool = strawberry.field(description="Apakah harus dipenuhi.")
    mulai: date = strawberry.field(description="Hari pertama kegiatan yang terhitung.")
    sampai: date = strawberry.field(description="Hari terakhir kegiatan yang terhitung.")
    tahun: int | None = strawberry.field(description="Tahun sertifikat ke-; hanya bagi bukti tahunan API.")
    segi: SegiApi | None = strawberry.field(description="Segi kegiatan; hanya bagi bukti tahunan API.")
    punya: int = strawberry.field(description="Laporan diterima yang terhitung.")
    perlu: int | None = strawberry.field(
        description="Jumlah yang diminta; kosong bila tidak ditetapkan, dan orang yang menilainya."
    )
    kurang: int | None = strawberry.field(
        description="Yang belum ada; kosong bila jumlahnya tidak ditetapkan."
    )
    tenggat: list[date] = strawberry.field(
        description="Paling lambat kapan masing-masing yang kurang dilaksanakan, rata sampai hari terakhir; kosong bila"
        " tidak ada yang kurang atau waktunya sudah lewat."
    )

    @classmethod
    def dari(cls, b: BagianPembaruan) -> PaksiBagianPembaruan:
        """The GraphQL object of one part."""
        return cls(
            kode=b.kode,
            nama=b.nama,
            petunjuk=b.petunjuk,
            wajib=b.wajib,
            mulai=b.mulai,
            sampai=b.sampai,
            tahun=b.tahun,
            segi=b.segi,
            punya=b.punya,
            perlu=b.perlu,
            kurang=b.kurang,
            tenggat=list(b.tenggat),
        )


@strawberry.type
class PaksiKesiapanPembaruan:
    """Sejauh mana pemegang siap memperpanjang sertifikatnya, menurut persyaratan hari ini."""

    terpenuhi: bool | None = strawberry.field(
        description="Apakah semua yang wajib sudah ada; kosong bila ada yang harus dinilai orang."
    )
    persyaratan_dari: date = strawberry.field(description="Hari mulai berlakunya versi persyaratan itu.")
    sumber: str = strawberry.field(description="Dari mana persyaratan itu diketahui.")
    bagian: list[PaksiBagianPembaruan] = strawberry.field(description="Yang harus dilaporkan, satu per satu.")

    @classmethod
    def dari(cls, p: Pembaruan) -> PaksiKesiapanPembaruan:
        """The GraphQL object of what `baca` gives."""
        return cls(
            terpenuhi=p.kesiapan.terpenuhi,
            persyaratan_dari=p.berlaku_dari,
            sumber=p.sumber,
            bagian=[PaksiBagianPembaruan.dari(b) for b in p.kesiapan.bagian],
        )


FIELDS = Fields(PaksiSertifikat)


@FIELDS.batch
async def kesiapan_pembaruan(
    sertifikat: list[PaksiSertifikat], info: Info
) -> list[PaksiKesiapanPembaruan | None]:
    """Kesiapan memperpanjang sertifikat ini; kosong bila tidak diakui, dicabut, digantikan, atau sudah berakhir."""
    hasil = await baca_kesiapan(
        info.context.db,
        [
            SertifikatDibaca(
                id=s.pengenal,
                orang_id=s.orang_id,
                skema_id=s.skema_id,
                terbit=s.terbit,
                berakhir=s.berakhir,
                hari_ini=s.hari_ini,
            )
            for s in sertifikat
            if s.diakui and s.tersimpan in HIDUP and s.berakhir >= s.hari_ini
        ],
    )
    return [
        PaksiKesiapanPembaruan.dari(hasil[s.pengenal]) if s.pengenal in hasil else None for s in sertifikat
    ]
