"""layanan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.database import Instan, KodeTipe, waktu_db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keys of services, and which permissions none of them may hold."""
    with op.batch_alter_table("izin") as tabel:
        tabel.add_column(sa.Column("hanya_orang", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "kunci_layanan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nama", sa.String(length=40), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "PERAMBAN", "PELADEN", name="jenis", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=True),
        sa.Column("lembaga_kode", KodeTipe(), nullable=True),
        sa.Column("batas_per_menit", sa.Integer(), nullable=False),
        sa.Column("berlaku_sampai", sa.Date(), nullable=True),
        sa.Column("terakhir_dipakai", sa.Date(), nullable=True),
        sa.Column("dibuat_oleh", sa.Uuid(), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("dicabut_pada", Instan(), nullable=True),
        sa.CheckConstraint(
            "(wilayah_kode IS NULL) <> (lembaga_kode IS NULL)",
            name=op.f("ck_kunci_layanan_tepat_satu_pemilik"),
        ),
        sa.CheckConstraint("batas_per_menit > 0", name=op.f("ck_kunci_layanan_batas_positif")),
        sa.ForeignKeyConstraint(["dibuat_oleh"], ["akun.id"], name=op.f("fk_kunci_layanan_dibuat_oleh")),
        sa.ForeignKeyConstraint(
            ["lembaga_kode"], ["lembaga.kode"], name=op.f("fk_kunci_layanan_lembaga_kode")
        ),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_kunci_layanan_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kunci_layanan")),
        sa.UniqueConstraint("nama", name=op.f("uq_kunci_layanan_nama")),
        sa.UniqueConstraint("sidik", name=op.f("uq_kunci_layanan_sidik")),
    )
    op.create_index("ix_kunci_layanan_wilayah_kode", "kunci_layanan", ["wilayah_kode", "nama"])
    op.create_index("ix_kunci_layanan_lembaga_kode", "kunci_layanan", ["lembaga_kode", "nama"])
    op.create_table(
        "kunci_layanan_asal",
        sa.Column("kunci_id", sa.Uuid(), nullable=False),
        sa.Column("asal", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["kunci_id"], ["kunci_layanan.id"], name=op.f("fk_kunci_layanan_asal_kunci_id")
        ),
        sa.PrimaryKeyConstraint("kunci_id", "asal", name=op.f("pk_kunci_layanan_asal")),
    )
    op.create_index("ix_kunci_layanan_asal_asal", "kunci_layanan_asal", ["asal"])
    op.create_table(
        "kunci_layanan_peran",
        sa.Column("kunci_id", sa.Uuid(), nullable=False),
        sa.Column("peran", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["kunci_id"], ["kunci_layanan.id"], name=op.f("fk_kunci_layanan_peran_kunci_id")
        ),
        sa.ForeignKeyConstraint(["peran"], ["peran.kode"], name=op.f("fk_kunci_layanan_peran_peran")),
        sa.PrimaryKeyConstraint("kunci_id", "peran", name=op.f("pk_kunci_layanan_peran")),
    )


def downgrade() -> None:
    """No keys of services."""
    op.drop_table("kunci_layanan_peran")
    op.drop_table("kunci_layanan_asal")
    op.drop_table("kunci_layanan")
    with op.batch_alter_table("izin") as tabel:
        tabel.drop_column("hanya_orang")
