"""Invitations through GraphQL: the whole story with everybody who may not take part in it, and who reads what."""

from __future__ import annotations

from typing import Any

from forum_server.plugin import Database
from forum_server.testing import GraphQLWith, ServerUji
from tests.paksi.bahan import SISTEM, isi
from tests.paksi.bahan_himpunan import himpunan, tetapkan
from tests.paksi.bahan_undangan import DUA, sepakat, terjawab, undang
from tests.paksi.test_himpunan_graphql import BUKAN_HIMPUN, BUKAN_LSP, PELAKU, hasil, pelayan

POKOK = "... on PaksiUndangan { id keadaan versi } ... on Galat { kode pesan letak }"
BUAT = f"mutation($h: ID!, $i: PaksiUndanganIsian!) {{ paksiBuatUndangan(himpunan: $h, isian: $i) {{ {POKOK} }} }}"
UBAH = (
    "mutation($u: ID!, $v: Int!, $i: PaksiUndanganIsian!) "
    f"{{ paksiUbahUndangan(undangan: $u, versi: $v, isian: $i) {{ {POKOK} }} }}"
)
KIRIM = f"mutation($u: ID!, $v: Int!) {{ paksiKirimUndangan(undangan: $u, versi: $v) {{ {POKOK} }} }}"
TERIMA = (
    "mutation($u: ID!, $v: Int!, $k: PaksiKesanggupanIsian!) "
    f"{{ paksiTerimaUndangan(undangan: $u, versi: $v, pilihan: 1, kesanggupan: $k) {{ {POKOK} }} }}"
)
JAWAB = (
    "mutation($u: ID!, $v: Int!, $j: PaksiJawabanIsian!) "
    f"{{ paksiJawabUndangan(undangan: $u, versi: $v, isian: $j) {{ {POKOK} }} }}"
)
TOLAK = f'mutation($u: ID!, $v: Int!) {{ paksiTolakUndangan(undangan: $u, versi: $v, alasan: "Penuh") {{ {POKOK} }} }}'
SETUJUI = f"mutation($u: ID!, $v: Int!) {{ paksiSetujuiJawaban(undangan: $u, versi: $v, pilihan: 1) {{ {POKOK} }} }}"
TOLAK_JAWABAN = f'mutation($u: ID!, $v: Int!) {{ paksiTolakJawaban(undangan: $u, versi: $v, alasan: "Libur") {{ {POKOK} }} }}'
TARIK = f"mutation($u: ID!) {{ paksiTarikUndangan(undangan: $u) {{ {POKOK} }} }}"
BATALKAN = 'mutation($j: ID!) { paksiBatalkanJadwal(id: $j, alasan: "Sakit") { __typename } }'

ISIAN = {
    "tuanRumah": "61.71",
    "tukNama": "BPSDM Contoh",
    "tukAlamat": "Jalan Contoh 1",
    "tukWilayah": "61.71",
    "tanggal": [{"mulai": "2030-04-02", "sampai": "2030-04-04"}],
    "peserta": 5,
    "sumberAnggaran": "APBD",
    "anggaranRupiah": "60000000",
}
KESANGGUPAN = {"jumlahAsesor": 1, "batasPerAsesor": 2, "batasDaftar": "2030-03-25T16:00"}
JAWABAN = {"kesanggupan": KESANGGUPAN, "peserta": 4}
VARIABEL: dict[str, Any] = {"i": ISIAN, "k": KESANGGUPAN, "j": JAWABAN}

KISAH: tuple[tuple[str, str, tuple[str, int]], ...] = (
    (BUAT, "koordinator", ("DRAF", 1)),
    (TARIK, "koordinator", ("DITARIK", 1)),
    (BUAT, "koordinator", ("DRAF", 1)),
    (UBAH, "koordinator", ("DRAF", 2)),
    (KIRIM, "koordinator", ("DIKIRIM", 2)),
    (TOLAK, "lsp", ("DITOLAK", 2)),
    (BUAT, "koordinator", ("DRAF", 1)),
    (KIRIM, "koordinator", ("DIKIRIM", 1)),
    (JAWAB, "lsp", ("DIJAWAB", 2)),
    (TOLAK_JAWABAN, "koordinator", ("TIDAK_DISETUJUI", 2)),
    (UBAH, "koordinator", ("TIDAK_DISETUJUI", 3)),
    (KIRIM, "koordinator", ("DIKIRIM", 3)),
    (JAWAB, "lsp", ("DIJAWAB", 4)),
    (SETUJUI, "koordinator", ("DISEPAKATI", 4)),
    (BATALKAN, "lsp", ("GUGUR", 4)),
    (BUAT, "koordinator", ("DRAF", 1)),
    (KIRIM, "koordinator", ("DIKIRIM", 1)),
    (TERIMA, "lsp", ("DISEPAKATI", 1)),
)
TERAKHIR = """query($h: ID!) { paksiHimpunan(id: $h) { undangan { id keadaan versi jadwal { id } } } }"""


