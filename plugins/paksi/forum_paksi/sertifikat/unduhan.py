"""Printing a certificate's code: as a QR image, and in a letter of its LSP that says it is valid."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_ini
from forum_paksi.pelaku import IZIN_TERBITKAN
from forum_paksi.sertifikat import baca
from forum_paksi.sertifikat.models import Sertifikat
from forum_paksi.sertifikat.rangkaian import OBJEK
from forum_paksi.sertifikat.rules import berlaku_kini
from forum_paksi.skema.models import Skema
from forum_paksi.surat.rules import nomor_rapi
from forum_paksi.tabel import ORANG, WILAYAH
from forum_server.plugin import (
    SURAT,
    Aktor,
    Alinea,
    Ditolak,
    Gambar,
    JenisUnduhan,
    KeadaanMenolak,
    KonteksUnduhan,
    Kop,
    Kunci,
    Rincian,
    Surat,
    TautanSiap,
    TidakDitemukan,
    Unduhan,
    catat,
    data_surat,
    kop_surat,
    qr_png,
    qr_svg,
    tanggal_panjang,
    terbitkan_unduhan,
    wajib_aktif,
    wajib_kop,
)

__all__ = ["KETERANGAN", "QR", "UNDUH", "BentukQr", "alamat_periksa", "terbitkan_keterangan", "terbitkan_qr"]

QR: Final = "paksi.qr_sertifikat"
KETERANGAN: Final = "paksi.surat_keterangan"


class BentukQr(StrEnum):
    """The form of the image."""

    SVG = "SVG"
    PNG = "PNG"


def alamat_periksa(kode: str, alamat_depan: str | None) -> str:
    """What the QR code says: the frontend's page for this code; the code itself where there is no frontend."""
    return kode if alamat_depan is None else f"{alamat_depan}/paksi/periksa/{kode}"


def terbitkan_qr(
    session: Session, aktor: Aktor, *, sertifikat_id: uuid.UUID, wilayah: str, bentuk: BentukQr
) -> TautanSiap:
    """A link to the QR code of a certificate the actor sees, which the caller has checked."""
    catat(
        session,
        aktor,
        QR,
        objek=OBJEK,
        objek_id=str(sertifikat_id),
        wilayah=wilayah,
        bidang=["kode_periksa"],
    )
    isi = {"id": str(sertifikat_id), "bentuk": bentuk.value}
    return terbitkan_unduhan(session, aktor, jenis=QR, isi=isi, wilayah=wilayah)


def terbitkan_keterangan(
    session: Session, aktor: Aktor, *, sertifikat_id: uuid.UUID, nomor: str, tanggal: date
) -> TautanSiap:
    """A link to the letter; what is missing is said now, not when it is used.

    Raises `Ditolak`, `TidakDitemukan` sertifikat, `IsianTidakSah` NOMOR_SURAT_TIDAK_SAH, `KeadaanMenolak`
    PLUGIN_TIDAK_AKTIF, SERTIFIKAT_TIDAK_BERLAKU, KOP_BELUM_ADA, PERLU_AKUN.
    """
    nomor = nomor_rapi(nomor)
    row = _berlaku(session, aktor, sertifikat_id)
    wajib_kop(session, row.lembaga_kode)
    catat(
        session,
        aktor,
        KETERANGAN,
        objek=OBJEK,
        objek_id=str(sertifikat_id),
        wilayah=row.lembaga_kode,
        bidang=["nama", "skema", "nomor", "terbit", "berakhir", "kode_periksa"],
    )
    isi = {"id": str(sertifikat_id), "nomor": nomor, "tanggal": tanggal.isoformat()}
    return terbitkan_unduhan(session, aktor, jenis=KETERANGAN, isi=isi, wilayah=row.lembaga_kode)


