"""surat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paksi_surat_ditandatangani",
        sa.Column("permintaan_id", sa.Uuid(), nullable=False),
        sa.Column("berkas_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["berkas_id"], ["berkas.id"], name=op.f("fk_paksi_surat_ditandatangani_berkas_id")
        ),
        sa.ForeignKeyConstraint(
            ["permintaan_id"],
            ["paksi_permintaan.id"],
            name=op.f("fk_paksi_surat_ditandatangani_permintaan_id"),
        ),
        sa.PrimaryKeyConstraint("permintaan_id", name=op.f("pk_paksi_surat_ditandatangani")),
        sa.UniqueConstraint("berkas_id", name=op.f("uq_paksi_surat_ditandatangani_berkas_id")),
    )


def downgrade() -> None:
    op.drop_table("paksi_surat_ditandatangani")