async def terakhir(server: ServerUji, himpunan_id: str) -> dict[str, Any]:
    """The newest invitation of a pool, as its coordinator sees it."""
    jawab = await server.ask(TERAKHIR, aktor=PELAKU["koordinator"], h=himpunan_id)
    semua = jawab.hasil["paksiHimpunan"]["undangan"]
    return semua[0] if semua else {}


async def tertulis(db: Database) -> list[list[tuple[Any, ...]]]:
    """What any step would change: there is no change without its audit entry."""
    return [
        await isi(db, "jejak", "id"),
        await isi(db, "peristiwa", "id"),
        await isi(db, "paksi_undangan", "id", "keadaan", "versi"),
        await isi(db, "paksi_jadwal", "id"),
    ]


async def test_the_whole_story_and_at_each_step_who_may_not_take_it(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    dunia = await himpunan(db, pemda=DUA, kursi=())
    id_ = str(dunia.himpunan)
    for dokumen, boleh, (keadaan, versi) in KISAH:
        kini = await terakhir(server, id_)
        variabel = {**VARIABEL, "h": id_, "u": kini.get("id"), "v": kini.get("versi")}
        if dokumen is BATALKAN:
            variabel["j"] = kini["jadwal"]["id"]
        dipakai = {k: n for k, n in variabel.items() if f"${k}:" in dokumen}
        izinkan = {"koordinator": BUKAN_HIMPUN, "lsp": BUKAN_LSP}[boleh]
        if dokumen is not BATALKAN:
            sebelum = await tertulis(db)
            for siapa in sorted(set(PELAKU) - {boleh}):
                jawab = await server.ask(dokumen, aktor=PELAKU[siapa], variables=dipakai)
                harap = "DITOLAK" if siapa in izinkan else "TIDAK_DITEMUKAN"
                assert (siapa, hasil(jawab)) == (siapa, harap)
            assert await tertulis(db) == sebelum
        jawab = await server.ask(dokumen, aktor=PELAKU[boleh], variables=dipakai)
        assert hasil(jawab) == "BOLEH", (dokumen, jawab.hasil)
        sesudah = await terakhir(server, id_)
        assert (sesudah["keadaan"], sesudah["versi"]) == (keadaan, versi)
    await tetapkan(db, dunia.himpunan)
    assert len(await isi(db, "paksi_pemesanan", "id", keadaan="DITAHAN")) == 5


LIHAT = """query($id: ID!) { paksiUndangan(id: $id) { keadaan isi { versi peserta } putaran { versi } } }"""
DAFTAR = "query { paksiDaftarUndangan { totalCount } }"


async def test_a_text_is_the_coordinators_alone_until_it_is_sent(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    dunia = await himpunan(db, pemda=DUA, kursi=())
    koordinator = PELAKU["koordinator"]
    jawab = await server.ask(BUAT, aktor=koordinator, h=str(dunia.himpunan), i=ISIAN)
    id_ = jawab.hasil["paksiBuatUndangan"]["id"]

    async def terlihat() -> dict[str, Any]:
        return {
            siapa: (await server.ask(LIHAT, aktor=PELAKU[siapa], id=id_)).hasil["paksiUndangan"]
            for siapa in sorted(set(PELAKU) - {"anonim", "pelihat"})
        }

    async def banyak(siapa: str) -> int:
        return (await server.ask(DAFTAR, aktor=PELAKU[siapa])).hasil["paksiDaftarUndangan"]["totalCount"]

    draf = {"keadaan": "DRAF", "isi": {"versi": 1, "peserta": 5}, "putaran": [{"versi": 1}]}
    assert {s: u for s, u in (await terlihat()).items() if u} == {"koordinator": draf}
    assert [await banyak(s) for s in ("koordinator", "lsp", "pemda")] == [1, 0, 0]
    await server.ask(KIRIM, aktor=koordinator, u=id_, v=1)
    terkirim = {**draf, "keadaan": "DIKIRIM"}
    boleh = {"koordinator", "lsp", "pemda", "pemda_lain"}
    assert {s: u for s, u in (await terlihat()).items() if u} == dict.fromkeys(boleh, terkirim)
    assert [await banyak(s) for s in ("koordinator", "lsp", "pemda", "lsp_lain")] == [1, 1, 1, 0]
    await server.ask(JAWAB, aktor=PELAKU["lsp"], u=id_, v=1, j=JAWABAN)
    await server.ask(TOLAK_JAWABAN, aktor=koordinator, u=id_, v=2)
    await server.ask(UBAH, aktor=koordinator, u=id_, v=2, i={**ISIAN, "peserta": 3})
    semua = await terlihat()
    assert (semua["koordinator"]["isi"], len(semua["koordinator"]["putaran"])) == (
        {"versi": 3, "peserta": 3},
        3,
    )
    assert (semua["lsp"]["isi"], semua["lsp"]["putaran"]) == (
        {"versi": 2, "peserta": 4},
        [{"versi": 1}, {"versi": 2}],
    )


SEMUA = """query($first: Int!) { paksiDaftarUndangan(wilayah: "61", lembaga: "lsp-uji", first: $first) { edges { node {
  keadaan alasan himpunan { nama } lembaga { kode } jadwal { kode undangan { id } }
  isi { tuanRumah { kode } tukWilayah { kode } tukNama tukAlamat anggaranRupiah jalur tanggal { mulai sampai } }
  putaran { versi pihak hasil jumlahAsesor batasDaftar }
} } } }"""


async def test_many_invitations_cost_the_statements_of_one(graphql_with: GraphQLWith, db: Database) -> None:
    server = await pelayan(graphql_with)
    dunia = await himpunan(db, pemda=DUA, kursi=())
    koordinator = PELAKU["koordinator"]
    for _ in range(2):
        id_ = str(await terjawab(db, dunia.himpunan))
        await server.ask(TARIK, aktor=koordinator, u=id_)
    await sepakat(db, dunia.himpunan)
    satu = await server.ask(SEMUA, aktor=koordinator, first=1)
    tiga = await server.ask(SEMUA, aktor=koordinator, first=10)
    node = [e["node"] for e in tiga.hasil["paksiDaftarUndangan"]["edges"]]
    assert [n["keadaan"] for n in node] == ["DISEPAKATI", "DITARIK", "DITARIK"]
    assert node[0]["jadwal"]["undangan"] is not None
    assert node[0]["isi"] == {
        "tuanRumah": {"kode": "61.71"},
        "tukWilayah": {"kode": "61.71"},
        "tukNama": "BPSDM Contoh",
        "tukAlamat": "Jalan Contoh 1",
        "anggaranRupiah": "60000000",
        "jalur": ["DIKLAT"],
        "tanggal": [
            {"mulai": "2030-04-02", "sampai": "2030-04-04"},
            {"mulai": "2030-04-09", "sampai": "2030-04-11"},
        ],
    }
    assert [(p["pihak"], p["hasil"], p["jumlahAsesor"]) for p in node[1]["putaran"]] == [
        ("KOORDINATOR", "DIJAWAB", None),
        ("LSP", "DITARIK", 1),
    ]
    assert len(satu.pernyataan) == len(tiga.pernyataan)
    publik = "query { paksiDaftarJadwal { edges { node { kode undangan { id } } } } }"
    jadwal = (await server.ask(publik)).hasil["paksiDaftarJadwal"]["edges"]
    assert [j["node"]["undangan"] for j in jadwal] == [None]


async def test_who_listens_to_the_pool_hears_of_its_invitation(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    dunia = await himpunan(db, pemda=DUA, kursi=())
    id_ = await undang(db, dunia.himpunan)
    dokumen = "subscription($h: ID!) { paksiHimpunanBerubah(himpunan: $h) { undangan { keadaan alasan } } }"
    async with server.listen(dokumen, aktor=PELAKU["pemda"], h=str(dunia.himpunan)) as kabar:
        await server.ask(TOLAK, aktor=PELAKU["lsp"], u=str(id_), v=1)
        kata = (await anext(kabar)).hasil["paksiHimpunanBerubah"]["undangan"]
    assert kata == [{"keadaan": "DITOLAK", "alasan": "Penuh"}]


async def test_what_no_invitation_is_named_by_is_not_found(graphql_with: GraphQLWith, db: Database) -> None:
    server = await pelayan(graphql_with)
    await himpunan(db, pemda=DUA, kursi=())
    for id_ in ("bukan", str(SISTEM.nama), "00000000-0000-0000-0000-000000000000"):
        jawab = await server.ask(TARIK, aktor=PELAKU["koordinator"], u=id_)
        assert jawab.hasil["paksiTarikUndangan"]["kode"] == "TIDAK_DITEMUKAN"
    waktu = """mutation($u: ID!) { paksiKirimUndangan(undangan: $u, versi: 1, jawabSampai: "2030-01-01T00:00:00") {
        ... on Galat { kode } } }"""
    jawab = await server.ask(waktu, aktor=PELAKU["koordinator"], u="x")
    assert jawab.hasil["paksiKirimUndangan"] == {"kode": "TANPA_ZONA"}
