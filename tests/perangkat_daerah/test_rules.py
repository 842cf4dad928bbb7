"""Which office stands where: every pair of kinds, every level."""

from __future__ import annotations

import itertools

import pytest

from forum_server.perangkat_daerah.rules import (
    INDUK,
    NAMA_MAKS,
    JenisPerangkatDaerah,
    alasan_induk,
    alasan_nama,
    alasan_wilayah,
    sebutan,
)
from forum_server.wilayah.rules import TingkatWilayah

J = JenisPerangkatDaerah
T = TingkatWilayah

BOLEH = {
    *((j, None) for j in J if j not in {J.UPTD, J.KELURAHAN}),
    (J.UPTD, J.DINAS),
    (J.UPTD, J.BADAN),
    (J.KELURAHAN, J.KECAMATAN),
    *((J.LAINNYA, j) for j in J),
}


@pytest.mark.parametrize(("jenis", "induk"), list(itertools.product(J, [None, *J])), ids=str)
def test_every_kind_under_every_kind(jenis: J, induk: J | None) -> None:
    alasan = alasan_induk(jenis, induk)
    assert (alasan is None) == ((jenis, induk) in BOLEH)
    if alasan is not None:
        assert sebutan(jenis) in alasan
        assert alasan.endswith(".")


def test_a_refused_parent_names_those_that_would_do() -> None:
    assert alasan_induk(J.UPTD, None) == "UPTD harus punya induk: Dinas atau Badan."
    assert (
        alasan_induk(J.KELURAHAN, J.DINAS)
        == "Kelurahan tidak berada di bawah Dinas. Induknya harus Kecamatan."
    )
    assert "Kosongkan" in (alasan_induk(J.INSPEKTORAT, J.DINAS) or "")


@pytest.mark.parametrize(("jenis", "tingkat"), list(itertools.product(J, T)), ids=str)
def test_every_kind_in_a_region_of_every_level(jenis: J, tingkat: T) -> None:
    boleh = tingkat in {T.KABUPATEN, T.KOTA} or (
        tingkat is T.PROVINSI and jenis not in {J.KECAMATAN, J.KELURAHAN}
    )
    assert (alasan_wilayah(jenis, tingkat) is None) == boleh


@pytest.mark.parametrize("nama", ["Dinas Kesehatan", "RSU", "Inspektorat", "A" * NAMA_MAKS, "  Dinas   X "])
def test_a_name_is_accepted(nama: str) -> None:
    assert alasan_nama(nama) is None


@pytest.mark.parametrize(
    "nama",
    ["", "  ", "ab", "...", "A" * (NAMA_MAKS + 1), "\ufdfa" * 60, "Dinas\u200b X", "Dinas\0X", "%%%"],
)
def test_a_name_is_refused_with_what_to_do(nama: str) -> None:
    alasan = alasan_nama(nama)
    assert alasan is not None
    assert alasan.endswith(".")


def test_kinds_without_a_parent_are_exactly_those_not_in_the_table() -> None:
    assert set(INDUK) == {J.UPTD, J.KELURAHAN, J.LAINNYA}
