"""Running loads in turns and saying what they took: requests per second, milliseconds, processor time, ratios."""

from __future__ import annotations

import json
import os
import statistics
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.klien import Laporan, bebani
from forum_server.testing.proses import ServerProses

__all__ = ["Beban", "Catatan", "Server", "hasil", "layani", "perbandingan", "putar"]

_DETAK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """A running server process."""

    url: str
    pid: int

    @property
    def cpu(self) -> float:
        """Seconds of processor time it has used, all threads together."""
        bidang = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(bidang[11]) + int(bidang[12])) / _DETAK

    @property
    def rss(self) -> float:
        """MiB of memory it occupies."""
        baris = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(b.split()[1]) for b in baris if b.startswith("VmRSS")) / 1024


@contextmanager
def layani(aplikasi: str, db_url: str, folder: Path, **setelan: str) -> Generator[Server, None, None]:
    """One server process of this application factory on this database, without background jobs.

    Requests are counted as always, against limits that no load here reaches.
    """
    batas = {"BATAS__AKUN_PER_MENIT": "1000000000", "BATAS__ANONIM_PER_MENIT": "1000000000"}
    setelan = {"PEKERJAAN": "false", "TUNGGU_KUMPULAN": "300", **batas, **setelan}
    with ServerProses(db_url, folder, setelan=setelan, aplikasi=aplikasi) as proses:
        try:
            with urllib.request.urlopen(f"{proses.url}/status", timeout=60) as jawab:
                pid = json.load(jawab)["proses"]
        except OSError as galat:
            raise RuntimeError(proses.log) from galat
        yield Server(url=proses.url, pid=pid)


@dataclass(frozen=True, kw_only=True, slots=True)
class Beban:
    """Requests of one kind to one server; `periksa` gets every answer and raises when one is wrong."""

    nama: str
    server: Server
    kirim: Sequence[str]
    periksa: Callable[[Sequence[Any]], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Catatan:
    """What one load took in one round."""

    per_detik: float
    p50: float
    p99: float
    cpu: float
    """Milliseconds of processor time of the server process per request."""


def putar(putaran: Sequence[Sequence[Beban]], *, klien: int) -> dict[str, list[Catatan]]:
    """Run the loads of each round one after the other; the first round only warms up and is not in the result."""
    semua: dict[str, list[Catatan]] = {}
    for nomor, beban in enumerate(putaran):
        for satu in beban:
            catatan = _jalankan(satu, klien)
            if nomor:
                semua.setdefault(satu.nama, []).append(catatan)
    return semua


def _jalankan(beban: Beban, klien: int) -> Catatan:
    awal = beban.server.cpu
    laporan: Laporan = bebani(beban.server.url, beban.kirim, klien=klien)
    cpu = beban.server.cpu - awal
    beban.periksa(laporan.badan)
    banyak = len(beban.kirim)
    return Catatan(
        per_detik=banyak / laporan.detik,
        p50=laporan.persentil(0.5),
        p99=laporan.persentil(0.99),
        cpu=cpu / banyak * 1000,
    )


def hasil(judul: str, semua: Mapping[str, Sequence[Catatan]]) -> Iterator[str]:
    """A table: medians over the rounds."""
    yield f"\n{judul} ({time.strftime('%Y-%m-%d')})"
    yield f"  {'':34}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}"
    for nama, daftar in semua.items():
        angka = [
            statistics.median(getattr(c, bidang) for c in daftar)
            for bidang in ("per_detik", "p50", "p99", "cpu")
        ]
        yield f"  {nama:34}{angka[0]:9.0f}{angka[1]:9.1f}{angka[2]:9.1f}{angka[3]:9.2f}"


def perbandingan(semua: Mapping[str, Sequence[Catatan]], atas: str, bawah: str) -> str:
    """How `atas` compares with `bawah`, round by round: throughput, and processor time per request."""

    def rasio(bidang: str) -> list[float]:
        return [
            getattr(a, bidang) / getattr(b, bidang) for a, b in zip(semua[atas], semua[bawah], strict=True)
        ]

    laju, cpu = rasio("per_detik"), rasio("cpu")
    return (
        f"  {atas} / {bawah}: {statistics.median(laju):.2f} of the requests/s "
        f"({min(laju):.2f}-{max(laju):.2f}), {statistics.median(cpu):.2f} x the CPU"
    )
