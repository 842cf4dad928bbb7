"""Who may do what with the plugin: docs/izin.md is what really happens, for every operation and every kind of actor.

Each operation of the plugin is sent, as each kind of actor, about objects of one kabupaten of the demo. Whatever it
would write is taken back, so every cell starts from the same data. `make izin` writes the page anew.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from graphql import GraphQLField, GraphQLSchema
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from forum_paksi.himpunan.kunci import PERISTIWA_HIMPUNAN
from forum_paksi.pemesanan.kursi import PERISTIWA_SLOT
from forum_server.database import Base, Database
from forum_server.plugin import Aktor, Cara, bebas_jejak, siarkan
from forum_server.testing import GraphQLWith
from forum_server.testing.server import ServerUji
from tests.server.izin import (
    ASING,
    LSP,
    PROVINSI,
    TIDAK,
    WILAYAH,
    YA,
    Operasi,
    golong,
    pemegang,
    susun,
    tanpa_jejak,
)

HALAMAN: Final = Path(__file__).parents[2] / "docs" / "izin.md"
LAIN: Final = "62.71"
AWAL: Final = "paksi"


class Dunia:
    """The objects of one kabupaten, as arguments name them."""

    def __init__(self, baris: dict[str, dict[str, Any]]) -> None:
        self._baris = baris
        self.petugas: list[uuid.UUID] = []
        """People who have no part in anything here."""

    @classmethod
    async def baca(cls, db: Database) -> Dunia:
        """Look one object of each kind up."""
        dunia = cls({})
        p = await dunia._satu(db, "paksi_permohonan", wilayah_kode=WILAYAH, keadaan="DIREKOMENDASIKAN")
        await dunia._satu(db, "orang", id=p["orang_id"])
        milik_wilayah: tuple[tuple[str, dict[str, Any]], ...] = (
            ("paksi_permintaan", {"wilayah_kode": WILAYAH, "diajukan_pada": ...}),
            ("paksi_jadwal", {"lembaga_kode": LSP, "keadaan": "DIBUKA"}),
            ("paksi_pemesanan", {"wilayah_kode": WILAYAH, "keadaan": "DIKONFIRMASI"}),
            ("paksi_sertifikat", {"wilayah_kode": WILAYAH, "lembaga_kode": LSP}),
            ("paksi_asesor", {"lembaga_kode": LSP}),
            ("paksi_pleno", {"lembaga_kode": LSP}),
            ("paksi_permintaan_penyuluh", {"wilayah_kode": WILAYAH, "penyuluh_id": ...}),
            ("paksi_bukti", {"wilayah_kode": WILAYAH, "asal_id": None}),
            ("paksi_duta", {"wilayah_kode": WILAYAH}),
            ("perangkat_daerah", {"wilayah_kode": WILAYAH, "jenis": "INSPEKTORAT"}),
        )
        for tabel, syarat in milik_wilayah:
            await dunia._satu(db, tabel, **syarat)
        for induk, syarat, anak in (
            (
                "paksi_himpunan",
                {"wilayah_kode": PROVINSI},
                {"paksi_undangan": "himpunan_id", "paksi_biaya": "himpunan_id"},
            ),
            (
                "paksi_angkatan",
                {"wilayah_kode": WILAYAH},
                {"paksi_angkatan_tugas": "angkatan_id", "paksi_angkatan_hasil": "angkatan_id"},
            ),
            (
                "paksi_gelombang",
                {"wilayah_kode": WILAYAH, "keadaan": "DIBUKA"},
                {"paksi_gelombang_peserta": "gelombang_id"},
            ),
            (
                "paksi_forum",
                {"wilayah_kode": WILAYAH},
                {"paksi_forum_organ": "forum_id", "paksi_forum_anggota": "forum_id"},
            ),
            (
                "paksi_kegiatan",
                {"wilayah_kode": WILAYAH, "keadaan": "BELUM"},
                {"paksi_kegiatan_berkas": "kegiatan_id"},
            ),
        ):
            milik = await dunia._satu(db, induk, beranak=anak, **syarat)
            for tabel, kolom in anak.items():
                await dunia._satu(db, tabel, **{kolom: milik["id"]})
        anggota = await dunia._satu(
            db,
            "paksi_angkatan_anggota",
            beranak={"paksi_angkatan_elearning": "anggota_id"},
            angkatan_id=dunia["paksi_angkatan"]["id"],
        )
        await dunia._satu(db, "paksi_angkatan_elearning", anggota_id=anggota["id"])
        praktik = await dunia._satu(db, "paksi_praktik_baik", wilayah_kode=WILAYAH, keadaan="DIAJUKAN")
        penulis = await dunia._satu(db, "paksi_angkatan_anggota", id=praktik["anggota_id"])
        diminta = dunia["paksi_permintaan"]
        dihimpun = await dunia._satu(db, "paksi_permintaan", himpunan_id=dunia["paksi_himpunan"]["id"])
        dunia._baris |= {
            "penulis": penulis,
            "paksi_angkatan_anggota": anggota,
            "dihimpun": dihimpun,
            "paksi_permintaan": diminta,
        }
        o = Base.metadata.tables["orang"]
        dunia.petugas = list(
            await db.scalars(select(o.c.id).where(o.c.wilayah_kode.like("61.%")).order_by(o.c.id))
        )
        await dunia._satu(db, "paksi_unit", skema_id=p["skema_id"])
        await dunia._satu(db, "paksi_persyaratan_butir", persyaratan_id=p["persyaratan_id"], jenis="DOKUMEN")
        return dunia

    async def _satu(
        self, db: Database, nama: str, *, beranak: Mapping[str, str] | None = None, **syarat: Any
    ) -> dict[str, Any]:
        """One object; `beranak` names tables that must hold something of it, and by which column."""
        t = Base.metadata.tables[nama]
        stmt = select(t).order_by(*t.primary_key.columns)
        for anak, kolom in (beranak or {}).items():
            a = Base.metadata.tables[anak]
            stmt = stmt.where(exists().where(a.c[kolom] == t.c.id))
        for kolom, nilai in syarat.items():
            stmt = stmt.where(t.c[kolom].is_not(None) if nilai is ... else t.c[kolom] == nilai)
        row = await db.first(stmt.limit(1))
        assert row is not None, f"the demo has no {nama} with {syarat}"
        self._baris[nama] = dict(row._mapping)
        return self._baris[nama]

    def __getitem__(self, tabel: str) -> dict[str, Any]:
        return self._baris[tabel]

    def id(self, tabel: str, kolom: str = "id") -> str:
        """The id of the object in a table."""
        return str(self._baris[tabel][kolom])

    def isian(self, nama: str, arg: str) -> Any:
        """What an argument of a field is given; None where anything of its type will do."""
        if re.match("paksi(Daftar|Tunggakan)[A-Z]", nama) and arg not in {"wilayah", "forum", "first"}:
            return None  # lists are narrowed to the region only
        return self._khusus(nama, arg) or self._umum(arg.rpartition(".")[2])

    def _khusus(self, nama: str, arg: str) -> Any:
        kecil = nama.lower()
        tabel = {
            "id": "paksi_jadwal" if nama in JADWAL_ID else OBJEK_QUERY.get(nama),
            "permintaan": "paksi_permintaan_penyuluh" if "penyuluh" in kecil else None,
            "anggota": "paksi_forum_anggota" if "forum" in kecil else None,
        }.get(arg)
        if tabel is not None:
            return self.id(tabel)
        if (nama, arg) == ("paksiPeriksaSertifikat", "kode"):
            return self.id("paksi_sertifikat", "kode_periksa")
        if (nama, arg) == ("paksiLepasPermintaan", "permintaan"):
            return self.id("dihimpun")
        if arg == "wilayah" and nama in {"paksiDaftarHimpunan", "paksiDaftarUndangan"}:
            return PROVINSI
        if (nama, arg) == ("paksiMasukkanPleno", "permohonan"):
            return [self.id("paksi_permohonan")]
        if arg == "orang" and nama in {
            "paksiTambahAnggotaAngkatan",
            "paksiTetapkanPelatih",
            "paksiDaftarkanPeserta",
        }:
            return [self.id("orang")]
        if arg == "PaksiPlenoIsian.anggota":
            return [self.id("orang")]
        if arg == "skema" and nama == "paksiTetapkanUnit":
            return self.id("paksi_unit", "skema_id")
        if arg == "jenis" and nama == "paksiTambahTugasAngkatan":
            return "SEBAR_NILAI"
        return None

    def _umum(self, arg: str) -> Any:
        if arg in TETAP:
            return TETAP[arg]
        if arg in TABEL:
            return self.id(*TABEL[arg])
        return None


OBJEK_QUERY: Final = {
    "paksiJadwal": "paksi_jadwal",
    "paksiPemesanan": "paksi_pemesanan",
    "paksiPermintaan": "paksi_permintaan",
    "paksiHimpunan": "paksi_himpunan",
    "paksiUndangan": "paksi_undangan",
    "paksiKegiatan": "paksi_kegiatan",
    "paksiPermintaanPenyuluh": "paksi_permintaan_penyuluh",
    "paksiPermohonan": "paksi_permohonan",
    "paksiPleno": "paksi_pleno",
    "paksiAngkatan": "paksi_angkatan",
    "paksiPraktikBaik": "paksi_praktik_baik",
    "paksiGelombang": "paksi_gelombang",
    "paksiForum": "paksi_forum",
}
JADWAL_ID: Final = frozenset(
    {
        "paksiUbahJadwal",
        "paksiUbahBatasDaftar",
        "paksiBukaJadwal",
        "paksiTutupJadwal",
        "paksiMulaiJadwal",
        "paksiSelesaikanJadwal",
        "paksiBatalkanJadwal",
    }
)
TETAP: Final[dict[str, Any]] = {
    "wilayah": WILAYAH,
    "kode": WILAYAH,
    "tukWilayah": WILAYAH,
    "tuanRumah": WILAYAH,
    "lembaga": LSP,
    "skema": "PAKSI_PERTAMA",
    "jalur": None,
    "noMet": "MET.000.009999 2026",
    "pilihan": 1,
    "first": 5,
}
TABEL: Final[dict[str, tuple[str, str]]] = {
    "himpunan": ("paksi_himpunan", "id"),
    "permintaan": ("paksi_permintaan", "id"),
    "jadwal": ("paksi_jadwal", "id"),
    "pemesanan": ("paksi_pemesanan", "id"),
    "permohonan": ("paksi_permohonan", "id"),
    "sertifikat": ("paksi_sertifikat", "id"),
    "asesor": ("paksi_asesor", "id"),
    "pleno": ("paksi_pleno", "id"),
    "kegiatan": ("paksi_kegiatan", "id"),
    "berkas": ("paksi_kegiatan_berkas", "berkas_id"),
    "penyuluh": ("orang", "id"),
    "orang": ("orang", "id"),
    "kepala": ("orang", "id"),
    "bukti": ("paksi_bukti", "id"),
    "duta": ("paksi_duta", "id"),
    "angkatan": ("paksi_angkatan", "id"),
    "anggota": ("paksi_angkatan_anggota", "id"),
    "tugas": ("paksi_angkatan_tugas", "id"),
    "hasil": ("paksi_angkatan_hasil", "id"),
    "elearning": ("paksi_angkatan_elearning", "id"),
    "praktik": ("paksi_praktik_baik", "id"),
    "gelombang": ("paksi_gelombang", "id"),
    "peserta": ("paksi_gelombang_peserta", "id"),
    "forum": ("paksi_forum", "id"),
    "organ": ("paksi_forum_organ", "id"),
    "undangan": ("paksi_undangan", "id"),
    "biaya": ("paksi_biaya", "id"),
    "perangkatDaerah": ("perangkat_daerah", "id"),
    "unit": ("paksi_unit", "id"),
    "butir": ("paksi_persyaratan_butir", "kode"),
}
ORANG_DARI: Final = (
    ("kegiatan", "paksi_kegiatan", "orang_id"),
    ("penyuluh", "paksi_permintaan_penyuluh", "penyuluh_id"),
    ("sertifikat", "paksi_sertifikat", "orang_id"),
    ("bukti", "paksi_bukti", "orang_id"),
    ("elearning", "paksi_angkatan_anggota", "orang_id"),
    ("angkatan", "paksi_angkatan_anggota", "orang_id"),
    ("tulispraktik", "paksi_angkatan_anggota", "orang_id"),
    ("praktik", "penulis", "orang_id"),
)
"""A word in the name of an operation → whose object it is about; everything else is about the applicant."""


PEMOHON: Final = frozenset({"paksiCatatBukti", "paksiCatatKegiatan", "paksiTerbitkanSertifikat"})
"""These name the applicant, whatever they are called."""


def _orangnya(dunia: Dunia, nama: str) -> uuid.UUID:
    for kata, tabel, kolom in ORANG_DARI:
        if kata in nama.lower() and nama not in PEMOHON:
            return uuid.UUID(dunia.id(tabel, kolom))
    return uuid.UUID(dunia.id("orang"))


def pelaku(dunia: Dunia) -> dict[str, Callable[[str], Aktor]]:
    """Every kind of actor by its heading; some are somebody else in each operation."""
    asesor: uuid.UUID = dunia["paksi_permohonan"]["asesor_orang_id"]
    opd: uuid.UUID = dunia["perangkat_daerah"]["id"]

    def tetap(aktor: Aktor) -> Callable[[str], Aktor]:
        return lambda _nama: aktor

    akun = uuid.uuid4()
    petugas = iter(dunia.petugas)

    def sendiri(nama: str) -> Aktor:
        return Aktor(akun_id=akun, orang_id=_orangnya(dunia, nama), nama="uji", cara=Cara.SANDI)

    return {
        "tanpa masuk": tetap(Aktor.anonim()),
        "akun tanpa peran": tetap(Aktor(akun_id=uuid.uuid4(), orang_id=next(petugas), nama="uji")),
        "orangnya sendiri": sendiri,
        "operator pemda": tetap(pemegang("paksi.operator_pemda", wilayah=WILAYAH, orang=next(petugas))),
        "operator pemda lain": tetap(pemegang("paksi.operator_pemda", wilayah=LAIN, orang=next(petugas))),
        "kunci layanan pemda": tetap(pemegang("paksi.operator_pemda", wilayah=WILAYAH, cara=Cara.LAYANAN)),
        "operator OPD": tetap(pemegang("paksi.operator_opd", perangkat_daerah=opd, orang=next(petugas))),
        "koordinator": tetap(pemegang("paksi.koordinator", wilayah=PROVINSI, orang=next(petugas))),
        "koordinator lain": tetap(pemegang("paksi.koordinator", wilayah=LAIN[:2], orang=next(petugas))),
        "operator LSP": tetap(pemegang("paksi.operator_lsp", lembaga=LSP, orang=next(petugas))),
        "operator LSP lain": tetap(pemegang("paksi.operator_lsp", lembaga="lsp-lain", orang=next(petugas))),
        "verifikator": tetap(pemegang("paksi.verifikator", lembaga=LSP, orang=next(petugas))),
        "asesornya": tetap(pemegang("paksi.asesor", lembaga=LSP, orang=asesor)),
        "asesor lain": tetap(pemegang("paksi.asesor", lembaga=LSP, orang=next(petugas))),
        "pemutus": tetap(pemegang("paksi.pemutus", lembaga=LSP, orang=next(petugas))),
        "pemutus banding": tetap(pemegang("paksi.pemutus_banding", lembaga=LSP, orang=next(petugas))),
        "operator nasional": tetap(pemegang("paksi.operator_nasional", wilayah="ID", orang=next(petugas))),
    }


TANDA: Final = {YA: "●", ASING: "○", TIDAK: "·"}
KEPALA: Final = """# Siapa boleh apa

