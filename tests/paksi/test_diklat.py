"""Training waves: their states, who joins, who teaches, who passed, and what may not happen."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.diklat import penilaian, peserta, rules, service
from forum_paksi.diklat.periksa import periksa_diklat
from forum_paksi.diklat.rules import (
    PERALIHAN,
    Hari,
    HasilDiklat,
    IsianGelombang,
    JenisHari,
    KeadaanGelombang,
    TindakanGelombang,
    periksa_buka,
    periksa_hari,
    periksa_mulai,
    periksa_usai,
    setelah,
)
from forum_paksi.jadwal.rules import JenisJadwal
from forum_paksi.pemesanan.pesan import pesan_slot
from forum_paksi.pemesanan.service import konfirmasi
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
from forum_server.testing import aktor_uji
from tests.paksi.bahan import HARI, SISTEM, dasar, isi, jadwal, orang, potret, tabel

K = KeadaanGelombang
T = TindakanGelombang
BESOK = 3
LALU = date(2026, 1, 5)
PENGELOLA = aktor_uji("paksi:diklat", "paksi:lihat", wilayah="61")
PEMDA = aktor_uji("paksi:diklat", wilayah="61.71")
PEMDA_LAIN = aktor_uji("paksi:diklat", wilayah="61.01")
LUAR = aktor_uji("paksi:diklat", "paksi:lihat", wilayah="62")
ISIAN = IsianGelombang(
    nama="Pelopor contoh 1",
    penyelenggara="BPSDM Contoh",
    kuota=3,
    hari=(
        Hari(tanggal=HARI, jenis=JenisHari.SINKRON),
        Hari(tanggal=HARI - timedelta(1), jenis=JenisHari.ASINKRON),
        Hari(tanggal=HARI + timedelta(1), jenis=JenisHari.SINKRON),
    ),
)


# --- rules -----------------------------------------------------------------------------------------------


def test_every_action_in_every_state_leads_where_the_table_says() -> None:
    boleh = {
        (k, t): setelah(k, t)
        for k in KeadaanGelombang
        for t in TindakanGelombang
        if setelah(k, t) is not None
    }
    assert boleh == {
        (K.DISUSUN, T.UBAH): K.DISUSUN,
        (K.DIBUKA, T.UBAH): K.DIBUKA,
        (K.DISUSUN, T.PELATIH): K.DISUSUN,
        (K.DIBUKA, T.PELATIH): K.DIBUKA,
        (K.BERJALAN, T.PELATIH): K.BERJALAN,
        (K.DISUSUN, T.DAFTARKAN): K.DISUSUN,
        (K.DIBUKA, T.DAFTARKAN): K.DIBUKA,
        (K.DISUSUN, T.KELUARKAN): K.DISUSUN,
        (K.DIBUKA, T.KELUARKAN): K.DIBUKA,
        (K.DISUSUN, T.BUKA): K.DIBUKA,
        (K.DIBUKA, T.MULAI): K.BERJALAN,
        (K.BERJALAN, T.HADIR): K.BERJALAN,
        (K.BERJALAN, T.NILAI): K.BERJALAN,
        (K.SELESAI, T.NILAI): K.SELESAI,
        (K.BERJALAN, T.SELESAIKAN): K.SELESAI,
        (K.DISUSUN, T.BATALKAN): K.DIBATALKAN,
        (K.DIBUKA, T.BATALKAN): K.DIBATALKAN,
        (K.BERJALAN, T.BATALKAN): K.DIBATALKAN,
    }
    assert set(PERALIHAN) == set(TindakanGelombang)


def test_days_come_in_order_and_no_day_twice() -> None:
    assert [h.tanggal for h in periksa_hari(ISIAN.hari)] == [
        HARI - timedelta(1),
        HARI,
        HARI + timedelta(1),
    ]
    with pytest.raises(IsianTidakSah) as galat:
        periksa_hari([*ISIAN.hari, Hari(tanggal=HARI, jenis=JenisHari.ASINKRON)])
    assert (galat.value.kode, galat.value.letak) == ("HARI_GANDA", ("hari", "3"))
    banyak = [Hari(tanggal=HARI + timedelta(n), jenis=JenisHari.ASINKRON) for n in range(rules.HARI_MAKS + 1)]
    assert len(periksa_hari(banyak[:-1])) == rules.HARI_MAKS
    with pytest.raises(IsianTidakSah) as galat:
        periksa_hari(banyak)
    assert galat.value.kode == "TERLALU_BANYAK"


@pytest.mark.parametrize(
    ("ganti", "kode", "letak"),
    [
        ({"nama": "  "}, "WAJIB_DIISI", ("nama",)),
        ({"penyelenggara": ""}, "WAJIB_DIISI", ("penyelenggara",)),
        ({"nama": "x" * 201}, "TERLALU_PANJANG", ("nama",)),
        ({"kuota": 0}, "ANGKA_DI_LUAR_BATAS", ("kuota",)),
        ({"kuota": 1001}, "ANGKA_DI_LUAR_BATAS", ("kuota",)),
        ({"jp": 0}, "ANGKA_DI_LUAR_BATAS", ("jp",)),
    ],
)
def test_a_wave_with_a_wrong_value_names_the_argument(
    ganti: dict[str, Any], kode: str, letak: tuple[str, ...]
) -> None:
    with pytest.raises(IsianTidakSah) as galat:
        replace(ISIAN, **ganti).periksa()
    assert (galat.value.kode, galat.value.letak) == (kode, letak)


def test_a_wave_opens_before_its_first_day_begins_on_it_and_ends_on_its_last() -> None:
    periksa_buka(HARI, HARI)
    periksa_mulai(HARI, HARI)
    periksa_usai(HARI, HARI)
    satu = timedelta(1)
    for kode, panggil in (
        ("HARI_KOSONG", lambda: periksa_buka(None, HARI)),
        ("HARI_LAMPAU", lambda: periksa_buka(HARI - satu, HARI)),
        ("BELUM_WAKTUNYA", lambda: periksa_mulai(HARI, HARI - satu)),
        ("BELUM_WAKTUNYA", lambda: periksa_usai(HARI, HARI - satu)),
    ):
        with pytest.raises(KeadaanMenolak) as galat:
            panggil()
        assert galat.value.kode == kode


# --- bahan -----------------------------------------------------------------------------------------------


async def gelombang(db: Database, *, buka: bool = True, aktor: Aktor = PENGELOLA, **ganti: Any) -> uuid.UUID:
    """A wave of the province, open unless asked otherwise."""
    id_ = await db.write(service.buat_gelombang, aktor, wilayah="61", isian=replace(ISIAN, **ganti))
    if buka:
        await db.write(service.buka_gelombang, aktor, gelombang_id=id_)
    return id_


def mundurkan(session: Session, gelombang_id: uuid.UUID) -> None:
    """Let the days of a wave be over: they become days from `LALU` on."""
    bebas_jejak(session, "the days of a test go by")
    g, h, o = tabel("paksi_gelombang"), tabel("paksi_gelombang_hari"), tabel("paksi_orang_hari")
    duduk = session.execute(select(o.c.orang_id).where(o.c.gelombang_id == gelombang_id).distinct()).all()
    hari = session.execute(
        select(h.c.tanggal, h.c.jenis).where(h.c.gelombang_id == gelombang_id).order_by(h.c.tanggal)
    ).all()
    session.execute(delete(o).where(o.c.gelombang_id == gelombang_id))
    session.execute(delete(h).where(h.c.gelombang_id == gelombang_id))
    geser = hari[0].tanggal - LALU
    for satu in hari:
        tanggal = satu.tanggal - geser
        session.execute(insert(h).values(gelombang_id=gelombang_id, tanggal=tanggal, jenis=satu.jenis))
        if satu.jenis == JenisHari.SINKRON:
            for (siapa,) in duduk:
                session.execute(insert(o).values(gelombang_id=gelombang_id, tanggal=tanggal, orang_id=siapa))
    session.execute(
        update(g)
        .where(g.c.id == gelombang_id)
        .values(mulai=hari[0].tanggal - geser, selesai=hari[-1].tanggal - geser)
    )


async def berjalan(db: Database, siapa: list[uuid.UUID]) -> tuple[uuid.UUID, list[uuid.UUID]]:
    """A wave whose days are over, with these people in it, and their ids as participants."""
    id_ = await gelombang(db)
    await db.write(peserta.daftarkan_peserta, PENGELOLA, gelombang_id=id_, orang=siapa)
    await db.write(mundurkan, id_)
    await db.write(service.mulai_gelombang, PENGELOLA, gelombang_id=id_)
    per = dict(await isi(db, "paksi_gelombang_peserta", "orang_id", "id", gelombang_id=id_))
    return id_, [per[o] for o in siapa]


async def ditolak(db: Database, kode: str, unit: Any, *args: Any, **isian: Any) -> GalatDomain:
    """The refusal with this kode; nothing was written."""
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(unit, *args, **isian)
    assert (galat.value.kode, await potret(db)) == (kode, sebelum)
    return galat.value


async def keadaan(db: Database, id_: uuid.UUID) -> tuple[Any, ...]:
    """State and number of participants."""
    ((k, terisi),) = await isi(db, "paksi_gelombang", "keadaan", "terisi", id=id_)
    return str(k), terisi


# --- a wave's life ---------------------------------------------------------------------------------------


async def test_who_passes_a_finished_wave_has_evidence_of_it_and_who_did_not_has_none(db: Database) -> None:
    await db.write(dasar)
    siapa = await db.write(orang, 3)
    id_, (a, b, c) = await berjalan(db, siapa)
    hadir = [penilaian.Kehadiran(peserta=p, hadir=p != c) for p in (a, b, c)]
    await db.write(penilaian.catat_kehadiran, PENGELOLA, gelombang_id=id_, tanggal=LALU, kehadiran=hadir)
    await db.write(
        penilaian.catat_kehadiran,
        PENGELOLA,
        gelombang_id=id_,
        tanggal=LALU,
        kehadiran=[penilaian.Kehadiran(peserta=b, hadir=False)],
    )
    assert set(await isi(db, "paksi_gelombang_hadir", "peserta_id", "hadir")) == {
        (a, True),
        (b, False),
        (c, False),
    }
    for p, hasil, nomor in ((a, "LULUS", "D-1"), (b, "LULUS", None)):
        await db.write(
            penilaian.nilai_peserta,
            PENGELOLA,
            peserta_id=p,
            hasil=HasilDiklat(hasil),
            nomor_sertifikat=nomor,
        )
    galat = await ditolak(
        db, "PESERTA_BELUM_DINILAI", service.selesaikan_gelombang, PENGELOLA, gelombang_id=id_
    )
    assert galat.pesan.startswith("1 peserta belum dinilai.")
    await db.write(penilaian.nilai_peserta, PENGELOLA, peserta_id=c, hasil=HasilDiklat.TIDAK_LULUS)
    assert await isi(db, "paksi_bukti", "id") == []
    await db.write(service.selesaikan_gelombang, PENGELOLA, gelombang_id=id_)
    bukti = await isi(
        db,
        "paksi_bukti",
        "orang_id",
        "asal_id",
        "jenis",
        "nama",
        "penyelenggara",
        "nomor",
        "mulai",
        "selesai",
    )
    rentang = (LALU, LALU + timedelta(2))
    assert {(o, p, str(j), *sisa) for o, p, j, *sisa in bukti} == {
        (siapa[0], a, "DIKLAT", ISIAN.nama, ISIAN.penyelenggara, "D-1", *rentang),
        (siapa[1], b, "DIKLAT", ISIAN.nama, ISIAN.penyelenggara, None, *rentang),
    }
    assert await db.write(periksa_diklat) == []
    # a result put right later takes its evidence along
    await db.write(penilaian.nilai_peserta, PENGELOLA, peserta_id=a, hasil=HasilDiklat.TIDAK_LULUS)
    await db.write(penilaian.nilai_peserta, PENGELOLA, peserta_id=c, hasil=HasilDiklat.LULUS)
    assert {p for (p,) in await isi(db, "paksi_bukti", "asal_id")} == {b, c}
    assert await db.write(periksa_diklat) == []
    for unit in (service.selesaikan_gelombang, service.mulai_gelombang, service.buka_gelombang):
        await ditolak(db, "KEADAAN_TIDAK_SESUAI", unit, PENGELOLA, gelombang_id=id_)
    await ditolak(
        db, "KEADAAN_TIDAK_SESUAI", service.batalkan_gelombang, PENGELOLA, gelombang_id=id_, alasan="x"
    )


async def test_who_moved_to_a_lembaga_meanwhile_keeps_nobody_from_their_evidence(db: Database) -> None:
    await db.write(dasar)
    siapa = await db.write(orang, 2)
    id_, (a, b) = await berjalan(db, siapa)

    def pindah(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        o = tabel("orang")
        session.execute(
            update(o).where(o.c.id == siapa[0]).values(wilayah_kode=None, lembaga_kode="badan-uji")
        )

    await db.write(pindah)
    for p in (a, b):
        await db.write(penilaian.nilai_peserta, PENGELOLA, peserta_id=p, hasil=HasilDiklat.LULUS)
    await db.write(service.selesaikan_gelombang, PENGELOLA, gelombang_id=id_)
    assert sorted(await isi(db, "paksi_bukti", "orang_id", "wilayah_kode"), key=str) == sorted(
        ((o, "61.71") for o in siapa), key=str
    )
    assert await db.write(periksa_diklat) == []


async def test_nothing_happens_before_its_day_or_without_people_and_days(db: Database) -> None:
    await db.write(dasar)
    (satu,) = await db.write(orang)
    tanpa_hari = await gelombang(db, buka=False, hari=())
    await ditolak(db, "HARI_KOSONG", service.buka_gelombang, PENGELOLA, gelombang_id=tanpa_hari)
    lampau = (Hari(tanggal=LALU, jenis=JenisHari.SINKRON),)
    tertinggal = await gelombang(db, buka=False, hari=lampau)
    await ditolak(db, "HARI_LAMPAU", service.buka_gelombang, PENGELOLA, gelombang_id=tertinggal)
    id_ = await gelombang(db)
    await ditolak(
        db,
        "HARI_LAMPAU",
        service.ubah_gelombang,
        PENGELOLA,
        gelombang_id=id_,
        isian=replace(ISIAN, hari=lampau),
    )
    await ditolak(db, "BELUM_WAKTUNYA", service.mulai_gelombang, PENGELOLA, gelombang_id=id_)
    await db.write(mundurkan, id_)
    await ditolak(db, "TANPA_PESERTA", service.mulai_gelombang, PENGELOLA, gelombang_id=id_)
    await db.write(peserta.daftarkan_peserta, PENGELOLA, gelombang_id=id_, orang=[satu])
    await db.write(service.mulai_gelombang, PENGELOLA, gelombang_id=id_)
    ((p,),) = await isi(db, "paksi_gelombang_peserta", "id")
    await db.write(
        lambda s: (
            bebas_jejak(s, "the last day of a test is to come"),
            s.execute(
                update(tabel("paksi_gelombang"))
                .where(tabel("paksi_gelombang").c.id == id_)
                .values(selesai=HARI)
            ),
            s.execute(
                insert(tabel("paksi_gelombang_hari")).values(gelombang_id=id_, tanggal=HARI, jenis="ASINKRON")
            ),
        )[0]
    )
    await ditolak(
        db,
        "BELUM_WAKTUNYA",
        penilaian.nilai_peserta,
        PENGELOLA,
        peserta_id=p,
        hasil=HasilDiklat.LULUS,
    )
    await ditolak(db, "BELUM_WAKTUNYA", service.selesaikan_gelombang, PENGELOLA, gelombang_id=id_)
    kehadiran = [penilaian.Kehadiran(peserta=p, hadir=True)]
    for tanggal, kode, daftar in (
        (HARI, "BELUM_WAKTUNYA", kehadiran),
        (LALU - timedelta(1), "BUKAN_HARI_GELOMBANG", kehadiran),
        (LALU, "PESERTA_GANDA", kehadiran * 2),
        (LALU, "TIDAK_DITEMUKAN", [penilaian.Kehadiran(peserta=satu, hadir=True)]),
    ):
        await ditolak(
            db,
            kode,
            penilaian.catat_kehadiran,
            PENGELOLA,
            gelombang_id=id_,
            tanggal=tanggal,
            kehadiran=daftar,
        )


async def test_a_wave_called_off_frees_its_people_and_leaves_no_evidence(db: Database) -> None:
    await db.write(dasar)
    siapa = await db.write(orang, 2)
    id_, (a, _) = await berjalan(db, siapa)
    await db.write(penilaian.nilai_peserta, PENGELOLA, peserta_id=a, hasil=HasilDiklat.LULUS)
    await ditolak(db, "WAJIB_DIISI", service.batalkan_gelombang, PENGELOLA, gelombang_id=id_, alasan="  ")
    assert len(await isi(db, "paksi_orang_hari", "orang_id")) == 4
    await db.write(service.batalkan_gelombang, PENGELOLA, gelombang_id=id_, alasan="Banjir")
    assert await isi(db, "paksi_orang_hari", "orang_id") == []
    assert await isi(db, "paksi_bukti", "id") == []
    assert await isi(db, "paksi_gelombang", "keadaan", "alasan_batal", id=id_) == [(K.DIBATALKAN, "Banjir")]
    assert await db.write(periksa_diklat) == []


# --- people ----------------------------------------------------------------------------------------------


async def test_a_list_comes_in_whole_or_not_at_all(db: Database) -> None:
    await db.write(dasar)
    siapa = await db.write(orang, 5)
    (jauh,) = await db.write(lambda s: orang(s, 1, wilayah="62.71"))
    pelatih = siapa[4]
    id_ = await gelombang(db)
    await db.write(peserta.tetapkan_pelatih, PENGELOLA, gelombang_id=id_, orang=[pelatih])
    await db.write(peserta.daftarkan_peserta, PENGELOLA, gelombang_id=id_, orang=siapa[:1])
    for daftar, kode, letak in (
        ([], "WAJIB_DIISI", ("orang",)),
        ([siapa[1], siapa[1]], "ORANG_GANDA", ("orang", "1")),
        ([siapa[1], jauh], "TIDAK_DITEMUKAN", ("orang", "1")),
        ([siapa[1], uuid.uuid4()], "TIDAK_DITEMUKAN", ("orang", "1")),
        ([siapa[1], siapa[0]], "SUDAH_TERDAFTAR", ("orang", "1")),
        ([siapa[1], pelatih], "PELATIH_PESERTA", ("orang", "1")),
        (siapa[1:4], "GELOMBANG_PENUH", ("orang",)),
    ):
        galat = await ditolak(db, kode, peserta.daftarkan_peserta, PENGELOLA, gelombang_id=id_, orang=daftar)
        assert galat.letak == letak
    galat = await ditolak(
        db, "PELATIH_PESERTA", peserta.tetapkan_pelatih, PENGELOLA, gelombang_id=id_, orang=[siapa[0]]
    )
    assert galat.letak == ("orang", "0")
    await db.write(peserta.daftarkan_peserta, PENGELOLA, gelombang_id=id_, orang=siapa[1:3])
    assert await keadaan(db, id_) == ("DIBUKA", 3)
    await ditolak(
        db,
        "KUOTA_KURANG",
        service.ubah_gelombang,
        PENGELOLA,
        gelombang_id=id_,
        isian=replace(ISIAN, kuota=2),
    )


async def test_nobody_is_in_two_waves_on_one_synchronous_day(db: Database) -> None:
    await db.write(dasar)
    a, b, c = await db.write(orang, 3)
    satu, dua = await gelombang(db), await gelombang(db, nama="Pelopor contoh 2")
    await db.write(peserta.daftarkan_peserta, PENGELOLA, gelombang_id=satu, orang=[a])
    await db.write(peserta.tetapkan_pelatih, PENGELOLA, gelombang_id=satu, orang=[b])
    await ditolak(db, "ORANG_BENTROK", peserta.daftarkan_peserta, PENGELOLA, gelombang_id=dua, orang=[c, a])
    await ditolak(db, "ORANG_BENTROK", peserta.tetapkan_pelatih, PENGELOLA, gelombang_id=dua, orang=[b])
    # alone on asynchronous days nobody stands in another's way
    sendiri = tuple(replace(h, jenis=JenisHari.ASINKRON) for h in ISIAN.hari)
    await db.write(
        service.ubah_gelombang, PENGELOLA, gelombang_id=dua, isian=replace(ISIAN, nama="Dua", hari=sendiri)
    )
    await db.write(peserta.daftarkan_peserta, PENGELOLA, gelombang_id=dua, orang=[a])
    await ditolak(
        db,
        "ORANG_BENTROK",
        service.ubah_gelombang,
        PENGELOLA,
        gelombang_id=dua,
        isian=replace(ISIAN, nama="Dua"),
    )
    # a trainer who goes is free again
    await db.write(peserta.tetapkan_pelatih, PENGELOLA, gelombang_id=satu, orang=[c])
    await db.write(peserta.daftarkan_peserta, PENGELOLA, gelombang_id=dua, orang=[b])
    assert await isi(db, "paksi_gelombang_pelatih", "orang_id", gelombang_id=satu) == [(c,)]


async def test_the_database_refuses_what_the_service_would_never_write(db: Database) -> None:
    await db.write(dasar)
    (a,) = await db.write(orang)
    id_ = await gelombang(db)
    await db.write(peserta.daftarkan_peserta, PENGELOLA, gelombang_id=id_, orang=[a])
    g, p, o = tabel("paksi_gelombang"), tabel("paksi_gelombang_peserta"), tabel("paksi_orang_hari")
    for stmt in (
        update(g).values(terisi=4),
        update(g).values(keadaan="BERJALAN", mulai=None, selesai=None),
        update(g).values(keadaan="DIBATALKAN"),
        update(p).values(hasil="LULUS"),
        update(p).values(nomor_sertifikat="D-1"),
        insert(o).values(orang_id=a, tanggal=HARI, gelombang_id=id_),
    ):

        def coba(session: Session, stmt: Any = stmt) -> None:
            bebas_jejak(session, "a test of constraints")
            session.execute(stmt)

        with pytest.raises(IntegrityError):
            await db.write(coba)


async def test_the_check_finds_what_constraints_cannot_say(db: Database) -> None:
    await db.write(dasar)
    a, b = await db.write(orang, 2)
    id_, (p, _) = await berjalan(db, [a, b])
    assert await db.write(periksa_diklat) == []

    def rusak(session: Session) -> None:
        bebas_jejak(session, "a test of the check")
        session.execute(update(tabel("paksi_gelombang")).values(terisi=1, keadaan="SELESAI"))
        session.execute(insert(tabel("paksi_gelombang_pelatih")).values(gelombang_id=id_, orang_id=b))
        session.execute(
            update(tabel("paksi_gelombang_peserta"))
            .where(tabel("paksi_gelombang_peserta").c.id == p)
            .values(hasil="LULUS", dinilai_pada=func.current_timestamp())
        )

    await db.write(rusak)
    temuan = await db.write(periksa_diklat)
    ((_, q),) = [r for r in await isi(db, "paksi_gelombang_peserta", "orang_id", "id") if r[1] != p]
    assert temuan == [
        f"Gelombang {id_} mencatat 1 peserta, padahal 2.",
        f"Orang {b} pelatih sekaligus peserta gelombang {id_}.",
        f"Peserta {p} gelombang {id_} dan buktinya tidak sejalan.",
        f"Gelombang {id_} selesai, tetapi peserta {q} belum dinilai.",
    ]


async def test_each_region_registers_its_own_people_in_an_open_wave_of_another(db: Database) -> None:
    await db.write(dasar)
    (a,) = await db.write(orang)
    (lain,) = await db.write(lambda s: orang(s, 1, wilayah="61.01"))
    (jauh,) = await db.write(lambda s: orang(s, 1, wilayah="62.71"))
    id_ = await gelombang(db, buka=False)
    await ditolak(db, "TIDAK_DITEMUKAN", peserta.daftarkan_peserta, PEMDA, gelombang_id=id_, orang=[a])
    await db.write(service.buka_gelombang, PENGELOLA, gelombang_id=id_)
    await ditolak(db, "TIDAK_DITEMUKAN", peserta.daftarkan_peserta, PEMDA, gelombang_id=id_, orang=[lain])
    await db.write(peserta.daftarkan_peserta, PEMDA, gelombang_id=id_, orang=[a])
    await db.write(peserta.daftarkan_peserta, LUAR, gelombang_id=id_, orang=[jauh])
    rows = dict(await isi(db, "paksi_gelombang_peserta", "orang_id", "id"))
    await ditolak(db, "TIDAK_DITEMUKAN", peserta.keluarkan_peserta, PEMDA, peserta_id=rows[jauh])
    await db.write(peserta.keluarkan_peserta, PEMDA, peserta_id=rows[a])
    await db.write(peserta.keluarkan_peserta, PENGELOLA, peserta_id=rows[jauh])
    assert await keadaan(db, id_) == ("DIBUKA", 0)
    assert await isi(db, "paksi_orang_hari", "orang_id") == []


async def test_confirmed_seats_of_a_diklat_schedule_come_in_and_only_ones_own(db: Database) -> None:
    await db.write(dasar)
    a, b, _ = await db.write(orang, 3)
    (lain,) = await db.write(lambda s: orang(s, 1, wilayah="61.01"))
    asesmen = await db.write(jadwal)
    diklat = await db.write(lambda s: jadwal(s, jenis=JenisJadwal.DIKLAT))
    await ditolak(
        db,
        "BUKAN_JADWAL_DIKLAT",
        service.buat_gelombang,
        PENGELOLA,
        wilayah="61",
        isian=replace(ISIAN, jadwal=asesmen),
    )
    tanpa = await gelombang(db)
    await ditolak(db, "TANPA_JADWAL", peserta.ambil_dari_jadwal, PENGELOLA, gelombang_id=tanpa)
    id_ = await gelombang(db, nama="Dari jadwal", jadwal=diklat)
    await ditolak(db, "TANPA_KURSI", peserta.ambil_dari_jadwal, PENGELOLA, gelombang_id=id_)
    pesan: dict[uuid.UUID, uuid.UUID] = {}
    for siapa in (a, b, lain):
        hasil = await db.write(
            pesan_slot,
            SISTEM,
            jadwal_id=diklat,
            orang_id=siapa,
            wilayah="61.01" if siapa == lain else "61.71",
            jalur="DIKLAT",
        )
        pesan[siapa] = hasil.pemesanan_id
    for siapa in (a, lain):
        await db.write(konfirmasi, SISTEM, pemesanan_id=pesan[siapa])
    await db.write(peserta.ambil_dari_jadwal, PEMDA, gelombang_id=id_)
    assert await isi(db, "paksi_gelombang_peserta", "orang_id", "pemesanan_id") == [(a, pesan[a])]
    await ditolak(db, "TANPA_KURSI", peserta.ambil_dari_jadwal, PEMDA, gelombang_id=id_)
    await db.write(peserta.ambil_dari_jadwal, PENGELOLA, gelombang_id=id_)
    assert await keadaan(db, id_) == ("DIBUKA", 2)


async def test_nobody_judges_themself(db: Database) -> None:
    await db.write(dasar)
    (a,) = await db.write(orang)
    _, (p,) = await berjalan(db, [a])
    sendiri = aktor_uji("paksi:diklat", wilayah="61", orang_id=a)
    await ditolak(db, "MENILAI_DIRI", penilaian.nilai_peserta, sendiri, peserta_id=p, hasil=HasilDiklat.LULUS)
    await ditolak(
        db,
        "NOMOR_TANPA_LULUS",
        penilaian.nilai_peserta,
        PENGELOLA,
        peserta_id=p,
        hasil=HasilDiklat.TIDAK_LULUS,
        nomor_sertifikat="D-1",
    )


async def test_of_many_who_want_the_last_places_exactly_as_many_get_one(db: Database) -> None:
    await db.write(dasar)
    siapa = await db.write(orang, 12)
    id_ = await gelombang(db)

    async def daftar(satu: uuid.UUID) -> str:
        try:
            await db.write(peserta.daftarkan_peserta, PEMDA, gelombang_id=id_, orang=[satu])
        except KeadaanMenolak as galat:
            return galat.kode
        return "MASUK"

    hasil = await asyncio.gather(*(daftar(s) for s in siapa))
    assert sorted(hasil) == ["GELOMBANG_PENUH"] * 9 + ["MASUK"] * 3
    assert await keadaan(db, id_) == ("DIBUKA", 3)
    assert await db.write(periksa_diklat) == []


async def test_without_the_condition_on_the_row_the_last_place_is_given_twice(db: Database) -> None:
    """The control of the race: reading the number first and writing it later loses registrations."""
    await db.write(dasar)
    siapa = await db.write(orang, 2)
    id_ = await gelombang(db, kuota=1)
    g, p = tabel("paksi_gelombang"), tabel("paksi_gelombang_peserta")
    terbaca = [await keadaan(db, id_) for _ in siapa]

    def naif(session: Session, orang_id: uuid.UUID, terisi: int) -> None:
        bebas_jejak(session, "the control of a race")
        if terisi < 1:
            session.execute(update(g).where(g.c.id == id_).values(terisi=terisi + 1))
            session.execute(
                insert(p).values(id=uuid.uuid4(), gelombang_id=id_, orang_id=orang_id, wilayah_kode="61.71")
            )

    for satu, (_, terisi) in zip(siapa, terbaca, strict=True):
        await db.write(naif, satu, terisi)
    assert len(await isi(db, "paksi_gelombang_peserta", "id")) == 2
    assert await db.write(periksa_diklat) == [f"Gelombang {id_} mencatat 1 peserta, padahal 2."]


async def test_a_region_without_the_plugin_has_no_waves_and_sends_nobody(db: Database) -> None:
    await db.write(lambda s: dasar(s, aktif=("61.71",)))
    (a,) = await db.write(lambda s: orang(s, 1, wilayah="61.01"))
    await ditolak(db, "PLUGIN_TIDAK_AKTIF", service.buat_gelombang, PENGELOLA, wilayah="61.01", isian=ISIAN)
    id_ = await db.write(service.buat_gelombang, PENGELOLA, wilayah="61.71", isian=ISIAN)
    await db.write(service.buka_gelombang, PENGELOLA, gelombang_id=id_)
    await ditolak(db, "PLUGIN_TIDAK_AKTIF", peserta.daftarkan_peserta, PENGELOLA, gelombang_id=id_, orang=[a])


@pytest.mark.parametrize(
    ("aktor", "kelas"), [(aktor_uji("paksi:lihat", wilayah="61"), Ditolak), (LUAR, TidakDitemukan)]
)
async def test_who_may_not_run_a_wave_changes_nothing(
    db: Database, aktor: Aktor, kelas: type[Exception]
) -> None:
    await db.write(dasar)
    (a,) = await db.write(orang)
    id_, (p,) = await berjalan(db, [a])
    sebelum = await potret(db)
    for unit, isian in (
        (service.buat_gelombang, {"wilayah": "61", "isian": ISIAN}),
        (service.ubah_gelombang, {"gelombang_id": id_, "isian": ISIAN}),
        (service.buka_gelombang, {"gelombang_id": id_}),
        (service.mulai_gelombang, {"gelombang_id": id_}),
        (service.selesaikan_gelombang, {"gelombang_id": id_}),
        (service.batalkan_gelombang, {"gelombang_id": id_, "alasan": "x"}),
        (peserta.tetapkan_pelatih, {"gelombang_id": id_, "orang": []}),
        (peserta.keluarkan_peserta, {"peserta_id": p}),
        (penilaian.catat_kehadiran, {"gelombang_id": id_, "tanggal": LALU, "kehadiran": []}),
        (penilaian.nilai_peserta, {"peserta_id": p, "hasil": HasilDiklat.LULUS}),
    ):
        with pytest.raises(kelas):
            await db.write(unit, aktor, **isian)  # pyright: ignore[reportArgumentType]
    assert await potret(db) == sebelum
