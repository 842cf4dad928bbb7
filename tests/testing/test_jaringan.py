"""Tests reach servers on this machine and nothing else."""

from __future__ import annotations

import asyncio
import socket

import pytest
from pytest_socket import SocketConnectBlockedError

# The plugin warns before it refuses; as an error the warning would hide the refusal that is tested here.
pytestmark = pytest.mark.filterwarnings("ignore:A test tried to use socket:UserWarning")


def test_a_connection_to_another_machine_is_refused_before_it_is_tried() -> None:
    with socket.socket() as keluar, pytest.raises(SocketConnectBlockedError):
        keluar.connect(("192.0.2.1", 80))


async def test_an_asynchronous_connection_to_another_machine_is_refused_too() -> None:
    with pytest.raises(SocketConnectBlockedError):
        await asyncio.open_connection("192.0.2.1", 80)


async def test_a_connection_to_this_machine_is_open() -> None:
    async def jawab(_: asyncio.StreamReader, penulis: asyncio.StreamWriter) -> None:
        penulis.write(b"ya")
        penulis.close()
        await penulis.wait_closed()

    async with await asyncio.start_server(jawab, "127.0.0.1", 0) as server:
        pembaca, penulis = await asyncio.open_connection(*server.sockets[0].getsockname())
        assert await pembaca.read() == b"ya"
        penulis.close()
        await penulis.wait_closed()
