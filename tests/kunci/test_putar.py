"""Rotating keys while people are registered: nobody twice, nothing lost, nothing unreadable, however it ends."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from forum_server.akses.rules import Aktor
from forum_server.berkas.gudang import Gudang
from forum_server.cli.kunci import Pemutar
from forum_server.cli.main import app
from forum_server.database import Database, bebas_jejak
from forum_server.galat import GalatDomain, KeadaanMenolak, ServerSibuk
from forum_server.jejak.models import Jejak
from forum_server.kunci import Kunci
from forum_server.kunci.keadaan import KINI
from forum_server.kunci.models import ProsesKunci, PutaranKunci, Tahap
from forum_server.kunci.penjaga import PenjagaKunci, kerjakan, pekerjaan_putar
from forum_server.kunci.putar import TUNGGU_BUANG, putar_sebagian
from forum_server.orang.models import KOLOM_TERSANDI, NIK, NIP, Orang
from forum_server.orang.rules import Kepegawaian
from forum_server.orang.service import Pemilik, daftarkan, ubah
from forum_server.orang.temukan import temukan_orang
from forum_server.pekerjaan.jenis import KonteksPekerjaan
from forum_server.peristiwa.hub import Hub
from forum_server.settings import Settings
from forum_server.testing.proses import lingkungan
from forum_server.testing.server import pengaturan_uji
from tests.http.test_app import server

SISTEM = Aktor.sistem("uji")


def nip(nomor: int) -> str:
    """A made-up number of a PPPK."""
    return f"19860926201501{1}{nomor + 1:03}"


class Tempat:
    """An installation: a database, a file of keys, and processes that have read it."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db = db
        self.settings = Settings(
            _env_file=None,  # pyright: ignore[reportCallIssue]
            database_url=db.url.render_as_string(hide_password=False),
            data_dir=folder,
        )
        self.awal = Kunci.muat(self.settings).ke_json()
        self.kabar: list[str] = []
        self.keluar: list[str] = []

    def proses(self) -> Kunci:
        """The keys of a process that reads the file."""
        return Kunci.muat(self.settings)

    def tanpa_berkas(self) -> Kunci:
        """The keys of a process that has only those of the beginning."""
        return Kunci.dari_json(self.awal, asal="uji")

    def pemutar(self, **lain: Any) -> Pemutar:
        settings = self.settings.model_copy(update=lain)
        return Pemutar(
            settings,
            self.db,
            KOLOM_TERSANDI,
            plugin=("paksi",),
            keluar=self.keluar.append,
            kabar=self.kabar.append,
        )

    async def orang(self, kunci: Kunci, nomor: int) -> uuid.UUID:
        return await self.db.write(
            daftarkan,
            SISTEM,
            kunci,
            nama=f"Orang {nomor}",
            kepegawaian=Kepegawaian.PPPK,
            pemilik=Pemilik(wilayah="61.71"),
            nip=nip(nomor),
            nik=f"617101660986{nomor + 1:04}",
        )

    async def baris(self) -> Any:
        return await self.db.all(select(*Orang.__table__.c).order_by(Orang.nama))

    async def tahap(self) -> Tahap:
        row = await self.db.first(KINI)
        assert row is not None
        return row.tahap


@pytest.fixture
def tempat(db: Database, tmp_path: Path) -> Tempat:
    return Tempat(db, tmp_path)


async def terbaca(tempat: Tempat, kunci: Kunci) -> list[tuple[str, str]]:
    return [
        (NIP.buka(kunci, r.id, r.nip_sandi), NIK.buka(kunci, r.id, r.nik_sandi)) for r in await tempat.baris()
    ]


