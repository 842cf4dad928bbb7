"""Requests and pools through GraphQL: who may do what, who sees whom, what is told."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from forum_paksi.himpunan import penyelesaian, service
from forum_paksi.pemesanan.service import batalkan
from forum_paksi.permintaan.service import buat_permintaan
from forum_server.plugin import Aktor, Database, catat
from forum_server.testing import GraphQLWith, Jawab, ServerUji
from tests.paksi.bahan import LSP, SISTEM, aktor, hibah, isi, jadwal, potret, tabel
from tests.paksi.bahan_himpunan import (
    PEMDA,
    Dunia,
    himpunan,
    isian,
    minta,
    pegawai,
    tambah_jadwal,
    tetapkan,
    tinjau,
    ubah_baris,
)

DUA = (("61.71", 3), ("61.01", 2))


def pemegang(izin: str, **tempat: str) -> Aktor:
    """Somebody with a permission and the one to look, in the same place."""
    return aktor(hibah(izin, **tempat), hibah("paksi:lihat", **tempat))


PELAKU = {
    "anonim": Aktor.anonim(),
    "pemda": pemegang("paksi:minta", wilayah="61.71"),
    "pemda_lain": pemegang("paksi:minta", wilayah="61.01"),
    "koordinator": pemegang("paksi:himpun", wilayah="61"),
    "koordinator_lain": pemegang("paksi:himpun", wilayah="62"),
    "lsp": pemegang("paksi:jadwal", lembaga=LSP),
    "lsp_lain": pemegang("paksi:jadwal", lembaga="lsp-lain"),
    "pelihat": aktor(hibah("paksi:lihat", wilayah="ID")),
}


async def pelayan(graphql_with: GraphQLWith) -> ServerUji:
    """The plugin's server; `himpunan` turns the plugin on."""
    return await graphql_with("paksi", aktif={})


def hasil(jawab: Jawab) -> str:
    """BOLEH, the kode of the refusal, or that of the error."""
    if jawab.errors:
        assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"], jawab.errors
        return "DITOLAK"
    (isi_jawab,) = jawab.data.values()
    return isi_jawab.get("kode") or "BOLEH"


GALAT = "... on Galat { kode pesan letak }"
POKOK = "... on PaksiHimpunan { id keadaan }"


@dataclass(kw_only=True)
class Tindakan:
    """A mutation in a world where it is possible, and what each actor gets."""

    dokumen: str
    boleh: set[str]
    ditolak: set[str]
    terkunci: bool = False
    sampai: str = ""
    siapkan: Callable[[Database, Dunia], Awaitable[dict[str, Any]]] | None = None
    variabel: dict[str, Any] = field(default_factory=dict[str, Any])


async def draf(db: Database, dunia: Dunia) -> dict[str, Any]:
    id_ = await db.write(buat_permintaan, SISTEM, wilayah="61.71", isian=isian(dunia.calon["61.71"]))
    return {"p": str(id_)}


async def diajukan(db: Database, dunia: Dunia) -> dict[str, Any]:
    return {"p": str(await db.write(minta, "61.71", dunia.calon["61.71"]))}


async def terhimpun(db: Database, dunia: Dunia) -> dict[str, Any]:
    return {"p": str(dunia.permintaan["61.71"])}


async def jadwal_baru(db: Database, dunia: Dunia) -> dict[str, Any]:
    return {"j": str(await db.write(jadwal))}


async def bersidik(db: Database, dunia: Dunia) -> dict[str, Any]:
    return {"sidik": (await tinjau(db, dunia.himpunan)).sidik}


BUKAN_PEMINTA = {"anonim", "koordinator", "koordinator_lain", "lsp", "lsp_lain", "pelihat"}
BUKAN_HIMPUN = {"anonim", "pemda", "pemda_lain", "lsp", "lsp_lain", "pelihat"}
BUKAN_LSP = {"anonim", "pemda", "pemda_lain", "koordinator", "koordinator_lain", "pelihat"}
ISIAN = {"skema": "PAKSI_PERTAMA", "lembaga": LSP, "jalur": "DIKLAT"}

