"""What dividing the seats of a pool answers: a preview with its mark, what was committed, or what changed since."""

from __future__ import annotations

import asyncio
import uuid

import strawberry
from sqlalchemy.orm import Session
from strawberry.types.field import StrawberryField

from forum_paksi.himpunan import baca
from forum_paksi.himpunan.alokasi import Tinjauan, bahan_tinjauan, tinjau
from forum_paksi.himpunan.graphql.tipe import PaksiHimpunan, PaksiHimpunanPemda, PaksiKeputusan
from forum_paksi.himpunan.keadaan import KeadaanHimpunan
from forum_paksi.himpunan.masukan import Hasil, HasilAlokasi
from forum_paksi.himpunan.sidik import BerubahSejakPratinjau
from forum_server.plugin import Aktor, Database, Galat, Info


@strawberry.type
class PaksiAlokasi:
    """Pembagian kursi sebuah himpunan: pratinjau, atau yang sudah ditetapkan."""

    ditetapkan: bool = strawberry.field(description="Salah bagi pratinjau, yang tidak menyimpan apa pun.")
    sidik: str | None = strawberry.field(
        description="Tanda keadaan yang ditinjau; kirim kembali untuk menetapkan pratinjau ini."
    )
    kursi: int = strawberry.field(description="Kursi yang dapat dibagi.")
    terpakai: int = strawberry.field(description="Kursi yang mendapat orang.")
    himpunan: PaksiHimpunan = strawberry.field(description="Himpunan yang dibagi.")
    pemda: list[PaksiHimpunanPemda] = strawberry.field(description="Angka setiap pemda.")
    keputusan: list[PaksiKeputusan] = strawberry.field(
        description="Keputusan tentang setiap calon: kursi, daftar tunggu, lalu yang tidak dapat ikut."
    )

    @classmethod
    async def tinjauan(cls, db: Database, aktor: Aktor, himpunan_id: uuid.UUID) -> PaksiAlokasi:
        """Read on a connection that can only read, decide in a thread: others are served meanwhile."""
        async with db.read() as koneksi:
            bahan = await koneksi.run_sync(
                lambda k: bahan_tinjauan(Session(bind=k), aktor, himpunan_id=himpunan_id)
            )
        hasil = await asyncio.to_thread(tinjau, himpunan_id, bahan)
        himpunan = await PaksiHimpunan.satu(db, himpunan_id)
        return cls(
            ditetapkan=False,
            sidik=hasil.sidik,
            kursi=hasil.hasil.kursi,
            terpakai=hasil.hasil.terpakai,
            himpunan=himpunan,
            pemda=_pemda(hasil),
            keputusan=_keputusan(hasil.hasil, himpunan),
        )

    @classmethod
    async def tersimpan(cls, db: Database, himpunan_id: uuid.UUID) -> PaksiAlokasi:
        """What stands after committing."""
        keputusan = [PaksiKeputusan.dari(r) for r in await baca.semua_keputusan(db, himpunan_id)]
        angka = await baca.angka_pemda(db, [himpunan_id])
        bagian = await baca.bagian(db, [himpunan_id])
        terpakai = sum(k.hasil is Hasil.KURSI for k in keputusan)
        return cls(
            ditetapkan=True,
            sidik=None,
            kursi=sum(b.kapasitas for b in bagian.get(himpunan_id, ())),
            terpakai=terpakai,
            himpunan=await PaksiHimpunan.satu(db, himpunan_id),
            pemda=[PaksiHimpunanPemda.dari(a) for a in angka.get(himpunan_id, ())],
            keputusan=keputusan,
        )


def _pemda(tinjauan: Tinjauan) -> list[PaksiHimpunanPemda]:
    return [
        PaksiHimpunanPemda(
            jumlah_permintaan=p.permintaan,
            calon=p.calon,
            kursi=p.kursi,
            tunggu=p.tunggu,
            tidak_dapat=p.calon - p.kursi - p.tunggu,
            wilayah_kode=p.wilayah,
            himpunan_id=tinjauan.himpunan_id,
        )
        for p in sorted(tinjauan.hasil.pemda, key=lambda p: p.wilayah)
    ]


def _keputusan(hasil: HasilAlokasi, himpunan: PaksiHimpunan) -> list[PaksiKeputusan]:
    return [
        PaksiKeputusan(
            hasil=k.hasil,
            urutan=k.urutan,
            posisi_tunggu=k.posisi_tunggu,
            pilihan_ke=k.pilihan_ke,
            alasan_kode=k.alasan_kode,
            alasan=k.alasan,
            keadaan_kini=None,
            nomor_permintaan=k.nomor,
            wilayah_kode=k.wilayah,
            lembaga_kode=himpunan.lembaga_kode,
            keadaan=KeadaanHimpunan.TERBUKA,
            orang_id=k.orang,
            jadwal_id=k.jadwal or k.jadwal_tunggu,
        )
        for k in hasil.keputusan
    ]


@strawberry.type
class PaksiGalatBerubah(Galat):
    """Keadaan berubah sejak pratinjau, sehingga tidak ada yang disimpan."""

    perubahan: list[str] = strawberry.field(description="Apa saja yang berubah, satu kalimat masing-masing.")


class PenanganBerubah(strawberry.ExceptionHandler[BerubahSejakPratinjau, PaksiGalatBerubah]):
    """`BerubahSejakPratinjau` becomes `PaksiGalatBerubah`."""

    def handle(
        self, exception: BerubahSejakPratinjau, *, field: StrawberryField, info: Info
    ) -> PaksiGalatBerubah:
        """Turn the exception into data."""
        del field, info
        return PaksiGalatBerubah(
            kode=exception.kode,
            pesan=exception.pesan,
            letak=list(exception.letak),
            perubahan=list(exception.perubahan),
        )
