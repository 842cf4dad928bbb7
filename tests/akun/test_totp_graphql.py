"""The second step through GraphQL, as frontends meet it."""

from __future__ import annotations

import pytest
from pyotp.totp import TOTP
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from forum_server.akun.sesi import aktor_dari_token
from forum_server.akun.totp.models import KodePemulihan, Totp
from forum_server.database import bebas_jejak, waktu_db
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.akun.bantuan import SANDI, akun, isi

GALAT = "... on Galat { kode letak }"
MASUK = f"""
mutation ($nama: String!, $sandi: Rahasia!) {{
  masuk(namaPengguna: $nama, sandi: $sandi) {{
    __typename ... on TokenMasuk {{ tokenAkses }} ... on ButuhTotp {{ tantangan terpasang }} {GALAT}
  }}
}}"""
MASUK_TOTP = f"""
mutation ($tantangan: Rahasia!, $kode: Rahasia!) {{
  masukTotp(tantangan: $tantangan, kode: $kode) {{ __typename ... on TokenMasuk {{ tokenAkses }} {GALAT} }}
}}"""
PASANG = f"""
mutation ($sandi: Rahasia, $tantangan: Rahasia) {{
  pasangTotp(sandi: $sandi, tantangan: $tantangan) {{
    __typename ... on RahasiaTotp {{ rahasia alamat qrSvg berlakuSampai }} {GALAT}
  }}
}}"""
KONFIRMASI = f"""
mutation ($kode: Rahasia!, $tantangan: Rahasia) {{
  konfirmasiTotp(kode: $kode, tantangan: $tantangan) {{
    __typename ... on TotpTerpasang {{ kodePemulihan token {{ tokenAkses }} }} {GALAT}
  }}
}}"""
GANTI = f"""
mutation ($sandi: Rahasia!, $kode: Rahasia!) {{
  gantiKodePemulihan(sandi: $sandi, kode: $kode) {{ __typename ... on KodePemulihan {{ kodePemulihan }} {GALAT} }}
}}"""
COPOT = f"""
mutation ($sandi: Rahasia!, $kode: Rahasia!) {{
  copotTotp(sandi: $sandi, kode: $kode) {{ __typename ... on TotpDicopot {{ namaPengguna }} {GALAT} }}
}}"""
ATUR_ULANG = f"""
mutation ($akun: ID!) {{
  aturUlangTotp(akun: $akun) {{ __typename ... on Akun {{ namaPengguna totpTerpasang }} {GALAT} }}
}}"""
STATUS = "{ totpSaya { terpasang wajib kodePemulihanTersisa } saya { caraMasuk duaLangkah } }"


async def kode(server: ServerUji, rahasia: str) -> str:
    """The present code, as if none had been used."""

    def lupa(session: Session) -> None:
        bebas_jejak(session, "a test moves the clock")
        session.execute(update(Totp).where(Totp.aktif_sejak.is_not(None)).values(langkah_terakhir=1))

    await server.db.write(lupa)
    return TOTP(rahasia).at(await server.db.scalar(select(waktu_db())))


