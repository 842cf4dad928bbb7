"""What a key, its name and its origins may look like."""

from __future__ import annotations

import ipaddress
import re
import secrets
from typing import Final
from urllib.parse import urlsplit

from forum_server.galat import IsianTidakSah

__all__ = [
    "ASAL_MAKS",
    "AWALAN_PELADEN",
    "AWALAN_PERAMBAN",
    "BATAS_MAKS",
    "kunci_baru",
    "periksa_asal",
    "periksa_batas",
    "periksa_nama",
]

AWALAN_PERAMBAN: Final = "fpf_"
AWALAN_PELADEN: Final = "fpl_"
"""A prefix tells secret scanners, and people, what a key is."""

ASAL_MAKS: Final = 20
BATAS_MAKS: Final = 1_000_000

_NAMA = re.compile(r"[a-z0-9](?:[a-z0-9.-]{1,38})[a-z0-9]", re.ASCII)
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9](?:[a-z0-9-]{0,62}))*", re.ASCII)
_PORTA = {"https": 443, "http": 80}


def kunci_baru(awalan: str) -> str:
    """A new key of 256 random bits."""
    return awalan + secrets.token_urlsafe(32)


def periksa_nama(nama: str) -> str:
    """The name of a service; raises `IsianTidakSah` NAMA_TIDAK_SAH."""
    if not _NAMA.fullmatch(nama):
        raise IsianTidakSah(
            "NAMA_TIDAK_SAH",
            "Nama layanan berisi 3 sampai 40 huruf kecil, angka, titik, dan tanda hubung; misalnya portal-pontianak.",
            letak=("nama",),
        )
    return nama


def periksa_batas(batas: int) -> int:
    """Requests in a minute; raises `IsianTidakSah` BATAS_TIDAK_SAH."""
    if not 1 <= batas <= BATAS_MAKS:
        raise IsianTidakSah(
            "BATAS_TIDAK_SAH", f"Batas per menit dari 1 sampai {BATAS_MAKS}.", letak=("batasPerMenit",)
        )
    return batas


def periksa_asal(asal: str) -> str:
    """An origin as browsers send it: scheme, host, and port unless it is the scheme's own.

    Plain http is for this machine only (development). Never a pattern. Raises `IsianTidakSah` ASAL_TIDAK_SAH.

    >>> periksa_asal("https://Portal.Contoh.go.id:443")
    'https://portal.contoh.go.id'
    """
    if not (asal.isascii() and asal.isprintable()):  # urlsplit would drop some signs in silence
        raise _salah(asal)
    try:
        bagian = urlsplit(asal)
        porta = bagian.port
    except ValueError:
        raise _salah(asal) from None
    host = (bagian.hostname or "").lower()
    if (
        bagian.scheme not in _PORTA
        or bagian.path
        or "?" in asal
        or "#" in asal
        or "@" in bagian.netloc
        or bagian.netloc.endswith(":")
        or porta == 0
    ):
        raise _salah(asal)
    alamat = _alamat(host)
    if alamat is None and not _HOST.fullmatch(host):
        raise _salah(asal)
    if bagian.scheme == "http" and not (host == "localhost" or (alamat is not None and alamat.is_loopback)):
        raise IsianTidakSah(
            "ASAL_TIDAK_SAH",
            f"{asal} harus memakai https. http hanya untuk localhost.",
            letak=("asal",),
        )
    nama = f"[{alamat.compressed}]" if alamat is not None and alamat.version == 6 else host
    return f"{bagian.scheme}://{nama}" + ("" if porta in (None, _PORTA[bagian.scheme]) else f":{porta}")


def _alamat(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _salah(asal: str) -> IsianTidakSah:
    return IsianTidakSah(
        "ASAL_TIDAK_SAH",
        f"{asal[:100]!r} bukan asal. Tulis skema, host, dan porta saja, misalnya https://portal.contoh.go.id; tanpa"
        " tanda bintang, garis miring, atau jalur. Nama beraksara lain ditulis dalam bentuk xn--.",
        letak=("asal",),
    )
