from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import json
import shutil
import socket
import stat
import uuid
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, inspect, select, text
from sqlalchemy.orm import Session

from forum_server.akun.models import Akun, SesiMasuk
from forum_server.benih import PELAKU_BENIH, benih_akun
from forum_server.berkas.gudang import Gudang
from forum_server.cadangan.bentuk import CadanganGagal, Manifes
from forum_server.cadangan.buat import cadangkan
from forum_server.cadangan.pulih import pulihkan, teliti
from forum_server.cadangan.tabel import baca_saat_ini, tabel_ada
from forum_server.cli.periksa import temuan
from forum_server.database import Database, bebas_jejak
from forum_server.database.engine import url_dari
from forum_server.database.migrate import INTI, jalankan, naik_ke, posisi
from forum_server.jejak import catat
from forum_server.jejak.models import Jejak
from forum_server.jejak.segel import buktikan, segel
from forum_server.kunci.kunci import Kunci
from forum_server.orang.models import Kepegawaian, Orang
from forum_server.orang.service import Pemilik, daftarkan
from forum_server.peristiwa import siarkan
from forum_server.persiapan import lini
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings
from forum_server.testing.basis_data import Templat

NIP = "198001012005011001"
MESIN = ("sqlite", "postgresql")
DIUBAH = {"sesi_masuk", "jejak", "jejak_penyegel", "peristiwa", "peran"}
"""Tables that a restore writes into: it ends logins, tells the audit, forgets the other
cluster's transactions, and brings roles to what this server says of them."""


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    semua = Plugins(strict=True)
    semua.load()
    return semua


@pytest.fixture
def kunci() -> Kunci:
    return Kunci.baru()


@pytest.fixture
def gudang(tmp_path: Path) -> Gudang:
    return _gudang(tmp_path / "asal")


@pytest.fixture
def tujuan(templat: Templat, mesin_tujuan: str) -> Iterator[str]:
    url = templat.kosong(mesin_tujuan)
    yield url
    templat.buang(url)


@pytest.fixture
def mesin_tujuan(mesin: str) -> str:
    return mesin


def _gudang(folder: Path) -> Gudang:
    return Gudang(Settings(data_dir=folder, _env_file=None))  # pyright: ignore[reportCallIssue]


async def _satu(isi: bytes) -> AsyncIterator[bytes]:
    yield isi


def _isi(session: Session, kunci: Kunci) -> None:
    """A person with a number, a login, events, and audit entries of which some are sealed later."""
    daftarkan(
        session,
        PELAKU_BENIH,
        kunci,
        nama="Orang \u201cContoh\u201d, S.E.",
        nip=NIP,
        kepegawaian=Kepegawaian.PNS,
        pemilik=Pemilik(wilayah="61.71"),
    )
    benih_akun(session, "contoh.admin", "inti.admin", wilayah="ID")
    siarkan(session, "uji.kabar", kunci="satu", wilayah="ID", isi={"a": "b"})


def _masuk(session: Session) -> None:
    bebas_jejak(session, "a login of the test")
    akun = session.scalars(select(Akun.id)).first()
    session.execute(insert(SesiMasuk).values(akun_id=akun, berakhir_pada=datetime(2050, 1, 1, tzinfo=UTC)))


async def _diisi(url: str, kunci: Kunci) -> None:
    db = Database(url)
    await db.write(_isi, kunci)
    await db.write(segel)
    await db.write(_umumkan)
    await db.tutup()


def _umumkan(session: Session) -> None:
    catat(session, PELAKU_BENIH, "uji.umumkan", objek="uji", objek_id="1", wilayah="61.71")


async def _cadang(
    url: str, berkas: Path, plugins: Plugins, kunci: Kunci | None, gudang: Gudang | None = None
) -> Manifes:
    hasil = await cadangkan(url_dari(url), berkas, lini=lini(plugins), kunci=kunci, gudang=gudang)
    return hasil.manifes


async def _pulih(
    url: str, berkas: Path, plugins: Plugins, kunci: Kunci | None, gudang: Gudang | None = None
) -> Manifes:
    return await asyncio.to_thread(
        pulihkan, url_dari(url), berkas, plugins=plugins, kunci=kunci, gudang=gudang
    )