async def test_every_value_is_written_anew_and_the_old_keys_go(tempat: Tempat) -> None:
    lama = tempat.proses()
    for nomor in range(5):
        await tempat.orang(lama, nomor)
    semula = await terbaca(tempat, lama)
    await tempat.pemutar().putar(tunggu=0)
    assert await tempat.tahap() is Tahap.PUTAR
    await tempat.pemutar().selesai()
    assert await tempat.tahap() is Tahap.SELESAI
    baru = tempat.proses()
    assert baru.kunci_sandi.aktif != lama.kunci_sandi.aktif or baru.kunci_sandi.kunci.keys() > {
        lama.kunci_sandi.aktif
    }
    for row in await tempat.baris():
        assert row.nip_sandi.startswith(f"1.{baru.kunci_sandi.aktif}.")
        assert row.nip_sidik is None
        assert row.nip_sidik_kedua == baru.sidik("nip", NIP.buka(baru, row.id, row.nip_sandi))
    with pytest.raises(KeadaanMenolak) as terlalu_dini:
        await tempat.pemutar().buang()
    assert terlalu_dini.value.kode == "KUNCI_BELUM_BOLEH_DIBUANG"
    await mundurkan(tempat.db)
    await tempat.pemutar().buang()
    isi = json.loads(tempat.settings.kunci_berkas.read_text())
    assert [*isi["sandi"]["kunci"]] == [baru.kunci_sandi.aktif]
    assert [*isi["sidik"]["kunci"]] == [baru.kunci_sidik.aktif]
    segar = tempat.proses()
    assert await terbaca(tempat, segar) == semula
    # And once more: the hashes return to the first column.
    await tempat.pemutar().putar(tunggu=0)
    await tempat.pemutar().selesai()
    assert all(r.nip_sidik is not None and r.nip_sidik_kedua is None for r in await tempat.baris())
    assert await terbaca(tempat, tempat.proses()) == semula
    aksi = await tempat.db.scalars(
        select(Jejak.objek_id).where(Jejak.aksi == "inti.putar_kunci").order_by(Jejak.id)
    )
    assert aksi == ["1", "2", "3", "4", "5", "6", "7"]


async def mundurkan(db: Database) -> None:
    def kerja(session: Session) -> None:
        bebas_jejak(session, "time passes")
        sejak = session.scalar(select(PutaranKunci.sejak))
        assert sejak is not None
        session.execute(update(PutaranKunci).values(sejak=sejak - TUNGGU_BUANG))

    await db.write(kerja)


async def test_old_and_new_processes_never_register_one_person_twice(tempat: Tempat) -> None:
    """At every stage processes that read the file before and after register the same people at once."""
    kunci = [tempat.proses(), tempat.proses()]
    nomor = 0

    async def balapan() -> None:
        nonlocal nomor
        hasil = await asyncio.gather(
            *(tempat.orang(k, nomor + i) for i in range(3) for k in (*kunci, tempat.proses())),
            return_exceptions=True,
        )
        berhasil = [h for h in hasil if isinstance(h, uuid.UUID)]
        assert len(berhasil) == 3
        assert {h.kode for h in hasil if isinstance(h, GalatDomain)} == {"ORANG_SUDAH_TERDAFTAR"}
        nomor += 3

    await balapan()
    await asyncio.gather(balapan(), tempat.pemutar().putar(tunggu=0))
    await balapan()
    await asyncio.gather(balapan(), kerjakan(tempat.db, tempat.proses(), KOLOM_TERSANDI))
    await balapan()
    await tempat.pemutar().selesai()
    await balapan()
    rows = await tempat.baris()
    assert len(rows) == nomor == 18
    assert len({r.nip_sidik_kedua for r in rows}) == 18
    for lama in range(nomor):  # who was registered before is found now, by every process
        with pytest.raises(KeadaanMenolak):
            await tempat.orang(kunci[0], lama)


