"""A province with pemda, offices and candidates, for tests of requests and pools."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from forum_paksi.himpunan import alokasi, service
from forum_paksi.himpunan.masukan import Kebijakan, Rentang
from forum_paksi.jadwal.rules import Paruh, Sesi
from forum_paksi.permintaan.service import IsianPermintaan, ajukan_permintaan, buat_permintaan
from forum_server.plugin import Aktor, Database, catat
from tests.paksi.bahan import HARI, LSP, SISTEM, aktor, dasar, hibah, jadwal, orang, tabel

PROVINSI = "61"
PEMDA = (
    ("61.71", 10),
    ("61.12", 8),
    ("61.04", 7),
    ("61.03", 6),
    ("61.01", 5),
    ("61.02", 4),
    ("61.05", 3),
    ("61.72", 2),
)
"""Eight pemda with 45 candidates, in the order in which they hand in their requests."""
KOORDINATOR = aktor(hibah("paksi:himpun", wilayah=PROVINSI), hibah("paksi:lihat", wilayah=PROVINSI))
KOORDINATOR_LAIN = aktor(hibah("paksi:himpun", wilayah="62"))
OPERATOR_LSP = aktor(hibah("paksi:jadwal", lembaga=LSP))
LSP_LAIN = aktor(hibah("paksi:jadwal", lembaga="lsp-lain"))


def operator(wilayah: str) -> Aktor:
    """The operator of one pemda."""
    return aktor(hibah("paksi:minta", wilayah=wilayah), hibah("paksi:lihat", wilayah=wilayah))


def isian(calon: Sequence[uuid.UUID] = (), **ganti: Any) -> IsianPermintaan:
    """A complete request for PAKSI Pertama by way of a diklat."""
    awal = IsianPermintaan(
        skema="PAKSI_PERTAMA",
        lembaga=LSP,
        jalur="DIKLAT",
        calon=calon,
        nomor_surat="700/12/INSP",
        tanggal_surat=date(2030, 1, 8),
    )
    return replace(awal, **ganti)


def opd(session: Session, wilayah: str, banyak: int) -> list[uuid.UUID]:
    """That many offices of a pemda."""
    ids = [uuid.uuid4() for _ in range(banyak)]
    session.execute(
        insert(tabel("perangkat_daerah")),
        [
            {
                "id": id_,
                "wilayah_kode": wilayah,
                "jenis": "DINAS",
                "nama": f"Dinas Contoh {n}",
                "nama_cari": f"dinas contoh {n}",
                "kedalaman": 0,
            }
            for n, id_ in enumerate(ids, 1)
        ],
    )
    return ids


def pegawai(session: Session, wilayah: str, banyak: int) -> list[uuid.UUID]:
    """That many people of a pemda, each of an office of its own."""
    siapa = orang(session, banyak, wilayah=wilayah)
    t = tabel("orang")
    for id_, kantor in zip(siapa, opd(session, wilayah, banyak), strict=True):
        session.execute(update(t).where(t.c.id == id_).values(perangkat_daerah_id=kantor))
    return siapa


def minta(session: Session, wilayah: str, calon: Sequence[uuid.UUID], **ganti: Any) -> uuid.UUID:
    """A request that was handed in."""
    id_ = buat_permintaan(session, SISTEM, wilayah=wilayah, isian=isian(calon, **ganti))
    return ajukan_permintaan(session, SISTEM, permintaan_id=id_)


@dataclass(kw_only=True)
class Dunia:
    """A pool with its requests and jadwal."""

    himpunan: uuid.UUID
    jadwal: list[uuid.UUID] = field(default_factory=list)
    bagian: list[uuid.UUID] = field(default_factory=list)
    permintaan: dict[str, uuid.UUID] = field(default_factory=dict)
    calon: dict[str, list[uuid.UUID]] = field(default_factory=dict)


async def himpunan(
    db: Database,
    *,
    kebijakan: Kebijakan = Kebijakan.MERATA,
    pemda: Sequence[tuple[str, int]] = PEMDA,
    kursi: Sequence[int] = (26,),
    tanggal: Sequence[Rentang] = (),
    terkunci: bool = True,
) -> Dunia:
    """The plugin on everywhere, requests in the pool, seats reserved for it, and (unless asked otherwise) locked."""
    await db.write(dasar)
    dunia = Dunia(
        himpunan=await db.write(
            service.buka_himpunan,
            SISTEM,
            wilayah=PROVINSI,
            nama="PAKSI Pertama 2030",
            skema="PAKSI_PERTAMA",
            lembaga=LSP,
            kebijakan=kebijakan,
        )
    )
    for wilayah, banyak in pemda:
        dunia.calon[wilayah] = await db.write(pegawai, wilayah, banyak)
        dunia.permintaan[wilayah] = await db.write(minta, wilayah, dunia.calon[wilayah], tanggal=tanggal)
        await db.write(
            service.himpun_permintaan,
            SISTEM,
            himpunan_id=dunia.himpunan,
            permintaan_id=dunia.permintaan[wilayah],
        )
    for ke, kapasitas in enumerate(kursi):
        await tambah_jadwal(db, dunia, kapasitas, geser=7 * ke)
    if terkunci:
        await db.write(service.kunci_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    return dunia


async def tambah_jadwal(db: Database, dunia: Dunia, kapasitas: int, *, geser: int = 0) -> uuid.UUID:
    """One more schedule, `geser` days after the usual ones, all of whose seats are the pool's."""
    sesi = tuple(Sesi(tanggal=HARI + timedelta(geser + n), paruh=Paruh.PAGI) for n in range(3))
    id_ = await db.write(jadwal, sesi=sesi, kapasitas=kapasitas)
    dunia.jadwal.append(id_)
    dunia.bagian.append(
        await db.write(
            service.cadangkan_untuk,
            SISTEM,
            himpunan_id=dunia.himpunan,
            jadwal_id=id_,
            kapasitas=kapasitas,
        )
    )
    return id_


