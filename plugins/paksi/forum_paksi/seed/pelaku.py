"""The made-up people of the demo who do something, each with an account: what they do goes by their own permissions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from forum_paksi.peran import PERAN
from forum_server.plugin import AKAR, Aktor, Hibah, benih_akun, benih_orang

__all__ = ["JATENG", "LSP", "PEKALONGAN", "PONTIANAK", "PROVINSI", "Petugas", "akun_diri", "siapkan_petugas"]

LSP: Final = "lsp-kpk"
PROVINSI: Final = "61"
PONTIANAK: Final = "61.71"
JATENG: Final = "33"
PEKALONGAN: Final = "33.26"
_IZIN: Final = {p.kode: p.izin for p in PERAN}


@dataclass(frozen=True, kw_only=True, slots=True)
class Petugas:
    """Who acts in the demo. `ketua` chairs the plenos and has no account."""

    nasional: Aktor
    koordinator: Aktor
    koordinator_jateng: Aktor
    pekalongan: Aktor
    pontianak: Aktor
    lsp: Aktor
    verifikator: Aktor
    asesor: Aktor
    asesor_kedua: Aktor
    pemutus: Aktor
    banding: Aktor
    ketua: uuid.UUID


def siapkan_petugas(session: Session) -> Petugas:
    """Everybody who acts, with the account `demo.…` and the one role they need; done again, the same."""

    def di_lsp(akun: str, peran: str, nama: str) -> Aktor:
        return _petugas(session, akun, peran, nama, lembaga=LSP)

    def di_pemda(kode: str, nama: str) -> Aktor:
        return _petugas(session, f"demo.operator.{kode}", "paksi.operator_pemda", nama, wilayah=kode)

    return Petugas(
        nasional=_petugas(
            session, "demo.nasional", "paksi.operator_nasional", "Nusa Contoh Nasional", wilayah=AKAR
        ),
        koordinator=_petugas(
            session, "demo.koordinator", "paksi.koordinator", "Kartika Contoh Koordinator", wilayah=PROVINSI
        ),
        koordinator_jateng=_petugas(
            session, "demo.koordinator.33", "paksi.koordinator", "Kembang Contoh Koordinator", wilayah=JATENG
        ),
        pekalongan=di_pemda(PEKALONGAN, "Padma Contoh Operator"),
        pontianak=di_pemda(PONTIANAK, "Pandan Contoh Operator"),
        lsp=di_lsp("demo.lsp", "paksi.operator_lsp", "Lavender Contoh Operator"),
        verifikator=di_lsp("demo.verifikator", "paksi.verifikator", "Vinca Contoh Verifikator"),
        asesor=di_lsp("demo.asesor", "paksi.asesor", "Aster Contoh Asesor"),
        asesor_kedua=di_lsp("demo.asesor.2", "paksi.asesor", "Alamanda Contoh Asesor"),
        pemutus=di_lsp("demo.pemutus", "paksi.pemutus", "Petunia Contoh Pemutus"),
        banding=di_lsp("demo.banding", "paksi.pemutus_banding", "Begonia Contoh Banding"),
        ketua=benih_orang(session, "Kecubung Contoh Ketua", None, lembaga=LSP),
    )


def akun_diri(session: Session, nama: str, orang: uuid.UUID, wilayah: str) -> Aktor:
    """A person's own account, without any role: it does what people do for themselves."""
    akun_id = benih_akun(session, nama, None, wilayah=wilayah, orang=orang)
    return Aktor(akun_id=akun_id, orang_id=orang, nama=nama, hibah=())


def _petugas(
    session: Session,
    akun: str,
    peran: str,
    nama: str,
    *,
    wilayah: str | None = None,
    lembaga: str | None = None,
) -> Aktor:
    orang = benih_orang(session, nama, wilayah, lembaga=lembaga)
    akun_id = benih_akun(session, akun, peran, wilayah=wilayah, lembaga=lembaga, orang=orang)
    hibah = Hibah(peran=peran, izin=_IZIN[peran], wilayah=wilayah, lembaga=lembaga)
    return Aktor(akun_id=akun_id, orang_id=orang, nama=akun, hibah=(hibah,))
