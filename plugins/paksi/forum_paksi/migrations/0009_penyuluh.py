"""Speaker requests, evidence of activity reports, and what may be reported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.plugin import Instan, KodeTipe, waktu_db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paksi_kegiatan_jenis",
        sa.Column(
            "jenis",
            sa.Enum(
                "PENYULUHAN",
                "PENGEMBANGAN_MEDIA",
                "PEMBENTUKAN_KOMUNITAS_FORUM",
                "MONEV",
                "LAINNYA",
                "API",
                "PENGEMBANGAN_KOMUNITAS",
                name="jenis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "jenis_skema",
            sa.Enum("PAKSI", "API", name="jenis_skema", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("hanya_pemegang", sa.Boolean(), nullable=False),
        sa.Column("sumber", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("jenis", name=op.f("pk_paksi_kegiatan_jenis")),
    )
    op.create_table(
        "paksi_kegiatan_sasaran",
        sa.Column("ruang_lingkup_cari", sa.String(length=120), nullable=False),
        sa.Column("sasaran_cari", sa.String(length=200), nullable=False),
        sa.Column("ruang_lingkup", sa.String(length=120), nullable=False),
        sa.Column("sasaran", sa.String(length=200), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("sumber", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("ruang_lingkup_cari", "sasaran_cari", name=op.f("pk_paksi_kegiatan_sasaran")),
    )

    op.create_table(
        "paksi_nomor_penyuluh",
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("tahun", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("terakhir", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_nomor_penyuluh_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("wilayah_kode", "tahun", name=op.f("pk_paksi_nomor_penyuluh")),
    )

    op.create_table(
        "paksi_kegiatan_berkas",
        sa.Column("berkas_id", sa.Uuid(), nullable=False),
        sa.Column("kegiatan_id", sa.Uuid(), nullable=False),
        sa.Column("dilampirkan_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.ForeignKeyConstraint(
            ["berkas_id"], ["berkas.id"], name=op.f("fk_paksi_kegiatan_berkas_berkas_id")
        ),
        sa.ForeignKeyConstraint(
            ["kegiatan_id"], ["paksi_kegiatan.id"], name=op.f("fk_paksi_kegiatan_berkas_kegiatan_id")
        ),
        sa.PrimaryKeyConstraint("berkas_id", name=op.f("pk_paksi_kegiatan_berkas")),
    )
    with op.batch_alter_table("paksi_kegiatan_berkas", schema=None) as batch_op:
        batch_op.create_index(
            "ix_paksi_kegiatan_berkas_kegiatan_id",
            ["kegiatan_id", "dilampirkan_pada", "berkas_id"],
            unique=False,
        )

    op.create_table(
        "paksi_permintaan_penyuluh",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomor", sa.String(length=48), nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=True),
        sa.Column("peminta", sa.String(length=200), nullable=True),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("materi", sa.String(length=200), nullable=False),
        sa.Column("sasaran", sa.String(length=200), nullable=False),
        sa.Column("jumlah_peserta", sa.Integer(), nullable=False),
        sa.Column("tempat", sa.String(length=200), nullable=False),
        sa.Column("tempat_wilayah", KodeTipe(), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column(
            "paruh",
            sa.Enum("PAGI", "SIANG", name="paruh", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("catatan", sa.String(length=1000), nullable=True),
        sa.Column(
            "keadaan",
            sa.Enum(
                "DIAJUKAN",
                "DITUGASKAN",
                "SELESAI",
                "DITOLAK",
                "DIBATALKAN",
                name="keadaan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("penyuluh_id", sa.Uuid(), nullable=True),
        sa.Column("nomor_surat", sa.String(length=120), nullable=True),
        sa.Column("tanggal_surat", sa.Date(), nullable=True),
        sa.Column("kegiatan_id", sa.Uuid(), nullable=True),
        sa.Column("alasan", sa.String(length=500), nullable=True),
        sa.Column("ditugaskan_pada", Instan(), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "keadaan <> 'SELESAI' OR kegiatan_id IS NOT NULL",
            name=op.f("ck_paksi_permintaan_penyuluh_selesai_dilaporkan"),
        ),
        sa.CheckConstraint(
            "keadaan = 'DIBATALKAN' OR (keadaan IN ('DITUGASKAN', 'SELESAI')) = (penyuluh_id IS NOT NULL)",
            name=op.f("ck_paksi_permintaan_penyuluh_berpenyuluh"),
        ),
        sa.CheckConstraint(
            "keadaan NOT IN ('DITOLAK', 'DIBATALKAN') OR alasan IS NOT NULL",
            name=op.f("ck_paksi_permintaan_penyuluh_beralasan"),
        ),
        sa.CheckConstraint(
            "(penyuluh_id IS NULL) = (nomor_surat IS NULL) AND (penyuluh_id IS NULL) = (tanggal_surat IS NULL) AND (penyuluh_id IS NULL) = (ditugaskan_pada IS NULL)",
            name=op.f("ck_paksi_permintaan_penyuluh_bersurat"),
        ),
        sa.CheckConstraint("jumlah_peserta > 0", name=op.f("ck_paksi_permintaan_penyuluh_berpeserta")),
        sa.CheckConstraint(
            "kegiatan_id IS NULL OR penyuluh_id IS NOT NULL",
            name=op.f("ck_paksi_permintaan_penyuluh_dilaporkan_penyuluh"),
        ),
        sa.CheckConstraint(
            "perangkat_daerah_id IS NOT NULL OR peminta IS NOT NULL",
            name=op.f("ck_paksi_permintaan_penyuluh_berpeminta"),
        ),
        sa.ForeignKeyConstraint(
            ["kegiatan_id"], ["paksi_kegiatan.id"], name=op.f("fk_paksi_permintaan_penyuluh_kegiatan_id")
        ),
        sa.ForeignKeyConstraint(
            ["penyuluh_id"], ["orang.id"], name=op.f("fk_paksi_permintaan_penyuluh_penyuluh_id")
        ),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"],
            ["perangkat_daerah.id"],
            name=op.f("fk_paksi_permintaan_penyuluh_perangkat_daerah_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tempat_wilayah"], ["wilayah.kode"], name=op.f("fk_paksi_permintaan_penyuluh_tempat_wilayah")
        ),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_permintaan_penyuluh_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_permintaan_penyuluh")),
        sa.UniqueConstraint("id", "penyuluh_id", name=op.f("uq_paksi_permintaan_penyuluh_id_penyuluh_id")),
        sa.UniqueConstraint("kegiatan_id", name=op.f("uq_paksi_permintaan_penyuluh_kegiatan_id")),
        sa.UniqueConstraint("nomor", name=op.f("uq_paksi_permintaan_penyuluh_nomor")),
    )
    with op.batch_alter_table("paksi_permintaan_penyuluh", schema=None) as batch_op:
        batch_op.create_index(
            "ix_paksi_permintaan_penyuluh_penyuluh_id", ["penyuluh_id", "tanggal", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_paksi_permintaan_penyuluh_perangkat_daerah_id"),
            ["perangkat_daerah_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_paksi_permintaan_penyuluh_tempat_wilayah"), ["tempat_wilayah"], unique=False
        )
        batch_op.create_index("ix_paksi_permintaan_penyuluh_urut", ["tanggal", "id"], unique=False)
        batch_op.create_index(
            "ix_paksi_permintaan_penyuluh_wilayah_kode", ["wilayah_kode", "tahun", "keadaan"], unique=False
        )

    op.create_table(
        "paksi_penyuluh_sesi",
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column(
            "paruh",
            sa.Enum("PAGI", "SIANG", name="paruh", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("permintaan_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["permintaan_id", "orang_id"],
            ["paksi_permintaan_penyuluh.id", "paksi_permintaan_penyuluh.penyuluh_id"],
            name=op.f("fk_paksi_penyuluh_sesi_permintaan_id_orang_id"),
        ),
        sa.PrimaryKeyConstraint("orang_id", "tanggal", "paruh", name=op.f("pk_paksi_penyuluh_sesi")),
    )
    with op.batch_alter_table("paksi_penyuluh_sesi", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paksi_penyuluh_sesi_permintaan_id"), ["permintaan_id"], unique=False
        )


def downgrade() -> None:

    with op.batch_alter_table("paksi_penyuluh_sesi", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_penyuluh_sesi_permintaan_id"))

    op.drop_table("paksi_penyuluh_sesi")

    with op.batch_alter_table("paksi_permintaan_penyuluh", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_permintaan_penyuluh_wilayah_kode")
        batch_op.drop_index("ix_paksi_permintaan_penyuluh_urut")
        batch_op.drop_index(batch_op.f("ix_paksi_permintaan_penyuluh_tempat_wilayah"))
        batch_op.drop_index(batch_op.f("ix_paksi_permintaan_penyuluh_perangkat_daerah_id"))
        batch_op.drop_index("ix_paksi_permintaan_penyuluh_penyuluh_id")

    op.drop_table("paksi_permintaan_penyuluh")

    with op.batch_alter_table("paksi_kegiatan_berkas", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_kegiatan_berkas_kegiatan_id")

    op.drop_table("paksi_kegiatan_berkas")

    op.drop_table("paksi_nomor_penyuluh")

    op.drop_table("paksi_kegiatan_sasaran")
    op.drop_table("paksi_kegiatan_jenis")
