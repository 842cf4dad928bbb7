"""Plenos, appeals and the certificate that ends it all: one unit of work each, on both engines."""

from __future__ import annotations

import itertools
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.asesmen.service import tugaskan_asesor
from forum_paksi.asesor.service import daftarkan_asesor
from forum_paksi.banding.rules import periksa_tenggat
from forum_paksi.banding.service import ajukan_banding, putuskan_banding
from forum_paksi.penerbitan.service import terbitkan
from forum_paksi.permohonan.mundur import tarik
from forum_paksi.permohonan.rules import Kompetensi
from forum_paksi.pleno.berita_acara import terbitkan_berita_acara
from forum_paksi.pleno.periksa import periksa_asesmen
from forum_paksi.pleno.rules import AGENDA_MAKS, periksa_agenda, periksa_putusan
from forum_paksi.pleno.service import (
    buat_pleno,
    keluarkan_dari_pleno,
    masukkan_pleno,
    putuskan,
    tutup_pleno,
)
from forum_server.plugin import Database, Ditolak, GalatDomain, bebas_jejak
from tests.paksi.bahan import LSP, SISTEM, isi, potret, tabel
from tests.paksi.bahan_asesmen import (
    JAUH,
    KINI,
    OPERATOR_LSP,
    PEMDA,
    Dunia,
    besok,
    diputus,
    direkomendasikan,
    dunia,
    petugas,
    pleno,
)

K = Kompetensi


async def ditolak(db: Database, unit: Any, siapa: Any, /, **apa: Any) -> str:
    """The refusal of a unit that must write nothing."""
    sebelum = await potret(db)
    with pytest.raises((GalatDomain, Ditolak)) as galat:
        await db.write(unit, siapa, **apa)
    assert await potret(db) == sebelum
    return getattr(galat.value, "kode", "DITOLAK")


async def keadaan(db: Database, id_: uuid.UUID) -> tuple[str, int]:
    """State and round of an application."""
    ((kini, putaran),) = await isi(db, "paksi_permohonan", "keadaan", "putaran", id=id_)
    return kini.value, putaran


async def sehat(db: Database) -> None:
    """Nothing broke an invariant."""
    async with db.read() as koneksi:
        assert await koneksi.run_sync(lambda k: periksa_asesmen(Session(bind=k))) == []


# --- rules ------------------------------------------------------------------------------------------------


def test_what_a_decision_needs_for_every_pair_of_recommendation_and_decision() -> None:
    aku, lain = uuid.uuid4(), uuid.uuid4()
    for keputusan, rekomendasi, alasan, anggota, jarak in itertools.product(
        K, K, (None, " ", "Sebab"), ([aku], [lain]), (-1, 0, 1)
    ):
        apa: dict[str, Any] = {
            "pemutus": aku,
            "anggota": anggota,
            "tanggal": KINI,
            "hari_ini": KINI + timedelta(jarak),
        }
        wajib = keputusan is K.BK or rekomendasi is K.BK
        if anggota == [lain]:
            harap = "BUKAN_ANGGOTA_PLENO"
        elif jarak < 0:
            harap = "PLENO_BELUM_BERLANGSUNG"
        elif wajib and alasan != "Sebab":
            harap = "WAJIB_DIISI"
        else:
            sebab = periksa_putusan(keputusan, rekomendasi, alasan, **apa)
            assert sebab == ("Sebab" if alasan == "Sebab" else None)
            continue
        with pytest.raises(GalatDomain) as galat:
            periksa_putusan(keputusan, rekomendasi, alasan, **apa)
        assert galat.value.kode == harap


def test_an_appeal_has_no_limit_unless_one_is_set_and_its_last_moment_is_in_it() -> None:
    putus = datetime(2026, 1, 1, tzinfo=UTC)
    tepat = putus + timedelta(days=7)
    for batas, kini in ((0, putus + timedelta(days=9999)), (7, tepat), (-1, tepat)):
        periksa_tenggat(putus, kini, batas)
    with pytest.raises(GalatDomain) as galat:
        periksa_tenggat(putus, tepat + timedelta(seconds=1), 7)
    assert galat.value.kode == "LEWAT_BATAS_BANDING"


