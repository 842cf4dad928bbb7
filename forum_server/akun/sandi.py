"""Hashing passwords with argon2id, off the event loop and never more at once than this process can bear."""

from __future__ import annotations

import asyncio
import base64
import os
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forum_server.akun.rules import sandi_ringkas
from forum_server.galat import ServerSibuk
from forum_server.settings import Settings

__all__ = ["Penyandi", "penyandi"]

T = TypeVar("T")

ANTRE_MAKS: Final = 64
"""Password checks that may wait; more are refused at once instead of piling up behind a flood of logins."""


class Penyandi:
    """Hashes and checks passwords at one cost, in a small pool of threads of its own."""

    def __init__(self, *, memori_kib: int, putaran: int) -> None:
        self._hasher = PasswordHasher(time_cost=putaran, memory_cost=memori_kib, parallelism=1)
        self._kolam = ThreadPoolExecutor(
            max_workers=min(4, os.cpu_count() or 1), thread_name_prefix="forum-sandi"
        )
        self._berjalan = 0
        garam, isi = (base64.b64encode(secrets.token_bytes(n)).decode().rstrip("=") for n in (16, 32))
        # Belongs to no password; checking against it is the same work as against a real one.
        self._pengganti = f"$argon2id$v=19$m={memori_kib},t={putaran},p=1${garam}${isi}"

    async def sandikan(self, sandi: str) -> str:
        """The argon2id hash of a new password."""
        return await self._jalankan(lambda: self._hasher.hash(sandi))

    async def cocok(self, sandi_hash: str | None, sandi: str) -> bool:
        """Whether `sandi` is the password of `sandi_hash`; without a hash the same work, and no."""
        cocok = await self._jalankan(
            lambda: self._periksa(sandi_hash or self._pengganti, sandi_ringkas(sandi))
        )
        return cocok and sandi_hash is not None

    def usang(self, sandi_hash: str) -> bool:
        """Whether a hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(sandi_hash)

    def _periksa(self, sandi_hash: str, sandi: str) -> bool:
        try:
            return self._hasher.verify(sandi_hash, sandi.encode("utf-8", "surrogatepass"))
        except (VerificationError, InvalidHashError):
            return False

    async def _jalankan(self, kerja: Callable[[], T]) -> T:
        if self._berjalan >= ANTRE_MAKS:
            raise ServerSibuk("Server sedang melayani banyak orang masuk. Coba lagi sebentar.")
        self._berjalan += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._kolam, kerja)
        finally:
            self._berjalan -= 1


@lru_cache(maxsize=8)
def _penyandi(memori_kib: int, putaran: int) -> Penyandi:
    return Penyandi(memori_kib=memori_kib, putaran=putaran)


def penyandi(settings: Settings) -> Penyandi:
    """The one pool of this process for the cost in `settings`."""
    return _penyandi(settings.argon2_memori_kib, settings.argon2_putaran)
