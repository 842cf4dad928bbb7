"""Applications with a seat, and everybody at the LSP who has a part in their assessment."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.asesmen.rules import HasilUnit, Metode
from forum_paksi.asesmen.service import catat_unit, mulai_asesmen, rekomendasikan, tugaskan_asesor
from forum_paksi.asesor.service import daftarkan_asesor
from forum_paksi.permohonan.rules import Kompetensi
from forum_paksi.pleno.service import buat_pleno, masukkan_pleno, putuskan
from forum_server.plugin import Aktor, Database, Hibah, bebas_jejak
from tests.paksi.bahan import LSP, PONTIANAK, RANCANGAN, SISTEM, aktor, dasar, hibah, jadwal, orang, tabel

KINI = datetime.now(UTC).date()
JAUH = date(2035, 12, 31)
OPERATOR_LSP = replace(aktor(hibah("paksi:jadwal", lembaga=LSP)), akun_id=uuid.uuid4())
PEMDA = replace(aktor(hibah("paksi:mohon", wilayah=PONTIANAK)), akun_id=uuid.uuid4())
NASIONAL = replace(aktor(hibah("paksi:acuan", wilayah="ID")), akun_id=uuid.uuid4())
IZIN = {
    "verifikator": "paksi:verifikasi",
    "asesor": "paksi:asesmen",
    "asesor_lain": "paksi:asesmen",
    "pemutus": "paksi:pleno",
    "hakim": "paksi:banding",
    "penerbit": "paksi:terbitkan",
}


def petugas(orang_id: uuid.UUID, *izin: str, lembaga: str = LSP) -> Aktor:
    """A person with an account who holds these permissions at an LSP."""
    return Aktor(
        akun_id=uuid.uuid4(),
        orang_id=orang_id,
        nama="petugas",
        hibah=(Hibah(peran="uji", izin=frozenset(izin), lembaga=lembaga),),
    )


def diri(orang_id: uuid.UUID) -> Aktor:
    """A person with an account and no grant."""
    return Aktor(akun_id=uuid.uuid4(), orang_id=orang_id, nama="pemohon", hibah=())


@dataclass(frozen=True, kw_only=True, slots=True)
class Dunia:
    """An LSP at work: its people by part, its schedule, units of the scheme, and seated applications."""

    orang: dict[str, uuid.UUID]
    asesor: dict[str, uuid.UUID]
    jadwal: uuid.UUID
    unit: tuple[uuid.UUID, ...]
    asesi: tuple[uuid.UUID, ...]
    permohonan: tuple[uuid.UUID, ...]

    def aktor(self, bagian: str) -> Aktor:
        """The person with this part."""
        return petugas(self.orang[bagian], IZIN[bagian])

    def pemohon(self, ke: int = 0) -> Aktor:
        """An applicant."""
        return diri(self.asesi[ke])


def _skema(session: Session, kode: str) -> Any:
    t = tabel("paksi_skema")
    return session.scalars(select(t.c.id).where(t.c.kode == kode)).one()


def permohonan_terjadwal(
    session: Session,
    orang_id: uuid.UUID,
    jadwal_id: uuid.UUID,
    *,
    verifikator: uuid.UUID,
    wilayah: str = PONTIANAK,
    perangkat_daerah: uuid.UUID | None = None,
) -> uuid.UUID:
    """An application for PAKSI Pertama whose seat is confirmed."""
    bebas_jejak(session, "a test's own data")
    bagian = tabel("paksi_bagian")
    syarat = tabel("paksi_persyaratan")
    pemesanan_id, id_ = uuid.uuid4(), uuid.uuid4()
    session.execute(update(bagian).where(bagian.c.jadwal_id == jadwal_id).values(terisi=bagian.c.terisi + 1))
    session.execute(
        insert(tabel("paksi_pemesanan")).values(
            id=pemesanan_id,
            jadwal_id=jadwal_id,
            bagian_id=session.scalars(select(bagian.c.id).where(bagian.c.jadwal_id == jadwal_id)).one(),
            orang_id=orang_id,
            wilayah_kode=wilayah,
            keadaan="DIKONFIRMASI",
            jalur_kode="DIKLAT",
        )
    )
    session.execute(
        insert(tabel("paksi_permohonan")).values(
            id=id_,
            nomor=f"PS-{id_.hex[:12]}",
            orang_id=orang_id,
            skema_id=_skema(session, "PAKSI_PERTAMA"),
            jenis_skema="PAKSI",
            jenis="BARU",
            jalur_kode="DIKLAT",
            persyaratan_id=session.scalars(
                select(syarat.c.id).where(syarat.c.jalan == "PAKSI_PERTAMA/BARU/DIKLAT").limit(1)
            ).one(),
            lembaga_kode=LSP,
            wilayah_kode=wilayah,
            perangkat_daerah_id=perangkat_daerah,
            keadaan="TERJADWAL",
            putaran=1,
            pemesanan_id=pemesanan_id,
            verifikator_orang_id=verifikator,
            diajukan_pada=datetime.now(UTC),
            disetujui_pada=datetime.now(UTC),
        )
    )
    return id_


def _bangun(session: Session, banyak: int, batas: int, hari: int) -> dict[str, Any]:
    dasar(session, aktif=("ID", LSP))
    nama = (*IZIN, "ketua")
    semua = orang(session, len(nama) + banyak)
    petugas_ = dict(zip(nama, semua, strict=False))
    asesi = semua[len(nama) :]
    jadwal_id = jadwal(
        session, batas_per_asesor=batas, sesi=RANCANGAN.sesi[:hari], kapasitas=min(26, 6 * hari * batas)
    )
    skema = _skema(session, "PAKSI_PERTAMA")
    unit = [uuid.uuid4() for _ in range(2)]
    session.execute(
        insert(tabel("paksi_unit")),
        [
            {"id": u, "skema_id": skema, "kode": f"O.84{n}", "judul": f"Unit {n}", "urutan": n}
            for n, u in enumerate(unit, 1)
        ],
    )
    asesor = {
        bagian: daftarkan_asesor(
            session,
            SISTEM,
            lembaga=LSP,
            orang_id=petugas_[bagian],
            no_met=f"MET.000.00{n} 2024",
            sertifikat_berakhir=JAUH,
        )
        for n, bagian in enumerate(("asesor", "asesor_lain"), 1)
    }
    return {
        "orang": petugas_,
        "asesor": asesor,
        "jadwal": jadwal_id,
        "unit": tuple(unit),
        "asesi": tuple(asesi),
        "permohonan": tuple(
            permohonan_terjadwal(session, a, jadwal_id, verifikator=petugas_["verifikator"]) for a in asesi
        ),
    }


async def dunia(db: Database, *, banyak: int = 1, batas: int = 5, hari: int = 3) -> Dunia:
    """An LSP with that many seated applications."""
    return Dunia(**await db.write(_bangun, banyak, batas, hari))


def hasil(unit: Sequence[uuid.UUID], *nilai: str) -> list[HasilUnit]:
    """Results of these units in order."""
    return [
        HasilUnit(unit_id=u, hasil=Kompetensi(n), metode=[Metode.PORTOFOLIO, Metode.LISAN])
        for u, n in zip(unit, nilai, strict=True)
    ]


async def ditugaskan(
    db: Database, d: Dunia, ke: int = 0, *, asesor: str = "asesor", **lain: Any
) -> uuid.UUID:
    """An application given to an asesor."""
    return await db.write(
        tugaskan_asesor,
        OPERATOR_LSP,
        permohonan_id=d.permohonan[ke],
        asesor_id=d.asesor[asesor],
        **lain,
    )


async def direkomendasikan(
    db: Database, d: Dunia, ke: int = 0, *, nilai: str = "K", asesor: str = "asesor", **lain: Any
) -> uuid.UUID:
    """An application assessed and recommended."""
    id_ = await ditugaskan(db, d, ke, asesor=asesor, **lain)
    siapa = d.aktor(asesor)
    await db.write(mulai_asesmen, siapa, permohonan_id=id_)
    await db.write(catat_unit, siapa, permohonan_id=id_, unit=hasil(d.unit, "K", nilai))
    await db.write(
        rekomendasikan,
        siapa,
        permohonan_id=id_,
        rekomendasi=Kompetensi(nilai),
        catatan=None if nilai == "K" else "Belum menunjukkan bukti unit 2.",
    )
    return id_


async def pleno(db: Database, d: Dunia, nomor: str = "BA/01/2026", **ganti: Any) -> uuid.UUID:
    """A pleno of today, chaired by somebody else, with the decider, the asesor, the verifier and the asesi in it."""
    isian: dict[str, Any] = {
        "lembaga": LSP,
        "nomor": nomor,
        "tanggal": KINI,
        "tempat": "Ruang sidang",
        "anggota": [
            d.orang["ketua"],
            d.orang["pemutus"],
            d.orang["asesor"],
            d.orang["verifikator"],
            d.asesi[0],
        ],
    }
    return await db.write(buat_pleno, d.aktor("pemutus"), **{**isian, **ganti})


async def diputus(
    db: Database, d: Dunia, ke: int = 0, *, nilai: str = "K", nomor: str = "BA/01/2026", **lain: Any
) -> uuid.UUID:
    """An application decided by a pleno of its own; returns the pleno."""
    id_ = await direkomendasikan(db, d, ke, nilai=nilai, **lain)
    pleno_id = await pleno(db, d, nomor)
    siapa = d.aktor("pemutus")
    await db.write(masukkan_pleno, siapa, pleno_id=pleno_id, permohonan=[id_])
    await db.write(
        putuskan,
        siapa,
        permohonan_id=id_,
        keputusan=Kompetensi(nilai),
        alasan=None if nilai == "K" else "Unit 2 belum terbukti.",
    )
    return pleno_id


def besok(hari: int = 1) -> date:
    """A day after today."""
    return KINI + timedelta(hari)
