"""The minutes of a closed pleno (berita acara) as a document: who sat in it, and what it decided of whom.

They name people, and no numbers: nothing has to be opened for them.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.asesmen.models import Asesmen
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.permohonan.rules import Kompetensi
from forum_paksi.pleno.models import AnggotaPleno, Keputusan, Pleno
from forum_paksi.pleno.service import OBJEK, ambil_pleno
from forum_paksi.skema.models import Skema
from forum_paksi.tabel import LEMBAGA, ORANG
from forum_server.plugin import (
    SURAT,
    Aktor,
    Alinea,
    Butir,
    JenisUnduhan,
    KeadaanMenolak,
    Kelompok,
    KolomSurat,
    KonteksUnduhan,
    Kop,
    Kunci,
    Lampiran,
    Rincian,
    Surat,
    TautanSiap,
    Unduhan,
    catat,
    data_surat,
    hari_tanggal,
    kop_surat,
    terbilang,
    terbitkan_unduhan,
    wajib_kop,
)

__all__ = ["BERITA_ACARA", "UNDUH", "berita_acara", "surat_berita_acara", "terbitkan_berita_acara"]

BERITA_ACARA: Final = "paksi.berita_acara"
_KOLOM: Final = (
    KolomSurat(judul="No.", tengah=True),
    KolomSurat(judul="Nomor permohonan", lebar=3),
    KolomSurat(judul="Nama", lebar=3),
    KolomSurat(judul="Skema", lebar=3),
    KolomSurat(judul="Rekomendasi", lebar=1, tengah=True),
    KolomSurat(judul="Putusan", lebar=1, tengah=True),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Putusan:
    """One line of the annex."""

    permohonan: str
    nama: str
    skema: str
    rekomendasi: Kompetensi
    keputusan: Kompetensi


@dataclass(frozen=True, kw_only=True, slots=True)
class IsiBeritaAcara:
    """What the minutes say; the chair is the first of `anggota`."""

    nomor: str
    tanggal: date
    tempat: str
    lembaga: str
    anggota: Sequence[str]
    putusan: Sequence[Putusan]


def surat_berita_acara(kop: Kop, isi: IsiBeritaAcara) -> Surat:
    """The words of the minutes."""
    kompeten = sum(p.keputusan is Kompetensi.K for p in isi.putusan)
    belum = len(isi.putusan) - kompeten
    return Surat(
        kop=kop,
        nomor=isi.nomor,
        tanggal=isi.tanggal,
        hal="Berita acara pleno asesmen kompetensi",
        kepada=[f"Pimpinan {isi.lembaga}"],
        isi=[
            Alinea(
                f"Pada {hari_tanggal(isi.tanggal)} bertempat di {isi.tempat} telah berlangsung pleno asesmen "
                "kompetensi, dihadiri oleh:"
            ),
            Butir(
                [f"{nama} (ketua)" if ke == 0 else nama for ke, nama in enumerate(isi.anggota)],
            ),
            Alinea("Pleno membahas rekomendasi asesor dan memutuskan:"),
            Rincian(
                [
                    ("Permohonan diputus", f"{len(isi.putusan)} ({terbilang(len(isi.putusan))})"),
                    ("Kompeten (K)", f"{kompeten} ({terbilang(kompeten)})"),
                    ("Belum kompeten (BK)", f"{belum} ({terbilang(belum)})"),
                ]
            ),
            Alinea("Putusan atas setiap permohonan tercantum dalam lampiran berita acara ini."),
        ],
        lampiran=[
            Lampiran(
                judul="PUTUSAN PLENO",
                kolom=_KOLOM,
                kelompok=[
                    Kelompok(
                        judul=None,
                        baris=[
                            [
                                str(ke),
                                p.permohonan,
                                p.nama,
                                p.skema,
                                p.rekomendasi.value,
                                p.keputusan.value,
                            ]
                            for ke, p in enumerate(isi.putusan, 1)
                        ],
                    )
                ],
            )
        ],
    )


def terbitkan_berita_acara(session: Session, aktor: Aktor, *, pleno_id: uuid.UUID) -> TautanSiap:
    """A link to the minutes; what is missing is said now, not when the link is used.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` PLENO_BELUM_DITUTUP and as `wajib_kop`.
    """
    pleno = ambil_pleno(session, aktor, pleno_id)
    _wajib_ditutup(ditutup=pleno.ditutup)
    wajib_kop(session, pleno.lembaga_kode)
    catat(
        session,
        aktor,
        BERITA_ACARA,
        objek=OBJEK,
        objek_id=str(pleno_id),
        wilayah=pleno.lembaga_kode,
        bidang=["nama", "keputusan"],
    )
    return terbitkan_unduhan(
        session, aktor, jenis=BERITA_ACARA, isi={"id": str(pleno_id)}, wilayah=pleno.lembaga_kode
    )


def berita_acara(session: Session, aktor: Aktor, kunci: Kunci, *, pleno_id: uuid.UUID) -> Surat:
    """The minutes of a closed pleno. Raises as `terbitkan_berita_acara`."""
    pleno = ambil_pleno(session, aktor, pleno_id)
    _wajib_ditutup(ditutup=pleno.ditutup)
    tempat, lembaga = session.execute(
        select(Pleno.tempat, LEMBAGA.c.nama)
        .join(LEMBAGA, LEMBAGA.c.kode == Pleno.lembaga_kode)
        .where(Pleno.id == pleno_id)
    ).one()
    anggota = session.scalars(
        select(ORANG.c.nama)
        .join(AnggotaPleno, AnggotaPleno.orang_id == ORANG.c.id)
        .where(AnggotaPleno.pleno_id == pleno_id)
        .order_by(AnggotaPleno.urutan)
    ).all()
    putusan = session.execute(
        select(
            Permohonan.nomor,
            ORANG.c.nama,
            Skema.nama.label("skema"),
            Asesmen.rekomendasi,
            Keputusan.keputusan,
        )
        .select_from(Keputusan)
        .join(Permohonan, Permohonan.id == Keputusan.permohonan_id)
        .join(
            Asesmen,
            (Asesmen.permohonan_id == Keputusan.permohonan_id) & (Asesmen.putaran == Keputusan.putaran),
        )
        .join(ORANG, ORANG.c.id == Permohonan.orang_id)
        .join(Skema, Skema.id == Permohonan.skema_id)
        .where(Keputusan.pleno_id == pleno_id, Keputusan.keputusan.is_not(None))
        .order_by(Permohonan.nomor)
    )
    return surat_berita_acara(
        kop_surat(session, kunci, pleno.lembaga_kode),
        IsiBeritaAcara(
            nomor=pleno.nomor,
            tanggal=pleno.tanggal,
            tempat=tempat,
            lembaga=lembaga,
            anggota=anggota,
            putusan=[
                Putusan(
                    permohonan=r.nomor,
                    nama=r.nama,
                    skema=r.skema,
                    rekomendasi=r.rekomendasi,
                    keputusan=r.keputusan,
                )
                for r in putusan
            ],
        ),
    )


def _wajib_ditutup(*, ditutup: bool) -> None:
    if not ditutup:
        raise KeadaanMenolak(
            "PLENO_BELUM_DITUTUP",
            "Berita acara dibuat sesudah pleno ditutup. Putuskan semua permohonannya, lalu tutup.",
        )


async def _unduh(konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:

    surat = await konteks.db.write(berita_acara, konteks.aktor, konteks.kunci, pleno_id=uuid.UUID(isi["id"]))
    pdf = await konteks.pencetak.pdf(SURAT, data_surat(surat.hal, [surat]))
    return Unduhan(nama=f"berita acara {surat.nomor}.pdf", media="application/pdf", isi=pdf)


UNDUH: Final = JenisUnduhan(nama=BERITA_ACARA, buat=_unduh)
