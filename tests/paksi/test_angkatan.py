"""A cohort from its first member to its last report, and who sees what of it. All made up."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from forum_paksi.angkatan import service
from forum_paksi.angkatan.elearning import IsianElearning, catat_elearning
from forum_paksi.angkatan.periksa import periksa_angkatan
from forum_server.plugin import (
    Aktor,
    IsianTidakSah,
    KolomTulis,
    tulis_buku,
)
from forum_server.testing import GraphQLWith, aktor_uji
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, dasar, isi, potret
from tests.paksi.bahan_angkatan import (
    BUKTI,
    ISIAN,
    KEMARIN,
    LALU,
    PENGELOLA,
    kantor,
    mundurkan,
    pegawai,
    pengelola,
    satu_tugas,
    sendiri,
    siapkan,
)

ANGGOTA = """fragment A on PaksiAnggotaAngkatan { id masuk keluar orang { nama } perangkatDaerah { nama }
    elearning { id kelas selesai nomor penyelenggara }
    tugas { status tugas { id jenis nama batas } hasil { id keadaan uraian catatan berkas { id nama } } } }"""
BUAT = """mutation($w: String!, $i: PaksiAngkatanIsian!) { paksiBuatAngkatan(wilayah: $w, isian: $i) {
    ... on PaksiAngkatan { id nama tahun pendorong rujukanPendorong keadaan wilayah { kode } }
    ... on Galat { kode letak } } }"""
TAMBAH = (
    """mutation($a: ID!, $o: [ID!]!) { paksiTambahAnggotaAngkatan(angkatan: $a, orang: $o) {
    ... on PaksiAngkatan { anggota { totalCount edges { node { ...A } } } opdTanpaAnggota { nama } }
    ... on Galat { kode letak } } }"""
    + ANGGOTA
)
ELEARNING = (
    """mutation($a: ID!, $i: PaksiElearningIsian!) { paksiCatatElearning(anggota: $a, isian: $i) {
    ... on PaksiAnggotaAngkatan { ...A } ... on Galat { kode letak } } }"""
    + ANGGOTA
)
TUGAS = """mutation($a: ID!, $j: PaksiJenisTugasAngkatan!, $n: String!, $b: Date!) {
    paksiTambahTugasAngkatan(angkatan: $a, jenis: $j, nama: $n, batas: $b) {
    ... on PaksiAngkatan { tugas { id jenis nama mulai selesai batas } } ... on Galat { kode letak } } }"""
LAPORAN = """mutation($a: ID!, $m: Date!, $n: Int!, $t: Int, $h: Int!) {
    paksiJadwalkanLaporanAngkatan(angkatan: $a, mulai: $m, banyak: $n, tiapBulan: $t, tenggatHari: $h) {
    ... on PaksiAngkatan { tugas { id jenis nama mulai selesai batas } } ... on Galat { kode letak } } }"""
SERAHKAN = (
    """mutation($t: ID!, $a: ID!, $i: PaksiHasilTugasIsian!) {
    paksiSerahkanTugasAngkatan(tugas: $t, anggota: $a, isian: $i) {
    ... on PaksiAnggotaAngkatan { ...A } ... on Galat { kode letak } } }"""
    + ANGGOTA
)
KEMBALIKAN = (
    """mutation($h: ID!, $c: String!) { paksiKembalikanTugasAngkatan(hasil: $h, catatan: $c) {
    ... on PaksiAnggotaAngkatan { ...A } ... on Galat { kode letak } } }"""
    + ANGGOTA
)
LIHAT = """query($a: ID!) { paksiAngkatan(id: $a) { nama anggota(first: 50) { edges { node { id } } }
    opdTanpaAnggota { nama }
    kemajuan { anggota lulusElearning tugas { jenis seharusnya selesai terlambat } }
    kemajuanOpd { perangkatDaerah { nama } anggota lulusElearning tugas { jenis seharusnya selesai terlambat } } } }"""
TUNGGAKAN = """query($n: Int!, $s: String) { paksiTunggakanAngkatan(first: $n, after: $s) {
    totalCount pageInfo { endCursor hasNextPage }
    edges { node { hariTerlambat tugas { nama } anggota { orang { nama } angkatan { nama } } } } } }"""
IMPOR = """mutation($a: ID!, $u: ID!) { paksiImporAnggotaAngkatan(angkatan: $a, unggahan: $u) {
    ... on PaksiAnggotaDiimpor { orangBaru angkatan { anggota { totalCount } }
      laporan { dibaca ditulis sama jumlahKesalahan kesalahan { lembar baris kolom pesan } } }
    ... on Galat { kode } } }"""
TAUTAN = "mutation($id: ID!) { tautanBerkas(id: $id) { ... on Tautan { alamat } ... on Galat { kode } } }"


async def test_a_cohort_learns_reports_and_is_followed(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    db = server.db
    await db.write(dasar, aktif=())
    _, puskesmas, _ = await db.write(kantor, "DINAS", "UPTD", "BADAN")
    siti, budi = await db.write(pegawai, [puskesmas, None])

    async def tanya(dokumen: str, aktor: Aktor = PENGELOLA, **nilai: Any) -> Any:
        (hasil,) = (await server.ask(dokumen, aktor=aktor, **nilai)).hasil.values()
        return hasil

    angkatan = await tanya(
        BUAT,
        w=PONTIANAK,
        i={"nama": " Angkatan  I ", "tahun": 2026, "pendorong": "Aksi 3", "rujukanPendorong": "RAPI"},
    )
    assert angkatan | {"id": ""} == {
        "id": "",
        "nama": "Angkatan I",
        "tahun": 2026,
        "pendorong": "Aksi 3",
        "rujukanPendorong": "RAPI",
        "keadaan": "BERJALAN",
        "wilayah": {"kode": PONTIANAK},
    }
    a = angkatan["id"]
    ditambah = await tanya(TAMBAH, a=a, o=[str(siti), str(budi)])
    assert ditambah["anggota"]["totalCount"] == 2
    assert ditambah["opdTanpaAnggota"] == [
        {"nama": "Kantor Contoh 2"}
    ]  # the UPTD's member stands for its dinas
    await db.write(mundurkan, masuk=LALU)
    anggota = {e["node"]["orang"]["nama"]: e["node"]["id"] for e in ditambah["anggota"]["edges"]}
    s, saya = anggota["Pegawai Contoh 0"], sendiri(siti)

    lulus = await tanya(
        ELEARNING,
        saya,
        a=s,
        i={"kelas": "Integritas", "selesai": "2026-02-01", "nomor": "E-1", "penyelenggara": "KPK"},
    )
    assert [e | {"id": ""} for e in lulus["elearning"]] == [
        {"id": "", "kelas": "Integritas", "selesai": "2026-02-01", "nomor": "E-1", "penyelenggara": "KPK"}
    ]
    await tanya(ELEARNING, a=s, i={"kelas": "INTEGRITAS", "selesai": "2026-02-02"})
    bukti = await isi(db, "paksi_bukti", "orang_id", "nama", "selesai", "nomor", "asal_id")
    assert bukti == [(siti, "INTEGRITAS", date(2026, 2, 2), None, uuid.UUID(lulus["elearning"][0]["id"]))]

    diminta = await tanya(TUGAS, a=a, j="SEBAR_NILAI", n="Sosialisasi", b="2026-03-01")
    (sebar,) = diminta["tugas"]
    berkala = await tanya(LAPORAN, a=a, m="2026-01-01", n=2, t=3, h=5)
    assert [(t["jenis"], t["mulai"], t["selesai"], t["batas"]) for t in berkala["tugas"]] == [
        ("SEBAR_NILAI", None, None, "2026-03-01"),
        ("LAPORAN_BERKALA", "2026-01-01", "2026-03-31", "2026-04-05"),
        ("LAPORAN_BERKALA", "2026-04-01", "2026-06-30", "2026-07-05"),
    ]
    assert berkala["tugas"][1]["nama"] == "Laporan 1 Januari 2026 sampai 31 Maret 2026"

    unggahan = await server.unggah(saya, BUKTI, nama="foto.pdf")
    hasil = await tanya(
        SERAHKAN,
        saya,
        t=sebar["id"],
        a=s,
        i={"uraian": "Rapat.", "dilaksanakan": "2026-02-20", "unggahan": [str(unggahan)]},
    )
    keadaan = {t["tugas"]["nama"]: t["status"] for t in hasil["tugas"]}
    assert keadaan == {
        "Sosialisasi": "SELESAI",
        "Laporan 1 Januari 2026 sampai 31 Maret 2026": "TERLAMBAT",
        "Laporan 1 April 2026 sampai 30 Juni 2026": "TERLAMBAT",
    }
    (diserahkan,) = [t["hasil"] for t in hasil["tugas"] if t["hasil"]]
    (berkas,) = diserahkan["berkas"]
    assert (diserahkan["keadaan"], berkas["nama"]) == ("DISERAHKAN", "foto.pdf")
    for aktor, boleh in (
        (PENGELOLA, True),
        (saya, True),
        (sendiri(budi), False),
        (pengelola("61.01"), False),
        (aktor_uji("paksi:lihat", wilayah="61"), True),
    ):
        tautan = await tanya(TAUTAN, aktor, id=berkas["id"])
        if boleh:
            assert (await server.unduh(tautan["alamat"], aktor=aktor))[1] == BUKTI
        else:
            assert tautan == {"kode": "TIDAK_DITEMUKAN"}

    lihat = await tanya(LIHAT, a=a)
    assert lihat["kemajuan"] == {
        "anggota": 2,
        "lulusElearning": 1,
        "tugas": [
            {"jenis": "SEBAR_NILAI", "seharusnya": 2, "selesai": 1, "terlambat": 1},
            {"jenis": "LAPORAN_BERKALA", "seharusnya": 4, "selesai": 0, "terlambat": 4},
        ],
    }
    assert [
        (k["perangkatDaerah"], k["anggota"], k["lulusElearning"], k["tugas"][0]["selesai"])
        for k in lihat["kemajuanOpd"]
    ] == [({"nama": "Kantor Contoh 1"}, 1, 1, 1), (None, 1, 0, 0)]
    kembali = await tanya(KEMBALIKAN, h=diserahkan["id"], c="Lampirkan daftar hadir.")
    (dikembalikan,) = [t for t in kembali["tugas"] if t["hasil"]]
    assert (dikembalikan["status"], dikembalikan["hasil"]["catatan"]) == (
        "TERLAMBAT",
        "Lampirkan daftar hadir.",
    )
    assert await tanya(KEMBALIKAN, h=diserahkan["id"], c="Lagi.") == {
        "kode": "SUDAH_DIKEMBALIKAN",
        "letak": [],
    }
    lagi = await tanya(
        SERAHKAN, saya, t=sebar["id"], a=s, i={"uraian": "Rapat, lengkap.", "dilaksanakan": "2026-02-20"}
    )
    (hasil_lagi,) = [t["hasil"] for t in lagi["tugas"] if t["hasil"]]
    assert hasil_lagi == diserahkan | {"uraian": "Rapat, lengkap."}  # the file stays
    assert await db.write(periksa_angkatan) == []


async def test_a_member_sees_the_cohort_and_only_themself_in_it(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    angkatan, anggota, siapa = await siapkan(server.db, 2, aktif=())
    await satu_tugas(server.db, angkatan)

    async def terlihat(aktor: Aktor) -> Any:
        lihat = (await server.ask(LIHAT, aktor=aktor, a=str(angkatan))).hasil["paksiAngkatan"]
        telat = (await server.ask(TUNGGAKAN, aktor=aktor, n=50)).hasil["paksiTunggakanAngkatan"]
        daftar = (await server.ask("{ paksiDaftarAngkatan { totalCount } }", aktor=aktor)).hasil
        return (
            None if lihat is None else {e["node"]["id"] for e in lihat["anggota"]["edges"]},
            telat["totalCount"],
            daftar["paksiDaftarAngkatan"]["totalCount"],
        )

    semua = {str(a) for a in anggota}
    assert await terlihat(PENGELOLA) == (semua, 2, 1)
    assert await terlihat(aktor_uji("paksi:lihat", wilayah="61")) == (semua, 2, 1)
    assert await terlihat(sendiri(siapa[0])) == ({str(anggota[0])}, 1, 1)
    for aktor in (
        pengelola("61.01"),
        aktor_uji(),
        aktor_uji("paksi:lihat", lembaga=LSP),
        sendiri(uuid.uuid4()),
    ):
        assert await terlihat(aktor) == (None, 0, 0)
    tanpa = await server.ask(LIHAT, aktor=Aktor.anonim(), a=str(angkatan))
    assert [e["extensions"]["kode"] for e in tanpa.errors] == ["DITOLAK"]
    await server.db.write(service.keluarkan_anggota, SISTEM, anggota_id=anggota[0], alasan="Mutasi")
    assert await terlihat(PENGELOLA) == ({str(anggota[1])}, 1, 1)
    keanggotaan = await server.ask(
        "query($o: ID!) { orang(id: $o) { paksiKeanggotaanAngkatan { id alasan } } }",
        aktor=PENGELOLA,
        o=str(siapa[0]),
    )
    assert keanggotaan.hasil["orang"] == {
        "paksiKeanggotaanAngkatan": [{"id": str(anggota[0]), "alasan": "Mutasi"}]
    }


async def test_what_is_overdue_pages_through_every_member_and_task_once(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    angkatan, _, _ = await siapkan(server.db, 5, aktif=())
    for ke in range(3):
        await satu_tugas(server.db, angkatan, KEMARIN - timedelta(days=ke))
    await satu_tugas(server.db, angkatan, KEMARIN + timedelta(days=3))
    dilihat: list[tuple[str, str]] = []
    sesudah, pernyataan = None, set[int]()
    for n in (4, 4, 4, 4):
        jawab = await server.ask(TUNGGAKAN, aktor=PENGELOLA, n=n, s=sesudah)
        halaman = jawab.hasil["paksiTunggakanAngkatan"]
        dilihat += [
            (e["node"]["tugas"]["nama"], e["node"]["anggota"]["orang"]["nama"]) for e in halaman["edges"]
        ]
        sesudah = halaman["pageInfo"]["endCursor"]
        pernyataan.add(len(jawab.pernyataan))
        assert halaman["totalCount"] == 15
    assert len(dilihat) == len(set(dilihat)) == 15
    assert [t for t, _ in dilihat] == sorted(t for t, _ in dilihat)
    assert len(pernyataan) == 1


async def test_twenty_cohorts_cost_as_many_statements_as_one(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    angkatan, anggota, siapa = await siapkan(server.db, 3, aktif=())
    await satu_tugas(server.db, angkatan)
    for ke in range(4):
        lain = await server.db.write(
            service.buat_angkatan, SISTEM, wilayah=PONTIANAK, isian=replace(ISIAN, nama=f"Lain {ke}")
        )
        await server.db.write(service.tambah_anggota, SISTEM, angkatan_id=lain, orang=siapa)
        await satu_tugas(server.db, lain, nama=f"Tugas {ke}")
    isian = IsianElearning(kelas="Integritas", selesai=KEMARIN)
    await server.db.write(catat_elearning, SISTEM, anggota_id=anggota[0], isian=isian)
    dokumen = """query($n: Int!) { paksiDaftarAngkatan(first: $n) { edges { node { nama wilayah { nama }
        tugas { nama } opdTanpaAnggota { nama } kemajuan { anggota } kemajuanOpd { anggota perangkatDaerah { nama } }
        anggota(first: 3) { edges { node { orang { nama } perangkatDaerah { nama } elearning { kelas }
          angkatan { nama } tugas { status hasil { berkas { id } } } } } } } } } }"""
    satu = await server.ask(dokumen, aktor=PENGELOLA, n=1)
    banyak = await server.ask(dokumen, aktor=PENGELOLA, n=20)
    assert len(banyak.hasil["paksiDaftarAngkatan"]["edges"]) == 5
    assert len(satu.pernyataan) == len(banyak.pernyataan)


async def test_members_come_from_a_workbook_or_every_fault_is_told(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    await server.db.write(kantor, "DINAS")
    angkatan = await server.db.write(service.buat_angkatan, SISTEM, wilayah=PONTIANAK, isian=ISIAN)
    judul = ("nama", "kepegawaian", "nip", "nik", "jabatan", "perangkat daerah")
    a = ("Orang Contoh A", "PNS", "199001012020051001", None, "Guru", "Kantor Contoh 0")
    b = ("Orang Contoh B", "PNS", "199202022020051002", None, "Guru", None)

    async def impor(berkas: bytes, nama: str = "anggota.xlsx") -> Any:
        unggahan = await server.unggah(PENGELOLA, berkas, nama=nama)
        jawab = await server.ask(IMPOR, aktor=PENGELOLA, a=str(angkatan), u=str(unggahan))
        return jawab.hasil["paksiImporAnggotaAngkatan"]

    def buku(*baris: tuple[Any, ...]) -> bytes:
        return tulis_buku("Anggota", [KolomTulis(judul=j) for j in judul], baris)

    sebelum = await potret(server.db)
    ganda = await impor(buku(a, ("Orang Contoh C", *a[1:])))
    assert ganda["laporan"]["jumlahKesalahan"] == 1
    (salah,) = ganda["laporan"]["kesalahan"]
    assert (salah["lembar"], salah["baris"], salah["kolom"]) == ("Anggota", 3, "C (nip)")
    tanpa_judul = await impor(tulis_buku("Anggota", [KolomTulis(judul="bukan nama")], [("x",)]))
    assert tanpa_judul["laporan"]["jumlahKesalahan"] == len(tanpa_judul["laporan"]["kesalahan"]) > 0
    with pytest.raises(IsianTidakSah) as rusak:  # refused as it comes in
        await impor(buku(a)[:-200])
    assert rusak.value.kode == "JENIS_BERKAS_DITOLAK"
    assert await potret(server.db) == sebelum
    baik = await impor(buku(a, b))
    assert (baik["orangBaru"], baik["laporan"]["ditulis"], baik["laporan"]["sama"]) == (2, 2, 0)
    lagi = await impor(buku(b, a))
    assert (lagi["orangBaru"], lagi["laporan"]["ditulis"], lagi["laporan"]["sama"]) == (0, 0, 2)
    assert lagi["angkatan"]["anggota"]["totalCount"] == 2
