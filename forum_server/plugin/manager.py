"""Find plugins, check that they fit this server, call their hooks, and give every set of them its schema.

A plugin that fails is set aside with the stage and the reason, and with it those that require it; the server runs on
without them. With `strict` the first failure ends the start. Core's subjects are registered the same way, come first
in every call and may not fail.
"""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import asdict
from graphlib import CycleError, TopologicalSorter
from importlib import metadata
from typing import TYPE_CHECKING, Any, Self

import pluggy
import structlog

from forum_server.akses.rules import Izin, Peran
from forum_server.plugin import hookspecs
from forum_server.plugin.compose import ComposedSchema, SchemaConflict, compose
from forum_server.plugin.daftar import (
    Pendaftaran,
    PluginSalah,
    baca,
    periksa_hasil,
    periksa_nama,
    periksa_versi,
)
from forum_server.plugin.fields import GraphQL
from forum_server.plugin.inti import subjek
from forum_server.plugin.kegagalan import Kegagalan, PluginGagal, Tahap, TakTersusun, alasan

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.applications import Starlette

__all__ = ["DISTRIBUSI", "GRUP", "Kegagalan", "PluginGagal", "Plugins", "Tahap"]

GRUP = "forum_server.plugins"
"""Entry point group in which plugins are found."""
DISTRIBUSI = "forum-server"
"""Distribution whose version a plugin's requirements are compared with."""
BATAS_MULAI = 30.0
"""Seconds one plugin may take to start."""

log = structlog.stdlib.get_logger("forum.plugin")


