"""What the parts of a server tell of themselves, in one place: they know this class and neither Prometheus nor traces."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import structlog
from graphql import MiddlewareManager
from opentelemetry.trace import SpanKind

from forum_server.galat import GalatDomain, ServerSibuk
from forum_server.pantau.lacak import WAKTU, Pelacak, WaktuPlugin, jejak_kini, penengah
from forum_server.pantau.metrik import Metrik

__all__ = ["Pantau", "PantauOperasi", "PantauPekerjaan", "PantauPermintaan", "PantauUnit"]

_METODE: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
"""A client may send any word as a method."""


class Pantau:
    """One per process. Without `pelacak` there are no spans, without `metrik` nothing is counted."""

    def __init__(self, *, metrik: Metrik | None = None, pelacak: Pelacak | None = None) -> None:
        self.metrik = metrik
        self.pelacak = pelacak

    # requests --------------------------------------------------------------------------------------------

    @contextmanager
    def permintaan(self, id_: str, kepala: Mapping[str, str]) -> Generator[PantauPermintaan]:
        """Frames one request or socket."""
        satu = PantauPermintaan(self.metrik)
        if self.pelacak is None:
            yield satu
            return
        with self.pelacak.rentang(
            "request", {"forum.request": id_}, jenis=SpanKind.SERVER, induk=self.pelacak.induk(kepala)
        ) as span:
            structlog.contextvars.bind_contextvars(lacak=jejak_kini())
            try:
                yield satu
            finally:
                structlog.contextvars.unbind_contextvars("lacak")
                span.update_name(f"{satu.metode} {satu.rute}")
                span.set_attribute("http.request.method", satu.metode)
                span.set_attribute("http.route", satu.rute)
                if satu.status is not None:
                    span.set_attribute("http.response.status_code", satu.status)

    # operations ------------------------------------------------------------------------------------------

    def penengah(self, pemilik: Callable[[str, str], str]) -> MiddlewareManager | None:
        """What measures resolvers by the owner of their field; None when nobody looks."""
        return None if self.pelacak is None else penengah(pemilik)

    @contextmanager
    def operasi(self, jenis: str, sidik: str) -> Generator[PantauOperasi]:
        """Frames one operation that began; `jenis` is query, mutation or event, `sidik` the hash of its document."""
        satu, awal = PantauOperasi(), time.perf_counter()
        try:
            if self.pelacak is None:
                yield satu
                return
            with self.pelacak.rentang(
                f"graphql {jenis}", {"graphql.operation.type": jenis, "graphql.document.hash": sidik}
            ) as span:
                waktu = WaktuPlugin()
                tanda = WAKTU.set(waktu)
                try:
                    yield satu
                finally:
                    WAKTU.reset(tanda)
                    self.pelacak.bidang(waktu)
                    span.set_attribute("forum.outcome", satu.hasil)
        finally:
            if self.metrik is not None:
                self.metrik.operasi.labels(jenis, satu.hasil).inc()
                self.metrik.operasi_detik.labels(jenis).observe(time.perf_counter() - awal)

    def ditolak(self) -> None:
        """An operation that did not begin."""
        if self.metrik is not None:
            self.metrik.operasi.labels("none", "refused").inc()

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

    # database --------------------------------------------------------------------------------------------

    @contextmanager
    def unit(self, unit: Callable[..., Any]) -> Generator[PantauUnit]:
        """Frames one transaction, from the request for it to the commit."""
        satu, hasil = PantauUnit(), "error"
        try:
            if self.pelacak is None or jejak_kini() is None:  # what nobody asked for is not traced
                yield satu
            else:
                with self.pelacak.rentang("database write", {"forum.unit": _nama(unit)}):
                    yield satu
            hasil = "ok"
        except ServerSibuk:
            hasil = "busy"
            raise
        except GalatDomain:
            hasil = "refused"
            raise
        finally:
            if self.metrik is not None:
                self.metrik.db_tulis_detik.labels(hasil).observe(time.perf_counter() - satu.awal)
                if satu.tunggu is not None:
                    self.metrik.db_tunggu_detik.observe(satu.tunggu)
                if hasil == "busy":
                    self.metrik.db_sibuk.labels("write").inc()

    @contextmanager
    def baca(self) -> Generator[None]:
        """Frames one reading statement."""
        awal = time.perf_counter()
        try:
            if self.pelacak is None or jejak_kini() is None:
                yield
            else:
                with self.pelacak.rentang("database read"):
                    yield
        except ServerSibuk:
            if self.metrik is not None:
                self.metrik.db_sibuk.labels("read").inc()
            raise
        finally:
            if self.metrik is not None:
                self.metrik.db_baca_detik.observe(time.perf_counter() - awal)

    # jobs ------------------------------------------------------------------------------------------------

    @contextmanager
    def pekerjaan(self, nama: str) -> Generator[PantauPekerjaan]:
        """Frames one run of a job."""
        satu = PantauPekerjaan()
        try:
            if self.pelacak is None:
                yield satu
            else:
                with self.pelacak.rentang(f"job {nama}", {"forum.job": nama}) as span:
                    yield satu
                    span.set_attribute("forum.outcome", satu.hasil)
        finally:
            if self.metrik is not None:
                self.metrik.pekerjaan.labels(nama, satu.hasil).inc()
                self.metrik.pekerjaan_detik.labels(nama).observe(satu.detik)


class PantauPermintaan:
    """What becomes known of a request while it is answered."""

    __slots__ = ("_metrik", "metode", "rute", "status")

    def __init__(self, metrik: Metrik | None) -> None:
        self._metrik = metrik
        self.metode, self.rute = "-", "-"
        self.status: int | None = None

    def selesai(
        self, *, metode: str | None, rute: str, status: int | None, detik: float, aliran: bool
    ) -> None:
        """How it ended. `metode` None: a websocket; `aliran`: the answer was an event stream."""
        self.metode = "WEBSOCKET" if metode is None else metode if metode in _METODE else "OTHER"
        self.rute, self.status = rute, status
        if self._metrik is None:
            return
        if metode is None:
            if status is not None:
                self._metrik.soket_tutup.labels(status).inc()
            return
        self._metrik.permintaan.labels(rute, self.metode, status or "none").inc()
        if not aliran:
            self._metrik.permintaan_detik.labels(rute).observe(detik)


class PantauOperasi:
    """How an operation ended: ok, unless something is said; error, when it never did."""

    __slots__ = ("hasil",)

    def __init__(self) -> None:
        self.hasil = "error"


class PantauUnit:
    """When a transaction was asked for, and how long it waited."""

    __slots__ = ("awal", "tunggu")

    def __init__(self) -> None:
        self.awal = time.perf_counter()
        self.tunggu: float | None = None

    def mulai(self) -> None:
        """Its turn has come."""
        if self.tunggu is None:
            self.tunggu = time.perf_counter() - self.awal


class PantauPekerjaan:
    """How a run of a job ended: error until something else is said."""

    __slots__ = ("_awal", "hasil")

    def __init__(self) -> None:
        self._awal = time.perf_counter()
        self.hasil = "error"

    @property
    def detik(self) -> float:
        """Seconds since it began."""
        return time.perf_counter() - self._awal


def _nama(unit: Callable[..., Any]) -> str:
    """Where a unit stands in the code."""
    return f"{getattr(unit, '__module__', '')}.{getattr(unit, '__qualname__', type(unit).__name__)}"