async def test_hashes_by_one_key_alone_let_a_person_in_twice(tempat: Tempat) -> None:
    """The control: without both hashes the constraint can't compare what two keys made."""
    lama = tempat.tanpa_berkas()
    await tempat.orang(lama, 1)
    await tempat.pemutar().putar(tunggu=0)

    def sebelah(session: Session) -> None:
        bebas_jejak(session, "a process that hashes by the new key only")
        ada = session.execute(select(*Orang.__table__.c)).one()._asdict()
        ada |= {"id": uuid.uuid4(), "nip_sidik": None, "nik_sidik": None}
        ada |= {"nip_sidik_kedua": "baru.nip", "nik_sidik_kedua": "baru.nik"}
        session.execute(insert(Orang).values(ada))

    await tempat.db.write(sebelah)
    assert len(await tempat.baris()) == 2

    def keduanya(session: Session) -> None:
        bebas_jejak(session, "a process that hashes by both")
        ada = session.execute(select(*Orang.__table__.c).where(Orang.nip_sidik.is_not(None))).one()._asdict()
        ada |= {"id": uuid.uuid4(), "nip_sidik_kedua": "lain.nip", "nik_sidik_kedua": "lain.nik"}
        session.execute(insert(Orang).values(ada))

    with pytest.raises(IntegrityError):
        await tempat.db.write(keduanya)


async def test_a_process_without_the_new_keys_writes_nothing(tempat: Tempat) -> None:
    tertinggal, membaca = tempat.tanpa_berkas(), tempat.proses()
    siti = await tempat.orang(tertinggal, 1)
    await tempat.pemutar().putar(tunggu=0)
    semula = await tempat.baris()
    for kerja in (
        tempat.orang(tertinggal, 2),
        tempat.db.write(ubah, SISTEM, tertinggal, orang_id=siti, perubahan={"nik": "6171016609869999"}),
    ):
        with pytest.raises(ServerSibuk):
            await kerja
    assert await tempat.baris() == semula
    await tempat.orang(membaca, 2)  # it looked into the file
    temuan = await tempat.db.write(
        lambda s: (bebas_jejak(s, "looks"), temukan_orang(s, membaca, nip=[nip(1), nip(2)]))[1]
    )
    assert temuan.nip.keys() == {nip(1), nip(2)}
    assert await terbaca(tempat, membaca)


async def test_keys_are_used_once_every_live_process_has_them(tempat: Tempat) -> None:
    hub = Hub(tempat.db, jeda=0.02)
    await hub.mulai()
    punya, tertinggal = (
        PenjagaKunci(tempat.db, hub, tempat.proses()),
        PenjagaKunci(tempat.db, hub, tempat.tanpa_berkas()),
    )
    try:
        await punya.mulai()
        await tertinggal.mulai()
        with pytest.raises(KeadaanMenolak) as galat:
            await tempat.pemutar().putar(tunggu=0)
        assert galat.value.kode == "KUNCI_BELUM_TERSEBAR"
        assert await tempat.tahap() is Tahap.SEBAR
        await tertinggal.tutup()
        await tempat.pemutar().putar(tunggu=30)  # the other one hears of it by itself
        assert await tempat.tahap() is Tahap.PUTAR
    finally:
        await punya.tutup()
        await hub.tutup()
    assert await tempat.db.scalars(select(ProsesKunci.id)) == []


async def test_a_change_made_while_a_row_is_rewritten_is_kept(tempat: Tempat) -> None:
    siti = await tempat.orang(tempat.proses(), 1)
    await tempat.pemutar().putar(tunggu=0)
    kunci = tempat.proses()

    def didahului(session: Session) -> int:
        asli = NIK.buka

        def buka(kunci_: Kunci, id_: uuid.UUID, isi: str) -> str:
            teks = asli(kunci_, id_, isi)
            lain = NIK.nilai(session, kunci, siti, "6171016609860777")
            session.execute(update(Orang).where(Orang.id == siti).values(lain))
            return teks

        pengganti: Any = _Salinan(NIK, buka)
        return putar_sebagian(session, kunci, pengganti).diganti

    assert await tempat.db.write(didahului) == 1
    assert (await terbaca(tempat, kunci))[0][1] == "6171016609860777"


