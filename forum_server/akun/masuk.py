"""Logging in and choosing passwords: the steps between transactions, where the slow hash is computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.akun import service
from forum_server.akun.models import Akun, Undangan
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
from forum_server.database import Database, waktu_db
from forum_server.galat import Ditolak

if TYPE_CHECKING:
    import uuid

    from forum_server.kunci import Kunci

__all__ = ["Gerbang"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Gerbang:
    """The ways in, with what they need."""

    db: Database
    kunci: Kunci
    penyandi: Penyandi

    async def masuk(self, nama: str, sandi: str) -> PasanganToken:
        """Begin a session with user name and password.

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
        return await self.db.write(_mulai, akun_id=akun.id, sandi_hash=sandi_hash, sidik=sidik)

    async def ganti_sandi(self, aktor: Aktor, lama: str, baru: str) -> PasanganToken:
        """Replace one's own password; all sessions end and a new one begins.

        Raises `Ditolak` for who is not logged in, MASUK_GAGAL for a wrong old password, SANDI_LEMAH, TERLALU_SERING.
        """
        if aktor.akun_id is None:
            raise Ditolak("masuk")
        akun = await self.db.first(
            select(Akun.nama_pengguna, Akun.sandi_hash).where(Akun.id == aktor.akun_id, Akun.aktif)
        )
        if akun is None:
            raise Ditolak("masuk")
        ringkas = periksa_sandi(baru, nama=akun.nama_pengguna)
        await self.db.write(service.catat_percobaan, self._sidik(akun.nama_pengguna))
        if not await self.penyandi.cocok(akun.sandi_hash, lama):
            raise masuk_gagal()
        hash_baru = await self.penyandi.sandikan(ringkas)
        return await self.db.write(
            _ganti,
            akun_id=aktor.akun_id,
            hash_lama=akun.sandi_hash,
            hash_baru=hash_baru,
            sidik=self._sidik(akun.nama_pengguna),
        )

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


def _mulai(session: Session, *, akun_id: uuid.UUID, sandi_hash: str, sidik: str) -> PasanganToken:
    service.hapus_percobaan(session, sidik)
    return mulai_sesi(session, akun_id=akun_id, sandi_hash=sandi_hash)


def _ganti(
    session: Session, *, akun_id: uuid.UUID, hash_lama: str, hash_baru: str, sidik: str
) -> PasanganToken:
    service.hapus_percobaan(session, sidik)
    return service.ganti_sandi(session, akun_id=akun_id, hash_lama=hash_lama, hash_baru=hash_baru)
