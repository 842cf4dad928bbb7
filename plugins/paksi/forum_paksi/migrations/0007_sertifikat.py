"""What becomes of a certificate after it was issued, and whose certificates count."""

from __future__ import annotations

import base64
import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

from forum_server.plugin import Instan, KodeTipe, waktu_db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PAKSI_HIDUP = sa.text("jenis = 'PAKSI' AND diakui AND keadaan IN ('AKTIF', 'DIBEKUKAN')")
_API_HIDUP = sa.text("jenis = 'API' AND diakui AND keadaan IN ('AKTIF', 'DIBEKUKAN')")
_SERTIFIKAT = sa.table(
    "paksi_sertifikat",
    sa.column("id", sa.Uuid()),
    sa.column("orang_id", sa.Uuid()),
    sa.column("skema_id", sa.Uuid()),
    sa.column("lembaga_kode", sa.String()),
    sa.column("nomor", sa.String()),
    sa.column("terbit", sa.Date()),
    sa.column("berakhir", sa.Date()),
    sa.column("jenis", sa.String()),
    sa.column("keadaan", sa.String()),
    sa.column("diakui", sa.Boolean()),
    sa.column("kode_periksa", sa.String()),
    sa.column("berhenti_pada", sa.Date()),
    sa.column("pengganti_id", sa.Uuid()),
)
_SKEMA = sa.table(
    "paksi_skema", sa.column("id", sa.Uuid()), sa.column("kode", sa.String()), sa.column("jenis", sa.String())
)


def _jenis(nama: str = "jenis") -> sa.Enum:
    return sa.Enum("PAKSI", "API", name=nama, native_enum=False, create_constraint=True, length=32)


def _keadaan(nama: str = "keadaan") -> sa.Enum:
    return sa.Enum(
        "AKTIF",
        "DIBEKUKAN",
        "DICABUT",
        "DIGANTIKAN",
        name=nama,
        native_enum=False,
        create_constraint=True,
        length=32,
    )


def _isi_yang_ada() -> None:
    """Certificates of before: of one person those of the recognised LSP supersede one another by their days."""
    bind, c = op.get_bind(), _SERTIFIKAT.c
    bind.execute(
        _SERTIFIKAT.update().values(
            jenis=sa.select(_SKEMA.c.jenis).where(_SKEMA.c.id == c.skema_id).scalar_subquery(),
            keadaan="AKTIF",
            diakui=c.lembaga_kode == "lsp-kpk",
        )
    )
    rows = bind.execute(
        sa.select(c.id, c.orang_id, c.jenis, c.diakui, c.terbit, _SKEMA.c.kode)
        .join_from(_SERTIFIKAT, _SKEMA, _SKEMA.c.id == c.skema_id)
        .order_by(c.terbit, c.berakhir, c.nomor, c.id)
    ).all()
    if not rows:
        return
    bind.execute(
        _SERTIFIKAT.update().where(c.id == sa.bindparam("yang")).values(kode_periksa=sa.bindparam("kode")),
        [{"yang": r.id, "kode": base64.b32encode(secrets.token_bytes(20)).decode()} for r in rows],
    )
    terakhir: dict[tuple[Any, str], Any] = {}
    usang: list[dict[str, Any]] = []
    for r in rows:
        if not r.diakui:
            continue
        kunci = (r.orang_id, "PAKSI" if r.jenis == "PAKSI" else r.kode)
        if (lama := terakhir.get(kunci)) is not None:
            usang.append({"yang": lama, "baru": r.id, "hari": r.terbit})
        terakhir[kunci] = r.id
    if usang:
        bind.execute(
            _SERTIFIKAT.update()
            .where(c.id == sa.bindparam("yang"))
            .values(
                keadaan="DIGANTIKAN", pengganti_id=sa.bindparam("baru"), berhenti_pada=sa.bindparam("hari")
            ),
            usang,
        )


