"""Asesor, assessments, plenos, appeals, and the rules that separate duties."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum_server.plugin import Instan, KodeTipe, waktu_db

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paksi_aturan_pemisahan",
        sa.Column(
            "kode",
            sa.Enum(
                "ASESI_BUKAN_PETUGAS",
                "VERIFIKATOR_BUKAN_ASESOR",
                "PEMUTUS_BUKAN_ASESOR",
                "PEMUTUS_BUKAN_VERIFIKATOR",
                "PEMUTUS_BANDING_BERBEDA",
                "ASESOR_BUKAN_SEOPD",
                "ASESOR_BUKAN_PELATIH",
                name="kode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("berlaku_dari", sa.Date(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("nilai", sa.Integer(), nullable=True),
        sa.Column("sumber", sa.Text(), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("ditulis_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.CheckConstraint(
            "(kode = 'ASESOR_BUKAN_PELATIH') = (nilai IS NOT NULL) AND (nilai IS NULL OR nilai > 0)",
            name=op.f("ck_paksi_aturan_pemisahan_nilai_tahun"),
        ),
        sa.CheckConstraint(
            "aktif OR kode NOT IN ('ASESI_BUKAN_PETUGAS', 'PEMUTUS_BUKAN_ASESOR', 'PEMUTUS_BANDING_BERBEDA')",
            name=op.f("ck_paksi_aturan_pemisahan_tetap_aktif"),
        ),
        sa.PrimaryKeyConstraint("kode", "berlaku_dari", name=op.f("pk_paksi_aturan_pemisahan")),
    )
    op.create_table(
        "paksi_pleno",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lembaga_kode", KodeTipe(), nullable=False),
        sa.Column("nomor", sa.String(length=120), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("tempat", sa.String(length=200), nullable=False),
        sa.Column("dibuat_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("ditutup_pada", Instan(), nullable=True),
        sa.ForeignKeyConstraint(["lembaga_kode"], ["lembaga.kode"], name=op.f("fk_paksi_pleno_lembaga_kode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_pleno")),
        sa.UniqueConstraint("lembaga_kode", "nomor", name=op.f("uq_paksi_pleno_lembaga_kode_nomor")),
    )
    with op.batch_alter_table("paksi_pleno", schema=None) as batch_op:
        batch_op.create_index("ix_paksi_pleno_lembaga_kode", ["lembaga_kode", "tanggal", "id"], unique=False)
    op.create_table(
        "paksi_asesor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lembaga_kode", KodeTipe(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("no_met", sa.String(length=40), nullable=False),
        sa.Column("sertifikat_berakhir", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lembaga_kode"], ["lembaga.kode"], name=op.f("fk_paksi_asesor_lembaga_kode")
        ),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_asesor_orang_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paksi_asesor")),
        sa.UniqueConstraint("lembaga_kode", "no_met", name=op.f("uq_paksi_asesor_lembaga_kode_no_met")),
        sa.UniqueConstraint("lembaga_kode", "orang_id", name=op.f("uq_paksi_asesor_lembaga_kode_orang_id")),
    )
    with op.batch_alter_table("paksi_asesor", schema=None) as batch_op:
        batch_op.create_index("ix_paksi_asesor_lembaga_kode", ["lembaga_kode", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paksi_asesor_orang_id"), ["orang_id"], unique=False)
    op.create_table(
        "paksi_pleno_anggota",
        sa.Column("pleno_id", sa.Uuid(), nullable=False),
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("ketua", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], name=op.f("fk_paksi_pleno_anggota_orang_id")),
        sa.ForeignKeyConstraint(
            ["pleno_id"], ["paksi_pleno.id"], name=op.f("fk_paksi_pleno_anggota_pleno_id")
        ),
        sa.PrimaryKeyConstraint("pleno_id", "orang_id", name=op.f("pk_paksi_pleno_anggota")),
        sa.UniqueConstraint("pleno_id", "urutan", name=op.f("uq_paksi_pleno_anggota_pleno_id_urutan")),
    )
    with op.batch_alter_table("paksi_pleno_anggota", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_pleno_anggota_orang_id"), ["orang_id"], unique=False)
    op.create_table(
        "paksi_asesmen",
        sa.Column("permohonan_id", sa.Uuid(), nullable=False),
        sa.Column("putaran", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asesor_orang_id", sa.Uuid(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("ditugaskan_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("mulai_pada", Instan(), nullable=True),
        sa.Column(
            "rekomendasi",
            sa.Enum("K", "BK", name="rekomendasi", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("catatan", sa.String(length=1000), nullable=True),
        sa.Column("direkomendasikan_pada", Instan(), nullable=True),
        sa.CheckConstraint(
            "(rekomendasi IS NULL) = (direkomendasikan_pada IS NULL) AND (rekomendasi IS NULL OR mulai_pada IS NOT NULL)",
            name=op.f("ck_paksi_asesmen_rekomendasi_sesudah_mulai"),
        ),
        sa.CheckConstraint("putaran > 0", name=op.f("ck_paksi_asesmen_putaran_positif")),
        sa.ForeignKeyConstraint(
            ["asesor_orang_id"], ["orang.id"], name=op.f("fk_paksi_asesmen_asesor_orang_id")
        ),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["paksi_permohonan.id"], name=op.f("fk_paksi_asesmen_permohonan_id")
        ),
        sa.PrimaryKeyConstraint("permohonan_id", "putaran", name=op.f("pk_paksi_asesmen")),
        sa.UniqueConstraint(
            "permohonan_id", "asesor_orang_id", name=op.f("uq_paksi_asesmen_permohonan_id_asesor_orang_id")
        ),
        sa.UniqueConstraint(
            "permohonan_id",
            "putaran",
            "asesor_orang_id",
            name=op.f("uq_paksi_asesmen_permohonan_id_putaran_asesor_orang_id"),
        ),
    )
    with op.batch_alter_table("paksi_asesmen", schema=None) as batch_op:
        batch_op.create_index(
            "ix_paksi_asesmen_asesor_orang_id", ["asesor_orang_id", "tanggal", "permohonan_id"], unique=False
        )
    op.create_table(
        "paksi_asesmen_unit",
        sa.Column("permohonan_id", sa.Uuid(), nullable=False),
        sa.Column("putaran", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column(
            "hasil",
            sa.Enum("K", "BK", name="hasil", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("metode", sa.JSON(), nullable=False),
        sa.Column("catatan", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["permohonan_id", "putaran"],
            ["paksi_asesmen.permohonan_id", "paksi_asesmen.putaran"],
            name=op.f("fk_paksi_asesmen_unit_permohonan_id_putaran"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["paksi_unit.id"], name=op.f("fk_paksi_asesmen_unit_unit_id")),
        sa.PrimaryKeyConstraint("permohonan_id", "putaran", "unit_id", name=op.f("pk_paksi_asesmen_unit")),
    )
    with op.batch_alter_table("paksi_asesmen_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_asesmen_unit_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "paksi_pleno_keputusan",
        sa.Column("permohonan_id", sa.Uuid(), nullable=False),
        sa.Column("putaran", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pleno_id", sa.Uuid(), nullable=False),
        sa.Column("asesi_orang_id", sa.Uuid(), nullable=False),
        sa.Column("asesor_orang_id", sa.Uuid(), nullable=False),
        sa.Column("pemutus_orang_id", sa.Uuid(), nullable=True),
        sa.Column(
            "keputusan",
            sa.Enum("K", "BK", name="keputusan", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("alasan", sa.String(length=500), nullable=True),
        sa.Column("diputus_pada", Instan(), nullable=True),
        sa.CheckConstraint(
            "(keputusan IS NULL) = (pemutus_orang_id IS NULL) AND (keputusan IS NULL) = (diputus_pada IS NULL)",
            name=op.f("ck_paksi_pleno_keputusan_putusan_lengkap"),
        ),
        sa.CheckConstraint(
            "pemutus_orang_id <> asesor_orang_id AND pemutus_orang_id <> asesi_orang_id",
            name=op.f("ck_paksi_pleno_keputusan_pemutus_orang_lain"),
        ),
        sa.ForeignKeyConstraint(
            ["asesi_orang_id"], ["orang.id"], name=op.f("fk_paksi_pleno_keputusan_asesi_orang_id")
        ),
        sa.ForeignKeyConstraint(
            ["permohonan_id", "putaran", "asesor_orang_id"],
            ["paksi_asesmen.permohonan_id", "paksi_asesmen.putaran", "paksi_asesmen.asesor_orang_id"],
            name="fk_paksi_pleno_keputusan_asesmen",
        ),
        sa.ForeignKeyConstraint(
            ["pleno_id", "pemutus_orang_id"],
            ["paksi_pleno_anggota.pleno_id", "paksi_pleno_anggota.orang_id"],
            name=op.f("fk_paksi_pleno_keputusan_pleno_id_pemutus_orang_id"),
        ),
        sa.ForeignKeyConstraint(
            ["pleno_id"], ["paksi_pleno.id"], name=op.f("fk_paksi_pleno_keputusan_pleno_id")
        ),
        sa.PrimaryKeyConstraint("permohonan_id", "putaran", name=op.f("pk_paksi_pleno_keputusan")),
        sa.UniqueConstraint(
            "permohonan_id",
            "putaran",
            "asesi_orang_id",
            "asesor_orang_id",
            "pemutus_orang_id",
            name="uq_paksi_pleno_keputusan_orang",
        ),
    )
    with op.batch_alter_table("paksi_pleno_keputusan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paksi_pleno_keputusan_asesi_orang_id"), ["asesi_orang_id"], unique=False
        )
        batch_op.create_index(
            "ix_paksi_pleno_keputusan_pleno_id", ["pleno_id", "permohonan_id"], unique=False
        )
    op.create_table(
        "paksi_banding",
        sa.Column("permohonan_id", sa.Uuid(), nullable=False),
        sa.Column("putaran", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asesi_orang_id", sa.Uuid(), nullable=False),
        sa.Column("asesor_orang_id", sa.Uuid(), nullable=False),
        sa.Column("pemutus_orang_id", sa.Uuid(), nullable=False),
        sa.Column("alasan", sa.String(length=500), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=True),
        sa.Column("diajukan_pada", Instan(), server_default=waktu_db(), nullable=False),
        sa.Column("hakim_orang_id", sa.Uuid(), nullable=True),
        sa.Column("dikabulkan", sa.Boolean(), nullable=True),
        sa.Column("jawaban", sa.String(length=500), nullable=True),
        sa.Column("dijawab_pada", Instan(), nullable=True),
        sa.CheckConstraint(
            "(hakim_orang_id IS NULL) = (dikabulkan IS NULL) AND (hakim_orang_id IS NULL) = (jawaban IS NULL) AND (hakim_orang_id IS NULL) = (dijawab_pada IS NULL)",
            name=op.f("ck_paksi_banding_jawaban_lengkap"),
        ),
        sa.CheckConstraint(
            "hakim_orang_id <> asesi_orang_id AND hakim_orang_id <> asesor_orang_id"
            " AND hakim_orang_id <> pemutus_orang_id",
            name=op.f("ck_paksi_banding_hakim_orang_lain"),
        ),
        sa.ForeignKeyConstraint(
            ["hakim_orang_id"], ["orang.id"], name=op.f("fk_paksi_banding_hakim_orang_id")
        ),
        sa.ForeignKeyConstraint(
            ["permohonan_id", "putaran", "asesi_orang_id", "asesor_orang_id", "pemutus_orang_id"],
            [
                "paksi_pleno_keputusan.permohonan_id",
                "paksi_pleno_keputusan.putaran",
                "paksi_pleno_keputusan.asesi_orang_id",
                "paksi_pleno_keputusan.asesor_orang_id",
                "paksi_pleno_keputusan.pemutus_orang_id",
            ],
            name="fk_paksi_banding_keputusan",
        ),
        sa.PrimaryKeyConstraint("permohonan_id", "putaran", name=op.f("pk_paksi_banding")),
    )
    with op.batch_alter_table("paksi_banding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paksi_banding_hakim_orang_id"), ["hakim_orang_id"], unique=False)
    with op.batch_alter_table("paksi_permohonan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pleno_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_paksi_permohonan_pleno_id"), ["pleno_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_paksi_permohonan_pleno_id"), "paksi_pleno", ["pleno_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_paksi_permohonan_diputus_pleno"),
            "keadaan NOT IN ('PLENO', 'KOMPETEN', 'BELUM_KOMPETEN', 'SERTIFIKAT_TERBIT')"
            " OR pleno_id IS NOT NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("paksi_permohonan", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_paksi_permohonan_diputus_pleno"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_paksi_permohonan_pleno_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_paksi_permohonan_pleno_id"))
        batch_op.drop_column("pleno_id")
    op.drop_table("paksi_banding")
    op.drop_table("paksi_pleno_keputusan")
    op.drop_table("paksi_asesmen_unit")
    op.drop_table("paksi_asesmen")
    op.drop_table("paksi_pleno_anggota")
    op.drop_table("paksi_asesor")
    op.drop_table("paksi_pleno")
    op.drop_table("paksi_aturan_pemisahan")
