"""`forum serve` as an operator runs it: a command, one port, one process or several."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.http.test_websocket import langgan, terima
from tests.http.test_websocket import soket as buka_soket


def porta_kosong() -> int:
    with socket.create_server(("127.0.0.1", 0)) as satu:
        return satu.getsockname()[1]


@asynccontextmanager
async def forum_serve(
    db_url: str, folder: Path, *argumen: str
) -> AsyncGenerator[tuple[asyncio.subprocess.Process, str], None]:
    """The running command and its host:port; ended by SIGTERM."""
    porta = porta_kosong()
    proses = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "error", "-c", "from forum_server.cli.main import main; main()",
        "serve", "--port", str(porta), *argumen,
        cwd=folder,
        env={**os.environ, "FORUM_DATABASE_URL": db_url, "FORUM_DATA_DIR": str(folder), "FORUM_LOG": "json"},
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield proses, f"127.0.0.1:{porta}"
    finally:
        if proses.returncode is None:
            proses.kill()
        await proses.wait()


async def sampai_mulai(proses: asyncio.subprocess.Process, banyak: int) -> list[dict[str, Any]]:
    """What the processes log until so many of them have started."""
    assert proses.stderr is not None
    baris: list[dict[str, Any]] = []
    async with asyncio.timeout(120):
        while sum(b["event"] == "started" for b in baris) < banyak:
            satu = await proses.stderr.readline()
            assert satu, baris
            if satu.startswith(b"{"):
                baris.append(json.loads(satu))
    return baris


def klien(alamat: str) -> httpx.AsyncClient:
    """A client that tries again while the port is not open yet: it opens right after the last log line."""
    return httpx.AsyncClient(
        base_url=f"http://{alamat}", transport=httpx.AsyncHTTPTransport(retries=8), timeout=60
    )


@pytest.mark.lama
async def test_several_processes_share_a_port(db_url: str, tmp_path: Path) -> None:
    async with forum_serve(db_url, tmp_path, "--proses", "2") as (proses, alamat):
        catatan = await sampai_mulai(proses, 2)
        pelayan: set[int] = set()
        async with asyncio.timeout(60):
            while len(pelayan) < 2:
                # A new connection each time: the kernel gives it to one of them.
                async with klien(alamat) as satu:
                    pelayan.add((await satu.get("/status")).json()["proses"])
        assert proses.pid not in pelayan
        async with klien(alamat) as satu:
            assert (await satu.get("/readyz")).json() == {"siap": True}
            jawab = await satu.post("/graphql", json={"query": '{ wilayah(kode: "61") { nama } }'})
            assert jawab.json() == {"data": {"wilayah": {"nama": "Kalimantan Barat"}}}
            assert "server" not in jawab.headers
        async with buka_soket(alamat) as ws:
            await langgan(ws, '{ wilayah(kode: "61") { nama } }')
            assert (await terima(ws))["payload"] == {"data": {"wilayah": {"nama": "Kalimantan Barat"}}}
        proses.send_signal(signal.SIGTERM)
        _, sisa = await asyncio.wait_for(proses.communicate(), 60)
        assert proses.returncode == 0
        catatan += [json.loads(b) for b in sisa.decode().splitlines() if b.startswith("{")]
        assert {b["level"] for b in catatan} == {"info"}
        assert {b["rute"] for b in catatan if b["event"] == "permintaan"} == {
            "/status",
            "/readyz",
            "/graphql",
        }
        assert "127.0.0.1" not in json.dumps(catatan)


@pytest.mark.lama
async def test_a_server_without_migrated_tables_says_what_to_do(tmp_path: Path) -> None:
    async with forum_serve(f"sqlite:///{tmp_path}/baru.db", tmp_path) as (proses, _):
        _, catatan = await asyncio.wait_for(proses.communicate(), 60)
        assert proses.returncode != 0
        assert "Jalankan `forum migrate` dahulu" in catatan.decode()
