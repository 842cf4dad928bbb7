"""What a certification asks, who applies for it, and what penyuluh report."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.plugin import Instan, KodeTipe, waktu_db

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paksi_persyaratan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("jalan", sa.String(length=120), nullable=False),
        sa.Column("skema_kode", sa.String(length=32), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "BARU",
                "NAIK_JENJANG",
                "PERPANJANGAN",
                "SERTIFIKASI_ULANG",
                name="jenis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("jalur_kode", sa.String(length=32), nullable=True),
        sa.Column("dari_skema_kode", sa.String(length=32), nullable=True),
        sa.Column("berlaku_dari", sa.Date(), nullable=False),
        sa.Column("sumber", sa.Text(), nullable=False),
        sa.Column("catatan", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(jenis = 'NAIK_JENJANG') = (dari_skema_kode IS NOT NULL)",
            name=op.f("ck_paksi_persyaratan_naik_dari_skema"),
        ),
        sa.CheckConstraint(
            "jalur_kode IS NULL OR jenis = 'BARU'", name=op.f("ck_paksi_persyaratan_jalur_hanya_baru")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_persyaratan")),
        sa.UniqueConstraint("jalan", "berlaku_dari", name=op.f("uq_paksi_persyaratan_jalan_berlaku_dari")),
    )
    op.create_table(
        "paksi_nomor_permohonan",
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("terakhir", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_nomor_permohonan_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("wilayah_kode", "tahun", name=op.f("pk_paksi_nomor_permohonan")),
    )
    op.create_table(
        "paksi_persyaratan_butir",
        sa.Column("persyaratan_id", sa.Uuid(), nullable=False),
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "DOKUMEN",
                "ELEARNING",
                "DIKLAT",
                "MENGAJAR",
                "KEGIATAN",
                "SERTIFIKAT_AKTIF",
                "BUKTI_TAHUNAN",
                name="jenis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("petunjuk", sa.Text(), nullable=False),
        sa.Column("wajib", sa.Boolean(), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=True),
        sa.Column("jenis_kegiatan", sa.JSON(), nullable=True),
        sa.Column("bentuk", sa.String(length=40), nullable=True),
        sa.Column(
            "jendela",
            sa.Enum(
                "KAPAN_SAJA",
                "SESUDAH_DIKLAT",
                "MASA_SERTIFIKAT",
                name="jendela",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("sumber", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(jenis = 'KEGIATAN') = (jendela IS NOT NULL)",
            name=op.f("ck_paksi_persyaratan_butir_jendela_kegiatan"),
        ),
        sa.CheckConstraint(
            "jumlah IS NULL OR jumlah > 0", name=op.f("ck_paksi_persyaratan_butir_jumlah_positif")
        ),
        sa.ForeignKeyConstraint(
            ["persyaratan_id"],
            ["paksi_persyaratan.id"],
            name=op.f("fk_paksi_persyaratan_butir_persyaratan_id"),
        ),
        sa.PrimaryKeyConstraint("persyaratan_id", "kode", name=op.f("pk_paksi_persyaratan_butir")),
        sa.UniqueConstraint(
            "persyaratan_id", "urutan", name=op.f("uq_paksi_persyaratan_butir_persyaratan_id_urutan")
        ),
    )
    op.create_table(
        "paksi_unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("skema_id", sa.Uuid(), nullable=False),
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("judul", sa.String(length=300), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["skema_id"], ["paksi_skema.id"], name=op.f("fk_paksi_unit_skema_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_unit")),
        sa.UniqueConstraint("skema_id", "kode", name=op.f("uq_paksi_unit_skema_id_kode")),
        sa.UniqueConstraint("skema_id", "urutan", name=op.f("uq_paksi_unit_skema_id_urutan")),
    )
    op.create_table(
        "paksi_bukti",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "ELEARNING",
                "DIKLAT",
                "MENGAJAR",
                name="jenis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("penyelenggara", sa.String(length=200), nullable=True),
        sa.Column("nomor", sa.String(length=80), nullable=True),
        sa.Column("mulai", sa.Date(), nullable=False),
        sa.Column("selesai", sa.Date(), nullable=False),
        sa.Column("asal_id", sa.Uuid(), nullable=True),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=True),
        sa.Column("berkas_id", sa.Uuid(), nullable=True),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("dicatat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint("selesai >= mulai", name=op.f("ck_paksi_bukti_urutan_tanggal")),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_paksi_bukti_berkas_id")),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_bukti_orang_id")),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"], ["perangkat_daerah.id"], name=op.f("fk_paksi_bukti_perangkat_daerah_id")
        ),
        sa.ForeignKeyConstraint(["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_bukti_wilayah_kode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_bukti")),
        sa.UniqueConstraint("asal_id", name=op.f("uq_paksi_bukti_asal_id")),
        sa.UniqueConstraint("berkas_id", name=op.f("uq_paksi_bukti_berkas_id")),
        sa.UniqueConstraint(
            "orang_id", "jenis", "nama", "selesai", name=op.f("uq_paksi_bukti_orang_id_jenis_nama_selesai")
        ),
    )
    with op.batch_alter_table("paksi_bukti", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paksi_bukti_perangkat_daerah_id"), ["perangkat_daerah_id"], unique=False
        )
        batch_op.create_index("ix_paksi_bukti_wilayah_kode", ["wilayah_kode", "id"], unique=False)

    op.create_table(
        "paksi_kegiatan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("lembaga_kode", KodeTipe(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=True),
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
            "bentuk",
            sa.Enum(
                "ANALISIS_KEKUATAN",
                "STRATEGI_PENGEMBANGAN",
                "PENYUSUNAN_RENCANA",
                "PENGUATAN_KAPASITAS",
                "PENDAMPINGAN",
                "KOLABORASI",
                "MOBILISASI_FORUM",
                name="bentuk",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "bidang",
            sa.Enum(
                "TATA_KELOLA_ORGANISASI",
                "MANAJEMEN_RISIKO",
                "KEPATUHAN",
                name="bidang",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "segi",
            sa.Enum(
                "PELAKSANAAN", "MONEV", name="segi", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column("ruang_lingkup", sa.String(length=120), nullable=False),
        sa.Column("sasaran", sa.String(length=200), nullable=False),
        sa.Column("tujuan", sa.Text(), nullable=False),
        sa.Column("deskripsi", sa.Text(), nullable=False),
        sa.Column("hasil", sa.Text(), nullable=True),
        sa.Column("tindak_lanjut", sa.Text(), nullable=True),
        sa.Column("tempat", sa.String(length=200), nullable=False),
        sa.Column("tempat_wilayah", KodeTipe(), nullable=True),
        sa.Column("mulai", sa.Date(), nullable=False),
        sa.Column("selesai", sa.Date(), nullable=False),
        sa.Column("jumlah_peserta", sa.Integer(), nullable=False),
        sa.Column(
            "keadaan",
            sa.Enum(
                "DRAF",
                "BELUM",
                "PERLU_REVISI",
                "SUDAH_REVISI",
                "DITERIMA",
                "DITOLAK",
                name="keadaan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("catatan", sa.String(length=500), nullable=True),
        sa.Column("pemeriksa_akun_id", sa.Uuid(), nullable=True),
        sa.Column("pemeriksa_orang_id", sa.Uuid(), nullable=True),
        sa.Column("diputus_pada", Instan(), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "(jenis = 'API') = (bidang IS NOT NULL) AND (bidang IS NULL) = (segi IS NULL)",
            name=op.f("ck_paksi_kegiatan_bidang_bila_api"),
        ),
        sa.CheckConstraint(
            "(jenis = 'PENGEMBANGAN_KOMUNITAS') = (bentuk IS NOT NULL)",
            name=op.f("ck_paksi_kegiatan_bentuk_bila_komunitas"),
        ),
        sa.CheckConstraint(
            "(keadaan IN ('DITERIMA', 'DITOLAK')) = (diputus_pada IS NOT NULL)",
            name=op.f("ck_paksi_kegiatan_putusan_bertanggal"),
        ),
        sa.CheckConstraint(
            "keadaan NOT IN ('PERLU_REVISI', 'DITOLAK') OR catatan IS NOT NULL",
            name=op.f("ck_paksi_kegiatan_beralasan"),
        ),
        sa.CheckConstraint(
            "pemeriksa_orang_id IS NULL OR pemeriksa_orang_id <> orang_id",
            name=op.f("ck_paksi_kegiatan_diperiksa_orang_lain"),
        ),
        sa.CheckConstraint("jumlah_peserta >= 0", name=op.f("ck_paksi_kegiatan_peserta_tak_negatif")),
        sa.CheckConstraint("selesai >= mulai", name=op.f("ck_paksi_kegiatan_urutan_tanggal")),
        sa.ForeignKeyConstraint(
            ["lembaga_kode"], ["lembaga.kode"], name=op.f("fk_paksi_kegiatan_lembaga_kode")
        ),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_kegiatan_orang_id")),
        sa.ForeignKeyConstraint(
            ["pemeriksa_orang_id"], ["orang.id"], name=op.f("fk_paksi_kegiatan_pemeriksa_orang_id")
        ),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"],
            ["perangkat_daerah.id"],
            name=op.f("fk_paksi_kegiatan_perangkat_daerah_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tempat_wilayah"], ["wilayah.kode"], name=op.f("fk_paksi_kegiatan_tempat_wilayah")
        ),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_kegiatan_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_kegiatan")),
    )
    with op.batch_alter_table("paksi_kegiatan", schema=None) as batch_op:
        batch_op.create_index(
            "ix_paksi_kegiatan_lembaga_kode", ["lembaga_kode", "keadaan", "id"], unique=False
        )
        batch_op.create_index("ix_paksi_kegiatan_orang_id", ["orang_id", "mulai", "id"], unique=False)
        batch_op.create_index("ix_paksi_kegiatan_urut", ["mulai", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_paksi_kegiatan_pemeriksa_orang_id"), ["pemeriksa_orang_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_paksi_kegiatan_perangkat_daerah_id"), ["perangkat_daerah_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_paksi_kegiatan_tempat_wilayah"), ["tempat_wilayah"], unique=False
        )
        batch_op.create_index("ix_paksi_kegiatan_wilayah_kode", ["wilayah_kode", "id"], unique=False)
        batch_op.create_index(
            "uq_paksi_kegiatan_sekali",
            ["orang_id", "jenis", "mulai", "selesai", "nama_cari"],
            unique=True,
            sqlite_where=sa.text("keadaan <> 'DITOLAK'"),
            postgresql_where=sa.text("keadaan <> 'DITOLAK'"),
        )

    op.create_table(
        "paksi_permohonan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomor", sa.String(length=40), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("skema_id", sa.Uuid(), nullable=False),
        sa.Column(
            "jenis_skema",
            sa.Enum("PAKSI", "API", name="jenis_skema", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "jenis",
            sa.Enum(
                "BARU",
                "NAIK_JENJANG",
                "PERPANJANGAN",
                "SERTIFIKASI_ULANG",
                name="jenis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("jalur_kode", sa.String(length=32), nullable=True),
        sa.Column("dari_sertifikat_id", sa.Uuid(), nullable=True),
        sa.Column("persyaratan_id", sa.Uuid(), nullable=False),
        sa.Column("lembaga_kode", KodeTipe(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=True),
        sa.Column(
            "keadaan",
            sa.Enum(
                "DRAF",
                "DIAJUKAN",
                "VERIFIKASI",
                "PERLU_PERBAIKAN",
                "MEMENUHI_SYARAT",
                "TIDAK_MEMENUHI_SYARAT",
                "TERJADWAL",
                "DIASES",
                "DIREKOMENDASIKAN",
                "PLENO",
                "KOMPETEN",
                "BELUM_KOMPETEN",
                "BANDING",
                "ASESMEN_ULANG",
                "SERTIFIKAT_TERBIT",
                "MUNDUR",
                "DIBATALKAN",
                "TIDAK_HADIR",
                name="keadaan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("putaran", sa.Integer(), nullable=False),
        sa.Column("pemesanan_id", sa.Uuid(), nullable=True),
        sa.Column("informasi_pendukung", sa.Text(), nullable=True),
        sa.Column("kebutuhan_khusus_sandi", sa.Text(), nullable=True),
        sa.Column("disetujui_pada", Instan(), nullable=True),
        sa.Column("diajukan_pada", Instan(), nullable=True),
        sa.Column("verifikator_akun_id", sa.Uuid(), nullable=True),
        sa.Column("verifikator_orang_id", sa.Uuid(), nullable=True),
        sa.Column("asesor_orang_id", sa.Uuid(), nullable=True),
        sa.Column(
            "rekomendasi",
            sa.Enum("K", "BK", name="rekomendasi", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("alasan", sa.String(length=500), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "jenis = 'BARU' OR dari_sertifikat_id IS NOT NULL",
            name=op.f("ck_paksi_permohonan_berasal_sertifikat"),
        ),
        sa.CheckConstraint(
            "keadaan NOT IN ('DIREKOMENDASIKAN', 'PLENO', 'KOMPETEN', 'BELUM_KOMPETEN', 'SERTIFIKAT_TERBIT') OR (rekomendasi IS NOT NULL AND asesor_orang_id IS NOT NULL)",
            name=op.f("ck_paksi_permohonan_direkomendasikan"),
        ),
        sa.CheckConstraint(
            "keadaan NOT IN ('TERJADWAL', 'DIASES', 'TIDAK_HADIR') OR pemesanan_id IS NOT NULL",
            name=op.f("ck_paksi_permohonan_berkursi"),
        ),
        sa.CheckConstraint("putaran > 0", name=op.f("ck_paksi_permohonan_putaran_positif")),
        sa.CheckConstraint(
            "verifikator_orang_id <> orang_id AND asesor_orang_id <> orang_id",
            name=op.f("ck_paksi_permohonan_petugas_orang_lain"),
        ),
        sa.ForeignKeyConstraint(
            ["asesor_orang_id"], ["orang.id"], name=op.f("fk_paksi_permohonan_asesor_orang_id")
        ),
        sa.ForeignKeyConstraint(
            ["dari_sertifikat_id"],
            ["paksi_sertifikat.id"],
            name=op.f("fk_paksi_permohonan_dari_sertifikat_id"),
        ),
        sa.ForeignKeyConstraint(
            ["lembaga_kode"], ["lembaga.kode"], name=op.f("fk_paksi_permohonan_lembaga_kode")
        ),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_permohonan_orang_id")),
        sa.ForeignKeyConstraint(
            ["pemesanan_id"], ["paksi_pemesanan.id"], name=op.f("fk_paksi_permohonan_pemesanan_id")
        ),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"],
            ["perangkat_daerah.id"],
            name=op.f("fk_paksi_permohonan_perangkat_daerah_id"),
        ),
        sa.ForeignKeyConstraint(
            ["persyaratan_id"], ["paksi_persyaratan.id"], name=op.f("fk_paksi_permohonan_persyaratan_id")
        ),
        sa.ForeignKeyConstraint(["skema_id"], ["paksi_skema.id"], name=op.f("fk_paksi_permohonan_skema_id")),
        sa.ForeignKeyConstraint(
            ["verifikator_orang_id"], ["orang.id"], name=op.f("fk_paksi_permohonan_verifikator_orang_id")
        ),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_permohonan_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_permohonan")),
        sa.UniqueConstraint("nomor", name=op.f("uq_paksi_permohonan_nomor")),
        sa.UniqueConstraint("pemesanan_id", name=op.f("uq_paksi_permohonan_pemesanan_id")),
    )
    with op.batch_alter_table("paksi_permohonan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paksi_permohonan_asesor_orang_id"), ["asesor_orang_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_paksi_permohonan_dari_sertifikat_id"), ["dari_sertifikat_id"], unique=False
        )
        batch_op.create_index(
            "ix_paksi_permohonan_lembaga_kode", ["lembaga_kode", "keadaan", "id"], unique=False
        )
        batch_op.create_index("ix_paksi_permohonan_orang_id", ["orang_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_paksi_permohonan_perangkat_daerah_id"), ["perangkat_daerah_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_paksi_permohonan_persyaratan_id"), ["persyaratan_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_paksi_permohonan_skema_id"), ["skema_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_paksi_permohonan_verifikator_orang_id"), ["verifikator_orang_id"], unique=False
        )
        batch_op.create_index("ix_paksi_permohonan_wilayah_kode", ["wilayah_kode", "id"], unique=False)
        batch_op.create_index(
            "uq_paksi_permohonan_terbuka",
            ["orang_id", "jenis_skema"],
            unique=True,
            sqlite_where=sa.text(
                "keadaan NOT IN ('TIDAK_MEMENUHI_SYARAT', 'BELUM_KOMPETEN', 'SERTIFIKAT_TERBIT', 'MUNDUR', 'DIBATALKAN', 'TIDAK_HADIR')"
            ),
            postgresql_where=sa.text(
                "keadaan NOT IN ('TIDAK_MEMENUHI_SYARAT', 'BELUM_KOMPETEN', 'SERTIFIKAT_TERBIT', 'MUNDUR', 'DIBATALKAN', 'TIDAK_HADIR')"
            ),
        )

    op.create_table(
        "paksi_kegiatan_pemakaian",
        sa.Column("kegiatan_id", sa.Uuid(), nullable=False),
        sa.Column("permohonan_id", sa.Uuid(), nullable=False),
        sa.Column("butir_kode", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["kegiatan_id"], ["paksi_kegiatan.id"], name=op.f("fk_paksi_kegiatan_pemakaian_kegiatan_id")
        ),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["paksi_permohonan.id"], name=op.f("fk_paksi_kegiatan_pemakaian_permohonan_id")
        ),
        sa.PrimaryKeyConstraint("kegiatan_id", name=op.f("pk_paksi_kegiatan_pemakaian")),
    )
    with op.batch_alter_table("paksi_kegiatan_pemakaian", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paksi_kegiatan_pemakaian_permohonan_id"), ["permohonan_id"], unique=False
        )

    op.create_table(
        "paksi_kegiatan_dilepas",
        sa.Column("permohonan_id", sa.Uuid(), nullable=False),
        sa.Column("kegiatan_id", sa.Uuid(), nullable=False),
        sa.Column("butir_kode", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["kegiatan_id"], ["paksi_kegiatan.id"], name=op.f("fk_paksi_kegiatan_dilepas_kegiatan_id")
        ),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["paksi_permohonan.id"], name=op.f("fk_paksi_kegiatan_dilepas_permohonan_id")
        ),
        sa.PrimaryKeyConstraint("permohonan_id", "kegiatan_id", name=op.f("pk_paksi_kegiatan_dilepas")),
    )
    with op.batch_alter_table("paksi_kegiatan_dilepas", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paksi_kegiatan_dilepas_kegiatan_id"), ["kegiatan_id"], unique=False
        )

    op.create_table(
        "paksi_verifikator",
        sa.Column("permohonan_id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_verifikator_orang_id")),
        sa.ForeignKeyConstraint(
            ["permohonan_id"],
            ["paksi_permohonan.id"],
            name=op.f("fk_paksi_verifikator_permohonan_id"),
        ),
        sa.PrimaryKeyConstraint("permohonan_id", "orang_id", name=op.f("pk_paksi_verifikator")),
    )
    with op.batch_alter_table("paksi_verifikator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_verifikator_orang_id"), ["orang_id"], unique=False)

    op.create_table(
        "paksi_permohonan_apl02",
        sa.Column("permohonan_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kompeten", sa.Boolean(), nullable=False),
        sa.Column("bukti", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["paksi_permohonan.id"], name=op.f("fk_paksi_permohonan_apl02_permohonan_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["paksi_unit.id"], name=op.f("fk_paksi_permohonan_apl02_unit_id")
        ),
        sa.PrimaryKeyConstraint("permohonan_id", "unit_id", name=op.f("pk_paksi_permohonan_apl02")),
    )
    with op.batch_alter_table("paksi_permohonan_apl02", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_permohonan_apl02_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "paksi_permohonan_dokumen",
        sa.Column("permohonan_id", sa.Uuid(), nullable=False),
        sa.Column("butir_kode", sa.String(length=40), nullable=False),
        sa.Column("berkas_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["berkas_id"], ["berkas.id"], name=op.f("fk_paksi_permohonan_dokumen_berkas_id")
        ),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["paksi_permohonan.id"], name=op.f("fk_paksi_permohonan_dokumen_permohonan_id")
        ),
        sa.PrimaryKeyConstraint("permohonan_id", "butir_kode", name=op.f("pk_paksi_permohonan_dokumen")),
        sa.UniqueConstraint("berkas_id", name=op.f("uq_paksi_permohonan_dokumen_berkas_id")),
    )
    op.create_table(
        "paksi_permohonan_riwayat",
        sa.Column("permohonan_id", sa.Uuid(), nullable=False),
        sa.Column("urutan", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "dari",
            sa.Enum(
                "DRAF",
                "DIAJUKAN",
                "VERIFIKASI",
                "PERLU_PERBAIKAN",
                "MEMENUHI_SYARAT",
                "TIDAK_MEMENUHI_SYARAT",
                "TERJADWAL",
                "DIASES",
                "DIREKOMENDASIKAN",
                "PLENO",
                "KOMPETEN",
                "BELUM_KOMPETEN",
                "BANDING",
                "ASESMEN_ULANG",
                "SERTIFIKAT_TERBIT",
                "MUNDUR",
                "DIBATALKAN",
                "TIDAK_HADIR",
                name="dari",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "ke",
            sa.Enum(
                "DRAF",
                "DIAJUKAN",
                "VERIFIKASI",
                "PERLU_PERBAIKAN",
                "MEMENUHI_SYARAT",
                "TIDAK_MEMENUHI_SYARAT",
                "TERJADWAL",
                "DIASES",
                "DIREKOMENDASIKAN",
                "PLENO",
                "KOMPETEN",
                "BELUM_KOMPETEN",
                "BANDING",
                "ASESMEN_ULANG",
                "SERTIFIKAT_TERBIT",
                "MUNDUR",
                "DIBATALKAN",
                "TIDAK_HADIR",
                name="ke",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("putaran", sa.Integer(), nullable=False),
        sa.Column("alasan", sa.String(length=500), nullable=True),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["paksi_permohonan.id"], name=op.f("fk_paksi_permohonan_riwayat_permohonan_id")
        ),
        sa.PrimaryKeyConstraint("permohonan_id", "urutan", name=op.f("pk_paksi_permohonan_riwayat")),
    )

    op.create_table(
        "paksi_permohonan_temuan",
        sa.Column("permohonan_id", sa.Uuid(), nullable=False),
        sa.Column("butir_kode", sa.String(length=40), nullable=False),
        sa.Column("sesuai", sa.Boolean(), nullable=False),
        sa.Column("catatan", sa.String(length=500), nullable=True),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "sesuai OR catatan IS NOT NULL", name=op.f("ck_paksi_permohonan_temuan_kurang_beralasan")
        ),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["paksi_permohonan.id"], name=op.f("fk_paksi_permohonan_temuan_permohonan_id")
        ),
        sa.PrimaryKeyConstraint("permohonan_id", "butir_kode", name=op.f("pk_paksi_permohonan_temuan")),
    )
    with op.batch_alter_table("paksi_skema", schema=None) as batch_op:
        batch_op.add_column(sa.Column("masa_bulan", sa.Integer(), server_default="36", nullable=False))
        batch_op.create_check_constraint("masa_bulan_positif", "masa_bulan > 0")


def downgrade() -> None:
    op.drop_table("paksi_verifikator")
    with op.batch_alter_table("paksi_skema", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_paksi_skema_masa_bulan_positif"), type_="check")
        batch_op.drop_column("masa_bulan")

    op.drop_table("paksi_permohonan_temuan")
    op.drop_table("paksi_permohonan_riwayat")
    op.drop_table("paksi_permohonan_dokumen")
    with op.batch_alter_table("paksi_permohonan_apl02", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_permohonan_apl02_unit_id"))

    op.drop_table("paksi_permohonan_apl02")
    with op.batch_alter_table("paksi_kegiatan_dilepas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_kegiatan_dilepas_kegiatan_id"))

    op.drop_table("paksi_kegiatan_dilepas")
    with op.batch_alter_table("paksi_kegiatan_pemakaian", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_kegiatan_pemakaian_permohonan_id"))

    op.drop_table("paksi_kegiatan_pemakaian")
    with op.batch_alter_table("paksi_permohonan", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_paksi_permohonan_terbuka",
            sqlite_where=sa.text(
                "keadaan NOT IN ('TIDAK_MEMENUHI_SYARAT', 'BELUM_KOMPETEN', 'SERTIFIKAT_TERBIT', 'MUNDUR', 'DIBATALKAN', 'TIDAK_HADIR')"
            ),
            postgresql_where=sa.text(
                "keadaan NOT IN ('TIDAK_MEMENUHI_SYARAT', 'BELUM_KOMPETEN', 'SERTIFIKAT_TERBIT', 'MUNDUR', 'DIBATALKAN', 'TIDAK_HADIR')"
            ),
        )
        batch_op.drop_index("ix_paksi_permohonan_wilayah_kode")
        batch_op.drop_index(batch_op.f("ix_paksi_permohonan_verifikator_orang_id"))
        batch_op.drop_index(batch_op.f("ix_paksi_permohonan_skema_id"))
        batch_op.drop_index(batch_op.f("ix_paksi_permohonan_persyaratan_id"))
        batch_op.drop_index(batch_op.f("ix_paksi_permohonan_perangkat_daerah_id"))
        batch_op.drop_index("ix_paksi_permohonan_orang_id")
        batch_op.drop_index("ix_paksi_permohonan_lembaga_kode")
        batch_op.drop_index(batch_op.f("ix_paksi_permohonan_dari_sertifikat_id"))
        batch_op.drop_index(batch_op.f("ix_paksi_permohonan_asesor_orang_id"))

    op.drop_table("paksi_permohonan")
    with op.batch_alter_table("paksi_kegiatan", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_paksi_kegiatan_sekali",
            sqlite_where=sa.text("keadaan <> 'DITOLAK'"),
            postgresql_where=sa.text("keadaan <> 'DITOLAK'"),
        )
        batch_op.drop_index("ix_paksi_kegiatan_wilayah_kode")
        batch_op.drop_index(batch_op.f("ix_paksi_kegiatan_tempat_wilayah"))
        batch_op.drop_index(batch_op.f("ix_paksi_kegiatan_perangkat_daerah_id"))
        batch_op.drop_index(batch_op.f("ix_paksi_kegiatan_pemeriksa_orang_id"))
        batch_op.drop_index("ix_paksi_kegiatan_urut")
        batch_op.drop_index("ix_paksi_kegiatan_orang_id")
        batch_op.drop_index("ix_paksi_kegiatan_lembaga_kode")

    op.drop_table("paksi_kegiatan")
    with op.batch_alter_table("paksi_bukti", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_bukti_wilayah_kode")
        batch_op.drop_index(batch_op.f("ix_paksi_bukti_perangkat_daerah_id"))

    op.drop_table("paksi_bukti")
    op.drop_table("paksi_unit")
    op.drop_table("paksi_persyaratan_butir")
    op.drop_table("paksi_nomor_permohonan")
    op.drop_table("paksi_persyaratan")
