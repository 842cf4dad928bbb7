"""The import checker finds each kind of planted fault, and nothing in a clean tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import check_imports

CLEAN = {
    "forum_server/__init__.py": "",
    "forum_server/plugin/__init__.py": "from forum_server.galat import GalatDomain\n",
    "forum_server/galat.py": "class GalatDomain(Exception): ...\n",
    "forum_server/graphql/konteks.py": "from forum_server.wilayah.service import ubah\nimport strawberry\n",
    "forum_server/wilayah/graphql.py": "from forum_server.wilayah import rules, service\nimport strawberry\n",
    "forum_server/wilayah/service.py": "from sqlalchemy.orm import Session\nfrom forum_server.wilayah import models\n",
    "forum_server/wilayah/rules.py": "from sqlalchemy import and_\nfrom forum_server.database.clause import dalam\n",
    "forum_server/wilayah/models.py": "from forum_server.wilayah.rules import Tingkat\n",
    "plugins/a/forum_a/__init__.py": "from forum_server.plugin import hookimpl\nrequires = ('b',)\n",
    "plugins/a/forum_a/surat/service/__init__.py": "from forum_server.plugin import Session, catat\n",
    "plugins/a/forum_a/surat/graphql.py": "from forum_server import plugin\nfrom forum_b.publik import Nilai\n",
    "plugins/a/forum_a/jembatan_c.py": "from forum_c.publik import Nilai\n",
    "plugins/b/forum_b/__init__.py": "",
    "plugins/b/forum_b/publik.py": "class Nilai: ...\n",
    "plugins/c/forum_c/__init__.py": "requires: tuple[str, ...] = ()\n",
    "plugins/c/forum_c/publik.py": "class Nilai: ...\n",
    "tests/a/test_surat.py": "from forum_server.plugin import Aktor\nfrom forum_server.testing import Server\n",
    "tools/check.py": "",
}

FAULTS = [
    ("forum_server/wilayah/graphql.py", "import forum_a", "the core imports the plugin forum_a"),
    (
        "forum_server/galat.py",
        "def f():\n    from forum_b import publik",
        "the core imports the plugin forum_b",
    ),
    (
        "plugins/a/forum_a/surat/graphql.py",
        "from forum_server.galat import GalatDomain",
        "a plugin may import only forum_server.plugin, not forum_server.galat.GalatDomain",
    ),
    (
        "plugins/a/forum_a/surat/graphql.py",
        "from forum_server.plugin.fields import Fields",
        "a plugin may import only forum_server.plugin, not forum_server.plugin.fields.Fields",
    ),
    (
        "plugins/a/forum_a/surat/graphql.py",
        "from forum_server import database",
        "a plugin may import only forum_server.plugin, not forum_server.database",
    ),
    (
        "plugins/a/forum_a/surat/graphql.py",
        "from forum_b.surat import models",
        "of another plugin only forum_b.publik may be imported, not forum_b.surat.models",
    ),
    (
        "plugins/a/forum_a/surat/graphql.py",
        "from forum_c.publik import Nilai",
        "forum_c is not in requires, so only a bridge module (jembatan*.py) may import it",
    ),
    (
        "forum_server/wilayah/service.py",
        "from forum_server.wilayah import graphql",
        "service imports graphql: forum_server.wilayah.graphql",
    ),
    (
        "forum_server/wilayah/service.py",
        "from forum_server.graphql.konteks import Konteks",
        "service imports graphql: forum_server.graphql.konteks.Konteks",
    ),
    ("forum_server/wilayah/service.py", "import strawberry", "service imports strawberry"),
    (
        "forum_server/wilayah/models.py",
        "from forum_server.wilayah.service import ubah",
        "models imports service: forum_server.wilayah.service.ubah",
    ),
    (
        "forum_server/wilayah/rules.py",
        "if TYPE_CHECKING:\n    from sqlalchemy.orm import Session",
        "rules imports sqlalchemy.orm.Session",
    ),
    (
        "forum_server/wilayah/rules.py",
        "from forum_server.database import Database",
        "rules imports forum_server.database.Database",
    ),
    (
        "forum_server/wilayah/rules.py",
        "from forum_server.wilayah.service import ubah",
        "rules imports service: forum_server.wilayah.service.ubah",
    ),
    (
        "plugins/a/forum_a/surat/service/__init__.py",
        "from forum_server.plugin import Requires",
        "service imports Requires from forum_server.plugin",
    ),
    (
        "plugins/a/forum_a/surat/service/__init__.py",
        "from forum_a.surat.graphql import Surat",
        "service imports graphql: forum_a.surat.graphql.Surat",
    ),
    (
        "tests/a/test_surat.py",
        "from forum_server.database import Database",
        "tests of a plugin use forum_server.plugin and forum_server.testing only, not forum_server.database.Database",
    ),
    ("forum_server/galat.py", "\n" * 499, "501 lines; split where a second noun appears (at most 500)"),
    ("tools/check.py", "\n" * 500, "501 lines; split where a second noun appears (at most 500)"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in CLEAN.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def plant(tree: Path, name: str, text: str) -> None:
    (tree / name).write_text((tree / name).read_text() + text + "\n")


def test_a_clean_tree_has_no_findings(tree: Path) -> None:
    assert check_imports.check(tree) == []
    assert check_imports.main(tree) == 0


@pytest.mark.parametrize(("name", "text", "said"), FAULTS)
def test_each_kind_of_planted_fault_is_found_alone(
    tree: Path, name: str, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, name, text)
    (found,) = check_imports.check(tree)
    assert (found.path, found.text, found.warning) == (tree / name, said, False)
    assert check_imports.main(tree) == 1
    assert f"{name}:{found.line}: error: {said}\n" in capsys.readouterr().out


def test_a_long_module_is_only_reported_until_it_is_too_long(tree: Path) -> None:
    plant(tree, "forum_server/galat.py", "\n" * 450)
    (found,) = check_imports.check(tree)
    assert found.warning
    assert check_imports.main(tree) == 0


def test_a_migration_may_be_long(tree: Path) -> None:
    (tree / "plugins/a/forum_a/migrations").mkdir()
    (tree / "plugins/a/forum_a/migrations/satu.py").write_text("\n" * 600)
    assert check_imports.check(tree) == []
