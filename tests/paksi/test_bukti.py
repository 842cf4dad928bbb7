"""Evidence of people: who writes it down, who reads it, and what keeps it."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from forum_paksi.bukti.rules import IsianBukti, JenisBukti
from forum_paksi.bukti.service import (
    TempatOrang,
    catat_bukti,
    catat_bukti_asal,
    hapus_bukti,
    lepas_bukti_asal,
)
from forum_server.plugin import Aktor, Database, GalatDomain, IsianTidakSah, KeadaanMenolak, bebas_jejak
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, dasar, isi, orang, potret, tabel
from tests.paksi.bahan_himpunan import ubah_baris
from tests.paksi.bahan_kelayakan import permohonan

SERTIFIKAT = b"%PDF-1.7\n" + b"sertifikat contoh\n" * 50 + b"%%EOF\n"
CATAT = """mutation($o: ID!, $i: PaksiBuktiIsian!, $u: ID) { paksiCatatBukti(orang: $o, isian: $i, unggahan: $u) {
    ... on PaksiBukti { id jenis nama penyelenggara nomor mulai selesai turunan berkas { id nama media } }
    ... on Galat { kode letak } } }"""
HAPUS = "mutation($b: ID!) { paksiHapusBukti(bukti: $b) { ... on PaksiBuktiDihapus { id } ... on Galat { kode } } }"
BACA = """query($o: ID!) { orang(id: $o) { paksiBukti { edges { node { nama berkas { id } } } } } }"""
TAUTAN = "mutation($id: ID!) { tautanBerkas(id: $id) { ... on Tautan { alamat } ... on Galat { kode } } }"
ISIAN = {
    "jenis": "ELEARNING",
    "nama": "  Pengetahuan  Dasar Antikorupsi ",
    "mulai": "2026-01-05",
    "selesai": "2026-01-09",
    "nomor": "EL-1",
}
KELAS = IsianBukti(
    jenis=JenisBukti.ELEARNING, nama="Dasar", mulai=date(2026, 1, 5), selesai=date(2026, 1, 9), nomor="EL-1"
)
OPERATOR = aktor_uji("paksi:mohon", wilayah=PONTIANAK)


async def _jawab(server: ServerUji, dokumen: str, aktor: Aktor, **variabel: Any) -> Any:
    """The value of the only field, or the code of why it was denied."""
    jawab = await server.ask(dokumen, aktor=aktor, variables=variabel)
    if jawab.errors:
        return {"kode": jawab.errors[0]["extensions"]["kode"]}
    (nilai,) = jawab.data.values()
    return nilai


async def test_the_person_and_the_pemda_write_evidence_down_and_nobody_else(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    (siti, lain) = await server.db.write(orang, 2)
    siti_sendiri = aktor_uji(orang_id=siti)
    sebelum = await potret(server.db)
    for siapa, aktor, kode in (
        ("orang lain", aktor_uji(orang_id=lain), "DITOLAK"),
        ("pelihat", aktor_uji("paksi:lihat", wilayah=PONTIANAK), "DITOLAK"),
        ("pemda lain", aktor_uji("paksi:mohon", wilayah="61.01"), "TIDAK_DITEMUKAN"),
        ("LSP", aktor_uji("paksi:verifikasi", lembaga=LSP), "DITOLAK"),
        ("tanpa akun", Aktor.anonim(), "DITOLAK"),
    ):
        assert (await _jawab(server, CATAT, aktor, o=str(siti), i=ISIAN))["kode"] == kode, siapa
    for tiada in (str(uuid.uuid4()), "bukan"):
        assert (await _jawab(server, CATAT, OPERATOR, o=tiada, i=ISIAN))["kode"] == "TIDAK_DITEMUKAN"
    assert await potret(server.db) == sebelum
    satu = await _jawab(server, CATAT, siti_sendiri, o=str(siti), i=ISIAN)
    assert satu | {"id": "x"} == {
        "id": "x",
        "jenis": "ELEARNING",
        "nama": "Pengetahuan Dasar Antikorupsi",
        "penyelenggara": None,
        "nomor": "EL-1",
        "mulai": "2026-01-05",
        "selesai": "2026-01-09",
        "turunan": False,
        "berkas": None,
    }
    dua = await _jawab(server, CATAT, OPERATOR, o=str(siti), i=ISIAN | {"jenis": "DIKLAT"})
    assert await isi(server.db, "paksi_bukti", "jenis", "wilayah_kode", orang_id=siti) == [
        (JenisBukti.DIKLAT, PONTIANAK),
        (JenisBukti.ELEARNING, PONTIANAK),
    ]
    assert await isi(server.db, "jejak", "objek_id", aksi="paksi.catat_bukti") == sorted(
        [(satu["id"],), (dua["id"],)]
    )
    assert await _jawab(server, HAPUS, aktor_uji(orang_id=lain), b=satu["id"]) == {"kode": "DITOLAK"}
    assert await _jawab(server, HAPUS, aktor_uji("paksi:mohon", wilayah="62"), b=satu["id"]) == {
        "kode": "TIDAK_DITEMUKAN"
    }
    assert await _jawab(server, HAPUS, siti_sendiri, b=satu["id"]) == {"id": satu["id"]}
    assert await _jawab(server, HAPUS, OPERATOR, b=dua["id"]) == {"id": dua["id"]}
    assert await _jawab(server, HAPUS, OPERATOR, b=dua["id"]) == {"kode": "TIDAK_DITEMUKAN"}
    assert await isi(server.db, "paksi_bukti", "id") == []


async def test_the_row_is_read_by_the_region_and_its_file_only_by_whom_it_concerns(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    (siti, asesor, lain) = await server.db.write(orang, 3)
    sendiri = aktor_uji("inti:orang", orang_id=siti)
    unggahan = await server.unggah(sendiri, SERTIFIKAT, nama="Sertifikat.PDF")
    bukti = await _jawab(server, CATAT, sendiri, o=str(siti), i=ISIAN, u=str(unggahan))
    assert bukti["berkas"] | {"id": "x"} == {"id": "x", "nama": "Sertifikat.PDF", "media": "application/pdf"}
    mohon = await server.db.write(permohonan, siti, "PAKSI_PERTAMA/BARU/DIKLAT", asesor_orang_id=asesor)

    def pelaku(izin: str, **tempat: Any) -> Aktor:
        hibah = aktor_uji(izin, **tempat).hibah
        return aktor_uji("inti:orang", tambahan=hibah, orang_id=tempat.get("orang_id"))

    siapa_saja = {
        "sendiri": (sendiri, "berkas"),
        "pengurus permohonannya": (pelaku("paksi:mohon", wilayah=PONTIANAK), "berkas"),
        "pelihat": (pelaku("paksi:lihat", wilayah=PONTIANAK), "baris"),
        "verifikator": (pelaku("paksi:verifikasi", lembaga=LSP), "berkas"),
        "asesornya": (pelaku("paksi:asesmen", lembaga=LSP, orang_id=asesor), "berkas"),
        "asesor lain": (pelaku("paksi:asesmen", lembaga=LSP, orang_id=lain), "tidak"),
        "verifikator LSP lain": (pelaku("paksi:verifikasi", lembaga="lsp-lain"), "tidak"),
        "pemda lain": (pelaku("paksi:mohon", wilayah="61.01"), "tidak"),
        "operator jadwal": (pelaku("paksi:jadwal", lembaga=LSP), None),
        "tanpa izin": (aktor_uji("inti:orang"), None),
    }

    async def lihat(aktor: Aktor) -> str | None:
        baca = (await _jawab(server, BACA, aktor, o=str(siti)))["paksiBukti"]
        tautan = await _jawab(server, TAUTAN, aktor, id=bukti["berkas"]["id"])
        if baca is None or not baca["edges"]:
            assert tautan == {"kode": "TIDAK_DITEMUKAN"}
            return None if baca is None else "tidak"
        (satu,) = baca["edges"]
        assert satu["node"]["nama"] == "Pengetahuan Dasar Antikorupsi"
        assert (satu["node"]["berkas"] is not None) == ("alamat" in tautan)
        return "berkas" if "alamat" in tautan else "baris"

    # An LSP knows nothing of a draft.
    for siapa, (aktor, harap) in siapa_saja.items():
        belum = "tidak" if siapa in {"verifikator", "asesornya"} else harap
        assert await lihat(aktor) == belum, siapa
    await server.db.write(
        ubah_baris, "paksi_permohonan", mohon, keadaan="DIAJUKAN", diajukan_pada=datetime.now(UTC)
    )
    for siapa, (aktor, harap) in siapa_saja.items():
        assert await lihat(aktor) == harap, siapa


@pytest.mark.parametrize(
    ("ganti", "kode", "letak"),
    [
        ({"nama": "  "}, "WAJIB_DIISI", "nama"),
        ({"nama": "x" * 201}, "TERLALU_PANJANG", "nama"),
        ({"nomor": "9" * 81}, "TERLALU_PANJANG", "nomor"),
        ({"selesai": date(2026, 1, 4)}, "TANGGAL_TIDAK_SAH", "selesai"),
        ({"mulai": date(1899, 1, 4)}, "TANGGAL_TIDAK_SAH", "mulai"),
        ({"selesai": date(2026, 1, 11)}, "TANGGAL_DI_MASA_DEPAN", "selesai"),
    ],
)
def test_evidence_that_cannot_be_is_refused(ganti: dict[str, Any], kode: str, letak: str) -> None:
    nilai: dict[str, Any] = {
        "jenis": JenisBukti.DIKLAT,
        "nama": "x",
        "mulai": date(2026, 1, 5),
        "selesai": date(2026, 1, 9),
    }
    hari_ini = date(2026, 1, 10)
    assert IsianBukti(**nilai).periksa(hari_ini).nama == "x"
    with pytest.raises(IsianTidakSah) as salah:
        IsianBukti(**(nilai | ganti)).periksa(hari_ini)
    assert (salah.value.kode, salah.value.letak) == (kode, (letak,))


async def test_a_bad_file_or_date_leaves_nothing_behind(graphql_with: GraphQLWith, db: Database) -> None:
    server = await graphql_with("paksi")
    await db.write(dasar, aktif=())
    (siti,) = await db.write(orang)
    setelan = 'mutation { aturPlugin(wilayah: "61.71", plugin: "paksi", setelan: {bukti_maks_mb: 1}) { __typename } }'
    assert (await server.ask(setelan, aktor=aktor_uji("inti:plugin"))).errors == []
    menyamar = await server.unggah(OPERATOR, b"bukan sertifikat, hanya teks\n", nama="sertifikat.pdf")
    besar = await server.unggah(OPERATOR, b"%PDF-1.7\n" + b"x" * 1024 * 1024 + b"\n%%EOF\n", nama="besar.pdf")
    milik_lain = await server.unggah(aktor_uji("paksi:mohon", wilayah=PONTIANAK), SERTIFIKAT)
    baik = await server.unggah(OPERATOR, SERTIFIKAT)
    besok = (datetime.now(UTC) + timedelta(2)).date().isoformat()
    sebelum, berkas = await potret(db), await isi(db, "berkas", "id")
    for unggahan, ganti, kode in (
        (menyamar, {}, "JENIS_BERKAS_DITOLAK"),
        (besar, {}, "BERKAS_TERLALU_BESAR"),
        (milik_lain, {}, "TIDAK_DITEMUKAN"),
        (uuid.uuid4(), {}, "TIDAK_DITEMUKAN"),
        (baik, {"selesai": "2026-01-01"}, "TANGGAL_TIDAK_SAH"),
        (baik, {"selesai": besok}, "TANGGAL_DI_MASA_DEPAN"),
    ):
        hasil = await _jawab(server, CATAT, OPERATOR, o=str(siti), i=ISIAN | ganti, u=str(unggahan))
        assert hasil["kode"] == kode
    assert (await potret(db), await isi(db, "berkas", "id")) == (sebelum, berkas)
    bukti = await _jawab(server, CATAT, OPERATOR, o=str(siti), i=ISIAN, u=str(baik))
    assert len(await isi(db, "berkas", "id")) == 1
    assert await _jawab(server, HAPUS, OPERATOR, b=bukti["id"]) == {"id": bukti["id"]}
    assert await isi(db, "berkas", "id") == []


async def test_the_same_evidence_stands_once_however_many_write_it_at_once(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    hasil = await asyncio.gather(
        *(db.write(catat_bukti, SISTEM, orang=siti, isian=KELAS) for _ in range(5)), return_exceptions=True
    )
    assert len([h for h in hasil if isinstance(h, uuid.UUID)]) == 1
    assert [h.kode for h in hasil if isinstance(h, GalatDomain)] == ["BUKTI_SUDAH_ADA"] * 4
    assert len(await isi(db, "paksi_bukti", "id")) == 1
    assert len(await isi(db, "jejak", "id", aksi="paksi.catat_bukti")) == 1


def diajukan(session: Session, siapa: uuid.UUID, jalan: str, keadaan: str, *jam: int) -> uuid.UUID:
    """An application that was handed in so many hours from now."""
    saat = [datetime.now(UTC) + timedelta(hours=j) for j in jam]
    id_ = permohonan(session, siapa, jalan, keadaan=keadaan, diajukan_pada=saat[0])
    session.execute(
        insert(tabel("paksi_permohonan_riwayat")),
        [
            {"permohonan_id": id_, "urutan": n, "ke": "DIAJUKAN", "putaran": 1, "pada": pada}
            for n, pada in enumerate(saat, 1)
        ],
    )
    return id_


@pytest.mark.parametrize(
    ("keadaan", "jam", "tetap"),
    [
        ("DRAF", [1], False),
        ("PERLU_PERBAIKAN", [1], False),
        ("DIAJUKAN", [1], True),
        ("DIAJUKAN", [-1], False),
        ("DIAJUKAN", [-1, 1], True),
        ("VERIFIKASI", [1], True),
        ("MEMENUHI_SYARAT", [1], True),
        ("TIDAK_MEMENUHI_SYARAT", [1], False),
        ("MUNDUR", [1], False),
        ("DIBATALKAN", [1], False),
    ],
)
async def test_evidence_stays_while_an_application_rests_on_it(
    db: Database, keadaan: str, jam: list[int], tetap: bool
) -> None:
    """`jam`: when it was handed in, in hours since the evidence was written down."""
    await db.write(dasar)
    (siti,) = await db.write(orang)
    bukti = await db.write(catat_bukti, SISTEM, orang=siti, isian=KELAS)
    await db.write(diajukan, siti, "PAKSI_PERTAMA/BARU/DIKLAT", keadaan, *jam)
    sebelum = await potret(db)
    if tetap:
        with pytest.raises(KeadaanMenolak) as salah:
            await db.write(hapus_bukti, SISTEM, bukti_id=bukti)
        assert salah.value.kode == "BUKTI_DIPAKAI"
        assert await potret(db) == sebelum
    else:
        await db.write(hapus_bukti, SISTEM, bukti_id=bukti)
        assert await isi(db, "paksi_bukti", "id") == []


async def test_an_application_that_does_not_ask_for_its_kind_does_not_keep_evidence(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    bukti = await db.write(catat_bukti, SISTEM, orang=siti, isian=KELAS)
    await db.write(diajukan, siti, "API/BARU", "DIAJUKAN", 1)
    await db.write(hapus_bukti, SISTEM, bukti_id=bukti)
    assert await isi(db, "paksi_bukti", "id") == []


def _asal(asal_id: uuid.UUID, siti: uuid.UUID, **ganti: Any) -> dict[str, Any]:
    nilai: dict[str, Any] = {
        "orang": siti,
        "jenis": KELAS.jenis,
        "nama": KELAS.nama,
        "penyelenggara": "KPK",
        "nomor": "EL-2",
        "mulai": KELAS.mulai,
        "selesai": KELAS.selesai,
        "asal_id": asal_id,
        "semula": TempatOrang(wilayah=PONTIANAK, perangkat_daerah=None),
    }
    return nilai | ganti


async def test_evidence_of_a_record_follows_the_record_and_nothing_else(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    asal = uuid.uuid4()
    bukti = await db.write(catat_bukti_asal, SISTEM, **_asal(asal, siti))
    lagi = await db.write(
        catat_bukti_asal, SISTEM, **_asal(asal, siti, selesai=date(2026, 1, 12), nomor="EL-3")
    )
    assert lagi == bukti
    assert await isi(db, "paksi_bukti", "id", "selesai", "nomor", "asal_id") == [
        (bukti, date(2026, 1, 12), "EL-3", asal)
    ]
    sebelum = await potret(db)
    with pytest.raises(KeadaanMenolak) as salah:
        await db.write(hapus_bukti, SISTEM, bukti_id=bukti)
    assert salah.value.kode == "BUKTI_TURUNAN"
    with pytest.raises(KeadaanMenolak) as salah:
        await db.write(catat_bukti_asal, SISTEM, **_asal(uuid.uuid4(), siti, selesai=date(2026, 1, 12)))
    assert salah.value.kode == "BUKTI_SUDAH_ADA"
    assert await potret(db) == sebelum


async def test_a_record_takes_over_what_was_written_by_hand(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    bukti = await db.write(catat_bukti, SISTEM, orang=siti, isian=KELAS)
    asal = [uuid.uuid4() for _ in range(3)]
    hasil = await asyncio.gather(
        *(db.write(catat_bukti_asal, SISTEM, **_asal(a, siti)) for a in asal), return_exceptions=True
    )
    assert [h for h in hasil if isinstance(h, uuid.UUID)] == [bukti]
    assert [h.kode for h in hasil if isinstance(h, GalatDomain)] == ["BUKTI_SUDAH_ADA"] * 2
    ((pemilik,),) = await isi(db, "paksi_bukti", "asal_id")
    assert pemilik in asal


async def test_evidence_goes_with_its_record(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    asal = uuid.uuid4()
    await db.write(catat_bukti_asal, SISTEM, **_asal(asal, siti))
    assert await db.write(_lepas, asal) is True
    assert await isi(db, "paksi_bukti", "id") == []
    assert await db.write(_lepas, asal) is False


@pytest.mark.parametrize(
    ("jenis", "jalan"),
    [
        (JenisBukti.ELEARNING, "PAKSI_PERTAMA/BARU/DIKLAT"),
        (JenisBukti.DIKLAT, "PAKSI_PERTAMA/BARU/DIKLAT"),
    ],
)
async def test_a_record_keeps_its_evidence_while_an_application_rests_on_it(
    db: Database, jenis: JenisBukti, jalan: str
) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    asal = uuid.uuid4()
    await db.write(catat_bukti_asal, SISTEM, **_asal(asal, siti, jenis=jenis))
    mohon = await db.write(diajukan, siti, jalan, "MEMENUHI_SYARAT", 1)
    sebelum = await potret(db)
    with pytest.raises(KeadaanMenolak) as salah:
        await db.write(_lepas, asal)
    assert salah.value.kode == "BUKTI_DIPAKAI"
    assert await potret(db) == sebelum
    await db.write(ubah_baris, "paksi_permohonan", mohon, keadaan="MUNDUR")
    assert await db.write(_lepas, asal) is True
    assert await isi(db, "paksi_bukti", "id") == []


async def test_reports_after_a_diklat_keep_the_diklat(db: Database) -> None:
    """A version that counts reports after the diklat need not name the diklat as an item of its own."""
    await db.write(dasar)
    (siti,) = await db.write(orang)
    bukti = await db.write(catat_bukti, SISTEM, orang=siti, isian=replace(KELAS, jenis=JenisBukti.DIKLAT))
    mohon = await db.write(diajukan, siti, "API/BARU", "DIAJUKAN", 1)
    await db.write(_tanpa_butir_diklat, mohon)
    with pytest.raises(KeadaanMenolak) as salah:
        await db.write(hapus_bukti, SISTEM, bukti_id=bukti)
    assert salah.value.kode == "BUKTI_DIPAKAI"


def _tanpa_butir_diklat(session: Session, mohon: uuid.UUID) -> None:
    """Adds an item to the version this application is weighed by."""
    t, p = tabel("paksi_persyaratan_butir"), tabel("paksi_permohonan")
    bebas_jejak(session, "a test's own data")
    session.execute(
        insert(t).values(
            persyaratan_id=session.scalars(select(p.c.persyaratan_id).where(p.c.id == mohon)).one(),
            kode="SESUDAH",
            urutan=99,
            jenis="KEGIATAN",
            nama="Sesudah diklat",
            petunjuk="Contoh.",
            wajib=True,
            jumlah=1,
            jendela="SESUDAH_DIKLAT",
            sumber="uji",
        )
    )


def _lepas(session: Session, asal: uuid.UUID) -> bool:
    bebas_jejak(session, "the caller's entry")
    return lepas_bukti_asal(session, asal)


async def test_evidence_of_people_of_an_institution_lies_where_their_record_says_or_nowhere(
    db: Database,
) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    await db.write(ubah_baris, "orang", siti, wilayah_kode=None, lembaga_kode="badan-uji")
    sebelum = await potret(db)
    with pytest.raises(KeadaanMenolak) as salah:
        await db.write(catat_bukti, SISTEM, orang=siti, isian=KELAS)
    assert salah.value.kode == "ORANG_TANPA_WILAYAH"
    assert await potret(db) == sebelum
    await db.write(catat_bukti_asal, SISTEM, **_asal(uuid.uuid4(), siti))  # where they were by the record
    assert await isi(db, "paksi_bukti", "wilayah_kode") == [(PONTIANAK,)]


async def test_where_the_plugin_is_off_nothing_is_written(db: Database) -> None:
    await db.write(dasar, aktif=("62",))
    (siti,) = await db.write(orang)
    with pytest.raises(KeadaanMenolak) as salah:
        await db.write(catat_bukti, SISTEM, orang=siti, isian=KELAS)
    assert salah.value.kode == "PLUGIN_TIDAK_AKTIF"
    assert await isi(db, "paksi_bukti", "id") == []


async def test_evidence_of_six_people_is_read_in_as_many_statements_as_that_of_one(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    for siapa in await server.db.write(orang, 6):
        unggahan = await server.unggah(OPERATOR, SERTIFIKAT + siapa.bytes)
        await server.db.write(catat_bukti, OPERATOR, orang=siapa, isian=KELAS, unggahan=unggahan)
    daftar = """query($n: Int!) { daftarOrang(wilayah: "61.71", first: $n) { edges { node {
        paksiBukti { edges { node { nama berkas { id } } } } } } } }"""
    pelihat = aktor_uji("inti:orang", "paksi:mohon", wilayah=PONTIANAK)
    satu = await server.ask(daftar, aktor=pelihat, n=1)
    banyak = await server.ask(daftar, aktor=pelihat, n=6)
    berkas = {
        b["node"]["berkas"]["id"]
        for o in banyak.hasil["daftarOrang"]["edges"]
        for b in o["node"]["paksiBukti"]["edges"]
    }
    assert len(berkas) == 6
    assert len(satu.pernyataan) == len(banyak.pernyataan) == 4
