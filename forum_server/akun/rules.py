"""What a user name, a password and a one-time code look like, and how long each kind of access lasts."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import unicodedata
from datetime import timedelta
from typing import Final

from forum_server.galat import IsianTidakSah, KeadaanMenolak

__all__ = [
    "AWALAN_AKSES",
    "AWALAN_SEGAR",
    "UMUR_AKSES",
    "UMUR_ATUR_ULANG",
    "UMUR_SESI",
    "UMUR_UNDANGAN",
    "kode_baru",
    "kode_ringkas",
    "nama_pengguna",
    "nama_pengguna_ringkas",
    "periksa_sandi",
    "periksa_surel",
    "sidik_rahasia",
    "token_baru",
]

UMUR_AKSES: Final = timedelta(minutes=15)
UMUR_SESI: Final = timedelta(days=30)
"""However often a session is refreshed, after this its owner logs in again."""
UMUR_UNDANGAN: Final = timedelta(days=7)
UMUR_ATUR_ULANG: Final = timedelta(days=1)

JENDELA_PERCOBAAN: Final = timedelta(minutes=15)
PERCOBAAN_MAKS: Final = 10
"""Attempts per user name in one window; success clears the count."""

SANDI_TERPENDEK: Final = 12
SANDI_TERPANJANG: Final = 256

AWALAN_AKSES: Final = "fpa_"
AWALAN_SEGAR: Final = "fps_"

_NAMA = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,62})[a-z0-9]", re.ASCII)
_SUREL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")


def nama_pengguna_ringkas(nama: str) -> str:
    """A user name as typed at the login, in the form it is stored in."""
    return unicodedata.normalize("NFKC", nama).strip().casefold()


def nama_pengguna(nama: str) -> str:
    """The stored form of a new user name.

    Raises `IsianTidakSah` NAMA_PENGGUNA_TIDAK_SAH, also for what may be a NIP or NIK: neither is ever a login.
    """
    ringkas = nama_pengguna_ringkas(nama)
    if not _NAMA.fullmatch(ringkas):
        raise IsianTidakSah(
            "NAMA_PENGGUNA_TIDAK_SAH",
            "Nama pengguna terdiri atas 3 sampai 64 huruf kecil a-z, angka, titik, garis bawah, atau tanda hubung, "
            "diawali dan diakhiri huruf atau angka.",
            letak=("namaPengguna",),
        )
    if re.search(r"\d{16}", re.sub(r"[._-]", "", ringkas)):
        raise IsianTidakSah(
            "NAMA_PENGGUNA_TIDAK_SAH",
            "Jangan memakai NIP atau NIK sebagai nama pengguna. Pilih nama lain.",
            letak=("namaPengguna",),
        )
    return ringkas


def periksa_surel(surel: str | None) -> str | None:
    """An e-mail address as stored; empty means none."""
    rapi = (surel or "").strip()
    if not rapi:
        return None
    if len(rapi) > 254 or not rapi.isprintable() or not _SUREL.fullmatch(rapi):
        raise IsianTidakSah(
            "SUREL_TIDAK_SAH", "Alamat surel tidak sah. Contoh: nama@contoh.go.id", letak=("surel",)
        )
    return rapi


def sandi_ringkas(sandi: str) -> str:
    """A password in composed Unicode, so that one typed on another keyboard is the same."""
    return unicodedata.normalize("NFKC", sandi)


def periksa_sandi(sandi: str, *, nama: str) -> str:
    """A new password in the form it is hashed; length is what counts, any sign may stand in it.

    Raises `IsianTidakSah` SANDI_LEMAH, whose sentence never repeats the password.
    """
    ringkas = sandi_ringkas(sandi)
    if not SANDI_TERPENDEK <= len(ringkas) <= SANDI_TERPANJANG:
        raise _lemah(f"Sandi harus {SANDI_TERPENDEK} sampai {SANDI_TERPANJANG} huruf.")
    if len(set(ringkas)) < 5:
        raise _lemah("Sandi harus memuat sedikitnya lima huruf yang berbeda.")
    if nama and nama in ringkas.casefold():
        raise _lemah("Sandi tidak boleh memuat nama pengguna.")
    return ringkas


def _lemah(pesan: str) -> IsianTidakSah:
    return IsianTidakSah("SANDI_LEMAH", pesan, letak=("sandi",))


def token_baru(awalan: str) -> str:
    """A new token of 256 random bits; its prefix tells secret scanners (and people) what it is."""
    return awalan + secrets.token_urlsafe(32)


def kode_baru() -> str:
    """A new one-time code of 160 random bits, in groups that can be read aloud: ABCD-EFGH-..."""
    huruf = base64.b32encode(secrets.token_bytes(20)).decode()
    return "-".join(huruf[i : i + 4] for i in range(0, len(huruf), 4))


def kode_ringkas(kode: str) -> str:
    """A one-time code as typed, without blanks and hyphens and in capitals."""
    return re.sub(r"[\s-]", "", kode).upper()


def sidik_rahasia(rahasia: str) -> str:
    """SHA-256 of a random secret: enough for 160 bits and more, where a slow hash protects nothing."""
    return hashlib.sha256(rahasia.encode("utf-8", "surrogatepass")).hexdigest()


def masuk_gagal() -> IsianTidakSah:
    """The one answer to a wrong name, a wrong password and a deactivated account."""
    return IsianTidakSah(
        "MASUK_GAGAL",
        "Nama pengguna atau sandi salah. Periksa keduanya; bila lupa sandi, hubungi administrator wilayah Anda.",
    )


def token_tidak_sah() -> IsianTidakSah:
    """The one answer to a refresh token that is unknown, used, expired or revoked."""
    return IsianTidakSah(
        "TOKEN_TIDAK_SAH", "Sesi sudah berakhir. Silakan masuk kembali.", letak=("tokenSegar",)
    )


def kode_tidak_sah() -> IsianTidakSah:
    """The one answer to a one-time code that is unknown, used, expired or replaced."""
    return IsianTidakSah(
        "KODE_TIDAK_SAH",
        "Kode ini salah, sudah dipakai, atau sudah kedaluwarsa. Mintalah kode baru kepada administrator Anda.",
        letak=("kode",),
    )


def terlalu_sering() -> KeadaanMenolak:
    """The answer while a user name has too many attempts, whether or not it exists."""
    menit = int(JENDELA_PERCOBAAN.total_seconds() // 60)
    return KeadaanMenolak(
        "TERLALU_SERING", f"Terlalu banyak percobaan untuk akun ini. Coba lagi {menit} menit lagi."
    )
