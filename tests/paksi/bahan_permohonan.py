"""People with evidence and reports, requirements without files, and applications at every early state."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from forum_paksi.permohonan.isian import (
    IsianPermohonan,
    JawabanUnit,
    buat_permohonan,
    isi_apl01,
    jawab_apl02,
)
from forum_paksi.permohonan.pengajuan import ajukan_permohonan
from forum_paksi.permohonan.verifikasi import mulai_verifikasi
from forum_paksi.persyaratan.rules import JenisPermohonan
from forum_server.plugin import Aktor, Hibah, Kunci, bebas_jejak
from tests.paksi.bahan import LSP, PONTIANAK, aktor, hibah, orang, tabel

KUNCI = Kunci.baru()
HARI_INI = datetime.now(UTC).date()
PEMDA = aktor(hibah("paksi:mohon", wilayah=PONTIANAK))
BARU = IsianPermohonan(skema="PAKSI_PERTAMA", lembaga=LSP, jenis=JenisPermohonan.BARU, jalur="PENGALAMAN")


def diri(orang_id: uuid.UUID) -> Aktor:
    """A person with an account and no grant."""
    return Aktor(akun_id=uuid.uuid4(), orang_id=orang_id, nama="pemohon", hibah=())


def petugas(orang_id: uuid.UUID, *izin: str, lembaga: str = LSP) -> Aktor:
    """A person with an account who holds these permissions at an LSP."""
    return Aktor(
        akun_id=uuid.uuid4(),
        orang_id=orang_id,
        nama="petugas",
        hibah=(Hibah(peran="uji", izin=frozenset(izin), lembaga=lembaga),),
    )


def skema(session: Session, kode: str = "PAKSI_PERTAMA") -> uuid.UUID:
    """The version of a scheme."""
    t = tabel("paksi_skema")
    return session.scalars(select(t.c.id).where(t.c.kode == kode)).one()


def unit(session: Session, banyak: int = 2, *, kode: str = "PAKSI_PERTAMA") -> list[uuid.UUID]:
    """That many units of a scheme."""
    bebas_jejak(session, "a test's own data")
    ids = [uuid.uuid4() for _ in range(banyak)]
    session.execute(
        insert(tabel("paksi_unit")),
        [
            {"id": id_, "skema_id": skema(session, kode), "kode": f"U-{n}", "judul": f"Unit {n}", "urutan": n}
            for n, id_ in enumerate(ids, 1)
        ],
    )
    return ids


def syarat(
    session: Session,
    *,
    jumlah: int | None = 2,
    dokumen: Sequence[str] = (),
    kode: str = "PAKSI_PERTAMA",
    jenis: str = "BARU",
    jalur: str | None = "PENGALAMAN",
    dari: date = HARI_INI,
) -> uuid.UUID:
    """A version of requirements of a path: e-learning, `jumlah` reports, and these files."""
    bebas_jejak(session, "a test's own data")
    id_ = uuid.uuid4()
    session.execute(
        insert(tabel("paksi_persyaratan")).values(
            id=id_,
            jalan="/".join(s for s in (kode, jenis, jalur) if s),
            skema_kode=kode,
            jenis=jenis,
            jalur_kode=jalur,
            berlaku_dari=dari,
            sumber="uji",
        )
    )
    umum: dict[str, Any] = {
        "persyaratan_id": id_,
        "petunjuk": "Lengkapi butir ini.",
        "wajib": True,
        "jumlah": 1,
        "jendela": None,
        "sumber": "uji",
    }
    butir = [
        {**umum, "kode": "ELEARNING", "jenis": "ELEARNING", "nama": "Lulus e-learning"},
        {
            **umum,
            "kode": "PENYULUHAN",
            "jenis": "KEGIATAN",
            "nama": "Laporan penyuluhan",
            "jumlah": jumlah,
            "jendela": "KAPAN_SAJA",
        },
        *({**umum, "kode": d, "jenis": "DOKUMEN", "nama": f"Berkas {d}"} for d in dokumen),
        {**umum, "kode": "SARAN", "jenis": "DOKUMEN", "nama": "Surat saran", "wajib": False},
    ]
    session.execute(
        insert(tabel("paksi_persyaratan_butir")), [{**b, "urutan": n} for n, b in enumerate(butir, 1)]
    )
    return id_


def bukti(session: Session, orang_id: uuid.UUID) -> None:
    """A passed class of e-learning."""
    bebas_jejak(session, "a test's own data")
    session.execute(
        insert(tabel("paksi_bukti")).values(
            id=uuid.uuid4(),
            orang_id=orang_id,
            jenis="ELEARNING",
            nama="Kelas contoh",
            mulai=HARI_INI - timedelta(90),
            selesai=HARI_INI - timedelta(90),
            wilayah_kode=PONTIANAK,
        )
    )


def kegiatan(session: Session, orang_id: uuid.UUID, banyak: int = 2) -> list[uuid.UUID]:
    """That many accepted reports of a person, on days of their own."""
    bebas_jejak(session, "a test's own data")
    ids = [uuid.uuid4() for _ in range(banyak)]
    session.execute(
        insert(tabel("paksi_kegiatan")),
        [
            {
                "id": id_,
                "orang_id": orang_id,
                "lembaga_kode": LSP,
                "wilayah_kode": PONTIANAK,
                "jenis": "PENYULUHAN",
                "nama": f"Penyuluhan {id_}",
                "nama_cari": f"penyuluhan {id_}",
                "ruang_lingkup": "Pendidikan",
                "sasaran": "Guru",
                "tujuan": "Contoh",
                "deskripsi": "Contoh",
                "tempat": "Aula",
                "mulai": HARI_INI - timedelta(60 + n),
                "selesai": HARI_INI - timedelta(60 + n),
                "jumlah_peserta": 30,
                "keadaan": "DITERIMA",
                "diputus_pada": datetime.now(UTC),
            }
            for n, id_ in enumerate(ids)
        ],
    )
    return ids


def sertifikat(
    session: Session,
    orang_id: uuid.UUID,
    *,
    kode: str = "PAKSI_PERTAMA",
    terbit: date = HARI_INI - timedelta(365),
    berakhir: date = HARI_INI + timedelta(365),
    **ganti: Any,
) -> uuid.UUID:
    """A certificate of a person, in force unless said otherwise."""
    bebas_jejak(session, "a test's own data")
    id_ = uuid.uuid4()
    session.execute(
        insert(tabel("paksi_sertifikat")).values(
            **{
                "id": id_,
                "orang_id": orang_id,
                "skema_id": skema(session, kode),
                "jenis": "API" if kode == "API" else "PAKSI",
                "lembaga_kode": LSP,
                "nomor": f"N-{id_}",
                "terbit": terbit,
                "berakhir": berakhir,
                "keadaan": "AKTIF",
                "diakui": True,
                "kode_periksa": id_.hex,
                "wilayah_kode": PONTIANAK,
                **ganti,
            }
        )
    )
    return id_


def calon(session: Session, *, laporan: int = 2) -> uuid.UUID:
    """Somebody who has what `syarat` asks."""
    (siapa,) = orang(session)
    bukti(session, siapa)
    if laporan:
        kegiatan(session, siapa, laporan)
    return siapa


def disusun(session: Session, siapa: uuid.UUID, unit_: Sequence[uuid.UUID]) -> uuid.UUID:
    """A draft of this person, ready to be handed in."""
    saya = diri(siapa)
    id_ = buat_permohonan(session, saya, orang=siapa, isian=BARU)
    isi_apl01(session, saya, KUNCI, permohonan_id=id_, setuju=True)
    jawab_apl02(
        session,
        saya,
        permohonan_id=id_,
        jawaban=[JawabanUnit(unit=u, kompeten=True, bukti="Portofolio") for u in unit_],
    )
    return id_


def diajukan(session: Session, siapa: uuid.UUID, unit_: Sequence[uuid.UUID]) -> uuid.UUID:
    """An application of this person that was handed in."""
    id_ = disusun(session, siapa, unit_)
    return ajukan_permohonan(session, diri(siapa), permohonan_id=id_)


def diverifikasi(
    session: Session, verifikator: Aktor, siapa: uuid.UUID, unit_: Sequence[uuid.UUID]
) -> uuid.UUID:
    """An application of this person that is being verified."""
    id_ = diajukan(session, siapa, unit_)
    return mulai_verifikasi(session, verifikator, permohonan_id=id_)
