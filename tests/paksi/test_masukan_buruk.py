"""Bad input wherever certification takes files, workbooks, dates and units: it is told where, and nothing stays.

Nothing stays means: no row of the plugin, of people or of files, no entry of audit or outbox, and in the store nothing
but the upload that its owner may try again, until it lapses. All made up.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from typing import Any, Final

import pytest

from forum_paksi.asesmen.service import mulai_asesmen
from forum_server.plugin import GalatDomain, KolomTulis, tulis_buku
from forum_server.testing import GraphQLWith
from tests.paksi.bahan import LSP, PONTIANAK, isi, potret
from tests.paksi.bahan_asesmen import ditugaskan
from tests.paksi.bahan_asesmen import dunia as dunia_asesmen
from tests.paksi.bahan_masukan import (
    BUKTI,
    KEMARIN,
    KINI,
    NASIONAL,
    OPERATOR,
    PDF,
    Dunia,
    dunia,
    minta,
    tanggal,
)
from tests.paksi.bahan_permohonan import unit
from tests.paksi.test_lembar import NIP

# --- files ---------------------------------------------------------------------------------------------------

TEMPAT: Final = ("bukti", "dokumen", "surat", "kegiatan", "tugas", "praktik")


async def lampirkan(d: Dunia, tempat: str, unggahan: uuid.UUID) -> Any:
    """Give an upload where such a file belongs."""
    if tempat == "bukti":
        tipe = "orang: ID!, isian: PaksiBuktiIsian!, unggahan: ID"
        return await d.minta("paksiCatatBukti", tipe, orang=d.orang, isian=BUKTI, unggahan=unggahan)
    if tempat == "dokumen":
        tipe = "permohonan: ID!, butir: String!, unggahan: ID!"
        return await d.minta(
            "paksiLampirkanDokumen", tipe, permohonan=d.permohonan, butir="EKTP", unggahan=unggahan
        )
    if tempat == "surat":
        tipe = "permintaan: ID!, unggahan: ID!"
        return await d.minta("paksiLampirkanSurat", tipe, permintaan=d.permintaan, unggahan=unggahan)
    if tempat == "kegiatan":
        tipe = "kegiatan: ID!, unggahan: ID!"
        return await d.minta("paksiLampirkanBuktiKegiatan", tipe, kegiatan=d.kegiatan, unggahan=unggahan)
    if tempat == "tugas":
        isian: dict[str, Any] = {"uraian": "Rapat.", "dilaksanakan": KEMARIN, "unggahan": [unggahan]}
        tipe = "tugas: ID!, anggota: ID!, isian: PaksiHasilTugasIsian!"
        return await d.minta(
            "paksiSerahkanTugasAngkatan", tipe, tugas=d.tugas, anggota=d.anggota, isian=isian
        )
    isian = {"judul": "Contoh", "ringkasan": "Contoh", "isi": "Contoh", "unggahan": [unggahan]}
    tipe = "anggota: ID!, isian: PaksiPraktikBaikIsian!"
    return await d.minta("paksiTulisPraktikBaik", tipe, anggota=d.anggota, isian=isian)


async def test_a_file_that_is_not_what_its_name_says_or_too_big_is_attached_nowhere(
    graphql_with: GraphQLWith,
) -> None:
    d = await dunia(graphql_with)
    buku_ = tulis_buku("Contoh", [KolomTulis(judul="a")], [("b",)])
    besar = b"%PDF-1.7\n" + b"x" * 1024 * 1024 + b"\n%%EOF\n"
    buruk = [
        ("teks", await d.server.unggah(OPERATOR, b"bukan pdf\n", nama="bukti.pdf"), "JENIS_BERKAS_DITOLAK"),
        ("tabel", await d.server.unggah(OPERATOR, buku_, nama="foto.jpg"), "JENIS_BERKAS_DITOLAK"),
        ("besar", await d.server.unggah(OPERATOR, besar, nama="besar.pdf"), "BERKAS_TERLALU_BESAR"),
        ("milik orang", await d.server.unggah(NASIONAL, PDF, nama="bukti.pdf"), "TIDAK_DITEMUKAN"),
        ("tidak ada", uuid.uuid4(), "TIDAK_DITEMUKAN"),
    ]
    sebelum = await d.jejak()
    assert len(sebelum[2]) == 4
    for tempat in TEMPAT:
        for apa, unggahan, kode in buruk:
            hasil = await lampirkan(d, tempat, unggahan)
            assert (hasil.get("kode"), hasil.get("letak")) == (kode, ["unggahan"]), (tempat, apa)
            assert await d.jejak() == sebelum, (tempat, apa)
    assert await d.bersih() == {}
    # The control: the same call with a good file keeps it, and the sweep above would not have taken it.
    for ke, tempat in enumerate(TEMPAT, 1):
        unggahan = await d.server.unggah(OPERATOR, PDF + b"%%EOF\n" * ke, nama="bukti.pdf")
        hasil = await lampirkan(d, tempat, unggahan)
        assert "kode" not in hasil, (tempat, hasil)
        assert len(await d.bersih()) == ke, tempat


async def test_a_body_that_is_refused_on_its_way_in_leaves_nothing_in_the_store(
    graphql_with: GraphQLWith,
) -> None:
    d = await dunia(graphql_with)
    tipe = "ukuran: Int!, nama: String, wilayah: String"
    siapkan_ = ("siapkanUnggahan", tipe, OPERATOR, "... on Unggahan { id alamat }")
    for ukuran, kode in ((2_000_000_000, "BERKAS_TERLALU_BESAR"), (0, "UKURAN_TIDAK_SAH")):
        hasil = await d.minta(*siapkan_, ukuran=ukuran, nama="bukti.pdf", wilayah=PONTIANAK)
        assert hasil["kode"] == kode, ukuran
    for apa, ukuran, badan, kode in (
        ("lebih besar daripada yang dikatakan", 20, PDF, "UKURAN_TIDAK_SESUAI"),
        ("terpotong", len(PDF) + 1, PDF, "UKURAN_TIDAK_SESUAI"),
        ("program bernama PDF", 64, b"MZ" + b"\0" * 62, "JENIS_BERKAS_DITOLAK"),
        ("halaman bernama JPG", 30, b"<html><script>1</script></html"[:30], "JENIS_BERKAS_DITOLAK"),
        ("buku terpotong", 100, tulis_buku("A", [KolomTulis(judul="a")], [])[:100], "JENIS_BERKAS_DITOLAK"),
    ):
        siap = await d.minta(*siapkan_, ukuran=ukuran, nama="bukti.pdf", wilayah=PONTIANAK)
        with pytest.raises(GalatDomain) as salah:
            await d.server.kirim(siap["alamat"], badan, nama="bukti.pdf")
        assert salah.value.kode == kode, apa
        hasil = await lampirkan(d, "bukti", siap["id"])
        assert hasil["kode"] in {"UNGGAHAN_BELUM_SELESAI", "TIDAK_DITEMUKAN"}, apa
        assert d.server.layanan.gudang.isi() == {}, apa
    assert await isi(d.server.db, "berkas", "id") == []


# --- workbooks -----------------------------------------------------------------------------------------------

JUDUL: Final = ("nama", "kepegawaian", "nip", "nik", "jabatan", "perangkat daerah")
JUDUL_SERTIFIKAT: Final = ("nip", "skema", "lembaga", "nomor", "terbit", "berakhir")
NIK: Final = "6171010101900001"


def buku(*baris: tuple[Any, ...], judul: tuple[str, ...] = JUDUL) -> bytes:
    return tulis_buku("Isian", [KolomTulis(judul=j) for j in judul], baris)


def rusak(bagian: str) -> bytes:
    """A workbook one part of which is no XML."""
    keluar = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(buku(SATU))) as asal, zipfile.ZipFile(keluar, "w") as ke:
        for satu in asal.namelist():
            ke.writestr(satu, b"<rusak" if satu == bagian else asal.read(satu))
    return keluar.getvalue()


SATU: Final = ("Orang Contoh A", "PNS", NIP[0], None, "Guru", None)
LEMBAR: Final = "xl/worksheets/sheet1.xml"
ORANG_BURUK: Final[list[tuple[str, bytes, list[Any]]]] = [
    ("NIP dua kali", buku(SATU, ("Orang Contoh B", *SATU[1:])), [("Isian", 3, "C (nip)")]),
    ("NIP terlalu pendek", buku(SATU, ("B", "PNS", "123", None, None, None)), [("Isian", 3, "C (nip)")]),
    ("NIP berupa angka", buku(("A", "PNS", 199001012020051001, None, None, None)), [("Isian", 2, "C (nip)")]),
    ("NIK dua kali", buku(*((n, "NON_ASN", None, NIK, None, None) for n in "AB")), [("Isian", 3, "D (nik)")]),
    ("OPD tidak dikenal", buku((*SATU[:5], "Dinas Tiada")), [("Isian", 2, "F (perangkat daerah)")]),
    ("status tidak dikenal", buku(("A", "RAJA", *SATU[2:])), [("Isian", 2, "B (kepegawaian)")]),
    ("nama kosong", buku((None, *SATU[1:])), [("Isian", 2, "A (nama)")]),
    (
        "dua salah sekaligus",
        buku(("A", "RAJA", *SATU[2:]), ("B", "PNS", "123", None, None, None)),
        [("Isian", 2, "B (kepegawaian)"), ("Isian", 3, "C (nip)")],
    ),
    ("judul asing", buku(("x",), judul=("bukan kolom",)), [(None, 1, None), (None, 1, None)]),
    ("tanpa baris", buku(), [("Isian", 2, None)]),
]
SERTIFIKAT: Final = (NIP[0], "PAKSI_MUDA", LSP, "N-1", "2025-01-01", "2027-12-31")
SERTIFIKAT_BURUK: Final[list[tuple[str, bytes, list[Any]]]] = [
    (apa, buku(*baris, judul=JUDUL_SERTIFIKAT), letak)
    for apa, baris, letak in (
        ("berakhir sebelum terbit", [(*SERTIFIKAT[:5], "2024-12-31")], [("Isian", 2, "F (berakhir)")]),
        ("bukan tanggal", [(*SERTIFIKAT[:4], "2025-02-30", "2027-12-31")], [("Isian", 2, "E (terbit)")]),
        ("nomor dua kali", [SERTIFIKAT, SERTIFIKAT], [("Isian", 3, "C (lembaga)")]),
        ("skema tidak dikenal", [(NIP[0], "PAKSI_X", *SERTIFIKAT[2:])], [("Isian", 2, "B (skema)")]),
        ("orang tidak dikenal", [(NIP[1], *SERTIFIKAT[1:])], [("Isian", 2, "A (nip)")]),
        ("NIP terlalu pendek", [("12", *SERTIFIKAT[1:])], [("Isian", 2, "A (nip)")]),
    )
]
RUSAK: Final[list[tuple[str, bytes, str, Any]]] = [
    ("teks bernama XLSX", b"bukan buku\n", "laporan", 1),
    ("PDF bernama XLSX", PDF, "JENIS_BERKAS_DITOLAK", None),
    ("lembar yang bukan XML", rusak(LEMBAR), "laporan", 1),
    ("daftar lembar yang bukan XML", rusak("xl/workbook.xml"), "laporan", 1),
    ("terlalu besar", b"nama,kepegawaian\n" + b"a,PNS\n" * 900_000, "BERKAS_TERLALU_BESAR", None),
]
IMPOR: Final = ("calon", "permohonan", "anggota", "sertifikat")


async def impor(d: Dunia, ke: str, unggahan: uuid.UUID) -> Any:
    """Import an upload; the refusal, or the report."""
    laporan = "laporan { ditulis kesalahan { lembar baris kolom pesan } }"
    u = {"unggahan": unggahan}
    if ke == "calon":
        pilih = f"... on PaksiCalonDiimpor {{ {laporan} }}"
        tipe = "permintaan: ID!, unggahan: ID!"
        hasil = await d.minta("paksiImporCalon", tipe, pilih=pilih, permintaan=d.permintaan, **u)
    elif ke == "anggota":
        pilih = f"... on PaksiAnggotaDiimpor {{ {laporan} }}"
        tipe = "angkatan: ID!, unggahan: ID!"
        hasil = await d.minta("paksiImporAnggotaAngkatan", tipe, pilih=pilih, angkatan=d.angkatan, **u)
    elif ke == "permohonan":
        pilih = f"... on PaksiPermohonanDiimpor {{ {laporan} }}"
        isian = {"skema": "PAKSI_PERTAMA", "lembaga": LSP, "jenis": "BARU", "jalur": "PENGALAMAN"}
        tipe = "wilayah: String!, isian: PaksiImporPermohonanIsian!, unggahan: ID!"
        hasil = await d.minta("paksiImporPermohonan", tipe, pilih=pilih, wilayah=PONTIANAK, isian=isian, **u)
    else:
        pilih = "... on PaksiLaporanImpor { ditulis kesalahan { lembar baris kolom pesan } }"
        return await d.minta("paksiImporSertifikat", "unggahan: ID", pilih=pilih, **u)
    return hasil.get("laporan", hasil)


async def kenalkan(d: Dunia) -> None:
    """Register whom the good rows name, by NIP and NIK."""
    u = await d.server.unggah(OPERATOR, buku((*SATU[:3], NIK, *SATU[4:])), nama="calon.xlsx")
    assert (await impor(d, "calon", u))["kesalahan"] == []


@pytest.mark.parametrize("ke", IMPOR)
async def test_a_workbook_with_a_fault_is_told_by_row_and_column_and_writes_nothing(
    graphql_with: GraphQLWith, ke: str
) -> None:
    d = await dunia(graphql_with)
    buruk = SERTIFIKAT_BURUK if ke == "sertifikat" else ORANG_BURUK
    if ke == "sertifikat":
        await kenalkan(d)
    semua = [await d.server.unggah(OPERATOR, b, nama="isian.xlsx") for _, b, *_ in (*buruk, *RUSAK)]
    sebelum = await d.jejak()
    for (apa, _, letak), unggahan in zip(buruk, semua, strict=False):
        hasil = await impor(d, ke, unggahan)
        assert [(k["lembar"], k["baris"], k["kolom"]) for k in hasil["kesalahan"]] == letak, (apa, hasil)
        assert all(n not in k["pesan"] for k in hasil["kesalahan"] for n in (*NIP, NIK)), apa
        assert hasil["ditulis"] == 0, apa
        assert await d.jejak() == sebelum, apa
    for (apa, _, kode, baris), unggahan in zip(RUSAK, semua[len(buruk) :], strict=True):
        hasil = await impor(d, ke, unggahan)
        if kode == "laporan":
            assert {k["baris"] for k in hasil["kesalahan"]} == {baris}, (apa, hasil)
        else:
            assert hasil["kode"] == kode, apa
        assert await d.jejak() == sebelum, apa
    assert await d.bersih() == {}
    # The control: what the faults stood beside is written once they are gone, and the upload is used up.
    baik = buku(SERTIFIKAT, judul=JUDUL_SERTIFIKAT) if ke == "sertifikat" else buku(SATU)
    unggahan = await d.server.unggah(OPERATOR, baik, nama="isian.xlsx")
    hasil = await impor(d, ke, unggahan)
    assert (hasil["ditulis"], hasil["kesalahan"]) == (1, [])
    assert await isi(d.server.db, "unggahan", "id") == []
    assert await d.bersih() == {}


@pytest.mark.parametrize("ke", IMPOR[:3])
async def test_one_person_in_two_rows_by_nip_and_by_nik_is_a_fault(
    graphql_with: GraphQLWith, ke: str
) -> None:
    d = await dunia(graphql_with)
    await kenalkan(d)
    dua = buku(SATU, (*SATU[:2], None, NIK, *SATU[4:]))
    unggahan = await d.server.unggah(OPERATOR, dua, nama="isian.xlsx")
    sebelum = await d.jejak()
    hasil = await impor(d, ke, unggahan)
    assert [(k["baris"], k["kolom"]) for k in hasil["kesalahan"]] == [(3, "D (nik)")]
    assert await d.jejak() == sebelum


# --- dates ---------------------------------------------------------------------------------------------------


async def test_days_out_of_order_or_of_the_wrong_time_are_told_where_they_stand(
    graphql_with: GraphQLWith,
) -> None:
    d = await dunia(graphql_with)
    tipe = "perangkatDaerah: ID!, orang: ID, dari: Date!"
    await d.minta("paksiTetapkanKepala", tipe, perangkatDaerah=d.inspektorat, orang=d.orang, dari=KINI)
    sebelum = await d.jejak()
    salah: dict[str, Any] = {}
    for apa, mutasi, tipe, aktor, nilai, kode, letak in tanggal(d):
        hasil = await d.minta(mutasi, tipe, aktor, **nilai)
        if (hasil.get("kode"), hasil.get("letak")) != (kode, letak):
            salah[apa] = hasil
        if await d.jejak() != sebelum:
            salah[apa] = (hasil, "tertulis")
            sebelum = await d.jejak()
    assert salah == {}, salah


async def test_a_day_that_is_none_is_refused_before_anything_is_looked_at(graphql_with: GraphQLWith) -> None:
    d = await dunia(graphql_with)
    sebelum = await d.jejak()
    dokumen = (
        "mutation($o: ID!, $i: PaksiBuktiIsian!) { paksiCatatBukti(orang: $o, isian: $i) { __typename } }"
    )
    for hari in ("2025-02-30", "30/02/2025", "kemarin", "", 20250228):
        jawab = await d.server.ask(dokumen, aktor=OPERATOR, o=str(d.orang), i=BUKTI | {"mulai": hari})
        assert [e["extensions"]["kode"] for e in jawab.errors] == ["PERMINTAAN_TIDAK_SAH"], hari
    assert await d.jejak() == sebelum


# --- units ---------------------------------------------------------------------------------------------------


async def test_a_unit_of_another_scheme_is_answered_by_nobody(graphql_with: GraphQLWith) -> None:
    d = await dunia(graphql_with)
    (milik, _), (asing, _) = [
        [u for (u,) in await isi(d.server.db, "paksi_unit", "id")],
        await d.server.db.write(unit, kode="PAKSI_MUDA"),
    ]
    sebelum = await d.jejak()
    tipe = "permohonan: ID!, jawaban: [PaksiJawabanUnitIsian!]!"
    for jawaban, kode, ke in (
        ([milik, asing], "UNIT_BUKAN_SKEMA", "1"),
        ([asing], "UNIT_BUKAN_SKEMA", "0"),
        ([milik, milik], "UNIT_GANDA", "1"),
        (["bukan"], "TIDAK_DITEMUKAN", "0"),
    ):
        hasil = await d.minta(
            "paksiJawabApl02",
            tipe,
            permohonan=d.permohonan,
            jawaban=[{"unit": u, "kompeten": False, "bukti": "Lain"} for u in jawaban],
        )
        assert (hasil["kode"], hasil["letak"]) == (kode, ["jawaban", ke, "unit"]), jawaban
        assert await d.jejak() == sebelum, jawaban


async def test_a_unit_of_another_scheme_is_assessed_by_nobody(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi", aktif={})
    d = await dunia_asesmen(server.db)
    asesor = d.aktor("asesor")
    permohonan = await ditugaskan(server.db, d)
    await server.db.write(mulai_asesmen, asesor, permohonan_id=permohonan)
    asing, _ = await server.db.write(unit, kode="PAKSI_MUDA")
    sebelum = await potret(server.db)
    for satu, kode in (
        ([d.unit[0], asing], "UNIT_BUKAN_SKEMA"),
        ([d.unit[0], d.unit[0]], "UNIT_GANDA"),
    ):
        hasil = await minta(
            server,
            "paksiCatatHasilUnit",
            "permohonan: ID!, unit: [PaksiHasilUnitIsian!]!",
            asesor,
            permohonan=permohonan,
            unit=[{"unit": u, "hasil": "K", "metode": ["LISAN"]} for u in satu],
        )
        assert (hasil["kode"], hasil["letak"]) == (kode, ["unit", "1"])
        assert await potret(server.db) == sebelum
