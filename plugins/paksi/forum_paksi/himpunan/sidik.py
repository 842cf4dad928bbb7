"""The mark of what an allocation was previewed from, so that committing it can tell what changed since."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias, cast

from forum_paksi.himpunan.masukan import CalonMasukan, JadwalMasukan, Masukan, PermintaanMasukan
from forum_server.plugin import IsianTidakSah, KeadaanMenolak

Bagian: TypeAlias = tuple[str, ...]
"""What a component looked like: short digests and plain numbers, comparable one by one."""
PANJANG_MAKS: Final = 400_000


class BerubahSejakPratinjau(KeadaanMenolak):
    """An allocation was committed on inputs other than the previewed ones; `perubahan` says which, in sentences."""

    def __init__(self, perubahan: Sequence[str]) -> None:
        super().__init__(
            "BERUBAH_SEJAK_PRATINJAU",
            "Keadaan berubah sejak pratinjau sehingga alokasi tidak disimpan. "
            "Periksa perubahannya, buat pratinjau baru, lalu tetapkan.",
            letak=["sidik"],
        )
        self.perubahan = tuple(perubahan)


def sidik(masukan: Masukan) -> str:
    """An opaque token of these inputs: equal inputs have equal tokens, whatever their order."""
    isi = json.dumps(komponen(masukan), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(isi.encode()).rstrip(b"=").decode()


def komponen(masukan: Masukan) -> dict[str, Bagian]:
    """The inputs part by part: "kebijakan", "cakupan", "jadwal KODE", "permintaan NOMOR"."""
    return {
        "kebijakan": (masukan.kebijakan.value,),
        "cakupan": (_ringkas(sorted(map(str, _opd_tercakup(masukan)))),),
        **{f"jadwal {j.kode}": _jadwal(j) for j in masukan.jadwal},
        **{f"permintaan {p.nomor}": _permintaan(p) for p in masukan.permintaan},
    }


def perubahan(lama: str, masukan: Masukan) -> tuple[str, ...]:
    """What differs between the token `lama` and the inputs now, in Indonesian sentences; empty when nothing does.

    Raises `IsianTidakSah` SIDIK_TIDAK_SAH for what is no token.
    """
    return tuple(_bandingkan(_baca(lama), komponen(masukan)))


def _bandingkan(lama: Mapping[str, Bagian], kini: Mapping[str, Bagian]) -> Iterator[str]:
    for kunci in sorted({*lama, *kini}):
        semula, sekarang = lama.get(kunci), kini.get(kunci)
        if semula == sekarang:
            continue
        jenis, _, nama = kunci.partition(" ")
        match jenis:
            case "kebijakan":
                yield f"Kebijakan berubah dari {_ke(semula, 0)} menjadi {_ke(sekarang, 0)}."
            case "cakupan":
                yield "Daftar OPD yang mempunyai pemegang sertifikat aktif berubah."
            case "jadwal":
                yield from _jadwal_berubah(nama, semula, sekarang)
            case _:
                yield from _permintaan_berubah(nama, semula, sekarang)


def _jadwal_berubah(kode: str, semula: Bagian | None, sekarang: Bagian | None) -> Iterator[str]:
    if semula is None or sekarang is None:
        yield f"Jadwal {kode} {'ditambahkan' if semula is None else 'tidak lagi tersedia'}."
        return
    if _ke(semula, 0) != _ke(sekarang, 0):
        yield f"Kursi kosong di jadwal {kode} berubah dari {_ke(semula, 0)} menjadi {_ke(sekarang, 0)}."
    if _ke(semula, 1) != _ke(sekarang, 1):
        yield f"Tanggal, sesi, atau jalur jadwal {kode} berubah."


def _permintaan_berubah(nomor: str, semula: Bagian | None, sekarang: Bagian | None) -> Iterator[str]:
    if semula is None or sekarang is None:
        yield f"Permintaan {nomor} {'bergabung' if semula is None else 'keluar'}."
        return
    if _ke(semula, 0) != _ke(sekarang, 0):
        yield f"Jumlah calon permintaan {nomor} berubah dari {_ke(semula, 0)} menjadi {_ke(sekarang, 0)}."
    elif _ke(semula, 1) != _ke(sekarang, 1):
        yield f"Isi permintaan {nomor} berubah."
    if _ke(semula, 2) != _ke(sekarang, 2):
        yield f"Kursi atau kegiatan lain calon permintaan {nomor} berubah."
    if _ke(semula, 3) != _ke(sekarang, 3):
        yield f"Kelayakan atau masa sertifikat calon permintaan {nomor} berubah."


def _ke(bagian: Bagian | None, i: int) -> str:
    return bagian[i] if bagian is not None and i < len(bagian) else "?"


def _opd_tercakup(masukan: Masukan) -> set[object]:
    """Only OPDs that candidates come from can matter."""
    asal = {c.perangkat_daerah for p in masukan.permintaan for c in p.calon if c.perangkat_daerah}
    return {*(asal & masukan.tercakup)}


def _jadwal(jadwal: JadwalMasukan) -> Bagian:
    isi = [
        str(jadwal.id),
        jadwal.tanggal.mulai.isoformat(),
        jadwal.tanggal.sampai.isoformat(),
        *sorted(jadwal.jalur),
        *sorted(f"{t.isoformat()}{p}" for t, p in jadwal.sesi),
        *sorted(jadwal.tertutup_bagi),
    ]
    return str(jadwal.kursi), _ringkas(isi)


def _permintaan(permintaan: PermintaanMasukan) -> Bagian:
    isi = [
        str(permintaan.id),
        permintaan.wilayah,
        permintaan.diajukan_pada.isoformat(),
        permintaan.jalur or "",
        *(f"{t.mulai.isoformat()}/{t.sampai.isoformat()}" for t in permintaan.tanggal),
        *(f"{c.orang}/{c.perangkat_daerah}" for c in permintaan.calon),
    ]
    keadaan = [_keadaan(c) for c in permintaan.calon]
    layak = [f"{c.kurang}/{c.sertifikat_berakhir}" for c in permintaan.calon]
    return str(len(permintaan.calon)), _ringkas(isi), _ringkas(keadaan), _ringkas(layak)


def _keadaan(calon: CalonMasukan) -> str:
    sibuk = sorted(f"{t.isoformat()}{p}" for t, p in calon.sibuk)
    return json.dumps([calon.duduk_di, sorted(calon.menunggu_di), sibuk])


def _ringkas(isi: Sequence[str]) -> str:
    return hashlib.blake2b(json.dumps(isi).encode(), digest_size=9).hexdigest()


def _baca(teks: str) -> dict[str, Bagian]:
    try:
        if len(teks) > PANJANG_MAKS:
            raise ValueError("too long")
        mentah = teks.encode("ascii")
        isi = json.loads(base64.b64decode(mentah + b"=" * (-len(mentah) % 4), altchars=b"-_", validate=True))
        if not isinstance(isi, dict):
            raise ValueError("not a token")  # noqa: TRY004  (every fault here is one and the same)
        hasil: dict[str, Bagian] = {}
        for kunci, nilai in cast("dict[str, object]", isi).items():
            if not isinstance(nilai, list):
                raise ValueError("not a token")  # noqa: TRY004
            hasil[kunci] = tuple(str(n) for n in cast("list[object]", nilai))
    except (ValueError, RecursionError, binascii.Error) as galat:
        raise IsianTidakSah(
            "SIDIK_TIDAK_SAH",
            "Sidik ini bukan dari pratinjau. Buat pratinjau dahulu lalu pakai sidiknya.",
            letak=["sidik"],
        ) from galat
    return hasil
