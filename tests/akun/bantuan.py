"""Accounts, places and actors for the tests of identity. Everyone here is made up."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from forum_server.akses.models import HibahPeran
from forum_server.akses.rules import Aktor, Hibah
from forum_server.akses.service import Tempat, beri_peran
from forum_server.akun.masuk import Gerbang
from forum_server.akun.models import Akun as TabelAkun
from forum_server.akun.models import SesiMasuk, TantanganMasuk, Token, Undangan
from forum_server.akun.sandi import Penyandi
from forum_server.akun.service import buat_akun
from forum_server.akun.sesi import PasanganToken
from forum_server.akun.totp.models import KodePemulihan, Totp
from forum_server.database import Base, Database, bebas_jejak
from forum_server.jejak.models import Jejak
from forum_server.kunci import Kunci
from forum_server.lembaga.rules import JenisLembaga
from forum_server.lembaga.service import daftarkan as daftarkan_lembaga
from forum_server.oidc.models import IdentitasOidc
from forum_server.orang.models import Orang
from forum_server.perangkat_daerah.rules import JenisPerangkatDaerah
from forum_server.perangkat_daerah.service import tambah as tambah_opd
from forum_server.peristiwa.models import PeristiwaBaris

SISTEM = Aktor.sistem("uji")
SANDI = "kuda lumping bersepeda"

KUNCI = Kunci.baru()


def penyandi_uji() -> Penyandi:
    """As cheap as argon2 allows."""
    return Penyandi(memori_kib=8, putaran=1)


def gerbang(db: Database, penyandi: Penyandi | None = None, *, wajib: tuple[str, ...] = ()) -> Gerbang:
    return Gerbang(db=db, kunci=KUNCI, penyandi=penyandi or penyandi_uji(), wajib_totp=wajib)


async def masuk(db: Database, nama: str, sandi: str, *, penyandi: Penyandi | None = None) -> PasanganToken:
    """The tokens of a login that needs no second step."""
    hasil = await gerbang(db, penyandi).masuk(nama, sandi)
    assert isinstance(hasil, PasanganToken)
    return hasil


def aktor(
    *izin: str,
    wilayah: str | None = None,
    opd: uuid.UUID | None = None,
    lembaga: str | None = None,
    akun_id: uuid.UUID | None = None,
) -> Aktor:
    hibah = Hibah(peran="uji", izin=frozenset(izin), wilayah=wilayah, perangkat_daerah=opd, lembaga=lembaga)
    return Aktor(akun_id=akun_id, orang_id=None, nama="uji", hibah=(hibah,))


async def akun(
    db: Database,
    nama: str = "budi.uji",
    *,
    wilayah: str | None = "61.71",
    lembaga: str | None = None,
    sandi: str | None = None,
) -> uuid.UUID:
    sandi_hash = None if sandi is None else await penyandi_uji().sandikan(sandi)
    return await db.write(
        buat_akun, SISTEM, nama=nama, wilayah=wilayah, lembaga=lembaga, sandi_hash=sandi_hash
    )


async def beri(
    db: Database, akun_id: uuid.UUID, peran: str, wilayah: str | None = None, **lain: Any
) -> uuid.UUID:
    tempat = Tempat(
        wilayah=wilayah, perangkat_daerah=lain.pop("opd", None), lembaga=lain.pop("lembaga", None)
    )
    return await db.write(beri_peran, SISTEM, akun_id=akun_id, peran=peran, tempat=tempat, **lain)


async def opd(db: Database, wilayah: str = "61.71", nama: str = "Dinas Contoh") -> uuid.UUID:
    return await db.write(tambah_opd, SISTEM, wilayah=wilayah, nama=nama, jenis=JenisPerangkatDaerah.DINAS)


async def lembaga(db: Database, kode: str = "lsp-uji") -> str:
    return await db.write(
        daftarkan_lembaga, SISTEM, kode=kode, nama=f"LSP Uji {kode}", jenis=next(iter(JenisLembaga))
    )


@dataclass(frozen=True)
class Isi:
    """How much stands in every table that identity writes: equal before and after means nothing was written."""

    jumlah: tuple[int, ...]


async def isi(db: Database) -> Isi:
    tabel: list[type[Base]] = [
        TabelAkun,
        SesiMasuk,
        Token,
        Undangan,
        TantanganMasuk,
        Totp,
        KodePemulihan,
        IdentitasOidc,
        HibahPeran,
        Orang,
        Jejak,
        PeristiwaBaris,
    ]
    return Isi(jumlah=tuple([await db.scalar(select(func.count()).select_from(t)) for t in tabel]))


async def aksi(db: Database) -> list[str]:
    """The actions in the audit, oldest first."""
    return list(await db.scalars(select(Jejak.aksi).order_by(Jejak.id)))


async def kabar_akses(db: Database) -> list[str]:
    """The accounts whose rights were announced to have changed, oldest first."""
    return list(
        await db.scalars(
            select(PeristiwaBaris.kunci)
            .where(PeristiwaBaris.jenis == "akun.akses")
            .order_by(PeristiwaBaris.id)
        )
    )


async def geser(db: Database, kolom: InstrumentedAttribute[Any], selisih: timedelta, *syarat: Any) -> None:
    """Move a moment in the database, as if time had passed; the server's own clock is the database's."""

    def kerja(session: Session) -> None:
        bebas_jejak(session, "a test moves the clock")
        lama = session.execute(select(kolom).where(*syarat)).scalars().all()
        assert lama
        for satu in set(lama):
            session.execute(
                update(cast("type[Base]", kolom.class_))
                .where(kolom == satu, *syarat)
                .values({kolom.key: satu + selisih}),
                execution_options={"synchronize_session": False},
            )

    await db.write(kerja)
