"""Activity reports: who writes, documents, verifies and sees them, and that each stands here once. All made up."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.kegiatan import acuan, berkas, service
from forum_paksi.kegiatan.rules import BidangApi, JenisKegiatan, KeadaanKegiatan, Putusan, SegiApi
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import Aktor, Database, Ditolak, GalatDomain, bebas_jejak
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, dasar, isi, potret, tabel
from tests.paksi.bahan import orang as buat_orang
from tests.paksi.bahan_himpunan import pegawai
from tests.paksi.bahan_kegiatan import (
    FOTO,
    ISIAN,
    akun,
    besok,
    diajukan,
    foto,
    kabar,
    kegiatan,
    permohonan,
    sertifikat,
)

GALAT = "... on Galat { kode letak }"
ISI = {
    "lembaga": LSP,
    "jenis": "PENYULUHAN",
    "nama": ISIAN.nama,
    "ruangLingkup": ISIAN.ruang_lingkup,
    "sasaran": ISIAN.sasaran,
    "tujuan": ISIAN.tujuan,
    "deskripsi": ISIAN.deskripsi,
    "tempat": ISIAN.tempat,
    "tempatWilayah": PONTIANAK,
    "mulai": "2025-03-03",
    "selesai": "2025-03-04",
    "jumlahPeserta": 40,
}
CATAT = f"""mutation($o: ID!, $i: PaksiKegiatanIsian!) {{ paksiCatatKegiatan(orang: $o, isian: $i) {{
    ... on PaksiKegiatan {{ id keadaan }} {GALAT} }} }}"""
UBAH = f"""mutation($k: ID!, $i: PaksiKegiatanIsian!) {{ paksiUbahKegiatan(kegiatan: $k, isian: $i) {{
    ... on PaksiKegiatan {{ nama keadaan }} {GALAT} }} }}"""
LAMPIRKAN = f"""mutation($k: ID!, $u: ID!) {{ paksiLampirkanBuktiKegiatan(kegiatan: $k, unggahan: $u) {{
    ... on PaksiKegiatan {{ bukti {{ id nama media }} }} {GALAT} }} }}"""
LEPAS = f"""mutation($k: ID!, $b: ID!) {{ paksiLepasBuktiKegiatan(kegiatan: $k, berkas: $b) {{
    ... on PaksiKegiatan {{ bukti {{ id }} }} {GALAT} }} }}"""
AJUKAN = f"""mutation($k: ID!) {{ paksiAjukanKegiatan(kegiatan: $k) {{
    ... on PaksiKegiatan {{ keadaan }} {GALAT} }} }}"""
HAPUS = f"""mutation($k: ID!) {{ paksiHapusKegiatan(kegiatan: $k) {{
    ... on PaksiKegiatanDihapus {{ id }} {GALAT} }} }}"""
PERIKSA = f"""mutation($k: ID!, $p: PaksiPutusanKegiatan!, $c: String) {{
    paksiPeriksaKegiatan(kegiatan: $k, putusan: $p, catatan: $c) {{
    ... on PaksiKegiatan {{ keadaan catatan }} {GALAT} }} }}"""
SASARAN = f"""mutation($r: String!, $s: [String!]!) {{ paksiTetapkanSasaran(ruangLingkup: $r, sasaran: $s, sumber: "SK Uji") {{
    ... on PaksiSasaran {{ ruangLingkup sasaran sumber }} {GALAT} }} }}"""
JENIS = f"""mutation($h: Boolean!) {{ paksiTetapkanJenisKegiatan(jenis: API, skema: API, hanyaPemegang: $h, sumber: "SK Uji") {{
    ... on PaksiJenisDiterima {{ jenis skema hanyaPemegang sumber }} {GALAT} }} }}"""
LIHAT = "query($k: ID!) { paksiKegiatan(id: $k) { id } }"
TAUTAN = "mutation($id: ID!) { tautanBerkas(id: $id) { ... on Tautan { alamat } ... on Galat { kode } } }"


async def minta(server: ServerUji, dokumen: str, aktor: Aktor, **nilai: Any) -> Any:
    (hasil,) = (await server.ask(dokumen, aktor=aktor, variables=nilai)).hasil.values()
    return hasil


async def ditolak(server: ServerUji, dokumen: str, aktor: Aktor, **nilai: Any) -> list[str]:
    jawab = await server.ask(dokumen, aktor=aktor, variables=nilai)
    return [e["extensions"]["kode"] for e in jawab.errors]


async def siapkan(server: ServerUji) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    """A penyuluh of an office, another verifier, and the office."""
    await server.db.write(dasar, aktif=())
    ((siapa, pemeriksa),) = [await server.db.write(pegawai, PONTIANAK, 2)]
    ((opd,),) = await isi(server.db, "orang", "perangkat_daerah_id", id=siapa)
    return siapa, pemeriksa, opd


def pemeriksa_lsp(orang_id: uuid.UUID | None, lembaga: str = LSP) -> Aktor:
    return aktor_uji("paksi:periksa_kegiatan", lembaga=lembaga, orang_id=orang_id)


async def test_a_report_is_written_documented_sent_back_revised_and_accepted(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    siapa, pemeriksa, _ = await siapkan(server)
    akun_id = await server.db.write(akun, siapa)
    diri, lsp = replace(kegiatan(siapa), akun_id=akun_id), pemeriksa_lsp(pemeriksa)
    draf = await minta(server, CATAT, diri, o=str(siapa), i=ISI)
    assert draf["keadaan"] == "DRAF"
    k = draf["id"]
    assert await minta(server, LIHAT, lsp, k=k) is None, "the LSP doesn't know of drafts"
    assert (await minta(server, AJUKAN, diri, k=k))["kode"] == "BELUM_LENGKAP"
    unggahan = await server.unggah(diri, FOTO, nama="Foto Kegiatan.jpg")
    (bukti,) = (await minta(server, LAMPIRKAN, diri, k=k, u=str(unggahan)))["bukti"]
    assert (bukti["nama"], bukti["media"]) == ("Foto Kegiatan.jpg", "image/jpeg")
    assert await minta(server, AJUKAN, diri, k=k) == {"keadaan": "BELUM"}
    assert (await minta(server, UBAH, diri, k=k, i=ISI))["kode"] == "KEADAAN_TIDAK_SESUAI"
    assert (await minta(server, PERIKSA, lsp, k=k, p="PERLU_REVISI"))["kode"] == "WAJIB_DIISI"
    kembali = await minta(server, PERIKSA, lsp, k=k, p="PERLU_REVISI", c="Sebut hasilnya.")
    assert kembali == {"keadaan": "PERLU_REVISI", "catatan": "Sebut hasilnya."}
    revisi = await minta(server, UBAH, diri, k=k, i=ISI | {"hasil": "Komitmen siswa"})
    assert revisi["keadaan"] == "PERLU_REVISI"
    assert await minta(server, AJUKAN, diri, k=k) == {"keadaan": "SUDAH_REVISI"}
    assert await minta(server, PERIKSA, lsp, k=k, p="DITERIMA") == {"keadaan": "DITERIMA", "catatan": None}
    tautan = await minta(server, TAUTAN, diri, id=bukti["id"])
    assert (await server.unduh(tautan["alamat"], aktor=diri))[1] == FOTO
    assert await kabar(server, akun_id, "putusan") == ["DITERIMA", "PERLU_REVISI"]
    sebelum = await potret(server.db)
    for dokumen, siapa_lagi, nilai in (
        (UBAH, diri, {"i": ISI}),
        (HAPUS, diri, {}),
        (AJUKAN, diri, {}),
        (LEPAS, diri, {"b": bukti["id"]}),
        (LAMPIRKAN, diri, {"u": str(await server.unggah(diri, foto("2")))}),
        (PERIKSA, lsp, {"p": "DITOLAK", "c": "Terlambat"}),
    ):
        jawab = await minta(server, dokumen, siapa_lagi, k=k, **nilai)
        assert jawab == {"kode": "KEADAAN_TIDAK_SESUAI", "letak": []}, "an accepted report can't change"
    assert await potret(server.db) == sebelum


async def test_who_may_do_what_with_a_report(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, pemeriksa, opd = await siapkan(server)
    k = str(await diajukan(server, siapa))
    ((gambar,),) = await isi(server.db, "paksi_kegiatan_berkas", "berkas_id")
    lain = (await server.db.write(pegawai, "61.01", 1))[0]
    actors: list[tuple[str, Aktor, str, str, bool]] = [
        # who, actor, changing it, verifying it, seeing it: "boleh", "tiada" (TIDAK_DITEMUKAN), "tolak" (DITOLAK)
        ("penyuluhnya", kegiatan(siapa), "boleh", "tolak", True),
        ("orang lain", kegiatan(pemeriksa), "tolak", "tolak", False),
        ("operator OPD-nya", aktor_uji("paksi:kegiatan", perangkat_daerah=opd), "boleh", "tolak", True),
        (
            "operator OPD lain",
            aktor_uji("paksi:kegiatan", perangkat_daerah=uuid.uuid4()),
            "tiada",
            "tolak",
            False,
        ),
        ("operator pemda", aktor_uji("paksi:kegiatan", wilayah=PONTIANAK), "boleh", "tolak", True),
        ("operator pemda lain", aktor_uji("paksi:kegiatan", wilayah="61.01"), "tiada", "tolak", False),
        ("pelihat provinsi", aktor_uji("paksi:lihat", wilayah="61"), "tolak", "tolak", True),
        ("pelihat provinsi lain", aktor_uji("paksi:lihat", wilayah="62"), "tolak", "tolak", False),
        ("pemeriksa LSP", pemeriksa_lsp(pemeriksa), "tolak", "boleh", True),
        ("pemeriksa LSP lain", pemeriksa_lsp(pemeriksa, "lsp-lain"), "tolak", "tiada", False),
        ("verifikator LSP", aktor_uji("paksi:verifikasi", lembaga=LSP), "tolak", "tolak", True),
        (
            "asesor tanpa tugas",
            aktor_uji("paksi:asesmen", lembaga=LSP, orang_id=lain),
            "tolak",
            "tolak",
            False,
        ),
        ("akun tanpa peran", replace(aktor_uji(), hibah=()), "tolak", "tolak", False),
        ("tanpa akun", Aktor.anonim(), "tolak", "tolak", False),
    ]
    sebelum = await potret(server.db)
    for nama, aktor, mengubah, memeriksa, melihat in actors:
        for dokumen, nilai, harap in (
            (UBAH, {"k": k, "i": ISI}, mengubah),
            (AJUKAN, {"k": k}, mengubah),
            (HAPUS, {"k": k}, mengubah),
            (LEPAS, {"k": k, "b": str(gambar)}, mengubah),
            (LAMPIRKAN, {"k": k, "u": str(uuid.uuid4())}, mengubah),
            (PERIKSA, {"k": k, "p": "PERLU_REVISI", "c": ""}, memeriksa),
            (CATAT, {"o": str(siapa), "i": ISI | {"mulai": "2025-03-05"}}, mengubah),
        ):
            if harap == "tolak":
                assert await ditolak(server, dokumen, aktor, **nilai) == ["DITOLAK"], (nama, dokumen)
                continue
            jawab = await minta(server, dokumen, aktor, **nilai)
            # Whoever may is refused by the state or by what is written, never by who they are.
            sah = {"KEADAAN_TIDAK_SESUAI", "WAJIB_DIISI", "TANGGAL_TIDAK_SAH"}
            assert (jawab["kode"] in sah) == (harap == "boleh"), (nama, dokumen, jawab)
            assert harap == "boleh" or jawab["kode"] == "TIDAK_DITEMUKAN", (nama, dokumen)
        if not aktor.masuk:
            assert await ditolak(server, LIHAT, aktor, k=k) == ["DITOLAK"]
            continue
        assert (await minta(server, LIHAT, aktor, k=k) is not None) == melihat, nama
        daftar = (await server.ask("{ paksiDaftarKegiatan { edges { node { id } } } }", aktor=aktor)).hasil
        assert len(daftar["paksiDaftarKegiatan"]["edges"]) == int(melihat), nama
        assert await potret(server.db) == sebelum, nama
        tautan = await minta(server, TAUTAN, aktor, id=str(gambar))
        assert ("alamat" in tautan) == melihat, nama
        sebelum = await potret(server.db)
    for dokumen, nilai in ((SASARAN, {"r": "Desa", "s": ["Perangkat desa"]}), (JENIS, {"h": False})):
        assert await ditolak(server, dokumen, actors[0][1], **nilai) == ["DITOLAK"]
        wilayah = aktor_uji("paksi:acuan", wilayah="61")
        assert (await minta(server, dokumen, wilayah, **nilai))["kode"] == "TIDAK_DITEMUKAN"
    assert await potret(server.db) == sebelum


async def test_an_asesor_sees_what_the_applications_of_their_asesi_count_and_nothing_else(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    siapa, asesor, _ = await siapkan(server)
    terpakai, lain = await diajukan(server, siapa), await diajukan(server, siapa, nama="Lain")
    await server.db.write(permohonan, siapa, asesor=asesor, memakai=terpakai)
    for aktor, terlihat in (
        (aktor_uji("paksi:asesmen", lembaga=LSP, orang_id=asesor), True),
        (aktor_uji("paksi:asesmen", lembaga="lsp-lain", orang_id=asesor), False),
        (aktor_uji("paksi:asesmen", lembaga=LSP, orang_id=uuid.uuid4()), False),
        (kegiatan(asesor), False),
    ):
        assert (await minta(server, LIHAT, aktor, k=str(terpakai)) is not None) == terlihat
        assert await minta(server, LIHAT, aktor, k=str(lain)) is None


async def test_nobody_verifies_their_own_report_and_an_account_of_nobody_verifies_none(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    siapa, pemeriksa, _ = await siapkan(server)
    k = await diajukan(server, siapa)
    sebelum = await potret(server.db)
    for aktor, kode in ((pemeriksa_lsp(siapa), "LAPORAN_SENDIRI"), (pemeriksa_lsp(None), "AKUN_TANPA_ORANG")):
        jawab = await minta(server, PERIKSA, aktor, k=str(k), p="DITERIMA")
        assert jawab == {"kode": kode, "letak": []}
    assert await potret(server.db) == sebelum

    def paksa(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        t = tabel("paksi_kegiatan")
        session.execute(update(t).where(t.c.id == k).values(pemeriksa_orang_id=siapa))

    with pytest.raises(IntegrityError):
        await server.db.write(paksa)
    assert await minta(server, PERIKSA, pemeriksa_lsp(pemeriksa), k=str(k), p="DITERIMA") == {
        "keadaan": "DITERIMA",
        "catatan": None,
    }


async def test_the_same_activity_stands_here_once_until_it_is_refused(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, pemeriksa, _ = await siapkan(server)
    diri = kegiatan(siapa)
    k = await diajukan(server, siapa)
    sama = ISI | {"nama": "  SEMBILAN nilai, di SMP-Contoh "}
    sebelum = await potret(server.db)
    ganda = {"kode": "KEGIATAN_GANDA", "letak": ["nama"]}
    assert await minta(server, CATAT, diri, o=str(siapa), i=sama) == ganda
    assert await potret(server.db) == sebelum
    lain = (await minta(server, CATAT, diri, o=str(siapa), i=sama | {"nama": "Lain"}))["id"]
    sebelum = await potret(server.db)
    assert await minta(server, UBAH, diri, k=lain, i=sama) == ganda
    assert await potret(server.db) == sebelum
    assert "kode" not in await minta(server, CATAT, kegiatan(pemeriksa), o=str(pemeriksa), i=sama)
    await minta(server, PERIKSA, pemeriksa_lsp(pemeriksa), k=str(k), p="DITOLAK", c="Bukan penyuluhan")
    hasil = await asyncio.gather(
        *(
            server.db.write(
                service.catat_kegiatan, diri, orang_id=siapa, isian=replace(ISIAN, tujuan=f"Tujuan {n}")
            )
            for n in range(4)
        ),
        return_exceptions=True,
    )
    gagal = [h for h in hasil if isinstance(h, GalatDomain)]
    assert [g.kode for g in gagal] == ["KEGIATAN_GANDA"] * 3
    assert (
        len(
            await isi(
                server.db, "paksi_kegiatan", "id", orang_id=siapa, nama_cari="sembilan nilai di smp contoh"
            )
        )
        == 2
    )


async def test_one_of_two_decisions_at_once_holds(db: Database) -> None:
    await db.write(dasar)
    siapa, satu, dua = await db.write(buat_orang, 3)
    k = await db.write(service.catat_kegiatan, kegiatan(siapa), orang_id=siapa, isian=ISIAN)
    await db.write(_set, k, KeadaanKegiatan.BELUM)
    putusan = [(satu, Putusan.DITERIMA), (dua, Putusan.DITOLAK)] * 2
    hasil = await asyncio.gather(
        *(
            db.write(service.periksa_kegiatan, pemeriksa_lsp(o), kegiatan_id=k, putusan=p, catatan="Alasan")
            for o, p in putusan
        ),
        return_exceptions=True,
    )
    assert sum(h == k for h in hasil) == 1
    assert {h.kode for h in hasil if isinstance(h, GalatDomain)} == {"KEADAAN_TIDAK_SESUAI"}
    menang = putusan[hasil.index(k)]
    ((keadaan, pemeriksa),) = await isi(db, "paksi_kegiatan", "keadaan", "pemeriksa_orang_id")
    assert (keadaan.value, pemeriksa) == (menang[1].value, menang[0])


def _set(session: Session, kegiatan_id: uuid.UUID, keadaan: KeadaanKegiatan) -> None:
    bebas_jejak(session, "a test's own data")
    t = tabel("paksi_kegiatan")
    session.execute(update(t).where(t.c.id == kegiatan_id).values(keadaan=keadaan))


async def test_bad_input_writes_nothing_and_leaves_no_file(graphql_with: GraphQLWith, db: Database) -> None:
    server = await graphql_with("paksi", aktif={})
    await db.write(dasar, aktif=(PONTIANAK,))
    setelan = f'mutation {{ aturPlugin(wilayah: "{PONTIANAK}", plugin: "paksi", setelan: {{bukti_maks_mb: 1, bukti_kegiatan_maks: 1}}) {{ __typename }} }}'
    assert (await server.ask(setelan, aktor=aktor_uji("inti:plugin"))).errors == []
    (siapa,), (jauh,) = await db.write(buat_orang), await db.write(lambda s: buat_orang(s, wilayah="61.01"))
    diri = kegiatan(siapa)
    k = await db.write(service.catat_kegiatan, diri, orang_id=siapa, isian=ISIAN)
    await db.write(_lembaga, jauh_id := uuid.uuid4())
    esok = await db.write(besok, 2)
    teks = await server.unggah(diri, b"bukan foto sama sekali\n", nama="foto.jpg")
    besar = await server.unggah(diri, b"%PDF-1.7\n" + b"x" * 1024 * 1024 + b"\n%%EOF\n", nama="bukti.pdf")
    orang_lain = await server.unggah(kegiatan(jauh), FOTO)
    sebelum = await potret(db)
    for o, isian, kode in (
        (siapa, replace(ISIAN, selesai=ISIAN.mulai - timedelta(1)), "TANGGAL_TIDAK_SAH"),
        (siapa, replace(ISIAN, mulai=esok, selesai=esok), "TANGGAL_TIDAK_SAH"),
        (siapa, replace(ISIAN, lembaga="tiada"), "TIDAK_DITEMUKAN"),
        (siapa, replace(ISIAN, lembaga="badan-uji"), "BUKAN_LSP"),
        (siapa, replace(ISIAN, tempat_wilayah="99.99"), "TIDAK_DITEMUKAN"),
        (siapa, replace(ISIAN, nama=" "), "WAJIB_DIISI"),
        (uuid.uuid4(), ISIAN, "TIDAK_DITEMUKAN"),
        (jauh, ISIAN, "PLUGIN_TIDAK_AKTIF"),
        (jauh_id, ISIAN, "ORANG_TANPA_WILAYAH"),
    ):
        with pytest.raises(GalatDomain) as salah:
            await db.write(service.catat_kegiatan, aktor_uji("paksi:kegiatan"), orang_id=o, isian=isian)
        assert salah.value.kode == kode, isian
    for u, kode in (
        (teks, "JENIS_BERKAS_DITOLAK"),
        (besar, "BERKAS_TERLALU_BESAR"),
        (orang_lain, "TIDAK_DITEMUKAN"),
        (uuid.uuid4(), "TIDAK_DITEMUKAN"),
    ):
        with pytest.raises(GalatDomain) as salah:
            await db.write(berkas.lampirkan_bukti, diri, kegiatan_id=k, unggahan=u)
        assert salah.value.kode == kode
    with pytest.raises(Ditolak):
        await db.write(service.catat_kegiatan, diri, orang_id=jauh, isian=ISIAN)
    assert await potret(db) == sebelum
    assert await isi(db, "berkas", "id") == []
    tiga = [await server.unggah(diri, foto(str(n))) for n in range(3)]
    hasil = await asyncio.gather(
        *(db.write(berkas.lampirkan_bukti, diri, kegiatan_id=k, unggahan=u) for u in tiga),
        return_exceptions=True,
    )
    assert sorted(h.kode for h in hasil if isinstance(h, GalatDomain)) == ["BUKTI_PENUH"] * 2
    assert len(await isi(db, "berkas", "id")) == 1
    for buruk in ("bukan", str(uuid.uuid4())):
        assert (await minta(server, LEPAS, diri, k=str(k), b=buruk))["kode"] == "TIDAK_DITEMUKAN"


def _lembaga(session: Session, id_: uuid.UUID) -> None:
    bebas_jejak(session, "a test's own data")
    session.execute(
        insert(tabel("orang")).values(
            id=id_, nama="Contoh L", nama_cari="contoh l", kepegawaian="NON_ASN", lembaga_kode=LSP
        )
    )


async def test_a_draft_goes_with_its_files_and_a_file_can_be_taken_off(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, _, _ = await siapkan(server)
    diri = kegiatan(siapa)
    k = (await minta(server, CATAT, diri, o=str(siapa), i=ISI))["id"]
    for n in range(2):
        await minta(server, LAMPIRKAN, diri, k=k, u=str(await server.unggah(diri, foto(str(n)))))
    satu, dua = (r[0] for r in await isi(server.db, "paksi_kegiatan_berkas", "berkas_id"))
    assert await minta(server, LEPAS, diri, k=k, b=str(satu)) == {"bukti": [{"id": str(dua)}]}
    assert await isi(server.db, "berkas", "id") == [(dua,)]
    assert await minta(server, HAPUS, diri, k=k) == {"id": k}
    for nama in ("paksi_kegiatan", "paksi_kegiatan_berkas", "berkas"):
        assert (await server.db.all(select(tabel(nama)))) == []
    assert (await minta(server, HAPUS, aktor_uji("paksi:kegiatan"), k=k))["kode"] == "TIDAK_DITEMUKAN"


async def test_audiences_come_from_a_list_where_there_is_one(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, _, _ = await siapkan(server)
    diri, acu = kegiatan(siapa), aktor_uji("paksi:acuan")
    daftar = await minta(server, SASARAN, acu, r="Pendidikan", s=["Guru", "Siswa  SMP"])
    assert daftar == {"ruangLingkup": "Pendidikan", "sasaran": ["Guru", "Siswa  SMP"], "sumber": "SK Uji"}
    sebelum = await potret(server.db)
    for buruk, letak in ((["Guru", "guru!"], "1"), (["Guru", " "], "1")):
        jawab = await minta(server, SASARAN, acu, r="Pendidikan", s=buruk)
        assert jawab["letak"] == ["sasaran", letak]
    jawab = await minta(
        server, CATAT, diri, o=str(siapa), i=ISI | {"sasaran": "Pegawai", "ruangLingkup": "pendidikan"}
    )
    assert jawab == {"kode": "SASARAN_TIDAK_ADA", "letak": ["sasaran"]}
    assert await potret(server.db) == sebelum
    satu = await minta(server, CATAT, diri, o=str(siapa), i=ISI | {"sasaran": "siswa smp"})
    bebas = await minta(server, CATAT, diri, o=str(siapa), i=ISI | {"nama": "Desa", "ruangLingkup": "Desa"})
    tersimpan = dict(await isi(server.db, "paksi_kegiatan", "ruang_lingkup", "sasaran"))
    assert tersimpan == {"Pendidikan": "Siswa  SMP", "Desa": "Siswa SMP"}
    assert {satu["keadaan"], bebas["keadaan"]} == {"DRAF"}
    await minta(server, SASARAN, acu, r="pendidikan", s=[])
    assert (await server.ask("{ paksiDaftarSasaran { ruangLingkup } }", aktor=diri)).hasil == {
        "paksiDaftarSasaran": []
    }
    lagi = await minta(server, CATAT, diri, o=str(siapa), i=ISI | {"nama": "Lagi", "sasaran": "Pegawai"})
    assert lagi["keadaan"] == "DRAF"


async def test_a_kind_may_be_for_holders_and_candidates_of_its_scheme_only(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, pemegang, _ = await siapkan(server)
    acu = aktor_uji("paksi:acuan")
    bawaan = (await server.ask("{ paksiDaftarJenisKegiatan { jenis skema hanyaPemegang } }", aktor=acu)).hasil
    assert {(j["jenis"], j["skema"]) for j in bawaan["paksiDaftarJenisKegiatan"]} == {
        (j.value, "API" if j is JenisKegiatan.API else "PAKSI") for j in JenisKegiatan
    }
    assert not any(j["hanyaPemegang"] for j in bawaan["paksiDaftarJenisKegiatan"])
    api = replace(ISIAN, jenis=JenisKegiatan.API, bidang=BidangApi.KEPATUHAN, segi=SegiApi.MONEV)
    await server.db.write(service.catat_kegiatan, kegiatan(siapa), orang_id=siapa, isian=api)
    assert (await minta(server, JENIS, acu, h=True))["hanyaPemegang"] is True
    await server.db.write(sertifikat, siapa, skema="PAKSI_PERTAMA")
    lagi = replace(api, nama="Kedua")
    sebelum = await potret(server.db)
    with pytest.raises(GalatDomain) as salah:
        await server.db.write(service.catat_kegiatan, kegiatan(siapa), orang_id=siapa, isian=lagi)
    assert salah.value.kode == "JENIS_BUKAN_SKEMANYA"
    assert await potret(server.db) == sebelum
    await server.db.write(sertifikat, pemegang, skema="API")
    await server.db.write(service.catat_kegiatan, kegiatan(pemegang), orang_id=pemegang, isian=lagi)
    await server.db.write(permohonan, siapa, skema="API", keadaan="MUNDUR")
    with pytest.raises(GalatDomain) as salah:
        await server.db.write(service.catat_kegiatan, kegiatan(siapa), orang_id=siapa, isian=lagi)
    assert salah.value.kode == "JENIS_BUKAN_SKEMANYA"
    await server.db.write(permohonan, siapa, skema="API")
    await server.db.write(service.catat_kegiatan, kegiatan(siapa), orang_id=siapa, isian=lagi)

    def isi_lagi(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        acuan.isi_jenis(session)

    await server.db.write(isi_lagi)
    j = tabel("paksi_kegiatan_jenis")
    assert await server.db.all(select(j.c.jenis_skema, j.c.hanya_pemegang).where(j.c.jenis == "API")) == [
        (JenisSkema.API, True)
    ], "shipping again takes back nothing"


async def test_lists_are_filtered_paged_and_cost_the_same_for_one_and_for_many(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    siapa, lain, opd = await siapkan(server)
    for n in range(3):
        await diajukan(
            server, siapa, nama=f"Kegiatan {n}", mulai=ISIAN.mulai - timedelta(n), tempat_wilayah=PONTIANAK
        )
    await server.db.write(
        service.catat_kegiatan, SISTEM, orang_id=lain, isian=replace(ISIAN, jenis=JenisKegiatan.MONEV)
    )
    operator = aktor_uji("paksi:kegiatan", "inti:orang", wilayah="61")
    dokumen = """query($n: Int!, $w: String, $l: String, $o: ID, $j: [PaksiJenisKegiatan!], $k: [PaksiKeadaanKegiatan!],
      $d: Date, $s: Date, $a: String) { paksiDaftarKegiatan(first: $n, wilayah: $w, lembaga: $l, orang: $o, jenis: $j, keadaan: $k,
      dari: $d, sampai: $s, after: $a) { pageInfo { hasNextPage endCursor } edges { node { nama mulai orang { id } lembaga { kode }
      wilayah { kode } perangkatDaerah { id } tempatWilayah { kode } bukti { id } permintaanPenyuluh { id } } } } }"""

    async def nama(**nilai: Any) -> list[str]:
        jawab = await server.ask(dokumen, aktor=operator, variables={"n": 10, **nilai})
        return [e["node"]["nama"] for e in jawab.hasil["paksiDaftarKegiatan"]["edges"]]

    semua = ["Kegiatan 0", "Kegiatan 1", "Kegiatan 2"]
    assert sorted(await nama()) == sorted([*semua, ISIAN.nama])
    assert await nama(o=str(siapa)) == semua
    assert await nama(k=["BELUM"], w=PONTIANAK, l=LSP) == semua
    assert await nama(j=["MONEV"]) == [ISIAN.nama]
    assert await nama(l="lsp-lain") == await nama(w="62") == []
    assert await nama(o=str(siapa), d="2025-03-02") == semua[:2]
    assert await nama(o=str(siapa), s="2025-03-01") == semua[2:]
    satu = await server.ask(dokumen, aktor=operator, variables={"n": 1, "o": str(siapa)})
    halaman = satu.hasil["paksiDaftarKegiatan"]["pageInfo"]
    banyak = await server.ask(dokumen, aktor=operator, variables={"n": 50, "o": str(siapa)})
    assert len(satu.pernyataan) == len(banyak.pernyataan)
    lanjut = await server.ask(
        dokumen, aktor=operator, variables={"n": 5, "o": str(siapa), "a": halaman["endCursor"]}
    )
    assert [e["node"]["nama"] for e in lanjut.hasil["paksiDaftarKegiatan"]["edges"]] == semua[1:]
    per_orang = """query($n: Int!) { daftarOrang(wilayah: "61.71", first: $n) { edges { node {
      paksiKegiatan(first: 2) { edges { node { nama } } } } } } }"""
    satu = await server.ask(per_orang, aktor=operator, n=1)
    banyak = await server.ask(per_orang, aktor=operator, n=50)
    assert len(satu.pernyataan) == len(banyak.pernyataan)
    isinya = [e["node"]["paksiKegiatan"]["edges"] for e in banyak.hasil["daftarOrang"]["edges"]]
    assert sorted(len(x) for x in isinya) == [1, 2]
    assert opd
