"""Uploads from the address to the file of a record, on both engines: what works, what is refused, what is left."""

from __future__ import annotations

import asyncio
import sys
import threading
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.datastructures import Headers
from starlette.types import Receive

from forum_server.akses.rules import Aktor, Cara
from forum_server.berkas import terima as terima_modul
from forum_server.berkas.baca import baca_unggahan, buka_berkas, isi_objek
from forum_server.berkas.baca import banyak as baca_banyak
from forum_server.berkas.bersih import _tandai, bersihkan
from forum_server.berkas.gudang import Gudang, GudangGagal
from forum_server.berkas.lampiran import lepaskan_berkas, pakai_unggahan
from forum_server.berkas.models import Berkas, ObjekBerkas, Unggahan
from forum_server.berkas.periksa import periksa
from forum_server.berkas.rules import KeadaanObjek, KelasBerkas
from forum_server.berkas.sandi import BerkasRusak, ukuran_tersandi
from forum_server.berkas.service import (
    UnggahanSiap,
    siapkan_unggahan,
    unggahan_akun,
)
from forum_server.berkas.terima import KlienPutus, Penerima
from forum_server.database import Database, bebas_jejak
from forum_server.galat import Ditolak, GalatDomain, ServerSibuk
from forum_server.jejak.service import catat
from forum_server.kunci import Kunci
from forum_server.plugin import PDF, PNG, TEKS
from forum_server.settings import Settings
from forum_server.testing import aktor_uji
from tests.berkas.bahan import PDF_ISI, aliran, banyak, buat_akun, kiriman, kumpul, pasang, pengaturan, png

KUNCI = Kunci.baru()
WILAYAH = "61.71"
SITI = aktor_uji("catatan:baca", wilayah=WILAYAH)
BUDI = aktor_uji("catatan:baca", wilayah="62.71")


class Meja:
    """A database and a store, and what people do with them."""

    def __init__(self, db: Database, folder: Path, **batas: Any) -> None:
        self.db = db
        self.folder = folder
        self.settings = pengaturan(folder, **batas)
        self.gudang = Gudang(self.settings)
        self.kunci = KUNCI
        self.aktor = SITI

    async def siap(self, isi: bytes | int, aktor: Aktor = SITI, **lain: Any) -> UnggahanSiap:
        ukuran = isi if isinstance(isi, int) else len(isi)
        pilihan: dict[str, Any] = {
            "nama": "surat.pdf",
            "kelas": KelasBerkas.BIASA,
            "wilayah": WILAYAH,
            **lain,
        }
        if pilihan["kelas"] is KelasBerkas.RAHASIA:
            pilihan["nama"] = None
        return await self.db.write(unggahan_akun, aktor, self.settings.berkas, ukuran=ukuran, **pilihan)

    async def kirim(self, siap: UnggahanSiap, receive: Receive, **kepala: str) -> None:
        penerima = Penerima(self.db, self.gudang, KUNCI, self.settings.berkas)
        headers = Headers({k.replace("_", "-"): v for k, v in kepala.items()})
        await penerima.terima(siap.alamat.removeprefix("/unggah/"), headers, receive)

    async def unggah(self, isi: bytes = PDF_ISI, aktor: Aktor = SITI, **lain: Any) -> uuid.UUID:
        siap = await self.siap(isi, aktor, **lain)
        await self.kirim(siap, kiriman(isi), x_nama_berkas="aduan%20contoh.pdf")
        return siap.id

    async def pasang(self, isi: bytes = PDF_ISI, aktor: Aktor = SITI, **lain: Any) -> uuid.UUID:
        return await self.db.write(pasang, aktor, await self.unggah(isi, aktor), **lain)

    async def lepas(self, berkas: uuid.UUID) -> None:
        await self.db.write(_lepas, berkas)

    async def bersih(self) -> None:
        await bersihkan(self.db, self.gudang)

    async def lewat(self, **waktu: float) -> None:
        """That much later, as far as uploads and objects can tell."""
        await self.db.write(_lewat, timedelta(**waktu))

    @property
    def tersimpan(self) -> int:
        return len(self.gudang.isi())

    async def temuan(self) -> list[str]:
        return await self.db.write(_periksa, self.gudang)

    async def baca(self, berkas: uuid.UUID) -> bytes:
        _, isi = await buka_berkas(cast("Any", self), berkas)
        return await kumpul(isi)


