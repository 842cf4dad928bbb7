"""Applications through GraphQL: written by the applicant, read by whom they concern, and by nobody else."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from forum_paksi.permohonan.dokumen import lampirkan_dokumen
from forum_paksi.permohonan.models import Permohonan
from forum_server.plugin import Aktor, GalatDomain, bebas_jejak
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import LSP, PONTIANAK, dasar, isi, orang, potret
from tests.paksi.bahan_permohonan import calon, diajukan, diri, disusun, petugas, syarat, unit

PDF = b"%PDF-1.7\n" + b"salinan contoh\n" * 500 + b"%%EOF\n"
GALAT = "... on Galat { kode pesan letak }"
BUAT = (
    "mutation($o: ID!, $i: PaksiPermohonanIsian!) { paksiBuatPermohonan(orang: $o, isian: $i) {"
    " ... on PaksiPermohonan { id keadaan } " + GALAT + " } }"
)
APL01 = (
    'mutation($p: ID!, $k: Rahasia) { paksiIsiApl01(permohonan: $p, setuju: true, informasiPendukung: "Auditor",'
    " kebutuhanKhusus: $k) { ... on PaksiPermohonan { disetujuiPada kebutuhanKhusus } " + GALAT + " } }"
)
APL02 = (
    "mutation($p: ID!, $j: [PaksiJawabanUnitIsian!]!) { paksiJawabApl02(permohonan: $p, jawaban: $j) {"
    " ... on PaksiPermohonan { apl02 { kode kompeten bukti } } " + GALAT + " } }"
)
LAMPIRKAN = (
    "mutation($p: ID!, $b: String!, $u: ID!) { paksiLampirkanDokumen(permohonan: $p, butir: $b, unggahan: $u) {"
    " ... on PaksiPermohonan { dokumen { butir nama berkas { id media } } } " + GALAT + " } }"
)
HAPUS = (
    "mutation($p: ID!, $b: String!) { paksiHapusDokumen(permohonan: $p, butir: $b) {"
    " ... on PaksiPermohonan { dokumen { butir } } " + GALAT + " } }"
)
AJUKAN = (
    "mutation($p: ID!) { paksiAjukanPermohonan(permohonan: $p) {"
    " ... on PaksiPermohonan { keadaan kelayakan { lengkap } } " + GALAT + " } }"
)
MULAI = (
    "mutation($p: ID!) { paksiMulaiVerifikasi(permohonan: $p) { ... on PaksiPermohonan { keadaan } "
    + GALAT
    + " } }"
)
TEMUAN = (
    "mutation($p: ID!, $b: String!, $s: Boolean!, $c: String) {"
    " paksiCatatTemuan(permohonan: $p, butir: $b, sesuai: $s, catatan: $c) {"
    " ... on PaksiPermohonan { temuan { butir sesuai catatan } } " + GALAT + " } }"
)
PUTUS = (
    "mutation($p: ID!, $x: PaksiPutusanVerifikasi!) { paksiPutuskanVerifikasi(permohonan: $p, putusan: $x) {"
    " ... on PaksiPermohonan { keadaan } " + GALAT + " } }"
)
TAUTAN = "mutation($id: ID!) { tautanBerkas(id: $id) { ... on Tautan { alamat } ... on Galat { kode } } }"
LIHAT = """query($p: ID!) { paksiPermohonan(id: $p) { nomor alasan informasiPendukung kebutuhanKhusus
    orang { nama } skema { kode } lembaga { kode } wilayah { kode } persyaratan { jenis butir { kode } }
    riwayat { ke alasan } apl02 { kode } dokumen { butir } temuan { butir } } }"""
DAFTAR = """query($n: Int!) { paksiDaftarPermohonan(first: $n) { edges { node { nomor alasan kebutuhanKhusus
    orang { nama paksiPermohonan { edges { node { id } } } } skema { kode } lembaga { kode } wilayah { kode }
    persyaratan { butir { kode } } riwayat { ke } apl02 { kode } dokumen { butir berkas { id } }
    temuan { butir } } } } }"""


def siapkan(session: Session) -> tuple[uuid.UUID, list[uuid.UUID], list[uuid.UUID]]:
    """An applicant who has all but the file, the units, and people for the LSP."""
    dasar(session, aktif=())
    syarat(session, dokumen=["EKTP"])
    return calon(session), unit(session), orang(session, 6)


async def lengkapi(server: ServerUji, siapa: uuid.UUID, unit_: list[uuid.UUID]) -> tuple[str, str]:
    """The applicant writes the application with their own account and hands it in; it, and the file's id."""
    saya = diri(siapa)
    isian = {"skema": "PAKSI_PERTAMA", "lembaga": LSP, "jenis": "BARU", "jalur": "PENGALAMAN"}
    buat = await server.ask(BUAT, aktor=saya, o=str(siapa), i=isian)
    p = buat.hasil["paksiBuatPermohonan"]["id"]
    apl01 = await server.ask(APL01, aktor=saya, p=p, k="Kursi roda")
    assert apl01.hasil["paksiIsiApl01"]["kebutuhanKhusus"] == "Kursi roda"
    jawaban = [{"unit": str(u), "kompeten": True, "bukti": "Portofolio"} for u in unit_]
    apl02 = await server.ask(APL02, aktor=saya, p=p, j=jawaban)
    assert apl02.hasil["paksiJawabApl02"] == {
        "apl02": [{"kode": f"U-{n}", "kompeten": True, "bukti": "Portofolio"} for n in (1, 2)]
    }
    unggahan = await server.unggah(saya, PDF, nama="ktp.pdf")
    lampir = await server.ask(LAMPIRKAN, aktor=saya, p=p, b="EKTP", u=str(unggahan))
    (dokumen,) = lampir.hasil["paksiLampirkanDokumen"]["dokumen"]
    assert (dokumen["butir"], dokumen["nama"], dokumen["berkas"]["media"]) == (
        "EKTP",
        "Berkas EKTP",
        "application/pdf",
    )
    ajukan = await server.ask(AJUKAN, aktor=saya, p=p)
    assert ajukan.hasil["paksiAjukanPermohonan"] == {"keadaan": "DIAJUKAN", "kelayakan": {"lengkap": True}}
    return p, dokumen["berkas"]["id"]


