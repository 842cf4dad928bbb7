"""What happens to an authenticator in one transaction: shown, confirmed, used, taken off, reset."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.akses.service import PERISTIWA_AKSES, pastikan_setara
from forum_server.akun.rules import kode_ringkas, sidik_rahasia
from forum_server.akun.service import AkunTerkunci, akun_dalam_lingkup, akun_terkunci
from forum_server.akun.sesi import akhiri_sesi
from forum_server.akun.totp.models import RAHASIA, KodePemulihan, Totp
from forum_server.akun.totp.rules import (
    UMUR_PEMASANGAN,
    angka,
    belum_terpasang,
    kode_pemulihan_baru,
    kode_salah,
    langkah_cocok,
    rahasia_baru,
    sudah_terpasang,
)
from forum_server.database import bebas_jejak, sekarang
from forum_server.galat import KeadaanMenolak
from forum_server.jejak.service import catat
from forum_server.kunci import Kunci
from forum_server.pemberitahuan.service import beritahu
from forum_server.peristiwa.service import siarkan

__all__ = [
    "DIATUR_ULANG",
    "RahasiaBaru",
    "aktifkan",
    "atur_ulang",
    "copot",
    "ganti_pemulihan",
    "pakai_kode",
    "siapkan",
    "terpasang",
]

DIATUR_ULANG: Final = "inti.totp_diatur_ulang"
"""Told to the owner of an account whose authenticator somebody else took off."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RahasiaBaru:
    """A secret seen only now, for an authenticator; in force once a code of it came back."""

    akun_id: uuid.UUID
    nama_pengguna: str
    rahasia: str
    berlaku_sampai: datetime


def terpasang(session: Session, akun_id: uuid.UUID) -> bool:
    """Whether the account has an authenticator in force."""
    ada = select(Totp.akun_id).where(Totp.akun_id == akun_id, Totp.aktif_sejak.is_not(None))
    return session.scalar(ada) is not None


def siapkan(session: Session, kunci: Kunci, *, akun_id: uuid.UUID) -> RahasiaBaru:
    """Make a secret that waits for its first code; an earlier one that waits is replaced.

    Raises TOTP_SUDAH_TERPASANG.
    """
    bebas_jejak(session, "a secret that is not in force yet")
    akun = _pemilik(session, akun_id)
    kini, rahasia = sekarang(session), rahasia_baru()
    sisip = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(Totp)
    isi = {**RAHASIA.nilai(session, kunci, akun_id, rahasia), "dibuat_pada": kini}
    tersimpan = session.scalar(
        sisip.values(akun_id=akun_id, **isi)
        .on_conflict_do_update(index_elements=[Totp.akun_id], set_=isi, where=Totp.aktif_sejak.is_(None))
        .returning(Totp.akun_id)
    )
    if tersimpan is None:
        raise sudah_terpasang()
    return RahasiaBaru(
        akun_id=akun_id,
        nama_pengguna=akun.nama_pengguna,
        rahasia=rahasia,
        berlaku_sampai=kini + UMUR_PEMASANGAN,
    )


def aktifkan(session: Session, kunci: Kunci, *, akun_id: uuid.UUID, kode: str) -> tuple[str, ...]:
    """Put the waiting secret in force with a code of it; every session ends. Returns the recovery codes, seen only now.

    Raises KODE_TOTP_SALAH, TOTP_SUDAH_TERPASANG, TOTP_BELUM_TERPASANG.
    """
    akun = _pemilik(session, akun_id)
    totp = session.execute(
        select(Totp.rahasia_sandi, Totp.dibuat_pada, Totp.aktif_sejak).where(Totp.akun_id == akun_id)
    ).first()
    kini = sekarang(session)
    if totp is not None and totp.aktif_sejak is not None:
        raise sudah_terpasang()
    if totp is None or totp.dibuat_pada <= kini - UMUR_PEMASANGAN:
        raise belum_terpasang()
    bersih = angka(kode)
    langkah = bersih and langkah_cocok(RAHASIA.buka(kunci, akun_id, totp.rahasia_sandi), bersih, kini)
    if not langkah:
        raise kode_salah()
    aktif = session.scalar(
        update(Totp)
        .where(Totp.akun_id == akun_id, Totp.aktif_sejak.is_(None), Totp.dibuat_pada == totp.dibuat_pada)
        .values(aktif_sejak=kini, langkah_terakhir=langkah)
        .returning(Totp.akun_id),
        execution_options={"synchronize_session": False},
    )
    if aktif is None:
        raise kode_salah()
    akhiri_sesi(session, akun.aktor(), akun_id=akun_id)
    _catat(session, akun.aktor(), akun, "akun.pasang_totp")
    return _kode_baru(session, akun_id)


