"""The report of an import in GraphQL."""

from __future__ import annotations

from typing import Annotated

import strawberry

from forum_server import impor
from forum_server.impor import KESALAHAN_MAKS

__all__ = ["IdUnggahan", "KesalahanImpor", "LaporanUnggahan"]

IdUnggahan = Annotated[
    strawberry.ID,
    strawberry.argument(
        description="Pengenal dari siapkanUnggahan, sesudah berkas XLSX atau CSV-nya terkirim."
    ),
]
"""Type of an argument that names the upload of a table."""


@strawberry.type
class KesalahanImpor:
    """Satu kesalahan dalam berkas dan letaknya, seperti terlihat di lembar kerja."""

    lembar: str | None = strawberry.field(description="Nama lembarnya; kosong bagi CSV.")
    baris: int = strawberry.field(description="Nomor baris seperti di lembar kerja; judul kolom baris 1.")
    kolom: str | None = strawberry.field(
        description='Kolomnya, misalnya "C (nip)"; kosong bila mengenai seluruh baris.'
    )
    pesan: str = strawberry.field(description="Apa yang salah dan apa yang harus dilakukan.")


@strawberry.type(name="LaporanImpor")
class LaporanUnggahan:
    """Hasil impor: semua baris ditulis, atau tidak satu pun."""

    berkas: str = strawberry.field(description="Nama berkas.")
    dibaca: int = strawberry.field(description="Banyaknya baris yang dibaca.")
    ditulis: int = strawberry.field(description="Banyaknya baris yang menjadi data baru.")
    sama: int = strawberry.field(description="Banyaknya baris yang sudah tercatat.")
    jumlah_kesalahan: int = strawberry.field(description="Banyaknya kesalahan; nol bila impor berhasil.")
    kesalahan: list[KesalahanImpor] = strawberry.field(
        description=f"Kesalahan menurut letaknya, paling banyak {KESALAHAN_MAKS}; bila ada, tidak ada yang ditulis."
    )

    @classmethod
    def dari(cls, laporan: impor.LaporanImpor) -> LaporanUnggahan:
        """The GraphQL object of a report."""
        return cls(
            berkas=laporan.berkas,
            dibaca=laporan.dibaca,
            ditulis=laporan.ditulis,
            sama=laporan.sama,
            jumlah_kesalahan=len(laporan.kesalahan),
            kesalahan=[
                KesalahanImpor(lembar=k.lembar, baris=k.baris, kolom=k.kolom, pesan=k.pesan)
                for k in laporan.kesalahan[:KESALAHAN_MAKS]
            ],
        )