class _Salinan:
    """A declared column whose `buka` is another."""

    def __init__(self, asli: Any, buka: Callable[..., str]) -> None:
        self._asli, self.buka = asli, buka

    def __getattr__(self, nama: str) -> Any:
        return getattr(self._asli, nama)


async def test_what_cannot_be_read_stays_and_is_counted(tempat: Tempat) -> None:
    siti = await tempat.orang(tempat.proses(), 1)

    def rusak(session: Session) -> None:
        bebas_jejak(session, "a damaged row")
        session.execute(update(Orang).where(Orang.id == siti).values(nik_sandi="1.xxxx.AAAA"))

    await tempat.db.write(rusak)
    await tempat.pemutar().putar(tunggu=0)
    hasil = await kerjakan(tempat.db, tempat.proses(), KOLOM_TERSANDI)
    assert (hasil.diganti, hasil.rusak, hasil.selesai) == (1, 1, False)
    assert await tempat.tahap() is Tahap.PUTAR
    with pytest.raises(KeadaanMenolak) as galat:
        await tempat.pemutar().buang()
    assert galat.value.kode == "KUNCI_LAMA_DIPAKAI"


async def test_what_a_missing_plugin_encrypted_keeps_the_old_keys(tempat: Tempat) -> None:
    await tempat.orang(tempat.proses(), 1)
    await tempat.pemutar().putar(tunggu=0)

    def tabel_versi(session: Session) -> None:
        bebas_jejak(session, "a plugin was here")
        session.execute(text("CREATE TABLE alembic_version_titipan (version_num VARCHAR(32) NOT NULL)"))

    def lepas(session: Session) -> None:
        bebas_jejak(session, "its tables are gone")
        session.execute(text("DROP TABLE alembic_version_titipan"))

    await tempat.db.write(tabel_versi)
    semula, kunci = await tempat.baris(), tempat.settings.kunci_berkas.read_text()
    for kerja in (tempat.pemutar().selesai, tempat.pemutar().buang):
        with pytest.raises(typer.Exit):
            await kerja()
    assert (await tempat.baris(), await tempat.tahap()) == (semula, Tahap.PUTAR)
    assert tempat.settings.kunci_berkas.read_text() == kunci
    await tempat.db.write(lepas)
    await tempat.pemutar().selesai()
    assert await tempat.tahap() is Tahap.SELESAI


PROGRAM = """
import asyncio, sys, uuid
from forum_server.database import Database
from forum_server.kunci import Kunci
from forum_server.kunci.putar import putar_sebagian
from forum_server.orang.models import NIP
from forum_server.settings import Settings

async def jalan():
    settings = Settings()
    db, sesudah = Database(settings.database_url), None
    kunci = Kunci.muat(settings)
    while True:
        langkah = await db.write(putar_sebagian, kunci, NIP, sesudah=sesudah, banyak=2)
        sesudah = langkah.terakhir
        print(langkah.diganti, flush=True)
        sys.stdin.readline()

asyncio.run(jalan())
"""


