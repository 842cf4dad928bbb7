"""Schedules, seats and certificates the way clients see them."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable

import pytest

from forum_paksi.jadwal import keadaan
from forum_paksi.pemesanan import service
from forum_server.plugin import Aktor
from forum_server.testing import aktor_uji
from forum_server.testing.server import GraphQLWith, ServerUji
from tests.paksi.bahan import LSP, PONTIANAK, dasar, isi, jadwal, orang, potret

SISTEM = Aktor.sistem("uji")
Server = Callable[[], Awaitable[ServerUji]]


@pytest.fixture
def server(graphql_with: GraphQLWith) -> Server:
    async def buat() -> ServerUji:
        satu = await graphql_with("paksi")
        await satu.db.write(dasar, aktif=())
        return satu

    return buat


AKTOR = {
    "anonim": None,
    "pemda": aktor_uji("paksi:lihat", "paksi:minta", wilayah=PONTIANAK),
    "pemda lain": aktor_uji("paksi:lihat", "paksi:minta", wilayah="61.72"),
    "koordinator": aktor_uji("paksi:lihat", "paksi:himpun", wilayah="61"),
    "koordinator lain": aktor_uji("paksi:lihat", "paksi:himpun", wilayah="62"),
    "lsp": aktor_uji("paksi:jadwal", lembaga=LSP),
    "lsp lain": aktor_uji("paksi:jadwal", lembaga="lsp-lain"),
    "pembaca": aktor_uji("paksi:lihat", wilayah=PONTIANAK),
    "penyertifikat": aktor_uji("paksi:sertifikat", wilayah=PONTIANAK),
}
"""Every kind of actor; each mutation's table says what becomes of each."""

BOLEH, TIADA, TOLAK = "boleh", "TIDAK_DITEMUKAN", "DITOLAK"

ISI = """{jenis: ASESMEN, skema: "PAKSI_PERTAMA", jalur: ["DIKLAT"], mode: TATAP_MUKA,
  sesi: [{tanggal: "2030-05-06"}, {tanggal: "2030-05-07"}], batasDaftar: "2030-05-01T16:00",
  jumlahAsesor: 3, batasPerAsesor: 5, kapasitas: 20, tukNama: "SMA Contoh 1", tukWilayah: "61.71"}"""

