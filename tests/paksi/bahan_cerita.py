"""A stage to tell stories on: a server, everybody who has a part in certification, and how they send a document."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from sqlalchemy import insert
from sqlalchemy.orm import Session

from forum_paksi.peran import PERAN
from forum_server.plugin import Aktor, Hibah, bebas_jejak
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import tabel
from tests.paksi.bahan_kegiatan import akun as akun_baru

KINI = datetime.now(UTC).date()
LSP = "lsp-kpk"
"""The LSP that ships, and as recognised."""
PROVINSI, PEMDA, TETANGGA = "61", "61.71", "61.12"
GALAT = "... on Galat { kode pesan letak }"


class Tertolak(Exception):
    """The server refused a document of the story."""

    def __init__(self, kode: str, pesan: str) -> None:
        super().__init__(f"{kode}: {pesan}")
        self.kode, self.pesan = kode, pesan


async def tolak(kerja: Awaitable[Any]) -> str:
    """The code with which a document is refused; a document that isn't fails the story."""
    try:
        hasil = await kerja
    except Tertolak as galat:
        return galat.kode
    raise AssertionError(f"this was not refused: {hasil}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokoh:
    """Somebody in a story: who they are, and the account they act with (without any grant, unless a role was given)."""

    id: str
    nama: str
    nip: str
    aktor: Aktor

    def berperan(self, kode: str, **tempat: Any) -> Tokoh:
        """The same person, holding a role as the plugin declares it."""
        izin = next(p.izin for p in PERAN if p.kode == kode)
        hibah = (*self.aktor.hibah, Hibah(peran=kode, izin=izin, **tempat))
        return replace(self, aktor=replace(self.aktor, hibah=hibah))


def pdf(isi: str) -> bytes:
    """A document to upload, another for each `isi`."""
    return b"%PDF-1.7\n" + f"contoh {isi}\n".encode() * 40 + b"%%EOF\n"


def lalu(hari: int) -> date:
    """So many days ago."""
    return KINI - timedelta(hari)


def geser(hari: date, tahun: int) -> date:
    """The same day so many years later, or earlier; 28 February where there is no 29th."""
    try:
        return hari.replace(year=hari.year + tahun)
    except ValueError:
        return date(hari.year + tahun, 2, 28)


def _dunia(session: Session) -> dict[str, uuid.UUID]:
    """What administrators keep without documents: offices of two pemda. The LSP ships."""
    bebas_jejak(session, "the world before a story")
    ids: dict[str, uuid.UUID] = {}
    for nama, wilayah, jenis in (
        ("Inspektorat", PEMDA, "INSPEKTORAT"),
        ("Dinas Pendidikan", PEMDA, "DINAS"),
        ("Dinas Kesehatan", TETANGGA, "DINAS"),
    ):
        ids[nama] = uuid.uuid4()
        session.execute(
            insert(tabel("perangkat_daerah")).values(
                id=ids[nama],
                wilayah_kode=wilayah,
                jenis=jenis,
                nama=nama,
                nama_cari=nama.casefold(),
                kedalaman=0,
            )
        )
    return ids


class Panggung:
    """A server with the plugin, and its officers by part, each with the role the plugin declares for it."""

    nasional: Tokoh
    operator: Tokoh
    operator_tetangga: Tokoh
    koordinator: Tokoh
    lsp: Tokoh
    verifikator: Tokoh
    asesor: Tokoh
    asesor_lain: Tokoh
    pemutus: Tokoh
    hakim: Tokoh

    def __init__(self, server: ServerUji, opd: dict[str, uuid.UUID]) -> None:
        self.server, self.opd = server, opd
        self._admin = aktor_uji("inti:orang", "inti:plugin", "inti:kop")
        self._ke = 0

    @classmethod
    async def buka(cls, graphql_with: GraphQLWith) -> Self:
        """The plugin on everywhere and at the LSP, everybody registered with their role, and two asesor at the LSP."""
        server = await graphql_with("paksi")
        c = cls(server, await server.db.write(_dunia))
        await c.lakukan(
            c._admin,
            "aturPlugin",
            "wilayah: String!, plugin: String!, aktif: Boolean",
            "PluginWilayah { __typename }",
            wilayah=LSP,
            plugin="paksi",
            aktif=True,
        )
        for bagian, peran, tempat in (
            ("nasional", "paksi.operator_nasional", {"wilayah": "ID"}),
            ("operator", "paksi.operator_pemda", {"wilayah": PEMDA}),
            ("operator_tetangga", "paksi.operator_pemda", {"wilayah": TETANGGA}),
            ("koordinator", "paksi.koordinator", {"wilayah": PROVINSI}),
            ("lsp", "paksi.operator_lsp", {"lembaga": LSP}),
            ("verifikator", "paksi.verifikator", {"lembaga": LSP}),
            ("asesor", "paksi.asesor", {"lembaga": LSP}),
            ("asesor_lain", "paksi.asesor", {"lembaga": LSP}),
            ("pemutus", "paksi.pemutus", {"lembaga": LSP}),
            ("hakim", "paksi.pemutus_banding", {"lembaga": LSP}),
        ):
            # An asesor is somebody of a region too; everybody else belongs to the LSP as far as the stories care.
            rumah = {"wilayah": PEMDA} if bagian.startswith("asesor") else {"lembaga": LSP}
            tokoh = await c.daftarkan(bagian, oleh=c._admin, **rumah)
            setattr(c, bagian, tokoh.berperan(peran, **tempat))
        return c

    # --- people ----------------------------------------------------------------------------------------------

    async def daftarkan(
        self,
        nama: str,
        *,
        opd: str | None = None,
        wilayah: str | None = None,
        lembaga: str | None = None,
        oleh: Aktor | None = None,
    ) -> Tokoh:
        """Register somebody; as the pemda's operator, unless said otherwise."""
        self._ke += 1
        nip = f"19800101200501{self._ke % 2 + 1}{self._ke:03}"
        hasil = await self.lakukan(
            oleh or self.operator.aktor,
            "daftarkanOrang",
            "nama: String!, kepegawaian: Kepegawaian!, wilayah: String, lembaga: String, perangkatDaerah: ID, nip: Rahasia",
            "Orang { id nama }",
            nama=nama,
            kepegawaian="PNS",
            wilayah=None if lembaga else wilayah or PEMDA,
            lembaga=lembaga,
            perangkatDaerah=None if opd is None else str(self.opd[opd]),
            nip=nip,
        )
        id_ = hasil["id"]
        akun = await self.server.db.write(akun_baru, uuid.UUID(id_), wilayah or PEMDA)
        aktor = Aktor(akun_id=akun, orang_id=uuid.UUID(id_), nama=nama, hibah=())
        return Tokoh(id=id_, nama=hasil["nama"], nip=nip, aktor=aktor)

    async def atur_kop(self) -> None:
        """The letterhead of the LSP, signed by its operator: documents are printed on it."""
        await self.lakukan(
            self._admin,
            "aturKopSurat",
            "kode: String!, isian: KopSuratIsian!",
            "KopSurat { instansi }",
            kode=LSP,
            isian={
                "instansi": "LSP Contoh",
                "alamat": "Jalan Contoh 1",
                "kota": "Jakarta",
                "jabatan": "Ketua",
                "pejabat": self.lsp.id,
            },
        )

    # --- sending ---------------------------------------------------------------------------------------------

    async def tanya(self, aktor: Aktor, dokumen: str, /, **variabel: Any) -> Any:
        """The value of a document's one root field; raises `Tertolak`."""
        jawab = await self.server.ask(dokumen, aktor=aktor, variables=variabel)
        if jawab.errors:
            raise Tertolak(jawab.errors[0]["extensions"]["kode"], jawab.errors[0]["message"])
        (hasil,) = jawab.data.values()
        if isinstance(hasil, dict) and "pesan" in hasil:
            raise Tertolak(str(hasil["kode"]), str(hasil["pesan"]))
        return hasil

    async def lakukan(self, aktor: Aktor, nama: str, isian: str, hasil: str, /, **variabel: Any) -> Any:
        """Send the mutation `nama` with these arguments ("a: ID!, b: String"), asking for `hasil` or a Galat."""
        return await self.tanya(aktor, mutasi(nama, isian, hasil), **variabel)


def mutasi(nama: str, isian: str, hasil: str) -> str:
    """The document of one mutation."""
    argumen = [satu.split(":")[0] for satu in isian.split(", ")]
    kepala = ", ".join(f"${satu}" for satu in isian.split(", "))
    isi = ", ".join(f"{satu}: ${satu}" for satu in argumen)
    return f"mutation({kepala}) {{ {nama}({isi}) {{ ... on {hasil} {GALAT} }} }}"
