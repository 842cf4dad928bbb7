"""The metrics of one process, in a registry of their own.

Every label comes from a set the server itself bounds: patterns of routes, status codes, names of plugins and jobs.
Never a label: a region, an account, an operation's name, anything a client chose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from forum_server import __version__

__all__ = ["Metrik"]

DETIK: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
PEKERJAAN_DETIK: Final = (0.01, 0.1, 1, 10, 60, 300)


class Metrik:
    """What is counted; `teks` is what Prometheus reads."""

    def __init__(self, resolver_gagal: Callable[[], Mapping[str, int]]) -> None:
        # A second series beside every counter and histogram that says when it began: Prometheus sees that by itself.
        disable_created_metrics()
        r = self.registri = CollectorRegistry()
        GCCollector(registry=r)
        PlatformCollector(registry=r)
        ProcessCollector(registry=r)
        r.register(_ResolverGagal(resolver_gagal))
        Gauge("forum_info", "Version of the server.", ("version",), registry=r).labels(__version__).set(1)
        self.permintaan = Counter(
            "forum_requests", "Requests answered.", ("route", "method", "status"), registry=r
        )
        self.permintaan_detik = Histogram(
            "forum_request_seconds",
            "Time to answer a request, event streams apart.",
            ("route",),
            buckets=DETIK,
            registry=r,
        )
        self.operasi = Counter(
            "forum_operations",
            "GraphQL operations by kind (event: one answer of a subscription) and outcome (ok, error: fields failed,"
            " refused: not begun).",
            ("kind", "outcome"),
            registry=r,
        )
        self.operasi_detik = Histogram(
            "forum_operation_seconds", "Time to run an operation.", ("kind",), buckets=DETIK, registry=r
        )
        self.soket = Gauge("forum_connections", "Open websockets and event streams.", registry=r)
        self.langganan = Gauge("forum_subscriptions", "Running subscriptions.", registry=r)
        self.soket_tutup = Counter(
            "forum_websockets_closed", "Websockets closed by the server, by code.", ("code",), registry=r
        )
        self.pekerjaan = Counter(
            "forum_jobs", "Runs of background jobs in this process.", ("job", "outcome"), registry=r
        )
        self.pekerjaan_detik = Histogram(
            "forum_job_seconds", "Time a job took.", ("job",), buckets=PEKERJAAN_DETIK, registry=r
        )
        self.pekerjaan_gagal = Gauge(
            "forum_job_failures_in_a_row", "Last runs of a job, anywhere, that failed.", ("job",), registry=r
        )
        self.pekerjaan_selesai = Gauge(
            "forum_job_last_run_timestamp_seconds", "When a job last ended, anywhere.", ("job",), registry=r
        )
        self.peristiwa = Gauge(
            "forum_outbox_lag_events", "Committed events this process has not handed out.", registry=r
        )
        self.jejak = Gauge(
            "forum_audit_unsealed", "Audit entries without a seal, counted up to 10,000.", registry=r
        )
        self.jejak_detik = Gauge(
            "forum_audit_unsealed_seconds", "Age of the oldest audit entry without a seal.", registry=r
        )
        self.db_terjangkau = Gauge("forum_database_up", "Whether the database answered just now.", registry=r)
        self.db_sibuk = Counter(
            "forum_database_busy", "Reads and writes refused because no turn came.", ("side",), registry=r
        )
        self.db_baca_detik = Histogram(
            "forum_database_read_seconds",
            "Time of a reading statement, its wait for a connection included.",
            buckets=DETIK,
            registry=r,
        )
        self.db_tunggu_detik = Histogram(
            "forum_database_write_wait_seconds",
            "Time a transaction waited for its turn.",
            buckets=DETIK,
            registry=r,
        )
        self.db_tulis_detik = Histogram(
            "forum_database_write_seconds",
            "Time of a transaction from the request to the commit, by outcome (ok, refused: a rule of the domain,"
            " busy, error).",
            ("outcome",),
            buckets=DETIK,
            registry=r,
        )
        # The sides are two: a rate is 0, not absent, until something is refused.
        for sisi in ("read", "write"):
            self.db_sibuk.labels(sisi)

    def teks(self) -> bytes:
        """The text form of everything."""
        return generate_latest(self.registri)


class _ResolverGagal(Collector):
    """The manager of plugins counts already; it is asked when somebody reads."""

    def __init__(self, baca: Callable[[], Mapping[str, int]]) -> None:
        self._baca = baca

    def collect(self) -> Iterator[CounterMetricFamily]:
        keluarga = CounterMetricFamily(
            "forum_resolver_failures", "Resolvers that failed, by their plugin.", labels=("plugin",)
        )
        for plugin, banyak in sorted(self._baca().items()):
            keluarga.add_metric((plugin,), banyak)
        yield keluarga
