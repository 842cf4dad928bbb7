"""Reports and speaker requests for tests: people with accounts and certificates, what they report and ask for."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.kegiatan import berkas, service
from forum_paksi.kegiatan.rules import IsianKegiatan, JenisKegiatan
from forum_paksi.penyuluh.rules import IsianPermintaan
from forum_paksi.penyuluh.service import IsianLaporan, minta_penyuluh
from forum_server.plugin import Aktor, bebas_jejak, sekarang
from forum_server.testing import ServerUji, aktor_uji
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, orang, tabel


def foto(beda: str = "") -> bytes:
    """What looks like a photo, another for each `beda`."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"foto contoh" * 40 + beda.encode() + b"\xff\xd9"


FOTO = foto()
ISIAN = IsianKegiatan(
    lembaga=LSP,
    jenis=JenisKegiatan.PENYULUHAN,
    nama="Sembilan nilai di SMP Contoh",
    ruang_lingkup="Pendidikan",
    sasaran="Siswa SMP",
    tujuan="Mengenal sembilan nilai integritas",
    deskripsi="Ceramah dan permainan",
    tempat="Aula SMP Contoh",
    mulai=date(2025, 3, 3),
    selesai=date(2025, 3, 4),
    jumlah_peserta=40,
)
LAPORAN = IsianLaporan(
    lembaga=LSP,
    ruang_lingkup="Pendidikan",
    tujuan="Mengenal sembilan nilai integritas",
    deskripsi="Ceramah dan permainan",
    jumlah_peserta=31,
)


def kegiatan(orang_id: uuid.UUID, *izin: str, **tempat: Any) -> Aktor:
    """Somebody with an account of their own."""
    return aktor_uji(*izin, orang_id=orang_id, **tempat) if izin else _tanpa_izin(orang_id)


def _tanpa_izin(orang_id: uuid.UUID) -> Aktor:
    return replace(aktor_uji(), orang_id=orang_id, hibah=())


def akun(session: Session, orang_id: uuid.UUID | None = None, wilayah: str = PONTIANAK) -> uuid.UUID:
    """An active account, of this person."""
    bebas_jejak(session, "a test's own data")
    id_ = uuid.uuid4()
    session.execute(
        insert(tabel("akun")).values(
            id=id_, nama_pengguna=f"uji-{id_}", orang_id=orang_id, wilayah_kode=wilayah, aktif=True
        )
    )
    return id_


def sertifikat(
    session: Session,
    orang_id: uuid.UUID,
    *,
    skema: str = "PAKSI_PERTAMA",
    mulai: date | None = None,
    berakhir: date | None = None,
    **ganti: Any,
) -> uuid.UUID:
    """A certificate in force: from a year ago for three years."""
    bebas_jejak(session, "a test's own data")
    s = tabel("paksi_skema")
    skema_id, jenis = session.execute(select(s.c.id, s.c.jenis).where(s.c.kode == skema)).one()
    hari_ini = sekarang(session).date()
    id_ = uuid.uuid4()
    nilai = {
        "keadaan": "AKTIF",
        "diakui": True,
        "terbit": mulai or hari_ini - timedelta(365),
        "berakhir": berakhir or hari_ini + timedelta(730),
    }
    session.execute(
        insert(tabel("paksi_sertifikat")).values(
            id=id_,
            orang_id=orang_id,
            skema_id=skema_id,
            jenis=jenis,
            lembaga_kode=LSP,
            nomor=f"NSP-{id_}",
            wilayah_kode=PONTIANAK,
            **(nilai | ganti),
        )
    )
    return id_


def penyuluh(session: Session, banyak: int = 1, *, wilayah: str = PONTIANAK) -> list[uuid.UUID]:
    """People with a certificate in force."""
    ids = orang(session, banyak, wilayah=wilayah)
    for id_ in ids:
        sertifikat(session, id_)
    return ids


