"""Invariants of pools that span rows, each as one statement that finds what breaks it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from forum_paksi.himpunan.keadaan import KeadaanHimpunan
from forum_paksi.himpunan.masukan import Hasil
from forum_paksi.himpunan.models import Himpunan, Keputusan
from forum_paksi.jadwal.models import Bagian, Jadwal
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import BERKURSI, KeadaanPemesanan
from forum_paksi.permintaan.models import Calon, Permintaan
from forum_paksi.permintaan.rules import KeadaanPermintaan
from forum_paksi.skema.models import Skema
from forum_paksi.sql import Pilih

__all__ = ["periksa_himpunan"]

H = KeadaanHimpunan
K = KeadaanPemesanan
P = KeadaanPermintaan
PASANGAN = (
    (P.DIHIMPUN, (H.TERBUKA, H.DIKUNCI)),
    (P.DIALOKASIKAN, (H.DIALOKASIKAN, H.DIKIRIM)),
    (P.SELESAI, (H.DIKONFIRMASI,)),
)
"""A request in a pool stands where the pool stands."""
DIBAGI = (H.DIALOKASIKAN, H.DIKIRIM, H.DIKONFIRMASI)


def periksa_himpunan(session: Session) -> list[str]:
    """Every finding as a sentence with ids; empty when all is sound."""
    sejalan = or_(*(and_(Permintaan.keadaan == p, Himpunan.keadaan.in_(h)) for p, h in PASANGAN))
    diputuskan = exists().where(
        Keputusan.himpunan_id == Himpunan.id,
        Keputusan.permintaan_id == Calon.permintaan_id,
        Keputusan.orang_id == Calon.orang_id,
    )
    dipesan = exists().where(
        Pemesanan.id == Keputusan.pemesanan_id,
        Pemesanan.orang_id == Keputusan.orang_id,
        Pemesanan.jadwal_id == Keputusan.jadwal_id,
        Pemesanan.permintaan_id == Keputusan.permintaan_id,
    )
    milik_himpunan, milik_jadwal = aliased(Skema), aliased(Skema)

    def milik_bagian(*kolom: Any) -> Pilih:
        return (
            select(*kolom)
            .select_from(Pemesanan)
            .join(Bagian, Bagian.id == Pemesanan.bagian_id)
            .join(Himpunan, Himpunan.id == Bagian.himpunan_id)
        )

    pemeriksaan = (
        (
            "Permintaan {} sedang {} dalam himpunan {} yang {}.",
            select(Permintaan.id, Permintaan.keadaan, Himpunan.id, Himpunan.keadaan)
            .join(Himpunan, Himpunan.id == Permintaan.himpunan_id)
            .where(~sejalan),
        ),
        (
            "Calon {} dari permintaan {} belum mempunyai keputusan dalam himpunan {}.",
            select(Calon.orang_id, Calon.permintaan_id, Himpunan.id)
            .join(Permintaan, Permintaan.id == Calon.permintaan_id)
            .join(Himpunan, Himpunan.id == Permintaan.himpunan_id)
            .where(Himpunan.keadaan.in_(DIBAGI), ~diputuskan),
        ),
        (
            "Keputusan nomor {} himpunan {} tidak mempunyai pemesanan yang sesuai.",
            select(Keputusan.nomor, Keputusan.himpunan_id).where(
                Keputusan.hasil != Hasil.TIDAK_DAPAT, ~dipesan
            ),
        ),
        (
            "Himpunan {} mempunyai bagian di jadwal {} yang skema atau LSP-nya lain.",
            select(Himpunan.id, Jadwal.kode)
            .join(Bagian, Bagian.himpunan_id == Himpunan.id)
            .join(Jadwal, Jadwal.id == Bagian.jadwal_id)
            .join(milik_himpunan, milik_himpunan.id == Himpunan.skema_id)
            .join(milik_jadwal, milik_jadwal.id == Jadwal.skema_id)
            .where(
                or_(
                    Jadwal.lembaga_kode != Himpunan.lembaga_kode,
                    milik_jadwal.kode != milik_himpunan.kode,
                )
            ),
        ),
        (
            "Pemesanan {} sedang {} dalam himpunan {} yang {}.",
            milik_bagian(Pemesanan.id, Pemesanan.keadaan, Himpunan.id, Himpunan.keadaan).where(
                or_(
                    and_(
                        Pemesanan.keadaan.in_(sorted(BERKURSI - {K.DITAHAN})),
                        Himpunan.keadaan != H.DIKONFIRMASI,
                    ),
                    and_(
                        Pemesanan.keadaan.in_([K.DITAHAN, K.DAFTAR_TUNGGU]), Himpunan.keadaan.not_in(DIBAGI)
                    ),
                )
            ),
        ),
        (
            "Pemesanan {} tidak ditahan sampai tenggat himpunan {}.",
            milik_bagian(Pemesanan.id, Himpunan.id).where(
                Pemesanan.keadaan == K.DITAHAN,
                Himpunan.keadaan.in_([H.DIALOKASIKAN, H.DIKIRIM]),
                Pemesanan.ditahan_sampai.is_distinct_from(Himpunan.tenggat),
            ),
        ),
        (
            "Bagian {} memakai kebijakan {}, sedangkan himpunannya {}.",
            select(Bagian.id, Bagian.kebijakan, Himpunan.kebijakan)
            .join(Himpunan, Himpunan.id == Bagian.himpunan_id)
            .where(Bagian.kebijakan != Himpunan.kebijakan),
        ),
    )
    return [
        kalimat.format(*row) for kalimat, pernyataan in pemeriksaan for row in session.execute(pernyataan)
    ]
