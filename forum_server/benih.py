"""Writing made-up data for the demo and for benchmarks: offices, people, accounts and a file, each only once.

Everything goes through the services that users' data goes through, so a seed can't hold what a user could not enter.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.akses.service import Tempat, beri_peran
from forum_server.akun.models import Akun
from forum_server.akun.rules import sidik_rahasia
from forum_server.akun.service import buat_akun
from forum_server.berkas.gudang import Gudang
from forum_server.berkas.jenis import PDF
from forum_server.berkas.models import ObjekBerkas, Unggahan
from forum_server.berkas.rules import KeadaanObjek, KeadaanUnggahan, KelasBerkas, nama_objek, token_unggah
from forum_server.database import Database, sekarang
from forum_server.kunci import Kunci
from forum_server.orang.models import Orang
from forum_server.orang.rules import Kepegawaian
from forum_server.orang.service import Pemilik, daftarkan
from forum_server.perangkat_daerah.models import PerangkatDaerah
from forum_server.perangkat_daerah.rules import JenisPerangkatDaerah
from forum_server.perangkat_daerah.service import tambah

__all__ = [
    "PELAKU_BENIH",
    "SANDI_DEMO",
    "JenisPerangkatDaerah",
    "benih_akun",
    "benih_opd",
    "benih_orang",
    "benih_unggahan",
    "simpan_benih",
]

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
    session: Session,
    nama: str,
    wilayah: str | None,
    perangkat_daerah: uuid.UUID | None = None,
    jabatan: str | None = None,
    *,
    lembaga: str | None = None,
) -> uuid.UUID:
    """The person of that name in the region, or of that lembaga, registered (without NIP and NIK) if not there."""
    ada = session.scalar(
        select(Orang.id).where(
            Orang.wilayah_kode.is_not_distinct_from(wilayah),
            Orang.lembaga_kode.is_not_distinct_from(lembaga),
            Orang.nama == nama,
        )
    )
    return ada or daftarkan(
        session,
        PELAKU_BENIH,
        Kunci.baru(),  # nothing is encrypted: made-up people have no numbers
        nama=nama,
        kepegawaian=Kepegawaian.PNS if perangkat_daerah else Kepegawaian.NON_ASN,
        pemilik=Pemilik(wilayah=wilayah, perangkat_daerah=perangkat_daerah, lembaga=lembaga),
        jabatan=jabatan,
    )


def benih_akun(
    session: Session,
    nama: str,
    peran: str | None,
    *,
    wilayah: str | None = None,
    lembaga: str | None = None,
    orang: uuid.UUID | None = None,
) -> uuid.UUID:
    """The account of that name: with the demo password, for this person, and one role over its owner, if not there."""
    ada = session.scalar(select(Akun.id).where(Akun.nama_pengguna == nama))
    if ada is not None:
        return ada
    akun_id = buat_akun(
        session,
        PELAKU_BENIH,
        nama=nama,
        orang_id=orang,
        wilayah=wilayah,
        lembaga=lembaga,
        sandi_hash=_sandi_hash(),
    )
    if peran is not None:
        tempat = Tempat(wilayah=wilayah, lembaga=lembaga)
        beri_peran(session, PELAKU_BENIH, akun_id=akun_id, peran=peran, tempat=tempat)
    return akun_id


def benih_unggahan(session: Session, aktor: Aktor, *, wilayah: str, nama: str) -> uuid.UUID:
    """A finished upload of this account, a one-page PDF that says it is an example; `simpan_benih` puts it in the store.

    All of one region are one object there, as always when the same file is attached twice.
    """
    o = ObjekBerkas
    objek = session.scalar(
        select(o.id).where(o.wilayah_kode == wilayah, o.sidik == _SIDIK, o.keadaan == KeadaanObjek.TERSIMPAN)
    )
    if objek is None:
        objek = uuid.uuid4()
        session.execute(
            insert(o).values(
                id=objek,
                nama=nama_objek(KelasBerkas.BIASA),
                kelas=KelasBerkas.BIASA,
                keadaan=KeadaanObjek.TERSIMPAN,
                ukuran=len(_CONTOH),
                sidik=_SIDIK,
                wilayah_kode=wilayah,
            )
        )
    id_ = uuid.uuid4()
    session.execute(
        insert(Unggahan).values(
            id=id_,
            sidik=sidik_rahasia(token_unggah()),
            akun_id=aktor.akun_id,
            wilayah_kode=wilayah,
            kelas=KelasBerkas.BIASA,
            keadaan=KeadaanUnggahan.SELESAI,
            ukuran=len(_CONTOH),
            nama=nama,
            simpan_kunci=False,
            media=PDF,
            objek_id=objek,
            berlaku_sampai=sekarang(session) + timedelta(hours=1),
        )
    )
    return id_


async def simpan_benih(db: Database, gudang: Gudang) -> None:
    """Put into the store what rows of `benih_unggahan` say is there; doing it again changes nothing."""
    o = ObjekBerkas
    ada = gudang.isi()
    for nama in await db.scalars(
        select(o.nama).where(o.sidik == _SIDIK, o.keadaan == KeadaanObjek.TERSIMPAN)
    ):
        if nama not in ada:
            await gudang.simpan(nama, _aliran())


async def _aliran() -> AsyncIterator[bytes]:
    yield _CONTOH


@lru_cache(maxsize=1)
def _sandi_hash() -> str:
    """One hash for all demo accounts: they share their password anyway."""
    return PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(SANDI_DEMO)


def _pdf(teks: str) -> bytes:
    """A PDF of one page with one line of text."""
    isi = f"BT /F1 18 Tf 72 760 Td ({teks}) Tj ET"
    badan = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(isi)}>>\nstream\n{isi}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    hasil = "%PDF-1.7\n"
    letak: list[int] = []
    for ke, satu in enumerate(badan, 1):
        letak.append(len(hasil))
        hasil += f"{ke} 0 obj\n{satu}\nendobj\n"
    daftar = "".join(f"{satu:010} 00000 n \n" for satu in letak)
    ekor = f"trailer\n<</Size {len(badan) + 1}/Root 1 0 R>>\nstartxref\n{len(hasil)}\n%%EOF\n"
    return f"{hasil}xref\n0 {len(badan) + 1}\n0000000000 65535 f \n{daftar}{ekor}".encode("ascii")


_CONTOH: Final = _pdf("Contoh rekaan. Bukan dokumen siapa pun.")
_SIDIK: Final = hashlib.sha256(_CONTOH).hexdigest()