def test_how_many_go_on_an_agenda() -> None:
    periksa_agenda(1)
    periksa_agenda(AGENDA_MAKS)
    for banyak, kode in ((0, "WAJIB_DIISI"), (AGENDA_MAKS + 1, "TERLALU_BANYAK")):
        with pytest.raises(GalatDomain) as galat:
            periksa_agenda(banyak)
        assert galat.value.kode == kode


# --- the pleno --------------------------------------------------------------------------------------------


async def test_a_pleno_says_who_sits_in_it_and_has_a_number_of_its_own(db: Database) -> None:
    d = await dunia(db)
    id_ = await pleno(db, d, " BA/01 ")
    anggota = await isi(db, "paksi_pleno_anggota", "urutan", "orang_id", "ketua", pleno_id=id_)
    assert [(o, k) for _, o, k in anggota] == [
        (d.orang["ketua"], True),
        (d.orang["pemutus"], False),
        (d.orang["asesor"], False),
        (d.orang["verifikator"], False),
        (d.asesi[0], False),
    ]
    isian: dict[str, Any] = {
        "lembaga": LSP,
        "nomor": "BA/02",
        "tanggal": KINI,
        "tempat": "Daring",
        "anggota": [d.orang["ketua"]],
    }
    for ganti, harap in (
        ({"nomor": "BA/01"}, "NOMOR_PLENO_TERPAKAI"),
        ({"nomor": " "}, "NOMOR_SURAT_TIDAK_SAH"),
        ({"nomor": "a\nb\x07"}, "NOMOR_SURAT_TIDAK_SAH"),
        ({"tempat": ""}, "WAJIB_DIISI"),
        ({"anggota": []}, "WAJIB_DIISI"),
        ({"anggota": [d.orang["ketua"]] * 2}, "ANGGOTA_GANDA"),
        ({"anggota": [uuid.uuid4() for _ in range(31)]}, "TERLALU_BANYAK"),
        ({"anggota": [uuid.uuid4()]}, "TIDAK_DITEMUKAN"),
        ({"lembaga": "lsp-lain"}, "TIDAK_DITEMUKAN"),
    ):
        assert await ditolak(db, buat_pleno, OPERATOR_LSP, **{**isian, **ganti}) == harap
    assert await ditolak(db, buat_pleno, d.aktor("asesor"), **isian) == "DITOLAK"


async def test_from_the_agenda_to_the_certificate(db: Database) -> None:
    d = await dunia(db, banyak=3)
    ids = [await direkomendasikan(db, d, ke, nilai="K" if ke else "BK") for ke in range(3)]
    siapa = d.aktor("pemutus")
    id_ = await pleno(db, d)
    assert await ditolak(db, tutup_pleno, siapa, pleno_id=id_) == "PLENO_KOSONG"
    await db.write(masukkan_pleno, OPERATOR_LSP, pleno_id=id_, permohonan=[*ids, ids[0]])
    assert (
        await ditolak(db, masukkan_pleno, siapa, pleno_id=id_, permohonan=ids[:1]) == "KEADAAN_TIDAK_SESUAI"
    )
    assert await db.write(keluarkan_dari_pleno, siapa, permohonan_id=ids[2]) == id_
    assert await keadaan(db, ids[2]) == ("DIREKOMENDASIKAN", 1)
    await db.write(masukkan_pleno, siapa, pleno_id=id_, permohonan=[ids[2]])
    apa: dict[str, Any] = {"permohonan_id": ids[0], "keputusan": K.BK}
    assert await ditolak(db, putuskan, siapa, **apa) == "WAJIB_DIISI"
    await db.write(putuskan, siapa, **apa, alasan="Unit 2 belum terbukti")
    assert await ditolak(db, putuskan, siapa, **apa, alasan="Lagi") == "KEADAAN_TIDAK_SESUAI"
    await db.write(putuskan, siapa, permohonan_id=ids[1], keputusan=K.K)
    assert await ditolak(db, tutup_pleno, siapa, pleno_id=id_) == "PLENO_BELUM_SELESAI"
    assert await ditolak(db, terbitkan_berita_acara, siapa, pleno_id=id_) == "PLENO_BELUM_DITUTUP"
    await sehat(db)
    # Who withdraws keeps nobody waiting.
    await db.write(tarik, PEMDA, permohonan_id=ids[2])
    await db.write(tutup_pleno, siapa, pleno_id=id_)
    await sehat(db)
    assert await ditolak(db, tutup_pleno, siapa, pleno_id=id_) == "PLENO_DITUTUP"
    rows = await isi(db, "paksi_pleno_keputusan", "permohonan_id", "keputusan", "pemutus_orang_id")
    assert set(rows) == {
        (ids[0], K.BK, d.orang["pemutus"]),
        (ids[1], K.K, d.orang["pemutus"]),
        (ids[2], None, None),
    }
    penerbit = d.aktor("penerbit")
    terbit: dict[str, Any] = {"nomor": "S/1", "terbit": KINI}
    assert await ditolak(db, terbitkan, penerbit, permohonan_id=ids[0], **terbit) == "KEADAAN_TIDAK_SESUAI"
    assert (
        await ditolak(db, terbitkan, penerbit, permohonan_id=ids[1], nomor="S/1", terbit=besok(-1))
        == "TANGGAL_TIDAK_URUT"
    )
    assert await ditolak(db, terbitkan, siapa, permohonan_id=ids[1], **terbit) == "DITOLAK"
    sertifikat = await db.write(terbitkan, penerbit, permohonan_id=ids[1], **terbit)
    assert await isi(db, "paksi_sertifikat", "id", "permohonan_id", "orang_id", "nomor") == [
        (sertifikat, ids[1], d.asesi[1], "S/1")
    ]
    assert await keadaan(db, ids[1]) == ("SERTIFIKAT_TERBIT", 1)
    assert await ditolak(db, terbitkan, penerbit, permohonan_id=ids[1], **terbit) == "KEADAAN_TIDAK_SESUAI"
    await sehat(db)


