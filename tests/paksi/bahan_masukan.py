"""A pemda in which everything that takes a file, a workbook or a date waits for it, and what must stay as it was."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import update
from sqlalchemy.orm import Session

from forum_paksi.kegiatan.service import catat_kegiatan
from forum_paksi.permintaan.service import buat_permintaan
from forum_server.plugin import Aktor, bebas_jejak
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, isi, potret, tabel
from tests.paksi.bahan_angkatan import kantor, satu_tugas, siapkan
from tests.paksi.bahan_himpunan import isian as isian_permintaan
from tests.paksi.bahan_kegiatan import ISIAN as ISIAN_KEGIATAN
from tests.paksi.bahan_permohonan import disusun, syarat, unit

OPERATOR: Final = aktor_uji(
    "paksi:mohon",
    "paksi:kegiatan",
    "paksi:angkatan",
    "paksi:minta",
    "paksi:lihat",
    "paksi:sertifikat",
    "paksi:forum",
    "paksi:diklat",
    "paksi:tugaskan",
    "paksi:minta_penyuluh",
    "inti:orang",
    "inti:perangkat-daerah",
    wilayah=PONTIANAK,
)
NASIONAL: Final = aktor_uji("paksi:acuan", wilayah="ID")
OPERATOR_LSP: Final = aktor_uji("paksi:jadwal", lembaga=LSP)
KINI: Final = datetime.now(UTC).date()
KEMARIN, BESOK, LUSA = (KINI + timedelta(n) for n in (-1, 2, 3))
"""Past and coming days, whatever the zone of the region."""
BUKTI: Final = {
    "jenis": "ELEARNING",
    "nama": "Kelas contoh",
    "mulai": f"{KEMARIN}",
    "selesai": f"{KEMARIN}",
}
PDF: Final = b"%PDF-1.7\n" + b"salinan contoh\n" * 50 + b"%%EOF\n"


async def minta(
    server: ServerUji, mutasi: str, tipe: str, aktor: Aktor, pilih: str = "", **nilai: Any
) -> Any:
    """Call a mutation; `tipe` says its arguments as GraphQL writes them."""
    variabel = ", ".join(f"${satu}" for satu in tipe.split(", "))
    isian = ", ".join(f"{k}: ${k}" for k in nilai)
    dokumen = (
        f"mutation({variabel}) {{ {mutasi}({isian}) {{ __typename {pilih} ... on Galat {{ kode letak }} }} }}"
    )
    return (await server.ask(dokumen, aktor=aktor, variables=_teks(nilai))).hasil[mutasi]


@dataclass(frozen=True, kw_only=True, slots=True)
class Dunia:
    """One pemda in which everything that takes a file, a workbook or a date is waiting for it."""

    server: ServerUji
    orang: uuid.UUID
    permohonan: uuid.UUID
    kegiatan: uuid.UUID
    permintaan: uuid.UUID
    angkatan: uuid.UUID
    anggota: uuid.UUID
    tugas: uuid.UUID
    inspektorat: uuid.UUID

    async def minta(
        self, mutasi: str, tipe: str, aktor: Any = OPERATOR, pilih: str = "", **nilai: Any
    ) -> Any:
        """Call a mutation; `tipe` says its arguments as GraphQL writes them."""
        variabel = ", ".join(f"${satu}" for satu in tipe.split(", "))
        isian = ", ".join(f"{k}: ${k}" for k in nilai)
        dokumen = f"mutation({variabel}) {{ {mutasi}({isian}) {{ __typename {pilih} ... on Galat {{ kode letak }} }} }}"
        return (await self.server.ask(dokumen, aktor=aktor, variables=_teks(nilai))).hasil[mutasi]

    async def jejak(self) -> Any:
        """Everything that a refusal must leave as it is."""
        db = self.server.db
        berkas = [await isi(db, t, "id") for t in ("orang", "berkas", "unggahan", "pemberitahuan")]
        return await potret(db), berkas, self.server.layanan.gudang.isi()

    async def bersih(self) -> dict[str, int]:
        """What is in the store once uploads that nobody used have lapsed."""
        await self.server.db.write(_lewat)
        await self.server.bersihkan()
        return self.server.layanan.gudang.isi()


def _teks(nilai: object) -> Any:
    """Ids and days as JSON has them."""
    if isinstance(nilai, dict):
        return {k: _teks(v) for k, v in cast("dict[str, object]", nilai).items()}
    if isinstance(nilai, list):
        return [_teks(v) for v in cast("list[object]", nilai)]
    return nilai if nilai is None or isinstance(nilai, bool | int | str) else str(nilai)


def _lewat(session: Session) -> None:
    bebas_jejak(session, "time goes by")
    t = tabel("unggahan")
    session.execute(update(t).values(berlaku_sampai=datetime.now(UTC) - timedelta(days=1)))


async def dunia(graphql_with: GraphQLWith) -> Dunia:
    """The pemda, whose files may have 1 MB each."""
    server = await graphql_with("paksi")
    db = server.db
    angkatan, (anggota,), (siapa,) = await siapkan(db, aktif=())
    (inspektorat,) = await db.write(kantor, "INSPEKTORAT")
    await db.write(syarat, dokumen=["EKTP"])
    permohonan = await db.write(disusun, siapa, await db.write(unit))
    setelan = (
        f'mutation {{ aturPlugin(wilayah: "{PONTIANAK}", plugin: "paksi", setelan:'
        " {dokumen_maks_mb: 1, bukti_maks_mb: 1, surat_maks_mb: 1}) { __typename } }"
    )
    assert (await server.ask(setelan, aktor=aktor_uji("inti:plugin"))).errors == []
    return Dunia(
        server=server,
        orang=siapa,
        permohonan=permohonan,
        kegiatan=await db.write(catat_kegiatan, SISTEM, orang_id=siapa, isian=ISIAN_KEGIATAN),
        permintaan=await db.write(
            buat_permintaan, SISTEM, wilayah=PONTIANAK, isian=isian_permintaan([siapa])
        ),
        angkatan=angkatan,
        anggota=anggota,
        tugas=await satu_tugas(db, angkatan),
        inspektorat=inspektorat,
    )


def tanggal(d: Dunia) -> list[tuple[str, str, str, Any, dict[str, Any], str, list[str]]]:
    """What, mutation, arguments' types, actor, arguments with bad dates, code, place."""
    sesudah, sebelum = {"mulai": LUSA, "selesai": BESOK}, {"mulai": KEMARIN, "selesai": BESOK}
    bukti = ("paksiCatatBukti", "orang: ID!, isian: PaksiBuktiIsian!", OPERATOR)
    kegiatan = ("paksiCatatKegiatan", "orang: ID!, isian: PaksiKegiatanIsian!", OPERATOR)
    laporan = {
        "lembaga": LSP,
        "jenis": "PENYULUHAN",
        "nama": "Contoh",
        "ruangLingkup": "Pendidikan",
        "sasaran": "Guru",
        "tujuan": "Contoh",
        "deskripsi": "Contoh",
        "tempat": "Aula",
        "jumlahPeserta": 3,
    }
    duta = ("paksiTetapkanDuta", "isian: PaksiDutaIsian!", OPERATOR)
    forum = (
        "paksiBuatForum",
        "wilayah: String!, isian: PaksiForumIsian!, organ: [PaksiForumOrganIsian!]!",
        OPERATOR,
    )
    forum_isian = {"nama": "Forum Contoh", "tingkat": "KABUPATEN_KOTA", "mulai": LUSA, "selesai": BESOK}
    gelombang = ("paksiBuatGelombang", "wilayah: String!, isian: PaksiGelombangIsian!", OPERATOR)
    hari = [{"jenis": j, "tanggal": BESOK} for j in ("SINKRON", "ASINKRON")]
    syarat_ = {"skema": "PAKSI_PERTAMA", "jenis": "BARU", "jalur": "DIKLAT", "sumber": "Uji", "butir": []}
    tugas = {"uraian": "Rapat.", "dilaksanakan": LUSA, "unggahan": []}
    penyuluh = {"materi": "Gratifikasi", "sasaran": "Guru", "jumlahPeserta": 9, "tempat": "Aula"}
    penerbit = (
        "lembaga: String!, jenis: PaksiJenisSkema!, sumber: String!, berlakuDari: Date!, berlakuSampai: Date"
    )
    aturan = "aturan: PaksiKodePemisahan!, aktif: Boolean!, sumber: String!, berlakuDari: Date!"
    return [
        (
            "bukti terbalik",
            *bukti,
            {"orang": d.orang, "isian": BUKTI | {"mulai": KINI}},
            "TANGGAL_TIDAK_SAH",
            ["selesai"],
        ),
        (
            "bukti besok",
            *bukti,
            {"orang": d.orang, "isian": BUKTI | {"selesai": BESOK}},
            "TANGGAL_DI_MASA_DEPAN",
            ["selesai"],
        ),
        (
            "e-learning besok",
            "paksiCatatElearning",
            "anggota: ID!, isian: PaksiElearningIsian!",
            OPERATOR,
            {"anggota": d.anggota, "isian": {"kelas": "Contoh", "selesai": BESOK}},
            "TANGGAL_DI_MASA_DEPAN",
            ["selesai"],
        ),
        (
            "kegiatan terbalik",
            *kegiatan,
            {"orang": d.orang, "isian": laporan | sesudah},
            "TANGGAL_TIDAK_SAH",
            ["selesai"],
        ),
        (
            "kegiatan besok",
            *kegiatan,
            {"orang": d.orang, "isian": laporan | sebelum},
            "TANGGAL_TIDAK_SAH",
            ["selesai"],
        ),
        (
            "duta terbalik",
            *duta,
            {"isian": {"orang": d.orang, "wilayah": PONTIANAK, "dari": LUSA, "sampai": BESOK}},
            "TANGGAL_TIDAK_SAH",
            ["sampai"],
        ),
        (
            "masa bakti terbalik",
            *forum,
            {"wilayah": PONTIANAK, "isian": forum_isian, "organ": [{"nama": "Ketua"}]},
            "MASA_BAKTI_TIDAK_SAH",
            ["selesai"],
        ),
        (
            "hari gelombang dua kali",
            *gelombang,
            {
                "wilayah": PONTIANAK,
                "isian": {"nama": "Contoh", "penyelenggara": "Contoh", "hari": hari},
            },
            "HARI_GANDA",
            ["hari", "1"],
        ),
        (
            "persyaratan kemarin",
            "paksiTetapkanPersyaratan",
            "isian: PaksiPersyaratanIsian!",
            NASIONAL,
            {"isian": syarat_ | {"berlakuDari": KEMARIN}},
            "TANGGAL_LAMPAU",
            ["berlakuDari"],
        ),
        (
            "penerbit terbalik",
            "paksiTetapkanPenerbit",
            penerbit,
            NASIONAL,
            {
                "lembaga": LSP,
                "jenis": "PAKSI",
                "sumber": "Uji",
                "berlakuDari": LUSA,
                "berlakuSampai": BESOK,
            },
            "URUTAN_TANGGAL",
            ["berlakuSampai"],
        ),
        (
            "pemisahan kemarin",
            "paksiTetapkanPemisahan",
            aturan,
            NASIONAL,
            {"aturan": "ASESOR_BUKAN_SEOPD", "aktif": False, "sumber": "Uji", "berlakuDari": KEMARIN},
            "TANGGAL_TIDAK_SAH",
            ["berlakuDari"],
        ),
        (
            "asesor kedaluwarsa",
            "paksiDaftarkanAsesor",
            "lembaga: String!, orang: ID!, noMet: String!, sertifikatBerakhir: Date!",
            OPERATOR_LSP,
            {
                "lembaga": LSP,
                "orang": d.orang,
                "noMet": "MET.000.001234 2020",
                "sertifikatBerakhir": KEMARIN,
            },
            "ASESOR_KEDALUWARSA",
            ["sertifikatBerakhir"],
        ),
        (
            "permintaan penyuluh kemarin",
            "paksiMintaPenyuluh",
            "wilayah: String!, isian: PaksiPermintaanPenyuluhIsian!",
            OPERATOR,
            {"wilayah": PONTIANAK, "isian": penyuluh | {"peminta": "SMA Contoh", "tanggal": KEMARIN}},
            "TANGGAL_TIDAK_SAH",
            ["tanggal"],
        ),
        (
            "hasil tugas besok",
            "paksiSerahkanTugasAngkatan",
            "tugas: ID!, anggota: ID!, isian: PaksiHasilTugasIsian!",
            OPERATOR,
            {"tugas": d.tugas, "anggota": d.anggota, "isian": tugas},
            "TANGGAL_DI_MASA_DEPAN",
            ["dilaksanakan"],
        ),
        (
            "kepala sebelum yang sekarang",
            "paksiTetapkanKepala",
            "perangkatDaerah: ID!, orang: ID, dari: Date!",
            OPERATOR,
            {"perangkatDaerah": d.inspektorat, "orang": None, "dari": KEMARIN},
            "TANGGAL_KEPALA",
            ["dari"],
        ),
    ]
