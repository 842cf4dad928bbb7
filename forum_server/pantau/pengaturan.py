"""What an operator may set about watching; everything is off until it is said where to."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr

__all__ = ["PengaturanLacak", "PengaturanMetrik"]


class PengaturanMetrik(BaseModel):
    """Who may read metrics, and where."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="Bearer token with which /metrics answers on the server's own port; left out: not there.",
    )
    porta: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="Port of this machine only (127.0.0.1) on which /metrics answers without a token. Of several "
        "processes each takes the next one that is free.",
    )

    @property
    def nyala(self) -> bool:
        """Whether anybody can read metrics."""
        return self.token is not None or self.porta is not None


class PengaturanLacak(BaseModel):
    """Where traces go."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    alamat: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s]+$",
        description="Collector that takes OTLP over HTTP (http://127.0.0.1:4318); left out: no traces. Needs the "
        "package forum-server[otel].",
    )
    bagian: float = Field(default=1.0, ge=0, le=1, description="Part of the requests that are traced.")
    teruskan: bool = Field(
        default=False,
        description="Go on with the trace a request brings along (traceparent). Only behind a proxy that sets or "
        "removes that header: whoever sends it decides what is traced.",
    )
