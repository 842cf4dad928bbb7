"""E-mail as a real mail server on loopback receives it, from one process, from two, and from one that is killed."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import ssl
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from forum_server.akun.models import Akun
from forum_server.database import Database, bebas_jejak, sekarang
from forum_server.pemberitahuan.antrean import PINJAM_SATU
from forum_server.pemberitahuan.bersih import bersihkan
from forum_server.pemberitahuan.kirim import kirim_surel
from forum_server.pemberitahuan.models import Pemberitahuan, PilihanPemberitahuan, SurelKeluar
from tests.pemberitahuan.bahan import (
    KotakSurat,
    akun,
    baris,
    bunuh,
    dasar,
    jalankan,
    kabari,
    konteks,
    kotak_surat,
    majukan_surel,
    pengaturan,
)
from tests.pemberitahuan.proses import BANYAK


async def keadaan(db: Database) -> dict[str, tuple[str, int, str | None]]:
    """State, attempts and reason of each account's mail."""
    s, p = SurelKeluar, Pemberitahuan
    rows = await db.all(
        select(Akun.nama_pengguna, s.keadaan, s.percobaan, s.alasan)
        .join(p, p.akun_id == Akun.id)
        .join(s, s.pemberitahuan_id == p.id)
        .order_by(Akun.nama_pengguna)
    )
    return {r.nama_pengguna: (r.keadaan.value, r.percobaan, r.alasan) for r in rows}


def _ubah_akun(session: Session, akun_id: uuid.UUID, **nilai: Any) -> None:
    bebas_jejak(session, "a test's own data")
    session.execute(update(Akun).where(Akun.id == akun_id).values(**nilai))


# --- what is sent ---------------------------------------------------------------------------------------------


async def test_a_mail_says_what_mail_servers_and_people_expect(db: Database) -> None:
    await db.write(dasar)
    await db.write(akun, "satu")
    await db.write(kabari, 7)
    ((id_, waktu),) = await baris(db, Pemberitahuan, "id", "dibuat_pada")
    async with kotak_surat() as kotak:
        await kirim_surel(konteks(db, pengaturan(kotak)))
        await kirim_surel(konteks(db, pengaturan(kotak)))
    (surat,) = kotak.surat
    kepala = {k: str(v) for k, v in surat.items() if not k.startswith("X-")}
    assert kepala == {
        "From": "Forum Uji <forum@contoh.test>",
        "To": "satu@contoh.test",
        "Subject": "Kabar percobaan",
        "Date": waktu.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        "Message-ID": f"<{id_}@contoh.test>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<https://forum.contoh.test/pilihan>",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": kepala["Content-Transfer-Encoding"],
        "MIME-Version": "1.0",
    }
    assert surat.get_content().replace("\r\n", "\n") == (
        "Ada kabar nomor 7. Bacalah sebelum pukul 16.00 — segera.\n\n"
        "Lihat: https://forum.contoh.test/uji/7\n\n"
        "-- \n"
        "Surel ini dikirim otomatis; jangan dibalas. Atur apa yang Anda terima di "
        "https://forum.contoh.test/pilihan\n"
    )
    assert await keadaan(db) == {"satu": ("TERKIRIM", 1, None)}


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_no_address_adds_a_header_or_a_recipient_and_the_others_still_get_theirs(db: Database) -> None:
    await db.write(dasar)
    jahat = ["a@contoh.test\r\nBcc: lain@contoh.test", "a@b.test, lain@contoh.test", "bukan", "ü@b.test"]
    for n, alamat in enumerate(jahat):
        await db.write(akun, f"jahat{n}", surel=alamat)
    await db.write(akun, "satu")
    await db.write(kabari)
    async with kotak_surat() as kotak:
        await kirim_surel(konteks(db, pengaturan(kotak)))
    assert [str(s["To"]) for s in kotak.surat] == ["satu@contoh.test"]
    assert b"Bcc" not in b"".join(kotak.mentah)
    tidak_sah = {f"jahat{n}": ("GAGAL", 1, "ALAMAT_TIDAK_SAH") for n in range(len(jahat))}
    assert await keadaan(db) == {**tidak_sah, "satu": ("TERKIRIM", 1, None)}


