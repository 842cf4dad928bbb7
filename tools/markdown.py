"""What the checks need to know of a Markdown page: links, headings, code blocks and inline code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A fenced block of code: the first word of its info string, its text, and the line it begins at."""

    language: str
    text: str
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A link target or a piece of inline code, and a line near it."""

    text: str
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One parsed page."""

    path: Path
    slugs: frozenset[str]
    links: tuple[Span, ...]
    codes: tuple[Span, ...]
    blocks: tuple[Block, ...]


def slug(heading: str) -> str:
    """Return the anchor that hosting sites give a heading."""
    return _NOT_IN_SLUG.sub("", heading.strip().lower()).replace(" ", "-")


def read(path: Path) -> Page:
    """Parse one page."""
    tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8"))
    links: list[Span] = []
    codes: list[Span] = []
    for token, line in _inline(tokens):
        target = token.attrGet("href") if token.type == "link_open" else token.attrGet("src")
        if isinstance(target, str):
            links.append(Span(text=target, line=line))
        elif token.type == "code_inline":
            codes.append(Span(text=token.content, line=line))
    fences = [token for token in tokens if token.type == "fence"]
    return Page(
        path=path,
        slugs=frozenset(_slugs(tokens)),
        links=tuple(links),
        codes=tuple(codes),
        blocks=tuple(
            Block(language=(token.info.split() or [""])[0], text=token.content, line=_line(token))
            for token in fences
        ),
    )


def pages(root: Path) -> list[Page]:
    """Parse every page of a repository, leaving out hidden folders and what package managers put there."""
    found: list[Page] = []
    for path in sorted(root.rglob("*.md")):
        parts = path.relative_to(root).parts
        if not any(part.startswith(".") or part == "node_modules" for part in parts):
            found.append(read(path))
    return found


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0


def _inline(tokens: list[Token]) -> Iterator[tuple[Token, int]]:
    for token in tokens:
        for child in token.children or ():
            yield child, _line(token)


def _slugs(tokens: list[Token]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for before, token in pairwise(tokens):
        if before.type == "heading_open":
            text = "".join(child.content for child in token.children or ())
            made = slug(text)
            again = seen.get(made, 0)
            seen[made] = again + 1
            yield f"{made}-{again}" if again else made
