"""The demo shows every state there is, through data that its own checks find sound and its accounts can read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from forum_paksi.angkatan.models import Anggota, Angkatan, Elearning, HasilTugas, Tugas
from forum_paksi.angkatan.rules import JenisTugas, KeadaanAngkatan, KeadaanHasil, StatusTugas, status_tugas
from forum_paksi.asesor.models import Asesor
from forum_paksi.banding.models import Banding
from forum_paksi.bukti.models import Bukti
from forum_paksi.diklat.models import Gelombang, PesertaGelombang
from forum_paksi.diklat.rules import KeadaanGelombang
from forum_paksi.duta.models import Duta
from forum_paksi.himpunan.models import Himpunan
from forum_paksi.jadwal.models import Jadwal
from forum_paksi.kegiatan.models import Kegiatan
from forum_paksi.kegiatan.rules import JenisKegiatan, KeadaanKegiatan
from forum_paksi.organisasi.models import AnggotaForum, ForumPenyuluh
from forum_paksi.penyuluh.models import PermintaanPenyuluh
from forum_paksi.penyuluh.rules import KeadaanPenyuluhan
from forum_paksi.permintaan.models import Permintaan
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.permohonan.rules import KeadaanPermohonan
from forum_paksi.pleno.models import Pleno
from forum_paksi.praktik.models import PraktikBaik
from forum_paksi.praktik.rules import KeadaanPraktik
from forum_paksi.sekretariat.models import Sekretariat
from forum_paksi.sertifikat.models import Sertifikat
from forum_paksi.sertifikat.rules import KeadaanSertifikat, KeadaanTampak, tampak
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.undangan.models import Undangan
from forum_server.akun.models import Akun
from forum_server.berkas.models import ObjekBerkas
from forum_server.cli.demo import isi_gudang, pengantar
from forum_server.cli.periksa import temuan
from forum_server.database import Database
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings
from forum_server.testing.proses import ServerProses
from tests.server.klien import dengan, masuk, minta

Kolom = InstrumentedAttribute[Any]
PEKALONGAN: Final = "33.26"
LSP: Final = "lsp-kpk"
KINI: Final = (datetime.now(UTC) + timedelta(hours=7)).date()

SEMUA: Final[dict[str, tuple[Kolom, ColumnElement[bool], type[StrEnum]]]] = {
    "permohonan": (Permohonan.keadaan, Permohonan.wilayah_kode == PEKALONGAN, KeadaanPermohonan),
    "sertifikat": (Sertifikat.keadaan, Sertifikat.wilayah_kode == PEKALONGAN, KeadaanSertifikat),
    "kegiatan": (Kegiatan.keadaan, Kegiatan.wilayah_kode == PEKALONGAN, KeadaanKegiatan),
    "jenis kegiatan": (Kegiatan.jenis, Kegiatan.wilayah_kode == PEKALONGAN, JenisKegiatan),
    "permintaan penyuluh": (
        PermintaanPenyuluh.keadaan,
        PermintaanPenyuluh.wilayah_kode == PEKALONGAN,
        KeadaanPenyuluhan,
    ),
    "gelombang": (Gelombang.keadaan, Gelombang.wilayah_kode == PEKALONGAN, KeadaanGelombang),
    "angkatan": (Angkatan.keadaan, Angkatan.wilayah_kode == PEKALONGAN, KeadaanAngkatan),
    "tugas": (Tugas.jenis, Tugas.angkatan_id.is_not(None), JenisTugas),
    "hasil tugas": (HasilTugas.keadaan, HasilTugas.id.is_not(None), KeadaanHasil),
    "praktik baik": (PraktikBaik.keadaan, PraktikBaik.wilayah_kode == PEKALONGAN, KeadaanPraktik),
}
"""Each state machine by the column that holds its state."""


@pytest.fixture
async def isi_demo(demo_url: str) -> AsyncIterator[Database]:
    """The demo's data, of this test alone."""
    db = Database(demo_url)
    yield db
    await db.tutup()


async def _banyak(db: Database, *syarat: ColumnElement[bool]) -> int:
    return await db.scalar(select(func.count()).where(*syarat)) or 0


async def test_no_state_of_any_state_machine_is_missing(isi_demo: Database) -> None:
    kurang: dict[str, set[str]] = {}
    for apa, (kolom, syarat, keadaan) in SEMUA.items():
        ada = set(await isi_demo.scalars(select(kolom).where(syarat).distinct()))
        if hilang := {k.value for k in keadaan if k not in ada}:
            kurang[apa] = hilang
    assert kurang == {}
    batas = PaksiSetelan().akan_berakhir_bulan
    s = Sertifikat
    sertifikat = await isi_demo.all(
        select(s.keadaan, s.terbit, s.berakhir).where(s.wilayah_kode == PEKALONGAN)
    )
    terlihat = {tampak(r.keadaan, r.berakhir, hari_ini=KINI, bulan=batas) for r in sertifikat}
    assert terlihat == set(KeadaanTampak)


async def test_tasks_are_done_running_and_late(isi_demo: Database) -> None:
    h = HasilTugas
    pasangan = await isi_demo.all(
        select(Tugas.batas, h.keadaan)
        .select_from(Anggota)
        .join(Tugas, Tugas.angkatan_id == Anggota.angkatan_id)
        .outerjoin(h, (h.tugas_id == Tugas.id) & (h.anggota_id == Anggota.id))
        .where(Anggota.keluar.is_(None))
    )
    assert {status_tugas(r.keadaan, batas=r.batas, hari_ini=KINI) for r in pasangan} == set(StatusTugas)