def upgrade() -> None:
    op.create_table(
        "paksi_penerbit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lembaga_kode", KodeTipe(), nullable=False),
        sa.Column("jenis", _jenis(), nullable=False),
        sa.Column("berlaku_dari", sa.Date(), nullable=False),
        sa.Column("berlaku_sampai", sa.Date(), nullable=True),
        sa.Column("sumber", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "berlaku_sampai IS NULL OR berlaku_sampai >= berlaku_dari",
            name=op.f("ck_paksi_penerbit_masa_berlaku"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_penerbit")),
        sa.UniqueConstraint(
            "lembaga_kode",
            "jenis",
            "berlaku_dari",
            name=op.f("uq_paksi_penerbit_lembaga_kode_jenis_berlaku_dari"),
        ),
    )
    with op.batch_alter_table("paksi_sertifikat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("jenis", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("keadaan", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("diakui", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("kode_periksa", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("berhenti_pada", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("pengganti_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("permohonan_id", sa.Uuid(), nullable=True))
    _isi_yang_ada()
    with op.batch_alter_table("paksi_sertifikat", schema=None) as batch_op:
        batch_op.alter_column("jenis", existing_type=sa.String(length=32), type_=_jenis(), nullable=False)
        batch_op.alter_column("keadaan", existing_type=sa.String(length=32), type_=_keadaan(), nullable=False)
        batch_op.alter_column("diakui", existing_type=sa.Boolean(), nullable=False)
        batch_op.alter_column("kode_periksa", existing_type=sa.String(length=40), nullable=False)
        batch_op.create_index("ix_paksi_sertifikat_keadaan", ["keadaan", "berakhir", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paksi_sertifikat_pengganti_id"), ["pengganti_id"], unique=False)
        batch_op.create_index(
            "uq_paksi_sertifikat_api_hidup",
            ["orang_id", "skema_id"],
            unique=True,
            sqlite_where=_API_HIDUP,
            postgresql_where=_API_HIDUP,
        )
        batch_op.create_index(
            "uq_paksi_sertifikat_paksi_hidup",
            ["orang_id"],
            unique=True,
            sqlite_where=_PAKSI_HIDUP,
            postgresql_where=_PAKSI_HIDUP,
        )
        batch_op.create_unique_constraint(batch_op.f("uq_paksi_sertifikat_kode_periksa"), ["kode_periksa"])
        batch_op.create_unique_constraint(batch_op.f("uq_paksi_sertifikat_permohonan_id"), ["permohonan_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_paksi_sertifikat_pengganti_id"), "paksi_sertifikat", ["pengganti_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_paksi_sertifikat_permohonan_id"), "paksi_permohonan", ["permohonan_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_paksi_sertifikat_berhenti_bertanggal"),
            "(keadaan IN ('DICABUT', 'DIGANTIKAN')) = (berhenti_pada IS NOT NULL)",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_paksi_sertifikat_pengganti_hanya_digantikan"),
            "pengganti_id IS NULL OR keadaan = 'DIGANTIKAN'",
        )
    op.create_table(
        "paksi_sertifikat_riwayat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sertifikat_id", sa.Uuid(), nullable=False),
        sa.Column("dari", _keadaan("dari"), nullable=True),
        sa.Column("ke", _keadaan("ke"), nullable=False),
        sa.Column("alasan", sa.String(length=500), nullable=True),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "dari IS NULL OR ke = 'DIGANTIKAN' OR alasan IS NOT NULL",
            name=op.f("ck_paksi_sertifikat_riwayat_beralasan"),
        ),
        sa.ForeignKeyConstraint(
            ["sertifikat_id"], ["paksi_sertifikat.id"], name=op.f("fk_paksi_sertifikat_riwayat_sertifikat_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_sertifikat_riwayat")),
    )
    with op.batch_alter_table("paksi_sertifikat_riwayat", schema=None) as batch_op:
        batch_op.create_index(
            "ix_paksi_sertifikat_riwayat_sertifikat_id", ["sertifikat_id", "pada", "id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("paksi_sertifikat_riwayat", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_sertifikat_riwayat_sertifikat_id")

    op.drop_table("paksi_sertifikat_riwayat")
    with op.batch_alter_table("paksi_sertifikat", schema=None) as batch_op:
        for syarat in ("pengganti_hanya_digantikan", "berhenti_bertanggal", "keadaan", "jenis"):
            batch_op.drop_constraint(batch_op.f(f"ck_paksi_sertifikat_{syarat}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_paksi_sertifikat_permohonan_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_paksi_sertifikat_pengganti_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_paksi_sertifikat_permohonan_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_paksi_sertifikat_kode_periksa"), type_="unique")
        for nama, di_mana in (
            ("uq_paksi_sertifikat_paksi_hidup", _PAKSI_HIDUP),
            ("uq_paksi_sertifikat_api_hidup", _API_HIDUP),
        ):
            batch_op.drop_index(nama, sqlite_where=di_mana, postgresql_where=di_mana)
        batch_op.drop_index(batch_op.f("ix_paksi_sertifikat_pengganti_id"))
        batch_op.drop_index("ix_paksi_sertifikat_keadaan")
        for kolom in (
            "permohonan_id",
            "pengganti_id",
            "berhenti_pada",
            "kode_periksa",
            "diakui",
            "keadaan",
            "jenis",
        ):
            batch_op.drop_column(kolom)
    op.drop_table("paksi_penerbit")