@pytest.mark.parametrize("wajib", [False, True])
async def test_from_setting_up_to_taking_off(graphql_with: GraphQLWith, *, wajib: bool) -> None:
    server = await graphql_with()
    server.layanan.settings = server.layanan.settings.model_copy(
        update={"totp_wajib": ("*",) if wajib else (), "totp_penerbit": "Forum Uji"}
    )
    budi = await akun(server.db, sandi=SANDI)
    diri = aktor_uji(akun_id=budi)
    assert (await server.ask(STATUS)).hasil == {"totpSaya": None, "saya": None}
    masuk = (await server.ask(MASUK, nama="budi.uji", sandi=SANDI)).hasil["masuk"]
    dengan: dict[str, str] = {}
    if wajib:
        assert (masuk["__typename"], masuk["terpasang"]) == ("ButuhTotp", False)
        dengan = {"tantangan": masuk["tantangan"]}
    else:
        assert masuk["__typename"] == "TokenMasuk"

    minta = dengan or {"sandi": SANDI}
    pasang = (await server.ask(PASANG, aktor=None if wajib else diri, variables=minta)).hasil["pasangTotp"]
    assert pasang["alamat"].startswith("otpauth://totp/Forum%20Uji:budi.uji?secret=" + pasang["rahasia"])
    assert pasang["qrSvg"].startswith("<svg")
    assert "script" not in pasang["qrSvg"]
    jawab = await server.ask(
        KONFIRMASI,
        aktor=None if wajib else diri,
        variables={"kode": await kode(server, pasang["rahasia"]), **dengan},
    )
    terpasang = jawab.hasil["konfirmasiTotp"]
    assert len(terpasang["kodePemulihan"]) == 10
    baru = await aktor_dari_token(server.db, terpasang["token"]["tokenAkses"])
    assert baru is not None
    assert (await server.ask(STATUS, aktor=baru[0])).hasil == {
        "totpSaya": {"terpasang": True, "wajib": wajib, "kodePemulihanTersisa": 10},
        "saya": {"caraMasuk": "SANDI", "duaLangkah": True},
    }

    masuk = (await server.ask(MASUK, nama="budi.uji", sandi=SANDI)).hasil["masuk"]
    assert (masuk["__typename"], masuk["terpasang"]) == ("ButuhTotp", True)
    salah = (await server.ask(MASUK_TOTP, tantangan=masuk["tantangan"], kode="ABCD")).hasil["masukTotp"]
    assert salah == {"__typename": "GalatIsian", "kode": "KODE_TOTP_SALAH", "letak": ["kode"]}
    pulih = terpasang["kodePemulihan"][0]
    benar = (await server.ask(MASUK_TOTP, tantangan=masuk["tantangan"], kode=pulih)).hasil["masukTotp"]
    assert benar["__typename"] == "TokenMasuk"

    isian = {"sandi": SANDI, "kode": await kode(server, pasang["rahasia"])}
    ganti = (await server.ask(GANTI, aktor=diri, variables=isian)).hasil["gantiKodePemulihan"]
    assert set(ganti["kodePemulihan"]).isdisjoint(terpasang["kodePemulihan"])
    isian = {"sandi": SANDI, "kode": await kode(server, pasang["rahasia"])}
    aktor = baru[0]
    copot = (await server.ask(COPOT, aktor=aktor, variables=isian)).hasil["copotTotp"]
    assert copot == {"__typename": "TotpDicopot", "namaPengguna": "budi.uji"}
    assert await server.db.scalar(select(func.count()).select_from(KodePemulihan)) == 0


async def test_only_who_looks_after_the_account_resets_it(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    budi = await akun(server.db, sandi=SANDI)
    diri = aktor_uji(akun_id=budi)
    pasang = (await server.ask(PASANG, aktor=diri, variables={"sandi": SANDI})).hasil["pasangTotp"]
    await server.ask(KONFIRMASI, aktor=diri, variables={"kode": await kode(server, pasang["rahasia"])})
    sebelum = await isi(server.db)
    for pelaku in (None, diri, aktor_uji("inti:orang")):
        jawab = await server.ask(ATUR_ULANG, aktor=pelaku, variables={"akun": str(budi)})
        assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"]
    luar = await server.ask(
        ATUR_ULANG, aktor=aktor_uji("inti:akun", wilayah="62"), variables={"akun": str(budi)}
    )
    assert luar.hasil["aturUlangTotp"]["kode"] == "TIDAK_DITEMUKAN"
    assert await isi(server.db) == sebelum
    dalam = await server.ask(
        ATUR_ULANG, aktor=aktor_uji("inti:akun", wilayah="61"), variables={"akun": str(budi)}
    )
    assert dalam.hasil["aturUlangTotp"] == {
        "__typename": "Akun",
        "namaPengguna": "budi.uji",
        "totpTerpasang": False,
    }


async def test_secrets_stand_in_no_document(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    jawab = await server.ask('mutation { masukTotp(tantangan: "x", kode: "123456") { __typename } }')
    assert jawab.data is None
    assert "hanya diterima sebagai variabel" in jawab.errors[0]["message"]
