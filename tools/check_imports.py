"""Import directions and module sizes.

* The core (``forum_server``) imports no plugin.
* A plugin imports of the core only ``forum_server.plugin``, and of another plugin only its ``publik`` module:
  of one named in its ``requires``, or inside a bridge module (``jembatan*.py``).
* The tests of a plugin use of the core only ``forum_server.plugin`` and ``forum_server.testing``.
* Inside a subject imports run graphql -> service -> rules/models, and rules execute nothing on a database.
  A module has the layer of the last part of its path that names one: ``himpunan/service.py`` and
  ``himpunan/service/kunci.py`` are both service.
* A module has at most 500 lines; from 400 on it is reported.

Run as ``python -m tools.check_imports``.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CORE = "forum_server"
SURFACE = "forum_server.plugin"
TEST_KIT = "forum_server.testing"
LINES_WARN, LINES_MAX = 400, 500
LAYERS = ("graphql", "service", "rules", "models")

# What a layer must not import: other layers, packages, and names of the plugin surface that stand for them.
_GRAPHQL_PACKAGES = ("strawberry", "graphql", "starlette")
_GRAPHQL_NAMES = frozenset({"Fields", "GraphQL", "Info", "Konteks", "Parent", "Public", "Requires"})
# Rules may build SQL expressions, which are values; what executes them is for services.
_DATABASE_NAMES = frozenset({"Database", "Session", "catat", "sekarang", "setelan", "siarkan", "wajib_aktif"})
_DATABASE_PACKAGES = (
    *("sqlalchemy.create_engine", "sqlalchemy.engine", "sqlalchemy.ext", "sqlalchemy.orm.Session"),
    *("sqlalchemy.orm.session", "sqlalchemy.orm.sessionmaker", "sqlite3", "aiosqlite", "asyncpg"),
    *(
        f"forum_server.database.{part}"
        for part in ("Database", "engine", "migrate", "sekarang", "unit", "writer")
    ),
)
FORBIDDEN_LAYERS = {"service": {"graphql"}, "rules": {"graphql", "service"}, "models": {"graphql", "service"}}
FORBIDDEN_PACKAGES = {
    "service": _GRAPHQL_PACKAGES,
    "rules": (*_GRAPHQL_PACKAGES, *_DATABASE_PACKAGES),
    "models": _GRAPHQL_PACKAGES,
}
FORBIDDEN_NAMES = {
    "service": _GRAPHQL_NAMES,
    "rules": _GRAPHQL_NAMES | _DATABASE_NAMES,
    "models": _GRAPHQL_NAMES,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Import:
    """One imported module or name: ``from a.b import c`` gives module ``a.b`` and name ``c``."""

    line: int
    module: str
    name: str | None = None

    @property
    def full(self) -> str:
        """The dotted path of what is imported, a module or a name in one."""
        return self.module if self.name is None else f"{self.module}.{self.name}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One broken rule; a warning does not fail the check."""

    path: Path
    line: int
    text: str
    warning: bool = False


