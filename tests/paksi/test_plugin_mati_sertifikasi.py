"""Where the plugin was turned off, no application, assessment, decision or certificate changes any more."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from forum_paksi.asesmen.service import (
    catat_tidak_hadir,
    catat_unit,
    mulai_asesmen,
    rekomendasikan,
    tugaskan_asesor,
)
from forum_paksi.asesor.service import daftarkan_asesor
from forum_paksi.banding.service import ajukan_banding, putuskan_banding
from forum_paksi.bukti.rules import IsianBukti, JenisBukti
from forum_paksi.bukti.service import catat_bukti, hapus_bukti
from forum_paksi.penerbitan.service import terbitkan
from forum_paksi.permohonan.dokumen import hapus_dokumen, lampirkan_dokumen
from forum_paksi.permohonan.isian import buat_permohonan, isi_apl01, jawab_apl02
from forum_paksi.permohonan.kursi import jadwalkan
from forum_paksi.permohonan.mundur import batalkan, tarik
from forum_paksi.permohonan.pengajuan import ajukan_permohonan
from forum_paksi.permohonan.rules import Kompetensi
from forum_paksi.permohonan.verifikasi import (
    PutusanVerifikasi,
    catat_temuan,
    mulai_verifikasi,
    putuskan_verifikasi,
)
from forum_paksi.pleno.service import buat_pleno, keluarkan_dari_pleno, masukkan_pleno, putuskan, tutup_pleno
from forum_paksi.sertifikat.rules import TindakanSertifikat
from forum_paksi.sertifikat.service import ubah_keadaan
from forum_paksi.sertifikat.unduhan import terbitkan_keterangan
from forum_server.plugin import Aktor, Database, KeadaanMenolak
from tests.paksi.bahan import LSP, isi, potret
from tests.paksi.bahan_asesmen import JAUH, KINI, OPERATOR_LSP, Dunia, diputus, dunia, hasil, petugas
from tests.paksi.bahan_permohonan import BARU, KUNCI
from tests.paksi.test_plugin_mati import matikan

Tindakan = tuple[Callable[..., Any], Aktor, tuple[Any, ...], dict[str, Any]]


def permohonan(d: Dunia, id_: uuid.UUID, pleno: uuid.UUID) -> list[Tindakan]:
    """Whatever anybody could do to an application; where it stands comes after whether the plugin is on."""
    a, k = d.aktor, Kompetensi.K
    milik: dict[str, Any] = {"permohonan_id": id_}
    pemohon = d.pemohon(1)
    return [
        (isi_apl01, pemohon, (KUNCI,), {**milik, "setuju": True}),
        (jawab_apl02, pemohon, (), {**milik, "jawaban": []}),
        (lampirkan_dokumen, pemohon, (), {**milik, "butir": "EKTP", "unggahan": uuid.uuid4()}),
        (hapus_dokumen, pemohon, (), {**milik, "butir": "EKTP"}),
        (ajukan_permohonan, pemohon, (), milik),
        (tarik, pemohon, (), milik),
        (batalkan, OPERATOR_LSP, (), {**milik, "alasan": "Ada"}),
        (jadwalkan, OPERATOR_LSP, (), milik),
        (mulai_verifikasi, a("verifikator"), (), milik),
        (catat_temuan, a("verifikator"), (), {**milik, "butir": "EKTP", "sesuai": True}),
        (putuskan_verifikasi, a("verifikator"), (), {**milik, "putusan": PutusanVerifikasi.MEMENUHI_SYARAT}),
        (tugaskan_asesor, OPERATOR_LSP, (), {**milik, "asesor_id": d.asesor["asesor"]}),
        (catat_tidak_hadir, OPERATOR_LSP, (), milik),
        (masukkan_pleno, a("pemutus"), (), {"pleno_id": pleno, "permohonan": [id_]}),
        (keluarkan_dari_pleno, a("pemutus"), (), milik),
        (putuskan, a("pemutus"), (), {**milik, "keputusan": k}),
        (ajukan_banding, pemohon, (), {**milik, "alasan": "Keliru"}),
        (putuskan_banding, a("hakim"), (), {**milik, "dikabulkan": True, "jawaban": "Benar"}),
        (terbitkan, a("penerbit"), (), {**milik, "nomor": "S/9", "terbit": KINI}),
    ]


def asesor(d: Dunia, id_: uuid.UUID) -> list[Tindakan]:
    """What the asesor of an application does."""
    siapa, milik = d.aktor("asesor"), {"permohonan_id": id_}
    return [
        (mulai_asesmen, siapa, (), milik),
        (catat_unit, siapa, (), {**milik, "unit": hasil(d.unit, "K", "K")}),
        (rekomendasikan, siapa, (), {**milik, "rekomendasi": Kompetensi.K}),
    ]


def lain(d: Dunia, sertifikat: uuid.UUID, bukti: uuid.UUID, pleno: uuid.UUID) -> list[Tindakan]:
    """What is no application's."""
    orang: dict[str, Any] = {"orang": d.asesi[0]}
    surat = {"sertifikat_id": sertifikat, "nomor": "KET/1", "tanggal": KINI}
    met = {"lembaga": LSP, "orang_id": d.orang["ketua"], "no_met": "MET.9", "sertifikat_berakhir": JAUH}
    baru = {"lembaga": LSP, "nomor": "BA/9", "tanggal": KINI, "tempat": "X", "anggota": [d.orang["ketua"]]}
    kelas = IsianBukti(jenis=JenisBukti.ELEARNING, nama="Kelas", mulai=KINI, selesai=KINI)
    return [
        (buat_permohonan, d.pemohon(), (), {**orang, "isian": BARU}),
        (catat_bukti, d.pemohon(), (), {**orang, "isian": kelas}),
        (hapus_bukti, d.pemohon(), (), {"bukti_id": bukti}),
        (daftarkan_asesor, OPERATOR_LSP, (), met),
        (buat_pleno, OPERATOR_LSP, (), baru),
        (tutup_pleno, OPERATOR_LSP, (), {"pleno_id": pleno}),
        (terbitkan_keterangan, d.aktor("penerbit"), (), surat),
        *(
            (
                ubah_keadaan,
                d.aktor("penerbit"),
                (),
                {"sertifikat_id": sertifikat, "tindakan": t, "alasan": "Ada"},
            )
            for t in (TindakanSertifikat.BEKUKAN, TindakanSertifikat.AKTIFKAN, TindakanSertifikat.CABUT)
        ),
    ]


