"""Candidates of a draft from a spreadsheet: everybody in it becomes one, or every fault is told and nobody does."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from forum_paksi.permintaan.models import Calon
from forum_paksi.permintaan.rules import CALON_MAKS, TindakanPermintaan
from forum_paksi.permintaan.service import ambil, opd_calon, pindah, umumkan
from forum_server.plugin import Aktor, BerkasCsv, IsianTidakSah, Kunci, LaporanImpor, impor_orang

__all__ = ["CalonTerimpor", "impor_calon"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CalonTerimpor:
    """What importing did: `laporan` counts candidates, `orang_baru` people who were registered for it."""

    laporan: LaporanImpor
    orang_baru: int


def impor_calon(
    session: Session, aktor: Aktor, kunci: Kunci, *, permintaan_id: uuid.UUID, terbaca: BerkasCsv
) -> CalonTerimpor:
    """Add the people of a file that `baca_orang` read to a draft, after those who are there, in the order of the file.

    Who is not registered yet is, as by `impor_orang`. Candidates the draft has already stay where they are.

    Raises `Ditolak`, `TidakDitemukan`, `ImporDitolak` with every fault of the file, `IsianTidakSah` TERLALU_BANYAK,
    `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, PLUGIN_TIDAK_AKTIF or BERUBAH_SAAT_IMPOR. A fixed number of statements.
    """
    row = ambil(session, aktor, permintaan_id, TindakanPermintaan.UBAH)
    pindah(session, row, TindakanPermintaan.UBAH)  # of two imports at once, one waits here for the other
    hasil = impor_orang(session, aktor, kunci, wilayah=row.wilayah_kode, terbaca=terbaca)
    ada = {
        satu.orang_id: satu.urutan
        for satu in session.execute(
            select(Calon.orang_id, Calon.urutan).where(Calon.permintaan_id == permintaan_id)
        )
    }
    baru = [orang for orang in hasil.orang if orang not in ada]
    if len(ada) + len(baru) > CALON_MAKS:
        raise IsianTidakSah(
            "TERLALU_BANYAK",
            f"Paling banyak {CALON_MAKS} calon; dengan berkas ini menjadi {len(ada) + len(baru)}. "
            "Bagi menjadi beberapa permintaan.",
            letak=["unggahan"],
        )
    if baru:
        opd = opd_calon(session, aktor, row.wilayah_kode, baru)
        awal = max(ada.values(), default=0) + 1
        session.execute(
            insert(Calon),
            [
                {
                    "permintaan_id": permintaan_id,
                    "orang_id": orang,
                    "perangkat_daerah_id": opd[orang],
                    "urutan": ke,
                }
                for ke, orang in enumerate(baru, awal)
            ],
        )
        umumkan(session, aktor, "paksi.impor_calon", permintaan_id, row.wilayah_kode, ["calon"])
    laporan = LaporanImpor(
        berkas=terbaca.berkas,
        dibaca=terbaca.dibaca,
        ditulis=len(baru),
        sama=len(hasil.orang) - len(baru),
    )
    return CalonTerimpor(laporan=laporan, orang_baru=hasil.laporan.ditulis)
