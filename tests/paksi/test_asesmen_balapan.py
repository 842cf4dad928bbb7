"""Assessments, plenos and appeals under two hands at once: one of them wins, and nothing is left in between."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from forum_paksi.asesmen.service import catat_unit, mulai_asesmen, rekomendasikan, tugaskan_asesor
from forum_paksi.banding.service import ajukan_banding, putuskan_banding
from forum_paksi.penerbitan.service import terbitkan
from forum_paksi.permohonan.rules import Kompetensi
from forum_paksi.pleno.periksa import periksa_asesmen
from forum_paksi.pleno.service import masukkan_pleno, putuskan, tutup_pleno
from forum_server.plugin import Database, GalatDomain, bebas_jejak
from tests.paksi.bahan import HARI, isi, tabel
from tests.paksi.bahan_asesmen import (
    KINI,
    OPERATOR_LSP,
    PEMDA,
    Dunia,
    diputus,
    direkomendasikan,
    ditugaskan,
    dunia,
    hasil,
    pleno,
)
from tests.paksi.test_himpunan_balapan import bersama

K = Kompetensi


def kode(semua: list[Any]) -> list[str]:
    """The refusals among these results."""
    return [h.kode for h in semua if isinstance(h, GalatDomain)]


async def sehat(db: Database) -> None:
    """Nothing broke an invariant."""
    async with db.read() as koneksi:
        assert await koneksi.run_sync(lambda k: periksa_asesmen(Session(bind=k))) == []


async def test_the_last_place_of_an_asesors_day_is_given_once(db: Database) -> None:
    d = await dunia(db, banyak=4, batas=1, hari=1)
    semua = await bersama(
        *(
            db.write(tugaskan_asesor, OPERATOR_LSP, permohonan_id=p, asesor_id=d.asesor["asesor"])
            for p in d.permohonan
        )
    )
    assert kode(semua) == ["ASESOR_PENUH"] * 3
    assert len(await isi(db, "paksi_asesmen", "permohonan_id")) == 1
    terisi = await isi(db, "paksi_permohonan", "asesor_orang_id", asesor_orang_id=d.orang["asesor"])
    assert len(terisi) == 1


async def test_control_counting_before_the_unit_gives_it_twice(db: Database) -> None:
    d = await dunia(db, banyak=2, batas=1, hari=1)
    t = tabel("paksi_asesmen")

    def beri(session: Session, permohonan: uuid.UUID) -> None:
        bebas_jejak(session, "a test's own data")
        session.execute(
            insert(t).values(
                permohonan_id=permohonan, putaran=1, asesor_orang_id=d.orang["asesor"], tanggal=HARI
            )
        )

    terbaca = [await db.scalar(select(func.count()).select_from(t)) for _ in d.permohonan]
    await bersama(*(db.write(beri, p) for p, n in zip(d.permohonan, terbaca, strict=True) if n == 0))
    assert len(await isi(db, "paksi_asesmen", "permohonan_id")) == 2


async def test_two_asesor_at_once_leave_one_of_them(db: Database) -> None:
    d = await dunia(db)
    id_ = d.permohonan[0]
    semua = await bersama(
        *(
            db.write(tugaskan_asesor, OPERATOR_LSP, permohonan_id=id_, asesor_id=d.asesor[a])
            for a in ("asesor", "asesor_lain")
        )
    )
    assert set(kode(semua)) <= {"SEDANG_BERUBAH"}
    assert await isi(db, "paksi_asesmen", "asesor_orang_id") == await isi(
        db, "paksi_permohonan", "asesor_orang_id"
    )


async def test_beginning_and_giving_the_task_to_another_at_once(db: Database) -> None:
    d = await dunia(db)
    id_ = await ditugaskan(db, d)
    semua = await bersama(
        db.write(mulai_asesmen, d.aktor("asesor"), permohonan_id=id_),
        db.write(tugaskan_asesor, OPERATOR_LSP, permohonan_id=id_, asesor_id=d.asesor["asesor_lain"]),
    )
    assert len(kode(semua)) == 1
    assert set(kode(semua)) <= {"KEADAAN_TIDAK_SESUAI", "SEDANG_BERUBAH", "TIDAK_DITEMUKAN"}
    ((asesor, mulai),) = await isi(db, "paksi_asesmen", "asesor_orang_id", "mulai_pada")
    assert (asesor == d.orang["asesor"]) == (mulai is not None)
    await sehat(db)


async def test_a_result_written_while_recommending_comes_before_it_or_not_at_all(db: Database) -> None:
    d = await dunia(db)
    id_ = await ditugaskan(db, d)
    siapa = d.aktor("asesor")
    await db.write(mulai_asesmen, siapa, permohonan_id=id_)
    await db.write(catat_unit, siapa, permohonan_id=id_, unit=hasil(d.unit, "K", "K"))
    semua = await bersama(
        db.write(rekomendasikan, siapa, permohonan_id=id_, rekomendasi=K.K),
        db.write(catat_unit, siapa, permohonan_id=id_, unit=hasil(d.unit, "K", "BK")),
    )
    assert kode(semua) in (["KEADAAN_TIDAK_SESUAI"], ["REKOMENDASI_TIDAK_SESUAI"], ["SEDANG_BERUBAH"])
    await sehat(db)


async def _di_pleno(db: Database, d: Dunia) -> tuple[uuid.UUID, uuid.UUID]:
    id_ = await direkomendasikan(db, d)
    pleno_id = await pleno(db, d)
    await db.write(masukkan_pleno, d.aktor("pemutus"), pleno_id=pleno_id, permohonan=[id_])
    return id_, pleno_id


async def test_two_decisions_at_once_are_one(db: Database) -> None:
    d = await dunia(db)
    id_, _ = await _di_pleno(db, d)
    siapa = d.aktor("pemutus")
    semua = await bersama(
        *(db.write(putuskan, siapa, permohonan_id=id_, keputusan=k, alasan="Sebab") for k in (K.K, K.BK))
    )
    assert kode(semua) == ["KEADAAN_TIDAK_SESUAI"]
    ((putus,),) = await isi(db, "paksi_pleno_keputusan", "keputusan")
    ((kini,),) = await isi(db, "paksi_permohonan", "keadaan")
    assert kini.value == ("KOMPETEN" if putus is K.K else "BELUM_KOMPETEN")
    await sehat(db)


async def test_an_application_goes_before_one_pleno_and_none_that_closes_meanwhile(db: Database) -> None:
    d = await dunia(db, banyak=2)
    pertama = await diputus(db, d, 0)
    id_ = await direkomendasikan(db, d, 1)
    kedua = await pleno(db, d, "BA/02")
    siapa = d.aktor("pemutus")
    semua = await bersama(
        db.write(masukkan_pleno, siapa, pleno_id=pertama, permohonan=[id_]),
        db.write(masukkan_pleno, siapa, pleno_id=kedua, permohonan=[id_]),
        db.write(tutup_pleno, OPERATOR_LSP, pleno_id=pertama),
    )
    # Of the two plenos one has it; the first one closes unless it got it before.
    assert len(kode(semua)) in (1, 2)
    ((milik,),) = await isi(db, "paksi_pleno_keputusan", "pleno_id", permohonan_id=id_)
    ((ditutup,),) = await isi(db, "paksi_pleno", "ditutup_pada", id=pertama)
    assert (milik == pertama) <= (ditutup is None)
    await sehat(db)


async def test_two_appeals_and_two_answers_are_one_each(db: Database) -> None:
    d = await dunia(db)
    await diputus(db, d, nilai="BK")
    id_ = d.permohonan[0]
    semua = await bersama(
        *(
            db.write(ajukan_banding, siapa, permohonan_id=id_, alasan="Keliru")
            for siapa in (d.pemohon(), PEMDA)
        )
    )
    assert kode(semua) in (["BANDING_SUDAH_DIAJUKAN"], ["KEADAAN_TIDAK_SESUAI"])
    semua = await bersama(
        *(
            db.write(putuskan_banding, d.aktor("hakim"), permohonan_id=id_, dikabulkan=ya, jawaban="Jawab")
            for ya in (True, False)
        )
    )
    assert kode(semua) == ["KEADAAN_TIDAK_SESUAI"]
    ((dikabulkan,),) = await isi(db, "paksi_banding", "dikabulkan")
    ((kini,),) = await isi(db, "paksi_permohonan", "keadaan")
    assert kini.value == ("ASESMEN_ULANG" if dikabulkan else "BELUM_KOMPETEN")
    await sehat(db)


async def test_two_certificates_at_once_are_one(db: Database) -> None:
    d = await dunia(db)
    await diputus(db, d)
    semua = await bersama(
        *(
            db.write(terbitkan, d.aktor("penerbit"), permohonan_id=d.permohonan[0], nomor=n, terbit=KINI)
            for n in ("S/1", "S/2")
        )
    )
    assert kode(semua) == ["KEADAAN_TIDAK_SESUAI"]
    assert len(await isi(db, "paksi_sertifikat", "nomor")) == 1
