"""Tables of pools: the pool, changes of its policy, and what was decided about every candidate."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.himpunan.keadaan import KeadaanHimpunan
from forum_paksi.himpunan.masukan import AlasanKode, Hasil, Kebijakan
from forum_server.plugin import KodeTipe, pilihan, waktu_db


class Himpunan(PaksiBase):
    """A province's pool for one skema at one LSP. Its jadwal are the shares (`Bagian`) reserved for it.

    `tenggat` is until when the LSP may confirm: the seats of the allocation are held so long.
    """

    __tablename__ = "paksi_himpunan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"), index=True)
    lembaga_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("lembaga.kode"), index=True)
    skema_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_skema.id"), index=True)
    nama: Mapped[str] = mapped_column(String(200))
    kebijakan: Mapped[Kebijakan] = mapped_column(pilihan(Kebijakan, "kebijakan"))
    keadaan: Mapped[KeadaanHimpunan] = mapped_column(pilihan(KeadaanHimpunan, "keadaan"))
    tenggat: Mapped[datetime | None]
    alasan_bubar: Mapped[str | None] = mapped_column(String(500))
    wajib_kelayakan: Mapped[bool] = mapped_column(server_default=false())
    """Only candidates whose application meets the requirements are seated."""
    dibuka_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())
    dialokasikan_pada: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "keadaan NOT IN ('DIALOKASIKAN', 'DIKIRIM', 'DIKONFIRMASI') OR dialokasikan_pada IS NOT NULL",
            name="pernah_dialokasikan",
        ),
        CheckConstraint("(keadaan = 'DIBUBARKAN') = (alasan_bubar IS NOT NULL)", name="bubar_beralasan"),
        Index("ix_paksi_himpunan_urut", "dibuka_pada", "id"),
    )


class KebijakanUbah(PaksiBase):
    """A change of the policy, with its reason; every pemda of the pool sees it."""

    __tablename__ = "paksi_kebijakan_ubah"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    himpunan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_himpunan.id"))
    dari: Mapped[Kebijakan] = mapped_column(pilihan(Kebijakan, "dari"))
    ke: Mapped[Kebijakan] = mapped_column(pilihan(Kebijakan, "ke"))
    alasan: Mapped[str] = mapped_column(String(500))
    akun_id: Mapped[uuid.UUID | None]
    pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        CheckConstraint("dari <> ke", name="sungguh_berubah"),
        Index("ix_paksi_kebijakan_ubah_himpunan_id", "himpunan_id", "pada", "id"),
    )


class Keputusan(PaksiBase):
    """What the allocation decided about one candidate, in the words read out; see `masukan.Keputusan`."""

    __tablename__ = "paksi_keputusan"

    himpunan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_himpunan.id"), primary_key=True)
    permintaan_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    orang_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    nomor: Mapped[int]
    """Place in the list of decisions, from 1: seats, then the waiting list, then who took no part."""
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    hasil: Mapped[Hasil] = mapped_column(pilihan(Hasil, "hasil"))
    jadwal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("paksi_jadwal.id"), index=True)
    pemesanan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("paksi_pemesanan.id"), index=True)
    urutan: Mapped[int | None]
    posisi_tunggu: Mapped[int | None]
    pilihan_ke: Mapped[int | None]
    alasan_kode: Mapped[AlasanKode] = mapped_column(pilihan(AlasanKode, "alasan_kode"))
    alasan: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        ForeignKeyConstraint(
            ["permintaan_id", "orang_id"], ["paksi_calon.permintaan_id", "paksi_calon.orang_id"]
        ),
        UniqueConstraint("himpunan_id", "nomor"),
        CheckConstraint(
            "(hasil = 'TIDAK_DAPAT') = (jadwal_id IS NULL) AND (hasil = 'TIDAK_DAPAT') = (urutan IS NULL)",
            name="dapat_bertempat",
        ),
        CheckConstraint("(hasil = 'DAFTAR_TUNGGU') = (posisi_tunggu IS NOT NULL)", name="tunggu_berposisi"),
        CheckConstraint("alasan <> ''", name="beralasan"),
        Index("ix_paksi_keputusan_permintaan_id", "permintaan_id"),
    )
