"""The states of an application (domain notes 1.3), every step between them and who takes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from forum_server.plugin import KeadaanMenolak

ALASAN_MAKS: Final = 500


class KeadaanPermohonan(StrEnum):
    """How far an application is. PLENO: on the agenda of a pleno; ASESMEN_ULANG: an appeal was upheld."""

    DRAF = "DRAF"
    DIAJUKAN = "DIAJUKAN"
    VERIFIKASI = "VERIFIKASI"
    PERLU_PERBAIKAN = "PERLU_PERBAIKAN"
    MEMENUHI_SYARAT = "MEMENUHI_SYARAT"
    TIDAK_MEMENUHI_SYARAT = "TIDAK_MEMENUHI_SYARAT"
    TERJADWAL = "TERJADWAL"
    DIASES = "DIASES"
    DIREKOMENDASIKAN = "DIREKOMENDASIKAN"
    PLENO = "PLENO"
    KOMPETEN = "KOMPETEN"
    BELUM_KOMPETEN = "BELUM_KOMPETEN"
    BANDING = "BANDING"
    ASESMEN_ULANG = "ASESMEN_ULANG"
    SERTIFIKAT_TERBIT = "SERTIFIKAT_TERBIT"
    MUNDUR = "MUNDUR"
    DIBATALKAN = "DIBATALKAN"
    TIDAK_HADIR = "TIDAK_HADIR"


K = KeadaanPermohonan
SELESAI: Final = frozenset(
    {
        K.TIDAK_MEMENUHI_SYARAT,
        K.BELUM_KOMPETEN,
        K.SERTIFIKAT_TERBIT,
        K.MUNDUR,
        K.DIBATALKAN,
        K.TIDAK_HADIR,
    }
)
"""Nothing more is waited for; the person may apply anew. BELUM_KOMPETEN can still be appealed."""


class Kompetensi(StrEnum):
    """K (kompeten) or BK (belum kompeten), of one unit or of the whole."""

    K = "K"
    BK = "BK"


class PelakuPermohonan(StrEnum):
    """In which capacity somebody touches an application."""

    DIRI = "DIRI"
    """The applicant, with an account of their own."""
    PEMDA = "PEMDA"
    """Who keeps the applications of the person's region (`paksi:mohon`)."""
    VERIFIKATOR = "VERIFIKATOR"
    ASESOR = "ASESOR"
    """The asesor this application is given to, nobody else's."""
    LSP = "LSP"
    """Operator of the LSP (`paksi:jadwal`)."""
    PEMUTUS = "PEMUTUS"
    PEMUTUS_BANDING = "PEMUTUS_BANDING"
    PENERBIT = "PENERBIT"
    SISTEM = "SISTEM"
    """The server's own work: jobs, seeds, what follows from a seat."""


class TindakanPermohonan(StrEnum):
    """What can be done to an application, by its name in the history and in refusals."""

    UBAH = "UBAH"
    AJUKAN = "AJUKAN"
    TARIK = "TARIK"
    MULAI_VERIFIKASI = "MULAI_VERIFIKASI"
    CATAT_TEMUAN = "CATAT_TEMUAN"
    NYATAKAN_MEMENUHI = "NYATAKAN_MEMENUHI"
    MINTA_PERBAIKAN = "MINTA_PERBAIKAN"
    NYATAKAN_TIDAK_MEMENUHI = "NYATAKAN_TIDAK_MEMENUHI"
    JADWALKAN = "JADWALKAN"
    LEPAS_JADWAL = "LEPAS_JADWAL"
    TUGASKAN_ASESOR = "TUGASKAN_ASESOR"
    MULAI_ASESMEN = "MULAI_ASESMEN"
    CATAT_TIDAK_HADIR = "CATAT_TIDAK_HADIR"
    CATAT_UNIT = "CATAT_UNIT"
    REKOMENDASIKAN = "REKOMENDASIKAN"
    MASUKKAN_PLENO = "MASUKKAN_PLENO"
    KELUARKAN_PLENO = "KELUARKAN_PLENO"
    PUTUSKAN_KOMPETEN = "PUTUSKAN_KOMPETEN"
    PUTUSKAN_BELUM_KOMPETEN = "PUTUSKAN_BELUM_KOMPETEN"
    AJUKAN_BANDING = "AJUKAN_BANDING"
    TERIMA_BANDING = "TERIMA_BANDING"
    TOLAK_BANDING = "TOLAK_BANDING"
    TERBITKAN = "TERBITKAN"
    BATALKAN = "BATALKAN"


