"""Settings of e-mail (`FORUM_SUREL__…`); without a host there is none, and people are told in the application only."""

from __future__ import annotations

from email.errors import MessageError
from email.headerregistry import Address
from email.policy import SMTP
from ipaddress import ip_address
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

__all__ = ["PengaturanSurel"]

_PORT = {"starttls": 587, "implicit": 465, "none": 25}


class PengaturanSurel(BaseModel):
    """The mail server this server hands its e-mail to, and what stands in every mail."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str | None = Field(default=None, description="Mail server; empty: no e-mail is sent.")
    port: int | None = Field(
        default=None, ge=1, le=65535, description="Its port; by default 587 with starttls, 465 with implicit."
    )
    tls: Literal["starttls", "implicit", "none"] = Field(
        default="starttls",
        description="How the connection is encrypted; none is accepted only for a mail server on this machine.",
    )
    sertifikat_ca: str | None = Field(
        default=None, description="PEM file of the authority that signed the mail server's certificate."
    )
    pengguna: str | None = Field(
        default=None, description="User name at the mail server, if it asks for one."
    )
    sandi: SecretStr | None = Field(default=None, description="Its password.")
    pengirim: str = Field(default="", description='Sender of every mail: "Forum PAKSI <forum@contoh.go.id>".')
    alamat_depan: str | None = Field(
        default=None, description="Address of the frontend that links in mails begin with."
    )
    halaman_pilihan: str | None = Field(
        default=None, description="Address of the frontend's page on which people choose what they get."
    )
    batas_detik: float = Field(
        default=30.0, gt=0, le=120, description="Seconds the mail server may take for one answer."
    )
    sekali: int = Field(default=200, ge=1, description="Mails sent in one run of the job at most.")

    @field_validator("alamat_depan", "halaman_pilihan")
    @classmethod
    def _alamat(cls, nilai: str | None) -> str | None:
        if nilai is None:
            return None
        alamat = urlsplit(nilai)
        if alamat.scheme not in {"http", "https"} or not alamat.hostname or not nilai.isascii():
            raise ValueError("an address begins with https:// and the name of a host")
        if any(c.isspace() or c in '<>"' for c in nilai):
            raise ValueError("an address has no blanks, quotes or angle brackets")
        return nilai.rstrip("/")

    @model_validator(mode="after")
    def _utuh(self) -> Self:
        if self.host is None:
            return self
        if self.tls == "none" and not _di_mesin_ini(self.host):
            raise ValueError("tls=none is accepted only for a mail server on this machine")
        if (self.pengguna is None) != (self.sandi is None):
            raise ValueError("pengguna and sandi are given together")
        _ = self.alamat_pengirim
        return self

    @property
    def aktif(self) -> bool:
        """Whether e-mail is sent at all."""
        return self.host is not None

    @property
    def port_berlaku(self) -> int:
        """The port that is connected to."""
        return self.port if self.port is not None else _PORT[self.tls]

    @property
    def alamat_pengirim(self) -> Address:
        """The sender as one address; raises ValueError for anything else."""
        if not self.pengirim.isprintable():
            raise ValueError("pengirim is one printable line")
        try:
            kepala: Any = SMTP.header_factory("From", self.pengirim)
            alamat: tuple[Address, ...] = () if kepala.defects else kepala.addresses
        except (MessageError, ValueError, IndexError) as galat:
            raise ValueError("pengirim is no address") from galat
        if len(alamat) != 1 or "." not in alamat[0].domain or not alamat[0].addr_spec.isascii():
            raise ValueError("pengirim is one address such as Forum PAKSI <forum@contoh.go.id>")
        return alamat[0]


def _di_mesin_ini(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