MUTASI: dict[str, tuple[str, dict[str, str]]] = {
    "paksiPesanSlot": (
        'mutation($j: ID!, $bebas: ID!) { h: paksiPesanSlot(jadwal: $j, orang: $bebas, wilayah: "61.71", jalur: "DIKLAT") { __typename ... on Galat { kode } } }',
        {
            "anonim": TOLAK,
            "pemda": BOLEH,
            "pemda lain": TIADA,
            "koordinator": TOLAK,
            "koordinator lain": TOLAK,
            "lsp": TOLAK,
            "lsp lain": TOLAK,
            "pembaca": TOLAK,
            "penyertifikat": TOLAK,
        },
    ),
    "paksiKonfirmasiSlot": (
        "mutation($p: ID!) { h: paksiKonfirmasiSlot(pemesanan: $p) { __typename ... on Galat { kode } } }",
        {
            "anonim": TOLAK,
            "pemda": BOLEH,
            "pemda lain": TIADA,
            "koordinator": BOLEH,
            "koordinator lain": TIADA,
            "lsp": BOLEH,
            "lsp lain": TIADA,
            "pembaca": TOLAK,
            "penyertifikat": TOLAK,
        },
    ),
    "paksiBatalkanSlot": (
        "mutation($p: ID!) { h: paksiBatalkanSlot(pemesanan: $p) { __typename ... on Galat { kode } } }",
        {
            "anonim": TOLAK,
            "pemda": BOLEH,
            "pemda lain": TIADA,
            "koordinator": BOLEH,
            "koordinator lain": TIADA,
            "lsp": BOLEH,
            "lsp lain": TIADA,
            "pembaca": TOLAK,
            "penyertifikat": TOLAK,
        },
    ),
    "paksiCatatKehadiran": (
        "mutation($ph: ID!) { h: paksiCatatKehadiran(pemesanan: $ph, hadir: true) { __typename ... on Galat { kode } } }",
        {
            "anonim": TOLAK,
            "pemda": TOLAK,
            "pemda lain": TOLAK,
            "koordinator": TOLAK,
            "koordinator lain": TOLAK,
            "lsp": BOLEH,
            "lsp lain": TIADA,
            "pembaca": TOLAK,
            "penyertifikat": TOLAK,
        },
    ),
    "paksiImporSertifikat": (
        "mutation($csv: Rahasia!) { h: paksiImporSertifikat(isi: $csv) { __typename ... on Galat { kode } } }",
        {
            "anonim": TOLAK,
            "pemda": TOLAK,
            "pemda lain": TOLAK,
            "koordinator": TOLAK,
            "koordinator lain": TOLAK,
            "lsp": TOLAK,
            "lsp lain": TOLAK,
            "pembaca": TOLAK,
            "penyertifikat": BOLEH,
        },
    ),
}
LSP_SAJA = {
    "anonim": TOLAK,
    "pemda": TOLAK,
    "pemda lain": TOLAK,
    "koordinator": TOLAK,
    "koordinator lain": TOLAK,
    "lsp": BOLEH,
    "lsp lain": TIADA,
    "pembaca": TOLAK,
    "penyertifikat": TOLAK,
}
for _nama, _panggilan in {
    "paksiBuatJadwal": f'mutation {{ h: paksiBuatJadwal(lembaga: "{LSP}", isi: {ISI}) {{ __typename ... on Galat {{ kode }} }} }}',
    "paksiUbahJadwal": f"mutation($draf: ID!) {{ h: paksiUbahJadwal(id: $draf, isi: {ISI}) {{ __typename ... on Galat {{ kode }} }} }}",
    "paksiUbahBatasDaftar": 'mutation($j: ID!) { h: paksiUbahBatasDaftar(id: $j, batasDaftar: "2030-03-20T12:00") { __typename ... on Galat { kode } } }',
    "paksiBukaJadwal": "mutation($draf: ID!) { h: paksiBukaJadwal(id: $draf) { __typename ... on Galat { kode } } }",
    "paksiTutupJadwal": "mutation($j: ID!) { h: paksiTutupJadwal(id: $j) { __typename ... on Galat { kode } } }",
    "paksiMulaiJadwal": "mutation($tutup: ID!) { h: paksiMulaiJadwal(id: $tutup) { __typename ... on Galat { kode } } }",
    "paksiSelesaikanJadwal": "mutation($usai: ID!) { h: paksiSelesaikanJadwal(id: $usai) { __typename ... on Galat { kode } } }",
    "paksiBatalkanJadwal": 'mutation($j: ID!) { h: paksiBatalkanJadwal(id: $j, alasan: "uji") { __typename ... on Galat { kode } } }',
}.items():
    MUTASI[_nama] = (_panggilan, LSP_SAJA)


async def dunia(server: ServerUji) -> dict[str, str]:
    """A schedule in every state and a seat in those that matter."""
    db = server.db
    siti, budi, bebas = await db.write(orang, 3)
    j = await db.write(jadwal)
    berjalan = await db.write(jadwal, lembaga=LSP)
    usai = await db.write(jadwal)

    async def duduk(jadwal_id: uuid.UUID, siapa: uuid.UUID) -> uuid.UUID:
        hasil = await db.write(
            service.pesan_slot, SISTEM, jadwal_id=jadwal_id, orang_id=siapa, wilayah=PONTIANAK, jalur="DIKLAT"
        )
        return hasil.pemesanan_id

    p = await duduk(j, siti)
    ph = await duduk(berjalan, budi)
    await db.write(service.konfirmasi, SISTEM, pemesanan_id=ph)
    tutup = await db.write(jadwal)
    for satu in (berjalan, usai, tutup):
        await db.write(keadaan.tutup, SISTEM, jadwal_id=satu)
    for satu in (berjalan, usai):
        await db.write(keadaan.mulai, SISTEM, jadwal_id=satu)
    semua = {
        "j": j,
        "draf": await db.write(jadwal, dibuka=False),
        "tutup": tutup,
        "usai": usai,
        "p": p,
        "ph": ph,
        "bebas": bebas,
        "siti": siti,
    }
    return {k: str(v) for k, v in semua.items()} | {"csv": "nip,skema,lembaga,nomor,terbit,berakhir\n"}


