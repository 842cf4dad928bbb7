"""Invitations for tests: what a coordinator writes, what the LSP can take on."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from forum_paksi.himpunan.masukan import Rentang
from forum_paksi.permintaan.rules import SumberAnggaran
from forum_paksi.undangan import jawaban, service
from forum_paksi.undangan.rules import IsianJawaban, IsianUndangan, Kesanggupan
from forum_server.plugin import Database
from tests.paksi.bahan import HARI, SISTEM, isi

DUA = (("61.71", 3), ("61.01", 2))
TIGA_HARI = Rentang(mulai=HARI, sampai=HARI + timedelta(2))
SEPEKAN_KEMUDIAN = Rentang(mulai=HARI + timedelta(7), sampai=HARI + timedelta(9))
LAIN = Rentang(mulai=HARI + timedelta(14), sampai=HARI + timedelta(15))
ISIAN = IsianUndangan(
    tuan_rumah="61.71",
    tuk_nama="BPSDM Contoh",
    tuk_alamat="Jalan Contoh 1",
    tuk_wilayah="61.71",
    tanggal=(TIGA_HARI, SEPEKAN_KEMUDIAN),
    peserta=5,
    sumber_anggaran=SumberAnggaran.APBD,
    anggaran_rupiah="60000000",
)
SANGGUP = Kesanggupan(jumlah_asesor=1, batas_per_asesor=2, batas_daftar="2030-03-25T16:00")
"""Six in three days, four in two."""
JAWABAN = IsianJawaban(kesanggupan=SANGGUP, tanggal=(LAIN,), peserta=4)


async def undang(db: Database, himpunan_id: uuid.UUID, **ganti: Any) -> uuid.UUID:
    """An invitation that was sent, version 1."""
    id_ = await db.write(
        service.buat_undangan, SISTEM, himpunan_id=himpunan_id, isian=replace(ISIAN, **ganti)
    )
    return await db.write(service.kirim_undangan, SISTEM, undangan_id=id_, versi=1)


async def terjawab(db: Database, himpunan_id: uuid.UUID) -> uuid.UUID:
    """An invitation the LSP answered with other dates and fewer seats, version 2."""
    id_ = await undang(db, himpunan_id)
    return await db.write(jawaban.jawab_undangan, SISTEM, undangan_id=id_, versi=1, isian=JAWABAN)


async def sepakat(db: Database, himpunan_id: uuid.UUID) -> jawaban.Kesepakatan:
    """An invitation the LSP accepted as it was."""
    id_ = await undang(db, himpunan_id)
    return await db.write(
        jawaban.terima_undangan, SISTEM, undangan_id=id_, versi=1, pilihan=1, sanggup=SANGGUP
    )


async def keadaan(db: Database, undangan_id: uuid.UUID) -> tuple[str, int]:
    """State and version of an invitation."""
    ((kini, versi),) = await isi(db, "paksi_undangan", "keadaan", "versi", id=undangan_id)
    return kini.value, versi
