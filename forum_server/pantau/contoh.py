"""What is not counted as it happens but looked up when somebody reads the metrics."""

from __future__ import annotations

from sqlalchemy import select

from forum_server.database import GANGGUAN, Database
from forum_server.jejak.segel import ekor
from forum_server.pantau.metrik import Metrik
from forum_server.pekerjaan.models import PekerjaanBaris
from forum_server.peristiwa.hub import Hub, tertinggal

__all__ = ["ambil_contoh"]


async def ambil_contoh(metrik: Metrik, db: Database, hub: Hub, sambungan: int) -> None:
    """Bring the gauges up to date, with a few short statements; without a database they stay as they were."""
    metrik.soket.set(sambungan)
    try:
        metrik.peristiwa.set(await tertinggal(db, hub.posisi))
        banyak, detik = await ekor(db)
        b = PekerjaanBaris
        pekerjaan = await db.all(select(b.nama, b.gagal_beruntun, b.terakhir_selesai))
    except GANGGUAN:
        metrik.db_terjangkau.set(0)
        return
    metrik.db_terjangkau.set(1)
    metrik.jejak.set(banyak)
    metrik.jejak_detik.set(detik)
    for satu in pekerjaan:
        metrik.pekerjaan_gagal.labels(satu.nama).set(satu.gagal_beruntun)
        if satu.terakhir_selesai is not None:
            metrik.pekerjaan_selesai.labels(satu.nama).set(satu.terakhir_selesai.timestamp())