@pytest.mark.lama
async def test_who_may_run_each_mutation(server: Server) -> None:
    satu = await server()
    for mutasi, (dokumen, tabel) in MUTASI.items():
        assert set(tabel) == set(AKTOR), mutasi
        assert BOLEH in tabel.values()
        variabel = await dunia(satu)
        dipakai = {k: v for k, v in variabel.items() if f"${k}:" in dokumen}
        sebelum = await potret(satu.db)
        for nama in (n for n in AKTOR if tabel[n] != BOLEH):
            jawab = await satu.ask(dokumen, aktor=AKTOR[nama], variables=dipakai)
            if tabel[nama] == TOLAK:
                assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"], (mutasi, nama, jawab)
            else:
                assert jawab.hasil == {"h": {"__typename": "GalatTidakDitemukan", "kode": TIADA}}, (
                    mutasi,
                    nama,
                )
        assert await potret(satu.db) == sebelum
        pertama, *lain = (n for n in AKTOR if tabel[n] == BOLEH)
        jawab = await satu.ask(dokumen, aktor=AKTOR[pertama], variables=dipakai)
        assert not jawab.hasil["h"]["__typename"].startswith("Galat"), (mutasi, pertama, jawab)
        sebelum = await potret(satu.db)
        for nama in lain:  # allowed too, but the first has done it already
            jawab = await satu.ask(dokumen, aktor=AKTOR[nama], variables=dipakai)
            assert jawab.hasil == {"h": {"__typename": "GalatKeadaan", "kode": "KEADAAN_TIDAK_SESUAI"}}, nama
        assert await potret(satu.db) == sebelum


async def test_a_seat_is_booked_and_shown(server: Server) -> None:
    satu = await server()
    v = await dunia(satu)
    jawab = await satu.ask(
        """mutation($j: ID!, $o: ID!) {
          paksiPesanSlot(jadwal: $j, orang: $o, wilayah: "61.71", jalur: "DIKLAT") {
            ... on PaksiPemesanan {
              keadaan posisi jalur orang { nama } wilayah { kode } perangkatDaerah { nama }
              jadwal { kode terbuka: bagian { terbuka kapasitas terisi sisa menunggu kebijakan } }
            }
          }
        }""",
        aktor=AKTOR["pemda"],
        variables={"j": v["j"], "o": v["bebas"]},
    )
    hasil = jawab.hasil["paksiPesanSlot"]
    assert hasil.pop("jadwal")["terbuka"] == [
        {"terbuka": True, "kapasitas": 26, "terisi": 2, "sisa": 24, "menunggu": 0, "kebijakan": "URUT_WAKTU"}
    ]
    assert hasil == {
        "keadaan": "DITAHAN",
        "posisi": None,
        "jalur": "DIKLAT",
        "orang": {"nama": "Contoh 2"},
        "wilayah": {"kode": PONTIANAK},
        "perangkatDaerah": None,
    }