async def tinjau(db: Database, himpunan_id: uuid.UUID, siapa: Aktor = SISTEM) -> alokasi.Tinjauan:
    """Preview on a connection that only reads."""
    async with db.read() as koneksi:
        bahan = await koneksi.run_sync(
            lambda k: alokasi.bahan_tinjauan(Session(bind=k), siapa, himpunan_id=himpunan_id)
        )
    return alokasi.tinjau(himpunan_id, bahan)


async def tetapkan(
    db: Database, himpunan_id: uuid.UUID, siapa: Aktor = SISTEM, **lain: Any
) -> alokasi.Tinjauan:
    """Preview and commit; returns what was previewed."""
    tinjauan = await tinjau(db, himpunan_id)
    await db.write(
        alokasi.tetapkan_alokasi,
        siapa,
        himpunan_id=himpunan_id,
        sidik_pratinjau=tinjauan.sidik,
        **lain,
    )
    return tinjauan


def ubah_baris(session: Session, tabel_: str, id_: uuid.UUID, /, **nilai: Any) -> None:
    """Change a row behind the services' back: the clock moved on, or somebody else's data."""
    catat(session, SISTEM, "uji.ubah_baris", objek=tabel_, objek_id=str(id_), wilayah="ID")
    t = tabel(tabel_)
    session.execute(update(t).where(t.c.id == id_).values(**nilai))


def kemarin() -> datetime:
    """An instant that is over."""
    return datetime.now(UTC) - timedelta(days=1)


def titipkan_calon(session: Session, permintaan_id: uuid.UUID, orang_id: uuid.UUID) -> None:
    """Name somebody in a request of a pemda they don't belong to."""
    catat(session, SISTEM, "uji.titipkan", objek="uji", objek_id=str(orang_id), wilayah="ID")
    session.execute(
        insert(tabel("paksi_calon")).values(permintaan_id=permintaan_id, orang_id=orang_id, urutan=99)
    )
