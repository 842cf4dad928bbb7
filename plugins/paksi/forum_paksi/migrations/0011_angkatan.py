"""Cohorts and what becomes of them; duta integritas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.plugin import Instan, KodeTipe, waktu_db

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paksi_angkatan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column("pendorong", sa.String(length=500), nullable=True),
        sa.Column("rujukan_pendorong", sa.String(length=120), nullable=True),
        sa.Column(
            "keadaan",
            sa.Enum(
                "BERJALAN", "SELESAI", name="keadaan", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("selesai_pada", Instan(), nullable=True),
        sa.CheckConstraint(
            "(keadaan = 'SELESAI') = (selesai_pada IS NOT NULL)",
            name=op.f("ck_paksi_angkatan_selesai_bertanggal"),
        ),
        sa.CheckConstraint(
            "rujukan_pendorong IS NULL OR pendorong IS NOT NULL",
            name=op.f("ck_paksi_angkatan_rujukan_berpendorong"),
        ),
        sa.CheckConstraint("tahun BETWEEN 2000 AND 2200", name=op.f("ck_paksi_angkatan_tahun_wajar")),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_angkatan_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_angkatan")),
        sa.UniqueConstraint(
            "wilayah_kode", "tahun", "nama_cari", name=op.f("uq_paksi_angkatan_wilayah_kode_tahun_nama_cari")
        ),
    )
    with op.batch_alter_table("paksi_angkatan", schema=None) as batch_op:
        batch_op.create_index("ix_paksi_angkatan_urut", ["tahun", "id"], unique=False)

    op.create_table(
        "paksi_angkatan_tugas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("angkatan_id", sa.Uuid(), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "SEBAR_NILAI",
                "JARINGAN_OPD",
                "PRAKTIK_BAIK",
                "LAPORAN_BERKALA",
                name="jenis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("mulai", sa.Date(), nullable=True),
        sa.Column("selesai", sa.Date(), nullable=True),
        sa.Column("batas", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(jenis = 'LAPORAN_BERKALA') = (mulai IS NOT NULL) AND (mulai IS NULL) = (selesai IS NULL)",
            name=op.f("ck_paksi_angkatan_tugas_berkala_berperiode"),
        ),
        sa.CheckConstraint(
            "selesai >= mulai AND batas >= selesai", name=op.f("ck_paksi_angkatan_tugas_urutan_tanggal")
        ),
        sa.ForeignKeyConstraint(
            ["angkatan_id"], ["paksi_angkatan.id"], name=op.f("fk_paksi_angkatan_tugas_angkatan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_angkatan_tugas")),
        sa.UniqueConstraint("id", "angkatan_id", name=op.f("uq_paksi_angkatan_tugas_id_angkatan_id")),
    )
    with op.batch_alter_table("paksi_angkatan_tugas", schema=None) as batch_op:
        batch_op.create_index(
            "ix_paksi_angkatan_tugas_angkatan_id", ["angkatan_id", "batas", "id"], unique=False
        )
        batch_op.create_index("ix_paksi_angkatan_tugas_batas", ["batas", "id"], unique=False)
        batch_op.create_index(
            "uq_paksi_angkatan_tugas_periode",
            ["angkatan_id", "mulai"],
            unique=True,
            sqlite_where=sa.text("jenis = 'LAPORAN_BERKALA'"),
            postgresql_where=sa.text("jenis = 'LAPORAN_BERKALA'"),
        )

    op.create_table(
        "paksi_angkatan_anggota",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("angkatan_id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=True),
        sa.Column("masuk", sa.Date(), nullable=False),
        sa.Column("keluar", sa.Date(), nullable=True),
        sa.Column("alasan", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(keluar IS NULL) = (alasan IS NULL)", name=op.f("ck_paksi_angkatan_anggota_keluar_beralasan")
        ),
        sa.CheckConstraint("keluar >= masuk", name=op.f("ck_paksi_angkatan_anggota_urutan_tanggal")),
        sa.ForeignKeyConstraint(
            ["angkatan_id"], ["paksi_angkatan.id"], name=op.f("fk_paksi_angkatan_anggota_angkatan_id")
        ),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_angkatan_anggota_orang_id")),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"],
            ["perangkat_daerah.id"],
            name=op.f("fk_paksi_angkatan_anggota_perangkat_daerah_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_angkatan_anggota")),
        sa.UniqueConstraint(
            "angkatan_id", "orang_id", name=op.f("uq_paksi_angkatan_anggota_angkatan_id_orang_id")
        ),
        sa.UniqueConstraint("id", "angkatan_id", name=op.f("uq_paksi_angkatan_anggota_id_angkatan_id")),
    )
    with op.batch_alter_table("paksi_angkatan_anggota", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_angkatan_anggota_orang_id"), ["orang_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_paksi_angkatan_anggota_perangkat_daerah_id"), ["perangkat_daerah_id"], unique=False
        )

    op.create_table(
        "paksi_duta",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=True),
        sa.Column("dari", sa.Date(), nullable=False),
        sa.Column("sampai", sa.Date(), nullable=True),
        sa.Column("dasar", sa.String(length=120), nullable=True),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("dicatat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "perangkat_daerah_id IS NOT NULL OR length(wilayah_kode) >= 5",
            name=op.f("ck_paksi_duta_tempat_kecil"),
        ),
        sa.CheckConstraint("sampai >= dari", name=op.f("ck_paksi_duta_urutan_tanggal")),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_duta_orang_id")),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"], ["perangkat_daerah.id"], name=op.f("fk_paksi_duta_perangkat_daerah_id")
        ),
        sa.ForeignKeyConstraint(["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_duta_wilayah_kode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_duta")),
    )
    with op.batch_alter_table("paksi_duta", schema=None) as batch_op:
        batch_op.create_index("ix_paksi_duta_orang_id", ["orang_id", "id"], unique=False)
        batch_op.create_index(
            "ix_paksi_duta_perangkat_daerah_id", ["perangkat_daerah_id", "dari"], unique=False
        )
        batch_op.create_index("ix_paksi_duta_wilayah_kode", ["wilayah_kode", "id"], unique=False)
        batch_op.create_index(
            "uq_paksi_duta_opd",
            ["orang_id", "perangkat_daerah_id"],
            unique=True,
            sqlite_where=sa.text("perangkat_daerah_id IS NOT NULL AND sampai IS NULL"),
            postgresql_where=sa.text("perangkat_daerah_id IS NOT NULL AND sampai IS NULL"),
        )
        batch_op.create_index(
            "uq_paksi_duta_wilayah",
            ["orang_id", "wilayah_kode"],
            unique=True,
            sqlite_where=sa.text("perangkat_daerah_id IS NULL AND sampai IS NULL"),
            postgresql_where=sa.text("perangkat_daerah_id IS NULL AND sampai IS NULL"),
        )

    op.create_table(
        "paksi_angkatan_elearning",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("anggota_id", sa.Uuid(), nullable=False),
        sa.Column("kelas", sa.String(length=200), nullable=False),
        sa.Column("kelas_cari", sa.String(length=200), nullable=False),
        sa.Column("penyelenggara", sa.String(length=200), nullable=True),
        sa.Column("selesai", sa.Date(), nullable=False),
        sa.Column("nomor", sa.String(length=80), nullable=True),
        sa.Column("dicatat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.ForeignKeyConstraint(
            ["anggota_id"], ["paksi_angkatan_anggota.id"], name=op.f("fk_paksi_angkatan_elearning_anggota_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_angkatan_elearning")),
        sa.UniqueConstraint(
            "anggota_id", "kelas_cari", name=op.f("uq_paksi_angkatan_elearning_anggota_id_kelas_cari")
        ),
    )
    op.create_table(
        "paksi_angkatan_hasil",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("angkatan_id", sa.Uuid(), nullable=False),
        sa.Column("tugas_id", sa.Uuid(), nullable=False),
        sa.Column("anggota_id", sa.Uuid(), nullable=False),
        sa.Column(
            "keadaan",
            sa.Enum(
                "DISERAHKAN",
                "DIKEMBALIKAN",
                name="keadaan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("uraian", sa.Text(), nullable=False),
        sa.Column("dilaksanakan", sa.Date(), nullable=False),
        sa.Column("catatan", sa.String(length=500), nullable=True),
        sa.Column("diserahkan_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "(keadaan = 'DIKEMBALIKAN') = (catatan IS NOT NULL)",
            name=op.f("ck_paksi_angkatan_hasil_dikembalikan_bercatatan"),
        ),
        sa.ForeignKeyConstraint(
            ["anggota_id", "angkatan_id"],
            ["paksi_angkatan_anggota.id", "paksi_angkatan_anggota.angkatan_id"],
            name=op.f("fk_paksi_angkatan_hasil_anggota_id_angkatan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tugas_id", "angkatan_id"],
            ["paksi_angkatan_tugas.id", "paksi_angkatan_tugas.angkatan_id"],
            name=op.f("fk_paksi_angkatan_hasil_tugas_id_angkatan_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_angkatan_hasil")),
        sa.UniqueConstraint(
            "tugas_id", "anggota_id", name=op.f("uq_paksi_angkatan_hasil_tugas_id_anggota_id")
        ),
    )
    with op.batch_alter_table("paksi_angkatan_hasil", schema=None) as batch_op:
        batch_op.create_index("ix_paksi_angkatan_hasil_anggota_id", ["anggota_id"], unique=False)
        batch_op.create_index("ix_paksi_angkatan_hasil_angkatan_id", ["angkatan_id"], unique=False)

    op.create_table(
        "paksi_angkatan_tagihan",
        sa.Column("tugas_id", sa.Uuid(), nullable=False),
        sa.Column("anggota_id", sa.Uuid(), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "JATUH_TEMPO",
                "TERLAMBAT",
                name="jenis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.ForeignKeyConstraint(
            ["anggota_id"], ["paksi_angkatan_anggota.id"], name=op.f("fk_paksi_angkatan_tagihan_anggota_id")
        ),
        sa.ForeignKeyConstraint(
            ["tugas_id"], ["paksi_angkatan_tugas.id"], name=op.f("fk_paksi_angkatan_tagihan_tugas_id")
        ),
        sa.PrimaryKeyConstraint("tugas_id", "anggota_id", "jenis", name=op.f("pk_paksi_angkatan_tagihan")),
    )
    with op.batch_alter_table("paksi_angkatan_tagihan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paksi_angkatan_tagihan_anggota_id"), ["anggota_id"], unique=False
        )

    op.create_table(
        "paksi_praktik_baik",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("anggota_id", sa.Uuid(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=True),
        sa.Column("judul", sa.String(length=200), nullable=False),
        sa.Column("ringkasan", sa.String(length=1000), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column(
            "keadaan",
            sa.Enum(
                "DRAF",
                "DIAJUKAN",
                "TERBIT",
                "DITARIK",
                name="keadaan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("alasan", sa.String(length=500), nullable=True),
        sa.Column("penyetuju_akun_id", sa.Uuid(), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("disetujui_pada", Instan(), nullable=True),
        sa.CheckConstraint(
            "(keadaan = 'TERBIT') = (disetujui_pada IS NOT NULL)",
            name=op.f("ck_paksi_praktik_baik_terbit_disetujui"),
        ),
        sa.CheckConstraint(
            "keadaan <> 'DITARIK' OR alasan IS NOT NULL", name=op.f("ck_paksi_praktik_baik_ditarik_beralasan")
        ),
        sa.ForeignKeyConstraint(
            ["anggota_id"], ["paksi_angkatan_anggota.id"], name=op.f("fk_paksi_praktik_baik_anggota_id")
        ),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"],
            ["perangkat_daerah.id"],
            name=op.f("fk_paksi_praktik_baik_perangkat_daerah_id"),
        ),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_praktik_baik_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_praktik_baik")),
    )
    with op.batch_alter_table("paksi_praktik_baik", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_praktik_baik_anggota_id"), ["anggota_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_paksi_praktik_baik_perangkat_daerah_id"), ["perangkat_daerah_id"], unique=False
        )
        batch_op.create_index("ix_paksi_praktik_baik_urut", ["dibuat_pada", "id"], unique=False)
        batch_op.create_index("ix_paksi_praktik_baik_wilayah_kode", ["wilayah_kode", "id"], unique=False)

    op.create_table(
        "paksi_angkatan_berkas",
        sa.Column("berkas_id", sa.Uuid(), nullable=False),
        sa.Column("hasil_id", sa.Uuid(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["berkas_id"], ["berkas.id"], name=op.f("fk_paksi_angkatan_berkas_berkas_id")
        ),
        sa.ForeignKeyConstraint(
            ["hasil_id"], ["paksi_angkatan_hasil.id"], name=op.f("fk_paksi_angkatan_berkas_hasil_id")
        ),
        sa.PrimaryKeyConstraint("berkas_id", name=op.f("pk_paksi_angkatan_berkas")),
    )
    with op.batch_alter_table("paksi_angkatan_berkas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_angkatan_berkas_hasil_id"), ["hasil_id"], unique=False)

    op.create_table(
        "paksi_praktik_berkas",
        sa.Column("berkas_id", sa.Uuid(), nullable=False),
        sa.Column("praktik_id", sa.Uuid(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_paksi_praktik_berkas_berkas_id")),
        sa.ForeignKeyConstraint(
            ["praktik_id"], ["paksi_praktik_baik.id"], name=op.f("fk_paksi_praktik_berkas_praktik_id")
        ),
        sa.PrimaryKeyConstraint("berkas_id", name=op.f("pk_paksi_praktik_berkas")),
    )
    with op.batch_alter_table("paksi_praktik_berkas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_praktik_berkas_praktik_id"), ["praktik_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("paksi_praktik_berkas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_praktik_berkas_praktik_id"))

    op.drop_table("paksi_praktik_berkas")
    with op.batch_alter_table("paksi_angkatan_berkas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_angkatan_berkas_hasil_id"))

    op.drop_table("paksi_angkatan_berkas")
    with op.batch_alter_table("paksi_praktik_baik", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_praktik_baik_wilayah_kode")
        batch_op.drop_index("ix_paksi_praktik_baik_urut")
        batch_op.drop_index(batch_op.f("ix_paksi_praktik_baik_perangkat_daerah_id"))
        batch_op.drop_index(batch_op.f("ix_paksi_praktik_baik_anggota_id"))

    op.drop_table("paksi_praktik_baik")
    with op.batch_alter_table("paksi_angkatan_tagihan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_angkatan_tagihan_anggota_id"))

    op.drop_table("paksi_angkatan_tagihan")
    with op.batch_alter_table("paksi_angkatan_hasil", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_angkatan_hasil_angkatan_id")
        batch_op.drop_index("ix_paksi_angkatan_hasil_anggota_id")

    op.drop_table("paksi_angkatan_hasil")
    op.drop_table("paksi_angkatan_elearning")
    with op.batch_alter_table("paksi_duta", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_paksi_duta_wilayah",
            sqlite_where=sa.text("perangkat_daerah_id IS NULL AND sampai IS NULL"),
            postgresql_where=sa.text("perangkat_daerah_id IS NULL AND sampai IS NULL"),
        )
        batch_op.drop_index(
            "uq_paksi_duta_opd",
            sqlite_where=sa.text("perangkat_daerah_id IS NOT NULL AND sampai IS NULL"),
            postgresql_where=sa.text("perangkat_daerah_id IS NOT NULL AND sampai IS NULL"),
        )
        batch_op.drop_index("ix_paksi_duta_wilayah_kode")
        batch_op.drop_index("ix_paksi_duta_perangkat_daerah_id")
        batch_op.drop_index("ix_paksi_duta_orang_id")

    op.drop_table("paksi_duta")
    with op.batch_alter_table("paksi_angkatan_anggota", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_angkatan_anggota_perangkat_daerah_id"))
        batch_op.drop_index(batch_op.f("ix_paksi_angkatan_anggota_orang_id"))

    op.drop_table("paksi_angkatan_anggota")
    with op.batch_alter_table("paksi_angkatan_tugas", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_paksi_angkatan_tugas_periode",
            sqlite_where=sa.text("jenis = 'LAPORAN_BERKALA'"),
            postgresql_where=sa.text("jenis = 'LAPORAN_BERKALA'"),
        )
        batch_op.drop_index("ix_paksi_angkatan_tugas_batas")
        batch_op.drop_index("ix_paksi_angkatan_tugas_angkatan_id")

    op.drop_table("paksi_angkatan_tugas")
    with op.batch_alter_table("paksi_angkatan", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_angkatan_urut")

    op.drop_table("paksi_angkatan")
