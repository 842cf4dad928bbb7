"""The documentation checker finds each kind of planted fault, and nothing in clean pages."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Literal

import pytest
import typer
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from forum_server.plugin.hookspecs import hookspec
from tools import check_docs, names, reference
from tools.markdown import slug
from tools.names import Command, Hook, Names, Setting

KNOWN = Names(
    settings=(Setting(variable="FORUM_STRICT", kind="bool", default="False", text="Strict."),),
    hooks=(
        Hook(name="roles", arguments=(), text="Roles."),
        Hook(name="seed", arguments=("kind", "session"), text="S."),
    ),
    commands=(
        Command(words=("forum",), text=""),
        Command(words=("forum", "serve"), text="Serve."),
        Command(words=("forum", "akun"), text="Accounts."),
        Command(words=("forum", "akun", "buat"), text="Make one."),
    ),
    targets=frozenset({"demo", "test"}),
)

MULAI = """\
# Mulai di sini

Lihat [glosarium](docs/glossary.md), [lagi](#mulai-di-sini), [kepala](docs/glossary.md#glosarium-kata) dan
[luar](https://example.org/x). Jalankan `make demo`, lalu `forum akun buat --nama x`; setel `FORUM_STRICT`.

```console
$ make demo
$ FORUM_STRICT=1 forum serve --port 8000
INFO serving
```

```python
from forum_server.plugin import hookimpl

@hookimpl
def seed(kind): ...

await db.write(f)
```

```json
{"a": 1}
```

```toml
a = 1
```

```graphql
{ wilayah(kode: "61") { nama } }
```

```graphql
type Query { apa: Int }
```
"""

GLOSARIUM = """\
# Glosarium: kata

| Kata | Arti | Dalam kode |
| --- | --- | --- |
| **himpunan** | a pool | `Himpunan` |
| **wilayah** | a region | `wilayah`, `Wilayah` |
"""

SKEMA = "type Query { wilayah(kode: String!): Wilayah } type Wilayah { nama: String! }"

FAULTS = [
    ("[x](docs/tiada.md)", "link to nothing: docs/tiada.md"),
    ("[x](docs/glossary.md#tiada)", "no such heading: docs/glossary.md#tiada"),
    ("[x](#tiada)", "no such heading: #tiada"),
    ("![x](gambar.png)", "link to nothing: gambar.png"),
    ("[x](../luar.md)", "link leaves the repository: ../luar.md"),
    ("[x](/etc/passwd)", "link leaves the repository: /etc/passwd"),
    ("[x][y]\n\n[y]: tiada.md", "link to nothing: tiada.md"),
    ("`make teh`", "no such make target: teh"),
    ("`forum minum`", "no such command: forum minum"),
    ("`forum akun hapus x`", "no such command: forum akun hapus"),
    ("```sh\n.venv/bin/forum minum\n```", "no such command: forum minum"),
    ("Isi FORUM_TIDAK_ADA.", "no such setting: FORUM_TIDAK_ADA"),
    ("```sh\nFORUM_TIADA=1 forum serve\n```", "no such setting: FORUM_TIADA"),
    ("| Setelan |\n| --- |\n| `FORUM_TIADA` |", "no such setting: FORUM_TIADA"),
    ("| `kode` |\n| --- |\n| `LAIN` | lihat FORUM_TIADA |", "no such setting: FORUM_TIADA"),
    ("```python\n@hookimpl\ndef minum(): ...\n```", "no such hook: minum"),
    ("```python\n@hookimpl(trylast=True)\ndef seed(jenis): ...\n```", "hook seed has no argument jenis"),
    ("```json\n{a: 1}\n```", "json block: Expecting property name enclosed in double quotes"),
    ("```toml\na = \n```", "toml block: Invalid value"),
    ("```python\ndef f(:\n```", "python block: invalid syntax"),
    ("```graphql\n{ wilayah {\n```", "graphql block: Syntax Error"),
    (
        "```graphql\n{ wilayah(kode: 1) { nama } }\n```",
        "graphql block: String cannot represent a non string value: 1",
    ),
    (
        '```graphql\n{ wilayah(kode: "1") { umur } }\n```',
        "graphql block: Cannot query field 'umur' on type 'Wilayah'.",
    ),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "README.md": MULAI,
        "docs/glossary.md": GLOSARIUM,
        "docs/rujukan.md": reference.render(KNOWN),
        "schema/semua.graphql": SKEMA,
        "forum_server/himpunan.py": "class Himpunan: ...\nwilayah = Himpunan()\n",
        "plugins/a.py": "",
        ".venv/lib/README.md": "[x](tiada.md)",
        "node_modules/x/README.md": "[x](tiada.md)",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_clean_pages_have_no_findings(root: Path) -> None:
    assert check_docs.check(root, KNOWN) == []


def test_a_refusal_in_its_table_is_no_setting(root: Path) -> None:
    (root / "README.md").write_text(f"{MULAI}\n| `kode` | arti |\n| --- | --- |\n| `FORUM_TIADA` | arti |\n")
    assert check_docs.check(root, KNOWN) == []


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_each_kind_of_planted_fault_is_found_alone(root: Path, text: str, said: str) -> None:
    (root / "README.md").write_text(f"{MULAI}\n{text}\n")
    (found,) = check_docs.check(root, KNOWN)
    assert found.path == root / "README.md"
    assert found.text.startswith(said)
    assert found.line > MULAI.count("\n")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("| **wilayah** | again | |", "wilayah is there twice"),
        ("| **apa** | out of order | |", "apa stands after wilayah"),
        ("| **zona** | not in the code | `Zona` |", "the code does not use Zona"),
    ],
)
def test_a_glossary_that_is_doubled_unordered_or_unused_is_found(root: Path, row: str, said: str) -> None:
    (root / "docs/glossary.md").write_text(f"{GLOSARIUM}{row}\n")
    assert [found.text for found in check_docs.check(root, KNOWN)] == [said]


def test_a_glossary_without_words_is_found(root: Path) -> None:
    (root / "docs/glossary.md").write_text("# Glosarium: kata\n")
    assert [found.text for found in check_docs.check(root, KNOWN)] == ["no words found"]


def test_a_reference_page_that_is_not_what_the_code_says_is_found(root: Path) -> None:
    (root / "docs/rujukan.md").write_text(reference.render(KNOWN).replace("Make one.", "Make two."))
    assert [found.text for found in check_docs.check(root, KNOWN)] == [
        "is not what the code says: run make docs"
    ]


def test_settings_are_named_as_the_environment_names_them() -> None:
    class Batas(BaseModel):
        dalam: int = Field(default=12, description="How deep a\n  query may be.")

    class Contoh(BaseSettings):
        model_config = SettingsConfigDict(env_prefix="FORUM_", env_nested_delimiter="__")
        batas: Batas = Batas()
        jalan: Path | None = None
        wajib: str
        log: Literal["json", "teks"] = "teks"

    assert names.settings(Contoh) == (
        Setting(variable="FORUM_BATAS__DALAM", kind="int", default="12", text="How deep a query may be."),
        Setting(variable="FORUM_JALAN", kind="Path | None", default="", text=""),
        Setting(variable="FORUM_WAJIB", kind="str", default="", text=""),
        Setting(variable="FORUM_LOG", kind="json, teks", default="teks", text=""),
    )


def test_hooks_are_the_functions_marked_as_specifications() -> None:
    modul = ModuleType("spesifikasi")

    def seed(kind: str, session: object) -> None:
        """Write rows."""

    def bukan() -> None: ...

    vars(modul).update(seed=hookspec(seed), bukan=bukan, angka=1)
    assert names.hooks(modul) == (Hook(name="seed", arguments=("kind", "session"), text="Write rows."),)


def test_commands_are_walked_with_their_groups() -> None:
    app, akun = typer.Typer(), typer.Typer(help="Accounts.")
    app.add_typer(akun, name="akun")

    @akun.command("buat")
    def buat() -> None:
        """Make
        one.

        More.
        """

    @akun.command("rahasia", hidden=True)
    def rahasia() -> None: ...

    assert names.commands(app, "forum") == (
        Command(words=("forum",), text=""),
        Command(words=("forum", "akun"), text="Accounts."),
        Command(words=("forum", "akun", "buat"), text="Make one."),
    )


def test_this_repository_names_its_targets() -> None:
    known = names.targets(Path(__file__).parents[2] / "Makefile")
    assert {"help", "demo", "test", "check", "format", "sdl", "lock", "bench", "clean"} <= known


@pytest.mark.parametrize(
    ("heading", "anchor"), [("Mulai di sini", "mulai-di-sini"), ("Glosarium: kata", "glosarium-kata")]
)
def test_headings_become_anchors_as_hosting_sites_make_them(heading: str, anchor: str) -> None:
    assert slug(heading) == anchor


def test_files_of_an_installation_name_commands_and_settings_that_exist(tmp_path: Path) -> None:
    (tmp_path / "deploy").mkdir()
    berkas = tmp_path / "deploy" / "x.service"
    berkas.write_text("# forum tiada is a comment\nExecStart=/opt/forum/bin/forum serve\nFORUM_STRICT=1\n")
    assert [*check_docs.deployed(tmp_path, KNOWN)] == []
    berkas.write_text("ExecStart=/opt/forum/bin/forum tiada\nFORUM_TIADA=1\n")
    assert [(f.line, f.text) for f in check_docs.deployed(tmp_path, KNOWN)] == [
        (1, "no such command: forum tiada"),
        (2, "no such setting: FORUM_TIADA"),
    ]
