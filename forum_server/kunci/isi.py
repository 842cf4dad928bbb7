"""Keys as they are kept: by their ids, with the one that writes, as JSON."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

__all__ = ["Gantungan", "IsiKunci", "KunciBermasalah"]

PANJANG: Final = 32
ID_MAKS: Final = 16


class KunciBermasalah(Exception):
    """Keys are missing, malformed or badly guarded, or do not fit what they should open; says what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gantungan:
    """Keys of one kind by their id, and the id of the one that writes."""

    aktif: str
    kunci: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def baru(cls) -> Gantungan:
        """One new random key under a random id, so that keys of two installations are never taken for each other."""
        nama = secrets.token_hex(4)
        return cls(aktif=nama, kunci={nama: secrets.token_bytes(PANJANG)})

    @classmethod
    def dari(cls, isi: Mapping[str, Any]) -> Gantungan:
        """Read one kind of keys from its part of the JSON; raises ValueError, KeyError, TypeError."""
        aktif = isi["aktif"]
        kunci: dict[str, bytes] = {}
        for nama, nilai in cast("Mapping[str, str]", isi["kunci"]).items():
            try:
                kunci[nama] = base64.b64decode(nilai, validate=True)
            except binascii.Error:
                raise ValueError("not base64") from None
            if len(kunci[nama]) != PANJANG or not nama.isalnum() or len(nama) > ID_MAKS:
                raise ValueError("a key is 32 bytes, its id up to 16 letters and digits")
        if aktif not in kunci:
            raise ValueError("the active key is not among the keys")
        return cls(aktif=aktif, kunci=kunci)

    def ke_peta(self) -> dict[str, Any]:
        """What `dari` reads; secret."""
        return {
            "aktif": self.aktif,
            "kunci": {k: base64.b64encode(v).decode() for k, v in self.kunci.items()},
        }

    def tambah(self) -> tuple[Gantungan, str]:
        """The same keys and one more, which does not write yet; and its id."""
        baru = self.baru()
        return replace(self, kunci={**self.kunci, **baru.kunci}), baru.aktif

    def tanpa(self, nama: str | None) -> Gantungan:
        """The same keys without one that does not write."""
        if nama == self.aktif:
            raise ValueError("the active key stays")
        return replace(self, kunci={k: v for k, v in self.kunci.items() if k != nama})

    def pakai(self, nama: str) -> Gantungan:
        """The same keys, of which this one writes; raises `KunciBermasalah` when it is not here."""
        if nama not in self.kunci:
            raise KunciBermasalah(
                f"Kunci {nama!r} tidak ada pada server ini. Salin berkas kunci terbaru ke server ini."
            )
        return self if nama == self.aktif else replace(self, aktif=nama)


@dataclass(frozen=True, kw_only=True, slots=True)
class IsiKunci:
    """Both kinds of keys of one installation."""

    sandi: Gantungan
    sidik: Gantungan

    @classmethod
    def baru(cls) -> IsiKunci:
        """New random keys."""
        return cls(sandi=Gantungan.baru(), sidik=Gantungan.baru())

    @classmethod
    def dari_json(cls, teks: str, *, asal: str) -> IsiKunci:
        """Read keys from their JSON; `asal` names the place in the error."""
        try:
            isi = cast("Mapping[str, Any]", json.loads(teks))
            return cls(sandi=Gantungan.dari(isi["sandi"]), sidik=Gantungan.dari(isi["sidik"]))
        except (ValueError, KeyError, TypeError, AttributeError) as galat:
            # The cause may quote key material.
            raise KunciBermasalah(
                f"Isi kunci di {asal} rusak ({type(galat).__name__}). Pulihkan dari cadangan; jangan dibuat ulang: "
                "data yang tersandi hanya terbuka dengan kunci yang lama."
            ) from None

    def ke_json(self) -> str:
        """The JSON that `dari_json` reads; secret."""
        return json.dumps({"sandi": self.sandi.ke_peta(), "sidik": self.sidik.ke_peta()}, indent=2)
