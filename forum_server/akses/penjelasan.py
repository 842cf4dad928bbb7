"""Explain step by step why an account may or may not do something; pure, and always of one mind with `Aktor`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from forum_server.akses.rules import Hibah

__all__ = ["HibahTercatat", "Penjelasan", "jelaskan", "tanggal"]

_BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip


def tanggal(hari: date) -> str:
    """A date as people write it: 3 Agustus 2026."""
    return f"{hari.day} {_BULAN[hari.month - 1]} {hari.year}"


@dataclass(frozen=True, kw_only=True, slots=True)
class HibahTercatat:
    """A grant as it stands in the books, in force or not."""

    hibah: Hibah
    mulai: date
    sampai: date | None = None

    def berlaku(self, hari: date) -> bool:
        """Whether the grant is in force on this day; first and last day included."""
        return self.mulai <= hari and (self.sampai is None or hari <= self.sampai)


@dataclass(frozen=True, kw_only=True, slots=True)
class Penjelasan:
    """The answer and the steps that lead to it, as Indonesian sentences."""

    boleh: bool
    langkah: tuple[str, ...]


def _tempat(hibah: Hibah) -> str:
    if hibah.wilayah is not None:
        return f"wilayah {hibah.wilayah}"
    if hibah.perangkat_daerah is not None:
        return f"perangkat daerah {hibah.perangkat_daerah}"
    return f"lembaga {hibah.lembaga}"


def jelaskan(
    *,
    nama: str,
    aktif: bool,
    catatan: Sequence[HibahTercatat],
    izin: str,
    hari: date,
    wilayah: str | None = None,
    perangkat_daerah: UUID | None = None,
    lembaga: str | None = None,
) -> Penjelasan:
    """Walk through every grant of the account and say what it adds to the answer."""
    tujuan = " / ".join(str(t) for t in (wilayah, perangkat_daerah, lembaga) if t is not None)
    langkah = [f"Pertanyaan: bolehkah akun {nama} melakukan {izin} pada {tujuan} per {tanggal(hari)}?"]
    if not aktif:
        langkah += ["Akun ini nonaktif, sehingga tidak memegang hak apa pun.", "Kesimpulan: TIDAK BOLEH."]
        return Penjelasan(boleh=False, langkah=tuple(langkah))
    if not catatan:
        langkah.append("Akun ini belum pernah diberi peran.")
    memberi = melarang = 0
    for c in sorted(catatan, key=lambda c: (c.mulai, c.hibah.peran, _tempat(c.hibah))):
        h = c.hibah
        masa = f"sejak {tanggal(c.mulai)}" + (f" sampai {tanggal(c.sampai)}" if c.sampai else "")
        awal = f"{'Larangan' if h.tolak else 'Peran'} {h.peran} di {_tempat(h)} ({masa}): "
        if hari < c.mulai:
            langkah.append(awal + "belum berlaku.")
        elif not c.berlaku(hari):
            langkah.append(awal + "sudah berakhir.")
        elif izin not in h.izin:
            langkah.append(awal + f"tidak memuat izin {izin}.")
        elif not h.mengenai(wilayah=wilayah, perangkat_daerah=perangkat_daerah, lembaga=lembaga):
            langkah.append(awal + f"memuat izin {izin}, tetapi tidak mencakup {tujuan}.")
        elif h.tolak:
            melarang += 1
            langkah.append(awal + f"mencakup {tujuan} dan MELARANG {izin}.")
        else:
            memberi += 1
            langkah.append(awal + f"mencakup {tujuan} dan memberi {izin}.")
    boleh = memberi > 0 and melarang == 0
    if melarang and memberi:
        langkah.append("Larangan selalu mengalahkan pemberian.")
    elif not memberi and not melarang:
        langkah.append("Tidak ada peran yang memberi izin ini di sana.")
    langkah.append(f"Kesimpulan: {'BOLEH' if boleh else 'TIDAK BOLEH'}.")
    return Penjelasan(boleh=boleh, langkah=tuple(langkah))
