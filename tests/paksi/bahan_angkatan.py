"""Cohorts for tests: a pemda with offices and people, its operator, a member's own account."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from forum_paksi.angkatan import service, tugas
from forum_paksi.angkatan.rules import JenisTugas
from forum_paksi.angkatan.service import IsianAngkatan
from forum_server.plugin import Aktor, Database, Ditolak, GalatDomain, bebas_jejak
from forum_server.testing import aktor_uji
from tests.paksi.bahan import PONTIANAK, SISTEM, dasar, isi, orang, tabel

BUKTI = b"%PDF-1.7\n" + b"foto kegiatan contoh\n" * 50 + b"%%EOF\n"
KEMARIN = datetime.now(UTC).date() - timedelta(days=1)
LALU = date(2026, 1, 1)
ISIAN = IsianAngkatan(nama="Angkatan I", tahun=2026)
PENGELOLA = aktor_uji("paksi:angkatan", "paksi:lihat", "inti:orang", wilayah=PONTIANAK)


def pengelola(wilayah: str, *lain: str) -> Aktor:
    """Who looks after the cohorts of one pemda."""
    return aktor_uji("paksi:angkatan", "paksi:lihat", *lain, wilayah=wilayah)


def sendiri(orang_id: uuid.UUID) -> Aktor:
    """A person's own account, without any role."""
    return aktor_uji(orang_id=orang_id)


def instan(teks: str) -> datetime:
    """An instant as ISO 8601 with its zone."""
    return datetime.fromisoformat(teks)


def kecamatan(session: Session, *kode: str) -> None:
    """These kecamatan; only pemda ship with the server."""
    bebas_jejak(session, "a test's own data")
    session.execute(
        insert(tabel("wilayah")),
        [
            {
                "kode": k,
                "nama": f"Contoh {k}",
                "nama_cari": f"contoh {k}",
                "tingkat": "KECAMATAN",
                "induk_kode": k[:5],
                "zona": "WIB",
                "otonom": False,
                "sumber": "uji",
            }
            for k in kode
        ],
    )


def kantor(session: Session, *jenis: str, wilayah: str = PONTIANAK) -> list[uuid.UUID]:
    """An office of each of these kinds; a UPTD stands under the first of them."""
    bebas_jejak(session, "a test's own data")
    ids = [uuid.uuid4() for _ in jenis]
    for ke, (id_, j) in enumerate(zip(ids, jenis, strict=True)):
        di_bawah = j in {"UPTD", "KELURAHAN"}
        session.execute(
            insert(tabel("perangkat_daerah")).values(
                id=id_,
                wilayah_kode=wilayah,
                jenis=j,
                nama=f"Kantor Contoh {ke}",
                nama_cari=f"kantor contoh {ke}",
                induk_id=ids[0] if di_bawah else None,
                induk_kedalaman=0 if di_bawah else None,
                kedalaman=int(di_bawah),
            )
        )
    return ids


def pegawai(
    session: Session, opd: Sequence[uuid.UUID | None], *, wilayah: str = PONTIANAK
) -> list[uuid.UUID]:
    """A person of each of these offices."""
    bebas_jejak(session, "a test's own data")
    ids = [uuid.uuid4() for _ in opd]
    rows: list[dict[str, Any]] = [
        {
            "id": id_,
            "nama": f"Pegawai Contoh {ke}",
            "nama_cari": f"pegawai contoh {ke}",
            "kepegawaian": "NON_ASN",
            "wilayah_kode": wilayah,
            "perangkat_daerah_id": satu,
        }
        for ke, (id_, satu) in enumerate(zip(ids, opd, strict=True))
    ]
    session.execute(insert(tabel("orang")), rows)
    return ids


def mundurkan(session: Session, **nilai: Any) -> None:
    """Make every member have joined long ago."""
    bebas_jejak(session, "a test's own data")
    session.execute(update(tabel("paksi_angkatan_anggota")).values(**nilai))


async def siapkan(db: Database, banyak: int = 1, *, aktif: tuple[str, ...] = ("ID",)) -> Any:
    """A cohort with that many members who joined long ago: (cohort, members, people)."""
    await db.write(dasar, aktif=aktif)
    siapa = await db.write(orang, banyak)
    angkatan = await db.write(service.buat_angkatan, SISTEM, wilayah=PONTIANAK, isian=ISIAN)
    await db.write(service.tambah_anggota, SISTEM, angkatan_id=angkatan, orang=siapa)
    await db.write(mundurkan, masuk=LALU)
    anggota = dict(await isi(db, "paksi_angkatan_anggota", "orang_id", "id"))
    return angkatan, [anggota[o] for o in siapa], siapa


async def satu_tugas(db: Database, angkatan: uuid.UUID, batas: date = KEMARIN, **ganti: Any) -> uuid.UUID:
    """A task of the cohort."""
    nilai: dict[str, Any] = {"jenis": JenisTugas.SEBAR_NILAI, "nama": f"Tugas {batas}"} | ganti
    await db.write(tugas.tambah_tugas, SISTEM, angkatan_id=angkatan, batas=batas, **nilai)
    semua = await isi(db, "paksi_angkatan_tugas", "nama", "id", angkatan_id=angkatan, batas=batas)
    return dict(semua)[nilai["nama"]]


async def kode(kerja: Awaitable[Any]) -> tuple[str, list[str]]:
    """Code and place of a refusal."""
    try:
        await kerja
    except Ditolak:
        return "DITOLAK", []
    except GalatDomain as galat:
        return galat.kode, list(galat.letak)
    return "jadi", []
