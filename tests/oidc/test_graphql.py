"""Logging in at a provider through GraphQL and from the command line."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from forum_server.akun.sesi import aktor_dari_token
from forum_server.cli.main import app
from forum_server.database import Database
from forum_server.oidc.masuk import Permulaan
from forum_server.oidc.models import IdentitasOidc
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.akun.bantuan import SANDI, akun, isi
from tests.oidc.bantuan import NAMA, setelan
from tests.oidc.nyata import KEMBALI, masuk_di_penyedia

GALAT = "... on Galat { kode letak }"
MULAI_HASIL = f"{{ __typename ... on PermulaanOidc {{ alamat permintaan berlakuSampai }} {GALAT} }}"
AKUN_HASIL = f"{{ __typename ... on Akun {{ identitasOidc {{ id penyedia }} }} {GALAT} }}"
ISIAN = "permintaan: $permintaan, kode: $kode, state: $state, iss: $iss"
VARIABEL = "$permintaan: Rahasia!, $kode: Rahasia!, $state: Rahasia!, $iss: String"
DAFTAR = "{ daftarPenyediaOidc { nama label } }"
MULAI = (
    "mutation ($penyedia: String!, $kembali: String!, $undangan: Rahasia) {"
    f" mulaiOidc(penyedia: $penyedia, kembali: $kembali, undangan: $undangan) {MULAI_HASIL} }}"
)
SELESAI = (
    f"mutation ({VARIABEL}) {{ selesaikanOidc({ISIAN})"
    f" {{ __typename ... on TokenMasuk {{ tokenAkses }} {GALAT} }} }}"
)
MULAI_HUBUNG = (
    "mutation ($penyedia: String!, $kembali: String!, $sandi: Rahasia!) {"
    f" mulaiHubungkanOidc(penyedia: $penyedia, kembali: $kembali, sandi: $sandi) {MULAI_HASIL} }}"
)
SELESAI_HUBUNG = f"mutation ({VARIABEL}) {{ selesaikanHubungkanOidc({ISIAN}) {AKUN_HASIL} }}"
HUBUNGKAN = (
    "mutation ($akun: ID!, $penyedia: String!, $subjek: Rahasia!) {"
    f" hubungkanOidc(akun: $akun, penyedia: $penyedia, subjek: $subjek) {AKUN_HASIL} }}"
)
LEPASKAN = f"mutation ($id: ID!) {{ lepaskanOidc(identitas: $id) {AKUN_HASIL} }}"
AWAL = {"penyedia": NAMA, "kembali": KEMBALI}


@pytest.fixture
async def server(graphql_with: GraphQLWith, issuer: str) -> ServerUji:
    server = await graphql_with()
    server.layanan.settings = server.layanan.settings.model_copy(update={"oidc": {NAMA: setelan(issuer)}})
    return server


async def pulang(mulai: dict[str, Any], subjek: str) -> dict[str, Any]:
    permulaan = Permulaan(
        alamat=mulai["alamat"], permintaan=mulai["permintaan"], berlaku_sampai=mulai["berlakuSampai"]
    )
    kembali = (await masuk_di_penyedia(mulai["alamat"], subjek)).kepulangan(permulaan)
    return {f: getattr(kembali, f) for f in ("permintaan", "kode", "state", "iss")}


async def test_from_linking_to_logging_in_to_letting_go(server: ServerUji) -> None:
    budi = await akun(server.db, sandi=SANDI)
    diri = aktor_uji(akun_id=budi)
    assert (await server.ask(DAFTAR)).hasil == {"daftarPenyediaOidc": [{"nama": NAMA, "label": "SSO Uji"}]}
    mulai = (await server.ask(MULAI_HUBUNG, aktor=diri, variables={**AWAL, "sandi": SANDI})).hasil
    isian = await pulang(mulai["mulaiHubungkanOidc"], "subjek-budi")
    hasil = (await server.ask(SELESAI_HUBUNG, aktor=diri, variables=isian)).hasil["selesaikanHubungkanOidc"]
    (identitas,) = hasil["identitasOidc"]
    assert identitas["penyedia"] == NAMA

    mulai = (await server.ask(MULAI, variables=AWAL)).hasil["mulaiOidc"]
    isian = await pulang(mulai, "subjek-budi")
    masuk = (await server.ask(SELESAI, variables=isian)).hasil["selesaikanOidc"]
    pemegang = await aktor_dari_token(server.db, masuk["tokenAkses"])
    assert pemegang is not None
    assert pemegang[0].akun_id == budi
    saya = await server.ask("{ saya { caraMasuk duaLangkah } }", aktor=pemegang[0])
    assert saya.hasil == {"saya": {"caraMasuk": "OIDC", "duaLangkah": False}}
    lagi = (await server.ask(SELESAI, variables=isian)).hasil["selesaikanOidc"]
    assert (lagi["__typename"], lagi["kode"]) == ("GalatIsian", "PERMINTAAN_OIDC_TIDAK_SAH")

    lepas = (await server.ask(LEPASKAN, aktor=diri, variables={"id": identitas["id"]})).hasil["lepaskanOidc"]
    assert lepas == {"__typename": "Akun", "identitasOidc": []}
    assert await aktor_dari_token(server.db, masuk["tokenAkses"]) is None


async def test_only_who_looks_after_the_account_links_it(server: ServerUji) -> None:
    budi = await akun(server.db, sandi=SANDI)
    isian = {"akun": str(budi), "penyedia": NAMA, "subjek": "subjek-budi"}
    sebelum = await isi(server.db)
    for pelaku in (None, aktor_uji(akun_id=budi), aktor_uji("inti:orang")):
        jawab = await server.ask(HUBUNGKAN, aktor=pelaku, variables=isian)
        assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"]
    for pelaku, tambahan, kode in (
        (aktor_uji("inti:akun", wilayah="62"), {}, "TIDAK_DITEMUKAN"),
        (aktor_uji("inti:akun", wilayah="61"), {"penyedia": "lain"}, "PENYEDIA_TIDAK_DIKENAL"),
        (aktor_uji("inti:akun", wilayah="61"), {"subjek": " "}, "SUBJEK_TIDAK_SAH"),
    ):
        jawab = await server.ask(HUBUNGKAN, aktor=pelaku, variables={**isian, **tambahan})
        assert jawab.hasil["hubungkanOidc"]["kode"] == kode
    for dokumen in (MULAI_HUBUNG, LEPASKAN):
        jawab = await server.ask(dokumen, variables={**AWAL, "sandi": SANDI, "id": str(budi)})
        assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"]
    assert await isi(server.db) == sebelum
    admin = aktor_uji("inti:akun", wilayah="61")
    hasil = (await server.ask(HUBUNGKAN, aktor=admin, variables=isian)).hasil["hubungkanOidc"]
    assert [i["penyedia"] for i in hasil["identitasOidc"]] == [NAMA]


def test_an_operator_links_and_lets_go_from_the_command_line(db_url: str, tmp_path: Path) -> None:
    penyedia = setelan("https://sso.contoh.go.id", client_secret=None).model_dump(mode="json")
    lingkungan = {
        "FORUM_DATABASE_URL": db_url,
        "FORUM_DATA_DIR": str(tmp_path),
        "FORUM_OIDC": json.dumps({NAMA: penyedia}),
    }

    def forum(*argumen: str, masukan: str | None = None) -> tuple[int, str]:
        hasil = CliRunner().invoke(app, ["akun", *argumen], input=masukan, env=lingkungan)
        return hasil.exit_code, hasil.output

    def identitas() -> list[str]:
        async def baca() -> list[str]:
            db = Database(db_url)
            try:
                return list(await db.scalars(select(IdentitasOidc.issuer)))
            finally:
                await db.tutup()

        return asyncio.run(baca())

    forum("undang", "siti.uji", "--wilayah", "61.71")
    hubungkan = ("hubungkan", "siti.uji", "--penyedia", NAMA)
    assert forum(*hubungkan)[0] == 1  # no terminal here to ask on
    assert forum(*hubungkan, "--subjek-stdin", masukan="\n")[0] == 1
    kode, keluaran = forum("hubungkan", "siti.uji", "--penyedia", "lain", "--subjek-stdin", masukan="x\n")
    assert (kode, "[PENYEDIA_TIDAK_DIKENAL]" in keluaran) == (1, True)
    assert identitas() == []
    assert forum(*hubungkan, "--subjek-stdin", masukan="subjek-siti\n") == (
        0,
        f"Akun siti.uji terhubung dengan identitas di {NAMA}.\n",
    )
    assert identitas() == ["https://sso.contoh.go.id"]
    assert forum("lepaskan", "siti.uji", "--penyedia", NAMA)[0] == 0
    assert identitas() == []
    assert forum("lepaskan", "siti.uji", "--penyedia", NAMA)[0] == 1
    kode, keluaran = forum("atur-ulang-totp", "siti.uji")
    assert (kode, "[TOTP_BELUM_TERPASANG]" in keluaran) == (1, True)
