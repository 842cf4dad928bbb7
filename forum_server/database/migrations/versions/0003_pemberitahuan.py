"""pemberitahuan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.database import Instan, KodeTipe, waktu_db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BELUM_DIBACA = sa.text("dalam_aplikasi AND dibaca_pada IS NULL")
MENUNGGU = sa.text("keadaan = 'MENUNGGU'")


def upgrade() -> None:
    op.create_table(
        "jenis_pemberitahuan",
        sa.Column("nama", sa.String(length=64), nullable=False),
        sa.Column("surel_bawaan", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("nama", name=op.f("pk_jenis_pemberitahuan")),
    )
    op.create_table(
        "pemberitahuan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("jenis", sa.String(length=64), nullable=False),
        sa.Column("kunci", sa.String(length=128), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("wilayah", KodeTipe(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("dalam_aplikasi", sa.Boolean(), nullable=False),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("dibaca_pada", Instan(), nullable=True),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name=op.f("fk_pemberitahuan_akun_id")),
        sa.ForeignKeyConstraint(["jenis"], ["jenis_pemberitahuan.nama"], name=op.f("fk_pemberitahuan_jenis")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pemberitahuan")),
        sa.UniqueConstraint("jenis", "kunci", "akun_id", name=op.f("uq_pemberitahuan_jenis_kunci_akun_id")),
    )
    op.create_index("ix_pemberitahuan_akun_id", "pemberitahuan", ["akun_id", "dibuat_pada", "id"])
    op.create_index(
        "ix_pemberitahuan_belum_dibaca",
        "pemberitahuan",
        ["akun_id"],
        sqlite_where=BELUM_DIBACA,
        postgresql_where=BELUM_DIBACA,
    )
    op.create_index("ix_pemberitahuan_dibuat_pada", "pemberitahuan", ["dibuat_pada"])
    op.create_table(
        "pilihan_pemberitahuan",
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("jenis", sa.String(length=64), nullable=False),
        sa.Column("surel", sa.Boolean(), nullable=True),
        sa.Column("dalam_aplikasi", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name=op.f("fk_pilihan_pemberitahuan_akun_id")),
        sa.ForeignKeyConstraint(
            ["jenis"], ["jenis_pemberitahuan.nama"], name=op.f("fk_pilihan_pemberitahuan_jenis")
        ),
        sa.PrimaryKeyConstraint("akun_id", "jenis", name=op.f("pk_pilihan_pemberitahuan")),
    )
    op.create_index(op.f("ix_pilihan_pemberitahuan_jenis"), "pilihan_pemberitahuan", ["jenis"])
    op.create_table(
        "surel_keluar",
        sa.Column("pemberitahuan_id", sa.Uuid(), nullable=False),
        sa.Column(
            "keadaan",
            sa.Enum(
                "MENUNGGU",
                "TERKIRIM",
                "GAGAL",
                "BATAL",
                name="keadaan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("berikut", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("percobaan", sa.Integer(), nullable=False),
        sa.Column("peminjam", sa.Uuid(), nullable=True),
        sa.Column("dipinjam_sampai", Instan(), nullable=True),
        sa.Column("selesai_pada", Instan(), nullable=True),
        sa.Column("alasan", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(peminjam IS NULL) = (dipinjam_sampai IS NULL)", name=op.f("ck_surel_keluar_pinjaman_berbatas")
        ),
        sa.CheckConstraint(
            "(keadaan = 'MENUNGGU') = (selesai_pada IS NULL)", name=op.f("ck_surel_keluar_selesai_berwaktu")
        ),
        sa.CheckConstraint(
            "keadaan = 'MENUNGGU' OR peminjam IS NULL", name=op.f("ck_surel_keluar_selesai_tak_dipinjam")
        ),
        sa.ForeignKeyConstraint(
            ["pemberitahuan_id"], ["pemberitahuan.id"], name=op.f("fk_surel_keluar_pemberitahuan_id")
        ),
        sa.PrimaryKeyConstraint("pemberitahuan_id", name=op.f("pk_surel_keluar")),
    )
    op.create_index(
        "ix_surel_keluar_berikut",
        "surel_keluar",
        ["berikut"],
        sqlite_where=MENUNGGU,
        postgresql_where=MENUNGGU,
    )


def downgrade() -> None:
    for tabel in ("surel_keluar", "pilihan_pemberitahuan", "pemberitahuan", "jenis_pemberitahuan"):
        op.drop_table(tabel)
