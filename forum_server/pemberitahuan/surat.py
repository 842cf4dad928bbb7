"""Writing one e-mail: plain text with the head that mail servers and people expect, the same at every attempt."""

from __future__ import annotations

import uuid
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from forum_server.pemberitahuan.jenis import Teks
from forum_server.pemberitahuan.pengaturan import PengaturanSurel

__all__ = ["AlamatTidakSah", "surat"]

KALIMAT_MAKS = 2000


class AlamatTidakSah(ValueError):
    """No mail can be sent to this address; the text does not say which it is."""


def surat(
    pengaturan: PengaturanSurel,
    *,
    pemberitahuan_id: uuid.UUID,
    alamat: str,
    dibuat_pada: datetime,
    teks: Teks,
) -> EmailMessage:
    """The e-mail of one notification; asked again it has the same Message-ID, date and text.

    Every value is set as a header of the email package, which refuses line breaks: nobody adds a header through one.
    Raises `AlamatTidakSah`.
    """
    pengirim = pengaturan.alamat_pengirim
    pesan = EmailMessage(policy=SMTP)
    pesan["From"] = pengirim
    pesan["To"] = _kepada(alamat)
    pesan["Subject"] = teks.judul
    pesan["Date"] = format_datetime(dibuat_pada)
    pesan["Message-ID"] = f"<{pemberitahuan_id}@{pengirim.domain}>"
    pesan["Auto-Submitted"] = "auto-generated"
    if pengaturan.halaman_pilihan is not None:
        pesan["List-Unsubscribe"] = f"<{pengaturan.halaman_pilihan}>"
    pesan.set_content(_isi(pengaturan, teks), subtype="plain", charset="utf-8")
    return pesan


def _kepada(alamat: str) -> Address:
    if not alamat.isascii() or not alamat.isprintable():
        raise AlamatTidakSah
    try:
        return Address(addr_spec=alamat)
    except (MessageError, ValueError, IndexError) as galat:
        raise AlamatTidakSah from galat


def _isi(pengaturan: PengaturanSurel, teks: Teks) -> str:
    baris = [teks.kalimat.strip()[:KALIMAT_MAKS]]
    if pengaturan.alamat_depan is not None:
        baris.append(f"Lihat: {pengaturan.alamat_depan}{_jalur(teks.tautan)}")
    penutup = "Surel ini dikirim otomatis; jangan dibalas."
    if pengaturan.halaman_pilihan is not None:
        penutup += f" Atur apa yang Anda terima di {pengaturan.halaman_pilihan}"
    baris.append(f"-- \n{penutup}")
    return "\n\n".join(baris) + "\n"


def _jalur(tautan: str | None) -> str:
    """A path of the frontend; anything else leads to its first page."""
    return tautan if tautan is not None and tautan.startswith("/") and not tautan.startswith("//") else ""
