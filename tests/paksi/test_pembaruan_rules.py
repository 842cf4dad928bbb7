"""Renewal readiness as pure rules: what counts inside the certificate's period, and by when the rest is due."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_paksi.kegiatan.rules import JenisKegiatan, SegiApi
from forum_paksi.kelayakan.rules import ButirSyarat, KegiatanMilik
from forum_paksi.pembaruan.rules import bagi_rata, kesiapan
from forum_paksi.persyaratan.rules import Jendela, JenisButir

TERBIT, SAMPAI = date(2028, 1, 1), date(2030, 12, 31)
PENYULUHAN = ButirSyarat(
    kode="PENYULUHAN",
    jenis=JenisButir.KEGIATAN,
    nama="Penyuluhan",
    petunjuk="Laporkan.",
    jumlah=6,
    jenis_kegiatan=frozenset({JenisKegiatan.PENYULUHAN}),
    jendela=Jendela.MASA_SERTIFIKAT,
)
TAHUNAN = ButirSyarat(
    kode="TAHUNAN", jenis=JenisButir.BUKTI_TAHUNAN, nama="Bukti", petunjuk="Laporkan.", jumlah=1
)
AKTIF = ButirSyarat(
    kode="AKTIF", jenis=JenisButir.SERTIFIKAT_AKTIF, nama="Aktif", petunjuk="Ajukan.", jumlah=1
)


def kegiatan(hari: date, **ganti: object) -> KegiatanMilik:
    nilai: dict[str, object] = {
        "id": uuid.uuid4(),
        "jenis": JenisKegiatan.PENYULUHAN,
        "mulai": hari,
        "selesai": hari,
    }
    return KegiatanMilik(**(nilai | ganti))  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("banyak", "dari", "sampai", "hari"),
    [
        (2, date(2030, 1, 1), date(2030, 1, 11), [date(2030, 1, 6), date(2030, 1, 11)]),
        (3, date(2030, 1, 1), date(2030, 1, 11), [date(2030, 1, 4), date(2030, 1, 7), date(2030, 1, 11)]),
        (1, date(2030, 1, 1), date(2030, 1, 1), [date(2030, 1, 1)]),
        (2, date(2030, 1, 2), date(2030, 1, 1), []),
    ],
)
def test_what_is_missing_is_spread_evenly_until_the_end(
    banyak: int, dari: date, sampai: date, hari: list[date]
) -> None:
    assert list(bagi_rata(banyak, dari, sampai)) == hari


@given(st.integers(1, 40), st.dates(), st.integers(0, 4000))
def test_the_days_are_in_order_as_even_as_days_allow_and_the_last_is_the_end(
    banyak: int, dari: date, sisa: int
) -> None:
    if (date.max - dari).days < sisa:
        return
    sampai = dari + timedelta(days=sisa)
    hari = bagi_rata(banyak, dari, sampai)
    assert len(hari) == banyak
    assert hari[-1] == sampai
    jarak = [(b - a).days for a, b in zip((dari, *hari), hari, strict=False)]
    assert min(jarak) >= 0
    assert max(jarak) - min(jarak) <= 1


def test_six_are_asked_and_two_count_so_four_have_their_days() -> None:
    punya = [
        kegiatan(date(2028, 5, 1)),
        kegiatan(date(2029, 5, 1)),
        kegiatan(date(2027, 12, 31)),
        kegiatan(date(2031, 1, 1)),
        kegiatan(date(2029, 6, 1), terpakai=True),
        kegiatan(date(2029, 7, 1), jenis=JenisKegiatan.MONEV),
    ]
    hasil = kesiapan([AKTIF, PENYULUHAN], punya, terbit=TERBIT, berakhir=SAMPAI, hari_ini=date(2030, 12, 11))
    (bagian,) = hasil.bagian
    assert (bagian.kode, bagian.punya, bagian.perlu, bagian.kurang) == ("PENYULUHAN", 2, 6, 4)
    assert (bagian.mulai, bagian.sampai, bagian.tahun, bagian.segi) == (TERBIT, SAMPAI, None, None)
    assert list(bagian.tenggat) == [date(2030, 12, h) for h in (16, 21, 26, 31)]
    assert hasil.terpenuhi is False


def test_six_that_count_leave_nothing_to_do() -> None:
    punya = [kegiatan(date(2029, m, 1)) for m in range(1, 8)]
    hasil = kesiapan([PENYULUHAN], punya, terbit=TERBIT, berakhir=SAMPAI, hari_ini=date(2030, 1, 1))
    (bagian,) = hasil.bagian
    assert (bagian.punya, bagian.kurang, bagian.tenggat) == (6, 0, ())
    assert hasil.terpenuhi is True


def test_an_unknown_number_is_for_people_to_judge() -> None:
    butir = ButirSyarat(
        kode="X",
        jenis=JenisButir.KEGIATAN,
        nama="X",
        petunjuk="X",
        jumlah=None,
        jendela=Jendela.MASA_SERTIFIKAT,
    )
    hasil = kesiapan(
        [butir], [kegiatan(date(2029, 1, 1))], terbit=TERBIT, berakhir=SAMPAI, hari_ini=date(2030, 1, 1)
    )
    (bagian,) = hasil.bagian
    assert (bagian.punya, bagian.perlu, bagian.kurang, bagian.tenggat) == (1, None, None, ())
    assert hasil.terpenuhi is None


def test_an_api_reports_both_sides_every_year_of_the_certificate() -> None:
    def api(hari: date, segi: SegiApi) -> KegiatanMilik:
        return kegiatan(hari, jenis=JenisKegiatan.API, segi=segi)

    punya = [
        api(date(2028, 3, 1), SegiApi.PELAKSANAAN),
        api(date(2028, 4, 1), SegiApi.PELAKSANAAN),
        api(date(2029, 4, 1), SegiApi.PELAKSANAAN),
        api(date(2029, 5, 1), SegiApi.MONEV),
    ]
    hasil = kesiapan([TAHUNAN], punya, terbit=TERBIT, berakhir=SAMPAI, hari_ini=date(2029, 12, 1))
    assert [(b.tahun, b.segi, b.punya, b.kurang, b.tenggat) for b in hasil.bagian] == [
        (1, SegiApi.PELAKSANAAN, 1, 0, ()),
        (1, SegiApi.MONEV, 0, 1, ()),
        (2, SegiApi.PELAKSANAAN, 1, 0, ()),
        (2, SegiApi.MONEV, 1, 0, ()),
        (3, SegiApi.PELAKSANAAN, 0, 1, (date(2030, 12, 31),)),
        (3, SegiApi.MONEV, 0, 1, (date(2030, 12, 31),)),
    ]
    assert [(b.mulai, b.sampai) for b in hasil.bagian[2:4]] == [(date(2029, 1, 1), date(2029, 12, 31))] * 2
    assert hasil.terpenuhi is False
