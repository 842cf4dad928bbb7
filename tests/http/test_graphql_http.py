from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum_server.http.negosiasi import ALIRAN, GRAPHQL, JSON, json_utf8, pilih_media
from tests.http.peladen import PelayanUji, aktor_uji, aplikasi, dilayani


async def tanya(
    klien: httpx.AsyncClient, query: str, *, jalur: str = "/graphql", **headers: str
) -> httpx.Response:
    kepala = {k.replace("_", "-"): v for k, v in headers.items()}
    return await klien.post(jalur, json={"query": query}, headers=kepala)


def kode(jawab: httpx.Response) -> list[str]:
    isi = jawab.json()
    assert isi.keys() == {"errors"}
    return [g["extensions"]["kode"] for g in isi["errors"]]


# answers -------------------------------------------------------------------------------------------------


async def test_a_post_is_answered(klien: httpx.AsyncClient) -> None:
    jawab = await klien.post(
        "/graphql",
        json={
            "query": "query A($n: String!) { halo(nama: $n) } query B { __typename }",
            "operationName": "A",
            "variables": {"n": "Siti"},
            "extensions": {"x": 1},
            "lain": [],
        },
    )
    assert (jawab.status_code, jawab.json()) == (200, {"data": {"halo": "Halo Siti"}})


async def test_a_get_is_answered(klien: httpx.AsyncClient) -> None:
    jawab = await klien.get(
        "/graphql",
        params={
            "query": "query A($n: String!) { halo(nama: $n) } query B { __typename }",
            "operationName": "A",
            "variables": '{"n": "Siti"}',
            "extensions": "",
        },
    )
    assert (jawab.status_code, jawab.json()) == (200, {"data": {"halo": "Halo Siti"}})


async def test_answers_are_safe_to_handle_and_carry_the_id_of_the_request(klien: httpx.AsyncClient) -> None:
    jawab = await tanya(klien, "{ halo }", x_request_id="permintaan-1")
    assert {k: v for k, v in jawab.headers.items() if k not in {"date", "content-length"}} == {
        "content-type": "application/json; charset=utf-8",
        "cache-control": "no-store",
        "vary": "Accept, Authorization",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-site",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "x-request-id": "permintaan-1",
        **{k: v for k, v in jawab.headers.items() if k == "server"},
    }
    buatan = (await tanya(klien, "{ halo }", x_request_id="tidak sah")).headers["x-request-id"]
    assert len(buatan) == 32


async def test_the_path_names_the_region(klien: httpx.AsyncClient) -> None:
    for jalur, siapa in (
        ("/graphql", "ID"),
        ("/graphql/", "ID"),
        ("/graphql/61", "61"),
        ("/graphql/60", "61"),
    ):
        assert (await tanya(klien, "{ siapa }", jalur=jalur)).json() == {"data": {"siapa": f"anonim@{siapa}"}}
    jawab = await tanya(klien, "{ siapa }", jalur="/graphql/99")
    assert (jawab.status_code, kode(jawab)) == (404, ["TIDAK_DITEMUKAN"])


async def test_a_bearer_token_says_who_asks(klien: httpx.AsyncClient, pelayan: PelayanUji) -> None:
    pelayan.beri("t1", aktor_uji("siti"))
    jawab = await tanya(klien, "{ siapa }", authorization="Bearer t1")
    assert jawab.json() == {"data": {"siapa": "siti@ID"}}
    jawab = await tanya(klien, "{ siapa }", authorization="bearer  t1")
    assert jawab.json() == {"data": {"siapa": "siti@ID"}}


@pytest.mark.parametrize(
    "nilai", ["Bearer lain", "Bearer", "Basic dDE6", "t1", "Bearer t1 t1", "Bearer " + "x" * 600]
)
async def test_any_other_authorization_is_refused(
    klien: httpx.AsyncClient, pelayan: PelayanUji, nilai: str
) -> None:
    pelayan.beri("t1", aktor_uji("siti"))
    jawab = await klien.post(
        "/graphql", json={"query": 'mutation { catat(apa: "x") }'}, headers={"authorization": nilai}
    )
    assert (jawab.status_code, kode(jawab)) == (401, ["TOKEN_TIDAK_SAH"])
    assert jawab.headers["www-authenticate"] == 'Bearer realm="forum", error="invalid_token"'
    assert pelayan.keran.tertulis == []


