"""What happens to an account in one transaction: made, invited, given a password, reset, deactivated."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.akses.service import PERISTIWA_AKSES, cabut_semua, pastikan_setara
from forum_server.akun.models import Akun, PercobaanMasuk, Undangan
from forum_server.akun.rules import (
    JENDELA_PERCOBAAN,
    PERCOBAAN_MAKS,
    UMUR_ATUR_ULANG,
    UMUR_UNDANGAN,
    kode_baru,
    kode_ringkas,
    kode_tidak_sah,
    masuk_gagal,
    nama_pengguna,
    periksa_surel,
    sidik_rahasia,
    terlalu_sering,
)
from forum_server.akun.sesi import PasanganToken, akhiri_sesi, mulai_sesi
from forum_server.database import bebas_jejak, sekarang, waktu_db
from forum_server.galat import Ditolak, IsianTidakSah, KeadaanMenolak, TidakDitemukan
from forum_server.jejak.service import catat
from forum_server.lembaga.models import Lembaga
from forum_server.orang.models import Orang
from forum_server.peristiwa.service import siarkan
from forum_server.wilayah.models import Wilayah

__all__ = [
    "AkunTerkunci",
    "KodeSekali",
    "akun_dalam_lingkup",
    "akun_terkunci",
    "atur_ulang_sandi",
    "buat_akun",
    "buat_undangan",
    "catat_percobaan",
    "ganti_sandi",
    "habiskan_undangan",
    "hapus_percobaan",
    "nonaktifkan",
    "perbarui_hash",
    "terima_undangan",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class KodeSekali:
    """A one-time code, seen only now, for the owner of an account."""

    akun_id: uuid.UUID
    kode: str
    berlaku_sampai: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class AkunTerkunci:
    """An account whose row is locked until the end of the unit."""

    id: uuid.UUID
    nama_pengguna: str
    orang_id: uuid.UUID | None
    pemilik: str
    aktif: bool

    def aktor(self) -> Aktor:
        """The account acting for itself, without any grant."""
        return Aktor(akun_id=self.id, orang_id=self.orang_id, nama=self.nama_pengguna)


def buat_akun(
    session: Session,
    aktor: Aktor,
    *,
    nama: str,
    surel: str | None = None,
    orang_id: uuid.UUID | None = None,
    wilayah: str | None = None,
    lembaga: str | None = None,
    sandi_hash: str | None = None,
) -> uuid.UUID:
    """Make an account owned by one region or one lembaga where the actor holds `inti:akun`; return its id.

    Raises PEMILIK_TIDAK_SAH, TIDAK_DITEMUKAN, NAMA_PENGGUNA_TIDAK_SAH, NAMA_PENGGUNA_TERPAKAI, SUREL_TIDAK_SAH.
    """
    if not aktor.punya("inti:akun"):
        raise Ditolak("inti:akun")
    if (wilayah is None) == (lembaga is None):
        raise IsianTidakSah("PEMILIK_TIDAK_SAH", "Pilih tepat satu pemilik akun: wilayah atau lembaga.")
    aktor.wajib("inti:akun", wilayah=wilayah, lembaga=lembaga, apa="pemilik akun")
    ada = select(Wilayah.kode).where(Wilayah.kode == wilayah)
    if wilayah is None:
        ada = select(Lembaga.kode).where(Lembaga.kode == lembaga)
    if session.scalar(ada) is None:
        raise TidakDitemukan("pemilik akun")
    if orang_id is not None:
        _orang_dalam_lingkup(session, aktor, orang_id)
    akun_id = uuid.uuid4()
    ringkas = nama_pengguna(nama)
    try:
        session.execute(
            insert(Akun).values(
                id=akun_id,
                nama_pengguna=ringkas,
                surel=periksa_surel(surel),
                orang_id=orang_id,
                wilayah_kode=wilayah,
                lembaga_kode=lembaga,
                sandi_hash=sandi_hash,
                aktif=True,
            )
        )
    except IntegrityError as galat:
        if "nama_pengguna" not in str(galat.orig):
            raise
        raise KeadaanMenolak(
            "NAMA_PENGGUNA_TERPAKAI",
            "Nama pengguna ini sudah dipakai. Pilih nama lain.",
            letak=("namaPengguna",),
        ) from galat
    pemilik = wilayah or lembaga
    assert pemilik is not None
    catat(session, aktor, "akun.buat", objek="akun", objek_id=str(akun_id), wilayah=pemilik)
    return akun_id


def _orang_dalam_lingkup(session: Session, aktor: Aktor, orang_id: uuid.UUID) -> None:
    orang = session.execute(
        select(Orang.wilayah_kode, Orang.lembaga_kode, Orang.perangkat_daerah_id).where(Orang.id == orang_id)
    ).first()
    if orang is None:
        raise TidakDitemukan("orang", letak=("orang",))
    aktor.wajib("inti:akun", wilayah=orang.wilayah_kode, lembaga=orang.lembaga_kode, apa="orang")


def buat_undangan(
    session: Session,
    aktor: Aktor,
    *,
    nama: str,
    surel: str | None = None,
    orang_id: uuid.UUID | None = None,
    wilayah: str | None = None,
    lembaga: str | None = None,
) -> KodeSekali:
    """Make an account without a password and a one-time code with which its owner chooses one. As `buat_akun`."""
    akun_id = buat_akun(
        session, aktor, nama=nama, surel=surel, orang_id=orang_id, wilayah=wilayah, lembaga=lembaga
    )
    return _kode(session, akun_id, UMUR_UNDANGAN)


def atur_ulang_sandi(session: Session, aktor: Aktor, *, akun_id: uuid.UUID) -> KodeSekali:
    """A one-time code for an account the actor looks after; its old password works until the code is used.

    Who gets the code can become the account: see `pastikan_setara` for whose the actor may ask.

    Raises TIDAK_DITEMUKAN, AKUN_NONAKTIF, MELEBIHI_WEWENANG.
    """
    akun = akun_dalam_lingkup(session, aktor, akun_id)
    if not akun.aktif:
        raise KeadaanMenolak("AKUN_NONAKTIF", "Akun ini nonaktif. Buat akun baru bila pemiliknya kembali.")
    pastikan_setara(session, aktor, akun_id=akun_id)
    kode = _kode(session, akun_id, UMUR_ATUR_ULANG)
    catat(session, aktor, "akun.atur_ulang_sandi", objek="akun", objek_id=str(akun_id), wilayah=akun.pemilik)
    return kode


def nonaktifkan(session: Session, aktor: Aktor, *, akun_id: uuid.UUID) -> None:
    """Deactivate an account: its tokens, grants and open codes end with it.

    Raises TIDAK_DITEMUKAN, AKUN_NONAKTIF, AKUN_SENDIRI, MELEBIHI_WEWENANG.
    """
    akun = akun_dalam_lingkup(session, aktor, akun_id)
    if not akun.aktif:
        raise KeadaanMenolak("AKUN_NONAKTIF", "Akun ini sudah nonaktif.")
    if aktor.akun_id == akun_id:
        raise KeadaanMenolak(
            "AKUN_SENDIRI", "Akun sendiri tidak dapat dinonaktifkan. Mintalah administrator lain."
        )
    pastikan_setara(session, aktor, akun_id=akun_id)
    session.execute(update(Akun).where(Akun.id == akun_id).values(aktif=False))
    session.execute(delete(Undangan).where(Undangan.akun_id == akun_id))
    cabut_semua(session, aktor, akun_id=akun_id)
    akhiri_sesi(session, aktor, akun_id=akun_id)
    catat(
        session,
        aktor,
        "akun.nonaktifkan",
        objek="akun",
        objek_id=str(akun_id),
        wilayah=akun.pemilik,
        bidang=("aktif",),
    )
    siarkan(session, PERISTIWA_AKSES, kunci=str(akun_id), wilayah=akun.pemilik)


def terima_undangan(session: Session, *, kode: str, sandi_hash: str, sidik_percobaan: str) -> str:
    """Spend a one-time code and set the password; every older session ends. Returns the user name.

    Raises KODE_TIDAK_SAH.
    """
    akun = habiskan_undangan(session, sidik_rahasia(kode_ringkas(kode)))
    session.execute(update(Akun).where(Akun.id == akun.id).values(sandi_hash=sandi_hash))
    session.execute(delete(PercobaanMasuk).where(PercobaanMasuk.sidik == sidik_percobaan))
    akhiri_sesi(session, akun.aktor(), akun_id=akun.id)
    _catat_sandi(session, akun)
    return akun.nama_pengguna


def habiskan_undangan(session: Session, sidik: str) -> AkunTerkunci:
    """Spend the one-time code with this SHA-256; the account it opens. Raises KODE_TIDAK_SAH."""
    akun_id = session.scalar(
        delete(Undangan)
        .where(Undangan.sidik == sidik, Undangan.berlaku_sampai > waktu_db())
        .returning(Undangan.akun_id),
        execution_options={"synchronize_session": False},
    )
    akun = None if akun_id is None else akun_terkunci(session, akun_id)
    if akun is None or not akun.aktif:
        raise kode_tidak_sah()
    return akun


def ganti_sandi(
    session: Session, *, akun_id: uuid.UUID, hash_lama: str, hash_baru: str, dua_langkah: bool = False
) -> PasanganToken:
    """Replace a password just checked against `hash_lama`; every session ends and a new one begins.

    `dua_langkah`: the session that asks has passed a second step, and so will have the new one.

    Raises MASUK_GAGAL when the password changed meanwhile.
    """
    diganti = session.scalar(
        update(Akun)
        .where(Akun.id == akun_id, Akun.aktif, Akun.sandi_hash == hash_lama)
        .values(sandi_hash=hash_baru)
        .returning(Akun.id),
        execution_options={"synchronize_session": False},
    )
    akun = None if diganti is None else akun_terkunci(session, akun_id)
    if akun is None:
        raise masuk_gagal()
    session.execute(delete(Undangan).where(Undangan.akun_id == akun_id))
    akhiri_sesi(session, akun.aktor(), akun_id=akun_id)
    _catat_sandi(session, akun)
    return mulai_sesi(session, akun_id=akun_id, sandi_hash=hash_baru, dua_langkah=dua_langkah)


def perbarui_hash(session: Session, *, akun_id: uuid.UUID, hash_lama: str, hash_baru: str) -> None:
    """Store the same password hashed at today's cost, unless it changed meanwhile."""
    bebas_jejak(session, "the same password at another hashing cost")
    session.execute(
        update(Akun).where(Akun.id == akun_id, Akun.sandi_hash == hash_lama).values(sandi_hash=hash_baru)
    )


