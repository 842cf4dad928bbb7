"""forum."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.plugin import Instan, KodeTipe, waktu_db

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paksi_forum",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column("singkatan", sa.String(length=60), nullable=True),
        sa.Column(
            "tingkat",
            sa.Enum(
                "NASIONAL",
                "PROVINSI",
                "KABUPATEN_KOTA",
                "INSTANSI",
                "PROFESI",
                name="tingkat",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("mulai", sa.Date(), nullable=True),
        sa.Column("selesai", sa.Date(), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("dibubarkan_pada", Instan(), nullable=True),
        sa.Column("alasan_bubar", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(dibubarkan_pada IS NULL) = (alasan_bubar IS NULL)", name=op.f("ck_paksi_forum_bubar_beralasan")
        ),
        sa.CheckConstraint(
            "selesai IS NULL OR (mulai IS NOT NULL AND selesai >= mulai)",
            name=op.f("ck_paksi_forum_masa_bakti"),
        ),
        sa.ForeignKeyConstraint(["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_forum_wilayah_kode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_forum")),
    )
    with op.batch_alter_table("paksi_forum", schema=None) as batch_op:
        batch_op.create_index("ix_paksi_forum_urut", ["nama_cari", "id"], unique=False)
        batch_op.create_index(
            "uq_paksi_forum_nama",
            ["wilayah_kode", "nama_cari"],
            unique=True,
            sqlite_where=sa.text("dibubarkan_pada IS NULL"),
            postgresql_where=sa.text("dibubarkan_pada IS NULL"),
        )

    op.create_table(
        "paksi_forum_dasar",
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("urutan", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "KEPUTUSAN_KEPALA_DAERAH",
                "PERATURAN_KEPALA_DAERAH",
                "BADAN_HUKUM",
                "SURAT_EDARAN",
                "LAINNYA",
                name="jenis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("nomor", sa.String(length=120), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.CheckConstraint("urutan > 0", name=op.f("ck_paksi_forum_dasar_urutan_positif")),
        sa.ForeignKeyConstraint(["forum_id"], ["paksi_forum.id"], name=op.f("fk_paksi_forum_dasar_forum_id")),
        sa.PrimaryKeyConstraint("forum_id", "urutan", name=op.f("pk_paksi_forum_dasar")),
        sa.UniqueConstraint(
            "forum_id", "jenis", "nomor", name=op.f("uq_paksi_forum_dasar_forum_id_jenis_nomor")
        ),
    )
    op.create_table(
        "paksi_forum_organ",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("nama", sa.String(length=120), nullable=False),
        sa.Column("nama_cari", sa.String(length=120), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.CheckConstraint("urutan > 0", name=op.f("ck_paksi_forum_organ_urutan_positif")),
        sa.ForeignKeyConstraint(["forum_id"], ["paksi_forum.id"], name=op.f("fk_paksi_forum_organ_forum_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_forum_organ")),
        sa.UniqueConstraint("forum_id", "nama_cari", name=op.f("uq_paksi_forum_organ_forum_id_nama_cari")),
        sa.UniqueConstraint("id", "forum_id", name=op.f("uq_paksi_forum_organ_id_forum_id")),
    )
    op.create_table(
        "paksi_gelombang",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("penyelenggara", sa.String(length=200), nullable=False),
        sa.Column("tempat", sa.String(length=200), nullable=True),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("jadwal_id", sa.Uuid(), nullable=True),
        sa.Column("kuota", sa.Integer(), nullable=False),
        sa.Column("terisi", sa.Integer(), nullable=False),
        sa.Column("jp", sa.Integer(), nullable=True),
        sa.Column("mulai", sa.Date(), nullable=True),
        sa.Column("selesai", sa.Date(), nullable=True),
        sa.Column(
            "keadaan",
            sa.Enum(
                "DISUSUN",
                "DIBUKA",
                "BERJALAN",
                "SELESAI",
                "DIBATALKAN",
                name="keadaan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("alasan_batal", sa.String(length=500), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "(keadaan = 'DIBATALKAN') = (alasan_batal IS NOT NULL)",
            name=op.f("ck_paksi_gelombang_batal_beralasan"),
        ),
        sa.CheckConstraint(
            "keadaan IN ('DISUSUN', 'DIBATALKAN') OR mulai IS NOT NULL",
            name=op.f("ck_paksi_gelombang_berhari"),
        ),
        sa.CheckConstraint(
            "(mulai IS NULL) = (selesai IS NULL) AND selesai >= mulai",
            name=op.f("ck_paksi_gelombang_urutan_tanggal"),
        ),
        sa.CheckConstraint(
            "kuota > 0 AND (jp IS NULL OR jp > 0)", name=op.f("ck_paksi_gelombang_angka_positif")
        ),
        sa.CheckConstraint(
            "terisi >= 0 AND terisi <= kuota", name=op.f("ck_paksi_gelombang_terisi_dalam_kuota")
        ),
        sa.ForeignKeyConstraint(
            ["jadwal_id"], ["paksi_jadwal.id"], name=op.f("fk_paksi_gelombang_jadwal_id")
        ),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_gelombang_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_gelombang")),
    )
    with op.batch_alter_table("paksi_gelombang", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_gelombang_jadwal_id"), ["jadwal_id"], unique=False)
        batch_op.create_index("ix_paksi_gelombang_urut", ["dibuat_pada", "id"], unique=False)
        batch_op.create_index("ix_paksi_gelombang_wilayah_kode", ["wilayah_kode", "id"], unique=False)

    op.create_table(
        "paksi_forum_anggota",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("jabatan", sa.String(length=120), nullable=False),
        sa.Column("mulai", sa.Date(), nullable=False),
        sa.Column("sampai", sa.Date(), nullable=True),
        sa.Column("berhenti_pada", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "berhenti_pada IS NULL OR berhenti_pada >= mulai",
            name=op.f("ck_paksi_forum_anggota_berhenti_sesudah_mulai"),
        ),
        sa.CheckConstraint(
            "sampai IS NULL OR sampai >= mulai", name=op.f("ck_paksi_forum_anggota_masa_jabatan")
        ),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_forum_anggota_orang_id")),
        sa.ForeignKeyConstraint(
            ["organ_id", "forum_id"],
            ["paksi_forum_organ.id", "paksi_forum_organ.forum_id"],
            name=op.f("fk_paksi_forum_anggota_organ_id_forum_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_forum_anggota")),
    )
    with op.batch_alter_table("paksi_forum_anggota", schema=None) as batch_op:
        batch_op.create_index("ix_paksi_forum_anggota_forum_id", ["forum_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paksi_forum_anggota_orang_id"), ["orang_id"], unique=False)
        batch_op.create_index(
            "uq_paksi_forum_anggota_menjabat",
            ["organ_id", "orang_id"],
            unique=True,
            sqlite_where=sa.text("berhenti_pada IS NULL"),
            postgresql_where=sa.text("berhenti_pada IS NULL"),
        )

    op.create_table(
        "paksi_gelombang_hari",
        sa.Column("gelombang_id", sa.Uuid(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "SINKRON", "ASINKRON", name="jenis", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["gelombang_id"], ["paksi_gelombang.id"], name=op.f("fk_paksi_gelombang_hari_gelombang_id")
        ),
        sa.PrimaryKeyConstraint("gelombang_id", "tanggal", name=op.f("pk_paksi_gelombang_hari")),
    )
    op.create_table(
        "paksi_gelombang_pelatih",
        sa.Column("gelombang_id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gelombang_id"], ["paksi_gelombang.id"], name=op.f("fk_paksi_gelombang_pelatih_gelombang_id")
        ),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_gelombang_pelatih_orang_id")),
        sa.PrimaryKeyConstraint("gelombang_id", "orang_id", name=op.f("pk_paksi_gelombang_pelatih")),
    )
    with op.batch_alter_table("paksi_gelombang_pelatih", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_gelombang_pelatih_orang_id"), ["orang_id"], unique=False)

    op.create_table(
        "paksi_sekretariat",
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("nomor_sk", sa.String(length=120), nullable=False),
        sa.Column("tanggal_sk", sa.Date(), nullable=False),
        sa.Column("kepala_id", sa.Uuid(), nullable=False),
        sa.Column("alamat", sa.String(length=300), nullable=True),
        sa.Column("telepon", sa.String(length=40), nullable=True),
        sa.Column("surel", sa.String(length=200), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.ForeignKeyConstraint(["kepala_id"], ["orang.id"], name=op.f("fk_paksi_sekretariat_kepala_id")),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"],
            ["perangkat_daerah.id"],
            name=op.f("fk_paksi_sekretariat_perangkat_daerah_id"),
        ),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_sekretariat_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("perangkat_daerah_id", name=op.f("pk_paksi_sekretariat")),
    )
    with op.batch_alter_table("paksi_sekretariat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_sekretariat_kepala_id"), ["kepala_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paksi_sekretariat_wilayah_kode"), ["wilayah_kode"], unique=False)

    op.create_table(
        "paksi_gelombang_peserta",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gelombang_id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=True),
        sa.Column("pemesanan_id", sa.Uuid(), nullable=True),
        sa.Column(
            "hasil",
            sa.Enum(
                "LULUS", "TIDAK_LULUS", name="hasil", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("nomor_sertifikat", sa.String(length=80), nullable=True),
        sa.Column("dinilai_pada", Instan(), nullable=True),
        sa.Column("terdaftar_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "nomor_sertifikat IS NULL OR coalesce(hasil, '') = 'LULUS'",
            name=op.f("ck_paksi_gelombang_peserta_bernomor_bila_lulus"),
        ),
        sa.CheckConstraint(
            "(hasil IS NULL) = (dinilai_pada IS NULL)",
            name=op.f("ck_paksi_gelombang_peserta_dinilai_bertanggal"),
        ),
        sa.ForeignKeyConstraint(
            ["gelombang_id"], ["paksi_gelombang.id"], name=op.f("fk_paksi_gelombang_peserta_gelombang_id")
        ),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_gelombang_peserta_orang_id")),
        sa.ForeignKeyConstraint(
            ["pemesanan_id"], ["paksi_pemesanan.id"], name=op.f("fk_paksi_gelombang_peserta_pemesanan_id")
        ),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"],
            ["perangkat_daerah.id"],
            name=op.f("fk_paksi_gelombang_peserta_perangkat_daerah_id"),
        ),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_gelombang_peserta_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_gelombang_peserta")),
        sa.UniqueConstraint(
            "gelombang_id", "orang_id", name=op.f("uq_paksi_gelombang_peserta_gelombang_id_orang_id")
        ),
        sa.UniqueConstraint("id", "gelombang_id", name=op.f("uq_paksi_gelombang_peserta_id_gelombang_id")),
        sa.UniqueConstraint("pemesanan_id", name=op.f("uq_paksi_gelombang_peserta_pemesanan_id")),
    )
    with op.batch_alter_table("paksi_gelombang_peserta", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_gelombang_peserta_orang_id"), ["orang_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_paksi_gelombang_peserta_perangkat_daerah_id"),
            ["perangkat_daerah_id"],
            unique=False,
        )
        batch_op.create_index("ix_paksi_gelombang_peserta_wilayah_kode", ["wilayah_kode", "id"], unique=False)

    op.create_table(
        "paksi_orang_hari",
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("gelombang_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gelombang_id", "tanggal"],
            ["paksi_gelombang_hari.gelombang_id", "paksi_gelombang_hari.tanggal"],
            name=op.f("fk_paksi_orang_hari_gelombang_id_tanggal"),
        ),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_orang_hari_orang_id")),
        sa.PrimaryKeyConstraint("orang_id", "tanggal", name=op.f("pk_paksi_orang_hari")),
    )
    with op.batch_alter_table("paksi_orang_hari", schema=None) as batch_op:
        batch_op.create_index("ix_paksi_orang_hari_gelombang", ["gelombang_id", "tanggal"], unique=False)

    op.create_table(
        "paksi_sekretariat_staf",
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("tugas", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_sekretariat_staf_orang_id")),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"],
            ["paksi_sekretariat.perangkat_daerah_id"],
            name=op.f("fk_paksi_sekretariat_staf_perangkat_daerah_id"),
        ),
        sa.PrimaryKeyConstraint("perangkat_daerah_id", "orang_id", name=op.f("pk_paksi_sekretariat_staf")),
    )
    with op.batch_alter_table("paksi_sekretariat_staf", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_sekretariat_staf_orang_id"), ["orang_id"], unique=False)

    op.create_table(
        "paksi_gelombang_hadir",
        sa.Column("peserta_id", sa.Uuid(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("gelombang_id", sa.Uuid(), nullable=False),
        sa.Column("hadir", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gelombang_id", "tanggal"],
            ["paksi_gelombang_hari.gelombang_id", "paksi_gelombang_hari.tanggal"],
            name=op.f("fk_paksi_gelombang_hadir_gelombang_id_tanggal"),
        ),
        sa.ForeignKeyConstraint(
            ["peserta_id", "gelombang_id"],
            ["paksi_gelombang_peserta.id", "paksi_gelombang_peserta.gelombang_id"],
            name=op.f("fk_paksi_gelombang_hadir_peserta_id_gelombang_id"),
        ),
        sa.PrimaryKeyConstraint("peserta_id", "tanggal", name=op.f("pk_paksi_gelombang_hadir")),
    )
    with op.batch_alter_table("paksi_gelombang_hadir", schema=None) as batch_op:
        batch_op.create_index("ix_paksi_gelombang_hadir_hari", ["gelombang_id", "tanggal"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("paksi_gelombang_hadir", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_gelombang_hadir_hari")

    op.drop_table("paksi_gelombang_hadir")
    with op.batch_alter_table("paksi_sekretariat_staf", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_sekretariat_staf_orang_id"))

    op.drop_table("paksi_sekretariat_staf")
    with op.batch_alter_table("paksi_orang_hari", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_orang_hari_gelombang")

    op.drop_table("paksi_orang_hari")
    with op.batch_alter_table("paksi_gelombang_peserta", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_gelombang_peserta_wilayah_kode")
        batch_op.drop_index(batch_op.f("ix_paksi_gelombang_peserta_perangkat_daerah_id"))
        batch_op.drop_index(batch_op.f("ix_paksi_gelombang_peserta_orang_id"))

    op.drop_table("paksi_gelombang_peserta")
    with op.batch_alter_table("paksi_sekretariat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_sekretariat_wilayah_kode"))
        batch_op.drop_index(batch_op.f("ix_paksi_sekretariat_kepala_id"))

    op.drop_table("paksi_sekretariat")
    with op.batch_alter_table("paksi_gelombang_pelatih", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_gelombang_pelatih_orang_id"))

    op.drop_table("paksi_gelombang_pelatih")
    op.drop_table("paksi_gelombang_hari")
    with op.batch_alter_table("paksi_forum_anggota", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_paksi_forum_anggota_menjabat",
            sqlite_where=sa.text("berhenti_pada IS NULL"),
            postgresql_where=sa.text("berhenti_pada IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_paksi_forum_anggota_orang_id"))
        batch_op.drop_index("ix_paksi_forum_anggota_forum_id")

    op.drop_table("paksi_forum_anggota")
    with op.batch_alter_table("paksi_gelombang", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_gelombang_wilayah_kode")
        batch_op.drop_index("ix_paksi_gelombang_urut")
        batch_op.drop_index(batch_op.f("ix_paksi_gelombang_jadwal_id"))

    op.drop_table("paksi_gelombang")
    op.drop_table("paksi_forum_organ")
    op.drop_table("paksi_forum_dasar")
    with op.batch_alter_table("paksi_forum", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_paksi_forum_nama",
            sqlite_where=sa.text("dibubarkan_pada IS NULL"),
            postgresql_where=sa.text("dibubarkan_pada IS NULL"),
        )
        batch_op.drop_index("ix_paksi_forum_urut")

    op.drop_table("paksi_forum")
