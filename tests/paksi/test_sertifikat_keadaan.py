"""What becomes of certificates: issued, superseded, suspended, reinstated, revoked; and whose count. On both engines."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.sertifikat.penerbit import IsianPenerbit, tetapkan_penerbit
from forum_paksi.sertifikat.periksa import periksa_sertifikat
from forum_paksi.sertifikat.rules import TindakanSertifikat
from forum_paksi.sertifikat.service import terbitkan_sertifikat, ubah_keadaan
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import (
    Aktor,
    Database,
    Ditolak,
    GalatDomain,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    bebas_jejak,
)
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, aktor, dasar, hibah, isi, potret, tabel
from tests.paksi.bahan import orang as buat_orang
from tests.paksi.bahan_kelayakan import permohonan
from tests.paksi.bahan_kelayakan import sertifikat as baris_sertifikat
from tests.paksi.bahan_sertifikat import KINI, PENERBIT, diakui, satu_orang, terbit

T = TindakanSertifikat
LAMA = date(2020, 3, 1)


async def keadaan(db: Database) -> list[tuple[Any, ...]]:
    """(day of issue, state, first day it was no longer valid) of every certificate, in order."""
    return await isi(db, "paksi_sertifikat", "terbit", "keadaan", "berhenti_pada")


async def test_a_later_certificate_supersedes_the_earlier_even_an_expired_one(db: Database) -> None:
    siapa = await db.write(satu_orang)
    pertama = await db.write(terbit, siapa, LAMA, nomor="A-1")
    kedua = await db.write(terbit, siapa, date(2024, 2, 29), "PAKSI_MUDA", nomor="A-2")
    assert await isi(
        db,
        "paksi_sertifikat",
        "nomor",
        "berakhir",
        "keadaan",
        "berhenti_pada",
        "pengganti_id",
        "diakui",
        "jenis",
        "wilayah_kode",
    ) == [
        ("A-1", date(2023, 2, 28), "DIGANTIKAN", date(2024, 2, 29), kedua, True, "PAKSI", PONTIANAK),
        ("A-2", date(2027, 2, 27), "AKTIF", None, None, True, "PAKSI", PONTIANAK),
    ]
    assert await isi(db, "paksi_sertifikat_riwayat", "sertifikat_id", "ke", sertifikat_id=pertama) == [
        (pertama, "AKTIF"),
        (pertama, "DIGANTIKAN"),
    ]
    assert await isi(db, "jejak", "objek_id", aksi="paksi.gantikan_sertifikat") == [(str(pertama),)]
    assert sorted(await isi(db, "jejak", "objek_id", aksi="paksi.terbitkan_sertifikat")) == sorted(
        [(str(pertama),), (str(kedua),)]
    )
    assert {k for (k,) in await isi(db, "peristiwa", "kunci", jenis="paksi.sertifikat")} == {
        str(pertama),
        str(kedua),
    }


async def test_an_api_stands_beside_a_suspended_paksi_certificate(db: Database) -> None:
    siapa = await db.write(satu_orang)
    beku = await db.write(terbit, siapa, LAMA)
    await db.write(ubah_keadaan, SISTEM, sertifikat_id=beku, tindakan=T.BEKUKAN, alasan="Dugaan.")
    await db.write(terbit, siapa, date(2021, 1, 1), "API")
    assert await keadaan(db) == [(LAMA, "DIBEKUKAN", None), (date(2021, 1, 1), "AKTIF", None)]


async def test_a_certificate_of_an_unrecognised_issuer_counts_for_nothing_and_supersedes_nothing(
    db: Database,
) -> None:
    siapa = await db.write(satu_orang)
    await db.write(terbit, siapa, LAMA)
    await db.write(terbit, siapa, date(2021, 1, 1), lembaga="lsp-lain")
    assert await isi(db, "paksi_sertifikat", "lembaga_kode", "keadaan", "diakui") == [
        ("lsp-lain", "AKTIF", False),
        (LSP, "AKTIF", True),
    ]


@pytest.mark.parametrize(
    ("ganti", "kode"),
    [
        ({"pada": LAMA}, "TANGGAL_TIDAK_URUT"),
        ({"pada": LAMA - timedelta(days=1)}, "TANGGAL_TIDAK_URUT"),
        ({"pada": KINI + timedelta(days=3)}, "TANGGAL_DI_MASA_DEPAN"),
        ({"nomor": "A-1"}, "NOMOR_TERPAKAI"),
        ({"nomor": "  "}, "WAJIB_DIISI"),
        ({"nomor": "9" * 81}, "TERLALU_PANJANG"),
    ],
)
async def test_what_cannot_be_issued_changes_nothing(db: Database, ganti: dict[str, Any], kode: str) -> None:
    siapa = await db.write(satu_orang)
    await db.write(terbit, siapa, LAMA, nomor="A-1")
    sebelum = await potret(db)
    nilai: dict[str, Any] = {"pada": date(2022, 1, 1), "nomor": "A-2"} | ganti
    with pytest.raises(IsianTidakSah) as tolak:
        await db.write(terbit, siapa, **nilai)
    assert tolak.value.kode == kode
    assert await potret(db) == sebelum


AKTOR: dict[str, tuple[Aktor, type[Exception] | None]] = {
    "the LSP's": (PENERBIT, None),
    "of another LSP": (aktor(hibah("paksi:terbitkan", lembaga="lsp-lain")), TidakDitemukan),
    "of the region": (aktor(hibah("paksi:terbitkan", wilayah=PONTIANAK)), TidakDitemukan),
    "an importer": (aktor(hibah("paksi:sertifikat", lembaga=LSP)), Ditolak),
    "a schedule's operator": (aktor(hibah("paksi:jadwal", lembaga=LSP)), Ditolak),
    "nobody": (aktor(), Ditolak),
}


@pytest.mark.parametrize("siapa", AKTOR)
async def test_who_may_issue_and_change_certificates(db: Database, siapa: str) -> None:
    pelaku, galat = AKTOR[siapa]
    orang = await db.write(satu_orang)
    ada = await db.write(terbit, orang, LAMA)
    asal = await db.write(permohonan, orang, "PAKSI_PERTAMA/BARU/PENGALAMAN")
    skema = (await isi(db, "paksi_skema", "id", kode="PAKSI_MUDA"))[0][0]

    async def semua() -> None:
        for tindakan in (T.BEKUKAN, T.AKTIFKAN, T.CABUT):
            await coba(
                lambda s, tindakan=tindakan: ubah_keadaan(
                    s, pelaku, sertifikat_id=ada, tindakan=tindakan, alasan="Sebab."
                )
            )
        await coba(
            lambda s: terbitkan_sertifikat(
                s,
                pelaku,
                permohonan_id=asal,
                orang_id=orang,
                skema_id=skema,
                lembaga=LSP,
                nomor="B-1",
                terbit=date(2022, 1, 1),
            )
        )

    async def coba(unit: Callable[[Session], Any]) -> None:
        if galat is None:
            await db.write(unit)
        else:
            with pytest.raises(galat):
                await db.write(unit)

    sebelum = await potret(db)
    await semua()
    if galat is None:
        assert [baris[1] for baris in await keadaan(db)] == ["DICABUT", "AKTIF"]
    else:
        assert await potret(db) == sebelum


async def test_a_certificate_is_suspended_reinstated_and_revoked_with_reasons(db: Database) -> None:
    siapa = await db.write(satu_orang)
    ada = await db.write(terbit, siapa, LAMA)
    for tindakan, alasan in (
        (T.BEKUKAN, " Dugaan pelanggaran. "),
        (T.AKTIFKAN, "Tidak terbukti."),
        (T.CABUT, "Kode etik."),
    ):
        await db.write(ubah_keadaan, PENERBIT, sertifikat_id=ada, tindakan=tindakan, alasan=alasan)
    ((hari, kini, berhenti),) = await keadaan(db)
    assert (hari, kini) == (LAMA, "DICABUT")
    assert KINI <= berhenti <= KINI + timedelta(days=2)
    r = tabel("paksi_sertifikat_riwayat")
    rows = await db.all(select(r.c.dari, r.c.ke, r.c.alasan).order_by(r.c.pada, r.c.ke))
    assert [tuple(x) for x in rows] == [
        (None, "AKTIF", None),
        ("AKTIF", "DIBEKUKAN", "Dugaan pelanggaran."),
        ("DIBEKUKAN", "AKTIF", "Tidak terbukti."),
        ("AKTIF", "DICABUT", "Kode etik."),
    ]
    sebelum = await potret(db)
    for tindakan in (T.BEKUKAN, T.AKTIFKAN, T.CABUT):
        with pytest.raises(KeadaanMenolak) as tolak:
            await db.write(ubah_keadaan, PENERBIT, sertifikat_id=ada, tindakan=tindakan, alasan="Lagi.")
        assert tolak.value.kode == "KEADAAN_TIDAK_SESUAI"
    with pytest.raises(IsianTidakSah) as tanpa:
        await db.write(ubah_keadaan, PENERBIT, sertifikat_id=ada, tindakan=T.CABUT, alasan=" ")
    assert tanpa.value.kode == "WAJIB_DIISI"
    with pytest.raises(TidakDitemukan):
        await db.write(ubah_keadaan, PENERBIT, sertifikat_id=uuid.uuid4(), tindakan=T.CABUT, alasan="Entah.")
    assert await potret(db) == sebelum


async def test_nobody_changes_their_own_certificate(db: Database) -> None:
    siapa = await db.write(satu_orang)
    ada = await db.write(terbit, siapa, LAMA)
    await db.write(ubah_keadaan, PENERBIT, sertifikat_id=ada, tindakan=T.BEKUKAN, alasan="Dugaan.")
    sendiri = replace(PENERBIT, orang_id=siapa)
    sebelum = await potret(db)
    for tindakan in (T.AKTIFKAN, T.CABUT):
        with pytest.raises(KeadaanMenolak) as galat:
            await db.write(
                ubah_keadaan, sendiri, sertifikat_id=ada, tindakan=tindakan, alasan="Tidak terbukti."
            )
        assert galat.value.kode == "SERTIFIKAT_SENDIRI"
    assert await potret(db) == sebelum


async def test_nothing_is_issued_in_place_of_a_suspended_certificate(db: Database) -> None:
    siapa = await db.write(satu_orang)
    ada = await db.write(terbit, siapa, LAMA)
    await db.write(ubah_keadaan, PENERBIT, sertifikat_id=ada, tindakan=T.BEKUKAN, alasan="Dugaan.")
    sebelum = await potret(db)
    with pytest.raises(KeadaanMenolak) as galat:
        await db.write(terbit, siapa, date(2023, 1, 2))
    assert galat.value.kode == "SERTIFIKAT_DIBEKUKAN"
    assert await potret(db) == sebelum
    await db.write(
        terbit, siapa, date(2023, 1, 2), lembaga="lsp-lain"
    )  # counts for nothing, so it ends nothing
    await db.write(ubah_keadaan, PENERBIT, sertifikat_id=ada, tindakan=T.CABUT, alasan="Terbukti.")
    await db.write(terbit, siapa, date(2023, 2, 3))
    assert [(hari, k) for hari, k, _ in await keadaan(db)] == [
        (LAMA, "DICABUT"),
        (date(2023, 1, 2), "AKTIF"),
        (date(2023, 2, 3), "AKTIF"),
    ]


async def test_of_several_who_issue_at_once_one_certificate_lives(db: Database) -> None:
    siapa = await db.write(satu_orang)

    async def satu(hari: int) -> str:
        try:
            await db.write(terbit, siapa, date(2022, 1, hari))
        except GalatDomain as galat:
            return galat.kode
        return "TERBIT"

    hasil = await asyncio.gather(*(satu(hari) for hari in (5, 3, 9, 1, 7)))
    assert set(hasil) <= {"TERBIT", "TANGGAL_TIDAK_URUT"}
    tercatat = await keadaan(db)
    assert [k for _, k, _ in tercatat].count("AKTIF") == 1
    assert tercatat[-1] == (date(2022, 1, 9), "AKTIF", None)
    assert len(tercatat) == hasil.count("TERBIT")


async def test_of_two_who_revoke_and_suspend_at_once_one_is_told_that_it_changed(db: Database) -> None:
    ada = await db.write(terbit, await db.write(satu_orang), LAMA)
    hasil = await asyncio.gather(
        *(
            db.write(ubah_keadaan, PENERBIT, sertifikat_id=ada, tindakan=T.CABUT, alasan="Sebab.")
            for _ in range(4)
        ),
        return_exceptions=True,
    )
    assert [h for h in hasil if not isinstance(h, KeadaanMenolak)] == [ada]
    assert len(await isi(db, "paksi_sertifikat_riwayat", "id", ke="DICABUT")) == 1


@pytest.mark.parametrize("hidup", ["AKTIF", "DIBEKUKAN"])
async def test_control_the_database_itself_keeps_one_that_lives(db: Database, hidup: str) -> None:
    siapa = await db.write(satu_orang)
    await db.write(terbit, siapa, LAMA)

    def langsung(session: Session) -> None:
        baris_sertifikat(session, siapa, date(2022, 1, 1), date(2024, 12, 31), keadaan=hidup)

    with pytest.raises(IntegrityError):
        await db.write(langsung)
    assert await keadaan(db) == [(LAMA, "AKTIF", None)]


async def test_recognising_an_issuer_counts_what_it_issued_and_orders_it_anew(db: Database) -> None:
    siapa = await db.write(satu_orang)
    await db.write(terbit, siapa, date(2020, 1, 1))
    await db.write(terbit, siapa, date(2021, 1, 1), lembaga="lsp-lain")
    await db.write(terbit, siapa, date(2023, 1, 1), lembaga="lsp-lain")
    isian = IsianPenerbit(
        lembaga=" LSP-Lain",
        jenis=JenisSkema.PAKSI,
        berlaku_dari=date(2020, 1, 1),
        berlaku_sampai=date(2022, 12, 31),
        sumber="Keputusan uji",
    )
    id_, berubah = await db.write(tetapkan_penerbit, SISTEM, isian=isian)
    assert berubah == 1
    assert await isi(db, "paksi_sertifikat", "terbit", "keadaan", "diakui") == [
        (date(2020, 1, 1), "DIGANTIKAN", True),
        (date(2021, 1, 1), "AKTIF", True),
        (date(2023, 1, 1), "AKTIF", False),
    ]
    temuan = await db.write(periksa_sertifikat_bersih)
    assert [t for t in temuan if "pengganti" in t or "pengakuan" in t] == []
    pendek = IsianPenerbit(
        lembaga="lsp-lain",
        jenis=JenisSkema.PAKSI,
        berlaku_dari=date(2020, 1, 1),
        berlaku_sampai=date(2020, 6, 1),
        sumber="Dikoreksi",
    )
    assert await db.write(tetapkan_penerbit, SISTEM, isian=pendek) == (id_, 1)
    assert await isi(db, "paksi_sertifikat", "terbit", "diakui") == [
        (date(2020, 1, 1), True),
        (date(2021, 1, 1), False),
        (date(2023, 1, 1), False),
    ]


def periksa_sertifikat_bersih(session: Session) -> list[str]:
    bebas_jejak(session, "a test only looks")
    return periksa_sertifikat(session)


@pytest.mark.parametrize(
    ("ganti", "kode"),
    [
        ({"berlaku_sampai": date(2019, 12, 31)}, "URUTAN_TANGGAL"),
        ({"lembaga": "lsp-entah"}, "TIDAK_DITEMUKAN"),
        ({"sumber": " "}, "WAJIB_DIISI"),
        ({"lembaga": LSP}, "MASA_BERTUMPUK"),
        (
            {"lembaga": LSP, "berlaku_dari": date(2015, 1, 1), "berlaku_sampai": date(2016, 1, 1)},
            "MASA_BERTUMPUK",
        ),
    ],
)
async def test_an_issuer_is_not_recognised_by_halves(db: Database, ganti: dict[str, Any], kode: str) -> None:
    await db.write(satu_orang)
    nilai: dict[str, Any] = {
        "lembaga": "lsp-lain",
        "jenis": JenisSkema.PAKSI,
        "berlaku_dari": date(2020, 1, 1),
        "berlaku_sampai": None,
        "sumber": "uji",
    }
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as tolak:
        await db.write(tetapkan_penerbit, SISTEM, isian=IsianPenerbit(**(nilai | ganti)))
    assert tolak.value.kode == kode
    assert await potret(db) == sebelum


@pytest.mark.parametrize(
    ("pelaku", "galat"),
    [
        (aktor(hibah("paksi:acuan", wilayah="ID")), None),
        (aktor(hibah("paksi:acuan", wilayah="61")), TidakDitemukan),
        (aktor(hibah("paksi:terbitkan", lembaga=LSP)), Ditolak),
        (aktor(), Ditolak),
    ],
)
async def test_only_the_nation_says_who_counts(
    db: Database, pelaku: Aktor, galat: type[Exception] | None
) -> None:
    await db.write(dasar)
    sebelum = await potret(db)
    isian = IsianPenerbit(
        lembaga=LSP, jenis=JenisSkema.API, berlaku_dari=LAMA, berlaku_sampai=None, sumber="uji"
    )
    if galat is None:
        await db.write(tetapkan_penerbit, pelaku, isian=isian)
        assert len(await isi(db, "paksi_penerbit", "id", lembaga_kode=LSP)) == 1
        return
    with pytest.raises(galat):
        await db.write(tetapkan_penerbit, pelaku, isian=isian)
    assert await potret(db) == sebelum


def ubah(**nilai: Any) -> Callable[[Session], None]:
    def rusak(session: Session) -> None:
        t = tabel("paksi_sertifikat")
        session.execute(update(t).where(t.c.terbit == LAMA).values(**nilai))

    return rusak


def api_ganda(session: Session) -> None:
    """Two versions of one scheme, which the database's own constraint takes for two schemes."""
    t = tabel("paksi_skema")
    lama = session.execute(select(t).where(t.c.kode == "API")).one()._asdict()
    baru = uuid.uuid4()
    session.execute(
        insert(t).values(**(lama | {"id": baru, "kode": "API_LAMA", "berlaku_dari": date(2019, 1, 1)}))
    )
    (siapa,) = buat_orang(session)
    for skema in (lama["id"], baru):
        baris_sertifikat(session, siapa, LAMA, date(2023, 2, 28), "API", skema_id=skema)
    session.execute(update(t).where(t.c.id == baru).values(kode="API"))