def _tabel(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def _kosong(url: str) -> bool:
    return await asyncio.to_thread(jalankan, url_dari(url), _tabel) == set()


def _sidik(manifes: Manifes) -> dict[str, tuple[int, str]]:
    return {t.nama: (t.baris, t.sidik) for t in manifes.tabel if t.nama not in DIUBAH}


@pytest.mark.parametrize(("mesin", "mesin_tujuan"), [MESIN, MESIN[::-1]])
async def test_a_backup_taken_back_on_the_other_engine_holds_the_same_rows_and_files(
    db_url: str, tujuan: str, tmp_path: Path, plugins: Plugins, kunci: Kunci, gudang: Gudang
) -> None:
    await _diisi(db_url, kunci)
    isi_berkas = bytes(range(256)) * 20_000  # more than one piece of the store
    await gudang.simpan("biasa/ab/abcd", _satu(isi_berkas))
    await gudang.simpan("rahasia/cd/cdef", _satu(b""))
    dibuat = await _cadang(db_url, tmp_path / "satu.zip", plugins, kunci, gudang)
    baru = _gudang(tmp_path / "baru")
    await _pulih(tujuan, tmp_path / "satu.zip", plugins, kunci, baru)
    lagi = await _cadang(tujuan, tmp_path / "dua.zip", plugins, kunci, baru)
    assert _sidik(lagi) == _sidik(dibuat)
    assert lagi.berkas == dibuat.berkas
    assert lagi.berkas is not None
    assert [(b.nama, b.panjang) for b in lagi.berkas] == [
        ("biasa/ab/abcd", len(isi_berkas)),
        ("rahasia/cd/cdef", 0),
    ]
    assert {n: lagi.urutan[n] >= nomor for n, nomor in dibuat.urutan.items()} == dict.fromkeys(
        dibuat.urutan, True
    )
    db = Database(tujuan)
    orang = await db.first(select(Orang.id, Orang.nama, Orang.nip_sandi))
    assert orang is not None
    assert orang.nama == "Orang \u201cContoh\u201d, S.E."
    assert kunci.bukakan(orang.nip_sandi, tempat=f"orang.nip:{orang.id}") == NIP
    laporan = await buktikan(db)
    assert (laporan.utuh, laporan.belum_disegel) == (True, 2)  # the one that was not, and that of the restore
    await db.write(segel)
    laporan = await buktikan(db)
    assert (laporan.utuh, laporan.belum_disegel) == (True, 0)
    assert await db.write(temuan, plugins) == []
    await db.tutup()


async def test_numbers_given_once_are_not_given_again_and_logins_end(
    db_url: str, tujuan: str, tmp_path: Path, plugins: Plugins, kunci: Kunci
) -> None:
    await _diisi(db_url, kunci)
    db = Database(db_url)
    await db.write(_masuk)
    terakhir = await db.scalar(text("SELECT max(id) FROM peristiwa"))

    def hapus(session: Session) -> None:
        bebas_jejak(session, "as the clearing of old events does")
        session.execute(text("DELETE FROM peristiwa"))

    await db.write(hapus)
    await db.tutup()
    await _cadang(db_url, tmp_path / "satu.zip", plugins, kunci)
    await _pulih(tujuan, tmp_path / "satu.zip", plugins, kunci)
    baru = Database(tujuan)
    assert await baru.scalar(select(func.count()).where(SesiMasuk.dicabut_pada.is_(None))) == 0
    assert await baru.scalar(select(func.count()).where(SesiMasuk.dicabut_pada.is_not(None))) == 1

    def umumkan(session: Session) -> None:
        _umumkan(session)
        siarkan(session, "uji.kabar", kunci="dua", wilayah="ID")

    await baru.write(umumkan)
    assert await baru.scalar(text("SELECT min(id) FROM peristiwa")) > terakhir
    assert await baru.scalar(select(func.count()).where(Jejak.aksi == "inti.pulihkan")) == 1
    with pytest.raises(Exception, match="jejak hanya bertambah"):
        await baru.write(lambda s: s.execute(text("DELETE FROM jejak")))
    await baru.tutup()


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_a_backup_holds_no_key_and_other_keys_are_refused_at_once(
    db_url: str, tujuan: str, tmp_path: Path, plugins: Plugins, kunci: Kunci
) -> None:
    await _diisi(db_url, kunci)
    berkas = tmp_path / "satu.zip"
    await _cadang(db_url, berkas, plugins, kunci)
    isi = json.loads(kunci.ke_json())
    rahasia = [(nama, teks) for g in isi.values() for nama, teks in g["kunci"].items()]
    with zipfile.ZipFile(berkas) as arsip:
        semua = b"".join(arsip.read(nama) for nama in arsip.namelist())
    for nama, teks in rahasia:
        mentah = base64.b64decode(teks)
        bentuk = (mentah, mentah.hex().encode(), teks.rstrip("=").encode())
        bentuk += (base64.urlsafe_b64encode(mentah).rstrip(b"="),)
        assert nama.encode() in semua, "the control: the search finds what is there"
        assert [b for b in bentuk if b in semua or b in berkas.read_bytes()] == []

    lain = Kunci.baru()
    with pytest.raises(CadanganGagal, match="tidak ada pada server ini, sedangkan cadangan memerlukannya"):
        await _pulih(tujuan, berkas, plugins, lain)
    with pytest.raises(CadanganGagal, match="belum punya kunci"):
        await _pulih(tujuan, berkas, plugins, None)
    for jenis in ("sandi", "sidik"):  # the same id, but another key
        palsu = json.loads(kunci.ke_json())
        (nama,) = palsu[jenis]["kunci"]
        (pengganti,) = json.loads(lain.ke_json())[jenis]["kunci"].values()
        palsu[jenis]["kunci"][nama] = pengganti
        with pytest.raises(CadanganGagal, match="bukan kunci yang membuat cadangan"):
            await _pulih(tujuan, berkas, plugins, Kunci.dari_json(json.dumps(palsu), asal="uji"))
    assert await _kosong(tujuan)
    assert teliti(berkas, plugins=plugins, kunci=kunci).tabel


def _nama(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir()]


def _rusakkan(berkas: Path, nama: str, ubah: bytes | None) -> Path:
    """A copy in which one part is changed (checksums of the zip made anew) or missing."""
    rusak = berkas.with_name(f"rusak-{uuid.uuid4().hex}.zip")
    with zipfile.ZipFile(berkas) as asal, zipfile.ZipFile(rusak, "w") as baru:
        for satu in asal.namelist():
            if satu != nama:
                baru.writestr(satu, asal.read(satu))
            elif ubah is not None:
                baru.writestr(satu, ubah)
    return rusak


async def test_a_damaged_backup_leaves_neither_rows_nor_files(
    db_url: str, tujuan: str, tmp_path: Path, plugins: Plugins, kunci: Kunci, gudang: Gudang
) -> None:
    await gudang.simpan("biasa/ab/abcd", _satu(b"isi"))
    berkas = tmp_path / "satu.zip"
    await _cadang(db_url, berkas, plugins, kunci, gudang)
    with zipfile.ZipFile(berkas) as arsip:
        wilayah = arsip.read("tabel/wilayah.jsonl").replace(b"Pontianak", b"Pontianax")
    baru = _gudang(tmp_path / "baru")
    for bagian, isi in (("tabel/wilayah.jsonl", wilayah), ("berkas/biasa/ab/abcd", b"isj")):
        rusak = _rusakkan(berkas, bagian, isi)
        with pytest.raises(CadanganGagal, match="Cadangan rusak"):
            await _pulih(tujuan, rusak, plugins, kunci, baru)
        assert await _kosong(tujuan)
        assert baru.isi() == {}


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_every_way_to_be_damaged_is_found_without_writing_anything(
    db_url: str, tmp_path: Path, plugins: Plugins, kunci: Kunci, gudang: Gudang
) -> None:
    await gudang.simpan("biasa/ab/abcd", _satu(b"isi"))
    berkas = tmp_path / "satu.zip"
    await _cadang(db_url, berkas, plugins, kunci, gudang)
    with zipfile.ZipFile(berkas) as arsip:
        wilayah = arsip.read("tabel/wilayah.jsonl")
    terpotong = tmp_path / "terpotong.zip"
    terpotong.write_bytes(berkas.read_bytes()[:-200])
    (tmp_path / "bukan.zip").write_bytes(b"bukan zip")
    with zipfile.ZipFile(tmp_path / "lain.zip", "w") as lain:
        lain.writestr("a", "b")
    rusakkan = partial(_rusakkan, berkas)
    for rusak, sebab in (
        (rusakkan("tabel/wilayah.jsonl", wilayah.replace(b"Pontianak", b"Pontianax")), "Cadangan rusak"),
        (rusakkan("berkas/biasa/ab/abcd", b"isj"), "Cadangan rusak"),
        (rusakkan("tabel/wilayah.jsonl", None), "tidak utuh"),
        (rusakkan("manifes.json", b"{"), "Manifes"),
        (terpotong, "rusak atau terpotong"),
        (tmp_path / "bukan.zip", "rusak atau terpotong"),
        (tmp_path / "lain.zip", "bukan cadangan"),
        (tmp_path / "tidak-ada.zip", "tidak ada"),
    ):
        with pytest.raises(CadanganGagal, match=sebab):
            teliti(rusak, plugins=plugins, kunci=kunci)
    assert teliti(berkas, plugins=plugins, kunci=kunci).tabel


def _manifes_lain(berkas: Path, ubah: Callable[[dict[str, Any]], None]) -> Path:
    """A copy whose manifest says something else."""
    with zipfile.ZipFile(berkas) as arsip:
        isi = json.loads(arsip.read("manifes.json"))
    ubah(isi)
    return _rusakkan(berkas, "manifes.json", json.dumps(isi).encode())


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_no_name_in_a_backup_reaches_beyond_the_store(
    db_url: str, tujuan: str, tmp_path: Path, plugins: Plugins, kunci: Kunci, gudang: Gudang
) -> None:
    await gudang.simpan("biasa/ab/abcd", _satu(b"isi"))
    berkas = tmp_path / "satu.zip"
    await _cadang(db_url, berkas, plugins, kunci, gudang)
    luar = tmp_path / "luar"
    luar.mkdir()
    (luar / "milik-lain").write_bytes(b"tetap")
    for nama in (
        "../../luar",
        str(luar),
        "",
        ".",
        "biasa/ab",
        "biasa/ab/../../../luar",
        "biasa/ab/abcd\n",
        1,
        None,
    ):

        def jahat(isi: dict[str, Any], nama: object = nama) -> None:
            isi["berkas"][0]["nama"] = nama

        with pytest.raises(CadanganGagal, match="Manifes"):
            await _pulih(tujuan, _manifes_lain(berkas, jahat), plugins, kunci, _gudang(tmp_path / "baru"))
    assert (luar / "milik-lain").read_bytes() == b"tetap"
    assert not (tmp_path / "baru").exists()
    assert await _kosong(tujuan)


def _panjang(isi: dict[str, Any]) -> None:
    isi["berkas"][0]["panjang"] = 2


def _tanpa_jenis_kunci(isi: dict[str, Any]) -> None:
    del isi["kunci"]["sandi"]


def _mampatan_rusak(berkas: Path) -> Path:
    """The longest table, its compressed bytes overwritten: what a failing disk leaves."""
    rusak = berkas.with_name("mampatan-rusak.zip")
    isi = bytearray(berkas.read_bytes())
    with zipfile.ZipFile(berkas) as arsip:
        info = max(arsip.infolist(), key=lambda satu: satu.compress_size)
    tengah = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    isi[tengah : tengah + 64] = b"\xff" * 64
    rusak.write_bytes(isi)
    return rusak


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_a_hostile_or_rotten_archive_is_a_sentence_and_no_more(
    db_url: str,
    tmp_path: Path,
    plugins: Plugins,
    kunci: Kunci,
    gudang: Gudang,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await gudang.simpan("biasa/ab/abcd", _satu(b"isi"))
    berkas = tmp_path / "satu.zip"
    await _cadang(db_url, berkas, plugins, kunci, gudang)
    for rusak, sebab in (
        (_mampatan_rusak(berkas), "Cadangan rusak"),
        (_manifes_lain(berkas, _panjang), "panjang berkas/biasa/ab/abcd"),
        (_manifes_lain(berkas, _tanpa_jenis_kunci), "Manifes"),
        (_rusakkan(berkas, "manifes.json", b"[" * 100_000), "Manifes"),
        (_rusakkan(berkas, "manifes.json", b"[]"), "Manifes"),
        (_rusakkan(berkas, "tabel/wilayah.jsonl", b"bukan json\n"), "tabel wilayah"),
        (tmp_path, "tidak dapat dibaca"),
    ):
        with pytest.raises(CadanganGagal, match=sebab):
            teliti(rusak, plugins=plugins, kunci=kunci)
    for batas, sebab in (("BARIS_MAKS", "terlalu panjang"), ("MANIFES_MAKS", "terlalu besar")):
        with monkeypatch.context() as m:
            m.setattr(f"forum_server.cadangan.arsip.{batas}", 64)
            with pytest.raises(CadanganGagal, match=sebab):
                teliti(berkas, plugins=plugins, kunci=kunci)
    assert teliti(berkas, plugins=plugins, kunci=kunci).tabel


async def test_rows_that_the_database_refuses_are_named_by_their_table_and_nothing_stays(
    db_url: str, tujuan: str, tmp_path: Path, plugins: Plugins, kunci: Kunci
) -> None:
    berkas = tmp_path / "satu.zip"
    await _cadang(db_url, berkas, plugins, kunci)
    with zipfile.ZipFile(berkas) as arsip:
        baris = arsip.read("tabel/wilayah.jsonl").splitlines(keepends=True)
    for isi, sebab in (
        (b"".join([*baris, baris[0]]), "menolak baris tabel wilayah"),
        (b"".join([*baris, b"1\n"]), "tabel wilayah memuat baris"),
    ):

        def tertulis(manifes: dict[str, Any], isi: bytes = isi) -> None:
            (satu,) = [t for t in manifes["tabel"] if t["nama"] == "wilayah"]
            satu["sidik"] = hashlib.sha256(isi).hexdigest()

        rusak = _manifes_lain(_rusakkan(berkas, "tabel/wilayah.jsonl", isi), tertulis)
        with pytest.raises(CadanganGagal, match=sebab):
            await _pulih(tujuan, rusak, plugins, kunci)
        assert await _kosong(tujuan)


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_files_that_were_there_survive_a_restore_that_fails(
    db_url: str, tujuan: str, tmp_path: Path, plugins: Plugins, kunci: Kunci, gudang: Gudang
) -> None:
    await gudang.simpan("biasa/ab/abcd", _satu(b"isi"))
    await gudang.simpan("biasa/cd/cdef", _satu(b"hilang"))
    berkas = tmp_path / "satu.zip"
    await _cadang(db_url, berkas, plugins, kunci, gudang)
    ada = _gudang(tmp_path / "ada")
    await ada.simpan("biasa/ab/abcd", _satu(b"isi"))
    with pytest.raises(CadanganGagal, match="tabel wilayah"):
        await _pulih(tujuan, _rusakkan(berkas, "tabel/wilayah.jsonl", b"{\n"), plugins, kunci, ada)
    assert ada.isi() == {"biasa/ab/abcd": 3}
    lain = _gudang(tmp_path / "lain")
    await lain.simpan("biasa/ab/abcd", _satu(b"ini"))
    with pytest.raises(CadanganGagal, match="biasa/ab/abcd dengan isi lain"):
        await _pulih(tujuan, berkas, plugins, kunci, lain)
    assert lain.isi() == {"biasa/ab/abcd": 3}
    assert await _kosong(tujuan)
    await _pulih(tujuan, berkas, plugins, kunci, ada)
    assert ada.isi() == gudang.isi()


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_what_lies_in_the_store_by_hand_is_left_out(
    db_url: str, tmp_path: Path, plugins: Plugins, kunci: Kunci, gudang: Gudang
) -> None:
    await gudang.simpan("biasa/ab/abcd", _satu(b"isi"))
    (tmp_path / "asal/berkas/catatan.txt").write_bytes(b"dari tangan")
    (tmp_path / "asal/berkas/biasa/catatan.txt").write_bytes(b"dari tangan")
    dibuat = await _cadang(db_url, tmp_path / "satu.zip", plugins, kunci, gudang)
    assert [b.nama for b in dibuat.berkas or ()] == ["biasa/ab/abcd"]


async def test_a_database_that_does_not_answer_is_not_taken_for_a_full_disk(
    tmp_path: Path, plugins: Plugins
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as tutup:
        porta = tutup.getsockname()[1]
    with pytest.raises(CadanganGagal, match="Basis data tidak menjawab"):
        await _cadang(f"postgresql://forum@127.0.0.1:{porta}/forum", tmp_path / "satu.zip", plugins, None)
    assert _nama(tmp_path) == []


class _GudangBergerak(Gudang):
    """A store from which a file is removed after it was listed."""

    def isi(self) -> dict[str, int]:
        ada = super().isi()
        shutil.rmtree(self._folder / "biasa/ab/abcd")
        return ada


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_a_file_that_goes_while_the_backup_is_made_is_not_part_of_it(
    db_url: str, tmp_path: Path, plugins: Plugins, kunci: Kunci, gudang: Gudang
) -> None:
    await gudang.simpan("biasa/ab/abcd", _satu(b"pergi"))
    await gudang.simpan("biasa/cd/cdef", _satu(b"tinggal"))
    bergerak = _GudangBergerak(Settings(data_dir=tmp_path / "asal", _env_file=None))  # pyright: ignore[reportCallIssue]
    dibuat = await _cadang(db_url, tmp_path / "satu.zip", plugins, kunci, bergerak)
    assert dibuat.berkas is not None
    assert [b.nama for b in dibuat.berkas] == ["biasa/cd/cdef"]
    assert teliti(tmp_path / "satu.zip", plugins=plugins, kunci=kunci) == dibuat


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_only_an_empty_database_and_an_empty_store_take_a_backup(
    db_url: str, tujuan: str, tmp_path: Path, plugins: Plugins, kunci: Kunci, gudang: Gudang
) -> None:
    await gudang.simpan("biasa/ab/abcd", _satu(b"isi"))
    berkas = tmp_path / "satu.zip"
    dibuat = await _cadang(db_url, berkas, plugins, kunci, gudang)
    with pytest.raises(CadanganGagal, match="tidak kosong"):
        await _pulih(db_url, berkas, plugins, kunci, _gudang(tmp_path / "baru"))
    lagi = await _cadang(db_url, tmp_path / "dua.zip", plugins, kunci)
    assert lagi.tabel == dibuat.tabel
    terpakai = _gudang(tmp_path / "terpakai")
    await terpakai.simpan("biasa/zz/zzzz", _satu(b"milik lain"))
    with pytest.raises(CadanganGagal, match="Tempat berkas tidak kosong"):
        await _pulih(tujuan, berkas, plugins, kunci, terpakai)
    assert terpakai.isi() == {"biasa/zz/zzzz": 10}
    assert await _kosong(tujuan)


async def test_a_backup_of_an_older_form_is_brought_to_the_newest(
    db_kosong_url: str, tujuan: str, tmp_path: Path, plugins: Plugins
) -> None:
    def lama(connection: Connection) -> None:
        naik_ke(connection, INTI, "0001")
        kolom = "kode, nama, nama_cari, tingkat, induk_kode, zona, otonom, sumber"
        for nilai in (  # the child before its parent, in the order of the backup too
            "'99.99', 'Kabupaten Lama', 'kabupaten lama', 'KABUPATEN', '99', 'WIB', true, 'uji'",
            "'99', 'Provinsi Lama', 'provinsi lama', 'PROVINSI', 'ID', 'WIB', true, 'uji'",
            "'ID', 'Indonesia', 'indonesia', 'NASIONAL', NULL, 'WIB', false, 'uji'",
        )[:: -1 if connection.dialect.name == "postgresql" else 1]:
            connection.execute(text(f"INSERT INTO wilayah ({kolom}) VALUES ({nilai})"))

    await asyncio.to_thread(jalankan, url_dari(db_kosong_url), lama)
    dibuat = await _cadang(db_kosong_url, tmp_path / "lama.zip", plugins, None)
    assert dibuat.lini == {"core": "0001"}
    await _pulih(tujuan, tmp_path / "lama.zip", plugins, None)
    for satu in lini(plugins):
        kini, terbaru = await asyncio.to_thread(
            jalankan, url_dari(tujuan), lambda c, satu=satu: posisi(c, satu)
        )
        assert kini == terbaru
    db = Database(tujuan)
    nama = text("SELECT nama FROM wilayah WHERE kode LIKE '99%' ORDER BY kode")
    assert await db.scalars(nama) == ["Provinsi Lama", "Kabupaten Lama"]
    assert await db.scalar(text("SELECT count(*) FROM wilayah")) > 500
    await db.tutup()


async def test_tables_of_a_plugin_that_is_not_installed_are_left_out_only_when_told(
    db_url: str, tmp_path: Path, plugins: Plugins
) -> None:
    def tamu(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE alembic_version_tamu (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version_tamu VALUES ('0001')"))
        connection.execute(text("CREATE TABLE tamu_x (id INTEGER PRIMARY KEY)"))

    await asyncio.to_thread(jalankan, url_dari(db_url), tamu)
    with pytest.raises(CadanganGagal, match="--tanpa tamu"):
        await _cadang(db_url, tmp_path / "satu.zip", plugins, None)
    assert _nama(tmp_path) == []
    for bukan in ("paksi", "kunci", "core", "tidak_ada"):  # tables that are in use begin with some of these
        with pytest.raises(CadanganGagal, match=f"Bukan plugin yang tidak terpasang lagi: {bukan}"):
            await cadangkan(
                url_dari(db_url),
                tmp_path / "satu.zip",
                lini=lini(plugins),
                kunci=None,
                gudang=None,
                tanpa=["tamu", bukan],
            )
    assert _nama(tmp_path) == []
    hasil = await cadangkan(
        url_dari(db_url), tmp_path / "satu.zip", lini=lini(plugins), kunci=None, gudang=None, tanpa=["tamu"]
    )
    assert "tamu_x" not in {t.nama for t in hasil.manifes.tabel}
    assert set(hasil.manifes.lini) == {satu.pemilik for satu in lini(plugins)}


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_a_backup_that_this_server_can_not_take_back_is_refused_with_what_to_install(
    db_url: str, tujuan: str, tmp_path: Path, plugins: Plugins
) -> None:
    await _cadang(db_url, tmp_path / "satu.zip", plugins, None)
    with zipfile.ZipFile(tmp_path / "satu.zip") as arsip:
        manifes = json.loads(arsip.read("manifes.json"))
    for ubah, sebab in (
        ({"bentuk": 99}, "lebih baru"),
        ({"lini": {**manifes["lini"], "core": "9999"}}, "revisi 9999"),
        ({"lini": {**manifes["lini"], "tamu": "0001"}}, "tidak terpasang di sini: tamu"),
    ):
        lain = _rusakkan(tmp_path / "satu.zip", "manifes.json", json.dumps({**manifes, **ubah}).encode())
        with pytest.raises(CadanganGagal, match=sebab):
            await _pulih(tujuan, lain, plugins, None)
    assert await _kosong(tujuan)


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_the_file_is_its_owners_alone_and_never_takes_the_place_of_another(
    db_url: str, tmp_path: Path, plugins: Plugins
) -> None:
    berkas = tmp_path / "satu.zip"
    await _cadang(db_url, berkas, plugins, None)
    assert stat.S_IMODE(berkas.stat().st_mode) == 0o600
    isi = berkas.read_bytes()
    with pytest.raises(CadanganGagal, match="sudah ada"):
        await _cadang(db_url, berkas, plugins, None)
    assert berkas.read_bytes() == isi
    with pytest.raises(CadanganGagal, match="tidak dapat ditulis"):
        await _cadang(db_url, tmp_path / "tidak" / "ada.zip", plugins, None)
    assert _nama(tmp_path) == ["satu.zip"]
    assert zipfile.ZipFile(io.BytesIO(isi)).testzip() is None


def test_every_table_has_the_same_columns_on_both_engines(templat: Templat, plugins: Plugins) -> None:
    hasil: dict[str, Any] = {}
    for mesin in MESIN:
        url = templat.salin(mesin)
        semua = asyncio.run(baca_saat_ini(url_dari(url), tabel_ada))
        hasil[mesin] = {t.nama: (t.kolom, t.kunci) for t in semua}
        templat.buang(url)
    assert hasil["sqlite"] == hasil["postgresql"]
