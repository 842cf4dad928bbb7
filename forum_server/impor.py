"""Reading a table that people made with a spreadsheet, CSV or XLSX: every fault at once, each with its place.

A subject says which columns it knows (`Kolom`); `baca_tabel` returns the good rows and the faults. The subject adds the
faults only it can see and calls `tolak_bila_salah` before it writes anything: one wrong row and nothing is written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from forum_server.galat import IsianTidakSah
from forum_server.lembar.buku import BukuDitolak, baca_buku, berupa_buku
from forum_server.lembar.rules import Cela, huruf_kolom
from forum_server.teks import bentuk_cari, rapikan

__all__ = [
    "BarisCsv",
    "BerkasCsv",
    "ImporDitolak",
    "Kesalahan",
    "Kolom",
    "LaporanImpor",
    "baca_csv",
    "baca_tabel",
    "pilihan_dari",
    "tolak_bila_salah",
]

E = TypeVar("E", bound=StrEnum)

UKURAN_MAKS = 5 * 1024 * 1024
BARIS_MAKS = 20_000
KESALAHAN_MAKS = 200
"""Faults that are told one by one; of the others only the number is."""

_PEMISAH = ",;\t|"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kesalahan:
    """One fault: where it is, as the spreadsheet counts (row 1 is the header), and what to do about it."""

    baris: int
    kolom: str | None
    pesan: str
    lembar: str | None = None
    """The sheet of a workbook; a CSV file has none."""

    def __str__(self) -> str:
        letak = f"baris {self.baris}" + (f", kolom {self.kolom}" if self.kolom else "")
        return f"lembar {self.lembar}, {letak}: {self.pesan}" if self.lembar else f"{letak}: {self.pesan}"


@dataclass(frozen=True, kw_only=True, slots=True)
class LaporanImpor:
    """What an import found and did. Faults and written rows exclude each other."""

    berkas: str
    dibaca: int = 0
    ditulis: int = 0
    sama: int = 0
    """Rows that were there already, exactly so."""
    kesalahan: tuple[Kesalahan, ...] = ()

    def baris_teks(self) -> list[str]:
        """The report in Indonesian, line by line."""
        if not self.kesalahan:
            return [
                f"{self.berkas}: {self.dibaca} baris dibaca, {self.ditulis} ditulis, {self.sama} sudah ada."
            ]
        daftar = [f"{self.berkas}, {k}" for k in self.kesalahan[:KESALAHAN_MAKS]]
        if (sisa := len(self.kesalahan) - KESALAHAN_MAKS) > 0:
            daftar.append(f"… dan {sisa} kesalahan lagi.")
        daftar.append(
            f"{self.berkas}: {len(self.kesalahan)} kesalahan, tidak ada yang ditulis."
            " Perbaiki berkasnya, lalu impor lagi."
        )
        return daftar


class ImporDitolak(IsianTidakSah):
    """A file with at least one fault; `laporan` lists them, and nothing was written."""

    def __init__(self, laporan: LaporanImpor) -> None:
        super().__init__("IMPOR_DITOLAK", "\n".join(laporan.baris_teks()), letak=("berkas",))
        self.laporan = laporan


def tolak_bila_salah(berkas: str, dibaca: int, kesalahan: Iterable[Kesalahan]) -> None:
    """Raise `ImporDitolak` with these faults in the order of the file, if there are any."""
    urut = sorted(kesalahan, key=lambda k: (k.baris, k.kolom or ""))
    if urut:
        raise ImporDitolak(LaporanImpor(berkas=berkas, dibaca=dibaca, kesalahan=tuple(urut)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Kolom:
    """A column a file may have.

    `baca` turns the tidied text of a cell into its value and raises ValueError with an Indonesian sentence; an empty
    cell is never read: it is None, or a fault when `wajib`. A column that is not `wajib` may be missing altogether.
    `rahasia`: the cell's text appears in no message. `alias`: other headers people write for it.
    """

    nama: str
    wajib: bool = True
    baca: Callable[[str], Any] = str
    panjang: int = 200
    rahasia: bool = False
    alias: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BarisCsv:
    """A row without fault: its number in the spreadsheet and the value of every known column (None when empty)."""

    nomor: int
    nilai: Mapping[str, Any]

    def __getitem__(self, kolom: str) -> Any:
        return self.nilai[kolom]


@dataclass(frozen=True, kw_only=True, slots=True)
class BerkasCsv:
    """What was read: `dibaca` rows in all, of which those without fault stand in `baris`."""

    berkas: str
    dibaca: int = 0
    baris: tuple[BarisCsv, ...] = ()
    kesalahan: tuple[Kesalahan, ...] = field(default=())
    lembar: str | None = None
    letak_kolom: Mapping[str, str] = field(default_factory=dict[str, str])
    """How a column is called in messages about a workbook: "B (nip)"."""

    def tolak(self, tambahan: Iterable[Kesalahan] = ()) -> None:
        """Raise `ImporDitolak` with the faults of the file and those only the subject sees, if there are any."""
        lain = [
            replace(k, lembar=self.lembar, kolom=self.letak_kolom.get(k.kolom or "", k.kolom))
            for k in tambahan
        ]
        tolak_bila_salah(self.berkas, self.dibaca, [*self.kesalahan, *lain])


def pilihan_dari(jenis: type[E]) -> Callable[[str], E]:
    """A reader for a column that holds one of an enumeration's values, however it is typed ("Sekretariat Daerah")."""
    dikenal = {bentuk_cari(anggota.value): anggota for anggota in jenis}

    def baca(teks: str) -> E:
        if (anggota := dikenal.get(bentuk_cari(teks))) is None:
            raise ValueError(f"tidak dikenal. Isi salah satu dari: {', '.join(jenis)}.")
        return anggota

    return baca


