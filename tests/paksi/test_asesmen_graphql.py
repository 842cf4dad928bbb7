"""From the asesor's task to the certificate through GraphQL: at each step everybody who may not take it, and who reads what."""

from __future__ import annotations

import uuid
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from forum_server.plugin import Aktor, Database, Hibah
from forum_server.testing import GraphQLWith, ServerUji
from tests.paksi.bahan import LSP, PONTIANAK, isi
from tests.paksi.bahan_asesmen import (
    IZIN,
    JAUH,
    KINI,
    NASIONAL,
    OPERATOR_LSP,
    PEMDA,
    Dunia,
    besok,
    dunia,
    petugas,
)
from tests.paksi.test_himpunan_graphql import hasil, pelayan
from tests.paksi.test_surat import kop

POKOK = "... on PaksiPermohonan { id keadaan putaran } ... on Galat { kode pesan letak }"
POKOK_PLENO = "... on PaksiPleno { id nomor } ... on Galat { kode pesan letak }"
TUGASKAN = f"mutation($p: ID!, $a: ID!, $t: Date) {{ paksiTugaskanAsesor(permohonan: $p, asesor: $a, tanggal: $t) {{ {POKOK} }} }}"
MULAI = f"mutation($p: ID!) {{ paksiMulaiAsesmen(permohonan: $p) {{ {POKOK} }} }}"
UNIT = f"mutation($p: ID!, $u: [PaksiHasilUnitIsian!]!) {{ paksiCatatHasilUnit(permohonan: $p, unit: $u) {{ {POKOK} }} }}"
REKOMENDASI = f'mutation($p: ID!, $k: PaksiKompetensi!) {{ paksiRekomendasikan(permohonan: $p, rekomendasi: $k, catatan: "Wawancara dan portofolio") {{ {POKOK} }} }}'
BUAT_PLENO = f"mutation($i: PaksiPlenoIsian!) {{ paksiBuatPleno(isian: $i) {{ {POKOK_PLENO} }} }}"
MASUKKAN = (
    f"mutation($n: ID!, $p: ID!) {{ paksiMasukkanPleno(pleno: $n, permohonan: [$p]) {{ {POKOK_PLENO} }} }}"
)
KELUARKAN = f"mutation($p: ID!) {{ paksiKeluarkanDariPleno(permohonan: $p) {{ {POKOK_PLENO} }} }}"
PUTUSKAN = f'mutation($p: ID!, $k: PaksiKompetensi!) {{ paksiPutuskanPleno(permohonan: $p, keputusan: $k, alasan: "Unit 2") {{ {POKOK} }} }}'
TUTUP = f"mutation($n: ID!) {{ paksiTutupPleno(pleno: $n) {{ {POKOK_PLENO} }} }}"
BERITA_ACARA = "mutation($n: ID!) { paksiBuatBeritaAcara(pleno: $n) { ... on Tautan { alamat } ... on Galat { kode pesan letak } } }"
AJUKAN = f'mutation($p: ID!) {{ paksiAjukanBanding(permohonan: $p, alasan: "Bukti terlewat") {{ {POKOK} }} }}'
JAWAB = f'mutation($p: ID!) {{ paksiPutuskanBanding(permohonan: $p, dikabulkan: true, jawaban: "Benar") {{ {POKOK} }} }}'
TERBITKAN = f'mutation($p: ID!, $d: Date!) {{ paksiTerbitkanSertifikat(permohonan: $p, nomor: "S/1", terbit: $d) {{ {POKOK} }} }}'
TIDAK_HADIR = f"mutation($p: ID!) {{ paksiCatatTidakHadir(permohonan: $p) {{ {POKOK} }} }}"
DAFTARKAN = """mutation($l: String!, $o: ID!, $d: Date!) {
    paksiDaftarkanAsesor(lembaga: $l, orang: $o, noMet: "MET.7 2026", sertifikatBerakhir: $d) {
        ... on PaksiAsesor { noMet orang { nama } lembaga { kode } } ... on Galat { kode pesan letak } } }"""
PISAH = """mutation($d: Date!) {
    paksiTetapkanPemisahan(aturan: ASESOR_BUKAN_PELATIH, aktif: true, nilai: 3, berlakuDari: $d, sumber: "Contoh") {
        ... on PaksiAturanPemisahan { aturan aktif nilai berlakuDari sumber } ... on Galat { kode pesan letak } } }"""
