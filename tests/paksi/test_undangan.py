"""Invitations: one unit of work each, on both engines."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.himpunan import penyelesaian
from forum_paksi.himpunan.masukan import Kebijakan
from forum_paksi.himpunan.service import buka_himpunan
from forum_paksi.jadwal.keadaan import batalkan_jadwal
from forum_paksi.periksa import periksa
from forum_paksi.undangan import jawaban, service
from forum_paksi.undangan.periksa import periksa_undangan
from forum_paksi.undangan.rules import IsianJawaban
from forum_server.plugin import Database, GalatDomain, catat
from tests.paksi.bahan import LSP, SISTEM, isi, potret, tabel
from tests.paksi.bahan_himpunan import Dunia, himpunan, kemarin, tambah_jadwal, tetapkan, ubah_baris
from tests.paksi.bahan_undangan import (
    DUA,
    ISIAN,
    JAWABAN,
    LAIN,
    SANGGUP,
    SEPEKAN_KEMUDIAN,
    keadaan,
    sepakat,
    terjawab,
    undang,
)


async def dunia_kecil(db: Database, **lain: Any) -> Dunia:
    """A pool of five candidates of two pemda that has no seats yet."""
    return await himpunan(db, pemda=DUA, kursi=(), **lain)


async def sehat(db: Database) -> None:
    async with db.read() as koneksi:
        temuan = await koneksi.run_sync(
            lambda k: [*periksa(Session(bind=k)), *periksa_undangan(Session(bind=k))]
        )
    assert temuan == []


async def ditolak(db: Database, unit: Any, /, **apa: Any) -> tuple[str, tuple[str, ...]]:
    """The refusal of a unit that must write nothing."""
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(unit, SISTEM, **apa)
    assert await potret(db) == sebelum
    return galat.value.kode, galat.value.letak


async def test_an_accepted_invitation_is_a_schedule_whose_seats_are_all_the_pools(db: Database) -> None:
    dunia = await dunia_kecil(db)
    id_ = await undang(db, dunia.himpunan)
    assert await isi(db, "paksi_jadwal", "id") == []
    hasil = await db.write(
        jawaban.terima_undangan, SISTEM, undangan_id=id_, versi=1, pilihan=2, sanggup=SANGGUP
    )
    assert await keadaan(db, id_) == ("DISEPAKATI", 1)
    ((jadwal_id, jumlah_hari, kapasitas, terbagi, tuk, status),) = await isi(
        db, "paksi_jadwal", "id", "jumlah_hari", "kapasitas", "terbagi", "tuk_nama", "keadaan"
    )
    assert (jadwal_id, jumlah_hari, kapasitas, terbagi) == (hasil.jadwal_id, 3, 5, 5)
    assert (tuk, status.value) == ("BPSDM Contoh", "DIBUKA")
    assert min(await isi(db, "paksi_jadwal_sesi", "tanggal")) == (SEPEKAN_KEMUDIAN.mulai,)
    bagian = await isi(db, "paksi_bagian", "kapasitas", "himpunan_id")
    assert sorted(bagian, key=lambda b: b[0]) == [(0, None), (5, dunia.himpunan)]
    assert await isi(db, "paksi_undangan", "jadwal_id") == [(jadwal_id,)]
    assert await isi(db, "paksi_pemesanan", "id") == []
    await sehat(db)
    await tetapkan(db, dunia.himpunan)
    assert len(await isi(db, "paksi_pemesanan", "id", jadwal_id=jadwal_id)) == 5
    await db.write(penyelesaian.kirim_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    await db.write(penyelesaian.konfirmasi_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    await sehat(db)


async def test_an_answer_becomes_a_schedule_only_when_the_coordinator_agrees(db: Database) -> None:
    dunia = await dunia_kecil(db)
    id_ = await terjawab(db, dunia.himpunan)
    assert await keadaan(db, id_) == ("DIJAWAB", 2)
    assert await isi(db, "paksi_jadwal", "id") == []
    await db.write(jawaban.setujui_jawaban, SISTEM, undangan_id=id_, versi=2, pilihan=1)
    assert await isi(db, "paksi_jadwal", "kapasitas", "jumlah_hari", "jumlah_asesor") == [(4, 2, 1)]
    assert {t for (t,) in await isi(db, "paksi_jadwal_sesi", "tanggal")} == {LAIN.mulai, LAIN.sampai}
    putaran = await isi(db, "paksi_undangan_putaran", "versi", "pihak", "peserta", "hasil")
    assert [(v, p.value, n, h.value) for v, p, n, h in putaran] == [
        (1, "KOORDINATOR", 5, "DIJAWAB"),
        (2, "LSP", 4, "DISEPAKATI"),
    ]
    await sehat(db)


async def test_an_answer_not_agreed_to_may_be_followed_by_another_round(db: Database) -> None:
    dunia = await dunia_kecil(db)
    id_ = await terjawab(db, dunia.himpunan)
    await db.write(jawaban.tolak_jawaban, SISTEM, undangan_id=id_, versi=2, alasan="Libur sekolah")
    assert await ditolak(db, service.kirim_undangan, undangan_id=id_, versi=2) == ("BELUM_DIUBAH", ())
    for versi in (2, 3):  # a text that was not sent is replaced, what was sent stays
        await db.write(
            service.ubah_undangan, SISTEM, undangan_id=id_, versi=versi, isian=replace(ISIAN, peserta=versi)
        )
    assert await keadaan(db, id_) == ("TIDAK_DISETUJUI", 4)
    await db.write(service.kirim_undangan, SISTEM, undangan_id=id_, versi=4)
    await db.write(jawaban.terima_undangan, SISTEM, undangan_id=id_, versi=4, pilihan=1, sanggup=SANGGUP)
    putaran = await isi(db, "paksi_undangan_putaran", "versi", "peserta", "hasil", "alasan")
    assert [(v, n, h.value, a) for v, n, h, a in putaran] == [
        (1, 5, "DIJAWAB", None),
        (2, 4, "TIDAK_DISETUJUI", "Libur sekolah"),
        (4, 3, "DISEPAKATI", None),
    ]
    assert await isi(db, "paksi_undangan", "alasan") == [(None,)]
    await sehat(db)


async def test_nobody_agrees_to_a_text_they_have_not_read(db: Database) -> None:
    dunia = await dunia_kecil(db)
    id_ = await undang(db, dunia.himpunan)
    terima = {"undangan_id": id_, "pilihan": 1, "sanggup": SANGGUP}
    for versi in (0, 2):
        assert await ditolak(db, jawaban.terima_undangan, versi=versi, **terima) == (
            "VERSI_BERUBAH",
            ("versi",),
        )
    await db.write(jawaban.jawab_undangan, SISTEM, undangan_id=id_, versi=1, isian=JAWABAN)
    for unit, apa in (
        (jawaban.setujui_jawaban, {"pilihan": 1}),
        (jawaban.tolak_jawaban, {"alasan": "Tidak"}),
        (jawaban.tolak_undangan, {"alasan": "Tidak"}),
    ):
        assert await ditolak(db, unit, undangan_id=id_, versi=1, **apa) == ("VERSI_BERUBAH", ("versi",))


async def test_what_the_lsp_can_not_take_on_is_refused_before_anything_is_written(db: Database) -> None:
    dunia = await dunia_kecil(db)
    id_ = await undang(db, dunia.himpunan)
    terima = {"undangan_id": id_, "versi": 1, "pilihan": 1}
    for ganti, galat in (
        ({"batas_per_asesor": 1}, ("KAPASITAS_MELEBIHI_ASESOR", ("jumlahAsesor",))),
        ({"batas_per_asesor": 11}, ("ANGKA_DI_LUAR_BATAS", ("batasPerAsesor",))),
        ({"batas_daftar": "2030-04-02T08:01"}, ("BATAS_DAFTAR_SETELAH_MULAI", ("batasDaftar",))),
        ({"batas_daftar": "2020-01-01T08:00"}, ("LEWAT_BATAS_DAFTAR", ("batasDaftar",))),
        ({"batas_daftar": "besok"}, ("WAKTU_TIDAK_SAH", ("batasDaftar",))),
    ):
        sanggup = replace(SANGGUP, **ganti)
        assert await ditolak(db, jawaban.terima_undangan, sanggup=sanggup, **terima) == galat
    # every date of an answer is held to the same: five in two days are too many for one asesor
    sempit = IsianJawaban(kesanggupan=SANGGUP, tanggal=(SEPEKAN_KEMUDIAN, LAIN))
    assert await ditolak(db, jawaban.jawab_undangan, undangan_id=id_, versi=1, isian=sempit) == (
        "KAPASITAS_MELEBIHI_ASESOR",
        ("jumlahAsesor",),
    )


async def test_after_the_day_set_for_the_answer_the_lsp_can_only_decline(db: Database) -> None:
    dunia = await dunia_kecil(db)
    id_ = await undang(db, dunia.himpunan)
    await db.write(ubah_baris, "paksi_undangan", id_, jawab_sampai=kemarin())
    terima = {"undangan_id": id_, "versi": 1, "pilihan": 1, "sanggup": SANGGUP}
    assert await ditolak(db, jawaban.terima_undangan, **terima) == ("LEWAT_TENGGAT_JAWAB", ())
    jawab = {"undangan_id": id_, "versi": 1, "isian": JAWABAN}
    assert await ditolak(db, jawaban.jawab_undangan, **jawab) == ("LEWAT_TENGGAT_JAWAB", ())
    await db.write(jawaban.tolak_undangan, SISTEM, undangan_id=id_, versi=1, alasan="Terlambat")
    assert await keadaan(db, id_) == ("DITOLAK", 1)
    # it is over, so the pool may invite again
    baru = await db.write(service.buat_undangan, SISTEM, himpunan_id=dunia.himpunan, isian=ISIAN)
    lampau = {"undangan_id": baru, "versi": 1, "jawab_sampai": kemarin()}
    assert await ditolak(db, service.kirim_undangan, **lampau) == ("TENGGAT_TIDAK_SAH", ("jawabSampai",))


async def test_a_pool_has_one_invitation_at_a_time_and_none_beside_an_agreed_one(db: Database) -> None:
    dunia = await dunia_kecil(db)
    await terjawab(db, dunia.himpunan)
    lagi = {"himpunan_id": dunia.himpunan, "isian": ISIAN}
    assert await ditolak(db, service.buat_undangan, **lagi) == ("SUDAH_DIUNDANG", ())
    ((id_,),) = await isi(db, "paksi_undangan", "id")
    await db.write(jawaban.setujui_jawaban, SISTEM, undangan_id=id_, versi=2, pilihan=1)
    assert await ditolak(db, service.buat_undangan, **lagi) == ("SUDAH_DIUNDANG", ())

    def langsung(session: Session) -> None:
        catat(session, SISTEM, "uji", objek="uji", objek_id="-", wilayah="61")
        session.execute(
            insert(tabel("paksi_undangan")).values(
                id=uuid.uuid4(), himpunan_id=dunia.himpunan, keadaan="DRAF", versi=1
            )
        )

    with pytest.raises(IntegrityError):
        await db.write(langsung)


async def test_host_and_jalur_are_of_the_province_and_of_the_skema(db: Database) -> None:
    dunia = await dunia_kecil(db)
    salah: list[tuple[dict[str, Any], tuple[str, tuple[str, ...]]]] = [
        ({"tuan_rumah": "62.71"}, ("TIDAK_DITEMUKAN", ("tuanRumah",))),
        ({"tuk_wilayah": "99"}, ("TIDAK_DITEMUKAN", ("tukWilayah",))),
        ({"jalur": ("SIHIR",)}, ("JALUR_TIDAK_SESUAI", ("jalur",))),
    ]
    for ganti, galat in salah:
        isian = replace(ISIAN, **ganti)
        assert await ditolak(db, service.buat_undangan, himpunan_id=dunia.himpunan, isian=isian) == galat


async def test_the_jalur_are_those_of_the_requests_unless_they_are_named(db: Database) -> None:
    dunia = await himpunan(db, pemda=(), kursi=(), terkunci=False)
    apa = {"himpunan_id": dunia.himpunan, "isian": ISIAN}
    assert await ditolak(db, service.buat_undangan, **apa) == ("WAJIB_DIISI", ("jalur",))
    await undang(db, dunia.himpunan, jalur=("PENGALAMAN", "DIKLAT"))
    assert await isi(db, "paksi_undangan_jalur", "jalur_kode") == [("DIKLAT",), ("PENGALAMAN",)]


async def test_an_invitation_falls_with_its_pool_agreed_to_or_not(db: Database) -> None:
    dunia = await dunia_kecil(db)
    hasil = await sepakat(db, dunia.himpunan)
    await db.write(penyelesaian.bubarkan_himpunan, SISTEM, himpunan_id=dunia.himpunan, alasan="Batal")
    assert await keadaan(db, hasil.undangan_id) == ("GUGUR", 1)
    # the schedule is the LSP's: its seats are open now
    assert sorted(await isi(db, "paksi_bagian", "kapasitas")) == [(0,), (5,)]
    await sehat(db)


async def test_an_open_invitation_falls_when_the_seats_are_divided_without_it(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    id_ = await terjawab(db, dunia.himpunan)
    await tetapkan(db, dunia.himpunan)
    assert await keadaan(db, id_) == ("GUGUR", 2)
    assert await ditolak(db, jawaban.setujui_jawaban, undangan_id=id_, versi=2, pilihan=1) == (
        "KEADAAN_TIDAK_SESUAI",
        (),
    )
    assert await ditolak(db, service.buat_undangan, himpunan_id=dunia.himpunan, isian=ISIAN) == (
        "KEADAAN_TIDAK_SESUAI",
        (),
    )
    await sehat(db)


async def test_an_agreement_falls_with_its_schedule_and_the_pool_invites_again(db: Database) -> None:
    dunia = await dunia_kecil(db)
    hasil = await sepakat(db, dunia.himpunan)
    await db.write(batalkan_jadwal, SISTEM, jadwal_id=hasil.jadwal_id, alasan="Asesor berhalangan")
    assert await keadaan(db, hasil.undangan_id) == ("GUGUR", 1)
    await sehat(db)
    kedua = await sepakat(db, dunia.himpunan)
    assert kedua.jadwal_id != hasil.jadwal_id
    await sehat(db)


async def test_a_kind_that_the_pool_does_not_divide_is_not_agreed_to(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(1,))
    id_ = await undang(db, dunia.himpunan, jenis="DIKLAT")
    terima = {"undangan_id": id_, "versi": 1, "pilihan": 1, "sanggup": SANGGUP}
    assert await ditolak(db, jawaban.terima_undangan, **terima) == ("TIDAK_SEJENIS", ("jadwal",))
    await tambah_jadwal(db, dunia, 2, geser=30)
    assert await keadaan(db, id_) == ("DIKIRIM", 1)


def rusak(session: Session, nama: str, kunci: str, id_: uuid.UUID, /, **nilai: Any) -> None:
    """Damage rows behind the services' back."""
    catat(session, SISTEM, "uji.rusak", objek=nama, objek_id="-", wilayah="ID")
    t = tabel(nama)
    session.execute(update(t).where(t.c[kunci] == id_).values(**nilai))


