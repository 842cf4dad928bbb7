"""What the tests of this plugin are made of: an LSP, people who look made up, schedules."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from forum_paksi.jadwal.keadaan import buka
from forum_paksi.jadwal.rules import JenisJadwal, Mode, Paruh, Rancangan, Sesi
from forum_paksi.jadwal.service import buat_jadwal
from forum_server.plugin import Aktor, Base, Database, Hibah, bebas_jejak

LSP = "lsp-uji"
PONTIANAK = "61.71"
HARI = date(2030, 4, 2)
SISTEM = Aktor.sistem("uji")


def tabel(nama: str) -> Any:
    """A table of core or of the plugin by its name."""
    return Base.metadata.tables[nama]


def hibah(izin: str, **tempat: str) -> Hibah:
    """A grant of one permission."""
    return Hibah(peran="uji", izin=frozenset({izin}), **tempat)  # pyright: ignore[reportArgumentType]


def aktor(*hibah: Hibah) -> Aktor:
    """Somebody with these grants; no account stands behind them."""
    return Aktor(akun_id=None, orang_id=None, nama="uji", hibah=hibah)


OPERATOR = aktor(hibah("paksi:minta", wilayah=PONTIANAK))
OPERATOR_LSP = aktor(hibah("paksi:jadwal", lembaga=LSP))


def dasar(session: Session, *, aktif: Sequence[str] = ("ID",)) -> None:
    """Two LSPs and a ministry, and the plugin on in these codes."""
    bebas_jejak(session, "a test's own data")
    session.execute(
        insert(tabel("lembaga")),
        [
            {"kode": LSP, "nama": "LSP Uji", "nama_cari": "lsp uji", "jenis": "LSP"},
            {"kode": "lsp-lain", "nama": "LSP Lain", "nama_cari": "lsp lain", "jenis": "LSP"},
            {"kode": "badan-uji", "nama": "Badan Uji", "nama_cari": "badan uji", "jenis": "LAINNYA"},
        ],
    )
    if aktif:
        session.execute(
            insert(tabel("plugin_wilayah")),
            [
                {"kode": k, "plugin": "paksi", "aktif": True, "setelan": {}, "diubah_pada": datetime.now(UTC)}
                for k in aktif
            ],
        )


def orang(session: Session, banyak: int = 1, *, wilayah: str = PONTIANAK) -> list[uuid.UUID]:
    """That many people of one pemda."""
    bebas_jejak(session, "a test's own data")
    ids = [uuid.uuid4() for _ in range(banyak)]
    session.execute(
        insert(tabel("orang")),
        [
            {
                "id": id_,
                "nama": f"Contoh {n}",
                "nama_cari": f"contoh {n}",
                "kepegawaian": "NON_ASN",
                "wilayah_kode": wilayah,
            }
            for n, id_ in enumerate(ids)
        ],
    )
    return ids


RANCANGAN = Rancangan(
    jenis=JenisJadwal.ASESMEN,
    skema_kode="PAKSI_PERTAMA",
    jalur=("DIKLAT", "PENGALAMAN"),
    mode=Mode.TATAP_MUKA,
    sesi=tuple(Sesi(tanggal=HARI + timedelta(n), paruh=Paruh.PAGI) for n in range(3)),
    batas_daftar="2030-03-25T16:00",
    jumlah_asesor=6,
    batas_per_asesor=5,
    kapasitas=26,
    tuk_nama="SMA Contoh 1",
    tuk_wilayah=PONTIANAK,
)


def jadwal(session: Session, *, dibuka: bool = True, lembaga: str = LSP, **ganti: Any) -> uuid.UUID:
    """A schedule of 26 seats on three days, opened unless asked otherwise."""
    id_ = buat_jadwal(session, SISTEM, lembaga=lembaga, rancangan=replace(RANCANGAN, **ganti))
    if dibuka:
        buka(session, SISTEM, jadwal_id=id_)
    return id_


async def isi(db: Database, nama: str, *kolom: str, **di: Any) -> list[tuple[Any, ...]]:
    """Rows of a table as tuples of these columns, ordered by them; `di` filters by equality."""
    t = tabel(nama)
    terpilih = [t.c[k] for k in kolom]
    stmt = select(*terpilih).where(*(t.c[k] == v for k, v in di.items())).order_by(*terpilih)
    return [tuple(row) for row in await db.all(stmt)]


async def potret(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the plugin's tables, the audit and the outbox: equal before and after means nothing was written."""
    return {
        nama: sorted((tuple(row) for row in await db.all(select(t))), key=repr)
        for nama, t in Base.metadata.tables.items()
        if nama.startswith("paksi_") or nama in {"jejak", "peristiwa"}
    }
