"""Example queries: how they are written, whom they fit, and that those we ship run."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
import strawberry

from forum_server.graphiql.contoh import Contoh, baca_contoh, contoh_untuk
from forum_server.graphql.batas import Batas
from forum_server.graphql.eksekusi import Eksekutor, PermintaanDitolak
from forum_server.pantau.metrik import Metrik
from forum_server.pantau.pantau import Pantau
from forum_server.plugin.manager import Plugins
from forum_server.testing import GraphQLWith
from tests.server.klien import dengan, masuk

HALAMAN = Path(__file__).parents[2] / "tools" / "graphiql" / "src"


def tulis(folder: Path, nama: str, isi: str, variabel: str | None = None) -> None:
    (folder / f"{nama}.graphql").write_text(isi, encoding="utf-8")
    if variabel is not None:
        (folder / f"{nama}.json").write_text(variabel, encoding="utf-8")


def test_a_file_says_its_title_its_text_and_whether_one_must_sign_in(tmp_path: Path) -> None:
    tulis(tmp_path, "b", "# Kedua\nquery B {\n  saya { izin }\n}\n")
    tulis(
        tmp_path,
        "a",
        "# Pertama\n# Baris satu.\n# perlu masuk\n# Baris dua.\nquery A { saya { izin } }",
        '{"x": 1}',
    )
    assert baca_contoh(tmp_path) == [
        Contoh(
            judul="Pertama",
            keterangan="Baris satu. Baris dua.",
            kueri="query A { saya { izin } }\n",
            variabel={"x": 1},
            masuk=True,
        ),
        Contoh(
            judul="Kedua", keterangan="", kueri="query B {\n  saya { izin }\n}\n", variabel={}, masuk=False
        ),
    ]


@pytest.mark.parametrize(
    ("isi", "variabel", "sebut"),
    [("{ saya { izin } }", None, "a.graphql"), ("# Judul", None, "a.graphql"), ("", None, "a.graphql"),
     ("# Judul\n{ saya { izin } }", "[]", "a.json"), ("# Judul\n{ saya { izin } }", "{", "Expecting property name")],
)  # fmt: skip
def test_a_file_that_is_wrong_is_named(tmp_path: Path, isi: str, variabel: str | None, sebut: str) -> None:
    tulis(tmp_path, "a", isi, variabel)
    with pytest.raises(ValueError, match=sebut):
        baca_contoh(tmp_path)


async def test_an_endpoint_gets_what_is_meant_for_it_and_valid_there(
    graphql_with: GraphQLWith, tmp_path: Path
) -> None:
    tulis(
        tmp_path, "a", "# Wilayah\nquery ($k: String!) { wilayah(kode: $k) { nama } }", '{"k": "{wilayah}"}'
    )
    tulis(
        tmp_path, "b", "# Lembaga\nquery ($k: String!) { lembaga(kode: $k) { nama } }", '{"k": "{lembaga}"}'
    )
    tulis(tmp_path, "c", "# Paksi\n{ paksiDaftarSkema { kode } }")
    server = await graphql_with("paksi", aktif={"61": {"paksi"}})
    contoh = baca_contoh(tmp_path)

    async def judul(kode: str) -> list[tuple[str, object]]:
        titik = await server.layanan.titik(kode)
        assert titik is not None
        return [(c.judul, c.variabel.get("k")) for c in contoh_untuk(kode, contoh, titik.eksekutor)]

    assert await judul("61.71") == [("Wilayah", "61.71"), ("Paksi", None)]
    assert await judul("62") == [("Wilayah", "62")]
    assert await judul("lsp-kpk") == [("Lembaga", "lsp-kpk")]


@strawberry.type
class Query:
    @strawberry.field
    def halo(self) -> str:
        return "halo"


def test_an_example_that_does_not_fit_is_no_refusal_in_the_metrics(tmp_path: Path) -> None:
    tulis(tmp_path, "a", "# Tidak ada di sini\n{ tidakAda }")
    tulis(tmp_path, "b", "# Halo\n{ halo }")
    metrik = Metrik(dict)
    eksekutor = Eksekutor(strawberry.Schema(Query), Batas(), pantau=Pantau(metrik=metrik))
    assert [c.judul for c in contoh_untuk("61", baca_contoh(tmp_path), eksekutor)] == ["Halo"]
    ditolak = b'forum_operations_total{kind="none",outcome="refused"} 1.0'
    assert ditolak not in metrik.teks()
    with pytest.raises(PermintaanDitolak):
        eksekutor.siapkan("{ tidakAda }")
    assert ditolak in metrik.teks(), "the control: what a client asks for is counted"


def semua() -> list[tuple[str, Contoh]]:
    plugins = Plugins(strict=True)
    plugins.load()
    return [(pemilik, satu) for pemilik, daftar in plugins.collect("examples") for satu in daftar]


async def test_every_example_is_shown_where_its_owner_runs(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi", aktif={"61": {"paksi"}, "lsp-kpk": {"paksi"}})
    tampil: set[str] = set()
    for kode in ("ID", "61", "61.71", "lsp-kpk"):
        titik = await server.layanan.titik(kode)
        assert titik is not None
        tampil |= {c.judul for c in contoh_untuk(kode, [c for _, c in semua()], titik.eksekutor)}
    assert tampil == {c.judul for _, c in semua()}
    assert len(tampil) == len(semua())  # a title says which


async def test_the_documents_of_the_sign_in_form_are_valid(graphql_with: GraphQLWith) -> None:
    titik = await (await graphql_with()).layanan.titik(None)
    assert titik is not None
    dokumen = {b.name: b.read_text(encoding="utf-8") for b in HALAMAN.glob("*.graphql")}
    assert sorted(dokumen) == ["keluar.graphql", "masuk.graphql", "masuk_totp.graphql", "segarkan.graphql"]
    for isi in dokumen.values():
        titik.eksekutor.siapkan(isi)


async def test_every_example_runs_on_the_demo(demo: str) -> None:
    async with (
        httpx.AsyncClient(timeout=60) as publik,
        dengan(await masuk(demo, "demo.koordinator")) as anggota,
    ):
        for kode in ("61", "lsp-kpk"):
            daftar = (await publik.get(f"{demo}/graphiql/{kode}/contoh")).json()["contoh"]
            for satu in daftar:
                if satu["kueri"].startswith("subscription"):
                    continue  # the browser follows it
                klien = anggota if satu["masuk"] else publik
                isi = {"query": satu["kueri"], "variables": satu["variabel"]}
                jawab = (await klien.post(f"{demo}/graphql/{kode}", json=isi)).json()
                assert "errors" not in jawab, (satu["judul"], jawab)
                assert None not in jawab["data"].values(), satu["judul"]
        assert len(daftar) >= 4
