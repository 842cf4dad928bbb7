"""What paksi says about a wilayah."""

from __future__ import annotations

import strawberry

from forum_paksi.pelaku import IZIN_LIHAT
from forum_paksi.ringkasan import baca
from forum_server.plugin import Fields, Info, Wilayah


@strawberry.type
class PaksiRingkasan:
    """Angka sebuah wilayah beserta semua di bawahnya."""

    permintaan_terbuka: int = strawberry.field(
        description="Permintaan yang sudah diajukan dan belum selesai."
    )
    calon: int = strawberry.field(description="Calon dalam permintaan itu.")
    kursi: int = strawberry.field(description="Kursi yang ditahan atau dikonfirmasi dan belum dijalani.")
    menunggu: int = strawberry.field(description="Orang dalam daftar tunggu.")


WILAYAH = Fields(Wilayah)


@WILAYAH.batch
async def paksi_ringkasan(wilayah: list[Wilayah], info: Info) -> list[PaksiRingkasan | None]:
    """Permintaan, kursi, dan daftar tunggu wilayah ini; kosong bila di luar wilayah kerja Anda."""
    aktor = info.context.aktor
    boleh = {w.kode for w in wilayah if aktor.meliputi(IZIN_LIHAT, wilayah=w.kode)}
    if not boleh:
        return [None] * len(wilayah)
    angka = await baca.angka_wilayah(info.context.db, boleh)
    return [_ringkasan(angka[w.kode]) if w.kode in boleh else None for w in wilayah]


def _ringkasan(angka: baca.Angka) -> PaksiRingkasan:
    return PaksiRingkasan(
        permintaan_terbuka=angka.permintaan,
        calon=angka.calon,
        kursi=angka.kursi,
        menunggu=angka.menunggu,
    )


FIELDS = (WILAYAH,)