def baca_csv(
    isi: bytes,
    *,
    berkas: str,
    kolom: Sequence[Kolom],
    kunci: Sequence[str] = (),
    baris_maks: int = BARIS_MAKS,
) -> BerkasCsv:
    """Read a CSV file: UTF-8 or Excel's "Unicode text", with comma, semicolon or tab, with or without a BOM.

    `berkas` is the name to show; `kunci` names the columns that together may occur only once (compared without case
    and signs). Never raises for what is in the file: a file that can't be read at all is one fault in row 1.
    """
    try:
        teks = _teks(isi)
        baris, pemisah = _isi(teks, baris_maks)
        judul = _judul(baris, kolom, pemisah)
    except _TakTerbaca as galat:
        return BerkasCsv(berkas=berkas, kesalahan=tuple(galat.kesalahan))
    return _baca_baris(baris, judul, kolom, kunci, berkas)


def baca_tabel(
    isi: bytes,
    *,
    berkas: str,
    kolom: Sequence[Kolom],
    kunci: Sequence[str] = (),
    baris_maks: int = BARIS_MAKS,
) -> BerkasCsv:
    """Read a workbook (XLSX) or, as `baca_csv` does, a CSV file; the content tells which it is."""
    if not berupa_buku(isi):
        return baca_csv(isi, berkas=berkas, kolom=kolom, kunci=kunci, baris_maks=baris_maks)
    try:
        if len(isi) > UKURAN_MAKS:
            raise _terlalu_besar()
        lembar = baca_buku(isi, baris_maks=baris_maks)
        judul = _judul(list(lembar.baris), kolom, ", ")
    except _TakTerbaca as galat:
        return BerkasCsv(berkas=berkas, kesalahan=tuple(galat.kesalahan))
    except BukuDitolak as galat:
        return BerkasCsv(berkas=berkas, kesalahan=tuple(_kesalahan(c, {}) for c in galat.cela))
    nama = {i: f"{huruf_kolom(i)} ({k.nama})" for i, k in enumerate(judul) if k is not None}
    hasil = _baca_baris(lembar.baris, judul, kolom, kunci, berkas)
    sebutan = {k.nama: nama[i] for i, k in enumerate(judul) if k is not None}
    cela = {(c.baris, c.kolom): _kesalahan(c, nama) for c in lembar.cela}
    rusak = {baris for baris, _ in cela}
    kesalahan = [
        replace(k, lembar=lembar.nama, kolom=sebutan.get(k.kolom or "", k.kolom))
        for k in hasil.kesalahan
        # an unreadable cell was read as empty: that it is empty is not the fault to tell
        if not any((k.baris, i) in cela for i, satu in enumerate(judul) if satu and satu.nama == k.kolom)
    ]
    return replace(
        hasil,
        baris=tuple(b for b in hasil.baris if b.nomor not in rusak),
        kesalahan=(*cela.values(), *kesalahan),
        lembar=lembar.nama,
        letak_kolom=sebutan,
    )


