"""Settings of plugins: a frozen dataclass, checked strictly when written, read tolerantly, inherited key by key."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pytest

from forum_server.galat import IsianTidakSah
from forum_server.plugin.setelan import gabung, jenis_sah, periksa, sebagai_json


@dataclass(frozen=True, kw_only=True)
class Setelan:
    kuota: int = 20
    terbuka: bool = False
    cara: Literal["A", "B"] = "A"
    mulai: date | None = None
    hari: tuple[str, ...] = ()
    per_kelas: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        if self.kuota < 0:
            raise ValueError("kuota")


@pytest.mark.parametrize(
    ("nama", "nilai"),
    [
        ("kuota", 3),
        ("terbuka", True),
        ("cara", "B"),
        ("mulai", "2026-08-17"),
        ("mulai", None),
        ("hari", ["senin", "rabu"]),
        ("per_kelas", {"I": 2}),
    ],
)
def test_a_value_of_the_right_kind_is_written_and_read_back(nama: str, nilai: object) -> None:
    periksa(Setelan, {nama: nilai})
    assert sebagai_json(gabung(Setelan, [{nama: nilai}]))[nama] == nilai


@pytest.mark.parametrize(
    ("nilai", "kode", "letak"),
    [
        ({"kuta": 1}, "SETELAN_TIDAK_DIKENAL", ("setelan", "kuta")),
        ({"kuota": "3"}, "SETELAN_TIDAK_SAH", ("setelan", "kuota")),
        ({"kuota": True}, "SETELAN_TIDAK_SAH", ("setelan", "kuota")),
        ({"kuota": None}, "SETELAN_TIDAK_SAH", ("setelan", "kuota")),
        ({"kuota": 1.5}, "SETELAN_TIDAK_SAH", ("setelan", "kuota")),
        ({"terbuka": 1}, "SETELAN_TIDAK_SAH", ("setelan", "terbuka")),
        ({"cara": "C"}, "SETELAN_TIDAK_SAH", ("setelan", "cara")),
        ({"mulai": "17/8"}, "SETELAN_TIDAK_SAH", ("setelan", "mulai")),
        ({"hari": [1]}, "SETELAN_TIDAK_SAH", ("setelan", "hari")),
        ({"kuota": -1}, "SETELAN_TIDAK_SAH", ("setelan",)),
    ],
)
def test_any_other_value_is_refused_by_name(nilai: dict[str, Any], kode: str, letak: tuple[str, ...]) -> None:
    with pytest.raises(IsianTidakSah) as tolak:
        periksa(Setelan, nilai)
    assert (tolak.value.kode, tolak.value.letak) == (kode, letak)


def test_the_nearest_layer_wins_setting_by_setting() -> None:
    lapisan = [{"kuota": 1, "terbuka": True}, {"kuota": 2}, {}]
    assert gabung(Setelan, lapisan) == Setelan(kuota=2, terbuka=True)
    assert gabung(Setelan, []) == Setelan()


def test_what_an_older_version_stored_never_stops_a_region() -> None:
    assert gabung(Setelan, [{"kuota": 7}, {"kuota": "banyak", "hilang": 1}]) == Setelan(kuota=7)


@dataclass
class Cair:
    a: int = 1


@dataclass(frozen=True)
class TanpaBaku:
    a: int
    b: int = 1


@pytest.mark.parametrize(
    ("jenis", "salah"),
    [
        (Setelan, None),
        (dict, "must return a dataclass"),
        (Setelan(), "must return a dataclass"),
        (Cair, "Cair must be frozen"),
        (TanpaBaku, "TanpaBaku: fields without a default: a"),
    ],
)
def test_a_declaration_is_a_frozen_dataclass_with_defaults(jenis: object, salah: str | None) -> None:
    hasil = jenis_sah(jenis)
    assert hasil is None if salah is None else salah in (hasil or "")
