"""What the keys do: encryption, and keyed hashes to find what is encrypted.

Two kinds of keys that never mix: `sandi` keys encrypt (AES-256-GCM, bound to the column and row the value stands in)
and `sidik` keys hash (HMAC-SHA-256, bound to the kind of value).  Every ciphertext and hash names its key, so old keys
stay readable while the active one writes.  Keys come from the environment (FORUM_KUNCI) or from a file that only its
owner can read, made at the first start.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from forum_server.kunci.berkas import BerkasKunci
from forum_server.kunci.isi import Gantungan, IsiKunci, KunciBermasalah

if TYPE_CHECKING:
    from forum_server.settings import Settings

__all__ = ["Kunci", "KunciBermasalah"]

NONCE: Final = 12


class Kunci:
    """The keys of one installation, as this process knows them now.

    A process that meets a key it does not know looks into the file once more before it gives up, so keys can be added
    while servers run. Threads may share it: what it knows is replaced as a whole.
    """

    def __init__(self, isi: IsiKunci, *, sumber: Callable[[], IsiKunci | None] | None = None) -> None:
        """`sumber` gives the keys anew when they are no longer those it gave last, else None."""
        self._isi = isi
        self._sumber = sumber

    @classmethod
    def baru(cls) -> Kunci:
        """New random keys with random ids."""
        return cls(IsiKunci.baru())

    @classmethod
    def dari_json(cls, teks: str, *, asal: str) -> Kunci:
        """Read keys from their JSON; `asal` names the place in the error."""
        return cls(IsiKunci.dari_json(teks, asal=asal))

    @classmethod
    def dari_berkas(cls, letak: Path) -> Kunci:
        """Read keys from a file that nobody but its owner may read."""
        berkas = BerkasKunci(letak)
        return cls(berkas.baca(), sumber=berkas.baca_bila_berubah)

    @classmethod
    def muat(cls, settings: Settings) -> Kunci:
        """The keys of this installation; at the first start they are made.

        Several processes may start at once: the first complete file wins and the others read it.
        """
        if settings.kunci is not None:
            return cls.dari_json(settings.kunci.get_secret_value(), asal="FORUM_KUNCI")
        if not settings.kunci_berkas.exists():
            BerkasKunci(settings.kunci_berkas).buat(IsiKunci.baru())
        return cls.dari_berkas(settings.kunci_berkas)

    @property
    def kunci_sandi(self) -> Gantungan:
        """The keys that encrypt."""
        return self._isi.sandi

    @property
    def kunci_sidik(self) -> Gantungan:
        """The keys that hash."""
        return self._isi.sidik

    def ke_json(self) -> str:
        """The JSON that `dari_json` reads; secret."""
        return self._isi.ke_json()

    def __repr__(self) -> str:
        return f"Kunci(sandi={sorted(self.kunci_sandi.kunci)}, sidik={sorted(self.kunci_sidik.kunci)})"

    def muat_ulang(self) -> bool:
        """Look whether the source holds other keys now, and take them; says whether it did.

        Which keys write stays as it is. Raises `KunciBermasalah` when the source is damaged.
        """
        baru = self._sumber() if self._sumber is not None else None
        if baru is None:
            return False
        lama = self._isi
        self._isi = IsiKunci(sandi=_lanjut(baru.sandi, lama.sandi), sidik=_lanjut(baru.sidik, lama.sidik))
        return True

    def pakai(self, *, sandi: str, sidik: str) -> None:
        """From now on these keys write; raises `KunciBermasalah` when one of them is not here either after a look."""
        if not (sandi in self.kunci_sandi.kunci and sidik in self.kunci_sidik.kunci):
            self.muat_ulang()
        isi = self._isi
        self._isi = replace(isi, sandi=isi.sandi.pakai(sandi), sidik=isi.sidik.pakai(sidik))

    def sandikan(self, teks: str, *, tempat: str, dengan: str | None = None) -> str:
        """Encrypt `teks` so that it opens only at `tempat` ("orang.nip:<id>"); the result names its key.

        `dengan` names another key than the active one.
        """
        nama = dengan or self.kunci_sandi.aktif
        nonce = secrets.token_bytes(NONCE)
        kotak = AESGCM(self._kunci_sandi(nama)).encrypt(nonce, teks.encode(), _ikatan(nama, tempat))
        return f"1.{nama}.{base64.urlsafe_b64encode(nonce + kotak).decode().rstrip('=')}"

    def bukakan(self, tersandi: str, *, tempat: str) -> str:
        """Decrypt what `sandikan` made for the same `tempat`; raises `KunciBermasalah`."""
        versi, _, sisa = tersandi.partition(".")
        nama, _, isi = sisa.partition(".")
        kunci = self._kunci_sandi(nama if versi == "1" else "")
        try:
            kotak = base64.urlsafe_b64decode(isi + "=" * (-len(isi) % 4))
            return AESGCM(kunci).decrypt(kotak[:NONCE], kotak[NONCE:], _ikatan(nama, tempat)).decode()
        except (InvalidTag, ValueError):
            raise KunciBermasalah(
                f"Isi tersandi di {tempat} rusak atau dipindahkan dari tempat lain."
            ) from None

    def sidik(self, ranah: str, teks: str, *, dengan: str | None = None) -> str:
        """The keyed hash of `teks` in `ranah` ("nip"); names its key. `dengan` names another key than the active one."""
        nama = dengan or self.kunci_sidik.aktif
        if nama not in self.kunci_sidik.kunci:
            self.muat_ulang()
        kunci = self.kunci_sidik.pakai(nama).kunci[nama]
        ringkas = hmac.new(kunci, f"{ranah}\0{teks}".encode(), hashlib.sha256).digest()
        return f"{nama}.{base64.urlsafe_b64encode(ringkas).decode().rstrip('=')}"

    def semua_sidik(self, ranah: str, teks: str) -> tuple[str, ...]:
        """The hash under every key, the active one first: what to look for while old keys are in use."""
        ada = self.kunci_sidik
        return tuple(
            self.sidik(ranah, teks, dengan=k) for k in (ada.aktif, *(k for k in ada.kunci if k != ada.aktif))
        )

    def _kunci_sandi(self, nama: str) -> bytes:
        if nama not in self.kunci_sandi.kunci:
            self.muat_ulang()
        if (kunci := self.kunci_sandi.kunci.get(nama)) is None:
            raise KunciBermasalah(
                f"Kunci sandi {nama!r} tidak ada pada server ini. Pulihkan berkas kunci yang memuatnya."
            )
        return kunci


def _lanjut(baru: Gantungan, lama: Gantungan) -> Gantungan:
    """The new keys with the old active one, if it is still among them."""
    return baru.pakai(lama.aktif) if lama.aktif in baru.kunci else baru


def _ikatan(kunci: str, tempat: str) -> bytes:
    return f"forum:1:{kunci}:{tempat}".encode()
