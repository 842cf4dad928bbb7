"""What stands before a resolver: permissions, regions that have the plugin off, and objects that are not there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from graphql import ExecutionResult, parse, subscribe

from forum_server.akses.rules import Aktor
from forum_server.galat import Ditolak
from forum_server.plugin.guards import AksesBerakhir
from forum_server.plugin.manager import Plugins
from tests.plugin import contoh
from tests.plugin.konteks import KonteksUji, konteks, pelaku

PLUGINS = Plugins.of(contoh.SEMUA, core={"daerah": contoh.Inti()})


async def tanya(pertanyaan: str, *izin: str, aktif: Any = None) -> Any:
    schema = await PLUGINS.schema(PLUGINS.names)
    return await schema.execute(pertanyaan, context_value=konteks(PLUGINS, *izin, aktif=aktif))


def sebab(jawab: Any) -> list[BaseException | None]:
    return [e.original_error for e in jawab.errors or []]


async def test_a_root_field_asks_for_its_permission() -> None:
    jawab = await tanya("{ slotSesi { id } }", "slot:lihat")
    assert (jawab.errors, jawab.data) == (None, {"slotSesi": [{"id": "1"}]})
    ditolak = await tanya("{ slotSesi { id } }", "slot:pesan")
    assert ditolak.data is None
    assert [(type(e), str(e)) for e in sebab(ditolak)] == [(Ditolak, "slot:lihat")]


async def test_a_public_field_asks_for_nothing() -> None:
    jawab = await tanya('{ daerah(kode: "61.01") { nama } }')
    assert jawab.data == {"daerah": {"nama": "Daerah 61.01"}}


async def test_an_async_mutation_asks_for_its_permission_before_it_runs() -> None:
    ditolak = await tanya('mutation { slotPesan(id: "penuh") { __typename } }', "slot:lihat")
    assert ditolak.data is None
    assert [type(e) for e in sebab(ditolak)] == [Ditolak]


async def test_a_batch_field_asks_for_its_permission_at_every_parent() -> None:
    pertanyaan = "{ semuaDaerah { slotRahasia } }"
    assert (await tanya(pertanyaan, "slot:lihat")).data == {
        "semuaDaerah": [{"slotRahasia": "Daerah 61.01"}, {"slotRahasia": "Daerah 61.02"}]
    }
    ditolak = await tanya(pertanyaan)
    assert ditolak.data == {"semuaDaerah": [{"slotRahasia": None}, {"slotRahasia": None}]}
    assert [type(e) for e in sebab(ditolak)] == [Ditolak, Ditolak]


async def test_a_field_is_null_where_the_plugin_is_off_and_its_batch_never_sees_that_parent() -> None:
    schema = await PLUGINS.schema(PLUGINS.names)
    isi = konteks(PLUGINS, aktif={"61": {"slot": True, "lapor": True}, "61.02": {"slot": False}})
    jawab = await schema.execute("{ semuaDaerah(jumlah: 3) { slotJumlah laporBuka } }", context_value=isi)
    assert jawab.errors is None
    assert jawab.data == {
        "semuaDaerah": [
            {"slotJumlah": 1, "laporBuka": "lapor 61.01"},
            {"slotJumlah": None, "laporBuka": "lapor 61.02"},
            {"slotJumlah": 3, "laporBuka": "lapor 61.03"},
        ]
    }
    assert isi.panggilan == [["61.01", "61.03"]]


async def test_where_the_plugin_is_off_nobody_is_asked_for_a_permission() -> None:
    jawab = await tanya('{ daerah(kode: "61.01") { slotRahasia } }', aktif={})
    assert (jawab.errors, jawab.data) == (None, {"daerah": {"slotRahasia": None}})


async def test_the_guard_follows_the_owner_of_the_parent_also_on_another_plugins_type() -> None:
    nyala: dict[str, dict[str, bool]] = {"61": {"slot": True, "kolam": True}}
    jawab = await tanya("{ slotSesi { kursi kolamTamu } }", "slot:lihat", aktif=nyala)
    assert jawab.data == {"slotSesi": [{"kursi": 4, "kolamTamu": 2}]}
    mati = {**nyala, "61.01": {"kolam": False}}
    jawab = await tanya("{ slotSesi { kursi kolamTamu } }", "slot:lihat", aktif=mati)
    assert jawab.data == {"slotSesi": [{"kursi": 4, "kolamTamu": None}]}


async def test_an_owner_sees_its_own_types_fields_unguarded() -> None:
    jawab = await tanya('mutation { laporKirim(isi: "12") { nomor asal } }', aktif={})
    assert jawab.data == {"laporKirim": {"nomor": "12", "asal": "21"}}


@pytest.mark.parametrize("pertanyaan", ['{ daerah(kode: "00") { nama } }', '{ slotSatu(id: "9") { id } }'])
async def test_a_query_for_an_object_that_is_not_there_answers_null(pertanyaan: str) -> None:
    jawab = await tanya(pertanyaan, "slot:lihat")
    assert jawab.errors is None
    assert list(jawab.data.values()) == [None]


async def test_a_domain_exception_in_a_mutation_becomes_a_member_of_its_union() -> None:
    pertanyaan = """mutation { a: slotPesan(id: "penuh") { ...G } b: slotPesan(id: "tiada") { ...G } c: slotPesan(id: "7")
        { ...G ... on SlotSesi { id } } } fragment G on SlotPesanHasil { __typename ... on Galat { kode pesan letak } }"""
    jawab = await tanya(pertanyaan, "slot:pesan")
    assert jawab.errors is None
    assert jawab.data == {
        "a": {
            "__typename": "GalatKeadaan",
            "kode": "PENUH",
            "pesan": "Sesi penuh. Pilih sesi lain.",
            "letak": ["id"],
        },
        "b": {
            "__typename": "GalatTidakDitemukan",
            "kode": "TIDAK_DITEMUKAN",
            "pesan": "Sesi tidak ditemukan. Periksa kembali pengenalnya dan wilayah kerja Anda.",
            "letak": [],
        },
        "c": {"__typename": "SlotSesi", "id": "7"},
    }


# --- subscriptions ---------------------------------------------------------------------------------------


async def aliran(isi: KonteksUji) -> AsyncIterator[ExecutionResult] | ExecutionResult:
    schema = await PLUGINS.schema(PLUGINS.names)
    hasil: Any = subscribe(schema._schema, parse("subscription { slotBerubah }"), context_value=isi)
    return await hasil if isinstance(hasil, Awaitable) else hasil


def berganti(*urutan: Aktor) -> Callable[[], Awaitable[Aktor]]:
    sisa = iter(urutan)

    async def segarkan() -> Aktor:
        return next(sisa)

    return segarkan


async def test_a_stream_does_not_start_without_the_permission() -> None:
    hasil = await aliran(konteks(PLUGINS))
    assert isinstance(hasil, ExecutionResult)
    assert [type(e.original_error) for e in hasil.errors or []] == [Ditolak]


async def test_a_stream_runs_to_its_end_for_who_keeps_the_permission() -> None:
    isi = konteks(PLUGINS, "slot:lihat")
    isi.segarkan = berganti(*[pelaku("slot:lihat")] * 3)
    hasil = await aliran(isi)
    assert not isinstance(hasil, ExecutionResult)
    assert [h.data async for h in hasil] == [{"slotBerubah": n} for n in range(3)]


async def test_a_listener_whose_rights_end_gets_no_further_event() -> None:
    isi = konteks(PLUGINS, "slot:lihat")
    isi.segarkan = berganti(pelaku("slot:lihat"), Aktor.anonim())
    hasil = await aliran(isi)
    assert not isinstance(hasil, ExecutionResult)
    assert (await anext(hasil)).data == {"slotBerubah": 0}
    with pytest.raises(AksesBerakhir, match="slot:lihat"):
        await anext(hasil)
    assert isi.aktor == Aktor.anonim()
