"""Connecting to PostgreSQL: the one server of several that takes writes, and noticing soon that it is gone."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Sequence
from typing import Any, Final, cast

import asyncpg
from sqlalchemy import URL, make_url
from sqlalchemy.dialects.postgresql.asyncpg import dialect as dialek_asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

__all__ = ["mesin_postgresql", "sambung", "sambung_langsung", "url_postgresql"]

PORTA: Final = 5432
SAMBUNG_DETIK: Final = 5.0
"""How long one host may take to answer before the next is asked."""
DIAM_DETIK: Final = 15
"""How long a connected host may leave sent data unconfirmed before the connection counts as lost."""

_BANYAK = re.compile(
    r"(?P<awal>postgresql(?:\+\w+)?://(?:[^/?@]*@)?)(?P<tempat>[^/?@]*,[^/?@]*)(?P<akhir>[/?].*)?\Z",
    re.DOTALL,
)


def url_postgresql(teks: str) -> URL:
    """Parse a database URL that may name several hosts, as libpq's do: ``postgresql://user@h1:5432,h2:5432/name``.

    Raises ValueError when one of them is empty or has no number as its port.
    """
    cocok = _BANYAK.match(teks)
    if cocok is None:
        return make_url(teks)
    tempat = [_dengan_porta(satu) for satu in cocok["tempat"].split(",")]
    url = make_url(f"{cocok['awal']}{cocok['akhir'] or ''}")
    return url.update_query_dict({"host": tempat})


def _dengan_porta(tempat: str) -> str:
    host, titik, porta = tempat.partition(":")
    if not host or (titik and not porta.isdecimal()):
        raise ValueError(f"host {tempat!r} of the database URL is not of the form name:port")
    return f"{host}:{porta or PORTA}"


def mesin_postgresql(url: URL, *, setelan: dict[str, str] | None = None, **pilihan: Any) -> AsyncEngine:
    """An engine whose connections all lead to the primary; `setelan` are settings of its database sessions."""
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg"),
        hide_parameters=True,
        connect_args={"async_creator_fn": sambung, "server_settings": setelan or {}},
        **pilihan,
    )


async def sambung_langsung(url: URL) -> Any:
    """A connection outside any pool, to the primary as those of the engines."""
    _, argumen = dialek_asyncpg().create_connect_args(url.set(drivername="postgresql+asyncpg"))
    for milik_sqlalchemy in ("prepared_statement_cache_size", "prepared_statement_name_func"):
        argumen.pop(milik_sqlalchemy, None)
    return await sambung(**argumen)


async def sambung(*, host: str | Sequence[str] | None = None, port: Any = None, **lain: Any) -> Any:
    """Ask the hosts in turn for a connection and take the first that is no standby.

    asyncpg has one time limit for all hosts together, which a first one that is switched off would use up; here each
    has its own. Raises what the last one did.
    """
    lain.setdefault("target_session_attrs", "primary")
    if host is None or isinstance(host, str):
        return await _satu(host=host, port=port, **lain)
    gagal: Exception | None = None
    for satu, porta in zip(host, cast("Sequence[int]", port), strict=True):
        try:
            return await _satu(host=satu, port=porta, **lain)
        except (OSError, asyncpg.PostgresError, asyncpg.TargetServerAttributeNotMatched) as galat:
            gagal = galat
    assert gagal is not None
    raise gagal


async def _satu(**argumen: Any) -> Any:
    # Both raise a TimeoutError when time is up; ours bounds the steps asyncpg's does not.
    async with asyncio.timeout(SAMBUNG_DETIK):
        koneksi = cast("Any", await asyncpg.connect(**argumen))  # its stubs leave the record type open
    _awasi(koneksi)
    return koneksi


def _awasi(koneksi: Any) -> None:
    """Let the system end the connection when the other machine is gone without a word.

    Otherwise a statement that waits for a machine without power waits for as long as the system's defaults: hours.
    """
    soket = koneksi._transport.get_extra_info("socket")  # noqa: SLF001  asyncpg has no option for it
    if soket is None or soket.family == socket.AF_UNIX:
        return
    soket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for nama, nilai in (
        ("TCP_KEEPIDLE", DIAM_DETIK),
        ("TCP_KEEPINTVL", 5),
        ("TCP_KEEPCNT", 3),
        ("TCP_USER_TIMEOUT", DIAM_DETIK * 1000),
    ):
        if (pilihan := getattr(socket, nama, None)) is not None:  # not every system has all of them
            soket.setsockopt(socket.IPPROTO_TCP, pilihan, nilai)
