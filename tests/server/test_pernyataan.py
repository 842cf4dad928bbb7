"""What the demo asks costs the same number of statements in a province of 1, 5 and 35 kabupaten/kota."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from forum_paksi.himpunan.masukan import Kebijakan
from forum_paksi.himpunan.service import buka_himpunan, cadangkan_untuk, himpun_permintaan, kunci_himpunan
from forum_paksi.permintaan.rules import SumberAnggaran
from forum_paksi.permintaan.service import IsianPermintaan, ajukan_permintaan, buat_permintaan
from forum_server.benih import PELAKU_BENIH, JenisPerangkatDaerah, benih_opd, benih_orang
from forum_server.database import bebas_jejak
from forum_server.testing import GraphQLWith, aktor_uji
from forum_server.testing.server import ServerUji
from forum_server.wilayah.models import Wilayah
from tests.server.bahan import LSP, jadwal_uji
from tests.server.bahan_sertifikasi import sertifikasi

PROVINSI = {"97": 1, "98": 5, "99": 35}
"""Made-up provinces by their number of kabupaten."""
IZIN = (
    "inti:orang",
    "paksi:angkatan",
    "paksi:himpun",
    "paksi:kegiatan",
    "paksi:lihat",
    "paksi:minta",
    "paksi:mohon",
    "paksi:sertifikat",
    "paksi:tugaskan",
)
OPERASI = Path(__file__).parents[2] / "schema" / "operations"
"""The operations that stay fast whatever the size of a province."""


def _dokumen(nama: str) -> str:
    return (OPERASI / f"{nama}.graphql").read_text(encoding="utf-8")


def _provinsi(session: Session, kode: str, banyak: int) -> None:
    bebas_jejak(session, "regions that do not exist, for a test")
    sama: dict[str, Any] = {"zona": "WIB", "otonom": True, "sumber": "uji"}
    baris = [
        {"kode": kode, "nama": f"Provinsi Uji {kode}", "tingkat": "PROVINSI", "induk_kode": "ID", **sama}
    ]
    baris += [
        {
            "kode": f"{kode}.{n:02}",
            "nama": f"Kabupaten Uji {kode}{n:02}",
            "tingkat": "KABUPATEN",
            "induk_kode": kode,
            **sama,
        }
        for n in range(1, banyak + 1)
    ]
    session.execute(insert(Wilayah), [{**b, "nama_cari": b["nama"].casefold()} for b in baris])


def _himpunan(session: Session, kode: str, banyak: int) -> tuple[uuid.UUID, uuid.UUID]:
    """A locked pool with one request of two candidates per kabupaten, for half as many seats."""
    jadwal = jadwal_uji(session, f"UJI-{kode}", banyak, terbuka=0, hari=int(kode))
    himpunan = buka_himpunan(
        session,
        PELAKU_BENIH,
        wilayah=kode,
        nama=f"Himpunan {kode}",
        skema="PAKSI_PERTAMA",
        lembaga=LSP,
        kebijakan=Kebijakan.PRIORITAS_CAKUPAN,
    )
    for n in range(1, banyak + 1):
        pemda = f"{kode}.{n:02}"
        opd = benih_opd(session, pemda, "Inspektorat", JenisPerangkatDaerah.INSPEKTORAT)
        isian = IsianPermintaan(
            skema="PAKSI_PERTAMA",
            lembaga=LSP,
            jalur="DIKLAT",
            calon=[benih_orang(session, f"Contoh {pemda} {i}", pemda, opd) for i in range(2)],
            sumber_anggaran=SumberAnggaran.APBD,
            pagu_rupiah="1000000",
            nomor_surat=f"UJI/{pemda}",
            tanggal_surat=date(2026, 1, 2),
        )
        permintaan = buat_permintaan(session, PELAKU_BENIH, wilayah=pemda, isian=isian)
        ajukan_permintaan(session, PELAKU_BENIH, permintaan_id=permintaan)
        himpun_permintaan(session, PELAKU_BENIH, himpunan_id=himpunan, permintaan_id=permintaan)
    cadangkan_untuk(session, PELAKU_BENIH, himpunan_id=himpunan, jadwal_id=jadwal, kapasitas=banyak)
    kunci_himpunan(session, PELAKU_BENIH, himpunan_id=himpunan)
    return himpunan, jadwal


async def _biaya(server: ServerUji, kode: str, himpunan: str, jadwal: str) -> dict[str, int]:
    """Statements of every query of the demo at one province's endpoint, and of both kinds of allocation."""
    aktor = aktor_uji(*IZIN, wilayah=kode)
    biaya: dict[str, int] = {}

    async def tanya(nama: str, *, sebagai: str | None = None, **variabel: Any) -> Any:
        jawab = await server.ask(_dokumen(nama), aktor=aktor, wilayah=kode, variables=variabel)
        biaya[sebagai or nama] = len(jawab.pernyataan)
        return jawab.hasil

    tinjauan = await tanya("PaksiAlokasikan", himpunan=himpunan, pratinjau=True)
    sidik = tinjauan["paksiAlokasikan"]["sidik"]
    hasil = await tanya(
        "PaksiAlokasikan", sebagai="tetapkan", himpunan=himpunan, pratinjau=False, sidik=sidik
    )
    assert len(hasil["paksiAlokasikan"]["pemda"]) == PROVINSI[kode]
    await tanya("PaksiJadwalTerbuka")
    await tanya("PaksiPermintaanRinci")
    await tanya("PaksiHimpunanWilayah", wilayah=kode)
    dilihat = await tanya("PaksiHimpunanLengkap", himpunan=himpunan)
    assert len(dilihat["paksiHimpunan"]["pemda"]) == PROVINSI[kode]
    kursi = await tanya("PaksiKursiJadwal", jadwal=jadwal)
    assert len(kursi["paksiDaftarPemesanan"]["edges"]) == 2 * PROVINSI[kode]
    ringkasan = await tanya("PaksiRingkasanProvinsi", kode=kode)
    assert [a["paksiRingkasan"]["kursi"] for a in ringkasan["wilayah"]["anak"]] == [1] * PROVINSI[kode]
    cakupan = await tanya("PaksiCakupanProvinsi", kode=kode)
    turunan = [e["node"] for e in cakupan["paksiCakupanWilayah"]["turunan"]["edges"]]
    assert [t["perangkatDaerah"]["jumlah"] for t in turunan] == [1] * PROVINSI[kode]
    celah = await tanya("PaksiCelahOpd", wilayah=kode)
    assert celah["paksiDaftarCakupanOpd"]["totalCount"] == PROVINSI[kode]
    await tanya("WilayahAnak", kode=kode)
    await _sertifikasi(tanya, kode)
    assert biaya.keys() == {f.stem for f in OPERASI.iterdir()} | {"tetapkan"}, "an operation is not measured"
    return biaya


