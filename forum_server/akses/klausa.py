"""Turn a `Lingkup` into SQL, so lists are filtered by the database and not afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, not_, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from forum_server.database.clause import di_bawah

if TYPE_CHECKING:
    from forum_server.akses.rules import Lingkup


def klausa_lingkup(
    lingkup: Lingkup,
    kolom_wilayah: ColumnElement[str] | InstrumentedAttribute[str],
    *,
    kolom_perangkat_daerah: ColumnElement[UUID] | InstrumentedAttribute[UUID | None] | None = None,
    kolom_lembaga: ColumnElement[str] | InstrumentedAttribute[str | None] | None = None,
) -> ColumnElement[bool]:
    """See `Lingkup.klausa`.  A row without a value in a denied column is not denied by it."""
    if lingkup.semua:
        return true()
    boleh: list[ColumnElement[bool]] = [di_bawah(kolom_wilayah, kode) for kode in lingkup.wilayah]
    tolak: list[ColumnElement[bool]] = [
        and_(kolom_wilayah.is_not(None), di_bawah(kolom_wilayah, kode)) for kode in lingkup.tolak_wilayah
    ]
    for kolom in (kolom_wilayah, kolom_lembaga):
        if kolom is None:
            continue
        if lingkup.lembaga:
            boleh.append(kolom.in_(lingkup.lembaga))
        if lingkup.tolak_lembaga:
            tolak.append(and_(kolom.is_not(None), kolom.in_(lingkup.tolak_lembaga)))
    if kolom_perangkat_daerah is not None:
        if lingkup.perangkat_daerah:
            boleh.append(kolom_perangkat_daerah.in_(lingkup.perangkat_daerah))
        if lingkup.tolak_perangkat_daerah:
            tolak.append(
                and_(
                    kolom_perangkat_daerah.is_not(None),
                    kolom_perangkat_daerah.in_(lingkup.tolak_perangkat_daerah),
                )
            )
    if not boleh:
        return false()
    if not tolak:
        return or_(*boleh)
    return and_(or_(*boleh), not_(or_(*tolak)))
