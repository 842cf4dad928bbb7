"""People of a wave, one unit of work each: trainers named, participants registered and taken out."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.diklat.kunci import (
    BarisGelombang,
    ambil,
    ambil_peserta,
    ambil_terbuka,
    baca_gelombang,
    duduki,
    kosongkan,
    pindah,
    umumkan,
)
from forum_paksi.diklat.models import (
    Gelombang,
    PelatihGelombang,
    PesertaGelombang,
)
from forum_paksi.diklat.rules import (
    ORANG_MAKS,
    TindakanGelombang,
)
from forum_paksi.pelaku import IZIN_DIKLAT
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.sql import TANPA_SINKRON, Baris
from forum_paksi.tabel import ORANG
from forum_server.plugin import (
    Aktor,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    dalam,
    wajib_aktif,
)

__all__ = [
    "ambil_dari_jadwal",
    "daftarkan_peserta",
    "keluarkan_peserta",
    "tetapkan_pelatih",
]

T = TindakanGelombang
_DIAMBIL = (KeadaanPemesanan.DIKONFIRMASI, KeadaanPemesanan.HADIR)


def tetapkan_pelatih(
    session: Session, aktor: Aktor, *, gelombang_id: uuid.UUID, orang: Sequence[uuid.UUID]
) -> uuid.UUID:
    """Make exactly these people the wave's trainers.

    Raises `Ditolak`; `TidakDitemukan` (gelombang, orang); `IsianTidakSah` ORANG_GANDA or TERLALU_BANYAK;
    `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, PELATIH_PESERTA (a trainer is no participant) or ORANG_BENTROK.
    """
    row = ambil(session, aktor, gelombang_id)
    pindah(session, row, T.PELATIH)
    lama = set(
        session.scalars(
            select(PelatihGelombang.orang_id).where(PelatihGelombang.gelombang_id == gelombang_id)
        )
    )
    baru = [o for o in orang if o not in lama]
    _tanpa_ganda(orang)
    # Trainers who are named already stay, whoever may see them.
    _orang(session, aktor, baru, urut=orang)
    _bukan(session, gelombang_id, orang, PesertaGelombang, "sudah menjadi peserta gelombang ini")
    pergi = sorted(lama - set(orang))
    if pergi:
        session.execute(
            delete(PelatihGelombang).where(
                PelatihGelombang.gelombang_id == gelombang_id, dalam(PelatihGelombang.orang_id, pergi)
            ),
            execution_options=TANPA_SINKRON,
        )
        kosongkan(session, gelombang_id, pergi)
    if baru:
        duduki(session, gelombang_id, baru, letak="orang")
        session.execute(
            insert(PelatihGelombang), [{"gelombang_id": gelombang_id, "orang_id": o} for o in baru]
        )
    umumkan(session, aktor, row, "tetapkan_pelatih", ["pelatih"])
    return gelombang_id


def daftarkan_peserta(
    session: Session, aktor: Aktor, *, gelombang_id: uuid.UUID, orang: Sequence[uuid.UUID]
) -> uuid.UUID:
    """Register people of one's own region for a wave: everybody, or nobody.

    Raises `Ditolak`; `TidakDitemukan` (gelombang, orang); `IsianTidakSah` ORANG_GANDA, TERLALU_BANYAK, WAJIB_DIISI;
    `KeadaanMenolak` PLUGIN_TIDAK_AKTIF, ORANG_TANPA_WILAYAH, KEADAAN_TIDAK_SESUAI, GELOMBANG_PENUH,
    SUDAH_TERDAFTAR, PELATIH_PESERTA or ORANG_BENTROK.
    """
    row = ambil_terbuka(session, aktor, gelombang_id)
    if not orang:
        raise IsianTidakSah("WAJIB_DIISI", "Sebut paling sedikit satu orang.", letak=["orang"])
    _tanpa_ganda(orang)
    baris = _orang(session, aktor, orang)
    for ke, satu in enumerate(orang):
        if baris[satu].wilayah_kode is None:
            raise KeadaanMenolak(
                "ORANG_TANPA_WILAYAH",
                "Orang ini terdaftar pada sebuah lembaga. Pindahkan dahulu ke wilayah tempatnya bekerja atau tinggal.",
                letak=["orang", str(ke)],
            )
    _masukkan(
        session,
        aktor,
        row,
        [
            {
                "orang_id": satu,
                "wilayah_kode": baris[satu].wilayah_kode,
                "perangkat_daerah_id": baris[satu].perangkat_daerah_id,
                "pemesanan_id": None,
            }
            for satu in orang
        ],
    )
    umumkan(session, aktor, row, "daftarkan_peserta", ["peserta"])
    return gelombang_id


def ambil_dari_jadwal(session: Session, aktor: Aktor, *, gelombang_id: uuid.UUID) -> uuid.UUID:
    """Register whoever of one's own region has a confirmed seat in the wave's schedule and isn't in the wave yet.

    Raises as `daftarkan_peserta`, and `KeadaanMenolak` TANPA_JADWAL or TANPA_KURSI (there is nobody to take).
    """
    row = ambil_terbuka(session, aktor, gelombang_id)
    if row.jadwal_id is None:
        raise KeadaanMenolak(
            "TANPA_JADWAL", "Gelombang ini tidak terhubung dengan jadwal. Daftarkan pesertanya satu per satu."
        )
    # Held before it is read who is in: of two that take the same seats one comes first.
    pindah(session, row, T.DAFTARKAN)
    p = Pemesanan
    sudah = exists().where(
        PesertaGelombang.gelombang_id == gelombang_id, PesertaGelombang.orang_id == p.orang_id
    )
    kursi = session.execute(
        select(p.id, p.orang_id, p.wilayah_kode, p.perangkat_daerah_id)
        .where(
            p.jadwal_id == row.jadwal_id,
            p.keadaan.in_(_DIAMBIL),
            aktor.lingkup(IZIN_DIKLAT).klausa(p.wilayah_kode, kolom_perangkat_daerah=p.perangkat_daerah_id),
            ~sudah,
        )
        .order_by(p.id)
    ).all()
    if not kursi:
        raise KeadaanMenolak(
            "TANPA_KURSI",
            "Jadwalnya belum mempunyai kursi terkonfirmasi bagi orang wilayah Anda yang belum terdaftar. "
            "Konfirmasi kursinya dahulu.",
        )
    _masukkan(
        session,
        aktor,
        row,
        [
            {
                "orang_id": k.orang_id,
                "wilayah_kode": k.wilayah_kode,
                "perangkat_daerah_id": k.perangkat_daerah_id,
                "pemesanan_id": k.id,
            }
            for k in kursi
        ],
    )
    umumkan(session, aktor, row, "ambil_dari_jadwal", ["peserta"])
    return gelombang_id


def keluarkan_peserta(session: Session, aktor: Aktor, *, peserta_id: uuid.UUID) -> uuid.UUID:
    """Take a participant out before the wave begins: whoever runs it, or the participant's own region.

    Raises `Ditolak`, `TidakDitemukan` (peserta), `KeadaanMenolak` PLUGIN_TIDAK_AKTIF or KEADAAN_TIDAK_SESUAI.
    """
    peserta = ambil_peserta(session, aktor, peserta_id, dari_wilayahnya=True)
    row = baca_gelombang(session, peserta.gelombang_id)
    wajib_aktif(session, "paksi", row.wilayah_kode)
    pindah(session, row, T.KELUARKAN)
    terhapus = session.scalar(
        delete(PesertaGelombang).where(PesertaGelombang.id == peserta_id).returning(PesertaGelombang.id),
        execution_options=TANPA_SINKRON,
    )
    if terhapus is None:
        raise TidakDitemukan("peserta", letak=["peserta"])
    session.execute(
        update(Gelombang).where(Gelombang.id == row.id).values(terisi=Gelombang.terisi - 1),
        execution_options=TANPA_SINKRON,
    )
    kosongkan(session, row.id, [peserta.orang_id])
    umumkan(session, aktor, row, "keluarkan_peserta", ["peserta"])
    return row.id


# --- inside ----------------------------------------------------------------------------------------------


def _tanpa_ganda(orang: Sequence[uuid.UUID]) -> None:
    if len(orang) > ORANG_MAKS:
        raise IsianTidakSah(
            "TERLALU_BANYAK", f"Paling banyak {ORANG_MAKS} orang sekali kirim.", letak=["orang"]
        )
    sudah: set[uuid.UUID] = set()
    for ke, satu in enumerate(orang):
        if satu in sudah:
            raise IsianTidakSah(
                "ORANG_GANDA", "Orang ini disebut dua kali. Hapus salah satunya.", letak=["orang", str(ke)]
            )
        sudah.add(satu)


def _orang(
    session: Session, aktor: Aktor, orang: Sequence[uuid.UUID], *, urut: Sequence[uuid.UUID] | None = None
) -> dict[uuid.UUID, Baris]:
    """These people, all in the actor's scope, with where they work; `urut` is the list whose places are named."""
    rows = session.execute(
        select(ORANG.c.id, ORANG.c.wilayah_kode, ORANG.c.lembaga_kode, ORANG.c.perangkat_daerah_id).where(
            dalam(ORANG.c.id, set(orang))
        )
    )
    boleh: dict[uuid.UUID, Baris] = {
        r.id: r
        for r in rows
        if aktor.boleh(
            IZIN_DIKLAT,
            wilayah=r.wilayah_kode,
            lembaga=r.lembaga_kode,
            perangkat_daerah=r.perangkat_daerah_id,
        )
    }
    daftar = list(orang if urut is None else urut)
    for satu in orang:
        if satu not in boleh:
            raise TidakDitemukan("orang", letak=["orang", str(daftar.index(satu))])
    return boleh


def _bukan(
    session: Session,
    gelombang_id: uuid.UUID,
    orang: Sequence[uuid.UUID],
    tabel: type[PesertaGelombang | PelatihGelombang],
    apa: str,
) -> None:
    lain = set(
        session.scalars(
            select(tabel.orang_id).where(
                tabel.gelombang_id == gelombang_id, dalam(tabel.orang_id, set(orang))
            )
        )
    )
    for ke, satu in enumerate(orang):
        if satu in lain:
            raise KeadaanMenolak(
                "PELATIH_PESERTA",
                f"Orang ini {apa}. Seorang pelatih bukan peserta; pilih salah satunya.",
                letak=["orang", str(ke)],
            )


def _masukkan(session: Session, aktor: Aktor, row: BarisGelombang, baru: list[dict[str, Any]]) -> None:
    """Participants into the wave, all of them, while there is room; locks the wave first."""
    banyak = len(baru)
    muat = pindah(
        session,
        row,
        T.DAFTARKAN,
        syarat=Gelombang.terisi + banyak <= Gelombang.kuota,
        terisi=Gelombang.terisi + banyak,
    )
    if not muat:
        raise KeadaanMenolak(
            "GELOMBANG_PENUH",
            f"Gelombang ini tidak cukup untuk {banyak} orang lagi. Kurangi pesertanya, atau pilih gelombang lain.",
            letak=["orang"],
        )
    for wilayah in sorted({b["wilayah_kode"] for b in baru}):
        wajib_aktif(session, "paksi", wilayah)
    orang = [b["orang_id"] for b in baru]
    sudah = set(
        session.scalars(
            select(PesertaGelombang.orang_id).where(
                PesertaGelombang.gelombang_id == row.id, dalam(PesertaGelombang.orang_id, set(orang))
            )
        )
    )
    for ke, satu in enumerate(orang):
        if satu in sudah:
            raise KeadaanMenolak(
                "SUDAH_TERDAFTAR",
                "Orang ini sudah menjadi peserta gelombang ini. Hapus dari daftar.",
                letak=["orang", str(ke)],
            )
    _bukan(session, row.id, orang, PelatihGelombang, "menjadi pelatih gelombang ini")
    duduki(session, row.id, orang, letak="orang")
    session.execute(
        insert(PesertaGelombang), [{"id": uuid.uuid4(), "gelombang_id": row.id, **b} for b in baru]
    )
