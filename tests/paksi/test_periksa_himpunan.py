"""What `forum periksa` finds in pools: nothing in sound ones, and every fault that is put there."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from forum_paksi.himpunan import penyelesaian
from forum_paksi.himpunan.periksa import periksa_himpunan
from forum_server.plugin import Database, catat
from tests.paksi.bahan import SISTEM, isi, tabel
from tests.paksi.bahan_himpunan import Dunia, himpunan, kemarin, tetapkan, ubah_baris

DUA = (("61.71", 2), ("61.01", 1))


async def temuan(db: Database) -> list[str]:
    async with db.read() as koneksi:
        return await koneksi.run_sync(lambda k: periksa_himpunan(Session(bind=k)))


async def test_a_pool_is_sound_at_every_step_of_its_life(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(2,))
    assert await temuan(db) == []
    await tetapkan(db, dunia.himpunan)
    assert await temuan(db) == []
    await db.write(penyelesaian.kirim_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    assert await temuan(db) == []
    await db.write(penyelesaian.konfirmasi_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    assert await temuan(db) == []


async def test_a_dissolved_pool_is_sound(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(2,))
    await tetapkan(db, dunia.himpunan)
    await db.write(penyelesaian.bubarkan_himpunan, SISTEM, himpunan_id=dunia.himpunan, alasan="Batal")
    assert await temuan(db) == []


def rusak(session: Session, nama: str, syarat: dict[str, Any], nilai: dict[str, Any]) -> None:
    """Damage rows behind the services' back."""
    catat(session, SISTEM, "uji.rusak", objek=nama, objek_id="-", wilayah="ID")
    t = tabel(nama)
    session.execute(update(t).where(*(t.c[k] == v for k, v in syarat.items())).values(**nilai))


async def _keadaan(db: Database, dunia: Dunia) -> str:
    id_ = dunia.permintaan["61.01"]
    await db.write(ubah_baris, "paksi_permintaan", id_, keadaan="DIHIMPUN")
    return f"Permintaan {id_} sedang DIHIMPUN dalam himpunan {dunia.himpunan} yang DIALOKASIKAN."


async def _pemesanan(db: Database, dunia: Dunia) -> str:
    orang = dunia.calon["61.01"][0]
    await db.write(rusak, "paksi_keputusan", {"orang_id": orang}, {"pemesanan_id": None})
    return f"Keputusan nomor 2 himpunan {dunia.himpunan} tidak mempunyai pemesanan yang sesuai."


async def _kebijakan(db: Database, dunia: Dunia) -> str:
    await db.write(ubah_baris, "paksi_bagian", dunia.bagian[0], kebijakan="URUT_WAKTU")
    return f"Bagian {dunia.bagian[0]} memakai kebijakan URUT_WAKTU, sedangkan himpunannya MERATA."


async def _skema(db: Database, dunia: Dunia) -> str:
    ((muda,),) = await isi(db, "paksi_skema", "id", kode="PAKSI_MUDA")
    ((kode,),) = await isi(db, "paksi_jadwal", "kode")
    await db.write(ubah_baris, "paksi_jadwal", dunia.jadwal[0], skema_id=muda)
    return f"Himpunan {dunia.himpunan} mempunyai bagian di jadwal {kode} yang skema atau LSP-nya lain."


async def _kursi(db: Database, dunia: Dunia) -> uuid.UUID:
    ((id_,),) = await isi(db, "paksi_pemesanan", "id", orang_id=dunia.calon["61.01"][0])
    return id_


async def _terkonfirmasi(db: Database, dunia: Dunia) -> str:
    id_ = await _kursi(db, dunia)
    await db.write(ubah_baris, "paksi_pemesanan", id_, keadaan="DIKONFIRMASI", ditahan_sampai=None)
    return f"Pemesanan {id_} sedang DIKONFIRMASI dalam himpunan {dunia.himpunan} yang DIALOKASIKAN."


async def _tahanan(db: Database, dunia: Dunia) -> str:
    id_ = await _kursi(db, dunia)
    await db.write(ubah_baris, "paksi_pemesanan", id_, ditahan_sampai=kemarin())
    return f"Pemesanan {id_} tidak ditahan sampai tenggat himpunan {dunia.himpunan}."


@pytest.mark.parametrize("ganggu", [_keadaan, _pemesanan, _kebijakan, _skema, _terkonfirmasi, _tahanan])
async def test_each_fault_is_found_and_named(db: Database, ganggu: Any) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(2,))
    await tetapkan(db, dunia.himpunan)
    kalimat = await ganggu(db, dunia)
    assert await temuan(db) == [kalimat]
