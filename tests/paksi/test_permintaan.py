"""Requests: one unit of work each, on both engines."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest

from forum_paksi.himpunan import service as himpunan_service
from forum_paksi.himpunan.masukan import Rentang
from forum_paksi.pelaku import Pelaku
from forum_paksi.permintaan import service
from forum_paksi.permintaan.rules import (
    PERALIHAN,
    KeadaanPermintaan,
    SumberAnggaran,
    TindakanPermintaan,
    periksa_teks,
    rupiah,
)
from forum_server.plugin import Database, GalatDomain, IsianTidakSah
from tests.paksi.bahan import LSP, SISTEM, dasar, isi, orang, potret
from tests.paksi.bahan_himpunan import (
    KOORDINATOR,
    OPERATOR_LSP,
    himpunan,
    isian,
    minta,
    operator,
    pegawai,
    ubah_baris,
)

P = KeadaanPermintaan
TAHUN = datetime.now(UTC).year
SAMBAS = operator("61.01")


async def buat(db: Database, wilayah: str = "61.01", **ganti: Any) -> uuid.UUID:
    siapa = ganti.pop("siapa", SAMBAS)
    return await db.write(service.buat_permintaan, siapa, wilayah=wilayah, isian=isian(**ganti))


async def ditolak(db: Database, layanan: Any, *args: Any, **kwargs: Any) -> tuple[str, tuple[str, ...]]:
    """The code and place of a refusal that wrote nothing."""
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(layanan, *args, **kwargs)
    assert await potret(db) == sebelum
    return galat.value.kode, galat.value.letak


async def test_a_draft_holds_what_was_written_in_the_order_given(db: Database) -> None:
    await db.write(dasar)
    a, b = await db.write(pegawai, "61.01", 2)
    (guru,) = await db.write(orang, wilayah="61.01")
    id_ = await buat(
        db,
        calon=[b, guru, a],
        tanggal=[
            Rentang(mulai=date(2030, 6, 1), sampai=date(2030, 6, 9)),
            Rentang(mulai=date(2030, 5, 1), sampai=date(2030, 5, 1)),
        ],
        sumber_anggaran=SumberAnggaran.APBD,
        pagu_rupiah="25000000",
    )
    assert await isi(
        db,
        "paksi_permintaan",
        "nomor",
        "keadaan",
        "wilayah_kode",
        "lembaga_kode",
        "pagu_rupiah",
        "nomor_surat",
    ) == [(f"PM-61.01-{TAHUN}-001", P.DRAF, "61.01", LSP, 25_000_000, "700/12/INSP")]
    assert [o for _, o in await isi(db, "paksi_calon", "urutan", "orang_id", permintaan_id=id_)] == [
        b,
        guru,
        a,
    ]
    assert await isi(db, "paksi_calon", "perangkat_daerah_id", orang_id=guru) == [(None,)]
    assert await isi(db, "paksi_permintaan_tanggal", "urutan", "mulai", "sampai") == [
        (1, date(2030, 6, 1), date(2030, 6, 9)),
        (2, date(2030, 5, 1), date(2030, 5, 1)),
    ]
    assert await isi(db, "jejak", "aksi", "wilayah", aksi="paksi.buat_permintaan") == [
        ("paksi.buat_permintaan", "61.01")
    ]


async def test_numbers_run_per_pemda_and_year(db: Database) -> None:
    await db.write(dasar)
    for wilayah in ("61.01", "61.02", "61.01"):
        await buat(db, wilayah, siapa=SISTEM)
    nomor = [n for (n,) in await isi(db, "paksi_permintaan", "nomor")]
    assert nomor == [f"PM-61.01-{TAHUN}-001", f"PM-61.01-{TAHUN}-002", f"PM-61.02-{TAHUN}-001"]


async def test_what_a_draft_may_not_say(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang, wilayah="61.01")
    (jauh,) = await db.write(orang, wilayah="61.71")

    async def kode(wilayah: str = "61.01", **ganti: Any) -> tuple[str, tuple[str, ...]]:
        siapa = ganti.pop("siapa", SAMBAS)
        return await ditolak(db, service.buat_permintaan, siapa, wilayah=wilayah, isian=isian(**ganti))

    assert await kode(calon=[siti, siti]) == ("CALON_GANDA", ("calon", "1"))
    assert await kode(calon=[siti, jauh]) == ("TIDAK_DITEMUKAN", ("calon", "1"))
    assert await kode(calon=[uuid.uuid4()], siapa=SISTEM) == ("TIDAK_DITEMUKAN", ("calon", "0"))
    assert await kode(calon=[uuid.uuid4() for _ in range(501)]) == ("TERLALU_BANYAK", ("calon",))
    assert await kode(skema="PAKSI_X") == ("TIDAK_DITEMUKAN", ("skema",))
    assert await kode(jalur="RPL") == ("JALUR_TIDAK_SESUAI", ("jalur",))
    assert await kode(lembaga="lsp-tiada") == ("TIDAK_DITEMUKAN", ("lembaga",))
    assert await kode(lembaga="badan-uji") == ("BUKAN_LSP", ("lembaga",))
    assert await kode(pagu_rupiah="12,5") == ("PAGU_TIDAK_SAH", ("paguRupiah",))
    assert await kode(nomor_surat="x" * 121) == ("TERLALU_PANJANG", ("nomorSurat",))
    terbalik = Rentang(mulai=date(2030, 6, 2), sampai=date(2030, 6, 1))
    assert await kode(tanggal=[terbalik]) == ("TANGGAL_TIDAK_SAH", ("tanggal", "0"))
    assert await kode(tanggal=[Rentang(mulai=date(2030, 6, 1), sampai=date(2030, 6, 1))] * 11) == (
        "TERLALU_BANYAK",
        ("tanggal",),
    )
    assert await kode("99.99", siapa=SISTEM) == ("TIDAK_DITEMUKAN", ("wilayah",))
    assert await kode("31.71", siapa=SISTEM) == ("BUKAN_PEMDA", ("wilayah",))


async def test_where_the_plugin_is_off_nothing_is_requested(db: Database) -> None:
    await db.write(dasar, aktif=("61.71", LSP))
    assert await ditolak(db, service.buat_permintaan, SAMBAS, wilayah="61.01", isian=isian()) == (
        "PLUGIN_TIDAK_AKTIF",
        (),
    )


async def test_a_province_proposes_its_own_people_only(db: Database) -> None:
    await db.write(dasar)
    (provinsi,) = await db.write(orang, wilayah="61")
    (kabupaten,) = await db.write(orang, wilayah="61.01")
    await buat(db, "61", calon=[provinsi], siapa=operator("61"))
    assert await ditolak(
        db, service.buat_permintaan, operator("61"), wilayah="61", isian=isian([kabupaten])
    ) == ("TIDAK_DITEMUKAN", ("calon", "0"))


async def test_a_draft_is_replaced_as_a_whole_and_then_handed_in_once(db: Database) -> None:
    await db.write(dasar)
    a, b = await db.write(pegawai, "61.01", 2)
    id_ = await buat(db, calon=[a], tanggal=[Rentang(mulai=date(2030, 6, 1), sampai=date(2030, 6, 9))])
    await db.write(service.ubah_permintaan, SAMBAS, permintaan_id=id_, isian=isian([b], jalur="PENGALAMAN"))
    assert await isi(db, "paksi_calon", "orang_id") == [(b,)]
    assert await isi(db, "paksi_permintaan_tanggal", "mulai") == []
    assert await isi(db, "paksi_permintaan", "jalur_kode") == [("PENGALAMAN",)]
    await db.write(service.ajukan_permintaan, SAMBAS, permintaan_id=id_)
    ((keadaan, diajukan),) = await isi(db, "paksi_permintaan", "keadaan", "diajukan_pada")
    assert keadaan is P.DIAJUKAN
    assert diajukan is not None
    for layanan, lain in ((service.ajukan_permintaan, {}), (service.ubah_permintaan, {"isian": isian([a])})):
        assert await ditolak(db, layanan, SAMBAS, permintaan_id=id_, **lain) == ("KEADAAN_TIDAK_SESUAI", ())


@pytest.mark.parametrize("kurang", ["calon", "nomor_surat", "tanggal_surat"])
async def test_an_incomplete_request_is_not_handed_in(db: Database, kurang: str) -> None:
    await db.write(dasar)
    siapa = await db.write(orang, wilayah="61.01")
    isi_draf: dict[str, Any] = {"calon": siapa, kurang: () if kurang == "calon" else None}
    id_ = await buat(db, "61.01", **isi_draf)
    assert await ditolak(db, service.ajukan_permintaan, SAMBAS, permintaan_id=id_) == ("BELUM_LENGKAP", ())


async def test_a_request_leaves_an_open_pool_when_withdrawn_but_not_a_locked_one(db: Database) -> None:
    dunia = await himpunan(db, pemda=(("61.01", 1), ("61.02", 1)), kursi=(1,), terkunci=False)
    await db.write(
        service.tarik_permintaan, SAMBAS, permintaan_id=dunia.permintaan["61.01"], alasan="Pindah tahun"
    )
    assert await isi(
        db, "paksi_permintaan", "keadaan", "himpunan_id", "alasan", id=dunia.permintaan["61.01"]
    ) == [(P.DITARIK, None, "Pindah tahun")]
    await db.write(himpunan_service.kunci_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    assert await ditolak(
        db, service.tarik_permintaan, operator("61.02"), permintaan_id=dunia.permintaan["61.02"]
    ) == ("HIMPUNAN_TERKUNCI", ())


async def test_a_refusal_needs_a_reason_and_a_request_that_waits(db: Database) -> None:
    await db.write(dasar)
    id_ = await db.write(minta, "61.01", await db.write(orang, wilayah="61.01"))
    tolak = service.tolak_permintaan
    assert await ditolak(db, tolak, KOORDINATOR, permintaan_id=id_, alasan="  ") == (
        "WAJIB_DIISI",
        ("alasan",),
    )
    await db.write(tolak, KOORDINATOR, permintaan_id=id_, alasan="Surat belum ditandatangani")
    assert await isi(db, "paksi_permintaan", "keadaan", "alasan") == [
        (P.DITOLAK, "Surat belum ditandatangani")
    ]
    assert (await ditolak(db, tolak, KOORDINATOR, permintaan_id=id_, alasan="x"))[0] == "KEADAAN_TIDAK_SESUAI"
    draf = await buat(db)
    assert (await ditolak(db, tolak, OPERATOR_LSP, permintaan_id=draf, alasan="x"))[0] == "TIDAK_DITEMUKAN"


async def test_the_consultation_says_in_which_capacity_each_wrote(db: Database) -> None:
    await db.write(dasar)
    id_ = await db.write(minta, "61.01", await db.write(orang, wilayah="61.01"))
    for siapa, teks in ((SAMBAS, "Kapan?"), (OPERATOR_LSP, "Juni."), (KOORDINATOR, "Baik.")):
        await db.write(service.kirim_konsultasi, siapa, permintaan_id=id_, isi=teks)
    rows = await isi(db, "paksi_konsultasi", "dikirim_pada", "pihak", "isi")
    assert [(p, t) for _, p, t in rows] == [
        (Pelaku.PEMDA, "Kapan?"),
        (Pelaku.LSP, "Juni."),
        (Pelaku.KOORDINATOR, "Baik."),
    ]
    draf = await buat(db)
    kirim = service.kirim_konsultasi
    assert (await ditolak(db, kirim, SAMBAS, permintaan_id=draf, isi="x"))[0] == "KEADAAN_TIDAK_SESUAI"
    assert (await ditolak(db, kirim, OPERATOR_LSP, permintaan_id=draf, isi="x"))[0] == "TIDAK_DITEMUKAN"
    assert await ditolak(db, kirim, SAMBAS, permintaan_id=id_, isi="x" * 4001) == (
        "TERLALU_PANJANG",
        ("isi",),
    )


async def test_the_database_itself_keeps_requests_and_pools_together(db: Database) -> None:
    from sqlalchemy.exc import IntegrityError

    dunia = await himpunan(db, pemda=(("61.01", 1),), kursi=(1,))
    with pytest.raises(IntegrityError):
        await db.write(ubah_baris, "paksi_permintaan", dunia.permintaan["61.01"], himpunan_id=None)
    with pytest.raises(IntegrityError):
        await db.write(ubah_baris, "paksi_permintaan", dunia.permintaan["61.01"], pagu_rupiah=-1)


@pytest.mark.parametrize(
    ("tindakan", "dari"),
    [
        (TindakanPermintaan.UBAH, {P.DRAF}),
        (TindakanPermintaan.AJUKAN, {P.DRAF}),
        (TindakanPermintaan.TARIK, {P.DRAF, P.DIAJUKAN, P.DIHIMPUN}),
        (TindakanPermintaan.TOLAK, {P.DIAJUKAN}),
    ],
)
def test_from_which_states_a_request_moves(
    tindakan: TindakanPermintaan, dari: set[KeadaanPermintaan]
) -> None:
    assert PERALIHAN[tindakan].dari == dari


@pytest.mark.parametrize(
    ("teks", "nilai"), [("0", 0), ("25000000", 25_000_000), ("999999999999999", 999_999_999_999_999)]
)
def test_whole_rupiah_are_digits(teks: str, nilai: int) -> None:
    assert rupiah(teks) == nilai
    assert rupiah(None) is None


@pytest.mark.parametrize("teks", ["", "-1", "1.000", "1,5", "007", "1e6", "٣", " 1", "1\n", "1" * 16])
def test_what_is_no_whole_number_of_rupiah_is_refused(teks: str) -> None:
    with pytest.raises(IsianTidakSah) as galat:
        rupiah(teks)
    assert (galat.value.kode, galat.value.letak) == ("PAGU_TIDAK_SAH", ("paguRupiah",))


def test_texts_are_trimmed_and_empty_ones_are_none() -> None:
    assert periksa_teks("  a b ", letak="x", maks=5) == "a b"
    assert periksa_teks("   ", letak="x", maks=5) is None