def _lepas(session: Session, berkas: uuid.UUID) -> None:
    catat(session, SITI, "catatan.lepaskan", objek="catatan", objek_id="satu", wilayah=WILAYAH)
    lepaskan_berkas(session, berkas)


def _lewat(session: Session, waktu: timedelta) -> None:
    bebas_jejak(session, "time, in a test")
    for tabel, kolom in ((Unggahan, Unggahan.berlaku_sampai), (ObjekBerkas, ObjekBerkas.berubah_pada)):
        for id_, kapan in session.execute(select(tabel.id, kolom)).all():
            session.execute(update(tabel).where(tabel.id == id_).values({kolom.key: kapan - waktu}))


def _periksa(session: Session, gudang: Gudang) -> list[str]:
    return periksa(session, gudang)


@pytest.fixture
def meja(db: Database, tmp_path: Path) -> Meja:
    return Meja(db, tmp_path)


async def tolakan(kerja: Any) -> str:
    with pytest.raises(GalatDomain) as salah:
        await kerja
    assert salah.value.pesan.endswith(".")
    return salah.value.kode


async def test_a_file_is_uploaded_attached_read_and_let_go(meja: Meja) -> None:
    berkas = await meja.pasang()
    (row,) = (await baca_banyak(meja.db, [berkas])).values()
    assert (row.nama, row.media, row.tersimpan, row.wilayah_kode, row.pemilik_id) == (
        "surat.pdf",
        PDF,
        len(PDF_ISI),
        WILAYAH,
        "satu",
    )
    assert await meja.baca(berkas) == PDF_ISI
    assert await banyak(meja.db) == (0, 1, 1)
    await meja.bersih()
    assert (await meja.baca(berkas), await meja.temuan()) == (PDF_ISI, [])
    await meja.lepas(berkas)
    await meja.bersih()
    assert (meja.tersimpan, await banyak(meja.db)) == (
        0,
        (0, 1, 0),
    )  # the row stays a while, and is cleared twice
    await meja.lewat(hours=3)
    await meja.bersih()
    assert (await banyak(meja.db), await meja.temuan()) == ((0, 0, 0), [])


async def test_one_owner_keeps_the_same_content_once_and_two_owners_apart(meja: Meja) -> None:
    satu, dua = await meja.pasang(), await meja.pasang(pemilik_id="dua")
    lain = await meja.pasang(aktor=SITI, wilayah="62.71")
    await meja.bersih()
    rows = await baca_banyak(meja.db, [satu, dua, lain])
    assert rows[satu].objek == rows[dua].objek != rows[lain].objek
    assert meja.tersimpan == 2
    await meja.lepas(satu)
    await meja.bersih()
    assert await meja.baca(dua) == PDF_ISI
    await meja.lepas(dua)
    await meja.bersih()
    assert (meja.tersimpan, await meja.baca(lain)) == (1, PDF_ISI)
    assert await meja.temuan() == []


async def test_an_address_works_once_and_for_its_time(meja: Meja) -> None:
    siap = await meja.siap(PDF_ISI)
    hasil = await asyncio.gather(
        *(meja.kirim(siap, kiriman(PDF_ISI)) for _ in range(4)), return_exceptions=True
    )
    assert [getattr(h, "kode", h) for h in hasil if h is not None] == ["ALAMAT_TIDAK_BERLAKU"] * 3
    assert await meja.db.write(pasang, SITI, siap.id) is not None
    lambat = await meja.siap(PDF_ISI)
    await meja.lewat(minutes=16)
    assert await tolakan(meja.kirim(lambat, kiriman(PDF_ISI))) == "ALAMAT_TIDAK_BERLAKU"
    assert meja.tersimpan == 1


def _berkas_di(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file()]


