"""What a database really holds, in a form two databases can be compared by: columns, constraints, indexes, triggers."""

from __future__ import annotations

import re

from sqlalchemy import Connection, text

__all__ = ["isi_ddl"]

_POSTGRESQL = """
SELECT 'kolom', c.table_name || '.' || c.column_name,
       concat_ws(' ', c.data_type, c.character_maximum_length, c.collation_name, c.is_nullable, c.column_default)
FROM information_schema.columns c WHERE c.table_schema = 'public'
UNION ALL
SELECT 'batasan', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL
SELECT 'indeks', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT 'pemicu', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""


def isi_ddl(connection: Connection) -> dict[tuple[str, str], str]:
    """(kind, name) -> definition of everything but the version tables."""
    if connection.dialect.name == "postgresql":
        baris = [(b[0], b[1], b[2]) for b in connection.execute(text(_POSTGRESQL))]
    else:
        baris = _sqlite(connection)
    return {(jenis, nama): isi for jenis, nama, isi in baris if "alembic_version" not in nama}


def _sqlite(connection: Connection) -> list[tuple[str, str, str]]:
    hasil: list[tuple[str, str, str]] = []
    for jenis, nama, sql in connection.execute(
        text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    ):
        if jenis != "table" or nama.startswith("sqlite_"):
            if jenis != "table":
                hasil.append((jenis, nama, _rapi(sql)))
            continue
        kepala, badan = sql.split("(", 1)
        for nomor, bagian in enumerate(_bagian(badan.rsplit(")", 1)[0])):
            bernama = re.match(r'CONSTRAINT "?(\w+)"?', bagian)
            kolom = re.match(r'"?(\w+)"?', bagian)
            anak = bernama[1] if bernama else kolom[1] if kolom else str(nomor)
            hasil.append(("bagian", f"{nama}.{anak}", bagian))
        hasil.append(("tabel", nama, _rapi(kepala)))
    return hasil


def _bagian(badan: str) -> list[str]:
    """The parts of a CREATE TABLE between its commas, but not those inside brackets or quotes."""
    bagian, dalam, kutip, mulai = list[str](), 0, False, 0
    for i, huruf in enumerate(badan):
        if huruf == "'":
            kutip = not kutip
        elif not kutip and huruf in "()":
            dalam += 1 if huruf == "(" else -1
        elif not kutip and not dalam and huruf == ",":
            bagian.append(_rapi(badan[mulai:i]))
            mulai = i + 1
    return [*bagian, _rapi(badan[mulai:])]


def _rapi(sql: str) -> str:
    return re.sub(r"\s+", " ", sql.replace('"', "")).strip()
