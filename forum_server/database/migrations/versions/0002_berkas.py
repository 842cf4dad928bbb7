"""berkas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.database import Instan, KodeTipe, waktu_db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SAMA = sa.text("keadaan = 'TERSIMPAN' AND sidik IS NOT NULL AND wilayah_kode IS NOT NULL")


def _pilihan(nama: str, *nilai: str) -> sa.Enum:
    return sa.Enum(*nilai, name=nama, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "tautan_unduhan",
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("cara", _pilihan("cara", "SANDI", "OIDC", "LAYANAN"), nullable=True),
        sa.Column("dua_langkah", sa.Boolean(), nullable=False),
        sa.Column("jenis", sa.String(length=64), nullable=False),
        sa.Column("isi", sa.JSON(), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("berlaku_sampai", Instan(), nullable=False),
        sa.PrimaryKeyConstraint("sidik", name=op.f("pk_tautan_unduhan")),
    )
    op.create_index("ix_tautan_unduhan_berlaku_sampai", "tautan_unduhan", ["berlaku_sampai"], unique=False)

    op.create_table(
        "objek_berkas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nama", sa.String(length=80), nullable=False),
        sa.Column("kelas", _pilihan("kelas", "BIASA", "RAHASIA"), nullable=False),
        sa.Column("keadaan", _pilihan("keadaan", "MENULIS", "TERSIMPAN", "DIHAPUS"), nullable=False),
        sa.Column("ukuran", sa.BigInteger(), nullable=True),
        sa.Column("sidik", sa.String(length=64), nullable=True),
        sa.Column("wilayah_kode", KodeTipe(), nullable=True),
        sa.Column("kunci", sa.Text(), nullable=True),
        sa.Column("keterangan", sa.Text(), nullable=True),
        sa.Column("berubah_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "keadaan <> 'TERSIMPAN' OR ukuran IS NOT NULL", name=op.f("ck_objek_berkas_tersimpan_berukuran")
        ),
        sa.CheckConstraint(
            "(kelas = 'RAHASIA' AND sidik IS NULL)"
            " OR (kelas = 'BIASA' AND kunci IS NULL AND keterangan IS NULL"
            " AND (keadaan <> 'TERSIMPAN' OR sidik IS NOT NULL))",
            name=op.f("ck_objek_berkas_sidik_menurut_kelas"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objek_berkas")),
        sa.UniqueConstraint("id", "keadaan", name=op.f("uq_objek_berkas_id_keadaan")),
        sa.UniqueConstraint("nama", name=op.f("uq_objek_berkas_nama")),
    )
    op.create_index(
        "uq_objek_berkas_isi",
        "objek_berkas",
        ["wilayah_kode", "sidik"],
        unique=True,
        sqlite_where=_SAMA,
        postgresql_where=_SAMA,
    )
    op.create_index("ix_objek_berkas_keadaan", "objek_berkas", ["keadaan", "berubah_pada"], unique=False)

    op.create_table(
        "unggahan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("untuk", sa.String(length=64), nullable=True),
        sa.Column("kelas", _pilihan("kelas", "BIASA", "RAHASIA"), nullable=False),
        sa.Column("keadaan", _pilihan("keadaan", "SIAP", "MENERIMA", "SELESAI"), nullable=False),
        sa.Column("ukuran", sa.BigInteger(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=True),
        sa.Column("media_boleh", sa.JSON(), nullable=True),
        sa.Column("simpan_kunci", sa.Boolean(), nullable=False),
        sa.Column("media", sa.String(length=100), nullable=True),
        sa.Column("objek_id", sa.Uuid(), nullable=True),
        sa.Column("berlaku_sampai", Instan(), nullable=False),
        sa.CheckConstraint("ukuran > 0", name=op.f("ck_unggahan_ukuran_positif")),
        sa.CheckConstraint("kelas = 'BIASA' OR nama IS NULL", name=op.f("ck_unggahan_rahasia_tanpa_nama")),
        sa.CheckConstraint(
            "akun_id IS NOT NULL OR untuk IS NOT NULL", name=op.f("ck_unggahan_milik_seseorang")
        ),
        sa.CheckConstraint(
            "(keadaan = 'SIAP') = (objek_id IS NULL)", name=op.f("ck_unggahan_siap_tanpa_objek")
        ),
        sa.CheckConstraint(
            "(keadaan = 'SELESAI') = (media IS NOT NULL)", name=op.f("ck_unggahan_selesai_berjenis")
        ),
        sa.ForeignKeyConstraint(["objek_id"], ["objek_berkas.id"], name=op.f("fk_unggahan_objek_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unggahan")),
        sa.UniqueConstraint("objek_id", name=op.f("uq_unggahan_objek_id")),
        sa.UniqueConstraint("sidik", name=op.f("uq_unggahan_sidik")),
    )
    for kolom in ("akun_id", "wilayah_kode", "berlaku_sampai"):
        op.create_index(f"ix_unggahan_{kolom}", "unggahan", [kolom], unique=False)

    op.create_table(
        "berkas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("objek_id", sa.Uuid(), nullable=False),
        sa.Column(
            "objek_keadaan", _pilihan("objek_keadaan", "MENULIS", "TERSIMPAN", "DIHAPUS"), nullable=False
        ),
        sa.Column("kelas", _pilihan("kelas", "BIASA", "RAHASIA"), nullable=False),
        sa.Column("pemilik", sa.String(length=64), nullable=False),
        sa.Column("pemilik_id", sa.String(length=64), nullable=False),
        sa.Column("wilayah_kode", KodeTipe(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=True),
        sa.Column("media", sa.String(length=100), nullable=True),
        sa.Column("dibuat_oleh", sa.Uuid(), nullable=True),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint("objek_keadaan = 'TERSIMPAN'", name=op.f("ck_berkas_objek_tersimpan")),
        sa.CheckConstraint(
            "(kelas = 'BIASA' AND nama IS NOT NULL AND media IS NOT NULL)"
            " OR (kelas = 'RAHASIA' AND nama IS NULL AND media IS NULL)",
            name=op.f("ck_berkas_rahasia_tanpa_nama"),
        ),
        sa.ForeignKeyConstraint(
            ["objek_id", "objek_keadaan"],
            ["objek_berkas.id", "objek_berkas.keadaan"],
            name=op.f("fk_berkas_objek_id_objek_keadaan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_berkas")),
    )
    op.create_index("ix_berkas_objek_id", "berkas", ["objek_id"], unique=False)
    op.create_index("ix_berkas_pemilik", "berkas", ["pemilik", "pemilik_id"], unique=False)


def downgrade() -> None:
    for tabel in ("berkas", "unggahan", "objek_berkas", "tautan_unduhan"):
        op.drop_table(tabel)
