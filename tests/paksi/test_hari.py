"""The day it is, by the region: east of Java it begins earlier, and everywhere before that of UTC."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_di, jam_orang
from forum_server.plugin import Database, bebas_jejak
from tests.paksi.bahan import LSP, dasar, orang, tabel


def test_a_day_begins_by_the_zone() -> None:
    for jam, harap in (
        (14, ("2026-05-01", "2026-05-01", "2026-05-01")),
        (15, ("2026-05-01", "2026-05-01", "2026-05-02")),
        (16, ("2026-05-01", "2026-05-02", "2026-05-02")),
        (17, ("2026-05-02", "2026-05-02", "2026-05-02")),
    ):
        kini = datetime(2026, 5, 1, jam, tzinfo=UTC)
        assert tuple(hari_di(kini, zona).isoformat() for zona in ("WIB", "WITA", "WIT")) == harap


async def test_everybody_has_the_time_of_their_region_and_people_of_an_lsp_the_nations(db: Database) -> None:
    def tulis(session: Session) -> dict[uuid.UUID, tuple[datetime, str]]:
        bebas_jejak(session, "a test's own data")
        dasar(session)
        (barat,), (timur,) = orang(session), orang(session, wilayah="91.03")
        lsp = uuid.uuid4()
        session.execute(
            insert(tabel("orang")).values(
                id=lsp, nama="Contoh", nama_cari="contoh", kepegawaian="NON_ASN", lembaga_kode=LSP
            )
        )
        hasil = jam_orang(session, [barat, timur, lsp])
        assert [hasil[id_][1] for id_ in (barat, timur, lsp)] == ["WIB", "WIT", "WIB"]
        return hasil

    for kini, _ in (await db.write(tulis)).values():
        assert kini.tzinfo is not None
