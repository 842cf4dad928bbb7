"""The test kit tests itself: on the sample plugins it accepts what is right and finds what is wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

import pytest
import strawberry
from sqlalchemy import text
from sqlalchemy.orm import Session

from forum_server.plugin import (
    Aktor,
    Fields,
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    GraphQL,
    Info,
    Izin,
    Parent,
    Public,
    Requires,
    Wilayah,
    catat,
    hookimpl,
    siarkan,
    wajib_aktif,
)
from forum_server.plugin.manager import Plugins
from forum_server.testing import GraphQLWith, Jawab, PluginContract, TanyaBatch, aktor_uji, kontrak

wilayah = Fields(Wilayah)


@wilayah.batch
async def salam_teks(wilayah: list[Wilayah], info: Info) -> list[str | None]:
    """Salam dari wilayah ini."""
    (versi,) = await info.context.db.scalars(text("SELECT 1"))
    return [f"{w.nama} {versi}" for w in wilayah]


@wilayah.field
def salam_lambat(wilayah: Parent[Wilayah]) -> int | None:
    """Panjang nama wilayah ini."""
    return len(wilayah.nama)


@strawberry.type
class SalamTerkirim:
    """Salam yang telah dikirim."""

    isi: str = strawberry.field(description="Isi salam.")


@strawberry.type
class Query:
    @strawberry.field(extensions=[Public()])
    def salam_hai(self) -> str:
        """Sapaan."""
        return "hai"


def kirim(session: Session, aktor: Aktor, *, isi: str, wilayah: str) -> str:
    wajib_aktif(session, "salam", wilayah)
    catat(session, aktor, "salam.kirim", objek="salam", objek_id=isi, wilayah=wilayah)
    siarkan(session, "salam", kunci="*", wilayah=wilayah, isi={"isi": isi})
    return isi


@strawberry.type
class Mutation:
    @strawberry.mutation(extensions=[Requires("salam:kirim")])
    async def salam_kirim(
        self, info: Info, isi: str, wilayah: str
    ) -> SalamTerkirim | GalatIsian | GalatTidakDitemukan | GalatKeadaan:
        """Kirim salam."""
        konteks = info.context
        return SalamTerkirim(isi=await konteks.db.write(kirim, konteks.aktor, isi=isi, wilayah=wilayah))


@strawberry.type
class Subscription:
    @strawberry.subscription(extensions=[Requires("salam:kirim")])
    async def salam_masuk(self, info: Info) -> AsyncIterator[str]:
        """Setiap salam yang masuk."""
        async with info.context.hub.langgan("salam", "*") as masuk:
            async for satu in masuk:
                yield satu.isi["isi"]


class Salam:
    """Saling menyapa."""

    nama = "Salam"

    @hookimpl
    def graphql(self) -> GraphQL:
        return GraphQL(query=Query, mutation=Mutation, subscription=Subscription, fields=[wilayah])

    @hookimpl
    def permissions(self) -> list[Izin]:
        return [Izin(kode="salam:kirim", keterangan="Mengirim salam.")]


salam = Salam()
BATCH = "query($banyak: Int!) { daftarWilayah(tingkat: KABUPATEN, first: $banyak) { edges { node { nama salamTeks } } } }"


class TestSalam(PluginContract):
    plugin = "salam"
    objek: ClassVar[Mapping[str, object]] = {"salam": salam}
    tanya_batch = (TanyaBatch(dokumen=BATCH, satu={"banyak": 1}, banyak={"banyak": 50}),)


# --- a server in the test --------------------------------------------------------------------------------

KIRIM = """mutation($isi: String!, $wilayah: String!) { salamKirim(isi: $isi, wilayah: $wilayah)
    { __typename ... on SalamTerkirim { isi } ... on Galat { kode } } }"""
PENGIRIM = aktor_uji("salam:kirim", wilayah="61")


async def test_a_question_is_answered_with_its_statements(graphql_with: GraphQLWith) -> None:
    server = await graphql_with(salam=salam)
    jawab = await server.ask('{ salamHai wilayah(kode: "61.71") { nama salamTeks } }')
    assert jawab.hasil == {
        "salamHai": "hai",
        "wilayah": {"nama": "Kota Pontianak", "salamTeks": "Kota Pontianak 1"},
    }
    assert len(jawab.pernyataan) == 2
    assert jawab.pernyataan[1] == "SELECT 1"


async def test_enabling_is_real_in_schema_guard_and_service(graphql_with: GraphQLWith) -> None:
    server = await graphql_with(salam=salam, aktif={"61.71": {"salam"}})
    nasional = await server.ask(
        '{ a: wilayah(kode: "61.71") { salamLambat } b: wilayah(kode: "61.72") { salamLambat } }'
    )
    assert nasional.hasil == {"a": {"salamLambat": 14}, "b": {"salamLambat": None}}
    tiada = await server.ask("{ salamHai }", wilayah="62")
    assert [e["extensions"]["kode"] for e in tiada.errors] == ["PERMINTAAN_TIDAK_SAH"]
    for kode, harap in (("61.71", "SalamTerkirim"), ("61.72", "GalatKeadaan")):
        jawab = await server.ask(KIRIM, aktor=PENGIRIM, variables={"isi": "hai", "wilayah": kode})
        assert jawab.hasil["salamKirim"]["__typename"] == harap


async def test_an_actor_without_the_permission_is_refused(graphql_with: GraphQLWith) -> None:
    server = await graphql_with(salam=salam)
    jawab = await server.ask(KIRIM, aktor=aktor_uji("salam:lain"), variables={"isi": "hai", "wilayah": "61"})
    assert jawab.data is None
    assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"]
    with pytest.raises(AssertionError, match="DITOLAK"):
        _ = jawab.hasil


async def test_a_listener_hears_what_happens_after_it_listens(graphql_with: GraphQLWith) -> None:
    server = await graphql_with(salam=salam)
    async with server.listen("subscription { salamMasuk }", aktor=PENGIRIM) as masuk:
        for isi in ("satu", "dua"):
            await server.ask(KIRIM, aktor=PENGIRIM, variables={"isi": isi, "wilayah": "61"})
            assert (await anext(masuk)).hasil == {"salamMasuk": isi}


async def test_a_listener_without_the_permission_is_refused_at_once(graphql_with: GraphQLWith) -> None:
    server = await graphql_with(salam=salam)
    async with server.listen("subscription { salamMasuk }") as masuk:
        jawaban: list[Jawab] = [j async for j in masuk]
    assert [[e["extensions"]["kode"] for e in j.errors] for j in jawaban] == [["DITOLAK"]]


async def test_a_listener_whose_rights_end_hears_nothing_more(graphql_with: GraphQLWith) -> None:
    server = await graphql_with(salam=salam)

    async def segarkan() -> Aktor:
        return Aktor.anonim()

    async with server.listen("subscription { salamMasuk }", aktor=PENGIRIM, segarkan=segarkan) as masuk:
        await server.ask(KIRIM, aktor=PENGIRIM, variables={"isi": "satu", "wilayah": "61"})
        jawaban = [j async for j in masuk]
    assert [(j.data, [e["extensions"]["kode"] for e in j.errors]) for j in jawaban] == [(None, ["DITOLAK"])]


async def test_a_plugin_that_is_not_installed_is_said_by_name(graphql_with: GraphQLWith) -> None:
    with pytest.raises(LookupError, match="'tiada'"):
        await graphql_with("tiada")


# --- aturPlugin through the whole server -----------------------------------------------------------------

ATUR = """mutation($w: String!, $a: Boolean, $s: JSON) { aturPlugin(wilayah: $w, plugin: "salam", aktif: $a, setelan: $s) {
    __typename ... on PluginWilayah { nama judul keterangan aktif diputuskanOleh setelanSendiri } ... on Galat { kode } } }"""
DAFTAR = 'query($w: String!) { daftarPlugin(wilayah: $w) { nama aktif diputuskanOleh } wilayah(kode: "61.71") { plugin } }'


async def test_a_region_turns_a_plugin_on_and_off_and_sees_it_at_once(graphql_with: GraphQLWith) -> None:
    server = await graphql_with(salam=salam, aktif={})
    aktor = aktor_uji("inti:plugin", wilayah="61")
    nyala = await server.ask(ATUR, aktor=aktor, w="61", a=True)
    assert nyala.hasil == {
        "aturPlugin": {
            "__typename": "PluginWilayah",
            "nama": "salam",
            "judul": "Salam",
            "keterangan": "Saling menyapa.",
            "aktif": True,
            "diputuskanOleh": "61",
            "setelanSendiri": {},
        }
    }
    daftar = await server.ask(DAFTAR, aktor=aktor, w="61.71")
    assert daftar.hasil == {
        "daftarPlugin": [{"nama": "salam", "aktif": True, "diputuskanOleh": "61"}],
        "wilayah": {"plugin": ["salam"]},
    }
    assert (await server.ask("{ salamHai }", wilayah="61.71")).hasil == {"salamHai": "hai"}
    await server.ask(ATUR, aktor=aktor, w="61.71", a=False)
    assert (await server.ask(DAFTAR, aktor=aktor, w="61.71")).hasil["wilayah"] == {"plugin": []}
    await server.ask(ATUR, aktor=aktor, w="61.71", a=None)
    assert (await server.ask(DAFTAR, aktor=aktor, w="61.71")).hasil["wilayah"] == {"plugin": ["salam"]}


@pytest.mark.parametrize(
    ("aktor", "variabel", "kode"),
    [
        (None, {"w": "61", "a": True}, "DITOLAK"),
        (aktor_uji("salam:kirim"), {"w": "61", "a": True}, "DITOLAK"),
        (aktor_uji("inti:plugin", wilayah="62"), {"w": "61", "a": True}, "TIDAK_DITEMUKAN"),
        (aktor_uji("inti:plugin", lembaga="lsp-kpk"), {"w": "61", "a": True}, "TIDAK_DITEMUKAN"),
        (aktor_uji("inti:plugin"), {"w": "61", "s": [1]}, "SETELAN_TIDAK_SAH"),
        (aktor_uji("inti:plugin"), {"w": "61", "s": {"a": 1}}, "SETELAN_TIDAK_DIKENAL"),
    ],
)
async def test_who_may_not_turn_a_plugin_on_leaves_it_off(
    graphql_with: GraphQLWith, aktor: Aktor | None, variabel: dict[str, Any], kode: str
) -> None:
    server = await graphql_with(salam=salam, aktif={})
    jawab = await server.ask(ATUR, aktor=aktor, variables=variabel)
    terjadi = jawab.errors[0]["extensions"]["kode"] if jawab.errors else jawab.data["aturPlugin"]["kode"]
    assert terjadi == kode
    assert (await server.ask('{ wilayah(kode: "61") { plugin } }')).hasil == {"wilayah": {"plugin": []}}


async def test_a_list_of_plugins_outside_ones_scope_is_null(graphql_with: GraphQLWith) -> None:
    server = await graphql_with(salam=salam)
    for w in ("61", "99"):
        jawab = await server.ask(DAFTAR, aktor=aktor_uji("inti:plugin", wilayah="62"), w=w)
        assert jawab.hasil["daftarPlugin"] is None


async def test_a_lembaga_decides_for_itself(graphql_with: GraphQLWith) -> None:
    server = await graphql_with(salam=salam, aktif={})
    aktor = aktor_uji("inti:plugin", lembaga="lsp-kpk")
    assert (await server.ask(ATUR, aktor=aktor, w="lsp-kpk", a=True)).hasil["aturPlugin"]["aktif"] is True
    jawab = await server.ask('{ salamHai lembaga(kode: "lsp-kpk") { plugin } }', wilayah="lsp-kpk")
    assert jawab.hasil == {"salamHai": "hai", "lembaga": {"plugin": ["salam"]}}


# --- the contract finds faults ---------------------------------------------------------------------------


@strawberry.type
class CacatBenda:
    x: int


@strawberry.type
class CacatMutation:
    @strawberry.mutation(extensions=[Public()])
    def cacat_ubah(self) -> CacatBenda:
        return CacatBenda(x=1)


cacat_wilayah = Fields(Wilayah)


@cacat_wilayah.field
async def cacat_n_tambah_satu(wilayah: Parent[Wilayah], info: Info) -> int | None:
    """Satu pernyataan per wilayah: inilah kesalahannya."""
    return await info.context.db.scalar(text("SELECT 1"))


class Cacat:
    @hookimpl
    def graphql(self) -> GraphQL:
        return GraphQL(mutation=CacatMutation, fields=[cacat_wilayah])


class _Cacat(PluginContract):
    plugin = "cacat"
    objek: ClassVar[Mapping[str, object]] = {"cacat": Cacat()}
    tanya_batch = (
        TanyaBatch(
            dokumen=BATCH.replace("salamTeks", "cacatNTambahSatu"), satu={"banyak": 1}, banyak={"banyak": 5}
        ),
    )


def gagal(periksa: Callable[..., None], *argumen: Any) -> str:
    with pytest.raises(AssertionError) as tolak:
        periksa(*argumen)
    return str(tolak.value)


def test_the_contract_finds_what_is_not_described_and_refusals_that_are_not_data() -> None:
    uji = _Cacat()
    plugins = Plugins.of(uji.objek)
    schema = plugins.schema_now({"cacat"})
    pesan = gagal(uji.test_everything_it_adds_is_described, schema)
    for nama in ("CacatBenda", "CacatBenda.x", "Mutation.cacatUbah"):
        assert f"{nama}: no description" in pesan
    assert "Mutation.cacatUbah: must return a union with GalatIsian, " in gagal(
        uji.test_every_change_answers_refusals_as_data, schema
    )


async def test_the_contract_finds_a_statement_per_row(graphql_with: GraphQLWith) -> None:
    with pytest.raises(AssertionError):
        await _Cacat().test_batch_fields_cost_the_same_for_1_and_for_50_parents(graphql_with)


def test_the_contract_finds_imports_behind_the_surface(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paket = tmp_path / "uji_intip"
    paket.mkdir()
    (paket / "__init__.py").write_text("from forum_server.plugin import hookimpl\n", encoding="utf-8")
    (paket / "dalam.py").write_text("import forum_server.database.engine\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    uji_intip = import_module("uji_intip")

    assert [(b.name, n, m) for b, n, m in kontrak._impor_lain(uji_intip)] == [
        ("dalam.py", 1, "forum_server.database.engine")
    ]


async def test_a_server_writes_its_sdl_when_asked(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    berkas = tmp_path / "baru" / "cacat.graphql"

    class Satu(_Cacat):
        sdl = berkas

    uji = Satu()
    plugins = Plugins.of(uji.objek)
    assert "is missing; run pytest --perbarui-sdl" in gagal(
        uji.test_the_committed_sdl_says_what_it_serves, plugins, request
    )
    monkeypatch = pytest.MonkeyPatch()
    with monkeypatch.context() as m:
        m.setattr(request.config.option, "perbarui_sdl", True)
        uji.test_the_committed_sdl_says_what_it_serves(plugins, request)
    uji.test_the_committed_sdl_says_what_it_serves(plugins, request)
    assert "cacatUbah" in berkas.read_text(encoding="utf-8")
    berkas.write_text("type Query { x: Int }\n", encoding="utf-8")
    assert "commit the change" in gagal(uji.test_the_committed_sdl_says_what_it_serves, plugins, request)
