"""The pages as HTML. They hold no secrets; every text in them is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from forum_server.http.statis import Bagian

__all__ = [
    "Kelompok",
    "TitikAkses",
    "halaman_graphiql",
    "halaman_mulai",
    "kebijakan_graphiql",
    "kebijakan_mulai",
]

IKON = (
    "data:image/svg+xml,"
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='7' fill='%238a1c26'/%3E"
    "%3Cpath d='M16 5l9.5 5.5v11L16 27l-9.5-5.5v-11z' fill='none' stroke='%23fff' stroke-width='2.5'/%3E%3C/svg%3E"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TitikAkses:
    """One endpoint to choose: its code, its name, and titles of the plugins it runs."""

    kode: str
    nama: str
    plugin: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Kelompok:
    """Endpoints under one heading."""

    judul: str
    isi: Sequence[TitikAkses]


def kebijakan_graphiql(nonce: str) -> str:
    """The policy of the page: code, workers and answers from this server, nothing evaluated, nothing from elsewhere.

    The editor places what it draws with `style` attributes and writes style sheets while it runs: the first are
    allowed for attributes alone, the second carry the nonce. Its icons and fonts are data in the style sheet.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{nonce}'",
            "style-src-attr 'unsafe-inline'",
            "worker-src 'self'",
            "connect-src 'self'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def kebijakan_mulai() -> str:
    """The policy of the start page, which runs no script."""
    return (
        "default-src 'none'; style-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def halaman_graphiql(bagian: Bagian, *, kode: str, nama: str, nonce: str) -> str:
    """The page of one endpoint."""
    return _halaman(
        f"{nama} · GraphiQL",
        f'<body>\n<div id="halaman" data-kode="{escape(kode)}" data-nama="{escape(nama)}">\n'
        "<p>Halaman sedang dimuat…</p>\n"
        "<noscript><p>Halaman ini memerlukan JavaScript. Klien GraphQL apa pun dapat memakai "
        f"<code>/graphql/{escape(kode)}</code> tanpa halaman ini.</p></noscript>\n</div>\n</body>",
        gaya=bagian.gaya,
        kepala=f'<meta property="csp-nonce" nonce="{escape(nonce)}">\n'
        f'<script type="module" src="{escape(bagian.skrip)}"></script>\n',
    )


def halaman_mulai(
    bagian: Bagian, kelompok: Iterable[Kelompok], daerah: Iterable[TitikAkses], *, pesan: str | None = None
) -> str:
    """The page on which people choose an endpoint. `pesan`: why what they asked for is not there."""
    pilihan = "".join(f'<option value="{escape(d.kode)}">{escape(d.nama)}</option>\n' for d in daerah)
    isi = "".join(
        f"<section><h2>{escape(k.judul)}</h2>\n<ul>\n{''.join(map(_butir, k.isi))}</ul></section>\n"
        for k in kelompok
        if k.isi
    )
    return _halaman(
        "Forum PAKSI",
        '<body class="mulai">\n<header class="atas"><span class="merek">Forum PAKSI</span></header>\n<main>\n'
        "<h1>Pilih titik akses</h1>\n"
        "<p>Setiap wilayah dan lembaga mempunyai titik akses GraphQL sendiri, yang memuat hanya apa yang diaktifkan di "
        "sana. Pilih satu untuk membaca skemanya dan mencoba kueri.</p>\n"
        + (f'<p class="pesan" role="alert">{escape(pesan)}</p>\n' if pesan else "")
        + '<form action="/graphiql" method="get">\n<label>Kode wilayah atau lembaga\n'
        '<input name="kode" list="daerah" required maxlength="32" autocomplete="off" placeholder="61.71"></label>\n'
        f'<datalist id="daerah">\n{pilihan}</datalist>\n<button class="tombol utama">Buka</button>\n</form>\n'
        f"{isi}"
        '<p class="keterangan">Keadaan server: <a href="/status">/status</a></p>\n</main>\n</body>',
        gaya=bagian.gaya,
    )


def _butir(titik: TitikAkses) -> str:
    lencana = "".join(f' <span class="lencana">{escape(p)}</span>' for p in titik.plugin)
    alamat = escape(f"/graphiql/{quote(titik.kode)}")
    return (
        f'<li><a href="{alamat}">{escape(titik.nama)}</a> <code>{escape(titik.kode)}</code>{lencana}</li>\n'
    )


def _halaman(judul: str, badan: str, *, gaya: Iterable[str], kepala: str = "") -> str:
    lembar = "".join(f'<link rel="stylesheet" href="{escape(g)}">\n' for g in gaya)
    return (
        '<!doctype html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(judul)}</title>\n<link rel="icon" href="{IKON}">\n{lembar}{kepala}</head>\n{badan}\n</html>\n'
    )
