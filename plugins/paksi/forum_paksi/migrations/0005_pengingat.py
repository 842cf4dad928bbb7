"""pengingat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.plugin import Instan

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paksi_pengingat",
        sa.Column("objek_id", sa.Uuid(), nullable=False),
        sa.Column("keadaan", sa.String(length=32), nullable=False),
        sa.Column("batas", Instan(), nullable=False),
        sa.PrimaryKeyConstraint("objek_id", "keadaan", "batas", name=op.f("pk_paksi_pengingat")),
    )
    op.create_index("ix_paksi_pengingat_batas", "paksi_pengingat", ["batas"])


def downgrade() -> None:
    op.drop_table("paksi_pengingat")
