"""Buckets: how much they give, to whom, and that they never grow without end."""

from __future__ import annotations

import math
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_server.akses.rules import Aktor
from forum_server.graphql.batas import Batas
from forum_server.http import pembatas as modul
from forum_server.http.pembatas import Pembatas, TerlaluSering
from forum_server.kunci_layanan.baca import Frontend
from tests.http.peladen import aktor_uji

ANONIM = Aktor.anonim()


class Jam:
    kini = 0.0

    def __call__(self) -> float:
        return self.kini


def pembatas(jam: Jam | None = None, **batas: Any) -> Pembatas:
    return Pembatas(Batas(**batas), jam=jam or Jam())


def test_a_bucket_gives_a_minutes_worth_and_fills_evenly() -> None:
    jam = Jam()
    p, jatah = pembatas(jam), (("x", 60),)
    for _ in range(60):
        p.ambil(jatah)
    with pytest.raises(TerlaluSering) as galat:
        p.ambil(jatah)
    assert (galat.value.status, galat.value.headers) == (429, {"retry-after": "1"})
    assert galat.value.isi["errors"][0]["extensions"] == {"kode": "TERLALU_SERING"}
    jam.kini = 1.0
    p.ambil(jatah)
    with pytest.raises(TerlaluSering) as galat:
        p.ambil(jatah, 30)
    assert galat.value.detik == 30
    jam.kini = 1e6
    p.ambil(jatah, 60)
    with pytest.raises(TerlaluSering):
        p.ambil(jatah)


@given(
    st.integers(1, 50),
    st.lists(st.tuples(st.floats(0, 30), st.integers(1, 80)), min_size=1, max_size=60),
)
def test_within_any_time_no_more_passes_than_a_bucket_and_what_flowed_in(
    per_menit: int, langkah: list[tuple[float, int]]
) -> None:
    jam = Jam()
    p, lewat = pembatas(jam), 0
    for jeda, banyak in langkah:
        jam.kini += jeda
        try:
            p.ambil((("x", per_menit),), banyak)
        except TerlaluSering as sering:
            jam_nanti = jam.kini
            jam.kini += sering.detik  # after the time it names, it lets through
            p.ambil((("x", per_menit),), banyak)
            assert jam.kini > jam_nanti
        lewat += min(banyak, per_menit)
    assert lewat <= per_menit + math.ceil(jam.kini * per_menit / 60) + 1


def test_who_is_refused_by_one_bucket_draws_from_none() -> None:
    p = pembatas()
    p.ambil((("kecil", 1),))
    with pytest.raises(TerlaluSering):
        p.ambil((("besar", 10), ("kecil", 1)))
    p.ambil((("besar", 10),), 10)


def test_each_caller_draws_from_the_right_buckets() -> None:
    p = pembatas(akun_per_menit=5, anonim_per_menit=7, alamat_per_menit=3)
    akun, kunci = uuid4(), uuid4()
    frontend = Frontend(id=kunci, nama="portal", asal=frozenset(), batas_per_menit=11)
    siti, klien = aktor_uji(akun=akun), {"client": ("192.0.2.7", 1234)}
    peladen = Aktor(akun_id=None, orang_id=None, nama="layanan:x", jatah=("kunci:x", 2))
    assert p.jatah(siti, None, klien) == ((f"akun:{akun}", 5),)
    assert p.jatah(siti, frontend, klien) == ((f"akun:{akun}", 5), (f"frontend:{kunci}:masuk", 11))
    assert p.jatah(peladen, None, klien) == (("kunci:x", 2),)
    umum, alamat = p.jatah(ANONIM, None, klien)
    assert umum == ("anonim", 7)
    assert alamat[1] == 3
    assert p.jatah(ANONIM, frontend, klien) == ((f"frontend:{kunci}:umum", 11), alamat)
    assert pembatas(akun_per_menit=0, anonim_per_menit=0).jatah(ANONIM, None, klien) == ()
    assert pembatas(akun_per_menit=0).jatah(siti, None, klien) == ()


def test_an_address_is_told_apart_today_and_never_kept() -> None:
    jam = Jam()
    p = pembatas(jam, alamat_per_menit=3, anonim_per_menit=0)

    def nama(alamat: str) -> str:
        return p.jatah(ANONIM, None, {"client": (alamat, 1)})[0][0]

    assert nama("192.0.2.7") == nama("192.0.2.7") != nama("192.0.2.8")
    assert nama("2001:db8:1:2:3::4") == nama("2001:db8:1:2:ffff::1") != nama("2001:db8:1:3::4")
    kemarin = nama("192.0.2.7")
    p.ambil(p.jatah(ANONIM, None, {"client": ("192.0.2.7", 1)}))
    assert "192.0.2.7" not in repr(vars(p))
    jam.kini = 86_400.0
    assert nama("192.0.2.7") != kemarin
    assert p.jatah(ANONIM, None, {"client": None}) == ()
    assert nama("unix") == nama("unix")


def test_buckets_are_bounded_and_the_oldest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modul, "EMBER_MAKS", 100)
    p = pembatas()
    p.ambil((("pertama", 1),))
    for nomor in range(99):
        p.ambil(((f"x{nomor}", 1),))
    with pytest.raises(TerlaluSering):
        p.ambil((("pertama", 1),))
    p.ambil((("satu lagi", 1),))
    assert len(p) == 100
    p.ambil((("pertama", 1),))


def test_large_operations_count_as_several_requests() -> None:
    p, jatah = pembatas(bidang_per_permintaan=100), (("x", 10),)
    p.operasi(jatah, 99)
    assert len(p) == 0
    p.operasi(jatah, 950)
    p.ambil(jatah)
    with pytest.raises(TerlaluSering):
        p.operasi(jatah, 100)
