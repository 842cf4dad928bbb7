"""The contract with clients: no breaking change of the SDL goes unsaid, and the operations we promise stay valid.

* ``schema/published/`` is the SDL of the last published version. What breaks against it must be named, in the very
  words printed here, in the section "Not published yet" of ``docs/upgrade.md``, where its reader learns what to do;
  and that section names nothing that does not break (any more).
* Every file of ``schema/operations/`` holds one named operation, called like the file and valid today.

Run as ``python -m tools.check_contract``; ``--publish`` makes today's SDL the published one.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import graphql
from graphql.utilities import BreakingChangeType, find_schema_changes

__all__ = ["breaking", "check", "named", "operations", "publish"]

SCHEMA = Path("schema")
PUBLISHED = SCHEMA / "published"
OPERATIONS = SCHEMA / "operations"
UPGRADE = Path("docs/upgrade.md")
HEADING = "## Not published yet"

_ITEM = re.compile(r"^[-*] `([^`]+)`", re.MULTILINE)


def breaking(old: str, new: str) -> list[str]:
    """What breaks for clients between two versions of an SDL, a sentence each."""
    changes = find_schema_changes(graphql.build_schema(old), graphql.build_schema(new))
    return sorted({one.description for one in changes if isinstance(one.type, BreakingChangeType)})


def named(page: str) -> set[str]:
    """The breaking changes that the upgrade page names for the version to come."""
    _, found, rest = page.partition(HEADING + "\n")
    if not found:
        return set()
    section, _, _ = rest.partition("\n## ")
    return set(_ITEM.findall(section))


def _contract(root: Path) -> Iterator[str]:
    broken: set[str] = set()
    published = sorted((root / PUBLISHED).glob("*.graphql"))
    if not published:
        yield f"{PUBLISHED}: is empty, so nothing could break. Take it back from the last published version"
    for old in published:
        new = root / SCHEMA / old.name
        if new.exists():
            broken.update(breaking(old.read_text(encoding="utf-8"), new.read_text(encoding="utf-8")))
        else:
            broken.add(f"Contract {old.name} was removed.")
    known = named((root / UPGRADE).read_text(encoding="utf-8"))
    for one in sorted(broken - known):
        yield f"{UPGRADE}: a breaking change is not named there. Take it back, or add: - `{one}` and what to do"
    for one in sorted(known - broken):
        yield f"{UPGRADE}: names a change that is none: `{one}`"


def operations(root: Path) -> Iterator[str]:
    """Find files of ``schema/operations`` that are not one valid operation with the name of its file."""
    schema = graphql.build_schema((root / SCHEMA / "semua.graphql").read_text(encoding="utf-8"))
    for path in sorted((root / OPERATIONS).glob("*")):
        said = _operation_error(path, schema)
        if said is not None:
            yield f"{path.relative_to(root)}: {said}"


def _operation_error(path: Path, schema: graphql.GraphQLSchema) -> str | None:
    if path.suffix != ".graphql":
        return "is not a .graphql file"
    try:
        document = graphql.parse(path.read_text(encoding="utf-8"))
    except graphql.GraphQLError as error:
        return error.message
    found = [one for one in document.definitions if isinstance(one, graphql.OperationDefinitionNode)]
    if len(found) != 1 or found[0].name is None or found[0].name.value != path.stem:
        return "must hold one operation, named like the file"
    errors = graphql.validate(schema, document)
    return errors[0].message if errors else None


def check(root: Path) -> list[str]:
    """Everything that is wrong with the contract."""
    return [*_contract(root), *operations(root)]


def publish(root: Path) -> None:
    """Make today's SDL the published one."""
    shutil.rmtree(root / PUBLISHED, ignore_errors=True)
    (root / PUBLISHED).mkdir(parents=True)
    for path in sorted((root / SCHEMA).glob("*.graphql")):
        shutil.copyfile(path, root / PUBLISHED / path.name)


def main() -> int:
    """Check, or publish; the exit status says whether anything is wrong."""
    root = Path(__file__).resolve().parent.parent
    if sys.argv[1:] == ["--publish"]:
        publish(root)
        print(f'published. In {UPGRADE} give "{HEADING[3:]}" its version, and begin an empty one above it.')
        return 0
    found = check(root)
    for one in found:
        print(one)
    print(f"contract: {len(found)} errors")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
