"""Everything an operator may set, from the environment (`FORUM_…`) or a `.env` file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from forum_server.berkas.pengaturan import PengaturanBerkas
from forum_server.galat import IsianTidakSah
from forum_server.graphql.batas import Batas
from forum_server.kunci_layanan.rules import periksa_asal
from forum_server.oidc.penyedia import PenyediaOidc
from forum_server.pantau.pengaturan import PengaturanLacak, PengaturanMetrik
from forum_server.pemberitahuan.pengaturan import PengaturanSurel

__all__ = ["Settings"]


class Settings(BaseSettings):
    """Settings of one server process; every field has a default that is safe for a single machine."""

    model_config = SettingsConfigDict(
        env_prefix="FORUM_", env_nested_delimiter="__", env_file=".env", extra="ignore", frozen=True
    )

    database_url: str = Field(
        default="sqlite:///data/forum.db",
        description="sqlite:///path/to/file or postgresql://user@host/name; the driver is chosen by the server. Name a "
        "primary and its standbys as postgresql://user@host1:5432,host2:5432/name: the one that takes writes is used.",
    )
    kumpulan_baca: int = Field(default=4, ge=1, le=64, description="Connections that read at the same time.")
    kumpulan_tulis: int = Field(
        default=4,
        ge=1,
        le=64,
        description="Transactions that write at the same time on PostgreSQL. Few is fast: many waiters on one "
        "hot row convoy.",
    )
    tunggu_kumpulan: float = Field(
        default=15.0,
        gt=0,
        description="Seconds a statement or a transaction waits for its turn before its user is told that the server "
        "is busy.",
    )
    batas_pernyataan: float = Field(
        default=60.0, ge=0, description="Seconds one statement may take on PostgreSQL; 0 is without limit."
    )
    batas_kunci: float = Field(
        default=10.0,
        ge=0,
        description="Seconds a statement waits for one lock on PostgreSQL; 0 is without limit.",
    )
    batas_menganggur: float = Field(
        default=60.0,
        ge=0,
        description="Seconds a transaction may lie between two statements on PostgreSQL; 0 is without limit.",
    )
    data_dir: Path = Field(default=Path("data"), description="Folder of keys and files this server owns.")
    kunci: SecretStr | None = Field(
        default=None, description="Keys as JSON; without it they are read from kunci.json in the data folder."
    )
    strict: bool = Field(default=False, description="A plugin that fails to load stops the server (for CI).")
    pekerjaan: bool = Field(default=True, description="Run background jobs in this process.")
    simpan_peristiwa_hari: int = Field(default=7, ge=1, description="Days an outbox event is kept.")
    simpan_pemberitahuan_hari: int = Field(
        default=180, ge=7, description="Days a notification is kept, read or not."
    )
    log: Literal["json", "teks"] = Field(default="teks", description="Form of the structured log.")
    argon2_memori_kib: int = Field(default=65536, ge=8, description="Memory of one password hash, in KiB.")
    argon2_putaran: int = Field(default=3, ge=1, description="Passes of one password hash.")

    berkas: PengaturanBerkas = Field(
        default_factory=PengaturanBerkas, description="Where files are kept, and limits of uploads."
    )
    surel: PengaturanSurel = Field(
        default_factory=PengaturanSurel, description="The mail server e-mail is handed to; none by default."
    )
    totp_wajib: tuple[str, ...] = Field(
        default=(),
        description='Who must log in with an authenticator, as JSON: ["*"] for everyone, or codes of roles and '
        'permissions: ["inti.admin", "paksi:himpun"].',
    )
    totp_penerbit: str = Field(
        default="Forum PAKSI",
        pattern=r"^[A-Za-z0-9 .,()&'-]{1,40}$",
        description="Name that authenticators show.",
    )
    oidc: dict[str, PenyediaOidc] = Field(
        default_factory=dict[str, PenyediaOidc],
        description="OpenID providers by a short name, as JSON; see docs/operator.md.",
    )

    metrik: PengaturanMetrik = Field(
        default_factory=PengaturanMetrik, description="Who may read metrics; nobody by default."
    )
    lacak: PengaturanLacak = Field(
        default_factory=PengaturanLacak, description="Where traces go; nowhere by default."
    )
    batas: Batas = Field(default_factory=Batas, description="Limits of requests, documents and sockets.")
    dokumen_terdaftar: tuple[Path, ...] = Field(
        default=(),
        description="Folders of .graphql files and JSON manifests (SHA-256 to text) whose documents clients may "
        'name by hash, as JSON: ["operations"].',
    )
    hanya_dokumen_terdaftar: bool = Field(
        default=False, description="Run registered documents only; every other one is refused."
    )
    graphiql: bool = Field(
        default=True,
        description="Serve the page at / on which people choose an endpoint and try queries; off when only "
        "registered documents run.",
    )
    asal: tuple[str, ...] = Field(
        default=(),
        description='Origins of frontends on other hosts, as JSON: ["https://forum.contoh.go.id"].',
    )

    @field_validator("asal")
    @classmethod
    def _asal(cls, nilai: tuple[str, ...]) -> tuple[str, ...]:
        """Origins as browsers send them; never a pattern, and never one that no browser would match."""
        try:
            return tuple(periksa_asal(satu) for satu in nilai)
        except IsianTidakSah as galat:
            raise ValueError(galat.pesan) from None

    @property
    def kunci_berkas(self) -> Path:
        """Where keys live when the environment does not hold them."""
        return self.data_dir / "kunci.json"
