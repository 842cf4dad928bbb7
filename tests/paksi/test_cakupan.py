"""Coverage from the nation to the kelurahan: figures, gaps, policies and the trend, on both engines."""

from __future__ import annotations

import itertools
import random
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from forum_paksi.cakupan import baca, rules
from forum_paksi.cakupan.rules import KebijakanCakupan, Punya
from forum_server.plugin import Aktor, Hibah, bebas_jejak
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi import bahan_cakupan as bahan
from tests.paksi.bahan import dasar, tabel

KEC, KEL, KEL_LAIN, KEC_LAIN = "61.71.01", "61.71.01.1001", "61.71.01.1002", "61.71.02"
PELIHAT = aktor_uji("paksi:lihat", wilayah="61")
ANGKA = """kode pemegang { paksi api kecamatan kelurahan } duta { orang perangkatDaerah kecamatan kelurahan }
  isi { kecamatan kelurahan }
  perangkatDaerah { jumlah terpenuhi diBawahKuota belumAda inspektorat inspektoratLengkap }"""
CAKUPAN = f"""query($k: String!) {{ paksiCakupanWilayah(kode: $k) {{ {ANGKA}
  turunan {{ edges {{ node {{ {ANGKA} }} }} }} }} }}"""
CELAH = """query($k: String!, $s: [PaksiKeadaanCakupan!], $n: Int = 50, $a: String) {
  paksiDaftarCakupanOpd(wilayah: $k, keadaan: $s, first: $n, after: $a) { totalCount pageInfo { endCursor }
    edges { node { paksi api kepalaPaksi keadaan kurangPaksi kurangApi kurangKepala opd { nama } } } } }"""


@dataclass(kw_only=True)
class Kota:
    inspektorat: uuid.UUID
    dinas: uuid.UUID
    kosong: uuid.UUID
    kecamatan: uuid.UUID


def kota(session: Session) -> Kota:
    """Pontianak with five OPDs, a UPTD, two kecamatan and two kelurahan; Sambas with one OPD."""
    dasar(session, aktif=())
    bahan.wilayah(session, KEC, KEC_LAIN, KEL, KEL_LAIN)
    k = Kota(
        inspektorat=bahan.opd(session, "Inspektorat", jenis="INSPEKTORAT"),
        dinas=bahan.opd(session, "Dinas A"),
        kosong=bahan.opd(session, "Dinas B"),
        kecamatan=bahan.opd(session, "Kecamatan Contoh", jenis="KECAMATAN"),
    )
    uptd = bahan.opd(session, "UPTD", jenis="UPTD", induk=k.dinas)
    bahan.opd(session, "Badan Tutup", jenis="BADAN", tutup=True)
    lurah = bahan.opd(session, "Kelurahan Contoh", jenis="KELURAHAN", induk=k.kecamatan)
    bahan.melayani(session, k.kecamatan, KEC)
    bahan.melayani(session, lurah, KEL)
    bahan.pemegang(session, k.inspektorat)
    bahan.pemegang(session, k.inspektorat, skema="API")
    bahan.pemegang(session, k.dinas)
    bahan.sertifikat(session, bahan.pemegang(session, k.dinas), skema="API")
    bahan.pemegang(session, uptd)
    # Nobody of these counts.
    bahan.pemegang(session, k.kosong, berakhir=date(2021, 1, 1))
    beku = bahan.sertifikat(session, bahan.orang(session, k.kosong), keadaan="DIBEKUKAN")
    bahan.riwayat(session, beku, ("AKTIF", bahan.LAMA), ("DIBEKUKAN", bahan.LAMA))
    bahan.pemegang(session, k.kosong, keadaan="DICABUT", berhenti=date(2021, 1, 1))
    bahan.pemegang(session, k.kosong, diakui=False)
    bahan.pemegang(session, k.kosong, terbit=date(2998, 1, 1))
    bahan.pemegang(session, k.kecamatan)
    bahan.pemegang(session, None, di=KEL_LAIN)
    bahan.duta(session, bahan.orang(session, lurah), "61.71", lurah)
    bahan.duta(session, bahan.orang(session, k.dinas), "61.71", k.dinas)
    bahan.duta(session, bahan.orang(session), KEC_LAIN)
    bahan.duta(session, bahan.orang(session, k.kosong), "61.71", k.kosong, sampai=date(2021, 1, 1))
    sambas = bahan.opd(session, "Dinas Sambas", di="61.01")
    bahan.pemegang(session, sambas, di="61.01")
    return k


