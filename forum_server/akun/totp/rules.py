"""What an authenticator's secret, its codes and recovery codes look like, and which code counts."""

from __future__ import annotations

import base64
import secrets
import string
from datetime import datetime, timedelta
from typing import Final

import pyotp
from pyotp.exceptions import OTPVerificationError
from pyotp.totp import TOTP

from forum_server.galat import IsianTidakSah, KeadaanMenolak

__all__ = [
    "KODE_BANYAK",
    "UMUR_PEMASANGAN",
    "UMUR_TANTANGAN",
    "alamat_otp",
    "angka",
    "belum_terpasang",
    "kode_pemulihan_baru",
    "kode_salah",
    "langkah_cocok",
    "rahasia_baru",
    "sudah_terpasang",
    "tantangan_tidak_sah",
    "totp_diperlukan",
]

UMUR_TANTANGAN: Final = timedelta(minutes=10)
"""From the right password to the code; long enough to set up an authenticator when that is what is asked."""
UMUR_PEMASANGAN: Final = timedelta(minutes=15)
"""From the moment a secret is shown to the code that confirms it."""
JENDELA: Final = 1
"""Time steps (of 30 seconds) that a clock may be ahead or behind."""
KODE_BANYAK: Final = 10
"""Recovery codes of an account."""


def rahasia_baru() -> str:
    """A new shared secret of 160 bits in base32, as RFC 4226 recommends."""
    return pyotp.random_base32(32)


def alamat_otp(rahasia: str, *, nama: str, penerbit: str) -> str:
    """The `otpauth://` address that an authenticator reads from a QR code."""
    return TOTP(rahasia).provisioning_uri(name=nama, issuer_name=penerbit)


def langkah_cocok(rahasia: str, kode: str, waktu: datetime) -> int | None:
    """The time step a six-digit code belongs to, at most `JENDELA` away from `waktu`; None when it is wrong."""
    try:
        return TOTP(rahasia).verify_and_get_timecode(kode, for_time=waktu, valid_window=JENDELA)
    except OTPVerificationError:
        return None


def angka(kode: str) -> str | None:
    """A code of an authenticator as typed, without blanks; None when it must be a recovery code."""
    rapat = "".join(kode.split())
    return rapat if len(rapat) == 6 and all(k in string.digits for k in rapat) else None


def kode_pemulihan_baru() -> tuple[str, ...]:
    """New recovery codes of 80 random bits each, in groups that can be written down: ABCD-EFGH-IJKL-MNOP."""
    huruf = (base64.b32encode(secrets.token_bytes(10)).decode() for _ in range(KODE_BANYAK))
    return tuple("-".join(h[i : i + 4] for i in range(0, 16, 4)) for h in huruf)


def kode_salah() -> IsianTidakSah:
    """The one answer to a code that is wrong, too old or used."""
    return IsianTidakSah(
        "KODE_TOTP_SALAH",
        "Kode salah atau sudah dipakai. Tunggu kode berikutnya di aplikasi autentikator, atau pakai kode pemulihan.",
        letak=("kode",),
    )


def tantangan_tidak_sah() -> IsianTidakSah:
    """The one answer to a challenge that is unknown, used or expired."""
    return IsianTidakSah(
        "TANTANGAN_TIDAK_SAH",
        "Waktu untuk langkah kedua sudah habis. Silakan masuk kembali dari awal.",
        letak=("tantangan",),
    )


def sudah_terpasang() -> KeadaanMenolak:
    """An account has one authenticator; a new one comes after the old one is gone."""
    return KeadaanMenolak(
        "TOTP_SUDAH_TERPASANG",
        "Autentikator sudah terpasang pada akun ini. Copot dahulu dengan sandi dan kodenya, lalu pasang yang baru.",
    )


def totp_diperlukan() -> KeadaanMenolak:
    """The account must use a second step by now, and the session that asks began without one."""
    return KeadaanMenolak(
        "TOTP_DIPERLUKAN",
        "Akun ini kini wajib memakai autentikator. Pasang dahulu dengan pasangTotp dan konfirmasiTotp, lalu ulangi.",
    )


def belum_terpasang() -> KeadaanMenolak:
    """Nothing is set up, or what was begun is too old."""
    return KeadaanMenolak(
        "TOTP_BELUM_TERPASANG",
        "Tidak ada autentikator pada akun ini, atau pemasangannya sudah terlalu lama. Mulai dengan pasangTotp.",
    )
