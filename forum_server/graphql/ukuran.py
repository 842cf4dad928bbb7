"""Measuring a parsed document before it is validated: nesting, aliases, root fields, repetitions, literals.

Validation itself takes time that grows faster than some of these, so they are bounded first. Nothing here knows the
schema, and nothing recurses through fragments: each definition is measured once and the results are added up.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
)

from forum_server.galat import PermintaanTidakSah
from forum_server.graphql.batas import Batas

__all__ = ["BatasTerlampaui", "periksa_nilai", "periksa_ukuran"]

_INTROSPEKSI = frozenset({"__schema", "__type"})

MAKS_BULAT = float(2**63)
"""Numbers from here on can't be told from a rounded integer."""


class BatasTerlampaui(PermintaanTidakSah):
    """A request larger than a setting allows; `batas` names the setting."""

    def __init__(self, batas: str, pesan: str) -> None:
        super().__init__(pesan)
        self.batas = batas


@dataclass(slots=True)
class _Ukuran:
    """What one definition holds itself, and which fragments it spreads (name, depth there, inside introspection)."""

    kedalaman: int = 0
    kedalaman_introspeksi: int = 0
    alias: int = 0
    akar: set[str] = field(default_factory=set[str])
    sebaran: list[tuple[str, int, bool]] = field(default_factory=list[tuple[str, int, bool]])


def periksa_ukuran(dokumen: DocumentNode, batas: Batas) -> None:
    """Raise `BatasTerlampaui` when any operation of the document is larger than allowed."""
    definisi = [
        d for d in dokumen.definitions if isinstance(d, OperationDefinitionNode | FragmentDefinitionNode)
    ]
    fragmen: dict[str, _Ukuran] = {}
    operasi: list[_Ukuran] = []
    for d in definisi:
        ukuran = _ukur(d.selection_set, batas)
        if isinstance(d, FragmentDefinitionNode):
            fragmen[d.name.value] = ukuran
        else:
            operasi.append(ukuran)
            for variabel in d.variable_definitions or ():
                if variabel.default_value is not None:
                    _periksa_literal(variabel.default_value, batas)
    jumlah = _Jumlah(fragmen)
    for ukuran in operasi:
        kedalaman, introspeksi, alias = jumlah.hitung(ukuran)
        akar = jumlah.akar(ukuran)
        for nama, nilai, maks, pesan in (
            ("kedalaman", kedalaman, batas.kedalaman, "bersarang terlalu dalam"),
            ("kedalaman_introspeksi", introspeksi, batas.kedalaman_introspeksi, "bersarang terlalu dalam"),
            ("alias", alias, batas.alias, "memakai terlalu banyak alias"),
            ("bidang_akar", len(akar), batas.bidang_akar, "meminta terlalu banyak bidang akar"),
        ):
            if nilai > maks:
                raise BatasTerlampaui(
                    nama, f"Permintaan {pesan} ({nilai}, paling banyak {maks}). Pecah menjadi beberapa."
                )


class _Jumlah:
    """Adds up definitions over their fragments; a fragment that reaches itself adds nothing (validation refuses it)."""

    def __init__(self, fragmen: dict[str, _Ukuran]) -> None:
        self._fragmen = fragmen
        self._selesai: dict[str, tuple[int, int, int]] = {}

    def hitung(self, ukuran: _Ukuran) -> tuple[int, int, int]:
        """Depth, depth within introspection, aliases."""
        for nama, _, _ in ukuran.sebaran:
            self._siapkan(nama)
        return self._tambah(ukuran)

    def akar(self, ukuran: _Ukuran) -> set[str]:
        """Response names at the root."""
        nama, antre, terlihat = set[str](), [ukuran], set[str]()
        while antre:
            ini = antre.pop()
            nama |= ini.akar
            for fragmen, di, _ in ini.sebaran:
                if di == 0 and fragmen in self._fragmen and fragmen not in terlihat:
                    terlihat.add(fragmen)
                    antre.append(self._fragmen[fragmen])
        return nama

    def _siapkan(self, awal: str) -> None:
        jalur: list[str] = [awal]
        di_jalur: set[str] = {awal}
        while jalur:
            nama = jalur[-1]
            ukuran = self._fragmen.get(nama)
            lanjut = next(
                (s for s, _, _ in ukuran.sebaran if s not in self._selesai and s not in di_jalur)
                if ukuran
                else iter(()),
                None,
            )
            if lanjut is not None:
                jalur.append(lanjut)
                di_jalur.add(lanjut)
                continue
            jalur.pop()
            di_jalur.discard(nama)
            self._selesai[nama] = self._tambah(ukuran) if ukuran else (0, 0, 0)

    def _tambah(self, ukuran: _Ukuran) -> tuple[int, int, int]:
        kedalaman, introspeksi, alias = ukuran.kedalaman, ukuran.kedalaman_introspeksi, ukuran.alias
        for nama, di, dalam_introspeksi in ukuran.sebaran:
            k, i, a = self._selesai.get(nama, (0, 0, 0))
            alias += a
            if dalam_introspeksi:
                introspeksi = max(introspeksi, di + k, di + i)
            else:
                kedalaman = max(kedalaman, di + k)
                introspeksi = max(introspeksi, di + i if i else 0)
        return kedalaman, introspeksi, alias


