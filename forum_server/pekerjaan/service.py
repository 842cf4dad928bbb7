"""Leasing jobs: one process at a time runs a job, and a dead process's job goes to another."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from forum_server.database import bebas_jejak, sekarang
from forum_server.pekerjaan.jenis import Pekerjaan
from forum_server.pekerjaan.models import PekerjaanBaris

__all__ = ["daftarkan", "pinjam", "selesai"]

_ALASAN = "leases of background jobs"


def daftarkan(session: Session, pekerjaan: Iterable[str]) -> None:
    """Make sure every job has its row; new ones are due at once."""
    bebas_jejak(session, _ALASAN)
    ada = set(session.scalars(select(PekerjaanBaris.nama)))
    baru = [
        {"nama": nama, "berikut": sekarang(session), "gagal_beruntun": 0}
        for nama in pekerjaan
        if nama not in ada
    ]
    if baru:
        # Another process that starts at the same time may be as far as this one.
        sisip = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
        session.execute(sisip(PekerjaanBaris).values(baru).on_conflict_do_nothing())


def pinjam(session: Session, pekerjaan: Pekerjaan, peminjam: str) -> bool:
    """Take the job when it is due and nobody runs it; whoever gets True must run it and call `selesai`."""
    bebas_jejak(session, _ALASAN)
    kini, b = sekarang(session), PekerjaanBaris
    nama = session.scalar(
        update(b)
        .where(
            b.nama == pekerjaan.nama,
            b.berikut <= kini,
            or_(b.dipinjam_sampai.is_(None), b.dipinjam_sampai < kini),
        )
        .values(peminjam=peminjam, dipinjam_sampai=kini + pekerjaan.pinjam)
        .returning(b.nama)
    )
    return nama is not None


def selesai(session: Session, pekerjaan: Pekerjaan, peminjam: str, galat: str | None) -> None:
    """Give the job back and say when it is due again; a lease that was lost meanwhile is left alone."""
    bebas_jejak(session, _ALASAN)
    kini, b = sekarang(session), PekerjaanBaris
    session.execute(
        update(b)
        .where(b.nama == pekerjaan.nama, b.peminjam == peminjam)
        .values(
            peminjam=None,
            dipinjam_sampai=None,
            berikut=kini + pekerjaan.tiap,
            terakhir_selesai=kini,
            gagal_beruntun=0 if galat is None else b.gagal_beruntun + 1,
            galat=galat,
        )
    )
