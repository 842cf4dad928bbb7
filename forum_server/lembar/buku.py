"""Reading an XLSX workbook: the one sheet with content as rows of text, or every reason why not.

The file comes from anybody. Before the reader sees it, its parts are unpacked within limits, checked as XML without a
document type, and packed anew: what is not needed (macros are refused, drawings and links left out) never arrives, and
no part is larger than it was when it was checked.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from forum_server.lembar.rules import PETUNJUK, Cela, SelTakTerbaca, teks_sel

__all__ = ["BukuDitolak", "Lembar", "baca_buku", "berupa_buku"]

TANDA_ZIP: Final = b"PK\x03\x04"
TANDA_LAMA: Final = b"\xd0\xcf\x11\xe0"
"""How .xls files begin, and encrypted .xlsx files."""
BAGIAN_MAKS: Final = 500
UKURAN_MAKS: Final = 64 * 1024 * 1024
"""Bytes of all parts unpacked."""
KOLOM_MAKS: Final = 200
CELA_MAKS: Final = 1_000
_PERLU: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:workbook|sharedStrings|styles)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml"
)
_MAKRO: Final = re.compile(r"vbaproject|macrosheets/|activex/", re.IGNORECASE)
_NOMOR: Final = re.compile(r"[0-9]{1,7}", re.ASCII)
_SEL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_SIMPAN: Final = 'Simpan Sebagai jenis "Excel Workbook (.xlsx)".'


class BukuDitolak(Exception):
    """A workbook with faults."""

    def __init__(self, *cela: Cela) -> None:
        super().__init__(cela[0].pesan)
        self.cela = cela


@dataclass(frozen=True, kw_only=True, slots=True)
class Lembar:
    """A sheet's rows that are not empty, each with its number; cells from column A on."""

    nama: str
    baris: tuple[tuple[int, list[str]], ...]
    cela: tuple[Cela, ...] = ()
    """Faults of single cells; the rows hold an empty text there."""


def berupa_buku(isi: bytes) -> bool:
    """Whether this is a workbook (of any kind, perhaps one that is refused) and not text."""
    return isi.startswith((TANDA_ZIP, TANDA_LAMA))


def baca_buku(isi: bytes, *, baris_maks: int) -> Lembar:
    """The sheet with content; raises `BukuDitolak` with every fault that is seen without understanding the rows.

    Refused are workbooks with macros, of the old format, with a password, broken ones and those beyond the limits;
    several sheets with content; merged cells, formulas, cells with an error value, and hidden rows, each by place.
    """
    if isi.startswith(TANDA_LAMA):
        raise BukuDitolak(
            Cela(pesan=f"berkas Excel jenis lama (.xls) atau bersandi. Hapus sandinya, lalu {_SIMPAN}")
        )
    bagian = _buka(isi)
    lembar = _daftar_lembar(bagian)
    periksa = {
        nama: _Pemeriksa(nama, tersembunyi).periksa(bagian[jalur])
        for nama, (jalur, tersembunyi) in lembar.items()
    }
    berisi = [p for p in periksa.values() if p.sel and p.nama.strip().casefold() != PETUNJUK.casefold()]
    if not berisi:
        raise BukuDitolak(Cela(pesan="berkas kosong."))
    if len(berisi) > 1:
        nama = ", ".join(f'"{p.nama}"' for p in berisi)
        raise BukuDitolak(Cela(pesan=f"lebih dari satu lembar berisi: {nama}. Sisakan satu lembar saja."))
    satu = berisi[0]
    if satu.baris_akhir > baris_maks + 1:
        pesan = f"lebih dari {baris_maks} baris. Bagi menjadi beberapa berkas."
        raise BukuDitolak(Cela(lembar=satu.nama, baris=baris_maks + 2, pesan=pesan))
    if satu.cela:
        raise BukuDitolak(*satu.cela)
    return _isi(bagian, satu.nama)


