"""awal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.plugin import Instan, KodeTipe, waktu_db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paksi_jalur",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kode", sa.String(length=32), nullable=False),
        sa.Column("nama", sa.String(length=120), nullable=False),
        sa.Column("keterangan", sa.Text(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("berlaku_dari", sa.Date(), nullable=False),
        sa.Column("berlaku_sampai", sa.Date(), nullable=True),
        sa.Column("sumber", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "berlaku_sampai IS NULL OR berlaku_sampai >= berlaku_dari",
            name=op.f("ck_paksi_jalur_masa_berlaku"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_jalur")),
        sa.UniqueConstraint("kode", "berlaku_dari", name=op.f("uq_paksi_jalur_kode_berlaku_dari")),
    )
    op.create_table(
        "paksi_skema",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kode", sa.String(length=32), nullable=False),
        sa.Column("nama", sa.String(length=120), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum("PAKSI", "API", name="jenis", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "jenjang",
            sa.Enum(
                "PERTAMA",
                "MUDA",
                "MADYA",
                "UTAMA",
                name="jenjang",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("berlaku_dari", sa.Date(), nullable=False),
        sa.Column("berlaku_sampai", sa.Date(), nullable=True),
        sa.Column("sumber", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(jenis = 'PAKSI') = (jenjang IS NOT NULL)", name=op.f("ck_paksi_skema_jenjang_hanya_paksi")
        ),
        sa.CheckConstraint(
            "berlaku_sampai IS NULL OR berlaku_sampai >= berlaku_dari",
            name=op.f("ck_paksi_skema_masa_berlaku"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_skema")),
        sa.UniqueConstraint("kode", "berlaku_dari", name=op.f("uq_paksi_skema_kode_berlaku_dari")),
    )
    op.create_table(
        "paksi_himpunan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("lembaga_kode", KodeTipe(), nullable=False),
        sa.Column("skema_id", sa.Uuid(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column(
            "kebijakan",
            sa.Enum(
                "URUT_WAKTU",
                "PROPORSIONAL",
                "MERATA",
                "PRIORITAS_CAKUPAN",
                name="kebijakan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "keadaan",
            sa.Enum(
                "TERBUKA",
                "DIKUNCI",
                "DIALOKASIKAN",
                "DIKIRIM",
                "DIKONFIRMASI",
                "DIBUBARKAN",
                name="keadaan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("tenggat", Instan(), nullable=True),
        sa.Column("alasan_bubar", sa.String(length=500), nullable=True),
        sa.Column("dibuka_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("dialokasikan_pada", Instan(), nullable=True),
        sa.CheckConstraint(
            "(keadaan = 'DIBUBARKAN') = (alasan_bubar IS NOT NULL)",
            name=op.f("ck_paksi_himpunan_bubar_beralasan"),
        ),
        sa.CheckConstraint(
            "keadaan NOT IN ('DIALOKASIKAN', 'DIKIRIM', 'DIKONFIRMASI') OR dialokasikan_pada IS NOT NULL",
            name=op.f("ck_paksi_himpunan_pernah_dialokasikan"),
        ),
        sa.ForeignKeyConstraint(
            ["lembaga_kode"], ["lembaga.kode"], name=op.f("fk_paksi_himpunan_lembaga_kode")
        ),
        sa.ForeignKeyConstraint(["skema_id"], ["paksi_skema.id"], name=op.f("fk_paksi_himpunan_skema_id")),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_himpunan_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_himpunan")),
    )
    with op.batch_alter_table("paksi_himpunan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_himpunan_lembaga_kode"), ["lembaga_kode"], unique=False)
        batch_op.create_index(batch_op.f("ix_paksi_himpunan_skema_id"), ["skema_id"], unique=False)
        batch_op.create_index("ix_paksi_himpunan_urut", ["dibuka_pada", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paksi_himpunan_wilayah_kode"), ["wilayah_kode"], unique=False)

    op.create_table(
        "paksi_jadwal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kode", sa.String(length=32), nullable=False),
        sa.Column("lembaga_kode", KodeTipe(), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum("ASESMEN", "DIKLAT", name="jenis", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("skema_id", sa.Uuid(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "TATAP_MUKA", "JARAK_JAUH", name="mode", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("tuk_nama", sa.String(length=200), nullable=True),
        sa.Column("tuk_wilayah", KodeTipe(), nullable=True),
        sa.Column("zona", sa.String(length=32), nullable=False),
        sa.Column("batas_daftar", Instan(), nullable=False),
        sa.Column("mulai_pada", Instan(), nullable=False),
        sa.Column("jumlah_asesor", sa.Integer(), nullable=False),
        sa.Column("batas_per_asesor", sa.Integer(), nullable=False),
        sa.Column("jumlah_hari", sa.Integer(), nullable=False),
        sa.Column("jumlah_sesi", sa.Integer(), nullable=False),
        sa.Column("kapasitas", sa.Integer(), nullable=False),
        sa.Column("terbagi", sa.Integer(), nullable=False),
        sa.Column("tahanan_menit", sa.Integer(), nullable=False),
        sa.Column(
            "cakupan",
            sa.Enum(
                "NASIONAL",
                "PROVINSI",
                "PEMDA",
                name="cakupan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "keadaan",
            sa.Enum(
                "DRAF",
                "DIBUKA",
                "DITUTUP",
                "BERLANGSUNG",
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
        sa.CheckConstraint(
            "(keadaan = 'DIBATALKAN') = (alasan_batal IS NOT NULL)",
            name=op.f("ck_paksi_jadwal_batal_beralasan"),
        ),
        sa.CheckConstraint(
            "(mode = 'TATAP_MUKA') = (tuk_wilayah IS NOT NULL) AND (tuk_nama IS NULL) = (tuk_wilayah IS NULL)",
            name=op.f("ck_paksi_jadwal_tuk_bila_tatap_muka"),
        ),
        sa.CheckConstraint("batas_daftar <= mulai_pada", name=op.f("ck_paksi_jadwal_batas_sebelum_mulai")),
        sa.CheckConstraint(
            "jumlah_asesor > 0 AND batas_per_asesor > 0 AND jumlah_hari > 0",
            name=op.f("ck_paksi_jadwal_angka_positif"),
        ),
        sa.CheckConstraint(
            "jumlah_sesi >= jumlah_hari AND jumlah_sesi <= 2 * jumlah_hari",
            name=op.f("ck_paksi_jadwal_sesi_per_hari"),
        ),
        sa.CheckConstraint(
            "kapasitas > 0 AND kapasitas <= jumlah_asesor * jumlah_hari * batas_per_asesor",
            name=op.f("ck_paksi_jadwal_kapasitas_dalam_daya_asesor"),
        ),
        sa.CheckConstraint("tahanan_menit > 0", name=op.f("ck_paksi_jadwal_tahanan_positif")),
        sa.CheckConstraint(
            "terbagi >= 0 AND terbagi <= kapasitas", name=op.f("ck_paksi_jadwal_terbagi_dalam_kapasitas")
        ),
        sa.ForeignKeyConstraint(
            ["lembaga_kode"], ["lembaga.kode"], name=op.f("fk_paksi_jadwal_lembaga_kode")
        ),
        sa.ForeignKeyConstraint(["skema_id"], ["paksi_skema.id"], name=op.f("fk_paksi_jadwal_skema_id")),
        sa.ForeignKeyConstraint(["tuk_wilayah"], ["wilayah.kode"], name=op.f("fk_paksi_jadwal_tuk_wilayah")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_jadwal")),
        sa.UniqueConstraint("kode", name=op.f("uq_paksi_jadwal_kode")),
    )
    with op.batch_alter_table("paksi_jadwal", schema=None) as batch_op:
        batch_op.create_index("ix_paksi_jadwal_lembaga_kode", ["lembaga_kode", "mulai_pada"], unique=False)
        batch_op.create_index(batch_op.f("ix_paksi_jadwal_skema_id"), ["skema_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paksi_jadwal_tuk_wilayah"), ["tuk_wilayah"], unique=False)
        batch_op.create_index("ix_paksi_jadwal_urut", ["mulai_pada", "id"], unique=False)

    op.create_table(
        "paksi_nomor_permintaan",
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("tahun", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("terakhir", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_nomor_permintaan_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("wilayah_kode", "tahun", name=op.f("pk_paksi_nomor_permintaan")),
    )
    op.create_table(
        "paksi_skema_jalur",
        sa.Column("skema_id", sa.Uuid(), nullable=False),
        sa.Column("jalur_id", sa.Uuid(), nullable=False),
        sa.Column("sumber", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["jalur_id"], ["paksi_jalur.id"], name=op.f("fk_paksi_skema_jalur_jalur_id")),
        sa.ForeignKeyConstraint(["skema_id"], ["paksi_skema.id"], name=op.f("fk_paksi_skema_jalur_skema_id")),
        sa.PrimaryKeyConstraint("skema_id", "jalur_id", name=op.f("pk_paksi_skema_jalur")),
    )
    with op.batch_alter_table("paksi_skema_jalur", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_skema_jalur_jalur_id"), ["jalur_id"], unique=False)

    op.create_table(
        "paksi_bagian",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("jadwal_id", sa.Uuid(), nullable=False),
        sa.Column("himpunan_id", sa.Uuid(), nullable=True),
        sa.Column("kapasitas", sa.Integer(), nullable=False),
        sa.Column("terisi", sa.Integer(), nullable=False),
        sa.Column("antre_terakhir", sa.Integer(), nullable=False),
        sa.Column(
            "kebijakan",
            sa.Enum(
                "URUT_WAKTU",
                "PROPORSIONAL",
                "MERATA",
                "PRIORITAS_CAKUPAN",
                name="kebijakan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("diterima_sampai", Instan(), nullable=True),
        sa.Column("kembali_pada", Instan(), nullable=True),
        sa.Column("dikembalikan", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "himpunan_id IS NOT NULL OR kebijakan = 'URUT_WAKTU'",
            name=op.f("ck_paksi_bagian_terbuka_urut_waktu"),
        ),
        sa.CheckConstraint(
            "antre_terakhir >= 0 AND dikembalikan >= 0", name=op.f("ck_paksi_bagian_hitungan_tak_negatif")
        ),
        sa.CheckConstraint(
            "himpunan_id IS NOT NULL OR kembali_pada IS NULL",
            name=op.f("ck_paksi_bagian_terbuka_tidak_kembali"),
        ),
        sa.CheckConstraint(
            "terisi >= 0 AND terisi <= kapasitas", name=op.f("ck_paksi_bagian_terisi_dalam_kapasitas")
        ),
        sa.ForeignKeyConstraint(
            ["himpunan_id"], ["paksi_himpunan.id"], name=op.f("fk_paksi_bagian_himpunan_id")
        ),
        sa.ForeignKeyConstraint(["jadwal_id"], ["paksi_jadwal.id"], name=op.f("fk_paksi_bagian_jadwal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_bagian")),
        sa.UniqueConstraint("id", "jadwal_id", name=op.f("uq_paksi_bagian_id_jadwal_id")),
        sa.UniqueConstraint("jadwal_id", "himpunan_id", name=op.f("uq_paksi_bagian_jadwal_id_himpunan_id")),
    )
    with op.batch_alter_table("paksi_bagian", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_bagian_himpunan_id"), ["himpunan_id"], unique=False)
        batch_op.create_index(
            "ix_paksi_bagian_kembali_pada",
            ["kembali_pada"],
            unique=False,
            sqlite_where=sa.text("kembali_pada IS NOT NULL"),
            postgresql_where=sa.text("kembali_pada IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_paksi_bagian_terbuka",
            ["jadwal_id"],
            unique=True,
            sqlite_where=sa.text("himpunan_id IS NULL"),
            postgresql_where=sa.text("himpunan_id IS NULL"),
        )

    op.create_table(
        "paksi_jadwal_jalur",
        sa.Column("jadwal_id", sa.Uuid(), nullable=False),
        sa.Column("jalur_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jadwal_id"], ["paksi_jadwal.id"], name=op.f("fk_paksi_jadwal_jalur_jadwal_id")
        ),
        sa.ForeignKeyConstraint(
            ["jalur_id"], ["paksi_jalur.id"], name=op.f("fk_paksi_jadwal_jalur_jalur_id")
        ),
        sa.PrimaryKeyConstraint("jadwal_id", "jalur_id", name=op.f("pk_paksi_jadwal_jalur")),
    )
    with op.batch_alter_table("paksi_jadwal_jalur", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_jadwal_jalur_jalur_id"), ["jalur_id"], unique=False)

    op.create_table(
        "paksi_jadwal_sesi",
        sa.Column("jadwal_id", sa.Uuid(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column(
            "paruh",
            sa.Enum("PAGI", "SIANG", name="paruh", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["jadwal_id"], ["paksi_jadwal.id"], name=op.f("fk_paksi_jadwal_sesi_jadwal_id")
        ),
        sa.PrimaryKeyConstraint("jadwal_id", "tanggal", "paruh", name=op.f("pk_paksi_jadwal_sesi")),
    )
    op.create_table(
        "paksi_jadwal_wilayah",
        sa.Column("jadwal_id", sa.Uuid(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jadwal_id"], ["paksi_jadwal.id"], name=op.f("fk_paksi_jadwal_wilayah_jadwal_id")
        ),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_jadwal_wilayah_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("jadwal_id", "wilayah_kode", name=op.f("pk_paksi_jadwal_wilayah")),
    )
    with op.batch_alter_table("paksi_jadwal_wilayah", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paksi_jadwal_wilayah_wilayah_kode"), ["wilayah_kode"], unique=False
        )

    op.create_table(
        "paksi_kebijakan_ubah",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("himpunan_id", sa.Uuid(), nullable=False),
        sa.Column(
            "dari",
            sa.Enum(
                "URUT_WAKTU",
                "PROPORSIONAL",
                "MERATA",
                "PRIORITAS_CAKUPAN",
                name="dari",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "ke",
            sa.Enum(
                "URUT_WAKTU",
                "PROPORSIONAL",
                "MERATA",
                "PRIORITAS_CAKUPAN",
                name="ke",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("alasan", sa.String(length=500), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint("dari <> ke", name=op.f("ck_paksi_kebijakan_ubah_sungguh_berubah")),
        sa.ForeignKeyConstraint(
            ["himpunan_id"], ["paksi_himpunan.id"], name=op.f("fk_paksi_kebijakan_ubah_himpunan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_kebijakan_ubah")),
    )
    with op.batch_alter_table("paksi_kebijakan_ubah", schema=None) as batch_op:
        batch_op.create_index(
            "ix_paksi_kebijakan_ubah_himpunan_id", ["himpunan_id", "pada", "id"], unique=False
        )

    op.create_table(
        "paksi_permintaan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomor", sa.String(length=48), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("lembaga_kode", KodeTipe(), nullable=False),
        sa.Column("skema_id", sa.Uuid(), nullable=False),
        sa.Column("jalur_kode", sa.String(length=32), nullable=True),
        sa.Column(
            "keadaan",
            sa.Enum(
                "DRAF",
                "DIAJUKAN",
                "DIHIMPUN",
                "DIALOKASIKAN",
                "SELESAI",
                "DITARIK",
                "DITOLAK",
                name="keadaan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
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
            nullable=True,
        ),
        sa.Column("pagu_rupiah", sa.BigInteger(), nullable=True),
        sa.Column("nomor_surat", sa.String(length=120), nullable=True),
        sa.Column("tanggal_surat", sa.Date(), nullable=True),
        sa.Column("himpunan_id", sa.Uuid(), nullable=True),
        sa.Column("alasan", sa.String(length=500), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("diajukan_pada", Instan(), nullable=True),
        sa.CheckConstraint(
            "(keadaan IN ('DIHIMPUN', 'DIALOKASIKAN', 'SELESAI')) = (himpunan_id IS NOT NULL)",
            name=op.f("ck_paksi_permintaan_terhimpun"),
        ),
        sa.CheckConstraint(
            "keadaan <> 'DITOLAK' OR alasan IS NOT NULL", name=op.f("ck_paksi_permintaan_tolak_beralasan")
        ),
        sa.CheckConstraint(
            "keadaan IN ('DRAF', 'DITARIK') OR diajukan_pada IS NOT NULL",
            name=op.f("ck_paksi_permintaan_pernah_diajukan"),
        ),
        sa.CheckConstraint(
            "pagu_rupiah IS NULL OR pagu_rupiah >= 0", name=op.f("ck_paksi_permintaan_pagu_tak_negatif")
        ),
        sa.ForeignKeyConstraint(
            ["himpunan_id"], ["paksi_himpunan.id"], name=op.f("fk_paksi_permintaan_himpunan_id")
        ),
        sa.ForeignKeyConstraint(
            ["lembaga_kode"], ["lembaga.kode"], name=op.f("fk_paksi_permintaan_lembaga_kode")
        ),
        sa.ForeignKeyConstraint(["skema_id"], ["paksi_skema.id"], name=op.f("fk_paksi_permintaan_skema_id")),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_permintaan_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_permintaan")),
        sa.UniqueConstraint("nomor", name=op.f("uq_paksi_permintaan_nomor")),
    )
    with op.batch_alter_table("paksi_permintaan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_permintaan_himpunan_id"), ["himpunan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paksi_permintaan_lembaga_kode"), ["lembaga_kode"], unique=False)
        batch_op.create_index(batch_op.f("ix_paksi_permintaan_skema_id"), ["skema_id"], unique=False)
        batch_op.create_index("ix_paksi_permintaan_urut", ["dibuat_pada", "id"], unique=False)
        batch_op.create_index("ix_paksi_permintaan_wilayah_kode", ["wilayah_kode", "keadaan"], unique=False)

    op.create_table(
        "paksi_calon",
        sa.Column("permintaan_id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=True),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.CheckConstraint("urutan > 0", name=op.f("ck_paksi_calon_urutan_positif")),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_calon_orang_id")),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"], ["perangkat_daerah.id"], name=op.f("fk_paksi_calon_perangkat_daerah_id")
        ),
        sa.ForeignKeyConstraint(
            ["permintaan_id"], ["paksi_permintaan.id"], name=op.f("fk_paksi_calon_permintaan_id")
        ),
        sa.PrimaryKeyConstraint("permintaan_id", "orang_id", name=op.f("pk_paksi_calon")),
        sa.UniqueConstraint("permintaan_id", "urutan", name=op.f("uq_paksi_calon_permintaan_id_urutan")),
    )
    with op.batch_alter_table("paksi_calon", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_calon_orang_id"), ["orang_id"], unique=False)

    op.create_table(
        "paksi_konsultasi",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("permintaan_id", sa.Uuid(), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
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
        sa.Column("isi", sa.String(length=4000), nullable=False),
        sa.Column("dikirim_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.ForeignKeyConstraint(
            ["permintaan_id"], ["paksi_permintaan.id"], name=op.f("fk_paksi_konsultasi_permintaan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_konsultasi")),
    )
    with op.batch_alter_table("paksi_konsultasi", schema=None) as batch_op:
        batch_op.create_index(
            "ix_paksi_konsultasi_permintaan_id", ["permintaan_id", "dikirim_pada", "id"], unique=False
        )

    op.create_table(
        "paksi_pemesanan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("jadwal_id", sa.Uuid(), nullable=False),
        sa.Column("bagian_id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=True),
        sa.Column("permintaan_id", sa.Uuid(), nullable=True),
        sa.Column("jalur_kode", sa.String(length=32), nullable=True),
        sa.Column(
            "keadaan",
            sa.Enum(
                "DITAHAN",
                "DIKONFIRMASI",
                "HADIR",
                "TIDAK_HADIR",
                "DAFTAR_TUNGGU",
                "DIBATALKAN",
                name="keadaan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("nomor_antre", sa.Integer(), nullable=True),
        sa.Column("ditahan_sampai", Instan(), nullable=True),
        sa.Column(
            "alasan_batal",
            sa.Enum(
                "PERMINTAAN_PEMDA",
                "PERMINTAAN_KOORDINATOR",
                "PERMINTAAN_LSP",
                "LEWAT_WAKTU",
                "JADWAL_DIBATALKAN",
                "JADWAL_DIMULAI",
                "HIMPUNAN_DIBUBARKAN",
                name="alasan_batal",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("catatan_batal", sa.String(length=500), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "(keadaan = 'DIBATALKAN') = (alasan_batal IS NOT NULL)",
            name=op.f("ck_paksi_pemesanan_batal_beralasan"),
        ),
        sa.CheckConstraint(
            "(keadaan = 'DITAHAN') = (ditahan_sampai IS NOT NULL)",
            name=op.f("ck_paksi_pemesanan_tahanan_berbatas"),
        ),
        sa.CheckConstraint(
            "keadaan <> 'DAFTAR_TUNGGU' OR nomor_antre IS NOT NULL",
            name=op.f("ck_paksi_pemesanan_tunggu_bernomor"),
        ),
        sa.ForeignKeyConstraint(
            ["bagian_id", "jadwal_id"],
            ["paksi_bagian.id", "paksi_bagian.jadwal_id"],
            name=op.f("fk_paksi_pemesanan_bagian_id_jadwal_id"),
        ),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_pemesanan_orang_id")),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"],
            ["perangkat_daerah.id"],
            name=op.f("fk_paksi_pemesanan_perangkat_daerah_id"),
        ),
        sa.ForeignKeyConstraint(
            ["permintaan_id"], ["paksi_permintaan.id"], name=op.f("fk_paksi_pemesanan_permintaan_id")
        ),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_pemesanan_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_pemesanan")),
        sa.UniqueConstraint(
            "bagian_id", "nomor_antre", name=op.f("uq_paksi_pemesanan_bagian_id_nomor_antre")
        ),
    )
    with op.batch_alter_table("paksi_pemesanan", schema=None) as batch_op:
        batch_op.create_index(
            "ix_paksi_pemesanan_ditahan_sampai",
            ["ditahan_sampai"],
            unique=False,
            sqlite_where=sa.text("keadaan = 'DITAHAN'"),
            postgresql_where=sa.text("keadaan = 'DITAHAN'"),
        )
        batch_op.create_index("ix_paksi_pemesanan_jadwal_id", ["jadwal_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paksi_pemesanan_orang_id"), ["orang_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_paksi_pemesanan_perangkat_daerah_id"), ["perangkat_daerah_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_paksi_pemesanan_permintaan_id"), ["permintaan_id"], unique=False)
        batch_op.create_index(
            "ix_paksi_pemesanan_tunggu",
            ["bagian_id", "nomor_antre"],
            unique=False,
            sqlite_where=sa.text("keadaan = 'DAFTAR_TUNGGU'"),
            postgresql_where=sa.text("keadaan = 'DAFTAR_TUNGGU'"),
        )
        batch_op.create_index("ix_paksi_pemesanan_wilayah_kode", ["wilayah_kode", "id"], unique=False)
        batch_op.create_index(
            "uq_paksi_pemesanan_hidup",
            ["jadwal_id", "orang_id"],
            unique=True,
            sqlite_where=sa.text("keadaan <> 'DIBATALKAN'"),
            postgresql_where=sa.text("keadaan <> 'DIBATALKAN'"),
        )

    op.create_table(
        "paksi_permintaan_tanggal",
        sa.Column("permintaan_id", sa.Uuid(), nullable=False),
        sa.Column("urutan", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mulai", sa.Date(), nullable=False),
        sa.Column("sampai", sa.Date(), nullable=False),
        sa.CheckConstraint("sampai >= mulai", name=op.f("ck_paksi_permintaan_tanggal_rentang_maju")),
        sa.ForeignKeyConstraint(
            ["permintaan_id"], ["paksi_permintaan.id"], name=op.f("fk_paksi_permintaan_tanggal_permintaan_id")
        ),
        sa.PrimaryKeyConstraint("permintaan_id", "urutan", name=op.f("pk_paksi_permintaan_tanggal")),
    )
    op.create_table(
        "paksi_sertifikat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("skema_id", sa.Uuid(), nullable=False),
        sa.Column("lembaga_kode", KodeTipe(), nullable=False),
        sa.Column("nomor", sa.String(length=80), nullable=False),
        sa.Column("terbit", sa.Date(), nullable=False),
        sa.Column("berakhir", sa.Date(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("berakhir > terbit", name=op.f("ck_paksi_sertifikat_masa_berlaku")),
        sa.ForeignKeyConstraint(
            ["lembaga_kode"], ["lembaga.kode"], name=op.f("fk_paksi_sertifikat_lembaga_kode")
        ),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_sertifikat_orang_id")),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"],
            ["perangkat_daerah.id"],
            name=op.f("fk_paksi_sertifikat_perangkat_daerah_id"),
        ),
        sa.ForeignKeyConstraint(["skema_id"], ["paksi_skema.id"], name=op.f("fk_paksi_sertifikat_skema_id")),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_sertifikat_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_sertifikat")),
        sa.UniqueConstraint("lembaga_kode", "nomor", name=op.f("uq_paksi_sertifikat_lembaga_kode_nomor")),
    )
    with op.batch_alter_table("paksi_sertifikat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_sertifikat_orang_id"), ["orang_id"], unique=False)
        batch_op.create_index(
            "ix_paksi_sertifikat_perangkat_daerah_id", ["perangkat_daerah_id", "berakhir"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_paksi_sertifikat_skema_id"), ["skema_id"], unique=False)
        batch_op.create_index("ix_paksi_sertifikat_wilayah_kode", ["wilayah_kode", "id"], unique=False)

    op.create_table(
        "paksi_keputusan",
        sa.Column("himpunan_id", sa.Uuid(), nullable=False),
        sa.Column("permintaan_id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("nomor", sa.Integer(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column(
            "hasil",
            sa.Enum(
                "KURSI",
                "DAFTAR_TUNGGU",
                "TIDAK_DAPAT",
                name="hasil",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("jadwal_id", sa.Uuid(), nullable=True),
        sa.Column("pemesanan_id", sa.Uuid(), nullable=True),
        sa.Column("urutan", sa.Integer(), nullable=True),
        sa.Column("posisi_tunggu", sa.Integer(), nullable=True),
        sa.Column("pilihan_ke", sa.Integer(), nullable=True),
        sa.Column(
            "alasan_kode",
            sa.Enum(
                "URUT_WAKTU",
                "JATAH_PROPORSIONAL",
                "GILIRAN_MERATA",
                "OPD_TANPA_PAKSI",
                "SISA_JATAH",
                "CALON_GANDA",
                "SUDAH_TERDAFTAR",
                "DI_LUAR_CAKUPAN",
                "JALUR_TIDAK_DITERIMA",
                "BENTROK_JADWAL",
                "TIDAK_ADA_JADWAL",
                name="alasan_kode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(hasil = 'DAFTAR_TUNGGU') = (posisi_tunggu IS NOT NULL)",
            name=op.f("ck_paksi_keputusan_tunggu_berposisi"),
        ),
        sa.CheckConstraint(
            "(hasil = 'TIDAK_DAPAT') = (jadwal_id IS NULL) AND (hasil = 'TIDAK_DAPAT') = (urutan IS NULL)",
            name=op.f("ck_paksi_keputusan_dapat_bertempat"),
        ),
        sa.CheckConstraint("alasan <> ''", name=op.f("ck_paksi_keputusan_beralasan")),
        sa.ForeignKeyConstraint(
            ["himpunan_id"], ["paksi_himpunan.id"], name=op.f("fk_paksi_keputusan_himpunan_id")
        ),
        sa.ForeignKeyConstraint(
            ["jadwal_id"], ["paksi_jadwal.id"], name=op.f("fk_paksi_keputusan_jadwal_id")
        ),
        sa.ForeignKeyConstraint(
            ["pemesanan_id"], ["paksi_pemesanan.id"], name=op.f("fk_paksi_keputusan_pemesanan_id")
        ),
        sa.ForeignKeyConstraint(
            ["permintaan_id", "orang_id"],
            ["paksi_calon.permintaan_id", "paksi_calon.orang_id"],
            name=op.f("fk_paksi_keputusan_permintaan_id_orang_id"),
        ),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_paksi_keputusan_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("himpunan_id", "permintaan_id", "orang_id", name=op.f("pk_paksi_keputusan")),
        sa.UniqueConstraint("himpunan_id", "nomor", name=op.f("uq_paksi_keputusan_himpunan_id_nomor")),
    )
    with op.batch_alter_table("paksi_keputusan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_keputusan_jadwal_id"), ["jadwal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paksi_keputusan_pemesanan_id"), ["pemesanan_id"], unique=False)
        batch_op.create_index("ix_paksi_keputusan_permintaan_id", ["permintaan_id"], unique=False)

    op.create_table(
        "paksi_orang_sesi",
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column(
            "paruh",
            sa.Enum("PAGI", "SIANG", name="paruh", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("pemesanan_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_orang_sesi_orang_id")),
        sa.ForeignKeyConstraint(
            ["pemesanan_id"], ["paksi_pemesanan.id"], name=op.f("fk_paksi_orang_sesi_pemesanan_id")
        ),
        sa.PrimaryKeyConstraint("orang_id", "tanggal", "paruh", name=op.f("pk_paksi_orang_sesi")),
    )
    with op.batch_alter_table("paksi_orang_sesi", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_orang_sesi_pemesanan_id"), ["pemesanan_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("paksi_orang_sesi", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_orang_sesi_pemesanan_id"))

    op.drop_table("paksi_orang_sesi")
    with op.batch_alter_table("paksi_keputusan", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_keputusan_permintaan_id")
        batch_op.drop_index(batch_op.f("ix_paksi_keputusan_pemesanan_id"))
        batch_op.drop_index(batch_op.f("ix_paksi_keputusan_jadwal_id"))

    op.drop_table("paksi_keputusan")
    with op.batch_alter_table("paksi_sertifikat", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_sertifikat_wilayah_kode")
        batch_op.drop_index(batch_op.f("ix_paksi_sertifikat_skema_id"))
        batch_op.drop_index("ix_paksi_sertifikat_perangkat_daerah_id")
        batch_op.drop_index(batch_op.f("ix_paksi_sertifikat_orang_id"))

    op.drop_table("paksi_sertifikat")
    op.drop_table("paksi_permintaan_tanggal")
    with op.batch_alter_table("paksi_pemesanan", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_paksi_pemesanan_hidup",
            sqlite_where=sa.text("keadaan <> 'DIBATALKAN'"),
            postgresql_where=sa.text("keadaan <> 'DIBATALKAN'"),
        )
        batch_op.drop_index("ix_paksi_pemesanan_wilayah_kode")
        batch_op.drop_index(
            "ix_paksi_pemesanan_tunggu",
            sqlite_where=sa.text("keadaan = 'DAFTAR_TUNGGU'"),
            postgresql_where=sa.text("keadaan = 'DAFTAR_TUNGGU'"),
        )
        batch_op.drop_index(batch_op.f("ix_paksi_pemesanan_permintaan_id"))
        batch_op.drop_index(batch_op.f("ix_paksi_pemesanan_perangkat_daerah_id"))
        batch_op.drop_index(batch_op.f("ix_paksi_pemesanan_orang_id"))
        batch_op.drop_index("ix_paksi_pemesanan_jadwal_id")
        batch_op.drop_index(
            "ix_paksi_pemesanan_ditahan_sampai",
            sqlite_where=sa.text("keadaan = 'DITAHAN'"),
            postgresql_where=sa.text("keadaan = 'DITAHAN'"),
        )

    op.drop_table("paksi_pemesanan")
    with op.batch_alter_table("paksi_konsultasi", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_konsultasi_permintaan_id")

    op.drop_table("paksi_konsultasi")
    with op.batch_alter_table("paksi_calon", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_calon_orang_id"))

    op.drop_table("paksi_calon")
    with op.batch_alter_table("paksi_permintaan", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_permintaan_wilayah_kode")
        batch_op.drop_index("ix_paksi_permintaan_urut")
        batch_op.drop_index(batch_op.f("ix_paksi_permintaan_skema_id"))
        batch_op.drop_index(batch_op.f("ix_paksi_permintaan_lembaga_kode"))
        batch_op.drop_index(batch_op.f("ix_paksi_permintaan_himpunan_id"))

    op.drop_table("paksi_permintaan")
    with op.batch_alter_table("paksi_kebijakan_ubah", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_kebijakan_ubah_himpunan_id")

    op.drop_table("paksi_kebijakan_ubah")
    with op.batch_alter_table("paksi_jadwal_wilayah", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_jadwal_wilayah_wilayah_kode"))

    op.drop_table("paksi_jadwal_wilayah")
    op.drop_table("paksi_jadwal_sesi")
    with op.batch_alter_table("paksi_jadwal_jalur", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_jadwal_jalur_jalur_id"))

    op.drop_table("paksi_jadwal_jalur")
    with op.batch_alter_table("paksi_bagian", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_paksi_bagian_terbuka",
            sqlite_where=sa.text("himpunan_id IS NULL"),
            postgresql_where=sa.text("himpunan_id IS NULL"),
        )
        batch_op.drop_index(
            "ix_paksi_bagian_kembali_pada",
            sqlite_where=sa.text("kembali_pada IS NOT NULL"),
            postgresql_where=sa.text("kembali_pada IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_paksi_bagian_himpunan_id"))

    op.drop_table("paksi_bagian")
    with op.batch_alter_table("paksi_skema_jalur", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_skema_jalur_jalur_id"))

    op.drop_table("paksi_skema_jalur")
    op.drop_table("paksi_nomor_permintaan")
    with op.batch_alter_table("paksi_jadwal", schema=None) as batch_op:
        batch_op.drop_index("ix_paksi_jadwal_urut")
        batch_op.drop_index(batch_op.f("ix_paksi_jadwal_tuk_wilayah"))
        batch_op.drop_index(batch_op.f("ix_paksi_jadwal_skema_id"))
        batch_op.drop_index("ix_paksi_jadwal_lembaga_kode")

    op.drop_table("paksi_jadwal")
    with op.batch_alter_table("paksi_himpunan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paksi_himpunan_wilayah_kode"))
        batch_op.drop_index("ix_paksi_himpunan_urut")
        batch_op.drop_index(batch_op.f("ix_paksi_himpunan_skema_id"))
        batch_op.drop_index(batch_op.f("ix_paksi_himpunan_lembaga_kode"))

    op.drop_table("paksi_himpunan")
    op.drop_table("paksi_skema")
    op.drop_table("paksi_jalur")