async def test_positions_are_ranks_without_gaps(server: Server) -> None:
    satu = await server()
    db = satu.db
    siapa = await db.write(orang, 6)
    j = await db.write(jadwal, kapasitas=1)
    hasil = [
        await db.write(service.pesan_slot, SISTEM, jadwal_id=j, orang_id=o, wilayah=PONTIANAK, jalur="DIKLAT")
        for o in siapa
    ]
    await db.write(service.batalkan, SISTEM, pemesanan_id=hasil[2].pemesanan_id)
    await db.write(service.batalkan, SISTEM, pemesanan_id=hasil[0].pemesanan_id)
    jawab = await satu.ask(
        """query($j: ID!) { paksiDaftarPemesanan(jadwal: $j, keadaan: [DAFTAR_TUNGGU, DITAHAN]) {
             totalCount edges { node { keadaan posisi } } } }""",
        aktor=AKTOR["pemda"],
        variables={"j": str(j)},
    )
    assert jawab.hasil["paksiDaftarPemesanan"] == {
        "totalCount": 4,
        "edges": [
            {"node": {"keadaan": "DITAHAN", "posisi": None}},
            {"node": {"keadaan": "DAFTAR_TUNGGU", "posisi": 1}},
            {"node": {"keadaan": "DAFTAR_TUNGGU", "posisi": 2}},
            {"node": {"keadaan": "DAFTAR_TUNGGU", "posisi": 3}},
        ],
    }


async def test_who_sees_whose_seat(server: Server) -> None:
    satu = await server()
    v = await dunia(satu)
    nama = {"orang": {"nama": "Contoh 0"}}
    for siapa in ("pemda", "koordinator", "lsp", "pembaca", "pemda lain", "koordinator lain", "lsp lain"):
        jawab = await satu.ask(
            """query($p: ID!, $j: ID!) {
              satu: paksiPemesanan(id: $p) { orang { nama } }
              daftar: paksiDaftarPemesanan(jadwal: $j) { totalCount }
              jadwal: paksiJadwal(id: $j) { pemesanan { totalCount edges { node { orang { nama } } } } }
            }""",
            aktor=AKTOR[siapa],
            variables={"p": v["p"], "j": v["j"]},
        )
        lihat = "lain" not in siapa
        assert jawab.hasil == {
            "satu": nama if lihat else None,
            "daftar": {"totalCount": 1 if lihat else 0},
            "jadwal": {
                "pemesanan": {"totalCount": 1, "edges": [{"node": nama}]}
                if lihat
                else {"totalCount": 0, "edges": []}
            },
        }, siapa
    for siapa in ("anonim", "penyertifikat"):
        jawab = await satu.ask("{ paksiDaftarPemesanan { totalCount } }", aktor=AKTOR[siapa])
        assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"], siapa


async def test_the_public_sees_announced_schedules_and_counts_but_no_drafts_and_no_names(
    server: Server,
) -> None:
    satu = await server()
    v = await dunia(satu)
    jawab = await satu.ask(
        """query($j: ID!, $draf: ID!) {
          terbuka: paksiJadwal(id: $j) {
            kode keadaan zona batasDaftarLokal kapasitas belumDibagi
            skema { kode jalur { kode } } lembaga { nama } tukWilayah { nama } jalur { kode }
            sesi { tanggal paruh } wilayahTerbuka { kode } bagian { terisi } pemesanan { totalCount }
          }
          draf: paksiJadwal(id: $draf) { kode }
          asal: paksiJadwal(id: "bukan-id") { kode }
          semua: paksiDaftarJadwal { totalCount }
          menerima: paksiDaftarJadwal(filter: {menerima: true, untukWilayah: "91.71", lembaga: "lsp-uji"}) { totalCount }
          lain: paksiDaftarJadwal(filter: {lembaga: "lsp-lain"}) { totalCount }
        }""",
        variables={"j": v["j"], "draf": v["draf"]},
    )
    data = jawab.hasil
    terbuka = data.pop("terbuka")
    assert data == {
        "draf": None,
        "asal": None,
        "semua": {"totalCount": 4},
        "menerima": {"totalCount": 1},
        "lain": {"totalCount": 0},
    }
    assert terbuka.pop("kode").startswith("ASESMEN-20300402-")
    assert terbuka.pop("sesi")[:2] == [
        {"tanggal": "2030-04-02", "paruh": "PAGI"},
        {"tanggal": "2030-04-02", "paruh": "SIANG"},
    ]
    assert terbuka == {
        "keadaan": "DIBUKA",
        "zona": "WIB",
        "batasDaftarLokal": "2030-03-25T16:00",
        "kapasitas": 26,
        "belumDibagi": 0,
        "skema": {
            "kode": "PAKSI_PERTAMA",
            "jalur": [{"kode": "PENGALAMAN"}, {"kode": "DIKLAT"}, {"kode": "MATA_KULIAH"}],
        },
        "lembaga": {"nama": "LSP Uji"},
        "tukWilayah": {"nama": "Kota Pontianak"},
        "jalur": [{"kode": "PENGALAMAN"}, {"kode": "DIKLAT"}],
        "wilayahTerbuka": [],
        "bagian": [{"terisi": 1}],
        "pemesanan": {"totalCount": 0},
    }
    lsp = await satu.ask("{ paksiDaftarJadwal { totalCount } }", aktor=AKTOR["lsp"])
    assert lsp.hasil == {"paksiDaftarJadwal": {"totalCount": 5}}


