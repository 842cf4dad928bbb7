"""Heads of offices, which small region an office serves, and the index that coverage reads certificates by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.plugin import KodeTipe

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paksi_kepala_opd",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("dari", sa.Date(), nullable=False),
        sa.Column("sampai", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "sampai IS NULL OR sampai >= dari", name=op.f("ck_paksi_kepala_opd_urutan_tanggal")
        ),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_kepala_opd_orang_id")),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"],
            ["perangkat_daerah.id"],
            name=op.f("fk_paksi_kepala_opd_perangkat_daerah_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_kepala_opd")),
        sa.UniqueConstraint(
            "perangkat_daerah_id", "dari", name=op.f("uq_paksi_kepala_opd_perangkat_daerah_id_dari")
        ),
    )
    op.create_index(op.f("ix_paksi_kepala_opd_orang_id"), "paksi_kepala_opd", ["orang_id"])
    op.create_index(
        "uq_paksi_kepala_opd_kini",
        "paksi_kepala_opd",
        ["perangkat_daerah_id"],
        unique=True,
        sqlite_where=sa.text("sampai IS NULL"),
        postgresql_where=sa.text("sampai IS NULL"),
    )
    op.create_table(
        "paksi_wilayah_kerja",
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.CheckConstraint("length(wilayah_kode) >= 8", name=op.f("ck_paksi_wilayah_kerja_wilayah_kecil")),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"],
            ["perangkat_daerah.id"],
            name=op.f("fk_paksi_wilayah_kerja_perangkat_daerah_id"),
        ),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_wilayah_kerja_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("perangkat_daerah_id", name=op.f("pk_paksi_wilayah_kerja")),
        sa.UniqueConstraint("wilayah_kode", name=op.f("uq_paksi_wilayah_kerja_wilayah_kode")),
    )
    op.create_index(
        "ix_paksi_sertifikat_cakupan",
        "paksi_sertifikat",
        ["orang_id", "jenis", "keadaan", "diakui", "terbit", "berakhir", "berhenti_pada"],
    )


def downgrade() -> None:
    op.drop_index("ix_paksi_sertifikat_cakupan", "paksi_sertifikat")
    op.drop_table("paksi_wilayah_kerja")
    op.drop_table("paksi_kepala_opd")
