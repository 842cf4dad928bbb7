"""Accounts with roles, kinds of notifications, and a mail server that keeps what it is given."""

from __future__ import annotations

import asyncio
import os
import signal
import ssl
import sys
import uuid
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as KEBIJAKAN
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session as SesiDb

from forum_server.akses.models import DaftarPeran, HibahPeran
from forum_server.akses.pemegang import Pemegang
from forum_server.akun.models import Akun
from forum_server.berkas.gudang import Gudang
from forum_server.database import Database, bebas_jejak, sekarang
from forum_server.pekerjaan.jenis import KonteksPekerjaan
from forum_server.pemberitahuan.jenis import JenisPemberitahuan, menurut_nama
from forum_server.pemberitahuan.models import SurelKeluar
from forum_server.pemberitahuan.pengaturan import PengaturanSurel
from forum_server.pemberitahuan.service import PERISTIWA, beritahu, selaraskan_jenis
from forum_server.peristiwa.models import PeristiwaBaris
from forum_server.settings import Settings
from forum_server.testing.proses import lingkungan

PONTIANAK = "61.71"
IZIN = "uji:tahu"
KEPADA = Pemegang(izin=IZIN, wilayah=PONTIANAK)


def _kalimat(data: Mapping[str, str]) -> str:
    return f"Ada kabar nomor {data['nomor']}. Bacalah sebelum pukul 16.00 — segera."


KABAR = JenisPemberitahuan(
    nama="uji.kabar",
    judul="Kabar percobaan",
    kalimat=_kalimat,
    tautan=lambda data: f"/uji/{data['nomor']}",
)
DIAM = JenisPemberitahuan(nama="uji.diam", judul="Kabar tanpa surel", kalimat=_kalimat, surel_bawaan=False)
JENIS = menurut_nama([KABAR, DIAM])


def dasar(session: SesiDb) -> None:
    """The kinds, and a role that makes people learn of them."""
    selaraskan_jenis(session, JENIS.values())
    session.execute(insert(DaftarPeran).values(kode="uji.tahu", nama="Yang tahu", izin=[IZIN]))


def akun(
    session: SesiDb,
    nama: str,
    *,
    surel: str | None = "",
    aktif: bool = True,
    hibah: bool = True,
    **tempat: Any,
) -> uuid.UUID:
    """An account with an address made of its name, and unless told otherwise the role over Pontianak."""
    bebas_jejak(session, "a test's own data")
    id_ = uuid.uuid4()
    session.execute(
        insert(Akun).values(
            id=id_,
            nama_pengguna=nama,
            surel=f"{nama}@contoh.test" if surel == "" else surel,
            wilayah_kode=PONTIANAK,
            aktif=aktif,
        )
    )
    if hibah:
        beri(session, id_, **(tempat or {"wilayah_kode": PONTIANAK}))
    return id_


def beri(session: SesiDb, akun_id: uuid.UUID, **nilai: Any) -> None:
    """One grant of the role, in force since yesterday unless told otherwise."""
    bebas_jejak(session, "a test's own data")
    kemarin = sekarang(session).date() - timedelta(days=2)
    semua: dict[str, Any] = {"peran": "uji.tahu", "mulai": kemarin, **nilai}
    session.execute(insert(HibahPeran).values(akun_id=akun_id, **semua))


def hari(session: SesiDb, geser: int) -> date:
    """So many days from now."""
    return sekarang(session).date() + timedelta(days=geser)


def kabari(session: SesiDb, nomor: int = 1, *, jenis: str = KABAR.nama) -> int:
    """Tell whoever holds the permission in Pontianak of occasion `nomor`."""
    return beritahu(
        session,
        jenis=jenis,
        kunci=str(nomor),
        wilayah=PONTIANAK,
        penerima=[KEPADA],
        data={"nomor": str(nomor)},
    )


async def kabar_baru(db: Database) -> list[str]:
    """The accounts that listeners were told have something new."""
    p = PeristiwaBaris
    return list(await db.scalars(select(p.kunci).where(p.jenis == PERISTIWA).order_by(p.id)))


async def baris(db: Database, model: Any, *kolom: str) -> list[tuple[Any, ...]]:
    """Rows of a table as tuples of these columns, ordered by them."""
    t = cast("Table", model.__table__)
    terpilih = [t.c[k] for k in kolom]
    return [tuple(r) for r in await db.all(t.select().with_only_columns(*terpilih).order_by(*terpilih[:3]))]


