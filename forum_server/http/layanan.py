"""The parts of a running server, put together: what endpoints ask, answered from the database and the plugins."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import cached_property
from time import monotonic

import structlog
from sqlalchemy import select

from forum_server.akses.rules import Aktor
from forum_server.akun.sesi import aktor_dari_token
from forum_server.berkas.gudang import Gudang
from forum_server.berkas.pemilik import PemilikBerkas
from forum_server.database import AKAR, GANGGUAN, Database, leluhur
from forum_server.dokumen.cetak import Pencetak
from forum_server.galat import ServerSibuk
from forum_server.graphql.batas import Batas
from forum_server.graphql.eksekusi import Eksekutor
from forum_server.graphql.konteks import Konteks
from forum_server.graphql.terdaftar import DokumenTerdaftar
from forum_server.http.pelayan import Titik
from forum_server.http.pembatas import Pembatas
from forum_server.kunci import KolomTersandi, Kunci
from forum_server.kunci_layanan.baca import Frontend, aktor_dari_kunci, asal_dikenal, frontend
from forum_server.kunci_layanan.rules import AWALAN_PELADEN
from forum_server.lembaga.models import Lembaga
from forum_server.lembaga.rules import alasan_kode
from forum_server.pantau.pantau import Pantau
from forum_server.pemberitahuan.jenis import JenisPemberitahuan, menurut_nama
from forum_server.peristiwa.hub import Hub
from forum_server.plugin.aktif.baca import SumberAktif
from forum_server.plugin.aktif.models import PluginWilayah
from forum_server.plugin.aktif.rules import PluginAktif
from forum_server.plugin.compose import ComposedSchema
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings
from forum_server.unduhan.jenis import JenisUnduhan
from forum_server.wilayah import baca as wilayah

__all__ = ["Layanan"]

log = structlog.stdlib.get_logger("forum.layanan")

INGAT_KODE_DETIK = 60.0
"""How long a code of an address is taken for the region it meant; a region ends once in years."""


class Layanan:
    """One per process; implements `Pelayan`."""

    def __init__(
        self,
        settings: Settings,
        db: Database,
        plugins: Plugins,
        hub: Hub,
        kunci: Kunci,
        pantau: Pantau | None = None,
    ) -> None:
        self.settings = settings
        self.db = db
        self.plugins = plugins
        self.hub = hub
        self.kunci = kunci
        self.pantau = pantau or Pantau()
        self.gudang = Gudang(settings)
        self.pencetak = Pencetak()
        self._aktif = SumberAktif(plugins)
        self._eksekutor: dict[ComposedSchema, Eksekutor] = {}
        self._terdaftar = DokumenTerdaftar.muat(
            settings.dokumen_terdaftar, hanya=settings.hanya_dokumen_terdaftar
        )
        self._kode: dict[str, tuple[str, float]] = {}
        self.pembatas = Pembatas(settings.batas)

    @property
    def batas(self) -> Batas:
        """Limits of every request."""
        return self.settings.batas

    @property
    def skema(self) -> int:
        """How many schemas are served."""
        return len(self._eksekutor)

    async def titik(self, kode: str | None) -> Titik | None:
        """The endpoint of a region or lembaga as it is now; a former code leads to its successor."""
        kini = AKAR if kode is None else await self._kode_kini(kode)
        if kini is None:
            return None
        aktif = await self._aktif.kini(self.db)
        eksekutor = await self._untuk(aktif.skema_untuk(kini))
        return Titik(kode=kini, aktif=aktif, eksekutor=eksekutor)

    async def aktor(self, token: str) -> tuple[Aktor, datetime] | None:
        """Who a token of an account, or the key of a server, speaks for and until when."""
        if token.startswith(AWALAN_PELADEN):
            return await aktor_dari_kunci(self.db, token)
        return await aktor_dari_token(self.db, token)

    async def frontend(self, kunci: str) -> Frontend | None:
        """The frontend of a browser key."""
        return await frontend(self.db, kunci)

    async def asal_dikenal(self, asal: str) -> bool:
        """Whether a living key of a frontend names this origin; while the database does not answer, none does."""
        try:
            return await asal_dikenal(self.db, asal)
        except (*GANGGUAN, ServerSibuk):
            return False

    def konteks(
        self, titik: Titik, aktor: Aktor, *, segarkan: Callable[[], Awaitable[Aktor]] | None = None
    ) -> Konteks:
        """The context of one request or operation."""
        return Konteks(
            db=self.db,
            aktor=aktor,
            aktif=titik.aktif,
            hub=self.hub,
            settings=self.settings,
            kunci=self.kunci,
            gudang=self.gudang,
            kode=titik.kode,
            jenis_pemberitahuan=self.jenis_pemberitahuan,
            pemilik_berkas=self.pemilik_berkas,
            segarkan=segarkan,
        )

    async def aktif(self) -> PluginAktif:
        """Who runs which plugin now."""
        return await self._aktif.kini(self.db)

    @cached_property
    def jenis_pemberitahuan(self) -> Mapping[str, JenisPemberitahuan]:
        """Every kind of notification by its name."""
        return menurut_nama(j for _, daftar in self.plugins.collect("notifications") for j in daftar)

    @cached_property
    def kolom_tersandi(self) -> tuple[KolomTersandi, ...]:
        """Every encrypted column of core and of the plugins."""
        return tuple(satu for _, daftar in self.plugins.collect("secrets") for satu in daftar)

    @cached_property
    def pemilik_berkas(self) -> Mapping[str, PemilikBerkas]:
        """Every kind of record that has files, by its name."""
        return {satu.nama: satu for _, daftar in self.plugins.collect("files") for satu in daftar}

    @cached_property
    def jenis_unduhan(self) -> Mapping[str, JenisUnduhan]:
        """Every kind of download by its name."""
        return {satu.nama: satu for _, daftar in self.plugins.collect("downloads") for satu in daftar}

    async def panaskan(self) -> None:
        """Compose the schemas of every set that is enabled anywhere, each in a thread, before the first request."""
        aktif = await self._aktif.kini(self.db)
        kode = {AKAR}
        for satu in await self.db.scalars(select(PluginWilayah.kode).distinct()):
            kode.update(leluhur(satu))
        himpunan = {aktif.skema_untuk(k) for k in kode}
        await asyncio.gather(*(self._untuk(h) for h in himpunan))
        log.info("schemas_composed", banyak=len(himpunan))

    async def _untuk(self, plugins: frozenset[str]) -> Eksekutor:
        skema = await self.plugins.schema(plugins)
        if (eksekutor := self._eksekutor.get(skema)) is None:
            eksekutor = self._eksekutor[skema] = Eksekutor(
                skema,
                self.batas,
                pemilik=skema.owner,
                gagal=self.plugins.catat_kegagalan,
                terdaftar=self._terdaftar,
                pantau=self.pantau,
            )
        return eksekutor

    async def _kode_kini(self, kode: str) -> str | None:
        if (tahu := self._kode.get(kode)) is not None and monotonic() < tahu[1]:
            return tahu[0]
        kini: str | None = None
        if (baris := await wilayah.satu(self.db, kode)) is not None:
            kini = baris.kode
        elif alasan_kode(kode) is None:
            kini = await self.db.scalar(select(Lembaga.kode).where(Lembaga.kode == kode))
        if kini is not None:
            self._kode[kode] = (kini, monotonic() + INGAT_KODE_DETIK)
        return kini
