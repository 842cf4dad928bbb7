"""The kinds of notifications of this plugin and their sentences, made from ids, codes and instants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from forum_paksi.himpunan.alasan import waktu
from forum_server.plugin import JenisPemberitahuan

__all__ = [
    "HIMPUNAN_BERAKHIR",
    "HIMPUNAN_DIALOKASIKAN",
    "HIMPUNAN_DIKONFIRMASI",
    "JENIS",
    "KURSI_DIDAPAT",
    "TAHANAN_BERAKHIR",
    "UNDANGAN",
]

TAHANAN_BERAKHIR: Final = "paksi.tahanan_berakhir"
HIMPUNAN_BERAKHIR: Final = "paksi.himpunan_berakhir"
KURSI_DIDAPAT: Final = "paksi.kursi_didapat"
HIMPUNAN_DIALOKASIKAN: Final = "paksi.himpunan_dialokasikan"
HIMPUNAN_DIKONFIRMASI: Final = "paksi.himpunan_dikonfirmasi"
UNDANGAN: Final = "paksi.undangan"

Data = Mapping[str, str]

_UNDANGAN: Final = {
    "KIRIM": "Ada undangan asesmen dari himpunan provinsi {wilayah}. Terima, tolak, atau ajukan jawaban lain.",
    "TERIMA": "{lembaga} menerima undangan himpunan Anda. Jadwalnya sudah dibuat.",
    "JAWAB": "{lembaga} menjawab undangan himpunan Anda dengan tanggal atau jumlah lain. Setujui atau tolak jawabannya.",
    "TOLAK": "{lembaga} menolak undangan himpunan Anda. Baca alasannya pada undangan itu.",
    "SETUJUI": "Jawaban Anda atas undangan provinsi {wilayah} disetujui. Jadwalnya sudah dibuat.",
    "TOLAK_JAWABAN": "Jawaban Anda atas undangan provinsi {wilayah} tidak disetujui. Tunggu undangan berikutnya.",
    "TARIK": "Undangan provinsi {wilayah} ditarik kembali. Tidak ada yang perlu Anda lakukan.",
    "GUGUR": "Undangan provinsi {wilayah} kepada {lembaga} gugur bersama himpunan atau jadwalnya.",
}


def _sampai(data: Data) -> str:
    return waktu(datetime.fromisoformat(data["sampai"]), data["zona"])


def _tahanan(data: Data) -> str:
    return (
        f"Satu kursi pada jadwal {data['kode']} hanya ditahan sampai {_sampai(data)}. "
        "Konfirmasi sebelum itu; sesudahnya kursi diberikan kepada yang menunggu."
    )


def _himpunan_berakhir(data: Data) -> str:
    langkah = (
        "Kirim himpunan itu kepada LSP sebelum itu"
        if data["keadaan"] == "DIALOKASIKAN"
        else "LSP perlu mengonfirmasinya sebelum itu"
    )
    return (
        f"Kursi himpunan {data['skema']} pada {data['lembaga']} hanya ditahan sampai {_sampai(data)}. "
        f"{langkah}; sesudahnya kursinya dilepas."
    )


def _kursi(data: Data) -> str:
    return (
        f"Satu orang dari daftar tunggu jadwal {data['kode']} mendapat kursi, ditahan sampai {_sampai(data)}. "
        "Beri tahu orangnya, lalu pastikan kursinya dikonfirmasi."
    )


def _hasil(data: Data) -> str:
    siapa = f"pemda {data['pemda']} mendapat" if "pemda" in data else "semua pemda bersama-sama mendapat"
    tunggu = f", {data['tunggu']} calon di daftar tunggu" if data["tunggu"] != "0" else ""
    return f"{siapa} {data['kursi']} kursi{tunggu}"


def _dialokasikan(data: Data) -> str:
    return (
        f"Kursi himpunan {data['skema']} pada {data['lembaga']} sudah dibagi: {_hasil(data)}. "
        "Alasan setiap keputusan tercantum pada himpunan itu."
    )


def _dikonfirmasi(data: Data) -> str:
    return (
        f"{data['lembaga']} mengonfirmasi kursi himpunan {data['skema']}: {_hasil(data)}. "
        "Siapkan peserta dan surat tugasnya."
    )


def _undangan(data: Data) -> str:
    return _UNDANGAN[data["tindakan"]].format(wilayah=data["wilayah"], lembaga=data["lembaga"])


def _ke_pemesanan(data: Data) -> str:
    return f"/paksi/pemesanan/{data['pemesanan']}"


def _ke_himpunan(data: Data) -> str:
    return f"/paksi/himpunan/{data['himpunan']}"


def _ke_undangan(data: Data) -> str:
    return f"/paksi/undangan/{data['undangan']}"


JENIS: Final = (
    JenisPemberitahuan(
        nama=TAHANAN_BERAKHIR,
        judul="Tahanan kursi hampir berakhir",
        kalimat=_tahanan,
        tautan=_ke_pemesanan,
    ),
    JenisPemberitahuan(
        nama=HIMPUNAN_BERAKHIR,
        judul="Tenggat himpunan hampir berakhir",
        kalimat=_himpunan_berakhir,
        tautan=_ke_himpunan,
    ),
    JenisPemberitahuan(
        nama=KURSI_DIDAPAT,
        judul="Kursi didapat dari daftar tunggu",
        kalimat=_kursi,
        tautan=_ke_pemesanan,
    ),
    JenisPemberitahuan(
        nama=HIMPUNAN_DIALOKASIKAN,
        judul="Kursi himpunan sudah dibagi",
        kalimat=_dialokasikan,
        tautan=_ke_himpunan,
    ),
    JenisPemberitahuan(
        nama=HIMPUNAN_DIKONFIRMASI,
        judul="Himpunan dikonfirmasi LSP",
        kalimat=_dikonfirmasi,
        tautan=_ke_himpunan,
    ),
    JenisPemberitahuan(
        nama=UNDANGAN, judul="Kabar undangan kepada LSP", kalimat=_undangan, tautan=_ke_undangan
    ),
)
