"""Decisions about training waves: their states, days, and what may be done when.

Sources: domain notes 4 (about 40 people a wave, 2 asynchronous and 3 synchronous days, mixing provinces; how many JP is
unknown), 1.3.7 (passing the diklat doesn't make a penyuluh).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from forum_paksi.jadwal.rules import periksa_antara
from forum_paksi.permintaan.rules import periksa_teks
from forum_server.plugin import IsianTidakSah, KeadaanMenolak

KUOTA_BAWAAN: Final = 40
"""What a wave has held (domain notes 4); each wave says its own."""
KUOTA_MAKS: Final = 1000
JP_MAKS: Final = 1000
HARI_MAKS: Final = 60
ORANG_MAKS: Final = 200
"""Limits of the software; nothing is written about them."""
NAMA_MAKS: Final = 200
NOMOR_MAKS: Final = 80


class KeadaanGelombang(StrEnum):
    """The life of a wave."""

    DISUSUN = "DISUSUN"
    DIBUKA = "DIBUKA"
    BERJALAN = "BERJALAN"
    SELESAI = "SELESAI"
    DIBATALKAN = "DIBATALKAN"


class JenisHari(StrEnum):
    """How a day is spent: together at one time, or each by themself."""

    SINKRON = "SINKRON"
    ASINKRON = "ASINKRON"


class HasilDiklat(StrEnum):
    """What came of a participant."""

    LULUS = "LULUS"
    TIDAK_LULUS = "TIDAK_LULUS"


class TindakanGelombang(StrEnum):
    """What can be done to a wave."""

    UBAH = "UBAH"
    PELATIH = "PELATIH"
    DAFTARKAN = "DAFTARKAN"
    KELUARKAN = "KELUARKAN"
    BUKA = "BUKA"
    MULAI = "MULAI"
    HADIR = "HADIR"
    NILAI = "NILAI"
    SELESAIKAN = "SELESAIKAN"
    BATALKAN = "BATALKAN"


@dataclass(frozen=True, kw_only=True, slots=True)
class Peralihan:
    """From which states an action leads to which one (None: it stays)."""

    dari: frozenset[KeadaanGelombang]
    ke: KeadaanGelombang | None = None


K = KeadaanGelombang
T = TindakanGelombang
_SEBELUM = frozenset({K.DISUSUN, K.DIBUKA})
PERALIHAN: Final = {
    T.UBAH: Peralihan(dari=_SEBELUM),
    T.PELATIH: Peralihan(dari=_SEBELUM | {K.BERJALAN}),
    T.DAFTARKAN: Peralihan(dari=_SEBELUM),
    T.KELUARKAN: Peralihan(dari=_SEBELUM),
    T.BUKA: Peralihan(dari=frozenset({K.DISUSUN}), ke=K.DIBUKA),
    T.MULAI: Peralihan(dari=frozenset({K.DIBUKA}), ke=K.BERJALAN),
    T.HADIR: Peralihan(dari=frozenset({K.BERJALAN})),
    T.NILAI: Peralihan(dari=frozenset({K.BERJALAN, K.SELESAI})),
    T.SELESAIKAN: Peralihan(dari=frozenset({K.BERJALAN}), ke=K.SELESAI),
    T.BATALKAN: Peralihan(dari=_SEBELUM | {K.BERJALAN}, ke=K.DIBATALKAN),
}
"""NILAI after SELESAI puts a result right; the evidence follows it."""


def setelah(keadaan: KeadaanGelombang, tindakan: TindakanGelombang) -> KeadaanGelombang | None:
    """The state an action leads to, or None where it is not allowed."""
    peralihan = PERALIHAN[tindakan]
    return (peralihan.ke or keadaan) if keadaan in peralihan.dari else None


def tolak_tindakan(keadaan: KeadaanGelombang, tindakan: TindakanGelombang) -> KeadaanMenolak:
    """The refusal of an action that the present state forbids."""
    dari = " atau ".join(k.value for k in K if k in PERALIHAN[tindakan].dari)
    return KeadaanMenolak(
        "KEADAAN_TIDAK_SESUAI",
        f"Gelombang ini sedang {keadaan.value}; {tindakan.value} hanya dapat dilakukan saat {dari}. "
        "Muat ulang gelombang lalu pilih tindakan yang sesuai.",
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Hari:
    """One day of a wave."""

    tanggal: date
    jenis: JenisHari


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianGelombang:
    """What a wave says of itself; `jadwal` is a schedule of kind DIKLAT whose confirmed seats may come in."""

    nama: str
    penyelenggara: str
    kuota: int = KUOTA_BAWAAN
    tempat: str | None = None
    jp: int | None = None
    hari: Sequence[Hari] = ()
    jadwal: uuid.UUID | None = None

    def periksa(self) -> IsianGelombang:
        """The same with clean texts and days in order; raises `IsianTidakSah` naming the argument."""
        nama = periksa_teks(self.nama, letak="nama", maks=NAMA_MAKS, wajib=True)
        penyelenggara = periksa_teks(self.penyelenggara, letak="penyelenggara", maks=NAMA_MAKS, wajib=True)
        assert nama is not None
        assert penyelenggara is not None
        periksa_antara(self.kuota, 1, KUOTA_MAKS, "kuota", "Kuota peserta")
        if self.jp is not None:
            periksa_antara(self.jp, 1, JP_MAKS, "jp", "Jam pelajaran")
        return replace(
            self,
            nama=nama,
            penyelenggara=penyelenggara,
            tempat=periksa_teks(self.tempat, letak="tempat", maks=NAMA_MAKS),
            hari=periksa_hari(self.hari),
        )


def periksa_hari(hari: Sequence[Hari]) -> tuple[Hari, ...]:
    """The days, earliest first; raises `IsianTidakSah` TERLALU_BANYAK or HARI_GANDA naming the place in the list."""
    if len(hari) > HARI_MAKS:
        raise IsianTidakSah("TERLALU_BANYAK", f"Paling banyak {HARI_MAKS} hari.", letak=["hari"])
    sudah: set[date] = set()
    for ke, satu in enumerate(hari):
        if satu.tanggal in sudah:
            raise IsianTidakSah(
                "HARI_GANDA",
                f"Hari {satu.tanggal.isoformat()} disebut dua kali. Satu hari sinkron atau asinkron, bukan keduanya.",
                letak=["hari", str(ke)],
            )
        sudah.add(satu.tanggal)
    return tuple(sorted(hari, key=lambda h: h.tanggal))


def periksa_buka(mulai: date | None, hari_ini: date) -> None:
    """Raise `KeadaanMenolak` unless the wave's first day is known and still to come."""
    if mulai is None:
        raise KeadaanMenolak(
            "HARI_KOSONG",
            "Gelombang ini belum mempunyai hari. Isi harinya dahulu, lalu buka.",
            letak=["hari"],
        )
    if mulai < hari_ini:
        raise KeadaanMenolak(
            "HARI_LAMPAU",
            f"Hari pertamanya, {mulai.isoformat()}, sudah lewat. Ubah harinya dahulu, lalu buka.",
            letak=["hari"],
        )


def periksa_mulai(mulai: date | None, hari_ini: date) -> None:
    """Raise `KeadaanMenolak` BELUM_WAKTUNYA before the wave's first day."""
    if mulai is None or hari_ini < mulai:
        raise KeadaanMenolak(
            "BELUM_WAKTUNYA", f"Gelombang ini baru dimulai pada {mulai}. Ubah harinya bila maju."
        )


def periksa_usai(selesai: date | None, hari_ini: date) -> None:
    """Raise `KeadaanMenolak` BELUM_WAKTUNYA before the wave's last day."""
    if selesai is None or hari_ini < selesai:
        raise KeadaanMenolak(
            "BELUM_WAKTUNYA", f"Gelombang ini baru berakhir pada {selesai}. Lakukan sejak hari terakhirnya."
        )
