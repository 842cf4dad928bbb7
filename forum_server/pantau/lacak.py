"""Traces: a span per request, per operation, per plugin that took part in it, and per unit or statement of the database.

Attributes hold names from the code, hashes of documents and numbers; never values, variables, tokens or addresses.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Final

from graphql import GraphQLResolveInfo, MiddlewareManager
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from forum_server import __version__
from forum_server.pantau.pengaturan import PengaturanLacak

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider

__all__ = ["WAKTU", "LacakTakTerpasang", "Pelacak", "WaktuPlugin", "jejak_kini", "penengah"]

NAMA: Final = "forum_server"
_PENERUS: Final = TraceContextTextMapPropagator()


class LacakTakTerpasang(RuntimeError):
    """Traces are asked for, and the packages that send them are not here."""


class Pelacak:
    """Makes the spans of one process. `tutup` sends what is not sent yet."""

    def __init__(self, penyedia: TracerProvider, *, teruskan: bool) -> None:
        self._penyedia = penyedia
        self._tracer: Tracer = penyedia.get_tracer(NAMA, __version__)
        self._teruskan = teruskan

    @classmethod
    def dari(cls, pengaturan: PengaturanLacak, *, pengolah: SpanProcessor | None = None) -> Pelacak:
        """Spans go to the collector, or to `pengolah`; raises `LacakTakTerpasang`."""
        try:
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
        except ImportError:
            raise LacakTakTerpasang(
                "FORUM_LACAK__ALAMAT memerlukan paket tambahan. Pasang: pip install 'forum-server[otel]'."
            ) from None
        penyedia = TracerProvider(
            sampler=ParentBased(TraceIdRatioBased(pengaturan.bagian)),
            resource=Resource.create({"service.name": "forum-server", "service.version": __version__}),
            shutdown_on_exit=False,
        )
        penyedia.add_span_processor(pengolah or _pengirim(pengaturan))
        return cls(penyedia, teruskan=pengaturan.teruskan)

    def tutup(self) -> None:
        """Send what waits, and end; may take seconds when the collector does not answer."""
        self._penyedia.shutdown()

    @contextmanager
    def rentang(
        self,
        nama: str,
        atribut: Mapping[str, str] | None = None,
        *,
        jenis: SpanKind = SpanKind.INTERNAL,
        induk: Context | None = None,
    ) -> Generator[Span]:
        """A span around what follows; of an exception only its type is kept, its text may hold anything."""
        with self._tracer.start_as_current_span(
            nama,
            context=induk,
            kind=jenis,
            attributes=atribut,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield span
            except BaseException as galat:
                span.set_status(Status(StatusCode.ERROR, type(galat).__name__))
                raise

    def induk(self, kepala: Mapping[str, str]) -> Context:
        """Where a request's span hangs: on the trace it brings along, where that is allowed, else on none."""
        return _PENERUS.extract(kepala, context=Context()) if self._teruskan else Context()

    def bidang(self, waktu: WaktuPlugin) -> None:
        """A span per plugin whose resolvers ran, from the first to the last of them."""
        for plugin, satu in waktu.isi.items():
            span = self._tracer.start_span(
                f"plugin {plugin}",
                start_time=satu.mulai,
                attributes={
                    "forum.plugin": plugin,
                    "forum.resolver.calls": satu.banyak,
                    "forum.resolver.ms": round(satu.sibuk / 1e6, 3),
                },
            )
            span.end(satu.mulai + satu.akhir - satu.awal)


def _pengirim(pengaturan: PengaturanLacak) -> SpanProcessor:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    assert pengaturan.alamat is not None
    return BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{pengaturan.alamat.rstrip('/')}/v1/traces"))


class _Sibuk:
    """How long resolvers of one plugin were under way; those that overlap count once."""

    __slots__ = ("akhir", "awal", "banyak", "berjalan", "mulai", "sejak", "sibuk")

    def __init__(self) -> None:
        self.mulai = time.time_ns()
        self.awal = self.akhir = self.sejak = time.perf_counter_ns()
        self.sibuk = self.banyak = self.berjalan = 0

    def masuk(self) -> None:
        self.banyak += 1
        if not self.berjalan:
            self.sejak = time.perf_counter_ns()
        self.berjalan += 1

    def keluar(self) -> None:
        self.berjalan -= 1
        if not self.berjalan:
            self.akhir = time.perf_counter_ns()
            self.sibuk += self.akhir - self.sejak


class WaktuPlugin:
    """Time of resolvers by plugin, for one operation."""

    __slots__ = ("isi",)

    def __init__(self) -> None:
        self.isi: dict[str, _Sibuk] = {}

    def untuk(self, plugin: str) -> _Sibuk:
        """The time of one plugin."""
        if (satu := self.isi.get(plugin)) is None:
            satu = self.isi[plugin] = _Sibuk()
        return satu


WAKTU: ContextVar[WaktuPlugin | None] = ContextVar("forum_waktu_plugin", default=None)


def penengah(pemilik: Callable[[str, str], str]) -> MiddlewareManager:
    """What graphql-core calls around each resolver while a traced operation runs."""

    def ukur(next_: Callable[..., Any], sumber: Any, info: GraphQLResolveInfo[Any], **argumen: Any) -> Any:
        waktu = WAKTU.get()
        if waktu is None:
            return next_(sumber, info, **argumen)
        satu = waktu.untuk(pemilik(info.parent_type.name, info.field_name))
        satu.masuk()
        try:
            hasil = next_(sumber, info, **argumen)
        except BaseException:
            satu.keluar()
            raise
        if isawaitable(hasil):
            return _tunggu(hasil, satu)
        satu.keluar()
        return hasil

    return MiddlewareManager(ukur)


async def _tunggu(hasil: Awaitable[Any], satu: _Sibuk) -> Any:
    try:
        return await hasil
    finally:
        satu.keluar()


def jejak_kini() -> str | None:
    """The trace this moment belongs to, as 32 hexadecimal digits."""
    konteks = trace.get_current_span().get_span_context()
    return trace.format_trace_id(konteks.trace_id) if konteks.is_valid else None