def majukan_surel(session: SesiDb, geser: timedelta) -> None:
    """The clock of every waiting mail moves on: its pause and the lease on it end this much sooner."""
    bebas_jejak(session, "a test moves the clock")
    s = SurelKeluar
    for id_, berikut, pinjam in session.execute(
        select(s.pemberitahuan_id, s.berikut, s.dipinjam_sampai)
    ).all():
        session.execute(
            update(s)
            .where(s.pemberitahuan_id == id_)
            .values(berikut=berikut - geser, dipinjam_sampai=None if pinjam is None else pinjam - geser),
            execution_options={"synchronize_session": False},
        )


class KotakSurat:
    """What a mail server was given, and how it behaves; `jawab` may refuse a recipient, `saat` sees every step."""

    def __init__(self) -> None:
        self.surat: list[EmailMessage] = []
        self.mentah: list[bytes] = []
        self.jawab: dict[str, str] = {}
        self.saat: Callable[[str], Any] | None = None
        self.port = 0

    @property
    def pengenal(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(str(s["Message-ID"]) for s in self.surat)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, amplop: Envelope, alamat: str, _opsi: list[str]
    ) -> str:
        await self._lihat("RCPT")
        if (tolak := self.jawab.get(alamat)) is not None:
            return tolak
        amplop.rcpt_tos.append(alamat)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, amplop: Envelope) -> str:
        isi = cast("bytes", amplop.content)
        self.mentah.append(isi)
        self.surat.append(message_from_bytes(isi, policy=KEBIJAKAN))
        await self._lihat("DATA")
        return "250 OK"

    async def _lihat(self, langkah: str) -> None:
        if self.saat is not None:
            hasil = self.saat(langkah)
            if asyncio.iscoroutine(hasil):
                await hasil


@asynccontextmanager
async def kotak_surat(
    *, tls: ssl.SSLContext | None = None, pengguna: tuple[str, str] | None = None
) -> AsyncGenerator[KotakSurat]:
    """A mail server on loopback, in the test's own loop."""
    kotak = KotakSurat()
    loop = asyncio.get_running_loop()

    def sah(_server: Any, _session: Any, _amplop: Any, _cara: str, data: LoginPassword) -> AuthResult:
        sama = (data.login.decode(), data.password.decode()) == pengguna
        return AuthResult(success=sama, handled=False)

    masuk: dict[str, Any] = (
        {} if pengguna is None else {"authenticator": sah, "auth_required": True, "auth_require_tls": True}
    )
    pelayan = await loop.create_server(
        lambda: SMTP(
            kotak,
            hostname="kotak.contoh.test",
            loop=loop,
            tls_context=tls,
            require_starttls=tls is not None,
            **masuk,
        ),
        "127.0.0.1",
        0,
    )
    kotak.port = pelayan.sockets[0].getsockname()[1]
    try:
        yield kotak
    finally:
        pelayan.close()
        await pelayan.wait_closed()


def pengaturan(kotak: KotakSurat, **lain: Any) -> PengaturanSurel:
    """Settings that send to this mail server."""
    semua: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": kotak.port,
        "tls": "none",
        "pengirim": "Forum Uji <forum@contoh.test>",
        "alamat_depan": "https://forum.contoh.test/",
        "halaman_pilihan": "https://forum.contoh.test/pilihan",
        **lain,
    }
    return PengaturanSurel(**semua)


def konteks(db: Database, surel: PengaturanSurel | None = None) -> KonteksPekerjaan:
    """What the jobs have at hand."""
    settings = Settings(
        _env_file=None,  # pyright: ignore[reportCallIssue]  accepted by pydantic-settings, unknown to its type
        surel=surel or PengaturanSurel(),
    )
    return KonteksPekerjaan(db=db, settings=settings, gudang=Gudang(settings), jenis_pemberitahuan=JENIS)


async def jalankan(db_url: str, kotak: KotakSurat, folder: Path, apa: str) -> asyncio.subprocess.Process:
    """A process of its own that does `apa` (see `proses`)."""
    env = lingkungan(
        db_url,
        folder,
        surel__host="127.0.0.1",
        surel__port=str(kotak.port),
        surel__tls="none",
        surel__pengirim="Forum Uji <forum@contoh.test>",
    )
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.pemberitahuan.proses", apa, env=env, cwd=Path(__file__).parents[2]
    )


def bunuh(proses: asyncio.subprocess.Process) -> None:
    """End it as a power cut would."""
    os.kill(proses.pid, signal.SIGKILL)
