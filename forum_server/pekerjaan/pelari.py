"""The runner: looks which jobs are due and runs those it gets the lease of."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from contextlib import suppress

import structlog

from forum_server.database import GANGGUAN
from forum_server.pantau.pantau import Pantau
from forum_server.pekerjaan.jenis import KonteksPekerjaan, Pekerjaan
from forum_server.pekerjaan.service import daftarkan, pinjam, selesai

__all__ = ["Pelari"]

TUTUP_DETIK = 20.0
"""How long running jobs may take to end when the server stops; one that is cut off is run again by whoever is next."""

log = structlog.stdlib.get_logger("forum.pekerjaan")


class Pelari:
    """Runs jobs in this process. `mulai` and `tutup` frame its life."""

    def __init__(
        self,
        konteks: KonteksPekerjaan,
        pekerjaan: Sequence[Pekerjaan],
        *,
        tutup_detik: float = TUTUP_DETIK,
        pantau: Pantau | None = None,
    ) -> None:
        self._konteks = konteks
        self._pekerjaan = tuple(pekerjaan)
        self._pantau = pantau or Pantau()
        self._peminjam = uuid.uuid4().hex
        self._tutup = asyncio.Event()
        self._tutup_detik = tutup_detik
        self._tugas: list[asyncio.Task[None]] = []

    async def mulai(self) -> None:
        """Register the jobs and begin to run them, each on a clock of its own."""
        await self._konteks.db.write(daftarkan, [p.nama for p in self._pekerjaan])
        self._tugas = [asyncio.create_task(self._jalan(p), name=f"forum-{p.nama}") for p in self._pekerjaan]

    async def tutup(self) -> None:
        """Start no job any more; let running ones end, and cut off those that do not."""
        self._tutup.set()
        if not self._tugas:
            return
        _, masih = await asyncio.wait(self._tugas, timeout=self._tutup_detik)
        for tugas in masih:
            log.warning("job_cut_off", tugas=tugas.get_name())
            tugas.cancel()
        await asyncio.gather(*self._tugas, return_exceptions=True)

    async def _jalan(self, pekerjaan: Pekerjaan) -> None:
        while not self._tutup.is_set():
            await self.sekali(pekerjaan)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._tutup.wait(), pekerjaan.tiap.total_seconds())

    async def sekali(self, pekerjaan: Pekerjaan) -> bool:
        """Run the job now if it is due and free; returns whether it ran."""
        db = self._konteks.db
        try:
            if not await db.write(pinjam, pekerjaan, self._peminjam):
                return False
        except GANGGUAN as masalah:
            log.warning("lease_failed", pekerjaan=pekerjaan.nama, galat=type(masalah).__name__)
            return False
        galat: str | None = None
        with self._pantau.pekerjaan(pekerjaan.nama) as ukur:
            try:
                await pekerjaan.jalankan(self._konteks)
                ukur.hasil = "ok"
            except Exception as masalah:  # one job's fault must not end the others; it is kept and logged
                galat = type(masalah).__name__
                log.exception("job_failed", pekerjaan=pekerjaan.nama)
        log.info("job_done", pekerjaan=pekerjaan.nama, hasil=ukur.hasil, ms=round(ukur.detik * 1000, 1))
        with suppress(*GANGGUAN):  # the lease lapses by itself
            await db.write(selesai, pekerjaan, self._peminjam, galat)
        return True
