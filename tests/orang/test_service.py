"""People: registered once, encrypted, changed by whom it concerns, revealed on the record. All numbers are made up."""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import Database, bebas_jejak
from forum_server.galat import Ditolak, GalatDomain, KeadaanMenolak, TidakDitemukan
from forum_server.jejak.models import Jejak
from forum_server.kunci import Kunci, KunciBermasalah
from forum_server.kunci.periksa import periksa_kunci
from forum_server.orang.kait import checks
from forum_server.orang.models import KOLOM_TERSANDI, Orang
from forum_server.orang.rules import Kepegawaian
from forum_server.orang.service import Pemilik, buka_nip, daftarkan, ubah
from tests.akun.bantuan import KUNCI, SISTEM, aksi, aktor, isi, lembaga, opd

NIP = "199001012020051001"
NIP_LAIN = "199202022020051002"
NIK = "6171010101900001"
PNS, PPPK, NON_ASN = Kepegawaian.PNS, Kepegawaian.PPPK, Kepegawaian.NON_ASN
KOTA = Pemilik(wilayah="61.71")


async def orang(db: Database, pelaku: Aktor = SISTEM, kunci: Kunci = KUNCI, **lain: Any) -> uuid.UUID:
    isian: dict[str, Any] = {"nama": "Si Tokoh Contoh", "kepegawaian": PNS, "pemilik": KOTA, **lain}
    return await db.write(daftarkan, pelaku, kunci, **isian)


async def ganti(db: Database, orang_id: uuid.UUID, pelaku: Aktor = SISTEM, **perubahan: Any) -> None:
    await db.write(ubah, pelaku, KUNCI, orang_id=orang_id, perubahan=perubahan)


async def baris(db: Database, orang_id: uuid.UUID) -> Any:
    return await db.first(select(*Orang.__table__.c).where(Orang.id == orang_id))


async def test_numbers_stand_in_the_database_only_encrypted_and_hashed(db: Database) -> None:
    siti = await orang(db, nip=f" {NIP[:8]} {NIP[8:]}", nik=NIK, jabatan="  Auditor   Muda ")
    row = await baris(db, siti)
    assert (row.nama, row.nama_cari, row.jabatan) == ("Si Tokoh Contoh", "si tokoh contoh", "Auditor Muda")
    assert row.nip_akhir == "001"
    semua = " ".join(str(nilai) for nilai in row)
    for angka in (NIP, NIK, NIP[:8], NIK[6:12]):
        assert angka not in semua
    assert KUNCI.bukakan(row.nip_sandi, tempat=f"orang.nip:{siti}") == NIP
    assert KUNCI.bukakan(row.nik_sandi, tempat=f"orang.nik:{siti}") == NIK
    entri = await db.first(
        select(Jejak.aksi, Jejak.objek_id, Jejak.wilayah, Jejak.bidang).order_by(-Jejak.id)
    )
    assert entri is not None
    assert tuple(entri[:3]) == ("orang.daftarkan", str(siti), "61.71")
    assert entri.bidang == ["jabatan", "kepegawaian", "nama", "nik", "nip", "wilayah_kode"]


async def test_a_ciphertext_moved_to_another_person_does_not_open(db: Database) -> None:
    siti = await orang(db, nip=NIP)
    budi = await orang(db, nip=NIP_LAIN)

    def pindahkan(session: Session) -> None:
        bebas_jejak(session, "a test plays the thief")
        sandi = session.scalar(select(Orang.nip_sandi).where(Orang.id == siti))
        session.execute(text("UPDATE orang SET nip_sandi = :sandi WHERE nip_akhir = '002'"), {"sandi": sandi})

    await db.write(pindahkan)
    sebelum = await isi(db)
    with pytest.raises(KunciBermasalah, match="dipindahkan"):
        await db.write(buka_nip, SISTEM, KUNCI, orang_id=budi)
    assert await isi(db) == sebelum