async def test_a_closed_pleno_and_another_lsps_take_nobody(db: Database) -> None:
    d = await dunia(db, banyak=2)
    pleno_id = await diputus(db, d, 0)
    await db.write(tutup_pleno, OPERATOR_LSP, pleno_id=pleno_id)
    id_ = await direkomendasikan(db, d, 1)
    apa = {"permohonan": [id_]}
    siapa = d.aktor("pemutus")
    assert await ditolak(db, masukkan_pleno, siapa, pleno_id=pleno_id, **apa) == "PLENO_DITUTUP"
    asing = await db.write(
        buat_pleno,
        SISTEM,
        lembaga="lsp-lain",
        nomor="X",
        tanggal=KINI,
        tempat="X",
        anggota=[d.orang["ketua"]],
    )
    assert await ditolak(db, masukkan_pleno, siapa, pleno_id=asing, **apa) == "TIDAK_DITEMUKAN"
    assert await ditolak(db, masukkan_pleno, siapa, pleno_id=uuid.uuid4(), **apa) == "TIDAK_DITEMUKAN"
    kedua = await pleno(db, d, "BA/9")
    salah = {"permohonan": [id_, uuid.uuid4()]}
    assert await ditolak(db, masukkan_pleno, siapa, pleno_id=kedua, **salah) == "TIDAK_DITEMUKAN"


async def test_who_took_part_does_not_decide_and_who_does_not_sit_there_neither(db: Database) -> None:
    d = await dunia(db)
    id_ = await direkomendasikan(db, d)
    pleno_id = await pleno(db, d)
    await db.write(masukkan_pleno, d.aktor("pemutus"), pleno_id=pleno_id, permohonan=[id_])
    for orang, harap in (
        (d.orang["asesor"], "PEMUTUS_BUKAN_ASESOR"),
        (d.orang["verifikator"], "PEMUTUS_BUKAN_VERIFIKATOR"),
        (d.asesi[0], "ASESI_BUKAN_PETUGAS"),
        (d.orang["hakim"], "BUKAN_ANGGOTA_PLENO"),
    ):
        siapa = petugas(orang, "paksi:pleno")
        assert await ditolak(db, putuskan, siapa, permohonan_id=id_, keputusan=K.K) == harap
    for siapa, harap in (
        (SISTEM, "AKUN_TANPA_ORANG"),
        (d.pemohon(), "DITOLAK"),
        (OPERATOR_LSP, "DITOLAK"),
        (petugas(d.orang["pemutus"], "paksi:pleno", lembaga="lsp-lain"), "TIDAK_DITEMUKAN"),
    ):
        assert await ditolak(db, putuskan, siapa, permohonan_id=id_, keputusan=K.K) == harap
    kelak = await pleno(db, d, "BA/kelak", tanggal=besok(3))
    await db.write(keluarkan_dari_pleno, OPERATOR_LSP, permohonan_id=id_)
    await db.write(masukkan_pleno, OPERATOR_LSP, pleno_id=kelak, permohonan=[id_])
    kode = await ditolak(db, putuskan, d.aktor("pemutus"), permohonan_id=id_, keputusan=K.K)
    assert kode == "PLENO_BELUM_BERLANGSUNG"


