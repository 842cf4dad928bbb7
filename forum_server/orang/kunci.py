"""The keys that protect NIP and NIK: encryption, and keyed hashes to find what is encrypted.

Two kinds of keys that never mix: `sandi` keys encrypt (AES-256-GCM, bound to the column and row the value stands in)
and `sidik` keys hash (HMAC-SHA-256, bound to the kind of value).  Every ciphertext and hash names its key, so old keys
stay readable while the active one writes.  Keys come from the environment (FORUM_KUNCI) or from a file that only its
owner can read, made at the first start.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from forum_server.settings import Settings

__all__ = ["Kunci", "KunciBermasalah"]

PANJANG: Final = 32
NONCE: Final = 12


class KunciBermasalah(Exception):
    """Keys are missing, malformed or badly guarded, or do not fit what they should open; says what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Gantungan:
    """Keys of one kind by their id, and the id of the one that writes."""

    aktif: str
    kunci: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kunci:
    """The keys of one installation."""

    kunci_sandi: _Gantungan
    kunci_sidik: _Gantungan

    @classmethod
    def baru(cls) -> Kunci:
        """New random keys with random ids, so that keys of two installations are never taken for each other."""
        return cls(kunci_sandi=_gantungan_baru(), kunci_sidik=_gantungan_baru())

    @classmethod
    def dari_json(cls, teks: str, *, asal: str) -> Kunci:
        """Read keys from their JSON; `asal` names the place in the error."""
        try:
            isi = cast("Mapping[str, Any]", json.loads(teks))
            return cls(kunci_sandi=_gantungan(isi["sandi"]), kunci_sidik=_gantungan(isi["sidik"]))
        except (ValueError, KeyError, TypeError, AttributeError) as galat:
            # The cause may quote key material.
            raise KunciBermasalah(
                f"Isi kunci di {asal} rusak ({type(galat).__name__}). Pulihkan dari cadangan; jangan dibuat ulang: "
                "data yang tersandi hanya terbuka dengan kunci yang lama."
            ) from None

    @classmethod
    def dari_berkas(cls, berkas: Path) -> Kunci:
        """Read keys from a file that nobody but its owner may read."""
        try:
            with berkas.open("rb") as b:
                ragam = stat.S_IMODE(os.fstat(b.fileno()).st_mode)
                isi = b.read()
        except FileNotFoundError:
            raise KunciBermasalah(f"Berkas kunci {berkas} tidak ada. Pulihkan dari cadangan.") from None
        if os.name == "posix" and ragam & 0o077:
            raise KunciBermasalah(
                f"Berkas kunci {berkas} dapat dibaca pengguna lain (izin {ragam:04o}). Jalankan: chmod 600 {berkas}"
            )
        return cls.dari_json(isi.decode("utf-8", "replace"), asal=str(berkas))

    @classmethod
    def muat(cls, settings: Settings) -> Kunci:
        """The keys of this installation; at the first start they are made.

        Several processes may start at once: the first complete file wins and the others read it.
        """
        if settings.kunci is not None:
            return cls.dari_json(settings.kunci.get_secret_value(), asal="FORUM_KUNCI")
        berkas = settings.kunci_berkas
        if not berkas.exists():
            _simpan_baru(berkas, cls.baru().ke_json())
        return cls.dari_berkas(berkas)

    def ke_json(self) -> str:
        """The JSON that `dari_json` reads; secret."""
        return json.dumps(
            {
                nama: {
                    "aktif": g.aktif,
                    "kunci": {k: base64.b64encode(v).decode() for k, v in g.kunci.items()},
                }
                for nama, g in (("sandi", self.kunci_sandi), ("sidik", self.kunci_sidik))
            },
            indent=2,
        )

    def sandikan(self, teks: str, *, tempat: str) -> str:
        """Encrypt `teks` so that it opens only at `tempat` ("orang.nip:<id>"); the result names its key."""
        nonce = secrets.token_bytes(NONCE)
        kotak = AESGCM(self.kunci_sandi.kunci[self.kunci_sandi.aktif]).encrypt(
            nonce, teks.encode(), _ikatan(self.kunci_sandi.aktif, tempat)
        )
        return f"1.{self.kunci_sandi.aktif}.{base64.urlsafe_b64encode(nonce + kotak).decode().rstrip('=')}"

    def bukakan(self, tersandi: str, *, tempat: str) -> str:
        """Decrypt what `sandikan` made for the same `tempat`; raises `KunciBermasalah`."""
        versi, _, sisa = tersandi.partition(".")
        nama, _, isi = sisa.partition(".")
        kunci = self.kunci_sandi.kunci.get(nama)
        if versi != "1" or kunci is None:
            raise KunciBermasalah(
                f"Kunci sandi {nama!r} tidak ada pada server ini. Pulihkan berkas kunci yang memuatnya."
            )
        try:
            kotak = base64.urlsafe_b64decode(isi + "=" * (-len(isi) % 4))
            return AESGCM(kunci).decrypt(kotak[:NONCE], kotak[NONCE:], _ikatan(nama, tempat)).decode()
        except (InvalidTag, ValueError):
            raise KunciBermasalah(
                f"Isi tersandi di {tempat} rusak atau dipindahkan dari tempat lain."
            ) from None

    def sidik(self, ranah: str, teks: str) -> str:
        """The keyed hash under which `teks` is stored in `ranah` ("nip"); names its key."""
        return self._sidik(self.kunci_sidik.aktif, ranah, teks)

    def semua_sidik(self, ranah: str, teks: str) -> tuple[str, ...]:
        """The hash under every key, the active one first: what to look for while old keys are in use."""
        nama = [self.kunci_sidik.aktif, *(k for k in self.kunci_sidik.kunci if k != self.kunci_sidik.aktif)]
        return tuple(self._sidik(k, ranah, teks) for k in nama)

    def _sidik(self, nama: str, ranah: str, teks: str) -> str:
        ringkas = hmac.new(self.kunci_sidik.kunci[nama], f"{ranah}\0{teks}".encode(), hashlib.sha256).digest()
        return f"{nama}.{base64.urlsafe_b64encode(ringkas).decode().rstrip('=')}"


