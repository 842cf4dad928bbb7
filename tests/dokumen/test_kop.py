"""Letterheads: who sets them, whose is used, and who signs. All made up."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import Database
from forum_server.dokumen.models import KopSurat
from forum_server.dokumen.rules import IsianKop
from forum_server.dokumen.service import IZIN, atur_kop, kop_surat, wajib_kop
from forum_server.galat import Ditolak, GalatDomain, IsianTidakSah, KeadaanMenolak, TidakDitemukan
from forum_server.jejak.models import Jejak
from forum_server.orang.rules import Kepegawaian
from forum_server.orang.service import Pemilik, daftarkan
from forum_server.testing import GraphQLWith, aktor_uji
from tests.akun.bantuan import KUNCI, SISTEM, lembaga

NIP = "199001012020051001"
KOTA = "61.71"
ATUR = """mutation($k: String!, $i: KopSuratIsian!) { aturKopSurat(kode: $k, isian: $i) {
    ... on KopSurat { kode instansi pejabat { nama } } ... on Galat { kode letak } } }"""


async def pejabat(db: Database, *, nip: str | None = None, **tempat: str) -> uuid.UUID:
    return await db.write(
        daftarkan,
        SISTEM,
        KUNCI,
        nama="Tokoh Contoh",
        kepegawaian=Kepegawaian.PNS,
        pemilik=Pemilik(**(tempat or {"wilayah": KOTA})),  # pyright: ignore[reportArgumentType]
        nip=nip,
    )


def isian(siapa: uuid.UUID, **ganti: Any) -> IsianKop:
    awal: dict[str, Any] = {
        "instansi": " PEMERINTAH  KOTA CONTOH ",
        "alamat": "Jalan Contoh 1",
        "kota": "Contoh",
        "jabatan": "Inspektur",
        "pejabat": siapa,
    }
    return IsianKop(**{**awal, **ganti})


async def banyak(db: Database) -> tuple[int, int]:
    return (
        await db.scalar(select(func.count()).select_from(KopSurat)),
        await db.scalar(select(func.count()).select_from(Jejak)),
    )


async def test_a_letterhead_is_set_and_set_anew(db: Database) -> None:
    siapa = await pejabat(db, nip=NIP)
    for unit in (None, "INSPEKTORAT"):
        await db.write(atur_kop, SISTEM, kode=KOTA, isian=isian(siapa, unit=unit, telepon="0561 000"))
    kop = await db.write(_baca, KOTA)
    assert (kop.instansi, kop.unit, kop.hubungan) == (
        "PEMERINTAH KOTA CONTOH",
        "INSPEKTORAT",
        "Telepon 0561 000",
    )
    assert (kop.penanda.nama, kop.penanda.nip) == ("Tokoh Contoh", NIP)
    assert (await banyak(db))[0] == 1
    aksi = await db.scalars(select(Jejak.aksi).where(Jejak.objek == "kop_surat"))
    assert list(aksi) == ["inti.atur_kop_surat"] * 2


def _baca(session: Session, kode: str) -> Any:
    return kop_surat(session, KUNCI, kode)


async def test_a_lower_level_writes_under_its_pemda_and_a_pemda_never_under_its_province(
    db: Database,
) -> None:
    provinsi = await pejabat(db, wilayah="61")
    await db.write(atur_kop, SISTEM, kode="61", isian=isian(provinsi, instansi="PROVINSI"))
    with pytest.raises(KeadaanMenolak) as tolak:
        await db.write(wajib_kop, KOTA)
    assert tolak.value.kode == "KOP_BELUM_ADA"
    # The units inside Jakarta are no pemda of their own.
    jakarta = await pejabat(db, wilayah="31")
    await db.write(atur_kop, SISTEM, kode="31", isian=isian(jakarta, instansi="JAKARTA"))
    assert (await db.write(_baca, "31.71")).instansi == "JAKARTA"


async def test_a_lembaga_has_its_own(db: Database) -> None:
    await lembaga(db, "lsp-uji")
    siapa = await pejabat(db, lembaga="lsp-uji")
    await db.write(atur_kop, SISTEM, kode="lsp-uji", isian=isian(siapa))
    assert (await db.write(_baca, "lsp-uji")).penanda.nip is None


@pytest.mark.parametrize(
    ("ganti", "kode", "letak"),
    [
        ({"instansi": "  "}, "WAJIB_DIISI", ("isian", "instansi")),
        ({"alamat": "x" * 201}, "TERLALU_PANJANG", ("isian", "alamat")),
        ({"kota": "a\u202eb"}, "TERLALU_PANJANG", ("isian", "kota")),
        ({"surel": "bukan surel"}, "SUREL_TIDAK_SAH", ("isian", "surel")),
    ],
)
async def test_what_can_not_be_printed_is_refused(
    db: Database, ganti: dict[str, Any], kode: str, letak: tuple[str, ...]
) -> None:
    siapa = await pejabat(db)
    sebelum = await banyak(db)
    with pytest.raises(IsianTidakSah) as tolak:
        await db.write(atur_kop, SISTEM, kode=KOTA, isian=isian(siapa, **ganti))
    assert (tolak.value.kode, tuple(tolak.value.letak)) == (kode, letak)
    assert await banyak(db) == sebelum


@pytest.mark.parametrize("tempat", ["61.72", "11"])
async def test_who_belongs_elsewhere_does_not_sign(db: Database, tempat: str) -> None:
    siapa = await pejabat(db, wilayah=tempat)
    sebelum = await banyak(db)
    for asing in (siapa, uuid.uuid4()):
        with pytest.raises(TidakDitemukan):
            await db.write(atur_kop, SISTEM, kode=KOTA, isian=isian(asing))
    assert await banyak(db) == sebelum


@pytest.mark.parametrize(
    ("aktor", "galat"),
    [
        (Aktor.anonim(), Ditolak),
        (aktor_uji("inti:opd", wilayah=KOTA), Ditolak),
        (aktor_uji(IZIN, wilayah="61.72"), TidakDitemukan),
        (aktor_uji(IZIN, lembaga="lsp-uji"), TidakDitemukan),
        (aktor_uji(IZIN, wilayah=KOTA), None),
        (aktor_uji(IZIN, wilayah="61"), None),
        (SISTEM, None),
    ],
)
async def test_who_may_set_a_letterhead(db: Database, aktor: Aktor, galat: type[Exception] | None) -> None:
    siapa = await pejabat(db)
    sebelum = await banyak(db)
    if galat is None:
        assert await db.write(atur_kop, aktor, kode=KOTA, isian=isian(siapa)) == KOTA
        return
    with pytest.raises(galat):
        await db.write(atur_kop, aktor, kode=KOTA, isian=isian(siapa))
    assert await banyak(db) == sebelum


async def test_unknown_owners_are_refused(db: Database) -> None:
    siapa = await pejabat(db)
    for kode in ("61.99", "tiada", "ID.1"):
        with pytest.raises(GalatDomain):
            await db.write(atur_kop, SISTEM, kode=kode, isian=isian(siapa))
    assert (await banyak(db))[0] == 0


async def test_the_api_sets_shows_and_hides_the_signer_from_strangers(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    siapa = await pejabat(server.db)
    isi = {
        "instansi": "PEMERINTAH KOTA CONTOH",
        "alamat": "Jalan Contoh 1",
        "kota": "Contoh",
        "jabatan": "Inspektur",
        "pejabat": str(siapa),
    }
    hasil = await server.ask(ATUR, aktor=aktor_uji(IZIN, wilayah=KOTA), k=KOTA, i=isi)
    assert hasil.hasil["aturKopSurat"] == {
        "kode": KOTA,
        "instansi": "PEMERINTAH KOTA CONTOH",
        "pejabat": {"nama": "Tokoh Contoh"},
    }
    lihat = "query($k: String!) { wilayah(kode: $k) { kopSurat { kode pejabat { nama } } } }"
    orang_lain = await server.ask(lihat, aktor=aktor_uji(IZIN, wilayah="61.72"), k=KOTA)
    assert orang_lain.hasil["wilayah"]["kopSurat"] == {"kode": KOTA, "pejabat": None}
    salah = await server.ask(ATUR, aktor=aktor_uji(IZIN, wilayah=KOTA), k=KOTA, i={**isi, "pejabat": "x"})
    assert salah.hasil["aturKopSurat"] == {"kode": "TIDAK_DITEMUKAN", "letak": ["isian", "pejabat"]}
