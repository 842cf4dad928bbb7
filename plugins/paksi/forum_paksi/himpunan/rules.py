"""How the seats of a pool are divided: pure, the same for the same input in any order, every decision explained."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from forum_paksi.himpunan import alasan
from forum_paksi.himpunan.kebijakan import DIDAHULUKAN, Urutan, bagi, urutan_didahulukan
from forum_paksi.himpunan.masukan import AlasanKode, Hasil, HasilAlokasi, JatahPemda, Keputusan, Masukan
from forum_paksi.himpunan.penempatan import Kecocokan
from forum_paksi.himpunan.peserta import Daftar, Peserta, susun


def alokasikan(masukan: Masukan) -> HasilAlokasi:
    """Decide about every candidate of every request.

    All seats that suit anybody are used; nobody is left out who could be seated by moving others between
    jadwal. Wished dates are kept where seats allow. The policy decides who comes first; ties are broken by
    submission time, then kode. Exactly one decision stands for every candidate of every request.
    """
    daftar = susun(masukan)
    urutan = bagi(masukan.kebijakan, daftar)
    penulis = _Penulis(daftar, urutan)
    dapat = [penulis.kursi(ke, i, kode) for ke, (i, kode) in enumerate(urutan.dapat, 1)]
    tunggu = [penulis.tunggu(posisi, i, kode) for posisi, (i, kode) in enumerate(urutan.tunggu, 1)]
    return HasilAlokasi(
        keputusan=(*dapat, *tunggu, *daftar.tersisih),
        pemda=_jatah(daftar, urutan),
        kursi=penulis.semua_kursi,
        terpakai=len(dapat),
    )


def _jatah(daftar: Daftar, urutan: Urutan) -> tuple[JatahPemda, ...]:
    calon = Counter[str]()
    for permintaan in daftar.permintaan:
        calon[permintaan.wilayah] += len(permintaan.calon)
    kursi = Counter(daftar.peserta[i].wilayah for i, _ in urutan.dapat)
    tunggu = Counter(daftar.peserta[i].wilayah for i, _ in urutan.tunggu)
    return tuple(
        JatahPemda(
            wilayah=wilayah,
            nama_wilayah=daftar.nama(wilayah),
            permintaan=sum(p.wilayah == wilayah for p in daftar.permintaan),
            calon=calon[wilayah],
            layak=daftar.layak.get(wilayah, 0),
            jatah=None if urutan.jatah is None else urutan.jatah.get(wilayah, 0),
            kursi=kursi[wilayah],
            tunggu=tunggu[wilayah],
        )
        for wilayah in daftar.pemda
    )


class _Penulis:
    """Writes the decisions of one allocation, in the order of the policy."""

    def __init__(self, daftar: Daftar, urutan: Urutan) -> None:
        self._daftar = daftar
        self._urutan = urutan
        self._dahulu = {i: ke for ke, i in enumerate(urutan_didahulukan(urutan), 1)}
        self._diperoleh = Counter(daftar.peserta[i].wilayah for i, _ in urutan.dapat)
        self._didahulukan = sum(kode in DIDAHULUKAN for _, kode in urutan.dapat)
        opd = any(kode is AlasanKode.OPD_TANPA_PAKSI for _, kode in urutan.dapat)
        self._siapa = alasan.tanpa_paksi(daftar.sebutan) if opd else alasan.PERPANJANGAN
        self._ke = Counter[str]()
        self._antre = Counter[int]()
        self._nama = {w: daftar.nama(w) for w in daftar.pemda}
        self._layak = daftar.layak
        self.semua_kursi = sum(j.kursi for j in daftar.jadwal)

    def kursi(self, ke: int, i: int, kode: AlasanKode) -> Keputusan:
        """A seat; `ke` counts the seats given so far, this one included."""
        peserta = self._daftar.peserta[i]
        nama = self._nama[peserta.wilayah]
        self._ke[peserta.wilayah] += 1
        seat = self._ke[peserta.wilayah]
        match kode:
            case AlasanKode.URUT_WAKTU:
                sebab = self._urut_waktu(i)
            case AlasanKode.OPD_TANPA_PAKSI:
                sebab = self._opd_tanpa_paksi(i)
            case AlasanKode.SERTIFIKAT_BERAKHIR:
                sebab = self._sertifikat_berakhir(i)
            case AlasanKode.JATAH_PROPORSIONAL:
                sebab = alasan.jatah_proporsional(
                    nama,
                    seat,
                    self._jatah(peserta.wilayah),
                    len(self._urutan.dapat),
                    self._layak[peserta.wilayah],
                    len(self._daftar.peserta),
                    sisa=peserta.wilayah in self._urutan.sisa_terbesar,
                )
            case AlasanKode.SISA_JATAH:
                sebab = alasan.sisa_jatah(nama, self._jatah(peserta.wilayah))
            case _:
                sebab = alasan.giliran(
                    nama,
                    seat,
                    self._diperoleh[peserta.wilayah],
                    self._siapa if self._didahulukan else "",
                )
        jadwal = self._urutan.penempatan.duduk[i]
        pilihan = next(k.pilihan for k in peserta.cocok if k.jadwal == jadwal)
        tempat = alasan.ditempatkan(
            self._daftar.jadwal[jadwal],
            peserta.permintaan,
            pilihan,
            ada=any(k.pilihan is not None for k in peserta.cocok),
        )
        diminta = bool(peserta.permintaan.tanggal)
        return Keputusan(
            permintaan=peserta.permintaan.id,
            nomor=peserta.permintaan.nomor,
            wilayah=peserta.wilayah,
            orang=peserta.calon.orang,
            perangkat_daerah=peserta.calon.perangkat_daerah,
            hasil=Hasil.KURSI,
            urutan=ke,
            jadwal=self._daftar.jadwal[jadwal].id,
            posisi_tunggu=None,
            jadwal_tunggu=None,
            pilihan_ke=pilihan + 1 if diminta and pilihan is not None else None,
            alasan_kode=kode,
            alasan=alasan.kalimat(sebab, tempat),
        )

    def tunggu(self, posisi: int, i: int, kode: AlasanKode) -> Keputusan:
        """A place on the pool's waiting list."""
        peserta = self._daftar.peserta[i]
        nama = self._nama[peserta.wilayah]
        terpakai = len(self._urutan.dapat)
        diperoleh = self._diperoleh[peserta.wilayah]
        jadwal = self._daftar.jadwal[self._antrean(peserta)]
        match kode:
            case AlasanKode.URUT_WAKTU:
                sebab = self._urut_waktu(i)
            case AlasanKode.OPD_TANPA_PAKSI:
                sebab = self._opd_tanpa_paksi(i)
            case AlasanKode.SERTIFIKAT_BERAKHIR:
                sebab = self._sertifikat_berakhir(i)
            case AlasanKode.JATAH_PROPORSIONAL:
                sebab = alasan.tunggu_proporsional(
                    nama,
                    diperoleh,
                    self._jatah(peserta.wilayah),
                    terpakai,
                    self._layak[peserta.wilayah],
                    len(self._daftar.peserta),
                )
            case _ if self._didahulukan:
                sebab = alasan.tunggu_didahulukan(nama, diperoleh, self._didahulukan, terpakai, self._siapa)
            case _:
                sebab = alasan.tunggu_merata(nama, diperoleh, terpakai, len(self._layak))
        return Keputusan(
            permintaan=peserta.permintaan.id,
            nomor=peserta.permintaan.nomor,
            wilayah=peserta.wilayah,
            orang=peserta.calon.orang,
            perangkat_daerah=peserta.calon.perangkat_daerah,
            hasil=Hasil.DAFTAR_TUNGGU,
            urutan=terpakai + posisi,
            jadwal=None,
            posisi_tunggu=posisi,
            jadwal_tunggu=jadwal.id,
            pilihan_ke=None,
            alasan_kode=kode,
            alasan=alasan.kalimat(sebab, alasan.tunggu(posisi, self.semua_kursi, terpakai, jadwal.kode)),
        )

    def _antrean(self, peserta: Peserta) -> int:
        """Where to wait: on the most wanted date, there in the queue that is shortest for its number of seats."""

        def panjang(cocok: Kecocokan) -> tuple[int, Fraction, int]:
            kursi = max(self._daftar.jadwal[cocok.jadwal].kursi, 1)
            return cocok.biaya, Fraction(self._antre[cocok.jadwal], kursi), cocok.jadwal

        jadwal = min(peserta.cocok, key=panjang).jadwal
        self._antre[jadwal] += 1
        return jadwal

    def _jatah(self, wilayah: str) -> int:
        return (self._urutan.jatah or {}).get(wilayah, 0)

    def _urut_waktu(self, i: int) -> str:
        permintaan = self._daftar.peserta[i].permintaan
        return alasan.urut_waktu(i + 1, len(self._daftar.peserta), permintaan, self._daftar.zona)

    def _opd_tanpa_paksi(self, i: int) -> str:
        peserta = self._daftar.peserta[i]
        return alasan.opd_tanpa_paksi(
            self._dahulu[i],
            len(self._dahulu),
            self._daftar.sebutan,
            peserta.calon.nama_perangkat_daerah,
            self._nama[peserta.wilayah],
        )

    def _sertifikat_berakhir(self, i: int) -> str:
        berakhir = self._daftar.peserta[i].calon.sertifikat_berakhir
        assert berakhir is not None
        return alasan.sertifikat_berakhir(self._dahulu[i], len(self._dahulu), berakhir)