# status codes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "untuk_json", "untuk_graphql"),
    [
        ("{", 200, 400),
        ("{ tidakAda }", 200, 400),
        ("query ($n: Int!) { halo }", 200, 400),
        ("query A { halo } query B { halo }", 200, 400),
        ("subscription { hitung(sampai: 1) }", 400, 400),
    ],
)
async def test_an_error_of_the_request_has_no_data_and_the_status_of_its_type(
    klien: httpx.AsyncClient, query: str, untuk_json: int, untuk_graphql: int
) -> None:
    for media, status in ((JSON, untuk_json), (GRAPHQL, untuk_graphql)):
        jawab = await tanya(klien, query, accept=media)
        assert (jawab.status_code, kode(jawab)) == (status, ["PERMINTAAN_TIDAK_SAH"])
        assert jawab.headers["content-type"] == f"{media}; charset=utf-8"


@pytest.mark.parametrize(("query", "data"), [("{ rusak }", {"rusak": None}), ("{ rusakWajib }", None)])
async def test_an_error_of_a_field_keeps_data_and_status_200(
    klien: httpx.AsyncClient, query: str, data: Any
) -> None:
    for media in (JSON, GRAPHQL):
        jawab = await tanya(klien, query, accept=media)
        isi = jawab.json()
        assert (jawab.status_code, isi["data"]) == (200, data)
        assert [(g["message"], g["extensions"]) for g in isi["errors"]] == [
            ("Terjadi kesalahan di server.", {"kode": "KESALAHAN_SISTEM"})
        ]


async def test_a_get_changes_nothing_and_carries_no_secrets(
    klien: httpx.AsyncClient, pelayan: PelayanUji
) -> None:
    for media in (JSON, GRAPHQL):
        jawab = await klien.get(
            "/graphql", params={"query": 'mutation { catat(apa: "x") }'}, headers={"accept": media}
        )
        assert (jawab.status_code, jawab.headers["allow"], kode(jawab)) == (
            405,
            "POST",
            ["PERMINTAAN_TIDAK_SAH"],
        )
    assert pelayan.keran.tertulis == []
    jawab = await klien.get(
        "/graphql",
        params={"query": "query ($s: Rahasia!) { panjang(sandi: $s) }", "variables": '{"s": "hunter2"}'},
        headers={"accept": GRAPHQL},
    )
    assert (jawab.status_code, kode(jawab)) == (400, ["PERMINTAAN_TIDAK_SAH"])
    assert "Nilai rahasia hanya diterima dengan metode POST" in jawab.text
    assert "hunter2" not in jawab.text


@pytest.mark.parametrize("metode", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
async def test_other_methods_are_refused(klien: httpx.AsyncClient, metode: str) -> None:
    jawab = await klien.request(metode, "/graphql", params={"query": "{ halo }"})
    assert (jawab.status_code, jawab.headers["allow"]) == (405, "GET, POST")
    assert metode == "HEAD" or kode(jawab) == ["PERMINTAAN_TIDAK_SAH"]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        ("Application/GraphQL-Response+JSON", GRAPHQL),
        (f"{GRAPHQL}, {JSON}", GRAPHQL),
        (f"{JSON}, {GRAPHQL}", GRAPHQL),
        (f"{GRAPHQL}; charset=utf-8, {JSON}; charset=utf-8", GRAPHQL),
        (f"{GRAPHQL};q=0.5, {JSON}", JSON),
        (f"{GRAPHQL};q=0.9, {JSON};q=0.8, */*;q=0.1", GRAPHQL),
        (f"{GRAPHQL}, {JSON}, text/event-stream, multipart/mixed", GRAPHQL),
        ("text/html,application/xhtml+xml,*/*;q=0.8", JSON),
        (f"*/*, {JSON};q=0", GRAPHQL),
        (f"{JSON};q=abc", None),
        (f"{JSON};q=0", None),
        ("text/html", None),
        ("text/event-stream", ALIRAN),
        (f"text/event-stream, {JSON}", ALIRAN),
        (f"{JSON};q=0.9, text/event-stream", ALIRAN),
        (f"{JSON}, text/event-stream", JSON),
        (f"text/event-stream;q=0.5, {JSON}", JSON),
        ("text/event-stream;q=0", None),
        (";;;,,,", None),
    ],
)  # fmt: skip
async def test_the_type_of_the_answer_is_negotiated(accept: str | None, media: str | None) -> None:
    assert pilih_media(accept) == media


