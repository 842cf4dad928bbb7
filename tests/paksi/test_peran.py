"""The roles of this plugin: enough for the work they are named after, and made of permissions that exist."""

from __future__ import annotations

from typing import Any

from forum_paksi.peran import IZIN, PERAN
from forum_server.plugin import Aktor, Database, Hibah
from forum_server.testing import GraphQLWith
from tests.paksi.bahan import LSP, dasar, isi


def pemegang(peran: str, **tempat: str) -> Aktor:
    """Somebody who was granted this role."""
    (izin,) = (p.izin for p in PERAN if p.kode == peran)
    return Aktor(
        akun_id=None,
        orang_id=None,
        nama="uji",
        hibah=(Hibah(peran=peran, izin=izin, **tempat),),  # pyright: ignore[reportArgumentType]
    )


async def test_every_permission_belongs_to_a_role_and_roles_grant_what_is_declared(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    sendiri = {i.kode for i in IZIN}
    diberikan = {i for p in PERAN for i in p.izin}
    assert sendiri <= diberikan
    assert diberikan <= {i.kode for i in server.plugins.permissions()}
    assert len(sendiri) == len(IZIN)


async def test_the_role_of_a_pemda_operator_is_enough_to_register_people_and_ask_for_seats(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await graphql_with("paksi", aktif={})
    await db.write(dasar)
    operator = pemegang("paksi.operator_pemda", wilayah="61.71")

    async def kirim(dokumen: str, **variabel: object) -> dict[str, Any]:
        jawab = await server.ask(dokumen, aktor=operator, variables=variabel)
        assert jawab.errors == []
        (isi_jawab,) = jawab.data.values()
        return isi_jawab

    daftarkan = """mutation($w: String!) { daftarkanOrang(nama: "Contoh Guru", kepegawaian: NON_ASN, wilayah: $w) {
        ... on Orang { id } ... on Galat { kode pesan } } }"""
    orang = await kirim(daftarkan, w="61.71")
    cari = await kirim('{ daftarOrang(wilayah: "61.71") { edges { node { id } } } }')
    assert cari == {"edges": [{"node": {"id": orang["id"]}}]}
    minta = await kirim(
        """mutation($isian: PaksiPermintaanIsian!) { paksiBuatPermintaan(wilayah: "61.71", isian: $isian) {
            ... on PaksiPermintaan { jumlahCalon } ... on Galat { kode pesan } } }""",
        isian={"skema": "PAKSI_PERTAMA", "lembaga": LSP, "jalur": "DIKLAT", "calon": [orang["id"]]},
    )
    assert minta == {"jumlahCalon": 1}
    lain = await kirim(daftarkan, w="61.72")
    assert lain["kode"] == "TIDAK_DITEMUKAN"
    assert len(await isi(db, "orang", "id")) == 1