def letakkan(session: Session, permohonan: uuid.UUID, **nilai: Any) -> None:
    bebas_jejak(session, "a test's own data")
    session.execute(update(Permohonan).where(Permohonan.id == permohonan).values(**nilai))


async def test_a_person_applies_with_their_own_account_and_only_those_concerned_read_what_they_need(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    siapa, unit_, (v, a, b, c, d, e) = await server.db.write(siapkan)
    p, berkas = await lengkapi(server, siapa, unit_)
    ((sandi,),) = await isi(server.db, "paksi_permohonan", "kebutuhan_khusus_sandi")
    assert "Kursi roda" not in sandi
    verifikator = petugas(v, "paksi:verifikasi")
    await server.ask(MULAI, aktor=verifikator, p=p)
    kurang = await server.ask(TEMUAN, aktor=verifikator, p=p, b="EKTP", s=False, c="Buram")
    assert kurang.hasil["paksiCatatTemuan"] == {
        "temuan": [{"butir": "EKTP", "sesuai": False, "catatan": "Buram"}]
    }
    await server.db.write(letakkan, uuid.UUID(p), asesor_orang_id=a, alasan="Contoh")
    penuh = {"berkas", "khusus", "temuan", "apl02", "alasan"}
    pelayan = penuh - {"berkas"}
    tabel: list[tuple[str, Aktor, set[str] | None]] = [
        ("pemohon", diri(siapa), penuh),
        ("operator pemda", aktor_uji("paksi:mohon", wilayah=PONTIANAK), penuh),
        ("verifikator", verifikator, penuh),
        ("rekan verifikator", petugas(b, "paksi:verifikasi"), penuh),
        ("asesornya", petugas(a, "paksi:asesmen"), pelayan),
        ("operator LSP", petugas(c, "paksi:jadwal"), pelayan),
        ("penerbit", petugas(d, "paksi:terbitkan"), {"alasan"}),
        ("pelihat provinsi", aktor_uji("paksi:lihat", wilayah="61"), set()),
        ("asesor lain", petugas(e, "paksi:asesmen"), None),
        ("pemutus sebelum ada rekomendasi", petugas(d, "paksi:pleno"), None),
        ("pemutus banding sebelum ada banding", petugas(d, "paksi:banding"), None),
        ("verifikator LSP lain", petugas(b, "paksi:verifikasi", lembaga="lsp-lain"), None),
        ("operator pemda lain", aktor_uji("paksi:mohon", "paksi:lihat", wilayah="61.01"), None),
        ("orang lain", diri(e), None),
        ("akun tanpa peran", aktor_uji(), None),
    ]
    for nama, pelaku, melihat in tabel:
        jawab = (await server.ask(LIHAT, aktor=pelaku, p=p)).hasil["paksiPermohonan"]
        tautan = (await server.ask(TAUTAN, aktor=pelaku, id=berkas)).hasil["tautanBerkas"]
        daftar = (await server.ask(DAFTAR, aktor=pelaku, n=5)).hasil["paksiDaftarPermohonan"]["edges"]
        assert (jawab is None, len(daftar)) == ((True, 0) if melihat is None else (False, 1)), nama
        assert ("alamat" in tautan) == (melihat is not None and "berkas" in melihat), nama
        if melihat is None:
            continue
        terlihat = {
            apa
            for apa, ada in (
                ("berkas", jawab["dokumen"] is not None),
                ("khusus", jawab["kebutuhanKhusus"] == "Kursi roda"),
                ("temuan", jawab["temuan"] is not None),
                ("apl02", jawab["apl02"] is not None),
                ("alasan", jawab["alasan"] == "Contoh"),
            )
            if ada
        }
        assert terlihat == melihat, nama
        assert (jawab["kebutuhanKhusus"] is None) == ("khusus" not in melihat), nama
        assert (jawab["informasiPendukung"] is None) == ("khusus" not in melihat), nama
        assert [r["ke"] for r in jawab["riwayat"]] == ["DRAF", "DIAJUKAN", "VERIFIKASI"], nama
    anonim = await server.ask(LIHAT, p=p)
    assert [x["extensions"]["kode"] for x in anonim.errors] == ["DITOLAK"]
    for butir in ("ELEARNING", "PENYULUHAN", "EKTP"):
        await server.ask(TEMUAN, aktor=verifikator, p=p, b=butir, s=True)
    putus = await server.ask(PUTUS, aktor=verifikator, p=p, x="MEMENUHI_SYARAT")
    assert putus.hasil["paksiPutuskanVerifikasi"] == {"keadaan": "MEMENUHI_SYARAT"}


async def test_special_needs_are_given_as_a_variable_only(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, unit_, _ = await server.db.write(siapkan)
    p = await server.db.write(disusun, siapa, unit_)
    literal = f'mutation {{ paksiIsiApl01(permohonan: "{p}", setuju: true, kebutuhanKhusus: "Kursi roda") {{ __typename }} }}'
    sebelum = await potret(server.db)
    jawab = await server.ask(literal, aktor=diri(siapa))
    assert [e["extensions"]["kode"] for e in jawab.errors] == ["PERMINTAAN_TIDAK_SAH"]
    assert await potret(server.db) == sebelum


async def test_a_file_that_is_refused_leaves_nothing_behind(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, unit_, (lain, *_) = await server.db.write(siapkan)
    saya = diri(siapa)
    p = await server.db.write(disusun, siapa, unit_)
    setelan = (
        f'mutation {{ aturPlugin(wilayah: "{PONTIANAK}", plugin: "paksi", setelan: {{dokumen_maks_mb: 1}})'
        " { __typename } }"
    )
    assert (await server.ask(setelan, aktor=aktor_uji("inti:plugin"))).errors == []
    baik = await server.unggah(saya, PDF)
    palsu = await server.unggah(saya, b"bukan pdf\n", nama="ktp.pdf")
    besar = await server.unggah(saya, b"%PDF-1.7\n" + b"x" * 1024 * 1024 + b"\n%%EOF\n", nama="besar.pdf")
    milik_lain = await server.unggah(diri(lain), PDF)
    sebelum = (await potret(server.db), await isi(server.db, "berkas", "id"))
    for butir, unggahan, kode in (
        ("EKTP", palsu, "JENIS_BERKAS_DITOLAK"),
        ("EKTP", besar, "BERKAS_TERLALU_BESAR"),
        ("EKTP", milik_lain, "TIDAK_DITEMUKAN"),
        ("EKTP", uuid.uuid4(), "TIDAK_DITEMUKAN"),
        ("PASPOR", baik, "TIDAK_DITEMUKAN"),
        ("ELEARNING", baik, "BUKAN_DOKUMEN"),
    ):
        with pytest.raises(GalatDomain) as salah:
            await server.db.write(lampirkan_dokumen, saya, permohonan_id=p, butir=butir, unggahan=unggahan)
        assert salah.value.kode == kode, (butir, kode)
    tiada = await server.ask(HAPUS, aktor=saya, p=str(p), b="EKTP")
    assert tiada.hasil["paksiHapusDokumen"]["kode"] == "TIDAK_DITEMUKAN"
    assert (await potret(server.db), await isi(server.db, "berkas", "id")) == sebelum
    await server.db.write(lampirkan_dokumen, saya, permohonan_id=p, butir="EKTP", unggahan=baik)
    baru = await server.unggah(saya, PDF + b"%%EOF\n")
    await server.db.write(lampirkan_dokumen, saya, permohonan_id=p, butir="EKTP", unggahan=baru)
    assert len(await isi(server.db, "berkas", "id")) == 1
    kosong = await server.ask(HAPUS, aktor=saya, p=str(p), b="EKTP")
    assert kosong.hasil["paksiHapusDokumen"] == {"dokumen": []}
    assert await isi(server.db, "berkas", "id") == []
    kurang = (await server.ask(AJUKAN, aktor=saya, p=str(p))).hasil["paksiAjukanPermohonan"]
    assert kurang["kode"] == "BELUM_LENGKAP"
    assert "dahulu: Berkas EKTP. " in kurang["pesan"]


async def test_ids_that_are_none_are_refused_as_unknown(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, unit_, _ = await server.db.write(siapkan)
    p = await server.db.write(disusun, siapa, unit_)
    saya = diri(siapa)
    isian = {"skema": "PAKSI_PERTAMA", "lembaga": LSP, "jenis": "PERPANJANGAN", "dariSertifikat": "bukan"}
    jawab = await server.ask(BUAT, aktor=saya, o=str(siapa), i=isian)
    assert jawab.hasil["paksiBuatPermohonan"]["letak"] == ["dariSertifikat"]
    jawaban = [{"unit": "bukan", "kompeten": True, "bukti": "Ada"}]
    jawab = await server.ask(APL02, aktor=saya, p=str(p), j=jawaban)
    assert jawab.hasil["paksiJawabApl02"] == {
        "kode": "TIDAK_DITEMUKAN",
        "pesan": jawab.hasil["paksiJawabApl02"]["pesan"],
        "letak": ["jawaban", "0", "unit"],
    }
    assert (await server.ask(AJUKAN, aktor=saya, p="bukan")).hasil["paksiAjukanPermohonan"]["kode"] == (
        "TIDAK_DITEMUKAN"
    )
    assert (await server.ask(LIHAT, aktor=saya, p="bukan")).hasil == {"paksiPermohonan": None}
    daftar = "query($o: ID) { paksiDaftarPermohonan(orang: $o) { totalCount } }"
    for orang_, banyak in ((str(siapa), 1), ("bukan", 0), (str(uuid.uuid4()), 0), (None, 1)):
        hasil = (await server.ask(daftar, aktor=saya, o=orang_)).hasil
        assert hasil == {"paksiDaftarPermohonan": {"totalCount": banyak}}, orang_


async def test_a_list_is_narrowed_and_fifty_cost_as_many_statements_as_one(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    await server.db.write(syarat)
    unit_ = await server.db.write(unit)
    for ke in range(4):
        siapa = await server.db.write(calon)
        await server.db.write(diajukan if ke % 2 else disusun, siapa, unit_)
    pemda = aktor_uji("paksi:mohon", wilayah=PONTIANAK)
    satu = await server.ask(DAFTAR, aktor=pemda, n=1)
    banyak = await server.ask(DAFTAR, aktor=pemda, n=50)
    nomor = [e["node"]["nomor"][-3:] for e in banyak.hasil["paksiDaftarPermohonan"]["edges"]]
    assert nomor == ["004", "003", "002", "001"]
    assert len(satu.pernyataan) == len(banyak.pernyataan)
    saring = """query($w: String, $l: String, $k: [PaksiKeadaanPermohonan!]) {
        paksiDaftarPermohonan(wilayah: $w, lembaga: $l, keadaan: $k) { totalCount } }"""
    for variabel, ada in (
        ({"w": "61"}, 4),
        ({"w": "61.01"}, 0),
        ({"l": LSP}, 4),
        ({"l": "lsp-lain"}, 0),
        ({"k": ["DIAJUKAN"]}, 2),
        ({"k": ["DRAF", "DIAJUKAN"]}, 4),
    ):
        hasil = (await server.ask(saring, aktor=pemda, variables=variabel)).hasil
        assert hasil == {"paksiDaftarPermohonan": {"totalCount": ada}}, variabel
    lsp = aktor_uji("paksi:jadwal", lembaga=LSP)
    hasil = (await server.ask(saring, aktor=lsp, variables={})).hasil
    assert hasil == {"paksiDaftarPermohonan": {"totalCount": 2}}
