"""Writing made-up data for the demo and for benchmarks: offices, people and accounts, each only once.

Everything goes through the services that users' data goes through, so a seed can't hold what a user could not enter.
"""

from __future__ import annotations

import uuid
from functools import lru_cache

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.akses.service import Tempat, beri_peran
from forum_server.akun.models import Akun
from forum_server.akun.service import buat_akun
from forum_server.kunci import Kunci
from forum_server.orang.models import Orang
from forum_server.orang.rules import Kepegawaian
from forum_server.orang.service import Pemilik, daftarkan
from forum_server.perangkat_daerah.models import PerangkatDaerah
from forum_server.perangkat_daerah.rules import JenisPerangkatDaerah
from forum_server.perangkat_daerah.service import tambah

__all__ = ["PELAKU_BENIH", "SANDI_DEMO", "JenisPerangkatDaerah", "benih_akun", "benih_opd", "benih_orang"]

PELAKU_BENIH = Aktor.sistem("benih")
SANDI_DEMO = "forum-demo-mencoba"
"""Password of every demo account; a demo database is on one machine and holds nobody real."""


def benih_opd(session: Session, wilayah: str, nama: str, jenis: JenisPerangkatDaerah) -> uuid.UUID:
    """The office of that name in the region, added if it is not there."""
    ada = session.scalar(
        select(PerangkatDaerah.id).where(
            PerangkatDaerah.wilayah_kode == wilayah, PerangkatDaerah.nama == nama
        )
    )
    return ada or tambah(session, PELAKU_BENIH, wilayah=wilayah, nama=nama, jenis=jenis)


def benih_orang(
    session: Session, nama: str, wilayah: str, perangkat_daerah: uuid.UUID | None, jabatan: str | None = None
) -> uuid.UUID:
    """The person of that name in the region, registered (without NIP and NIK) if not there."""
    ada = session.scalar(select(Orang.id).where(Orang.wilayah_kode == wilayah, Orang.nama == nama))
    return ada or daftarkan(
        session,
        PELAKU_BENIH,
        Kunci.baru(),  # nothing is encrypted: made-up people have no numbers
        nama=nama,
        kepegawaian=Kepegawaian.PNS if perangkat_daerah else Kepegawaian.NON_ASN,
        pemilik=Pemilik(wilayah=wilayah, perangkat_daerah=perangkat_daerah),
        jabatan=jabatan,
    )


def benih_akun(
    session: Session, nama: str, peran: str, *, wilayah: str | None = None, lembaga: str | None = None
) -> None:
    """An account with the demo password and one role over its owner, unless the name is taken."""
    if session.scalar(select(Akun.id).where(Akun.nama_pengguna == nama)) is not None:
        return
    akun_id = buat_akun(
        session, PELAKU_BENIH, nama=nama, wilayah=wilayah, lembaga=lembaga, sandi_hash=_sandi_hash()
    )
    beri_peran(
        session, PELAKU_BENIH, akun_id=akun_id, peran=peran, tempat=Tempat(wilayah=wilayah, lembaga=lembaga)
    )


@lru_cache(maxsize=1)
def _sandi_hash() -> str:
    """One hash for all demo accounts: they share their password anyway."""
    return PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(SANDI_DEMO)
