from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from forum_server.settings import Settings
from tests.berkas.bahan import pengaturan
from tests.http.conftest import catatan_ringkas

__all__ = ["catatan_ringkas", "peladen_s3", "setelan", "setelan_s3"]


@pytest.fixture(scope="session")
def peladen_s3() -> Iterator[str]:
    """Address of a server that speaks the protocol of S3 and keeps everything in its memory."""
    with socket.create_server(("127.0.0.1", 0)) as soket:
        porta = soket.getsockname()[1]
    alamat = f"http://127.0.0.1:{porta}"
    proses = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(porta)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        sampai = time.monotonic() + 60
        while True:
            try:
                httpx.get(alamat, trust_env=False)
            except httpx.TransportError:
                assert proses.poll() is None, "the S3 server ended"
                assert time.monotonic() < sampai, "the S3 server does not answer"
            else:
                break
        yield alamat
    finally:
        proses.kill()
        proses.wait()


@pytest.fixture(params=["folder", "s3"])
def setelan(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a store, empty at first."""
    if request.param == "folder":
        return pengaturan(tmp_path)
    return request.getfixturevalue("setelan_s3")()


@pytest.fixture
def setelan_s3(peladen_s3: str, tmp_path: Path) -> Callable[..., Settings]:
    """Settings of a bucket of its own."""

    def buat(**lain: Any) -> Settings:
        bucket = f"uji-{tmp_path.name.lower().replace('_', '-')[:50].strip('-')}"
        httpx.put(f"{peladen_s3}/{bucket}", trust_env=False).raise_for_status()
        s3 = {
            "bucket": bucket,
            "kunci": "uji",
            "rahasia": "sangat-rahasia",
            "endpoint": peladen_s3,
            "awalan": "forum",
        }
        return pengaturan(tmp_path, s3=s3, **lain)

    return buat
