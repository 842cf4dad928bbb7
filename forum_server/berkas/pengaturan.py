"""What an operator may set about files: where they are kept and how many and how large uploads may be."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr

__all__ = ["S3", "PengaturanBerkas"]

MIB = 1024 * 1024


class S3(BaseModel):
    """A bucket of an S3-compatible store."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bucket: str = Field(min_length=1, description="Bucket, of this server alone.")
    kunci: SecretStr = Field(description="Access key.")
    rahasia: SecretStr = Field(description="Secret of the access key.")
    endpoint: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]+/?$",
        description="Address of the store; left out: Amazon's of the region. http:// only inside one machine.",
    )
    wilayah: str = Field(default="us-east-1", min_length=1, description="Region of the bucket.")
    awalan: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9_-]*$",
        description="Folder in the bucket under which everything is kept.",
    )


class PengaturanBerkas(BaseModel):
    """Storage and limits of files."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    s3: S3 | None = Field(
        default=None, description="Keep files there; left out: in the folder berkas of data_dir."
    )
    ukuran_maks: int = Field(default=25 * MIB, ge=1, le=2**31 - 1, description="Bytes of one file at most.")
    terbuka_akun: int = Field(default=20, ge=1, description="Open uploads of one account at most.")
    terbuka_akun_byte: int = Field(
        default=200 * MIB, ge=1, description="Bytes of the open uploads of one account at most."
    )
    terbuka_wilayah: int = Field(
        default=500, ge=1, description="Open uploads of one region or lembaga at most."
    )
    terbuka_wilayah_byte: int = Field(
        default=2048 * MIB, ge=1, description="Bytes of the open uploads of one region or lembaga at most."
    )
    alamat_detik: int = Field(default=900, ge=1, description="Seconds in which an upload must begin.")
    unggah_detik: int = Field(default=1800, ge=1, description="Seconds one upload may take.")
    tunggu_detik: float = Field(
        default=30.0, gt=0, description="Seconds an upload may stand still before it is given up."
    )
    simpan_jam: int = Field(default=24, ge=1, description="Hours a finished upload waits to be attached.")