async def test_a_pleno_may_depart_from_the_recommendation_with_a_reason(db: Database) -> None:
    d = await dunia(db)
    id_ = await direkomendasikan(db, d, nilai="BK")
    pleno_id = await pleno(db, d)
    siapa = d.aktor("pemutus")
    await db.write(masukkan_pleno, siapa, pleno_id=pleno_id, permohonan=[id_])
    assert await ditolak(db, putuskan, siapa, permohonan_id=id_, keputusan=K.K) == "WAJIB_DIISI"
    await db.write(putuskan, siapa, permohonan_id=id_, keputusan=K.K, alasan="Bukti tambahan diterima")
    assert await keadaan(db, id_) == ("KOMPETEN", 1)
    await sehat(db)


async def test_the_tables_refuse_a_decision_by_the_asesor_and_a_k_without_a_pleno(db: Database) -> None:
    d = await dunia(db)
    id_ = await direkomendasikan(db, d)
    pleno_id = await pleno(db, d)
    await db.write(masukkan_pleno, d.aktor("pemutus"), pleno_id=pleno_id, permohonan=[id_])
    t = tabel("paksi_pleno_keputusan")

    def ubah(**nilai: Any) -> Any:
        def unit(session: Session) -> None:
            bebas_jejak(session, "a test's own data")
            session.execute(update(t).values(**nilai))

        return unit

    putus = {"keputusan": "K", "diputus_pada": datetime.now(UTC)}
    for nilai in (
        {**putus, "pemutus_orang_id": d.orang["asesor"]},
        {**putus, "pemutus_orang_id": d.asesi[0]},
        {**putus, "pemutus_orang_id": d.orang["hakim"]},  # does not sit in it
        {"keputusan": "K"},
    ):
        with pytest.raises(IntegrityError):
            await db.write(ubah(**nilai))

    def langsung(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        session.execute(update(tabel("paksi_permohonan")).values(keadaan="KOMPETEN", pleno_id=None))

    with pytest.raises(IntegrityError):
        await db.write(langsung)
    await db.write(ubah(**putus, pemutus_orang_id=d.orang["pemutus"]))


# --- the appeal -------------------------------------------------------------------------------------------


async def ulang(db: Database, d: Dunia) -> uuid.UUID:
    """An application whose appeal was upheld."""
    await diputus(db, d, nilai="BK")
    id_ = d.permohonan[0]
    await db.write(ajukan_banding, d.pemohon(), permohonan_id=id_, alasan="Bukti unit 2 terlewat")
    await db.write(
        putuskan_banding,
        d.aktor("hakim"),
        permohonan_id=id_,
        dikabulkan=True,
        jawaban="Bukti memang terlewat",
    )
    return id_


async def test_an_upheld_appeal_leads_to_another_asesor_and_a_new_decision(db: Database) -> None:
    d = await dunia(db)
    id_ = await ulang(db, d)
    assert await keadaan(db, id_) == ("ASESMEN_ULANG", 2)
    assert await isi(db, "paksi_permohonan", "asesor_orang_id", "rekomendasi", "pleno_id") == [
        (None, None, None)
    ]
    await sehat(db)
    apa: dict[str, Any] = {"permohonan_id": id_, "asesor_id": d.asesor["asesor"]}
    assert await ditolak(db, tugaskan_asesor, OPERATOR_LSP, **apa) == "WAJIB_DIISI"
    assert await ditolak(db, tugaskan_asesor, OPERATOR_LSP, **apa, tanggal=besok(-2)) == "TANGGAL_TIDAK_SAH"
    assert await ditolak(db, tugaskan_asesor, OPERATOR_LSP, **apa, tanggal=besok()) == "ASESOR_PUTARAN_LALU"
    await diputus(db, d, nilai="K", nomor="BA/02", asesor="asesor_lain", tanggal=besok())
    assert await keadaan(db, id_) == ("KOMPETEN", 2)
    rows = await isi(db, "paksi_pleno_keputusan", "putaran", "keputusan", "asesor_orang_id")
    assert rows == [(1, K.BK, d.orang["asesor"]), (2, K.K, d.orang["asesor_lain"])]
    await db.write(terbitkan, d.aktor("penerbit"), permohonan_id=id_, nomor="S/2", terbit=KINI)
    await sehat(db)


async def test_who_judged_the_appeal_neither_assesses_nor_decides_what_follows(db: Database) -> None:
    d = await dunia(db)
    id_ = await ulang(db, d)
    hakim = await db.write(
        daftarkan_asesor,
        SISTEM,
        lembaga=LSP,
        orang_id=d.orang["hakim"],
        no_met="MET.1",
        sertifikat_berakhir=JAUH,
    )
    tugas: dict[str, Any] = {"permohonan_id": id_, "asesor_id": hakim, "tanggal": besok()}
    assert await ditolak(db, tugaskan_asesor, OPERATOR_LSP, **tugas) == "PEMUTUS_BANDING_BERBEDA"
    await direkomendasikan(db, d, nilai="K", asesor="asesor_lain", tanggal=besok())
    kedua = await pleno(db, d, "BA/02", anggota=[d.orang["hakim"], d.orang["pemutus"]])
    await db.write(masukkan_pleno, OPERATOR_LSP, pleno_id=kedua, permohonan=[id_])
    siapa = petugas(d.orang["hakim"], "paksi:pleno")
    putus: dict[str, Any] = {"permohonan_id": id_, "keputusan": K.K}
    assert await ditolak(db, putuskan, siapa, **putus) == "PEMUTUS_BANDING_BERBEDA"
    await db.write(putuskan, d.aktor("pemutus"), **putus)
    await sehat(db)


async def test_nobody_issues_their_own_certificate(db: Database) -> None:
    d = await dunia(db)
    await diputus(db, d)
    apa: dict[str, Any] = {"permohonan_id": d.permohonan[0], "nomor": "S/1", "terbit": KINI}
    sendiri = petugas(d.asesi[0], "paksi:terbitkan", "paksi:jadwal")
    assert await ditolak(db, terbitkan, sendiri, **apa) == "ASESI_BUKAN_PETUGAS"
    await db.write(terbitkan, d.aktor("penerbit"), **apa)


async def test_a_refused_appeal_ends_it_and_there_is_no_second_one(db: Database) -> None:
    d = await dunia(db)
    await diputus(db, d, nilai="BK")
    apa: dict[str, Any] = {"permohonan_id": d.permohonan[0]}
    for siapa, harap in (
        (OPERATOR_LSP, "DITOLAK"),
        (d.aktor("hakim"), "DITOLAK"),
        (petugas(d.orang["pemutus"], "paksi:mohon", lembaga="lsp-lain"), "TIDAK_DITEMUKAN"),
    ):
        assert await ditolak(db, ajukan_banding, siapa, **apa, alasan="Keliru") == harap
    assert await ditolak(db, ajukan_banding, PEMDA, **apa, alasan=" ") == "WAJIB_DIISI"
    assert await ditolak(db, ajukan_banding, PEMDA, **apa, alasan="x" * 501) == "TERLALU_PANJANG"
    await db.write(ajukan_banding, PEMDA, **apa, alasan="Keliru")
    await sehat(db)
    tolak: dict[str, Any] = {**apa, "dikabulkan": False, "jawaban": "Sudah tepat"}
    for bagian, harap in (
        ("asesor", "PEMUTUS_BANDING_BERBEDA"),
        ("pemutus", "PEMUTUS_BANDING_BERBEDA"),
        ("verifikator", "PEMUTUS_BANDING_BERBEDA"),
    ):
        siapa = petugas(d.orang[bagian], "paksi:banding")
        assert await ditolak(db, putuskan_banding, siapa, **tolak) == harap
    sendiri = petugas(d.asesi[0], "paksi:banding")
    assert await ditolak(db, putuskan_banding, sendiri, **tolak) == "ASESI_BUKAN_PETUGAS"
    assert await ditolak(db, putuskan_banding, SISTEM, **tolak) == "AKUN_TANPA_ORANG"
    assert await ditolak(db, putuskan_banding, d.aktor("hakim"), **{**tolak, "jawaban": ""}) == "WAJIB_DIISI"
    await db.write(putuskan_banding, d.aktor("hakim"), **tolak)
    assert await keadaan(db, d.permohonan[0]) == ("BELUM_KOMPETEN", 1)
    kode = await ditolak(db, ajukan_banding, d.pemohon(), **apa, alasan="Sekali lagi")
    assert kode == "BANDING_SUDAH_DIAJUKAN"
    await sehat(db)

    for siapa_ in (d.orang["asesor"], d.orang["pemutus"], d.asesi[0]):

        def hakim(session: Session, siapa: uuid.UUID = siapa_) -> None:
            bebas_jejak(session, "a test's own data")
            session.execute(update(tabel("paksi_banding")).values(hakim_orang_id=siapa))

        with pytest.raises(IntegrityError, match="hakim_orang_lain"):
            await db.write(hakim)


async def test_an_appeal_after_the_limit_the_lsp_set_is_too_late(db: Database) -> None:
    d = await dunia(db)
    await diputus(db, d, nilai="BK")

    def lampau(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        session.execute(
            update(tabel("plugin_wilayah"))
            .where(tabel("plugin_wilayah").c.kode == LSP)
            .values(setelan={"batas_banding_hari": 7})
        )
        session.execute(
            update(tabel("paksi_pleno_keputusan")).values(diputus_pada=datetime.now(UTC) - timedelta(days=8))
        )

    await db.write(lampau)
    apa: dict[str, Any] = {"permohonan_id": d.permohonan[0], "alasan": "Keliru"}
    assert await ditolak(db, ajukan_banding, d.pemohon(), **apa) == "LEWAT_BATAS_BANDING"


async def test_who_began_another_application_meanwhile_does_not_appeal(db: Database) -> None:
    d = await dunia(db)
    await diputus(db, d, nilai="BK")
    t = tabel("paksi_permohonan")

    def lain(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        row = dict(session.execute(t.select()).mappings().one())
        session.execute(
            insert(t).values(
                **{
                    **row,
                    "id": uuid.uuid4(),
                    "nomor": "PS-lain",
                    "keadaan": "DRAF",
                    "pemesanan_id": None,
                    "asesor_orang_id": None,
                    "rekomendasi": None,
                    "pleno_id": None,
                }
            )
        )

    await db.write(lain)
    apa: dict[str, Any] = {"permohonan_id": d.permohonan[0], "alasan": "Keliru"}
    assert await ditolak(db, ajukan_banding, d.pemohon(), **apa) == "PERMOHONAN_BERJALAN"


# --- what holds over rows ----------------------------------------------------------------


async def test_what_breaks_an_invariant_is_found(db: Database) -> None:
    d = await dunia(db)
    await diputus(db, d)
    id_ = d.permohonan[0]
    for nama, nilai, kata in (
        ("paksi_asesmen_unit", {"hasil": "BK"}, "direkomendasikan K padahal ada unit BK"),
        ("paksi_asesmen", {"rekomendasi": "BK"}, "rekomendasinya lain"),
        ("paksi_pleno_keputusan", {"keputusan": "BK"}, "tanpa keputusan pleno yang sama"),
        ("paksi_permohonan", {"putaran": 2}, "tanpa banding yang dikabulkan"),
        ("paksi_permohonan", {"keadaan": "BANDING"}, "padahal bandingnya"),
        ("paksi_pleno", {"lembaga_kode": "lsp-lain"}, "diputus dalam pleno LSP lsp-lain"),
    ):
        t = tabel(nama)

        def rusak(session: Session, t: Any = t, nilai: dict[str, Any] = nilai) -> list[str]:
            bebas_jejak(session, "a test's own data")
            with session.begin_nested() as titik:
                session.execute(update(t).values(**nilai))
                temuan = periksa_asesmen(session)
                titik.rollback()
            return temuan

        temuan = await db.write(rusak)
        assert any(kata in satu and str(id_) in satu for satu in temuan), (nama, temuan)
    await sehat(db)
