"""One unit of work: the session a service writes through, and what happens at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

import structlog
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

__all__ = [
    "Unit",
    "akhiri",
    "bebas_jejak",
    "di_akhir",
    "kabarkan",
    "mulai",
    "panggil",
    "setelah_commit",
    "tandai_jejak",
]

log = structlog.stdlib.get_logger("forum.basis_data")

_DI_AKHIR = "di_akhir"
_SETELAH = "setelah_commit"
_MENGUBAH = "mengubah"
_JEJAK = "jejak"
_KABAR = "kabar"


class Unit(Session):
    """A session that notices whether its unit changed rows, so that none is changed without an audit entry."""


@event.listens_for(Unit, "do_orm_execute")
def _statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info[_MENGUBAH] = True


@event.listens_for(Unit, "after_flush")
def _flush(session: Session, context: UOWTransaction) -> None:
    if session.new or session.dirty or session.deleted:
        session.info[_MENGUBAH] = True


def di_akhir(session: Session, langkah: Callable[[Session], None]) -> None:
    """Run `langkah` once at the end of this unit, when every lock it needs is already held."""
    cast("dict[Callable[[Session], None], None]", session.info.setdefault(_DI_AKHIR, {}))[langkah] = None


def setelah_commit(session: Session, panggil: Callable[[], None]) -> None:
    """Call `panggil` once after this unit is committed; it must not block, and what it raises is only logged."""
    cast("dict[Callable[[], None], None]", session.info.setdefault(_SETELAH, {}))[panggil] = None


def tandai_jejak(session: Session) -> None:
    """This unit has said in the audit what it does."""
    session.info[_JEJAK] = True


def bebas_jejak(session: Session, alasan: str) -> None:
    """This unit changes only the server's own bookkeeping (leases, counters, seals); `alasan` says which."""
    if not alasan:
        raise ValueError("say why this unit needs no audit entry")
    session.info[_JEJAK] = True


def mulai(session: Session, kabar: Callable[[], None]) -> None:
    """Tell the unit whom to wake when it has told an event (see `kabarkan`)."""
    session.info[_KABAR] = kabar


def kabarkan(session: Session) -> None:
    """This unit wrote events: wake this process's outbox reader after the commit."""
    if (kabar := session.info.get(_KABAR)) is not None:
        setelah_commit(session, kabar)


def akhiri(session: Session) -> list[Callable[[], None]]:
    """Finish a unit before its commit: flush, last steps, the audit guard. Returns what to call after commit."""
    session.flush()
    steps: dict[Callable[[Session], None], Any] = session.info.get(_DI_AKHIR, {})
    changed = bool(session.info.get(_MENGUBAH))
    if changed and not session.info.get(_JEJAK):
        raise RuntimeError("a unit changed rows without an audit entry: call jejak.catat")
    for step in steps:
        step(session)
    return list(session.info.get(_SETELAH, {}))


def panggil(setelah: Iterable[Callable[[], None]]) -> None:
    """Call what waited for the commit. The unit is done: a fault here must not make it look undone."""
    for satu in setelah:
        try:
            satu()
        except Exception:
            log.exception("after_commit_failed")
