"""Telling people what was decided about their reports."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.kegiatan.rules import Putusan
from forum_paksi.tabel import AKUN
from forum_server.plugin import JenisPemberitahuan, beritahu, sekarang

__all__ = ["JENIS", "KEGIATAN_DIPERIKSA", "akun_orang", "kabari_putusan"]

KEGIATAN_DIPERIKSA: Final = "paksi.kegiatan_diperiksa"
_KALIMAT: Final = {
    Putusan.DITERIMA: "Laporan kegiatan Anda diterima LSP dan sekarang terhitung.",
    Putusan.PERLU_REVISI: "Laporan kegiatan Anda perlu direvisi. Baca catatan pemeriksa, perbaiki, lalu ajukan lagi.",
    Putusan.DITOLAK: "Laporan kegiatan Anda ditolak. Baca catatan pemeriksa pada laporan itu.",
}


def akun_orang(session: Session, orang_id: uuid.UUID) -> list[uuid.UUID]:
    """The accounts of a person."""
    return list(session.scalars(select(AKUN.c.id).where(AKUN.c.orang_id == orang_id)))


def kabari_putusan(
    session: Session, kegiatan_id: uuid.UUID, orang_id: uuid.UUID, wilayah: str, putusan: Putusan
) -> None:
    """Tell the person whose report it is; each decision is an occasion of its own."""
    beritahu(
        session,
        jenis=KEGIATAN_DIPERIKSA,
        kunci=f"{kegiatan_id}:{sekarang(session).isoformat()}",
        wilayah=wilayah,
        akun=akun_orang(session, orang_id),
        data={"kegiatan": str(kegiatan_id), "putusan": putusan.value},
    )


def _kalimat(data: Mapping[str, str]) -> str:
    return _KALIMAT[Putusan(data["putusan"])]


def _tautan(data: Mapping[str, str]) -> str:
    return f"/paksi/kegiatan/{data['kegiatan']}"


JENIS: Final = (
    JenisPemberitahuan(
        nama=KEGIATAN_DIPERIKSA, judul="Laporan kegiatan diperiksa", kalimat=_kalimat, tautan=_tautan
    ),
)
