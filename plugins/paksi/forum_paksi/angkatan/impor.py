"""Members of a cohort from a spreadsheet: everybody in it becomes one, or every fault is told and nobody does."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from forum_paksi.angkatan.service import ambil, masukkan, tahan, umumkan
from forum_paksi.pelaku import IZIN_ANGKATAN
from forum_paksi.warga import warga_pemda
from forum_server.plugin import Aktor, BerkasCsv, Kunci, LaporanImpor, TidakDitemukan, impor_orang

__all__ = ["AnggotaTerimpor", "impor_anggota"]


@dataclass(frozen=True, kw_only=True, slots=True)
class AnggotaTerimpor:
    """What importing did: `laporan` counts members, `orang_baru` people who were registered for it."""

    laporan: LaporanImpor
    orang_baru: int


def impor_anggota(
    session: Session, aktor: Aktor, kunci: Kunci, *, angkatan_id: uuid.UUID, terbaca: BerkasCsv
) -> AnggotaTerimpor:
    """Add the people of a file that `baca_orang` read to a running cohort; who is not registered yet is.

    Raises `Ditolak`, `TidakDitemukan`, `ImporDitolak` with every fault of the file, `IsianTidakSah` TERLALU_BANYAK,
    `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, PLUGIN_TIDAK_AKTIF or BERUBAH_SAAT_IMPOR. A fixed number of statements.
    """
    row = ambil(session, aktor, angkatan_id)
    tahan(session, angkatan_id)  # of two imports at once, one waits here for the other
    hasil = impor_orang(session, aktor, kunci, wilayah=row.wilayah_kode, terbaca=terbaca)
    orang = set(hasil.orang)
    warga = warga_pemda(session, aktor, IZIN_ANGKATAN, pemda=row.wilayah_kode, orang=orang)
    if warga.keys() != orang:
        raise TidakDitemukan("orang", letak=["unggahan"])
    baru = masukkan(session, row, warga, letak="unggahan") if warga else 0
    if baru:
        umumkan(session, aktor, "paksi.impor_anggota_angkatan", angkatan_id, row.wilayah_kode, ["anggota"])
    laporan = LaporanImpor(berkas=terbaca.berkas, dibaca=terbaca.dibaca, ditulis=baru, sama=len(orang) - baru)
    return AnggotaTerimpor(laporan=laporan, orang_baru=hasil.laporan.ditulis)
