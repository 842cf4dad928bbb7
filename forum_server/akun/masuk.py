"""Logging in, choosing passwords and authenticators: the steps between transactions, where the slow hash is computed."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor, Cara
from forum_server.akun import service
from forum_server.akun.models import Akun, TantanganMasuk, Undangan
from forum_server.akun.rules import (
    kode_ringkas,
    kode_tidak_sah,
    masuk_gagal,
    nama_pengguna_ringkas,
    periksa_sandi,
    sandi_ringkas,
    sidik_rahasia,
)
from forum_server.akun.sandi import Penyandi
from forum_server.akun.sesi import PasanganToken, mulai_sesi
from forum_server.akun.totp import service as totp
from forum_server.akun.totp.kebijakan import wajib_dua_langkah
from forum_server.akun.totp.rules import tantangan_tidak_sah, totp_diperlukan
from forum_server.akun.totp.service import RahasiaBaru
from forum_server.akun.totp.tantangan import Tantangan, ambil_tantangan, lanjutkan
from forum_server.database import Database, waktu_db
from forum_server.galat import Ditolak
from forum_server.kunci import Kunci

__all__ = ["AkunSendiri", "Gerbang"]


@dataclass(frozen=True, kw_only=True, slots=True)
class AkunSendiri:
    """An account whose owner has just said its password."""

    id: uuid.UUID
    sandi_hash: str
    sidik: str
    """Under which the attempt was counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gerbang:
    """The ways in, with what they need."""

    db: Database
    kunci: Kunci
    penyandi: Penyandi
    wajib_totp: Collection[str] = ()
    """Whom the second step binds; see `totp.kebijakan`."""

    async def masuk(self, nama: str, sandi: str) -> PasanganToken | Tantangan:
        """Begin a session with user name and password, or learn that a second step is needed.

        A wrong name, a wrong password and a deactivated account cost the same work and get the same answer, and the
        attempt is counted before the password is looked at.  Raises MASUK_GAGAL, TERLALU_SERING, SERVER_SIBUK.
        """
        ringkas = nama_pengguna_ringkas(nama)
        sidik = self._sidik(ringkas)
        await self.db.write(service.catat_percobaan, sidik)
        akun = await self.db.first(
            select(Akun.id, Akun.sandi_hash).where(Akun.nama_pengguna == ringkas, Akun.aktif)
        )
        cocok = await self.penyandi.cocok(akun.sandi_hash if akun else None, sandi)
        if akun is None or not cocok:
            raise masuk_gagal()
        sandi_hash: str = akun.sandi_hash
        if self.penyandi.usang(sandi_hash):
            baru = await self.penyandi.sandikan(sandi_ringkas(sandi))
            await self.db.write(service.perbarui_hash, akun_id=akun.id, hash_lama=sandi_hash, hash_baru=baru)
            sandi_hash = baru
        return await self.db.write(
            _lanjutkan,
            sidik=sidik,
            akun_id=akun.id,
            cara=Cara.SANDI,
            sandi_hash=sandi_hash,
            kebijakan=self.wajib_totp,
        )

    async def masuk_totp(self, tantangan: str, kode: str) -> PasanganToken:
        """Finish a login with a code of the authenticator or a recovery code; the challenge is good until it succeeds.

        Raises TANTANGAN_TIDAK_SAH, KODE_TOTP_SALAH, TERLALU_SERING.
        """
        sidik = await self._catat_kode(await self._pemilik_tantangan(tantangan))
        return await self.db.write(_masuk_totp, self.kunci, tantangan=tantangan, kode=kode, sidik=sidik)

    async def pasang_totp(self, aktor: Aktor, *, sandi: str | None, tantangan: str | None) -> RahasiaBaru:
        """A secret for an authenticator: with one's password when logged in, or with a challenge that asks for it.

        Raises `Ditolak`, MASUK_GAGAL, TANTANGAN_TIDAK_SAH, TERLALU_SERING, TOTP_SUDAH_TERPASANG.
        """
        if tantangan is not None:
            akun_id = await self._pemilik_tantangan(tantangan)
            return await self.db.write(totp.siapkan, self.kunci, akun_id=akun_id)
        akun = await self.periksa_sandi(aktor, sandi or "")
        return await self.db.write(_siapkan, self.kunci, akun_id=akun.id, sidik=akun.sidik)

    async def konfirmasi_totp(
        self, aktor: Aktor, kode: str, *, tantangan: str | None
    ) -> tuple[tuple[str, ...], PasanganToken]:
        """Put the secret in force with its first code: recovery codes, and the tokens of a session that takes the place
        of all others.

        Raises `Ditolak`, TANTANGAN_TIDAK_SAH, KODE_TOTP_SALAH, TERLALU_SERING, TOTP_SUDAH_TERPASANG,
        TOTP_BELUM_TERPASANG.
        """
        akun_id = aktor.akun_id if tantangan is None else await self._pemilik_tantangan(tantangan)
        if akun_id is None:
            raise Ditolak("masuk")
        return await self.db.write(
            _konfirmasi,
            self.kunci,
            aktor,
            akun_id=akun_id,
            kode=kode,
            tantangan=tantangan,
            sidik=await self._catat_kode(akun_id),
        )

    async def copot_totp(self, aktor: Aktor, sandi: str, kode: str) -> None:
        """Take off one's own authenticator; every session ends.

        Raises `Ditolak`, MASUK_GAGAL, KODE_TOTP_SALAH, TERLALU_SERING.
        """
        akun = await self.periksa_sandi(aktor, sandi)
        sidik = await self._catat_kode(akun.id)
        await self.db.write(_copot, self.kunci, akun_id=akun.id, kode=kode, sidik=(akun.sidik, sidik))

    async def ganti_pemulihan(self, aktor: Aktor, sandi: str, kode: str) -> tuple[str, ...]:
        """New recovery codes in place of the earlier ones. Raises as `copot_totp`."""
        akun = await self.periksa_sandi(aktor, sandi)
        sidik = await self._catat_kode(akun.id)
        return await self.db.write(
            _ganti_pemulihan, self.kunci, akun_id=akun.id, kode=kode, sidik=(akun.sidik, sidik)
        )

    async def ganti_sandi(self, aktor: Aktor, lama: str, baru: str) -> PasanganToken:
        """Replace one's own password; all sessions end and a new one begins.

        Raises `Ditolak` for who is not logged in, MASUK_GAGAL for a wrong old password, SANDI_LEMAH, TERLALU_SERING,
        TOTP_DIPERLUKAN.
        """
        akun = await self._akun_sendiri(aktor)
        ringkas = periksa_sandi(baru, nama=akun.nama_pengguna)
        sendiri = await self.periksa_sandi(aktor, lama)
        hash_baru = await self.penyandi.sandikan(ringkas)
        return await self.db.write(
            _ganti,
            akun_id=sendiri.id,
            hash_lama=sendiri.sandi_hash,
            hash_baru=hash_baru,
            dua_langkah=aktor.dua_langkah,
            kebijakan=self.wajib_totp,
            sidik=sendiri.sidik,
        )

    async def periksa_sandi(self, aktor: Aktor, sandi: str) -> AkunSendiri:
        """The account of who is logged in, after a look at its password; the attempt is counted before that.

        What follows a right password forgets the attempts in its own unit (`service.hapus_percobaan`).
        Raises `Ditolak`, MASUK_GAGAL, TERLALU_SERING.
        """
        akun = await self._akun_sendiri(aktor)
        sidik = self._sidik(akun.nama_pengguna)
        await self.db.write(service.catat_percobaan, sidik)
        if not await self.penyandi.cocok(akun.sandi_hash, sandi):
            raise masuk_gagal()
        return AkunSendiri(id=akun.id, sandi_hash=akun.sandi_hash, sidik=sidik)

    async def _akun_sendiri(self, aktor: Aktor) -> Row[Any]:
        if aktor.akun_id is None:
            raise Ditolak("masuk")
        akun = await self.db.first(
            select(Akun.id, Akun.nama_pengguna, Akun.sandi_hash).where(Akun.id == aktor.akun_id, Akun.aktif)
        )
        if akun is None:
            raise Ditolak("masuk")
        return akun

    async def _pemilik_tantangan(self, tantangan: str) -> uuid.UUID:
        pemilik = await self.db.scalar(
            select(TantanganMasuk.akun_id).where(
                TantanganMasuk.sidik == sidik_rahasia(tantangan), TantanganMasuk.berlaku_sampai > waktu_db()
            )
        )
        if pemilik is None:
            raise tantangan_tidak_sah()
        return pemilik

    async def _catat_kode(self, akun_id: uuid.UUID) -> str:
        """Count an attempt at a code, apart from those at passwords: only who knows the password gets this far."""
        sidik = self.kunci.sidik("akun.percobaan.totp", str(akun_id))
        await self.db.write(service.catat_percobaan, sidik)
        return sidik

    async def terima_undangan(self, kode: str, sandi: str) -> str:
        """Choose a password with a one-time code; returns the user name to log in with.

        Raises KODE_TIDAK_SAH, SANDI_LEMAH (the code stays good).
        """
        nama = await self.db.scalar(
            select(Akun.nama_pengguna)
            .join(Undangan, Undangan.akun_id == Akun.id)
            .where(
                Undangan.sidik == sidik_rahasia(kode_ringkas(kode)),
                Undangan.berlaku_sampai > waktu_db(),
                Akun.aktif,
            )
        )
        if nama is None:
            raise kode_tidak_sah()
        sandi_hash = await self.penyandi.sandikan(periksa_sandi(sandi, nama=nama))
        return await self.db.write(
            service.terima_undangan, kode=kode, sandi_hash=sandi_hash, sidik_percobaan=self._sidik(nama)
        )

    def _sidik(self, nama: str) -> str:
        return self.kunci.sidik("akun.percobaan", nama)