BACA = """query($p: ID!) { paksiPermohonan(id: $p) { keadaan rekomendasi
    asesmen { putaran rekomendasi catatan asesor { id } unit { kode hasil metode } permohonan { id } }
    pleno { putaran nomorPleno tanggalPleno keputusan alasan pemutus { id } permohonan { id } }
    banding { putaran alasan dikabulkan jawaban } } }"""
BACA_PLENO = """query($n: ID!) { paksiPleno(id: $n) { nomor tempat lembaga { kode } anggota { nama }
    agenda { keputusan permohonan { id } pemutus { id } } } }"""
TUGAS = "query { paksiTugasAsesmen(belumSelesai: %s) { edges { node { putaran permohonan { id } } } } }"


def semua_pelaku(d: Dunia) -> dict[str, Aktor]:
    """Every kind of actor there is for an application."""
    lain = {f"{b}_lsp_lain": petugas(d.orang[b], i, lembaga="lsp-lain") for b, i in IZIN.items()}
    return {
        "anonim": Aktor.anonim(),
        "pemohon": d.pemohon(0),
        "pemohon_lain": d.pemohon(1),
        "pemda": PEMDA,
        "pemda_lain": _hibah("paksi:mohon", wilayah="61.01"),
        "pelihat": _hibah("paksi:lihat", wilayah=PONTIANAK),
        "nasional": NASIONAL,
        "lsp": OPERATOR_LSP,
        "lsp_lain": _hibah("paksi:jadwal", lembaga="lsp-lain"),
        **{b: d.aktor(b) for b in IZIN},
        **lain,
    }


def _hibah(izin: str, **tempat: str) -> Aktor:
    return Aktor(
        akun_id=uuid.uuid4(),
        orang_id=None,
        nama="uji",
        hibah=(Hibah(peran="uji", izin=frozenset({izin}), **tempat),),  # pyright: ignore[reportArgumentType]
    )


ASESOR = {"asesor"}
SUSUN = {"pemutus", "lsp"}
KISAH: tuple[tuple[str, set[str], set[str], dict[str, Any], tuple[str, int]], ...] = (
    (TUGASKAN, {"lsp"}, {"paksi:jadwal"}, {"a": "asesor"}, ("TERJADWAL", 1)),
    (MULAI, ASESOR, {"paksi:asesmen"}, {}, ("DIASES", 1)),
    (UNIT, ASESOR, {"paksi:asesmen"}, {"u": ("K", "BK")}, ("DIASES", 1)),
    (REKOMENDASI, ASESOR, {"paksi:asesmen"}, {"k": "BK"}, ("DIREKOMENDASIKAN", 1)),
    (BUAT_PLENO, SUSUN, {"paksi:pleno", "paksi:jadwal"}, {"i": "BA/1"}, ("DIREKOMENDASIKAN", 1)),
    (MASUKKAN, SUSUN, {"paksi:pleno", "paksi:jadwal"}, {}, ("PLENO", 1)),
    (KELUARKAN, SUSUN, {"paksi:pleno", "paksi:jadwal"}, {}, ("DIREKOMENDASIKAN", 1)),
    (MASUKKAN, SUSUN, {"paksi:pleno", "paksi:jadwal"}, {}, ("PLENO", 1)),
    (PUTUSKAN, {"pemutus"}, {"paksi:pleno"}, {"k": "BK"}, ("BELUM_KOMPETEN", 1)),
    (TUTUP, SUSUN, {"paksi:pleno", "paksi:jadwal"}, {}, ("BELUM_KOMPETEN", 1)),
    (AJUKAN, {"pemohon", "pemda"}, {"paksi:mohon"}, {}, ("BANDING", 1)),
    (JAWAB, {"hakim"}, {"paksi:banding"}, {}, ("ASESMEN_ULANG", 2)),
    (TUGASKAN, {"lsp"}, {"paksi:jadwal"}, {"a": "asesor_lain", "t": True}, ("ASESMEN_ULANG", 2)),
    (MULAI, {"asesor_lain"}, {"paksi:asesmen"}, {}, ("DIASES", 2)),
    (UNIT, {"asesor_lain"}, {"paksi:asesmen"}, {"u": ("K", "K")}, ("DIASES", 2)),
    (REKOMENDASI, {"asesor_lain"}, {"paksi:asesmen"}, {"k": "K"}, ("DIREKOMENDASIKAN", 2)),
    (BUAT_PLENO, SUSUN, {"paksi:pleno", "paksi:jadwal"}, {"i": "BA/2"}, ("DIREKOMENDASIKAN", 2)),
    (MASUKKAN, SUSUN, {"paksi:pleno", "paksi:jadwal"}, {}, ("PLENO", 2)),
    (PUTUSKAN, {"pemutus"}, {"paksi:pleno"}, {"k": "K"}, ("KOMPETEN", 2)),
    (TERBITKAN, {"penerbit"}, {"paksi:terbitkan"}, {"d": True}, ("SERTIFIKAT_TERBIT", 2)),
)
"""Mutation, who may, the permissions behind it, arguments, and how the application stands afterwards."""