DALAM = """{ paksiDaftarJadwal(first: 12) { totalCount edges { node {
  kode skema { kode jalur { kode } } lembaga { kode } tukWilayah { kode } jalur { kode } sesi { tanggal }
  wilayahTerbuka { kode } bagian { terisi menunggu }
  pemesanan(first: 5) { totalCount edges { node { posisi orang { nama paksiPemesanan(first: 1) { totalCount } paksiSertifikat(first: 1) { totalCount } } wilayah { kode } perangkatDaerah { nama } jadwal { kode } } } }
} } } }"""


async def test_deep_lists_take_as_many_statements_for_many_schedules_as_for_one(server: Server) -> None:
    satu = await server()
    db = satu.db

    async def tambah(banyak: int) -> None:
        for _ in range(banyak):
            j = await db.write(jadwal, kapasitas=1)
            for o in await db.write(orang, 2):
                await db.write(
                    service.pesan_slot, SISTEM, jadwal_id=j, orang_id=o, wilayah=PONTIANAK, jalur="DIKLAT"
                )

    await tambah(1)
    sedikit = await satu.ask(DALAM, aktor=AKTOR["pemda"])
    await tambah(11)
    banyak = await satu.ask(DALAM, aktor=AKTOR["pemda"])
    assert len(sedikit.hasil["paksiDaftarJadwal"]["edges"]) == 1
    assert len(banyak.hasil["paksiDaftarJadwal"]["edges"]) == 12
    assert len(banyak.pernyataan) == len(sedikit.pernyataan)


async def test_booking_takes_few_statements_and_fewer_while_the_share_is_locked(server: Server) -> None:
    satu = await server()
    v = await dunia(satu)
    jawab = await satu.ask(
        'mutation($j: ID!, $o: ID!) { paksiPesanSlot(jadwal: $j, orang: $o, wilayah: "61.71", jalur: "DIKLAT") { __typename } }',
        aktor=AKTOR["pemda"],
        variables={"j": v["j"], "o": v["bebas"]},
    )
    assert jawab.hasil == {"paksiPesanSlot": {"__typename": "PaksiPemesanan"}}
    jenis = [
        p.split()[0]
        + " "
        + next(k for k in p.split() if k.startswith(("paksi_", "jejak", "peristiwa", "plugin_"))).split(".")[
            0
        ]
        for p in jawab.pernyataan
    ]
    assert jenis == [
        "SELECT plugin_wilayah",
        "SELECT paksi_jadwal",
        "UPDATE paksi_bagian",
        "INSERT paksi_pemesanan",
        "INSERT paksi_orang_sesi",
        "INSERT jejak",
        "INSERT peristiwa",
    ]


