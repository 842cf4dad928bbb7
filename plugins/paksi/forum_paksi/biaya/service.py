"""Writing down what an event costs, striking it out, and freezing the shares; one unit of work each.

From TERBUKA to DIKIRIM nothing of the division is stored: it is computed from the costs and the seats of the moment,
so a seat that changes hands takes its share along. When the LSP confirms, in that same transaction, the shares are
stored with the seats they were computed from; afterwards neither costs nor seats change them.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import Final

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from forum_paksi.biaya.models import BagianBiaya, Biaya
from forum_paksi.biaya.rules import (
    RINCIAN_MAKS,
    BagianPemda,
    JenisBiaya,
    pembagian,
    periksa_keterangan,
)
from forum_paksi.himpunan.keadaan import TindakanHimpunan
from forum_paksi.himpunan.kunci import HimpunanTerkunci, kunci_untuk, umumkan
from forum_paksi.jadwal.models import Bagian
from forum_paksi.pelaku import IZIN_HIMPUN
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import BERKURSI
from forum_paksi.permintaan.models import Permintaan
from forum_paksi.sql import TANPA_SINKRON
from forum_paksi.uang import rupiah_bulat
from forum_server.plugin import Aktor, Ditolak, KeadaanMenolak, TidakDitemukan, catat

__all__ = ["bekukan", "catat_biaya", "hapus_biaya"]

OBJEK: Final = "paksi_biaya"
T = TindakanHimpunan


def catat_biaya(
    session: Session,
    aktor: Aktor,
    *,
    himpunan_id: uuid.UUID,
    jenis: JenisBiaya,
    rupiah: str,
    keterangan: str | None = None,
) -> uuid.UUID:
    """Write down one item of what the event costs; returns its id.

    Raises `Ditolak`, `TidakDitemukan` himpunan, `IsianTidakSah` RUPIAH_TIDAK_SAH, WAJIB_DIISI or TERLALU_PANJANG,
    `KeadaanMenolak` PLUGIN_TIDAK_AKTIF, KEADAAN_TIDAK_SESUAI (frozen, or dissolved) or TERLALU_BANYAK.
    """
    himpunan = kunci_untuk(session, aktor, himpunan_id, T.CATAT_BIAYA)
    angka = rupiah_bulat(rupiah, letak="rupiah", kosong=False)
    untuk = periksa_keterangan(jenis, keterangan)
    banyak = session.scalar(select(func.count()).select_from(Biaya).where(Biaya.himpunan_id == himpunan_id))
    if banyak is not None and banyak >= RINCIAN_MAKS:
        raise KeadaanMenolak(
            "TERLALU_BANYAK",
            f"Paling banyak {RINCIAN_MAKS} biaya dalam satu himpunan; gabungkan yang sejenis.",
        )
    id_ = uuid.uuid4()
    session.execute(
        insert(Biaya).values(
            id=id_,
            himpunan_id=himpunan_id,
            jenis=jenis,
            keterangan=untuk,
            rupiah=angka,
            akun_id=aktor.akun_id,
        )
    )
    _umumkan(session, aktor, himpunan, T.CATAT_BIAYA, id_)
    return id_


def hapus_biaya(session: Session, aktor: Aktor, *, biaya_id: uuid.UUID) -> uuid.UUID:
    """Strike out one item; returns its pool. Raises as `catat_biaya`, and `TidakDitemukan` biaya."""
    if not aktor.punya(IZIN_HIMPUN):
        raise Ditolak(IZIN_HIMPUN)
    himpunan_id = session.scalar(select(Biaya.himpunan_id).where(Biaya.id == biaya_id))
    if himpunan_id is None:
        raise TidakDitemukan("biaya", letak=["biaya"])
    try:
        himpunan = kunci_untuk(session, aktor, himpunan_id, T.HAPUS_BIAYA)
    except TidakDitemukan:
        raise TidakDitemukan("biaya", letak=["biaya"]) from None
    terhapus = session.scalar(
        delete(Biaya).where(Biaya.id == biaya_id).returning(Biaya.id), execution_options=TANPA_SINKRON
    )
    if terhapus is None:
        raise TidakDitemukan("biaya", letak=["biaya"])
    _umumkan(session, aktor, himpunan, T.HAPUS_BIAYA, biaya_id)
    return himpunan_id


def bekukan(session: Session, aktor: Aktor, himpunan: HimpunanTerkunci) -> None:
    """Store the shares of a locked pool whose seats were just confirmed, its shares of schedules locked too.

    Also without any cost: then everybody's share is zero, and stays so.
    """
    bagian = _pembagian_kini(session, himpunan.id)
    session.execute(
        insert(BagianBiaya),
        [
            {
                "himpunan_id": himpunan.id,
                "wilayah_kode": satu.wilayah,
                "kursi": satu.kursi,
                "rupiah": satu.rupiah,
                "pagu_rupiah": satu.pagu,
            }
            for satu in bagian
        ],
    )
    catat(
        session,
        aktor,
        "paksi.bekukan_biaya",
        objek="paksi_biaya_bagian",
        objek_id=str(himpunan.id),
        wilayah=himpunan.wilayah,
        bidang=["kursi", "rupiah", "pagu_rupiah"],
    )


def _pembagian_kini(session: Session, himpunan_id: uuid.UUID) -> tuple[BagianPemda, ...]:
    total = sum(session.scalars(select(Biaya.rupiah).where(Biaya.himpunan_id == himpunan_id)))
    kursi = {
        wilayah: int(banyak)
        for wilayah, banyak in session.execute(
            select(Pemesanan.wilayah_kode, func.count())
            .join(Bagian, Bagian.id == Pemesanan.bagian_id)
            .where(Bagian.himpunan_id == himpunan_id, Pemesanan.keadaan.in_(sorted(BERKURSI)))
            .group_by(Pemesanan.wilayah_kode)
        )
    }
    pagu: defaultdict[str, list[int | None]] = defaultdict(list)
    for wilayah, rupiah in session.execute(
        select(Permintaan.wilayah_kode, Permintaan.pagu_rupiah).where(Permintaan.himpunan_id == himpunan_id)
    ):
        pagu[wilayah].append(rupiah)
    return pembagian(total, kursi, pagu)


def _umumkan(
    session: Session, aktor: Aktor, himpunan: HimpunanTerkunci, tindakan: TindakanHimpunan, id_: uuid.UUID
) -> None:
    catat(
        session,
        aktor,
        f"paksi.{tindakan.value.lower()}",
        objek=OBJEK,
        objek_id=str(id_),
        wilayah=himpunan.wilayah,
        bidang=["jenis", "keterangan", "rupiah"],
    )
    umumkan(session, aktor, himpunan, tindakan, bidang=["biaya"])
