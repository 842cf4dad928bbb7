"""Training waves through GraphQL: the whole story with everybody who may not take part in it, and who reads what."""

from __future__ import annotations

import uuid
from typing import Any

from forum_server.plugin import Aktor, Database
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import LSP, dasar, isi, orang, potret
from tests.paksi.test_diklat import mundurkan
from tests.paksi.test_himpunan_graphql import hasil

POKOK = "... on PaksiGelombang { id keadaan terisi } ... on Galat { kode pesan letak }"
BUAT = f'mutation($i: PaksiGelombangIsian!) {{ paksiBuatGelombang(wilayah: "61", isian: $i) {{ {POKOK} }} }}'
UBAH = f"mutation($g: ID!, $i: PaksiGelombangIsian!) {{ paksiUbahGelombang(gelombang: $g, isian: $i) {{ {POKOK} }} }}"
PELATIH = f"mutation($g: ID!, $t: [ID!]!) {{ paksiTetapkanPelatih(gelombang: $g, orang: $t) {{ {POKOK} }} }}"
BUKA = f"mutation($g: ID!) {{ paksiBukaGelombang(gelombang: $g) {{ {POKOK} }} }}"
DAFTARKAN = (
    f"mutation($g: ID!, $o: [ID!]!) {{ paksiDaftarkanPeserta(gelombang: $g, orang: $o) {{ {POKOK} }} }}"
)
AMBIL = f"mutation($g: ID!) {{ paksiAmbilPesertaJadwal(gelombang: $g) {{ {POKOK} }} }}"
KELUARKAN = f"mutation($p: ID!) {{ paksiKeluarkanPeserta(peserta: $p) {{ {POKOK} }} }}"
MULAI = f"mutation($g: ID!) {{ paksiMulaiGelombang(gelombang: $g) {{ {POKOK} }} }}"
HADIR = (
    "mutation($g: ID!, $d: Date!, $h: [PaksiKehadiranDiklatIsian!]!) "
    f"{{ paksiCatatKehadiranDiklat(gelombang: $g, tanggal: $d, hadir: $h) {{ {POKOK} }} }}"
)
NILAI = (
    'mutation($p: ID!) { paksiNilaiPeserta(peserta: $p, hasil: LULUS, nomorSertifikat: "D-7") '
    "{ ... on PaksiPesertaGelombang { id hasil nomorSertifikat } ... on Galat { kode pesan letak } } }"
)
SELESAI = f"mutation($g: ID!) {{ paksiSelesaikanGelombang(gelombang: $g) {{ {POKOK} }} }}"
BATAL = f'mutation($g: ID!) {{ paksiBatalkanGelombang(gelombang: $g, alasan: "Banjir") {{ {POKOK} }} }}'

ISIAN = {
    "nama": "Pelopor contoh",
    "penyelenggara": "BPSDM Contoh",
    "kuota": 2,
    "hari": [
        {"tanggal": "2030-04-01", "jenis": "ASINKRON"},
        {"tanggal": "2030-04-02", "jenis": "SINKRON"},
    ],
}
PELAKU: dict[str, Aktor] = {
    "anonim": Aktor.anonim(),
    "pengelola": aktor_uji("paksi:diklat", "paksi:lihat", wilayah="61"),
    "pemda": aktor_uji("paksi:diklat", wilayah="61.71"),
    "pemda_lain": aktor_uji("paksi:diklat", wilayah="61.01"),
    "luar": aktor_uji("paksi:diklat", "paksi:lihat", wilayah="62"),
    "pelihat": aktor_uji("paksi:lihat"),
    "forum": aktor_uji("paksi:forum", wilayah="61"),
    "lsp": aktor_uji("paksi:jadwal", "paksi:lihat", lembaga=LSP),
}
TANPA_IZIN = {"anonim", "pelihat", "forum", "lsp"}
MENGELOLA = {"pengelola"}


