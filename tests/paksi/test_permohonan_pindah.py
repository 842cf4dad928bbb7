"""The only way an application's state changes: at once or not at all, on the record, its reports counted once."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.permohonan.isian import buat_permohonan
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.permohonan.pemakaian import pakai
from forum_paksi.permohonan.periksa import periksa_permohonan
from forum_paksi.permohonan.pihak import IZIN, Milik, pihak_atas
from forum_paksi.permohonan.rules import KeadaanPermohonan, PelakuPermohonan, TindakanPermohonan
from forum_paksi.permohonan.service import BarisPermohonan, ambil, baca_baris, catat_langkah, pindah
from forum_server.plugin import Aktor, Database, GalatDomain, bebas_jejak
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, aktor, dasar, hibah, isi, orang, potret, tabel
from tests.paksi.bahan_permohonan import (
    BARU,
    HARI_INI,
    PEMDA,
    calon,
    diajukan,
    diri,
    disusun,
    kegiatan,
    petugas,
    syarat,
    unit,
)

K = KeadaanPermohonan
T = TindakanPermohonan
P = PelakuPermohonan


def mulai(session: Session) -> tuple[uuid.UUID, uuid.UUID, list[uuid.UUID], uuid.UUID]:
    """An application that was handed in: the applicant, it, the units, and somebody of the LSP."""
    dasar(session)
    syarat(session)
    siapa, unit_ = calon(session), unit(session)
    (pegawai,) = orang(session)
    return siapa, diajukan(session, siapa, unit_), unit_, pegawai


def letakkan(session: Session, permohonan: uuid.UUID, keadaan: K, asesor: uuid.UUID) -> None:
    """Put an application into a state, as if all before had happened."""
    bebas_jejak(session, "a test's own data")
    pleno = uuid.uuid4()
    session.execute(
        insert(tabel("paksi_pleno")).values(
            id=pleno, lembaga_kode=LSP, nomor=f"BA-{pleno}", tanggal=HARI_INI, tempat="Aula"
        )
    )
    session.execute(
        update(Permohonan)
        .where(Permohonan.id == permohonan)
        .values(keadaan=keadaan, asesor_orang_id=asesor, rekomendasi="BK", pleno_id=pleno)
    )


def lakukan(
    session: Session,
    pelaku: Aktor,
    permohonan: uuid.UUID,
    tindakan: TindakanPermohonan,
    alasan: str | None = None,
) -> BarisPermohonan:
    """Do something as somebody who may."""
    row = ambil(session, pelaku, permohonan, tindakan)
    return pindah(session, pelaku, permohonan=row, tindakan=tindakan, alasan=alasan)


async def gagal(db: Database, kode: str, *a: Any) -> None:
    """It is refused with this code and nothing is written."""
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as salah:
        await db.write(*a)
    assert salah.value.kode == kode
    assert await potret(db) == sebelum


async def terpakai(db: Database) -> set[tuple[Any, ...]]:
    return set(await isi(db, "paksi_kegiatan_pemakaian", "permohonan_id", "kegiatan_id"))


async def test_an_application_moves_only_from_where_it_was_read(db: Database) -> None:
    siapa, permohonan, _, _ = await db.write(mulai)
    dibaca = await db.write(_baca, permohonan)
    await db.write(lakukan, diri(siapa), permohonan, T.TARIK)

    def lanjut(session: Session) -> None:
        pindah(session, SISTEM, permohonan=dibaca, tindakan=T.BATALKAN, alasan="Ada")

    await gagal(db, "KEADAAN_TIDAK_SESUAI", lanjut)


async def test_what_somebody_else_changed_in_between_is_read_again_first(db: Database) -> None:
    _, permohonan, _, _ = await db.write(mulai)
    dibaca = await db.write(_baca, permohonan)

    def putaran_lain(session: Session) -> None:
        row = dibaca._replace(putaran=2)
        pindah(session, SISTEM, permohonan=row, tindakan=T.BATALKAN, alasan="Ada")

    await gagal(db, "SEDANG_BERUBAH", putaran_lain)

    def syarat_lain(session: Session) -> None:
        pindah(
            session,
            SISTEM,
            permohonan=dibaca,
            tindakan=T.BATALKAN,
            alasan="Ada",
            syarat=[Permohonan.asesor_orang_id.is_not(None)],
        )

    await gagal(db, "SEDANG_BERUBAH", syarat_lain)


async def test_of_many_who_end_it_at_once_one_does(db: Database) -> None:
    siapa, permohonan, _, _ = await db.write(mulai)
    lsp = aktor(hibah("paksi:jadwal", lembaga=LSP))
    hasil = await asyncio.gather(
        *(db.write(lakukan, diri(siapa), permohonan, T.TARIK, "Mundur") for _ in range(3)),
        *(db.write(lakukan, lsp, permohonan, T.BATALKAN, "Batal") for _ in range(3)),
        return_exceptions=True,
    )
    assert len([h for h in hasil if isinstance(h, BarisPermohonan)]) == 1
    assert {h.kode for h in hasil if isinstance(h, GalatDomain)} <= {"KEADAAN_TIDAK_SESUAI", "SEDANG_BERUBAH"}
    assert len(await isi(db, "paksi_permohonan_riwayat", "urutan", permohonan_id=permohonan)) == 3


async def test_control_who_trusts_what_was_read_ends_it_twice(db: Database) -> None:
    _, permohonan, _, _ = await db.write(mulai)
    dibaca = await db.write(_baca, permohonan)

    def naif(session: Session, ke: K) -> bool:
        bebas_jejak(session, "a control")
        if dibaca.keadaan is not K.DIAJUKAN:
            return False
        session.execute(update(Permohonan).where(Permohonan.id == permohonan).values(keadaan=ke))
        catat_langkah(session, SISTEM, dibaca._replace(keadaan=ke), dari=dibaca.keadaan)
        return True

    assert await asyncio.gather(*(db.write(naif, ke) for ke in (K.MUNDUR, K.DIBATALKAN))) == [True, True]
    ke = await isi(db, "paksi_permohonan_riwayat", "urutan", "ke", permohonan_id=permohonan)
    assert {k for _, k in ke[2:]} == {"MUNDUR", "DIBATALKAN"}


async def test_an_appeal_counts_again_what_the_failed_application_had_counted(db: Database) -> None:
    siapa, permohonan, _, pegawai = await db.write(mulai)
    pemutus = petugas(pegawai, "paksi:pleno", "paksi:banding")
    dihitung = await terpakai(db)
    assert len(dihitung) == 2
    await db.write(letakkan, permohonan, K.PLENO, pegawai)
    await db.write(lakukan, pemutus, permohonan, T.PUTUSKAN_BELUM_KOMPETEN)
    assert await terpakai(db) == set()
    await gagal(db, "WAJIB_DIISI", lakukan, diri(siapa), permohonan, T.AJUKAN_BANDING)
    await db.write(lakukan, diri(siapa), permohonan, T.AJUKAN_BANDING, "Metode keliru")
    assert await terpakai(db) == dihitung
    await db.write(lakukan, pemutus, permohonan, T.TOLAK_BANDING, "Metode tepat")
    assert await terpakai(db) == set()
    await db.write(lakukan, PEMDA, permohonan, T.AJUKAN_BANDING, "Bukti baru")
    jadi = await db.write(lakukan, pemutus, permohonan, T.TERIMA_BANDING, "Bukti sah")
    assert await terpakai(db) == dihitung
    assert await isi(db, "paksi_kegiatan_dilepas", "kegiatan_id") == []
    assert (jadi.keadaan, jadi.putaran, jadi.asesor_orang_id, jadi.rekomendasi) == (
        K.ASESMEN_ULANG,
        2,
        None,
        None,
    )
    riwayat = await isi(
        db, "paksi_permohonan_riwayat", "urutan", "dari", "ke", "putaran", permohonan_id=permohonan
    )
    assert riwayat[-1] == (7, "BANDING", "ASESMEN_ULANG", 2)


async def test_an_appeal_does_not_reopen_beside_a_newer_application_nor_count_what_that_one_counts(
    db: Database,
) -> None:
    siapa, permohonan, unit_, pegawai = await db.write(mulai)
    pemutus = petugas(pegawai, "paksi:pleno")
    await db.write(letakkan, permohonan, K.PLENO, pegawai)
    await db.write(lakukan, pemutus, permohonan, T.PUTUSKAN_BELUM_KOMPETEN)
    baru = await db.write(diajukan, siapa, unit_)
    banding = (lakukan, diri(siapa), permohonan, T.AJUKAN_BANDING, "Metode keliru")
    await gagal(db, "PERMOHONAN_BERJALAN", *banding)
    await db.write(letakkan, baru, K.SERTIFIKAT_TERBIT, pegawai)
    await gagal(db, "KEGIATAN_TERPAKAI", *banding)
    assert {p for p, _ in await terpakai(db)} == {baru}


async def test_a_report_is_counted_by_one_of_two_that_take_it_at_once(db: Database) -> None:
    siapa, pertama, _, _ = await db.write(mulai)
    await db.write(syarat, kode="API", jalur=None)
    kedua = await db.write(
        buat_permohonan, diri(siapa), orang=siapa, isian=replace(BARU, skema="API", jalur=None)
    )
    (laporan,) = await db.write(kegiatan, siapa, 1)

    def ambil_laporan(session: Session, permohonan: uuid.UUID) -> None:
        bebas_jejak(session, "a test's own data")
        pakai(session, permohonan, [(laporan, "PENYULUHAN")])

    hasil = await asyncio.gather(
        *(db.write(ambil_laporan, p) for p in (pertama, kedua)), return_exceptions=True
    )
    assert [h for h in hasil if h is not None and getattr(h, "kode", None) != "KEGIATAN_TERPAKAI"] == []
    assert hasil.count(None) == 1
    assert len(await isi(db, "paksi_kegiatan_pemakaian", "permohonan_id", kegiatan_id=laporan)) == 1


async def test_the_database_itself_lets_a_report_count_once(db: Database) -> None:
    _, permohonan, _, _ = await db.write(mulai)
    sebelum = await potret(db)

    def dua_kali(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        t = tabel("paksi_kegiatan_pemakaian")
        ada = session.scalars(select(t.c.kegiatan_id)).first()
        session.execute(insert(t).values(kegiatan_id=ada, permohonan_id=permohonan, butir_kode="LAIN"))

    with pytest.raises(IntegrityError):
        await db.write(dua_kali)
    assert await potret(db) == sebelum


def _baca(session: Session, permohonan: uuid.UUID) -> BarisPermohonan:
    bebas_jejak(session, "reads only")
    row = baca_baris(session, permohonan)
    assert row is not None
    return row


PEMOHON, ASESOR, LAIN = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()


def _milik(*, ajukan: bool = True) -> Milik:
    return Milik(
        orang_id=PEMOHON,
        wilayah_kode=PONTIANAK,
        perangkat_daerah_id=None,
        lembaga_kode=LSP,
        asesor_orang_id=ASESOR,
        diajukan=ajukan,
    )


SEMUA_LSP = [i for i in IZIN.values() if i != "paksi:mohon"]
SIAPA: Sequence[tuple[str, Aktor, set[PelakuPermohonan], set[PelakuPermohonan]]] = (
    ("pemohon", diri(PEMOHON), {P.DIRI}, {P.DIRI}),
    ("operator pemda", PEMDA, {P.PEMDA}, {P.PEMDA}),
    ("pemohon yang operator", replace(PEMDA, orang_id=PEMOHON), {P.DIRI, P.PEMDA}, {P.DIRI, P.PEMDA}),
    ("operator provinsi", aktor(hibah("paksi:mohon", wilayah="61")), {P.PEMDA}, {P.PEMDA}),
    ("operator pemda lain", aktor(hibah("paksi:mohon", wilayah="61.01")), set(), set()),
    ("verifikator", petugas(LAIN, "paksi:verifikasi"), {P.VERIFIKATOR}, set()),
    ("verifikator LSP lain", petugas(LAIN, "paksi:verifikasi", lembaga="lsp-lain"), set(), set()),
    ("asesornya", petugas(ASESOR, "paksi:asesmen"), {P.ASESOR}, set()),
    ("asesor lain", petugas(LAIN, "paksi:asesmen"), set(), set()),
    ("asesornya tanpa izin", diri(ASESOR), set(), set()),
    ("operator LSP", petugas(LAIN, "paksi:jadwal"), {P.LSP}, set()),
    ("pemutus", petugas(LAIN, "paksi:pleno"), {P.PEMUTUS}, set()),
    ("pemutus banding", petugas(LAIN, "paksi:banding"), {P.PEMUTUS_BANDING}, set()),
    ("penerbit", petugas(LAIN, "paksi:terbitkan"), {P.PENERBIT}, set()),
    ("semua peran LSP", petugas(LAIN, *SEMUA_LSP), set(IZIN) - {P.PEMDA, P.ASESOR}, set()),
    ("pelihat", aktor(hibah("paksi:lihat", wilayah="ID")), set(), set()),
    ("server", SISTEM, {P.SISTEM}, {P.SISTEM}),
    ("tanpa akun", Aktor.anonim(), set(), set()),
)


@pytest.mark.parametrize(("nama", "siapa", "diajukan_", "draf"), SIAPA, ids=[s[0] for s in SIAPA])
def test_everybody_has_exactly_these_capacities_over_an_application(
    nama: str, siapa: Aktor, diajukan_: set[PelakuPermohonan], draf: set[PelakuPermohonan]
) -> None:
    assert pihak_atas(siapa, _milik()) == diajukan_, nama
    assert pihak_atas(siapa, _milik(ajukan=False)) == draf, nama


async def test_every_change_of_a_draft_is_on_the_record_by_the_fields_it_touched(db: Database) -> None:
    await db.write(dasar)
    await db.write(syarat)
    siapa, unit_ = await db.write(calon), await db.write(unit)
    permohonan = await db.write(disusun, siapa, unit_)
    t = tabel("jejak")
    rows = await db.all(select(t.c.aksi, t.c.bidang).where(t.c.objek_id == str(permohonan)).order_by(t.c.id))
    assert [(row.aksi, row.bidang) for row in rows][1:] == [
        ("paksi.permohonan_ubah", ["disetujui_pada", "informasi_pendukung", "kebutuhan_khusus_sandi"]),
        ("paksi.permohonan_ubah", ["apl02"]),
    ]
    assert rows[0].aksi == "paksi.permohonan_buat"


async def test_the_check_finds_what_no_service_would_leave_behind(db: Database) -> None:
    _, permohonan, _, _ = await db.write(mulai)
    assert await db.write(_periksa) == []

    def rusak(session: Session) -> None:
        bebas_jejak(session, "broken on purpose")
        session.execute(update(Permohonan).where(Permohonan.id == permohonan).values(keadaan=K.MUNDUR))
        t = tabel("paksi_kegiatan_pemakaian")
        satu = session.scalars(select(t.c.kegiatan_id)).first()
        session.execute(
            insert(tabel("paksi_kegiatan_dilepas")).values(
                permohonan_id=permohonan, kegiatan_id=satu, butir_kode="PENYULUHAN"
            )
        )

    await db.write(rusak)
    assert await db.write(_periksa) == [
        f"Permohonan {permohonan} sudah MUNDUR tetapi masih menghitung laporan kegiatan.",
        f"Permohonan {permohonan} sedang MUNDUR tetapi menyimpan laporan yang dilepas.",
        f"Permohonan {permohonan} sedang MUNDUR tetapi riwayatnya berakhir pada DIAJUKAN.",
    ]


async def test_the_tables_refuse_an_applicant_who_verifies_or_assesses_themself(db: Database) -> None:
    siapa, permohonan, _, _ = await db.write(mulai)
    for kolom in ("verifikator_orang_id", "asesor_orang_id"):

        def sendiri(session: Session, kolom: str = kolom) -> None:
            bebas_jejak(session, "broken on purpose")
            session.execute(update(Permohonan).where(Permohonan.id == permohonan).values({kolom: siapa}))

        with pytest.raises(IntegrityError, match="petugas_orang_lain"):
            await db.write(sendiri)


def _periksa(session: Session) -> list[str]:
    bebas_jejak(session, "reads only")
    return periksa_permohonan(session)
