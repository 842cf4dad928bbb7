"""Logging in and looking after accounts: the mutations."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated

import strawberry

from forum_server.akses import service as akses
from forum_server.akun import baca, service, sesi
from forum_server.akun.graphql import Akun, pengenal
from forum_server.akun.masuk import Gerbang
from forum_server.akun.rules import token_tidak_sah
from forum_server.akun.sandi import penyandi
from forum_server.akun.sesi import PasanganToken
from forum_server.akun.totp.tantangan import Tantangan
from forum_server.galat import TidakDitemukan
from forum_server.graphql.galat import GalatIsian, GalatKeadaan, GalatTidakDitemukan
from forum_server.graphql.konteks import Info
from forum_server.graphql.rahasia import Rahasia
from forum_server.plugin.guards import Public, Requires

__all__ = [
    "ButuhTotp",
    "MasukHasil",
    "Mutation",
    "TokenHasil",
    "TokenMasuk",
    "akun_kini",
    "gerbang",
    "hasil_masuk",
]


@strawberry.type
class TokenMasuk:
    """Sepasang token; hanya terlihat sekali ini, simpan baik-baik."""

    token_akses: str = strawberry.field(description="Kirim pada kepala Authorization: Bearer ...")
    token_segar: str = strawberry.field(description="Sekali pakai, untuk meminta pasangan token baru.")
    berlaku_sampai: datetime = strawberry.field(description="Saat token akses berakhir.")

    @classmethod
    def dari(cls, pasangan: PasanganToken) -> TokenMasuk:
        """The GraphQL object of a pair of tokens."""
        return cls(
            token_akses=pasangan.akses, token_segar=pasangan.segar, berlaku_sampai=pasangan.berlaku_sampai
        )


@strawberry.type
class ButuhTotp:
    """Langkah pertama benar; masih perlu langkah kedua. Tantangannya hanya terlihat sekali ini."""

    tantangan: str = strawberry.field(description="Kirim bersama kode ke masukTotp, atau ke pasangTotp.")
    berlaku_sampai: datetime = strawberry.field(description="Sesudah ini masuk diulang dari awal.")
    terpasang: bool = strawberry.field(
        description="Benar: kirim kode autentikator ke masukTotp. Salah: akun ini wajib memasang autentikator dahulu,"
        " dengan pasangTotp lalu konfirmasiTotp."
    )


def hasil_masuk(hasil: PasanganToken | Tantangan) -> TokenMasuk | ButuhTotp:
    """What a first step came to, as GraphQL says it."""
    if isinstance(hasil, Tantangan):
        return ButuhTotp(
            tantangan=hasil.tantangan, berlaku_sampai=hasil.berlaku_sampai, terpasang=hasil.terpasang
        )
    return TokenMasuk.dari(hasil)


@strawberry.type
class Keluar:
    """Sesi sudah berakhir."""

    berakhir: bool = strawberry.field(description="Benar bila sesi itu tadi masih berjalan.")


@strawberry.type
class KodeUndangan:
    """Kode sekali pakai untuk pemilik akun; hanya terlihat sekali ini."""

    akun: Akun = strawberry.field(description="Akun yang dibuka dengan kode ini.")
    kode: str = strawberry.field(description="Sampaikan hanya kepada pemilik akun.")
    berlaku_sampai: datetime = strawberry.field(description="Sesudah ini kode tidak dapat dipakai.")


@strawberry.type
class SandiTerpasang:
    """Sandi sudah terpasang; silakan masuk."""

    nama_pengguna: str = strawberry.field(description="Nama untuk masuk.")


TokenHasil = Annotated[
    TokenMasuk | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("TokenHasil", description="Sepasang token, atau mengapa ditolak."),
]
MasukHasil = Annotated[
    TokenMasuk | ButuhTotp | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "MasukHasil", description="Sepasang token, langkah kedua yang diminta, atau mengapa ditolak."
    ),
]
KeluarHasil = Annotated[
    Keluar | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("KeluarHasil", description="Sesi berakhir, atau mengapa ditolak."),
]
UndanganHasil = Annotated[
    KodeUndangan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("UndanganHasil", description="Kode sekali pakai, atau mengapa ditolak."),
]
TerimaUndanganHasil = Annotated[
    SandiTerpasang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("TerimaUndanganHasil", description="Sandi terpasang, atau mengapa ditolak."),
]
AkunHasil = Annotated[
    Akun | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("AkunHasil", description="Akun setelah perubahan, atau mengapa ditolak."),
]

_AkunId = Annotated[strawberry.ID, strawberry.argument(description="Pengenal akun.")]
_Sandi = Annotated[Rahasia, strawberry.argument(description="Sandi.")]
_SandiBaru = Annotated[Rahasia, strawberry.argument(description="Sandi baru, paling sedikit 12 huruf.")]
_TokenSegar = Annotated[Rahasia, strawberry.argument(description="Token segar dari jawaban terakhir.")]


@strawberry.type
class Mutation:
    """Logging in, and looking after accounts."""

    @strawberry.mutation(extensions=[Public()], description="Masuk dengan nama pengguna dan sandi.")
    async def masuk(
        self,
        info: Info,
        nama_pengguna: Annotated[str, strawberry.argument(description="Nama pengguna.")],
        sandi: _Sandi,
    ) -> MasukHasil:
        """Log in."""
        return hasil_masuk(await gerbang(info).masuk(nama_pengguna, sandi))

    @strawberry.mutation(
        extensions=[Public()],
        description="Tukar token segar dengan pasangan baru. Token yang dipakai dua kali mengakhiri seluruh sesinya.",
    )
    async def segarkan(self, info: Info, token_segar: _TokenSegar) -> TokenHasil:
        """Refresh."""
        konteks = info.context
        pasangan = await konteks.db.write(sesi.segarkan, token_segar, kebijakan=konteks.settings.totp_wajib)
        if pasangan is None:
            raise token_tidak_sah()
        return TokenMasuk.dari(pasangan)

    @strawberry.mutation(extensions=[Public()], description="Akhiri sesi milik token segar ini.")
    async def keluar(self, info: Info, token_segar: _TokenSegar) -> KeluarHasil:
        """Log out."""
        return Keluar(berakhir=await info.context.db.write(sesi.keluar, token_segar))

    @strawberry.mutation(
        extensions=[Public()],
        description="Ganti sandi sendiri. Semua sesi berakhir; jawabannya memuat token sesi yang baru.",
    )
    async def ganti_sandi(self, info: Info, sandi_lama: _Sandi, sandi_baru: _SandiBaru) -> TokenHasil:
        """Change one's own password."""
        return TokenMasuk.dari(await gerbang(info).ganti_sandi(info.context.aktor, sandi_lama, sandi_baru))

    @strawberry.mutation(
        extensions=[Requires("inti:akun")],
        description="Buat akun dan kode undangannya; pemilik akun memilih sandinya sendiri dengan terimaUndangan.",
    )
    async def buat_undangan(
        self,
        info: Info,
        *,
        nama_pengguna: Annotated[
            str, strawberry.argument(description="Nama untuk masuk; bukan NIP atau NIK.")
        ],
        wilayah: Annotated[
            str | None, strawberry.argument(description="Kode wilayah pemilik; isi ini atau `lembaga`.")
        ] = strawberry.UNSET,
        lembaga: Annotated[
            str | None, strawberry.argument(description="Kode lembaga pemilik; isi ini atau `wilayah`.")
        ] = strawberry.UNSET,
        orang: Annotated[
            strawberry.ID | None, strawberry.argument(description="Orang yang memakai akun ini.")
        ] = strawberry.UNSET,
        surel: Annotated[str | None, strawberry.argument(description="Alamat surel.")] = strawberry.UNSET,
    ) -> UndanganHasil:
        """Invite."""
        konteks = info.context
        kode = await konteks.db.write(
            service.buat_undangan,
            konteks.aktor,
            nama=nama_pengguna,
            surel=surel or None,
            orang_id=pengenal(orang, "orang", "orang") if orang else None,
            wilayah=wilayah or None,
            lembaga=lembaga or None,
        )
        return await _undangan(info, kode)

    @strawberry.mutation(
        extensions=[Public()], description="Pilih sandi dengan kode undangan atau kode atur ulang."
    )
    async def terima_undangan(
        self,
        info: Info,
        kode: Annotated[Rahasia, strawberry.argument(description="Kode dari administrator.")],
        sandi: _SandiBaru,
    ) -> TerimaUndanganHasil:
        """Accept an invitation."""
        return SandiTerpasang(nama_pengguna=await gerbang(info).terima_undangan(kode, sandi))

    @strawberry.mutation(
        extensions=[Requires("inti:akun")],
        description="Kode sekali pakai bagi pemilik akun yang lupa sandi; sandi lama berlaku sampai kode dipakai.",
    )
    async def atur_ulang_sandi(self, info: Info, akun: _AkunId) -> UndanganHasil:
        """Reset a password."""
        konteks = info.context
        akun_id = pengenal(akun, "akun", "akun")
        return await _undangan(
            info, await konteks.db.write(service.atur_ulang_sandi, konteks.aktor, akun_id=akun_id)
        )

    @strawberry.mutation(
        extensions=[Requires("inti:akun")],
        description="Nonaktifkan akun: token, peran, dan kode undangannya berakhir.",
    )
    async def nonaktifkan_akun(self, info: Info, akun: _AkunId) -> AkunHasil:
        """Deactivate."""
        konteks = info.context
        akun_id = pengenal(akun, "akun", "akun")
        await konteks.db.write(service.nonaktifkan, konteks.aktor, akun_id=akun_id)
        return await akun_kini(info, akun_id)

    @strawberry.mutation(
        extensions=[Requires("inti:peran")],
        description="Beri peran di tepat satu tempat, atau larang dengan `tolak`. Tidak dapat melebihi hak Anda sendiri.",
    )
    async def beri_peran(
        self,
        info: Info,
        *,
        akun: _AkunId,
        peran: Annotated[str, strawberry.argument(description="Kode peran; lihat daftarPeran.")],
        wilayah: Annotated[
            str | None, strawberry.argument(description="Berlaku di wilayah ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        perangkat_daerah: Annotated[
            strawberry.ID | None, strawberry.argument(description="Berlaku di perangkat daerah ini.")
        ] = strawberry.UNSET,
        lembaga: Annotated[
            str | None, strawberry.argument(description="Berlaku di lembaga ini.")
        ] = strawberry.UNSET,
        mulai: Annotated[
            date | None, strawberry.argument(description="Hari pertama; kosong: hari ini.")
        ] = strawberry.UNSET,
        sampai: Annotated[
            date | None, strawberry.argument(description="Hari terakhir; kosong: tanpa batas.")
        ] = strawberry.UNSET,
        tolak: Annotated[bool, strawberry.argument(description="Melarang, bukan memberi.")] = False,
        alasan: Annotated[
            str | None, strawberry.argument(description="Alasan untuk catatan.")
        ] = strawberry.UNSET,
    ) -> AkunHasil:
        """Grant a role."""
        konteks = info.context
        akun_id = pengenal(akun, "akun", "akun")
        opd = pengenal(perangkat_daerah, "tempat", "perangkatDaerah") if perangkat_daerah else None
        await konteks.db.write(
            akses.beri_peran,
            konteks.aktor,
            akun_id=akun_id,
            peran=peran,
            tempat=akses.Tempat(wilayah=wilayah or None, perangkat_daerah=opd, lembaga=lembaga or None),
            mulai=mulai or None,
            sampai=sampai or None,
            tolak=tolak,
            alasan=alasan or None,
        )
        return await akun_kini(info, akun_id)

    @strawberry.mutation(extensions=[Requires("inti:peran")], description="Cabut satu pemberian peran.")
    async def cabut_peran(
        self,
        info: Info,
        pemberian: Annotated[
            strawberry.ID, strawberry.argument(description="Pengenal pemberian, dari Akun.peran.")
        ],
    ) -> AkunHasil:
        """Revoke a grant."""
        konteks = info.context
        hibah_id = pengenal(pemberian, "pemberian peran", "pemberian")
        return await akun_kini(
            info, await konteks.db.write(akses.cabut_peran, konteks.aktor, hibah_id=hibah_id)
        )


def gerbang(info: Info) -> Gerbang:
    """The ways in, as this server is set up."""
    konteks = info.context
    return Gerbang(
        db=konteks.db,
        kunci=konteks.kunci,
        penyandi=penyandi(konteks.settings),
        wajib_totp=konteks.settings.totp_wajib,
    )


async def akun_kini(info: Info, akun_id: uuid.UUID) -> Akun:
    """The account the actor just changed, as it is now."""
    row = await baca.satu(info.context.db, akun_id)
    if row is None:
        raise TidakDitemukan("akun")
    return Akun.dari(row)


async def _undangan(info: Info, kode: service.KodeSekali) -> KodeUndangan:
    return KodeUndangan(
        akun=await akun_kini(info, kode.akun_id), kode=kode.kode, berlaku_sampai=kode.berlaku_sampai
    )
