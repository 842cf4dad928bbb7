"""Costs of a pool: written down, following the seats, frozen when the LSP confirms; on both engines and in GraphQL."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from forum_paksi.biaya import service
from forum_paksi.biaya.periksa import periksa_biaya
from forum_paksi.biaya.rules import RINCIAN_MAKS, JenisBiaya
from forum_paksi.himpunan import penyelesaian
from forum_paksi.jadwal.keadaan import batalkan_jadwal
from forum_paksi.pemesanan.service import batalkan
from forum_server.plugin import Database, GalatDomain, bebas_jejak
from forum_server.testing import GraphQLWith
from tests.paksi.bahan import SISTEM, isi, potret, tabel
from tests.paksi.bahan_himpunan import PEMDA, Dunia, himpunan, minta, pegawai, tetapkan, ubah_baris
from tests.paksi.bahan_undangan import DUA
from tests.paksi.test_himpunan_balapan import bersama
from tests.paksi.test_himpunan_graphql import BUKAN_HIMPUN, PELAKU, hasil, pelayan

GALAT = "... on Galat { kode letak }"
CATAT = (
    "mutation($h: ID!, $j: PaksiJenisBiaya!, $r: String!, $k: String) { paksiCatatBiaya(himpunan: $h, jenis: $j,"
    f" rupiah: $r, keterangan: $k) {{ ... on PaksiHimpunan {{ id biaya {{ total }} }} {GALAT} }} }}"
)
HAPUS = f"mutation($b: ID!) {{ paksiHapusBiaya(biaya: $b) {{ ... on PaksiHimpunan {{ id biaya {{ total }} }} {GALAT} }} }}"
BIAYA = """query($h: ID!) { paksiHimpunan(id: $h) { biaya { total beku rincian { jenis keterangan rupiah }
  pembagian { wilayah { kode } kursi rupiah pagu melebihi } } } }"""


async def catat(
    db: Database, dunia: Dunia, rupiah: str = "100", jenis: JenisBiaya = JenisBiaya.TUK
) -> uuid.UUID:
    return await db.write(service.catat_biaya, SISTEM, himpunan_id=dunia.himpunan, jenis=jenis, rupiah=rupiah)


async def terkonfirmasi(db: Database, dunia: Dunia) -> None:
    await db.write(penyelesaian.kirim_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    await db.write(penyelesaian.konfirmasi_himpunan, SISTEM, himpunan_id=dunia.himpunan)


async def temuan(db: Database) -> list[str]:
    async with db.read() as koneksi:
        return await koneksi.run_sync(lambda k: periksa_biaya(Session(bind=k)))


async def test_shares_follow_the_seats_until_the_lsp_confirms_and_then_nothing_moves_them(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    await db.write(ubah_baris, "paksi_permintaan", dunia.permintaan["61.71"], pagu_rupiah=60)

    async def bagian() -> list[tuple[Any, ...]]:
        jawab = await server.ask(BIAYA, aktor=PELAKU["koordinator"], h=str(dunia.himpunan))
        biaya = jawab.hasil["paksiHimpunan"]["biaya"]
        return [
            (biaya["beku"], p["wilayah"]["kode"], p["kursi"], p["rupiah"], p["pagu"], p["melebihi"])
            for p in biaya["pembagian"]
        ]

    await catat(db, dunia)
    assert await bagian() == [(False, "61.01", 0, "0", None, None), (False, "61.71", 0, "0", "60", None)]
    await tetapkan(db, dunia.himpunan)
    assert await bagian() == [(False, "61.01", 1, "33", None, None), (False, "61.71", 2, "67", "60", "7")]
    await db.write(penyelesaian.kirim_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    ((kursi,),) = await isi(db, "paksi_pemesanan", "id", orang_id=dunia.calon["61.71"][0])
    await db.write(batalkan, SISTEM, pemesanan_id=kursi)  # one of Sambas moves up
    await catat(db, dunia, "1", JenisBiaya.TRANSPORT)
    assert await bagian() == [(False, "61.01", 2, "67", None, None), (False, "61.71", 1, "34", "60", None)]
    await db.write(penyelesaian.konfirmasi_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    beku = [(True, "61.01", 2, "67", None, None), (True, "61.71", 1, "34", "60", None)]
    assert await bagian() == beku
    assert await isi(db, "paksi_biaya_bagian", "wilayah_kode", "kursi", "rupiah", "pagu_rupiah") == [
        ("61.01", 2, 67, None),
        ("61.71", 1, 34, 60),
    ]
    ((naik,),) = await isi(db, "paksi_pemesanan", "id", orang_id=dunia.calon["61.01"][0])
    await db.write(batalkan, SISTEM, pemesanan_id=naik)
    await db.write(ubah_baris, "paksi_permintaan", dunia.permintaan["61.71"], pagu_rupiah=1)
    assert await bagian() == beku
    assert await temuan(db) == []
    terlambat: list[tuple[Any, dict[str, Any]]] = [
        (service.catat_biaya, {"himpunan_id": dunia.himpunan, "jenis": JenisBiaya.TUK, "rupiah": "5"}),
        (service.hapus_biaya, {"biaya_id": (await isi(db, "paksi_biaya", "id"))[0][0]}),
    ]
    for unit, apa in terlambat:
        sebelum = await potret(db)
        with pytest.raises(GalatDomain) as galat:
            await db.write(unit, SISTEM, **apa)
        assert galat.value.kode == "KEADAAN_TIDAK_SESUAI"
        assert await potret(db) == sebelum
    # the pool may still be dissolved when its schedule is cancelled: what was frozen stays on the record
    await db.write(batalkan_jadwal, SISTEM, jadwal_id=dunia.jadwal[0], alasan="Batal")
    await db.write(penyelesaian.bubarkan_himpunan, SISTEM, himpunan_id=dunia.himpunan, alasan="Batal")
    assert await bagian() == beku
    assert await temuan(db) == []


async def test_the_database_itself_keeps_what_is_frozen(db: Database) -> None:
    """Control: before the LSP confirms the same statements go through."""
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    biaya, bagian = tabel("paksi_biaya"), tabel("paksi_biaya_bagian")
    semua: list[Any] = [
        insert(biaya).values(id=uuid.uuid4(), himpunan_id=dunia.himpunan, jenis="TUK", rupiah=1),
        update(biaya).values(rupiah=2),
        delete(biaya),
        update(bagian).values(rupiah=0),
        delete(bagian),
    ]

    def langsung(session: Session, pernyataan: Any) -> None:
        bebas_jejak(session, "a test's own hand in the data")
        session.execute(pernyataan)

    for satu in semua:
        await db.write(langsung, satu)
    await catat(db, dunia)
    await tetapkan(db, dunia.himpunan)
    await terkonfirmasi(db, dunia)
    sebelum = await potret(db)
    for satu in semua:
        with pytest.raises(DBAPIError, match="biaya sudah beku"):
            await db.write(langsung, satu)
    assert await potret(db) == sebelum
    # a region's code may follow its successor
    await db.write(
        langsung, update(bagian).where(bagian.c.wilayah_kode == "61.01").values(wilayah_kode="61.02")
    )
    assert [w for (w,) in await isi(db, "paksi_biaya_bagian", "wilayah_kode")] == ["61.02", "61.71"]


async def test_who_may_write_costs_down_and_strike_them_out(graphql_with: GraphQLWith, db: Database) -> None:
    server = await pelayan(graphql_with)
    dunia = await himpunan(db, pemda=DUA, kursi=())
    id_ = await catat(db, dunia)
    for dokumen, variabel in (
        (CATAT, {"h": str(dunia.himpunan), "j": "LAINNYA", "r": "5000000000", "k": "Plakat"}),
        (HAPUS, {"b": str(id_)}),
    ):
        sebelum = await potret(db)
        for siapa in sorted(set(PELAKU) - {"koordinator"}):
            jawab = await server.ask(dokumen, aktor=PELAKU[siapa], variables=variabel)
            assert (siapa, hasil(jawab)) == (siapa, "DITOLAK" if siapa in BUKAN_HIMPUN else "TIDAK_DITEMUKAN")
        assert await potret(db) == sebelum
        assert hasil(await server.ask(dokumen, aktor=PELAKU["koordinator"], variables=variabel)) == "BOLEH"
    rincian = await isi(db, "paksi_biaya", "jenis", "keterangan", "rupiah")
    assert rincian == [(JenisBiaya.LAINNYA, "Plakat", 5_000_000_000)]
    aksi = [a for (a,) in await isi(db, "jejak", "aksi") if "biaya" in a]
    assert sorted(set(aksi)) == [
        "paksi.catat_biaya",
        "paksi.hapus_biaya",
        "paksi.himpunan_catat_biaya",
        "paksi.himpunan_hapus_biaya",
    ]


async def test_a_pemda_sees_its_share_and_the_total_the_coordinator_all_the_lsp_nothing(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    await catat(db, dunia, "101")
    await tetapkan(db, dunia.himpunan)
    for _ in range(2):  # as it follows the seats, and as it is frozen
        lihat = {}
        for siapa in ("koordinator", "pemda", "pemda_lain", "lsp"):
            jawab = await server.ask(BIAYA, aktor=PELAKU[siapa], h=str(dunia.himpunan))
            biaya = jawab.hasil["paksiHimpunan"]["biaya"]
            lihat[siapa] = biaya and (
                biaya["total"],
                len(biaya["rincian"]),
                [(p["wilayah"]["kode"], p["rupiah"]) for p in biaya["pembagian"]],
            )
        assert lihat == {
            "koordinator": ("101", 1, [("61.01", "34"), ("61.71", "67")]),
            "pemda": ("101", 1, [("61.71", "67")]),
            "pemda_lain": ("101", 1, [("61.01", "34")]),
            "lsp": None,
        }
        if not await isi(db, "paksi_biaya_bagian", "kursi"):
            await terkonfirmasi(db, dunia)


async def test_what_is_no_cost_is_refused_and_writes_nothing(graphql_with: GraphQLWith, db: Database) -> None:
    server = await pelayan(graphql_with)
    dunia = await himpunan(db, pemda=DUA, kursi=())
    h = str(dunia.himpunan)
    (id_,) = [await catat(db, dunia)]
    sebelum = await potret(db)
    for variabel, galat in (
        ({"h": h, "j": "TUK", "r": "0"}, ("RUPIAH_TIDAK_SAH", ["rupiah"])),
        ({"h": h, "j": "TUK", "r": "1.000"}, ("RUPIAH_TIDAK_SAH", ["rupiah"])),
        ({"h": h, "j": "LAINNYA", "r": "1"}, ("WAJIB_DIISI", ["keterangan"])),
        ({"h": h, "j": "TUK", "r": "1", "k": "x" * 201}, ("TERLALU_PANJANG", ["keterangan"])),
        ({"h": "bukan", "j": "TUK", "r": "1"}, ("TIDAK_DITEMUKAN", ["himpunan"])),
    ):
        jawab = await server.ask(CATAT, aktor=PELAKU["koordinator"], variables=variabel)
        assert tuple(jawab.hasil["paksiCatatBiaya"].values()) == galat
    jawab = await server.ask(HAPUS, aktor=PELAKU["koordinator"], b=str(uuid.uuid4()))
    assert tuple(jawab.hasil["paksiHapusBiaya"].values()) == ("TIDAK_DITEMUKAN", ["biaya"])
    assert await potret(db) == sebelum
    dua = await bersama(*(db.write(service.hapus_biaya, SISTEM, biaya_id=id_) for _ in range(2)))
    assert [h.kode for h in dua if isinstance(h, GalatDomain)] == ["TIDAK_DITEMUKAN"]

    def penuh(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        baris = {"himpunan_id": dunia.himpunan, "jenis": "TUK", "rupiah": 10**15 - 1}
        session.execute(
            insert(tabel("paksi_biaya")), [{"id": uuid.uuid4(), **baris} for _ in range(RINCIAN_MAKS)]
        )

    await db.write(penuh)
    with pytest.raises(GalatDomain) as terlalu:
        await catat(db, dunia)
    assert terlalu.value.kode == "TERLALU_BANYAK"
    jawab = await server.ask(BIAYA, aktor=PELAKU["koordinator"], h=h)
    assert jawab.hasil["paksiHimpunan"]["biaya"]["total"] == str(RINCIAN_MAKS * (10**15 - 1))


async def test_costs_take_the_same_statements_for_any_number_of_pemda_and_pools(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await pelayan(graphql_with)
    dunia = await himpunan(db, pemda=PEMDA[:1], kursi=())
    dokumen = """query { paksiDaftarHimpunan { edges { node { biaya { total rincian { rupiah }
      pembagian { wilayah { nama } rupiah } } undangan { id } } } } }"""
    kecil = await server.ask(dokumen, aktor=PELAKU["koordinator"])
    for wilayah, _ in PEMDA[1:4]:
        id_ = await db.write(minta, wilayah, await db.write(pegawai, wilayah, 1))
        await db.write(ubah_baris, "paksi_permintaan", id_, keadaan="DIHIMPUN", himpunan_id=dunia.himpunan)
        await catat(db, dunia)
    besar = await server.ask(dokumen, aktor=PELAKU["koordinator"])
    (node,) = [e["node"] for e in besar.hasil["paksiDaftarHimpunan"]["edges"]]
    assert len(node["biaya"]["pembagian"]) == 4
    assert len(kecil.pernyataan) == len(besar.pernyataan)


async def test_each_fault_is_found_and_named(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    await catat(db, dunia)
    await tetapkan(db, dunia.himpunan)
    h = dunia.himpunan
    await db.write(ubah_baris, "paksi_himpunan", h, keadaan="DIKONFIRMASI")
    assert await temuan(db) == [f"Biaya himpunan {h} belum beku padahal sudah DIKONFIRMASI."]

    def bekukan_keliru(session: Session) -> None:
        bebas_jejak(session, "a test's own hand in the data")
        session.execute(
            insert(tabel("paksi_biaya_bagian")),
            [
                {"himpunan_id": h, "wilayah_kode": "61.01", "kursi": 1, "rupiah": 34},
                {"himpunan_id": h, "wilayah_kode": "61.71", "kursi": 2, "rupiah": 67},
            ],
        )

    await db.write(bekukan_keliru)
    assert await temuan(db) == [
        f"Bagian biaya 61.01 dalam himpunan {h} 34 rupiah, seharusnya 33.",
    ]
    await db.write(ubah_baris, "paksi_himpunan", h, keadaan="DIKIRIM")
    assert (await temuan(db))[0] == f"Biaya himpunan {h} sudah beku padahal himpunannya DIKIRIM."
