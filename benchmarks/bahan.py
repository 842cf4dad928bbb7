"""Databases to measure on: migrated, with made-up people, offices, schedules and two logins; durable as in production."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks.aplikasi import NAMA
from forum_paksi.jadwal.keadaan import buka
from forum_paksi.jadwal.rules import JenisJadwal, Mode, Paruh, Rancangan, Sesi
from forum_paksi.jadwal.service import buat_jadwal
from forum_server.akun.models import Akun, JenisToken, SesiMasuk, Token
from forum_server.akun.rules import AWALAN_AKSES, sidik_rahasia, token_baru
from forum_server.benih import PELAKU_BENIH, benih_akun
from forum_server.database import Base, Database, bebas_jejak, waktu_db
from forum_server.database.engine import url_dari
from forum_server.persiapan import siapkan
from forum_server.plugin.aktif.models import PluginWilayah
from forum_server.plugin.manager import Plugins
from forum_server.testing.postgres import Klaster

__all__ = ["LSP", "PEMDA", "PROVINSI", "Gudang", "gudang", "jadwal", "masuk", "nyalakan", "orang"]

LSP: Final = "lsp-kpk"
PEMDA: Final = "61.71"
PROVINSI: Final = "33"
"""Jawa Tengah: 35 kabupaten and kota."""
SENIN: Final = date(2040, 1, 2)
SEHARI: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Gudang:
    """An engine on which databases can be made and copied."""

    mesin: str
    folder: Path
    klaster: Klaster | None

    def buat(self, nama: str) -> str:
        """URL of a new database with tables, reference data, and the plugins on everywhere."""
        klaster = self.klaster
        url = klaster.buat(nama) if klaster is not None else f"sqlite:///{self.folder / nama}.db"
        plugins = Plugins(strict=True)
        plugins.load()
        siapkan(url_dari(url), plugins)
        return url

    def salin(self, dari: str, nama: str) -> str:
        """URL of a copy of a database that nobody uses."""
        if self.klaster is not None:
            return self.klaster.buat_dari_templat(dari, nama)
        shutil.copyfile(self.folder / f"{dari}.db", self.folder / f"{nama}.db")
        return f"sqlite:///{self.folder / nama}.db"


@contextmanager
def gudang(mesin: str, folder: Path) -> Generator[Gudang, None, None]:
    """The engine with nothing traded for speed: every commit reaches the disk."""
    with ExitStack() as tumpukan:
        klaster = tumpukan.enter_context(Klaster(awet=True)) if mesin == "postgresql" else None
        yield Gudang(mesin=mesin, folder=folder, klaster=klaster)


async def masuk(db: Database, nama: str, peran: str, wilayah: str) -> str:
    """An access token, valid for a day, of a new account with this role."""
    token = token_baru(AWALAN_AKSES)

    def unit(session: Session) -> None:
        bebas_jejak(session, "a benchmark's own data")
        benih_akun(session, nama, peran, wilayah=wilayah)
        akun = session.scalar(select(Akun.id).where(Akun.nama_pengguna == nama))
        sampai, sesi = datetime.now(UTC) + SEHARI, uuid.uuid4()
        session.execute(insert(SesiMasuk).values(id=sesi, akun_id=akun, berakhir_pada=sampai))
        session.execute(
            insert(Token).values(
                sidik=sidik_rahasia(token), sesi_id=sesi, jenis=JenisToken.AKSES, berlaku_sampai=sampai
            )
        )

    await db.write(unit)
    return token


def nyalakan(session: Session) -> None:
    """The plugins on in the whole country."""
    bebas_jejak(session, "a benchmark's own data")
    for plugin in ("paksi", NAMA):
        session.execute(
            insert(PluginWilayah).values(
                kode="ID", plugin=plugin, aktif=True, setelan={}, diubah_pada=waktu_db()
            )
        )


def orang(session: Session, banyak: int, *, wilayah: str = PEMDA) -> list[uuid.UUID]:
    """That many people of one pemda."""
    bebas_jejak(session, "a benchmark's own data")
    baris: list[dict[str, Any]] = [
        {
            "id": uuid.uuid4(),
            "nama": f"Contoh {n:05}",
            "nama_cari": f"contoh {n:05}",
            "kepegawaian": "NON_ASN",
            "wilayah_kode": wilayah,
        }
        for n in range(banyak)
    ]
    session.execute(insert(Base.metadata.tables["orang"]), baris)
    return [satu["id"] for satu in baris]


def jadwal(session: Session, kapasitas: int, *, minggu: int) -> uuid.UUID:
    """An open schedule of three days in that week; schedules of different weeks never collide."""
    mulai = SENIN + timedelta(weeks=minggu)
    rancangan = Rancangan(
        jenis=JenisJadwal.ASESMEN,
        skema_kode="PAKSI_PERTAMA",
        jalur=("PENGALAMAN", "DIKLAT"),
        mode=Mode.JARAK_JAUH,
        sesi=tuple(Sesi(tanggal=mulai + timedelta(days=n), paruh=Paruh.PAGI) for n in range(3)),
        batas_daftar=f"{mulai - SEHARI}T12:00",
        jumlah_asesor=kapasitas,
        batas_per_asesor=1,
        kapasitas=kapasitas,
    )
    return buka(
        session, PELAKU_BENIH, jadwal_id=buat_jadwal(session, PELAKU_BENIH, lembaga=LSP, rancangan=rancangan)
    )
