"""Who holds a long connection, websocket or event stream: asked again before everything that is sent on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from forum_server.akses.rules import Aktor
from forum_server.graphql.eksekusi import Jawaban, Siap
from forum_server.graphql.konteks import Konteks
from forum_server.http.pelayan import Pelayan, Titik
from forum_server.plugin.guards import AksesBerakhir

__all__ = ["Pemegang", "pastikan_tetap"]


class Pemegang:
    """One connection's endpoint, token, frontend's key and the origin it came from.

    `titik` is the endpoint as it was when the connection began.
    """

    def __init__(
        self,
        pelayan: Pelayan,
        titik: Titik,
        *,
        asal: str | None,
        token: str | None = None,
        kunci: str | None = None,
    ) -> None:
        self.titik = titik
        self.asal = asal
        self.token = token
        self.kunci = kunci
        self._pelayan = pelayan

    async def aktor(self) -> Aktor:
        """Who the token speaks for now; raises `AksesBerakhir` when it ended."""
        if self.token is None:
            return Aktor.anonim()
        hasil = await self._pelayan.aktor(self.token)
        if hasil is None:
            raise AksesBerakhir("")
        return hasil[0]

    async def periksa_kunci(self) -> None:
        """Raise `AksesBerakhir` when the frontend's key ended, or is not for this origin any more."""
        if self.kunci is None:
            return
        frontend = await self._pelayan.frontend(self.kunci)
        if frontend is None or self.asal not in frontend.asal:
            raise AksesBerakhir("")

    async def titik_kini(self) -> Titik | None:
        """The endpoint as it is now; None when it has another schema than the connection began with."""
        kini = await self._pelayan.titik(self.titik.kode)
        return kini if kini is not None and kini.eksekutor is self.titik.eksekutor else None

    async def dengar(self, titik: Titik, siap: Siap, awal: Aktor) -> AsyncGenerator[Jawaban, None]:
        """Run a subscription for `awal`: one answer per event, each with the rights of its moment.

        Raises `AksesBerakhir` when rights it began with are gone. An answer that is `ditolak` is the last.
        """
        konteks = self._pelayan.konteks(titik, awal, segarkan=lambda: self._segarkan(konteks, awal))
        async with aclosing(titik.eksekutor.langgan(siap, konteks)) as aliran:
            async for jawaban in aliran:
                if any(isinstance(g, AksesBerakhir) for g in jawaban.galat_asli):
                    raise AksesBerakhir("")
                yield jawaban
                if jawaban.ditolak is not None:
                    return
                await asyncio.sleep(0)  # a stream that never waits must not keep the others from running

    async def _segarkan(self, konteks: Konteks, awal: Aktor) -> Aktor:
        """Before each event: who asks now, and who runs what now."""
        titik = await self._pelayan.titik(self.titik.kode)
        if titik is not None:
            konteks.aktif = titik.aktif
        kini = await self.aktor()
        pastikan_tetap(awal, kini)
        return kini


def pastikan_tetap(awal: Aktor, kini: Aktor) -> None:
    """Raise `AksesBerakhir` when a grant is gone that was there, or a denial is there that was not."""
    if kini.akun_id != awal.akun_id:
        raise AksesBerakhir("")
    dulu, sekarang = set(awal.hibah), set(kini.hibah)
    if any(not h.tolak for h in dulu - sekarang) or any(h.tolak for h in sekarang - dulu):
        raise AksesBerakhir("")
