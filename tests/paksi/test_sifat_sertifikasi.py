"""No sequence of actions, by whomever, leads to what must never be: certification tried as one machine."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from forum_paksi.asesmen.service import (
    catat_tidak_hadir,
    catat_unit,
    mulai_asesmen,
    rekomendasikan,
    tugaskan_asesor,
)
from forum_paksi.banding.service import ajukan_banding, putuskan_banding
from forum_paksi.bukti.service import hapus_bukti
from forum_paksi.pemesanan.service import batalkan as batalkan_kursi
from forum_paksi.penerbitan.service import terbitkan
from forum_paksi.permohonan.kursi import jadwalkan
from forum_paksi.permohonan.mundur import batalkan, tarik
from forum_paksi.permohonan.pengajuan import ajukan_permohonan
from forum_paksi.permohonan.verifikasi import (
    PutusanVerifikasi,
    catat_temuan,
    mulai_verifikasi,
    putuskan_verifikasi,
)
from forum_paksi.pleno.service import keluarkan_dari_pleno, masukkan_pleno, putuskan, tutup_pleno
from forum_paksi.sertifikat.rules import TindakanSertifikat
from forum_paksi.sertifikat.service import ubah_keadaan
from forum_server.plugin import Aktor, Database
from tests.paksi.bahan_asesmen import hasil
from tests.paksi.bahan_sifat import KINI, Negeri, negeri, terlihat
from tests.paksi.bahan_sifat_langkah import BK, Buku, K, Perjalanan

BOBOT = (
    *("maju",) * 9,
    *("coba_saja",) * 6,
    *("mohon",) * 4,
    *("lapor",) * 3,
    *("sertifikat",) * 2,
    *("waktu_berlalu",) * 2,
    *("impor", "pengakuan", "sidang", "belajar"),
)
"""What is tried, the likelier the more often it stands here: most of a life goes on as it should."""


class Semua(Perjalanan):
    """Besides what leads on: anything, by anybody."""

    def sertifikat(self, a: int, b: int, c: int) -> None:
        """Suspend, reinstate or revoke."""
        ada = self.buku.semua("SELECT id FROM paksi_sertifikat ORDER BY nomor")
        if ada:
            self.buku.coba(
                ubah_keadaan,
                self._siapa(b),
                sertifikat_id=uuid.UUID(ada[a % len(ada)]),
                tindakan=list(TindakanSertifikat)[c % 3],
                alasan="Sebab",
            )

    def coba_saja(self, a: int, b: int, c: int) -> None:
        """Any action on any application, by anybody."""
        if self.permohonan:
            semua = list(self._apa_saja(self._permohonan(a), c))
            unit, isi = semua[c % len(semua)]
            self.buku.coba(unit, self._siapa(b), **isi)

    def _siapa(self, b: int) -> Aktor:
        return self.negeri.semua[b % len(self.negeri.semua)]

    def _apa_saja(self, id_: uuid.UUID, acak: int) -> Iterator[tuple[Callable[..., Any], dict[str, Any]]]:
        k = K if acak % 2 else BK
        apa: dict[str, Any] = {"permohonan_id": id_}
        asesor = list(self.negeri.asesor.values())
        unit = self.negeri.unit["PAKSI_PERTAMA"]
        yield ajukan_permohonan, apa
        yield tarik, apa
        yield batalkan, {**apa, "alasan": "Sebab"}
        yield mulai_verifikasi, apa
        yield catat_temuan, {**apa, "butir": "PENYULUHAN", "sesuai": bool(acak % 2), "catatan": "Kurang"}
        yield (
            putuskan_verifikasi,
            {**apa, "putusan": list(PutusanVerifikasi)[acak % 3], "alasan": "Sebab"},
        )
        yield jadwalkan, apa
        yield tugaskan_asesor, {**apa, "asesor_id": asesor[acak % len(asesor)]}
        yield mulai_asesmen, apa
        yield catat_tidak_hadir, apa
        yield catat_unit, {**apa, "unit": hasil(unit, "K", k.value)}
        yield rekomendasikan, {**apa, "rekomendasi": k, "catatan": "Sebab"}
        yield keluarkan_dari_pleno, apa
        yield putuskan, {**apa, "keputusan": k, "alasan": "Sebab"}
        yield putuskan, {**apa, "keputusan": k, "alasan": "Sebab"}
        yield ajukan_banding, {**apa, "alasan": "Keliru"}
        yield putuskan_banding, {**apa, "dikabulkan": bool(acak % 2), "jawaban": "Jawab"}
        yield putuskan_banding, {**apa, "dikabulkan": True, "jawaban": "Jawab"}
        yield terbitkan, {**apa, "nomor": f"X/{acak}", "terbit": KINI}
        if self.pleno:
            sidang = self.pleno[acak % len(self.pleno)]
            yield masukkan_pleno, {"pleno_id": sidang, "permohonan": [id_]}
            yield tutup_pleno, {"pleno_id": sidang}
        if self.bukti:
            yield hapus_bukti, {"bukti_id": self.bukti[acak % len(self.bukti)]}
        if self.pemesanan:
            yield batalkan_kursi, {"pemesanan_id": self.pemesanan[acak % len(self.pemesanan)]}


class Sertifikasi(RuleBasedStateMachine):
    """Three applicants, five officers who may do everything, one of another LSP; a year passes now and then."""

    asal: ClassVar[Path]
    negeri: ClassVar[Negeri]
    dicapai: ClassVar[Counter[str]]
    ditolak: ClassVar[Counter[str]]

    @initialize()
    def mulai(self) -> None:
        self.berkas = self.asal.with_name(f"{uuid.uuid4().hex}.db")
        shutil.copyfile(self.asal, self.berkas)
        self.jalan = Semua(self.berkas, self.negeri)

    @rule(apa=st.sampled_from(BOBOT), a=st.integers(0, 99), b=st.integers(0, 99), c=st.integers(0, 999))
    def langkah(self, apa: str, a: int, b: int, c: int) -> None:
        getattr(self.jalan, apa)(a, b, c)
        assert self.jalan.buku.periksa() == [], apa

    def teardown(self) -> None:
        buku = self.jalan.buku
        self.dicapai.update(buku.berhasil)
        self.dicapai.update(buku.semua("SELECT ke FROM paksi_permohonan_riwayat"))
        self.ditolak.update(buku.ditolak)
        buku.tutup()
        for akhiran in ("", "-wal", "-shm"):
            Path(f"{self.berkas}{akhiran}").unlink(missing_ok=True)


async def _bangun(berkas: Path) -> Negeri:
    db = Database(f"sqlite:///{berkas}")
    hasil_ = await db.write(negeri)
    await db.tutup()
    return hasil_


@pytest.mark.parametrize("mesin", ["sqlite"], indirect=True)
def test_nothing_anybody_does_in_any_order_leads_to_what_must_not_be(db_url: str) -> None:
    asal = Path(db_url.removeprefix("sqlite:///"))

    class Mesin(Sertifikasi):
        pass

    Mesin.asal, Mesin.negeri = asal, asyncio.run(_bangun(asal))
    Mesin.dicapai, Mesin.ditolak = Counter(), Counter()
    run_state_machine_as_test(
        Mesin,
        settings=settings(
            max_examples=10,
            stateful_step_count=35,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
    # The walks went far, or they would prove little.
    assert {"MEMENUHI_SYARAT", "DIASES", "PLENO"} <= set(Mesin.dicapai)
    assert Mesin.ditolak


RUSAK: dict[str, tuple[str, str, str | None]] = {
    "two active certificates": (
        "two active certificates of one person",
        """DROP INDEX uq_paksi_sertifikat_paksi_hidup;
        CREATE TEMP TABLE lagi AS SELECT * FROM paksi_sertifikat LIMIT 1;
        UPDATE lagi SET id = lower(hex(randomblob(16))), nomor = 'lagi', kode_periksa = 'lagi', permohonan_id = NULL;
        INSERT INTO paksi_sertifikat SELECT * FROM lagi""",
        "mempunyai 2 sertifikat PAKSI",
    ),
    "a pleno that said BK": (
        "competent without a pleno",
        "UPDATE paksi_pleno_keputusan SET keputusan = 'BK'",
        "tanpa keputusan pleno yang sama",
    ),
    "a pleno of which nothing is left": (
        "a certificate without a pleno",
        "DELETE FROM paksi_pleno_keputusan",
        "tanpa keputusan pleno yang sama",
    ),
    "an asesor who decides": (
        "decided by an asesor of it",
        "UPDATE paksi_pleno_keputusan SET pemutus_orang_id = asesor_orang_id",
        "diputus oleh orang yang mengasesnya",
    ),
    "a verifier who decides": (
        "decided by the applicant or the verifier",
        """UPDATE paksi_pleno_keputusan SET pemutus_orang_id = (SELECT verifikator_orang_id FROM paksi_permohonan p
            WHERE p.id = permohonan_id)""",
        None,  # a rule that a nation may switch off
    ),
    "an asesor who judges the appeal": (
        "an appeal judged by who took part",
        "UPDATE paksi_banding SET hakim_orang_id = asesor_orang_id",
        "dijawab oleh orang yang mengases atau memutuskannya",
    ),
    "a decider who judges the appeal": (
        "an appeal judged by who took part",
        "UPDATE paksi_banding SET hakim_orang_id = pemutus_orang_id",
        "dijawab oleh orang yang mengases atau memutuskannya",
    ),
    "an applicant who assesses": (
        "verified or assessed by the applicant",
        "UPDATE paksi_asesmen SET asesor_orang_id = (SELECT orang_id FROM paksi_permohonan p WHERE p.id = permohonan_id)",
        "diases pemohonnya sendiri",
    ),
    "a report in two applications": (
        "a report counted twice",
        """CREATE TABLE lagi AS SELECT * FROM paksi_kegiatan_pemakaian;
        DROP TABLE paksi_kegiatan_pemakaian; ALTER TABLE lagi RENAME TO paksi_kegiatan_pemakaian;
        INSERT INTO paksi_kegiatan_pemakaian SELECT kegiatan_id, (SELECT id FROM paksi_permohonan p
            WHERE p.id <> permohonan_id), butir_kode FROM paksi_kegiatan_pemakaian""",
        "dihitung 2 kali",
    ),
    "a report that was refused": (
        "a report counted that does not count",
        "UPDATE paksi_kegiatan SET keadaan = 'DITOLAK'",
        "yang tidak dapat dihitungnya",
    ),
    "a report that is missing": (
        "a certificate on fewer reports than it takes",
        "DELETE FROM paksi_kegiatan_pemakaian WHERE rowid = 1",
        "menghitung 1 laporan untuk PENYULUHAN, padahal perlu 2",
    ),
}
"""What is broken: by which name the test sees it, the statements, and what `forum periksa` says of it."""


@pytest.mark.parametrize("mesin", ["sqlite"], indirect=True)
def test_control_what_must_not_be_is_seen_when_it_is_there(db_url: str) -> None:
    """One certificate, and one appeal that was upheld; then rows are broken by hand, with all constraints off."""
    asal = Path(db_url.removeprefix("sqlite:///"))
    jalan = Semua(asal, asyncio.run(_bangun(asal)))
    jalan.mohon(0, 0, 1)
    jalan.maju(0, 8, 1)
    jalan.maju(0, 8, 1)
    jalan.mohon(1, 0, 1)
    jalan.maju(0, 8, 3)
    jalan.maju(0, 2, 3)
    assert sorted(jalan.buku.semua("SELECT keadaan FROM paksi_permohonan")) == [
        "ASESMEN_ULANG",
        "SERTIFIKAT_TERBIT",
    ]
    assert jalan.buku.periksa() == []
    jalan.buku.tutup()
    for nama, (terlihat_, stmt, kalimat) in RUSAK.items():
        berkas = asal.with_name(f"{uuid.uuid4().hex}.db")
        shutil.copyfile(asal, berkas)
        koneksi = sqlite3.connect(berkas)
        koneksi.execute("PRAGMA ignore_check_constraints = ON")
        koneksi.executescript(stmt)
        assert terlihat_ in terlihat(koneksi), nama
        koneksi.close()
        buku = Buku(berkas)
        temuan = buku.periksa()
        buku.tutup()
        assert kalimat is None or any(kalimat in t for t in temuan), (nama, temuan)
        berkas.unlink()
