"""How much one request may ask for; every limit is a setting (`FORUM_BATAS__…`)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Batas"]


class Batas(BaseModel):
    """Limits of requests, documents, variables and sockets.

    The defaults leave room for the largest pages we know (a province with all its kabupaten and kota, GraphiQL's
    introspection) and keep what one request can cost in time and memory small.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    # what arrives
    isi: int = Field(default=1_048_576, ge=1, description="Bytes of a POST body.")
    alamat: int = Field(default=16_384, ge=1, description="Bytes of a query string.")
    tunggu_isi: float = Field(default=30.0, gt=0, description="Seconds in which a body must have arrived.")
    kedalaman_json: int = Field(default=24, ge=1, le=900, description="Nesting of variables.")
    teks: int = Field(default=500_000, ge=1, description="Characters of one string, variable or literal.")
    daftar: int = Field(
        default=1_000, ge=1, description="Items of one list or input object, variable or literal."
    )

    # what the document says
    token: int = Field(default=2_000, ge=1, description="Lexical tokens of a document.")
    komentar: int = Field(default=200, ge=0, description="Comments of a document.")
    kedalaman: int = Field(default=15, ge=1, description="Nesting of fields.")
    kedalaman_introspeksi: int = Field(
        default=20, ge=1, description="Nesting of fields below __schema and __type."
    )
    alias: int = Field(default=60, ge=0, description="Aliases of an operation, fragments counted where used.")
    bidang_akar: int = Field(default=20, ge=1, description="Different root fields of an operation.")
    ulangan: int = Field(default=10, ge=1, description="Repetitions of one field within one selection set.")
    biaya: int = Field(
        default=50_000, ge=1, description="Fields an operation may ask for, lists multiplied out."
    )
    halaman_anggapan: int = Field(
        default=50, ge=1, description="Items counted for a connection without `first`."
    )
    daftar_anggapan: int = Field(default=10, ge=1, description="Items counted for a list without a length.")
    galat_dokumen: int = Field(default=20, ge=1, description="Errors reported for one document.")
    dokumen: int = Field(default=1_000, ge=1, description="Documents kept parsed and validated per schema.")
    dokumen_semua: int = Field(
        default=1_000_000,
        ge=1,
        description="Characters of all documents kept per schema; parsed they take about 80 times that in memory.",
    )
    dokumen_panjang: int = Field(default=20_000, ge=1, description="Characters of a document worth keeping.")

    # how often
    akun_per_menit: int = Field(
        default=3_000, ge=0, description="Requests of one account in a minute, in each process; 0: no limit."
    )
    anonim_per_menit: int = Field(
        default=30_000,
        ge=0,
        description="Requests of all who neither log in nor name a key of a service, together, in a minute, in each "
        "process; 0: no limit.",
    )
    alamat_per_menit: int = Field(
        default=0,
        ge=0,
        description="Requests of one anonymous network address in a minute, in each process; 0: no address is looked "
        "at. Addresses are told apart by a hash that changes daily and stays in memory.",
    )
    bidang_per_permintaan: int = Field(
        default=1_000, ge=1, description="Fields an operation may cost before it counts as one request more."
    )

    # sockets and streams
    aliran: int = Field(default=1_000, ge=0, description="Event streams open at once in one process.")
    denyut: float = Field(default=15.0, gt=0, description="Seconds between comments on an event stream.")
    pesan_soket: int = Field(default=1_048_576, ge=1, description="Bytes of one websocket message.")
    operasi_soket: int = Field(default=100, ge=1, description="Operations running at once on one socket.")
    tunggu_init: float = Field(default=10.0, gt=0, description="Seconds to wait for connection_init.")
    tunggu_kirim: float = Field(
        default=30.0, gt=0, description="Seconds a client may take to accept a message."
    )
    periksa_akses: float = Field(
        default=30.0, gt=0, description="Seconds between looking again whether a quiet socket may stay open."
    )
