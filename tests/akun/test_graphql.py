"""Accounts and rights through GraphQL, as frontends meet them."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from forum_server.akses.rules import Aktor
from forum_server.akun.sesi import aktor_dari_token
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.akun.bantuan import SANDI, akun, beri, isi, lembaga, opd

ADMIN = ("inti:opd", "inti:orang", "inti:akun", "inti:peran", "inti:kunci-layanan")
GALAT = "... on Galat { kode letak }"

MASUK = f"""
mutation ($nama: String!, $sandi: Rahasia!) {{
  masuk(namaPengguna: $nama, sandi: $sandi) {{
    __typename ... on TokenMasuk {{ tokenAkses tokenSegar berlakuSampai }} {GALAT}
  }}
}}"""
SEGARKAN = f"""
mutation ($token: Rahasia!) {{
  segarkan(tokenSegar: $token) {{ __typename ... on TokenMasuk {{ tokenAkses tokenSegar }} {GALAT} }}
}}"""
KELUAR = f"""
mutation ($token: Rahasia!) {{
  keluar(tokenSegar: $token) {{ __typename ... on Keluar {{ berakhir }} {GALAT} }}
}}"""
GANTI = f"""
mutation ($lama: Rahasia!, $baru: Rahasia!) {{
  gantiSandi(sandiLama: $lama, sandiBaru: $baru) {{ __typename ... on TokenMasuk {{ tokenAkses }} {GALAT} }}
}}"""
UNDANG = f"""
mutation ($nama: String!, $wilayah: String, $lembaga: String) {{
  buatUndangan(namaPengguna: $nama, wilayah: $wilayah, lembaga: $lembaga) {{
    __typename ... on KodeUndangan {{ kode akun {{ id namaPengguna aktif }} }} {GALAT}
  }}
}}"""
TERIMA = f"""
mutation ($kode: Rahasia!, $sandi: Rahasia!) {{
  terimaUndangan(kode: $kode, sandi: $sandi) {{ __typename ... on SandiTerpasang {{ namaPengguna }} {GALAT} }}
}}"""
ATUR = f"""
mutation ($akun: ID!) {{
  aturUlangSandi(akun: $akun) {{ __typename ... on KodeUndangan {{ kode }} {GALAT} }}
}}"""
NONAKTIF = f"""
mutation ($akun: ID!) {{ nonaktifkanAkun(akun: $akun) {{ __typename ... on Akun {{ aktif }} {GALAT} }} }}"""
BERI = f"""
mutation ($akun: ID!, $peran: String!, $wilayah: String, $lembaga: String, $opd: ID, $sampai: Date, $tolak: Boolean! = false) {{
  beriPeran(akun: $akun, peran: $peran, wilayah: $wilayah, lembaga: $lembaga, perangkatDaerah: $opd,
            sampai: $sampai, tolak: $tolak) {{
    __typename
    ... on Akun {{ peran {{ id peran tolak wilayah {{ kode }} lembaga {{ kode }} perangkatDaerah {{ nama }} }} }}
    {GALAT}
  }}
}}"""
CABUT = f"""
mutation ($pemberian: ID!) {{
  cabutPeran(pemberian: $pemberian) {{ __typename ... on Akun {{ peran {{ peran }} }} {GALAT} }}
}}"""
SAYA = (
    "{ saya { izin akun { namaPengguna wilayah { kode } lembaga { kode } orang { nama } peran { peran } } } }"
)
MENGAPA = """
query ($izin: String!, $wilayah: String!, $akun: ID) {
  mengapa(izin: $izin, wilayah: $wilayah, akun: $akun) { boleh langkah }
}"""
DAFTAR = """
query ($wilayah: String!, $cari: String) {
  daftarAkun(wilayah: $wilayah, cari: $cari) {
    totalCount edges { node { namaPengguna wilayah { kode } lembaga { kode } peran { wilayah { kode } } } }
  }
}"""
PERAN = "{ daftarPeran { kode nama izin { kode keterangan } } }"


async def pemegang(server: ServerUji, token: str) -> Aktor:
    hasil = await aktor_dari_token(server.db, token)
    assert hasil is not None
    return hasil[0]


async def administrator(server: ServerUji, wilayah: str = "ID") -> Aktor:
    """Someone with an account, since a grant names who gave it."""
    return aktor_uji(*ADMIN, wilayah=wilayah, akun_id=await akun(server.db, "admin.uji", wilayah="ID"))


async def test_from_an_invitation_to_a_right_and_back(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    admin = await administrator(server)
    jawab = await server.ask(UNDANG, aktor=admin, variables={"nama": "Budi.Uji", "wilayah": "61.71"})
    undangan = jawab.hasil["buatUndangan"]
    budi = undangan["akun"].pop("id")
    assert undangan["akun"] == {"namaPengguna": "budi.uji", "aktif": True}

    terima = (await server.ask(TERIMA, kode=undangan["kode"], sandi=SANDI)).hasil
    assert terima == {"terimaUndangan": {"__typename": "SandiTerpasang", "namaPengguna": "budi.uji"}}
    masuk = (await server.ask(MASUK, nama="budi.uji", sandi=SANDI)).hasil["masuk"]
    diri = await pemegang(server, masuk["tokenAkses"])
    assert (await server.ask(SAYA, aktor=diri)).hasil == {
        "saya": {
            "izin": [],
            "akun": {
                "namaPengguna": "budi.uji",
                "wilayah": {"kode": "61.71"},
                "lembaga": None,
                "orang": None,
                "peran": [],
            },
        }
    }

    beri_ = await server.ask(
        BERI, aktor=admin, variables={"akun": budi, "peran": "inti.admin_wilayah", "wilayah": "61.71"}
    )
    (pemberian,) = beri_.hasil["beriPeran"]["peran"]
    pengenal = pemberian.pop("id")
    assert pemberian == {
        "peran": "inti.admin_wilayah",
        "tolak": False,
        "wilayah": {"kode": "61.71"},
        "lembaga": None,
        "perangkatDaerah": None,
    }
    segar = (await server.ask(SEGARKAN, token=masuk["tokenSegar"])).hasil["segarkan"]
    diri = await pemegang(server, segar["tokenAkses"])
    assert (await server.ask(SAYA, aktor=diri)).hasil["saya"]["izin"] == sorted(ADMIN)
    mengapa = await server.ask(MENGAPA, aktor=diri, variables={"izin": "inti:orang", "wilayah": "61.71"})
    assert mengapa.hasil["mengapa"]["boleh"] is True

    cabut = await server.ask(CABUT, aktor=admin, variables={"pemberian": pengenal})
    assert cabut.hasil["cabutPeran"] == {"__typename": "Akun", "peran": []}
    diri = await pemegang(server, segar["tokenAkses"])
    assert (await server.ask(SAYA, aktor=diri)).hasil["saya"]["izin"] == []

    assert (await server.ask(KELUAR, token=segar["tokenSegar"])).hasil == {
        "keluar": {"__typename": "Keluar", "berakhir": True}
    }
    assert await aktor_dari_token(server.db, segar["tokenAkses"]) is None


async def test_a_wrong_password_and_a_spent_token_are_typed_refusals(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    await akun(server.db, sandi=SANDI)
    salah = (await server.ask(MASUK, nama="budi.uji", sandi="sandi yang keliru")).hasil["masuk"]
    assert salah == {"__typename": "GalatIsian", "kode": "MASUK_GAGAL", "letak": []}
    masuk = (await server.ask(MASUK, nama="budi.uji", sandi=SANDI)).hasil["masuk"]
    await server.ask(SEGARKAN, token=masuk["tokenSegar"])
    lagi = (await server.ask(SEGARKAN, token=masuk["tokenSegar"])).hasil["segarkan"]
    assert lagi == {"__typename": "GalatIsian", "kode": "TOKEN_TIDAK_SAH", "letak": ["tokenSegar"]}
    # The refusal did not undo the end of the family.
    assert await aktor_dari_token(server.db, masuk["tokenAkses"]) is None


async def test_too_many_attempts_are_a_typed_refusal(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    for _ in range(10):
        await server.ask(MASUK, nama="siti.uji", sandi="sandi yang keliru")
    jawab = await server.ask(MASUK, nama="siti.uji", sandi="sandi yang keliru")
    assert jawab.hasil["masuk"] == {"__typename": "GalatKeadaan", "kode": "TERLALU_SERING", "letak": []}


@pytest.mark.parametrize(
    "dokumen",
    [
        'mutation { masuk(namaPengguna: "budi.uji", sandi: "kuda lumping bersepeda") { __typename } }',
        'mutation { segarkan(tokenSegar: "kuda lumping bersepeda") { __typename } }',
        'mutation { keluar(tokenSegar: "kuda lumping bersepeda") { __typename } }',
        'mutation { terimaUndangan(kode: "kuda lumping bersepeda", sandi: "x") { __typename } }',
    ],
)
async def test_a_secret_written_into_the_document_is_refused_and_not_repeated(
    graphql_with: GraphQLWith, dokumen: str
) -> None:
    server = await graphql_with()
    await akun(server.db, sandi=SANDI)
    sebelum = await isi(server.db)
    jawab = await server.ask(dokumen)
    assert jawab.errors[0]["extensions"]["kode"] == "PERMINTAAN_TIDAK_SAH"
    assert SANDI not in str(jawab.errors)
    assert await isi(server.db) == sebelum


async def test_the_own_password_changes_for_who_is_logged_in(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    budi = await akun(server.db, sandi=SANDI)
    diri = aktor_uji(akun_id=budi)
    tanpa = await server.ask(GANTI, lama=SANDI, baru="sandi lain yang baru")
    assert [g["extensions"]["kode"] for g in tanpa.errors] == ["DITOLAK"]
    lemah = (await server.ask(GANTI, aktor=diri, lama=SANDI, baru="pendek")).hasil["gantiSandi"]
    assert lemah == {"__typename": "GalatIsian", "kode": "SANDI_LEMAH", "letak": ["sandi"]}
    ganti = (await server.ask(GANTI, aktor=diri, lama=SANDI, baru="sandi lain yang baru")).hasil["gantiSandi"]
    assert (await pemegang(server, ganti["tokenAkses"])).akun_id == budi


async def test_an_administrator_resets_and_deactivates(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    budi = await akun(server.db, sandi=SANDI)
    admin = aktor_uji("inti:akun", wilayah="61.71")
    kode = (await server.ask(ATUR, aktor=admin, akun=str(budi))).hasil["aturUlangSandi"]["kode"]
    await server.ask(TERIMA, kode=kode, sandi="sandi lain yang baru")
    masuk = (await server.ask(MASUK, nama="budi.uji", sandi="sandi lain yang baru")).hasil["masuk"]
    jawab = await server.ask(NONAKTIF, aktor=admin, akun=str(budi))
    assert jawab.hasil["nonaktifkanAkun"] == {"__typename": "Akun", "aktif": False}
    assert await aktor_dari_token(server.db, masuk["tokenAkses"]) is None


@pytest.mark.parametrize(
    ("dokumen", "izin"),
    [
        (UNDANG, "inti:akun"),
        (ATUR, "inti:akun"),
        (NONAKTIF, "inti:akun"),
        (DAFTAR, "inti:akun"),
        (BERI, "inti:peran"),
        (CABUT, "inti:peran"),
        (PERAN, "inti:peran"),
    ],
    ids=["undang", "atur", "nonaktif", "daftar", "beri", "cabut", "peran"],
)
async def test_every_field_for_administrators_asks_for_its_permission(
    graphql_with: GraphQLWith, dokumen: str, izin: str
) -> None:
    server = await graphql_with()
    budi = await akun(server.db)
    sebelum = await isi(server.db)
    variabel = {
        "nama": "siti.uji",
        "wilayah": "61.71",
        "akun": str(budi),
        "peran": "inti.admin_wilayah",
        "pemberian": str(uuid.UUID(int=1)),
    }
    dipakai = {k: v for k, v in variabel.items() if f"${k}:" in dokumen}
    lain = ({"inti:akun", "inti:peran"} - {izin}) | {"inti:orang"}
    for pelaku in (None, aktor_uji(), aktor_uji(*lain)):
        jawab = await server.ask(dokumen, aktor=pelaku, variables=dipakai)
        assert [g["extensions"]["kode"] for g in jawab.errors] == ["DITOLAK"]
    assert await isi(server.db) == sebelum
    jawab = await server.ask(dokumen, aktor=await administrator(server), variables=dipakai)
    assert jawab.errors == []


@pytest.mark.parametrize("dokumen", [ATUR, NONAKTIF, BERI, CABUT], ids=["atur", "nonaktif", "beri", "cabut"])
async def test_what_is_unknown_and_what_is_elsewhere_look_the_same(
    graphql_with: GraphQLWith, dokumen: str
) -> None:
    server = await graphql_with()
    luar = await akun(server.db, "luar.uji", wilayah="33.26")
    hibah = await beri(server.db, luar, "inti.admin_wilayah", "33.26")
    sebelum = await isi(server.db)
    jawaban: list[Any] = []
    for akun_id, pemberian in (
        (str(luar), str(hibah)),
        (str(uuid.UUID(int=1)), str(uuid.UUID(int=1))),
        ("bukan-pengenal", "bukan-pengenal"),
    ):
        variabel = {
            "akun": akun_id,
            "pemberian": pemberian,
            "peran": "inti.admin_wilayah",
            "wilayah": "61.71",
        }
        dipakai = {k: v for k, v in variabel.items() if f"${k}:" in dokumen}
        jawab = await server.ask(dokumen, aktor=aktor_uji(*ADMIN, wilayah="61.71"), variables=dipakai)
        jawaban += [(h["__typename"], h["kode"]) for h in jawab.hasil.values()]
    assert jawaban == [("GalatTidakDitemukan", "TIDAK_DITEMUKAN")] * 3
    assert await isi(server.db) == sebelum


async def test_a_role_beyond_ones_own_is_a_typed_refusal(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    budi = await akun(server.db)
    jawab = await server.ask(
        BERI,
        aktor=aktor_uji(*ADMIN, wilayah="61.71"),
        variables={"akun": str(budi), "peran": "inti.admin", "wilayah": "61.71"},
    )
    assert jawab.hasil["beriPeran"] == {
        "__typename": "GalatKeadaan",
        "kode": "MELEBIHI_WEWENANG",
        "letak": [],
    }


async def test_why_is_told_to_oneself_and_to_who_grants_there(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    budi = await akun(server.db)
    await beri(server.db, budi, "inti.admin_wilayah", "61.71")

    async def tanya(pelaku: Aktor | None, wilayah: str = "61.71", **lain: Any) -> Any:
        variabel = {"izin": "inti:orang", "wilayah": wilayah, **lain}
        jawab = await server.ask(MENGAPA, aktor=pelaku, variables=variabel)
        return jawab.hasil["mengapa"] if not jawab.errors else jawab.errors[0]["extensions"]["kode"]

    diri = aktor_uji(akun_id=budi)
    assert (await tanya(diri))["boleh"] is True
    assert (await tanya(diri, "33.26"))["boleh"] is False
    assert (await tanya(diri, akun=str(budi)))["boleh"] is True
    admin = aktor_uji("inti:peran", wilayah="61")
    assert (await tanya(admin, akun=str(budi)))["langkah"][-1] == "Kesimpulan: BOLEH."
    assert await tanya(admin, "33.26", akun=str(budi)) is None
    assert await tanya(aktor_uji("inti:peran", wilayah="33"), "33.26", akun=str(budi)) is None
    assert await tanya(admin, akun=str(uuid.UUID(int=1))) is None
    assert await tanya(None) is None
    assert await tanya(None, akun=str(budi)) == "DITOLAK"
    assert await tanya(aktor_uji("inti:akun"), akun=str(budi)) == "DITOLAK"


async def test_accounts_are_listed_within_scope_and_with_a_constant_number_of_statements(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with()
    db = server.db
    await lembaga(db)
    await akun(db, "lsp.uji", wilayah=None, lembaga="lsp-uji")
    await akun(db, "jauh.uji", wilayah="33.26")
    banyak: list[tuple[int, int]] = []
    for jumlah in (1, 49):
        for n in range(jumlah):
            satu = await akun(db, f"akun.{jumlah}.{n:02}")
            await beri(db, satu, "inti.admin_wilayah", "61.71")
        jawab = await server.ask(
            DAFTAR, aktor=aktor_uji("inti:akun", wilayah="61"), variables={"wilayah": "ID"}
        )
        daftar = jawab.hasil["daftarAkun"]
        banyak.append((daftar["totalCount"], len(jawab.pernyataan)))
    assert [b[0] for b in banyak] == [1, 50]
    assert banyak[0][1] == banyak[1][1]

    async def nama(**variabel: Any) -> list[str]:
        jawab = await server.ask(DAFTAR, aktor=aktor_uji("inti:akun"), variables=variabel)
        return [e["node"]["namaPengguna"] for e in jawab.hasil["daftarAkun"]["edges"]]

    assert await nama(wilayah="33") == ["jauh.uji"]
    assert await nama(wilayah="lsp-uji") == ["lsp.uji"]
    assert await nama(wilayah="ID", cari="LSP") == ["lsp.uji"]
    assert await nama(wilayah="ID", cari="%") == []
    assert await nama(wilayah="ID", cari="z" * 60_000) == []


async def test_a_role_may_hold_in_an_office_or_a_lembaga(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    await lembaga(server.db)
    dinas = await opd(server.db)
    budi = str(await akun(server.db))
    admin = await administrator(server)
    for tempat in ({"opd": str(dinas)}, {"lembaga": "lsp-uji"}):
        jawab = await server.ask(
            BERI, aktor=admin, variables={"akun": budi, "peran": "inti.admin_wilayah", **tempat}
        )
    terlihat = {
        ((p["lembaga"] or {}).get("kode"), (p["perangkatDaerah"] or {}).get("nama"))
        for p in jawab.hasil["beriPeran"]["peran"]
    }
    assert terlihat == {(None, "Dinas Contoh"), ("lsp-uji", None)}


async def test_declared_roles_tell_what_they_allow(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    jawab = await server.ask(PERAN, aktor=aktor_uji("inti:peran"))
    peran = {p["kode"]: p for p in jawab.hasil["daftarPeran"]}
    assert [i["kode"] for i in peran["inti.admin_wilayah"]["izin"]] == sorted(ADMIN)
    assert all(i["keterangan"] for p in peran.values() for i in p["izin"])


async def test_nobody_is_nobody(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    assert (await server.ask(SAYA)).hasil == {"saya": None}
    assert (await server.ask(SAYA, aktor=aktor_uji())).hasil == {"saya": None}
