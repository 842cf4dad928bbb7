"""Actors for tests: who holds which permissions where, without accounts and roles in a database."""

from __future__ import annotations

from uuid import UUID, uuid4

from forum_server.akses.rules import AKAR, Aktor, Cara, Hibah

__all__ = ["aktor_uji"]


def aktor_uji(
    *izin: str,
    wilayah: str | None = None,
    lembaga: str | None = None,
    perangkat_daerah: UUID | None = None,
    akun_id: UUID | None = None,
    orang_id: UUID | None = None,
    tambahan: tuple[Hibah, ...] = (),
    cara: Cara | None = None,
    dua_langkah: bool = False,
) -> Aktor:
    """Somebody who holds `izin` in one place (the nation, when none is named) and what `tambahan` grants besides.

    >>> aktor_uji("paksi:himpun", wilayah="61").boleh("paksi:himpun", wilayah="61.71")
    True
    """
    if wilayah is None and lembaga is None and perangkat_daerah is None:
        wilayah = AKAR
    hibah = Hibah(
        peran="uji",
        izin=frozenset(izin),
        wilayah=wilayah,
        lembaga=lembaga,
        perangkat_daerah=perangkat_daerah,
    )
    dimiliki = (hibah, *tambahan) if izin else tambahan
    return Aktor(
        akun_id=akun_id or uuid4(),
        orang_id=orang_id,
        nama="pelaku uji",
        hibah=dimiliki,
        cara=cara,
        dua_langkah=dua_langkah,
    )
