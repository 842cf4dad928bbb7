"""The words of the letters; no database here. Every name and number comes from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forum_server.plugin import (
    Alinea,
    Butir,
    IsianTidakSah,
    Kelompok,
    KolomSurat,
    Kop,
    Lampiran,
    Rincian,
    Surat,
    rangkai_tanggal,
    rapikan,
    tanggal_panjang,
    terbilang,
)

__all__ = [
    "NOMOR_MAKS",
    "OrangSurat",
    "Permohonan",
    "Undangan",
    "nomor_rapi",
    "sebutan_pemda",
    "surat_permohonan",
    "surat_undangan",
]

NOMOR_MAKS = 120
_KOLOM = (
    KolomSurat(judul="No.", tengah=True),
    KolomSurat(judul="Nama", lebar=3),
    KolomSurat(judul="NIP/NIK", lebar=2),
    KolomSurat(judul="Jabatan", lebar=3),
    KolomSurat(judul="Perangkat daerah", lebar=3),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class OrangSurat:
    """A person as an annex names them."""

    nama: str
    nomor: str | None
    jabatan: str | None
    perangkat_daerah: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Permohonan:
    """What a request says. `kelompok`: the candidates by pemda; one without a name where the writer is that pemda."""

    nomor: str
    tanggal: date
    lembaga: str
    skema: str
    jalur: Sequence[str]
    anggaran: Sequence[str]
    usulan: Sequence[tuple[date, date]]
    kelompok: Sequence[tuple[str | None, Sequence[OrangSurat]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Undangan:
    """What an invitation to the people of one pemda says; `tempat` is None where the assessment is held from afar."""

    nomor: str
    tanggal: date
    pemda: str
    skema: str
    jadwal: str
    hari: Sequence[date]
    tempat: str | None
    peserta: Sequence[OrangSurat]


def nomor_rapi(nomor: str) -> str:
    """The number of a letter as it is printed; raises `IsianTidakSah` NOMOR_SURAT_TIDAK_SAH."""
    rapi = rapikan(nomor)
    if not rapi or len(rapi) > NOMOR_MAKS or not rapi.isprintable():
        raise IsianTidakSah(
            "NOMOR_SURAT_TIDAK_SAH",
            f"Isi nomor surat dengan 1 sampai {NOMOR_MAKS} huruf yang tampak.",
            letak=["nomorSurat"],
        )
    return rapi


def sebutan_pemda(nama: str, *, provinsi: bool) -> str:
    """How a letter addresses a pemda.

    >>> sebutan_pemda("Kalimantan Barat", provinsi=True), sebutan_pemda("Kota Pontianak", provinsi=False)
    ('Pemerintah Provinsi Kalimantan Barat', 'Pemerintah Kota Pontianak')
    """
    return f"Pemerintah Provinsi {nama}" if provinsi else f"Pemerintah {nama}"


def surat_permohonan(kop: Kop, isi: Permohonan) -> Surat:
    """The request to the LSP, its candidates in an annex."""
    banyak = sum(len(orang) for _, orang in isi.kelompok)
    bersama = any(nama is not None for nama, _ in isi.kelompok)
    rincian = [("Skema", isi.skema)]
    if isi.jalur:
        rincian.append(("Jalur", ", ".join(isi.jalur)))
    rincian.append(("Jumlah calon", f"{banyak} ({terbilang(banyak)}) orang"))
    if bersama:
        rincian.append(("Jumlah pemda", f"{len(isi.kelompok)} ({terbilang(len(isi.kelompok))})"))
    if isi.anggaran:
        rincian.append(("Sumber anggaran kegiatan", ", ".join(isi.anggaran)))
    paragraf: list[Alinea | Rincian | Butir] = [
        Alinea(
            "Dalam rangka memperkuat pencegahan korupsi di daerah, bersama ini kami mengajukan permohonan "
            + ("bersama beberapa pemerintah daerah " if bersama else "")
            + "agar calon yang namanya tercantum dalam lampiran dapat mengikuti asesmen kompetensi, dengan rincian:"
        ),
        Rincian(rincian),
    ]
    if isi.usulan:
        paragraf += [Alinea("Waktu yang kami usulkan, menurut urutan pilihan:"), Butir(_rentang(isi.usulan))]
    paragraf.append(
        Alinea(
            "Kelengkapan setiap calon akan disampaikan sesuai dengan ketentuan yang berlaku pada lembaga Saudara. "
            "Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih."
        )
    )
    return Surat(
        kop=kop,
        nomor=isi.nomor,
        tanggal=isi.tanggal,
        hal=f"Permohonan asesmen {isi.skema}",
        kepada=[f"Pimpinan {isi.lembaga}"],
        isi=paragraf,
        lampiran=[_lampiran("DAFTAR CALON PESERTA ASESMEN", isi.kelompok)],
    )


def surat_undangan(kop: Kop, isi: Undangan) -> Surat:
    """The invitation of one pemda's people, named in an annex."""
    banyak = len(isi.peserta)
    return Surat(
        kop=kop,
        nomor=isi.nomor,
        tanggal=isi.tanggal,
        hal=f"Undangan asesmen {isi.skema}",
        kepada=[isi.pemda],
        isi=[
            Alinea(
                f"Dengan ini kami mengundang {banyak} ({terbilang(banyak)}) orang peserta dari lingkungan Saudara, "
                "yang namanya tercantum dalam lampiran, untuk mengikuti asesmen kompetensi pada:"
            ),
            Rincian(
                [
                    ("Skema", isi.skema),
                    ("Kode jadwal", isi.jadwal),
                    ("Tanggal", rangkai_tanggal(isi.hari)),
                    ("Tempat", isi.tempat or "Jarak jauh; tautannya disampaikan tersendiri kepada peserta"),
                ]
            ),
            Alinea(
                "Kami mohon Saudara menugaskan peserta tersebut dan memberitahukan kepada kami bila ada yang "
                "berhalangan. Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih."
            ),
        ],
        lampiran=[_lampiran("DAFTAR PESERTA ASESMEN", [(None, isi.peserta)])],
    )


def _rentang(usulan: Sequence[tuple[date, date]]) -> list[str]:
    return [
        tanggal_panjang(mulai)
        if mulai == sampai
        else f"{tanggal_panjang(mulai)} sampai dengan {tanggal_panjang(sampai)}"
        for mulai, sampai in usulan
    ]


def _lampiran(judul: str, kelompok: Sequence[tuple[str | None, Sequence[OrangSurat]]]) -> Lampiran:
    nomor = 0
    tabel: list[Kelompok] = []
    for nama, orang in kelompok:
        baris: list[list[str]] = []
        for satu in orang:
            nomor += 1
            baris.append(
                [
                    str(nomor),
                    satu.nama,
                    satu.nomor or "-",
                    satu.jabatan or "-",
                    satu.perangkat_daerah or "-",
                ]
            )
        tabel.append(Kelompok(judul=nama, baris=baris))
    return Lampiran(judul=judul, kolom=_KOLOM, kelompok=tabel)
