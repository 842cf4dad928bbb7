"""Separation of duties: the pure rules exhaustively, and the rules as data."""

from __future__ import annotations

import itertools
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.pemisahan.rules import (
    BAWAAN,
    BERNILAI,
    TETAP,
    Aturan,
    KodePemisahan,
    Perkara,
    Tugas,
    aturan_berlaku,
    periksa_aturan,
    periksa_pemisahan,
    tambah_tahun,
)
from forum_paksi.pemisahan.service import isi_aturan, tetapkan_pemisahan
from forum_server.plugin import Database, Ditolak, GalatDomain, bebas_jejak
from tests.paksi.bahan import aktor, dasar, hibah, isi, potret, tabel
from tests.paksi.bahan_asesmen import KINI, NASIONAL, OPERATOR_LSP, besok

P = KodePemisahan
T = Tugas
ASESI, VERIFIKATOR, ASESOR, PEMUTUS, HAKIM, LAIN = (uuid.UUID(int=n) for n in range(1, 7))
OPD = uuid.UUID(int=90)
HARI = date(2026, 5, 1)
SEMUA = {a.kode: a for a in BAWAAN}
PERKARA = Perkara(
    asesi=ASESI,
    hari=HARI,
    verifikator=frozenset({VERIFIKATOR}),
    asesor=frozenset({ASESOR}),
    pemutus=frozenset({PEMUTUS}),
    hakim=frozenset({HAKIM}),
)
HARAP: dict[tuple[Tugas, uuid.UUID], tuple[KodePemisahan, ...]] = {
    (T.VERIFIKATOR, ASESOR): (P.VERIFIKATOR_BUKAN_ASESOR,),
    (T.VERIFIKATOR, PEMUTUS): (P.PEMUTUS_BUKAN_VERIFIKATOR,),
    (T.ASESOR, VERIFIKATOR): (P.VERIFIKATOR_BUKAN_ASESOR,),
    (T.ASESOR, PEMUTUS): (P.PEMUTUS_BUKAN_ASESOR,),
    (T.PEMUTUS, ASESOR): (P.PEMUTUS_BUKAN_ASESOR,),
    (T.PEMUTUS, VERIFIKATOR): (P.PEMUTUS_BUKAN_VERIFIKATOR,),
    (T.PEMUTUS_BANDING, VERIFIKATOR): (P.PEMUTUS_BANDING_BERBEDA,),
    (T.PEMUTUS_BANDING, ASESOR): (P.PEMUTUS_BANDING_BERBEDA,),
    (T.PEMUTUS_BANDING, PEMUTUS): (P.PEMUTUS_BANDING_BERBEDA,),
    **{(t, HAKIM): (P.PEMUTUS_BANDING_BERBEDA,) for t in T if t is not T.PEMUTUS_BANDING},
    **{(t, ASESI): (P.ASESI_BUKAN_PETUGAS,) for t in T},
}


def test_every_duty_against_everybody_who_already_has_one() -> None:
    for tugas, orang in itertools.product(T, (ASESI, VERIFIKATOR, ASESOR, PEMUTUS, HAKIM, LAIN)):
        ada = periksa_pemisahan(SEMUA, tugas, orang, None, PERKARA)
        assert (tugas, orang, ada) == (tugas, orang, HARAP.get((tugas, orang), ()))


def test_an_asesor_is_of_another_office_and_no_recent_trainer() -> None:
    for tugas in T:
        perkara = Perkara(asesi=ASESI, hari=HARI, opd=frozenset({OPD}), dilatih=date(2024, 5, 2))
        ada = periksa_pemisahan(SEMUA, tugas, LAIN, OPD, perkara)
        assert ada == ((P.ASESOR_BUKAN_SEOPD, P.ASESOR_BUKAN_PELATIH) if tugas is T.ASESOR else ())
    # An office nobody named is not the same office.
    assert periksa_pemisahan(SEMUA, T.ASESOR, LAIN, None, Perkara(asesi=ASESI, hari=HARI)) == ()


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 4000), st.integers(1, 10))
def test_a_trainer_stays_away_for_exactly_that_many_years(dilatih: date, jarak: int, tahun: int) -> None:
    hari = dilatih + timedelta(jarak)
    aturan = {
        **SEMUA,
        P.ASESOR_BUKAN_PELATIH: Aturan(
            kode=P.ASESOR_BUKAN_PELATIH, aktif=True, nilai=tahun, berlaku_dari=HARI, sumber="uji"
        ),
    }
    ada = periksa_pemisahan(aturan, T.ASESOR, LAIN, None, Perkara(asesi=ASESI, hari=hari, dilatih=dilatih))
    lepas = (hari.year, hari.month, hari.day) >= (dilatih.year + tahun, dilatih.month, dilatih.day)
    assert ada == (() if lepas else (P.ASESOR_BUKAN_PELATIH,))


