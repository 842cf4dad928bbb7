"""What happens in one transaction: a login begun, spent, and ended; an identity linked, and let go."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor, Cara
from forum_server.akses.service import PERISTIWA_AKSES, pastikan_setara
from forum_server.akun.models import Akun
from forum_server.akun.rules import sidik_rahasia, token_baru
from forum_server.akun.service import (
    AkunTerkunci,
    akun_dalam_lingkup,
    akun_terkunci,
    habiskan_undangan,
    hapus_percobaan,
)
from forum_server.akun.sesi import PasanganToken, akhiri_sesi
from forum_server.akun.totp.tantangan import Tantangan, lanjutkan
from forum_server.database import bebas_jejak, sekarang, waktu_db
from forum_server.galat import Ditolak, KeadaanMenolak, TidakDitemukan
from forum_server.jejak.service import catat
from forum_server.kunci import Kunci
from forum_server.oidc.models import SUBJEK, IdentitasOidc, PermintaanOidc, Tujuan
from forum_server.oidc.rules import (
    UMUR_PERMINTAAN,
    akun_nonaktif,
    belum_terhubung,
    gabungan,
    permintaan_tidak_sah,
    sudah_terhubung,
)
from forum_server.pemberitahuan.service import beritahu
from forum_server.peristiwa.service import siarkan

__all__ = [
    "DIHUBUNGKAN",
    "Dikenal",
    "bersihkan",
    "habiskan",
    "hubungkan",
    "hubungkan_sendiri",
    "lepaskan",
    "masuk",
    "mulai",
    "terima_undangan",
]

AWALAN_PERMINTAAN: Final = "fpo_"
DIHUBUNGKAN: Final = "inti.oidc_dihubungkan"
"""Told to the owner of an account that somebody else linked to an identity."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dikenal:
    """Who a provider says has logged in. `label` is its name for sentences."""

    issuer: str
    subjek: str
    label: str
    dua_langkah: bool = False


def mulai(
    session: Session,
    *,
    penyedia: str,
    kembali: str,
    tujuan: Tujuan = Tujuan.MASUK,
    akun_id: uuid.UUID | None = None,
    undangan_sidik: str | None = None,
    sidik_percobaan: str | None = None,
) -> tuple[str, datetime]:
    """Begin a login at a provider: the secret the frontend keeps, seen only now, and until when it is good.

    `sidik_percobaan`: the password was right, so its attempts are forgotten.
    """
    bebas_jejak(session, "a login on its way lets nobody in yet")
    if sidik_percobaan is not None:
        hapus_percobaan(session, sidik_percobaan)
    permintaan = token_baru(AWALAN_PERMINTAAN)
    sampai = sekarang(session) + UMUR_PERMINTAAN
    session.execute(
        insert(PermintaanOidc).values(
            sidik=sidik_rahasia(permintaan),
            penyedia=penyedia,
            kembali=kembali,
            tujuan=tujuan,
            akun_id=akun_id,
            undangan_sidik=undangan_sidik,
            berlaku_sampai=sampai,
        )
    )
    return permintaan, sampai


def habiskan(session: Session, permintaan: str) -> None:
    """Use up a login on its way, before its code is: of two who bring it at once one goes on.

    Raises PERMINTAAN_OIDC_TIDAK_SAH.
    """
    bebas_jejak(session, "a login on its way lets nobody in yet")
    ada = session.scalar(
        delete(PermintaanOidc)
        .where(PermintaanOidc.sidik == sidik_rahasia(permintaan), PermintaanOidc.berlaku_sampai > waktu_db())
        .returning(PermintaanOidc.sidik),
        execution_options={"synchronize_session": False},
    )
    if ada is None:
        raise permintaan_tidak_sah()


def masuk(
    session: Session, kunci: Kunci, dikenal: Dikenal, *, kebijakan: Collection[str]
) -> PasanganToken | Tantangan:
    """Let in whom an identity means; accounts are never made or guessed from a name or an e-mail address.

    Raises OIDC_BELUM_TERHUBUNG, AKUN_NONAKTIF.
    """
    akun_id = _pemilik(session, kunci, dikenal)
    if akun_id is None:
        raise belum_terhubung(dikenal.label)
    akun = akun_terkunci(session, akun_id)
    if akun is None or not akun.aktif:
        raise akun_nonaktif()
    return lanjutkan(
        session,
        akun_id=akun_id,
        cara=Cara.OIDC,
        kebijakan=kebijakan,
        dua_langkah=dikenal.dua_langkah,
    )


def terima_undangan(
    session: Session, kunci: Kunci, dikenal: Dikenal, *, undangan_sidik: str, kebijakan: Collection[str]
) -> PasanganToken | Tantangan:
    """Spend a one-time code by linking the identity of who was given it, instead of choosing a password.

    As when one is chosen, the old password is worth nothing from then on and every older session ends.  Raises KODE_TIDAK_SAH, OIDC_SUDAH_DIPAKAI, OIDC_SUDAH_TERHUBUNG.
    """
    akun = habiskan_undangan(session, undangan_sidik)
    session.execute(update(Akun).where(Akun.id == akun.id).values(sandi_hash=None))
    akhiri_sesi(session, akun.aktor(), akun_id=akun.id)
    _hubungkan(session, akun.aktor(), kunci, akun, dikenal)
    return lanjutkan(
        session,
        akun_id=akun.id,
        cara=Cara.OIDC,
        kebijakan=kebijakan,
        dua_langkah=dikenal.dua_langkah,
    )