def _buka(isi: bytes) -> Mapping[str, bytes]:
    """The needed parts, unpacked within the limits."""
    rusak = BukuDitolak(Cela(pesan=f"berkas Excel rusak. Buka di Excel atau LibreOffice, lalu {_SIMPAN}"))
    try:
        with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
            nama = arsip.namelist()
            if len(nama) > BAGIAN_MAKS or len(set(nama)) != len(nama):
                raise rusak
            if any(_MAKRO.search(n) for n in nama):
                raise BukuDitolak(Cela(pesan=f"berkas memuat makro. {_SIMPAN}"))
            bagian: dict[str, bytes] = {}
            sisa = UKURAN_MAKS
            for satu in arsip.infolist():
                if not _PERLU.fullmatch(satu.filename):
                    continue
                if satu.flag_bits & 0x1:
                    raise BukuDitolak(Cela(pesan="berkas bersandi. Hapus sandinya, lalu simpan lagi."))
                if satu.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                    raise rusak
                with arsip.open(satu) as aliran:
                    teks = aliran.read(sisa + 1)
                sisa -= len(teks)
                if sisa < 0:
                    raise BukuDitolak(Cela(pesan="isi berkas terlalu besar. Bagi menjadi beberapa berkas."))
                bagian[satu.filename] = teks
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):
        raise rusak from None
    if "xl/workbook.xml" not in bagian or "xl/_rels/workbook.xml.rels" not in bagian:
        raise BukuDitolak(Cela(pesan=f"bukan berkas Excel (.xlsx). {_SIMPAN}"))
    for teks in bagian.values():
        _tanpa_doctype(teks)
    return bagian


def _tidak_wajar() -> BukuDitolak:
    return BukuDitolak(Cela(pesan=f"berkas Excel tidak wajar. Buat ulang, lalu {_SIMPAN}"))


def _pengurai() -> expat.XMLParserType:
    """A parser that refuses document types, and with them every entity a file could define."""
    pengurai = expat.ParserCreate(namespace_separator=" ")
    pengurai.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def tolak(*_: object) -> None:
        raise _tidak_wajar()

    pengurai.StartDoctypeDeclHandler = tolak
    return pengurai


def _urai(pengurai: expat.XMLParserType, teks: bytes) -> None:
    try:
        pengurai.Parse(teks, True)  # noqa: FBT003 - expat takes it by position
    except expat.ExpatError:
        raise BukuDitolak(
            Cela(pesan=f"berkas Excel rusak. Buka di Excel atau LibreOffice, lalu {_SIMPAN}")
        ) from None


def _tanpa_doctype(teks: bytes) -> None:
    _urai(_pengurai(), teks)


def _lokal(nama: str) -> str:
    return nama.rpartition(" ")[2]


def _daftar_lembar(bagian: Mapping[str, bytes]) -> dict[str, tuple[str, bool]]:
    """Each worksheet's part and whether the sheet is hidden, by its name in the order of the workbook."""
    jalur: dict[str, str] = {}
    hasil: dict[str, tuple[str, bool]] = {}

    def hubungan(nama: str, ciri: dict[str, str]) -> None:
        if _lokal(nama) == "Relationship":
            jalur[ciri.get("Id", "")] = posixpath.normpath(
                posixpath.join("xl", ciri.get("Target", ""))
            ).lstrip("/")

    def lembar(nama: str, ciri: dict[str, str]) -> None:
        if _lokal(nama) != "sheet":
            return
        acuan = next((v for k, v in ciri.items() if _lokal(k) == "id" and " " in k), "")
        target = jalur.get(acuan, "").removeprefix("xl/xl/")
        if target in bagian:  # charts and the like have no rows
            hasil[ciri.get("name", "")] = (target, ciri.get("state", "visible") != "visible")

    for nama, kerja in (("xl/_rels/workbook.xml.rels", hubungan), ("xl/workbook.xml", lembar)):
        pengurai = _pengurai()
        pengurai.StartElementHandler = kerja
        _urai(pengurai, bagian[nama])
    return hasil