@pytest.mark.parametrize(
    ("isian", "kode"),
    [
        ({"nama": "  "}, "NAMA_TIDAK_SAH"),
        ({"jabatan": "x" * 201}, "JABATAN_TIDAK_SAH"),
        ({"nip": "123"}, "NIP_TIDAK_SAH"),
        ({"nip": "199001012020211001"}, "NIP_TIDAK_SAH"),
        ({"kepegawaian": NON_ASN, "nip": NIP}, "NIP_TIDAK_SAH"),
        ({"nik": "123"}, "NIK_TIDAK_SAH"),
        ({"pemilik": Pemilik()}, "PEMILIK_TIDAK_SAH"),
        ({"pemilik": Pemilik(wilayah="61.71", lembaga="lsp-uji")}, "PEMILIK_TIDAK_SAH"),
        (
            {"pemilik": Pemilik(lembaga="lsp-uji", perangkat_daerah=uuid.UUID(int=1))},
            "PEMILIK_TIDAK_SAH",
        ),
        ({"pemilik": Pemilik(wilayah="61.70")}, "TIDAK_DITEMUKAN"),
        ({"pemilik": Pemilik(lembaga="lsp-tiada")}, "TIDAK_DITEMUKAN"),
        ({"pemilik": Pemilik(wilayah="61.71", perangkat_daerah=uuid.UUID(int=1))}, "TIDAK_DITEMUKAN"),
    ],
)
async def test_a_bad_person_is_refused_and_nothing_written(
    db: Database, isian: dict[str, Any], kode: str
) -> None:
    sebelum = await isi(db)
    with pytest.raises(GalatDomain) as galat:
        await orang(db, **isian)
    assert galat.value.kode == kode
    assert await isi(db) == sebelum


@pytest.mark.parametrize("angka", [{"nip": NIP}, {"nik": NIK}])
async def test_a_number_is_registered_once_in_the_nation(db: Database, angka: dict[str, Any]) -> None:
    await orang(db, **angka)
    lain = await orang(db, nama="Orang Lain")
    sebelum = await isi(db)
    with pytest.raises(KeadaanMenolak) as galat:
        await orang(db, pemilik=Pemilik(wilayah="33.26"), **angka)
    assert galat.value.kode == "ORANG_SUDAH_TERDAFTAR"
    assert next(iter(angka.values())) not in galat.value.pesan
    with pytest.raises(KeadaanMenolak):
        await ganti(db, lain, **angka)
    assert await isi(db) == sebelum


