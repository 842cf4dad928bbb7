"""kunci."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.database import Instan, waktu_db

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_AKHIR = " AND (nip_sandi IS NULL) = (nip_akhir IS NULL)"
_LAMA = {
    "nip": f"(nip_sandi IS NULL) = (nip_sidik IS NULL){_AKHIR}",
    "nik": "(nik_sandi IS NULL) = (nik_sidik IS NULL)",
}
_BARU = {
    "nip": f"(nip_sandi IS NULL) = (nip_sidik IS NULL AND nip_sidik_kedua IS NULL){_AKHIR}",
    "nik": "(nik_sandi IS NULL) = (nik_sidik IS NULL AND nik_sidik_kedua IS NULL)",
}


def upgrade() -> None:
    """The keys in force, the processes that have them, and a second column for each hash that must be unique."""
    op.create_table(
        "kunci_putaran",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("versi", sa.BigInteger(), nullable=False),
        sa.Column(
            "tahap",
            sa.Enum(
                "SEBAR",
                "PUTAR",
                "SELESAI",
                name="tahap",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sandi", sa.String(length=16), nullable=True),
        sa.Column("sandi_lain", sa.String(length=16), nullable=True),
        sa.Column("sidik", sa.String(length=16), nullable=True),
        sa.Column("sidik_lain", sa.String(length=16), nullable=True),
        sa.Column("kolom", sa.Integer(), nullable=False),
        sa.Column("sejak", Instan(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_kunci_putaran_satu_baris")),
        sa.CheckConstraint("kolom IN (1, 2)", name=op.f("ck_kunci_putaran_kolom_satu_dari_dua")),
        sa.CheckConstraint(
            "(sandi IS NULL) = (sidik IS NULL) AND (sandi_lain IS NULL) = (sidik_lain IS NULL)"
            " AND (sandi IS NOT NULL OR sandi_lain IS NULL)",
            name=op.f("ck_kunci_putaran_berpasangan"),
        ),
        sa.CheckConstraint(
            "tahap = 'SELESAI' OR sandi_lain IS NOT NULL", name=op.f("ck_kunci_putaran_ada_yang_diputar")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kunci_putaran")),
    )
    baris = sa.table(
        "kunci_putaran",
        sa.column("id", sa.Integer()),
        sa.column("versi", sa.BigInteger()),
        sa.column("tahap", sa.String()),
        sa.column("kolom", sa.Integer()),
        sa.column("sejak", Instan()),
    )
    # There from the beginning: whoever writes while the first rotation begins must find a row to hold on to.
    op.execute(sa.insert(baris).values(id=1, versi=0, tahap="SELESAI", kolom=1, sejak=waktu_db()))
    op.create_table(
        "kunci_proses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("versi", sa.BigInteger(), nullable=False),
        sa.Column("kunci", sa.JSON(), nullable=False),
        sa.Column("terlihat_pada", Instan(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kunci_proses")),
    )
    with op.batch_alter_table("orang") as tabel:
        for ranah in ("nip", "nik"):
            tabel.add_column(sa.Column(f"{ranah}_sidik_kedua", sa.String(length=128), nullable=True))
            tabel.create_unique_constraint(op.f(f"uq_orang_{ranah}_sidik_kedua"), [f"{ranah}_sidik_kedua"])
            tabel.drop_constraint(op.f(f"ck_orang_{ranah}_utuh"), type_="check")
            tabel.create_check_constraint(op.f(f"ck_orang_{ranah}_utuh"), _BARU[ranah])


def downgrade() -> None:
    """Hashes go back to their one column; where a rotation left them in the second, they are moved."""
    orang = sa.table(
        "orang", *(sa.column(f"{r}_sidik{k}", sa.String()) for r in ("nip", "nik") for k in ("", "_kedua"))
    )
    for ranah in ("nip", "nik"):
        satu, dua = orang.c[f"{ranah}_sidik"], orang.c[f"{ranah}_sidik_kedua"]
        op.execute(sa.update(orang).where(dua.is_not(None)).values({satu: dua}))
    with op.batch_alter_table("orang") as tabel:
        for ranah in ("nip", "nik"):
            tabel.drop_constraint(op.f(f"ck_orang_{ranah}_utuh"), type_="check")
            tabel.drop_constraint(op.f(f"uq_orang_{ranah}_sidik_kedua"), type_="unique")
            tabel.drop_column(f"{ranah}_sidik_kedua")
            tabel.create_check_constraint(op.f(f"ck_orang_{ranah}_utuh"), _LAMA[ranah])
    op.drop_table("kunci_proses")
    op.drop_table("kunci_putaran")