async def test_a_killed_rotation_is_resumed(tempat: Tempat, tmp_path: Path) -> None:
    for nomor in range(6):
        await tempat.orang(tempat.proses(), nomor)
    await tempat.pemutar().putar(tunggu=0)
    semula = await terbaca(tempat, tempat.proses())
    proses = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM,
        env=lingkungan(tempat.settings.database_url, tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert proses.stdout is not None
    assert await proses.stdout.readline() == b"2\n"
    proses.kill()
    await proses.communicate()
    row = await tempat.db.first(KINI)
    assert row is not None
    jadi = [r.nip_sandi.startswith(f"1.{row.sandi}.") for r in await tempat.baris()]
    assert sum(jadi) == 2
    assert await terbaca(tempat, tempat.proses()) == semula  # mixed, and all readable
    hasil = await kerjakan(tempat.db, tempat.proses(), KOLOM_TERSANDI)
    assert hasil.selesai
    assert all(r.nip_sandi.startswith(f"1.{row.sandi}.") for r in await tempat.baris())
    assert await terbaca(tempat, tempat.proses()) == semula


async def test_a_rotation_nobody_writes_by_is_taken_back(tempat: Tempat) -> None:
    hub = Hub(tempat.db)
    penjaga = PenjagaKunci(tempat.db, hub, tempat.tanpa_berkas())
    await penjaga.sekali()
    with pytest.raises(KeadaanMenolak):
        await tempat.pemutar().putar(tunggu=0)
    await tempat.pemutar().batal()
    assert tempat.settings.kunci_berkas.read_text() == tempat.awal
    assert await tempat.tahap() is Tahap.SELESAI
    with pytest.raises(KeadaanMenolak) as galat:
        await tempat.pemutar().batal()
    assert galat.value.kode == "KUNCI_SUDAH_DIPAKAI"
    await penjaga.tutup()
    await tempat.pemutar().putar(tunggu=0)
    with pytest.raises(KeadaanMenolak):
        await tempat.pemutar().batal()
    assert await tempat.tahap() is Tahap.PUTAR


def test_keys_of_the_environment_are_printed_and_never_written(
    db_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    awal = Kunci.baru().ke_json()
    for nama, nilai in lingkungan(db_url, tmp_path).items():
        monkeypatch.setenv(nama, nilai)
    monkeypatch.setenv("FORUM_KUNCI", awal)
    jalan = CliRunner().invoke(app, ["kunci", "putar"])
    assert jalan.exit_code == 0, jalan.stderr
    keduanya = json.loads(jalan.stdout)
    assert keduanya["sandi"]["aktif"] == json.loads(awal)["sandi"]["aktif"]
    assert len(keduanya["sandi"]["kunci"]) == len(keduanya["sidik"]["kunci"]) == 2
    lagi = CliRunner().invoke(app, ["kunci", "putar"])
    assert (lagi.exit_code, lagi.stdout) == (1, "")
    assert "--batal" in lagi.stderr
    monkeypatch.setenv("FORUM_KUNCI", jalan.stdout)
    assert CliRunner().invoke(app, ["kunci", "putar"]).exit_code == 0
    selesai = CliRunner().invoke(app, ["kunci", "putar", "--selesai"])
    assert selesai.exit_code == 0, selesai.stderr
    status = CliRunner().invoke(app, ["kunci", "status"]).stdout
    assert "Tahap: SELESAI" in status
    for nilai in (*keduanya["sandi"]["kunci"].values(), *keduanya["sidik"]["kunci"].values()):
        assert nilai not in status + selesai.stdout + selesai.stderr + lagi.stderr
    assert list(tmp_path.glob("kunci*")) == []


async def test_a_running_server_takes_up_the_keys_and_its_job_finishes(
    tempat: Tempat, tmp_path: Path
) -> None:
    for nomor in range(3):
        await tempat.orang(tempat.proses(), nomor)
    async with server(pengaturan_uji(tempat.db, tmp_path), penulis=tempat.db):
        await tempat.pemutar().putar(tunggu=30)
        assert len(await tempat.db.scalars(select(ProsesKunci.id))) == 1
    assert await tempat.tahap() is Tahap.PUTAR
    kunci = tempat.proses()
    semua = False
    kerja = pekerjaan_putar(kunci, lambda: KOLOM_TERSANDI, lengkap=lambda: semua)
    konteks = KonteksPekerjaan(db=tempat.db, settings=tempat.settings, gudang=Gudang(tempat.settings))
    await kerja.jalankan(konteks)
    # All it knows is rewritten, but a plugin is set aside that may have columns of its own.
    assert await tempat.tahap() is Tahap.PUTAR
    semua = True
    await kerja.jalankan(konteks)
    assert await tempat.tahap() is Tahap.SELESAI
    semula = await tempat.baris()
    assert all(r.nip_sidik is None for r in semula)
    await kerja.jalankan(konteks)
    assert await tempat.baris() == semula