def _ikatan(kunci: str, tempat: str) -> bytes:
    return f"forum:1:{kunci}:{tempat}".encode()


def _gantungan_baru() -> _Gantungan:
    nama = secrets.token_hex(4)
    return _Gantungan(aktif=nama, kunci={nama: secrets.token_bytes(PANJANG)})


def _gantungan(isi: Mapping[str, Any]) -> _Gantungan:
    aktif = isi["aktif"]
    kunci: dict[str, bytes] = {}
    for nama, nilai in cast("Mapping[str, str]", isi["kunci"]).items():
        try:
            kunci[nama] = base64.b64decode(nilai, validate=True)
        except binascii.Error:
            raise ValueError("not base64") from None
        if len(kunci[nama]) != PANJANG or not nama.isalnum() or len(nama) > 16:
            raise ValueError("a key is 32 bytes, its id up to 16 letters and digits")
    if aktif not in kunci:
        raise ValueError("the active key is not among the keys")
    return _Gantungan(aktif=aktif, kunci=kunci)


def _simpan_baru(berkas: Path, isi: str) -> None:
    """Write a new file with mode 0600, whole or not at all, unless one is there by then."""
    berkas.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sementara = berkas.with_name(f".{berkas.name}.{secrets.token_hex(8)}")
    bendera = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(sementara, bendera, 0o600), "w", encoding="utf-8") as b:
            b.write(isi)
            b.flush()
            os.fsync(b.fileno())
        try:
            os.link(sementara, berkas)
        except FileExistsError:
            return
        folder = os.open(berkas.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        sementara.unlink(missing_ok=True)