def _kesalahan(cela: Cela, nama: Mapping[int, str]) -> Kesalahan:
    kolom = None if cela.kolom is None else nama.get(cela.kolom, huruf_kolom(cela.kolom))
    return Kesalahan(lembar=cela.lembar, baris=cela.baris, kolom=kolom, pesan=cela.pesan)


def _baca_baris(
    baris: Sequence[tuple[int, list[str]]],
    judul: list[Kolom | None],
    kolom: Sequence[Kolom],
    kunci: Sequence[str],
    berkas: str,
) -> BerkasCsv:
    kesalahan: list[Kesalahan] = []
    hasil: list[BarisCsv] = []
    terlihat: dict[tuple[str, ...], int] = {}
    dibaca = 0
    for nomor, sel in baris[1:]:
        dibaca += 1
        nilai, salah = _baris(nomor, sel, judul, kolom)
        if not salah and kunci:
            ciri = tuple(bentuk_cari(str(nilai[k])) for k in kunci)
            if (sebelumnya := terlihat.setdefault(ciri, nomor)) != nomor:
                pesan = f"sama dengan baris {sebelumnya}. Hapus salah satunya."
                salah.append(Kesalahan(baris=nomor, kolom=kunci[0], pesan=pesan))
        kesalahan += salah
        if not salah:
            hasil.append(BarisCsv(nomor=nomor, nilai=nilai))
    if not dibaca and not kesalahan:
        kesalahan.append(
            Kesalahan(baris=2, kolom=None, pesan="berkas hanya berisi judul kolom. Isi barisnya.")
        )
    return BerkasCsv(berkas=berkas, dibaca=dibaca, baris=tuple(hasil), kesalahan=tuple(kesalahan))


class _TakTerbaca(Exception):
    def __init__(self, *pesan: str, baris: int = 1) -> None:
        super().__init__(pesan)
        self.kesalahan = [Kesalahan(baris=baris, kolom=None, pesan=p) for p in pesan]


def _terlalu_besar() -> _TakTerbaca:
    return _TakTerbaca(f"berkas lebih dari {UKURAN_MAKS // 1024 // 1024} MB. Bagi menjadi beberapa berkas.")


_SIMPAN = 'Di Excel atau LibreOffice pilih "Simpan Sebagai", jenis "CSV UTF-8".'


def _teks(isi: bytes) -> str:
    if not isi.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise _TakTerbaca("berkas kosong.")
    if len(isi) > UKURAN_MAKS:
        raise _terlalu_besar()
    if isi.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _TakTerbaca(f"ini berkas Excel, bukan CSV. {_SIMPAN}")
    sandi = "utf-16" if isi.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        teks = isi.decode(sandi)
    except UnicodeDecodeError as galat:
        nomor = isi.count(b"\n", 0, galat.start) + 1
        raise _TakTerbaca(f"berkas tidak disimpan sebagai UTF-8. {_SIMPAN}", baris=nomor) from galat
    if "\0" in teks:
        nomor = teks.count("\n", 0, teks.index("\0")) + 1
        raise _TakTerbaca(f"ada karakter yang bukan teks. {_SIMPAN}", baris=nomor)
    return teks