def milik_permohonan_lain(session: Session) -> None:
    (siapa,) = buat_orang(session)
    asal = permohonan(session, siapa, "PAKSI_PERTAMA/BARU/PENGALAMAN")
    ubah(permohonan_id=asal)(session)


RUSAK: dict[str, tuple[Callable[[Session], None], str]] = {
    "a kind the scheme isn't of": (ubah(jenis="API"), "jenisnya bukan jenis skemanya"),
    "superseded by nothing": (
        ubah(keadaan="DIGANTIKAN", berhenti_pada=date(2022, 1, 1)),
        "penggantinya tidak sesuai",
    ),
    "counted though nobody recognises it": (ubah(lembaga_kode="lsp-lain"), "pengakuannya tidak sesuai"),
    "two of one API scheme": (api_ganda, "lebih dari satu sertifikat API yang hidup"),
    "an application of somebody else": (milik_permohonan_lain, "tidak sesuai dengan permohonan"),
}


@pytest.mark.parametrize("apa", RUSAK)
async def test_what_breaks_the_rules_is_found(db: Database, apa: str) -> None:
    siapa = await db.write(satu_orang)

    def isi_sah(session: Session) -> None:
        baris_sertifikat(session, siapa, LAMA, date(2023, 2, 28), "PAKSI_PERTAMA")

    await db.write(isi_sah)
    assert await db.write(periksa_sertifikat_bersih) == []
    rusak, kalimat = RUSAK[apa]

    def rusakkan(session: Session) -> None:
        bebas_jejak(session, "a test breaks a rule")
        rusak(session)

    await db.write(rusakkan)
    temuan = await db.write(periksa_sertifikat_bersih)
    assert [t for t in temuan if kalimat in t] != []


async def test_issuers_of_another_day_do_not_count(db: Database) -> None:
    await db.write(dasar)
    await db.write(diakui, LSP, date(2021, 1, 1), date(2021, 12, 31))
    (siapa,) = await db.write(buat_orang)
    for hari in (date(2020, 12, 31), date(2021, 12, 31), date(2022, 1, 1)):
        await db.write(terbit, siapa, hari)
    assert [d for (d,) in await isi(db, "paksi_sertifikat", "diakui")] == [False, False, True]
