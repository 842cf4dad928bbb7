"""Tables of costs: the items of a pool, and the shares as they were frozen."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final, cast

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.biaya.rules import JenisBiaya
from forum_server.plugin import KodeTipe, pemicu, pilihan, waktu_db


class Biaya(PaksiBase):
    """One item of what a pool's event costs, in whole rupiah."""

    __tablename__ = "paksi_biaya"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    himpunan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_himpunan.id"))
    jenis: Mapped[JenisBiaya] = mapped_column(pilihan(JenisBiaya, "jenis"))
    keterangan: Mapped[str | None] = mapped_column(String(200))
    rupiah: Mapped[int] = mapped_column(BigInteger)
    akun_id: Mapped[uuid.UUID | None]
    dicatat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        CheckConstraint("rupiah > 0 AND rupiah < 1000000000000000", name="rupiah_wajar"),
        CheckConstraint("jenis <> 'LAINNYA' OR keterangan IS NOT NULL", name="lainnya_berketerangan"),
        Index("ix_paksi_biaya_himpunan_id", "himpunan_id", "dicatat_pada", "id"),
    )


class BagianBiaya(PaksiBase):
    """What one pemda pays, frozen when the LSP confirmed, with the seats and the ceiling it was decided from."""

    __tablename__ = "paksi_biaya_bagian"

    himpunan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_himpunan.id"), primary_key=True)
    wilayah_kode: Mapped[str] = mapped_column(
        KodeTipe, ForeignKey("wilayah.kode"), primary_key=True, index=True
    )
    kursi: Mapped[int]
    rupiah: Mapped[int] = mapped_column(BigInteger)
    pagu_rupiah: Mapped[int | None] = mapped_column(BigInteger)
    dibekukan_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        CheckConstraint("kursi >= 0 AND rupiah >= 0", name="tak_negatif"),
        CheckConstraint("kursi > 0 OR rupiah = 0", name="tanpa_kursi_tanpa_biaya"),
    )


FUNGSI_BEKU: Final = (
    "CREATE OR REPLACE FUNCTION paksi_biaya_beku() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'biaya sudah beku'; END $$"
)
FUNGSI_RINCIAN: Final = (
    "CREATE OR REPLACE FUNCTION paksi_biaya_rincian_beku() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP <> 'INSERT' THEN "
    "IF EXISTS (SELECT 1 FROM paksi_biaya_bagian b WHERE b.himpunan_id = OLD.himpunan_id) "
    "THEN RAISE EXCEPTION 'biaya sudah beku'; END IF; END IF; "
    "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
    "IF EXISTS (SELECT 1 FROM paksi_biaya_bagian b WHERE b.himpunan_id = NEW.himpunan_id) "
    "THEN RAISE EXCEPTION 'biaya sudah beku'; END IF; RETURN NEW; END $$"
)
RINCIAN_SQLITE: Final = (
    "WHEN EXISTS (SELECT 1 FROM paksi_biaya_bagian b WHERE b.himpunan_id = BARIS.himpunan_id) "
    "BEGIN SELECT RAISE(ABORT, 'biaya sudah beku'); END"
)


def _beku() -> None:
    """Let the database itself refuse to change what is frozen; a region's code may still follow its successor."""
    bagian, biaya = cast("Table", BagianBiaya.__table__), cast("Table", Biaya.__table__)
    for gerak in ("UPDATE OF kursi, rupiah, pagu_rupiah", "DELETE"):
        nama = f"tg_paksi_biaya_bagian_tanpa_{gerak.split()[0].lower()}"
        awal = f"CREATE TRIGGER {nama} BEFORE {gerak} ON paksi_biaya_bagian "
        pemicu(
            bagian,
            nama,
            sqlite=f"{awal}BEGIN SELECT RAISE(ABORT, 'biaya sudah beku'); END",
            postgresql=(FUNGSI_BEKU, f"{awal}FOR EACH ROW EXECUTE FUNCTION paksi_biaya_beku()"),
        )
    for gerak, baris in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        nama = f"tg_paksi_biaya_beku_{gerak.lower()}"
        awal = f"CREATE TRIGGER {nama} BEFORE {gerak} ON paksi_biaya "
        pemicu(
            biaya,
            nama,
            sqlite=awal + RINCIAN_SQLITE.replace("BARIS", baris),
            postgresql=(FUNGSI_RINCIAN, f"{awal}FOR EACH ROW EXECUTE FUNCTION paksi_biaya_rincian_beku()"),
        )


_beku()