Tabel ini tidak ditulis tangan: setiap operasi plugin `paksi` dikirim sebagai setiap pelaku, tentang objek satu kabupaten
pada data percobaan, dan yang terjadi dicatat di sini. Tes membandingkannya lagi setiap kali dijalankan; `make izin`
menulisnya kembali sesudah hak memang sengaja diubah.

* **●** boleh: sesudah itu hanya keadaan objek atau isiannya yang dapat menolak;
* **○** tidak melihat objek ini: jawabannya `TIDAK_DITEMUKAN`, kosong, atau `null`, seolah-olah tidak ada;
* **·** ditolak (`DITOLAK`): tidak memegang izinnya di mana pun.

"Lain" berarti peran yang sama di wilayah atau LSP lain. Kunci layanan tidak pernah memegang izin yang hanya untuk orang.
"""


def _halaman(tabel: dict[str, dict[str, list[str]]], kolom: list[str]) -> str:
    bagian = [KEPALA]
    for judul, baris in tabel.items():
        garis = " | ".join("---" if i == 0 else ":-:" for i in range(len(kolom) + 1))
        isi = "\n".join(f"| `{nama}` | {' | '.join(sel)} |" for nama, sel in baris.items())
        bagian.append(f"## {judul}\n\n| Operasi | {' | '.join(kolom)} |\n| {garis} |\n{isi}\n")
    return "\n".join(bagian)


@pytest.fixture
def db_url(demo_url: str) -> str:
    """The demo's data, in place of an empty database."""
    return demo_url


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_the_page_of_rights_says_what_every_actor_can_do(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await graphql_with("paksi", aktif={})
    dunia = await Dunia.baca(db)
    semua = pelaku(dunia)
    surat = {
        kolom: await _unggah(server, aktor(AWAL), b"%PDF-1.7\n%%EOF\n", "uji.pdf")
        for kolom, aktor in semua.items()
    }
    daftar = {
        kolom: await _unggah(
            server, aktor(AWAL), b"nama,kepegawaian,nip,nik,jabatan,perangkat daerah\n", "uji.csv"
        )
        for kolom, aktor in semua.items()
    }
    skema = await _skema(server)
    sungguh = tanpa_jejak(server)

    async def kabarkan(objek: Mapping[str, Any]) -> None:
        await sungguh(_siarkan, objek)

    tabel: dict[str, dict[str, list[str]]] = {}
    aneh: list[str] = []
    for judul, jenis, medan in _operasi(skema):
        for nama, satu in medan.items():
            baris: list[str] = []
            for kolom, aktor in semua.items():
                unggahan = daftar[kolom] if "Impor" in nama else surat[kolom]

                def isian(op: str, arg: str, unggahan: str | None = unggahan) -> Any:
                    polos = arg.rpartition(".")[2]
                    if polos == "unggahan":
                        return ([unggahan] if unggahan else []) if "." in arg else unggahan
                    return dunia.isian(op, arg)

                operasi = susun(jenis, nama, satu, isian)
                golongan, kode = await _coba(server, jenis, operasi, aktor(nama), kabarkan)
                if golongan not in TANDA:
                    aneh.append(f"{nama} / {kolom}: {golongan} {kode} {operasi.variabel}")
                baris.append(TANDA.get(golongan, golongan))
            tabel.setdefault(judul, {})[nama] = baris
    assert not aneh, "\n".join(aneh)
    halaman = _halaman(tabel, list(semua))
    if os.environ.get("FORUM_TULIS_IZIN"):
        HALAMAN.write_text(halaman, encoding="utf-8")
    assert HALAMAN.read_text(encoding="utf-8") == halaman


async def _unggah(server: ServerUji, aktor: Aktor, isi: bytes, nama: str) -> str | None:
    return str(await server.unggah(aktor, isi, nama=nama)) if aktor.masuk else None


async def _skema(server: ServerUji) -> GraphQLSchema:
    susunan = await server.plugins.schema(["paksi"])
    return susunan._schema


def _operasi(skema: GraphQLSchema) -> list[tuple[str, str, dict[str, GraphQLField]]]:
    akar = (
        ("Bertanya", "query", skema.query_type),
        ("Mengubah", "mutation", skema.mutation_type),
        ("Mendengarkan", "subscription", skema.subscription_type),
    )
    return [
        (judul, jenis, {n: m for n, m in tipe.fields.items() if n.startswith(AWAL)})
        for judul, jenis, tipe in akar
        if tipe is not None
    ]


def _siarkan(session: Session, objek: Mapping[str, Any]) -> None:
    """Something happened to this jadwal or himpunan."""
    bebas_jejak(session, "a test's own event")
    for arg, jenis in (("jadwal", PERISTIWA_SLOT), ("himpunan", PERISTIWA_HIMPUNAN)):
        if arg in objek:
            siarkan(session, jenis, kunci=str(objek[arg]), wilayah=PROVINSI)


async def _coba(
    server: ServerUji,
    jenis: str,
    operasi: Operasi,
    aktor: Aktor,
    kabarkan: Callable[[Mapping[str, Any]], Awaitable[None]],
) -> tuple[str, str]:
    if jenis != "subscription":
        jawab = await server.ask(operasi.dokumen, aktor=aktor, variables=operasi.variabel)
        return golong(jawab, operasi.nama)
    async with server.listen(operasi.dokumen, aktor=aktor, variables=operasi.variabel) as aliran:
        await kabarkan(operasi.variabel)
        async for jawab in aliran:
            return golong(jawab, operasi.nama)
    raise AssertionError("neither an event nor a refusal")
