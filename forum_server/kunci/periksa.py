"""Whether the keys at hand are those the data was encrypted with."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, or_, select

from forum_server.database import Database
from forum_server.kunci.kolom import KolomTersandi, Teks
from forum_server.kunci.kunci import Kunci, KunciBermasalah

__all__ = ["periksa_kunci"]


async def periksa_kunci(db: Database, kunci: Kunci, kolom: Iterable[KolomTersandi]) -> None:
    """Refuse to serve data with keys that are not its own: a lost key file must not be replaced by a new one.

    Raises `KunciBermasalah` when anything was hashed or encrypted with a key that is not here.
    """
    for satu in kolom:
        asing = [_asing(satu.kolom, "1.", kunci.kunci_sandi.kunci)]
        if satu.sidik is not None:
            asing += [_asing(k, "", kunci.kunci_sidik.kunci) for k in (satu.sidik.kolom, satu.sidik.kedua)]
        if await db.scalar(select(satu.pengenal).where(or_(*asing)).limit(1)) is not None:
            raise KunciBermasalah(
                f"Ada isi {satu.tempat} yang tersandi dengan kunci yang tidak ada pada server ini. Pulihkan berkas"
                " kunci yang lama (kunci.json di folder data, atau FORUM_KUNCI) dari cadangan."
            )


def _asing(kolom: Teks, awalan: str, dikenal: Iterable[str]) -> ColumnElement[bool]:
    return and_(kolom.is_not(None), *(~kolom.startswith(f"{awalan}{k}.", autoescape=True) for k in dikenal))