def variabel(d: Dunia, apa: dict[str, Any], pleno: str | None) -> dict[str, Any]:
    """The arguments of a step."""
    isi_: dict[str, Any] = {"p": str(d.permohonan[0]), "n": pleno, **apa}
    if "a" in apa:
        isi_["a"] = str(d.asesor[apa["a"]])
    if "t" in apa:
        isi_["t"] = besok().isoformat()
    if "d" in apa:
        isi_["d"] = KINI.isoformat()
    if "u" in apa:
        isi_["u"] = [
            {"unit": str(u), "hasil": h, "metode": ["LISAN"]} for u, h in zip(d.unit, apa["u"], strict=True)
        ]
    if "i" in apa:
        isi_["i"] = {
            "lembaga": LSP,
            "nomor": apa["i"],
            "tanggal": KINI.isoformat(),
            "tempat": "Ruang sidang",
            "anggota": [str(d.orang["ketua"]), str(d.orang["pemutus"])],
        }
    return isi_


async def tertulis(db: Database) -> list[list[tuple[Any, ...]]]:
    """What any step would change: there is no change without its audit entry."""
    return [
        await isi(db, "jejak", "id"),
        await isi(db, "peristiwa", "id"),
        await isi(db, "paksi_pleno", "id"),
    ]


async def coba(
    server: ServerUji, d: Dunia, dokumen: str, boleh: set[str], izin: set[str], nilai: dict[str, Any]
) -> None:
    """Everybody who may not take this step is refused exactly, and nothing is written."""
    sebelum = await tertulis(server.db)
    for nama, siapa in semua_pelaku(d).items():
        if nama in boleh:
            continue
        jawab = await server.ask(dokumen, aktor=siapa, variables=nilai)
        harap = "TIDAK_DITEMUKAN" if any(siapa.punya(i) for i in izin) else "DITOLAK"
        assert (nama, hasil(jawab)) == (nama, harap), dokumen
    assert await tertulis(server.db) == sebelum