def test_a_leap_day_counts_until_the_first_of_march() -> None:
    assert tambah_tahun(date(2024, 2, 29), 2) == date(2026, 3, 1)
    assert tambah_tahun(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_a_rule_that_is_off_forbids_nothing_and_the_youngest_row_in_force_stands() -> None:
    mati = Aturan(
        kode=P.ASESOR_BUKAN_SEOPD, aktif=False, nilai=None, berlaku_dari=date(2026, 1, 1), sumber="uji"
    )
    nyala = Aturan(
        kode=P.ASESOR_BUKAN_SEOPD, aktif=True, nilai=None, berlaku_dari=date(2026, 6, 1), sumber="uji"
    )
    perkara = Perkara(asesi=ASESI, hari=HARI, opd=frozenset({OPD}))
    for hari, harap in (
        (date(2025, 12, 31), (P.ASESOR_BUKAN_SEOPD,)),
        (date(2026, 1, 1), ()),
        (date(2026, 5, 31), ()),
        (date(2026, 6, 1), (P.ASESOR_BUKAN_SEOPD,)),
    ):
        aturan = aturan_berlaku([nyala, mati], hari)
        assert set(aturan) == set(P)
        assert periksa_pemisahan(aturan, T.ASESOR, LAIN, OPD, perkara) == harap


def test_which_rules_may_be_switched_off_and_which_have_a_number() -> None:
    for kode, aktif, nilai in itertools.product(P, (True, False), (None, 0, 1, 10, 11)):
        benar = (aktif or kode not in TETAP) and ((nilai in (1, 10)) if kode in BERNILAI else nilai is None)
        if benar:
            periksa_aturan(kode, aktif=aktif, nilai=nilai)
        else:
            with pytest.raises(GalatDomain) as galat:
                periksa_aturan(kode, aktif=aktif, nilai=nilai)
            harap = "ATURAN_TETAP" if kode in TETAP and not aktif else "NILAI_ATURAN_TIDAK_SAH"
            assert galat.value.kode == harap


ISIAN: dict[str, Any] = {
    "kode": P.ASESOR_BUKAN_SEOPD,
    "aktif": False,
    "nilai": None,
    "berlaku_dari": KINI + timedelta(2),
    "sumber": "Keputusan contoh 1/2026",
}


async def test_what_ships_is_in_the_table_once_and_a_new_row_follows(db: Database) -> None:
    await db.write(dasar)
    semula = await isi(db, "paksi_aturan_pemisahan", "kode", "aktif", "nilai")
    assert semula == sorted((a.kode, True, a.nilai) for a in BAWAAN)
    sebelum = await potret(db)

    def lagi(session: Session) -> None:
        bebas_jejak(session, "nothing is written")
        isi_aturan(session)

    await db.write(lagi)
    assert await potret(db) == sebelum
    assert await db.write(tetapkan_pemisahan, NASIONAL, **ISIAN) is P.ASESOR_BUKAN_SEOPD
    rows = await isi(db, "paksi_aturan_pemisahan", "aktif", "berlaku_dari", kode=P.ASESOR_BUKAN_SEOPD)
    assert rows == [(False, ISIAN["berlaku_dari"]), (True, date(2016, 1, 1))]


@pytest.mark.parametrize(
    ("siapa", "ganti", "kode"),
    [
        (aktor(hibah("paksi:acuan", wilayah="61")), {}, "TIDAK_DITEMUKAN"),
        (NASIONAL, {"berlaku_dari": besok(-2)}, "TANGGAL_TIDAK_SAH"),
        (NASIONAL, {"sumber": " "}, "WAJIB_DIISI"),
        (NASIONAL, {"kode": P.PEMUTUS_BUKAN_ASESOR}, "ATURAN_TETAP"),
        (NASIONAL, {"nilai": 2}, "NILAI_ATURAN_TIDAK_SAH"),
    ],
)
async def test_a_rule_that_may_not_stand_so_is_not_written(
    db: Database, siapa: Any, ganti: dict[str, Any], kode: str
) -> None:
    await db.write(dasar)
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(tetapkan_pemisahan, siapa, **{**ISIAN, **ganti})
    assert galat.value.kode == kode
    assert await potret(db) == sebelum


async def test_who_holds_the_permission_nowhere_is_refused(db: Database) -> None:
    await db.write(dasar)
    sebelum = await potret(db)
    with pytest.raises(Ditolak):
        await db.write(tetapkan_pemisahan, OPERATOR_LSP, **ISIAN)
    assert await potret(db) == sebelum


async def test_a_day_has_one_row_of_a_rule(db: Database) -> None:
    await db.write(dasar)
    await db.write(tetapkan_pemisahan, NASIONAL, **ISIAN)
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(tetapkan_pemisahan, NASIONAL, **ISIAN)
    assert (galat.value.kode, await potret(db)) == ("VERSI_SUDAH_ADA", sebelum)


async def test_the_table_itself_keeps_the_rules_that_must_stand(db: Database) -> None:
    def tulis(session: Any) -> None:
        bebas_jejak(session, "a test's own data")
        session.execute(
            insert(tabel("paksi_aturan_pemisahan")).values(
                kode="PEMUTUS_BUKAN_ASESOR", berlaku_dari=KINI, aktif=False, sumber="uji"
            )
        )

    with pytest.raises(IntegrityError):
        await db.write(tulis)
