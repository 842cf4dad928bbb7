from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
import strawberry
from graphql import get_introspection_query
from strawberry.schema.config import StrawberryConfig

from forum_server.akses.rules import Aktor
from forum_server.galat import Ditolak, KeadaanMenolak, PermintaanTidakSah
from forum_server.graphql.batas import Batas
from forum_server.graphql.eksekusi import Eksekutor, Sebab
from forum_server.graphql.konteks import Info, Konteks
from forum_server.graphql.rahasia import SKALAR, Rahasia

JUMLAH: list[str] = []


@strawberry.type
class Penuh:
    pesan: str


class PenanganPenuh(strawberry.ExceptionHandler[KeadaanMenolak, Penuh]):
    def handle(self, exception: KeadaanMenolak, *, field: Any, info: Any) -> Penuh:
        return Penuh(pesan=exception.pesan)


@strawberry.type
class Kursi:
    nomor: int

    @strawberry.field
    def anak(self, first: int = 10) -> list[Kursi]:
        return []

    @strawberry.field
    def daftar(self) -> list[Kursi]:
        return []

    @strawberry.field
    def gagal(self) -> int | None:
        raise RuntimeError("sandi basis data: 123")


@strawberry.input
class Masuk:
    nama: str
    sandi: Rahasia


@strawberry.type
class Query:
    @strawberry.field
    async def kursi(self, first: int = 10) -> list[Kursi]:
        return [Kursi(nomor=n) for n in range(2)]

    @strawberry.field
    def satu(
        self, nomor: int = 1, id: strawberry.ID | None = None, teks: str = "", daftar: list[int] | None = None
    ) -> Kursi:
        return Kursi(nomor=nomor)

    @strawberry.field
    def ditolak(self) -> int | None:
        raise Ditolak("paksi:himpun")

    @strawberry.field
    def tidak_sah(self) -> int | None:
        raise PermintaanTidakSah("Penanda halaman rusak.")

    @strawberry.field
    def bocor(self, info: Info) -> int | None:
        raise RuntimeError("rahasia dapur")

    @strawberry.field
    def terlalu_besar(self) -> int | None:
        return 2**40

    @strawberry.field
    def wajib(self, nomor: int) -> int:
        return nomor

    @strawberry.field
    def kenal(self, id: UUID) -> str:
        return str(id)


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def catat(self, apa: str) -> str:
        JUMLAH.append(f"mulai {apa}")
        await asyncio.sleep(0)
        JUMLAH.append(f"selesai {apa}")
        return apa

    @strawberry.mutation
    def pesan(self) -> Kursi | Penuh:
        raise KeadaanMenolak("PENUH", "Kursi habis.")

    @strawberry.mutation
    def masuk(self, sandi: Rahasia) -> int:
        return len(sandi)

    @strawberry.mutation
    def masuk_isian(self, isian: Masuk) -> str:
        raise RuntimeError(f"tidak bisa menulis {isian.sandi}")


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def hitung(self, info: Info, sampai: int) -> AsyncGenerator[int, None]:
        for n in range(sampai):
            yield n
        if sampai > 2:
            raise RuntimeError("putus di tengah")

    @strawberry.subscription
    async def tolak(self) -> AsyncGenerator[int, None]:
        for boleh in (False,):
            if not boleh:
                raise Ditolak("paksi:lihat")
            yield 1


SCHEMA = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    exception_handlers=[PenanganPenuh()],
    config=StrawberryConfig(scalar_map=SKALAR),
)


def konteks(segarkan: Callable[[], Awaitable[Aktor]] | None = None) -> Konteks:
    kosong = cast("Any", None)
    return Konteks(
        db=kosong,
        aktor=Aktor.anonim(),
        aktif=kosong,
        hub=kosong,
        settings=kosong,
        kunci=kosong,
        gudang=kosong,
        segarkan=segarkan,
    )


def eksekutor(**batas: Any) -> Eksekutor:
    return Eksekutor(SCHEMA, Batas(**batas))


async def jalan(dokumen: str, *, batas: dict[str, Any] | None = None, **lain: Any) -> dict[str, Any]:
    jawaban = await eksekutor(**(batas or {})).jalankan(dokumen, konteks=konteks(), **lain)
    return jawaban.isi


async def galat(dokumen: str, **lain: Any) -> tuple[str, str]:
    isi = await jalan(dokumen, **lain)
    assert isi.keys() == {"errors"}
    (satu,) = isi["errors"]
    return satu["extensions"].get("batas", satu["extensions"]["kode"]), satu["message"]


