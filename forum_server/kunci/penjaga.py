"""What each server process does about keys: keep to those in force, say which it has, and rewrite what is older."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from forum_server.akses.rules import Aktor
from forum_server.database import GANGGUAN, Database
from forum_server.kunci.keadaan import KINI, keadaan_dari
from forum_server.kunci.kolom import KolomTersandi
from forum_server.kunci.kunci import Kunci, KunciBermasalah
from forum_server.kunci.models import Tahap
from forum_server.kunci.putar import PERISTIWA, berdetak, berhenti, putar_sebagian, selesaikan
from forum_server.pekerjaan.jenis import KonteksPekerjaan, Pekerjaan
from forum_server.peristiwa.hub import Hub, TerlaluLambat

__all__ = ["DETAK", "Hasil", "PenjagaKunci", "kerjakan", "pekerjaan_putar"]

DETAK: Final = 15.0
"""Seconds between two signs of life."""
SAPU: Final = timedelta(minutes=10)
"""How often rows are looked through for stragglers while the old keys are still kept."""

PELAKU: Final = Aktor.sistem("putar-kunci")

log = structlog.stdlib.get_logger("forum.kunci")


class PenjagaKunci:
    """Watches in one process; `mulai` and `tutup` frame its life."""

    def __init__(self, db: Database, hub: Hub, kunci: Kunci) -> None:
        self._db, self._hub, self._kunci = db, hub, kunci
        self._id = uuid.uuid4()
        self._tugas: list[asyncio.Task[None]] = []

    async def mulai(self) -> None:
        """Take up the keys in force, and go on doing so."""
        await self.sekali()
        self._tugas = [
            asyncio.create_task(self._dengar(), name="forum-kunci-kabar"),
            asyncio.create_task(self._berkala(), name="forum-kunci"),
        ]

    async def tutup(self) -> None:
        """Stop, and say so."""
        for tugas in self._tugas:
            tugas.cancel()
        await asyncio.gather(*self._tugas, return_exceptions=True)
        with suppress(*GANGGUAN):  # the row grows old by itself
            await self._db.write(berhenti, self._id)

    async def sekali(self) -> None:
        """Look which keys are in force, look into the file for those that are missing, and say which are here."""
        row = await self._db.first(KINI)
        if row is None:
            return
        kini = keadaan_dari(row, self._kunci)
        try:
            if {row.sandi_lain, row.sidik_lain} - {None} - _ada(self._kunci):
                self._kunci.muat_ulang()
            self._kunci.pakai(sandi=kini.sandi, sidik=kini.sidik)
        except KunciBermasalah as salah:
            log.error("keys_missing", alasan=str(salah))  # noqa: TRY400 - said in a sentence, and again at each beat
        await self._db.write(berdetak, self._id, versi=row.versi, kunci=sorted(_ada(self._kunci)))

    async def _dengar(self) -> None:
        while True:
            with suppress(TerlaluLambat):
                async with self._hub.langgan(PERISTIWA) as peristiwa:
                    async for _ in peristiwa:
                        await self._aman(self.sekali)

    async def _berkala(self) -> None:
        diam = asyncio.Event()
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(diam.wait(), DETAK)
            await self._aman(self.sekali)

    async def _aman(self, kerja: Callable[[], Awaitable[None]]) -> None:
        try:
            await kerja()
        except GANGGUAN as galat:
            log.warning("heartbeat_failed", galat=type(galat).__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hasil:
    """What one round over all columns did; `rusak`: rows that could not be read and were left."""

    diganti: int = 0
    rusak: int = 0
    selesai: bool = False


async def kerjakan(
    db: Database, kunci: Kunci, kolom: Sequence[KolomTersandi], *, lengkap: bool = True
) -> Hasil:
    """Write every row anew that is not as the keys in force would have it; several processes may do so at once.

    Once nothing is left the old keys are no longer needed (`selesaikan`), and their hashes are taken out: unless a
    plugin is missing that may have columns of its own (not `lengkap`), for nobody looked at those.
    """
    hasil = await _putaran(db, kunci, kolom)
    row = await db.first(KINI)
    if row is None or row.tahap is not Tahap.PUTAR:
        return hasil
    if not lengkap or hasil.rusak or not await db.write(selesaikan, PELAKU, kolom, kunci):
        return hasil
    bersih = await _putaran(db, kunci, kolom)
    return Hasil(diganti=hasil.diganti + bersih.diganti, rusak=bersih.rusak, selesai=True)


async def _putaran(db: Database, kunci: Kunci, kolom: Sequence[KolomTersandi]) -> Hasil:
    diganti = rusak = 0
    for satu in kolom:
        sesudah = None
        while True:
            langkah = await db.write(putar_sebagian, kunci, satu, sesudah=sesudah)
            diganti, rusak, sesudah = diganti + langkah.diganti, rusak + langkah.rusak, langkah.terakhir
            if sesudah is None:
                break
    return Hasil(diganti=diganti, rusak=rusak)


def pekerjaan_putar(
    kunci: Kunci, kolom: Callable[[], Sequence[KolomTersandi]], *, lengkap: Callable[[], bool]
) -> Pekerjaan:
    """The job of a server: rewriting while a rotation runs, and stragglers as long as the old keys are kept.

    `lengkap` as in `kerjakan`.
    """
    sapu = _Sapu()

    async def jalankan(konteks: KonteksPekerjaan) -> None:
        row = await konteks.db.first(KINI)
        if row is None or row.sandi_lain is None or row.tahap is Tahap.SEBAR:
            return
        if row.tahap is Tahap.SELESAI and not sapu.waktunya():
            return
        hasil = await kerjakan(konteks.db, kunci, kolom(), lengkap=lengkap())
        if hasil.diganti or hasil.rusak or hasil.selesai:
            log.info("rewritten", diganti=hasil.diganti, rusak=hasil.rusak, selesai=hasil.selesai)

    return Pekerjaan(nama="inti.putar_kunci", tiap=timedelta(seconds=10), jalankan=jalankan)


class _Sapu:
    """When this process last looked for stragglers."""

    def __init__(self) -> None:
        self._kapan: float | None = None

    def waktunya(self) -> bool:
        kini = asyncio.get_running_loop().time()
        if self._kapan is not None and kini - self._kapan < SAPU.total_seconds():
            return False
        self._kapan = kini
        return True


def _ada(kunci: Kunci) -> set[str]:
    return {*kunci.kunci_sandi.kunci, *kunci.kunci_sidik.kunci}
