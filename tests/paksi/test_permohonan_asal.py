"""Which certificate an application may start from: every kind × scheme × state of the certificate."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_paksi.permohonan.asal import SertifikatAsal, SkemaTujuan, periksa_asal, periksa_baru
from forum_paksi.persyaratan.rules import JenisPermohonan
from forum_paksi.sertifikat.rules import KeadaanSertifikat
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import GalatDomain

J = JenisPermohonan
KS = KeadaanSertifikat
HARI = date(2026, 3, 1)
SKEMA = {
    "PAKSI_PERTAMA": SkemaTujuan(kode="PAKSI_PERTAMA", jenis=JenisSkema.PAKSI, urutan=1),
    "PAKSI_MUDA": SkemaTujuan(kode="PAKSI_MUDA", jenis=JenisSkema.PAKSI, urutan=2),
    "PAKSI_MADYA": SkemaTujuan(kode="PAKSI_MADYA", jenis=JenisSkema.PAKSI, urutan=3),
    "PAKSI_UTAMA": SkemaTujuan(kode="PAKSI_UTAMA", jenis=JenisSkema.PAKSI, urutan=4),
    "API": SkemaTujuan(kode="API", jenis=JenisSkema.API, urutan=5),
}


def asal(
    kode: str, *, sisa: int = 100, keadaan: KeadaanSertifikat = KS.AKTIF, diakui: bool = True
) -> SertifikatAsal:
    """A certificate with so many days left."""
    return SertifikatAsal(
        skema=SKEMA[kode],
        terbit=HARI - timedelta(1000),
        berakhir=HARI + timedelta(sisa),
        keadaan=keadaan,
        diakui=diakui,
    )


def hasil(jenis: JenisPermohonan, tujuan: str, dari: SertifikatAsal | None) -> str | None:
    """The code of the refusal, or None."""
    try:
        periksa_asal(jenis, SKEMA[tujuan], dari, HARI)
    except GalatDomain as galat:
        return galat.kode
    return None


def test_an_upgrade_leads_from_any_lower_jenjang_to_any_higher_one_and_nowhere_else() -> None:
    boleh = {
        (dari, ke) for dari, ke in product(SKEMA, SKEMA) if hasil(J.NAIK_JENJANG, ke, asal(dari)) is None
    }
    assert boleh == {
        ("PAKSI_PERTAMA", "PAKSI_MUDA"),
        ("PAKSI_PERTAMA", "PAKSI_MADYA"),
        ("PAKSI_PERTAMA", "PAKSI_UTAMA"),
        ("PAKSI_MUDA", "PAKSI_MADYA"),
        ("PAKSI_MUDA", "PAKSI_UTAMA"),
        ("PAKSI_MADYA", "PAKSI_UTAMA"),
    }
    assert {hasil(J.NAIK_JENJANG, ke, asal(dari)) for dari, ke in product(SKEMA, SKEMA)} == {
        None,
        "SERTIFIKAT_TIDAK_SESUAI",
    }


@pytest.mark.parametrize("jenis", [J.PERPANJANGAN, J.SERTIFIKASI_ULANG])
def test_a_renewal_and_a_recertification_stay_in_their_scheme(jenis: JenisPermohonan) -> None:
    sisa = 100 if jenis is J.PERPANJANGAN else -1
    for dari, ke in product(SKEMA, SKEMA):
        harap = None if dari == ke else "SERTIFIKAT_TIDAK_SESUAI"
        assert hasil(jenis, ke, asal(dari, sisa=sisa)) == harap, (dari, ke)


def test_what_is_still_active_is_renewed_or_raised_and_what_expired_is_certified_again() -> None:
    dapat = {
        (jenis, keadaan, sisa): hasil(jenis, tujuan, asal("PAKSI_MUDA", sisa=sisa, keadaan=keadaan))
        for jenis, tujuan in (
            (J.NAIK_JENJANG, "PAKSI_UTAMA"),
            (J.PERPANJANGAN, "PAKSI_MUDA"),
            (J.SERTIFIKASI_ULANG, "PAKSI_MUDA"),
        )
        for keadaan in KS
        for sisa in (-1, 0)
    }
    boleh = {kunci for kunci, kode in dapat.items() if kode is None}
    assert boleh == {
        (J.NAIK_JENJANG, KS.AKTIF, 0),
        (J.PERPANJANGAN, KS.AKTIF, 0),
        (J.SERTIFIKASI_ULANG, KS.AKTIF, -1),
    }
    assert dapat.pop((J.SERTIFIKASI_ULANG, KS.AKTIF, 0)) == "SERTIFIKAT_MASIH_BERLAKU"
    assert {kode for kode in dapat.values() if kode} == {"SERTIFIKAT_TIDAK_AKTIF"}


def test_a_first_application_starts_from_no_certificate_and_every_other_from_one() -> None:
    assert hasil(J.BARU, "PAKSI_MUDA", None) is None
    assert hasil(J.BARU, "PAKSI_MUDA", asal("PAKSI_PERTAMA")) == "SERTIFIKAT_TIDAK_SESUAI"
    assert {hasil(j, "PAKSI_MUDA", None) for j in J if j is not J.BARU} == {"WAJIB_DIISI"}


@given(
    st.sampled_from([j for j in J if j is not J.BARU]),
    st.sampled_from(sorted(SKEMA)),
    st.sampled_from(sorted(SKEMA)),
    st.sampled_from(list(KS)),
    st.integers(-2000, 2000),
)
def test_a_certificate_nobody_recognises_is_no_start_for_anything(
    jenis: JenisPermohonan, tujuan: str, dari: str, keadaan: KeadaanSertifikat, sisa: int
) -> None:
    assert hasil(jenis, tujuan, asal(dari, sisa=sisa, keadaan=keadaan, diakui=False)) in {
        "SERTIFIKAT_TIDAK_DIAKUI",
        "SERTIFIKAT_TIDAK_SESUAI",
    }


def test_a_first_certificate_never_stands_beside_or_beneath_one_in_force() -> None:
    def baru(tujuan: str, dimiliki: SertifikatAsal | None) -> str | None:
        try:
            periksa_baru(SKEMA[tujuan], dimiliki, HARI)
        except GalatDomain as galat:
            return galat.kode
        return None

    ditolak = {
        (dari, ke) for dari, ke in product(SKEMA, SKEMA) if baru(ke, asal(dari)) == "SUDAH_BERSERTIFIKAT"
    }
    paksi = [k for k in SKEMA if k != "API"]
    assert ditolak == {("API", "API")} | {
        (dari, ke) for dari, ke in product(paksi, paksi) if SKEMA[dari].urutan >= SKEMA[ke].urutan
    }
    assert baru("PAKSI_PERTAMA", None) is None
    for lain in (
        asal("PAKSI_UTAMA", sisa=-1),
        asal("PAKSI_UTAMA", keadaan=KS.DICABUT),
        asal("PAKSI_UTAMA", diakui=False),
    ):
        assert baru("PAKSI_PERTAMA", lain) is None