async def test_each_fault_is_found_and_named(db: Database) -> None:
    dunia = await dunia_kecil(db)
    hasil = await sepakat(db, dunia.himpunan)
    ((kode,),) = await isi(db, "paksi_jadwal", "kode")

    async def temuan() -> list[str]:
        async with db.read() as koneksi:
            return await koneksi.run_sync(lambda k: periksa_undangan(Session(bind=k)))

    assert await temuan() == []
    id_ = hasil.undangan_id
    await db.write(rusak, "paksi_undangan", "id", id_, versi=2)
    assert await temuan() == [f"Undangan {id_} versi 2 tidak mempunyai isi, atau isinya bukan yang terbaru."]
    await db.write(rusak, "paksi_undangan", "id", id_, versi=1)
    await db.write(rusak, "paksi_bagian", "id", hasil.bagian_id, himpunan_id=(await dunia_kedua(db)).himpunan)
    assert await temuan() == [
        f"Jadwal {kode} dari undangan {id_} tidak mempunyai bagian bagi himpunannya, atau milik LSP lain."
    ]
    await db.write(rusak, "paksi_bagian", "id", hasil.bagian_id, himpunan_id=dunia.himpunan)
    await db.write(rusak, "paksi_jadwal", "id", hasil.jadwal_id, keadaan="DIBATALKAN", alasan_batal="Uji")
    assert await temuan() == [f"Undangan {id_} disepakati padahal jadwal {kode} sudah dibatalkan."]
    await db.write(rusak, "paksi_himpunan", "id", dunia.himpunan, keadaan="DIBUBARKAN", alasan_bubar="Uji")
    assert f"Undangan {id_} sedang DISEPAKATI padahal himpunannya DIBUBARKAN." in await temuan()
    await db.write(
        rusak, "paksi_undangan", "id", id_, keadaan="DIJAWAB", jadwal_id=None, disepakati_pada=None
    )
    assert f"Undangan {id_} sedang DIJAWAB dengan isi dari KOORDINATOR." in await temuan()


async def dunia_kedua(db: Database) -> Dunia:
    """Another pool, in a world that is there."""
    return Dunia(
        himpunan=await db.write(
            buka_himpunan,
            SISTEM,
            wilayah="61",
            nama="Lain",
            skema="PAKSI_PERTAMA",
            lembaga=LSP,
            kebijakan=Kebijakan.MERATA,
        )
    )


async def test_withdrawn_before_it_was_sent_nothing_of_it_was_ever_said(db: Database) -> None:
    dunia = await dunia_kecil(db)
    id_ = await db.write(service.buat_undangan, SISTEM, himpunan_id=dunia.himpunan, isian=ISIAN)
    await db.write(service.tarik_undangan, SISTEM, undangan_id=id_)
    assert await keadaan(db, id_) == ("DITARIK", 1)
    assert await isi(db, "paksi_undangan_putaran", "hasil", "dikirim_pada") == [(None, None)]
    jejak = [a for (a,) in await isi(db, "jejak", "aksi", objek_id=str(id_))]
    assert jejak == ["paksi.undangan_buat", "paksi.undangan_tarik"]