def hubungkan_sendiri(session: Session, aktor: Aktor, kunci: Kunci, dikenal: Dikenal) -> uuid.UUID:
    """Link an identity to one's own account; returns the account's id.

    Raises `Ditolak`, OIDC_SUDAH_DIPAKAI, OIDC_SUDAH_TERHUBUNG.
    """
    akun = None if aktor.akun_id is None else akun_terkunci(session, aktor.akun_id)
    if akun is None or not akun.aktif:
        raise Ditolak("masuk")
    _hubungkan(session, aktor, kunci, akun, dikenal)
    return akun.id


def hubungkan(session: Session, aktor: Aktor, kunci: Kunci, dikenal: Dikenal, *, akun_id: uuid.UUID) -> None:
    """Link an identity to an account the actor looks after; its owner is told.

    Who can log in as the identity becomes the account: see `pastikan_setara` for whose the actor may link.
    Raises TIDAK_DITEMUKAN, AKUN_NONAKTIF, AKUN_SENDIRI, MELEBIHI_WEWENANG, OIDC_SUDAH_DIPAKAI, OIDC_SUDAH_TERHUBUNG.
    """
    akun = akun_dalam_lingkup(session, aktor, akun_id)
    if aktor.akun_id == akun_id:
        raise KeadaanMenolak(
            "AKUN_SENDIRI", "Hubungkan akun sendiri dengan masuk di penyedianya (mulaiHubungkanOidc)."
        )
    if not akun.aktif:
        raise KeadaanMenolak("AKUN_NONAKTIF", "Akun ini nonaktif. Buat akun baru bila pemiliknya kembali.")
    pastikan_setara(session, aktor, akun_id=akun_id)
    _hubungkan(session, aktor, kunci, akun, dikenal)
    beritahu(session, jenis=DIHUBUNGKAN, kunci=str(uuid.uuid4()), wilayah=akun.pemilik, akun=[akun_id])


def lepaskan(session: Session, aktor: Aktor, *, identitas_id: uuid.UUID) -> uuid.UUID:
    """Unlink an identity from one's own account or one the actor looks after; returns the account's id.

    Sessions that began at a provider end.  Raises `Ditolak`, TIDAK_DITEMUKAN, CARA_MASUK_TERAKHIR, MELEBIHI_WEWENANG.
    """
    if aktor.akun_id is None and not aktor.punya("inti:akun"):
        raise Ditolak("masuk")
    akun_id = session.scalar(select(IdentitasOidc.akun_id).where(IdentitasOidc.id == identitas_id))
    if akun_id is None:
        raise TidakDitemukan("identitas")
    if akun_id == aktor.akun_id:
        akun = akun_terkunci(session, akun_id)
        if akun is None:
            raise TidakDitemukan("identitas")
        sandi = session.scalar(select(Akun.sandi_hash).where(Akun.id == akun_id))
        banyak = session.scalar(
            select(func.count()).select_from(IdentitasOidc).where(IdentitasOidc.akun_id == akun_id)
        )
        if sandi is None and (banyak or 0) < 2:
            raise KeadaanMenolak(
                "CARA_MASUK_TERAKHIR",
                "Akun ini belum mempunyai sandi, jadi inilah satu-satunya cara Anda masuk. Mintalah kode kepada"
                " administrator Anda dan pilih sandi dahulu.",
            )
    else:
        if not aktor.punya("inti:akun"):
            raise TidakDitemukan("identitas")
        akun = akun_dalam_lingkup(session, aktor, akun_id)
        pastikan_setara(session, aktor, akun_id=akun_id)
    dilepas = session.scalar(
        delete(IdentitasOidc).where(IdentitasOidc.id == identitas_id).returning(IdentitasOidc.id),
        execution_options={"synchronize_session": False},
    )
    if dilepas is None:
        raise TidakDitemukan("identitas")
    akhiri_sesi(session, aktor, akun_id=akun_id, cara=Cara.OIDC)
    _catat(session, aktor, akun, "akun.lepaskan_oidc")
    return akun_id


def bersihkan(session: Session) -> None:
    """Delete logins that never came back."""
    bebas_jejak(session, "logins on their way that expired")
    session.execute(
        delete(PermintaanOidc).where(PermintaanOidc.berlaku_sampai < sekarang(session)),
        execution_options={"synchronize_session": False},
    )


def _pemilik(session: Session, kunci: Kunci, dikenal: Dikenal) -> uuid.UUID | None:
    assert SUBJEK.sidik is not None
    _, sama = SUBJEK.sidik.cari(session, kunci, [gabungan(dikenal.issuer, dikenal.subjek)])
    return session.scalar(select(IdentitasOidc.akun_id).where(sama))


def _hubungkan(session: Session, aktor: Aktor, kunci: Kunci, akun: AkunTerkunci, dikenal: Dikenal) -> None:
    # Unique constraints settle races under one key; this finds what they can't compare.
    if _pemilik(session, kunci, dikenal) is not None:
        raise sudah_terhubung(lain=True)
    identitas_id = uuid.uuid4()
    subjek = SUBJEK.nilai(session, kunci, identitas_id, gabungan(dikenal.issuer, dikenal.subjek))
    try:
        session.execute(
            insert(IdentitasOidc).values(id=identitas_id, akun_id=akun.id, issuer=dikenal.issuer, **subjek)
        )
    except IntegrityError as galat:
        teks = str(galat.orig)
        if "subjek_sidik" in teks:
            raise sudah_terhubung(lain=True) from galat
        if "akun_id" in teks and "issuer" in teks:
            raise sudah_terhubung(lain=False) from galat
        raise
    _catat(session, aktor, akun, "akun.hubungkan_oidc")


def _catat(session: Session, aktor: Aktor, akun: AkunTerkunci, aksi: str) -> None:
    catat(session, aktor, aksi, objek="akun", objek_id=str(akun.id), wilayah=akun.pemilik, bidang=("oidc",))
    siarkan(session, PERISTIWA_AKSES, kunci=str(akun.id), wilayah=akun.pemilik)