TINDAKAN = {
    "buat": Tindakan(
        dokumen='mutation($isian: PaksiPermintaanIsian!) { paksiBuatPermintaan(wilayah: "61.71", isian: $isian)'
        " { ... on PaksiPermintaan { id } %s } }",
        boleh={"pemda"},
        ditolak=BUKAN_PEMINTA,
        variabel={"isian": ISIAN},
    ),
    "ubah": Tindakan(
        dokumen="mutation($p: ID!, $isian: PaksiPermintaanIsian!) { paksiUbahPermintaan(permintaan: $p, isian: $isian)"
        " { ... on PaksiPermintaan { id } %s } }",
        boleh={"pemda"},
        ditolak=BUKAN_PEMINTA,
        siapkan=draf,
        variabel={"isian": ISIAN},
    ),
    "ajukan": Tindakan(
        dokumen="mutation($p: ID!) { paksiAjukanPermintaan(permintaan: $p) { ... on PaksiPermintaan { id } %s } }",
        boleh={"pemda"},
        ditolak=BUKAN_PEMINTA,
        siapkan=draf,
    ),
    "tarik": Tindakan(
        dokumen="mutation($p: ID!) { paksiTarikPermintaan(permintaan: $p) { ... on PaksiPermintaan { id } %s } }",
        boleh={"pemda"},
        ditolak=BUKAN_PEMINTA,
        siapkan=diajukan,
    ),
    "tolak": Tindakan(
        dokumen='mutation($p: ID!) { paksiTolakPermintaan(permintaan: $p, alasan: "Kuota penuh")'
        " { ... on PaksiPermintaan { id } %s } }",
        boleh={"koordinator", "lsp"},
        ditolak={"anonim", "pemda", "pemda_lain", "pelihat"},
        siapkan=diajukan,
    ),
    "konsultasi": Tindakan(
        dokumen='mutation($p: ID!) { paksiKirimKonsultasi(permintaan: $p, isi: "Kapan?")'
        " { ... on PaksiPermintaan { id } %s } }",
        boleh={"pemda", "koordinator", "lsp"},
        ditolak={"anonim", "pelihat"},
        siapkan=diajukan,
    ),
    "buka": Tindakan(
        dokumen='mutation { paksiBukaHimpunan(wilayah: "61", nama: "Baru", skema: "PAKSI_PERTAMA",'
        ' lembaga: "lsp-uji", kebijakan: MERATA) { ... on PaksiHimpunan { id } %s } }',
        boleh={"koordinator"},
        ditolak=BUKAN_HIMPUN,
    ),
    "himpun": Tindakan(
        dokumen="mutation($h: ID!, $p: ID!) { paksiHimpunPermintaan(himpunan: $h, permintaan: $p)"
        " { ... on PaksiHimpunan { id } %s } }",
        boleh={"koordinator"},
        ditolak=BUKAN_HIMPUN,
        siapkan=diajukan,
    ),
    "lepas": Tindakan(
        dokumen="mutation($h: ID!, $p: ID!) { paksiLepasPermintaan(himpunan: $h, permintaan: $p)"
        " { ... on PaksiHimpunan { id } %s } }",
        boleh={"koordinator"},
        ditolak=BUKAN_HIMPUN,
        siapkan=terhimpun,
    ),
    "kebijakan": Tindakan(
        dokumen='mutation($h: ID!) { paksiUbahKebijakan(himpunan: $h, kebijakan: URUT_WAKTU, alasan: "Rapat")'
        " { ... on PaksiHimpunan { id } %s } }",
        boleh={"koordinator"},
        ditolak=BUKAN_HIMPUN,
    ),
    "cadangkan": Tindakan(
        dokumen="mutation($h: ID!, $j: ID!) { paksiCadangkanBagian(himpunan: $h, jadwal: $j, kapasitas: 3)"
        " { ... on PaksiHimpunan { id } %s } }",
        boleh={"lsp"},
        ditolak=BUKAN_LSP,
        siapkan=jadwal_baru,
    ),
    "kunci": Tindakan(
        dokumen="mutation($h: ID!) { paksiKunciHimpunan(himpunan: $h) { ... on PaksiHimpunan { id } %s } }",
        boleh={"koordinator"},
        ditolak=BUKAN_HIMPUN,
    ),
    "tinjau": Tindakan(
        dokumen="mutation($h: ID!) { paksiAlokasikan(himpunan: $h, pratinjau: true) { ... on PaksiAlokasi { sidik } %s } }",
        boleh={"koordinator"},
        ditolak=BUKAN_HIMPUN,
        terkunci=True,
    ),
    "tetapkan": Tindakan(
        dokumen="mutation($h: ID!, $sidik: String!) { paksiAlokasikan(himpunan: $h, pratinjau: false, sidik: $sidik)"
        " { ... on PaksiAlokasi { sidik } %s } }",
        boleh={"koordinator"},
        ditolak=BUKAN_HIMPUN,
        terkunci=True,
        siapkan=bersidik,
    ),
    "kirim": Tindakan(
        dokumen="mutation($h: ID!) { paksiKirimHimpunan(himpunan: $h) { ... on PaksiHimpunan { id } %s } }",
        boleh={"koordinator"},
        ditolak=BUKAN_HIMPUN,
        terkunci=True,
        sampai="DIALOKASIKAN",
    ),
    "konfirmasi": Tindakan(
        dokumen="mutation($h: ID!) { paksiKonfirmasiHimpunan(himpunan: $h) { ... on PaksiHimpunan { id } %s } }",
        boleh={"lsp"},
        ditolak=BUKAN_LSP,
        terkunci=True,
        sampai="DIKIRIM",
    ),
    "bubarkan": Tindakan(
        dokumen='mutation($h: ID!) { paksiBubarkanHimpunan(himpunan: $h, alasan: "Batal")'
        " { ... on PaksiHimpunan { id } %s } }",
        boleh={"koordinator"},
        ditolak=BUKAN_HIMPUN,
    ),
}


