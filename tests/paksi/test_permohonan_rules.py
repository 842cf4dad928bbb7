"""The whole life of an application, every state × action × capacity."""

from __future__ import annotations

from typing import Final

import pytest

from forum_paksi.permohonan.rules import (
    PERALIHAN,
    SELESAI,
    KeadaanPermohonan,
    PelakuPermohonan,
    TindakanPermohonan,
    setelah,
    tolak_tindakan,
)

K = KeadaanPermohonan
P = PelakuPermohonan
T = TindakanPermohonan
PEMOHON: Final = {P.DIRI, P.PEMDA, P.SISTEM}
KURSI: Final = {P.PEMDA, P.LSP, P.SISTEM}
BOLEH: Final = {
    (K.DRAF, T.UBAH): (K.DRAF, PEMOHON),
    (K.PERLU_PERBAIKAN, T.UBAH): (K.PERLU_PERBAIKAN, PEMOHON),
    (K.DRAF, T.AJUKAN): (K.DIAJUKAN, PEMOHON),
    (K.PERLU_PERBAIKAN, T.AJUKAN): (K.DIAJUKAN, PEMOHON),
    (K.DIAJUKAN, T.MULAI_VERIFIKASI): (K.VERIFIKASI, {P.VERIFIKATOR}),
    (K.VERIFIKASI, T.MULAI_VERIFIKASI): (K.VERIFIKASI, {P.VERIFIKATOR}),
    (K.VERIFIKASI, T.CATAT_TEMUAN): (K.VERIFIKASI, {P.VERIFIKATOR}),
    (K.VERIFIKASI, T.NYATAKAN_MEMENUHI): (K.MEMENUHI_SYARAT, {P.VERIFIKATOR}),
    (K.VERIFIKASI, T.MINTA_PERBAIKAN): (K.PERLU_PERBAIKAN, {P.VERIFIKATOR}),
    (K.VERIFIKASI, T.NYATAKAN_TIDAK_MEMENUHI): (K.TIDAK_MEMENUHI_SYARAT, {P.VERIFIKATOR}),
    (K.MEMENUHI_SYARAT, T.JADWALKAN): (K.TERJADWAL, KURSI),
    (K.TERJADWAL, T.LEPAS_JADWAL): (K.MEMENUHI_SYARAT, KURSI),
    (K.TERJADWAL, T.TUGASKAN_ASESOR): (K.TERJADWAL, {P.LSP, P.SISTEM}),
    (K.ASESMEN_ULANG, T.TUGASKAN_ASESOR): (K.ASESMEN_ULANG, {P.LSP, P.SISTEM}),
    (K.TERJADWAL, T.MULAI_ASESMEN): (K.DIASES, {P.ASESOR}),
    (K.ASESMEN_ULANG, T.MULAI_ASESMEN): (K.DIASES, {P.ASESOR}),
    (K.TERJADWAL, T.CATAT_TIDAK_HADIR): (K.TIDAK_HADIR, {P.ASESOR, P.LSP}),
    (K.ASESMEN_ULANG, T.CATAT_TIDAK_HADIR): (K.TIDAK_HADIR, {P.ASESOR, P.LSP}),
    (K.DIASES, T.CATAT_UNIT): (K.DIASES, {P.ASESOR}),
    (K.DIASES, T.REKOMENDASIKAN): (K.DIREKOMENDASIKAN, {P.ASESOR}),
    (K.DIREKOMENDASIKAN, T.MASUKKAN_PLENO): (K.PLENO, {P.PEMUTUS, P.LSP}),
    (K.PLENO, T.KELUARKAN_PLENO): (K.DIREKOMENDASIKAN, {P.PEMUTUS, P.LSP}),
    (K.PLENO, T.PUTUSKAN_KOMPETEN): (K.KOMPETEN, {P.PEMUTUS}),
    (K.PLENO, T.PUTUSKAN_BELUM_KOMPETEN): (K.BELUM_KOMPETEN, {P.PEMUTUS}),
    (K.BELUM_KOMPETEN, T.AJUKAN_BANDING): (K.BANDING, PEMOHON),
    (K.BANDING, T.TERIMA_BANDING): (K.ASESMEN_ULANG, {P.PEMUTUS_BANDING}),
    (K.BANDING, T.TOLAK_BANDING): (K.BELUM_KOMPETEN, {P.PEMUTUS_BANDING}),
    (K.KOMPETEN, T.TERBITKAN): (K.SERTIFIKAT_TERBIT, {P.PENERBIT}),
    **{
        (k, T.TARIK): (K.MUNDUR, PEMOHON)
        for k in (
            K.DRAF,
            K.DIAJUKAN,
            K.VERIFIKASI,
            K.PERLU_PERBAIKAN,
            K.MEMENUHI_SYARAT,
            K.TERJADWAL,
            K.DIASES,
            K.DIREKOMENDASIKAN,
            K.PLENO,
            K.ASESMEN_ULANG,
        )
    },
    **{
        (k, T.BATALKAN): (K.DIBATALKAN, {P.LSP, P.SISTEM})
        for k in (
            K.DIAJUKAN,
            K.VERIFIKASI,
            K.PERLU_PERBAIKAN,
            K.MEMENUHI_SYARAT,
            K.TERJADWAL,
            K.DIASES,
            K.DIREKOMENDASIKAN,
            K.PLENO,
            K.ASESMEN_ULANG,
        )
    },
}
"""All that is allowed, written out apart from the table it tries."""


