"""masuk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.database import Instan, waktu_db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _cara() -> sa.Enum:
    return sa.Enum(
        "SANDI", "OIDC", "LAYANAN", name="cara", native_enum=False, create_constraint=True, length=32
    )


def upgrade() -> None:
    with op.batch_alter_table("sesi_masuk", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cara", _cara(), server_default="SANDI", nullable=False))
        batch_op.add_column(sa.Column("dua_langkah", sa.Boolean(), server_default=sa.false(), nullable=False))

    op.create_table(
        "tantangan_masuk",
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("cara", _cara(), nullable=False),
        sa.Column("berlaku_sampai", Instan(), nullable=False),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name=op.f("fk_tantangan_masuk_akun_id")),
        sa.PrimaryKeyConstraint("sidik", name=op.f("pk_tantangan_masuk")),
    )
    with op.batch_alter_table("tantangan_masuk", schema=None) as batch_op:
        batch_op.create_index("ix_tantangan_masuk_akun_id", ["akun_id"], unique=False)
        batch_op.create_index("ix_tantangan_masuk_berlaku_sampai", ["berlaku_sampai"], unique=False)

    op.create_table(
        "totp",
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("rahasia_sandi", sa.String(length=255), nullable=False),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("aktif_sejak", Instan(), nullable=True),
        sa.Column("langkah_terakhir", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(aktif_sejak IS NULL) = (langkah_terakhir IS NULL)", name=op.f("ck_totp_aktif_dengan_kode")
        ),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name=op.f("fk_totp_akun_id")),
        sa.PrimaryKeyConstraint("akun_id", name=op.f("pk_totp")),
    )
    op.create_table(
        "kode_pemulihan",
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name=op.f("fk_kode_pemulihan_akun_id")),
        sa.PrimaryKeyConstraint("sidik", name=op.f("pk_kode_pemulihan")),
    )
    with op.batch_alter_table("kode_pemulihan", schema=None) as batch_op:
        batch_op.create_index("ix_kode_pemulihan_akun_id", ["akun_id"], unique=False)

    op.create_table(
        "oidc_identitas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subjek_sandi", sa.String(length=2048), nullable=False),
        sa.Column("subjek_sidik", sa.String(length=128), nullable=True),
        sa.Column("subjek_sidik_kedua", sa.String(length=128), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name=op.f("fk_oidc_identitas_akun_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oidc_identitas")),
        sa.UniqueConstraint("akun_id", "issuer", name=op.f("uq_oidc_identitas_akun_id_issuer")),
        sa.UniqueConstraint("subjek_sidik", name=op.f("uq_oidc_identitas_subjek_sidik")),
        sa.UniqueConstraint("subjek_sidik_kedua", name=op.f("uq_oidc_identitas_subjek_sidik_kedua")),
        sa.CheckConstraint(
            "subjek_sidik IS NOT NULL OR subjek_sidik_kedua IS NOT NULL",
            name=op.f("ck_oidc_identitas_dapat_dicari"),
        ),
    )
    op.create_table(
        "oidc_permintaan",
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("penyedia", sa.String(length=64), nullable=False),
        sa.Column("kembali", sa.String(length=2048), nullable=False),
        sa.Column(
            "tujuan",
            sa.Enum(
                "MASUK",
                "UNDANGAN",
                "HUBUNGKAN",
                name="tujuan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("undangan_sidik", sa.String(length=64), nullable=True),
        sa.Column("berlaku_sampai", Instan(), nullable=False),
        sa.CheckConstraint(
            "(tujuan = 'HUBUNGKAN') = (akun_id IS NOT NULL) AND (tujuan = 'UNDANGAN') = (undangan_sidik IS NOT NULL)",
            name=op.f("ck_oidc_permintaan_tujuan_lengkap"),
        ),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name=op.f("fk_oidc_permintaan_akun_id")),
        sa.PrimaryKeyConstraint("sidik", name=op.f("pk_oidc_permintaan")),
    )
    with op.batch_alter_table("oidc_permintaan", schema=None) as batch_op:
        batch_op.create_index("ix_oidc_permintaan_berlaku_sampai", ["berlaku_sampai"], unique=False)


def downgrade() -> None:
    op.drop_table("oidc_permintaan")
    op.drop_table("oidc_identitas")
    op.drop_table("kode_pemulihan")
    op.drop_table("totp")
    op.drop_table("tantangan_masuk")
    with op.batch_alter_table("sesi_masuk", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_sesi_masuk_cara"), type_="check")
        batch_op.drop_column("dua_langkah")
        batch_op.drop_column("cara")