async def test_every_change_of_seats_is_streamed(server: Server) -> None:
    satu = await server()
    v = await dunia(satu)
    async with satu.listen(
        "subscription($j: ID!) { paksiSlotBerubah(jadwal: $j) { keadaan bagian { terisi } } }",
        variables={"j": v["j"]},
    ) as aliran:
        pertama = await anext(aliran)
        assert pertama.hasil == {"paksiSlotBerubah": {"keadaan": "DIBUKA", "bagian": [{"terisi": 1}]}}
        await satu.db.write(service.batalkan, SISTEM, pemesanan_id=uuid.UUID(v["p"]))
        assert (await anext(aliran)).hasil["paksiSlotBerubah"]["bagian"] == [{"terisi": 0}]
        await satu.db.write(keadaan.batalkan_jadwal, SISTEM, jadwal_id=uuid.UUID(v["j"]), alasan="uji")
        assert (await anext(aliran)).hasil["paksiSlotBerubah"]["keadaan"] == "DIBATALKAN"


async def test_who_may_no_longer_see_a_draft_hears_no_more_of_it(server: Server) -> None:
    satu = await server()
    await dunia(satu)
    draf = await satu.db.write(jadwal, dibuka=False)

    lsp = AKTOR["lsp"]
    assert lsp is not None
    hak = [Aktor.anonim(), lsp]

    async def dicabut() -> Aktor:
        return hak.pop()

    async with satu.listen(
        "subscription($j: ID!) { paksiSlotBerubah(jadwal: $j) { kode } }",
        aktor=lsp,
        segarkan=dicabut,
        variables={"j": str(draf)},
    ) as aliran:
        assert (await anext(aliran)).errors == []
        batas = "2030-03-20T16:00"
        await satu.db.write(keadaan.ubah_batas_daftar, SISTEM, jadwal_id=draf, batas_daftar=batas)
        jawab = await anext(aliran)
        assert (jawab.data, [e["extensions"]["kode"] for e in jawab.errors]) == (None, ["TIDAK_DITEMUKAN"])


async def test_an_lsp_drafts_changes_and_opens_a_schedule(server: Server) -> None:
    satu = await server()
    buat = await satu.ask(
        f'mutation {{ paksiBuatJadwal(lembaga: "{LSP}", isi: {ISI}) {{ ... on PaksiJadwal {{ id keadaan kapasitas bagian {{ kapasitas }} }} }} }}',
        aktor=AKTOR["lsp"],
    )
    hasil = buat.hasil["paksiBuatJadwal"]
    id_ = hasil.pop("id")
    assert hasil == {"keadaan": "DRAF", "kapasitas": 20, "bagian": [{"kapasitas": 20}]}
    isi_baru = ISI.replace("kapasitas: 20", 'kapasitas: 25, kapasitasTerbuka: 5, kode: "UJI-25"')
    ubah = await satu.ask(
        f"mutation($id: ID!) {{ paksiUbahJadwal(id: $id, isi: {isi_baru}) {{ ... on PaksiJadwal {{ kode kapasitas belumDibagi bagian {{ kapasitas }} }} ... on Galat {{ kode pesan }} }} }}",
        aktor=AKTOR["lsp"],
        variables={"id": id_},
    )
    assert ubah.hasil["paksiUbahJadwal"] == {
        "kode": "UJI-25",
        "kapasitas": 25,
        "belumDibagi": 20,
        "bagian": [{"kapasitas": 5}],
    }
    buka = await satu.ask(
        "mutation($id: ID!) { paksiBukaJadwal(id: $id) { ... on PaksiJadwal { keadaan } } }",
        aktor=AKTOR["lsp"],
        variables={"id": id_},
    )
    assert buka.hasil == {"paksiBukaJadwal": {"keadaan": "DIBUKA"}}
    lagi = await satu.ask(
        f"mutation($id: ID!) {{ paksiUbahJadwal(id: $id, isi: {ISI}) {{ ... on GalatKeadaan {{ kode letak }} }} }}",
        aktor=AKTOR["lsp"],
        variables={"id": id_},
    )
    assert lagi.hasil == {"paksiUbahJadwal": {"kode": "KEADAAN_TIDAK_SESUAI", "letak": []}}
    assert await isi(satu.db, "paksi_jadwal", "kode", "kapasitas") == [("UJI-25", 25)]