async def test_both_sides_of_what_has_two_are_there(isi_demo: Database) -> None:
    """Appeals refused, upheld and waiting; open and closed plenos; members, duta and forums of then and of now."""
    pekalongan = Permohonan.wilayah_kode == PEKALONGAN
    banding = (
        select(Banding.dikabulkan)
        .join(Permohonan, Permohonan.id == Banding.permohonan_id)
        .where(pekalongan)
        .distinct()
    )
    assert set(await isi_demo.scalars(banding)) == {True, False, None}
    assert await _banyak(isi_demo, Asesor.lembaga_kode == LSP) == 2
    dua: dict[str, tuple[Kolom, ColumnElement[bool]]] = {
        "pleno": (Pleno.ditutup_pada, Pleno.lembaga_kode == LSP),
        "forum": (ForumPenyuluh.dibubarkan_pada, ForumPenyuluh.wilayah_kode == PEKALONGAN),
        "anggota forum": (AnggotaForum.berhenti_pada, AnggotaForum.id.is_not(None)),
        "duta": (Duta.sampai, Duta.wilayah_kode == PEKALONGAN),
        "anggota angkatan": (Anggota.keluar, Anggota.id.is_not(None)),
        "bukti": (Bukti.asal_id, Bukti.wilayah_kode == PEKALONGAN),
        "file of a bukti": (Bukti.berkas_id, Bukti.wilayah_kode == PEKALONGAN),
        "asesor of an application": (Permohonan.asesor_orang_id, pekalongan),
    }
    kurang = {
        apa
        for apa, (kolom, syarat) in dua.items()
        for ada in (kolom.is_(None), kolom.is_not(None))
        if not await _banyak(isi_demo, syarat, ada)
    }
    assert kurang == set()
    for milik in (PesertaGelombang.wilayah_kode, Sekretariat.wilayah_kode, Permintaan.wilayah_kode):
        assert await _banyak(isi_demo, milik == PEKALONGAN)
    assert await _banyak(isi_demo, Elearning.id.is_not(None))
    assert await _banyak(isi_demo, Himpunan.wilayah_kode == "33", Undangan.himpunan_id == Himpunan.id)


async def test_the_26_seats_are_as_they_were(isi_demo: Database) -> None:
    j = Jadwal
    (satu,) = await isi_demo.all(
        select(j.kapasitas, j.jumlah_hari, j.jumlah_asesor, j.terbagi).where(j.kode == "DEMO-PONTIANAK")
    )
    assert tuple(satu) == (26, 3, 6, 0)


async def test_the_checks_find_nothing_wrong_and_every_file_is_in_the_store(
    isi_demo: Database, demo_url: str, folder: Path
) -> None:
    settings = Settings(database_url=demo_url, data_dir=folder)
    await isi_gudang(settings)
    simpanan = {p: p.read_bytes() for p in (folder / "berkas").rglob("*") if p.is_file()}
    await isi_gudang(settings)
    assert {p: p.read_bytes() for p in (folder / "berkas").rglob("*") if p.is_file()} == simpanan
    assert len(simpanan) == await isi_demo.scalar(select(func.count()).select_from(ObjekBerkas)) > 0
    assert all(isi.startswith(b"%PDF-1.7\n") and isi.endswith(b"%%EOF\n") for isi in simpanan.values())
    plugins = Plugins(strict=True)
    plugins.load()
    assert await isi_demo.write(temuan, plugins) == []


async def test_the_accounts_the_introduction_names_belong_to_people(isi_demo: Database) -> None:
    akun = {
        r.nama_pengguna: r.orang_id for r in await isi_demo.all(select(Akun.nama_pengguna, Akun.orang_id))
    }
    disebut = {k.strip(" ,.") for k in pengantar("").split() if k.startswith("demo.")} - {"demo"}
    assert disebut <= akun.keys()
    assert {nama for nama in disebut if akun[nama] is None} == {"demo.admin"}
    assert len({akun[nama] for nama in disebut}) == len(disebut)


LIHAT: Final = """query ($w: String!) {
  paksiDaftarPermohonan(wilayah: $w, first: 50) { edges { node { keadaan } } } }"""
TUGAS: Final = "{ paksiTugasAsesmen(first: 50) { edges { node { putaran } } } }"


@pytest.mark.lama
@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_its_accounts_see_what_their_part_is(demo_url: str, folder: Path) -> None:
    async def lihat(nama: str, kueri: str, apa: str, **variabel: str) -> list[str]:
        async with dengan(await masuk(server.url, nama)) as http:
            data = await minta(http, server.url, kueri, **variabel)
        (daftar,) = data.values()
        return [str(e["node"][apa]) for e in daftar["edges"]]

    semua = {k.value for k in KeadaanPermohonan}
    with ServerProses(demo_url, folder) as server:
        operator = await lihat("demo.operator.33.26", LIHAT, "keadaan", w=PEKALONGAN)
        assert set(operator) == semua
        assert await lihat("demo.operator.61.71", LIHAT, "keadaan", w=PEKALONGAN) == []
        # The LSP doesn't know of drafts; who only represents themself knows their own.
        verifikator = await lihat("demo.verifikator", LIHAT, "keadaan", w=PEKALONGAN)
        assert set(verifikator) == semua - {"DRAF"}
        assert await lihat("demo.penyuluh", LIHAT, "keadaan", w=PEKALONGAN) == ["DRAF"]
        assert set(await lihat("demo.asesor", TUGAS, "putaran")) == {"1"}
        assert await lihat("demo.asesor.2", TUGAS, "putaran") == ["2"]
