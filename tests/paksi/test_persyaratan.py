"""Requirements: what ships, which version is in force, and who sets a new one."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.kegiatan.rules import JenisKegiatan
from forum_paksi.persyaratan.rules import (
    IsianButir,
    IsianPersyaratan,
    Jendela,
    JenisButir,
    JenisPermohonan,
)
from forum_paksi.persyaratan.service import isi_dasar, persyaratan_berlaku, tetapkan_persyaratan
from forum_server.plugin import Aktor, Database, Ditolak, GalatDomain, KeadaanMenolak
from forum_server.testing import GraphQLWith, aktor_uji
from tests.paksi.bahan import SISTEM, isi, potret, tabel

NASIONAL = aktor_uji("paksi:acuan")
BESOK = datetime.now(UTC).date() + timedelta(1)
JALAN = "PAKSI_PERTAMA/BARU/PENGALAMAN"
ANGKA = {
    ("PAKSI_PERTAMA/BARU/PENGALAMAN", date(2021, 1, 1), "PENYULUHAN", 5),
    ("PAKSI_PERTAMA/BARU/PENGALAMAN", date(2024, 1, 1), "PENYULUHAN", 3),
    ("PAKSI_PERTAMA/BARU/DIKLAT", date(2021, 1, 1), "PENYULUHAN", None),
    ("PAKSI_PERTAMA/BARU/MATA_KULIAH", date(2021, 1, 1), "PORTOFOLIO", None),
    ("PAKSI_MUDA/BARU/PENGALAMAN", date(2021, 1, 1), "PENYULUHAN", None),
    ("PAKSI_MUDA/NAIK_JENJANG/PAKSI_PERTAMA", date(2021, 1, 1), "PENYULUHAN", None),
    ("PAKSI_MADYA/NAIK_JENJANG/PAKSI_PERTAMA", date(2021, 1, 1), "PENYULUHAN", None),
    ("PAKSI_MADYA/NAIK_JENJANG/PAKSI_MUDA", date(2021, 1, 1), "PENYULUHAN", None),
    ("PAKSI_UTAMA/NAIK_JENJANG/PAKSI_PERTAMA", date(2021, 1, 1), "PENYULUHAN", None),
    ("PAKSI_UTAMA/NAIK_JENJANG/PAKSI_PERTAMA", date(2021, 1, 1), "PENDAMPINGAN", None),
    ("PAKSI_UTAMA/NAIK_JENJANG/PAKSI_MUDA", date(2021, 1, 1), "PENYULUHAN", 10),
    ("PAKSI_UTAMA/NAIK_JENJANG/PAKSI_MUDA", date(2021, 1, 1), "PENDAMPINGAN", 2),
    ("PAKSI_UTAMA/NAIK_JENJANG/PAKSI_MADYA", date(2021, 1, 1), "PENYULUHAN", 6),
    ("PAKSI_UTAMA/NAIK_JENJANG/PAKSI_MADYA", date(2021, 1, 1), "PENDAMPINGAN", 2),
    ("PAKSI_PERTAMA/PERPANJANGAN", date(2021, 1, 1), "PENYULUHAN", 6),
    ("PAKSI_MUDA/PERPANJANGAN", date(2021, 1, 1), "PENYULUHAN", 6),
    ("PAKSI_MADYA/PERPANJANGAN", date(2021, 1, 1), "PENYULUHAN", 6),
    ("PAKSI_UTAMA/PERPANJANGAN", date(2021, 1, 1), "PENYULUHAN", 6),
    ("API/PERPANJANGAN", date(2021, 1, 1), "BUKTI_TAHUNAN", 1),
    ("PAKSI_PERTAMA/SERTIFIKASI_ULANG", date(2021, 1, 1), "PORTOFOLIO", None),
    ("PAKSI_MUDA/SERTIFIKASI_ULANG", date(2021, 1, 1), "PORTOFOLIO", None),
    ("PAKSI_MADYA/SERTIFIKASI_ULANG", date(2021, 1, 1), "PORTOFOLIO", None),
    ("PAKSI_UTAMA/SERTIFIKASI_ULANG", date(2021, 1, 1), "PORTOFOLIO", None),
    ("API/SERTIFIKASI_ULANG", date(2021, 1, 1), "PORTOFOLIO", None),
}
"""Domain notes 1.2, 1.4 and 2: what is known, and what is not."""

TETAPKAN = """mutation($i: PaksiPersyaratanIsian!) { paksiTetapkanPersyaratan(isian: $i) {
    ... on PaksiPersyaratan { skema jenis jalur dariSkema berlakuDari sumber catatan butir { kode jenis nama petunjuk
        wajib jumlah jenisKegiatan bentuk jendela sumber } }
    ... on Galat { kode letak } } }"""
DAFTAR = """query($skema: String, $jenis: PaksiJenisPermohonan, $pada: Date, $n: Int, $a: String) {
    paksiDaftarPersyaratan(skema: $skema, jenis: $jenis, pada: $pada, first: $n, after: $a) {
        edges { node { skema jenis jalur dariSkema berlakuDari butir { kode jumlah } } }
        pageInfo { hasNextPage endCursor } } }"""


def butir(**ganti: Any) -> IsianButir:
    nilai: dict[str, Any] = {
        "kode": "PENYULUHAN",
        "jenis": JenisButir.KEGIATAN,
        "nama": "Laporan",
        "petunjuk": "Laporkan.",
        "sumber": "Uji",
        "jumlah": 4,
        "jendela": Jendela.KAPAN_SAJA,
    }
    return IsianButir(**(nilai | ganti))


def isian(**ganti: Any) -> IsianPersyaratan:
    nilai: dict[str, Any] = {
        "skema": "PAKSI_PERTAMA",
        "jenis": JenisPermohonan.BARU,
        "jalur": "PENGALAMAN",
        "dari_skema": None,
        "berlaku_dari": BESOK,
        "sumber": "Uji",
        "butir": (butir(),),
    }
    return IsianPersyaratan(**(nilai | ganti))


async def test_every_known_number_ships_and_unknown_ones_stay_empty(db: Database) -> None:
    p, b = tabel("paksi_persyaratan"), tabel("paksi_persyaratan_butir")
    rows = await db.all(
        select(p.c.jalan, p.c.berlaku_dari, b.c.kode, b.c.jumlah)
        .join(b, b.c.persyaratan_id == p.c.id)
        .where(b.c.jenis.in_(["KEGIATAN", "BUKTI_TAHUNAN"]))
    )
    assert {tuple(r) for r in rows} == ANGKA
    assert {r.jalan for r in await db.all(select(p.c.jalan))} == {jalan for jalan, *_ in ANGKA} | {"API/BARU"}
    kosong = await db.all(select(b.c.kode).where((b.c.sumber == "") | (b.c.petunjuk == "")))
    assert kosong == []


async def test_every_version_that_ships_is_one_an_operator_could_write(db: Database) -> None:
    p, b = tabel("paksi_persyaratan"), tabel("paksi_persyaratan_butir")
    for ke, v in enumerate(await db.all(select(p))):
        rows = await db.all(select(b).where(b.c.persyaratan_id == v.id).order_by(b.c.urutan))
        tulis = isian(
            skema=v.skema_kode,
            jenis=v.jenis,
            jalur=v.jalur_kode,
            dari_skema=v.dari_skema_kode,
            berlaku_dari=BESOK + timedelta(ke),
            butir=tuple(
                butir(
                    **{
                        k: getattr(r, k)
                        for k in ("kode", "jenis", "nama", "petunjuk", "sumber", "wajib", "jumlah")
                    },
                    jenis_kegiatan=tuple(JenisKegiatan(j) for j in r.jenis_kegiatan or ()),
                    bentuk=r.bentuk,
                    jendela=r.jendela,
                )
                for r in rows
            ),
        )
        assert len(tulis.periksa(BESOK).butir) == len(rows) > 0
        await db.write(tetapkan_persyaratan, NASIONAL, isian=tulis)


async def test_writing_what_ships_again_changes_nothing(db: Database) -> None:
    sebelum = await potret(db)
    await db.write(_isi_lagi)
    assert await potret(db) == sebelum


def _isi_lagi(session: Session) -> None:
    isi_dasar(session)


@pytest.mark.parametrize(
    ("hari", "jumlah"),
    [
        (date(2021, 1, 1), 5),
        (date(2023, 12, 31), 5),
        (date(2024, 1, 1), 3),
        (date(2030, 1, 1), 3),
    ],
)
async def test_the_version_in_force_is_the_latest_that_has_begun(
    db: Database, hari: date, jumlah: int
) -> None:
    id_ = await db.write(persyaratan_berlaku, JALAN, hari)
    assert await isi(db, "paksi_persyaratan_butir", "jumlah", persyaratan_id=id_, kode="PENYULUHAN") == [
        (jumlah,)
    ]


async def test_a_path_nobody_set_has_no_version(db: Database) -> None:
    for jalan, hari in ((JALAN, date(2020, 12, 31)), ("PAKSI_UTAMA/BARU/DIKLAT", BESOK)):
        with pytest.raises(KeadaanMenolak) as salah:
            await db.write(persyaratan_berlaku, jalan, hari)
        assert salah.value.kode == "PERSYARATAN_BELUM_DITETAPKAN"


async def test_the_national_operator_sets_a_version_and_nobody_else(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    satu = {
        "kode": "penyuluhan",
        "jenis": "KEGIATAN",
        "nama": " Laporan ",
        "petunjuk": "Laporkan.",
        "sumber": "Surat LSP",
        "jumlah": 4,
        "jenisKegiatan": ["PENYULUHAN", "PENYULUHAN"],
        "jendela": "KAPAN_SAJA",
    }
    nilai = {
        "skema": "PAKSI_PERTAMA",
        "jenis": "BARU",
        "jalur": "PENGALAMAN",
        "berlakuDari": BESOK.isoformat(),
        "sumber": "Surat LSP",
        "butir": [
            satu,
            satu | {"kode": "EKTP", "jenis": "DOKUMEN", "jumlah": 1, "jenisKegiatan": [], "jendela": None},
        ],
    }
    sebelum = await potret(server.db)
    for siapa, aktor, harap in (
        ("daerah", aktor_uji("paksi:acuan", wilayah="61"), "TIDAK_DITEMUKAN"),
        ("LSP", aktor_uji("paksi:acuan", lembaga="lsp-kpk"), "TIDAK_DITEMUKAN"),
        ("pemda", aktor_uji("paksi:mohon", "paksi:lihat", wilayah="61.71"), "DITOLAK"),
        ("tanpa akun", Aktor.anonim(), "DITOLAK"),
    ):
        jawab = await server.ask(TETAPKAN, aktor=aktor, i=nilai)
        kode = (
            jawab.errors[0]["extensions"]["kode"]
            if jawab.errors
            else jawab.data["paksiTetapkanPersyaratan"]["kode"]
        )
        assert kode == harap, siapa
    assert await potret(server.db) == sebelum
    jawab = await server.ask(TETAPKAN, aktor=NASIONAL, i=nilai)
    hasil = jawab.hasil["paksiTetapkanPersyaratan"]
    assert hasil == {
        "skema": "PAKSI_PERTAMA",
        "jenis": "BARU",
        "jalur": "PENGALAMAN",
        "dariSkema": None,
        "berlakuDari": BESOK.isoformat(),
        "sumber": "Surat LSP",
        "catatan": None,
        "butir": [
            {
                "kode": "PENYULUHAN",
                "jenis": "KEGIATAN",
                "nama": "Laporan",
                "petunjuk": "Laporkan.",
                "wajib": True,
                "jumlah": 4,
                "jenisKegiatan": ["PENYULUHAN"],
                "bentuk": None,
                "jendela": "KAPAN_SAJA",
                "sumber": "Surat LSP",
            },
            {
                "kode": "EKTP",
                "jenis": "DOKUMEN",
                "nama": "Laporan",
                "petunjuk": "Laporkan.",
                "wajib": True,
                "jumlah": 1,
                "jenisKegiatan": [],
                "bentuk": None,
                "jendela": None,
                "sumber": "Surat LSP",
            },
        ],
    }
    assert await isi(server.db, "jejak", "wilayah", aksi="paksi.tetapkan_persyaratan") == [("ID",)]
    assert len(await isi(server.db, "peristiwa", "kunci", jenis="paksi.persyaratan")) == 1
    # Today's applications still begin with the older version.
    berlaku = await server.db.write(persyaratan_berlaku, JALAN, BESOK - timedelta(1))
    assert await isi(server.db, "paksi_persyaratan", "berlaku_dari", id=berlaku) == [(date(2024, 1, 1),)]


SALAH: list[tuple[str, Callable[[], IsianPersyaratan], list[str]]] = [
    ("TANGGAL_LAMPAU", lambda: isian(berlaku_dari=BESOK - timedelta(3)), ["berlakuDari"]),
    ("TIDAK_DITEMUKAN", lambda: isian(skema="PAKSI_AGUNG"), ["skema"]),
    ("JALUR_TIDAK_SESUAI", lambda: isian(jalur=None), ["jalur"]),
    ("JALUR_TIDAK_SESUAI", lambda: isian(jalur="TITIPAN"), ["jalur"]),
    ("JALUR_TIDAK_SESUAI", lambda: isian(skema="API"), ["jalur"]),
    ("JALUR_TIDAK_SESUAI", lambda: isian(jenis=JenisPermohonan.PERPANJANGAN), ["jalur"]),
    ("DARI_SKEMA_TIDAK_SESUAI", lambda: isian(dari_skema="PAKSI_MUDA"), ["dariSkema"]),
    (
        "DARI_SKEMA_TIDAK_SESUAI",
        lambda: isian(jenis=JenisPermohonan.NAIK_JENJANG, jalur=None),
        ["dariSkema"],
    ),
    *(
        (
            "DARI_SKEMA_TIDAK_SESUAI",
            lambda ke=ke, dari=dari: isian(
                jenis=JenisPermohonan.NAIK_JENJANG, jalur=None, skema=ke, dari_skema=dari
            ),
            ["dariSkema"],
        )
        for ke, dari in (("PAKSI_MUDA", "PAKSI_MUDA"), ("PAKSI_MUDA", "PAKSI_UTAMA"), ("API", "PAKSI_MUDA"))
    ),
    ("WAJIB_DIISI", lambda: isian(butir=()), ["butir"]),
    ("WAJIB_DIISI", lambda: isian(sumber=" "), ["sumber"]),
    ("TERLALU_BANYAK", lambda: isian(butir=tuple(butir(kode=f"B{n:03}") for n in range(41))), ["butir"]),
    ("KODE_GANDA", lambda: isian(butir=(butir(), butir())), ["butir", "1", "kode"]),
    ("KODE_TIDAK_SAH", lambda: isian(butir=(butir(kode="e-KTP"),)), ["butir", "0", "kode"]),
    ("WAJIB_DIISI", lambda: isian(butir=(butir(petunjuk=" "),)), ["butir", "0", "petunjuk"]),
    ("TERLALU_PANJANG", lambda: isian(butir=(butir(nama="x" * 201),)), ["butir", "0", "nama"]),
    ("ANGKA_DI_LUAR_BATAS", lambda: isian(butir=(butir(jumlah=0),)), ["butir", "0", "jumlah"]),
    (
        "ANGKA_DI_LUAR_BATAS",
        lambda: isian(butir=(butir(jenis=JenisButir.DOKUMEN, jendela=None, jumlah=2),)),
        ["butir", "0", "jumlah"],
    ),
    ("BUTIR_TIDAK_SESUAI", lambda: isian(butir=(butir(jendela=None),)), ["butir", "0", "jendela"]),
    (
        "BUTIR_TIDAK_SESUAI",
        lambda: isian(butir=(butir(jendela=Jendela.MASA_SERTIFIKAT),)),
        ["butir", "0", "jenis"],
    ),
    (
        "BUTIR_TIDAK_SESUAI",
        lambda: isian(butir=(butir(jenis=JenisButir.SERTIFIKAT_AKTIF, jendela=None, jumlah=1),)),
        ["butir", "0", "jenis"],
    ),
]


@pytest.mark.parametrize(("kode", "buat", "letak"), SALAH)
async def test_what_is_refused_names_where_it_is_wrong_and_writes_nothing(
    db: Database, kode: str, buat: Callable[[], IsianPersyaratan], letak: list[str]
) -> None:
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as salah:
        await db.write(tetapkan_persyaratan, SISTEM, isian=buat())
    assert (salah.value.kode, list(salah.value.letak)) == (kode, letak)
    assert await potret(db) == sebelum


async def test_of_two_versions_for_one_day_one_is_set(db: Database) -> None:
    hasil = await asyncio.gather(
        *(db.write(tetapkan_persyaratan, NASIONAL, isian=isian()) for _ in range(4)), return_exceptions=True
    )
    baru = [h for h in hasil if isinstance(h, uuid.UUID)]
    assert len(baru) == 1
    assert {h.kode for h in hasil if isinstance(h, GalatDomain)} == {"VERSI_SUDAH_ADA"}
    assert await isi(db, "paksi_persyaratan", "id", berlaku_dari=BESOK) == [(baru[0],)]
    assert len(await isi(db, "paksi_persyaratan_butir", "kode", persyaratan_id=baru[0])) == 1
    with pytest.raises(Ditolak):
        await db.write(tetapkan_persyaratan, aktor_uji("paksi:lihat"), isian=isian())


async def test_everybody_reads_the_requirements_page_by_page(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    semua: list[dict[str, Any]] = []
    setelah = None
    while True:
        halaman = (await server.ask(DAFTAR, n=10, a=setelah)).hasil["paksiDaftarPersyaratan"]
        semua += [e["node"] for e in halaman["edges"]]
        if not halaman["pageInfo"]["hasNextPage"]:
            break
        setelah = halaman["pageInfo"]["endCursor"]
    assert len(semua) == 22
    assert len({(n["skema"], n["jenis"], n["jalur"], n["dariSkema"], n["berlakuDari"]) for n in semua}) == 22

    async def versi(**saring: Any) -> list[tuple[str | None, str]]:
        jawab = (await server.ask(DAFTAR, n=50, **saring)).hasil["paksiDaftarPersyaratan"]
        return [(e["node"]["jalur"], e["node"]["berlakuDari"]) for e in jawab["edges"]]

    pertama = {"skema": "PAKSI_PERTAMA", "jenis": "BARU"}
    assert await versi(**pertama) == [
        ("DIKLAT", "2021-01-01"),
        ("MATA_KULIAH", "2021-01-01"),
        ("PENGALAMAN", "2024-01-01"),
        ("PENGALAMAN", "2021-01-01"),
    ]
    assert (await versi(**pertama, pada="2023-12-31"))[-1] == ("PENGALAMAN", "2021-01-01")
    assert (await versi(**pertama, pada="2024-01-01"))[-1] == ("PENGALAMAN", "2024-01-01")
    assert len(await versi(**pertama, pada="2024-01-01")) == 3
    assert await versi(pada="2020-12-31") == []
    satu, banyak = await server.ask(DAFTAR, n=1), await server.ask(DAFTAR, n=22)
    assert len(satu.pernyataan) == len(banyak.pernyataan) == 2
