"""What stands before a resolver: who may call a root field, and where a plugin's field has a value at all."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import Any, cast

from strawberry.extensions import FieldExtension

from forum_server.galat import Ditolak, TidakDitemukan
from forum_server.graphql.konteks import Info, Konteks

__all__ = ["Access", "AksesBerakhir", "DiWilayahAktif", "Masuk", "NullBilaTiada", "Public", "Requires"]

Berikut = Callable[..., Any]


class AksesBerakhir(Ditolak):
    """A listener lost its permission while the stream was open; a websocket closes with 4403."""


class Access(FieldExtension):
    """How a field decides who may call it. Every root field carries exactly one."""


class Public(Access):
    """Anyone may call this field; saying so is deliberate."""


class Requires(Access):
    """Only an actor who holds one of `izin` somewhere may call this field; where exactly, its service decides.

    Works for sync, async, batch and subscription fields. A subscription is checked before its stream starts and,
    with rights read anew, before every event: the listener whose rights ended gets no further event but
    `AksesBerakhir`.

    Raises `Ditolak`, which reaches the client in `errors` with kode DITOLAK.
    """

    def __init__(self, *izin: str) -> None:
        if not izin:
            raise ValueError("name at least one permission, or say Public()")
        self.izin = izin

    def _boleh(self, konteks: Konteks) -> bool:
        return any(konteks.aktor.punya(izin) for izin in self.izin)

    def _periksa(self, konteks: Konteks) -> None:
        if not self._boleh(konteks):
            raise Ditolak(" / ".join(self.izin))

    def resolve(self, next_: Berikut, source: Any, info: Info, **kwargs: Any) -> Any:
        """Check, then resolve; what the resolver returns may be awaitable."""
        self._periksa(info.context)
        return next_(source, info, **kwargs)

    async def resolve_async(self, next_: Berikut, source: Any, info: Info, **kwargs: Any) -> Any:
        """Check, then resolve; a stream is wrapped so that each of its events is checked too."""
        self._periksa(info.context)
        hasil = next_(source, info, **kwargs)
        if inspect.isawaitable(hasil):
            hasil = await hasil
        if isinstance(hasil, AsyncIterator):
            return self._dijaga(cast("AsyncIterator[Any]", hasil), info.context)
        return hasil

    async def _dijaga(self, aliran: AsyncIterator[Any], konteks: Konteks) -> AsyncIterator[Any]:
        async with aclosing(cast("Any", aliran)):
            async for kejadian in aliran:
                if konteks.segarkan is not None:
                    konteks.aktor = await konteks.segarkan()
                if not self._boleh(konteks):
                    raise AksesBerakhir(" / ".join(self.izin))
                yield kejadian


class Masuk(Requires):
    """Only who is logged in may call this field, whatever they hold: it is about their own account.

    As `Requires` otherwise; a stream ends with the account's access.
    """

    def __init__(self) -> None:
        super().__init__("masuk")
        self.izin = ()

    def _boleh(self, konteks: Konteks) -> bool:
        return konteks.aktor.masuk

    def _periksa(self, konteks: Konteks) -> None:
        if not self._boleh(konteks):
            raise Ditolak("masuk")


class DiWilayahAktif(FieldExtension):
    """Null on an object whose owner has the plugin off, so a coordinator can ask about all regions at once.

    The owner is the parent's `kode_pemilik`: a region code or a lembaga code.
    """

    def __init__(self, plugin: str) -> None:
        self.plugin = plugin

    def aktif(self, source: Any, info: Info) -> bool:
        """Whether the owner of `source` runs the plugin."""
        return self.plugin in info.context.aktif.untuk(source.kode_pemilik)

    def resolve(self, next_: Berikut, source: Any, info: Info, **kwargs: Any) -> Any:
        """Resolve where the plugin is on, else null."""
        return next_(source, info, **kwargs) if self.aktif(source, info) else None

    async def resolve_async(self, next_: Berikut, source: Any, info: Info, **kwargs: Any) -> Any:
        """Resolve where the plugin is on, else null."""
        if not self.aktif(source, info):
            return None
        hasil = next_(source, info, **kwargs)
        return await hasil if inspect.isawaitable(hasil) else hasil


class NullBilaTiada(FieldExtension):
    """A query about an object that is unknown or outside the actor's scope answers null.

    The composer puts it on every nullable field of `Query`; in mutations the same exception becomes data.
    """

    def resolve(self, next_: Berikut, source: Any, info: Info, **kwargs: Any) -> Any:
        """Null for `TidakDitemukan`, raised at once or later."""
        try:
            hasil = next_(source, info, **kwargs)
        except TidakDitemukan:
            return None
        return self._tunggu(hasil) if inspect.isawaitable(hasil) else hasil

    async def resolve_async(self, next_: Berikut, source: Any, info: Info, **kwargs: Any) -> Any:
        """Null for `TidakDitemukan`."""
        try:
            hasil = next_(source, info, **kwargs)
            return await hasil if inspect.isawaitable(hasil) else hasil
        except TidakDitemukan:
            return None

    async def _tunggu(self, hasil: Awaitable[Any]) -> Any:
        try:
            return await hasil
        except TidakDitemukan:
            return None