async def test_the_whole_story_and_at_each_step_who_may_not_take_it(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await graphql_with("paksi", aktif={})
    await db.write(dasar)
    a, t = await db.write(orang, 2)
    v: dict[str, Any] = {"i": ISIAN, "t": [str(t)], "o": [str(a)]}

    async def langkah(dokumen: str, boleh: set[str], siapa: str) -> dict[str, Any]:
        dipakai = {k: n for k, n in v.items() if f"${k}:" in dokumen}
        sebelum = await potret(db)
        for lain in sorted(set(PELAKU) - boleh):
            jawab = await server.ask(dokumen, aktor=PELAKU[lain], variables=dipakai)
            harap = "DITOLAK" if lain in TANPA_IZIN else "TIDAK_DITEMUKAN"
            assert (dokumen, lain, hasil(jawab)) == (dokumen, lain, harap)
        assert await potret(db) == sebelum
        jawab = await server.ask(dokumen, aktor=PELAKU[siapa], variables=dipakai)
        (isi_jawab,) = jawab.hasil.values()
        return isi_jawab

    batal = await langkah(BUAT, MENGELOLA, "pengelola")
    v["g"] = batal["id"]
    assert (await langkah(BATAL, MENGELOLA, "pengelola"))["keadaan"] == "DIBATALKAN"
    baru = await langkah(BUAT, MENGELOLA, "pengelola")
    assert baru == {"id": baru["id"], "keadaan": "DISUSUN", "terisi": 0}
    v["g"] = baru["id"]
    await langkah(UBAH, MENGELOLA, "pengelola")
    await langkah(PELATIH, MENGELOLA, "pengelola")
    # not announced yet: nobody else may register, not even their own people
    await langkah(AMBIL, MENGELOLA, "pengelola")
    assert (await langkah(BUKA, MENGELOLA, "pengelola"))["keadaan"] == "DIBUKA"
    assert (await langkah(DAFTARKAN, {"pengelola", "pemda"}, "pemda"))["terisi"] == 1
    ((v["p"],),) = [(str(i),) for (i,) in await isi(db, "paksi_gelombang_peserta", "id")]
    assert (await langkah(KELUARKAN, {"pengelola", "pemda"}, "pemda"))["terisi"] == 0
    await langkah(DAFTARKAN, {"pengelola", "pemda"}, "pengelola")
    ((v["p"],),) = [(str(i),) for (i,) in await isi(db, "paksi_gelombang_peserta", "id")]
    await db.write(mundurkan, uuid.UUID(v["g"]))
    assert (await langkah(MULAI, MENGELOLA, "pengelola"))["keadaan"] == "BERJALAN"
    v |= {"d": "2026-01-05", "h": [{"peserta": v["p"], "hadir": True}]}
    await langkah(HADIR, MENGELOLA, "pengelola")
    assert await langkah(NILAI, MENGELOLA, "pengelola") == {
        "id": v["p"],
        "hasil": "LULUS",
        "nomorSertifikat": "D-7",
    }
    assert (await langkah(SELESAI, MENGELOLA, "pengelola"))["keadaan"] == "SELESAI"
    assert await isi(db, "paksi_bukti", "orang_id", "nomor") == [(a, "D-7")]


LIHAT = """query($g: ID!) { paksiGelombang(id: $g) {
  nama kuota terisi mulai selesai hari { tanggal jenis } wilayah { kode } jadwal { kode }
  pelatih { id } peserta { totalCount edges { node {
    orang { id } wilayah { kode } perangkatDaerah { nama } hasil kehadiran { tanggal hadir } gelombang { id } } } } } }"""
DAFTAR = "query { paksiDaftarGelombang { edges { node { nama keadaan } } } }"


async def susun(server: ServerUji, db: Database) -> tuple[str, uuid.UUID, uuid.UUID, uuid.UUID]:
    """An open wave with a participant of two pemda each and a trainer."""
    await db.write(dasar)
    a, t = await db.write(orang, 2)
    (b,) = await db.write(lambda s: orang(s, 1, wilayah="62.71"))
    jawab = await server.ask(BUAT, aktor=PELAKU["pengelola"], i=ISIAN)
    g = jawab.hasil["paksiBuatGelombang"]["id"]
    await server.ask(PELATIH, aktor=PELAKU["pengelola"], g=g, t=[str(t)])
    await server.ask(BUKA, aktor=PELAKU["pengelola"], g=g)
    await server.ask(DAFTARKAN, aktor=PELAKU["pemda"], g=g, o=[str(a)])
    await server.ask(DAFTARKAN, aktor=PELAKU["luar"], g=g, o=[str(b)])
    return g, a, b, t


async def test_everybody_in_the_trade_sees_an_open_wave_and_of_its_people_only_their_own(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await graphql_with("paksi", aktif={})
    g, a, b, t = await susun(server, db)
    terlihat = {
        "pengelola": ({a, b}, [t]),
        "pemda": ({a}, None),
        "pemda_lain": (set(), None),
        "luar": ({b}, None),
        "pelihat": ({a, b}, [t]),
        "lsp": (set(), None),
    }
    for siapa, (peserta, pelatih) in terlihat.items():
        jawab = (await server.ask(LIHAT, aktor=PELAKU[siapa], g=g)).hasil["paksiGelombang"]
        assert {uuid.UUID(e["node"]["orang"]["id"]) for e in jawab["peserta"]["edges"]} == peserta, siapa
        assert jawab["peserta"]["totalCount"] == len(peserta)
        assert jawab["pelatih"] == (None if pelatih is None else [{"id": str(p)} for p in pelatih]), siapa
    jawab = (await server.ask(LIHAT, aktor=PELAKU["pemda"], g=g)).hasil["paksiGelombang"]
    assert jawab == {
        "nama": "Pelopor contoh",
        "kuota": 2,
        "terisi": 2,
        "mulai": "2030-04-01",
        "selesai": "2030-04-02",
        "hari": ISIAN["hari"],
        "wilayah": {"kode": "61"},
        "jadwal": None,
        "pelatih": None,
        "peserta": {
            "totalCount": 1,
            "edges": [
                {
                    "node": {
                        "orang": {"id": str(a)},
                        "wilayah": {"kode": "61.71"},
                        "perangkatDaerah": None,
                        "hasil": None,
                        "kehadiran": [],
                        "gelombang": {"id": g},
                    }
                }
            ],
        },
    }
    for siapa in ("anonim", "forum"):
        galat = (await server.ask(LIHAT, aktor=PELAKU[siapa], g=g)).errors
        assert [e["extensions"]["kode"] for e in galat] == ["DITOLAK"]


async def test_a_wave_that_is_being_prepared_is_its_regions_alone(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await graphql_with("paksi", aktif={})
    buka, *_ = await susun(server, db)
    rancangan = {**ISIAN, "nama": "Rancangan", "hari": []}
    jawab = await server.ask(BUAT, aktor=PELAKU["pengelola"], i=rancangan)
    g = jawab.hasil["paksiBuatGelombang"]["id"]

    async def nama(siapa: str) -> list[str]:
        jawab = await server.ask(DAFTAR, aktor=PELAKU[siapa])
        return [e["node"]["nama"] for e in jawab.hasil["paksiDaftarGelombang"]["edges"]]

    assert await nama("pengelola") == ["Rancangan", "Pelopor contoh"]
    assert await nama("pelihat") == ["Rancangan", "Pelopor contoh"]
    for siapa in ("pemda", "luar", "lsp"):
        assert await nama(siapa) == ["Pelopor contoh"]
        assert (await server.ask(LIHAT, aktor=PELAKU[siapa], g=g)).hasil == {"paksiGelombang": None}
    # called off: those whose people were in it still read why, the others see it no more
    await server.ask(BATAL, aktor=PELAKU["pengelola"], g=buka)
    assert await nama("pemda_lain") == []
    for siapa in ("pemda", "luar"):
        assert await nama(siapa) == ["Pelopor contoh"]
    jawab = await server.ask(DAFTARKAN, aktor=PELAKU["pemda_lain"], g=buka, o=[])
    assert hasil(jawab) == "TIDAK_DITEMUKAN"


async def test_bad_ids_and_days_are_refused_with_their_place_and_nothing_is_written(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await graphql_with("paksi", aktif={})
    g, a, *_ = await susun(server, db)
    sebelum = await potret(db)
    ganda = [*ISIAN["hari"], ISIAN["hari"][0]]  # pyright: ignore[reportGeneralTypeIssues, reportIndexIssue]
    for dokumen, variabel, harap in (
        (DAFTARKAN, {"g": g, "o": [str(a), "bukan"]}, ("TIDAK_DITEMUKAN", ["orang", "1"])),
        (DAFTARKAN, {"g": "bukan", "o": [str(a)]}, ("TIDAK_DITEMUKAN", ["gelombang"])),
        (UBAH, {"g": g, "i": {**ISIAN, "hari": ganda}}, ("HARI_GANDA", ["hari", "2"])),
        (UBAH, {"g": g, "i": {**ISIAN, "kuota": 1}}, ("KUOTA_KURANG", ["kuota"])),
        (UBAH, {"g": g, "i": {**ISIAN, "jadwal": str(uuid.uuid4())}}, ("TIDAK_DITEMUKAN", ["jadwal"])),
        (UBAH, {"g": g, "i": {**ISIAN, "hari": []}}, ("HARI_KOSONG", ["hari"])),
        (MULAI, {"g": g}, ("BELUM_WAKTUNYA", [])),
    ):
        jawab = await server.ask(dokumen, aktor=PELAKU["pengelola"], variables=variabel)
        (satu,) = jawab.hasil.values()
        assert (satu["kode"], satu["letak"]) == harap
        assert satu["pesan"].endswith(".")
    assert await potret(db) == sebelum


BANYAK = """query($n: Int!) { paksiDaftarGelombang(first: $n) { edges { node {
  hari { tanggal } wilayah { kode } jadwal { kode } pelatih { nama }
  peserta(first: 5) { edges { node { orang { nama paksiDiklat(first: 2) { edges { node { hasil } } } }
    wilayah { kode } perangkatDaerah { nama } kehadiran { hadir } gelombang { nama } } } } } } } }"""


async def test_a_list_of_waves_costs_the_same_statements_whatever_its_length(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await graphql_with("paksi", aktif={})
    await db.write(dasar)
    for ke in range(4):
        hari = [{"tanggal": f"2030-05-{ke + 1:02}", "jenis": "SINKRON"}]
        jawab = await server.ask(BUAT, aktor=PELAKU["pengelola"], i={**ISIAN, "hari": hari})
        g = jawab.hasil["paksiBuatGelombang"]["id"]
        a, t = await db.write(orang, 2)
        await server.ask(PELATIH, aktor=PELAKU["pengelola"], g=g, t=[str(t)])
        await server.ask(DAFTARKAN, aktor=PELAKU["pengelola"], g=g, o=[str(a)])
    hitung = [len((await server.ask(BANYAK, aktor=PELAKU["pengelola"], n=n)).pernyataan) for n in (1, 1, 4)]
    assert hitung[1] == hitung[2] > 0