def _ukur(himpunan: SelectionSetNode, batas: Batas) -> _Ukuran:
    """Measure one definition; the parser bounds how deep it nests."""
    ukuran = _Ukuran()
    antre: list[tuple[SelectionSetNode, int, bool, Counter[str]]] = [(himpunan, 0, False, Counter())]
    while antre:
        himpunan, di, introspeksi, hitungan = antre.pop()
        for pilihan in himpunan.selections:
            for direktif in pilihan.directives or ():
                for argumen in direktif.arguments or ():
                    _periksa_literal(argumen.value, batas)
            if isinstance(pilihan, FragmentSpreadNode):
                ukuran.sebaran.append((pilihan.name.value, di, introspeksi))
            elif isinstance(pilihan, InlineFragmentNode):
                # Belongs to the selection set around it, as far as repetition goes.
                antre.append((pilihan.selection_set, di, introspeksi, hitungan))
            elif isinstance(pilihan, FieldNode):
                _catat(pilihan, di, ukuran, hitungan, batas)
                dalam = introspeksi or pilihan.name.value in _INTROSPEKSI
                if dalam:
                    ukuran.kedalaman_introspeksi = max(ukuran.kedalaman_introspeksi, di + 1)
                else:
                    ukuran.kedalaman = max(ukuran.kedalaman, di + 1)
                if pilihan.selection_set is not None:
                    antre.append((pilihan.selection_set, di + 1, dalam, Counter()))
    return ukuran


def _catat(bidang: FieldNode, di: int, ukuran: _Ukuran, hitungan: Counter[str], batas: Batas) -> None:
    nama = bidang.alias.value if bidang.alias else bidang.name.value
    if bidang.alias:
        ukuran.alias += 1
    if di == 0:
        ukuran.akar.add(nama)
    hitungan[nama] += 1
    if hitungan[nama] > batas.ulangan:
        raise BatasTerlampaui(
            "ulangan", f"Bidang yang sama diulang lebih dari {batas.ulangan} kali. Tulis sekali saja."
        )
    for argumen in bidang.arguments or ():
        _periksa_literal(argumen.value, batas)


def _periksa_literal(nilai: ValueNode, batas: Batas) -> None:
    antre: list[tuple[ValueNode, int]] = [(nilai, 1)]
    while antre:
        simpul, di = antre.pop()
        if di > batas.kedalaman_json:
            raise BatasTerlampaui("kedalaman_json", "Nilai argumen bersarang terlalu dalam.")
        if isinstance(simpul, StringValueNode):
            periksa_teks(simpul.value, batas)
        elif isinstance(simpul, ListValueNode):
            periksa_panjang(len(simpul.values), batas)
            antre.extend((v, di + 1) for v in simpul.values)
        elif isinstance(simpul, ObjectValueNode):
            periksa_panjang(len(simpul.fields), batas)
            antre.extend((f.value, di + 1) for f in simpul.fields)


def periksa_teks(teks: str, batas: Batas) -> None:
    """Raise when a string is too long or holds a NUL, which no database column accepts."""
    if len(teks) > batas.teks:
        raise BatasTerlampaui(
            "teks", f"Satu nilai teks terlalu panjang (paling banyak {batas.teks} karakter)."
        )
    if "\0" in teks:
        raise PermintaanTidakSah("Teks tidak boleh memuat karakter NUL (U+0000).")


def periksa_panjang(panjang: int, batas: Batas) -> None:
    """Raise when a list or input object has too many items."""
    if panjang > batas.daftar:
        raise BatasTerlampaui(
            "daftar",
            f"Satu daftar terlalu panjang ({panjang}, paling banyak {batas.daftar}). Kirim bertahap.",
        )


def periksa_nilai(nilai: object, batas: Batas) -> None:
    """Raise when variables (parsed JSON) are larger than allowed."""
    antre: list[tuple[object, int]] = [(nilai, 0)]
    while antre:
        satu, di = antre.pop()
        if isinstance(satu, str):
            periksa_teks(satu, batas)
        elif isinstance(satu, dict | list):
            if di >= batas.kedalaman_json:
                raise BatasTerlampaui(
                    "kedalaman_json",
                    f"Variabel bersarang terlalu dalam (paling banyak {batas.kedalaman_json}).",
                )
            isi = (
                cast("list[object]", satu)
                if isinstance(satu, list)
                else list(cast("dict[str, object]", satu).values())
            )
            periksa_panjang(len(isi), batas)
            antre.extend((v, di + 1) for v in isi)
        elif isinstance(satu, float) and abs(satu) >= MAKS_BULAT:
            # Longer integers arrive as floats: digits would be lost without a word.
            raise BatasTerlampaui("angka", "Angka di luar jangkauan. Kirim nomor yang panjang sebagai teks.")
