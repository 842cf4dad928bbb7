"""kop."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.database.types import Instan, KodeTipe

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kop_surat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=True),
        sa.Column("lembaga_kode", KodeTipe(), nullable=True),
        sa.Column("instansi", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=True),
        sa.Column("alamat", sa.String(length=200), nullable=False),
        sa.Column("kota", sa.String(length=80), nullable=False),
        sa.Column("telepon", sa.String(length=60), nullable=True),
        sa.Column("surel", sa.String(length=120), nullable=True),
        sa.Column("laman", sa.String(length=120), nullable=True),
        sa.Column("jabatan", sa.String(length=160), nullable=False),
        sa.Column("pejabat_id", sa.Uuid(), nullable=False),
        sa.Column("logo_id", sa.Uuid(), nullable=True),
        sa.Column("diubah_pada", Instan(), nullable=False),
        sa.CheckConstraint(
            "(wilayah_kode IS NULL) <> (lembaga_kode IS NULL)", name=op.f("ck_kop_surat_tepat_satu_pemilik")
        ),
        sa.CheckConstraint(
            "instansi <> '' AND alamat <> '' AND kota <> '' AND jabatan <> ''",
            name=op.f("ck_kop_surat_bagian_wajib"),
        ),
        sa.ForeignKeyConstraint(["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_kop_surat_wilayah_kode")),
        sa.ForeignKeyConstraint(["lembaga_kode"], ["lembaga.kode"], name=op.f("fk_kop_surat_lembaga_kode")),
        sa.ForeignKeyConstraint(["pejabat_id"], ["orang.id"], name=op.f("fk_kop_surat_pejabat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kop_surat")),
        sa.UniqueConstraint("lembaga_kode", name=op.f("uq_kop_surat_lembaga_kode")),
        sa.UniqueConstraint("wilayah_kode", name=op.f("uq_kop_surat_wilayah_kode")),
    )
    op.create_index(op.f("ix_kop_surat_pejabat_id"), "kop_surat", ["pejabat_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_kop_surat_pejabat_id"), table_name="kop_surat")
    op.drop_table("kop_surat")
