"""A country to read from: every region, 20,000 offices, 200,000 people, 100,000 certificates in force and 5,000 duta."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from benchmarks.bahan import LSP
from forum_server.database import Base, bebas_jejak
from forum_server.wilayah.models import Wilayah

__all__ = ["DUTA", "OPD", "ORANG", "SERTIFIKAT", "isi_negara"]

OPD: Final = 20_000
ORANG: Final = 200_000
SERTIFIKAT: Final = 100_000
DUTA: Final = 5_000
SEKALI: Final = 5_000
TIGA_TAHUN: Final = timedelta(days=3 * 365)


def isi_negara(session: Session) -> None:
    """Spread them evenly over the pemda of today; every second person holds a certificate."""
    bebas_jejak(session, "a benchmark's own data")
    pemda = list(
        session.scalars(
            select(Wilayah.kode).where(Wilayah.otonom, Wilayah.induk_kode != "ID").order_by(Wilayah.kode)
        )
    )
    opd = [(uuid.uuid4(), pemda[n % len(pemda)], n // len(pemda)) for n in range(OPD)]
    _tulis(session, "perangkat_daerah", map(_opd, opd), OPD)
    orang = [(uuid.uuid4(), opd[n % OPD], n) for n in range(ORANG)]
    _tulis(session, "orang", map(_orang, orang), ORANG)
    skema = session.scalar(
        select(Base.metadata.tables["paksi_skema"].c.id).where(
            Base.metadata.tables["paksi_skema"].c.kode == "PAKSI_PERTAMA"
        )
    )
    pemegang = orang[:: ORANG // SERTIFIKAT]
    _tulis(session, "paksi_sertifikat", (_sertifikat(satu, skema) for satu in pemegang), SERTIFIKAT)
    _tulis(session, "paksi_duta", map(_duta, orang[:: ORANG // DUTA]), DUTA)


def _tulis(session: Session, nama: str, baris: Iterator[dict[str, Any]], banyak: int) -> None:
    tabel: Table = Base.metadata.tables[nama]
    tertulis = 0
    while potong := list(itertools.islice(baris, SEKALI)):
        session.execute(insert(tabel), potong)
        tertulis += len(potong)
    assert tertulis == banyak


def _opd(satu: tuple[uuid.UUID, str, int]) -> dict[str, Any]:
    id_, wilayah, nomor = satu
    return {
        "id": id_,
        "nama": f"Dinas Contoh {nomor:02}",
        "nama_cari": f"dinas contoh {nomor:02}",
        "jenis": "DINAS",
        "wilayah_kode": wilayah,
        "kedalaman": 0,
    }


def _orang(satu: tuple[uuid.UUID, tuple[uuid.UUID, str, int], int]) -> dict[str, Any]:
    id_, (opd, wilayah, _), nomor = satu
    return {
        "id": id_,
        "nama": f"Contoh {nomor:06}",
        "nama_cari": f"contoh {nomor:06}",
        "kepegawaian": "NON_ASN",
        "wilayah_kode": wilayah,
        "perangkat_daerah_id": opd,
    }


def _sertifikat(
    satu: tuple[uuid.UUID, tuple[uuid.UUID, str, int], int], skema: uuid.UUID | None
) -> dict[str, Any]:
    orang, (opd, wilayah, _), nomor = satu
    terbit = datetime.now(UTC).date() - timedelta(days=nomor % 1_000)
    return {
        "id": uuid.uuid4(),
        "orang_id": orang,
        "skema_id": skema,
        "jenis": "PAKSI",
        "diakui": True,
        "lembaga_kode": LSP,
        "nomor": f"CONTOH-{nomor:06}",
        "terbit": terbit,
        "berakhir": terbit + TIGA_TAHUN,
        "wilayah_kode": wilayah,
        "perangkat_daerah_id": opd,
    }


def _duta(satu: tuple[uuid.UUID, tuple[uuid.UUID, str, int], int]) -> dict[str, Any]:
    orang, (opd, wilayah, _), _ = satu
    return {
        "id": uuid.uuid4(),
        "orang_id": orang,
        "wilayah_kode": wilayah,
        "perangkat_daerah_id": opd,
        "dari": datetime.now(UTC).date(),
    }