async def dunia_sampai(db: Database, sampai: str, *, terkunci: bool = True) -> Dunia:
    dunia = await himpunan(db, pemda=DUA, kursi=(3,), terkunci=terkunci)
    if sampai:
        await tetapkan(db, dunia.himpunan)
    if sampai == "DIKIRIM":
        await db.write(penyelesaian.kirim_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    return dunia


@pytest.mark.parametrize("nama", sorted(TINDAKAN))
async def test_who_may_do_what_to_requests_and_pools(
    graphql_with: GraphQLWith, db: Database, nama: str
) -> None:
    t = TINDAKAN[nama]
    server = await pelayan(graphql_with)
    dunia = await dunia_sampai(db, t.sampai, terkunci=t.terkunci)
    variabel = {"h": str(dunia.himpunan), **t.variabel}
    if t.siapkan is not None:
        variabel |= await t.siapkan(db, dunia)
    dokumen = t.dokumen % GALAT
    dipakai = {k: v for k, v in variabel.items() if f"${k}:" in dokumen}
    sebelum = await potret(db)
    for siapa in sorted(set(PELAKU) - t.boleh):
        jawab = await server.ask(dokumen, aktor=PELAKU[siapa], variables=dipakai)
        assert (siapa, hasil(jawab)) == (siapa, "DITOLAK" if siapa in t.ditolak else "TIDAK_DITEMUKAN")
        assert await potret(db) == sebelum
    for siapa in sorted(t.boleh)[:1]:
        assert hasil(await server.ask(dokumen, aktor=PELAKU[siapa], variables=dipakai)) == "BOLEH"
    for siapa in sorted(t.boleh)[1:]:  # the state has moved on, but it is not the actor that is refused
        jawab = await server.ask(dokumen, aktor=PELAKU[siapa], variables=dipakai)
        assert hasil(jawab) in {"BOLEH", "KEADAAN_TIDAK_SESUAI"}


KEPUTUSAN = """query($id: ID!) { paksiHimpunan(id: $id) {
  keadaan kebijakan
  pemda { wilayah { kode } calon kursi tunggu tidakDapat jumlahPermintaan kini { ditahan dikonfirmasi menunggu } }
  permintaan { nomor wilayah { kode } calon { orang { nama } } }
  keputusan(first: 100) { totalCount edges { node { hasil alasan wilayah { kode } orang { id nama } jadwal { kode } } } }
} }"""


def nama_terlihat(jawab: Jawab) -> dict[str, set[bool]]:
    """Pemda → whether names of its candidates were shown."""
    terlihat: dict[str, set[bool]] = {}
    for edge in jawab.hasil["paksiHimpunan"]["keputusan"]["edges"]:
        node = edge["node"]
        terlihat.setdefault(node["wilayah"]["kode"], set()).add(node["orang"] is not None)
    return terlihat


async def test_each_pemda_sees_all_figures_and_reasons_but_names_only_of_its_own(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    dunia = await dunia_sampai(db, "DIALOKASIKAN")
    id_ = str(dunia.himpunan)
    pemda = await server.ask(KEPUTUSAN, aktor=PELAKU["pemda"], id=id_)
    koordinator = await server.ask(KEPUTUSAN, aktor=PELAKU["koordinator"], id=id_)
    assert nama_terlihat(pemda) == {"61.71": {True}, "61.01": {False}}
    assert nama_terlihat(koordinator) == {"61.71": {True}, "61.01": {True}}
    satu, semua = pemda.hasil["paksiHimpunan"], koordinator.hasil["paksiHimpunan"]
    assert (
        satu["pemda"]
        == semua["pemda"]
        == [
            {
                "wilayah": {"kode": "61.01"},
                "calon": 2,
                "kursi": 1,
                "tunggu": 1,
                "tidakDapat": 0,
                "jumlahPermintaan": 1,
                "kini": {"ditahan": 1, "dikonfirmasi": 0, "menunggu": 1},
            },
            {
                "wilayah": {"kode": "61.71"},
                "calon": 3,
                "kursi": 2,
                "tunggu": 1,
                "tidakDapat": 0,
                "jumlahPermintaan": 1,
                "kini": {"ditahan": 2, "dikonfirmasi": 0, "menunggu": 1},
            },
        ]
    )
    assert satu["keputusan"]["totalCount"] == 5
    alasan = [e["node"]["alasan"] for e in satu["keputusan"]["edges"]]
    assert alasan == [e["node"]["alasan"] for e in semua["keputusan"]["edges"]]
    assert all(alasan)
    assert [p["wilayah"]["kode"] for p in satu["permintaan"]] == ["61.71"]
    assert [p["wilayah"]["kode"] for p in semua["permintaan"]] == ["61.71", "61.01"]


async def test_no_name_of_another_pemda_stands_anywhere_in_an_answer(
    graphql_with: GraphQLWith, db: Database
) -> None:
    """Control: the coordinator's answer to the same question holds those names."""
    server = await pelayan(graphql_with)
    dunia = await dunia_sampai(db, "DIALOKASIKAN")
    for wilayah, siapa in dunia.calon.items():
        for ke, id_ in enumerate(siapa):
            await db.write(ubah_baris, "orang", id_, nama=f"Rahasia {wilayah} {ke}")
    dokumen = KEPUTUSAN
    pemda = await server.ask(dokumen, aktor=PELAKU["pemda"], id=str(dunia.himpunan))
    koordinator = await server.ask(dokumen, aktor=PELAKU["koordinator"], id=str(dunia.himpunan))
    lsp = await server.ask(dokumen, aktor=PELAKU["lsp"], id=str(dunia.himpunan))
    assert "Rahasia 61.71" in str(pemda.hasil)
    assert "Rahasia 61.01" not in str(pemda.hasil)
    assert "Rahasia 61.01" in str(koordinator.hasil)
    assert "Rahasia" not in str(lsp.hasil)


async def test_the_lsp_sees_names_once_they_are_sent(graphql_with: GraphQLWith, db: Database) -> None:
    server = await pelayan(graphql_with)
    dunia = await dunia_sampai(db, "DIALOKASIKAN")
    id_ = str(dunia.himpunan)
    kursi = "query { paksiDaftarPemesanan { totalCount edges { node { orang { nama } } } } }"
    assert nama_terlihat(await server.ask(KEPUTUSAN, aktor=PELAKU["lsp"], id=id_)) == {
        "61.71": {False},
        "61.01": {False},
    }
    assert (await server.ask(kursi, aktor=PELAKU["lsp"])).hasil["paksiDaftarPemesanan"]["totalCount"] == 0
    await db.write(penyelesaian.kirim_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    assert nama_terlihat(await server.ask(KEPUTUSAN, aktor=PELAKU["lsp"], id=id_)) == {
        "61.71": {True},
        "61.01": {True},
    }
    assert (await server.ask(kursi, aktor=PELAKU["lsp"])).hasil["paksiDaftarPemesanan"]["totalCount"] == 5


@pytest.mark.parametrize("siapa", ["koordinator_lain", "lsp_lain", "pemda_lain"])
async def test_a_pool_outside_ones_scope_is_null_and_in_no_list(
    graphql_with: GraphQLWith, db: Database, siapa: str
) -> None:
    server = await pelayan(graphql_with)
    dunia = await himpunan(db, pemda=(("61.71", 1),), kursi=(1,))
    daftar = "query { paksiDaftarHimpunan { totalCount } paksiDaftarPermintaan { totalCount } }"
    satu = "query($id: ID!) { paksiHimpunan(id: $id) { id } }"
    permintaan = "query($id: ID!) { paksiPermintaan(id: $id) { id } }"
    assert (await server.ask(satu, aktor=PELAKU[siapa], id=str(dunia.himpunan))).hasil == {
        "paksiHimpunan": None
    }
    p = str(dunia.permintaan["61.71"])
    assert (await server.ask(permintaan, aktor=PELAKU[siapa], id=p)).hasil == {"paksiPermintaan": None}
    assert (await server.ask(daftar, aktor=PELAKU[siapa])).hasil == {
        "paksiDaftarHimpunan": {"totalCount": 0},
        "paksiDaftarPermintaan": {"totalCount": 0},
    }
    for boleh in ("pemda", "koordinator", "lsp"):
        assert (await server.ask(satu, aktor=PELAKU[boleh], id=str(dunia.himpunan))).hasil == {
            "paksiHimpunan": {"id": str(dunia.himpunan)}
        }
        assert (await server.ask(daftar, aktor=PELAKU[boleh])).hasil["paksiDaftarHimpunan"] == {
            "totalCount": 1
        }


async def test_the_lsp_sees_a_request_without_names_and_no_drafts(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    dunia = await dunia_sampai(db, "")
    await draf(db, dunia)
    dokumen = (
        "query { paksiDaftarPermintaan { edges { node { keadaan jumlahCalon calon { orang { nama } } } } } }"
    )
    jawab = await server.ask(dokumen, aktor=PELAKU["lsp"])
    node = [e["node"] for e in jawab.hasil["paksiDaftarPermintaan"]["edges"]]
    assert sorted((n["keadaan"], n["jumlahCalon"], n["calon"]) for n in node) == [
        ("DIHIMPUN", 2, None),
        ("DIHIMPUN", 3, None),
    ]
    milik = await server.ask(dokumen, aktor=PELAKU["pemda"])
    assert {e["node"]["keadaan"] for e in milik.hasil["paksiDaftarPermintaan"]["edges"]} == {
        "DIHIMPUN",
        "DRAF",
    }


ALOKASIKAN = """mutation($h: ID!, $pratinjau: Boolean!, $sidik: String) {
  paksiAlokasikan(himpunan: $h, pratinjau: $pratinjau, sidik: $sidik) {
    __typename
    ... on PaksiAlokasi { ditetapkan sidik kursi terpakai himpunan { keadaan } pemda { calon kursi tunggu }
      keputusan { hasil urutan posisiTunggu alasan orang { id } jadwal { kode } } }
    ... on PaksiGalatBerubah { perubahan }
    ... on Galat { kode letak }
  } }"""


async def test_committing_gives_exactly_what_the_preview_showed(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    dunia = await dunia_sampai(db, "")
    sebelum = await potret(db)
    koordinator = PELAKU["koordinator"]
    tinjauan = await server.ask(ALOKASIKAN, aktor=koordinator, h=str(dunia.himpunan), pratinjau=True)
    pratinjau = tinjauan.hasil["paksiAlokasikan"]
    assert await potret(db) == sebelum
    assert (pratinjau["ditetapkan"], pratinjau["himpunan"]) == (False, {"keadaan": "DIKUNCI"})
    tetap = await server.ask(
        ALOKASIKAN, aktor=koordinator, h=str(dunia.himpunan), pratinjau=False, sidik=pratinjau["sidik"]
    )
    ditetapkan = tetap.hasil["paksiAlokasikan"]
    assert (ditetapkan["ditetapkan"], ditetapkan["sidik"]) == (True, None)
    assert ditetapkan["himpunan"] == {"keadaan": "DIALOKASIKAN"}
    for bidang in ("kursi", "terpakai", "pemda", "keputusan"):
        assert ditetapkan[bidang] == pratinjau[bidang]


async def test_a_stale_preview_answers_with_what_changed(graphql_with: GraphQLWith, db: Database) -> None:
    server = await pelayan(graphql_with)
    dunia = await dunia_sampai(db, "")
    koordinator = PELAKU["koordinator"]
    tinjauan = await server.ask(ALOKASIKAN, aktor=koordinator, h=str(dunia.himpunan), pratinjau=True)
    await tambah_jadwal(db, dunia, 2, geser=7)
    ((kode,),) = await isi(db, "paksi_jadwal", "kode", id=dunia.jadwal[1])
    sebelum = await potret(db)
    jawab = await server.ask(
        ALOKASIKAN,
        aktor=koordinator,
        h=str(dunia.himpunan),
        pratinjau=False,
        sidik=tinjauan.hasil["paksiAlokasikan"]["sidik"],
    )
    assert jawab.hasil["paksiAlokasikan"] == {
        "__typename": "PaksiGalatBerubah",
        "perubahan": [f"Jadwal {kode} ditambahkan."],
        "kode": "BERUBAH_SEJAK_PRATINJAU",
        "letak": ["sidik"],
    }
    assert await potret(db) == sebelum


async def test_committing_without_a_preview_is_refused(graphql_with: GraphQLWith, db: Database) -> None:
    server = await pelayan(graphql_with)
    dunia = await dunia_sampai(db, "")
    sebelum = await potret(db)
    jawab = await server.ask(ALOKASIKAN, aktor=PELAKU["koordinator"], h=str(dunia.himpunan), pratinjau=False)
    assert jawab.hasil["paksiAlokasikan"] == {
        "__typename": "GalatIsian",
        "kode": "SIDIK_WAJIB",
        "letak": ["sidik"],
    }
    assert await potret(db) == sebelum


async def test_changes_of_policy_are_shown_to_every_pemda_of_the_pool(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    dunia = await dunia_sampai(db, "", terkunci=False)
    ubah = 'mutation($h: ID!) { paksiUbahKebijakan(himpunan: $h, kebijakan: PROPORSIONAL, alasan: "Rapat") { __typename } }'
    await server.ask(ubah, aktor=PELAKU["koordinator"], h=str(dunia.himpunan))
    baca = "query($id: ID!) { paksiHimpunan(id: $id) { kebijakan perubahanKebijakan { dari ke alasan } } }"
    for siapa in ("pemda", "pemda_lain", "lsp"):
        assert (await server.ask(baca, aktor=PELAKU[siapa], id=str(dunia.himpunan))).hasil[
            "paksiHimpunan"
        ] == {
            "kebijakan": "PROPORSIONAL",
            "perubahanKebijakan": [{"dari": "MERATA", "ke": "PROPORSIONAL", "alasan": "Rapat"}],
        }


BERUBAH = "subscription($h: ID!) { paksiHimpunanBerubah(himpunan: $h) { keadaan pemda { kursi } } }"


async def test_who_listens_to_a_pool_is_told_of_every_step(graphql_with: GraphQLWith, db: Database) -> None:
    server = await pelayan(graphql_with)
    dunia = await dunia_sampai(db, "", terkunci=False)
    async with server.listen(BERUBAH, aktor=PELAKU["pemda"], h=str(dunia.himpunan)) as kabar:
        await db.write(service.kunci_himpunan, SISTEM, himpunan_id=dunia.himpunan)
        assert (await anext(kabar)).hasil["paksiHimpunanBerubah"]["keadaan"] == "DIKUNCI"
        await tetapkan(db, dunia.himpunan)
        berikut = (await anext(kabar)).hasil["paksiHimpunanBerubah"]
        assert berikut == {"keadaan": "DIALOKASIKAN", "pemda": [{"kursi": 1}, {"kursi": 2}]}


async def test_nobody_outside_a_pool_listens_to_it(graphql_with: GraphQLWith, db: Database) -> None:
    server = await pelayan(graphql_with)
    dunia = await dunia_sampai(db, "", terkunci=False)
    async with server.listen(BERUBAH, aktor=PELAKU["koordinator_lain"], h=str(dunia.himpunan)) as kabar:
        jawab = await anext(kabar)
    assert [e["extensions"]["kode"] for e in jawab.errors] == ["TIDAK_DITEMUKAN"]


async def test_a_pemda_that_left_the_pool_hears_no_more_of_it(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    dunia = await dunia_sampai(db, "", terkunci=False)
    async with server.listen(BERUBAH, aktor=PELAKU["pemda_lain"], h=str(dunia.himpunan)) as kabar:
        # one event first: it has been let in by then
        await tambah_jadwal(db, dunia, 1, geser=30)
        assert (await anext(kabar)).errors == []
        await db.write(
            service.lepas_permintaan,
            SISTEM,
            himpunan_id=dunia.himpunan,
            permintaan_id=dunia.permintaan["61.01"],
        )
        jawab = await anext(kabar)
        assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"]


RINGKASAN = """query { daftarWilayah(induk: "61") { edges { node { kode paksiRingkasan {
  permintaanTerbuka calon kursi menunggu } } } } wilayah(kode: "61") { paksiRingkasan {
  permintaanTerbuka calon kursi menunggu } } }"""


async def test_a_region_sums_up_what_is_beneath_it_for_those_who_may_look(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    await dunia_sampai(db, "DIALOKASIKAN")
    koordinator = await server.ask(RINGKASAN, aktor=PELAKU["koordinator"])
    assert koordinator.hasil["wilayah"]["paksiRingkasan"] == {
        "permintaanTerbuka": 2, "calon": 5, "kursi": 3, "menunggu": 2,
    }  # fmt: skip
    node = {
        e["node"]["kode"]: e["node"]["paksiRingkasan"] for e in koordinator.hasil["daftarWilayah"]["edges"]
    }
    assert node["61.71"] == {"permintaanTerbuka": 1, "calon": 3, "kursi": 2, "menunggu": 1}
    assert node["61.02"] == {"permintaanTerbuka": 0, "calon": 0, "kursi": 0, "menunggu": 0}
    pemda = await server.ask(RINGKASAN, aktor=PELAKU["pemda"])
    node = {e["node"]["kode"]: e["node"]["paksiRingkasan"] for e in pemda.hasil["daftarWilayah"]["edges"]}
    assert [k for k, v in node.items() if v is not None] == ["61.71"]
    assert pemda.hasil["wilayah"] == {"paksiRingkasan": None}
    satu = await server.ask(
        'query { wilayah(kode: "61.71") { paksiRingkasan { kursi } } }', aktor=PELAKU["koordinator"]
    )
    banyak = await server.ask(
        'query { daftarWilayah(induk: "61") { edges { node { paksiRingkasan { kursi } } } } }',
        aktor=PELAKU["koordinator"],
    )
    assert len(satu.pernyataan) == len(banyak.pernyataan)


async def test_a_pool_costs_the_same_statements_whatever_its_size(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    dunia = await himpunan(db, pemda=PEMDA[:1])
    kecil = await server.ask(KEPUTUSAN, aktor=PELAKU["koordinator"], id=str(dunia.himpunan))
    for wilayah, banyak in PEMDA[1:]:
        siapa = await db.write(pegawai, wilayah, banyak)
        id_ = await db.write(minta, wilayah, siapa)
        await db.write(ubah_baris, "paksi_permintaan", id_, keadaan="DIHIMPUN", himpunan_id=dunia.himpunan)
    besar = await server.ask(KEPUTUSAN, aktor=PELAKU["koordinator"], id=str(dunia.himpunan))
    assert len(besar.hasil["paksiHimpunan"]["permintaan"]) == 8
    assert len(kecil.pernyataan) == len(besar.pernyataan)


KINI = """query($h: ID!) { paksiHimpunan(id: $h) {
  pemda { wilayah { kode } kursi tunggu kini { ditahan dikonfirmasi menunggu } }
  keputusan { edges { node { hasil keadaanKini } } } } }"""


async def test_figures_of_now_follow_what_happens_to_seats_beside_what_was_decided(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))

    async def kini() -> tuple[list[tuple[int, ...]], list[tuple[str, str | None]]]:
        jawab = await server.ask(KINI, aktor=PELAKU["pemda"], h=str(dunia.himpunan))
        isi_himpunan = jawab.hasil["paksiHimpunan"]
        keputusan = [
            (e["node"]["hasil"], e["node"]["keadaanKini"]) for e in isi_himpunan["keputusan"]["edges"]
        ]
        return [(p["kursi"], p["tunggu"], *p["kini"].values()) for p in isi_himpunan["pemda"]], keputusan

    assert (await kini())[0] == [(0, 0, 0, 0, 0), (0, 0, 0, 0, 0)]
    await tetapkan(db, dunia.himpunan)
    assert (await kini())[0] == [(1, 1, 1, 0, 1), (2, 1, 2, 0, 1)]  # Sambas, then Pontianak
    ((kursi,),) = await isi(db, "paksi_pemesanan", "id", orang_id=dunia.calon["61.71"][0])
    await db.write(batalkan, SISTEM, pemesanan_id=kursi)
    await db.write(penyelesaian.kirim_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    await db.write(penyelesaian.konfirmasi_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    angka, keputusan = await kini()
    assert angka == [(1, 1, 0, 2, 0), (2, 1, 0, 1, 1)]
    assert keputusan == [
        ("KURSI", "DIBATALKAN"),
        ("KURSI", "DIKONFIRMASI"),
        ("KURSI", "DIKONFIRMASI"),
        ("DAFTAR_TUNGGU", "DIKONFIRMASI"),
        ("DAFTAR_TUNGGU", "DAFTAR_TUNGGU"),
    ]


async def test_money_is_a_string_of_whole_rupiah(graphql_with: GraphQLWith, db: Database) -> None:
    server = await pelayan(graphql_with)
    dunia = await dunia_sampai(db, "", terkunci=False)
    dokumen = """mutation($isian: PaksiPermintaanIsian!) { paksiBuatPermintaan(wilayah: "61.71", isian: $isian) {
      ... on PaksiPermintaan { nomor paguRupiah sumberAnggaran tanggal { mulai sampai } calon { urutan orang { id } } }
      ... on Galat { kode letak } } }"""
    calon = [str(c) for c in dunia.calon["61.71"][:2]]
    tanggal = [{"mulai": "2030-04-01", "sampai": "2030-04-05"}]
    benar = {
        **ISIAN,
        "paguRupiah": "25000000000",
        "sumberAnggaran": "APBD",
        "calon": calon,
        "tanggal": tanggal,
    }
    jawab = (await server.ask(dokumen, aktor=PELAKU["pemda"], isian=benar)).hasil["paksiBuatPermintaan"]
    assert (jawab["paguRupiah"], jawab["sumberAnggaran"], jawab["tanggal"]) == (
        "25000000000",
        "APBD",
        tanggal,
    )
    assert jawab["calon"] == [{"urutan": i, "orang": {"id": c}} for i, c in enumerate(calon, 1)]
    sebelum = await potret(db)
    for pagu in ("25.000.000", "-1", "1e9", "007", "1" * 16, " 5"):
        salah = await server.ask(dokumen, aktor=PELAKU["pemda"], isian={**benar, "paguRupiah": pagu})
        assert salah.hasil["paksiBuatPermintaan"] == {"kode": "PAGU_TIDAK_SAH", "letak": ["paguRupiah"]}
    for calon_salah in ("bukan-id", str(uuid.uuid4()), str(dunia.calon["61.01"][0])):
        salah = await server.ask(
            dokumen, aktor=PELAKU["pemda"], isian={**benar, "calon": [calon[0], calon_salah]}
        )
        assert salah.hasil["paksiBuatPermintaan"] == {"kode": "TIDAK_DITEMUKAN", "letak": ["calon", "1"]}
    assert await potret(db) == sebelum


async def test_coverage_counts_active_certificates_of_the_recognised_lsp(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    dunia = await himpunan(db, pemda=(("61.71", 4),), kursi=(1,))
    siapa = dunia.calon["61.71"]

    def terbitkan(session: Session) -> None:
        catat(session, SISTEM, "uji", objek="uji", objek_id="-", wilayah="ID")
        lembaga = tabel("lembaga")
        if session.scalar(select(lembaga.c.kode).where(lembaga.c.kode == "lsp-kpk")) is None:
            session.execute(
                insert(lembaga).values(kode="lsp-kpk", nama="LSP KPK", nama_cari="lsp kpk", jenis="LSP")
            )
        skema = session.scalar(
            select(tabel("paksi_skema").c.id).where(tabel("paksi_skema").c.kode == "PAKSI_PERTAMA")
        )
        jauh = date(2999, 1, 1)
        for ke, (penerbit, berakhir, keadaan) in enumerate(
            (
                ("lsp-kpk", jauh, "AKTIF"),
                ("lsp-kpk", date(2020, 1, 1), "AKTIF"),
                ("lsp-lain", jauh, "AKTIF"),
                ("lsp-kpk", jauh, "DIBEKUKAN"),
            )
        ):
            session.execute(
                insert(tabel("paksi_sertifikat")).values(
                    id=uuid.uuid4(),
                    orang_id=siapa[ke],
                    skema_id=skema,
                    jenis="PAKSI",
                    keadaan=keadaan,
                    diakui=penerbit == "lsp-kpk",
                    lembaga_kode=penerbit,
                    nomor=f"S-{ke}",
                    terbit=date(2019, 1, 1),
                    berakhir=berakhir,
                    wilayah_kode="61.71",
                )
            )

    await db.write(terbitkan)
    dokumen = (
        "query($id: ID!) { orang(id: $id) { perangkatDaerah { paksiCakupan { pemegang kuota keadaan } } } }"
    )
    pelihat = aktor(hibah("inti:orang", wilayah="ID"), hibah("paksi:lihat", wilayah="61"))
    cakupan = [
        (await server.ask(dokumen, aktor=pelihat, id=str(s))).hasil["orang"]["perangkatDaerah"][
            "paksiCakupan"
        ]
        for s in siapa
    ]
    assert cakupan == [
        {"pemegang": 1, "kuota": 1, "keadaan": "TERPENUHI"},
        *[{"pemegang": 0, "kuota": 1, "keadaan": "BELUM_ADA"}] * 3,
    ]
    tinjauan = await tinjau(db, dunia.himpunan)
    assert len(tinjauan.hasil.keputusan) == 4