async def tanya(server: ServerUji, dokumen: str, aktor: Aktor = PELIHAT, **isi: Any) -> Any:
    return (await server.ask(dokumen, aktor=aktor, variables=isi)).hasil


def angka(kode: str, pemegang: Any, duta: Any, isi: Any, opd: Any) -> dict[str, Any]:
    def nama(kunci: str, nilai: Any) -> dict[str, int]:
        return dict(zip(kunci.split(), nilai, strict=True))

    return {
        "kode": kode,
        "pemegang": nama("paksi api kecamatan kelurahan", pemegang),
        "duta": nama("orang perangkatDaerah kecamatan kelurahan", duta),
        "isi": nama("kecamatan kelurahan", isi),
        "perangkatDaerah": nama("jumlah terpenuhi diBawahKuota belumAda inspektorat inspektoratLengkap", opd),
    }


KOTA = angka("61.71", (6, 2, 1, 1), (3, 2, 2, 1), (2, 2), (4, 3, 0, 1, 1, 1))
KOSONG = ((0, 0, 0, 0), (0, 0, 0, 0), (0, 0), (0, 0, 0, 0, 0, 0))


async def test_figures_from_the_province_down_to_the_kelurahan(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(kota)
    provinsi = (await tanya(server, CAKUPAN, k="61"))["paksiCakupanWilayah"]
    turunan = {e["node"]["kode"]: e["node"] for e in provinsi.pop("turunan")["edges"]}
    assert provinsi == angka("61", (7, 2, 1, 1), (3, 2, 2, 1), (2, 2), (5, 4, 0, 1, 1, 1))
    assert len(turunan) == 14
    assert turunan.pop("61.71") == KOTA
    assert turunan.pop("61.01") == angka("61.01", (1, 0, 0, 0), (0,) * 4, (0, 0), (1, 1, 0, 0, 0, 0))
    assert all(satu == angka(k, *KOSONG) for k, satu in turunan.items())

    di_kota = (await tanya(server, CAKUPAN, k="61.71"))["paksiCakupanWilayah"]
    anak = [e["node"] for e in di_kota.pop("turunan")["edges"]]
    assert di_kota == KOTA
    kecamatan = angka(KEC, (2, 0, 1, 1), (1, 1, 1, 1), (1, 2), (1, 1, 0, 0, 0, 0))
    assert anak == [kecamatan, angka(KEC_LAIN, (0,) * 4, (1, 0, 1, 0), (1, 0), (0,) * 6)]

    di_kecamatan = (await tanya(server, CAKUPAN, k=KEC))["paksiCakupanWilayah"]
    anak = [e["node"] for e in di_kecamatan.pop("turunan")["edges"]]
    assert di_kecamatan == kecamatan
    assert anak == [
        angka(KEL, (0,) * 4, (1, 1, 1, 1), (0, 1), (0,) * 6),
        angka(KEL_LAIN, (1, 0, 1, 1), (0,) * 4, (0, 1), (0,) * 6),
    ]
    nasional = await tanya(server, CAKUPAN, aktor_uji("paksi:lihat"), k="ID")
    semua = nasional["paksiCakupanWilayah"]
    assert len(semua["turunan"]["edges"]) == 38
    assert {**semua, "kode": "61", "turunan": None} == {**provinsi, "turunan": None}


async def test_the_figures_of_a_region_are_those_of_its_field(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(kota)
    dokumen = f"""{{ a: wilayah(kode: "61.71") {{ paksiCakupan {{ {ANGKA} }} }}
      b: wilayah(kode: "62.71") {{ paksiCakupan {{ kode }} }} }}"""
    hasil = await tanya(server, dokumen)
    assert hasil == {"a": {"paksiCakupan": KOTA}, "b": {"paksiCakupan": None}}


async def test_gaps_are_paged_by_pemda_and_name_with_what_is_missing(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(kota)
    await server.db.write(bahan.atur, "61.71", kuota_opd=2, kuota_api_inspektorat=2)
    celah = ["BELUM_ADA", "DI_BAWAH_KUOTA"]

    def baris(nama: str, *nilai: Any) -> dict[str, Any]:
        kunci = ["paksi", "api", "kepalaPaksi", "keadaan", "kurangPaksi", "kurangApi", "kurangKepala"]
        return {"node": {**dict(zip(kunci, nilai, strict=True)), "opd": {"nama": nama}}}

    semua = [
        baris("Dinas B", 0, 0, False, "BELUM_ADA", 2, 0, False),
        baris("Inspektorat", 1, 1, False, "DI_BAWAH_KUOTA", 1, 1, False),
        baris("Kecamatan Contoh", 1, 0, False, "DI_BAWAH_KUOTA", 1, 0, False),
    ]
    hasil = (await tanya(server, CELAH, k="61", s=celah))["paksiDaftarCakupanOpd"]
    assert (hasil["totalCount"], hasil["edges"]) == (3, semua)
    satu = (await tanya(server, CELAH, k="61", s=celah, n=2))["paksiDaftarCakupanOpd"]
    lagi = await tanya(server, CELAH, k="61", s=celah, a=satu["pageInfo"]["endCursor"])
    assert [*satu["edges"], *lagi["paksiDaftarCakupanOpd"]["edges"]] == semua
    di_kecamatan = await tanya(server, CELAH, k=KEC, s=celah)
    assert di_kecamatan["paksiDaftarCakupanOpd"]["edges"] == semua[2:]
    assert (await tanya(server, CELAH, k="61"))["paksiDaftarCakupanOpd"]["totalCount"] == 5
    assert (await tanya(server, CELAH, k="61.02", s=celah))["paksiDaftarCakupanOpd"]["totalCount"] == 0


async def test_heads_of_offices_where_the_region_decided_so(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    k = await server.db.write(kota)
    await server.db.write(bahan.atur, "61.71", kebijakan_cakupan="KEPALA_OPD")

    def kepala(session: Session) -> None:
        bahan.kepala(session, k.inspektorat, bahan.pemegang(session, k.inspektorat))
        bahan.kepala(session, k.dinas, bahan.orang(session, k.dinas))
        bahan.kepala(session, k.kosong, bahan.pemegang(session, k.kecamatan))
        bahan.kepala(session, k.kecamatan, bahan.pemegang(session, k.kecamatan), sampai=date(2021, 1, 1))

    await server.db.write(kepala)
    hasil = (await tanya(server, CELAH, k="61.71"))["paksiDaftarCakupanOpd"]["edges"]
    assert {
        (n["opd"]["nama"], n["kepalaPaksi"], n["kurangKepala"], n["keadaan"])
        for n in (e["node"] for e in hasil)
    } == {
        ("Inspektorat", True, False, "TERPENUHI"),
        ("Dinas A", False, True, "DI_BAWAH_KUOTA"),
        ("Dinas B", True, False, "TERPENUHI"),
        ("Kecamatan Contoh", False, True, "DI_BAWAH_KUOTA"),
    }
    pada_opd = """query($id: ID!) { perangkatDaerah(id: $id) { paksiCakupan { pemegang kuota keadaan }
      api: paksiCakupan(jenis: API) { pemegang kuota keadaan } } }"""
    for id_, paksi, api in (
        (k.dinas, (2, 1, "DI_BAWAH_KUOTA"), (1, 0, "TERPENUHI")),
        (k.kosong, (0, 1, "TERPENUHI"), (0, 0, "TERPENUHI")),
        (k.inspektorat, (2, 1, "TERPENUHI"), (1, 1, "TERPENUHI")),
    ):
        satu = (await tanya(server, pada_opd, id=str(id_)))["perangkatDaerah"]
        assert tuple(satu["paksiCakupan"].values()) == paksi
        assert tuple(satu["api"].values()) == api


async def test_small_regions_with_neither_a_paksi_nor_a_duta(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(kota)
    await server.db.write(bahan.wilayah, "61.71.03", "61.71.03.2001", "61.01.01")
    dokumen = """query($k: String!, $s: PaksiSatuanKecil!) { paksiDaftarCelahWilayah(wilayah: $k, satuan: $s) {
      totalCount edges { node { kode tingkat } } } }"""
    kec = (await tanya(server, dokumen, k="61", s="KECAMATAN"))["paksiDaftarCelahWilayah"]
    assert kec == {
        "totalCount": 2,
        "edges": [{"node": {"kode": k, "tingkat": "KECAMATAN"}} for k in ("61.01.01", "61.71.03")],
    }
    kel = (await tanya(server, dokumen, k="61", s="KELURAHAN"))["paksiDaftarCelahWilayah"]
    assert kel["edges"] == [{"node": {"kode": "61.71.03.2001", "tingkat": "DESA"}}]


async def test_the_lists_say_of_every_office_what_the_rules_say(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    acak = random.Random(61)
    setelan: dict[str, dict[str, Any]] = {
        "61.71": {"kuota_opd": 2},
        "61.01": {"kebijakan_cakupan": "KEPALA_OPD", "kuota_api_inspektorat": 0},
        "61.02": {"kebijakan_cakupan": "KEPALA_OPD"},
        "61.03": {"kuota_opd": 0, "kuota_api_inspektorat": 2},
        "61.04": {},
    }
    harap: dict[str, tuple[str, str]] = {}

    def isi(session: Session) -> None:
        dasar(session, aktif=())
        for kode, milik in setelan.items():
            if milik:
                bahan.atur(session, kode, **milik)
            for jenis, paksi, api, pimpin in itertools.product(
                ("INSPEKTORAT", "DINAS"), (0, 1, 2), (0, 1), (False, True)
            ):
                if acak.random() < 0.4 or (pimpin and not paksi):
                    continue
                nama = f"{jenis} {paksi}{api}{pimpin}"
                kantor = bahan.opd(session, nama, di=kode, jenis=jenis)
                siapa = [bahan.pemegang(session, kantor, di=kode) for _ in range(paksi)]
                for _ in range(api):
                    bahan.pemegang(session, kantor, di=kode, skema="API")
                if pimpin:
                    bahan.kepala(session, kantor, siapa[0])
                s = rules.syarat(
                    KebijakanCakupan(milik.get("kebijakan_cakupan", "JUMLAH")),
                    kuota_opd=milik.get("kuota_opd", 1),
                    kuota_api_inspektorat=milik.get("kuota_api_inspektorat", 1),
                    inspektorat=jenis == "INSPEKTORAT",
                )
                harap[f"{kode} {nama}"] = (
                    kode,
                    rules.keadaan(s, Punya(paksi=paksi, api=api, kepala=pimpin)).value,
                )

    await server.db.write(isi)
    dokumen = """query($s: [PaksiKeadaanCakupan!]) { paksiDaftarCakupanOpd(wilayah: "61", keadaan: $s, first: 1000) {
      edges { node { keadaan opd { nama wilayah { kode } } } } } }"""
    for banyak in (1, 2, 3):
        for keadaan in itertools.combinations(rules.KeadaanCakupan, banyak):
            nilai = [k.value for k in keadaan]
            edges = (await tanya(server, dokumen, s=nilai))["paksiDaftarCakupanOpd"]["edges"]
            dapat = {
                f"{n['opd']['wilayah']['kode']} {n['opd']['nama']}": (
                    n["opd"]["wilayah"]["kode"],
                    n["keadaan"],
                )
                for n in (e["node"] for e in edges)
            }
            assert dapat == {k: v for k, v in harap.items() if v[1] in nilai}
    assert len({v[1] for v in harap.values()}) == 3
    angka_kota = (await tanya(server, CAKUPAN, k="61"))["paksiCakupanWilayah"]["turunan"]["edges"]
    for node in (e["node"] for e in angka_kota):
        opd = node["perangkatDaerah"]
        milik = [v[1] for v in harap.values() if v[0] == node["kode"]]
        assert [opd["terpenuhi"], opd["diBawahKuota"], opd["belumAda"]] == [
            milik.count(k) for k in ("TERPENUHI", "DI_BAWAH_KUOTA", "BELUM_ADA")
        ]


def test_the_day_of_coverage_is_the_nations_not_that_of_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    class Jam(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime(2026, 3, 31, 17, 0, tzinfo=UTC)

    monkeypatch.setattr(baca, "datetime", Jam)
    assert baca.hari_ini() == date(2026, 4, 1)


async def test_the_trend_knows_what_was_in_force_on_each_day(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    hari_ini = baca.hari_ini()
    hari = rules.akhir_bulan(hari_ini, 6)

    def isi(session: Session) -> None:
        dasar(session, aktif=())
        bahan.pemegang(session, terbit=hari[2])  # from the third point on
        bahan.pemegang(session, berakhir=hari[1])  # through the second
        bahan.pemegang(session, terbit=bahan.LAMA, berakhir=bahan.kemarin(hari[1]))  # the first only
        bahan.pemegang(session, keadaan="DICABUT", berhenti=hari[4])  # not on the fifth any more
        diganti = bahan.orang(session)
        bahan.sertifikat(session, diganti, keadaan="DIGANTIKAN", berhenti=hari[3])
        bahan.sertifikat(session, diganti, skema="PAKSI_MUDA", terbit=hari[3])
        dua = bahan.pemegang(session, skema="API")
        bahan.sertifikat(session, dua, skema="API", keadaan="DIGANTIKAN", berhenti=hari[5])
        bahan.pemegang(session, diakui=False)
        beku = bahan.orang(session, di="61.01")
        bahan.riwayat(
            session,
            bahan.sertifikat(session, beku, di="61.01"),
            ("AKTIF", bahan.LAMA),
            ("DIBEKUKAN", hari[1]),
            ("AKTIF", hari[3]),
        )
        masih = bahan.sertifikat(session, bahan.orang(session), keadaan="DIBEKUKAN")
        bahan.riwayat(session, masih, ("AKTIF", bahan.LAMA), ("DIBEKUKAN", hari[5]))

    await server.db.write(isi)
    dokumen = """query($k: String!, $n: Int!) { paksiCakupanWilayah(kode: $k) { pemegang { paksi api }
      tren(bulan: $n) { tanggal paksi api } } }"""
    kota_ = (await tanya(server, dokumen, k="61.71", n=6))["paksiCakupanWilayah"]
    assert [date.fromisoformat(t["tanggal"]) for t in kota_["tren"]] == hari
    assert [t["paksi"] for t in kota_["tren"]] == [5, 4, 4, 4, 3, 2]
    assert [t["api"] for t in kota_["tren"]] == [1] * 6
    provinsi = (await tanya(server, dokumen, k="61", n=6))["paksiCakupanWilayah"]
    tambahan = [1, 0, 0, 1, 1, 1]
    assert [t["paksi"] for t in provinsi["tren"]] == [
        a["paksi"] + b for a, b in zip(kota_["tren"], tambahan, strict=True)
    ]
    for satu in (kota_, provinsi):
        assert {"paksi": satu["tren"][-1]["paksi"], "api": satu["tren"][-1]["api"]} == satu["pemegang"]
    kosong = (await tanya(server, dokumen, k="61.02", n=2))["paksiCakupanWilayah"]["tren"]
    assert [(t["paksi"], t["api"]) for t in kosong] == [(0, 0), (0, 0)]
    for salah in (0, 61):
        jawab = await server.ask(dokumen, aktor=PELIHAT, k="61", n=salah)
        assert [g["extensions"]["kode"] for g in jawab.errors] == ["PERMINTAAN_TIDAK_SAH"]


async def test_who_sees_what(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    k = await server.db.write(kota)
    satu = "query($k: String!) { paksiCakupanWilayah(kode: $k) { kode } }"
    daftar = "query($k: String!) { paksiDaftarCakupanOpd(wilayah: $k) { totalCount } }"
    tolak = Hibah(peran="uji", izin=frozenset({"paksi:lihat"}), wilayah="61.71", tolak=True)
    for siapa, aktor, kode, terlihat, banyak in (
        ("operator kota", aktor_uji("paksi:lihat", wilayah="61.71"), "61.71", True, 4),
        ("operator kota, provinsinya", aktor_uji("paksi:lihat", wilayah="61.71"), "61", False, 4),
        ("operator kota lain", aktor_uji("paksi:lihat", wilayah="61.72"), "61.71", False, 0),
        ("koordinator", PELIHAT, "61", True, 5),
        ("koordinator, nasional", PELIHAT, "ID", False, 5),
        ("dengan penolakan", aktor_uji("paksi:lihat", wilayah="61", tambahan=(tolak,)), "61", False, 1),
        ("satu OPD", aktor_uji("paksi:lihat", perangkat_daerah=k.dinas), "61.71", False, 1),
        ("kode asal-asalan", PELIHAT, "61.71' OR 1=1", False, 0),
    ):
        hasil = (await tanya(server, satu, aktor, k=kode))["paksiCakupanWilayah"]
        assert hasil == ({"kode": kode} if terlihat else None), siapa
        opd = (await tanya(server, daftar, aktor, k=kode))["paksiDaftarCakupanOpd"]
        assert opd == {"totalCount": banyak}, siapa
    for dokumen in (satu, daftar):
        jawab = await server.ask(dokumen, aktor=aktor_uji("paksi:minta"), k="61")
        assert [g["extensions"]["kode"] for g in jawab.errors] == ["DITOLAK"]


async def test_a_region_of_former_times_has_no_coverage(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(kota)

    def tutup(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        w = tabel("wilayah")
        session.execute(delete(w).where(w.c.kode == KEL))
        session.execute(update(w).where(w.c.kode == KEC_LAIN).values(berlaku_sampai=date(2021, 1, 1)))

    await server.db.write(lambda s: s.execute(delete(tabel("paksi_wilayah_kerja"))) and tutup(s))
    assert (await tanya(server, CAKUPAN, k=KEC_LAIN))["paksiCakupanWilayah"] is None
    assert (await tanya(server, CAKUPAN, k="61.71"))["paksiCakupanWilayah"]["isi"] == {
        "kecamatan": 1,
        "kelurahan": 1,
    }


async def test_a_region_costs_the_same_statements_whatever_lies_beneath(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(kota)
    dokumen = CAKUPAN.replace("turunan {", "tren(bulan: 12) { paksi } kebijakan { kuotaOpd } turunan {", 1)
    nasional = aktor_uji("paksi:lihat")
    for satu in (dokumen, CELAH):
        biaya = {
            k: len((await server.ask(satu, aktor=nasional, k=k, s=["BELUM_ADA", "TERPENUHI"])).pernyataan)
            for k in ("61.71.01", "61.71", "61", "ID")
        }
        assert set(biaya.values()) == {biaya["61"]}, biaya
        assert biaya["61"] <= 12
