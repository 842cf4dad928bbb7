"""Documents through the real library, in the process that makes them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Generator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from forum_server.dokumen import cetak
from forum_server.dokumen.cetak import LINGKUNGAN, DokumenGagal, Pencetak
from forum_server.dokumen.qr import qr_png
from forum_server.dokumen.surat import Alinea, Gambar
from forum_server.dokumen.templat import SURAT, Templat
from forum_server.galat import KeadaanMenolak, ServerSibuk
from tests.dokumen.bahan import data, datar, halaman, surat

JAHAT = [
    '#eval("1 + 1")',
    "#sys.inputs",
    '#read("/etc/hostname")',
    '#import "@preview/cetz:0.2.0"',
    "*tebal* _miring_ `kode` $x^2$",
    "= Judul",
    "- butir",
    "+ nomor",
    "/ istilah: arti",
    "@rujukan <label>",
    "\\ ] } ) [ { ( \\u{41}",
    "// komentar /* blok */",
    "https://contoh.example",
    "a~b--c...d",
    "\"kutip\" 'tunggal'",
    "</svg><script>alert(1)</script>",
]


def templat(folder: Path, isi: str) -> Templat:
    folder.mkdir(exist_ok=True)
    (folder / "uji.typ").write_text(isi)
    return Templat(folder=folder, berkas="uji.typ")


async def test_a_letter_has_its_parts_in_the_order_of_an_official_letter() -> None:
    pdf = await Pencetak().pdf(
        SURAT, data(surat(baris=[["1", "Calon Satu", "199001012020051001", "Auditor"]]))
    )
    teks = datar(pdf)
    urut = [
        *("PEMERINTAH KOTA CONTOH", "INSPEKTORAT", "Jalan Contoh Nomor 1", "inspektorat@contoh.example"),
        *("Nomor : 700/1/2026", "Sifat : Biasa", "Lampiran : 1 (satu) berkas", "Hal : Permohonan"),
        *("Contoh, 21 November 2026", "Yth. Pimpinan LSP Contoh", "di Tempat", "Sehubungan dengan itu."),
        *("Skema : Contoh", "1. satu", "2. dua", "Inspektur,", "Tokoh Contoh", "NIP 198001012005011001"),
        *("Tembusan:", "1. Arsip", "Halaman 1 dari 2", "Lampiran surat", "DAFTAR CALON"),
        *("No. Nama NIP Jabatan", "1 Calon Satu 199001012020051001 Auditor", "Halaman 2 dari 2"),
    ]
    letak = [teks.find(u) for u in urut]
    assert -1 not in letak, [u for u, i in zip(urut, letak, strict=True) if i == -1]
    assert letak == sorted(letak)


async def test_the_same_data_gives_the_same_bytes_that_carry_the_letters_date_and_no_font_of_this_machine() -> (
    None
):
    pencetak = Pencetak()
    satu, dua = await asyncio.gather(*(pencetak.pdf(SURAT, data()) for _ in range(2)))
    assert satu == dua
    baca = PdfReader(BytesIO(satu))
    assert baca.metadata is not None
    assert (baca.metadata.title, baca.metadata.author) == ("Surat contoh", "INSPEKTORAT")
    assert baca.metadata["/CreationDate"] == baca.metadata["/ModDate"] == "D:20261121000000Z"
    assert b"pdfaid:part>2<" in satu.replace(b" ", b"")
    fonts: Any = baca.pages[0]["/Resources"]
    fonts = fonts["/Font"]
    nama = {str(f.get_object()["/BaseFont"]).split("+")[-1] for f in fonts.values()}
    assert {n.split("-")[0] for n in nama} == {"LibertinusSerif"}


@pytest.mark.parametrize("bagian", ["isi", "tabel"])
async def test_markup_in_data_is_printed_and_not_obeyed(bagian: str) -> None:
    baris = [[str(i), teks, "-", teks] for i, teks in enumerate(JAHAT)]
    isian = surat(baris=baris) if bagian == "tabel" else surat(*JAHAT)
    teks = datar(await Pencetak().pdf(SURAT, data(isian)))
    polos = teks.replace(" ", "")
    assert [j for j in JAHAT if j.replace(" ", "") not in polos] == []


async def test_a_picture_stands_where_it_is_said_with_its_words_beneath() -> None:
    isi = [Alinea("Sebelum."), Gambar(qr_png("https://contoh.example/1"), 3.2, "Kode CONTOH #eval")]
    pdf = await Pencetak().pdf(SURAT, data(surat(isi=[*isi, Alinea("Sesudah.")])))
    teks = datar(pdf)
    letak = [teks.find(u) for u in ("Sebelum.", "Kode CONTOH #eval", "Sesudah.")]
    assert -1 not in letak
    assert letak == sorted(letak)
    assert len(PdfReader(BytesIO(pdf)).pages[0].images) == 1
    assert len(PdfReader(BytesIO(await Pencetak().pdf(SURAT, data(surat("Tanpa."))))).pages[0].images) == 0


async def test_signs_that_hide_or_reorder_are_left_out_and_others_stay() -> None:
    nama = "Siti\u202e\u200b\u2066 Nur\x00\x07\ufeff\ud800 Hal\u00edmah \u0627\u0644 \U0001f600 akhir"
    teks = datar(await Pencetak().pdf(SURAT, data(surat(nama))))
    assert "Siti Nur Hal\u00edmah" in teks
    assert "akhir" in teks
    assert not set("\u202e\u2066\x07\ufeff") & set(teks)


async def test_a_line_end_breaks_the_line_and_nothing_else() -> None:
    (satu,) = halaman(await Pencetak().pdf(SURAT, data(surat("baris satu\r\nbaris dua\n= bukan judul"))))
    assert "baris satu\nbaris dua\n= bukan judul\n" in satu


async def test_a_word_of_two_hundred_letters_stays_inside_its_column() -> None:
    nama = "W" * 200
    pdf = await Pencetak().pdf(SURAT, data(surat(baris=[["1", nama, "199001012020051001", "Auditor"]])))
    teks = halaman(pdf)[1].replace("\u200b", "")
    assert "".join(teks.split()).count("W") == 200
    assert max(len(baris) for baris in teks.splitlines() if "WW" in baris) < 100
    assert "199001012020051001" in teks


async def test_a_thousand_rows_repeat_the_head_of_the_table_and_count_their_pages() -> None:
    baris = [[str(n), f"Calon {n}", "199001012020051001", "Auditor"] for n in range(1, 1001)]
    semua = PdfReader(BytesIO(await Pencetak().pdf(SURAT, data(surat(baris=baris))))).pages
    assert len(semua) > 15
    berikut = 0
    for ke in (1, 2, len(semua) - 2):  # reading a page back takes longer than making it
        kata = semua[ke].extract_text().split()
        teks = " ".join(kata)
        assert teks.count("No. Nama NIP Jabatan") == 1
        assert f"Halaman {ke + 1} dari {len(semua)}" in teks
        nomor = [int(n) for k, n in pairwise(kata) if k == "Calon"]
        assert nomor == list(range(nomor[0], nomor[-1] + 1))
        assert all(f"{n} Calon {n} 199001012020051001 Auditor" in teks for n in nomor)
        assert nomor[0] == berikut + 1 or ke > 2
        berikut = nomor[-1]
    assert "Calon 1000 " in " ".join(f"{semua[-2].extract_text()} {semua[-1].extract_text()}".split())


async def test_each_letter_of_one_file_counts_its_own_pages() -> None:
    baris = [[str(n), f"Calon {n}", "-", "-"] for n in range(1, 101)]
    semua = halaman(await Pencetak().pdf(SURAT, data(surat(), surat(baris=baris), surat())))
    akhir = len(semua) - 2
    kaki = [" ".join(satu.split()[-4:]) for satu in semua]
    assert kaki == [
        "Halaman 1 dari 1",
        *(f"Halaman {n} dari {akhir}" for n in range(1, akhir + 1)),
        "Halaman 1 dari 1",
    ]


async def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "rahasia.txt").write_text("rahasia")
    for jalur in ("../rahasia.txt", str(tmp_path / "rahasia.txt"), "/etc/hostname"):
        with pytest.raises(DokumenGagal, match=r"escape|not found"):
            await Pencetak().pdf(templat(tmp_path / "t", f'#read("{jalur}")'), {})
    (tmp_path / "t" / "dalam.txt").write_text("isi di dalam")
    assert "isi di dalam" in datar(await Pencetak().pdf(templat(tmp_path / "t", '#read("dalam.txt")'), {}))


@contextlib.contextmanager
def pendengar() -> Generator[tuple[str, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as soket:
        soket.settimeout(20)
        yield f"http://127.0.0.1:{soket.getsockname()[1]}", soket


PAKET = '#import "@preview/tidak-ada:0.1.0": x\n#x'


async def test_no_package_is_fetched_whatever_the_servers_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pendengar() as (alamat, soket):
        for nama in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(nama, alamat)
        with pytest.raises(DokumenGagal, match="package"):
            await Pencetak().pdf(templat(tmp_path / "t", PAKET), {})
        soket.setblocking(False)
        with pytest.raises(BlockingIOError):
            soket.accept()


def test_control_the_library_by_itself_does_fetch_packages(tmp_path: Path) -> None:
    satu = templat(tmp_path / "t", PAKET)
    kode = f"import typst; typst.compile({str(satu.folder / satu.berkas)!r})"
    with pendengar() as (alamat, soket):
        lingkungan = {"HTTPS_PROXY": alamat, "XDG_DATA_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
        with subprocess.Popen(
            [sys.executable, "-I", "-c", kode], env=lingkungan, stderr=subprocess.DEVNULL
        ) as anak:
            sambungan, _ = soket.accept()
            with sambungan:
                assert sambungan.recv(64).startswith(b"CONNECT packages.typst.org:443")
            anak.kill()


def test_the_process_gets_nothing_of_the_servers_environment() -> None:
    assert [nama for nama in LINGKUNGAN if nama.startswith(("FORUM_", "PG", "PATH"))] == []


TAK_BERUJUNG = "#{ let n = 0; for i in range(100000) { for j in range(100000) { n += 1 } } }"


def _anak() -> set[int]:
    """Processes of ours that still run."""
    ini = os.getpid()
    return {int(p) for p in Path(f"/proc/{ini}/task/{ini}/children").read_text().split()}


async def test_a_document_that_does_not_end_is_killed_and_the_next_is_made(tmp_path: Path) -> None:
    semula = _anak()
    pencetak = Pencetak(serentak=1, tenggat=0.5)
    with pytest.raises(KeadaanMenolak) as tolak:
        await pencetak.pdf(templat(tmp_path / "t", TAK_BERUJUNG), {})
    assert tolak.value.kode == "DOKUMEN_TERLALU_BESAR"
    assert _anak() == semula
    assert "Sesudah itu" in datar(await Pencetak(serentak=1).pdf(SURAT, data(surat("Sesudah itu."))))


async def test_a_document_that_takes_more_memory_than_it_may_dies_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cetak, "MEMORI", 400 << 20)
    with pytest.raises(KeadaanMenolak) as tolak:
        await Pencetak().pdf(templat(tmp_path / "t", '#("x" * 900000000).len()'), {})
    assert tolak.value.kode == "DOKUMEN_TERLALU_BESAR"


async def test_who_waits_too_long_is_told_so_and_a_request_that_is_given_up_leaves_no_process(
    tmp_path: Path,
) -> None:
    semula = _anak()
    pencetak = Pencetak(serentak=1, tenggat=60, tunggu=0.2)
    lama = asyncio.create_task(pencetak.pdf(templat(tmp_path / "t", TAK_BERUJUNG), {}))
    kedua = asyncio.create_task(pencetak.pdf(SURAT, data()))  # tasks begin in their order
    with pytest.raises(ServerSibuk):
        await kedua
    lama.cancel()
    with pytest.raises(asyncio.CancelledError):
        await lama
    assert _anak() == semula
    assert (await pencetak.pdf(SURAT, data())).startswith(b"%PDF-")


async def test_a_template_at_fault_is_a_bug_that_names_no_data(tmp_path: Path) -> None:
    with pytest.raises(DokumenGagal) as salah:
        await Pencetak().pdf(
            templat(tmp_path / "t", "#json(bytes(sys.inputs.data)).tiada"), {"nama": "Rahasia"}
        )
    assert "uji.typ: exit 1" in str(salah.value)
    assert "Rahasia" not in str(salah.value)
    with pytest.raises(FileNotFoundError):
        Templat(folder=tmp_path, berkas="tiada.typ")
