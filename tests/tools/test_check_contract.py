from __future__ import annotations

from pathlib import Path

import pytest

from tools.check_contract import breaking, check, named, publish

OLD = "type Query { halo(nama: String): String lama: String }\n"
NEW = "type Query { halo(nama: String): String }\n"
SAID = "Field Query.lama was removed."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "schema" / "published").mkdir(parents=True)
    (tmp_path / "schema" / "operations").mkdir()
    (tmp_path / "docs").mkdir()
    for name in ("core", "semua"):
        (tmp_path / "schema" / f"{name}.graphql").write_text(OLD)
        (tmp_path / "schema" / "published" / f"{name}.graphql").write_text(OLD)
    page(tmp_path, "")
    return tmp_path


def page(root: Path, text: str) -> None:
    (root / "docs" / "upgrade.md").write_text(
        f"# Upgrading\n\n## Not published yet\n\n{text}\n\n## 0.1\n\n- `x`\n"
    )


def test_the_contract_of_this_repository_is_sound() -> None:
    assert check(Path(__file__).resolve().parents[2]) == []


def test_an_unchanged_contract_is_sound(root: Path) -> None:
    assert check(root) == []


def test_a_breaking_change_must_be_named(root: Path) -> None:
    (root / "schema" / "semua.graphql").write_text(NEW)
    (said,) = check(root)
    assert f"- `{SAID}`" in said
    page(root, f"- `{SAID}` use halo")
    assert check(root) == []


def test_a_change_named_in_an_older_section_does_not_count(root: Path) -> None:
    (root / "schema" / "semua.graphql").write_text(NEW)
    (root / "docs" / "upgrade.md").write_text(f"## Not published yet\n\n## 0.1\n\n- `{SAID}`\n")
    assert len(check(root)) == 1


def test_a_change_that_does_not_break_must_not_be_named(root: Path) -> None:
    page(root, f"- `{SAID}`")
    assert check(root) == [f"docs/upgrade.md: names a change that is none: `{SAID}`"]


def test_growth_breaks_nothing() -> None:
    assert breaking(NEW, OLD) == []
    assert breaking(OLD, NEW) == [SAID]
    assert breaking(OLD, OLD.replace("nama: String", "nama: String!")) != []


def test_a_contract_that_vanishes_breaks(root: Path) -> None:
    (root / "schema" / "core.graphql").unlink()
    assert [SAID in one or "Contract core.graphql was removed." in one for one in check(root)] == [True]


def test_a_repository_without_a_published_contract_checks_nothing_and_says_so(root: Path) -> None:
    for one in (root / "schema" / "published").iterdir():
        one.unlink()
    (said,) = check(root)
    assert said.startswith("schema/published: is empty")


def test_publishing_makes_today_the_reference(root: Path) -> None:
    (root / "schema" / "semua.graphql").write_text(NEW)
    publish(root)
    assert check(root) == []
    assert (root / "schema" / "published" / "semua.graphql").read_text() == NEW


def test_an_empty_page_names_nothing() -> None:
    assert named("# Upgrading") == set()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("Halo.graphql", "query Halo { halo }", None),
        ("Halo.graphql", "query Lain { halo }", "named like the file"),
        ("Halo.graphql", "query Halo { halo } query B { halo }", "named like the file"),
        ("Halo.graphql", "query Halo { tiada }", "Cannot query field"),
        ("Halo.graphql", "query {", "Syntax Error"),
        ("Halo.txt", "query Halo { halo }", "is not a .graphql file"),
    ],
)
def test_an_operation_is_one_valid_operation_named_like_its_file(
    root: Path, name: str, text: str, said: str | None
) -> None:
    (root / "schema" / "operations" / name).write_text(text)
    found = check(root)
    assert found == [] if said is None else len(found) == 1 and said in found[0]
