"""Steps of certification, each looked at as soon as it is taken: a database, and people who do what leads on."""

from __future__ import annotations

import asyncio
import sqlite3
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from forum_paksi import checks
from forum_paksi.asesmen.service import catat_unit, mulai_asesmen, rekomendasikan, tugaskan_asesor
from forum_paksi.banding.service import ajukan_banding, putuskan_banding
from forum_paksi.bukti.rules import IsianBukti, JenisBukti
from forum_paksi.bukti.service import catat_bukti
from forum_paksi.kegiatan.rules import Putusan
from forum_paksi.kegiatan.service import ajukan_kegiatan, catat_kegiatan, periksa_kegiatan
from forum_paksi.pemesanan.pesan import pesan_slot
from forum_paksi.pemesanan.service import konfirmasi
from forum_paksi.penerbitan.service import terbitkan
from forum_paksi.permohonan.isian import (
    IsianPermohonan,
    JawabanUnit,
    buat_permohonan,
    isi_apl01,
    jawab_apl02,
)
from forum_paksi.permohonan.pengajuan import ajukan_permohonan
from forum_paksi.permohonan.rules import Kompetensi
from forum_paksi.permohonan.verifikasi import (
    PutusanVerifikasi,
    catat_temuan,
    mulai_verifikasi,
    putuskan_verifikasi,
)
from forum_paksi.pleno.service import buat_pleno, masukkan_pleno, putuskan
from forum_paksi.sertifikat.penerbit import IsianPenerbit, tetapkan_penerbit
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import Aktor, Database, Ditolak, GalatDomain
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM
from tests.paksi.bahan_asesmen import hasil
from tests.paksi.bahan_permohonan import KUNCI
from tests.paksi.bahan_sifat import (
    JALAN,
    KINI,
    NASIONAL,
    Negeri,
    cap,
    impor_lama,
    jadwal_baru,
    laporan,
    tabel_isi,
    tahun_berlalu,
    terlihat,
)

K, BK = Kompetensi.K, Kompetensi.BK


class Buku:
    """One database, its writer, and what was seen of it after every step."""

    def __init__(self, berkas: Path) -> None:
        self.jalan = asyncio.Runner()
        self.db = self.jalan.run(_buka(berkas))
        self.baca = sqlite3.connect(berkas)
        self.tabel = tabel_isi(self.baca)
        self.cap = cap(self.baca, self.tabel)
        self.berhasil: Counter[str] = Counter()
        self.ditolak: Counter[str] = Counter()

    def satu(self, stmt: str, *nilai: Any) -> Any:
        """The first row, or None."""
        return self.baca.execute(stmt, nilai).fetchone()

    def semua(self, stmt: str, *nilai: Any) -> list[Any]:
        """The first column of all rows, ids as such."""
        return [r[0] for r in self.baca.execute(stmt, nilai).fetchall()]

    def coba(self, apa: Callable[..., Any], *a: Any, **k: Any) -> Any:
        """Do it, and look at everything; None when it was refused, in which case nothing may have been written."""
        nama = apa.__name__
        try:
            jadi = self.jalan.run(self.db.write(apa, *a, **k))
        except (GalatDomain, Ditolak) as galat:
            self.ditolak[getattr(galat, "kode", "DITOLAK")] += 1
            kini = cap(self.baca, self.tabel)
            assert kini == self.cap, (nama, [t for t in self.tabel if kini[t] != self.cap[t]])
            return None
        self.berhasil[nama] += 1
        self.cap = cap(self.baca, self.tabel)
        assert terlihat(self.baca) == [], nama
        return jadi if jadi is not None else True

    def periksa(self) -> list[str]:
        """What `forum periksa` would say of this plugin."""
        return list(self.jalan.run(self.db.write(checks)))

    def tutup(self) -> None:
        self.baca.close()
        self.jalan.run(self.db.tutup())
        self.jalan.close()


async def _buka(berkas: Path) -> Database:
    return Database(f"sqlite:///{berkas}")


