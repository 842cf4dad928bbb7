"""Compare rows and store, for `forum periksa`."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_server.berkas.gudang import Gudang, GudangGagal
from forum_server.berkas.models import ObjekBerkas
from forum_server.berkas.rules import KeadaanObjek

__all__ = ["periksa"]


def periksa(session: Session, gudang: Gudang) -> list[str]:
    """Objects that should be in the store and are not, or not whole; and objects there that no row knows."""
    try:
        isi = gudang.isi()
    except GudangGagal as galat:
        return [f"penyimpanan berkas tidak dapat dibaca ({galat})"]
    temuan: list[str] = []
    o = ObjekBerkas
    for id_, nama, keadaan, ukuran in session.execute(select(o.id, o.nama, o.keadaan, o.ukuran)):
        ada = isi.pop(nama, None)
        if keadaan is not KeadaanObjek.TERSIMPAN:
            continue
        if ada is None:
            temuan.append(f"objek berkas {id_}: isinya tidak ada di penyimpanan")
        elif ada != ukuran:
            temuan.append(f"objek berkas {id_}: tersimpan {ada} byte, seharusnya {ukuran}")
    temuan += [f"penyimpanan: {nama} tidak dikenal basis data" for nama in sorted(isi)]
    return temuan
