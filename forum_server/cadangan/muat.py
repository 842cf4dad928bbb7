"""Putting rows into tables that a migration has just made, past their foreign keys and triggers.

Rows come table by table, and a table's own order is not parents first; so foreign keys are let go before and made anew
after, when the engine checks all of them. Nothing here commits.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any, Final, cast

from asyncpg import InterfaceError, PostgresError
from sqlalchemy import Connection, text

from forum_server.cadangan.bentuk import CadanganGagal
from forum_server.cadangan.tabel import TabelAda

__all__ = ["Pemuat", "pemuat"]

SEKALI: Final = 2000
Baris = Sequence[Any]


class Pemuat:
    """How one engine takes rows; `terbuka` frames all of it."""

    def __init__(self, koneksi: Connection, tabel: Sequence[TabelAda]) -> None:
        self._koneksi = koneksi
        self._tabel = tabel
        self._kutip = koneksi.dialect.identifier_preparer.quote

    @contextmanager
    def terbuka(self) -> Generator[None]:
        """Foreign keys and triggers away, tables emptied of what migrations put there; then all of them back."""
        raise NotImplementedError

    def muat(self, tabel: TabelAda, baris: Iterator[Baris]) -> None:
        """Every row of a table, values as its driver takes them, in the order of its columns."""
        raise NotImplementedError

    def lanjutkan(self, urutan: Mapping[str, int]) -> None:
        """No table gives a number to a row again that it gave once."""
        raise NotImplementedError

    def _jalankan(self, stmt: str) -> None:
        self._koneksi.exec_driver_sql(stmt)


class _Sqlite(Pemuat):
    """Foreign keys are off during a migration and checked before its commit."""

    @contextmanager
    def terbuka(self) -> Generator[None]:
        pemicu = self._koneksi.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        ).all()
        for nama, _ in pemicu:
            self._jalankan(f"DROP TRIGGER {self._kutip(nama)}")
        for satu in self._tabel:
            self._jalankan(f"DELETE FROM {self._kutip(satu.nama)}")  # noqa: S608  a name of the catalogue
        yield
        for _, sql in pemicu:
            self._jalankan(sql)

    def muat(self, tabel: TabelAda, baris: Iterator[Baris]) -> None:
        kolom = ", ".join(self._kutip(k.nama) for k in tabel.kolom)
        tanda = ", ".join("?" for _ in tabel.kolom)
        stmt = f"INSERT INTO {self._kutip(tabel.nama)} ({kolom}) VALUES ({tanda})"  # noqa: S608  names of the catalogue
        kursor: Any = self._koneksi.connection.cursor()
        try:
            kursor.executemany(stmt, baris)
        except (sqlite3.Error, OverflowError) as galat:
            raise _ditolak(tabel, galat) from None

    def lanjutkan(self, urutan: Mapping[str, int]) -> None:
        berurut = self._koneksi.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"))
        if berurut.first() is None:
            return
        for nama, nomor in urutan.items():
            nilai = {"nama": nama, "nomor": nomor}
            ubah = "UPDATE sqlite_sequence SET seq = max(seq, :nomor) WHERE name = :nama"
            if not self._koneksi.execute(text(ubah), nilai).rowcount:
                self._koneksi.execute(text("INSERT INTO sqlite_sequence VALUES (:nama, :nomor)"), nilai)


_KUNCI_TAMU: Final = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint
WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
ORDER BY 1, 2
"""

_BERNOMOR: Final = """
SELECT t.relname, a.attname, pg_get_serial_sequence(quote_ident(t.relname), a.attname)
FROM pg_attribute a
JOIN pg_class t ON t.oid = a.attrelid AND t.relkind = 'r'
WHERE t.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
  AND pg_get_serial_sequence(quote_ident(t.relname), a.attname) IS NOT NULL
"""


class _Postgresql(Pemuat):
    @contextmanager
    def terbuka(self) -> Generator[None]:
        tamu = self._koneksi.execute(text(_KUNCI_TAMU)).all()
        for tabel, nama, _ in tamu:
            self._jalankan(f"ALTER TABLE {tabel} DROP CONSTRAINT {nama}")
        semua = [self._kutip(satu.nama) for satu in self._tabel]
        for nama in semua:
            self._jalankan(f"ALTER TABLE {nama} DISABLE TRIGGER USER")
        if semua:
            self._jalankan(f"TRUNCATE {', '.join(semua)}")
        yield
        for nama in semua:
            self._jalankan(f"ALTER TABLE {nama} ENABLE TRIGGER USER")
        for tabel, nama, isi in tamu:
            self._jalankan(f"ALTER TABLE {tabel} ADD CONSTRAINT {nama} {isi}")

    def muat(self, tabel: TabelAda, baris: Iterator[Baris]) -> None:
        kolom = [k.nama for k in tabel.kolom]
        pengemudi = cast("Any", self._koneksi.connection.dbapi_connection)

        def salin(asyncpg: Any, isi: Iterable[Baris]) -> Any:
            return asyncpg.copy_records_to_table(tabel.nama, records=isi, columns=kolom)

        # In portions: what a broken archive raises in between must not pass through the driver.
        while sekali := list(islice(baris, SEKALI)):
            try:
                pengemudi.run_async(partial(salin, isi=sekali))
            except (PostgresError, InterfaceError) as galat:
                raise _ditolak(tabel, galat) from None

    def lanjutkan(self, urutan: Mapping[str, int]) -> None:
        for nama, kolom, deret in self._koneksi.execute(text(_BERNOMOR)).all():
            terbesar = f"SELECT max({self._kutip(kolom)}) FROM {self._kutip(nama)}"  # noqa: S608  names of the catalogue
            nomor = max(self._koneksi.execute(text(terbesar)).scalar() or 0, urutan.get(nama, 0))
            if nomor:
                self._koneksi.execute(text("SELECT setval(:deret, :nomor)"), {"deret": deret, "nomor": nomor})


def _ditolak(tabel: TabelAda, galat: Exception) -> CadanganGagal:
    """Without the engine's text, which may quote a value."""
    return CadanganGagal(
        f"Basis data menolak baris tabel {tabel.nama} dari cadangan ({type(galat).__name__}). Pakai cadangan lain."
    )


def pemuat(koneksi: Connection, tabel: Sequence[TabelAda]) -> Pemuat:
    """The one for the engine of this connection."""
    return (_Sqlite if koneksi.dialect.name == "sqlite" else _Postgresql)(koneksi, tabel)
