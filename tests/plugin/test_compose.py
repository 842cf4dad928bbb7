"""One schema per set of plugins: what may be added, whose everything is, and that nothing leaks."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest
import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.exceptions import DuplicatedTypeName
from strawberry.extensions import FieldExtension
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from forum_server.plugin import Fields, GraphQL, Parent, Public, Requires
from forum_server.plugin.compose import ComposedSchema, SchemaConflict, cetak_sdl, compose
from forum_server.plugin.fields import definisi
from tests.plugin import contoh
from tests.plugin.contoh import CORE, Daerah, SlotSaring, SlotSesi, bagian

SEMUA = ("slot", "kolam", "lapor")
HIMPUNAN = [
    himpunan
    for n in range(len(SEMUA) + 1)
    for himpunan in itertools.combinations(SEMUA, n)
    if "kolam" not in himpunan or "slot" in himpunan
]


def susun(*nama: str) -> ComposedSchema:
    return compose(bagian(*nama), core=CORE)


def field_dari(schema: ComposedSchema, tipe: str) -> set[str]:
    return set(cast("Any", schema._schema.type_map[tipe]).fields)


def test_plugins_add_fields_to_the_types_of_core_and_of_each_other() -> None:
    schema = susun(*SEMUA)
    assert field_dari(schema, "Daerah") == {
        *("kode", "nama", "slotJumlah", "slotRahasia", "slotKurang", "laporBuka"),
    }
    assert field_dari(schema, "SlotSesi") == {"id", "kursi", "kolamTamu", "laporSurat"}
    assert field_dari(schema, "Query") == {"daerah", "semuaDaerah", "slotSesi", "slotSatu"}
    assert field_dari(schema, "Mutation") == {"slotPesan", "laporKirim"}
    assert field_dari(schema, "Subscription") == {"slotBerubah"}


def test_a_schema_holds_nothing_of_a_plugin_outside_its_set() -> None:
    schema = susun()
    assert field_dari(schema, "Daerah") == {"kode", "nama"}
    assert not [n for n in schema._schema.type_map if n.startswith(("Slot", "Lapor"))]
    assert (schema._schema.mutation_type, schema._schema.subscription_type) == (None, None)


def test_a_bridge_joins_only_when_both_plugins_are_in_the_set() -> None:
    assert "laporSurat" not in field_dari(susun("slot"), "SlotSesi")
    assert "laporSurat" in field_dari(susun("slot", "lapor"), "SlotSesi")


def test_every_field_and_type_has_an_owner() -> None:
    schema = susun(*SEMUA)
    tipe = ("Daerah.nama", "Daerah.slotJumlah", "SlotSesi.kursi", "SlotSesi.kolamTamu", "LaporSurat.asal")
    assert [schema.owners[t] for t in tipe] == ["core", "slot", "slot", "kolam", "lapor"]
    assert schema.owner("Mutation", "slotPesan") == "slot"
    assert schema.owner("", "") == "core"
    assert {t: o for t, o in schema.type_owners.items() if o != "core"} == {
        "SlotSesi": "slot",
        "SlotSaring": "slot",
        "SlotPesanHasil": "slot",
        "LaporSurat": "lapor",
    }
    assert schema.plugins == {"slot", "kolam", "lapor"}


def test_sixty_builds_in_random_order_on_four_threads_print_the_same_schema() -> None:
    acak = random.Random(7)
    tugas = [list(acak.choice(HIMPUNAN)) for _ in range(60 - len(HIMPUNAN))] + [list(h) for h in HIMPUNAN]
    for nama in tugas:
        acak.shuffle(nama)
    with ThreadPoolExecutor(4) as kolam:
        hasil = list(kolam.map(lambda nama: (frozenset(nama), cetak_sdl(susun(*nama))), tugas))
    assert len(hasil) == 60
    per_himpunan: dict[frozenset[str], set[str]] = {}
    for himpunan, sdl in hasil:
        per_himpunan.setdefault(himpunan, set()).add(sdl)
    assert set(per_himpunan) == {frozenset(h) for h in HIMPUNAN}
    assert {len(sdl) for sdl in per_himpunan.values()} == {1}


class Keras(FieldExtension):
    """An extension that edits the field it sits on, as those of connections do."""

    def apply(self, field: StrawberryField) -> None:
        field.description = f"{field.description}!"
        field.arguments = [
            *field.arguments,
            StrawberryArgument("kali", None, StrawberryAnnotation(int), default=len(field.arguments)),
        ]


@strawberry.type
class KerasQuery:
    @strawberry.field(extensions=[Public(), Keras()], description="Halo")
    def keras_halo(self, nama: str = "x") -> str:
        return nama


def deskripsi(schema: strawberry.Schema) -> tuple[str | None, list[str]]:
    query = schema._schema.query_type
    assert query is not None
    return query.fields["kerasHalo"].description, list(query.fields["kerasHalo"].args)


def test_schemas_over_the_same_classes_never_see_each_other() -> None:
    susunan = [compose({"keras": GraphQL(query=KerasQuery)}, core=CORE) for _ in range(3)]
    assert [deskripsi(s) for s in susunan] == [("Halo!", ["nama", "kali"])] * 3
    assert definisi(KerasQuery).fields[0].description == "Halo"
    # The control: strawberry's own schemas share the field, so the second one is built from the first one's.
    polos = [strawberry.Schema(query=KerasQuery) for _ in range(2)]
    assert [deskripsi(s)[0] for s in polos] == ["Halo!", "Halo!!"]


def test_an_absent_argument_is_printed_without_a_default_of_null() -> None:
    sdl = cetak_sdl(susun("slot"))
    assert "= null" not in sdl
    assert "slotJumlah(genap: Boolean! = false, saring: SlotSaring): Int" in sdl


async def test_an_absent_argument_reaches_the_resolver_as_its_python_default() -> None:
    jawab = await susun().execute(
        '{ a: semuaDaerah(jumlah: 1) { kode } b: semuaDaerah(jumlah: 1, awalan: "7.") { kode } }'
    )
    assert jawab.errors is None
    assert jawab.data == {"a": [{"kode": "61.01"}], "b": [{"kode": "7.01"}]}


def test_docstrings_become_descriptions() -> None:
    schema = susun(*SEMUA)
    assert schema._schema.type_map["SlotSesi"].description == "Sesi contoh."
    assert schema._schema.query_type is not None
    assert schema._schema.query_type.fields["slotSesi"].description == "Semua sesi."


# --- rules -----------------------------------------------------------------------------------------------


def medan(target: type, fungsi: Callable[..., Any]) -> GraphQL:
    kelompok = Fields[Any](target)
    kelompok.field(fungsi)
    return GraphQL(fields=[kelompok])


def akar(fungsi: Callable[..., Any], *ekstensi: Any) -> GraphQL:
    kelas = type("Q", (), {fungsi.__name__: strawberry.field(resolver=fungsi, extensions=list(ekstensi))})
    return GraphQL(query=strawberry.type(kelas))


def tanpa_awalan(daerah: Parent[Daerah]) -> int | None: ...
def jahat_wajib(daerah: Parent[Daerah]) -> int: ...
def jahat_boleh(daerah: Parent[Daerah]) -> int | None: ...
def nama(daerah: Parent[Daerah]) -> str | None: ...
def jahatnya(daerah: Parent[Daerah]) -> int | None: ...
def jahat_akar() -> int | None: ...
def lain_akar() -> int | None: ...


@strawberry.type
class SlotLain:
    """Meminjam nama slot."""

    x: int


def jahat_tipe_slot() -> SlotLain | None: ...


@strawberry.type(name="SlotSesi")
class Kembar:
    """Nama tipe yang sudah ada."""

    x: int


def jahat_kembar() -> Kembar | None: ...


@strawberry.type
class JahatTanpaPemilik:
    """Tipe yang tak menyebut pemiliknya."""

    x: int


def jahat_ada() -> JahatTanpaPemilik | None: ...
def buruk_x(induk: Parent[JahatTanpaPemilik]) -> int | None: ...


@pytest.mark.parametrize(
    ("parts", "pesan"),
    [
        ({"jahat": medan(Daerah, tanpa_awalan)}, "Daerah.tanpaAwalan: its name must start with 'jahat'"),
        ({"jahat": medan(Daerah, jahatnya)}, "Daerah.jahatnya: its name must start with 'jahat'"),
        ({"jahat": medan(Daerah, nama)}, "Daerah.nama: its name must start with 'jahat'"),
        ({"jahat": medan(Daerah, jahat_wajib)}, "Daerah.jahatWajib must be nullable"),
        (
            {"jahat": medan(SlotSaring, jahat_boleh), "slot": contoh.slot.graphql()},
            "an input's fields belong",
        ),
        ({"jahat": medan(SlotSesi, jahat_boleh)}, "adds fields to SlotSesi, which no field leads to"),
        ({"jahat": akar(jahat_akar)}, "Query.jahatAkar must say who may call it"),
        ({"jahat": akar(jahat_akar, Public(), Public())}, "Query.jahatAkar must say who may call it"),
        ({"jahat": akar(lain_akar, Public())}, "Query.lainAkar: its name must start with 'jahat'"),
        ({"jahat": akar(jahat_tipe_slot, Public())}, "type SlotLain: its name must start with 'Jahat'"),
        (
            {"jahat": akar(jahat_tipe_slot, Public()), "slot": contoh.slot.graphql()},
            "type SlotLain: its name must start with 'Jahat'",
        ),
        ({"daerah": GraphQL()}, "this name is reserved: core has the type Daerah"),
        (
            {"jahat": akar(jahat_ada, Public()), "buruk": medan(JahatTanpaPemilik, buruk_x)},
            "does not say its owner (kode_pemilik)",
        ),
        (
            {"jahat": akar(jahat_akar, Requires("jahat:lihat"))},
            "requires 'jahat:lihat', which no plugin here declares",
        ),
    ],
)
def test_a_plugin_that_breaks_a_rule_is_named_with_the_place_and_the_fix(
    parts: dict[str, GraphQL], pesan: str
) -> None:
    with pytest.raises(SchemaConflict) as kejadian:
        compose(parts, core=CORE, izin={"slot:lihat", "slot:pesan"})
    assert pesan in str(kejadian.value)
    assert kejadian.value.plugin == (
        "buruk" if "buruk" in parts else "daerah" if "daerah" in parts else "jahat"
    )


def test_two_types_of_one_name_do_not_compose() -> None:
    with pytest.raises(DuplicatedTypeName):
        compose({"jahat": akar(jahat_kembar, Public()), "slot": contoh.slot.graphql()}, core=CORE)


def test_fields_for_something_that_is_no_graphql_type_are_refused_at_once() -> None:
    with pytest.raises(TypeError, match="int is not a strawberry type"):
        Fields(int)
