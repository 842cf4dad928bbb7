"""The certification half of the demo: Kabupaten Pekalongan and Kota Pontianak show every state there is."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from forum_paksi.hari import hari_ini
from forum_paksi.permohonan.rules import KeadaanPermohonan
from forum_paksi.seed.angkatan import isi_angkatan, isi_duta
from forum_paksi.seed.asesmen import BANDING_DITERIMA, BANDING_DITOLAK, isi_asesmen
from forum_paksi.seed.diklat import isi_diklat
from forum_paksi.seed.forum import isi_forum
from forum_paksi.seed.himpunan import isi_himpunan
from forum_paksi.seed.kegiatan import isi_kegiatan, isi_permintaan_penyuluh, laporan_diterima
from forum_paksi.seed.pelaku import PEKALONGAN, PONTIANAK, Petugas, akun_diri
from forum_paksi.seed.permohonan import Asesi, bekali, isi_awal, isi_unit, memenuhi_syarat
from forum_paksi.seed.sertifikat import Pemegang, isi_sertifikat
from forum_server.plugin import benih_orang

__all__ = ["isi_sertifikasi"]

K: Final = KeadaanPermohonan
LEWAT_PENGALAMAN: Final = frozenset({K.TIDAK_MEMENUHI_SYARAT, K.KOMPETEN, K.BANDING, BANDING_DITERIMA})
"""Who of these goes through the jalur pengalaman; the others through the diklat."""
NASIB: Final = (
    *(k for k in K if k not in {K.DRAF, K.DIAJUKAN}),
    BANDING_DITOLAK,
    BANDING_DITERIMA,
)
"""What becomes of the demo's new applicants; a penyuluh's own renewal is the draft, a certification anew is handed in."""


def isi_sertifikasi(
    session: Session,
    p: Petugas,
    *,
    calon: Sequence[tuple[uuid.UUID, uuid.UUID]],
    kalbar: Sequence[uuid.UUID],
) -> None:
    """`calon` are the people of the cohort with their perangkat daerah, `kalbar` people of the province's pemda."""
    kini = hari_ini(session, PEKALONGAN)
    isi_unit(session, p)
    pemegang = isi_sertifikat(session, p, kini)
    penyuluh = akun_diri(session, "demo.penyuluh", pemegang.penyuluh, PEKALONGAN)
    opd = tuple(o for _, o in calon)
    asesi = _asesi(session, opd)
    orang = tuple(o for o, _ in calon)
    isi_diklat(
        session,
        p,
        pelatih=[pemegang.muda],
        lulus=[a.orang for a in asesi.values() if a.jalur == "DIKLAT"],
        tidak_lulus=orang[-2],
        berikutnya=orang[20:26],
        hari_ini=kini,
    )
    for satu in asesi.values():
        bekali(session, p, satu, kini)
    isi_kegiatan(session, p, penyuluh, pemegang.muda, pemegang.api, kini)
    isi_awal(
        session,
        p,
        {K(n): a for n, a in asesi.items() if n in K.__members__},
        penyuluh=penyuluh,
        berlaku=pemegang.akan_berakhir,
        kedaluwarsa=(pemegang.kedaluwarsa, pemegang.sertifikat_kedaluwarsa),
    )
    isi_asesmen(session, p, asesi, kini)
    isi_himpunan(
        session, p, [asesi[n].orang for n in (K.VERIFIKASI, K.PERLU_PERBAIKAN, K.MEMENUHI_SYARAT)], kini
    )
    isi_permintaan_penyuluh(session, p, penyuluh, opd, kini)
    isi_angkatan(session, p, orang, kini)
    isi_duta(session, p, orang[:4], kini)
    isi_forum(
        session,
        p,
        pekalongan=[pemegang.penyuluh, pemegang.muda, *orang[30:33]],
        kalbar=[pemegang.pontianak, *kalbar],
        hari_ini=kini,
    )
    _pontianak(session, p, pemegang, kini)


def _asesi(session: Session, opd: Sequence[uuid.UUID]) -> dict[str, Asesi]:
    """Applicants by what becomes of them, each of another perangkat daerah of Kabupaten Pekalongan."""
    return {
        nasib: Asesi(
            orang=benih_orang(session, f"Wijaya Kusuma Contoh Asesi {ke:02}", PEKALONGAN, opd[ke]),
            jalur="PENGALAMAN" if nasib in LEWAT_PENGALAMAN else "DIKLAT",
        )
        for ke, nasib in enumerate(NASIB, 1)
    }


def _pontianak(session: Session, p: Petugas, pemegang: Pemegang, kini: date) -> None:
    """Kota Pontianak reports too, and has somebody ready for a seat."""
    assert p.pontianak.orang_id is not None
    laporan_diterima(session, p, p.pontianak, pemegang.pontianak, PONTIANAK, kini)
    calon = Asesi(
        orang=benih_orang(session, "Wijaya Kusuma Contoh Asesi Pontianak", PONTIANAK),
        jalur="PENGALAMAN",
        wilayah=PONTIANAK,
    )
    bekali(session, p, calon, kini)
    memenuhi_syarat(session, p, calon)
