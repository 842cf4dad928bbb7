"""Logging in at a provider, in GraphQL."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from forum_server.akun.graphql import Akun, pengenal
from forum_server.akun.mutasi import MasukHasil, akun_kini, gerbang, hasil_masuk
from forum_server.graphql.galat import GalatIsian, GalatKeadaan, GalatTidakDitemukan
from forum_server.graphql.konteks import Info
from forum_server.graphql.rahasia import Rahasia
from forum_server.oidc import baca, service
from forum_server.oidc.masuk import GerbangOidc, Kepulangan, Permulaan
from forum_server.plugin.fields import Fields
from forum_server.plugin.guards import Masuk, Public, Requires

__all__ = ["FIELDS", "Mutation", "Query"]


@strawberry.type
class PenyediaOidc:
    """Satu penyedia tempat orang dapat masuk."""

    nama: str = strawberry.field(description="Nama pendek untuk mulaiOidc.")
    label: str = strawberry.field(description="Nama yang dibaca pemakai pada tombolnya.")


@strawberry.type
class IdentitasOidc:
    """Identitas di satu penyedia yang terhubung dengan akun."""

    id: strawberry.ID = strawberry.field(description="Pengenal untuk melepaskannya.")
    penyedia: str | None = strawberry.field(
        description="Nama pendek penyedianya; kosong bila penyedia itu tidak ada lagi pada server ini."
    )
    dihubungkan_pada: datetime = strawberry.field(description="Saat dihubungkan.")


@strawberry.type
class PermulaanOidc:
    """Masuk lewat penyedia sudah dimulai."""

    alamat: str = strawberry.field(description="Arahkan peramban ke sini.")
    permintaan: str = strawberry.field(
        description="Rahasia yang disimpan frontend di peramban itu sampai orangnya kembali; hanya terlihat sekali ini."
    )
    berlaku_sampai: datetime = strawberry.field(description="Sesudah ini masuk diulang dari awal.")

    @classmethod
    def dari(cls, mulai: Permulaan) -> PermulaanOidc:
        """The GraphQL object of a login that was begun."""
        return cls(alamat=mulai.alamat, permintaan=mulai.permintaan, berlaku_sampai=mulai.berlaku_sampai)


MulaiOidcHasil = Annotated[
    PermulaanOidc | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("MulaiOidcHasil", description="Ke mana peramban diarahkan, atau mengapa ditolak."),
]
HubungkanOidcHasil = Annotated[
    Akun | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("HubungkanOidcHasil", description="Akun setelah perubahan, atau mengapa ditolak."),
]

_Penyedia = Annotated[str, strawberry.argument(description="Nama pendek, dari daftarPenyediaOidc.")]
_Kembali = Annotated[
    str, strawberry.argument(description="Halaman frontend tempat penyedia mengembalikan orangnya.")
]
_Permintaan = Annotated[Rahasia, strawberry.argument(description="Yang disimpan frontend sejak mulai.")]
_Kode = Annotated[Rahasia, strawberry.argument(description="Parameter code dari penyedia.")]
_State = Annotated[Rahasia, strawberry.argument(description="Parameter state dari penyedia.")]
_Iss = Annotated[str | None, strawberry.argument(description="Parameter iss dari penyedia, bila ada.")]

FIELDS = Fields(Akun)


@FIELDS.batch(name="identitasOidc")
async def akun_identitas(akun: list[Akun], info: Info) -> list[list[IdentitasOidc]]:
    """Identitas yang dapat dipakai masuk ke akun ini."""
    konteks = info.context
    nama = {p.issuer: n for n, p in konteks.settings.oidc.items()}
    punya = await baca.identitas(konteks.db, (a.pengenal for a in akun))
    return [
        [
            IdentitasOidc(
                id=strawberry.ID(str(i.id)), penyedia=nama.get(i.issuer), dihubungkan_pada=i.dibuat_pada
            )
            for i in punya.get(a.pengenal, ())
        ]
        for a in akun
    ]


@strawberry.type
class Query:
    """Root fields about providers."""

    @strawberry.field(
        extensions=[Public()], description="Penyedia tempat orang dapat masuk, untuk tombol di halaman masuk."
    )
    async def daftar_penyedia_oidc(self, info: Info) -> list[PenyediaOidc]:
        """Providers by name."""
        ada = info.context.settings.oidc
        return [PenyediaOidc(nama=n, label=ada[n].label) for n in sorted(ada)]


@strawberry.type
class Mutation:
    """Logging in at providers, and linking accounts."""

    @strawberry.mutation(
        extensions=[Public()],
        description="Mulai masuk lewat penyedia. Dengan kode undangan: hubungkan akun itu dan masuk, tanpa memilih sandi.",
    )
    async def mulai_oidc(
        self,
        info: Info,
        penyedia: _Penyedia,
        kembali: _Kembali,
        undangan: Annotated[
            Rahasia | None, strawberry.argument(description="Kode dari administrator, bila ada.")
        ] = strawberry.UNSET,
    ) -> MulaiOidcHasil:
        """Begin."""
        return PermulaanOidc.dari(await _gerbang(info).mulai(penyedia, kembali, undangan=undangan or None))

    @strawberry.mutation(
        extensions=[Public()],
        description="Selesaikan masuk lewat penyedia, di peramban yang memulainya. Setiap permintaan sekali pakai.",
    )
    async def selesaikan_oidc(
        self,
        info: Info,
        permintaan: _Permintaan,
        kode: _Kode,
        state: _State,
        iss: _Iss = strawberry.UNSET,
    ) -> MasukHasil:
        """Finish."""
        pulang = Kepulangan(permintaan=permintaan, kode=kode, state=state, iss=iss or None)
        return hasil_masuk(await _gerbang(info).selesaikan(pulang))

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Mulai menghubungkan akun sendiri dengan identitas di penyedia; perlu sandi akun ini.",
    )
    async def mulai_hubungkan_oidc(
        self,
        info: Info,
        penyedia: _Penyedia,
        kembali: _Kembali,
        sandi: Annotated[Rahasia, strawberry.argument(description="Sandi Anda.")],
    ) -> MulaiOidcHasil:
        """Begin to link."""
        return PermulaanOidc.dari(
            await _gerbang(info).mulai_hubungkan(info.context.aktor, penyedia, kembali, sandi)
        )

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Selesaikan menghubungkan akun sendiri, di peramban dan akun yang memulainya.",
    )
    async def selesaikan_hubungkan_oidc(
        self,
        info: Info,
        permintaan: _Permintaan,
        kode: _Kode,
        state: _State,
        iss: _Iss = strawberry.UNSET,
    ) -> HubungkanOidcHasil:
        """Finish to link."""
        pulang = Kepulangan(permintaan=permintaan, kode=kode, state=state, iss=iss or None)
        return await akun_kini(info, await _gerbang(info).selesaikan_hubungkan(info.context.aktor, pulang))

    @strawberry.mutation(
        extensions=[Requires("inti:akun")],
        description="Hubungkan akun dengan identitas di penyedia, menurut pengenal yang disebut penyedianya. Pemilik akun"
        " diberi tahu.",
    )
    async def hubungkan_oidc(
        self,
        info: Info,
        akun: Annotated[strawberry.ID, strawberry.argument(description="Pengenal akun.")],
        penyedia: _Penyedia,
        subjek: Annotated[
            Rahasia, strawberry.argument(description="Pengenal orang itu di penyedia (klaim sub).")
        ],
    ) -> HubungkanOidcHasil:
        """Link."""
        konteks = info.context
        akun_id = pengenal(akun, "akun", "akun")
        dikenal = _gerbang(info).dikenal(penyedia, subjek)
        await konteks.db.write(service.hubungkan, konteks.aktor, konteks.kunci, dikenal, akun_id=akun_id)
        return await akun_kini(info, akun_id)

    @strawberry.mutation(
        extensions=[Public()],
        description="Lepaskan identitas dari akun sendiri, atau dari akun yang Anda urus. Sesi yang dimulai lewat penyedia"
        " berakhir.",
    )
    async def lepaskan_oidc(
        self,
        info: Info,
        identitas: Annotated[
            strawberry.ID, strawberry.argument(description="Pengenal dari Akun.identitasOidc.")
        ],
    ) -> HubungkanOidcHasil:
        """Unlink."""
        konteks = info.context
        identitas_id = pengenal(identitas, "identitas", "identitas")
        return await akun_kini(
            info, await konteks.db.write(service.lepaskan, konteks.aktor, identitas_id=identitas_id)
        )


def _gerbang(info: Info) -> GerbangOidc:
    return GerbangOidc(gerbang=gerbang(info), penyedia=info.context.settings.oidc)
