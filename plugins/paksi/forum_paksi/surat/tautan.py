"""What all letters share: who is named in an annex, and issuing a link that leads to a letter."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from forum_paksi.surat.rules import OrangSurat, sebutan_pemda
from forum_server.plugin import (
    Aktor,
    Identitas,
    TautanSiap,
    catat,
    terbitkan_unduhan,
    wajib_buka_identitas,
    wajib_kop,
)

__all__ = ["Nama", "nama_dari", "orang_surat", "terbitkan"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Nama:
    """Somebody in an annex, before the numbers are opened."""

    orang: uuid.UUID
    kelompok: str
    pemda: str
    perangkat_daerah: str | None


def terbitkan(
    session: Session,
    aktor: Aktor,
    *,
    jenis: str,
    objek: tuple[str, uuid.UUID],
    pemilik: str,
    penerima: str,
    orang: Collection[uuid.UUID],
    lembaga: str | None = None,
    **isi: str,
) -> TautanSiap:
    """A link to a letter of `pemilik` to `penerima` that names these people; what is missing is said now, not when it is used.

    To issue it is put on record here; who is named is put on record when the letter is made, for then it is known who
    that is.
    """
    wajib_kop(session, pemilik)
    wajib_buka_identitas(session, aktor, orang=orang, lembaga=lembaga)
    catat(
        session,
        aktor,
        jenis,
        objek=objek[0],
        objek_id=str(objek[1]),
        wilayah=pemilik,
        bidang=["nama", "nik", "nip", f"untuk:{penerima}"],
    )
    return terbitkan_unduhan(session, aktor, jenis=jenis, isi={"id": str(objek[1]), **isi}, wilayah=pemilik)


def nama_dari(row: Any) -> Nama:
    """Somebody in an annex from a row with orang_id, wilayah_kode, opd, and nama and tingkat of the region."""
    return Nama(
        orang=row.orang_id,
        kelompok=row.wilayah_kode,
        pemda=sebutan_pemda(row.nama, provinsi=row.tingkat == "PROVINSI"),
        perangkat_daerah=row.opd,
    )


def orang_surat(terbuka: Mapping[uuid.UUID, Identitas], satu: Nama) -> OrangSurat:
    """As the annex prints them, once the numbers are open."""
    orang = terbuka[satu.orang]
    return OrangSurat(
        nama=orang.nama,
        nomor=orang.nip or orang.nik,
        jabatan=orang.jabatan,
        perangkat_daerah=satu.perangkat_daerah,
    )
