"""Writing audit entries: collected while a unit runs, written together at its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from forum_server.database.unit import di_akhir, tandai_jejak
from forum_server.jejak.models import Jejak

if TYPE_CHECKING:
    from forum_server.akses.rules import Aktor

__all__ = ["catat"]

# Of the table, not of the class, and built once: every write pays for this statement.
_SISIP: Final = insert(cast("Table", Jejak.__table__))


def catat(
    session: Session,
    aktor: Aktor,
    aksi: str,
    *,
    objek: str,
    objek_id: str,
    wilayah: str,
    bidang: Sequence[str] = (),
) -> None:
    """Say in this unit's transaction who did what.

    `aksi` names the action ("paksi.pesan_slot"), `objek` the kind of thing, `objek_id` which one, `wilayah` the code
    of its owner (region or lembaga), `bidang` the fields that changed. Never pass a value or a name of a person.
    """
    entri: list[dict[str, Any]] = cast("list[dict[str, Any]]", session.info.setdefault("jejak_entri", []))
    entri.append(
        {
            "akun_id": aktor.akun_id,
            "pelaku": "akun" if aktor.akun_id else aktor.nama,
            "aksi": aksi,
            "objek": objek,
            "objek_id": objek_id,
            "wilayah": wilayah,
            "bidang": sorted(bidang),
        }
    )
    tandai_jejak(session)
    di_akhir(session, _tulis)


def _tulis(session: Session) -> None:
    entri = session.info.pop("jejak_entri", None)
    if entri:
        session.execute(_SISIP, entri)