async def test_a_query_is_answered() -> None:
    assert await jalan("{ kursi { nomor } a: satu(nomor: 7) { nomor } }") == {
        "data": {"kursi": [{"nomor": 0}, {"nomor": 1}], "a": {"nomor": 7}}
    }


async def test_mutations_run_one_after_the_other() -> None:
    JUMLAH.clear()
    assert await jalan('mutation { a: catat(apa: "a") b: catat(apa: "b") }') == {"data": {"a": "a", "b": "b"}}
    assert JUMLAH == ["mulai a", "selesai a", "mulai b", "selesai b"]


async def test_domain_errors_become_data_through_the_schemas_handlers() -> None:
    assert await jalan("mutation { pesan { ... on Penuh { pesan } } }") == {
        "data": {"pesan": {"pesan": "Kursi habis."}}
    }


async def test_a_document_is_parsed_and_validated_once() -> None:
    e = eksekutor()
    doc = e.rak.ambil("{ satu { nomor } }")
    assert e.rak.ambil("{ satu { nomor } }") is doc
    assert len(e.rak) == 1


async def test_the_shelf_drops_what_was_not_asked_for_longest() -> None:
    e = eksekutor(dokumen=2)
    for dokumen in ("{ a: __typename }", "{ b: __typename }", "{ a: __typename }", "{ c: __typename }"):
        e.rak.ambil(dokumen)
    assert "{ a: __typename }" in e.rak
    assert "{ b: __typename }" not in e.rak
    assert len(e.rak) == 2


async def test_the_shelf_holds_no_more_than_so_many_characters() -> None:
    dokumen = [f"{{ {huruf}: __typename }}" for huruf in "abcdef"]
    e = eksekutor(dokumen_semua=3 * len(dokumen[0]) + 1)
    for satu in dokumen:
        e.rak.ambil(satu)
        e.rak.ambil(satu)
    assert [satu in e.rak for satu in dokumen] == [False, False, False, True, True, True]
    panjang = "{ panjang: __typename alias_lain: __typename }"
    e.rak.ambil(panjang)
    assert [satu in e.rak for satu in (*dokumen, panjang)] == [False] * 6 + [True]


async def test_a_long_document_is_run_but_not_kept() -> None:
    e = eksekutor(dokumen_panjang=10)
    assert (await e.jalankan("{ satu { nomor } }", konteks=konteks())).isi == {"data": {"satu": {"nomor": 1}}}
    assert len(e.rak) == 0


@pytest.mark.parametrize(
    ("nama", "pesan"),
    [
        (None, "Dokumen memuat beberapa operasi. Sebutkan salah satu dengan operationName."),
        ("C", "Operasi dengan operationName itu tidak ada di dalam dokumen."),
    ],
)
async def test_of_several_operations_one_must_be_named(nama: str | None, pesan: str) -> None:
    JUMLAH.clear()
    dokumen = 'mutation A { catat(apa: "a") } mutation B { catat(apa: "b") }'
    assert await galat(dokumen, operation_name=nama) == ("PERMINTAAN_TIDAK_SAH", pesan)
    assert JUMLAH == []
    assert await jalan(dokumen, operation_name="B") == {"data": {"catat": "b"}}


async def test_a_document_of_fragments_only_has_nothing_to_run() -> None:
    isi = await jalan("fragment F on Query { __typename }")
    assert "data" not in isi
    assert {e["extensions"]["kode"] for e in isi["errors"]} == {"PERMINTAAN_TIDAK_SAH"}


async def test_syntax_and_validation_errors_are_shown_without_suggestions() -> None:
    assert (await galat("{"))[0] == "PERMINTAAN_TIDAK_SAH"
    assert await galat("{ kursii { nomor } }") == (
        "PERMINTAAN_TIDAK_SAH",
        "Cannot query field 'kursii' on type 'Query'.",
    )


async def test_faults_of_the_server_are_masked_counted_and_stay_in_their_field() -> None:
    gagal: list[str] = []
    e = Eksekutor(SCHEMA, Batas(), pemilik=lambda t, b: f"{t}.{b}", gagal=gagal.append)
    jawaban = await e.jalankan("{ a: bocor kursi { b: gagal nomor } }", konteks=konteks())
    assert jawaban.isi["data"] == {"a": None, "kursi": [{"b": None, "nomor": 0}, {"b": None, "nomor": 1}]}
    assert [(g["message"], g["extensions"], g["path"]) for g in jawaban.isi["errors"]] == [
        ("Terjadi kesalahan di server.", {"kode": "KESALAHAN_SISTEM"}, path)
        for path in (["a"], ["kursi", 0, "b"], ["kursi", 1, "b"])
    ]
    assert gagal == ["Query.bocor", "Kursi.gagal", "Kursi.gagal"]


