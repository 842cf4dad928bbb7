"""Classes and states of files, the keys and names that come from a token, and the refusals they share."""

from __future__ import annotations

import hashlib
import secrets
from enum import StrEnum
from typing import Final

from forum_server.akun.rules import token_baru
from forum_server.galat import IsianTidakSah, KeadaanMenolak

__all__ = [
    "KeadaanObjek",
    "KeadaanUnggahan",
    "KelasBerkas",
    "belum_selesai",
    "jenis_ditolak",
    "kedaluwarsa",
    "kunci_dari_token",
    "nama_objek",
    "terlalu_besar",
    "token_unggah",
]

AWALAN: Final = "fpg_"
NAMA_MAKS: Final = 200


class KelasBerkas(StrEnum):
    """How a file is kept: as it is, or so that only a holder of its key can read it."""

    BIASA = "BIASA"
    RAHASIA = "RAHASIA"


class KeadaanObjek(StrEnum):
    """The life of what lies in the store. Its row is there before its first byte and goes after its last."""

    MENULIS = "MENULIS"
    TERSIMPAN = "TERSIMPAN"
    DIHAPUS = "DIHAPUS"


class KeadaanUnggahan(StrEnum):
    """The life of a staged upload: its address was given out, its body arrives, it waits to be attached."""

    SIAP = "SIAP"
    MENERIMA = "MENERIMA"
    SELESAI = "SELESAI"


def token_unggah() -> str:
    """The token of an upload's address, of 256 random bits."""
    return token_baru(AWALAN)


def kunci_dari_token(token: str) -> bytes:
    """The key that encrypts what is uploaded with this token; the server keeps neither of them.

    The row knows the token by another hash of it, from which the key does not follow.
    """
    return hashlib.blake2b(token.encode(), digest_size=32, person=b"forum-berkas-kc").digest()


def nama_objek(kelas: KelasBerkas) -> str:
    """A random name in the store; it says nothing of what it holds."""
    acak = secrets.token_hex(16)
    return f"{kelas.value.lower()}/{acak[:2]}/{acak}"


def ukuran_bantal(bagian: int) -> int:
    """The number of equal parts that stands for `bagian` parts, so that a length gives away only its magnitude.

    Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019): at
    most 12 % longer, and only O(log log n) bits are told.

    >>> [ukuran_bantal(n) for n in (1, 2, 9, 100)]
    [1, 2, 10, 104]
    """
    if bagian < 2:
        return 1
    pangkat = bagian.bit_length() - 1
    nol = (1 << (pangkat - pangkat.bit_length())) - 1 if pangkat > pangkat.bit_length() else 0
    return (bagian + nol) & ~nol


def terlalu_besar(maks: int) -> IsianTidakSah:
    """The refusal of a file that is larger than its use allows."""
    return IsianTidakSah(
        "BERKAS_TERLALU_BESAR",
        f"Berkas paling besar {_besar(maks)}. Perkecil berkasnya, lalu unggah kembali.",
        letak=("unggahan",),
    )


def jenis_ditolak(boleh: frozenset[str], nama: dict[str, str]) -> IsianTidakSah:
    """The refusal of a file whose content is of another type than its use allows."""
    daftar = ", ".join(sorted(nama[m] for m in boleh if m in nama))
    return IsianTidakSah(
        "JENIS_BERKAS_DITOLAK",
        f"Isi berkas bukan jenis yang diterima di sini ({daftar}). Simpan sebagai salah satunya, lalu unggah kembali.",
        letak=("unggahan",),
    )


def belum_selesai() -> KeadaanMenolak:
    """The refusal of an upload whose body has not arrived."""
    return KeadaanMenolak(
        "UNGGAHAN_BELUM_SELESAI",
        "Isi berkas belum selesai diterima. Tunggu pengirimannya selesai, lalu ulangi.",
        letak=("unggahan",),
    )


def kedaluwarsa() -> KeadaanMenolak:
    """The refusal of an upload's address that is unknown, used or expired."""
    return KeadaanMenolak(
        "ALAMAT_TIDAK_BERLAKU",
        "Alamat unggah ini sudah dipakai atau sudah lewat waktunya. Minta alamat baru, lalu unggah kembali.",
    )


def _besar(byte: int) -> str:
    return f"{byte / 1024 / 1024:.3g} MB" if byte >= 100_000 else f"{byte} byte"