async def test_the_whole_story_with_an_upheld_appeal_and_at_each_step_who_may_not_take_it(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    d = await dunia(db, banyak=2)
    pelaku, pleno = semua_pelaku(d), None
    for dokumen, boleh, izin, apa, (keadaan, putaran) in KISAH:
        semua = variabel(d, apa, pleno)
        nilai = {k: n for k, n in semua.items() if f"${k}:" in dokumen}
        await coba(server, d, dokumen, boleh, izin, nilai)
        jawab = await server.ask(dokumen, aktor=pelaku[min(boleh)], variables=nilai)
        assert hasil(jawab) == "BOLEH", (dokumen, jawab.hasil)
        (isi_jawab,) = jawab.hasil.values()
        if "nomor" in isi_jawab:
            pleno = isi_jawab["id"]
        ((kini, ke),) = await isi(db, "paksi_permohonan", "keadaan", "putaran", id=d.permohonan[0])
        assert (kini.value, ke) == (keadaan, putaran), dokumen
    assert await isi(db, "paksi_sertifikat", "orang_id", "nomor") == [(d.asesi[0], "S/1")]
    await _siapa_membaca_apa(server, d, pelaku)
    assert pleno is not None
    await _pleno_dan_berita_acara(server, d, pelaku, pleno)


async def _siapa_membaca_apa(server: ServerUji, d: Dunia, pelaku: dict[str, Aktor]) -> None:
    p = str(d.permohonan[0])
    dibaca: dict[str, Any] = {}
    for nama, siapa in pelaku.items():
        jawab = await server.ask(BACA, aktor=siapa, p=p)
        dibaca[nama] = None if jawab.errors else jawab.hasil["paksiPermohonan"]
    pihak = {
        "pemohon",
        "pemda",
        "lsp",
        "verifikator",
        "asesor_lain",
        "pemutus",
        "hakim",
        "penerbit",
    }
    assert {n for n, satu in dibaca.items() if satu is not None} == pihak | {"pelihat"}
    assert dibaca["pelihat"] == {
        "keadaan": "SERTIFIKAT_TERBIT",
        "rekomendasi": None,
        "asesmen": None,
        "pleno": None,
        "banding": None,
    }
    pemutus = {"id": str(d.orang["pemutus"])}
    for nama in pihak:
        satu = dibaca[nama]
        assert satu["rekomendasi"] == "K"
        assert [
            (a["putaran"], a["rekomendasi"], a["asesor"]["id"], [u["hasil"] for u in a["unit"]])
            for a in satu["asesmen"]
        ] == [
            (1, "BK", str(d.orang["asesor"]), ["K", "BK"]),
            (2, "K", str(d.orang["asesor_lain"]), ["K", "K"]),
        ]
        assert satu["asesmen"][0]["unit"][0] == {"kode": "O.841", "hasil": "K", "metode": ["LISAN"]}
        assert [(k["nomorPleno"], k["keputusan"], k["alasan"]) for k in satu["pleno"]] == [
            ("BA/1", "BK", "Unit 2"),
            ("BA/2", "K", "Unit 2"),
        ]
        tampak = {k["pemutus"] == pemutus for k in satu["pleno"]}
        assert tampak == {nama in {"lsp", "pemutus", "penerbit"}}, nama
        assert satu["banding"] == [
            {"putaran": 1, "alasan": "Bukti terlewat", "dikabulkan": True, "jawaban": "Benar"}
        ]
    for nama, belum, harap in (
        ("asesor", "false", [(1, None)]),
        ("asesor_lain", "false", [(2, p)]),
        ("asesor", "true", []),
        ("asesor_lsp_lain", "false", []),
    ):
        jawab = await server.ask(TUGAS % belum, aktor=pelaku[nama])
        baris = [e["node"] for e in jawab.hasil["paksiTugasAsesmen"]["edges"]]
        assert [(b["putaran"], b["permohonan"] and b["permohonan"]["id"]) for b in baris] == harap, nama


async def _pleno_dan_berita_acara(server: ServerUji, d: Dunia, pelaku: dict[str, Aktor], pleno: str) -> None:
    sidang = {"pemutus", "lsp", "penerbit"}
    for nama, siapa in pelaku.items():
        jawab = await server.ask(BACA_PLENO, aktor=siapa, n=pleno)
        if nama not in sidang:
            assert jawab.errors or jawab.hasil == {"paksiPleno": None}, nama
            continue
        assert jawab.hasil["paksiPleno"] == {
            "nomor": "BA/2",
            "tempat": "Ruang sidang",
            "lembaga": {"kode": LSP},
            "anggota": [{"nama": "Contoh 6"}, {"nama": "Contoh 3"}],
            "agenda": [
                {
                    "keputusan": "K",
                    "permohonan": {"id": str(d.permohonan[0])},
                    "pemutus": {"id": str(d.orang["pemutus"])},
                }
            ],
        }
    jawab = await server.ask(
        "{ paksiDaftarPleno(first: 1) { edges { node { nomor } } totalCount } }", aktor=pelaku["pemutus"]
    )
    assert jawab.hasil["paksiDaftarPleno"]["totalCount"] == 2
    lain = await server.ask(
        "{ paksiDaftarPleno { totalCount } }",
        aktor=petugas(d.orang["pemutus"], "paksi:pleno", lembaga="lsp-lain"),
    )
    assert lain.hasil == {"paksiDaftarPleno": {"totalCount": 0}}

    async def minta() -> Any:
        (satu,) = (await server.ask(BERITA_ACARA, aktor=pelaku["lsp"], n=pleno)).hasil.values()
        return satu

    assert (await minta())["kode"] == "PLENO_BELUM_DITUTUP"
    await server.ask(TUTUP, aktor=pelaku["lsp"], n=pleno)
    tanpa_kop = await tertulis(server.db)
    assert "kode" in await minta()
    assert await tertulis(server.db) == tanpa_kop
    await server.db.write(kop, LSP, "LSP UJI")
    await coba(server, d, BERITA_ACARA, {"pemutus", "lsp"}, {"paksi:pleno", "paksi:jadwal"}, {"n": pleno})
    unduhan, isi_ = await server.unduh((await minta())["alamat"], aktor=pelaku["lsp"])
    assert (unduhan.media, unduhan.nama) == ("application/pdf", "berita acara BA/2.pdf")
    teks = " ".join(
        " ".join(h.extract_text().replace("\u200b", "").split()) for h in PdfReader(BytesIO(isi_)).pages
    )
    for kata in (
        "BA/2",
        "LSP UJI",
        "Ruang sidang",
        "Contoh 6 (ketua)",
        "Contoh 3",
        "Contoh 7",
        "PUTUSAN PLENO",
    ):
        assert kata in teks, (kata, teks)


async def test_rules_and_registry_through_graphql(graphql_with: GraphQLWith, db: Database) -> None:
    server = await pelayan(graphql_with)
    d = await dunia(db, banyak=2)
    await coba(server, d, PISAH, {"nasional"}, {"paksi:acuan"}, {"d": besok(2).isoformat()})
    jawab = await server.ask(PISAH, aktor=NASIONAL, d=besok(2).isoformat())
    harap = {
        "aturan": "ASESOR_BUKAN_PELATIH",
        "aktif": True,
        "nilai": 3,
        "berlakuDari": besok(2).isoformat(),
        "sumber": "Contoh",
    }
    assert jawab.hasil["paksiTetapkanPemisahan"] == harap
    semua = await server.ask("{ paksiDaftarPemisahan { aturan nilai } }", aktor=d.pemohon())
    nilai = [a["nilai"] for a in semua.hasil["paksiDaftarPemisahan"] if a["aturan"] == "ASESOR_BUKAN_PELATIH"]
    assert (len(semua.hasil["paksiDaftarPemisahan"]), nilai) == (8, [3, 2])
    daftar: dict[str, Any] = {"l": LSP, "o": str(d.orang["ketua"]), "d": JAUH.isoformat()}
    await coba(server, d, DAFTARKAN, {"lsp"}, {"paksi:jadwal"}, daftar)
    jawab = await server.ask(DAFTARKAN, aktor=OPERATOR_LSP, variables=daftar)
    assert jawab.hasil["paksiDaftarkanAsesor"] == {
        "noMet": "MET.7 2026",
        "orang": {"nama": "Contoh 6"},
        "lembaga": {"kode": LSP},
    }
    tanya = "query($l: String) { paksiDaftarAsesor(lembaga: $l, first: 2) { totalCount edges { node { noMet } } } }"
    for siapa, lembaga, banyak in ((OPERATOR_LSP, LSP, 3), (OPERATOR_LSP, "lsp-lain", 0)):
        jawab = await server.ask(tanya, aktor=siapa, l=lembaga)
        assert jawab.hasil["paksiDaftarAsesor"]["totalCount"] == banyak
    lain = semua_pelaku(d)["lsp_lain"]
    assert (await server.ask(tanya, aktor=lain)).hasil["paksiDaftarAsesor"]["totalCount"] == 0
    nilai_hadir = {"p": str(d.permohonan[0])}
    izin = {"paksi:jadwal", "paksi:asesmen"}
    await coba(server, d, TIDAK_HADIR, {"lsp"}, izin, nilai_hadir)
    jawab = await server.ask(TIDAK_HADIR, aktor=OPERATOR_LSP, variables=nilai_hadir)
    assert jawab.hasil["paksiCatatTidakHadir"]["keadaan"] == "TIDAK_HADIR"
    for dokumen, letak in (
        (TUGASKAN, "asesor"),
        (UNIT, "unit"),
    ):
        isi_: dict[str, Any] = {"p": str(d.permohonan[1]), "a": "bukan-id"}
        if dokumen is UNIT:
            isi_ = {
                "p": str(d.permohonan[1]),
                "u": [{"unit": "bukan-id", "hasil": "K", "metode": ["LISAN"]}],
            }
        jawab = await server.ask(
            dokumen, aktor=OPERATOR_LSP if letak == "asesor" else d.aktor("asesor"), variables=isi_
        )
        (galat,) = jawab.hasil.values()
        assert (galat["kode"], galat["letak"][0]) == ("TIDAK_DITEMUKAN", letak)