@pytest.mark.parametrize("keadaan", list(K))
def test_every_step_is_allowed_exactly_where_and_to_whom_the_life_says(keadaan: KeadaanPermohonan) -> None:
    for tindakan in T:
        ke, oleh = BOLEH.get((keadaan, tindakan), (None, set[PelakuPermohonan]()))
        for pelaku in P:
            harap = ke if pelaku in oleh else None
            assert setelah(keadaan, tindakan, pelaku) is harap, (keadaan, tindakan, pelaku)


def test_the_table_names_every_action_and_every_state_can_be_reached_from_a_draft() -> None:
    assert set(PERALIHAN) == set(T)
    sampai, lama = {K.DRAF}, set[KeadaanPermohonan]()
    while sampai != lama:
        lama = set(sampai)
        sampai |= {p.ke for p in PERALIHAN.values() if p.ke and p.dari & lama}
    assert sampai == set(K)


def test_an_end_is_left_by_an_appeal_only_and_every_other_state_can_be_left() -> None:
    keluar = {k: {t for t, p in PERALIHAN.items() if k in p.dari} for k in K}
    assert {k: t for k, t in keluar.items() if k in SELESAI} == {
        k: {T.AJUKAN_BANDING} if k is K.BELUM_KOMPETEN else set[TindakanPermohonan]() for k in SELESAI
    }
    assert all(any(PERALIHAN[t].ke for t in keluar[k]) for k in K if k not in SELESAI)


def test_nobody_decides_competence_without_a_pleno_and_no_certificate_comes_without_competence() -> None:
    menuju = {k: {d for p in PERALIHAN.values() if p.ke is k for d in p.dari} for k in K}
    assert menuju[K.KOMPETEN] == {K.PLENO}
    assert menuju[K.SERTIFIKAT_TERBIT] == {K.KOMPETEN}
    assert menuju[K.BELUM_KOMPETEN] == {K.PLENO, K.BANDING}
    assert menuju[K.PLENO] == {K.DIREKOMENDASIKAN}


def test_reasons_are_asked_where_somebody_must_be_able_to_answer_them() -> None:
    assert {t for t, p in PERALIHAN.items() if p.beralasan} == {
        T.NYATAKAN_TIDAK_MEMENUHI,
        T.AJUKAN_BANDING,
        T.TERIMA_BANDING,
        T.TOLAK_BANDING,
        T.BATALKAN,
    }
    assert {t for t, p in PERALIHAN.items() if p.ulang} == {T.TERIMA_BANDING}


def test_the_server_itself_never_judges_a_person() -> None:
    menilai = {P.VERIFIKATOR, P.ASESOR, P.PEMUTUS, P.PEMUTUS_BANDING, P.PENERBIT}
    assert [t for t, p in PERALIHAN.items() if p.oleh & menilai and P.SISTEM in p.oleh] == []


def test_a_refusal_says_where_the_application_is_and_when_the_action_is_possible() -> None:
    galat = tolak_tindakan(K.DIASES, T.AJUKAN)
    assert galat.kode == "KEADAAN_TIDAK_SESUAI"
    assert galat.pesan == (
        "Permohonan ini sedang DIASES; AJUKAN hanya dapat dilakukan saat DRAF atau PERLU_PERBAIKAN. "
        "Muat ulang permohonan lalu pilih tindakan yang sesuai."
    )
