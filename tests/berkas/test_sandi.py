"""Files of class RAHASIA: what goes in comes out, and whatever was done to it on the way shows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum_server.berkas.rules import kunci_dari_token, ukuran_bantal
from forum_server.berkas.sandi import (
    BAGIAN,
    BerkasRusak,
    Keterangan,
    buka_keterangan,
    bukakan,
    sandikan,
    tutup_keterangan,
    ukuran_tersandi,
)
from forum_server.berkas.service import sidik_rahasia
from tests.berkas.bahan import aliran, kumpul

KUNCI = b"k" * 32
PESAN = BAGIAN + 17
ISI = bytes(range(251)) * 1400  # more than five messages


async def sandi(isi: bytes, objek: str = "rahasia/aa/satu") -> bytes:
    return await kumpul(sandikan(aliran(isi), KUNCI, objek=objek))


async def buka(
    isi: bytes, kunci: bytes = KUNCI, objek: str = "rahasia/aa/satu", besar: int = 50_000
) -> bytes:
    return await kumpul(bukakan(aliran(isi, besar), kunci, objek=objek))


@pytest.mark.parametrize("panjang", [1, BAGIAN - 5, BAGIAN - 4, BAGIAN - 3, 2 * (BAGIAN - 4), len(ISI)])
async def test_what_goes_in_comes_out_and_its_length_is_as_foretold(panjang: int) -> None:
    tersandi = await sandi(ISI[:panjang])
    assert len(tersandi) == ukuran_tersandi(panjang)
    assert await buka(tersandi) == ISI[:panjang]
    assert await buka(tersandi, besar=7919) == ISI[:panjang]


async def test_the_store_sees_neither_content_nor_exact_length() -> None:
    satu, dua = await sandi(b"a"), await sandi(b"rahasia sekali " * 4000)
    assert len(satu) == len(dua)
    assert b"rahasia" not in dua
    assert await sandi(b"a") != satu


def _potong(isi: bytes) -> list[bytes]:
    return [isi[24 + n * PESAN : 24 + (n + 1) * PESAN] for n in range((len(isi) - 24) // PESAN)]


async def test_every_change_in_the_store_shows() -> None:
    utuh = await sandi(ISI)
    kepala, pesan = utuh[:24], _potong(utuh)
    assert len(pesan) == 6
    assert await buka(kepala + b"".join(pesan)) == ISI
    rusak = {
        "kosong": b"",
        "kepala": kepala,
        "terakhir hilang": kepala + b"".join(pesan[:-1]),
        "tengah hilang": kepala + b"".join(pesan[:2] + pesan[3:]),
        "bertukar": kepala + b"".join([pesan[1], pesan[0], *pesan[2:]]),
        "berulang": kepala + b"".join([*pesan, pesan[-1]]),
        "terpotong": utuh[:-1],
        "bertambah": utuh + b"x",
    }
    for letak in (0, 23, 24, 24 + PESAN, len(utuh) - 1):
        ubah = bytearray(utuh)
        ubah[letak] ^= 1
        rusak[f"bit {letak}"] = bytes(ubah)
    for nama, isi in rusak.items():
        with pytest.raises(BerkasRusak):
            pytest.fail(f"{nama}: {len(await buka(isi))} bytes came out")
    with pytest.raises(BerkasRusak):
        await buka(utuh, kunci=b"l" * 32)
    with pytest.raises(BerkasRusak):
        await buka(utuh, objek="rahasia/aa/lain")


async def test_padding_messages_count_too() -> None:
    isi = ISI * 2  # 12 messages, stored as more
    tersandi = await sandi(isi * 1)
    banyak = len(_potong(tersandi))
    assert banyak == ukuran_bantal(-(-len(isi) // (BAGIAN - 4)))
    assert await buka(tersandi) == isi
    with pytest.raises(BerkasRusak):
        await buka(tersandi[:-PESAN])


@given(st.integers(1, 10**7))
@settings(max_examples=50)
def test_padding_is_monotonous_small_and_its_own_padding(bagian: int) -> None:
    penuh = ukuran_bantal(bagian)
    assert bagian <= penuh <= bagian * 1.12 + 1
    assert ukuran_bantal(penuh) == penuh
    assert ukuran_bantal(bagian + 1) >= penuh


def test_name_and_type_open_with_the_files_key_alone() -> None:
    asli = Keterangan(nama="Aduan tentang contoh é.pdf", media="application/pdf", ukuran=12)
    tertutup = tutup_keterangan(asli, KUNCI)
    assert buka_keterangan(tertutup, KUNCI) == asli
    assert len(tutup_keterangan(Keterangan(nama="a", media="text/plain", ukuran=1), KUNCI)) == len(tertutup)
    for salah in (tertutup[:-4], "bukan base64!", "", tertutup.swapcase()):
        with pytest.raises(BerkasRusak):
            buka_keterangan(salah, KUNCI)
    with pytest.raises(BerkasRusak):
        buka_keterangan(tertutup, b"l" * 32)


def test_what_the_database_knows_of_a_token_does_not_give_its_key() -> None:
    assert kunci_dari_token("fpg_x").hex() != sidik_rahasia("fpg_x")
    assert len({kunci_dari_token("fpg_x"), kunci_dari_token("fpg_y")}) == 2
