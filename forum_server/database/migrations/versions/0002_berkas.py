"""berkas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.database import Instan, KodeTipe

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tautan_unduhan",
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("jenis", sa.String(length=64), nullable=False),
        sa.Column("isi", sa.JSON(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("berlaku_sampai", Instan(), nullable=False),
        sa.PrimaryKeyConstraint("sidik", name=op.f("pk_tautan_unduhan")),
    )
    op.create_index("ix_tautan_unduhan_berlaku_sampai", "tautan_unduhan", ["berlaku_sampai"], unique=False)


def downgrade() -> None:
    op.drop_table("tautan_unduhan")
