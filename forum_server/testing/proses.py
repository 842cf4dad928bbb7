"""A whole server in processes of its own, for tests that kill it, race against it or watch it from outside.

The test binds and listens; the server processes inherit the socket. A client may connect at once and waits in the
kernel's queue until a process takes it, so nobody has to ask whether the server is up yet.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

__all__ = ["ServerProses", "lingkungan"]

MODUL = "forum_server.testing.proses"
APLIKASI = "forum_server.cli.serve:aplikasi"


def lingkungan(db_url: str, folder: Path, **lain: str) -> dict[str, str]:
    """The environment of a server process on this database; `lain` are more settings, without their prefix."""
    setelan = {
        "DATABASE_URL": db_url,
        "DATA_DIR": str(folder),
        # Logging in is not what these tests are about; production keeps the expensive default.
        "ARGON2_MEMORI_KIB": "64",
        "ARGON2_PUTARAN": "1",
        **lain,
    }
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith("FORUM_")},
        **{f"FORUM_{k.upper()}": v for k, v in setelan.items()},
    }


class ServerProses:
    """`proses` server processes on one loopback port; a context manager.

    `aplikasi` names another application factory ("module:function") to serve instead of the whole server.
    """

    def __init__(
        self,
        db_url: str,
        folder: Path,
        *,
        proses: int = 1,
        setelan: Mapping[str, str] | None = None,
        aplikasi: str = APLIKASI,
    ) -> None:
        self._env = lingkungan(db_url, folder, **(setelan or {}))
        self._jumlah = proses
        self._aplikasi = aplikasi
        self._soket = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self._catatan = tempfile.TemporaryFile()  # noqa: SIM115  closed with this object
        self._proses: list[subprocess.Popen[bytes]] = []
        self.url = f"http://127.0.0.1:{self._soket.getsockname()[1]}"

    def __enter__(self) -> Self:
        """Start the processes."""
        self.mulai()
        return self

    def __exit__(
        self, jenis: type[BaseException] | None, galat: BaseException | None, jejak: TracebackType | None
    ) -> None:
        """Stop them and give up the port; when the test failed, show what they logged."""
        self.berhenti()
        if galat is not None:
            sys.stderr.write(self.log)
        self._soket.close()
        self._catatan.close()

    def mulai(self) -> None:
        """Start the processes; the port stays the same after `bunuh` and `berhenti`."""
        fd = self._soket.fileno()
        self._proses = [
            subprocess.Popen(
                [sys.executable, "-m", MODUL, self._aplikasi, str(fd)],
                env=self._env,
                pass_fds=(fd,),
                stdin=subprocess.DEVNULL,
                stdout=self._catatan,
                stderr=subprocess.STDOUT,
            )
            for _ in range(self._jumlah)
        ]

    def bunuh(self) -> None:
        """End the processes as a power cut would: they get no chance to tidy up."""
        self._akhiri(signal.SIGKILL)

    def putuskan(self) -> None:
        """Cut off whoever waits in the kernel's queue for a server that is gone; call again while anybody may come."""
        self._soket.settimeout(0)
        with suppress(BlockingIOError):
            while True:
                self._soket.accept()[0].close()
        self._soket.settimeout(None)

    def berhenti(self) -> None:
        """End the processes in order."""
        self._akhiri(signal.SIGTERM)

    @property
    def log(self) -> str:
        """What the processes have written so far."""
        akhir = self._catatan.seek(0, os.SEEK_END)
        self._catatan.seek(0)
        return self._catatan.read(akhir).decode(errors="replace")

    def _akhiri(self, tanda: signal.Signals) -> None:
        for proses in self._proses:
            proses.send_signal(tanda)
        for proses in self._proses:
            try:
                proses.wait(30)
            except subprocess.TimeoutExpired:
                proses.kill()
                proses.wait()
        self._proses = []


def _layani(aplikasi: str, fd: int) -> None:
    import uvicorn

    pilihan: dict[str, Any] = {
        "factory": True,
        "access_log": False,
        "log_level": "warning",
        "ws": "websockets-sansio",
    }
    uvicorn.Server(uvicorn.Config(aplikasi, **pilihan)).run(sockets=[socket.socket(fileno=fd)])


if __name__ == "__main__":
    _layani(sys.argv[1], int(sys.argv[2]))
