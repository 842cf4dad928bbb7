"""The names the documentation may mention, taken from the code: settings, hooks, commands, make targets."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, NoneType
from typing import Literal, get_args, get_origin

import typer.main
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings
from typer.core import TyperGroup

_TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """One setting: the environment variable, what it takes, its default, what it is for."""

    variable: str
    kind: str
    default: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Hook:
    """One hook: its name, the arguments an implementation may take, what it is for."""

    name: str
    arguments: tuple[str, ...]
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """One command of the command line, by its words, and what it does."""

    words: tuple[str, ...]
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """Everything the documentation may name."""

    settings: tuple[Setting, ...]
    hooks: tuple[Hook, ...]
    commands: tuple[Command, ...]
    targets: frozenset[str]


def settings(model: type[BaseSettings]) -> tuple[Setting, ...]:
    """List the settings of a model, nested ones included."""
    prefix = str(model.model_config.get("env_prefix", ""))
    delimiter = str(model.model_config.get("env_nested_delimiter") or "__")
    return tuple(_fields(model, prefix, delimiter))


def _fields(model: type[BaseModel], prefix: str, delimiter: str) -> list[Setting]:
    found: list[Setting] = []
    for name, field in model.model_fields.items():
        if (nested := _nested(field.annotation)) is not None:
            found += _fields(nested, f"{prefix}{name}{delimiter}", delimiter)
            continue
        variable = f"{prefix}{name}".upper()
        text = " ".join((field.description or "").split())
        found.append(Setting(variable=variable, kind=_kind(field), default=_default(field), text=text))
    return found


def _nested(kind: object) -> type[BaseModel] | None:
    """The model behind a field, also of one that may be left out."""
    if inspect.isclass(kind) and issubclass(kind, BaseModel):
        return kind
    optional = [k for k in get_args(kind) if k is not NoneType]
    return _nested(optional[0]) if len(optional) == 1 and NoneType in get_args(kind) else None


def _kind(field: FieldInfo) -> str:
    kind = field.annotation
    if get_origin(kind) is Literal:
        return ", ".join(str(choice) for choice in get_args(kind))
    said = kind.__name__ if inspect.isclass(kind) and not hasattr(kind, "__args__") else str(kind)
    return re.sub(r"\b(?:[a-z_]+\.)+", "", said)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return ""
    value: object = field.get_default(call_default_factory=True, validated_data={})
    return "" if value is None else str(value)


def hooks(module: ModuleType) -> tuple[Hook, ...]:
    """List the hooks specified in a module, in its order."""
    found: list[Hook] = []
    for name, value in vars(module).items():
        if inspect.isfunction(value) and hasattr(value, "forum_server_spec"):
            arguments = tuple(inspect.signature(value).parameters)
            found.append(Hook(name=name, arguments=arguments, text=inspect.getdoc(value) or ""))
    return tuple(found)


def commands(app: typer.Typer, program: str) -> tuple[Command, ...]:
    """List the commands of an application with their groups, sorted."""
    found: list[Command] = []

    def walk(command: object, words: tuple[str, ...]) -> None:
        text = inspect.cleandoc(str(getattr(command, "help", None) or "")).split("\n\n")[0]
        found.append(Command(words=words, text=" ".join(text.split())))
        if isinstance(command, TyperGroup):
            for name, child in command.commands.items():
                if not child.hidden:
                    walk(child, (*words, name))

    walk(typer.main.get_command(app), (program,))
    return tuple(sorted(found, key=lambda one: one.words))


def targets(makefile: Path) -> frozenset[str]:
    """List the targets of a Makefile."""
    return frozenset(_TARGET.findall(makefile.read_text(encoding="utf-8")))


def collect(root: Path) -> Names:
    """Collect the names of this repository."""
    from forum_server.cli.main import app
    from forum_server.plugin import hookspecs
    from forum_server.settings import Settings

    return Names(
        settings=settings(Settings),
        hooks=hooks(hookspecs),
        commands=commands(app, "forum"),
        targets=targets(root / "Makefile"),
    )