async def test_a_value_a_resolver_must_not_return_is_masked_too() -> None:
    isi = await jalan("{ terlaluBesar }")
    assert isi["data"] == {"terlaluBesar": None}
    assert [(g["message"], g["extensions"]["kode"]) for g in isi["errors"]] == [
        ("Terjadi kesalahan di server.", "KESALAHAN_SISTEM")
    ]


async def test_refusals_say_what_they_are() -> None:
    isi = await jalan("{ ditolak tidakSah }")
    assert isi["data"] == {"ditolak": None, "tidakSah": None}
    assert [(g["extensions"], g["path"]) for g in isi["errors"]] == [
        ({"kode": "DITOLAK", "izin": "paksi:himpun"}, ["ditolak"]),
        ({"kode": "PERMINTAAN_TIDAK_SAH"}, ["tidakSah"]),
    ]
    assert isi["errors"][1]["message"] == "Penanda halaman rusak."


@pytest.mark.parametrize("variables", [{"v": None}, {"v": "x"}, {"v": 2**31}, {"v": 1.5}, {"v": []}, {}])
async def test_a_variable_of_the_wrong_type_is_an_error_of_the_request(variables: dict[str, Any]) -> None:
    isi = await jalan("query ($v: Int!) { wajib(nomor: $v) }", variables=variables)
    assert isi.keys() == {"errors"}
    assert {e["extensions"]["kode"] for e in isi["errors"]} == {"PERMINTAAN_TIDAK_SAH"}


async def test_null_for_a_variable_with_a_default_is_the_clients_fault() -> None:
    isi = await jalan("query ($v: Int = 1) { wajib(nomor: $v) }", variables={"v": None})
    assert {e["extensions"]["kode"] for e in isi["errors"]} == {"PERMINTAAN_TIDAK_SAH"}


async def test_a_malformed_uuid_is_the_clients_fault() -> None:
    for isi in (
        await jalan('{ kenal(id: "bukan") }'),
        await jalan("query ($v: UUID!) { kenal(id: $v) }", variables={"v": "bukan"}),
    ):
        assert isi.keys() == {"errors"}
        assert {e["extensions"]["kode"] for e in isi["errors"]} == {"PERMINTAAN_TIDAK_SAH"}
    satu = str(uuid4())
    assert await jalan("query ($v: UUID!) { kenal(id: $v) }", variables={"v": satu}) == {
        "data": {"kenal": satu}
    }


# limits ---------------------------------------------------------------------------------------------------


def dalam(n: int) -> str:
    return "{ satu" + " { daftar" * n + " { nomor }" + " }" * n + " }"


@pytest.mark.parametrize(
    ("batas", "dokumen", "nama"),
    [
        ({"kedalaman": 5}, dalam(4), "kedalaman"),
        ({"kedalaman": 3}, "{ ...A } fragment A on Query { satu { ...B } } fragment B on Kursi { daftar { anak { nomor } } }", "kedalaman"),
        ({"alias": 2}, "{ a: __typename b: __typename c: __typename }", "alias"),
        ({"alias": 2}, "{ ...A satu { ...B } } fragment A on Query { a: __typename x: satu { ...B } } fragment B on Kursi { b: nomor }", "alias"),
        ({"bidang_akar": 2}, "{ a: __typename ...A } fragment A on Query { b: __typename ... { c: __typename } }", "bidang_akar"),
        ({"ulangan": 3}, "{ satu { nomor nomor ... { nomor nomor } } }", "ulangan"),
        ({"daftar": 3}, "{ satu(daftar: [1, 2, 3, 4]) { nomor } }", "daftar"),
        ({"teks": 3}, '{ satu(teks: "abcd") { nomor } }', "teks"),
        ({"teks": 3}, 'query ($t: String! = "abcd") { satu(teks: $t) { nomor } }', "teks"),
        ({"kedalaman_json": 2}, "{ satu(daftar: [[[1]]]) { nomor } }", "kedalaman_json"),
        ({"biaya": 100}, "{ kursi(first: 100) { nomor } }", "biaya"),
        ({"biaya": 100}, "{ kursi(first: 10) { daftar { nomor } } }", "biaya"),
        ({"biaya": 100}, "{ satu { ...A } } fragment A on Kursi { anak(first: 50) { ...B } } fragment B on Kursi { nomor a: nomor }", "biaya"),
        ({"kedalaman_introspeksi": 4}, "{ __schema { types { fields { type { name } } } } }", "kedalaman_introspeksi"),
    ],
)  # fmt: skip
async def test_a_document_beyond_a_limit_is_refused(batas: dict[str, Any], dokumen: str, nama: str) -> None:
    assert (await galat(dokumen, batas=batas))[0] == nama
    assert "data" in await jalan(dokumen.replace("[[[1]]]", "[1]"))


