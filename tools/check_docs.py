"""Documentation that cannot lie: links, code blocks, glossary and every name a page mentions.

* Links between pages of the repository resolve, anchors too.
* Python blocks compile, JSON and TOML blocks parse, GraphQL operations are valid for the published schema.
* ``forum ...`` and ``make ...`` in shell blocks and inline code, ``FORUM_...`` variables anywhere, and functions
  under ``@hookimpl`` in Python blocks exist with those names and arguments.
* Commands and ``FORUM_...`` variables in the files under deploy/ exist too.
* The glossary has each word once, in order, and every name it gives is used in the code.
* docs/rujukan.md is what ``make docs`` writes.

Run as ``python -m tools.check_docs``.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import graphql

from tools import markdown, names, reference
from tools.markdown import Block, Page
from tools.names import Names

GLOSSARY = Path("docs/glossary.md")
DEPLOY = Path("deploy")
SCHEMA = Path("schema/semua.graphql")
SHELL = frozenset({"bash", "console", "sh", "shell"})

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_VARIABLE = re.compile(r"\bFORUM_[A-Z0-9_]*[A-Z0-9]\b")
_CODE = re.compile(r"\| `([A-Z][A-Z0-9_]*)` \|")
_CALLED = re.compile(r"^(?:\w+=|RUN )?/opt/forum/bin/forum (.*)")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORD = re.compile(r"[a-z][a-z0-9-]*\Z")
_ROW = re.compile(r"^\| \*\*(?P<word>[^*]+)\*\* \|(?P<meaning>.+)\|(?P<names>[^|]*)\|$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Finding:
    """One place where a page is wrong."""

    path: Path
    line: int
    text: str


def links(root: Path, pages: list[Page]) -> Iterator[Finding]:
    """Find links inside the repository that lead nowhere."""
    by_path = {page.path.resolve(): page for page in pages}
    for page in pages:
        for link in page.links:
            if _SCHEME.match(link.text):
                continue
            name, _, anchor = unquote(link.text).partition("#")
            target = (page.path.parent / name).resolve() if name else page.path.resolve()
            if name.startswith("/") or not target.is_relative_to(root.resolve()):
                yield Finding(path=page.path, line=link.line, text=f"link leaves the repository: {link.text}")
            elif not target.exists():
                yield Finding(path=page.path, line=link.line, text=f"link to nothing: {link.text}")
            elif anchor and (target not in by_path or anchor not in by_path[target].slugs):
                yield Finding(path=page.path, line=link.line, text=f"no such heading: {link.text}")


def _block_error(block: Block, schema: graphql.GraphQLSchema | None) -> str | None:
    try:
        match block.language:
            case "python":
                compile(
                    block.text, "<block>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True
                )
            case "json":
                json.loads(block.text)
            case "toml":
                tomllib.loads(block.text)
            case "graphql":
                return _graphql_error(block.text, schema)
            case _:
                pass
    except (SyntaxError, ValueError, graphql.GraphQLError) as error:
        return f"{block.language} block: {error}"
    return None


def _graphql_error(text: str, schema: graphql.GraphQLSchema | None) -> str | None:
    document = graphql.parse(text)
    executable = all(isinstance(one, graphql.ExecutableDefinitionNode) for one in document.definitions)
    if executable and schema is not None:
        errors = graphql.validate(schema, document)
        if errors:
            return f"graphql block: {errors[0].message}"
    return None


def blocks(root: Path, pages: list[Page]) -> Iterator[Finding]:
    """Find code blocks that are not what they say they are."""
    path = root / SCHEMA
    schema = graphql.build_schema(path.read_text(encoding="utf-8")) if path.exists() else None
    for page in pages:
        for block in page.blocks:
            said = _block_error(block, schema)
            if said is not None:
                yield Finding(path=page.path, line=block.line, text=said)


def _command_error(line: str, known: Names) -> str | None:
    words = line.split()
    if words[:1] == ["make"]:
        named = [word for word in words[1:] if _WORD.match(word)]
        wrong = [word for word in named if word not in known.targets]
        return f"no such make target: {wrong[0]}" if wrong else None
    if words[:1] != ["forum"]:
        return None
    commands = {command.words for command in known.commands}
    groups = {command[:-1] for command in commands}
    here: tuple[str, ...] = ()
    for word in words:
        if (*here, word) in commands:
            here = (*here, word)
        elif here in groups and _WORD.match(word):
            return f"no such command: {' '.join((*here, word))}"
        else:
            break
    return None


def _shell_lines(page: Page) -> Iterator[tuple[str, int]]:
    for code in page.codes:
        yield code.text, code.line
    for block in page.blocks:
        if block.language in SHELL:
            for number, line in enumerate(block.text.splitlines(), start=block.line + 1):
                command = line.strip().removeprefix("$ ")
                yield re.sub(r"^(?:[A-Z_]+=\S+ +)+", "", command).removeprefix(".venv/bin/"), number


def commands(pages: list[Page], known: Names) -> Iterator[Finding]:
    """Find commands and make targets that do not exist."""
    for page in pages:
        for line, number in _shell_lines(page):
            said = _command_error(line, known)
            if said is not None:
                yield Finding(path=page.path, line=number, text=said)


def _refusals(lines: list[str]) -> set[str]:
    """The codes in tables headed `kode`: stable codes of refusals may begin as variables do."""
    found: set[str] = set()
    inside = False
    for line in lines:
        inside = line.startswith("| `kode` |") or (inside and line.startswith("|"))
        if inside and (code := _CODE.match(line)):
            found.add(code[1])
    return found


def variables(pages: list[Page], known: Names) -> Iterator[Finding]:
    """Find environment variables that set nothing."""
    existing = {setting.variable for setting in known.settings}
    for page in pages:
        lines = page.path.read_text(encoding="utf-8").splitlines()
        refusals = _refusals(lines)
        for number, line in enumerate(lines, start=1):
            for name in _VARIABLE.findall(line):
                if name not in existing and name not in refusals:
                    yield Finding(path=page.path, line=number, text=f"no such setting: {name}")


def deployed(root: Path, known: Names) -> Iterator[Finding]:
    """Find commands and variables in the files of an installation that do not exist."""
    existing = {setting.variable for setting in known.settings}
    for path in sorted(path for path in (root / DEPLOY).rglob("*") if path.is_file()):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for name in _VARIABLE.findall(line):
                if name not in existing:
                    yield Finding(path=path, line=number, text=f"no such setting: {name}")
            called = _CALLED.search(line)
            said = None if called is None else _command_error(f"forum {called[1]}", known)
            if said is not None:
                yield Finding(path=path, line=number, text=said)


def hooks(pages: list[Page], known: Names) -> Iterator[Finding]:
    """Find example implementations of hooks that do not exist or do not have those arguments."""
    existing = {hook.name: hook for hook in known.hooks}
    for page in pages:
        for block in page.blocks:
            if block.language != "python":
                continue
            for function in _implementations(block.text):
                line = block.line + function.lineno
                hook = existing.get(function.name)
                given = [argument.arg for argument in function.args.args]
                if hook is None:
                    yield Finding(path=page.path, line=line, text=f"no such hook: {function.name}")
                elif unknown := [name for name in given if name not in hook.arguments]:
                    said = f"hook {hook.name} has no argument {unknown[0]}"
                    yield Finding(path=page.path, line=line, text=said)


def _implementations(text: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return  # said by blocks()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            decorators = [one.func if isinstance(one, ast.Call) else one for one in node.decorator_list]
            if any(isinstance(one, ast.Name) and one.id == "hookimpl" for one in decorators):
                yield node


def glossary(root: Path) -> Iterator[Finding]:
    """Find words of the glossary that are doubled, out of order, or not used by the code."""
    path = root / GLOSSARY
    text = path.read_text(encoding="utf-8")
    used = _identifiers(root)
    before = ""
    rows = list(_ROW.finditer(text))
    if not rows:
        yield Finding(path=path, line=1, text="no words found")
    for row in rows:
        line = text.count("\n", 0, row.start()) + 1
        word = row["word"].strip().casefold()
        if word <= before:
            said = "is there twice" if word == before else f"stands after {before}"
            yield Finding(path=path, line=line, text=f"{word} {said}")
        before = word
        for name in re.findall(r"`([^`]+)`", row["names"]):
            if name not in used:
                yield Finding(path=path, line=line, text=f"the code does not use {name}")


def _identifiers(root: Path) -> set[str]:
    found: set[str] = set()
    for folder, pattern in (("forum_server", "*.py"), ("plugins", "*.py"), ("schema", "*.graphql")):
        for path in (root / folder).rglob(pattern):
            found.update(_IDENTIFIER.findall(path.read_text(encoding="utf-8")))
    return found


def generated(root: Path, known: Names) -> Iterator[Finding]:
    """Find a reference page that says something else than the code."""
    path = root / reference.PAGE
    if not path.exists() or path.read_text(encoding="utf-8") != reference.render(known):
        yield Finding(path=path, line=1, text="is not what the code says: run make docs")


def check(root: Path, known: Names) -> list[Finding]:
    """Check all pages of a repository; the result is empty when nothing is wrong."""
    pages = markdown.pages(root)
    return sorted(
        [
            *links(root, pages),
            *blocks(root, pages),
            *commands(pages, known),
            *variables(pages, known),
            *deployed(root, known),
            *hooks(pages, known),
            *glossary(root),
            *generated(root, known),
        ]
    )


def main() -> int:
    """Print what is wrong; the exit status says whether anything is."""
    root = Path(__file__).resolve().parent.parent
    found = check(root, names.collect(root))
    for one in found:
        print(f"{one.path.relative_to(root)}:{one.line}: {one.text}")
    print(f"documentation: {len(found)} errors")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
