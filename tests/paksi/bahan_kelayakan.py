"""What a person has, as rows: accepted reports, certificates, applications."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from forum_server.plugin import bebas_jejak
from tests.paksi.bahan import LSP, PONTIANAK, tabel


def _tulis(session: Session, ke: str, /, **nilai: Any) -> uuid.UUID:
    bebas_jejak(session, "a test's own data")
    id_ = uuid.uuid4()
    session.execute(insert(tabel(ke)).values(id=id_, **nilai))
    return id_


def skema(session: Session, kode: str) -> Any:
    """The version of a scheme that ships."""
    t = tabel("paksi_skema")
    return session.execute(select(t).where(t.c.kode == kode)).one()


def kegiatan(session: Session, orang: uuid.UUID, hari: date, **ganti: Any) -> uuid.UUID:
    """An accepted penyuluhan of one day, unless said otherwise."""
    nilai: dict[str, Any] = {
        "orang_id": orang,
        "lembaga_kode": LSP,
        "wilayah_kode": PONTIANAK,
        "jenis": "PENYULUHAN",
        "nama": f"Penyuluhan {hari}",
        "nama_cari": f"penyuluhan {hari}",
        "ruang_lingkup": "Pendidikan",
        "sasaran": "Siswa",
        "tujuan": "Contoh",
        "deskripsi": "Contoh",
        "tempat": "Sekolah Contoh",
        "mulai": hari,
        "selesai": hari,
        "jumlah_peserta": 20,
        "keadaan": "DITERIMA",
        "diputus_pada": datetime.now(UTC),
    }
    return _tulis(session, "paksi_kegiatan", **(nilai | ganti))


def sertifikat(
    session: Session, orang: uuid.UUID, terbit: date, berakhir: date, kode: str = "PAKSI_MUDA", **ganti: Any
) -> uuid.UUID:
    """An active, recognised certificate, unless said otherwise."""
    s = skema(session, kode)
    nilai: dict[str, Any] = {
        "orang_id": orang,
        "skema_id": s.id,
        "jenis": s.jenis,
        "lembaga_kode": LSP,
        "nomor": uuid.uuid4().hex,
        "terbit": terbit,
        "berakhir": berakhir,
        "keadaan": "AKTIF",
        "diakui": True,
        "kode_periksa": uuid.uuid4().hex,
        "wilayah_kode": PONTIANAK,
    }
    return _tulis(session, "paksi_sertifikat", **(nilai | ganti))


def permohonan(session: Session, orang: uuid.UUID, jalan: str, **ganti: Any) -> uuid.UUID:
    """A draft by the latest version of a path that ships, unless said otherwise."""
    t = tabel("paksi_persyaratan")
    versi = session.execute(
        select(t).where(t.c.jalan == jalan).order_by(t.c.berlaku_dari.desc()).limit(1)
    ).one()
    s = skema(session, versi.skema_kode)
    nilai: dict[str, Any] = {
        "nomor": uuid.uuid4().hex,
        "orang_id": orang,
        "skema_id": s.id,
        "jenis_skema": s.jenis,
        "jenis": versi.jenis,
        "jalur_kode": versi.jalur_kode,
        "persyaratan_id": versi.id,
        "lembaga_kode": LSP,
        "wilayah_kode": PONTIANAK,
        "keadaan": "DRAF",
        "putaran": 1,
    }
    return _tulis(session, "paksi_permohonan", **(nilai | ganti))


def pakai(session: Session, permohonan_id: uuid.UUID, *kegiatan_id: uuid.UUID) -> None:
    """An application counts these reports."""
    bebas_jejak(session, "a test's own data")
    session.execute(
        insert(tabel("paksi_kegiatan_pemakaian")),
        [{"kegiatan_id": k, "permohonan_id": permohonan_id, "butir_kode": "PENYULUHAN"} for k in kegiatan_id],
    )