async def test_tokens_and_comments_are_limited() -> None:
    assert (await galat("{" + " nomor" * 50 + "}", batas={"token": 20}))[0] == "PERMINTAAN_TIDAK_SAH"
    assert (await galat("#\n" * 50 + "{ __typename }", batas={"komentar": 20}))[0] == "PERMINTAAN_TIDAK_SAH"


@pytest.mark.parametrize(
    ("batas", "variables", "nama"),
    [
        ({"teks": 3}, {"t": "abcd"}, "teks"),
        ({"daftar": 3}, {"d": [1, 2, 3, 4]}, "daftar"),
        ({"kedalaman_json": 3}, {"d": [[[1]]]}, "kedalaman_json"),
        ({}, {"t": "a\0b"}, "PERMINTAAN_TIDAK_SAH"),
        ({}, {"i": 1e30}, "angka"),
        ({"biaya": 100}, {"n": 100}, "biaya"),
    ],
)
async def test_variables_beyond_a_limit_are_refused(batas: dict[str, Any], variables: Any, nama: str) -> None:
    dokumen = 'query ($t: String! = "", $d: [Int!], $i: ID, $n: Int! = 1) { satu(teks: $t, daftar: $d, id: $i) { anak(first: $n) { nomor } } }'
    assert (await galat(dokumen, batas=batas, variables=variables))[0] == nama
    assert await jalan(dokumen, batas=batas) == {"data": {"satu": {"anak": []}}}


async def test_the_cost_of_a_kept_document_follows_its_variables() -> None:
    e = eksekutor(biaya=100)
    dokumen = "query ($n: Int) { satu { ...A ...B } } fragment A on Kursi { anak(first: $n) { ...C } } fragment B on Kursi { lain: anak(first: $n) { ...C } } fragment C on Kursi { nomor }"
    siap = e.siapkan(dokumen, variables={"n": 48})
    assert siap.operasi.biaya.hitung({"n": 48}) == 1 + 2 + 48 + 48
    assert siap.operasi.biaya.hitung({}) == 1 + 2 + 50 + 50
    assert (await e.jalankan(dokumen, variables={"n": 48}, konteks=konteks())).isi["data"] is not None
    assert (await e.jalankan(dokumen, variables={"n": 49}, konteks=konteks())).isi.keys() == {"errors"}


async def test_graphiqls_introspection_passes_the_default_limits() -> None:
    dokumen = get_introspection_query(
        descriptions=True, specified_by_url=True, directive_is_repeatable=True, schema_description=True,
        input_value_deprecation=True,
    )  # fmt: skip
    isi = await jalan(dokumen)
    assert isi.keys() == {"data"}


async def test_introspection_that_walks_in_circles_is_refused() -> None:
    putar = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }"
    isi = await jalan(putar)
    assert isi.keys() == {"errors"}
    assert {e["message"] for e in isi["errors"]} == {"Maximum introspection depth exceeded"}


@pytest.mark.parametrize("angka", ["1" * 5000, "-" + "9" * 5000, "1e400", "1" * 30])
async def test_numbers_of_any_length_in_a_document_are_an_error_of_the_request(angka: str) -> None:
    for dokumen in (
        f"{{ satu(nomor: {angka}) {{ nomor }} }}",
        f"query ($n: Int = {angka}) {{ satu(nomor: $n) {{ anak(first: $n) {{ nomor }} }} }}",
    ):
        isi = await jalan(dokumen)
        assert isi.keys() == {"errors"}
        assert {e["extensions"]["kode"] for e in isi["errors"]} == {"PERMINTAAN_TIDAK_SAH"}


# GET, secrets ---------------------------------------------------------------------------------------------


async def test_mutations_are_refused_where_only_queries_may_come() -> None:
    JUMLAH.clear()
    jawaban = await eksekutor().jalankan('mutation { catat(apa: "x") }', konteks=konteks(), hanya_query=True)
    assert jawaban.ditolak is Sebab.HANYA_QUERY
    assert "data" not in jawaban.isi
    assert JUMLAH == []


