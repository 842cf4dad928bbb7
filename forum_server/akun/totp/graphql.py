"""The second step of logging in, in GraphQL."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from forum_server.akun.graphql import Akun, pengenal
from forum_server.akun.mutasi import TokenMasuk, akun_kini, gerbang
from forum_server.akun.totp import baca, service
from forum_server.akun.totp.rules import alamat_otp
from forum_server.dokumen.qr import qr_svg
from forum_server.graphql.galat import GalatIsian, GalatKeadaan, GalatTidakDitemukan
from forum_server.graphql.konteks import Info
from forum_server.graphql.rahasia import Rahasia
from forum_server.plugin.fields import Fields
from forum_server.plugin.guards import Masuk, Public, Requires

__all__ = ["FIELDS", "Mutation", "Query"]


@strawberry.type
class StatusTotp:
    """Langkah kedua pada akun Anda."""

    terpasang: bool = strawberry.field(description="Benar bila autentikator sudah terpasang.")
    wajib: bool = strawberry.field(description="Benar bila akun ini wajib memakainya.")
    kode_pemulihan_tersisa: int = strawberry.field(description="Kode pemulihan yang belum dipakai.")


@strawberry.type
class RahasiaTotp:
    """Rahasia untuk aplikasi autentikator; hanya terlihat sekali ini, dan berlaku setelah konfirmasiTotp."""

    rahasia: str = strawberry.field(description="Untuk diketik bila kode QR tidak dapat dipindai.")
    alamat: str = strawberry.field(description="Alamat otpauth untuk membuka aplikasi autentikator.")
    qr_svg: str = strawberry.field(description="Alamat yang sama sebagai gambar QR, berupa SVG.")
    berlaku_sampai: datetime = strawberry.field(description="Sesudah ini pemasangan diulang dari awal.")


@strawberry.type
class TotpTerpasang:
    """Autentikator terpasang. Semua sesi lain berakhir; simpan kode pemulihannya, hanya terlihat sekali ini."""

    kode_pemulihan: list[str] = strawberry.field(
        description="Masing-masing sekali pakai, pengganti kode bila autentikator hilang."
    )
    token: TokenMasuk = strawberry.field(description="Token sesi yang baru.")


@strawberry.type
class KodePemulihan:
    """Kode pemulihan baru; yang lama tidak berlaku lagi."""

    kode_pemulihan: list[str] = strawberry.field(description="Hanya terlihat sekali ini.")


@strawberry.type
class TotpDicopot:
    """Autentikator dicopot dan semua sesi berakhir; silakan masuk kembali."""

    nama_pengguna: str = strawberry.field(description="Nama untuk masuk.")


MasukTotpHasil = Annotated[
    TokenMasuk | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("MasukTotpHasil", description="Sepasang token, atau mengapa ditolak."),
]
PasangTotpHasil = Annotated[
    RahasiaTotp | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PasangTotpHasil", description="Rahasia bagi autentikator, atau mengapa ditolak."),
]
KonfirmasiTotpHasil = Annotated[
    TotpTerpasang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("KonfirmasiTotpHasil", description="Autentikator terpasang, atau mengapa ditolak."),
]
KodePemulihanHasil = Annotated[
    KodePemulihan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("KodePemulihanHasil", description="Kode pemulihan baru, atau mengapa ditolak."),
]
CopotTotpHasil = Annotated[
    TotpDicopot | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("CopotTotpHasil", description="Autentikator dicopot, atau mengapa ditolak."),
]
AturUlangTotpHasil = Annotated[
    Akun | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("AturUlangTotpHasil", description="Akun setelah perubahan, atau mengapa ditolak."),
]

_Kode = Annotated[
    Rahasia, strawberry.argument(description="Enam angka dari autentikator, atau satu kode pemulihan.")
]
_Sandi = Annotated[Rahasia, strawberry.argument(description="Sandi Anda.")]
_Tantangan = Annotated[
    Rahasia | None,
    strawberry.argument(description="Dari jawaban ButuhTotp; kosong bila Anda sudah masuk."),
]

FIELDS = Fields(Akun)


@FIELDS.batch(name="totpTerpasang")
async def akun_totp(akun: list[Akun], info: Info) -> list[bool]:
    """Benar bila akun ini masuk dengan autentikator."""
    ada = await baca.terpasang(info.context.db, (a.pengenal for a in akun))
    return [a.pengenal in ada for a in akun]


@strawberry.type
class Query:
    """Root fields about the second step."""

    @strawberry.field(
        extensions=[Public()], description="Langkah kedua pada akun Anda; kosong bila belum masuk."
    )
    async def totp_saya(self, info: Info) -> StatusTotp | None:
        """How the own account stands."""
        konteks = info.context
        if konteks.aktor.akun_id is None:
            return None
        status = await baca.status(konteks.db, konteks.aktor.akun_id, konteks.settings.totp_wajib)
        return StatusTotp(
            terpasang=status.terpasang, wajib=status.wajib, kode_pemulihan_tersisa=status.tersisa
        )


@strawberry.type
class Mutation:
    """Passing the second step, and looking after it."""

    @strawberry.mutation(
        extensions=[Public()], description="Selesaikan masuk dengan kode, setelah masuk menjawab ButuhTotp."
    )
    async def masuk_totp(
        self,
        info: Info,
        tantangan: Annotated[Rahasia, strawberry.argument(description="Dari jawaban ButuhTotp.")],
        kode: _Kode,
    ) -> MasukTotpHasil:
        """Log in, second step."""
        return TokenMasuk.dari(await gerbang(info).masuk_totp(tantangan, kode))

    @strawberry.mutation(
        extensions=[Public()],
        description="Minta rahasia untuk autentikator: dengan sandi bila sudah masuk, atau dengan tantangan bila"
        " ButuhTotp menyuruh memasangnya. Belum berlaku sebelum konfirmasiTotp.",
    )
    async def pasang_totp(
        self,
        info: Info,
        sandi: Annotated[
            Rahasia | None, strawberry.argument(description="Sandi Anda; kosong bila memakai tantangan.")
        ] = strawberry.UNSET,
        tantangan: _Tantangan = strawberry.UNSET,
    ) -> PasangTotpHasil:
        """Begin to set up an authenticator."""
        konteks = info.context
        baru = await gerbang(info).pasang_totp(
            konteks.aktor, sandi=sandi or None, tantangan=tantangan or None
        )
        alamat = alamat_otp(baru.rahasia, nama=baru.nama_pengguna, penerbit=konteks.settings.totp_penerbit)
        return RahasiaTotp(
            rahasia=baru.rahasia,
            alamat=alamat,
            qr_svg=qr_svg(alamat),
            berlaku_sampai=baru.berlaku_sampai,
        )

    @strawberry.mutation(
        extensions=[Public()],
        description="Pasang autentikator dengan kode pertamanya. Semua sesi berakhir; jawabannya memuat token sesi yang"
        " baru dan kode pemulihan.",
    )
    async def konfirmasi_totp(
        self,
        info: Info,
        kode: Annotated[Rahasia, strawberry.argument(description="Enam angka dari autentikator.")],
        tantangan: _Tantangan = strawberry.UNSET,
    ) -> KonfirmasiTotpHasil:
        """Put it in force."""
        pemulihan, pasangan = await gerbang(info).konfirmasi_totp(
            info.context.aktor, kode, tantangan=tantangan or None
        )
        return TotpTerpasang(kode_pemulihan=list(pemulihan), token=TokenMasuk.dari(pasangan))

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Ganti semua kode pemulihan, dengan sandi dan satu kode; yang lama tidak berlaku lagi.",
    )
    async def ganti_kode_pemulihan(self, info: Info, sandi: _Sandi, kode: _Kode) -> KodePemulihanHasil:
        """New recovery codes."""
        baru = await gerbang(info).ganti_pemulihan(info.context.aktor, sandi, kode)
        return KodePemulihan(kode_pemulihan=list(baru))

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Copot autentikator sendiri, dengan sandi dan satu kode. Semua sesi berakhir.",
    )
    async def copot_totp(self, info: Info, sandi: _Sandi, kode: _Kode) -> CopotTotpHasil:
        """Take it off."""
        aktor = info.context.aktor
        await gerbang(info).copot_totp(aktor, sandi, kode)
        return TotpDicopot(nama_pengguna=aktor.nama)

    @strawberry.mutation(
        extensions=[Requires("inti:akun")],
        description="Copot autentikator pemilik akun yang kehilangan; semua sesinya berakhir dan ia diberi tahu.",
    )
    async def atur_ulang_totp(
        self, info: Info, akun: Annotated[strawberry.ID, strawberry.argument(description="Pengenal akun.")]
    ) -> AturUlangTotpHasil:
        """Reset."""
        konteks = info.context
        akun_id = pengenal(akun, "akun", "akun")
        await konteks.db.write(service.atur_ulang, konteks.aktor, akun_id=akun_id)
        return await akun_kini(info, akun_id)