async def test_where_the_plugin_is_off_no_step_to_a_certificate_is_taken(db: Database) -> None:
    d = await dunia(db, banyak=2)
    await diputus(db, d, 0)
    apa: dict[str, Any] = {"permohonan_id": d.permohonan[0], "nomor": "S/1", "terbit": KINI}
    sertifikat = await db.write(terbitkan, d.aktor("penerbit"), **apa)
    pleno = await diputus(db, d, 1, nilai="BK", nomor="BA/2")
    kelas = IsianBukti(jenis=JenisBukti.DIKLAT, nama="Diklat", mulai=KINI, selesai=KINI)
    bukti = await db.write(catat_bukti, d.pemohon(), orang=d.asesi[0], isian=kelas)
    semua = [
        *permohonan(d, d.permohonan[1], pleno),
        *asesor(d, d.permohonan[1]),
        *lain(d, sertifikat, bukti, pleno),
    ]
    await db.write(matikan)
    sebelum = await potret(db)
    for unit, siapa, posisi, nilai in semua:
        with pytest.raises(KeadaanMenolak) as galat:
            await db.write(unit, siapa, *posisi, **nilai)
        assert (unit.__name__, galat.value.kode) == (unit.__name__, "PLUGIN_TIDAK_AKTIF")
    assert await potret(db) == sebelum
    assert await isi(db, "paksi_sertifikat", "keadaan") == [("AKTIF",)]


async def test_control_the_same_steps_are_weighed_by_their_own_rules_where_it_is_on(db: Database) -> None:
    d = await dunia(db, banyak=2)
    pleno = await diputus(db, d, 1, nilai="BK")
    milik: dict[str, Any] = {"permohonan_id": d.permohonan[1]}
    jawab = {"dikabulkan": True, "jawaban": "Benar"}
    semua: list[Tindakan] = [
        (ajukan_permohonan, d.pemohon(1), (), milik),
        (mulai_asesmen, d.aktor("asesor"), (), milik),
        (putuskan_banding, d.aktor("hakim"), (), {**milik, **jawab}),
    ]
    for unit, siapa, _, nilai in semua:
        with pytest.raises(KeadaanMenolak) as galat:
            await db.write(unit, siapa, **nilai)
        assert galat.value.kode == "KEADAAN_TIDAK_SESUAI"
    await db.write(tutup_pleno, petugas(d.orang["pemutus"], "paksi:pleno"), pleno_id=pleno)
