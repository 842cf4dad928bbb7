"""Assessments on both engines: given to an asesor, begun, assessed by unit, recommended."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.asesmen.rules import HariAsesmen, HasilUnit, Metode, periksa_hari, periksa_rekomendasi
from forum_paksi.asesmen.service import (
    catat_tidak_hadir,
    catat_unit,
    mulai_asesmen,
    rekomendasikan,
    tugaskan_asesor,
)
from forum_paksi.asesor.service import daftarkan_asesor
from forum_paksi.pemisahan.rules import KodePemisahan
from forum_paksi.pemisahan.service import tetapkan_pemisahan
from forum_paksi.permohonan.mundur import batalkan, tarik
from forum_paksi.permohonan.rules import Kompetensi
from forum_server.plugin import Database, Ditolak, GalatDomain, bebas_jejak
from tests.paksi.bahan import HARI, LSP, PONTIANAK, SISTEM, aktor, dasar, hibah, isi, orang, potret, tabel
from tests.paksi.bahan_asesmen import (
    JAUH,
    KINI,
    NASIONAL,
    OPERATOR_LSP,
    PEMDA,
    direkomendasikan,
    ditugaskan,
    dunia,
    hasil,
    petugas,
)
from tests.paksi.bahan_himpunan import opd

K = Kompetensi


async def ditolak(db: Database, unit: Any, siapa: Any, /, **apa: Any) -> tuple[str, tuple[str, ...]]:
    """The refusal of a unit that must write nothing."""
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(unit, siapa, **apa)
    assert await potret(db) == sebelum
    return galat.value.kode, galat.value.letak


async def keadaan(db: Database, id_: uuid.UUID) -> str:
    ((kini,),) = await isi(db, "paksi_permohonan", "keadaan", id=id_)
    return kini.value


# --- rules ------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from([*K, None]), max_size=5), st.sampled_from(K))
def test_k_is_recommended_only_when_every_unit_is_k(
    nilai: list[Kompetensi | None], minta: Kompetensi
) -> None:
    unit = [(uuid.UUID(int=n), f"U{n}") for n in range(len(nilai))]
    ada = {uuid.UUID(int=n): v for n, v in enumerate(nilai) if v is not None}
    if not nilai:
        harap = "UNIT_BELUM_DITETAPKAN"
    elif None in nilai:
        harap = "UNIT_BELUM_DINILAI"
    elif minta is K.K and K.BK in nilai:
        harap = "REKOMENDASI_TIDAK_SESUAI"
    else:
        assert periksa_rekomendasi(unit, ada, minta, " Catatan ") == "Catatan"
        return
    with pytest.raises(GalatDomain) as galat:
        periksa_rekomendasi(unit, ada, minta, "Catatan")
    assert galat.value.kode == harap


def test_bk_says_why() -> None:
    unit = [(uuid.UUID(int=1), "U1")]
    with pytest.raises(GalatDomain) as galat:
        periksa_rekomendasi(unit, {unit[0][0]: K.BK}, K.BK, " ")
    assert (galat.value.kode, galat.value.letak) == ("WAJIB_DIISI", ("catatan",))
    assert periksa_rekomendasi(unit, {unit[0][0]: K.K}, K.K, None) is None


def test_the_days_to_choose_from() -> None:
    boleh = HariAsesmen(hari=(HARI, HARI + timedelta(1)), batas=3)
    assert periksa_hari(None, boleh, KINI) == boleh.hari
    assert periksa_hari(HARI, boleh, KINI) == (HARI,)
    assert periksa_hari(KINI, None, KINI) == (KINI,)
    for dipilih, hari, kode in (
        (HARI + timedelta(2), boleh, "TANGGAL_BUKAN_JADWAL"),
        (None, None, "WAJIB_DIISI"),
        (KINI - timedelta(1), None, "TANGGAL_TIDAK_SAH"),
    ):
        with pytest.raises(GalatDomain) as galat:
            periksa_hari(dipilih, hari, KINI)
        assert (galat.value.kode, galat.value.letak) == (kode, ("tanggal",))


# --- the registry -----------------------------------------------------------------------------------------


async def test_an_asesor_is_registered_once_and_renewed(db: Database) -> None:
    await db.write(dasar)
    satu, dua = await db.write(orang, 2)
    isian: dict[str, Any] = {
        "lembaga": LSP,
        "orang_id": satu,
        "no_met": " MET.1  2020",
        "sertifikat_berakhir": JAUH,
    }
    id_ = await db.write(daftarkan_asesor, OPERATOR_LSP, **isian)
    lagi: dict[str, Any] = {**isian, "no_met": "MET.1 2020", "sertifikat_berakhir": JAUH + timedelta(1)}
    assert await db.write(daftarkan_asesor, OPERATOR_LSP, **lagi) == id_
    assert await isi(db, "paksi_asesor", "id", "no_met", "sertifikat_berakhir") == [
        (id_, "MET.1 2020", JAUH + timedelta(1))
    ]
    salah: tuple[tuple[dict[str, Any], str], ...] = (
        ({"orang_id": dua}, "NO_MET_TERPAKAI"),
        ({"orang_id": uuid.uuid4()}, "TIDAK_DITEMUKAN"),
        ({"no_met": "  "}, "NO_MET_TIDAK_SAH"),
        ({"no_met": "M" * 41}, "NO_MET_TIDAK_SAH"),
        ({"sertifikat_berakhir": KINI - timedelta(1)}, "ASESOR_KEDALUWARSA"),
        ({"lembaga": "lsp-lain"}, "TIDAK_DITEMUKAN"),
    )
    for ganti, kode in salah:
        assert (await ditolak(db, daftarkan_asesor, OPERATOR_LSP, **{**lagi, **ganti}))[0] == kode
    serba = SISTEM
    assert (await ditolak(db, daftarkan_asesor, serba, **{**lagi, "lembaga": "badan-uji"}))[0] == "BUKAN_LSP"
    assert (await ditolak(db, daftarkan_asesor, serba, **{**lagi, "lembaga": "tak-ada"}))[
        0
    ] == "TIDAK_DITEMUKAN"
    with pytest.raises(Ditolak):
        await db.write(daftarkan_asesor, PEMDA, **lagi)


# --- the task ---------------------------------------------------------------------------------------------


async def test_asesi_fill_an_asesors_days_one_after_another_and_not_further(db: Database) -> None:
    d = await dunia(db, banyak=5, batas=2, hari=2)
    for ke in range(4):
        await ditugaskan(db, d, ke)
    hari = await isi(db, "paksi_asesmen", "tanggal")
    assert hari == [(HARI,), (HARI,), (HARI + timedelta(1),), (HARI + timedelta(1),)]
    apa: dict[str, Any] = {"permohonan_id": d.permohonan[4], "asesor_id": d.asesor["asesor"]}
    assert await ditolak(db, tugaskan_asesor, OPERATOR_LSP, **apa) == ("ASESOR_PENUH", ("asesor",))
    # Given again on the same day, an application doesn't stand in its own way.
    await ditugaskan(db, d, 0, tanggal=HARI)
    # Who goes leaves the day to others.
    await db.write(tarik, PEMDA, permohonan_id=d.permohonan[0])
    await ditugaskan(db, d, 4)
    assert await isi(db, "paksi_asesmen", "tanggal", permohonan_id=d.permohonan[4]) == [(HARI,)]


async def test_a_task_can_be_given_to_another_until_it_begins(db: Database) -> None:
    d = await dunia(db)
    id_ = await ditugaskan(db, d)
    await ditugaskan(db, d, asesor="asesor_lain", tanggal=HARI + timedelta(2))
    assert await isi(db, "paksi_asesmen", "putaran", "asesor_orang_id", "tanggal") == [
        (1, d.orang["asesor_lain"], HARI + timedelta(2))
    ]
    assert await ditolak(db, mulai_asesmen, d.aktor("asesor"), permohonan_id=id_) == (
        "TIDAK_DITEMUKAN",
        ("permohonan",),
    )
    await db.write(mulai_asesmen, d.aktor("asesor_lain"), permohonan_id=id_)
    kode, _ = await ditolak(
        db, tugaskan_asesor, OPERATOR_LSP, permohonan_id=id_, asesor_id=d.asesor["asesor"]
    )
    assert (kode, await keadaan(db, id_)) == ("KEADAAN_TIDAK_SESUAI", "DIASES")


async def test_the_day_is_one_of_the_seats_and_the_asesors_certificate_reaches_it(db: Database) -> None:
    d = await dunia(db)
    apa: dict[str, Any] = {"permohonan_id": d.permohonan[0], "asesor_id": d.asesor["asesor"]}
    kode, letak = await ditolak(db, tugaskan_asesor, OPERATOR_LSP, **apa, tanggal=HARI + timedelta(7))
    assert (kode, letak) == ("TANGGAL_BUKAN_JADWAL", ("tanggal",))
    await db.write(
        daftarkan_asesor,
        OPERATOR_LSP,
        lembaga=LSP,
        orang_id=d.orang["asesor"],
        no_met="MET.000.001 2024",
        sertifikat_berakhir=HARI,
    )
    for tanggal, harap in ((HARI + timedelta(1), "ASESOR_KEDALUWARSA"),):
        assert (await ditolak(db, tugaskan_asesor, OPERATOR_LSP, **apa, tanggal=tanggal))[0] == harap
    await db.write(tugaskan_asesor, OPERATOR_LSP, **apa, tanggal=HARI)
    lain = aktor(hibah("paksi:jadwal", lembaga="lsp-lain"))
    assert (await ditolak(db, tugaskan_asesor, lain, **apa))[0] == "TIDAK_DITEMUKAN"
    apa["asesor_id"] = uuid.uuid4()
    assert await ditolak(db, tugaskan_asesor, OPERATOR_LSP, **apa) == ("TIDAK_DITEMUKAN", ("asesor",))


async def test_who_may_not_assess_is_not_given_the_task_unless_the_rule_is_off(db: Database) -> None:
    d = await dunia(db)

    def susun(session: Session) -> uuid.UUID:
        bebas_jejak(session, "a test's own data")
        (kantor,), gelombang = opd(session, PONTIANAK, 1), uuid.uuid4()
        session.execute(
            update(tabel("orang"))
            .where(tabel("orang").c.id.in_([d.orang["asesor"], d.asesi[0]]))
            .values(perangkat_daerah_id=kantor)
        )
        session.execute(
            insert(tabel("paksi_gelombang")).values(
                id=gelombang,
                nama="Gelombang 1",
                penyelenggara="BPSDM",
                wilayah_kode=PONTIANAK,
                kuota=40,
                mulai=HARI - timedelta(400),
                selesai=HARI - timedelta(396),
                keadaan="SELESAI",
            )
        )
        session.execute(
            insert(tabel("paksi_gelombang_pelatih")).values(
                gelombang_id=gelombang, orang_id=d.orang["asesor_lain"]
            )
        )
        session.execute(
            insert(tabel("paksi_gelombang_peserta")).values(
                id=uuid.uuid4(), gelombang_id=gelombang, orang_id=d.asesi[0], wilayah_kode=PONTIANAK
            )
        )
        for ke, siapa in enumerate((d.orang["verifikator"], d.asesi[0])):
            d.asesor[str(ke)] = daftarkan_asesor(
                session,
                SISTEM,
                lembaga=LSP,
                orang_id=siapa,
                no_met=f"MET.9{ke}",
                sertifikat_berakhir=JAUH,
            )
        return gelombang

    gelombang = await db.write(susun)
    for nama, kode in (
        ("asesor", "ASESOR_BUKAN_SEOPD"),
        ("asesor_lain", "ASESOR_BUKAN_PELATIH"),
        ("0", "VERIFIKATOR_BUKAN_ASESOR"),
        ("1", "ASESI_BUKAN_PETUGAS"),
    ):
        apa: dict[str, Any] = {"permohonan_id": d.permohonan[0], "asesor_id": d.asesor[nama]}
        assert await ditolak(db, tugaskan_asesor, OPERATOR_LSP, **apa) == (kode, ())

    def batal(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        session.execute(
            update(tabel("paksi_gelombang"))
            .where(tabel("paksi_gelombang").c.id == gelombang)
            .values(keadaan="DIBATALKAN", alasan_batal="Sakit")
        )

    await db.write(batal)
    await ditugaskan(db, d, asesor="asesor_lain")
    await db.write(
        tetapkan_pemisahan,
        NASIONAL,
        kode=KodePemisahan.ASESOR_BUKAN_SEOPD,
        aktif=False,
        nilai=None,
        berlaku_dari=KINI,
        sumber="Keputusan contoh",
    )
    await ditugaskan(db, d, asesor="asesor")
    assert await isi(db, "paksi_asesmen", "asesor_orang_id") == [(d.orang["asesor"],)]


async def test_an_office_under_another_is_part_of_the_same_perangkat_daerah(db: Database) -> None:
    d = await dunia(db)

    def susun(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        dinas, uptd, ranting, lain = opd(session, PONTIANAK, 4)
        kantor, t = tabel("perangkat_daerah"), tabel("orang")
        for dalam, (anak, induk) in enumerate(((uptd, dinas), (ranting, uptd))):
            letak = {"induk_id": induk, "induk_kedalaman": dalam, "kedalaman": dalam + 1, "jenis": "UPTD"}
            session.execute(update(kantor).where(kantor.c.id == anak).values(letak))
        for siapa, di in ((d.orang["asesor"], dinas), (d.orang["asesor_lain"], lain), (d.asesi[0], ranting)):
            session.execute(update(t).where(t.c.id == siapa).values(perangkat_daerah_id=di))

    await db.write(susun)
    apa: dict[str, Any] = {"permohonan_id": d.permohonan[0], "asesor_id": d.asesor["asesor"]}
    assert await ditolak(db, tugaskan_asesor, OPERATOR_LSP, **apa) == ("ASESOR_BUKAN_SEOPD", ())
    await ditugaskan(db, d, asesor="asesor_lain")


async def test_who_verified_before_a_colleague_did_assesses_as_little(db: Database) -> None:
    d = await dunia(db)

    def dahulu(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        session.execute(
            insert(tabel("paksi_verifikator")).values(
                permohonan_id=d.permohonan[0], orang_id=d.orang["asesor"]
            )
        )

    await db.write(dahulu)
    apa: dict[str, Any] = {"permohonan_id": d.permohonan[0], "asesor_id": d.asesor["asesor"]}
    assert await ditolak(db, tugaskan_asesor, OPERATOR_LSP, **apa) == ("VERIFIKATOR_BUKAN_ASESOR", ())
    await ditugaskan(db, d, asesor="asesor_lain")


async def test_an_applicant_does_nothing_for_the_lsp_to_their_own_application(db: Database) -> None:
    d = await dunia(db, banyak=2)
    sendiri = petugas(d.asesi[0], "paksi:jadwal")
    milik, lain = d.permohonan
    asesor = d.asesor["asesor"]
    for unit, apa in (
        (tugaskan_asesor, {"asesor_id": asesor}),
        (catat_tidak_hadir, {}),
        (batalkan, {"alasan": "Ada"}),
    ):
        kode, _ = await ditolak(db, unit, sendiri, permohonan_id=milik, **apa)
        assert kode == "ASESI_BUKAN_PETUGAS"
    await db.write(tugaskan_asesor, sendiri, permohonan_id=lain, asesor_id=asesor)
    await db.write(tarik, sendiri, permohonan_id=milik)
    assert await keadaan(db, milik) == "MUNDUR"


# --- the assessment ---------------------------------------------------------------------------------------


async def test_an_assessment_from_its_beginning_to_the_recommendation(db: Database) -> None:
    d = await dunia(db)
    id_ = await ditugaskan(db, d)
    siapa = d.aktor("asesor")
    apa: dict[str, Any] = {"permohonan_id": id_}
    assert (await ditolak(db, catat_unit, siapa, **apa, unit=hasil(d.unit, "K", "K")))[
        0
    ] == "KEADAAN_TIDAK_SESUAI"
    await db.write(mulai_asesmen, siapa, **apa)
    assert (await ditolak(db, rekomendasikan, siapa, **apa, rekomendasi=K.K))[0] == "UNIT_BELUM_DINILAI"
    await db.write(catat_unit, siapa, **apa, unit=hasil(d.unit, "K", "BK"))
    assert (await ditolak(db, rekomendasikan, siapa, **apa, rekomendasi=K.K))[0] == "REKOMENDASI_TIDAK_SESUAI"
    assert (await ditolak(db, rekomendasikan, siapa, **apa, rekomendasi=K.BK)) == (
        "WAJIB_DIISI",
        ("catatan",),
    )
    await db.write(catat_unit, siapa, **apa, unit=hasil(d.unit[1:], "K"))
    await db.write(rekomendasikan, siapa, **apa, rekomendasi=K.K)
    assert await isi(db, "paksi_asesmen_unit", "hasil") == [(K.K,)] * 2
    metode = tabel("paksi_asesmen_unit").c.metode
    assert [m for (m,) in await db.all(select(metode))] == [["LISAN", "PORTOFOLIO"]] * 2
    ((rekomendasi, pada),) = await isi(db, "paksi_asesmen", "rekomendasi", "direkomendasikan_pada")
    assert (rekomendasi, pada is None, await keadaan(db, id_)) == (K.K, False, "DIREKOMENDASIKAN")
    assert (await ditolak(db, catat_unit, siapa, **apa, unit=hasil(d.unit, "BK", "BK")))[
        0
    ] == "KEADAAN_TIDAK_SESUAI"


async def test_results_that_are_not_of_the_scheme_or_say_too_little(db: Database) -> None:
    d = await dunia(db)
    id_ = await ditugaskan(db, d)
    await db.write(mulai_asesmen, d.aktor("asesor"), permohonan_id=id_)
    (satu,) = hasil(d.unit[:1], "K")
    asing = HasilUnit(unit_id=uuid.uuid4(), hasil=K.K, metode=[Metode.LISAN])
    for unit, harap in (
        ([], ("WAJIB_DIISI", ("unit",))),
        ([satu, asing], ("UNIT_BUKAN_SKEMA", ("unit", "1"))),
        ([satu, satu], ("UNIT_GANDA", ("unit", "1"))),
        (
            [HasilUnit(unit_id=d.unit[0], hasil=K.K, metode=[])],
            ("WAJIB_DIISI", ("unit", "0", "metode")),
        ),
        (
            [HasilUnit(unit_id=d.unit[0], hasil=K.K, metode=[Metode.LISAN], catatan="x" * 501)],
            ("TERLALU_PANJANG", ("unit.0.catatan",)),
        ),
    ):
        assert await ditolak(db, catat_unit, d.aktor("asesor"), permohonan_id=id_, unit=unit) == harap


async def test_only_the_assigned_asesor_of_that_lsp_assesses(db: Database) -> None:
    d = await dunia(db)
    id_ = await ditugaskan(db, d)
    for siapa, harap in (
        (d.aktor("asesor_lain"), "TIDAK_DITEMUKAN"),
        (petugas(d.orang["asesor"], "paksi:asesmen", lembaga="lsp-lain"), "TIDAK_DITEMUKAN"),
        (petugas(d.orang["asesor"], "paksi:pleno"), None),
        (OPERATOR_LSP, None),
        (d.pemohon(), None),
        (SISTEM, "AKUN_TANPA_ORANG"),
    ):
        sebelum = await potret(db)
        with pytest.raises(Ditolak if harap is None else GalatDomain) as galat:
            await db.write(mulai_asesmen, siapa, permohonan_id=id_)
        if harap is not None:
            assert getattr(galat.value, "kode", None) == harap
        assert await potret(db) == sebelum
    assert await keadaan(db, id_) == "TERJADWAL"


async def test_a_seat_that_moved_makes_the_task_stale(db: Database) -> None:
    d = await dunia(db)
    id_ = await ditugaskan(db, d)

    def geser(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        t = tabel("paksi_asesmen")
        session.execute(update(t).values(tanggal=date(2030, 1, 1)))

    await db.write(geser)
    kode, _ = await ditolak(db, mulai_asesmen, d.aktor("asesor"), permohonan_id=id_)
    assert kode == "TUGAS_USANG"


async def test_who_does_not_come_is_written_down_by_asesor_or_operator(db: Database) -> None:
    d = await dunia(db, banyak=2)
    await ditugaskan(db, d, 0)
    await db.write(catat_tidak_hadir, d.aktor("asesor"), permohonan_id=d.permohonan[0], alasan="Sakit")
    await db.write(catat_tidak_hadir, OPERATOR_LSP, permohonan_id=d.permohonan[1])
    rows = await isi(db, "paksi_permohonan", "keadaan", "alasan")
    assert {(k.value, a) for k, a in rows} == {("TIDAK_HADIR", "Sakit"), ("TIDAK_HADIR", None)}


async def test_the_tables_hold_what_the_services_promise(db: Database) -> None:
    d = await dunia(db)
    id_ = await direkomendasikan(db, d)

    def tulis(nilai: dict[str, Any]) -> Any:
        def unit(session: Session) -> None:
            bebas_jejak(session, "a test's own data")
            session.execute(insert(tabel("paksi_asesmen")).values(permohonan_id=id_, **nilai))

        return unit

    # The same asesor in another round; a recommendation of what never began.
    for nilai in (
        {"putaran": 2, "asesor_orang_id": d.orang["asesor"], "tanggal": KINI},
        {
            "putaran": 2,
            "asesor_orang_id": d.orang["asesor_lain"],
            "tanggal": KINI,
            "rekomendasi": "K",
        },
    ):
        with pytest.raises(IntegrityError):
            await db.write(tulis(nilai))

    def langsung(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        session.execute(update(tabel("paksi_permohonan")).values(keadaan="KOMPETEN"))

    with pytest.raises(IntegrityError, match="diputus_pleno"):
        await db.write(langsung)