async def diajukan(server: ServerUji, orang_id: uuid.UUID, **ganti: Any) -> uuid.UUID:
    """A report with a photo that was handed in by its own person."""
    diri = kegiatan(orang_id)
    id_ = await server.db.write(
        service.catat_kegiatan, diri, orang_id=orang_id, isian=replace(ISIAN, **ganti)
    )
    unggahan = await server.unggah(diri, foto(str(id_)), nama="foto.jpg")
    await server.db.write(berkas.lampirkan_bukti, diri, kegiatan_id=id_, unggahan=unggahan)
    return await server.db.write(service.ajukan_kegiatan, diri, kegiatan_id=id_)


def besok(session: Session, hari: int = 1) -> date:
    """A day ahead."""
    return sekarang(session).date() + timedelta(hari)


def minta(
    session: Session, *, hari: int = 7, oleh: Aktor = SISTEM, opd: uuid.UUID | None = None, **ganti: Any
) -> uuid.UUID:
    """A request for a speaker, a week ahead."""
    awal = IsianPermintaan(
        materi="Gratifikasi di sekolah",
        sasaran="Guru dan siswa",
        jumlah_peserta=30,
        tempat="SMA Contoh 1",
        tempat_wilayah=PONTIANAK,
        tanggal=besok(session, hari),
        peminta=None if opd else "SMA Contoh 1",
    )
    return minta_penyuluh(
        session, oleh, wilayah=PONTIANAK, isian=replace(awal, **ganti), perangkat_daerah=opd
    )


def terlaksana(session: Session, permintaan_id: uuid.UUID) -> None:
    """Let the assigned day be yesterday, half-days too, as if time had passed."""
    bebas_jejak(session, "a test's own data")
    kemarin = besok(session, -1)
    p, s = tabel("paksi_permintaan_penyuluh"), tabel("paksi_penyuluh_sesi")
    session.execute(update(p).where(p.c.id == permintaan_id).values(tanggal=kemarin))
    session.execute(update(s).where(s.c.permintaan_id == permintaan_id).values(tanggal=kemarin))


def kop(session: Session, kode: str, instansi: str) -> None:
    """A letterhead of a pemda, signed by somebody of it."""
    bebas_jejak(session, "a test's own data")
    (siapa,) = orang(session, wilayah=kode)
    session.execute(
        insert(tabel("kop_surat")).values(
            id=uuid.uuid4(),
            wilayah_kode=kode,
            instansi=instansi,
            alamat="Jalan Contoh 1",
            kota="Contoh",
            jabatan="Inspektur",
            pejabat_id=siapa,
            diubah_pada=sekarang(session),
        )
    )


async def kabar(server: ServerUji, akun_id: uuid.UUID, kata: str) -> list[str]:
    """What an account was told: this word of each notification's data, in order."""
    t = tabel("pemberitahuan")
    return sorted(
        row.data[kata] for row in await server.db.all(select(t.c.data).where(t.c.akun_id == akun_id))
    )


def permohonan(
    session: Session,
    orang_id: uuid.UUID,
    *,
    asesor: uuid.UUID | None = None,
    skema: str = "PAKSI_PERTAMA",
    keadaan: str = "MEMENUHI_SYARAT",
    memakai: uuid.UUID | None = None,
) -> uuid.UUID:
    """An application in this state, given to an asesor, that counts the report `memakai`."""
    bebas_jejak(session, "a test's own data")
    s, p = tabel("paksi_skema"), tabel("paksi_persyaratan")
    skema_id, jenis = session.execute(select(s.c.id, s.c.jenis).where(s.c.kode == skema)).one()
    id_ = uuid.uuid4()
    session.execute(
        insert(tabel("paksi_permohonan")).values(
            id=id_,
            nomor=f"UJI-{id_}",
            orang_id=orang_id,
            skema_id=skema_id,
            jenis_skema=jenis,
            jenis="BARU",
            persyaratan_id=session.scalars(select(p.c.id).limit(1)).one(),
            lembaga_kode=LSP,
            wilayah_kode=PONTIANAK,
            keadaan=keadaan,
            putaran=1,
            asesor_orang_id=asesor,
        )
    )
    if memakai is not None:
        session.execute(
            insert(tabel("paksi_kegiatan_pemakaian")).values(
                kegiatan_id=memakai, permohonan_id=id_, butir_kode="KEGIATAN"
            )
        )
    return id_
