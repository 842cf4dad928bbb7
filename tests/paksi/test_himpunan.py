"""Pools: one unit of work each, on both engines."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from forum_paksi.himpunan import alokasi, penyelesaian, service
from forum_paksi.himpunan.keadaan import KeadaanHimpunan
from forum_paksi.himpunan.masukan import AlasanKode, Hasil, Kebijakan
from forum_paksi.himpunan.sidik import BerubahSejakPratinjau
from forum_paksi.jadwal.rules import Cakupan, JenisJadwal
from forum_paksi.jadwal.service import ubah_jadwal
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.pemesanan.service import batalkan, pesan_slot
from forum_paksi.permintaan.rules import KeadaanPermintaan
from forum_server.plugin import Aktor, Database, GalatDomain
from tests.paksi.bahan import LSP, RANCANGAN, SISTEM, aktor, dasar, hibah, isi, jadwal, potret
from tests.paksi.bahan_himpunan import (
    KOORDINATOR,
    OPERATOR_LSP,
    Dunia,
    himpunan,
    kemarin,
    minta,
    orang,
    pegawai,
    tambah_jadwal,
    tetapkan,
    tinjau,
    titipkan_calon,
    ubah_baris,
)

H = KeadaanHimpunan
P = KeadaanPermintaan
K = KeadaanPemesanan
KECIL = (("61.71", 3), ("61.01", 2))


async def keadaan(db: Database, dunia: Dunia) -> KeadaanHimpunan:
    ((satu,),) = await isi(db, "paksi_himpunan", "keadaan", id=dunia.himpunan)
    return satu


async def test_forty_five_candidates_of_eight_pemda_are_seated_on_twenty_six_seats(db: Database) -> None:
    dunia = await himpunan(db)
    tinjauan = await tetapkan(db, dunia.himpunan, KOORDINATOR)
    assert await keadaan(db, dunia) is H.DIALOKASIKAN
    pesanan = await isi(db, "paksi_pemesanan", "wilayah_kode", "keadaan")
    assert Counter(w for w, k in pesanan if k is K.DITAHAN) == {
        "61.71": 4, "61.12": 4, "61.04": 4, "61.03": 3, "61.01": 3, "61.02": 3, "61.05": 3, "61.72": 2,
    }  # fmt: skip
    nomor = await isi(db, "paksi_pemesanan", "nomor_antre", "orang_id", keadaan=K.DAFTAR_TUNGGU)
    antre = [k.orang for k in tinjauan.hasil.keputusan if k.hasil is Hasil.DAFTAR_TUNGGU]
    assert nomor == list(enumerate(antre, 1))
    assert await isi(db, "paksi_bagian", "kapasitas", "terisi", "antre_terakhir", id=dunia.bagian[0]) == [
        (26, 26, 19)
    ]
    keputusan = await isi(db, "paksi_keputusan", "nomor", "orang_id", "hasil", "alasan")
    assert keputusan == [(n, k.orang, k.hasil, k.alasan) for n, k in enumerate(tinjauan.hasil.keputusan, 1)]
    assert {k for (k,) in await isi(db, "paksi_permintaan", "keadaan")} == {P.DIALOKASIKAN}
    assert len(await isi(db, "jejak", "id", aksi="paksi.dudukkan")) == 45
    assert len(await isi(db, "jejak", "id", aksi="paksi.himpunan_alokasikan")) == 1
    assert len(await isi(db, "paksi_orang_sesi", "orang_id")) == 26 * 6


async def test_a_preview_writes_nothing(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL)
    sebelum = await potret(db)
    satu, dua = await tinjau(db, dunia.himpunan), await tinjau(db, dunia.himpunan)
    assert satu == dua
    assert await potret(db) == sebelum


async def test_a_preview_on_a_writing_session_writes_nothing_either(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL)
    sebelum = await potret(db)
    await db.write(alokasi.bahan_tinjauan, SISTEM, himpunan_id=dunia.himpunan)
    assert await potret(db) == sebelum


async def test_seats_are_held_until_the_registration_deadline_or_the_one_set(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL)
    tenggat = datetime.now(UTC).replace(microsecond=0) + timedelta(days=20)
    await tetapkan(db, dunia.himpunan, tenggat=tenggat)
    assert await isi(db, "paksi_himpunan", "tenggat") == [(tenggat,)]
    assert set(await isi(db, "paksi_pemesanan", "ditahan_sampai")) == {(tenggat,)}


async def test_without_a_deadline_seats_are_held_until_registration_ends(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL)
    await tetapkan(db, dunia.himpunan)
    batas = await isi(db, "paksi_jadwal", "batas_daftar")
    assert set(await isi(db, "paksi_pemesanan", "ditahan_sampai")) == set(batas)


@pytest.mark.parametrize("geser", [-1, 365 * 40])
async def test_a_deadline_in_the_past_or_after_the_start_is_refused(db: Database, geser: int) -> None:
    dunia = await himpunan(db, pemda=KECIL)
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await tetapkan(db, dunia.himpunan, tenggat=datetime.now(UTC) + timedelta(days=geser))
    assert (galat.value.kode, galat.value.letak) == ("TENGGAT_TIDAK_SAH", ("tenggat",))
    assert await potret(db) == sebelum


async def berubah(db: Database, dunia: Dunia, sidik: str) -> tuple[str, ...]:
    """Commit a stale preview; everything must stay as it was."""
    sebelum = await potret(db)
    with pytest.raises(BerubahSejakPratinjau) as galat:
        await db.write(
            alokasi.tetapkan_alokasi, KOORDINATOR, himpunan_id=dunia.himpunan, sidik_pratinjau=sidik
        )
    assert galat.value.kode == "BERUBAH_SEJAK_PRATINJAU"
    assert await potret(db) == sebelum
    return galat.value.perubahan


async def test_a_commit_after_the_policy_changed_is_refused_and_says_so(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL, terkunci=False)
    sidik = (await tinjau(db, dunia.himpunan)).sidik
    await db.write(
        service.ubah_kebijakan,
        KOORDINATOR,
        himpunan_id=dunia.himpunan,
        kebijakan=Kebijakan.URUT_WAKTU,
        alasan="Kesepakatan rapat",
    )
    await db.write(service.kunci_himpunan, KOORDINATOR, himpunan_id=dunia.himpunan)
    assert await berubah(db, dunia, sidik) == ("Kebijakan berubah dari MERATA menjadi URUT_WAKTU.",)


async def test_a_commit_after_requests_came_and_went_names_them(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL, terkunci=False)
    sidik = (await tinjau(db, dunia.himpunan)).sidik
    siapa = await db.write(pegawai, "61.02", 1)
    baru = await db.write(minta, "61.02", siapa)
    await db.write(service.himpun_permintaan, KOORDINATOR, himpunan_id=dunia.himpunan, permintaan_id=baru)
    await db.write(
        service.lepas_permintaan,
        KOORDINATOR,
        himpunan_id=dunia.himpunan,
        permintaan_id=dunia.permintaan["61.01"],
    )
    await db.write(service.kunci_himpunan, KOORDINATOR, himpunan_id=dunia.himpunan)
    tahun = datetime.now(UTC).year
    assert await berubah(db, dunia, sidik) == (
        f"Permintaan PM-61.01-{tahun}-001 keluar.",
        f"Permintaan PM-61.02-{tahun}-001 bergabung.",
    )


async def test_a_commit_after_a_jadwal_was_added_names_it(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL)
    sidik = (await tinjau(db, dunia.himpunan)).sidik
    await tambah_jadwal(db, dunia, 4, geser=14)
    ((kode,),) = await isi(db, "paksi_jadwal", "kode", id=dunia.jadwal[1])
    assert await berubah(db, dunia, sidik) == (f"Jadwal {kode} ditambahkan.",)


async def test_a_commit_after_a_candidate_was_seated_elsewhere_says_whose(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL)
    sidik = (await tinjau(db, dunia.himpunan)).sidik
    lain = await db.write(jadwal)
    await db.write(
        pesan_slot, SISTEM, jadwal_id=lain, orang_id=dunia.calon["61.71"][0], wilayah="61.71", jalur="DIKLAT"
    )
    ((nomor,),) = await isi(db, "paksi_permintaan", "nomor", wilayah_kode="61.71")
    assert await berubah(db, dunia, sidik) == (f"Kursi atau kegiatan lain calon permintaan {nomor} berubah.",)


async def test_the_order_in_which_things_are_read_does_not_change_the_mark(db: Database) -> None:
    """Control: nothing changed, so committing the preview goes through."""
    dunia = await himpunan(db, pemda=KECIL, kursi=(2, 2))
    await tetapkan(db, dunia.himpunan)
    assert await keadaan(db, dunia) is H.DIALOKASIKAN


@pytest.mark.parametrize("sidik", ["", "bukan", "e30", "WzFd", "eyJhIjoxfQ", "x" * 500_000, "ñ"])
async def test_what_is_no_mark_of_a_preview_commits_nothing(db: Database, sidik: str) -> None:
    dunia = await himpunan(db, pemda=KECIL)
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(alokasi.tetapkan_alokasi, SISTEM, himpunan_id=dunia.himpunan, sidik_pratinjau=sidik)
    assert galat.value.kode in {"SIDIK_TIDAK_SAH", "BERUBAH_SEJAK_PRATINJAU"}
    assert await potret(db) == sebelum


async def test_of_two_commits_of_one_preview_one_wins(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL)
    sidik = (await tinjau(db, dunia.himpunan)).sidik
    hasil = await asyncio.gather(
        *(
            db.write(alokasi.tetapkan_alokasi, KOORDINATOR, himpunan_id=dunia.himpunan, sidik_pratinjau=sidik)
            for _ in range(4)
        ),
        return_exceptions=True,
    )
    kalah = [h for h in hasil if isinstance(h, GalatDomain)]
    assert [h for h in hasil if not isinstance(h, GalatDomain)] == [dunia.himpunan]
    assert {h.kode for h in kalah} == {"KEADAAN_TIDAK_SESUAI"}
    assert len(await isi(db, "paksi_keputusan", "nomor")) == 5
    assert len(await isi(db, "jejak", "id", aksi="paksi.himpunan_alokasikan")) == 1


async def test_a_freed_seat_goes_to_the_next_by_the_policy(db: Database) -> None:
    dunia = await himpunan(db, kursi=(3,), pemda=(("61.71", 3), ("61.01", 2)))
    await tetapkan(db, dunia.himpunan)
    tunggu = await isi(db, "paksi_pemesanan", "nomor_antre", "orang_id", keadaan=K.DAFTAR_TUNGGU)
    assert [o for _, o in tunggu] == [dunia.calon["61.01"][1], dunia.calon["61.71"][2]]
    ((kursi,),) = await isi(db, "paksi_pemesanan", "id", orang_id=dunia.calon["61.71"][0])
    await db.write(batalkan, SISTEM, pemesanan_id=kursi)
    assert await isi(db, "paksi_pemesanan", "keadaan", orang_id=dunia.calon["61.01"][1]) == [(K.DITAHAN,)]
    assert await isi(db, "paksi_pemesanan", "keadaan", orang_id=dunia.calon["61.71"][2]) == [
        (K.DAFTAR_TUNGGU,)
    ]


async def test_the_lsp_confirms_what_was_sent_and_requests_are_done(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL, kursi=(4,))
    await tetapkan(db, dunia.himpunan)
    await db.write(penyelesaian.kirim_himpunan, KOORDINATOR, himpunan_id=dunia.himpunan)
    await db.write(penyelesaian.konfirmasi_himpunan, OPERATOR_LSP, himpunan_id=dunia.himpunan)
    assert await keadaan(db, dunia) is H.DIKONFIRMASI
    assert Counter(await isi(db, "paksi_pemesanan", "keadaan")) == {
        (K.DIKONFIRMASI,): 4,
        (K.DAFTAR_TUNGGU,): 1,
    }
    assert {k for (k,) in await isi(db, "paksi_permintaan", "keadaan")} == {P.SELESAI}
    assert len(await isi(db, "jejak", "id", aksi="paksi.konfirmasi")) == 4


async def test_a_pool_past_its_deadline_is_never_confirmed(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL)
    await tetapkan(db, dunia.himpunan)
    await db.write(penyelesaian.kirim_himpunan, KOORDINATOR, himpunan_id=dunia.himpunan)

    await db.write(ubah_baris, "paksi_himpunan", dunia.himpunan, tenggat=kemarin())
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(penyelesaian.konfirmasi_himpunan, OPERATOR_LSP, himpunan_id=dunia.himpunan)
    assert galat.value.kode == "TAHANAN_LEWAT"
    assert await potret(db) == sebelum


@pytest.mark.parametrize("sampai", ["TERBUKA", "DIKUNCI", "DIALOKASIKAN", "DIKIRIM"])
async def test_dissolving_returns_seats_and_requests(db: Database, sampai: str) -> None:
    dunia = await himpunan(db, pemda=KECIL, kursi=(3, 1), terkunci=sampai != "TERBUKA")
    if sampai in {"DIALOKASIKAN", "DIKIRIM"}:
        await tetapkan(db, dunia.himpunan)
    if sampai == "DIKIRIM":
        await db.write(penyelesaian.kirim_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    diajukan = await isi(db, "paksi_permintaan", "id", "diajukan_pada")
    await db.write(
        penyelesaian.bubarkan_himpunan, KOORDINATOR, himpunan_id=dunia.himpunan, alasan="Anggaran batal"
    )
    assert await isi(db, "paksi_himpunan", "keadaan", "alasan_bubar") == [(H.DIBUBARKAN, "Anggaran batal")]
    assert set(await isi(db, "paksi_permintaan", "keadaan", "himpunan_id")) == {(P.DIAJUKAN, None)}
    assert await isi(db, "paksi_permintaan", "id", "diajukan_pada") == diajukan
    assert {k for (k,) in await isi(db, "paksi_pemesanan", "keadaan")} <= {K.DIBATALKAN}
    assert await isi(db, "paksi_orang_sesi", "orang_id") == []
    for jadwal_id, kapasitas in zip(dunia.jadwal, (3, 1), strict=True):
        terbuka = await isi(db, "paksi_bagian", "terisi", "kapasitas", jadwal_id=jadwal_id, himpunan_id=None)
        assert terbuka == [(0, kapasitas)]
        assert sum(k for (k,) in await isi(db, "paksi_bagian", "kapasitas", jadwal_id=jadwal_id)) == kapasitas


async def test_a_confirmed_pool_cannot_be_dissolved(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL)
    await tetapkan(db, dunia.himpunan)
    await db.write(penyelesaian.kirim_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    await db.write(penyelesaian.konfirmasi_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    await ditolak(
        db, "KEADAAN_TIDAK_SESUAI", penyelesaian.bubarkan_himpunan, KOORDINATOR, dunia, alasan="Terlambat"
    )


async def ditolak(
    db: Database, kode: str, layanan: object, aktor: Aktor, dunia: Dunia, **lain: object
) -> None:
    """Refused with this code, and nothing written."""
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(layanan, aktor, himpunan_id=dunia.himpunan, **lain)  # pyright: ignore[reportArgumentType, reportCallIssue]
    assert galat.value.kode == kode
    assert await potret(db) == sebelum


async def test_a_changed_policy_is_kept_with_its_reason_and_reaches_the_shares(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL, terkunci=False)
    await db.write(
        service.ubah_kebijakan,
        KOORDINATOR,
        himpunan_id=dunia.himpunan,
        kebijakan=Kebijakan.PROPORSIONAL,
        alasan="  Kesepakatan rapat 12 Januari ",
    )
    assert await isi(db, "paksi_kebijakan_ubah", "dari", "ke", "alasan") == [
        (Kebijakan.MERATA, Kebijakan.PROPORSIONAL, "Kesepakatan rapat 12 Januari")
    ]
    assert await isi(db, "paksi_bagian", "kebijakan", himpunan_id=dunia.himpunan) == [
        (Kebijakan.PROPORSIONAL,)
    ]
    assert len(await isi(db, "jejak", "id", aksi="paksi.himpunan_ubah_kebijakan")) == 1


async def test_a_policy_does_not_change_without_reason_or_after_locking(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL, terkunci=False)
    ubah = service.ubah_kebijakan
    await ditolak(db, "WAJIB_DIISI", ubah, KOORDINATOR, dunia, kebijakan=Kebijakan.URUT_WAKTU, alasan=" ")
    await ditolak(db, "TIDAK_BERUBAH", ubah, KOORDINATOR, dunia, kebijakan=Kebijakan.MERATA, alasan="x")
    await db.write(service.kunci_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    await ditolak(
        db, "KEADAAN_TIDAK_SESUAI", ubah, KOORDINATOR, dunia, kebijakan=Kebijakan.URUT_WAKTU, alasan="x"
    )


async def test_an_empty_pool_is_not_locked_and_one_without_jadwal_not_divided(db: Database) -> None:
    dunia = await himpunan(db, pemda=(), kursi=(), terkunci=False)
    await ditolak(db, "HIMPUNAN_KOSONG", service.kunci_himpunan, KOORDINATOR, dunia)
    siapa = await db.write(orang, 1, wilayah="61.01")
    satu = await db.write(minta, "61.01", siapa)
    await db.write(service.himpun_permintaan, SISTEM, himpunan_id=dunia.himpunan, permintaan_id=satu)
    await db.write(service.kunci_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    with pytest.raises(GalatDomain) as galat:
        await tinjau(db, dunia.himpunan)
    assert galat.value.kode == "BELUM_ADA_JADWAL"


async def test_a_request_of_another_skema_lsp_or_province_does_not_join(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL, terkunci=False)
    siapa = await db.write(orang, 1, wilayah="61.02")
    muda = await db.write(minta, "61.02", siapa, skema="PAKSI_MUDA", jalur="PENGALAMAN")
    lain = await db.write(minta, "61.02", siapa, lembaga="lsp-lain")
    jauh = await db.write(minta, "62.71", await db.write(orang, 1, wilayah="62.71"))
    for permintaan, kode in ((muda, "TIDAK_SEJENIS"), (lain, "TIDAK_SEJENIS"), (jauh, "TIDAK_DITEMUKAN")):
        await ditolak(db, kode, service.himpun_permintaan, KOORDINATOR, dunia, permintaan_id=permintaan)
    await ditolak(
        db,
        "KEADAAN_TIDAK_SESUAI",
        service.himpun_permintaan,
        KOORDINATOR,
        dunia,
        permintaan_id=dunia.permintaan["61.01"],
    )
    await ditolak(
        db, "TIDAK_DITEMUKAN", service.himpun_permintaan, KOORDINATOR, dunia, permintaan_id=uuid.uuid4()
    )


async def test_the_lsp_reserves_only_its_own_jadwal_of_the_right_skema(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL, kursi=(), terkunci=False)
    muda = await db.write(jadwal, skema_kode="PAKSI_MUDA", jalur=("PENGALAMAN",))
    lain = await db.write(jadwal, lembaga="lsp-lain")
    for id_ in (muda, lain):
        await ditolak(
            db, "TIDAK_SEJENIS", service.cadangkan_untuk, OPERATOR_LSP, dunia, jadwal_id=id_, kapasitas=5
        )
    benar = await db.write(jadwal)
    await db.write(
        service.cadangkan_untuk, OPERATOR_LSP, himpunan_id=dunia.himpunan, jadwal_id=benar, kapasitas=5
    )
    assert await isi(db, "paksi_bagian", "kapasitas", "kebijakan", himpunan_id=dunia.himpunan) == [
        (5, Kebijakan.MERATA)
    ]


@pytest.mark.parametrize("wilayah", ["61.71", "ID"])
async def test_a_pool_is_opened_by_a_province(db: Database, wilayah: str) -> None:
    await db.write(dasar)
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(
            service.buka_himpunan,
            aktor(hibah("paksi:himpun", wilayah="ID")),
            wilayah=wilayah,
            nama="Salah tingkat",
            skema="PAKSI_PERTAMA",
            lembaga=LSP,
            kebijakan=Kebijakan.MERATA,
        )
    assert (galat.value.kode, galat.value.letak) == ("BUKAN_PROVINSI", ("wilayah",))
    assert await potret(db) == sebelum


async def cadangan(db: Database, dunia: Dunia, jadwal_id: uuid.UUID) -> None:
    await db.write(
        service.cadangkan_untuk, OPERATOR_LSP, himpunan_id=dunia.himpunan, jadwal_id=jadwal_id, kapasitas=5
    )


async def test_a_pool_divides_seats_of_one_kind(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL, kursi=(5,), terkunci=False)
    diklat = await db.write(jadwal, jenis=JenisJadwal.DIKLAT)
    await ditolak(
        db, "TIDAK_SEJENIS", service.cadangkan_untuk, OPERATOR_LSP, dunia, jadwal_id=diklat, kapasitas=5
    )


@pytest.mark.parametrize(
    "ganti", [{"skema_kode": "PAKSI_MUDA", "jalur": ("PENGALAMAN",)}, {"jenis": "DIKLAT"}]
)
async def test_a_draft_with_reserved_seats_keeps_its_skema_and_kind(db: Database, ganti: Any) -> None:
    dunia = await himpunan(db, pemda=KECIL, kursi=(), terkunci=False)
    draf = await db.write(jadwal, dibuka=False)
    await cadangan(db, dunia, draf)
    ganti = {k: JenisJadwal(v) if k == "jenis" else v for k, v in ganti.items()}
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(ubah_jadwal, OPERATOR_LSP, jadwal_id=draf, rancangan=replace(RANCANGAN, **ganti))
    assert galat.value.kode == "TIDAK_SEJENIS"
    assert await potret(db) == sebelum
    await db.write(ubah_jadwal, OPERATOR_LSP, jadwal_id=draf, rancangan=replace(RANCANGAN, kapasitas=7))
    assert await isi(db, "paksi_bagian", "kapasitas", jadwal_id=draf) == [(2,), (5,)]


async def test_a_schedule_closed_to_the_province_is_not_reserved_for_its_pool(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL, kursi=(), terkunci=False)
    for cakupan, kode in ((Cakupan.PROVINSI, "62"), (Cakupan.PEMDA, "62.71")):
        asing = await db.write(jadwal, cakupan=cakupan, wilayah_terbuka=(kode,))
        await ditolak(
            db, "DI_LUAR_CAKUPAN", service.cadangkan_untuk, OPERATOR_LSP, dunia, jadwal_id=asing, kapasitas=5
        )
    sendiri = await db.write(jadwal, cakupan=Cakupan.PROVINSI, wilayah_terbuka=("61",))
    await cadangan(db, dunia, sendiri)
    assert await isi(db, "paksi_bagian", "kapasitas", himpunan_id=dunia.himpunan) == [(5,)]


async def test_a_pemda_the_schedule_is_not_open_to_is_not_seated_in_it(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL, kursi=(), terkunci=False)
    await cadangan(db, dunia, await db.write(jadwal, cakupan=Cakupan.PEMDA, wilayah_terbuka=("61.01",)))
    await db.write(service.kunci_himpunan, KOORDINATOR, himpunan_id=dunia.himpunan)
    await tetapkan(db, dunia.himpunan)
    assert {w for (w,) in await isi(db, "paksi_pemesanan", "wilayah_kode")} == {"61.01"}
    assert set(await isi(db, "paksi_keputusan", "hasil", "alasan_kode", "alasan", wilayah_kode="61.71")) == {
        (
            Hasil.TIDAK_DAPAT,
            AlasanKode.DI_LUAR_CAKUPAN,
            "Tidak ada jadwal dalam himpunan ini yang dibuka LSP untuk Kota Pontianak.",
        )
    }


async def test_a_person_of_two_pemda_is_seated_once(db: Database) -> None:
    dunia = await himpunan(db, pemda=KECIL, terkunci=False)
    await db.write(titipkan_calon, dunia.permintaan["61.01"], dunia.calon["61.71"][0])
    await db.write(service.kunci_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    await tetapkan(db, dunia.himpunan)
    assert await isi(db, "paksi_keputusan", "wilayah_kode", "hasil", orang_id=dunia.calon["61.71"][0]) == [
        ("61.01", Hasil.TIDAK_DAPAT),
        ("61.71", Hasil.KURSI),
    ]
    assert len(await isi(db, "paksi_pemesanan", "id", orang_id=dunia.calon["61.71"][0])) == 1
