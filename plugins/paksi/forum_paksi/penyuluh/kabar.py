"""Telling inspectorate, penyuluh and requester what happened to a request for a speaker."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.kegiatan.kabar import akun_orang
from forum_paksi.pelaku import IZIN_TUGASKAN
from forum_paksi.penyuluh.models import PermintaanPenyuluh
from forum_server.plugin import JenisPemberitahuan, Kabar, Pemegang, beritahu_semua, sekarang

__all__ = ["JENIS", "PENUGASAN", "PENYULUH", "kabari"]

PENYULUH: Final = "paksi.permintaan_penyuluh"
PENUGASAN: Final = "paksi.penugasan"

Data = Mapping[str, str]

_PEMINTA: Final = {
    "DITUGASKAN": "Permintaan penyuluh {nomor} mendapat penyuluh. Baca hari dan waktunya pada permintaan itu.",
    "DITOLAK": "Permintaan penyuluh {nomor} ditolak. Baca alasannya pada permintaan itu.",
    "DIBATALKAN": "Permintaan penyuluh {nomor} dibatalkan. Baca alasannya pada permintaan itu.",
    "DILAPORKAN": "Penyuluhan {nomor} sudah dilaporkan penyuluhnya. Konfirmasi bila memang terlaksana.",
    "DIAJUKAN": "Ada permintaan penyuluh {nomor}. Tugaskan penyuluh, atau tolak dengan alasan.",
    "SELESAI": "Penyuluhan {nomor} dikonfirmasi pemintanya.",
}
_PENYULUH: Final = {
    "DITUGASKAN": "Anda ditugaskan menyuluh atas permintaan {nomor}. Baca hari, waktu, dan tempatnya.",
    "DIGANTI": "Penugasan Anda atas permintaan {nomor} dialihkan kepada penyuluh lain.",
    "DIBATALKAN": "Penugasan Anda atas permintaan {nomor} dibatalkan.",
    "SELESAI": "Penyuluhan Anda atas permintaan {nomor} dikonfirmasi pemintanya.",
}
KEPADA_INSPEKTORAT: Final = frozenset({"DIAJUKAN", "DIBATALKAN", "SELESAI"})
KEPADA_PEMINTA: Final = frozenset({"DITUGASKAN", "DITOLAK", "DIBATALKAN", "DILAPORKAN"})


def kabari(
    session: Session, permintaan_id: uuid.UUID, tindakan: str, *, lama: uuid.UUID | None = None
) -> None:
    """Tell whom it concerns; `lama` is a penyuluh in whose place another comes."""
    p = PermintaanPenyuluh
    row = session.execute(
        select(p.nomor, p.wilayah_kode, p.akun_id, p.penyuluh_id).where(p.id == permintaan_id)
    ).one()
    kunci = f"{permintaan_id}:{tindakan}:{sekarang(session).isoformat()}"
    data = {"permintaan": str(permintaan_id), "nomor": row.nomor, "tindakan": tindakan}
    kabar = [
        Kabar(
            jenis=PENYULUH,
            kunci=kunci,
            wilayah=row.wilayah_kode,
            akun=[row.akun_id] if row.akun_id is not None and tindakan in KEPADA_PEMINTA else [],
            penerima=[Pemegang(izin=IZIN_TUGASKAN, wilayah=row.wilayah_kode)]
            if tindakan in KEPADA_INSPEKTORAT
            else [],
            data=data,
        )
    ]
    if row.penyuluh_id is not None and tindakan in _PENYULUH:
        kabar.append(
            Kabar(
                jenis=PENUGASAN,
                kunci=kunci,
                wilayah=row.wilayah_kode,
                akun=akun_orang(session, row.penyuluh_id),
                data=data,
            )
        )
    if lama is not None:
        kabar.append(
            Kabar(
                jenis=PENUGASAN,
                kunci=kunci,
                wilayah=row.wilayah_kode,
                akun=akun_orang(session, lama),
                data=data | {"tindakan": "DIGANTI"},
            )
        )
    beritahu_semua(session, kabar)


def _tautan(data: Data) -> str:
    return f"/paksi/permintaan-penyuluh/{data['permintaan']}"


JENIS: Final = (
    JenisPemberitahuan(
        nama=PENYULUH,
        judul="Kabar permintaan penyuluh",
        kalimat=lambda data: _PEMINTA[data["tindakan"]].format(nomor=data["nomor"]),
        tautan=_tautan,
    ),
    JenisPemberitahuan(
        nama=PENUGASAN,
        judul="Kabar penugasan penyuluh",
        kalimat=lambda data: _PENYULUH[data["tindakan"]].format(nomor=data["nomor"]),
        tautan=_tautan,
    ),
)