class _Mogok(Exception):
    pass


@pytest.mark.parametrize("mesin", ["sqlite"])
@pytest.mark.parametrize(
    ("ukuran", "potongan", "kepala", "sebab"),
    [
        (len(PDF_ISI), (PDF_ISI[:5000], "putus"), {}, KlienPutus),
        (len(PDF_ISI), (PDF_ISI[:5000], "diam"), {}, "TERLALU_LAMA"),
        (len(PDF_ISI), (PDF_ISI[:5000], _Mogok), {}, _Mogok),
        (len(PDF_ISI), (PDF_ISI[:-1],), {}, "UKURAN_TIDAK_SESUAI"),
        (len(PDF_ISI), (PDF_ISI, b"\n"), {}, "UKURAN_TIDAK_SESUAI"),
        (5, (PDF_ISI,), {"content_length": str(len(PDF_ISI))}, "UKURAN_TIDAK_SESUAI"),
        (len(PDF_ISI), (PDF_ISI,), {"content_encoding": "gzip"}, "ISI_DIMAMPATKAN"),
        (14, (b"<html></html>\n",), {}, "JENIS_BERKAS_DITOLAK"),
    ],
)
async def test_what_fails_on_the_way_leaves_nothing(
    db: Database,
    tmp_path: Path,
    ukuran: int,
    potongan: tuple[Any, ...],
    kepala: dict[str, str],
    sebab: str | type[Exception],
) -> None:
    meja = Meja(db, tmp_path, tunggu_detik=0.05)
    for kelas in KelasBerkas:
        siap = await meja.siap(ukuran, kelas=kelas)
        if isinstance(sebab, str):
            assert await tolakan(meja.kirim(siap, kiriman(*potongan), **kepala)) == sebab
        else:
            with pytest.raises(sebab):
                await meja.kirim(siap, kiriman(*potongan), **kepala)
        assert (meja.tersimpan, (await banyak(db))[0]) == (0, 0)
        assert await tolakan(meja.kirim(siap, kiriman(PDF_ISI))) == "ALAMAT_TIDAK_BERLAKU"
    await meja.lewat(hours=3)
    await meja.bersih()
    assert await banyak(db) == (0, 0, 0)
    assert _berkas_di(tmp_path / "berkas") == []


class _GudangRusak(Gudang):
    """A store that fails where it is told to."""

    def __init__(self, asli: Gudang, *gagal: str) -> None:
        self._asli, self._gagal = asli, set(gagal)

    async def simpan(self, nama: str, aliran: AsyncIterator[bytes]) -> int:
        hasil = await self._asli.simpan(nama, aliran)
        if "simpan" in self._gagal:
            raise GudangGagal("disk full")
        return hasil

    async def hapus(self, nama: str) -> None:
        if "hapus" in self._gagal:
            raise GudangGagal("away")
        await self._asli.hapus(nama)


async def test_a_store_that_fails_is_cleared_when_it_is_back(meja: Meja) -> None:
    asli, meja.gudang = meja.gudang, _GudangRusak(meja.gudang, "simpan", "hapus")
    with pytest.raises(ServerSibuk):
        await meja.unggah()
    assert len(asli.isi()) == 1
    with pytest.raises(GudangGagal):
        await meja.bersih()
    meja.gudang = asli
    await meja.bersih()
    assert meja.tersimpan == 0


async def test_a_database_that_fails_after_storing_leaves_nothing(meja: Meja, monkeypatch: Any) -> None:
    def rusak(*_: Any, **__: Any) -> None:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr("forum_server.berkas.terima.selesai", rusak)
    with pytest.raises(RuntimeError):
        await meja.unggah()
    assert (meja.tersimpan, (await banyak(meja.db))[0]) == (0, 0)