def _lanjutkan(session: Session, *, sidik: str, **lain: Any) -> PasanganToken | Tantangan:
    service.hapus_percobaan(session, sidik)
    return lanjutkan(session, **lain)


def _masuk_totp(session: Session, kunci: Kunci, *, tantangan: str, kode: str, sidik: str) -> PasanganToken:
    akun_id, cara = ambil_tantangan(session, tantangan)
    totp.pakai_kode(session, kunci, akun_id=akun_id, kode=kode)
    service.hapus_percobaan(session, sidik)
    return mulai_sesi(session, akun_id=akun_id, sandi_hash=None, cara=cara, dua_langkah=True)


def _siapkan(session: Session, kunci: Kunci, *, akun_id: uuid.UUID, sidik: str) -> totp.RahasiaBaru:
    service.hapus_percobaan(session, sidik)
    return totp.siapkan(session, kunci, akun_id=akun_id)


def _konfirmasi(
    session: Session,
    kunci: Kunci,
    aktor: Aktor,
    *,
    akun_id: uuid.UUID,
    kode: str,
    tantangan: str | None,
    sidik: str,
) -> tuple[tuple[str, ...], PasanganToken]:
    cara = aktor.cara or Cara.SANDI
    if tantangan is not None:
        akun_id, cara = ambil_tantangan(session, tantangan)
    pemulihan = totp.aktifkan(session, kunci, akun_id=akun_id, kode=kode)
    service.hapus_percobaan(session, sidik)
    return pemulihan, mulai_sesi(session, akun_id=akun_id, sandi_hash=None, cara=cara, dua_langkah=True)


def _copot(session: Session, kunci: Kunci, *, akun_id: uuid.UUID, kode: str, sidik: tuple[str, ...]) -> None:
    totp.copot(session, kunci, akun_id=akun_id, kode=kode)
    for satu in sidik:
        service.hapus_percobaan(session, satu)


def _ganti_pemulihan(
    session: Session, kunci: Kunci, *, akun_id: uuid.UUID, kode: str, sidik: tuple[str, ...]
) -> tuple[str, ...]:
    pemulihan = totp.ganti_pemulihan(session, kunci, akun_id=akun_id, kode=kode)
    for satu in sidik:
        service.hapus_percobaan(session, satu)
    return pemulihan


def _ganti(
    session: Session,
    *,
    akun_id: uuid.UUID,
    dua_langkah: bool,
    kebijakan: Collection[str],
    sidik: str,
    **lain: Any,
) -> PasanganToken:
    """A new session only for who may have one: else a password changed again and again would outlive the policy."""
    if not dua_langkah and wajib_dua_langkah(session, akun_id, kebijakan):
        raise totp_diperlukan()
    service.hapus_percobaan(session, sidik)
    return service.ganti_sandi(session, akun_id=akun_id, dua_langkah=dua_langkah, **lain)