class Perjalanan:
    """What the people of a country do, one method each; `a`, `b` and `c` are chance."""

    def __init__(self, berkas: Path, negeri: Negeri) -> None:
        self.negeri = negeri
        self.buku = Buku(berkas)
        self.permohonan: list[uuid.UUID] = []
        self.bukti: list[uuid.UUID] = []
        self.pemesanan: list[uuid.UUID] = []
        self.pleno: list[uuid.UUID] = []
        self.ke = 0

    def _pemohon(self, a: int) -> uuid.UUID:
        return self.negeri.pemohon[a % 3]

    def _permohonan(self, a: int) -> uuid.UUID:
        return self.permohonan[-1 - a % len(self.permohonan)]

    def mohon(self, a: int, b: int, c: int) -> None:
        """A draft of an applicant; what it starts from is their latest certificate of the scheme that is asked for."""
        orang = self._pemohon(a)
        punya = self.buku.satu("SELECT 1 FROM paksi_sertifikat WHERE orang_id = ?", orang.hex)
        mungkin = JALAN if punya or c % 10 == 0 else [j for j in JALAN if j[1].value == "BARU"]
        skema, jenis, jalur, dari, _ = mungkin[b % len(mungkin)]
        asal = None
        if jenis.value != "BARU":
            asal = self.buku.satu(
                "SELECT s.id FROM paksi_sertifikat s JOIN paksi_skema k ON k.id = s.skema_id"
                " WHERE s.orang_id = ? AND k.kode = ? ORDER BY s.terbit DESC",
                orang.hex,
                dari or skema,
            )
        id_ = self.buku.coba(
            buat_permohonan,
            self.negeri.aktor(orang),
            orang=orang,
            isian=IsianPermohonan(
                skema=skema,
                lembaga=LSP,
                jenis=jenis,
                jalur=jalur,
                dari_sertifikat=uuid.UUID(asal[0]) if asal else None,
            ),
        )
        if id_ is not None:
            self.permohonan.append(id_)

    def lapor(self, a: int, b: int, c: int) -> None:
        """A report that is handed in and accepted."""
        orang = self._pemohon(a)
        self.ke += 1
        id_ = self.buku.coba(catat_kegiatan, self.negeri.aktor(orang), orang_id=orang, isian=laporan(self.ke))
        self.buku.coba(ajukan_kegiatan, self.negeri.aktor(orang), kegiatan_id=id_)
        self.buku.coba(
            periksa_kegiatan,
            self.negeri.aktor(self.negeri.petugas[b % 5]),
            kegiatan_id=id_,
            putusan=Putusan.DITERIMA,
        )

    def maju(self, a: int, b: int, c: int) -> None:
        """Take one application so many steps further, as those concerned would."""
        if not self.permohonan:
            return
        id_, k = self._permohonan(a), BK if c % 3 == 0 else K
        for _ in range(1 + b % 9):
            keadaan, orang, verifikator, asesor = semula = self._baca(id_)
            langkah = getattr(self, f"_{keadaan.lower()}", None)
            if langkah is None:
                return
            langkah(id_, orang, verifikator, asesor, k, c)
            if self._baca(id_) == semula:
                return

    def _baca(self, id_: uuid.UUID) -> tuple[str, uuid.UUID, uuid.UUID | None, uuid.UUID | None]:
        keadaan, *orang = self.buku.satu(
            "SELECT keadaan, orang_id, verifikator_orang_id, asesor_orang_id FROM paksi_permohonan WHERE id = ?",
            id_.hex,
        )
        a, b, c = (uuid.UUID(o) if o else None for o in orang)
        return keadaan, cast(uuid.UUID, a), b, c

    def _laporan_bebas(self, orang: uuid.UUID) -> list[Any]:
        """Accepted reports of theirs that nothing counts."""
        return self.buku.semua(
            "SELECT id FROM paksi_kegiatan WHERE orang_id = ? AND keadaan = 'DITERIMA'"
            " AND id NOT IN (SELECT kegiatan_id FROM paksi_kegiatan_pemakaian)",
            orang.hex,
        )

    def _bebas(self, acak: int, *bukan: uuid.UUID | None) -> Aktor:
        """An officer who had no part in it."""
        calon = [p for p in self.negeri.petugas if p not in bukan]
        return self.negeri.aktor(calon[acak % len(calon)])

    def _draf(self, id_: uuid.UUID, orang: uuid.UUID, _v: Any, _a: Any, k: Kompetensi, acak: int) -> None:
        saya, buku = self.negeri.aktor(orang), self.buku
        (skema,) = buku.satu(
            "SELECT s.kode FROM paksi_permohonan p JOIN paksi_skema s ON s.id = p.skema_id WHERE p.id = ?",
            id_.hex,
        )
        buku.coba(isi_apl01, saya, KUNCI, permohonan_id=id_, setuju=True)
        jawaban = [JawabanUnit(unit=u, kompeten=True, bukti="Portofolio") for u in self.negeri.unit[skema]]
        buku.coba(jawab_apl02, saya, permohonan_id=id_, jawaban=jawaban)
        if not buku.satu("SELECT 1 FROM paksi_bukti WHERE orang_id = ?", orang.hex):
            self.belajar(self.negeri.pemohon.index(orang), 0, 0)
        while acak % 10 and len(self._laporan_bebas(orang)) < 2:
            self.lapor(self.negeri.pemohon.index(orang), acak, 0)
        buku.coba(ajukan_permohonan, saya, permohonan_id=id_)

    _perlu_perbaikan = _draf

    def _diajukan(self, id_: uuid.UUID, orang: uuid.UUID, _v: Any, _a: Any, k: Kompetensi, acak: int) -> None:
        self.buku.coba(mulai_verifikasi, self._bebas(acak, orang), permohonan_id=id_)

    def _verifikasi(
        self, id_: uuid.UUID, orang: uuid.UUID, verifikator: Any, _a: Any, k: Kompetensi, acak: int
    ) -> None:
        siapa = self.negeri.aktor(verifikator)
        for butir in self.buku.semua(
            "SELECT b.kode FROM paksi_persyaratan_butir b JOIN paksi_permohonan p"
            " ON p.persyaratan_id = b.persyaratan_id WHERE p.id = ? ORDER BY b.urutan",
            id_.hex,
        ):
            self.buku.coba(catat_temuan, siapa, permohonan_id=id_, butir=butir, sesuai=True)
        self.buku.coba(
            putuskan_verifikasi, siapa, permohonan_id=id_, putusan=PutusanVerifikasi.MEMENUHI_SYARAT
        )

    def _memenuhi_syarat(
        self, id_: uuid.UUID, orang: uuid.UUID, _v: Any, _a: Any, k: Kompetensi, acak: int
    ) -> None:
        skema, jalur = self.buku.satu(
            "SELECT s.kode, p.jalur_kode FROM paksi_permohonan p JOIN paksi_skema s ON s.id = p.skema_id"
            " WHERE p.id = ?",
            id_.hex,
        )
        self.ke += 1
        kursi = self.buku.coba(
            pesan_slot,
            SISTEM,
            jadwal_id=self.buku.coba(jadwal_baru, self.ke, skema, jalur),
            orang_id=orang,
            wilayah=PONTIANAK,
            jalur=jalur,
        )
        self.pemesanan.append(kursi.pemesanan_id)
        self.buku.coba(konfirmasi, SISTEM, pemesanan_id=kursi.pemesanan_id)

    def _terjadwal(
        self, id_: uuid.UUID, orang: uuid.UUID, verifikator: Any, asesor: Any, k: Kompetensi, acak: int
    ) -> None:
        if asesor is None:
            sudah = {
                uuid.UUID(o)
                for o in self.buku.semua(
                    "SELECT asesor_orang_id FROM paksi_asesmen WHERE permohonan_id = ?"
                    " UNION SELECT pemutus_orang_id FROM paksi_pleno_keputusan WHERE permohonan_id = ?",
                    id_.hex,
                    id_.hex,
                )
                if o
            }
            calon = [a for a in self.negeri.asesor if a not in {*sudah, orang, verifikator}]
            if calon:
                self.buku.coba(
                    tugaskan_asesor,
                    self.negeri.aktor(self.negeri.petugas[acak % 5]),
                    permohonan_id=id_,
                    asesor_id=self.negeri.asesor[calon[acak % len(calon)]],
                )
        else:
            self.buku.coba(mulai_asesmen, self.negeri.aktor(asesor), permohonan_id=id_)

    _asesmen_ulang = _terjadwal

    def _diases(
        self, id_: uuid.UUID, orang: uuid.UUID, _v: Any, asesor: Any, k: Kompetensi, acak: int
    ) -> None:
        siapa = self.negeri.aktor(asesor)
        (skema,) = self.buku.satu(
            "SELECT s.kode FROM paksi_permohonan p JOIN paksi_skema s ON s.id = p.skema_id WHERE p.id = ?",
            id_.hex,
        )
        unit = self.negeri.unit[skema]
        self.buku.coba(catat_unit, siapa, permohonan_id=id_, unit=hasil(unit, "K", k.value))
        self.buku.coba(rekomendasikan, siapa, permohonan_id=id_, rekomendasi=k, catatan="Sebab")

    def _direkomendasikan(
        self, id_: uuid.UUID, orang: uuid.UUID, _v: Any, _a: Any, k: Kompetensi, acak: int
    ) -> None:
        if not self.buku.satu("SELECT 1 FROM paksi_pleno WHERE ditutup_pada IS NULL"):
            self.sidang(0, 0, 0)
        terbuka = self.buku.semua("SELECT id FROM paksi_pleno WHERE ditutup_pada IS NULL ORDER BY nomor")
        sidang = uuid.UUID(terbuka[acak % len(terbuka)])
        self.buku.coba(masukkan_pleno, self._bebas(acak), pleno_id=sidang, permohonan=[id_])

    def _pleno(
        self, id_: uuid.UUID, orang: uuid.UUID, verifikator: Any, asesor: Any, k: Kompetensi, acak: int
    ) -> None:
        siapa = self._bebas(acak, orang, verifikator, asesor)
        self.buku.coba(putuskan, siapa, permohonan_id=id_, keputusan=k, alasan="Sebab")

    def _belum_kompeten(
        self, id_: uuid.UUID, orang: uuid.UUID, _v: Any, _a: Any, k: Kompetensi, acak: int
    ) -> None:
        self.buku.coba(ajukan_banding, self.negeri.aktor(orang), permohonan_id=id_, alasan="Keliru")

    def _banding(
        self, id_: uuid.UUID, orang: uuid.UUID, verifikator: Any, _a: Any, k: Kompetensi, acak: int
    ) -> None:
        terlibat = [
            uuid.UUID(o)
            for o in self.buku.semua(
                "SELECT asesor_orang_id FROM paksi_asesmen WHERE permohonan_id = ?"
                " UNION SELECT pemutus_orang_id FROM paksi_pleno_keputusan WHERE permohonan_id = ?",
                id_.hex,
                id_.hex,
            )
        ]
        if {verifikator, *terlibat} >= set(self.negeri.petugas):
            return
        siapa = self._bebas(acak, orang, verifikator, *terlibat)
        self.buku.coba(putuskan_banding, siapa, permohonan_id=id_, dikabulkan=acak % 2 > 0, jawaban="Jawab")

    def _kompeten(self, id_: uuid.UUID, orang: uuid.UUID, _v: Any, _a: Any, k: Kompetensi, acak: int) -> None:
        self.ke += 1
        self.buku.coba(
            terbitkan, self._bebas(acak, orang), permohonan_id=id_, nomor=f"S/{self.ke}", terbit=KINI
        )

    def belajar(self, a: int, b: int, c: int) -> None:
        """A class of e-learning."""
        orang = self._pemohon(a)
        self.ke += 1
        isian = IsianBukti(jenis=JenisBukti.ELEARNING, nama=f"Kelas {self.ke}", mulai=KINI, selesai=KINI)
        id_ = self.buku.coba(catat_bukti, self.negeri.aktor(orang), orang=orang, isian=isian)
        self.bukti.append(id_)

    def sidang(self, a: int, b: int, c: int) -> None:
        """A pleno in which everybody sits, also those who shouldn't decide."""
        self.ke += 1
        id_ = self.buku.coba(
            buat_pleno,
            self.negeri.aktor(self.negeri.petugas[0]),
            lembaga=LSP,
            nomor=f"BA/{self.ke}",
            tanggal=KINI,
            tempat="Ruang sidang",
            anggota=[*self.negeri.petugas, *self.negeri.pemohon],
        )
        self.pleno.append(id_)

    def waktu_berlalu(self, a: int, b: int, c: int) -> None:
        """The certificates of somebody are older now; after 1,200 days they have expired."""
        tertua = self.buku.satu("SELECT min(terbit) FROM paksi_sertifikat")[0]
        if tertua is not None and tertua > "2012":
            self.buku.coba(tahun_berlalu, self._pemohon(a), 1200 if b % 2 else 200)

    def impor(self, a: int, b: int, c: int) -> None:
        """A certificate of old comes from a workbook."""
        self.ke += 1
        lembaga = "lsp-lain" if b % 3 == 0 else LSP
        self.buku.coba(impor_lama, self._pemohon(a), lembaga, f"L/{self.ke}", 1 + 2 * c)

    def pengakuan(self, a: int, b: int, c: int) -> None:
        """Certificates issued until so many days ago count, or all do."""
        self.ke += 1
        hari = (None, None, 100, 900)[a % 4]
        self.buku.coba(
            tetapkan_penerbit,
            NASIONAL,
            isian=IsianPenerbit(
                lembaga=LSP,
                jenis=JenisSkema.PAKSI,
                berlaku_dari=KINI.replace(year=1999, month=1, day=1),
                berlaku_sampai=None if hari is None else KINI.fromordinal(KINI.toordinal() - hari),
                sumber=f"Uji {self.ke}",
            ),
        )
