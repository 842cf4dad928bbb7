"""The results of a schedule as a workbook, as far as who asks may see them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from forum_paksi.lembar.hasil import terbitkan_hasil
from forum_server.plugin import Aktor, Ditolak, TidakDitemukan
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import LSP, PONTIANAK, aktor, hibah, isi, potret
from tests.paksi.bahan_asesmen import direkomendasikan, dunia

UNDUH = """mutation($jadwal: ID!) { paksiEksporHasil(jadwal: $jadwal) {
    ... on Tautan { alamat } ... on Galat { kode } } }"""


async def lembar(server: ServerUji, siapa: Aktor, jadwal: object) -> list[list[Any]]:
    jawab = await server.ask(UNDUH, aktor=siapa, variables={"jadwal": str(jadwal)})
    unduhan, isi_berkas = await server.unduh(jawab.hasil["paksiEksporHasil"]["alamat"], aktor=siapa)
    assert unduhan.nama.startswith("hasil-")
    buku = CalamineWorkbook.from_filelike(io.BytesIO(isi_berkas))
    hasil: list[list[Any]] = [*buku.get_sheet_by_name("Hasil").to_python()]
    return hasil


async def test_results_name_each_unit_and_stop_at_the_region_of_who_asks(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi", aktif={})
    db = server.db
    d = await dunia(db, banyak=2)
    await direkomendasikan(db, d, 0, nilai="K")
    lsp = aktor_uji("paksi:jadwal", lembaga=LSP)
    baris = await lembar(server, lsp, d.jadwal)
    judul = baris[0]
    assert judul[9:11] == ["O.841", "O.842"]
    pertama = {b[0]: dict(zip(judul, b, strict=True)) for b in baris[1:]}
    nomor = dict(await isi(db, "paksi_permohonan", "id", "nomor"))
    sudah, belum = (pertama[nomor[d.permohonan[ke]]] for ke in (0, 1))
    assert (sudah["O.841"], sudah["O.842"], sudah["rekomendasi"], sudah["keadaan"]) == (
        "K",
        "K",
        "K",
        "DIREKOMENDASIKAN",
    )
    assert (belum["O.841"], belum["rekomendasi"], belum["keadaan"], belum["nomor sertifikat"]) == (
        "",
        "",
        "TERJADWAL",
        "",
    )
    assert len(await lembar(server, aktor_uji("paksi:lihat", wilayah=PONTIANAK), d.jadwal)) == 3
    assert len(await lembar(server, aktor_uji("paksi:lihat", wilayah="61.01"), d.jadwal)) == 1


async def test_results_are_for_those_who_see_applications_and_schedules_that_are_there(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi", aktif={})
    d = await dunia(server.db)
    sebelum = await potret(server.db)
    with pytest.raises(Ditolak):
        await server.db.write(terbitkan_hasil, aktor(), jadwal_id=d.jadwal)
    with pytest.raises(TidakDitemukan):
        await server.db.write(
            terbitkan_hasil, aktor(hibah("paksi:lihat", wilayah=PONTIANAK)), jadwal_id=d.asesi[0]
        )
    assert await potret(server.db) == sebelum
