"""What a user did that the server refuses: one exception per kind of refusal, each with a code and a sentence."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "Ditolak",
    "GalatDomain",
    "IsianTidakSah",
    "KeadaanMenolak",
    "PermintaanTidakSah",
    "ServerSibuk",
    "TidakDitemukan",
]


class GalatDomain(Exception):
    """A refusal the user can act on; it reaches the client as a typed member of the field's result.

    `kode` is stable and for programs, `pesan` is an Indonesian sentence that says what to do, `letak` is the
    path of the argument it is about (empty when it is about the whole request). Raise a subclass.
    """

    def __init__(self, kode: str, pesan: str, *, letak: Sequence[str] = ()) -> None:
        super().__init__(f"{kode}: {pesan}")
        self.kode = kode
        self.pesan = pesan
        self.letak = tuple(letak)


class IsianTidakSah(GalatDomain):
    """An argument that can never be right, whatever the state of the data."""


class KeadaanMenolak(GalatDomain):
    """A well-formed wish that the present state forbids: full, closed, past its deadline, already done."""


class ServerSibuk(KeadaanMenolak):
    """More is asked of the server than it can do now; the same request may be sent again later."""

    def __init__(self, pesan: str) -> None:
        super().__init__("SERVER_SIBUK", pesan)


class TidakDitemukan(GalatDomain):
    """An object that is unknown or outside the actor's scope; the two can't be told apart."""

    def __init__(self, apa: str, *, letak: Sequence[str] = ()) -> None:
        super().__init__(
            "TIDAK_DITEMUKAN",
            f"{apa[:1].upper()}{apa[1:]} tidak ditemukan. Periksa kembali pengenalnya dan wilayah kerja Anda.",
            letak=letak,
        )


class Ditolak(Exception):
    """The actor holds the permission nowhere; shown in `errors` with kode DITOLAK."""

    def __init__(self, izin: str) -> None:
        super().__init__(izin)
        self.izin = izin


class PermintaanTidakSah(Exception):
    """A request that is malformed at the level of the protocol; shown in `errors` with PERMINTAAN_TIDAK_SAH."""

    def __init__(self, pesan: str) -> None:
        super().__init__(pesan)
        self.pesan = pesan
