"""The promises every plugin keeps, as a class of tests to subclass."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, cast

import pytest
from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
)
from sqlalchemy import Connection
from sqlalchemy import inspect as periksa_tabel
from sqlalchemy.types import TypeDecorator, TypeEngine

from forum_server.akses.rules import Aktor
from forum_server.cadangan.bentuk import Jenis, jenis_dari
from forum_server.cadangan.tabel import tabel_ada
from forum_server.database import AKAR
from forum_server.database import milik as tabel_milik
from forum_server.database.engine import url_dari
from forum_server.database.migrate import Lini, jalankan, naik, periksa, turun
from forum_server.graphql.batas import Batas
from forum_server.graphql.eksekusi import Eksekutor, PermintaanDitolak
from forum_server.persiapan import lini
from forum_server.plugin.compose import ComposedSchema, cetak_sdl
from forum_server.plugin.manager import Plugins
from forum_server.plugin.terbitan import sdl_plugin
from forum_server.testing.server import GraphQLWith, ServerUji

__all__ = ["PluginContract", "TanyaBatch"]

GALAT = {"GalatIsian", "GalatTidakDitemukan", "GalatKeadaan"}


@dataclass(frozen=True, kw_only=True, slots=True)
class TanyaBatch:
    """A query whose batch fields are asked for one parent and for fifty; it must cost the same statements."""

    dokumen: str
    satu: Mapping[str, Any] = field(default_factory=dict[str, Any])
    banyak: Mapping[str, Any] = field(default_factory=dict[str, Any])
    aktor: Aktor | None = None
    wilayah: str = AKAR


class PluginContract:
    """Subclass it in your plugin's tests:

    >>> class TestContoh(PluginContract):
    ...     plugin = "contoh"
    ...     sdl = Path("schema/contoh.graphql")

    `plugin` is the installed name, or give the object in `objek` (then what it requires too). `sdl` is the committed
    SDL of core with this plugin; `pytest --perbarui-sdl` writes it. `tanya_batch` are queries for the test of batch
    fields, whose rows `siapkan_batch` writes.
    """

    plugin: ClassVar[str]
    objek: ClassVar[Mapping[str, object]] = {}
    sdl: ClassVar[Path | None] = None
    tanya_batch: ClassVar[tuple[TanyaBatch, ...]] = ()

    async def siapkan_batch(self, server: ServerUji) -> None:
        """Write what the queries of `tanya_batch` ask for; override it."""

    # --- fixtures ----------------------------------------------------------------------------------------

    @pytest.fixture
    def plugins(self) -> Plugins:
        """The plugin and what it requires, loaded so that any failure is an error."""
        return self._muat()

    @pytest.fixture
    def schema(self, plugins: Plugins) -> ComposedSchema:
        """The schema of the plugin and what it requires."""
        return plugins.schema_now({self.plugin})

    def _muat(self) -> Plugins:
        semua = Plugins(strict=True)
        semua.load([n for n in self._nama_terpasang() if n not in self.objek])
        for nama, plugin in self.objek.items():
            semua.add(nama, plugin)
        semua.settle()
        assert self.plugin in semua.names, f"no installed plugin is called {self.plugin!r}; reinstall it"
        return semua

    def _nama_terpasang(self) -> frozenset[str]:
        if self.plugin in self.objek:
            return frozenset()
        semua = Plugins()
        semua.load()
        return semua.closure({self.plugin})

    # --- promises ----------------------------------------------------------------------------------------

    def test_every_permission_it_checks_is_declared(self, plugins: Plugins, schema: ComposedSchema) -> None:
        """A permission nobody declares can be granted to nobody."""
        dinyatakan = {i.kode for i in plugins.permissions()}
        _tiada({izin for _, izin in schema.requirements()} - dinyatakan, "permissions() does not declare")
        assert (
            sorted(
                {i for p in plugins.roles() for i in p.izin if i.startswith(f"{self.plugin}:")} - dinyatakan
            )
            == []
        )

    def test_everything_it_adds_is_described(self, schema: ComposedSchema) -> None:
        """Autocompletion in a frontend shows descriptions; a name alone helps nobody."""
        bisu: list[str] = []
        for nama, tipe in self._tipe(schema):
            if tipe.description is None and not isinstance(tipe, GraphQLUnionType):
                bisu.append(nama)
        bisu += [letak for letak, bidang in self._bidang(schema) if not bidang.description]
        _tiada(bisu, "no description")

    def test_what_it_adds_starts_with_its_name(self, schema: ComposedSchema) -> None:
        """Names that say whose they are never clash, and stand together in autocompletion."""
        awalan = self.plugin[:1].upper() + self.plugin[1:]
        _tiada(
            [n for n, _ in self._tipe(schema) if not n.startswith(awalan)], f"does not start with {awalan}"
        )
        pada_lain = [
            letak
            for letak, _ in self._bidang(schema)
            if schema.type_owners.get(letak.split(".")[0]) != self.plugin
        ]
        salah = [letak for letak in pada_lain if not letak.split(".")[1].startswith(self.plugin)]
        _tiada(salah, f"does not start with {self.plugin}")

    def test_every_change_answers_refusals_as_data(self, schema: ComposedSchema) -> None:
        """A mutation returns a union with the three kinds of `Galat`, so a frontend can act on a refusal."""
        kurang = [
            letak
            for letak, bidang in self._bidang(schema)
            if letak.startswith("Mutation.") and not _anggota(bidang) >= GALAT
        ]
        _tiada(kurang, f"must return a union with {', '.join(sorted(GALAT))}")

    def test_composing_again_in_another_order_gives_the_same_schema(self, schema: ComposedSchema) -> None:
        """Every server process publishes the same text."""
        lagi = Plugins.of({p: self._muat().plugin(p) for p in sorted(schema.plugins, reverse=True)})
        assert cetak_sdl(lagi.schema_now({self.plugin})) == cetak_sdl(schema)

    def test_the_committed_sdl_says_what_it_serves(
        self, plugins: Plugins, request: pytest.FixtureRequest
    ) -> None:
        """A change of the contract shows in review."""
        if self.sdl is None:
            pytest.skip("no SDL is committed for this plugin")
        kini = sdl_plugin(plugins, self.plugin)
        if request.config.getoption("--perbarui-sdl"):
            self.sdl.parent.mkdir(parents=True, exist_ok=True)
            self.sdl.write_text(kini, encoding="utf-8")
        assert self.sdl.exists(), f"{self.sdl} is missing; run pytest --perbarui-sdl and commit it"
        assert kini == self.sdl.read_text(encoding="utf-8"), "run pytest --perbarui-sdl and commit the change"

    def test_its_example_queries_are_valid(self, plugins: Plugins, schema: ComposedSchema) -> None:
        """People begin with them; one that is wrong is not shown on any page."""
        contoh = dict(plugins.collect("examples")).get(self.plugin, ())
        if not contoh:
            pytest.skip("the plugin ships no examples")
        eksekutor = Eksekutor(schema, Batas())
        for satu in contoh:
            try:
                eksekutor.siapkan(satu.kueri)
            except PermintaanDitolak as tolak:
                pytest.fail(f"{satu.judul}: {tolak.galat[0]['message']}")

    def test_it_imports_of_the_server_only_the_public_surface(self, plugins: Plugins) -> None:
        """Anything else may change without notice."""
        modul = plugins.plugin(self.plugin)
        if not isinstance(modul, ModuleType):
            pytest.skip("the plugin is an object of the test itself")
        _tiada(
            [f"{berkas.name}:{baris}: {nama}" for berkas, baris, nama in _impor_lain(modul)],
            "a plugin imports forum_server.plugin only",
        )

    async def test_batch_fields_cost_the_same_for_1_and_for_50_parents(
        self, graphql_with: GraphQLWith
    ) -> None:
        """The number of statements does not grow with the number of rows."""
        if not self.tanya_batch:
            pytest.skip("no queries in tanya_batch")
        terpasang = [n for n in self._nama_terpasang() if n not in self.objek]
        server = await graphql_with(*terpasang, aktif=None, **self.objek)
        await self.siapkan_batch(server)
        for tanya in self.tanya_batch:
            satu, banyak = [
                await server.ask(tanya.dokumen, aktor=tanya.aktor, wilayah=tanya.wilayah, variables=isi)
                for isi in (tanya.satu, tanya.banyak)
            ]
            assert (satu.errors, banyak.errors) == ([], [])
            assert satu.data != banyak.data, (
                "the two questions have the same answer: is there more than one parent?"
            )
            assert banyak.pernyataan == satu.pernyataan

    def test_its_migrations_go_up_down_and_up_again(self, plugins: Plugins, db_kosong_url: str) -> None:
        """A plugin can be uninstalled, and leaves nothing behind; and a backup can carry its tables to either engine."""
        semua = lini(plugins)
        milik = next((satu for satu in semua if satu.pemilik == self.plugin), None)
        if milik is None:
            pytest.skip("the plugin has no tables")

        def kerja(connection: Connection) -> None:
            naik(connection, semua)
            periksa(connection, milik)
            ada = {t.nama: {k.nama: k.jenis for k in t.kolom} for t in tabel_ada(connection)}
            for tabel in tabel_milik(self.plugin):
                assert ada[tabel.name] == {k.name: _jenis(k.type) for k in tabel.columns}, tabel.name
            turun(connection, milik)
            assert [t for t in periksa_tabel(connection).get_table_names() if _miliknya(t, milik)] == []
            naik(connection, semua)
            periksa(connection, milik)

        jalankan(url_dari(db_kosong_url), kerja)

    # --- what belongs to the plugin ----------------------------------------------------------------------

    def _tipe(self, schema: ComposedSchema) -> Iterator[tuple[str, GraphQLNamedType]]:
        peta = _inti(schema).type_map
        return ((n, peta[n]) for n, pemilik in sorted(schema.type_owners.items()) if pemilik == self.plugin)

    def _bidang(self, schema: ComposedSchema) -> Iterator[tuple[str, GraphQLField]]:
        peta = _inti(schema).type_map
        for letak, pemilik in sorted(schema.owners.items()):
            if pemilik == self.plugin:
                tipe, _, nama = letak.partition(".")
                induk = peta[tipe]
                assert isinstance(induk, (GraphQLObjectType, GraphQLInterfaceType))
                yield letak, induk.fields[nama]


def _tiada(daftar: Collection[str], mengapa: str) -> None:
    """Fail with one line per item."""
    assert not daftar, "\n".join(f"{satu}: {mengapa}" for satu in sorted(daftar))


def _inti(schema: ComposedSchema) -> GraphQLSchema:
    return schema._schema  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  strawberry has no public name for it


def _anggota(bidang: GraphQLField) -> set[str]:
    tipe = cast("GraphQLNamedType", get_named_type(cast("Any", bidang.type)))
    return {t.name for t in tipe.types} if isinstance(tipe, GraphQLUnionType) else set()


def _miliknya(tabel: str, milik: Lini) -> bool:
    return tabel.startswith(f"{milik.pemilik}_") or tabel == milik.tabel_versi


def _jenis(tipe: TypeEngine[Any]) -> Jenis:
    """What a column holds by its model, whatever an engine makes of it."""
    return jenis_dari(tipe.impl_instance if isinstance(tipe, TypeDecorator) else tipe, "postgresql")


def _impor_lain(modul: ModuleType) -> Iterator[tuple[Path, int, str]]:
    berkas = inspect.getsourcefile(modul)
    assert berkas is not None
    satu = Path(berkas)
    for file in sorted(satu.parent.rglob("*.py")) if satu.name == "__init__.py" else [satu]:
        if "migrations" in file.relative_to(satu.parent).parts:
            continue
        for simpul in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(simpul, ast.ImportFrom) and simpul.module is not None:
                nama = [simpul.module]
            elif isinstance(simpul, ast.Import):
                nama = [a.name for a in simpul.names]
            else:
                continue
            for n in nama:
                if n.split(".")[0] == "forum_server" and n != "forum_server.plugin":
                    yield file, simpul.lineno, n