class Plugins:
    """The plugins of one server process.

    >>> plugins = Plugins()
    >>> plugins.load()
    >>> schema = await plugins.schema(plugins.names)
    """

    def __init__(self, *, strict: bool = False, core: Mapping[str, object] | None = None) -> None:
        self.strict = strict
        self.failures: dict[str, Kegagalan] = {}
        self.resolver_failures: Counter[str] = Counter()
        self._pm = pluggy.PluginManager(hookspecs.PROYEK)
        self._pm.add_hookspecs(hookspecs)
        self._kunci = threading.RLock()
        self._skema: dict[frozenset[str], Future[ComposedSchema]] = {}
        self._inti: dict[str, Pendaftaran] = {}
        # Replaced as a whole, never changed: threads that compose read it without a lock.
        self._daftar: dict[str, Pendaftaran] = {}
        for nama, subjek_ in (subjek() if core is None else core).items():
            self._inti[nama] = self._daftarkan(nama, subjek_, core=True)

    @classmethod
    def of(
        cls, plugins: Mapping[str, object], *, strict: bool = True, core: Mapping[str, object] | None = None
    ) -> Self:
        """These plugins and no others, by name; for tests and tools."""
        baru = cls(strict=strict, core=core)
        for nama, plugin in plugins.items():
            baru.add(nama, plugin)
        baru.settle()
        return baru

    # --- loading -----------------------------------------------------------------------------------------

    def load(self, only: Collection[str] | None = None) -> None:
        """Register the installed plugins (all, or `only` these names)."""
        for titik in sorted(metadata.entry_points(group=GRUP), key=lambda e: (e.name, e.value)):
            if only is not None and titik.name not in only:
                continue
            try:
                if titik.dist is not None:
                    periksa_versi(
                        titik.dist.name,
                        titik.dist.requires or (),
                        core=DISTRIBUSI,
                        berjalan=metadata.version(DISTRIBUSI),
                    )
            except Exception as galat:  # noqa: BLE001  whatever is wrong with a plugin's metadata is its own
                self._sisihkan(titik.name, "version", galat)
                continue
            try:
                modul = titik.load()
            except (Exception, SystemExit) as galat:  # noqa: BLE001  a module may fail, or exit, in any way
                self._sisihkan(titik.name, "import", galat)
            else:
                self.add(titik.name, modul)
        self.settle()

    def add(self, name: str, plugin: object) -> None:
        """Register one plugin under `name`; call `settle` after the last."""
        if name in self._daftar:  # the first keeps the name
            self._sisihkan(f"{name}#2", "hooks", PluginSalah(f"another plugin is called {name!r} too"))
            return
        try:
            periksa_nama(name)
            pendaftaran = self._daftarkan(name, plugin)
        except Exception as galat:  # noqa: BLE001  its hooks are its own code
            self._sisihkan(name, "hooks", galat)
        else:
            self._daftar = {**self._daftar, name: pendaftaran}

    def settle(self) -> None:
        """Set aside what requires a plugin that is not here, and what requires itself in a circle."""
        while hilang := [(p, r) for p in self._daftar.values() for r in p.requires if r not in self._daftar]:
            pendaftaran, perlu = min(hilang, key=lambda h: (h[0].name, h[1]))
            self._sisihkan(pendaftaran.name, "requires", PluginSalah(_perlu(perlu)))
        while True:
            try:
                TopologicalSorter({n: p.requires for n, p in self._daftar.items()}).prepare()
            except CycleError as galat:
                lingkaran: list[str] = galat.args[1]
                for nama in sorted(set(lingkaran)):
                    if nama in self._daftar:
                        pesan = f"requires itself in a circle: {' -> '.join(lingkaran)}"
                        self._sisihkan(nama, "requires", PluginSalah(pesan))
            else:
                return

    def _daftarkan(self, nama: str, plugin: object, *, core: bool = False) -> Pendaftaran:
        try:
            self._pm.register(plugin, nama)
            self._pm.check_pending()
            return baca(nama, plugin, lambda kait: self._panggil(nama, kait), core=core)
        except BaseException:
            if self._pm.has_plugin(nama):
                self._pm.unregister(name=nama)
            raise

    def _sisihkan(self, nama: str, tahap: Tahap, galat: BaseException) -> None:
        """Run on without a plugin, and without those that require it."""
        kegagalan = Kegagalan(plugin=nama, tahap=tahap, alasan=alasan(galat))
        if self.strict or nama in self._inti:
            raise PluginGagal(kegagalan) from galat
        with self._kunci:
            self.failures.setdefault(nama, kegagalan)
            if nama in self._daftar:
                self._daftar = {n: p for n, p in self._daftar.items() if n != nama}
                self._pm.unregister(name=nama)
        log.error("plugin_set_aside", plugin=nama, tahap=tahap, exc_info=galat)
        for lain in [p.name for p in self._daftar.values() if nama in p.requires]:
            self._sisihkan(lain, "requires", PluginSalah(_perlu(nama)))

    # --- what is here ------------------------------------------------------------------------------------

    @property
    def names(self) -> frozenset[str]:
        """The plugins that run."""
        return frozenset(self._daftar)

    def plugin(self, name: str) -> object:
        """The module or object registered under this name."""
        return self._daftar[name].plugin

    def order(self, names: Iterable[str]) -> tuple[str, ...]:
        """These plugins, each after those it requires, otherwise by name."""
        ada = self._daftar
        dalam = frozenset(names) & ada.keys()
        urut = TopologicalSorter({n: sorted(dalam.intersection(ada[n].requires)) for n in sorted(dalam)})
        return tuple(urut.static_order())

    def closure(self, names: Iterable[str]) -> frozenset[str]:
        """These plugins with all they require, without those that do not run."""
        ada, antre, hasil = self._daftar, list(names), set[str]()
        while antre:
            nama = antre.pop()
            if nama in ada and nama not in hasil:
                hasil.add(nama)
                antre += ada[nama].requires
        return frozenset(hasil)

    def levels(self, name: str) -> frozenset[str]:
        """Levels at which a region may enable the plugin; empty means all."""
        return self._daftar[name].levels

    def settings_type(self, name: str) -> type | None:
        """The dataclass of what a region may set for the plugin."""
        return self._daftar[name].settings

    def title(self, name: str) -> str:
        """The plugin's name as people read it."""
        return self._daftar[name].title

    def describe(self, name: str) -> str:
        """What the plugin is for: the first paragraph of its docstring."""
        return self._daftar[name].description

    def permissions(self, names: Iterable[str] | None = None) -> tuple[Izin, ...]:
        """Permissions of core and of these plugins (all)."""
        return tuple(i for p in self._semua(names) for i in p.permissions)

    def roles(self, names: Iterable[str] | None = None) -> tuple[Peran, ...]:
        """Roles of core and of these plugins (all)."""
        return tuple(i for p in self._semua(names) for i in p.roles)

    def status(self) -> dict[str, Any]:
        """What /status shows: plugins that run, those set aside and why, and how often resolvers failed."""
        return {
            "aktif": sorted(self.names),
            "disisihkan": [asdict(self.failures[n]) for n in sorted(self.failures)],
            "kegagalan_resolver": dict(sorted(self.resolver_failures.items())),
        }

    def catat_kegagalan(self, plugin: str) -> None:
        """Count a resolver of `plugin` (or core) that failed; the plugin stays on."""
        with self._kunci:
            self.resolver_failures[plugin] += 1

    def _semua(self, names: Iterable[str] | None) -> list[Pendaftaran]:
        ada = self._daftar
        pilih = self.order(ada if names is None else names)
        return [*self._inti.values(), *(ada[n] for n in pilih)]

    # --- calling -----------------------------------------------------------------------------------------

    def call(self, hook: str, only: Iterable[str], **kwargs: Any) -> Iterator[tuple[str, Any]]:
        """Call a hook on core's subjects and then on the plugins in `only`, each after those it requires.

        Gives (name, result) of those that implement it. What one raises is raised here.
        """
        for pendaftaran in self._semua(only):
            if self._punya(pendaftaran.name, hook):
                yield pendaftaran.name, self._panggil(pendaftaran.name, hook, **kwargs)

    def collect(self, hook: str) -> list[tuple[str, Any]]:
        """(name, results) of a hook that takes nothing, from core and every plugin.

        One that fails, or gives what the hook is not for, is set aside.
        """
        hasil: list[tuple[str, Any]] = []
        for pendaftaran in self._semua(None):
            nama = pendaftaran.name
            if nama not in self._inti and nama not in self._daftar:
                continue  # it required one that just failed
            try:
                if self._punya(nama, hook):
                    isi = tuple(self._panggil(nama, hook))
                    if nama not in self._inti:
                        periksa_hasil(nama, hook, isi)
                    hasil.append((nama, isi))
            except Exception as galat:  # noqa: BLE001  its hook is its own code
                self._sisihkan(nama, "hooks", galat)
        return [(n, h) for n, h in hasil if n in self._inti or n in self._daftar]

    def tell_enabled(self, name: str, session: Session, wilayah: str) -> None:
        """Call the plugin's `enabled_for`."""
        self._panggil(name, "enabled_for", session=session, wilayah=wilayah)

    def tell_disabled(self, name: str, session: Session, wilayah: str) -> None:
        """Call the plugin's `disabled_for`."""
        self._panggil(name, "disabled_for", session=session, wilayah=wilayah)

    async def startup(self, app: Starlette) -> None:
        """Start core's subjects and every plugin; one that fails or hangs is set aside."""
        for pendaftaran in self._semua(None):
            if pendaftaran.name not in self._inti and pendaftaran.name not in self._daftar:
                continue  # it required one that just failed
            try:
                await asyncio.wait_for(self._tunggu(pendaftaran.name, "startup", app=app), BATAS_MULAI)
            except Exception as galat:  # noqa: BLE001  its start is its own code
                self._sisihkan(pendaftaran.name, "startup", galat)

    async def shutdown(self, app: Starlette) -> None:
        """Stop in the opposite order; a failure is only logged."""
        for pendaftaran in reversed(self._semua(None)):
            try:
                await asyncio.wait_for(self._tunggu(pendaftaran.name, "shutdown", app=app), BATAS_MULAI)
            except Exception:
                log.exception("plugin_shutdown_failed", plugin=pendaftaran.name)

    async def _tunggu(self, nama: str, hook: str, **kwargs: Any) -> None:
        hasil = self._panggil(nama, hook, **kwargs)
        if inspect.isawaitable(hasil):
            await hasil

    def _punya(self, nama: str, hook: str) -> bool:
        return any(i.plugin_name == nama for i in getattr(self._pm.hook, hook).get_hookimpls())

    def _panggil(self, nama: str, hook: str, **kwargs: Any) -> Any:
        """Call one plugin's hook with the arguments it names; None where it has none."""
        for impl in getattr(self._pm.hook, hook).get_hookimpls():
            if impl.plugin_name == nama:
                return impl.function(*(kwargs[a] for a in impl.argnames))
        return None

    # --- schemas -----------------------------------------------------------------------------------------

    async def schema(self, enabled: Iterable[str]) -> ComposedSchema:
        """The schema of core and the plugins in `enabled` (with what they require); composed once, in a thread."""
        kunci = self.closure(enabled)
        janji, baru = self._janji(kunci)
        if baru:
            await asyncio.to_thread(self._penuhi, kunci, janji)
        return janji.result() if janji.done() else await asyncio.wrap_future(janji)

    def schema_now(self, enabled: Iterable[str]) -> ComposedSchema:
        """The same, composed by the calling thread."""
        kunci = self.closure(enabled)
        janji, baru = self._janji(kunci)
        if baru:
            self._penuhi(kunci, janji)
        return janji.result()

    def _janji(self, kunci: frozenset[str]) -> tuple[Future[ComposedSchema], bool]:
        """The schema of a set as it is or will be, and whether it is up to the caller to compose it."""
        with self._kunci:
            if (ada := self._skema.get(kunci)) is not None:
                return ada, False
            janji: Future[ComposedSchema] = Future()
            janji.set_running_or_notify_cancel()  # a waiter that is cancelled does not cancel the others
            self._skema[kunci] = janji
            return janji, True

    def _penuhi(self, kunci: frozenset[str], janji: Future[ComposedSchema]) -> None:
        try:
            skema = self._susun(kunci)
        except BaseException as galat:  # noqa: BLE001  whoever waits must learn of it, whatever it is
            with self._kunci:
                self._skema.pop(kunci, None)
            janji.set_exception(galat)
        else:
            janji.set_result(skema)

    def _susun(self, kunci: frozenset[str]) -> ComposedSchema:
        while True:
            hidup = self.closure(kunci)
            if hidup != kunci:  # a plugin was set aside meanwhile
                return self.schema_now(hidup)
            inti = {n: b for n in self._inti if (b := self._bagian(n, hidup)) is not None}
            bagian: dict[str, GraphQL] = {}
            for nama in self.order(hidup):
                try:
                    bagian[nama] = self._bagian(nama, hidup) or GraphQL()
                except Exception as galat:  # noqa: BLE001  its hook is its own code
                    self._sisihkan(nama, "graphql", galat)
                    break
            else:
                izin = self._izin(hidup)
                try:
                    return compose(bagian, core=inti, izin=izin)
                except Exception as galat:  # noqa: BLE001  strawberry's exceptions share no base
                    compose({}, core=inti, izin=self._izin(()))  # core itself must be sound
                    self._sisihkan(_biang(bagian, inti, izin, galat), "graphql", TakTersusun(galat))

    def _izin(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(i.kode for i in self.permissions(names))

    def _bagian(self, nama: str, enabled: frozenset[str]) -> GraphQL | None:
        hasil = self._panggil(nama, "graphql", enabled=enabled)
        if hasil is not None and not isinstance(hasil, GraphQL):
            raise PluginSalah("graphql() must return GraphQL(...)")
        return hasil


def _biang(
    bagian: Mapping[str, GraphQL], inti: Mapping[str, GraphQL], izin: Collection[str], galat: Exception
) -> str:
    """The plugin to blame: the one an error names, else the first whose arrival breaks the schema."""
    if isinstance(galat, SchemaConflict) and galat.plugin in bagian:
        return galat.plugin
    utuh: dict[str, GraphQL] = {}
    for nama, satu in bagian.items():
        try:
            compose({**utuh, nama: satu}, core=inti, izin=izin)
        except SchemaConflict as konflik:
            return konflik.plugin if konflik.plugin in bagian else nama
        except Exception:  # noqa: BLE001  the one at hand was already reported
            return nama
        utuh[nama] = satu
    return [*bagian][-1]


def _perlu(nama: str) -> str:
    return f"requires {nama!r}, which does not run here"
