"""The store: the same in a folder and in a bucket."""

from __future__ import annotations

import os
import stat
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from forum_server.berkas.gudang import POTONGAN, Gudang, GudangGagal, ObjekHilang
from forum_server.settings import Settings
from tests.berkas.bahan import aliran, kumpul, pengaturan

NAMA = "biasa/aa/aabb"


@pytest.mark.parametrize("panjang", [0, 1, POTONGAN, 2 * POTONGAN + 5])
async def test_what_is_stored_is_read_back_listed_and_removed(setelan: Settings, panjang: int) -> None:
    gudang = Gudang(setelan)
    isi = os.urandom(1024) * (panjang // 1024 + 1)
    isi = isi[:panjang]
    assert await gudang.simpan(NAMA, aliran(isi, 300_000)) == panjang
    await gudang.simpan("biasa/aa/aabbc", aliran(b"tetangga"))
    assert await kumpul(gudang.baca(NAMA, panjang)) == isi
    assert gudang.isi() == {NAMA: panjang, "biasa/aa/aabbc": 8}
    await gudang.hapus(NAMA)
    await gudang.hapus(NAMA)
    assert gudang.isi() == {"biasa/aa/aabbc": 8}
    with pytest.raises(ObjekHilang):
        await kumpul(gudang.baca(NAMA, panjang))


async def test_a_piece_that_is_missing_or_too_short_is_noticed(setelan: Settings) -> None:
    gudang = Gudang(setelan)
    await gudang.simpan(NAMA, aliran(b"12345"))
    for ukuran in (4, 6, POTONGAN + 5):
        with pytest.raises(ObjekHilang):
            await kumpul(gudang.baca(NAMA, ukuran))


async def test_what_failed_halfway_goes_with_its_name(setelan: Settings) -> None:
    gudang = Gudang(setelan)

    async def putus() -> AsyncIterator[bytes]:
        yield b"x" * (POTONGAN + 1)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await gudang.simpan(NAMA, putus())
    assert gudang.isi() == {NAMA: POTONGAN}  # a killed process leaves as much
    await gudang.hapus(NAMA)
    assert gudang.isi() == {}


async def test_a_bucket_never_holds_an_unfinished_multipart_upload(
    setelan_s3: Callable[..., Settings], peladen_s3: str
) -> None:
    setelan = setelan_s3()
    assert setelan.berkas.s3 is not None

    async def putus() -> AsyncIterator[bytes]:
        yield b"x" * (3 * POTONGAN)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await Gudang(setelan).simpan(NAMA, putus())
    async with httpx.AsyncClient(trust_env=False) as klien:
        daftar = await klien.get(f"{peladen_s3}/{setelan.berkas.s3.bucket}?uploads")
    assert daftar.status_code == 200
    assert "<Upload>" not in daftar.text


async def test_a_folder_is_for_its_owner_alone_and_a_killed_process_leftovers_go_too(tmp_path: Path) -> None:
    gudang = Gudang(pengaturan(tmp_path))
    await gudang.simpan(NAMA, aliran(b"isi"))
    assert stat.S_IMODE((tmp_path / "berkas").stat().st_mode) == 0o700
    (tmp_path / "berkas" / NAMA / "000001#1").write_bytes(b"setengah")  # as the library stages a piece
    await gudang.hapus(NAMA)
    assert [p for p in (tmp_path / "berkas").rglob("*") if p.is_file()] == []


async def test_a_store_that_is_not_there_says_so_without_its_credentials(
    setelan_s3: Callable[..., Settings], tmp_path: Path
) -> None:
    asli = setelan_s3().berkas.s3
    assert asli is not None
    lain = asli.model_copy(update={"bucket": "bukan-milik-kami"})
    gudang = Gudang(pengaturan(tmp_path, s3=lain))
    for kerja in (gudang.simpan(NAMA, aliran(b"isi")), gudang.hapus(NAMA), kumpul(gudang.baca(NAMA, 3))):
        with pytest.raises(GudangGagal) as salah:
            await kerja
        assert "rahasia" not in str(salah.value)
    assert "sangat-rahasia" not in repr(pengaturan(tmp_path, s3=asli))


async def test_a_folder_that_cannot_be_removed_is_no_success(tmp_path: Path) -> None:
    gudang = Gudang(pengaturan(tmp_path))
    halangan = tmp_path / "berkas" / NAMA
    halangan.parent.mkdir(parents=True)
    halangan.write_bytes(b"bukan folder")
    with pytest.raises(GudangGagal) as salah:
        await gudang.hapus(NAMA)
    assert str(salah.value) == "NotADirectoryError"
    assert halangan.exists()
