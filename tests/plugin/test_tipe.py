"""Type checkers catch what a plugin author gets wrong, before anything runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

AKAR = Path(__file__).parents[2]

BERKAS = """
from __future__ import annotations

import strawberry

from forum_server.plugin import Fields, Info, Orang, Parent, Wilayah

wilayah = Fields(Wilayah)


@wilayah.field
def benar(wilayah: Parent[Wilayah], batas: int = 3) -> str | None:
    return wilayah.nama[:batas]


@wilayah.batch
async def benar_banyak(wilayah: list[Wilayah], info: Info, batas: int = 3) -> list[str | None | Exception]:
    return [w.nama[:batas] for w in wilayah]


@wilayah.field  # salah: reportArgumentType
def induk_lain(orang: Parent[Orang]) -> int | None:
    return 1


@wilayah.batch  # salah: reportArgumentType
async def induk_lain_banyak(orang: list[Orang]) -> list[int | None]:
    return [1 for _ in orang]


@wilayah.batch  # salah: reportArgumentType
async def bukan_daftar(wilayah: Wilayah) -> list[int | None]:
    return [1]


@wilayah.batch  # salah: reportArgumentType
def bukan_async(wilayah: list[Wilayah]) -> list[int | None]:
    return [1 for _ in wilayah]


@wilayah.batch  # salah: reportArgumentType
async def bukan_banyak(wilayah: list[Wilayah]) -> int | None:
    return 1


@wilayah.field
def atribut_lain(wilayah: Parent[Wilayah]) -> str | None:
    return wilayah.name  # salah: reportAttributeAccessIssue


@wilayah.field
def hasil_lain(wilayah: Parent[Wilayah]) -> int | None:
    return wilayah.nama  # salah: reportReturnType


@wilayah.batch
async def konteks_lain(wilayah: list[Wilayah], info: Info) -> list[int | None]:
    await info.context.database.all(None)  # salah: reportAttributeAccessIssue
    return [1 for _ in wilayah]


def pakai(satu: Wilayah) -> str | None:
    benar(satu, batas="3")  # salah: reportArgumentType
    return benar(satu, batas=3)
"""


@pytest.mark.lama
def test_a_wrong_parent_return_attribute_or_call_is_an_error_and_nothing_else_is(tmp_path: Path) -> None:
    berkas = tmp_path / "salah.py"
    berkas.write_text(BERKAS, encoding="utf-8")
    pengaturan = {"typeCheckingMode": "standard", "extraPaths": [str(AKAR)], "pythonVersion": "3.11"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(pengaturan), encoding="utf-8")
    hasil = subprocess.run(
        [
            sys.executable,
            "-m",
            "basedpyright",
            "--outputjson",
            "--pythonpath",
            sys.executable,
            "-p",
            str(tmp_path),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    temuan = {
        (d["range"]["start"]["line"] + 1, d["rule"])
        for d in json.loads(hasil.stdout)["generalDiagnostics"]
        if d["severity"] == "error"
    }
    harap = {
        (nomor, cocok[1])
        for nomor, baris in enumerate(BERKAS.splitlines(), start=1)
        if (cocok := re.search(r"# salah: (\w+)", baris))
    }
    # A decorator's error may stand at the decorator or at the function beneath it.
    bersih = {(nomor - 1 if (nomor - 1, aturan) in harap else nomor, aturan) for nomor, aturan in temuan}
    assert bersih == harap