async def test_who_is_deactivated_has_no_address_or_chose_otherwise_meanwhile_gets_none(db: Database) -> None:
    await db.write(dasar)
    siapa = {n: await db.write(akun, n) for n in ("mati", "memilih", "satu", "tanpa")}
    await db.write(kabari)
    await db.write(_ubah_akun, siapa["mati"], aktif=False)
    await db.write(_ubah_akun, siapa["tanpa"], surel=None)

    def pilih(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        nilai = {"akun_id": siapa["memilih"], "jenis": "uji.kabar", "surel": False}
        session.execute(insert(PilihanPemberitahuan).values(**nilai))

    await db.write(pilih)
    async with kotak_surat() as kotak:
        await kirim_surel(konteks(db, pengaturan(kotak)))
    assert [str(s["To"]) for s in kotak.surat] == ["satu@contoh.test"]
    tidak = ("BATAL", 1, "TIDAK_DIINGINKAN")
    assert await keadaan(db) == {
        "mati": tidak, "memilih": tidak, "satu": ("TERKIRIM", 1, None), "tanpa": tidak
    }  # fmt: skip


# --- what goes wrong ------------------------------------------------------------------------------------------


async def test_a_refused_mail_is_given_up_or_tried_later_and_keeps_no_other_from_being_sent(
    db: Database,
) -> None:
    await db.write(dasar)
    for nama in ("nanti", "satu", "tiada"):
        await db.write(akun, nama)
    await db.write(kabari)
    async with kotak_surat() as kotak:
        kotak.jawab = {
            "tiada@contoh.test": "550 tiada@contoh.test is not here",
            "nanti@contoh.test": "451 nanti@contoh.test: try later",
        }
        with capture_logs() as catatan:
            await kirim_surel(konteks(db, pengaturan(kotak)))
        assert [str(s["To"]) for s in kotak.surat] == ["satu@contoh.test"]
        semula = {
            "nanti": ("MENUNGGU", 1, "SMTP_451"),
            "satu": ("TERKIRIM", 1, None),
            "tiada": ("GAGAL", 1, "SMTP_550"),
        }
        assert await keadaan(db) == semula
        assert sorted(c["kode"] for c in catatan) == [451, 550]
        assert "contoh.test" not in repr(catatan)  # an address is personal data

        jeda: list[timedelta] = []
        for _ in range(7):
            sebelum = await db.scalar(select(SurelKeluar.berikut).where(SurelKeluar.keadaan == "MENUNGGU"))
            await kirim_surel(konteks(db, pengaturan(kotak)))  # not due: nothing happens
            await db.write(majukan_surel, timedelta(hours=5))
            await kirim_surel(konteks(db, pengaturan(kotak)))
            sesudah = await db.scalar(select(SurelKeluar.berikut).where(SurelKeluar.keadaan == "MENUNGGU"))
            jeda.append(sesudah - sebelum)
        assert (await keadaan(db))["nanti"] == ("MENUNGGU", 8, "SMTP_451")
        menit = [round(j.total_seconds() / 60) for j in jeda]
        assert menit[1:] == [10, 45, 180, 0, 0, 0]  # from each pause to the next: 5, 15, 60, 240, 240, ...

        kotak.jawab = {}
        await db.write(majukan_surel, timedelta(hours=5))
        await kirim_surel(konteks(db, pengaturan(kotak)))
    assert kotak.pengenal.most_common(1)[0][1] == 1
    assert (await keadaan(db))["nanti"] == ("TERKIRIM", 9, None)


async def test_a_mail_server_that_is_away_ends_the_run_after_one_mail(db: Database) -> None:
    await db.write(dasar)
    for nama in ("a1", "a2", "a3"):
        await db.write(akun, nama)
    await db.write(kabari)
    mati = KotakSurat()
    with socket.socket() as soket:  # a port where nobody listens
        soket.bind(("127.0.0.1", 0))
        mati.port = soket.getsockname()[1]
        with capture_logs() as catatan:
            await kirim_surel(konteks(db, pengaturan(mati)))
    assert sorted((await keadaan(db)).values(), key=str)[:2] == [("MENUNGGU", 0, None)] * 2
    assert [c["event"] for c in catatan] == ["mail_server_failed"]
    async with kotak_surat() as kotak:
        await kirim_surel(konteks(db, pengaturan(kotak)))
        assert len(kotak.surat) == 2
        await db.write(majukan_surel, timedelta(minutes=2))
        await kirim_surel(konteks(db, pengaturan(kotak)))
    assert set(kotak.pengenal.values()) == {1}
    assert len(kotak.surat) == 3


async def test_a_run_is_bounded_and_stale_mail_is_given_up(db: Database) -> None:
    await db.write(dasar)
    for n in range(5):
        await db.write(akun, f"akun{n}")
    await db.write(kabari)
    async with kotak_surat() as kotak:
        await kirim_surel(konteks(db, pengaturan(kotak, sekali=2)))
        assert len(kotak.surat) == 2

        def basi(session: Session) -> None:
            bebas_jejak(session, "a test moves the clock")
            lama = sekarang(session) - timedelta(days=4)
            session.execute(update(Pemberitahuan).values(dibuat_pada=lama))

        await db.write(basi)
        await kirim_surel(konteks(db, pengaturan(kotak)))
        assert len(kotak.surat) == 2
    await bersihkan(konteks(db))
    assert sorted(k[0] for k in (await keadaan(db)).values()) == ["GAGAL"] * 3 + ["TERKIRIM"] * 2
    assert len(await baris(db, Pemberitahuan, "id")) == 5  # in the application they stay


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_without_a_mail_server_people_are_told_in_the_application_only(db: Database) -> None:
    await db.write(dasar)
    await db.write(akun, "satu")
    await db.write(kabari)
    await kirim_surel(konteks(db))
    assert await keadaan(db) == {"satu": ("MENUNGGU", 0, None)}
    assert len(await baris(db, Pemberitahuan, "id")) == 1


# --- an encrypted connection ----------------------------------------------------------------------------------


def _sertifikat(folder: Path) -> Path:
    """A key and a certificate for 127.0.0.1 that nobody else signed, in one file."""
    kunci = ec.generate_private_key(ec.SECP256R1())
    nama = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    kini = datetime.now(UTC)
    sertifikat = (
        x509.CertificateBuilder()
        .subject_name(nama)
        .issuer_name(nama)
        .public_key(kunci.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(kini - timedelta(days=1))
        .not_valid_after(kini + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(kunci, hashes.SHA256())
    )
    berkas = folder / "kotak.pem"
    berkas.write_bytes(
        kunci.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + sertifikat.public_bytes(serialization.Encoding.PEM)
    )
    return berkas


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_starttls_with_a_password_and_what_a_wrong_one_costs(db: Database, tmp_path: Path) -> None:
    berkas = await asyncio.to_thread(_sertifikat, tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(berkas)
    await db.write(dasar)
    await db.write(akun, "satu")
    await db.write(kabari)
    aman: dict[str, Any] = {"tls": "starttls", "pengguna": "forum", "sertifikat_ca": str(berkas)}
    async with kotak_surat(tls=tls, pengguna=("forum", "betul")) as kotak:
        for lain, alasan in (
            ({**aman, "sandi": "salah"}, "SMTP_535"),
            ({**aman, "sandi": "betul", "sertifikat_ca": None}, "SSLCertVerificationError"),
            ({"tls": "none"}, "SMTP_530"),
        ):
            with capture_logs() as catatan:
                await kirim_surel(konteks(db, pengaturan(kotak, **lain)))
            await db.write(majukan_surel, timedelta(hours=5))
            (satu,) = (await keadaan(db)).values()
            assert satu[0] == "MENUNGGU"
            assert (satu[2] or "").startswith(alasan), satu
            assert not re.search("salah|betul|contoh", repr(catatan))
        assert kotak.surat == []
        await kirim_surel(konteks(db, pengaturan(kotak, **aman, sandi="betul")))
    assert len(kotak.surat) == 1
    assert await keadaan(db) == {"satu": ("TERKIRIM", 4, None)}


# --- several processes, and killed ones -----------------------------------------------------------------------


async def test_two_processes_tell_and_send_everything_once(db: Database, db_url: str, tmp_path: Path) -> None:
    await db.write(dasar)
    for nama in ("satu", "dua"):
        await db.write(akun, nama)
    async with kotak_surat() as kotak:
        berdua, sambungan = asyncio.Event(), 0

        async def tunggu_berdua(langkah: str) -> None:
            """The first mail of either process waits in RCPT until the other has taken one too."""
            nonlocal sambungan
            if langkah == "RCPT" and not berdua.is_set():
                sambungan += 1
                if sambungan == 2:
                    berdua.set()
                await berdua.wait()

        kotak.saat = tunggu_berdua
        proses = [await jalankan(db_url, kotak, tmp_path, "semua") for _ in range(2)]
        assert [await p.wait() for p in proses] == [0, 0]
    assert sambungan == 2
    assert len(await baris(db, Pemberitahuan, "id")) == 2 * BANYAK
    assert len(kotak.surat) == 2 * BANYAK == len(kotak.pengenal)
    assert {k for (k,) in await baris(db, SurelKeluar, "keadaan")} == {"TERKIRIM"}


@pytest.mark.parametrize(("langkah", "sampai"), [("RCPT", 1), ("DATA", 2)])
async def test_a_mail_whose_sender_is_killed_is_sent_again_by_another_with_the_same_id(
    db: Database, db_url: str, tmp_path: Path, langkah: str, sampai: int
) -> None:
    """Killed before the mail was handed over it comes once; killed after, before that was written down, twice alike."""
    await db.write(dasar)
    await db.write(akun, "satu")
    await db.write(kabari)
    async with kotak_surat() as kotak:
        proses = await jalankan(db_url, kotak, tmp_path, "kirim")

        async def mati(saat: str) -> None:
            if saat == langkah:
                kotak.saat = None
                bunuh(proses)
                await proses.wait()

        kotak.saat = mati
        assert await proses.wait() == -9
        assert len(kotak.surat) == sampai - 1
        assert (await keadaan(db))["satu"][:2] == ("MENUNGGU", 1)
        await kirim_surel(konteks(db, pengaturan(kotak)))
        assert len(kotak.surat) == sampai - 1  # the dead one's lease still holds
        await db.write(majukan_surel, PINJAM_SATU)
        pengirim_sama = pengaturan(kotak, alamat_depan=None, halaman_pilihan=None)
        await kirim_surel(konteks(db, pengirim_sama))
    assert list(kotak.pengenal.values()) == [sampai]
    assert len(set(kotak.mentah)) == 1
    assert await keadaan(db) == {"satu": ("TERKIRIM", 2, None)}