async def test_a_secret_comes_as_a_variable_and_its_document_is_not_kept() -> None:
    e = eksekutor()
    for dokumen, variables in (
        ("mutation ($s: Rahasia!) { masuk(sandi: $s) }", {"s": "abc"}),
        ("mutation ($m: Masuk!) { masukIsian(isian: $m) }", {"m": {"nama": "a", "sandi": "b"}}),
    ):
        jawaban = await e.jalankan(dokumen, variables=variables, konteks=konteks())
        assert "data" in jawaban.isi
    assert len(e.rak) == 0


@pytest.mark.parametrize(
    "dokumen",
    [
        'mutation { masuk(sandi: "hunter2") }',
        'mutation ($s: Rahasia = "hunter2") { masuk(sandi: $s) }',
        'mutation { masukIsian(isian: {nama: "a", sandi: "hunter2"}) }',
        "mutation { masuk(sandi: 42424242) }",
    ],
)
async def test_a_secret_as_a_literal_is_refused_and_not_repeated(dokumen: str) -> None:
    e = eksekutor()
    jawaban = await e.jalankan(dokumen, konteks=konteks())
    assert jawaban.isi.keys() == {"errors"}
    assert "hunter2" not in str(jawaban.isi)
    assert "42424242" not in str(jawaban.isi)
    assert len(e.rak) == 0


async def test_a_secret_of_the_wrong_type_is_not_repeated() -> None:
    isi = await jalan("mutation ($s: Rahasia!) { masuk(sandi: $s) }", variables={"s": 42424242})
    assert isi.keys() == {"errors"}
    assert "42424242" not in str(isi)


async def test_a_fault_while_a_secret_is_at_hand_leaves_no_text_in_the_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    isi = await jalan(
        "mutation ($m: Masuk!) { masukIsian(isian: $m) }", variables={"m": {"nama": "a", "sandi": "hunter2"}}
    )
    assert [e["extensions"]["kode"] for e in isi["errors"]] == ["KESALAHAN_SISTEM"]
    tercatat = capsys.readouterr()
    assert "RuntimeError" in tercatat.out + tercatat.err
    assert "hunter2" not in tercatat.out + tercatat.err


# subscriptions --------------------------------------------------------------------------------------------


async def alir(e: Eksekutor, dokumen: str, k: Konteks | None = None, **lain: Any) -> list[dict[str, Any]]:
    return [j.isi async for j in e.langgan(e.siapkan(dokumen, **lain), k or konteks())]


async def test_a_subscription_answers_once_per_event() -> None:
    assert await alir(eksekutor(), "subscription { hitung(sampai: 2) }") == [
        {"data": {"hitung": 0}},
        {"data": {"hitung": 1}},
    ]


async def test_a_stream_that_breaks_ends_with_a_masked_error() -> None:
    *awal, akhir = await alir(eksekutor(), "subscription { hitung(sampai: 3) }")
    assert len(awal) == 3
    assert akhir.keys() == {"errors"}
    assert [(g["message"], g["extensions"]["kode"]) for g in akhir["errors"]] == [
        ("Terjadi kesalahan di server.", "KESALAHAN_SISTEM")
    ]


async def test_a_stream_that_may_not_open_says_so() -> None:
    (akhir,) = await alir(eksekutor(), "subscription { tolak }")
    assert [g["extensions"]["kode"] for g in akhir["errors"]] == ["DITOLAK"]


async def test_wrong_variables_of_a_subscription_are_an_error_of_the_request() -> None:
    (akhir,) = await alir(eksekutor(), "subscription ($n: Int!) { hitung(sampai: $n) }", variables={"n": "x"})
    assert [g["extensions"]["kode"] for g in akhir["errors"]] == ["PERMINTAAN_TIDAK_SAH"]


async def test_the_actor_is_read_anew_before_every_event() -> None:
    dibaca: list[int] = []

    async def segarkan() -> Aktor:
        dibaca.append(1)
        return Aktor.sistem("baru")

    k = konteks(segarkan=segarkan)
    await alir(eksekutor(), "subscription { hitung(sampai: 2) }", k)
    assert len(dibaca) == 2
    assert k.aktor.nama == "baru"


async def test_a_subscription_by_a_transport_with_one_answer_is_refused() -> None:
    jawaban = await eksekutor().jalankan("subscription { hitung(sampai: 1) }", konteks=konteks())
    assert jawaban.ditolak is Sebab.BUTUH_ALIRAN
    assert "data" not in jawaban.isi
