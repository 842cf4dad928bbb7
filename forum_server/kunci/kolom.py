"""What a subject says of its encrypted columns, and all it needs to write, open and find what stands in them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

from forum_server.database import dalam
from forum_server.kunci.keadaan import Keadaan, keadaan
from forum_server.kunci.kunci import Kunci

__all__ = ["KolomSidik", "KolomTersandi"]

Teks = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


class KolomSidik:
    """Two columns with keyed hashes of what the encrypted column beside them holds, by which it is found.

    Both are text, nullable and UNIQUE. Usually one is filled; while keys are rotated each row has the hash by the old
    key in one and by the new key in the other, so that nobody is registered twice by two processes.
    """

    def __init__(self, *, kolom: Teks, kedua: Teks, ranah: str) -> None:
        self.kolom: Teks = kolom
        self.kedua: Teks = kedua
        self.ranah = ranah

    def pasangan(self, kini: Keadaan) -> tuple[Teks, Teks]:
        """The column of the key that hashes now, and the other one."""
        return (self.kolom, self.kedua) if kini.kolom == 1 else (self.kedua, self.kolom)

    def nilai(self, kini: Keadaan, kunci: Kunci, teks: str) -> dict[str, str | None]:
        """Both columns for `teks`."""
        utama, lain = self.pasangan(kini)
        ganda = None if kini.ganda is None else kunci.sidik(self.ranah, teks, dengan=kini.ganda)
        return {utama.key: kunci.sidik(self.ranah, teks, dengan=kini.sidik), lain.key: ganda}

    def cari(
        self, session: Session, kunci: Kunci, teks: Iterable[str]
    ) -> tuple[dict[str, str], ColumnElement[bool]]:
        """Every hash under which one of these texts may stand, with the text, and the clause that finds the rows."""
        kini = keadaan(session, kunci, tulis=False)
        nama = {kini.sidik, *kunci.kunci_sidik.kunci}
        dari = {kunci.sidik(self.ranah, t, dengan=n): t for t in set(teks) for n in nama}
        return dari, or_(dalam(self.kolom, dari), dalam(self.kedua, dari))


class KolomTersandi:
    """A column whose text opens with `kunci.bukakan(isi, tempat=f"{tempat}:{pengenal}")`, or is null.

    `pengenal` is the table's primary key. Each subject lists its own as `KOLOM_TERSANDI` in its models and gives them
    in the hook `secrets`: rotating keys goes by it.
    """

    def __init__(
        self,
        *,
        kolom: Teks,
        pengenal: InstrumentedAttribute[uuid.UUID],
        tempat: str,
        sidik: KolomSidik | None = None,
    ) -> None:
        self.kolom: Teks = kolom
        self.pengenal: InstrumentedAttribute[uuid.UUID] = pengenal
        self.tempat = tempat
        self.sidik = sidik

    def nilai(
        self, session: Session, kunci: Kunci, pengenal: uuid.UUID, teks: str | None
    ) -> dict[str, str | None]:
        """The columns to write for `teks` in the row `pengenal`, by the keys in force in this unit; None empties them.

        Raises `ServerSibuk` on a server that does not have those keys yet.
        """
        if teks is None:
            sidik = () if self.sidik is None else (self.sidik.kolom.key, self.sidik.kedua.key)
            return dict.fromkeys((self.kolom.key, *sidik))
        return self.nilai_pada(keadaan(session, kunci, tulis=True), kunci, pengenal, teks)

    def nilai_pada(self, kini: Keadaan, kunci: Kunci, pengenal: Any, teks: str) -> dict[str, str | None]:
        """As `nilai`, by keys already known to be in force."""
        sandi = kunci.sandikan(teks, tempat=self._tempat(pengenal), dengan=kini.sandi)
        sidik = {} if self.sidik is None else self.sidik.nilai(kini, kunci, teks)
        return {self.kolom.key: sandi, **sidik}

    def buka(self, kunci: Kunci, pengenal: uuid.UUID, tersandi: str) -> str:
        """What the column of the row `pengenal` says; raises `KunciBermasalah`."""
        return kunci.bukakan(tersandi, tempat=self._tempat(pengenal))

    def sama(self, kunci: Kunci, row: Mapping[str, Any], teks: str) -> bool:
        """Whether a row (by column names) already holds `teks`, as its hashes tell."""
        assert self.sidik is not None
        ada = {row[self.sidik.kolom.key], row[self.sidik.kedua.key]}
        return not ada.isdisjoint(kunci.semua_sidik(self.sidik.ranah, teks))

    def _tempat(self, pengenal: Any) -> str:
        return f"{self.tempat}:{pengenal}"
