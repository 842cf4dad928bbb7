"""A pemda with everything that can belong to it, whose code was replaced by 61.20."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.benih import JenisPerangkatDaerah, benih_akun, benih_opd, benih_orang
from forum_server.database import Base, Database, bebas_jejak
from forum_server.perangkat_daerah.service import tambah
from forum_server.pindah.rencana import Bagian, Rencana
from forum_server.pindah.service import pindahkan, rencanakan
from forum_server.plugin.manager import Plugins
from forum_server.wilayah.acuan import Acuan, baris_wilayah
from forum_server.wilayah.service import gantikan, muat_acuan
from tests.paksi.bahan_himpunan import himpunan, tetapkan

LAMA, BARU, LAIN = "61.12", "61.20", "61.21"
SISTEM = Aktor.sistem("uji")
SEJARAH = ("jejak", "jejak_segel", "peristiwa", "jejak_penyegel")


def tabel(nama: str) -> Any:
    """A table by its name."""
    return Base.metadata.tables[nama]


def ganti_kode(session: Session, *baru: str) -> None:
    """`LAMA` ends; `baru` take its place."""
    wilayah = [baris_wilayah(kode, f"Contoh {kode}", "Keputusan Uji") for kode in baru]
    wilayah += [baris_wilayah(f"{baru[0]}.01", "Kecamatan Contoh", "Keputusan Uji")]
    muat_acuan(session, SISTEM, Acuan(wilayah=tuple(wilayah)))
    kemarin = datetime.now(UTC).date() - timedelta(days=1)
    gantikan(session, SISTEM, lama=LAMA, baru=baru, tanggal=kemarin, sumber="Keputusan Uji")


def sertifikat(session: Session, orang: uuid.UUID) -> None:
    """A certificate of somebody of `LAMA`."""
    bebas_jejak(session, "a test's own data")
    skema = session.scalar(select(tabel("paksi_skema").c.id).limit(1))
    session.execute(
        insert(tabel("paksi_sertifikat")).values(
            id=uuid.uuid4(),
            orang_id=orang,
            skema_id=skema,
            jenis="PAKSI",
            diakui=False,
            lembaga_kode="lsp-uji",
            nomor="UJI-1",
            terbit=date(2029, 1, 1),
            berakhir=date(2032, 1, 1),
            wilayah_kode=LAMA,
        )
    )


def setelan(session: Session, kode: str) -> None:
    """The region decides about the plugin itself."""
    bebas_jejak(session, "a test's own data")
    session.execute(
        insert(tabel("plugin_wilayah")).values(
            kode=kode, plugin="paksi", aktif=True, setelan={}, diubah_pada=datetime.now(UTC)
        )
    )


async def pemda(db: Database) -> None:
    """A pool with seats decided, a certificate, a decision about the plugin, an account with a role."""
    dunia = await himpunan(db, pemda=((LAMA, 4), ("61.71", 3)), kursi=(5,))
    await tetapkan(db, dunia.himpunan)
    await db.write(sertifikat, dunia.calon[LAMA][0])
    await db.write(setelan, LAMA)
    await db.write(benih_akun, "uji.admin", "inti.admin_wilayah", wilayah=LAMA)


@dataclass(kw_only=True)
class Kantor:
    """A dinas with a unit beneath it, beside an inspectorate; each with one person."""

    inspektorat: uuid.UUID
    unit: uuid.UUID
    dinas: uuid.UUID
    orang: dict[uuid.UUID, uuid.UUID]


def kantor(session: Session) -> Kantor:
    """Offices of `LAMA`."""
    inspektorat = benih_opd(session, LAMA, "Inspektorat", JenisPerangkatDaerah.INSPEKTORAT)
    dinas = benih_opd(session, LAMA, "Dinas Uji", JenisPerangkatDaerah.DINAS)
    unit = tambah(
        session, SISTEM, wilayah=LAMA, nama="Unit Uji", jenis=JenisPerangkatDaerah.UPTD, induk_id=dinas
    )
    orang = {
        o: benih_orang(session, f"Pegawai {n}", LAMA, o) for n, o in enumerate((inspektorat, unit, dinas))
    }
    return Kantor(inspektorat=inspektorat, unit=unit, dinas=dinas, orang=orang)


async def rencana(db: Database, *, ke: str = BARU, bagian: Bagian | None = None) -> Rencana:
    """The preview."""
    return await db.write(rencanakan, SISTEM, lama=LAMA, baru=ke, bagian=bagian or Bagian())


async def pindah(
    db: Database, plugins: Plugins, *, ke: str = BARU, bagian: Bagian | None = None, sidik: str | None = None
) -> Rencana:
    """Preview and move."""
    bagian = bagian or Bagian()
    sidik = sidik or (await rencana(db, ke=ke, bagian=bagian)).sidik
    return await db.write(pindahkan, SISTEM, katalog=plugins, lama=LAMA, baru=ke, bagian=bagian, sidik=sidik)


async def potret(db: Database) -> dict[str, list[Any]]:
    """Every row of every table."""
    return {
        nama: sorted((tuple(b) for b in await db.all(select(t))), key=repr)
        for nama, t in Base.metadata.tables.items()
        if t.info.get("pemilik") in {"core", "paksi"}
    }