@dataclass(frozen=True, kw_only=True, slots=True)
class Peralihan:
    """From which states an action leads to which one (None: it stays), and who may take it.

    `beralasan`: it is not done without a reason. `ulang`: the next round of assessment begins, with nobody assigned
    and nothing recommended.
    """

    dari: frozenset[KeadaanPermohonan]
    ke: KeadaanPermohonan | None
    oleh: frozenset[PelakuPermohonan]
    beralasan: bool = False
    ulang: bool = False


P = PelakuPermohonan
T = TindakanPermohonan
_PEMOHON = frozenset({P.DIRI, P.PEMDA, P.SISTEM})
_VERIFIKATOR = frozenset({P.VERIFIKATOR})
_ASESOR = frozenset({P.ASESOR})
_PENYUSUN_PLENO = frozenset({P.PEMUTUS, P.LSP})
_DISUSUN = frozenset({K.DRAF, K.PERLU_PERBAIKAN})
_DIVERIFIKASI = frozenset({K.VERIFIKASI})
_AKAN_DIASES = frozenset({K.TERJADWAL, K.ASESMEN_ULANG})
SEBELUM_PUTUSAN: Final = frozenset(K) - SELESAI - {K.KOMPETEN, K.BANDING}
"""Nothing is decided yet: an application can be withdrawn, or ended by the LSP."""
PERALIHAN: Final = {
    T.UBAH: Peralihan(dari=_DISUSUN, ke=None, oleh=_PEMOHON),
    T.AJUKAN: Peralihan(dari=_DISUSUN, ke=K.DIAJUKAN, oleh=_PEMOHON),
    T.TARIK: Peralihan(dari=SEBELUM_PUTUSAN, ke=K.MUNDUR, oleh=_PEMOHON),
    T.MULAI_VERIFIKASI: Peralihan(
        dari=frozenset({K.DIAJUKAN, K.VERIFIKASI}), ke=K.VERIFIKASI, oleh=_VERIFIKATOR
    ),
    T.CATAT_TEMUAN: Peralihan(dari=_DIVERIFIKASI, ke=None, oleh=_VERIFIKATOR),
    T.NYATAKAN_MEMENUHI: Peralihan(dari=_DIVERIFIKASI, ke=K.MEMENUHI_SYARAT, oleh=_VERIFIKATOR),
    T.MINTA_PERBAIKAN: Peralihan(dari=_DIVERIFIKASI, ke=K.PERLU_PERBAIKAN, oleh=_VERIFIKATOR),
    T.NYATAKAN_TIDAK_MEMENUHI: Peralihan(
        dari=_DIVERIFIKASI, ke=K.TIDAK_MEMENUHI_SYARAT, oleh=_VERIFIKATOR, beralasan=True
    ),
    T.JADWALKAN: Peralihan(
        dari=frozenset({K.MEMENUHI_SYARAT}), ke=K.TERJADWAL, oleh=frozenset({P.PEMDA, P.LSP, P.SISTEM})
    ),
    T.LEPAS_JADWAL: Peralihan(
        dari=frozenset({K.TERJADWAL}), ke=K.MEMENUHI_SYARAT, oleh=frozenset({P.PEMDA, P.LSP, P.SISTEM})
    ),
    T.TUGASKAN_ASESOR: Peralihan(dari=_AKAN_DIASES, ke=None, oleh=frozenset({P.LSP, P.SISTEM})),
    T.MULAI_ASESMEN: Peralihan(dari=_AKAN_DIASES, ke=K.DIASES, oleh=_ASESOR),
    T.CATAT_TIDAK_HADIR: Peralihan(dari=_AKAN_DIASES, ke=K.TIDAK_HADIR, oleh=frozenset({P.ASESOR, P.LSP})),
    T.CATAT_UNIT: Peralihan(dari=frozenset({K.DIASES}), ke=None, oleh=_ASESOR),
    T.REKOMENDASIKAN: Peralihan(dari=frozenset({K.DIASES}), ke=K.DIREKOMENDASIKAN, oleh=_ASESOR),
    T.MASUKKAN_PLENO: Peralihan(dari=frozenset({K.DIREKOMENDASIKAN}), ke=K.PLENO, oleh=_PENYUSUN_PLENO),
    T.KELUARKAN_PLENO: Peralihan(dari=frozenset({K.PLENO}), ke=K.DIREKOMENDASIKAN, oleh=_PENYUSUN_PLENO),
    T.PUTUSKAN_KOMPETEN: Peralihan(dari=frozenset({K.PLENO}), ke=K.KOMPETEN, oleh=frozenset({P.PEMUTUS})),
    T.PUTUSKAN_BELUM_KOMPETEN: Peralihan(
        dari=frozenset({K.PLENO}), ke=K.BELUM_KOMPETEN, oleh=frozenset({P.PEMUTUS})
    ),
    T.AJUKAN_BANDING: Peralihan(
        dari=frozenset({K.BELUM_KOMPETEN}), ke=K.BANDING, oleh=_PEMOHON, beralasan=True
    ),
    T.TERIMA_BANDING: Peralihan(
        dari=frozenset({K.BANDING}),
        ke=K.ASESMEN_ULANG,
        oleh=frozenset({P.PEMUTUS_BANDING}),
        beralasan=True,
        ulang=True,
    ),
    T.TOLAK_BANDING: Peralihan(
        dari=frozenset({K.BANDING}),
        ke=K.BELUM_KOMPETEN,
        oleh=frozenset({P.PEMUTUS_BANDING}),
        beralasan=True,
    ),
    T.TERBITKAN: Peralihan(
        dari=frozenset({K.KOMPETEN}), ke=K.SERTIFIKAT_TERBIT, oleh=frozenset({P.PENERBIT})
    ),
    T.BATALKAN: Peralihan(
        dari=SEBELUM_PUTUSAN - {K.DRAF}, ke=K.DIBATALKAN, oleh=frozenset({P.LSP, P.SISTEM}), beralasan=True
    ),
}
"""The whole life. MULAI_VERIFIKASI from VERIFIKASI: another verifier takes over. Decisions about a person are never
the server's own, so SISTEM stands nowhere among those who verify, assess, decide or issue."""


def setelah(
    keadaan: KeadaanPermohonan, tindakan: TindakanPermohonan, pelaku: PelakuPermohonan
) -> KeadaanPermohonan | None:
    """The state an action by `pelaku` leads to, or None where it is not allowed."""
    peralihan = PERALIHAN[tindakan]
    if keadaan not in peralihan.dari or pelaku not in peralihan.oleh:
        return None
    return peralihan.ke or keadaan


def tolak_tindakan(keadaan: KeadaanPermohonan, tindakan: TindakanPermohonan) -> KeadaanMenolak:
    """The refusal of an action that the present state forbids."""
    dari = " atau ".join(k.value for k in K if k in PERALIHAN[tindakan].dari)
    return KeadaanMenolak(
        "KEADAAN_TIDAK_SESUAI",
        f"Permohonan ini sedang {keadaan.value}; {tindakan.value} hanya dapat dilakukan saat {dari}. "
        "Muat ulang permohonan lalu pilih tindakan yang sesuai.",
    )
