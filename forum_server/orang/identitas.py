"""Official numbers in full, for a document that goes to a named recipient; each person's reveal is on the record."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import dalam
from forum_server.galat import Ditolak, KeadaanMenolak
from forum_server.jejak.service import catat
from forum_server.kunci import Kunci
from forum_server.orang.models import Orang
from forum_server.orang.service import IZIN_BUKA

__all__ = ["AKSI", "IZIN_BUKA", "Identitas", "buka_identitas", "wajib_buka_identitas"]

AKSI: Final = "orang.buka_identitas"


@dataclass(frozen=True, kw_only=True, slots=True)
class Identitas:
    """A person as a letter names them; `nip` and `nik` in full, None where there is none or it was not asked for."""

    id: uuid.UUID
    nama: str
    jabatan: str | None
    nip: str | None
    nik: str | None


def wajib_buka_identitas(
    session: Session, aktor: Aktor, *, orang: Collection[uuid.UUID], lembaga: str | None = None
) -> None:
    """Return quietly when the actor may open the numbers of every one of these people.

    That is a holder of `inti:buka-identitas` over each of them; where the people were sent by name to a `lembaga`,
    over that lembaga instead. Raises `Ditolak` when it is held nowhere, `TidakDitemukan` when not over the lembaga,
    `KeadaanMenolak` DI_LUAR_WEWENANG when not over everybody.
    """
    _terbuka(session, aktor, orang, lembaga=lembaga)


def buka_identitas(
    session: Session,
    aktor: Aktor,
    kunci: Kunci,
    *,
    orang: Collection[uuid.UUID],
    penerima: str,
    lembaga: str | None = None,
    nik: bool = True,
) -> dict[uuid.UUID, Identitas]:
    """Open the numbers of these people for the recipient `penerima` (code of a region or lembaga).

    One audit entry for each person, with the fields that were opened and for whom, in this unit: who is named in the
    document, and nobody else. Two statements for any number of people. `lembaga` and errors as of
    `wajib_buka_identitas`.
    """
    hasil: dict[uuid.UUID, Identitas] = {}
    for row in _terbuka(session, aktor, orang, lembaga=lembaga):
        satu = Identitas(
            id=row.id,
            nama=row.nama,
            jabatan=row.jabatan,
            nip=row.nip_sandi and kunci.bukakan(row.nip_sandi, tempat=f"orang.nip:{row.id}"),
            nik=(row.nik_sandi and kunci.bukakan(row.nik_sandi, tempat=f"orang.nik:{row.id}"))
            if nik
            else None,
        )
        hasil[row.id] = satu
        bidang = [b for b, ada in (("nama", True), ("nip", satu.nip), ("nik", satu.nik)) if ada]
        catat(
            session,
            aktor,
            AKSI,
            objek="orang",
            objek_id=str(row.id),
            wilayah=row.wilayah_kode or row.lembaga_kode,
            bidang=[*bidang, f"untuk:{penerima}"],
        )
    return hasil


def _terbuka(
    session: Session, aktor: Aktor, orang: Collection[uuid.UUID], *, lembaga: str | None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of these people, all of whom the actor may open."""
    if not aktor.punya(IZIN_BUKA):
        raise Ditolak(IZIN_BUKA)
    if lembaga is not None:
        aktor.wajib(IZIN_BUKA, lembaga=lembaga, apa="lembaga")
    dicakup = aktor.lingkup(IZIN_BUKA).klausa(
        Orang.wilayah_kode,
        kolom_lembaga=Orang.lembaga_kode,
        kolom_perangkat_daerah=Orang.perangkat_daerah_id,
    )
    rows = session.execute(
        select(
            Orang.id,
            Orang.nama,
            Orang.jabatan,
            Orang.nip_sandi,
            Orang.nik_sandi,
            Orang.wilayah_kode,
            Orang.lembaga_kode,
            dicakup.label("dicakup"),
        )
        .where(dalam(Orang.id, set(orang)))
        .order_by(Orang.id)
    ).all()
    if lembaga is None and (luar := sum(not row.dicakup for row in rows)):
        raise KeadaanMenolak(
            "DI_LUAR_WEWENANG",
            f"Surat ini memuat {luar} orang yang identitasnya tidak boleh Anda buka. Minta izin membuka identitas"
            " untuk wilayah mereka, atau minta suratnya dibuat oleh yang berwenang di sana.",
        )
    return rows
