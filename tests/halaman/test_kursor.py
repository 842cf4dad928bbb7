"""Cursors: what goes in comes out, and nothing else does."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
    String,
    Uuid,
    column,
)

from forum_server.database import Instan, KodeTipe, pilihan
from forum_server.database.halaman import Urut, Urutan, turun
from forum_server.galat import PermintaanTidakSah


class Warna(StrEnum):
    MERAH = "merah"
    HIJAU = "hijau"


WIB = timezone(timedelta(hours=7))

NILAI: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (String(), st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=50)),
    (KodeTipe(), st.sampled_from(["ID", "61", "61.71", "lsp-kpk"])),
    (Integer(), st.integers(-(2**31), 2**31 - 1)),
    (BigInteger(), st.integers(-(2**63), 2**63 - 1)),
    (SmallInteger(), st.integers(-(2**15), 2**15 - 1)),
    (Boolean(), st.booleans()),
    (Float(), st.floats(allow_nan=False, allow_infinity=False)),
    (Numeric(), st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20)),
    (Date(), st.dates()),
    (DateTime(), st.datetimes()),
    (Instan(), st.integers(0, 2**31).map(lambda d: datetime.fromtimestamp(d, WIB))),
    (Uuid(), st.uuids()),
    (pilihan(Warna, "warna"), st.sampled_from(Warna)),
]


def urutan(tipe: Any, nama: str = "uji") -> Urutan:
    return Urutan(nama, column("a", tipe), pemutus=column("id", Integer()))


@pytest.mark.parametrize(("tipe", "nilai"), NILAI, ids=lambda x: type(x).__name__)
def test_a_cursor_gives_back_the_values_it_was_made_of(tipe: Any, nilai: st.SearchStrategy[Any]) -> None:
    @given(nilai)
    def periksa(satu: Any) -> None:
        assert urutan(tipe).baca(urutan(tipe).kursor((satu, 7))) == (satu, 7)

    periksa()


@given(st.text(max_size=300))
def test_a_made_up_cursor_is_refused_with_a_sentence_that_says_what_to_do(teks: str) -> None:
    with pytest.raises(PermintaanTidakSah, match="Pakai `endCursor`") as galat:
        urutan(String()).baca(teks)
    assert "JSON" not in galat.value.pesan
    assert "base64" not in galat.value.pesan


def palsu(isi: object) -> str:
    teks = isi if isinstance(isi, str) else json.dumps(isi)
    return base64.urlsafe_b64encode(teks.encode()).rstrip(b"=").decode()


def sidik(u: Urutan) -> str:
    mentah = u.kursor((None, 1)).encode()
    return json.loads(base64.urlsafe_b64decode(mentah + b"=" * (-len(mentah) % 4)))[0]


BURUK: list[tuple[Any, object]] = [
    (String(), 1),
    (String(), None),
    (String(), ["a"]),
    (String(), "a\0b"),
    (String(), "\ud800"),
    (Integer(), 2**31),
    (Integer(), -(2**31) - 1),
    (Integer(), True),
    (Integer(), 1.5),
    (Integer(), "1"),
    (BigInteger(), 2**63),
    (SmallInteger(), 2**15),
    (Boolean(), 1),
    (Float(), 1),
    (Float(), "x"),
    (Numeric(), "NaN"),
    (Numeric(), "1e999999"),
    (Numeric(), "satu"),
    (Numeric(), 1),
    (Date(), "2024-13-01"),
    (Date(), 20240101),
    (DateTime(), "2024-01-01T00:00:00+00:00"),
    (Instan(), "2024-01-01T00:00:00"),
    (Instan(), "0001-01-01T00:00:00+14:00"),
    (Instan(), "kemarin"),
    (Uuid(), "bukan"),
    (Uuid(), 5),
    (pilihan(Warna, "warna"), "BIRU"),
    (pilihan(Warna, "warna"), 3),
]


@pytest.mark.parametrize(("tipe", "nilai"), BURUK, ids=repr)
def test_a_forged_value_never_reaches_the_driver(tipe: Any, nilai: object) -> None:
    u = urutan(tipe)
    with pytest.raises(PermintaanTidakSah):
        u.baca(palsu([sidik(u), nilai, 1]))


@pytest.mark.parametrize(
    "isi",
    ["[" * 2000, "{}", "[]", '["x"]', "null", "1", "NaN", "[" + "9" * 3000 + "]"],
    ids=lambda isi: f"{isi[:10]}-{len(isi)}",
)
def test_json_that_is_no_cursor_is_refused(isi: str) -> None:
    with pytest.raises(PermintaanTidakSah):
        urutan(String()).baca(palsu(isi))


def test_a_cursor_with_too_few_or_too_many_values_is_refused() -> None:
    u = urutan(String())
    for isi in ([sidik(u)], [sidik(u), "a"], [sidik(u), "a", 1, 1]):
        with pytest.raises(PermintaanTidakSah):
            u.baca(palsu(isi))


def test_a_very_long_cursor_is_refused() -> None:
    with pytest.raises(PermintaanTidakSah):
        urutan(String()).baca(urutan(String()).kursor(("a" * 5000, 1)))


def test_a_cursor_of_another_list_or_order_is_refused() -> None:
    a, b, kunci = column("a", String()), column("b", String()), column("id", Integer())
    asal = Urutan("satu", a, pemutus=kunci)
    kursor = asal.kursor(("x", 1))
    assert asal.baca(kursor) == ("x", 1)
    assert Urutan("satu", a, pemutus=kunci).baca(kursor) == ("x", 1), "another process made it"
    for lain in (
        Urutan("dua", a, pemutus=kunci),
        Urutan("satu", b, pemutus=kunci),
        Urutan("satu", turun(a), pemutus=kunci),
        Urutan("satu", Urut(kolom=a, kosong=True), pemutus=kunci),
        Urutan("satu", a, pemutus=turun(kunci)),
    ):
        with pytest.raises(PermintaanTidakSah):
            lain.baca(kursor)


def test_null_is_read_only_where_the_column_may_be_null() -> None:
    a, kunci = column("a", String()), column("id", Integer())
    boleh = Urutan("x", Urut(kolom=a, kosong=True), pemutus=kunci)
    assert boleh.baca(boleh.kursor((None, 1))) == (None, 1)
    with pytest.raises(PermintaanTidakSah):
        boleh.baca(palsu([sidik(boleh), "a", None]))


def test_an_order_that_can_not_be_a_cursor_fails_when_it_is_made() -> None:
    kunci = column("id", Integer())
    with pytest.raises(TypeError, match="can't be ordered"):
        Urutan("x", column("a", LargeBinary()), pemutus=kunci)
    with pytest.raises(ValueError, match="settles ties"):
        Urutan("x", pemutus=Urut(kolom=kunci, kosong=True))


def test_values_of_every_kind_look_opaque() -> None:
    u = urutan(Numeric())
    kursor = u.kursor((Decimal("1.50"), 1))
    assert kursor.isascii()
    assert "1.50" not in kursor