async def test_an_upload_cut_off_while_it_is_being_finished_is_whole_or_gone(
    meja: Meja, monkeypatch: pytest.MonkeyPatch
) -> None:
    selesai = terima_modul.selesai
    sedang, lanjut = asyncio.Event(), threading.Event()
    putaran = asyncio.get_running_loop()

    def lambat(session: Session, *isi: Any, **lain: Any) -> Any:
        hasil = selesai(session, *isi, **lain)
        putaran.call_soon_threadsafe(sedang.set)
        if meja.db.url.get_backend_name() == "sqlite":
            assert lanjut.wait(20)
        return hasil

    monkeypatch.setattr(terima_modul, "selesai", lambat)
    siap = await meja.siap(PDF_ISI)
    tugas = asyncio.ensure_future(meja.kirim(siap, kiriman(PDF_ISI)))
    await sedang.wait()
    tugas.cancel()
    lanjut.set()
    with pytest.raises(asyncio.CancelledError):
        await tugas
    assert (meja.tersimpan, await banyak(meja.db)) == (1, (1, 1, 0))
    assert await meja.baca(await meja.db.write(pasang, SITI, siap.id)) == PDF_ISI


async def test_what_a_killed_process_left_is_cleared_once_its_time_is_over(
    meja: Meja, monkeypatch: Any
) -> None:
    async def mati(*_: Any) -> None:
        return

    monkeypatch.setattr(Penerima, "_batalkan", mati)  # a killed process tidies nothing up
    siap = await meja.siap(PDF_ISI)
    with pytest.raises(KlienPutus):
        await meja.kirim(siap, kiriman(PDF_ISI[:100], "putus"))
    nama = (await meja.db.scalars(select(ObjekBerkas.nama)))[0]
    await meja.gudang.simpan(nama, aliran(PDF_ISI[:100]))
    await meja.bersih()
    assert (meja.tersimpan, await banyak(meja.db)) == (1, (1, 1, 0))  # it might still be at work
    await meja.lewat(hours=1)
    await meja.bersih()
    assert (meja.tersimpan, await banyak(meja.db)) == (0, (0, 1, 0))
    await meja.gudang.simpan(nama, aliran(b"sisa"))  # it was only asleep, and wrote one more piece
    await meja.lewat(hours=3)
    await meja.bersih()
    assert (meja.tersimpan, await banyak(meja.db)) == (0, (0, 0, 0))


