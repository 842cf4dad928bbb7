"""biaya."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.plugin import Instan, KodeTipe, waktu_db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _pemicu() -> None:
    """What is frozen stays: the database itself refuses to change it; only a region's code may follow its successor."""
    if op.get_bind().dialect.name == "postgresql":
        _pemicu_postgresql()
        return
    for gerak in ("UPDATE OF kursi, rupiah, pagu_rupiah", "DELETE"):
        op.execute(
            f"CREATE TRIGGER tg_paksi_biaya_bagian_tanpa_{gerak.split()[0].lower()} "
            f"BEFORE {gerak} ON paksi_biaya_bagian BEGIN SELECT RAISE(ABORT, 'biaya sudah beku'); END"
        )
    beku = (
        "WHEN EXISTS (SELECT 1 FROM paksi_biaya_bagian b WHERE b.himpunan_id = BARIS.himpunan_id) "
        "BEGIN SELECT RAISE(ABORT, 'biaya sudah beku'); END"
    )
    for gerak, baris in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        awal = f"CREATE TRIGGER tg_paksi_biaya_beku_{gerak.lower()} BEFORE {gerak} ON paksi_biaya "
        op.execute(awal + beku.replace("BARIS", baris))


def _pemicu_postgresql() -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION paksi_biaya_beku() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'biaya sudah beku'; END $$"
    )
    op.execute(
        "CREATE OR REPLACE FUNCTION paksi_biaya_rincian_beku() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP <> 'INSERT' THEN "
        "IF EXISTS (SELECT 1 FROM paksi_biaya_bagian b WHERE b.himpunan_id = OLD.himpunan_id) "
        "THEN RAISE EXCEPTION 'biaya sudah beku'; END IF; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
        "IF EXISTS (SELECT 1 FROM paksi_biaya_bagian b WHERE b.himpunan_id = NEW.himpunan_id) "
        "THEN RAISE EXCEPTION 'biaya sudah beku'; END IF; RETURN NEW; END $$"
    )
    for gerak in ("UPDATE OF kursi, rupiah, pagu_rupiah", "DELETE"):
        op.execute(
            f"CREATE TRIGGER tg_paksi_biaya_bagian_tanpa_{gerak.split()[0].lower()} "
            f"BEFORE {gerak} ON paksi_biaya_bagian FOR EACH ROW EXECUTE FUNCTION paksi_biaya_beku()"
        )
    for gerak in ("INSERT", "UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER tg_paksi_biaya_beku_{gerak.lower()} BEFORE {gerak} ON paksi_biaya "
            "FOR EACH ROW EXECUTE FUNCTION paksi_biaya_rincian_beku()"
        )


def upgrade() -> None:
    op.create_table(
        "paksi_biaya",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("himpunan_id", sa.Uuid(), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "TRANSPORT",
                "AKOMODASI",
                "TUK",
                "KONSUMSI",
                "LAINNYA",
                name="jenis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("keterangan", sa.String(length=200), nullable=True),
        sa.Column("rupiah", sa.BigInteger(), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("dicatat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "jenis <> 'LAINNYA' OR keterangan IS NOT NULL", name=op.f("ck_paksi_biaya_lainnya_berketerangan")
        ),
        sa.CheckConstraint(
            "rupiah > 0 AND rupiah < 1000000000000000", name=op.f("ck_paksi_biaya_rupiah_wajar")
        ),
        sa.ForeignKeyConstraint(
            ["himpunan_id"], ["paksi_himpunan.id"], name=op.f("fk_paksi_biaya_himpunan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_biaya")),
    )
    with op.batch_alter_table("paksi_biaya", schema=None) as batch_op:
        batch_op.create_index(
            "ix_paksi_biaya_himpunan_id", ["himpunan_id", "dicatat_pada", "id"], unique=False
        )

    op.create_table(
        "paksi_biaya_bagian",
        sa.Column("himpunan_id", sa.Uuid(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("kursi", sa.Integer(), nullable=False),
        sa.Column("rupiah", sa.BigInteger(), nullable=False),
        sa.Column("pagu_rupiah", sa.BigInteger(), nullable=True),
        sa.Column("dibekukan_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "kursi > 0 OR rupiah = 0", name=op.f("ck_paksi_biaya_bagian_tanpa_kursi_tanpa_biaya")
        ),
        sa.CheckConstraint("kursi >= 0 AND rupiah >= 0", name=op.f("ck_paksi_biaya_bagian_tak_negatif")),
        sa.ForeignKeyConstraint(
            ["himpunan_id"], ["paksi_himpunan.id"], name=op.f("fk_paksi_biaya_bagian_himpunan_id")
        ),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_biaya_bagian_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("himpunan_id", "wilayah_kode", name=op.f("pk_paksi_biaya_bagian")),
    )
    with op.batch_alter_table("paksi_biaya_bagian", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paksi_biaya_bagian_wilayah_kode"), ["wilayah_kode"], unique=False
        )
    _pemicu()


def downgrade() -> None:
    with op.batch_alter_table("paksi_biaya_bagian", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_biaya_bagian_wilayah_kode"))

    op.drop_table("paksi_biaya_bagian")
    with op.batch_alter_table("paksi_biaya", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_biaya_himpunan_id")

    op.drop_table("paksi_biaya")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION paksi_biaya_beku()")
        op.execute("DROP FUNCTION paksi_biaya_rincian_beku()")