def surat_keterangan(kop: Kop, row: Any, *, nomor: str, tanggal: date, alamat: str) -> Surat:
    """The words of the letter about a certificate."""
    return Surat(
        kop=kop,
        nomor=nomor,
        tanggal=tanggal,
        hal="Keterangan sertifikat kompetensi",
        kepada=["Pihak yang berkepentingan"],
        isi=[
            Alinea("Dengan ini kami menerangkan bahwa sertifikat berikut tercatat pada kami dan berlaku:"),
            Rincian(
                [
                    ("Nama", row.nama),
                    ("Skema", row.skema),
                    ("Wilayah", row.wilayah),
                    ("Nomor sertifikat", row.nomor),
                    ("Tanggal terbit", tanggal_panjang(row.terbit)),
                    ("Berlaku sampai", tanggal_panjang(row.berakhir)),
                ]
            ),
            Alinea(
                "Keadaan sertifikat pada saat surat ini dibaca dapat diperiksa siapa pun melalui kode berikut."
            ),
            Gambar(qr_png(alamat), lebar=3.2, keterangan=f"Kode periksa {row.kode_periksa}"),
        ],
    )


def _berlaku(session: Session, aktor: Aktor, sertifikat_id: uuid.UUID) -> Any:
    """A certificate of the actor's LSP that is in force now."""
    row = session.execute(
        select(
            Sertifikat.lembaga_kode,
            Sertifikat.wilayah_kode,
            Sertifikat.nomor,
            Sertifikat.terbit,
            Sertifikat.berakhir,
            Sertifikat.keadaan,
            Sertifikat.kode_periksa,
            ORANG.c.nama.label("nama"),
            Skema.nama.label("skema"),
            WILAYAH.c.nama.label("wilayah"),
        )
        .join(ORANG, ORANG.c.id == Sertifikat.orang_id)
        .join(Skema, Skema.id == Sertifikat.skema_id)
        .join(WILAYAH, WILAYAH.c.kode == Sertifikat.wilayah_kode)
        .where(Sertifikat.id == sertifikat_id)
    ).first()
    if not aktor.punya(IZIN_TERBITKAN):
        raise Ditolak(IZIN_TERBITKAN)
    if row is None or not aktor.boleh(IZIN_TERBITKAN, lembaga=row.lembaga_kode):
        raise TidakDitemukan("sertifikat", letak=["sertifikat"])
    wajib_aktif(session, "paksi", row.lembaga_kode)
    if not berlaku_kini(row.keadaan, row.terbit, row.berakhir, hari_ini(session, row.wilayah_kode)):
        raise KeadaanMenolak(
            "SERTIFIKAT_TIDAK_BERLAKU",
            "Sertifikat ini tidak berlaku hari ini, jadi tidak dapat diterangkan. Lihat keadaan dan tanggalnya.",
        )
    return row


def _keterangan(
    session: Session,
    aktor: Aktor,
    kunci: Kunci,
    *,
    sertifikat_id: uuid.UUID,
    isi: Mapping[str, str],
    depan: str | None,
) -> Surat:
    row = _berlaku(session, aktor, sertifikat_id)
    return surat_keterangan(
        kop_surat(session, kunci, row.lembaga_kode),
        row,
        nomor=isi["nomor"],
        tanggal=date.fromisoformat(isi["tanggal"]),
        alamat=alamat_periksa(row.kode_periksa, depan),
    )


async def _buat_keterangan(konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
    surat = await konteks.db.write(
        _keterangan,
        konteks.aktor,
        konteks.kunci,
        sertifikat_id=uuid.UUID(isi["id"]),
        isi=isi,
        depan=konteks.settings.surel.alamat_depan,
    )
    pdf = await konteks.pencetak.pdf(SURAT, data_surat(surat.hal, [surat]))
    return Unduhan(nama=f"keterangan {surat.nomor}.pdf", media="application/pdf", isi=pdf)


async def _buat_qr(konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
    row = await baca.satu(konteks.db, konteks.aktor, uuid.UUID(isi["id"]))
    teks = alamat_periksa(row.kode_periksa, konteks.settings.surel.alamat_depan)
    if BentukQr(isi["bentuk"]) is BentukQr.PNG:
        return Unduhan(nama=f"qr {row.nomor}.png", media="image/png", isi=qr_png(teks))
    svg = qr_svg(teks).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return Unduhan(nama=f"qr {row.nomor}.svg", media="image/svg+xml", isi=svg.encode())


UNDUH: Final = (
    JenisUnduhan(nama=QR, buat=_buat_qr),
    JenisUnduhan(nama=KETERANGAN, buat=_buat_keterangan),
)
