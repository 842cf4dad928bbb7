"""Fields that receive every parent of a level at once."""

from __future__ import annotations

from typing import Any

import pytest
import strawberry

from forum_server.plugin import Fields
from forum_server.plugin.batch import JumlahHasilSalah, beku, satuan
from forum_server.plugin.manager import Plugins
from tests.plugin import contoh
from tests.plugin.contoh import Daerah, SlotSaring
from tests.plugin.konteks import KonteksUji, konteks

PLUGINS = Plugins.of(contoh.SEMUA, core={"daerah": contoh.Inti()})


async def tanya(pertanyaan: str) -> tuple[Any, KonteksUji]:
    schema = await PLUGINS.schema(PLUGINS.names)
    isi = konteks(PLUGINS)
    return await schema.execute(pertanyaan, context_value=isi), isi


@pytest.mark.parametrize("jumlah", [1, 12])
async def test_one_call_serves_all_parents(jumlah: int) -> None:
    jawab, isi = await tanya(f"{{ semuaDaerah(jumlah: {jumlah}) {{ slotJumlah }} }}")
    assert jawab.errors is None
    assert jawab.data == {"semuaDaerah": [{"slotJumlah": n} for n in range(1, jumlah + 1)]}
    assert isi.panggilan == [[f"61.{n:02}" for n in range(1, jumlah + 1)]]


async def test_equal_arguments_share_a_call_and_different_ones_do_not() -> None:
    jawab, isi = await tanya(
        """{ semuaDaerah { a: slotJumlah(genap: true, saring: {kata: ["x"]})
             b: slotJumlah(saring: {kata: ["x"], minimal: 0}, genap: true) c: slotJumlah(saring: {kata: ["y"]}) } }"""
    )
    assert jawab.data == {"semuaDaerah": [{"a": 2, "b": 2, "c": 1}, {"a": 4, "b": 4, "c": 2}]}
    assert isi.panggilan == [["61.01", "61.01", "61.02", "61.02"], ["61.01", "61.02"]]


async def test_an_exception_in_place_of_a_value_fails_that_parent_only() -> None:
    jawab, _ = await tanya(
        '{ a: daerah(kode: "61.13") { slotJumlah } b: daerah(kode: "61.12") { slotJumlah } }'
    )
    assert jawab.data == {"a": {"slotJumlah": None}, "b": {"slotJumlah": 12}}
    assert [(e.path, str(e.original_error)) for e in jawab.errors] == [(["a", "slotJumlah"], "rusak")]


async def test_a_wrong_number_of_values_says_whose_and_how_many() -> None:
    jawab, _ = await tanya("{ semuaDaerah { slotKurang } }")
    assert jawab.data == {"semuaDaerah": [{"slotKurang": None}] * 2}
    (pesan,) = {str(e.original_error) for e in jawab.errors}
    assert isinstance(jawab.errors[0].original_error, JumlahHasilSalah)
    assert pesan == (
        "tests.plugin.contoh.slot_kurang returned 1 values for 2 parents; return one value per parent, in their order"
    )


async def test_the_function_stays_callable_by_itself() -> None:
    assert await contoh.slot_rahasia([contoh.daerah("61.01")]) == ["Daerah 61.01"]


def test_a_batch_is_an_async_function_that_returns_a_list() -> None:
    def sinkron(daerah: list[Daerah]) -> list[int]: ...
    async def bukan_daftar(daerah: list[Daerah]) -> int: ...
    async def tanpa_induk() -> list[int]: ...

    salah: list[tuple[Any, str]] = [
        (sinkron, "a batch field is an async function"),
        (bukan_daftar, r"a batch field returns list\[X\]"),
        (tanpa_induk, "its first parameter receives the list of parents"),
    ]
    for tanpa, pesan in salah:
        with pytest.raises(TypeError, match=pesan):
            satuan(tanpa)


def test_the_graphql_type_is_the_element_of_the_list() -> None:
    async def ditulis(daerah: list[Daerah]) -> list[str | Exception | None]: ...

    async def dinilai(daerah: list[Daerah]) -> list[int | Exception]: ...

    dinilai.__annotations__["return"] = list[
        int | Exception
    ]  # as without `from __future__ import annotations`
    anotasi = [satuan(f).__annotations__["return"] for f in (ditulis, dinilai)]
    assert anotasi == ["str | None", int]


def test_equal_arguments_have_equal_stand_ins() -> None:
    assert beku({"a": [1, {"b": 2}], "c": SlotSaring(kata=["x"])}) == beku(
        {"c": SlotSaring(kata=["x"]), "a": [1, {"b": 2}]}
    )
    assert beku({"a": [1, 2]}) != beku({"a": [2, 1]})
    assert beku(SlotSaring(minimal=1)) != beku(SlotSaring(minimal=2))
    assert {beku(strawberry.UNSET), beku(None)} == {beku(None), beku(strawberry.UNSET)}


def test_a_described_batch_field_keeps_its_options() -> None:
    kelompok = Fields(Daerah)

    @kelompok.batch(name="lain", description="Lain.", deprecation_reason="usang")
    async def apa(daerah: list[Daerah]) -> list[int | None]:
        """Tak dipakai."""
        return [None for _ in daerah]

    (field,) = kelompok
    assert (field.graphql_name, field.description, field.deprecation_reason) == ("lain", "Lain.", "usang")
    assert apa.__name__ == "apa"
