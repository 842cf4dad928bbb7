"""What the parts of a server tell of themselves, in one place: they know this class and neither Prometheus nor traces.

The frames are classes and not generators: every request passes through several, and mostly nobody looks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import Any, Final, Self

import structlog
from graphql import MiddlewareManager
from opentelemetry.trace import Span, SpanKind

from forum_server.galat import GalatDomain, ServerSibuk
from forum_server.pantau.lacak import WAKTU, Pelacak, WaktuPlugin, jejak_kini, penengah
from forum_server.pantau.metrik import Metrik

__all__ = ["Pantau", "PantauBaca", "PantauOperasi", "PantauPekerjaan", "PantauPermintaan", "PantauUnit"]

_METODE: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
"""A client may send any word as a method."""


class Pantau:
    """One per process. Without `pelacak` there are no spans, without `metrik` nothing is counted."""

    def __init__(self, *, metrik: Metrik | None = None, pelacak: Pelacak | None = None) -> None:
        self.metrik = metrik
        self.pelacak = pelacak

    def permintaan(self, id_: str, kepala: Mapping[str, str]) -> PantauPermintaan:
        """Frames one request or socket."""
        return PantauPermintaan(self, id_, kepala)

    def operasi(self, jenis: str, sidik: str) -> PantauOperasi:
        """Frames one operation that began; `jenis` is query, mutation or event, `sidik` the hash of its document."""
        return PantauOperasi(self, jenis, sidik)

    def unit(self, unit: Callable[..., Any]) -> PantauUnit:
        """Frames one transaction, from the request for it to the commit."""
        return PantauUnit(self, unit)

    def baca(self) -> PantauBaca:
        """Frames one reading statement."""
        return PantauBaca(self)

    def pekerjaan(self, nama: str) -> PantauPekerjaan:
        """Frames one run of a job."""
        return PantauPekerjaan(self, nama)

    @contextmanager
    def langganan(self) -> Generator[None]:
        """Frames a running subscription."""
        if self.metrik is None:
            yield
            return
        self.metrik.langganan.inc()
        try:
            yield
        finally:
            self.metrik.langganan.dec()

    def ditolak(self) -> None:
        """An operation that did not begin."""
        if self.metrik is not None:
            self.metrik.operasi.labels("none", "refused").inc()

    def penengah(self, pemilik: Callable[[str, str], str]) -> MiddlewareManager | None:
        """What measures resolvers by the owner of their field; None when nobody looks."""
        return None if self.pelacak is None else penengah(pemilik)


class _Bingkai:
    """A stretch of time, with a span of its own where there are traces; `hasil` says in a word how it ended."""

    __slots__ = ("_awal", "_pantau", "_rentang", "_span", "hasil")

    def __init__(self, pantau: Pantau) -> None:
        self._pantau = pantau
        self._rentang: AbstractContextManager[Span] | None = None
        self._span: Span | None = None
        self._awal = time.perf_counter()
        self.hasil = "error"

    def __enter__(self) -> Self:
        """It begins."""
        if self._pantau.pelacak is not None:
            self._rentang = self._mulai(self._pantau.pelacak)
            if self._rentang is not None:
                self._span = self._rentang.__enter__()
        return self

    def __exit__(
        self, jenis: type[BaseException] | None, galat: BaseException | None, jejak: TracebackType | None
    ) -> None:
        """It ended; what was raised passes through."""
        self._akhiri(galat)
        if self._rentang is not None:
            self._rentang.__exit__(jenis, galat, jejak)
        if self._pantau.metrik is not None:
            self._catat(self._pantau.metrik)

    @property
    def detik(self) -> float:
        """Seconds since it began."""
        return time.perf_counter() - self._awal

    def _mulai(self, pelacak: Pelacak) -> AbstractContextManager[Span] | None:
        """Its span, if it has one."""
        raise NotImplementedError

    def _akhiri(self, galat: BaseException | None) -> None:
        """What is still to be done or said of it before its span ends."""

    def _catat(self, metrik: Metrik) -> None:
        """Count it."""
        raise NotImplementedError


class PantauPermintaan(_Bingkai):
    """A request; what is known of it only when it is answered is told by `selesai`."""

    __slots__ = ("_aliran", "_id", "_kepala", "metode", "rute", "status")

    def __init__(self, pantau: Pantau, id_: str, kepala: Mapping[str, str]) -> None:
        super().__init__(pantau)
        self._id, self._kepala = id_, kepala
        self.metode, self.rute, self._aliran = "-", "-", False
        self.status: int | None = None

    def selesai(self, *, metode: str | None, rute: str, status: int | None, aliran: bool) -> None:
        """How it ended. `metode` None: a websocket; `aliran`: the answer was an event stream."""
        self.metode = "WEBSOCKET" if metode is None else metode if metode in _METODE else "OTHER"
        self.rute, self.status, self._aliran = rute, status, aliran

    def __enter__(self) -> Self:
        """It begins."""
        super().__enter__()
        if self._span is not None:
            structlog.contextvars.bind_contextvars(lacak=jejak_kini())
        return self

    def _mulai(self, pelacak: Pelacak) -> AbstractContextManager[Span] | None:
        atribut = {"forum.request": self._id}
        return pelacak.rentang("request", atribut, jenis=SpanKind.SERVER, induk=pelacak.induk(self._kepala))

    def _akhiri(self, galat: BaseException | None) -> None:
        if self._span is None:
            return
        structlog.contextvars.unbind_contextvars("lacak")
        self._span.update_name(f"{self.metode} {self.rute}")
        self._span.set_attribute("http.request.method", self.metode)
        self._span.set_attribute("http.route", self.rute)
        if self.status is not None:
            self._span.set_attribute("http.response.status_code", self.status)

    def _catat(self, metrik: Metrik) -> None:
        if self.metode == "WEBSOCKET":
            if self.status is not None:
                metrik.soket_tutup.labels(self.status).inc()
            return
        metrik.permintaan.labels(self.rute, self.metode, self.status or "none").inc()
        if not self._aliran:
            metrik.permintaan_detik.labels(self.rute).observe(self.detik)


class PantauOperasi(_Bingkai):
    """An operation; whoever runs it says how it ended (ok, error, refused)."""

    __slots__ = ("_jenis", "_sidik", "_tanda", "_waktu")

    def __init__(self, pantau: Pantau, jenis: str, sidik: str) -> None:
        super().__init__(pantau)
        self._jenis, self._sidik = jenis, sidik
        self._waktu: WaktuPlugin | None = None

    def __enter__(self) -> Self:
        """It begins."""
        super().__enter__()
        if self._span is not None:
            self._waktu = WaktuPlugin()
            self._tanda = WAKTU.set(self._waktu)
        return self

    def _mulai(self, pelacak: Pelacak) -> AbstractContextManager[Span] | None:
        atribut = {"graphql.operation.type": self._jenis, "graphql.document.hash": self._sidik}
        return pelacak.rentang(f"graphql {self._jenis}", atribut)

    def _akhiri(self, galat: BaseException | None) -> None:
        if self._span is not None and self._waktu is not None and self._pantau.pelacak is not None:
            WAKTU.reset(self._tanda)
            self._pantau.pelacak.bidang(self._waktu)
            self._span.set_attribute("forum.outcome", self.hasil)

    def _catat(self, metrik: Metrik) -> None:
        metrik.operasi.labels(self._jenis, self.hasil).inc()
        metrik.operasi_detik.labels(self._jenis).observe(self.detik)


class PantauUnit(_Bingkai):
    """A transaction: how it ended, and how long it waited for its turn."""

    __slots__ = ("_tunggu", "_unit")

    def __init__(self, pantau: Pantau, unit: Callable[..., Any]) -> None:
        super().__init__(pantau)
        self._unit = unit
        self._tunggu: float | None = None

    def mulai(self) -> None:
        """Its turn has come (again, when PostgreSQL ended the first try)."""
        if self._tunggu is None:
            self._tunggu = self.detik

    def _mulai(self, pelacak: Pelacak) -> AbstractContextManager[Span] | None:
        # What nobody asked for (leases of jobs, keeping house) is not traced.
        return pelacak.rentang("database write", {"forum.unit": _nama(self._unit)}) if jejak_kini() else None

    def _akhiri(self, galat: BaseException | None) -> None:
        if galat is None:
            self.hasil = "ok"
        elif isinstance(galat, ServerSibuk):
            self.hasil = "busy"
        elif isinstance(galat, GalatDomain):
            self.hasil = "refused"

    def _catat(self, metrik: Metrik) -> None:
        metrik.db_tulis_detik.labels(self.hasil).observe(self.detik)
        if self._tunggu is not None:
            metrik.db_tunggu_detik.observe(self._tunggu)
        if self.hasil == "busy":
            metrik.db_sibuk.labels("write").inc()


class PantauBaca(_Bingkai):
    """A reading statement."""

    __slots__ = ()

    def _mulai(self, pelacak: Pelacak) -> AbstractContextManager[Span] | None:
        return pelacak.rentang("database read") if jejak_kini() else None

    def _akhiri(self, galat: BaseException | None) -> None:
        if isinstance(galat, ServerSibuk):
            self.hasil = "busy"

    def _catat(self, metrik: Metrik) -> None:
        metrik.db_baca_detik.observe(self.detik)
        if self.hasil == "busy":
            metrik.db_sibuk.labels("read").inc()


class PantauPekerjaan(_Bingkai):
    """A run of a job; whoever runs it says when it ended well."""

    __slots__ = ("_nama",)

    def __init__(self, pantau: Pantau, nama: str) -> None:
        super().__init__(pantau)
        self._nama = nama

    def _mulai(self, pelacak: Pelacak) -> AbstractContextManager[Span] | None:
        return pelacak.rentang(f"job {self._nama}", {"forum.job": self._nama})

    def _akhiri(self, galat: BaseException | None) -> None:
        if self._span is not None:
            self._span.set_attribute("forum.outcome", self.hasil)

    def _catat(self, metrik: Metrik) -> None:
        metrik.pekerjaan.labels(self._nama, self.hasil).inc()
        metrik.pekerjaan_detik.labels(self._nama).observe(self.detik)


def _nama(unit: Callable[..., Any]) -> str:
    """Where a unit stands in the code."""
    return f"{getattr(unit, '__module__', '')}.{getattr(unit, '__qualname__', type(unit).__name__)}"
