"""Keys over HTTP and websockets: origins, CORS from data, and limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from forum_server.akses.rules import Aktor
from forum_server.database import Database
from forum_server.http.websocket import PROTOKOL
from forum_server.kunci_layanan.service import cabut, ubah
from forum_server.settings import Settings
from forum_server.testing.server import _aktifkan, pengaturan_uji
from tests.http.test_app import Uji, akun_baru, alamat, server
from tests.http.test_websocket import kirim, langgan, penutup, soket, terima
from tests.kunci_layanan.test_service import ASAL, kunci, peladen

SISTEM = Aktor.sistem("uji")
LAIN = "https://lain.contoh.go.id"
HALO = {"query": "{ ujiHalo }"}
NAMA = {"query": "{ __typename }"}
PREFLIGHT = {"access-control-request-method": "POST", "access-control-request-headers": "x-kunci-layanan"}


@pytest.fixture
def settings(db: Database, tmp_path: Path) -> Settings:
    return pengaturan_uji(db, tmp_path)


@pytest.fixture
async def klien(db: Database, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    await db.write(_aktifkan, {"ID": {"uji"}})
    async with server(settings, penulis=db, uji=Uji()) as klien:
        yield klien


def kode(jawab: httpx.Response) -> tuple[int, str]:
    return jawab.status_code, jawab.json()["errors"][0]["extensions"]["kode"]


async def test_a_key_opens_its_origins_and_only_those_without_a_restart(
    db: Database, klien: httpx.AsyncClient
) -> None:
    async def boleh(asal: str) -> bool:
        jawab = await klien.options("/graphql", headers={"origin": asal, **PREFLIGHT})
        return jawab.headers.get("access-control-allow-origin") == asal and jawab.status_code == 200

    assert not await boleh(ASAL)
    satu = await kunci(db)
    assert await boleh(ASAL)
    assert not await boleh(LAIN)
    for ini, hasil in (
        ({"origin": ASAL}, (200, ASAL)),
        ({"origin": LAIN}, (403, None)),
        ({"origin": "null"}, (403, None)),
        ({}, (403, None)),
    ):
        jawab = await klien.post("/graphql", json=HALO, headers={"x-kunci-layanan": satu.kunci, **ini})
        assert (jawab.status_code, jawab.headers.get("access-control-allow-origin")) == hasil
        if hasil[0] == 403:
            assert kode(jawab) == (403, "ASAL_DITOLAK")
    assert kode(
        await klien.post("/graphql", json=HALO, headers={"x-kunci-layanan": "fpf_x", "origin": ASAL})
    ) == (
        401,
        "KUNCI_TIDAK_SAH",
    )
    ganda = [("x-kunci-layanan", satu.kunci), ("x-kunci-layanan", satu.kunci), ("origin", ASAL)]
    assert kode(await klien.post("/graphql", json=HALO, headers=ganda)) == (401, "KUNCI_TIDAK_SAH")
    # Another frontend's origin may read answers, but not use this key.
    dua = await kunci(db, nama="lain", asal=[LAIN])
    jawab = await klien.post("/graphql", json=HALO, headers={"x-kunci-layanan": satu.kunci, "origin": LAIN})
    assert (kode(jawab), jawab.headers["access-control-allow-origin"]) == ((403, "ASAL_DITOLAK"), LAIN)
    await db.write(ubah, SISTEM, kunci_id=dua.id, asal=["https://baru.contoh.go.id"])
    assert (await boleh("https://baru.contoh.go.id"), await boleh(LAIN)) == (True, False)
    await db.write(cabut, SISTEM, kunci_id=satu.id)
    assert not await boleh(ASAL)
    jawab = await klien.post("/graphql", json=HALO, headers={"x-kunci-layanan": satu.kunci, "origin": ASAL})
    assert kode(jawab) == (401, "KUNCI_TIDAK_SAH")


async def test_a_key_names_the_frontend_and_the_token_the_person(
    db: Database, klien: httpx.AsyncClient
) -> None:
    satu = await kunci(db)
    _, token, _ = await db.write(akun_baru, "siti")
    kepala = {"x-kunci-layanan": satu.kunci, "origin": ASAL, "authorization": f"Bearer {token}"}
    assert (await klien.post("/graphql", json=HALO, headers=kepala)).json() == {
        "data": {"ujiHalo": "siti@ID"}
    }
    # The key is no token, and the token no key.
    jawab = await klien.post("/graphql", json=HALO, headers={"authorization": f"Bearer {satu.kunci}"})
    assert kode(jawab) == (401, "TOKEN_TIDAK_SAH")
    jawab = await klien.post("/graphql", json=HALO, headers={"x-kunci-layanan": token, "origin": ASAL})
    assert kode(jawab) == (401, "KUNCI_TIDAK_SAH")


async def test_a_server_acts_under_its_name_and_from_no_page(db: Database, klien: httpx.AsyncClient) -> None:
    satu = await peladen(db)
    kepala = {"authorization": f"Bearer {satu.kunci}"}
    assert (await klien.post("/graphql", json=HALO, headers=kepala)).json() == {
        "data": {"ujiHalo": "layanan:sinkron@ID"}
    }
    assert kode(await klien.post("/graphql", json=HALO, headers={**kepala, "origin": ASAL})) == (
        403,
        "ASAL_DITOLAK",
    )
    saya = await klien.post("/graphql", json={"query": "{ saya { izin } }"}, headers=kepala)
    assert saya.json() == {"data": {"saya": None}}
    await db.write(cabut, SISTEM, kunci_id=satu.id)
    assert kode(await klien.post("/graphql", json=HALO, headers=kepala)) == (401, "TOKEN_TIDAK_SAH")


async def test_sockets_take_the_key_and_close_when_it_ends(db: Database, klien: httpx.AsyncClient) -> None:
    satu = await kunci(db)
    dari: dict[str, Any] = {"origin": ASAL}
    async with soket(alamat(klien), init={"kunciLayanan": satu.kunci}, **dari) as ws:
        await langgan(ws, "{ ujiHalo }")
        assert (await terima(ws))["payload"] == {"data": {"ujiHalo": "anonim@ID"}}
        assert (await terima(ws))["type"] == "complete"
        await db.write(cabut, SISTEM, kunci_id=satu.id)
        assert (await penutup(ws))[0] == 4403
    dua = await kunci(db, nama="dua", asal=[ASAL, LAIN])
    async with (
        soket(alamat(klien), init={"kunciLayanan": dua.kunci}, origin=LAIN) as ws,
        soket(alamat(klien), init={"kunciLayanan": dua.kunci}, **dari) as tetap,
    ):
        await db.write(ubah, SISTEM, kunci_id=dua.id, asal=[ASAL])
        assert (await penutup(ws))[0] == 4403
        await langgan(tetap, "{ ujiHalo }")
        assert (await terima(tetap))["type"] == "next"
    for init, asal in (
        ({"kunciLayanan": dua.kunci}, LAIN),
        ({"kunciLayanan": satu.kunci}, ASAL),
        ({"kunciLayanan": 5}, ASAL),
        ({"token": (await peladen(db)).kunci}, ASAL),
    ):
        async with soket(alamat(klien), mulai=False, origin=asal) as ws:
            await kirim(ws, type="connection_init", payload=init)
            assert (await penutup(ws))[0] == 4403
    assert PROTOKOL == "graphql-transport-ws"


async def test_too_many_requests_are_answered_with_a_time_to_wait(db: Database, settings: Settings) -> None:
    batas = settings.batas.model_copy(
        update={"akun_per_menit": 3, "anonim_per_menit": 2, "bidang_per_permintaan": 50}
    )
    satu, dua = await kunci(db, batas_per_menit=2), await peladen(db, batas_per_menit=2)
    _, token, _ = await db.write(akun_baru, "siti")
    async with server(settings.model_copy(update={"batas": batas}), uji=Uji()) as klien:

        async def tanya(banyak: int, **kepala: str) -> None:
            """That many pass, and the next one does not."""
            kirim_ = {k.replace("_", "-"): v for k, v in kepala.items()}
            for _ in range(banyak):
                jawab = await klien.post("/graphql", json=NAMA, headers=kirim_)
                assert jawab.json() == {"data": {"__typename": "Query"}}
            jawab = await klien.post("/graphql", json=NAMA, headers=kirim_)
            assert kode(jawab) == (429, "TERLALU_SERING")
            assert 1 <= int(jawab.headers["retry-after"]) <= 60

        await tanya(2)
        await tanya(2, x_kunci_layanan=satu.kunci, origin=ASAL)
        await tanya(2, authorization=f"Bearer {dua.kunci}")
        # Strangers used up what the key gives to those who are not logged in; siti goes on, up to the key's own limit.
        await tanya(2, authorization=f"Bearer {token}", x_kunci_layanan=satu.kunci, origin=ASAL)
        await tanya(1, authorization=f"Bearer {token}")
        for jalur in ("/unduh/x", "/unggah/x"):
            jawab = await klien.request("PUT" if jalur == "/unggah/x" else "GET", jalur)
            assert kode(jawab) == (429, "TERLALU_SERING")
        assert (await klien.get("/healthz")).status_code == 200


async def test_guessing_tokens_keys_and_places_draws_from_the_limits_of_strangers(
    db: Database, settings: Settings
) -> None:
    satu = await kunci(db)
    dua = await peladen(db)
    _, token, _ = await db.write(akun_baru, "siti")
    batas = settings.batas.model_copy(update={"anonim_per_menit": 5})
    async with server(settings.model_copy(update={"batas": batas}), uji=Uji()) as klien:
        for kepala, hasil in (
            ({"authorization": "Bearer fpa_tebakan"}, (401, "TOKEN_TIDAK_SAH")),
            ({"x-kunci-layanan": "fpf_tebakan", "origin": ASAL}, (401, "KUNCI_TIDAK_SAH")),
            ({"x-kunci-layanan": satu.kunci, "origin": LAIN}, (403, "ASAL_DITOLAK")),
            ({"authorization": f"Bearer {dua.kunci}", "origin": ASAL}, (403, "ASAL_DITOLAK")),
            ({}, (404, "TIDAK_DITEMUKAN")),
            ({"authorization": "Bearer fpa_tebakan"}, (429, "TERLALU_SERING")),
            ({}, (429, "TERLALU_SERING")),
        ):
            alamat_ = "/graphql/61.99" if hasil[0] == 404 else "/graphql"
            assert kode(await klien.post(alamat_, json=NAMA, headers=kepala)) == hasil
        async with soket(alamat(klien), mulai=False) as ws:
            await kirim(ws, type="connection_init", payload={"token": "fpa_tebakan"})
            assert (await penutup(ws))[0] == 1013
        # Who is somebody goes on.
        saya = await klien.post("/graphql", json=NAMA, headers={"authorization": f"Bearer {token}"})
        assert saya.status_code == 200


async def test_operations_of_sockets_and_streams_and_their_cost_count(
    db: Database, settings: Settings
) -> None:
    batas = settings.batas.model_copy(update={"anonim_per_menit": 5, "bidang_per_permintaan": 50})
    async with server(settings.model_copy(update={"batas": batas}), uji=Uji()) as klien:
        async with soket(alamat(klien)) as ws:
            await langgan(ws, "{ daftarWilayah(first: 60) { edges { node { kode } } } }", id="mahal")
            assert (await terima(ws))["type"] == "next"
            assert (await terima(ws))["type"] == "complete"
            tolak: list[str] = []
            for id_ in "abcde":
                await langgan(ws, "{ __typename }", id=id_)
                pesan = await terima(ws)
                if pesan["type"] == "error":
                    tolak.append(pesan["payload"][0]["extensions"]["kode"])
                else:
                    assert (await terima(ws))["type"] == "complete"
            assert tolak
            assert set(tolak) == {"TERLALU_SERING"}
        aliran = await klien.post("/graphql", json=HALO, headers={"accept": "text/event-stream"})
        assert kode(aliran) == (429, "TERLALU_SERING")
