"""Issuing certificates, suspending and reinstating them, and revoking them for good."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Final

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_ini, wajib_sudah_lewat
from forum_paksi.pelaku import IZIN_TERBITKAN, diri
from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.sertifikat.kabar import kabari_perubahan
from forum_paksi.sertifikat.models import RiwayatSertifikat, Sertifikat
from forum_paksi.sertifikat.penerbit import masa_penerbit
from forum_paksi.sertifikat.rangkaian import kunci_orang, milik, tulis, umumkan
from forum_paksi.sertifikat.rules import (
    PERALIHAN,
    Baris,
    KeadaanSertifikat,
    TindakanSertifikat,
    berakhir,
    diakui,
    gugus,
)
from forum_paksi.skema.models import Skema
from forum_paksi.sql import TANPA_SINKRON
from forum_server.plugin import (
    Aktor,
    Ditolak,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    wajib_aktif,
)

__all__ = ["terbitkan_sertifikat", "ubah_keadaan"]

ALASAN_MAKS: Final = 500
K = KeadaanSertifikat
T = TindakanSertifikat
_AKSI: Final = {
    T.BEKUKAN: "paksi.bekukan_sertifikat",
    T.AKTIFKAN: "paksi.aktifkan_sertifikat",
    T.CABUT: "paksi.cabut_sertifikat",
}


def terbitkan_sertifikat(
    session: Session,
    aktor: Aktor,
    *,
    permohonan_id: uuid.UUID,
    orang_id: uuid.UUID,
    skema_id: uuid.UUID,
    lembaga: str,
    nomor: str,
    terbit: date,
) -> uuid.UUID:
    """Issue the certificate an application led to; returns its id. It supersedes the person's earlier of its line.

    It runs for the months of its scheme and counts when the LSP is a recognised issuer on that day. The state of the
    application is its caller's affair. Raises `Ditolak` or `TidakDitemukan` without `paksi:terbitkan` at the LSP,
    `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG, TANGGAL_DI_MASA_DEPAN, TANGGAL_TIDAK_URUT, NOMOR_TERPAKAI;
    `KeadaanMenolak` SERTIFIKAT_DIBEKUKAN while the one it would supersede is suspended: a suspension ends by a
    decision about it, not by another certificate.
    """
    _wajib_penerbit(aktor, lembaga, "permohonan")
    nomor = _nomor(nomor)
    skema = session.execute(
        select(Skema.kode, Skema.jenis, Skema.masa_bulan).where(Skema.id == skema_id)
    ).one()
    tempat = session.execute(
        select(Permohonan.wilayah_kode, Permohonan.perangkat_daerah_id).where(Permohonan.id == permohonan_id)
    ).one()
    wajib_sudah_lewat(terbit, hari_ini(session, tempat.wilayah_kode), letak="terbit")
    kunci_orang(session, [orang_id])
    baru = Baris(
        id=uuid.uuid4(),
        orang_id=orang_id,
        jenis=skema.jenis,
        skema_kode=skema.kode,
        nomor=nomor,
        terbit=terbit,
        berakhir=berakhir(terbit, skema.masa_bulan),
        diakui=diakui(masa_penerbit(session), lembaga=lembaga, jenis=skema.jenis, terbit=terbit),
        keadaan=K.AKTIF,
    )
    ada = milik(session, [orang_id])
    _wajib_urut(baru, ada)
    _wajib_tak_beku(baru, ada)
    tulis(
        session,
        aktor,
        [
            {
                "id": baru.id,
                "orang_id": orang_id,
                "skema_id": skema_id,
                "jenis": skema.jenis,
                "lembaga_kode": lembaga,
                "nomor": nomor,
                "terbit": terbit,
                "berakhir": baru.berakhir,
                "diakui": baru.diakui,
                "permohonan_id": permohonan_id,
                "wilayah_kode": tempat.wilayah_kode,
                "perangkat_daerah_id": tempat.perangkat_daerah_id,
            }
        ],
        skema={skema_id: skema.kode},
    )
    umumkan(
        session,
        aktor,
        "paksi.terbitkan_sertifikat",
        baru.id,
        tempat.wilayah_kode,
        ["skema", "lembaga", "nomor", "terbit", "berakhir"],
    )
    return baru.id


def ubah_keadaan(
    session: Session, aktor: Aktor, *, sertifikat_id: uuid.UUID, tindakan: TindakanSertifikat, alasan: str
) -> uuid.UUID:
    """Suspend, reinstate or revoke a certificate of the actor's LSP, with a reason its holder reads; never one's own.

    Raises `Ditolak`, `TidakDitemukan` sertifikat, `IsianTidakSah` WAJIB_DIISI or TERLALU_PANJANG, `KeadaanMenolak`
    SERTIFIKAT_SENDIRI, PLUGIN_TIDAK_AKTIF or KEADAAN_TIDAK_SESUAI.
    """
    row = session.execute(
        select(
            Sertifikat.orang_id,
            Sertifikat.lembaga_kode,
            Sertifikat.nomor,
            Sertifikat.wilayah_kode,
        ).where(Sertifikat.id == sertifikat_id)
    ).first()
    _wajib_penerbit(aktor, None if row is None else row.lembaga_kode, "sertifikat")
    assert row is not None
    if diri(aktor, row.orang_id):
        raise KeadaanMenolak(
            "SERTIFIKAT_SENDIRI",
            "Ini sertifikat Anda sendiri. Minta petugas lain di LSP ini mengubah keadaannya.",
        )
    sebab = periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS, wajib=True)
    wajib_aktif(session, "paksi", row.wilayah_kode)
    dari, ke = PERALIHAN[tindakan]
    kunci_orang(session, [row.orang_id])
    asal = session.scalar(select(Sertifikat.keadaan).where(Sertifikat.id == sertifikat_id))
    nilai = {"berhenti_pada": hari_ini(session, row.wilayah_kode)} if ke is K.DICABUT else {}
    berubah = session.execute(
        update(Sertifikat)
        .where(Sertifikat.id == sertifikat_id, Sertifikat.keadaan.in_(sorted(dari)))
        .values(keadaan=ke, **nilai)
        .returning(Sertifikat.id),
        execution_options=TANPA_SINKRON,
    ).first()
    if berubah is None:
        raise KeadaanMenolak("KEADAAN_TIDAK_SESUAI", _TOLAK[tindakan])
    langkah = uuid.uuid4()
    session.execute(
        insert(RiwayatSertifikat).values(
            id=langkah,
            sertifikat_id=sertifikat_id,
            dari=asal,
            ke=ke,
            alasan=sebab,
            akun_id=aktor.akun_id,
        )
    )
    umumkan(session, aktor, _AKSI[tindakan], sertifikat_id, row.wilayah_kode, ["keadaan", "alasan", *nilai])
    kabari_perubahan(
        session,
        langkah=langkah,
        sertifikat_id=sertifikat_id,
        orang_id=row.orang_id,
        wilayah=row.wilayah_kode,
        nomor=row.nomor,
        tindakan=tindakan,
    )
    return sertifikat_id


_TOLAK: Final = {
    T.BEKUKAN: "Hanya sertifikat aktif yang dapat dibekukan. Muat ulang dan lihat keadaannya sekarang.",
    T.AKTIFKAN: "Hanya sertifikat yang dibekukan dapat diaktifkan kembali. Muat ulang dan lihat keadaannya sekarang.",
    T.CABUT: "Sertifikat ini sudah dicabut atau digantikan. Tidak ada lagi yang perlu dicabut.",
}


def _nomor(nomor: str) -> str:
    rapi = periksa_teks(nomor, letak="nomor", maks=80, wajib=True)
    assert rapi is not None
    return rapi


def _wajib_penerbit(aktor: Aktor, lembaga: str | None, apa: str) -> None:
    if lembaga is not None and aktor.boleh(IZIN_TERBITKAN, lembaga=lembaga):
        return
    if not aktor.punya(IZIN_TERBITKAN):
        raise Ditolak(IZIN_TERBITKAN)
    raise TidakDitemukan(apa)


def _wajib_tak_beku(baru: Baris, ada: list[Baris]) -> None:
    if gugus(baru) is None:
        return
    for lama in ada:
        if gugus(lama) == gugus(baru) and lama.keadaan is K.DIBEKUKAN:
            raise KeadaanMenolak(
                "SERTIFIKAT_DIBEKUKAN",
                f"Sertifikat {lama.nomor} orang ini sedang dibekukan. "
                "Aktifkan kembali atau cabut sertifikat itu dahulu, lalu terbitkan yang baru.",
            )


def _wajib_urut(baru: Baris, ada: list[Baris]) -> None:
    """A certificate is issued after those of its line: one that was superseded at birth would help nobody."""
    terakhir = max((b.terbit for b in ada if gugus(b) is not None and gugus(b) == gugus(baru)), default=None)
    if terakhir is not None and baru.terbit <= terakhir:
        raise IsianTidakSah(
            "TANGGAL_TIDAK_URUT",
            f"Orang ini mempunyai sertifikat yang terbit pada {terakhir.isoformat()}. Isi tanggal terbit sesudahnya.",
            letak=["terbit"],
        )
