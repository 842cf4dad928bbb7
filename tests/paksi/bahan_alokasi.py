"""Requests and jadwal for allocation tests: made-up numbers in real regions of Kalimantan Barat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from forum_paksi.himpunan.masukan import (
    CalonMasukan,
    Hasil,
    HasilAlokasi,
    JadwalMasukan,
    Kebijakan,
    Masukan,
    PermintaanMasukan,
    Rentang,
    Sesi,
)

PEMDA = (
    ("61.71", "Kota Pontianak", 10),
    ("61.12", "Kab. Kubu Raya", 8),
    ("61.04", "Kab. Ketapang", 7),
    ("61.03", "Kab. Sanggau", 6),
    ("61.01", "Kab. Sambas", 5),
    ("61.02", "Kab. Mempawah", 4),
    ("61.05", "Kab. Sintang", 3),
    ("61.72", "Kota Singkawang", 2),
)
"""Eight pemda with 45 candidates, in the order in which they submitted, one a day."""

TIGA_HARI = Rentang(mulai=date(2026, 6, 2), sampai=date(2026, 6, 4))


def tanda(*bagian: object) -> UUID:
    """A stable made-up id."""
    return uuid5(NAMESPACE_OID, "/".join(map(str, bagian)))


def sesi(rentang: Rentang) -> frozenset[Sesi]:
    hari = (rentang.sampai - rentang.mulai).days + 1
    return frozenset(
        (rentang.mulai + timedelta(days=i), paruh) for i in range(hari) for paruh in ("PAGI", "SIANG")
    )


def jadwal(
    kode: str = "AS-1", kursi: int = 26, rentang: Rentang = TIGA_HARI, jalur: Iterable[str] = ("DIKLAT",)
) -> JadwalMasukan:
    return JadwalMasukan(
        id=tanda("jadwal", kode),
        kode=kode,
        tanggal=rentang,
        kursi=kursi,
        jalur=frozenset(jalur),
        sesi=sesi(rentang),
    )


def calon(orang: object, opd: object | None = None, **lain: object) -> CalonMasukan:
    return CalonMasukan(
        orang=tanda("orang", orang),
        perangkat_daerah=None if opd is None else tanda("opd", opd),
        nama_perangkat_daerah="" if opd is None else f"OPD {opd}",
        **lain,  # pyright: ignore[reportArgumentType]
    )


def permintaan(
    wilayah: str,
    siapa: Sequence[CalonMasukan],
    *,
    hari: int = 1,
    nama: str = "",
    nomor: str = "",
    jalur: str | None = "DIKLAT",
    tanggal: Sequence[Rentang] = (),
) -> PermintaanMasukan:
    nomor = nomor or f"PM-{wilayah}"
    return PermintaanMasukan(
        id=tanda("permintaan", nomor),
        nomor=nomor,
        wilayah=wilayah,
        nama_wilayah=nama or wilayah,
        diajukan_pada=datetime(2026, 3, hari, 2, 12, tzinfo=UTC),
        jalur=jalur,
        tanggal=tuple(tanggal),
        calon=tuple(siapa),
    )


def kalbar(kebijakan: Kebijakan, tanpa_paksi: Iterable[str] = ()) -> Masukan:
    """45 candidates of 8 pemda for 26 seats; each from an OPD of its own, covered unless named "61.01/1"."""
    semua = [
        permintaan(
            kode,
            [calon(f"{kode}/{i}", f"{kode}/{i}") for i in range(1, jumlah + 1)],
            hari=hari,
            nama=nama,
        )
        for hari, (kode, nama, jumlah) in enumerate(PEMDA, 1)
    ]
    terbuka = {tanda("opd", opd) for opd in tanpa_paksi}
    opd = {c.perangkat_daerah for p in semua for c in p.calon if c.perangkat_daerah}
    return Masukan(
        kebijakan=kebijakan, jadwal=(jadwal(),), permintaan=tuple(semua), tercakup=frozenset(opd - terbuka)
    )


def kursi_pemda(hasil: HasilAlokasi) -> dict[str, int]:
    """Seats per pemda, without those that got none."""
    return dict(Counter(k.wilayah for k in hasil.keputusan if k.hasil is Hasil.KURSI))