async def test_a_client_that_accepts_nothing_of_ours_is_told(
    klien: httpx.AsyncClient, pelayan: PelayanUji
) -> None:
    jawab = await tanya(klien, 'mutation { catat(apa: "x") }', accept="text/html")
    assert (jawab.status_code, kode(jawab)) == (406, ["PERMINTAAN_TIDAK_SAH"])
    assert jawab.headers["content-type"] == "application/json; charset=utf-8"
    assert pelayan.keran.tertulis == []


@pytest.mark.parametrize(
    ("jenis", "sah"),
    [
        ("application/json", True),
        ("Application/JSON", True),
        ("application/json; charset=utf-8", True),
        ('application/json;charset="UTF-8"', True),
        ("application/json; charset=utf8; x=y", True),
        ("application/json; charset=latin-1", False),
        ("application/json; charset=utf-16", False),
        ("application/graphql", False),
        ("application/x-www-form-urlencoded", False),
        ("multipart/form-data; boundary=x", False),
        ("text/plain", False),
        ("json", False),
        ("", False),
        (None, False),
    ],
)
async def test_only_json_in_utf8_is_read(jenis: str | None, sah: bool) -> None:
    assert json_utf8(jenis) is sah


@pytest.mark.parametrize(
    "jenis", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
async def test_a_page_of_another_site_can_not_post(
    klien: httpx.AsyncClient, pelayan: PelayanUji, jenis: str
) -> None:
    jawab = await klien.post(
        "/graphql",
        content=b'{"query": "mutation { catat(apa: 1) }"}',
        headers={"content-type": jenis} if jenis else {},
    )
    assert (jawab.status_code, kode(jawab)) == (415, ["PERMINTAAN_TIDAK_SAH"])
    assert pelayan.keran.tertulis == []


# bodies --------------------------------------------------------------------------------------------------


async def kirim(klien: httpx.AsyncClient, isi: bytes) -> httpx.Response:
    return await klien.post("/graphql", content=isi, headers={"content-type": "application/json"})


ANEH = [
    b"", b"1", b"null", b"true", b'"x"', b"[]", b"{}", b"NaN", b"{", b"}", b"\xff\xfe", b'"\xff"', b"\x00",
    b'\xef\xbb\xbf{"query":"{ halo }"}', b"1" * 5000, b'{"query": ' + b"1" * 5000 + b"}",
    b'{"query": "{ halo }", "variables": {"n": ' + b"9" * 5000 + b"}}",
    b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"query":' * 50_000,
    b'{"query": "{ halo }", "variables": ' + b'{"a":' * 500 + b"1" + b"}" * 500 + b"}",
    b'[{"query": "{ halo }"}]', b'[{"query": "{ halo }"}, {"query": "{ halo }"}]',
    b'{"query": null}', b'{"query": ""}', b'{"query": 1}', b'{"query": ["{ halo }"]}',
    b'{"query": "{ halo }", "variables": 1}', b'{"query": "{ halo }", "variables": []}',
    b'{"query": "{ halo }", "variables": "{}"}', b'{"query": "{ halo }", "operationName": 1}',
    b'{"query": "{ halo }", "extensions": []}', b'{"query": "\\ud800"}', b'{"operations": "{}", "map": "{}"}',
]  # fmt: skip


@pytest.mark.parametrize("isi", ANEH, ids=[f"{i[:30]!r}-{len(i)}" for i in ANEH])
async def test_a_body_of_any_shape_is_refused_as_a_graphql_error(
    klien: httpx.AsyncClient, isi: bytes
) -> None:
    jawab = await klien.post(
        "/graphql", content=isi, headers={"content-type": "application/json", "accept": GRAPHQL}
    )
    assert (jawab.status_code, kode(jawab)) == (400, ["PERMINTAAN_TIDAK_SAH"])


async def test_an_operation_name_without_letters_is_none(klien: httpx.AsyncClient) -> None:
    jawab = await klien.post("/graphql", json={"query": "{ halo }", "operationName": ""})
    assert jawab.json() == {"data": {"halo": "Halo dunia"}}


@pytest.mark.parametrize(
    "tanya_alamat",
    [
        "", "query=", "query=%ff", "query={halo}&query={halo}", "query={halo}&variables=1", "query={halo}&variables={",
        "query={halo}&variables=[]", "query={halo}&extensions=%22x%22", "&".join(f"a{n}=1" for n in range(100)),
        "query={halo}&variables=" + "1" * 5000, "query={halo}&variables=" + "[" * 5000,
    ],
)  # fmt: skip
async def test_a_query_string_of_any_shape_is_refused_as_a_graphql_error(
    klien: httpx.AsyncClient, tanya_alamat: str
) -> None:
    jawab = await klien.get(f"/graphql?{tanya_alamat}")
    assert (jawab.status_code, kode(jawab)) == (400, ["PERMINTAAN_TIDAK_SAH"])


async def test_a_query_string_has_a_limit() -> None:
    async with (
        dilayani(aplikasi(PelayanUji(alamat=100))) as alamat,
        httpx.AsyncClient(trust_env=False) as klien,
    ):
        jawab = await klien.get(f"http://{alamat}/graphql?query={quote('{ halo }')}{'%20' * 50}")
        assert (jawab.status_code, kode(jawab)) == (414, ["PERMINTAAN_TIDAK_SAH"])


async def mentah(alamat: str, *bagian: bytes) -> tuple[int, dict[str, Any]]:
    """Send bytes as they are and read one answer."""
    baca, tulis = await asyncio.open_connection(*alamat.split(":"))
    try:
        for satu in bagian:
            tulis.write(satu)
            await tulis.drain()
        kepala = await baca.readuntil(b"\r\n\r\n")
        panjang = next(b for b in kepala.lower().split(b"\r\n") if b.startswith(b"content-length:"))
        isi = await baca.readexactly(int(panjang.split(b":")[1]))
    finally:
        tulis.close()
    return int(kepala.split()[1]), json.loads(isi)


KEPALA = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"


async def test_a_body_beyond_the_limit_is_refused_by_its_announced_length() -> None:
    async with dilayani(aplikasi(PelayanUji(isi=100))) as alamat:
        for panjang in (b"101", b"9" * 17):
            status, isi = await mentah(alamat, KEPALA + b"content-length: " + panjang + b"\r\n\r\n")
            assert (status, isi["errors"][0]["extensions"]["kode"]) == (413, "PERMINTAAN_TIDAK_SAH")


async def test_a_body_beyond_the_limit_is_refused_while_it_arrives() -> None:
    async with dilayani(aplikasi(PelayanUji(isi=100))) as alamat:
        status, isi = await mentah(
            alamat,
            KEPALA + b"transfer-encoding: chunked\r\n\r\n",
            b"40\r\n" + b" " * 64 + b"\r\n",
            b"40\r\n" + b" " * 64,
        )
        assert (status, isi["errors"][0]["extensions"]["kode"]) == (413, "PERMINTAAN_TIDAK_SAH")


async def test_a_body_that_never_ends_is_refused() -> None:
    async with dilayani(aplikasi(PelayanUji(tunggu_isi=0.05))) as alamat:
        status, isi = await mentah(alamat, KEPALA + b"content-length: 50\r\n\r\n{")
        assert (status, isi["errors"][0]["extensions"]["kode"]) == (408, "PERMINTAAN_TIDAK_SAH")


async def test_a_compressed_body_is_refused(klien: httpx.AsyncClient) -> None:
    jawab = await klien.post(
        "/graphql", content=b"x", headers={"content-type": "application/json", "content-encoding": "gzip"}
    )
    assert (jawab.status_code, kode(jawab)) == (415, ["PERMINTAAN_TIDAK_SAH"])


async def test_what_fails_inside_the_server_is_answered_without_its_text(
    klien: httpx.AsyncClient, pelayan: PelayanUji, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def rusak(kode: str | None) -> None:
        raise RuntimeError("isi dalam")

    monkeypatch.setattr(pelayan, "titik", rusak)
    jawab = await tanya(klien, "{ halo }")
    assert (jawab.status_code, kode(jawab)) == (500, ["KESALAHAN_SISTEM"])
    assert "isi dalam" not in jawab.text


async def test_the_log_has_one_line_per_request_without_what_was_sent(
    klien: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    await klien.get("/graphql", params={"query": "{ rahasiaDapur }", "variables": '{"sandi": "hunter2"}'})
    await klien.get("/tidak-ada/rahasiaDapur")
    tercatat = capsys.readouterr().out
    assert tercatat.count("permintaan ") == 2
    assert "/graphql" in tercatat
    for tersembunyi in ("rahasiaDapur", "hunter2", "127.0.0.1"):
        assert tersembunyi not in tercatat


# fuzz ----------------------------------------------------------------------------------------------------

JSON_APA_SAJA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda anak: (
        st.lists(anak, max_size=4)
        | st.dictionaries(
            st.sampled_from(["query", "variables", "operationName", "extensions"]) | st.text(),
            anak,
            max_size=5,
        )
    ),
    max_leaves=15,
)
DOKUMEN = st.text(alphabet=st.sampled_from('{}()[]:!$@.|&= \n"#,-01haloquerymutation{}{}'), max_size=60)
PERMINTAAN = st.fixed_dictionaries(
    {"query": DOKUMEN | st.sampled_from(["{ halo }", "query A($n: String) { halo(nama: $n) }"])},
    optional={"variables": JSON_APA_SAJA, "operationName": JSON_APA_SAJA, "extensions": JSON_APA_SAJA},
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    isi=st.binary(max_size=200)
    | JSON_APA_SAJA.map(lambda x: json.dumps(x).encode())
    | PERMINTAAN.map(lambda x: json.dumps(x).encode()),
    media=st.sampled_from([JSON, GRAPHQL]),
)
def test_no_body_gets_a_500(isi: bytes, media: str) -> None:
    async def coba() -> None:
        transport = httpx.ASGITransport(aplikasi(PelayanUji()))
        async with httpx.AsyncClient(transport=transport, base_url="http://uji") as klien:
            jawab = await klien.post(
                "/graphql", content=isi, headers={"content-type": "application/json", "accept": media}
            )
            hasil = jawab.json()
            assert jawab.status_code in {200, 400}
            assert jawab.headers["content-type"] == f"{media}; charset=utf-8"
            assert hasil.keys() <= {"data", "errors"}
            for galat in hasil.get("errors", ()):
                assert galat["extensions"]["kode"] == "PERMINTAAN_TIDAK_SAH"

    asyncio.run(coba())


# registered documents ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "isi",
    [
        {"documentId": "sha256:" + "0" * 64},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}},
    ],
)
async def test_a_document_that_is_not_registered_is_refused_by_its_hash(
    klien: httpx.AsyncClient, isi: dict[str, Any]
) -> None:
    jawab = await klien.post("/graphql", json=isi, headers={"accept": GRAPHQL})
    assert (jawab.status_code, kode(jawab)) == (400, ["DOKUMEN_TIDAK_TERDAFTAR"])


@pytest.mark.parametrize(
    "isi",
    [
        {"documentId": "sha256:" + "0" * 64, "query": "{ halo }"},
        {"documentId": ["x"]},
        {"documentId": "lain"},
        {"extensions": {"persistedQuery": {}}},
    ],
)
async def test_a_malformed_reference_to_a_document_is_refused(
    klien: httpx.AsyncClient, isi: dict[str, Any]
) -> None:
    jawab = await klien.post("/graphql", json=isi)
    assert (jawab.status_code, kode(jawab)) == (400, ["PERMINTAAN_TIDAK_SAH"])
