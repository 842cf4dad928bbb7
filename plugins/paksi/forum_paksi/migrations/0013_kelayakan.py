"""Renewals first as a policy, and pools that ask for eligibility."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEBIJAKAN = ("URUT_WAKTU", "PROPORSIONAL", "MERATA", "PRIORITAS_CAKUPAN")
ALASAN = (
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
)
ALASAN_BARU = (*ALASAN[:4], "SERTIFIKAT_BERAKHIR", *ALASAN[4:9], "BELUM_LAYAK", *ALASAN[9:])
PILIHAN = (
    ("paksi_himpunan", "kebijakan", KEBIJAKAN, (*KEBIJAKAN, "PRIORITAS_KEDALUWARSA")),
    ("paksi_bagian", "kebijakan", KEBIJAKAN, (*KEBIJAKAN, "PRIORITAS_KEDALUWARSA")),
    ("paksi_kebijakan_ubah", "dari", KEBIJAKAN, (*KEBIJAKAN, "PRIORITAS_KEDALUWARSA")),
    ("paksi_kebijakan_ubah", "ke", KEBIJAKAN, (*KEBIJAKAN, "PRIORITAS_KEDALUWARSA")),
    ("paksi_keputusan", "alasan_kode", ALASAN, ALASAN_BARU),
)
"""Table, column, words before and after."""


def _ganti(tabel: str, kolom: str, kata: tuple[str, ...]) -> None:
    daftar = ", ".join(f"'{k}'" for k in kata)
    with op.batch_alter_table(tabel, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{tabel}_{kolom}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{tabel}_{kolom}"), f"{kolom} IN ({daftar})")


def upgrade() -> None:
    for tabel, kolom, _, kata in PILIHAN:
        _ganti(tabel, kolom, kata)
    with op.batch_alter_table("paksi_himpunan", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("wajib_kelayakan", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("paksi_himpunan", schema=None) as batch_op:
        batch_op.drop_column("wajib_kelayakan")
    for tabel, kolom, kata, _ in PILIHAN:
        _ganti(tabel, kolom, kata)