async def _sertifikasi(tanya: Callable[..., Awaitable[Any]], kode: str) -> None:
    """What certification promises to keep fast; there is one of each in every pemda."""

    def banyak(sambungan: dict[str, Any]) -> int:
        return len(sambungan["edges"])

    dilihat = (await tanya("PaksiPermohonanRinci", wilayah=kode))["paksiDaftarPermohonan"]["edges"]
    assert len(dilihat) == min(50, 2 * PROVINSI[kode]), "one that goes on, and one that led to a certificate"
    assert all(e["node"]["kelayakan"]["butir"] for e in dilihat)
    hasil = await tanya("PaksiKegiatanRinci", wilayah=kode)
    assert banyak(hasil["paksiDaftarKegiatan"]) == PROVINSI[kode]
    hasil = await tanya("PaksiPembaruan", wilayah=kode)
    siap = [e["node"]["kesiapanPembaruan"]["terpenuhi"] for e in hasil["paksiDaftarSertifikat"]["edges"]]
    assert siap == [False] * PROVINSI[kode]
    hasil = await tanya("PaksiPenyuluhan", wilayah=kode, tahun=datetime.now(UTC).year)
    assert banyak(hasil["paksiDaftarPermintaanPenyuluh"]) == PROVINSI[kode]
    assert [a["paksiPenyuluhan"]["jumlah"] for a in hasil["wilayah"]["anak"]] == [1] * PROVINSI[kode]
    hasil = await tanya("PaksiAngkatan", wilayah=kode)
    semua = {e["node"]["wilayah"]["kode"]: e["node"] for e in hasil["paksiDaftarAngkatan"]["edges"]}
    assert len(semua) == PROVINSI[kode]
    hasil = await tanya("PaksiAngkatanRinci", angkatan=semua[f"{kode}.01"]["id"])
    anggota = [e["node"] for e in hasil["paksiAngkatan"]["anggota"]["edges"]]
    assert len(anggota) == max(2, PROVINSI[kode])
    assert all(a["elearning"] for a in anggota)
    hasil = await tanya("PaksiForumWilayah", wilayah=kode)
    assert banyak(hasil["paksiDaftarForum"]) == PROVINSI[kode]


@pytest.mark.lama
async def test_statements_do_not_grow_with_the_province(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    biaya: dict[str, dict[str, int]] = {}
    for kode, banyak in PROVINSI.items():
        await server.db.write(_provinsi, kode, banyak)
        himpunan, jadwal = await server.db.write(_himpunan, kode, banyak)
        await server.db.write(sertifikasi, kode, banyak)
        biaya[kode] = await _biaya(server, kode, str(himpunan), str(jadwal))
    assert biaya["97"] == biaya["98"] == biaya["99"]
    assert max(n for nama, n in biaya["99"].items() if nama != "tetapkan") <= 22, biaya["99"]
