"""undangan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.plugin import Instan, KodeTipe, waktu_db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paksi_undangan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("himpunan_id", sa.Uuid(), nullable=False),
        sa.Column(
            "keadaan",
            sa.Enum(
                "DRAF",
                "DIKIRIM",
                "DIJAWAB",
                "TIDAK_DISETUJUI",
                "DISEPAKATI",
                "DITOLAK",
                "DITARIK",
                "GUGUR",
                name="keadaan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("jawab_sampai", Instan(), nullable=True),
        sa.Column("alasan", sa.String(length=500), nullable=True),
        sa.Column("jadwal_id", sa.Uuid(), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("dikirim_pada", Instan(), nullable=True),
        sa.Column("disepakati_pada", Instan(), nullable=True),
        sa.CheckConstraint(
            "(jadwal_id IS NULL OR keadaan IN ('DISEPAKATI', 'GUGUR')) AND (jadwal_id IS NULL) = (disepakati_pada IS NULL)",
            name=op.f("ck_paksi_undangan_jadwal_bila_sepakat"),
        ),
        sa.CheckConstraint(
            "keadaan <> 'DISEPAKATI' OR jadwal_id IS NOT NULL",
            name=op.f("ck_paksi_undangan_sepakat_berjadwal"),
        ),
        sa.CheckConstraint(
            "keadaan IN ('DRAF', 'DITARIK', 'GUGUR') OR dikirim_pada IS NOT NULL",
            name=op.f("ck_paksi_undangan_pernah_dikirim"),
        ),
        sa.CheckConstraint(
            "keadaan NOT IN ('DITOLAK', 'TIDAK_DISETUJUI', 'GUGUR') OR alasan IS NOT NULL",
            name=op.f("ck_paksi_undangan_beralasan"),
        ),
        sa.CheckConstraint("versi > 0", name=op.f("ck_paksi_undangan_versi_positif")),
        sa.ForeignKeyConstraint(
            ["himpunan_id"], ["paksi_himpunan.id"], name=op.f("fk_paksi_undangan_himpunan_id")
        ),
        sa.ForeignKeyConstraint(["jadwal_id"], ["paksi_jadwal.id"], name=op.f("fk_paksi_undangan_jadwal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_undangan")),
        sa.UniqueConstraint("jadwal_id", name=op.f("uq_paksi_undangan_jadwal_id")),
    )
    with op.batch_alter_table("paksi_undangan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_undangan_himpunan_id"), ["himpunan_id"], unique=False)
        batch_op.create_index("ix_paksi_undangan_urut", ["dibuat_pada", "id"], unique=False)
        batch_op.create_index(
            "uq_paksi_undangan_berlaku",
            ["himpunan_id"],
            unique=True,
            sqlite_where=sa.text(
                "keadaan IN ('DRAF', 'DIKIRIM', 'DIJAWAB', 'TIDAK_DISETUJUI', 'DISEPAKATI')"
            ),
            postgresql_where=sa.text(
                "keadaan IN ('DRAF', 'DIKIRIM', 'DIJAWAB', 'TIDAK_DISETUJUI', 'DISEPAKATI')"
            ),
        )

    op.create_table(
        "paksi_undangan_putaran",
        sa.Column("undangan_id", sa.Uuid(), nullable=False),
        sa.Column("versi", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "pihak",
            sa.Enum(
                "PEMDA",
                "KOORDINATOR",
                "LSP",
                "SISTEM",
                name="pihak",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "jenis",
            sa.Enum("ASESMEN", "DIKLAT", name="jenis", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("tuan_rumah", KodeTipe(), nullable=False),
        sa.Column("tuk_nama", sa.String(length=200), nullable=False),
        sa.Column("tuk_alamat", sa.String(length=300), nullable=False),
        sa.Column("tuk_wilayah", KodeTipe(), nullable=False),
        sa.Column("peserta", sa.Integer(), nullable=False),
        sa.Column(
            "sumber_anggaran",
            sa.Enum(
                "APBN",
                "APBD",
                "INSTANSI",
                name="sumber_anggaran",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("anggaran_rupiah", sa.BigInteger(), nullable=False),
        sa.Column("catatan", sa.String(length=1000), nullable=True),
        sa.Column("jumlah_asesor", sa.Integer(), nullable=True),
        sa.Column("batas_per_asesor", sa.Integer(), nullable=True),
        sa.Column("batas_daftar", sa.String(length=32), nullable=True),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("ditulis_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("dikirim_pada", Instan(), nullable=True),
        sa.Column(
            "hasil",
            sa.Enum(
                "DRAF",
                "DIKIRIM",
                "DIJAWAB",
                "TIDAK_DISETUJUI",
                "DISEPAKATI",
                "DITOLAK",
                "DITARIK",
                "GUGUR",
                name="hasil",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("alasan", sa.String(length=500), nullable=True),
        sa.Column("ditanggapi_pada", Instan(), nullable=True),
        sa.CheckConstraint(
            "(pihak = 'LSP') = (jumlah_asesor IS NOT NULL) AND (pihak = 'LSP') = (batas_per_asesor IS NOT NULL) AND (pihak = 'LSP') = (batas_daftar IS NOT NULL)",
            name=op.f("ck_paksi_undangan_putaran_kesanggupan_lsp"),
        ),
        sa.CheckConstraint(
            "pihak <> 'LSP' OR dikirim_pada IS NOT NULL",
            name=op.f("ck_paksi_undangan_putaran_jawaban_terkirim"),
        ),
        sa.CheckConstraint(
            "pihak IN ('KOORDINATOR', 'LSP')", name=op.f("ck_paksi_undangan_putaran_dua_pihak")
        ),
        sa.CheckConstraint(
            "(hasil IS NULL) = (ditanggapi_pada IS NULL) AND (hasil IS NULL OR dikirim_pada IS NOT NULL)",
            name=op.f("ck_paksi_undangan_putaran_ditanggapi_bila_terkirim"),
        ),
        sa.CheckConstraint(
            "peserta > 0 AND anggaran_rupiah >= 0", name=op.f("ck_paksi_undangan_putaran_angka_wajar")
        ),
        sa.ForeignKeyConstraint(
            ["tuan_rumah"], ["wilayah.kode"], name=op.f("fk_paksi_undangan_putaran_tuan_rumah")
        ),
        sa.ForeignKeyConstraint(
            ["tuk_wilayah"], ["wilayah.kode"], name=op.f("fk_paksi_undangan_putaran_tuk_wilayah")
        ),
        sa.ForeignKeyConstraint(
            ["undangan_id"], ["paksi_undangan.id"], name=op.f("fk_paksi_undangan_putaran_undangan_id")
        ),
        sa.PrimaryKeyConstraint("undangan_id", "versi", name=op.f("pk_paksi_undangan_putaran")),
    )
    op.create_table(
        "paksi_undangan_jalur",
        sa.Column("undangan_id", sa.Uuid(), nullable=False),
        sa.Column("versi", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("jalur_kode", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["undangan_id", "versi"],
            ["paksi_undangan_putaran.undangan_id", "paksi_undangan_putaran.versi"],
            name=op.f("fk_paksi_undangan_jalur_undangan_id_versi"),
        ),
        sa.PrimaryKeyConstraint("undangan_id", "versi", "jalur_kode", name=op.f("pk_paksi_undangan_jalur")),
    )
    op.create_table(
        "paksi_undangan_tanggal",
        sa.Column("undangan_id", sa.Uuid(), nullable=False),
        sa.Column("versi", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("urutan", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mulai", sa.Date(), nullable=False),
        sa.Column("sampai", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "sampai >= mulai AND urutan > 0", name=op.f("ck_paksi_undangan_tanggal_rentang_maju")
        ),
        sa.ForeignKeyConstraint(
            ["undangan_id", "versi"],
            ["paksi_undangan_putaran.undangan_id", "paksi_undangan_putaran.versi"],
            name=op.f("fk_paksi_undangan_tanggal_undangan_id_versi"),
        ),
        sa.PrimaryKeyConstraint("undangan_id", "versi", "urutan", name=op.f("pk_paksi_undangan_tanggal")),
    )


def downgrade() -> None:
    op.drop_table("paksi_undangan_tanggal")
    op.drop_table("paksi_undangan_jalur")
    op.drop_table("paksi_undangan_putaran")
    with op.batch_alter_table("paksi_undangan", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_paksi_undangan_berlaku",
            sqlite_where=sa.text(
                "keadaan IN ('DRAF', 'DIKIRIM', 'DIJAWAB', 'TIDAK_DISETUJUI', 'DISEPAKATI')"
            ),
            postgresql_where=sa.text(
                "keadaan IN ('DRAF', 'DIKIRIM', 'DIJAWAB', 'TIDAK_DISETUJUI', 'DISEPAKATI')"
            ),
        )
        batch_op.drop_index("ix_paksi_undangan_urut")
        batch_op.drop_index(batch_op.f("ix_paksi_undangan_himpunan_id"))

    op.drop_table("paksi_undangan")
