"""awal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.database import Instan, KodeTipe, waktu_db
from forum_server.database.transaksi import transaksi_ini

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _pemicu() -> None:
    """The audit is append-only: the database itself refuses to change or remove an entry or a seal."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION jejak_hanya_bertambah() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'jejak hanya bertambah'; END $$"
        )
    for tabel in ("jejak", "jejak_segel"):
        for gerak in ("update", "delete"):
            nama = f"tg_{tabel}_tanpa_{gerak}"
            if op.get_bind().dialect.name == "postgresql":
                op.execute(
                    f"CREATE TRIGGER {nama} BEFORE {gerak.upper()} ON {tabel} "
                    "FOR EACH ROW EXECUTE FUNCTION jejak_hanya_bertambah()"
                )
            else:
                op.execute(
                    f"CREATE TRIGGER {nama} BEFORE {gerak.upper()} ON {tabel} "
                    "BEGIN SELECT RAISE(ABORT, 'jejak hanya bertambah'); END"
                )


def upgrade() -> None:
    op.create_table(
        "izin",
        sa.Column("kode", sa.String(length=64), nullable=False),
        sa.Column("keterangan", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("kode", name=op.f("pk_izin")),
    )
    op.create_table(
        "jejak",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column(
            "transaksi",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default=transaksi_ini(),
            nullable=False,
        ),
        sa.Column("waktu", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("pelaku", sa.String(length=64), nullable=False),
        sa.Column("aksi", sa.String(length=64), nullable=False),
        sa.Column("objek", sa.String(length=64), nullable=False),
        sa.Column("objek_id", sa.String(length=64), nullable=False),
        sa.Column("wilayah", KodeTipe(), nullable=False),
        sa.Column("bidang", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jejak")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("jejak", schema=None) as batch_op:
        batch_op.create_index("ix_jejak_objek", ["objek", "objek_id"], unique=False)
        batch_op.create_index("ix_jejak_transaksi_id", ["transaksi", "id"], unique=False)
        batch_op.create_index("ix_jejak_wilayah", ["wilayah", "id"], unique=False)

    op.create_table(
        "jejak_penyegel",
        sa.Column("nomor", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("transaksi", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("jejak_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("nomor = 1", name=op.f("ck_jejak_penyegel_satu_baris")),
        sa.PrimaryKeyConstraint("nomor", name=op.f("pk_jejak_penyegel")),
    )
    op.create_table(
        "lembaga",
        sa.Column("kode", KodeTipe(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "LSP",
                "KEMENTERIAN",
                "LEMBAGA_NEGARA",
                "PERGURUAN_TINGGI",
                "LAINNYA",
                name="jenis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("dinonaktifkan_pada", Instan(), nullable=True),
        sa.CheckConstraint(
            "substr(kode, 1, 1) BETWEEN 'a' AND 'z' AND kode = lower(kode) AND length(kode) >= 3",
            name=op.f("ck_lembaga_kode_bukan_wilayah"),
        ),
        sa.PrimaryKeyConstraint("kode", name=op.f("pk_lembaga")),
    )
    with op.batch_alter_table("lembaga", schema=None) as batch_op:
        batch_op.create_index(
            "uq_lembaga_nama_cari",
            ["nama_cari"],
            unique=True,
            sqlite_where=sa.text("dinonaktifkan_pada IS NULL"),
            postgresql_where=sa.text("dinonaktifkan_pada IS NULL"),
        )

    op.create_table(
        "pekerjaan",
        sa.Column("nama", sa.String(length=64), nullable=False),
        sa.Column("berikut", Instan(), nullable=False),
        sa.Column("peminjam", sa.String(length=64), nullable=True),
        sa.Column("dipinjam_sampai", Instan(), nullable=True),
        sa.Column("terakhir_selesai", Instan(), nullable=True),
        sa.Column("gagal_beruntun", sa.Integer(), nullable=False),
        sa.Column("galat", sa.String(length=128), nullable=True),
        sa.PrimaryKeyConstraint("nama", name=op.f("pk_pekerjaan")),
    )
    op.create_table(
        "peran",
        sa.Column("kode", sa.String(length=64), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("izin", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kode", name=op.f("pk_peran")),
    )
    op.create_table(
        "percobaan_masuk",
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("sejak", Instan(), nullable=False),
        sa.CheckConstraint("jumlah >= 1", name=op.f("ck_percobaan_masuk_jumlah_positif")),
        sa.PrimaryKeyConstraint("sidik", name=op.f("pk_percobaan_masuk")),
    )
    with op.batch_alter_table("percobaan_masuk", schema=None) as batch_op:
        batch_op.create_index("ix_percobaan_masuk_sejak", ["sejak"], unique=False)

    op.create_table(
        "peristiwa",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column(
            "transaksi",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default=transaksi_ini(),
            nullable=False,
        ),
        sa.Column("waktu", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("jenis", sa.String(length=64), nullable=False),
        sa.Column("kunci", sa.String(length=64), nullable=False),
        sa.Column("wilayah", KodeTipe(), nullable=False),
        sa.Column("isi", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peristiwa")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("peristiwa", schema=None) as batch_op:
        batch_op.create_index("ix_peristiwa_transaksi_id", ["transaksi", "id"], unique=False)
        batch_op.create_index("ix_peristiwa_waktu", ["waktu"], unique=False)

    op.create_table(
        "plugin_versi",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("versi", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_plugin_versi_satu_baris")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plugin_versi")),
    )
    op.create_table(
        "plugin_wilayah",
        sa.Column("kode", KodeTipe(), nullable=False),
        sa.Column("plugin", sa.String(length=64), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=True),
        sa.Column("setelan", sa.JSON(), nullable=False),
        sa.Column("diubah_oleh", sa.Uuid(), nullable=True),
        sa.Column("diubah_pada", Instan(), nullable=False),
        sa.PrimaryKeyConstraint("kode", "plugin", name=op.f("pk_plugin_wilayah")),
    )
    with op.batch_alter_table("plugin_wilayah", schema=None) as batch_op:
        batch_op.create_index("ix_plugin_wilayah_plugin", ["plugin", "kode"], unique=False)

    op.create_table(
        "wilayah",
        sa.Column("kode", KodeTipe(), nullable=False),
        sa.Column("nama", sa.String(length=120), nullable=False),
        sa.Column("nama_cari", sa.String(length=120), nullable=False),
        sa.Column(
            "tingkat",
            sa.Enum(
                "NASIONAL",
                "PROVINSI",
                "KABUPATEN",
                "KOTA",
                "KECAMATAN",
                "KELURAHAN",
                "DESA",
                "DESA_ADAT",
                name="tingkat",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("induk_kode", KodeTipe(), nullable=True),
        sa.Column(
            "zona",
            sa.Enum("WIB", "WITA", "WIT", name="zona", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("otonom", sa.Boolean(), nullable=False),
        sa.Column("berlaku_dari", sa.Date(), nullable=True),
        sa.Column("berlaku_sampai", sa.Date(), nullable=True),
        sa.Column("sumber", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(kode = 'ID') = (induk_kode IS NULL)", name=op.f("ck_wilayah_akar_tanpa_induk")),
        sa.CheckConstraint("(kode = 'ID') = (tingkat = 'NASIONAL')", name=op.f("ck_wilayah_akar_nasional")),
        sa.CheckConstraint(
            "NOT otonom OR tingkat IN ('PROVINSI', 'KABUPATEN', 'KOTA')", name=op.f("ck_wilayah_otonom_pemda")
        ),
        sa.CheckConstraint(
            "induk_kode IS NULL OR (induk_kode = 'ID' AND length(kode) = 2) OR substr(kode, 1, length(induk_kode) + 1) = induk_kode || '.'",
            name=op.f("ck_wilayah_kode_di_bawah_induk"),
        ),
        sa.CheckConstraint(
            "length(kode) = CASE tingkat WHEN 'NASIONAL' THEN 2 WHEN 'PROVINSI' THEN 2 WHEN 'KABUPATEN' THEN 5 WHEN 'KOTA' THEN 5 WHEN 'KECAMATAN' THEN 8 ELSE 13 END",
            name=op.f("ck_wilayah_panjang_kode"),
        ),
        sa.CheckConstraint("NOT otonom OR berlaku_sampai IS NULL", name=op.f("ck_wilayah_otonom_berlaku")),
        sa.CheckConstraint("berlaku_sampai >= berlaku_dari", name=op.f("ck_wilayah_masa_berlaku")),
        sa.ForeignKeyConstraint(["induk_kode"], ["wilayah.kode"], name=op.f("fk_wilayah_induk_kode")),
        sa.PrimaryKeyConstraint("kode", name=op.f("pk_wilayah")),
    )
    with op.batch_alter_table("wilayah", schema=None) as batch_op:
        batch_op.create_index("ix_wilayah_induk_kode", ["induk_kode", "kode"], unique=False)
        batch_op.create_index("ix_wilayah_nama_cari", ["nama_cari"], unique=False)
        batch_op.create_index("ix_wilayah_tingkat", ["tingkat", "kode"], unique=False)

    op.create_table(
        "jejak_segel",
        sa.Column("rantai", KodeTipe(), nullable=False),
        sa.Column(
            "urutan",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("jejak_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sebelum", sa.String(length=64), nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.CheckConstraint("urutan >= 1", name=op.f("ck_jejak_segel_urutan_positif")),
        sa.ForeignKeyConstraint(["jejak_id"], ["jejak.id"], name=op.f("fk_jejak_segel_jejak_id")),
        sa.PrimaryKeyConstraint("rantai", "urutan", name=op.f("pk_jejak_segel")),
        sa.UniqueConstraint("jejak_id", name=op.f("uq_jejak_segel_jejak_id")),
    )
    op.create_table(
        "perangkat_daerah",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "SEKRETARIAT_DAERAH",
                "SEKRETARIAT_DPRD",
                "INSPEKTORAT",
                "DINAS",
                "BADAN",
                "KECAMATAN",
                "UPTD",
                "KELURAHAN",
                "LAINNYA",
                name="jenis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column("induk_id", sa.Uuid(), nullable=True),
        sa.Column("induk_kedalaman", sa.SmallInteger(), nullable=True),
        sa.Column("kedalaman", sa.SmallInteger(), nullable=False),
        sa.Column("dinonaktifkan_pada", Instan(), nullable=True),
        sa.CheckConstraint(
            "(jenis NOT IN ('UPTD', 'KELURAHAN') OR induk_id IS NOT NULL) AND (jenis IN ('UPTD', 'KELURAHAN', 'LAINNYA') OR induk_id IS NULL)",
            name=op.f("ck_perangkat_daerah_induk_menurut_jenis"),
        ),
        sa.CheckConstraint(
            "(induk_id IS NULL AND induk_kedalaman IS NULL AND kedalaman = 0) OR (induk_id IS NOT NULL AND induk_kedalaman IS NOT NULL AND kedalaman = induk_kedalaman + 1)",
            name=op.f("ck_perangkat_daerah_kedalaman_dari_induk"),
        ),
        sa.CheckConstraint("kedalaman BETWEEN 0 AND 3", name=op.f("ck_perangkat_daerah_kedalaman_terbatas")),
        sa.ForeignKeyConstraint(
            ["induk_id", "wilayah_kode", "induk_kedalaman"],
            ["perangkat_daerah.id", "perangkat_daerah.wilayah_kode", "perangkat_daerah.kedalaman"],
            name=op.f("fk_perangkat_daerah_induk_id_wilayah_kode_induk_kedalaman"),
        ),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_perangkat_daerah_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_perangkat_daerah")),
        sa.UniqueConstraint(
            "id", "wilayah_kode", "kedalaman", name=op.f("uq_perangkat_daerah_id_wilayah_kode_kedalaman")
        ),
    )
    with op.batch_alter_table("perangkat_daerah", schema=None) as batch_op:
        batch_op.create_index("ix_perangkat_daerah_induk_id", ["induk_id"], unique=False)
        batch_op.create_index("ix_perangkat_daerah_urut", ["wilayah_kode", "nama_cari", "id"], unique=False)
        batch_op.create_index(
            "uq_perangkat_daerah_nama",
            ["wilayah_kode", "nama_cari"],
            unique=True,
            sqlite_where=sa.text("dinonaktifkan_pada IS NULL"),
            postgresql_where=sa.text("dinonaktifkan_pada IS NULL"),
        )

    op.create_table(
        "wilayah_alias",
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("nama_cari", sa.String(length=120), nullable=False),
        sa.Column("nama", sa.String(length=120), nullable=False),
        sa.Column("sumber", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_wilayah_alias_wilayah_kode")
        ),
        sa.PrimaryKeyConstraint("wilayah_kode", "nama_cari", name=op.f("pk_wilayah_alias")),
    )
    op.create_table(
        "wilayah_pengganti",
        sa.Column("lama_kode", KodeTipe(), nullable=False),
        sa.Column("baru_kode", KodeTipe(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("sumber", sa.String(length=200), nullable=False),
        sa.CheckConstraint("lama_kode <> baru_kode", name=op.f("ck_wilayah_pengganti_bukan_diri_sendiri")),
        sa.ForeignKeyConstraint(["baru_kode"], ["wilayah.kode"], name=op.f("fk_wilayah_pengganti_baru_kode")),
        sa.ForeignKeyConstraint(["lama_kode"], ["wilayah.kode"], name=op.f("fk_wilayah_pengganti_lama_kode")),
        sa.PrimaryKeyConstraint("lama_kode", "baru_kode", name=op.f("pk_wilayah_pengganti")),
    )
    with op.batch_alter_table("wilayah_pengganti", schema=None) as batch_op:
        batch_op.create_index("ix_wilayah_pengganti_baru_kode", ["baru_kode"], unique=False)

    op.create_table(
        "orang",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column("jabatan", sa.String(length=200), nullable=True),
        sa.Column(
            "kepegawaian",
            sa.Enum(
                "PNS",
                "PPPK",
                "NON_ASN",
                name="kepegawaian",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("nip_sandi", sa.String(length=255), nullable=True),
        sa.Column("nip_sidik", sa.String(length=128), nullable=True),
        sa.Column("nip_akhir", sa.String(length=3), nullable=True),
        sa.Column("nik_sandi", sa.String(length=255), nullable=True),
        sa.Column("nik_sidik", sa.String(length=128), nullable=True),
        sa.Column("wilayah_kode", KodeTipe(), nullable=True),
        sa.Column("lembaga_kode", KodeTipe(), nullable=True),
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "kepegawaian <> 'NON_ASN' OR nip_sandi IS NULL", name=op.f("ck_orang_nip_hanya_asn")
        ),
        sa.CheckConstraint("(nik_sandi IS NULL) = (nik_sidik IS NULL)", name=op.f("ck_orang_nik_utuh")),
        sa.CheckConstraint(
            "(nip_sandi IS NULL) = (nip_sidik IS NULL) AND (nip_sandi IS NULL) = (nip_akhir IS NULL)",
            name=op.f("ck_orang_nip_utuh"),
        ),
        sa.CheckConstraint(
            "(wilayah_kode IS NULL) <> (lembaga_kode IS NULL)", name=op.f("ck_orang_tepat_satu_pemilik")
        ),
        sa.CheckConstraint(
            "perangkat_daerah_id IS NULL OR wilayah_kode IS NOT NULL", name=op.f("ck_orang_opd_milik_wilayah")
        ),
        sa.ForeignKeyConstraint(["lembaga_kode"], ["lembaga.kode"], name=op.f("fk_orang_lembaga_kode")),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"], ["perangkat_daerah.id"], name=op.f("fk_orang_perangkat_daerah_id")
        ),
        sa.ForeignKeyConstraint(["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_orang_wilayah_kode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orang")),
        sa.UniqueConstraint("nik_sidik", name=op.f("uq_orang_nik_sidik")),
        sa.UniqueConstraint("nip_sidik", name=op.f("uq_orang_nip_sidik")),
    )
    with op.batch_alter_table("orang", schema=None) as batch_op:
        batch_op.create_index("ix_orang_lembaga_kode", ["lembaga_kode"], unique=False)
        batch_op.create_index("ix_orang_perangkat_daerah_id", ["perangkat_daerah_id"], unique=False)
        batch_op.create_index("ix_orang_wilayah_kode", ["wilayah_kode", "nama_cari", "id"], unique=False)

    op.create_table(
        "akun",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nama_pengguna", sa.String(length=64), nullable=False),
        sa.Column("surel", sa.String(length=254), nullable=True),
        sa.Column("orang_id", sa.Uuid(), nullable=True),
        sa.Column("wilayah_kode", KodeTipe(), nullable=True),
        sa.Column("lembaga_kode", KodeTipe(), nullable=True),
        sa.Column("sandi_hash", sa.String(length=255), nullable=True),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "(wilayah_kode IS NULL) <> (lembaga_kode IS NULL)", name=op.f("ck_akun_tepat_satu_pemilik")
        ),
        sa.ForeignKeyConstraint(["lembaga_kode"], ["lembaga.kode"], name=op.f("fk_akun_lembaga_kode")),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_akun_orang_id")),
        sa.ForeignKeyConstraint(["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_akun_wilayah_kode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_akun")),
        sa.UniqueConstraint("nama_pengguna", name=op.f("uq_akun_nama_pengguna")),
    )
    with op.batch_alter_table("akun", schema=None) as batch_op:
        batch_op.create_index("ix_akun_lembaga_kode", ["lembaga_kode"], unique=False)
        batch_op.create_index("ix_akun_orang_id", ["orang_id"], unique=False)
        batch_op.create_index("ix_akun_wilayah_kode", ["wilayah_kode"], unique=False)

    op.create_table(
        "hibah",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("peran", sa.String(length=64), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=True),
        sa.Column("perangkat_daerah_id", sa.Uuid(), nullable=True),
        sa.Column("lembaga_kode", KodeTipe(), nullable=True),
        sa.Column("mulai", sa.Date(), nullable=False),
        sa.Column("sampai", sa.Date(), nullable=True),
        sa.Column("tolak", sa.Boolean(), nullable=False),
        sa.Column("oleh", sa.Uuid(), nullable=True),
        sa.Column("alasan", sa.String(length=500), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("dicabut_pada", Instan(), nullable=True),
        sa.Column("dicabut_oleh", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN wilayah_kode IS NULL THEN 0 ELSE 1 END + CASE WHEN perangkat_daerah_id IS NULL THEN 0 ELSE 1 END + CASE WHEN lembaga_kode IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_hibah_tepat_satu_tempat"),
        ),
        sa.CheckConstraint("sampai IS NULL OR sampai >= mulai", name=op.f("ck_hibah_sampai_setelah_mulai")),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name=op.f("fk_hibah_akun_id")),
        sa.ForeignKeyConstraint(["dicabut_oleh"], ["akun.id"], name=op.f("fk_hibah_dicabut_oleh")),
        sa.ForeignKeyConstraint(["lembaga_kode"], ["lembaga.kode"], name=op.f("fk_hibah_lembaga_kode")),
        sa.ForeignKeyConstraint(["oleh"], ["akun.id"], name=op.f("fk_hibah_oleh")),
        sa.ForeignKeyConstraint(["peran"], ["peran.kode"], name=op.f("fk_hibah_peran")),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"], ["perangkat_daerah.id"], name=op.f("fk_hibah_perangkat_daerah_id")
        ),
        sa.ForeignKeyConstraint(["wilayah_kode"], ["wilayah.kode"], name=op.f("fk_hibah_wilayah_kode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hibah")),
    )
    with op.batch_alter_table("hibah", schema=None) as batch_op:
        batch_op.create_index("ix_hibah_akun_id", ["akun_id"], unique=False)
        batch_op.create_index("ix_hibah_lembaga_kode", ["lembaga_kode"], unique=False)
        batch_op.create_index("ix_hibah_perangkat_daerah_id", ["perangkat_daerah_id"], unique=False)
        batch_op.create_index("ix_hibah_wilayah_kode", ["wilayah_kode"], unique=False)

    op.create_table(
        "sesi_masuk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("berakhir_pada", Instan(), nullable=False),
        sa.Column("dicabut_pada", Instan(), nullable=True),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name=op.f("fk_sesi_masuk_akun_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sesi_masuk")),
    )
    with op.batch_alter_table("sesi_masuk", schema=None) as batch_op:
        batch_op.create_index("ix_sesi_masuk_akun_id", ["akun_id"], unique=False)
        batch_op.create_index("ix_sesi_masuk_berakhir_pada", ["berakhir_pada"], unique=False)

    op.create_table(
        "undangan",
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("berlaku_sampai", Instan(), nullable=False),
        sa.ForeignKeyConstraint(["akun_id"], ["akun.id"], name=op.f("fk_undangan_akun_id")),
        sa.PrimaryKeyConstraint("sidik", name=op.f("pk_undangan")),
        sa.UniqueConstraint("akun_id", name=op.f("uq_undangan_akun_id")),
    )
    op.create_table(
        "token",
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("sesi_id", sa.Uuid(), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum("AKSES", "SEGAR", name="jenis", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("berlaku_sampai", Instan(), nullable=False),
        sa.Column("dipakai_pada", Instan(), nullable=True),
        sa.ForeignKeyConstraint(["sesi_id"], ["sesi_masuk.id"], name=op.f("fk_token_sesi_id")),
        sa.PrimaryKeyConstraint("sidik", name=op.f("pk_token")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index("ix_token_berlaku_sampai", ["berlaku_sampai"], unique=False)
        batch_op.create_index("ix_token_sesi_id", ["sesi_id"], unique=False)

    _pemicu()


def downgrade() -> None:
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.drop_index("ix_token_sesi_id")
        batch_op.drop_index("ix_token_berlaku_sampai")

    op.drop_table("token")
    op.drop_table("undangan")
    with op.batch_alter_table("sesi_masuk", schema=None) as batch_op:
        batch_op.drop_index("ix_sesi_masuk_berakhir_pada")
        batch_op.drop_index("ix_sesi_masuk_akun_id")

    op.drop_table("sesi_masuk")
    with op.batch_alter_table("hibah", schema=None) as batch_op:
        batch_op.drop_index("ix_hibah_wilayah_kode")
        batch_op.drop_index("ix_hibah_perangkat_daerah_id")
        batch_op.drop_index("ix_hibah_lembaga_kode")
        batch_op.drop_index("ix_hibah_akun_id")

    op.drop_table("hibah")
    with op.batch_alter_table("akun", schema=None) as batch_op:
        batch_op.drop_index("ix_akun_wilayah_kode")
        batch_op.drop_index("ix_akun_orang_id")
        batch_op.drop_index("ix_akun_lembaga_kode")

    op.drop_table("akun")
    with op.batch_alter_table("orang", schema=None) as batch_op:
        batch_op.drop_index("ix_orang_wilayah_kode")
        batch_op.drop_index("ix_orang_perangkat_daerah_id")
        batch_op.drop_index("ix_orang_lembaga_kode")

    op.drop_table("orang")
    with op.batch_alter_table("wilayah_pengganti", schema=None) as batch_op:
        batch_op.drop_index("ix_wilayah_pengganti_baru_kode")

    op.drop_table("wilayah_pengganti")
    op.drop_table("wilayah_alias")
    with op.batch_alter_table("perangkat_daerah", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_perangkat_daerah_nama",
            sqlite_where=sa.text("dinonaktifkan_pada IS NULL"),
            postgresql_where=sa.text("dinonaktifkan_pada IS NULL"),
        )
        batch_op.drop_index("ix_perangkat_daerah_urut")
        batch_op.drop_index("ix_perangkat_daerah_induk_id")

    op.drop_table("perangkat_daerah")
    op.drop_table("jejak_segel")
    with op.batch_alter_table("wilayah", schema=None) as batch_op:
        batch_op.drop_index("ix_wilayah_tingkat")
        batch_op.drop_index("ix_wilayah_nama_cari")
        batch_op.drop_index("ix_wilayah_induk_kode")

    op.drop_table("wilayah")
    with op.batch_alter_table("plugin_wilayah", schema=None) as batch_op:
        batch_op.drop_index("ix_plugin_wilayah_plugin")

    op.drop_table("plugin_wilayah")
    op.drop_table("plugin_versi")
    with op.batch_alter_table("peristiwa", schema=None) as batch_op:
        batch_op.drop_index("ix_peristiwa_waktu")
        batch_op.drop_index("ix_peristiwa_transaksi_id")

    op.drop_table("peristiwa")
    with op.batch_alter_table("percobaan_masuk", schema=None) as batch_op:
        batch_op.drop_index("ix_percobaan_masuk_sejak")

    op.drop_table("percobaan_masuk")
    op.drop_table("peran")
    op.drop_table("pekerjaan")
    with op.batch_alter_table("lembaga", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_lembaga_nama_cari",
            sqlite_where=sa.text("dinonaktifkan_pada IS NULL"),
            postgresql_where=sa.text("dinonaktifkan_pada IS NULL"),
        )

    op.drop_table("lembaga")
    op.drop_table("jejak_penyegel")
    with op.batch_alter_table("jejak", schema=None) as batch_op:
        batch_op.drop_index("ix_jejak_wilayah")
        batch_op.drop_index("ix_jejak_transaksi_id")
        batch_op.drop_index("ix_jejak_objek")

    op.drop_table("jejak")
    op.drop_table("izin")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION jejak_hanya_bertambah()")