def _isi(teks: str, baris_maks: int) -> tuple[list[tuple[int, list[str]]], str]:
    """The rows that are not empty, each with its number, and the delimiter."""
    pertama, _, sisa = teks.partition("\n")
    awal = 1
    if pertama.strip().lower().startswith("sep=") and len(pertama.strip()) == 5:
        pemisah, teks, awal = pertama.strip()[4], sisa, 2  # Excel's own hint
    else:
        pemisah = max(_PEMISAH, key=pertama.count)
    baris: list[tuple[int, list[str]]] = []
    pembaca = csv.reader(io.StringIO(teks, newline=""), delimiter=pemisah, strict=True)
    nomor = awal
    while True:
        try:
            sel = next(pembaca)
        except StopIteration:
            break
        except csv.Error as galat:
            raise _TakTerbaca(
                'tanda kutip (") tidak berpasangan, atau isinya terlalu panjang. Periksa baris ini.',
                baris=nomor,
            ) from galat
        if any(s.strip() for s in sel):
            baris.append((nomor, sel))
        nomor += 1
        if len(baris) > baris_maks + 1:
            raise _TakTerbaca(f"lebih dari {baris_maks} baris. Bagi menjadi beberapa berkas.", baris=nomor)
    if not baris:
        raise _TakTerbaca("berkas kosong.")
    return baris, pemisah


def _judul(baris: list[tuple[int, list[str]]], kolom: Sequence[Kolom], pemisah: str) -> list[Kolom | None]:
    """Which known column stands at each place of the header; None for an unnamed column at its end."""
    dikenal = {bentuk_cari(nama): k for k in kolom for nama in (k.nama, *k.alias)}
    nomor, sel = baris[0]
    pesan: list[str] = []
    judul: list[Kolom | None] = []
    for teks in sel:
        nama = rapikan(teks)
        ada = dikenal.get(bentuk_cari(nama))
        if ada is not None and ada in judul:
            pesan.append(f'kolom "{ada.nama}" ada dua kali. Hapus salah satunya.')
        elif ada is None and nama:
            mirip = get_close_matches(bentuk_cari(nama), dikenal, n=1)
            saran = f'; maksudnya "{dikenal[mirip[0]].nama}"?' if mirip else ". Hapus kolom itu."
            pesan.append(f'kolom "{nama[:60]}" tidak dikenal{saran}')
        judul.append(ada)
    kurang = [k.nama for k in kolom if k.wajib and k not in judul]
    if kurang:
        contoh = pemisah.join(k.nama for k in kolom)
        pesan.append(f"tidak ada kolom {', '.join(kurang)}. Baris pertama harus berisi judul kolom: {contoh}")
    if pesan:
        raise _TakTerbaca(*pesan, baris=nomor)
    return judul


def _baris(
    nomor: int, sel: list[str], judul: list[Kolom | None], kolom: Sequence[Kolom]
) -> tuple[dict[str, Any], list[Kesalahan]]:
    nilai: dict[str, Any] = {k.nama: None for k in kolom}
    salah: list[Kesalahan] = []
    lebih = [s for i, s in enumerate(sel) if s.strip() and (i >= len(judul) or judul[i] is None)]
    if lebih:
        pesan = (
            "isinya lebih banyak daripada judul kolom. Apit isi yang memuat tanda pemisah dengan tanda kutip."
        )
        return nilai, [Kesalahan(baris=nomor, kolom=None, pesan=pesan)]
    for satu, teks in zip(judul, sel, strict=False):
        if satu is None:
            continue
        bersih = rapikan(teks)
        try:
            if len(bersih) > satu.panjang:
                raise ValueError(f"terlalu panjang; paling banyak {satu.panjang} huruf.")
            if not bersih.isprintable():
                raise ValueError("memuat karakter yang tidak tampak. Ketik ulang isinya.")
            nilai[satu.nama] = satu.baca(bersih) if bersih else None
        except ValueError as galat:
            kutip = "" if satu.rahasia else f'"{bersih[:40]}" '
            salah.append(Kesalahan(baris=nomor, kolom=satu.nama, pesan=f"{kutip}{galat}"))
            nilai[satu.nama] = ...
    salah += [
        Kesalahan(baris=nomor, kolom=k.nama, pesan="kosong. Kolom ini wajib diisi.")
        for k in kolom
        if k.wajib and nilai[k.nama] is None
    ]
    return nilai, salah