def pakai_kode(session: Session, kunci: Kunci, *, akun_id: uuid.UUID, kode: str) -> None:
    """Use up a code of the authenticator, or a recovery code: each is good once.

    Raises KODE_TOTP_SALAH, also when there is no authenticator.
    """
    bersih = angka(kode)
    if bersih is None:
        dipakai = session.scalar(
            delete(KodePemulihan)
            .where(KodePemulihan.sidik == sidik_rahasia(kode_ringkas(kode)), KodePemulihan.akun_id == akun_id)
            .returning(KodePemulihan.akun_id),
            execution_options={"synchronize_session": False},
        )
    else:
        rahasia = session.scalar(
            select(Totp.rahasia_sandi).where(Totp.akun_id == akun_id, Totp.aktif_sejak.is_not(None))
        )
        if rahasia is None:
            raise kode_salah()
        langkah = langkah_cocok(RAHASIA.buka(kunci, akun_id, rahasia), bersih, sekarang(session))
        # Of two who bring the same code at once exactly one moves the last step on.
        dipakai = (
            None
            if langkah is None
            else session.scalar(
                update(Totp)
                .where(Totp.akun_id == akun_id, Totp.langkah_terakhir < langkah)
                .values(langkah_terakhir=langkah)
                .returning(Totp.akun_id),
                execution_options={"synchronize_session": False},
            )
        )
    if dipakai is None:
        raise kode_salah()


def copot(session: Session, kunci: Kunci, *, akun_id: uuid.UUID, kode: str) -> None:
    """Take the authenticator off one's own account, whose password was just checked; every session ends.

    Raises KODE_TOTP_SALAH.
    """
    akun = _pemilik(session, akun_id)
    pakai_kode(session, kunci, akun_id=akun_id, kode=kode)
    _hapus(session, akun_id)
    akhiri_sesi(session, akun.aktor(), akun_id=akun_id)
    _catat(session, akun.aktor(), akun, "akun.copot_totp")


def ganti_pemulihan(session: Session, kunci: Kunci, *, akun_id: uuid.UUID, kode: str) -> tuple[str, ...]:
    """New recovery codes in place of all earlier ones, after a code. Raises KODE_TOTP_SALAH."""
    akun = _pemilik(session, akun_id)
    pakai_kode(session, kunci, akun_id=akun_id, kode=kode)
    _catat(session, akun.aktor(), akun, "akun.ganti_kode_pemulihan")
    return _kode_baru(session, akun_id)


def atur_ulang(session: Session, aktor: Aktor, *, akun_id: uuid.UUID) -> None:
    """Take the authenticator off an account the actor looks after, whose owner lost it; every session ends.

    Raises TIDAK_DITEMUKAN, AKUN_SENDIRI, MELEBIHI_WEWENANG, TOTP_BELUM_TERPASANG.
    """
    akun = akun_dalam_lingkup(session, aktor, akun_id)
    if aktor.akun_id == akun_id:
        raise KeadaanMenolak(
            "AKUN_SENDIRI",
            "Autentikator sendiri dicopot dengan sandi dan kodenya (copotTotp). Bila hilang, mintalah administrator"
            " lain.",
        )
    pastikan_setara(session, aktor, akun_id=akun_id)
    if not _hapus(session, akun_id):
        raise belum_terpasang()
    akhiri_sesi(session, aktor, akun_id=akun_id)
    _catat(session, aktor, akun, "akun.atur_ulang_totp")
    beritahu(session, jenis=DIATUR_ULANG, kunci=str(uuid.uuid4()), wilayah=akun.pemilik, akun=[akun_id])


def _pemilik(session: Session, akun_id: uuid.UUID) -> AkunTerkunci:
    """The account whose own authenticator this is, locked; what was read of it before may have changed."""
    akun = akun_terkunci(session, akun_id)
    if akun is None or not akun.aktif:
        raise belum_terpasang()
    return akun


def _kode_baru(session: Session, akun_id: uuid.UUID) -> tuple[str, ...]:
    session.execute(delete(KodePemulihan).where(KodePemulihan.akun_id == akun_id))
    kode = kode_pemulihan_baru()
    session.execute(
        insert(KodePemulihan),
        [{"sidik": sidik_rahasia(kode_ringkas(satu)), "akun_id": akun_id} for satu in kode],
    )
    return kode


def _hapus(session: Session, akun_id: uuid.UUID) -> bool:
    session.execute(delete(KodePemulihan).where(KodePemulihan.akun_id == akun_id))
    dihapus = session.execute(
        delete(Totp).where(Totp.akun_id == akun_id).returning(Totp.aktif_sejak),
        execution_options={"synchronize_session": False},
    ).first()
    return dihapus is not None


def _catat(session: Session, pelaku: Aktor, akun: AkunTerkunci, aksi: str) -> None:
    catat(session, pelaku, aksi, objek="akun", objek_id=str(akun.id), wilayah=akun.pemilik, bidang=("totp",))
    siarkan(session, PERISTIWA_AKSES, kunci=str(akun.id), wilayah=akun.pemilik)