def imports(tree: ast.Module) -> Iterator[Import]:
    """Give every import of a module, also those inside functions and under TYPE_CHECKING."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(line=node.lineno, module=alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            for alias in node.names:
                yield Import(line=node.lineno, module=node.module, name=alias.name)


def within(dotted: str, package: str) -> bool:
    """Whether a dotted path is the package or lies in it."""
    return dotted == package or dotted.startswith(package + ".")


def layer(dotted: str) -> str | None:
    """Return the layer a dotted path belongs to, by the last part that names one."""
    return next((part for part in reversed(dotted.split(".")[1:]) if part in LAYERS), None)


def plugin_packages(root: Path) -> dict[str, Path]:
    """Return the import packages of the plugin distributions and where they lie."""
    found = sorted((root / "plugins").glob("*/forum_*/__init__.py"))
    return {init.parent.name: init.parent for init in found}


def required(package: Path) -> set[str]:
    """Return the packages of the plugins that a plugin names in its ``requires``."""
    for node in ast.parse((package / "__init__.py").read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if value is not None and any(isinstance(t, ast.Name) and t.id == "requires" for t in targets):
            return {f"forum_{name}" for name in _strings(value)}
    return set()


def _strings(value: ast.expr) -> list[str]:
    return [n.value for n in ast.walk(value) if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def _across(imported: Import, own: str, plugins: dict[str, Path], path: Path) -> str | None:
    """Say which border between core and plugins an import crosses, if any."""
    other = imported.full.split(".")[0]
    if own == CORE:
        return f"the core imports the plugin {other}" if other in plugins else None
    if other == CORE:
        allowed = within(imported.full, SURFACE) and imported.module in {CORE, SURFACE}
        return None if allowed else f"a plugin may import only {SURFACE}, not {imported.full}"
    if other in plugins and other != own:
        if not within(imported.full, f"{other}.publik"):
            return f"of another plugin only {other}.publik may be imported, not {imported.full}"
        if other not in required(plugins[own]) and not path.name.startswith("jembatan"):
            return f"{other} is not in requires, so only a bridge module (jembatan*.py) may import it"
    return None


def _upward(imported: Import, own: str) -> str | None:
    """Say which layer an import climbs to, if any."""
    here = layer(own)
    if here not in FORBIDDEN_LAYERS:
        return None
    if imported.module.split(".")[0].startswith("forum_"):
        # In `from x.service import graphql` the name is a layer only if it is a module; it is never anything else.
        there = layer(imported.full)
        if there in FORBIDDEN_LAYERS[here]:
            return f"{here} imports {there}: {imported.full}"
    if any(within(imported.full, package) for package in FORBIDDEN_PACKAGES[here]):
        return f"{here} imports {imported.full}"
    if imported.module == SURFACE and imported.name in FORBIDDEN_NAMES[here]:
        return f"{here} imports {imported.name} from {SURFACE}"
    return None


def _module_name(package: Path, path: Path) -> str:
    parts = [package.name, *path.relative_to(package).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def check_package(package: Path, plugins: dict[str, Path]) -> Iterator[Finding]:
    """Check the modules of one package."""
    for path in sorted(package.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        own = _module_name(package, path)
        for imported in imports(ast.parse(text, filename=str(path))):
            for said in (_across(imported, package.name, plugins, path), _upward(imported, own)):
                if said is not None:
                    yield Finding(path=path, line=imported.line, text=said)
        yield from _size(path, text)


def _size(path: Path, text: str) -> Iterator[Finding]:
    lines = text.count("\n")
    if lines > LINES_WARN and "migrations" not in path.parts:
        said = f"{lines} lines; split where a second noun appears (at most {LINES_MAX})"
        yield Finding(path=path, line=lines, text=said, warning=lines <= LINES_MAX)


def check_plugin_tests(folder: Path) -> Iterator[Finding]:
    """Check that the tests of a plugin use nothing a third-party plugin could not use."""
    for path in sorted(folder.rglob("*.py")):
        for imported in imports(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
            of_core = within(imported.full, CORE)
            if of_core and not (within(imported.full, SURFACE) or within(imported.full, TEST_KIT)):
                said = f"tests of a plugin use {SURFACE} and {TEST_KIT} only, not {imported.full}"
                yield Finding(path=path, line=imported.line, text=said)


def check(root: Path) -> list[Finding]:
    """Check a repository; the result is empty when every rule holds."""
    plugins = plugin_packages(root)
    found: list[Finding] = []
    for package in (root / CORE, *plugins.values()):
        found += check_package(package, plugins)
    for folder in sorted((root / "tools", root / "benchmarks")):
        for path in sorted(folder.rglob("*.py")):
            found += _size(path, path.read_text(encoding="utf-8"))
    for package in plugins.values():
        found += check_plugin_tests(root / "tests" / package.parent.name)
    return found


def main(root: Path | None = None) -> int:
    """Print what is wrong; the exit status says whether anything is."""
    root = root or Path(__file__).resolve().parent.parent
    found = check(root)
    for one in found:
        kind = "warning" if one.warning else "error"
        print(f"{one.path.relative_to(root)}:{one.line}: {kind}: {one.text}")
    errors = sum(not one.warning for one in found)
    print(f"import directions and sizes: {errors} errors, {len(found) - errors} warnings")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
