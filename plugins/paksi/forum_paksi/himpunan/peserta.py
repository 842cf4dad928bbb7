"""Who takes part in an allocation: requests and jadwal in their fixed order, and everyone who cannot be seated set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from forum_paksi.himpunan import alasan
from forum_paksi.himpunan.masukan import (
    AlasanKode,
    CalonMasukan,
    Hasil,
    JadwalMasukan,
    Keputusan,
    Masukan,
    PermintaanMasukan,
)
from forum_paksi.himpunan.penempatan import Kecocokan


@dataclass(frozen=True, kw_only=True, slots=True)
class Peserta:
    """A candidate who can sit in at least one jadwal of the pool."""

    permintaan: PermintaanMasukan
    calon: CalonMasukan
    cocok: tuple[Kecocokan, ...]
    """The jadwal that suit, most wanted first."""

    @property
    def wilayah(self) -> str:
        """The pemda that asks for this candidate."""
        return self.permintaan.wilayah


@dataclass(frozen=True, kw_only=True, slots=True)
class Daftar:
    """The participants in order of submission, with what every policy asks about them."""

    jadwal: tuple[JadwalMasukan, ...]
    permintaan: tuple[PermintaanMasukan, ...]
    peserta: tuple[Peserta, ...]
    tersisih: tuple[Keputusan, ...]
    tercakup: frozenset[UUID]
    sebutan: str
    zona: str

    @property
    def pemda(self) -> Mapping[str, int]:
        """Every pemda with a request → its rank by earliest submission, then kode."""
        urut: dict[str, int] = {}
        for permintaan in self.permintaan:
            urut.setdefault(permintaan.wilayah, len(urut))
        return urut

    @property
    def layak(self) -> Mapping[str, int]:
        """Pemda → how many of its candidates take part."""
        return Counter(p.wilayah for p in self.peserta)

    def nama(self, wilayah: str) -> str:
        """The name of a pemda in the pool."""
        return next(p.nama_wilayah for p in self.permintaan if p.wilayah == wilayah)


def susun(masukan: Masukan) -> Daftar:
    """Sort everything by submission time, then kode, so that the order of the input decides nothing."""
    jadwal = tuple(sorted(masukan.jadwal, key=lambda j: (j.tanggal.mulai, j.kode)))
    permintaan = tuple(sorted(masukan.permintaan, key=lambda p: (p.diajukan_pada, p.wilayah, p.nomor)))
    peserta: list[Peserta] = []
    tersisih: list[Keputusan] = []
    pertama: dict[UUID, PermintaanMasukan] = {}
    for satu in permintaan:
        for calon in satu.calon:
            if lebih_dahulu := pertama.get(calon.orang):
                tersisih.append(
                    _tersisih(satu, calon, AlasanKode.CALON_GANDA, alasan.ganda(lebih_dahulu, masukan.zona))
                )
                continue
            cocok = _cocok(satu, calon, jadwal)
            if isinstance(cocok, tuple):
                pertama[calon.orang] = satu
                peserta.append(Peserta(permintaan=satu, calon=calon, cocok=cocok))
            else:
                tersisih.append(_tersisih(satu, calon, cocok.kode, cocok.teks))
    return Daftar(
        jadwal=jadwal,
        permintaan=permintaan,
        peserta=tuple(peserta),
        tersisih=tuple(tersisih),
        tercakup=masukan.tercakup,
        sebutan=masukan.sebutan,
        zona=masukan.zona,
    )


@dataclass(frozen=True, slots=True)
class _Sebab:
    kode: AlasanKode
    teks: str


def _cocok(
    permintaan: PermintaanMasukan, calon: CalonMasukan, jadwal: Sequence[JadwalMasukan]
) -> tuple[Kecocokan, ...] | _Sebab:
    """The jadwal this candidate could sit in, or the first reason there is none."""
    if calon.duduk_di is not None:
        return _Sebab(AlasanKode.SUDAH_TERDAFTAR, alasan.sudah_terdaftar([calon.duduk_di]))
    if calon.kurang != 0:
        return _Sebab(AlasanKode.BELUM_LAYAK, alasan.belum_layak(calon.kurang))
    if not jadwal:
        return _Sebab(AlasanKode.TIDAK_ADA_JADWAL, alasan.TIDAK_ADA_JADWAL)
    terbuka = [(i, j) for i, j in enumerate(jadwal) if permintaan.wilayah not in j.tertutup_bagi]
    if not terbuka:
        return _Sebab(AlasanKode.DI_LUAR_CAKUPAN, alasan.di_luar_cakupan(permintaan.nama_wilayah))
    terima = [(i, j) for i, j in terbuka if permintaan.jalur in (j.jalur or {None})]
    if not terima:
        return _Sebab(AlasanKode.JALUR_TIDAK_DITERIMA, alasan.jalur_tidak_diterima(permintaan.jalur))
    bebas = [(i, j) for i, j in terima if j.kode not in calon.menunggu_di]
    if not bebas:
        return _Sebab(AlasanKode.SUDAH_TERDAFTAR, alasan.sudah_terdaftar(sorted(j.kode for _, j in terima)))
    cocok = [
        Kecocokan(jadwal=i, pilihan=_pilihan(permintaan, j)) for i, j in bebas if not calon.sibuk & j.sesi
    ]
    if not cocok:
        return _Sebab(AlasanKode.BENTROK_JADWAL, alasan.bentrok())
    return tuple(sorted(cocok, key=lambda k: (k.biaya, k.jadwal)))


def _pilihan(permintaan: PermintaanMasukan, jadwal: JadwalMasukan) -> int | None:
    """Which wished span holds the jadwal, from 0; 0 when nothing was wished, None when no span does."""
    if not permintaan.tanggal:
        return 0
    return next((i for i, rentang in enumerate(permintaan.tanggal) if rentang.memuat(jadwal.tanggal)), None)


def _tersisih(permintaan: PermintaanMasukan, calon: CalonMasukan, kode: AlasanKode, teks: str) -> Keputusan:
    return Keputusan(
        permintaan=permintaan.id,
        nomor=permintaan.nomor,
        wilayah=permintaan.wilayah,
        orang=calon.orang,
        perangkat_daerah=calon.perangkat_daerah,
        hasil=Hasil.TIDAK_DAPAT,
        urutan=None,
        jadwal=None,
        posisi_tunggu=None,
        jadwal_tunggu=None,
        pilihan_ke=None,
        alasan_kode=kode,
        alasan=alasan.kalimat(teks),
    )
