"""What enabling needs to know about plugins, without knowing how they are found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["Katalog"]


class Katalog(Protocol):
    """The plugins this process runs; `forum_server.plugin.manager.Plugins` is one."""

    @property
    def names(self) -> frozenset[str]:
        """Plugins that run."""
        ...

    def closure(self, names: Iterable[str]) -> frozenset[str]:
        """These plugins with all they require, as far as they run."""
        ...

    def levels(self, name: str) -> frozenset[str]:
        """Levels at which the plugin can be enabled; empty: all."""
        ...

    def settings_type(self, name: str) -> type | None:
        """The dataclass of what a region may set."""
        ...

    def title(self, name: str) -> str:
        """The plugin's name as people read it."""
        ...

    def describe(self, name: str) -> str:
        """What the plugin is for, in a sentence."""
        ...

    def tell_enabled(self, name: str, session: Session, wilayah: str) -> None:
        """Let the plugin act on, or refuse, being turned on."""
        ...

    def tell_disabled(self, name: str, session: Session, wilayah: str) -> None:
        """Let the plugin act on, or refuse, being turned off."""
        ...
