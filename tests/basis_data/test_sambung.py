"""The URL of a database on several hosts, and connections that notice when the other side is gone."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.dialects.postgresql.asyncpg import dialect as dialek_asyncpg

from forum_server.database import Database
from forum_server.database.engine import url_dari
from forum_server.database.sambung import sambung_langsung
from forum_server.galat import ServerSibuk


@pytest.mark.parametrize(
    ("teks", "argumen"),
    [
        ("postgresql://u@h1/n", {"host": "h1"}),
        ("postgresql://u@h1:5433/n", {"host": "h1", "port": 5433}),
        ("postgresql://u@h1:5432,h2:5433/n", {"host": ["h1", "h2"], "port": [5432, 5433]}),
        ("postgresql://u@h1,h2/n", {"host": ["h1", "h2"], "port": [5432, 5432]}),
        (
            "postgresql://u@h1,h2/n?ssl=require",
            {"host": ["h1", "h2"], "port": [5432, 5432], "ssl": "require"},
        ),
    ],
)
def test_a_url_may_name_several_hosts(teks: str, argumen: dict[str, Any]) -> None:
    assert dialek_asyncpg().create_connect_args(url_dari(teks))[1] == {
        "user": "u",
        "database": "n",
        **argumen,
    }


@pytest.mark.parametrize("teks", ["postgresql://u@h1,/n", "postgresql://u@h1:x,h2/n", "postgresql://u@,h2/n"])
def test_a_host_without_a_name_or_with_a_port_that_is_no_number_is_refused(teks: str) -> None:
    with pytest.raises(ValueError, match="name:port"):
        url_dari(teks)


def test_a_password_with_a_comma_is_not_taken_for_hosts() -> None:
    url = url_dari("postgresql://u:a,b@h1/n")
    assert (url.password, url.host) == ("a,b", "h1")


@pytest.fixture
def tertutup() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as soket:
        return int(soket.getsockname()[1])


@pytest.mark.parametrize("mesin", ["postgresql"])
async def test_a_host_that_does_not_answer_is_passed_over(db_url: str, tertutup: int) -> None:
    db = Database(db_url.replace("@127.0.0.1", f"@127.0.0.1:{tertutup},127.0.0.1"))
    assert db.dialect == "postgresql"
    assert await db.scalar(text("SELECT 1")) == 1
    assert await db.write(lambda session: session.scalar(text("SELECT 2"))) == 2
    await db.tutup()


async def test_where_no_host_answers_the_server_says_that_it_cannot_now(tertutup: int) -> None:
    db = Database(f"postgresql://u@127.0.0.1:{tertutup},127.0.0.1:{tertutup}/n")
    with pytest.raises(ServerSibuk):
        await db.scalar(text("SELECT 1"))
    with pytest.raises(ServerSibuk) as galat:
        await db.write(lambda session: None)
    assert "belum tersimpan" in galat.value.pesan
    await db.tutup()


@pytest.mark.parametrize("mesin", ["postgresql"])
async def test_the_system_ends_a_connection_whose_other_side_is_silent(db_url: str) -> None:
    koneksi = await sambung_langsung(url_dari(db_url))
    soket = koneksi._transport.get_extra_info("socket")
    assert soket.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        assert soket.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 15_000
    await koneksi.close()