def catat_percobaan(session: Session, sidik: str) -> None:
    """Count one attempt for a user name before its password is looked at, so that attempts at once all count.

    Raises TERLALU_SERING once the window is full, for names that exist and names that don't.
    """
    bebas_jejak(session, "counter of login attempts")
    kini = sekarang(session)
    sisip = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(PercobaanMasuk)
    lewat = PercobaanMasuk.sejak <= kini - JENDELA_PERCOBAAN
    jumlah = session.scalar(
        sisip.values(sidik=sidik, jumlah=1, sejak=kini)
        .on_conflict_do_update(
            index_elements=[PercobaanMasuk.sidik],
            set_={
                "jumlah": case((lewat, 1), else_=PercobaanMasuk.jumlah + 1),
                "sejak": case((lewat, kini), else_=PercobaanMasuk.sejak),
            },
        )
        .returning(PercobaanMasuk.jumlah)
    )
    assert jumlah is not None
    if jumlah > PERCOBAAN_MAKS:
        raise terlalu_sering()


def hapus_percobaan(session: Session, sidik: str) -> None:
    """Forget the attempts of a user name after a success."""
    session.execute(delete(PercobaanMasuk).where(PercobaanMasuk.sidik == sidik))


def _kode(session: Session, akun_id: uuid.UUID, umur: timedelta) -> KodeSekali:
    kode = kode_baru()
    sampai = sekarang(session) + umur
    session.execute(delete(Undangan).where(Undangan.akun_id == akun_id))
    session.execute(
        insert(Undangan).values(
            sidik=sidik_rahasia(kode_ringkas(kode)), akun_id=akun_id, berlaku_sampai=sampai
        )
    )
    return KodeSekali(akun_id=akun_id, kode=kode, berlaku_sampai=sampai)