@dataclass(slots=True)
class _Pemeriksa:
    """Walks through the XML of one sheet and notes what the reader would silently flatten."""

    nama: str
    tersembunyi: bool
    sel: int = 0
    baris_akhir: int = 0
    cela: list[Cela] = field(default_factory=list[Cela])
    _baris: int = 0
    _baris_tersembunyi: bool = False
    _kolom: int = 0
    _galat: bool = False

    def periksa(self, teks: bytes) -> _Pemeriksa:
        pengurai = _pengurai()
        pengurai.StartElementHandler = self._mulai
        _urai(pengurai, teks)
        if self.sel and self.tersembunyi:
            self._catat(
                "lembar ini tersembunyi tetapi berisi. Tampilkan dan periksa, atau hapus.", kolom=None
            )
        return self

    def _mulai(self, nama: str, ciri: dict[str, str]) -> None:
        match _lokal(nama):
            case "row":
                nomor = ciri.get("r")
                if nomor is not None and not _NOMOR.fullmatch(nomor):
                    raise _tidak_wajar()  # the reader might take it for another row
                self._baris = self._baris + 1 if nomor is None else int(nomor)
                self._kolom = -1
                self._baris_tersembunyi = ciri.get("hidden") in {"1", "true"}
            case "c":
                self._letak(ciri.get("r"))
                self._galat = ciri.get("t") == "e"
            case "v" | "is":
                self._berisi()
            case "f":
                self._catat("berisi rumus. Salin selnya, lalu tempel sebagai nilai (Tempel Khusus > Nilai).")
            case "mergeCell":
                self._letak(ciri.get("ref", "A1").partition(":")[0])
                self._catat(f"sel {ciri.get('ref', '')[:24]} digabung. Pisahkan selnya dan isi setiap baris.")
            case _:
                pass

    def _letak(self, acuan: str | None) -> None:
        if acuan is None:
            self._kolom += 1
            return
        cocok = _SEL.fullmatch(acuan)
        if cocok is None:
            raise _tidak_wajar()  # the reader might take it for a cell far away
        self._kolom = 0
        for huruf in cocok[1]:
            self._kolom = self._kolom * 26 + ord(huruf) - ord("A") + 1
        self._kolom -= 1
        self._baris = int(cocok[2])

    def _berisi(self) -> None:
        self.sel += 1
        self.baris_akhir = max(self.baris_akhir, self._baris)
        if self._galat:
            self._catat("berisi galat seperti #N/A. Perbaiki atau kosongkan.")
        if self._kolom >= KOLOM_MAKS:
            self._catat("terlalu jauh di kanan. Hapus kolom-kolom yang bukan bagian tabel.")
        if self._baris_tersembunyi:
            self._catat(
                "baris ini tersembunyi atau tersaring. Tampilkan semua baris, atau hapus baris ini.",
                kolom=None,
            )
            self._baris_tersembunyi = False

    def _catat(self, pesan: str, *, kolom: int | None = -1) -> None:
        if len(self.cela) < CELA_MAKS:
            letak = self._kolom if kolom == -1 else kolom
            self.cela.append(Cela(lembar=self.nama, baris=max(1, self._baris), kolom=letak, pesan=pesan))


def _isi(bagian: Mapping[str, bytes], nama: str) -> Lembar:
    baris: list[tuple[int, list[str]]] = []
    cela: list[Cela] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(_kemas(bagian))) as buku:
            sel = buku.get_sheet_by_name(nama).to_python(skip_empty_area=False)
    except CalamineError:
        raise BukuDitolak(
            Cela(pesan=f"berkas Excel rusak. Buka di Excel atau LibreOffice, lalu {_SIMPAN}")
        ) from None
    for nomor, satu in enumerate(sel, start=1):
        teks: list[str] = []
        for kolom, nilai in enumerate(satu):
            try:
                teks.append(teks_sel(nilai))
            except SelTakTerbaca as galat:
                teks.append("")
                cela.append(Cela(lembar=nama, baris=nomor, kolom=kolom, pesan=str(galat)))
        if any(t.strip() for t in teks):
            baris.append((nomor, teks))
    if not baris:
        raise BukuDitolak(*(cela or [Cela(pesan="berkas kosong.")]))
    return Lembar(nama=nama, baris=tuple(baris), cela=tuple(cela))


def _kemas(bagian: Mapping[str, bytes]) -> bytes:
    hasil = io.BytesIO()
    with zipfile.ZipFile(hasil, "w", zipfile.ZIP_STORED) as arsip:
        for nama, teks in bagian.items():
            arsip.writestr(nama, teks)
    return hasil.getvalue()