_UNGGAH_TANPA_AKHIR = """
import asyncio, sys
from pathlib import Path
from starlette.datastructures import Headers
from forum_server.berkas.gudang import POTONGAN, Gudang
from forum_server.berkas.terima import Penerima
from forum_server.database import Database
from forum_server.kunci import Kunci
from tests.berkas.bahan import pengaturan

async def main(url, folder, token):
    setelan = pengaturan(Path(folder))
    penerima = Penerima(Database(url), Gudang(setelan), Kunci.baru(), setelan.berkas)
    berkas = Path(folder) / "berkas"

    async def receive():
        if any(p.name == "000000" for p in berkas.rglob("*")):
            print("menulis", flush=True)
            await asyncio.Event().wait()
        return {"type": "http.request", "body": bytes(POTONGAN + 1), "more_body": True}

    await penerima.terima(token, Headers({}), receive)

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_a_process_killed_in_the_middle_of_an_upload_leaves_nothing_that_stays(meja: Meja) -> None:
    siap = await meja.siap(20 * 1024 * 1024)
    url = meja.db.url.render_as_string(hide_password=False)
    token = siap.alamat.removeprefix("/unggah/")
    proses = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _UNGGAH_TANPA_AKHIR, url, str(meja.folder), token),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert proses.stdout is not None
    assert await proses.stdout.readline() == b"menulis\n"
    proses.kill()
    await proses.communicate()
    assert (meja.tersimpan, await banyak(meja.db)) == (1, (1, 1, 0))
    await meja.bersih()
    assert meja.tersimpan == 1  # nobody knows yet that it is dead
    await meja.lewat(hours=1)
    await meja.bersih()
    assert (meja.tersimpan, await banyak(meja.db)) == (0, (0, 1, 0))


@pytest.mark.parametrize("mesin", ["sqlite"])
@pytest.mark.parametrize("kelas", KelasBerkas)
async def test_in_a_bucket_it_is_the_same(
    db: Database, tmp_path: Path, setelan_s3: Callable[..., Settings], kelas: KelasBerkas
) -> None:
    meja = Meja(db, tmp_path)
    meja.settings = setelan_s3()
    meja.gudang = Gudang(meja.settings)
    siap = await meja.siap(PDF_ISI, kelas=kelas)
    with pytest.raises(KlienPutus):
        await meja.kirim(siap, kiriman(PDF_ISI[:5000], "putus"))
    assert meja.tersimpan == 0
    berkas = await meja.db.write(pasang, SITI, await meja.unggah(kelas=kelas))
    await meja.bersih()
    assert (await meja.baca(berkas), await meja.temuan()) == (PDF_ISI, [])
    await meja.lepas(berkas)
    await meja.bersih()
    assert meja.tersimpan == 0


async def test_an_upload_that_was_given_up_meanwhile_does_not_count(meja: Meja) -> None:
    siap = await meja.siap(PDF_ISI)
    sekali = iter([True])

    async def receive() -> Any:
        if next(sekali, False):
            return {"type": "http.request", "body": PDF_ISI[:10], "more_body": True}
        await meja.lewat(hours=2)
        await meja.bersih()
        return {"type": "http.request", "body": PDF_ISI[10:], "more_body": False}

    assert await tolakan(meja.kirim(siap, receive)) == "ALAMAT_TIDAK_BERLAKU"
    await meja.bersih()
    assert (meja.tersimpan, (await banyak(meja.db))[0]) == (0, 0)


async def test_uploads_nobody_attaches_go(meja: Meja) -> None:
    unggahan = await meja.unggah()
    await meja.lewat(hours=23)
    await meja.bersih()
    assert meja.tersimpan == 1
    await meja.lewat(hours=2)
    assert await tolakan(meja.db.write(pasang, SITI, unggahan)) == "TIDAK_DITEMUKAN"
    await meja.bersih()
    assert (meja.tersimpan, await banyak(meja.db)) == (0, (0, 1, 0))


async def test_only_its_account_attaches_it_where_its_type_and_size_fit(meja: Meja) -> None:
    unggahan = await meja.unggah(png(), nama="gambar.png")
    sebelum = await banyak(meja.db)

    async def coba(siapa: Aktor = SITI, **lain: Any) -> str:
        return await tolakan(meja.db.write(pasang, siapa, unggahan, **lain))

    assert await coba(BUDI) == "TIDAK_DITEMUKAN"
    assert await coba(Aktor.anonim()) == "TIDAK_DITEMUKAN"
    assert await coba() == "JENIS_BERKAS_DITOLAK"
    assert await coba(media=frozenset({PNG}), maks=10) == "BERKAS_TERLALU_BESAR"
    with pytest.raises(ValueError, match="name types"):
        await coba(media=frozenset({"text/html"}))
    assert await banyak(meja.db) == sebelum
    assert await meja.db.write(pasang, SITI, unggahan, media=frozenset({PNG})) is not None
    assert await coba(media=frozenset({PNG})) == "TIDAK_DITEMUKAN"
    belum = await meja.siap(PDF_ISI)
    assert await tolakan(meja.db.write(pasang, SITI, belum.id)) == "UNGGAHAN_BELUM_SELESAI"


async def test_two_that_attach_at_once_get_one_file(meja: Meja) -> None:
    unggahan = await meja.unggah()
    hasil = await asyncio.gather(
        *(meja.db.write(pasang, SITI, unggahan, pemilik_id=str(n)) for n in range(6)), return_exceptions=True
    )
    assert [getattr(h, "kode", "jadi") for h in hasil].count("jadi") == 1
    assert (await banyak(meja.db))[2] == 1


async def test_the_same_content_attached_at_once_is_one_object_while_clearing_runs(meja: Meja) -> None:
    for _ in range(2):
        unggahan = [await meja.unggah() for _ in range(5)]
        hasil = await asyncio.gather(
            *(meja.db.write(pasang, SITI, u, pemilik_id=str(u)) for u in unggahan),
            meja.bersih(),
            meja.bersih(),
        )
        berkas = [h for h in hasil if h is not None]
        assert {(await meja.baca(b)) for b in berkas} == {PDF_ISI}
        assert len({r.objek for r in (await baca_banyak(meja.db, berkas)).values()}) == 1
        await asyncio.gather(*(meja.lepas(b) for b in berkas[1:]), meja.bersih())
        assert await meja.baca(berkas[0]) == PDF_ISI
        assert await meja.temuan() == []
        await asyncio.gather(meja.lepas(berkas[0]), meja.bersih())
    await meja.bersih()
    assert meja.tersimpan == 0


async def test_the_database_itself_keeps_what_a_file_refers_to(meja: Meja) -> None:
    berkas = await meja.pasang()
    objek = await meja.db.scalar(select(Berkas.objek_id).where(Berkas.id == berkas))

    def paksa(session: Session) -> None:
        bebas_jejak(session, "a fault, in a test")
        session.execute(
            update(ObjekBerkas).where(ObjekBerkas.id == objek).values(keadaan=KeadaanObjek.DIHAPUS)
        )

    with pytest.raises(IntegrityError):
        await meja.db.write(paksa)
    await meja.db.write(_tandai, objek)
    assert await meja.db.scalar(select(ObjekBerkas.keadaan)) is KeadaanObjek.TERSIMPAN
    await meja.lepas(berkas)
    await meja.db.write(_tandai, objek)
    assert await meja.db.scalar(select(ObjekBerkas.keadaan)) is KeadaanObjek.DIHAPUS
    assert await meja.pasang() is not None  # an object on its way out is no longer shared
    assert await meja.db.scalar(select(func.count()).select_from(ObjekBerkas)) == 2


async def test_a_secret_file_opens_with_its_key_alone_and_leaves_no_trace_of_itself(
    meja: Meja, tmp_path: Path
) -> None:
    rahasia = KelasBerkas.RAHASIA
    satu = await meja.db.write(pasang, SITI, await meja.unggah(kelas=rahasia))
    dua = await meja.db.write(pasang, SITI, await meja.unggah(kelas=rahasia))
    rows = await baca_banyak(meja.db, [satu, dua])
    assert rows[satu].objek != rows[dua].objek
    assert (rows[satu].nama, rows[satu].media) == (None, None)
    keterangan, isi = isi_objek(meja.gudang, rows[satu], kunci=KUNCI)
    assert (keterangan.nama, keterangan.media, keterangan.ukuran) == ("aduan contoh.pdf", PDF, len(PDF_ISI))
    assert await kumpul(isi) == PDF_ISI
    assert await meja.db.scalars(select(ObjekBerkas.sidik)) == [None, None]
    disk = [p.read_bytes() for p in _berkas_di(tmp_path / "berkas")]
    assert b"contoh" not in b"".join(disk)
    assert [len(d) for d in disk] == [ukuran_tersandi(len(PDF_ISI))] * 2
    assert disk[0] != disk[1]
    with pytest.raises(BerkasRusak):
        isi_objek(meja.gudang, rows[satu], kunci=KUNCI, kunci_berkas=b"x" * 32)


async def test_a_secret_file_changed_in_the_store_breaks_off(meja: Meja, tmp_path: Path) -> None:
    berkas = await meja.db.write(pasang, SITI, await meja.unggah(kelas=KelasBerkas.RAHASIA))
    (potongan,) = _berkas_di(tmp_path / "berkas")
    isi = bytearray(potongan.read_bytes())
    isi[-1] ^= 1
    potongan.write_bytes(isi)
    with pytest.raises(BerkasRusak):
        await meja.baca(berkas)


async def test_a_plugin_issues_addresses_to_people_without_accounts(meja: Meja) -> None:
    def terima_laporan(session: Session) -> UnggahanSiap:
        bebas_jejak(session, "what a plugin does, in a test")
        return siapkan_unggahan(
            session,
            Aktor.anonim(),
            meja.settings.berkas,
            ukuran=len(PDF_ISI),
            wilayah=WILAYAH,
            kelas=KelasBerkas.RAHASIA,
            untuk="catatan.isi",
            media=frozenset({PDF}),
        )

    siap = await meja.db.write(terima_laporan)
    assert siap.kunci is not None
    await meja.kirim(siap, kiriman(PDF_ISI))
    siapa = Aktor.anonim()
    for lain in (SITI, Aktor.anonim()):
        assert (
            await tolakan(meja.db.write(pasang, lain, siap.id, pemilik="catatan.lain")) == "TIDAK_DITEMUKAN"
        )
    assert await tolakan(meja.db.write(pasang, SITI, siap.id)) == "TIDAK_DITEMUKAN"
    berkas = await meja.db.write(pasang, siapa, siap.id)
    (row,) = (await baca_banyak(meja.db, [berkas])).values()
    assert row.kunci is None
    with pytest.raises(BerkasRusak):
        isi_objek(meja.gudang, row, kunci=KUNCI)
    _, isi = isi_objek(meja.gudang, row, kunci=KUNCI, kunci_berkas=siap.kunci)
    assert await kumpul(isi) == PDF_ISI
    lagi = await meja.db.write(terima_laporan)
    assert await tolakan(meja.kirim(lagi, kiriman(b"x" * len(PDF_ISI)))) == "JENIS_BERKAS_DITOLAK"


async def test_what_a_plugin_issued_to_an_account_is_not_attached_without_it(meja: Meja) -> None:
    def terbitkan(session: Session) -> UnggahanSiap:
        bebas_jejak(session, "what a plugin does, in a test")
        return siapkan_unggahan(
            session, SITI, meja.settings.berkas, ukuran=len(PDF_ISI), wilayah=WILAYAH, untuk="catatan.isi"
        )

    siap = await meja.db.write(terbitkan)
    await meja.kirim(siap, kiriman(PDF_ISI))
    sebelum = await banyak(meja.db)
    for lain in (Aktor.anonim(), BUDI):
        assert await tolakan(meja.db.write(pasang, lain, siap.id)) == "TIDAK_DITEMUKAN"
    assert await banyak(meja.db) == sebelum
    assert await meja.db.write(pasang, SITI, siap.id) is not None


async def test_an_address_is_for_accounts_in_regions_they_serve(meja: Meja) -> None:
    with pytest.raises(Ditolak):
        await meja.siap(10, Aktor.anonim())
    assert await tolakan(meja.siap(10, BUDI)) == "TIDAK_DITEMUKAN"
    for tiada in ("61.79", "lsp-tiada", "x" * 40):
        assert await tolakan(meja.siap(10, aktor_uji("catatan:baca"), wilayah=tiada)) == "TIDAK_DITEMUKAN"
    assert await tolakan(meja.siap(10, wilayah=None)) == "TIDAK_DITEMUKAN"  # no such account
    assert SITI.akun_id is not None
    await meja.db.write(buat_akun, SITI.akun_id, "siti", WILAYAH)
    await meja.siap(10, wilayah=None)
    assert await meja.db.scalars(select(Unggahan.wilayah_kode)) == [WILAYAH]
    assert await tolakan(meja.siap(0)) == "UKURAN_TIDAK_SAH"
    assert await tolakan(meja.siap(26 * 1024 * 1024)) == "BERKAS_TERLALU_BESAR"
    assert await banyak(meja.db) == (1, 0, 0)


async def test_open_uploads_are_limited_by_account_and_region_however_many_come_at_once(
    db: Database, tmp_path: Path
) -> None:
    meja = Meja(db, tmp_path, terbuka_akun=3, terbuka_wilayah=5, terbuka_akun_byte=1000)
    hasil = await asyncio.gather(*(meja.siap(10) for _ in range(8)), return_exceptions=True)
    assert [getattr(h, "kode", "jadi") for h in hasil].count("jadi") == 3
    orang = [aktor_uji("catatan:baca", wilayah=WILAYAH) for _ in range(6)]
    hasil = await asyncio.gather(*(meja.siap(10, o) for o in orang), return_exceptions=True)
    assert sorted(getattr(h, "kode", "jadi") for h in hasil) == ["UNGGAHAN_TERLALU_BANYAK"] * 4 + ["jadi"] * 2
    assert (await banyak(db))[0] == 5
    await meja.lewat(minutes=16)
    assert await tolakan(meja.siap(1001)) == "UNGGAHAN_TERLALU_BANYAK"
    assert (await meja.siap(1000)).alamat.startswith("/unggah/fpg_")


async def test_people_without_accounts_leave_officials_their_uploads(db: Database, tmp_path: Path) -> None:
    meja = Meja(db, tmp_path, terbuka_wilayah=2)

    def lapor(session: Session) -> UnggahanSiap:
        bebas_jejak(session, "what a plugin does, in a test")
        return siapkan_unggahan(
            session, Aktor.anonim(), meja.settings.berkas, ukuran=9, wilayah=WILAYAH, untuk="catatan.isi"
        )

    hasil = await asyncio.gather(*(db.write(lapor) for _ in range(5)), return_exceptions=True)
    assert sorted(getattr(h, "kode", "jadi") for h in hasil) == ["UNGGAHAN_TERLALU_BANYAK"] * 3 + ["jadi"] * 2
    await meja.siap(9)
    await meja.siap(9)
    assert await tolakan(meja.siap(9)) == "UNGGAHAN_TERLALU_BANYAK"
    assert (await banyak(db))[0] == 4


async def test_an_upload_is_read_without_being_kept_and_used_once(meja: Meja) -> None:
    isi = b"nama;kode\nContoh;1\n"
    konteks = cast("Any", meja)
    unggahan = await meja.unggah(isi)
    assert await baca_unggahan(konteks, unggahan, maks=100, media=frozenset({TEKS})) == isi
    assert (
        await tolakan(baca_unggahan(konteks, unggahan, maks=5, media=frozenset({TEKS})))
        == "BERKAS_TERLALU_BESAR"
    )
    assert (
        await tolakan(baca_unggahan(konteks, unggahan, maks=99, media=frozenset({PDF})))
        == "JENIS_BERKAS_DITOLAK"
    )

    def pakai(session: Session, aktor: Aktor) -> None:
        catat(session, aktor, "catatan.impor", objek="catatan", objek_id="x", wilayah=WILAYAH)
        pakai_unggahan(session, aktor, unggahan)

    layanan = replace(aktor_uji("catatan:baca"), akun_id=None, cara=Cara.LAYANAN)
    for lain in (BUDI, layanan, Aktor.anonim(), Aktor.sistem("uji")):
        meja.aktor = lain
        assert (
            await tolakan(baca_unggahan(konteks, unggahan, maks=100, media=frozenset({TEKS})))
            == "TIDAK_DITEMUKAN"
        )
        assert await tolakan(meja.db.write(pakai, lain)) == "TIDAK_DITEMUKAN"
    assert (await banyak(meja.db))[0] == 1
    await meja.db.write(pakai, SITI)
    assert await tolakan(meja.db.write(pakai, SITI)) == "TIDAK_DITEMUKAN"
    await meja.bersih()
    assert meja.tersimpan == 0


async def test_the_check_names_what_is_missing_and_what_nobody_knows(meja: Meja, tmp_path: Path) -> None:
    berkas, lain = await meja.pasang(), await meja.pasang(png(), media=frozenset({PNG}))
    rows = await baca_banyak(meja.db, [berkas, lain])
    assert await meja.temuan() == []
    await meja.gudang.hapus(rows[berkas].objek)
    (tmp_path / "berkas" / rows[lain].objek / "000000").write_bytes(b"pendek")
    await meja.gudang.simpan("biasa/zz/asing", aliran(b"x"))
    assert sorted(await meja.temuan()) == sorted(
        [
            f"objek berkas {rows[berkas].objek_id}: isinya tidak ada di penyimpanan",
            f"objek berkas {rows[lain].objek_id}: tersimpan 6 byte, seharusnya {len(png())}",
            "penyimpanan: biasa/zz/asing tidak dikenal basis data",
        ]
    )
