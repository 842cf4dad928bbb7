"""The notifications of cohorts and their sentences, made from ids, dates and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from forum_server.plugin import JenisPemberitahuan, tanggal_panjang

__all__ = ["JENIS", "TUGAS_JATUH_TEMPO", "TUGAS_TERLAMBAT", "TUNGGAKAN"]

TUGAS_JATUH_TEMPO: Final = "paksi.tugas_jatuh_tempo"
TUGAS_TERLAMBAT: Final = "paksi.tugas_terlambat"
TUNGGAKAN: Final = "paksi.tunggakan_angkatan"

Data = Mapping[str, str]


def _batas(data: Data) -> str:
    return tanggal_panjang(date.fromisoformat(data["batas"]))


def _apa(data: Data) -> str:
    return "Laporan berkala" if data["jenis"] == "LAPORAN_BERKALA" else "Sebuah tugas"


def _jatuh_tempo(data: Data) -> str:
    return f"{_apa(data)} angkatan Anda ditunggu. Serahkan hasilnya beserta buktinya paling lambat {_batas(data)}."


def _terlambat(data: Data) -> str:
    return (
        f"{_apa(data)} angkatan Anda lewat batasnya, {_batas(data)}. Serahkan hasilnya beserta buktinya secepatnya, atau"
        " hubungi pengelola angkatan."
    )


def _tunggakan(data: Data) -> str:
    return (
        f"{data['banyak']} anggota angkatan belum menyerahkan tugas yang batasnya {_batas(data)}. "
        "Lihat daftarnya pada tunggakan angkatan, lalu ingatkan mereka."
    )


def _ke_angkatan(data: Data) -> str:
    return f"/paksi/angkatan/{data['angkatan']}"


JENIS: Final = (
    JenisPemberitahuan(
        nama=TUGAS_JATUH_TEMPO,
        judul="Tugas angkatan jatuh tempo",
        kalimat=_jatuh_tempo,
        tautan=_ke_angkatan,
    ),
    JenisPemberitahuan(
        nama=TUGAS_TERLAMBAT,
        judul="Tugas angkatan lewat batas",
        kalimat=_terlambat,
        tautan=_ke_angkatan,
    ),
    JenisPemberitahuan(nama=TUNGGAKAN, judul="Tunggakan angkatan", kalimat=_tunggakan, tautan=_ke_angkatan),
)
