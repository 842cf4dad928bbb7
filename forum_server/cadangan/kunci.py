"""Whether the keys of a server are those a backup was made with, told without any key in the backup."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from forum_server.cadangan.bentuk import CadanganGagal
from forum_server.kunci import Kunci, KunciBermasalah
from forum_server.settings import Settings

__all__ = ["kenari", "kunci_ada", "pastikan_kunci"]

_TEMPAT = "cadangan.kenari:{}"
_ISI = "kunci ini membuka cadangan ini"
_TERSANDI, _TERSIDIK = "sandi", "sidik"


def kunci_ada(settings: Settings) -> Kunci | None:
    """The keys of this installation; None before its first start. Unlike the server, this makes none."""
    if settings.kunci is None and not settings.kunci_berkas.exists():
        return None
    return Kunci.muat(settings)


def kenari(kunci: Kunci) -> dict[str, dict[str, str]]:
    """By kind and id of each key something only that key makes: a known text encrypted, a known text hashed."""
    return {
        _TERSANDI: {
            nama: kunci.sandikan(_ISI, tempat=_TEMPAT.format(nama), dengan=nama)
            for nama in kunci.kunci_sandi.kunci
        },
        _TERSIDIK: {nama: _sidik(kunci, nama) for nama in kunci.kunci_sidik.kunci},
    }


def pastikan_kunci(kunci: Kunci | None, tertulis: Mapping[str, Mapping[str, str]] | None) -> None:
    """Make sure that every key of a backup is here and is the same; raises `CadanganGagal`."""
    if tertulis is None:
        return
    if kunci is None:
        raise CadanganGagal(
            "Server ini belum punya kunci, sedangkan isi cadangan tersandi. Pasang dahulu berkas kunci dari cadangan "
            "kunci (kunci.json di folder data, izin 600)."
        )
    punya = {_TERSANDI: kunci.kunci_sandi.kunci, _TERSIDIK: kunci.kunci_sidik.kunci}
    for jenis, isi in tertulis.items():
        if hilang := sorted(isi.keys() - punya[jenis].keys()):
            raise CadanganGagal(
                f"Kunci {jenis} {', '.join(hilang)} tidak ada pada server ini, sedangkan cadangan memerlukannya. "
                "Pasang berkas kunci dari waktu cadangan itu dibuat."
            )
    for nama, nilai in tertulis[_TERSANDI].items():
        try:
            cocok = kunci.bukakan(nilai, tempat=_TEMPAT.format(nama)) == _ISI
        except KunciBermasalah:
            cocok = False
        if not cocok:
            raise _salah(_TERSANDI, nama)
    for nama, nilai in tertulis[_TERSIDIK].items():
        if not hmac.compare_digest(_sidik(kunci, nama), nilai):
            raise _salah(_TERSIDIK, nama)


def _sidik(kunci: Kunci, nama: str) -> str:
    return kunci.sidik("cadangan.kenari", _ISI, dengan=nama)


def _salah(jenis: str, nama: str) -> CadanganGagal:
    return CadanganGagal(
        f"Kunci {jenis} {nama} pada server ini bukan kunci yang membuat cadangan. Pasang berkas kunci yang benar; "
        "dengan kunci lain NIP dan NIK tidak akan pernah terbuka."
    )
