"""Plugins as they come: found, checked, set aside with their reason, ordered, and composed once per set."""

from __future__ import annotations

import asyncio
import sys
import textwrap
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import pytest

from forum_server.plugin import GraphQL, hookimpl
from forum_server.plugin import manager as modul_manager
from forum_server.plugin.compose import ComposedSchema, SchemaConflict, cetak_sdl, compose
from forum_server.plugin.manager import Kegagalan, PluginGagal, Plugins
from tests.plugin import contoh

CORE = {"daerah": contoh.Inti()}
KAIT = "from forum_server.plugin import hookimpl, Fields, GraphQL, Parent, Public\n"
SEHAT = """
    'Plugin sehat.'
    import strawberry
    @strawberry.type
    class Q:
        @strawberry.field(extensions=[Public()])
        def {nama}_halo(self) -> str:
            'Salam.'
            return '{nama}'
    @hookimpl
    def graphql(): return GraphQL(query=Q)
"""


class Situs:
    """A folder of installed distributions, as pip would leave them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.modul: list[str] = []

    def pasang(self, nama: str, isi: str, *, perlu: str = "forum-server>=0.0.1") -> None:
        info = self.folder / f"uji_{nama}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: uji-{nama}\nVersion: 1.0\nRequires-Dist: {perlu}\n",
            encoding="utf-8",
        )
        (info / "entry_points.txt").write_text(
            f"[forum_server.plugins]\n{nama} = uji_{nama}\n", encoding="utf-8"
        )
        (self.folder / f"uji_{nama}.py").write_text(KAIT + textwrap.dedent(isi), encoding="utf-8")
        self.modul.append(f"uji_{nama}")


@pytest.fixture
def situs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Situs]:
    monkeypatch.syspath_prepend(tmp_path)
    baru = Situs(tmp_path)
    yield baru
    for nama in baru.modul:
        sys.modules.pop(nama, None)


RUSAK: dict[str, tuple[dict[str, str], str, str]] = {
    "lama": ({"isi": "", "perlu": "forum-server<0.0.1"}, "version", "uji-lama needs forum-server<0.0.1, this is forum-server"),
    "impor": ({"isi": "import modul_yang_tidak_ada"}, "import", "ModuleNotFoundError: modul_yang_tidak_ada"),
    "keluar": ({"isi": "import sys; sys.exit('postgresql://u:rahasia@h/d')"}, "import", "SystemExit at line 2 of uji_keluar.py"),
    "butuh": ({"isi": "requires = ('tiada',)"}, "requires", "requires 'tiada', which does not run here"),
    "ketik": ({"isi": "@hookimpl\ndef graphqll(): ..."}, "hooks", "unknown hook 'graphqll' in plugin this plugin"),
    "argumen": ({"isi": "@hookimpl\ndef graphql(wilayah): ..."}, "hooks", "Argument(s) {'wilayah'} are declared in the hookimpl"),
    "ledak": (
        {"isi": "@hookimpl\ndef graphql(): raise ValueError('sandi=rahasia')"},
        "graphql",
        "ValueError at line 3 of uji_ledak.py (graphql)",
    ),
    "pencuri": (
        {
            "isi": """
            from tests.plugin.contoh import Daerah
            f = Fields(Daerah)
            @f.field
            def sehat_halo(daerah: Parent[Daerah]) -> int | None: return 1
            @hookimpl
            def graphql(): return GraphQL(fields=[f])
            """
        },
        "graphql",
        "pencuri: Daerah.sehatHalo: its name must start with 'pencuri'",
    ),
    "pengikut": ({"isi": "requires = ('pencuri',)"}, "requires", "requires 'pencuri', which does not run here"),
    "putara": ({"isi": "requires = ('putarb',)"}, "requires", "requires itself in a circle: "),
    "putarb": ({"isi": "requires = ('putara',)"}, "requires", "requires "),
    "mulai": ({"isi": "@hookimpl\nasync def startup(app): raise OSError('rahasia')"}, "startup", "OSError at line 3 of uji_mulai.py (startup)"),
}  # fmt: skip


async def test_broken_plugins_of_every_kind_are_set_aside_while_the_rest_serve(situs: Situs) -> None:
    for nama, (pasang, _, _) in RUSAK.items():
        situs.pasang(nama, **pasang)
    situs.pasang("sehat", SEHAT.format(nama="sehat"))
    situs.pasang("bugar", SEHAT.format(nama="bugar"))
    plugins = Plugins(core=CORE)
    plugins.load({*RUSAK, "sehat", "bugar"})
    schema = await plugins.schema(plugins.names)
    await plugins.startup(cast("Any", None))

    assert plugins.names == {"sehat", "bugar"}
    jawab = await (await plugins.schema(plugins.names)).execute("{ sehatHalo bugarHalo }")
    assert jawab.data == {"sehatHalo": "sehat", "bugarHalo": "bugar"}
    assert set(plugins.failures) == set(RUSAK)
    for nama, (_, tahap, alasan) in RUSAK.items():
        kegagalan = plugins.failures[nama]
        assert (kegagalan.plugin, kegagalan.tahap) == (nama, tahap)
        assert alasan in kegagalan.alasan
    assert "rahasia" not in repr(plugins.status())
    assert str(situs.folder) not in repr(plugins.status())
    assert schema.plugins == {"sehat", "bugar", "mulai"}


@pytest.mark.parametrize("nama", ["lama", "impor", "keluar", "ketik", "argumen", "butuh"])
def test_strict_stops_at_the_first_plugin_that_fails(situs: Situs, nama: str) -> None:
    situs.pasang(nama, **RUSAK[nama][0])
    plugins = Plugins(strict=True, core=CORE)
    with pytest.raises(PluginGagal, match=f"^{nama}: {RUSAK[nama][1]}: "):
        plugins.load({nama})


def test_strict_stops_when_composing_fails(situs: Situs) -> None:
    situs.pasang("ledak", **RUSAK["ledak"][0])
    plugins = Plugins(strict=True, core=CORE)
    plugins.load({"ledak"})
    with pytest.raises(PluginGagal, match=r"^ledak: graphql: ValueError"):
        plugins.schema_now(plugins.names)


class Bernama:
    def __init__(self, *perlu: str, **atribut: Any) -> None:
        self.requires = perlu
        for nama, nilai in atribut.items():
            setattr(self, nama, nilai)


def test_closure_and_order_follow_what_plugins_require() -> None:
    plugins = Plugins.of({"c": Bernama("b"), "b": Bernama("a"), "a": Bernama(), "d": Bernama("a")}, core=CORE)
    assert plugins.closure({"c"}) == {"a", "b", "c"}
    assert plugins.closure({"d", "tiada"}) == {"a", "d"}
    assert plugins.order({"d", "c", "b", "a"}) == ("a", "b", "d", "c")
    assert plugins.order({"c", "a"}) == ("a", "c")


@pytest.mark.parametrize(
    ("nama", "plugin", "alasan"),
    [
        ("Besar", Bernama(), "'Besar' is not a plugin name"),
        ("dua_kata", Bernama(), "'dua_kata' is not a plugin name"),
        ("wilayah", Bernama(), "the name 'wilayah' is reserved by core"),
        ("a", Bernama(requires="b"), "a: requires must be a tuple of names"),
        ("a", Bernama(tingkat=("RT",)), "tingkat 'RT' is unknown"),
    ],
)
def test_a_declaration_that_makes_no_sense_is_refused_with_the_fix(
    nama: str, plugin: object, alasan: str
) -> None:
    plugins = Plugins.of({nama: plugin}, core=CORE, strict=False)
    assert plugins.names == frozenset()
    assert plugins.failures[nama].tahap == "hooks"
    assert alasan in plugins.failures[nama].alasan


def test_two_plugins_of_one_name_leave_the_first() -> None:
    plugins = Plugins(core=CORE)
    plugins.add("slot", contoh.slot)
    plugins.add("slot", contoh.kolam)
    plugins.settle()
    assert plugins.names == {"slot"}
    assert plugins.failures == {
        "slot#2": Kegagalan(plugin="slot#2", tahap="hooks", alasan="another plugin is called 'slot' too")
    }


async def test_a_set_is_composed_once_whoever_asks_and_however_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kali: list[str] = []

    def dihitung(*a: Any, **k: Any) -> ComposedSchema:
        kali.append(threading.current_thread().name)
        return compose(*a, **k)

    monkeypatch.setattr(modul_manager, "compose", dihitung)
    plugins = Plugins.of(contoh.SEMUA, core=CORE)
    schemas = await asyncio.gather(
        *(plugins.schema(s) for s in [{"kolam"}, {"slot", "kolam"}, {"kolam"}] * 5)
    )
    assert len({id(s) for s in schemas}) == 1
    assert schemas[0].plugins == {"slot", "kolam"}
    assert len(kali) == 1
    assert kali[0] != threading.main_thread().name
    assert plugins.schema_now({"kolam"}) is schemas[0]
    assert (await plugins.schema({"slot"})) is not schemas[0]


async def test_who_stops_waiting_for_a_schema_leaves_it_to_the_others() -> None:
    plugins = Plugins.of(contoh.SEMUA, core=CORE)
    tunggu = [asyncio.ensure_future(plugins.schema({"slot"})) for _ in range(3)]
    await asyncio.sleep(0)
    tunggu[0].cancel()
    tunggu[1].cancel()
    assert (await tunggu[2]).plugins == {"slot"}
    assert (await plugins.schema({"slot"})) is await tunggu[2]


def test_the_schema_of_one_set_is_the_same_in_every_process() -> None:
    a = Plugins.of(dict(sorted(contoh.SEMUA.items())), core=CORE)
    b = Plugins.of(dict(sorted(contoh.SEMUA.items(), reverse=True)), core=CORE)
    assert cetak_sdl(a.schema_now(a.names)) == cetak_sdl(b.schema_now(b.names))


def test_core_that_does_not_compose_is_fatal() -> None:
    class Rusak:
        @hookimpl
        def graphql(self) -> GraphQL:
            raise ZeroDivisionError

    plugins = Plugins.of({"slot": contoh.slot}, core={**CORE, "rusak": Rusak()}, strict=False)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            plugins.schema_now(plugins.names)
    assert plugins.names == {"slot"}


def test_failing_resolvers_are_counted_and_the_plugin_stays() -> None:
    plugins = Plugins.of(contoh.SEMUA, core=CORE)
    for nama in ("slot", "core", "slot"):
        plugins.catat_kegagalan(nama)
    assert plugins.status() == {
        "aktif": ["kolam", "lapor", "slot"],
        "disisihkan": [],
        "kegagalan_resolver": {"core": 1, "slot": 2},
    }


async def test_plugins_start_after_what_they_require_and_stop_before_it() -> None:
    urutan: list[str] = []

    def buat(nama: str, *perlu: str) -> object:
        class P(Bernama):
            @hookimpl
            async def startup(self) -> None:
                urutan.append(f"+{nama}")

            @hookimpl
            def shutdown(self) -> None:
                urutan.append(f"-{nama}")

        return P(*perlu)

    plugins = Plugins.of({"a": buat("a", "b"), "b": buat("b"), "c": buat("c")}, core=CORE)
    await plugins.startup(cast("Any", None))
    await plugins.shutdown(cast("Any", None))
    assert urutan == ["+b", "+c", "+a", "-a", "-c", "-b"]


async def test_a_plugin_that_hangs_at_the_start_is_set_aside_with_those_that_need_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Macet(Bernama):
        @hookimpl
        async def startup(self) -> None:
            await asyncio.Event().wait()

    monkeypatch.setattr(modul_manager, "BATAS_MULAI", 0.05)
    plugins = Plugins.of({"a": Macet(), "b": Bernama("a"), "c": Bernama()}, core=CORE, strict=False)
    await plugins.startup(cast("Any", None))
    assert plugins.names == {"c"}
    assert {n: k.tahap for n, k in plugins.failures.items()} == {"a": "startup", "b": "requires"}


def test_hooks_are_called_on_core_first_and_then_in_order() -> None:
    class Periksa(Bernama):
        @hookimpl
        def checks(self) -> list[str]:
            return [type(self).__name__]

    plugins = Plugins.of(
        {"a": Periksa("b"), "b": Periksa(), "c": Bernama()}, core={**CORE, "inti": Periksa()}
    )
    hasil = [nama for nama, _ in plugins.call("checks", plugins.names, session=None, gudang=None)]
    assert hasil == ["inti", "b", "a"]


def test_permissions_and_roles_are_those_of_core_and_the_set() -> None:
    plugins = Plugins.of(contoh.SEMUA, core=CORE)
    assert {i.kode for i in plugins.permissions()} == {"slot:lihat", "slot:pesan"}
    assert plugins.permissions(["lapor"]) == ()


@pytest.mark.parametrize("nama", [frozenset[str](), frozenset({"lapor"})])
def test_a_permission_core_forgot_to_declare_is_cores_fault(nama: frozenset[str]) -> None:
    class Lupa:
        @hookimpl
        def graphql(self) -> GraphQL:
            return contoh.slot.graphql()

    tersisa = {n: p for n, p in contoh.SEMUA.items() if n == "lapor"}
    plugins = Plugins.of(tersisa, core={**CORE, "lupa": Lupa()}, strict=False)
    with pytest.raises(SchemaConflict, match="no plugin here declares"):
        plugins.schema_now(nama)
    assert plugins.names == {"lapor"}
    assert plugins.failures == {}


async def test_core_and_the_installed_plugins_compose_the_same_on_four_threads() -> None:
    def sdl(_: int) -> str:
        plugins = Plugins(strict=True)
        plugins.load()
        return cetak_sdl(plugins.schema_now(plugins.names))

    with ThreadPoolExecutor(4) as kolam:
        assert len(set(kolam.map(sdl, range(8)))) == 1