def akun_terkunci(session: Session, akun_id: uuid.UUID) -> AkunTerkunci | None:
    """The account, locked until the end of the unit."""
    baris = session.execute(
        select(Akun.nama_pengguna, Akun.orang_id, Akun.wilayah_kode, Akun.lembaga_kode, Akun.aktif)
        .where(Akun.id == akun_id)
        .with_for_update()
    ).first()
    if baris is None:
        return None
    return AkunTerkunci(
        id=akun_id,
        nama_pengguna=baris.nama_pengguna,
        orang_id=baris.orang_id,
        pemilik=baris.wilayah_kode or baris.lembaga_kode,
        aktif=baris.aktif,
    )


def akun_dalam_lingkup(session: Session, aktor: Aktor, akun_id: uuid.UUID) -> AkunTerkunci:
    """An account the actor looks after, locked. Raises `Ditolak`, TIDAK_DITEMUKAN."""
    if not aktor.punya("inti:akun"):
        raise Ditolak("inti:akun")
    akun = akun_terkunci(session, akun_id)
    if akun is None:
        raise TidakDitemukan("akun")
    aktor.wajib("inti:akun", wilayah=akun.pemilik, apa="akun")
    return akun


def _catat_sandi(session: Session, akun: AkunTerkunci) -> None:
    catat(
        session,
        akun.aktor(),
        "akun.ganti_sandi",
        objek="akun",
        objek_id=str(akun.id),
        wilayah=akun.pemilik,
        bidang=("sandi",),
    )
    siarkan(session, PERISTIWA_AKSES, kunci=str(akun.id), wilayah=akun.pemilik)