async def test_of_many_registering_one_number_at_once_one_succeeds(db: Database) -> None:
    hasil = await asyncio.gather(*(orang(db, nip=NIP) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(h, uuid.UUID) for h in hasil) == 1
    assert [h.kode for h in hasil if isinstance(h, GalatDomain)] == ["ORANG_SUDAH_TERDAFTAR"] * 7


async def test_a_number_is_found_under_an_older_key_too(db: Database) -> None:
    await orang(db, nip=NIP)
    isi_baru = json.loads(Kunci.baru().ke_json())
    for jenis, lama in json.loads(KUNCI.ke_json()).items():
        isi_baru[jenis]["kunci"] |= lama["kunci"]
    with pytest.raises(KeadaanMenolak) as galat:
        await orang(db, kunci=Kunci.dari_json(json.dumps(isi_baru), asal="uji"), nip=NIP)
    assert galat.value.kode == "ORANG_SUDAH_TERDAFTAR"


PELAKU: list[tuple[str, Aktor, type[Exception] | None]] = [
    ("the system", SISTEM, None),
    ("who keeps people of the city", aktor("inti:orang", wilayah="61.71"), None),
    ("who keeps people of the province", aktor("inti:orang", wilayah="61"), None),
    ("who keeps people next door", aktor("inti:orang", wilayah="61.72"), TidakDitemukan),
    ("who keeps people of a lembaga", aktor("inti:orang", lembaga="lsp-uji"), TidakDitemukan),
    ("who keeps accounts", aktor("inti:akun", wilayah="61.71"), Ditolak),
    ("nobody", Aktor.anonim(), Ditolak),
]


@pytest.mark.parametrize(("pelaku", "galat"), [p[1:] for p in PELAKU], ids=[p[0] for p in PELAKU])
async def test_who_may_register_and_change_people(
    db: Database, pelaku: Aktor, galat: type[Exception] | None
) -> None:
    siti = await orang(db, nip=NIP)
    sebelum, row = await isi(db), await baris(db, siti)
    if galat is None:
        await orang(db, pelaku)
        await ganti(db, siti, pelaku, nama="Nama Baru")
        assert (await aksi(db))[-2:] == ["orang.daftarkan", "orang.ubah"]
        return
    with pytest.raises(galat):
        await orang(db, pelaku)
    with pytest.raises(galat):
        await ganti(db, siti, pelaku, nama="Nama Baru")
    assert await isi(db) == sebelum
    assert await baris(db, siti) == row


BUKA: list[tuple[str, Aktor, type[Exception] | None]] = [
    ("the system", SISTEM, None),
    ("who may reveal in the city", aktor("inti:buka-identitas", wilayah="61.71"), None),
    ("who may reveal next door", aktor("inti:buka-identitas", wilayah="61.72"), TidakDitemukan),
    ("who keeps people", aktor("inti:orang", wilayah="61.71"), Ditolak),
    ("nobody", Aktor.anonim(), Ditolak),
]


@pytest.mark.parametrize(("pelaku", "galat"), [p[1:] for p in BUKA], ids=[p[0] for p in BUKA])
async def test_who_may_reveal_a_nip_and_each_time_is_on_the_record(
    db: Database, pelaku: Aktor, galat: type[Exception] | None
) -> None:
    siti = await orang(db, nip=NIP)
    sebelum = await isi(db)
    if galat is None:
        for _ in range(2):
            assert await db.write(buka_nip, pelaku, KUNCI, orang_id=siti) == NIP
        entri = await db.all(select(Jejak.objek_id, Jejak.bidang).where(Jejak.aksi == "orang.buka_nip"))
        assert [tuple(e) for e in entri] == [(str(siti), ["nip"])] * 2
        return
    for satu in (siti, uuid.UUID(int=3)):
        with pytest.raises(galat):
            await db.write(buka_nip, pelaku, KUNCI, orang_id=satu)
    assert await isi(db) == sebelum


async def test_without_a_nip_there_is_nothing_to_reveal(db: Database) -> None:
    siti = await orang(db, kepegawaian=NON_ASN)
    with pytest.raises(KeadaanMenolak) as galat:
        await db.write(buka_nip, SISTEM, KUNCI, orang_id=siti)
    assert galat.value.kode == "TANPA_NIP"


async def test_a_change_touches_only_what_it_names(db: Database) -> None:
    siti = await orang(db, nip=NIP, nik=NIK, jabatan="Auditor")
    lama = await baris(db, siti)
    await ganti(db, siti, nama="Si Tokoh Baru", jabatan=None)
    baru = await baris(db, siti)
    assert (baru.nama, baru.nama_cari, baru.jabatan) == ("Si Tokoh Baru", "si tokoh baru", None)
    for kolom in ("nip_sandi", "nip_sidik", "nip_akhir", "nik_sandi", "nik_sidik", "wilayah_kode"):
        assert getattr(baru, kolom) == getattr(lama, kolom)
    bidang = await db.scalar(select(Jejak.bidang).where(Jejak.aksi == "orang.ubah"))
    assert bidang == ["jabatan", "nama"]


async def test_a_change_to_what_is_there_already_writes_nothing(db: Database) -> None:
    siti = await orang(db, nip=NIP, nik=NIK)
    sebelum, row = await isi(db), await baris(db, siti)
    await ganti(db, siti, nama=" Si  Tokoh Contoh", nip=NIP, nik=NIK, kepegawaian=PNS, wilayah="61.71")
    assert await isi(db) == sebelum
    assert await baris(db, siti) == row


async def test_a_number_changes_and_goes_as_a_whole(db: Database) -> None:
    siti = await orang(db, nip=NIP, nik=NIK)
    await ganti(db, siti, nip=NIP_LAIN)
    assert await db.write(buka_nip, SISTEM, KUNCI, orang_id=siti) == NIP_LAIN
    assert (await baris(db, siti)).nip_akhir == "002"
    await ganti(db, siti, nip=None, nik=None)
    row = await baris(db, siti)
    assert [row.nip_sandi, row.nip_sidik, row.nip_akhir, row.nik_sandi, row.nik_sidik] == [None] * 5
    await orang(db, nama="Orang Lain", nip=NIP, nik=NIK)  # both are free again


async def test_another_kind_of_employment_needs_a_number_that_fits_it(db: Database) -> None:
    siti = await orang(db, kepegawaian=PPPK, nip="199001012023211001")
    sebelum = await isi(db)
    for baru in (PNS, NON_ASN):
        with pytest.raises(GalatDomain) as galat:
            await ganti(db, siti, kepegawaian=baru)
        assert galat.value.kode == "NIP_TIDAK_SAH"
    assert await isi(db) == sebelum
    await ganti(db, siti, kepegawaian=PNS, nip=NIP)
    await ganti(db, siti, kepegawaian=NON_ASN, nip=None)
    assert (await baris(db, siti)).kepegawaian is NON_ASN


async def test_who_moves_a_person_needs_the_right_at_both_ends(db: Database) -> None:
    await lembaga(db)
    dinas = await opd(db)
    siti = await orang(db, pemilik=Pemilik(wilayah="61.71", perangkat_daerah=dinas))
    kota = aktor("inti:orang", wilayah="61.71")
    sebelum, row = await isi(db), await baris(db, siti)
    for tujuan in ({"wilayah": "61.72"}, {"lembaga": "lsp-uji"}, {"wilayah": "61"}):
        with pytest.raises(TidakDitemukan):
            await ganti(db, siti, kota, **tujuan)
    assert await isi(db) == sebelum
    assert await baris(db, siti) == row

    await ganti(db, siti, aktor("inti:orang", wilayah="61"), wilayah="61.72")
    row = await baris(db, siti)
    assert (row.wilayah_kode, row.perangkat_daerah_id) == ("61.72", None)
    await ganti(db, siti, lembaga="lsp-uji")
    row = await baris(db, siti)
    assert (row.wilayah_kode, row.lembaga_kode) == (None, "lsp-uji")


async def test_a_person_works_only_in_an_office_of_the_own_region(db: Database) -> None:
    dinas, luar = await opd(db), await opd(db, "61.72")
    siti = await orang(db)
    await ganti(db, siti, perangkat_daerah=dinas)
    with pytest.raises(TidakDitemukan):
        await ganti(db, siti, perangkat_daerah=luar)
    assert (await baris(db, siti)).perangkat_daerah_id == dinas
    await ganti(db, siti, perangkat_daerah=None)
    assert (await baris(db, siti)).perangkat_daerah_id is None


async def test_who_keeps_people_of_one_office_sees_no_other(db: Database) -> None:
    dinas, badan = await opd(db), await opd(db, nama="Badan Contoh")
    pelaku = aktor("inti:orang", opd=dinas)
    siti = await orang(db, pelaku, pemilik=Pemilik(wilayah="61.71", perangkat_daerah=dinas))
    await ganti(db, siti, pelaku, jabatan="Auditor")
    for pemilik in (KOTA, Pemilik(wilayah="61.71", perangkat_daerah=badan)):
        with pytest.raises(TidakDitemukan):
            await orang(db, pelaku, pemilik=pemilik)
    with pytest.raises(TidakDitemukan):
        await ganti(db, siti, pelaku, perangkat_daerah=None)


@pytest.mark.parametrize(
    "nilai",
    [
        {"wilayah_kode": None},
        {"lembaga_kode": "lsp-uji"},
        {"nip_sidik": None},
        {"nip_akhir": None},
        {"kepegawaian": NON_ASN},
        {"nik_sandi": "x"},
    ],
)
async def test_the_database_itself_refuses_half_a_person(db: Database, nilai: dict[str, Any]) -> None:
    await lembaga(db)
    utuh = {
        "nama": "x",
        "nama_cari": "x",
        "kepegawaian": PNS,
        "wilayah_kode": "61.71",
        "nip_sandi": "s",
        "nip_sidik": "h",
        "nip_akhir": "001",
    }

    def langsung(session: Session, isian: dict[str, Any]) -> None:
        bebas_jejak(session, "a test goes around the service")
        session.execute(insert(Orang).values(isian))

    with pytest.raises(IntegrityError):
        await db.write(langsung, {**utuh, **nilai})
    await db.write(langsung, utuh)


async def test_a_server_with_other_keys_does_not_start(db: Database) -> None:
    await periksa_kunci(db, Kunci.baru(), KOLOM_TERSANDI)
    await orang(db)
    await periksa_kunci(db, Kunci.baru(), KOLOM_TERSANDI)  # a person without numbers needs no key
    siti = await orang(db, nip=NIP)
    await periksa_kunci(db, KUNCI, KOLOM_TERSANDI)
    with pytest.raises(KunciBermasalah, match="cadangan"):
        await periksa_kunci(db, Kunci.baru(), KOLOM_TERSANDI)
    await ganti(db, siti, nip=None, nik=NIK)
    with pytest.raises(KunciBermasalah, match="cadangan"):
        await periksa_kunci(db, Kunci.baru(), KOLOM_TERSANDI)
    isi_baru = json.loads(Kunci.baru().ke_json())
    for jenis, lama in json.loads(KUNCI.ke_json()).items():
        isi_baru[jenis]["kunci"] |= lama["kunci"]
    await periksa_kunci(db, Kunci.dari_json(json.dumps(isi_baru), asal="uji"), KOLOM_TERSANDI)


async def test_the_check_finds_who_works_in_an_office_of_another_region(db: Database) -> None:
    luar = await opd(db, "61.72")
    siti = await orang(db)
    assert await db.write(checks) == []

    def langsung(session: Session) -> None:
        bebas_jejak(session, "a test goes around the service")
        session.execute(update(Orang).values(perangkat_daerah_id=luar))

    await db.write(langsung)
    assert await db.write(checks) == [f"orang {siti} bekerja di perangkat daerah wilayah lain"]
