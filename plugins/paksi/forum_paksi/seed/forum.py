"""Forums and sekretariat of the demo: of a kabupaten, of a province, and one that was dissolved."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.organisasi.anggota import angkat_anggota, berhentikan_anggota
from forum_paksi.organisasi.models import Organ
from forum_paksi.organisasi.rules import IsianDasar, IsianForum, IsianOrgan, JenisDasarHukum, TingkatForum
from forum_paksi.organisasi.service import buat_forum, bubarkan_forum
from forum_paksi.seed.pelaku import PEKALONGAN, PONTIANAK, PROVINSI, Petugas
from forum_paksi.sekretariat.rules import IsianSekretariat, Staf
from forum_paksi.sekretariat.service import tetapkan_sekretariat
from forum_server.plugin import Aktor, JenisPerangkatDaerah, benih_opd, benih_orang

__all__ = ["isi_forum"]


def isi_forum(
    session: Session,
    p: Petugas,
    *,
    pekalongan: Sequence[uuid.UUID],
    kalbar: Sequence[uuid.UUID],
    hari_ini: date,
) -> None:
    """`pekalongan` and `kalbar` are who sits in them, beside people from outside government."""
    guru = benih_orang(session, "Tanjung Contoh Guru", PEKALONGAN)
    forum = _forum(
        session,
        p.pekalongan,
        PEKALONGAN,
        "Forum Komunikasi Antikorupsi Contoh",
        TingkatForum.KABUPATEN_KOTA,
        hari_ini,
    )
    _duduki(
        session,
        p.pekalongan,
        forum,
        zip(("Pembina", "Ketua", "Ketua I", "Ketua II", "Anggota"), [*pekalongan[:4], guru], strict=True),
        hari_ini,
    )
    lama = _duduki(session, p.pekalongan, forum, [("Anggota", pekalongan[4])], hari_ini)
    berhentikan_anggota(session, p.pekalongan, anggota_id=lama[0], pada=hari_ini - timedelta(days=30))
    bubar = _forum(
        session,
        p.pekalongan,
        PEKALONGAN,
        "Komunitas Integritas Contoh",
        TingkatForum.PROFESI,
        hari_ini,
    )
    bubarkan_forum(session, p.pekalongan, forum_id=bubar, alasan="Melebur ke Forum Komunikasi Antikorupsi.")
    provinsi = _forum(
        session,
        p.koordinator,
        PROVINSI,
        "Forum PAKSI Kalimantan Barat Contoh",
        TingkatForum.PROVINSI,
        hari_ini,
    )
    luar = benih_orang(session, "Teratai Contoh Dosen", PONTIANAK)
    _duduki(
        session,
        p.koordinator,
        provinsi,
        zip(("Pembina", "Ketua", "Ketua I", "Anggota"), [*kalbar[:3], luar], strict=True),
        hari_ini,
    )
    _sekretariat(session, p.pekalongan, PEKALONGAN, pekalongan, hari_ini)
    _sekretariat(session, p.pontianak, PONTIANAK, kalbar, hari_ini)


def _forum(
    session: Session, aktor: Aktor, wilayah: str, nama: str, tingkat: TingkatForum, hari_ini: date
) -> uuid.UUID:
    return buat_forum(
        session,
        aktor,
        wilayah=wilayah,
        isian=IsianForum(
            nama=nama,
            tingkat=tingkat,
            singkatan="".join(k[0] for k in nama.split()),
            mulai=hari_ini - timedelta(days=400),
            selesai=hari_ini + timedelta(days=700),
            dasar=[
                IsianDasar(
                    jenis=JenisDasarHukum.KEPUTUSAN_KEPALA_DAERAH,
                    nomor="188.4/CONTOH",
                    tanggal=hari_ini - timedelta(days=410),
                )
            ],
        ),
        organ=[IsianOrgan(nama=n) for n in ("Pembina", "Ketua", "Ketua I", "Ketua II", "Anggota")],
    )


def _duduki(
    session: Session,
    aktor: Aktor,
    forum: uuid.UUID,
    siapa: zip[tuple[str, uuid.UUID]] | Sequence[tuple[str, uuid.UUID]],
    hari_ini: date,
) -> list[uuid.UUID]:
    organ = {
        r.nama: r.id for r in session.execute(select(Organ.id, Organ.nama).where(Organ.forum_id == forum))
    }
    return [
        angkat_anggota(
            session,
            aktor,
            organ_id=organ[nama],
            orang_id=orang,
            jabatan=nama,
            mulai=hari_ini - timedelta(days=400),
        )
        for nama, orang in siapa
    ]


def _sekretariat(
    session: Session, aktor: Aktor, wilayah: str, orang: Sequence[uuid.UUID], hari_ini: date
) -> None:
    kepala, staf, *_ = orang
    tetapkan_sekretariat(
        session,
        aktor,
        perangkat_daerah_id=benih_opd(session, wilayah, "Inspektorat", JenisPerangkatDaerah.INSPEKTORAT),
        isian=IsianSekretariat(
            nomor_sk="700/SEK-CONTOH",
            tanggal_sk=hari_ini - timedelta(days=380),
            kepala=kepala,
            staf=[Staf(orang=staf, tugas="Administrasi laporan kegiatan")],
            alamat="Jalan Contoh nomor 1",
            telepon="0285-000000",
            surel="sekretariat@contoh.go.id",
        ),
    )
