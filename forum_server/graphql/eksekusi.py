"""Running operations on one schema: documents from the shelf, limits before work, graphql-core for the rest."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from enum import Enum
from inspect import isawaitable
from typing import Any, Final, cast

import graphql
import structlog
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, OperationType, located_error
from strawberry import Schema
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from forum_server.galat import PermintaanTidakSah
from forum_server.graphql.batas import Batas
from forum_server.graphql.dokumen import Dokumen, DokumenTidakSah, Operasi, RakDokumen
from forum_server.graphql.konteks import Konteks
from forum_server.graphql.penyajian import galat_bidang, galat_permintaan, galat_tersamar, sebab
from forum_server.graphql.terdaftar import DokumenTerdaftar, IdDokumen
from forum_server.graphql.ukuran import BatasTerlampaui, periksa_nilai
from forum_server.pantau.pantau import Pantau

__all__ = ["Eksekutor", "Jawaban", "PermintaanDitolak", "Sebab", "Siap"]

log = structlog.stdlib.get_logger("forum.graphql")

_SEKALI: Final = (OperationType.QUERY, OperationType.MUTATION)


class Sebab(Enum):
    """Why an operation did not begin."""

    TIDAK_SAH = "the request itself is wrong"
    HANYA_QUERY = "a mutation came by GET"
    BUTUH_ALIRAN = "a subscription came by a transport that carries one answer"


class PermintaanDitolak(Exception):
    """An operation that did not begin: errors, no data."""

    def __init__(self, sebab: Sebab, galat: list[dict[str, Any]]) -> None:
        super().__init__(sebab.value)
        self.sebab = sebab
        self.galat = galat


@dataclass(frozen=True, slots=True, kw_only=True)
class Siap:
    """An operation that may begin."""

    dokumen: Dokumen
    operasi: Operasi
    variabel: Mapping[str, Any]
    biaya: int
    """Fields it may resolve at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jawaban:
    """What a client gets: the map to serialise. `ditolak` says why the operation did not begin (then no `data`)."""

    isi: dict[str, Any]
    ditolak: Sebab | None = None
    galat_asli: tuple[BaseException, ...] = field(default=(), compare=False)
    """What was raised, for whoever must act on it (a socket closes when access ended)."""

    @property
    def hasil(self) -> str:
        """How it went, in a word: ok, error (fields failed) or refused."""
        return "refused" if self.ditolak is not None else "error" if "errors" in self.isi else "ok"


class _Pelaksana(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor, remembering at which field of which type each error was raised."""

    def __init__(self, *args: Any, bidang_gagal: list[tuple[BaseException, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bidang_gagal = bidang_gagal

    def handle_field_error(
        self, raw_error: Exception, return_type: Any, field_details_list: Any, path: Any
    ) -> None:
        if not isinstance(raw_error, GraphQLError) or raw_error.path is None:
            tempat = path
            while tempat is not None and tempat.typename is None:  # the index of a list item
                tempat = tempat.prev
            tipe = tempat.typename if tempat is not None else ""
            self.bidang_gagal.append((raw_error, tipe, field_details_list[0].node.name.value))
        super().handle_field_error(raw_error, return_type, field_details_list, path)


class Eksekutor:
    """Runs the operations of one schema.

    `pemilik` names who owns a field (type, field name), `gagal` is told the owner of a resolver that failed.
    """

    def __init__(
        self,
        schema: Schema,
        batas: Batas,
        *,
        pemilik: Callable[[str, str], str] = lambda _tipe, _bidang: "core",
        gagal: Callable[[str], None] = lambda _pemilik: None,
        terdaftar: DokumenTerdaftar | None = None,
        pantau: Pantau | None = None,
    ) -> None:
        if schema.extensions or schema.directives:
            raise TypeError(
                "schema extensions and operation directives are strawberry's; this executor has neither"
            )
        self.schema = schema
        self.batas = batas
        self._inti: GraphQLSchema = schema._schema  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        self._pemilik = pemilik
        self._gagal = gagal
        self._terdaftar = terdaftar or DokumenTerdaftar()
        self._pantau = pantau or Pantau()
        self._penengah = self._pantau.penengah(pemilik)
        self.rak = RakDokumen(self._inti, batas)

    def siapkan(
        self,
        dokumen: str | IdDokumen,
        *,
        variables: Mapping[str, Any] | None = None,
        operation_name: str | None = None,
        hanya_query: bool = False,
    ) -> Siap:
        """Check everything that can be checked before work begins; raises `PermintaanDitolak`.

        Every way in passes here, so what is not registered is refused here where only registered documents may run.
        `hanya_query`: the request came by GET, which changes nothing and carries no secrets.
        """
        try:
            return self._periksa(dokumen, variables, operation_name, hanya_query=hanya_query)
        except PermintaanDitolak:
            self._pantau.ditolak()
            raise

    def berlaku(self, dokumen: str, variables: Mapping[str, Any]) -> bool:
        """Whether a document of our own could run here; nobody asked for it, so a no is not counted as a refusal."""
        try:
            self._periksa(dokumen, variables, None, hanya_query=False)
        except PermintaanDitolak:
            return False
        return True

    def _periksa(
        self,
        dokumen: str | IdDokumen,
        variables: Mapping[str, Any] | None,
        operation_name: str | None,
        *,
        hanya_query: bool,
    ) -> Siap:
        try:
            doc = self.rak.ambil(self._terdaftar.teks(dokumen))
            operasi = doc.pilih(operation_name)
            if hanya_query and operasi.jenis is OperationType.MUTATION:
                galat = galat_permintaan(PermintaanTidakSah("Mutation hanya diterima dengan metode POST."))
                raise PermintaanDitolak(Sebab.HANYA_QUERY, [galat])
            if hanya_query and doc.rahasia:
                raise PermintaanTidakSah("Nilai rahasia hanya diterima dengan metode POST atau websocket.")
            nilai = variables or {}
            periksa_nilai(nilai, self.batas)
            biaya = operasi.biaya.hitung(nilai)
            if biaya > self.batas.biaya:
                raise BatasTerlampaui(
                    "biaya",
                    f"Permintaan terlalu besar ({biaya} bidang, paling banyak {self.batas.biaya}). "
                    "Kecilkan first atau kurangi tingkatnya.",
                )
        except DokumenTidakSah as salah:
            raise PermintaanDitolak(Sebab.TIDAK_SAH, [galat_permintaan(g) for g in salah.galat]) from None
        except PermintaanTidakSah as salah:
            raise PermintaanDitolak(Sebab.TIDAK_SAH, [galat_permintaan(salah)]) from None
        return Siap(dokumen=doc, operasi=operasi, variabel=nilai, biaya=biaya)

    async def jalankan(
        self,
        dokumen: str | IdDokumen,
        *,
        variables: Mapping[str, Any] | None = None,
        operation_name: str | None = None,
        konteks: Konteks,
        hanya_query: bool = False,
        sebelum: Callable[[Siap], None] | None = None,
    ) -> Jawaban:
        """Run a query or mutation, whatever the document holds; never raises for what a client can cause.

        `sebelum` is called with what is about to run; what it raises is raised here, and nothing runs.
        """
        try:
            siap = self.siapkan(
                dokumen, variables=variables, operation_name=operation_name, hanya_query=hanya_query
            )
            if sebelum is not None:
                sebelum(siap)
            return await self.laksanakan(siap, konteks)
        except PermintaanDitolak as tolak:
            return Jawaban(isi={"errors": tolak.galat}, ditolak=tolak.sebab)

    async def laksanakan(self, siap: Siap, konteks: Konteks) -> Jawaban:
        """Run a prepared query or mutation to its one answer; raises `PermintaanDitolak` for a subscription."""
        if siap.operasi.jenis not in _SEKALI:
            salah = PermintaanTidakSah(
                "Subscription hanya diterima melalui websocket (graphql-transport-ws) atau aliran text/event-stream."
            )
            self._pantau.ditolak()
            raise PermintaanDitolak(Sebab.BUTUH_ALIRAN, [galat_permintaan(salah)])
        with self._pantau.operasi(siap.operasi.jenis.value, siap.dokumen.sidik) as ukur:
            jawaban = await self._sekali(siap, konteks)
            ukur.hasil = jawaban.hasil
            return jawaban

    async def _sekali(self, siap: Siap, konteks: Konteks) -> Jawaban:
        bidang_gagal: list[tuple[BaseException, str, str]] = []
        hasil: Awaitable[ExecutionResult] | ExecutionResult = graphql.execute(
            self._inti,
            siap.dokumen.ast,
            context_value=konteks,
            variable_values=dict(siap.variabel),
            operation_name=siap.operasi.nama,
            middleware=self._penengah,
            executor_class=_Pelaksana,
            is_awaitable=cast("Any", optimized_is_awaitable),
            hide_suggestions=True,
            operation_extensions=None,
            bidang_gagal=bidang_gagal,
        )
        selesai = await hasil if isawaitable(hasil) else hasil
        return self._jawaban(siap, selesai, bidang_gagal)

    async def langgan(self, siap: Siap, konteks: Konteks) -> AsyncGenerator[Jawaban, None]:
        """Run a prepared subscription: one answer per event. An answer that is `ditolak` is the last.

        Before each event the actor is read anew (`konteks.segarkan`), so its answer is made with the rights of now.
        """
        with self._pantau.langganan():
            async with aclosing(self._langgan(siap, konteks)) as aliran:
                async for jawaban in aliran:
                    yield jawaban

    async def _langgan(self, siap: Siap, konteks: Konteks) -> AsyncGenerator[Jawaban, None]:
        bidang_gagal: list[tuple[BaseException, str, str]] = []
        segar = _Segar(konteks)
        pelaksana = cast(
            "list[GraphQLError] | graphql.Executor[Any]",
            _Pelaksana.build(
                self._inti,
                siap.dokumen.ast,
                context_value=konteks,
                raw_variable_values=dict(siap.variabel),
                operation_name=siap.operasi.nama,
                middleware=self._penengah,
                is_awaitable=cast("Any", optimized_is_awaitable),
                hide_suggestions=True,
                operation_extensions=None,
                bidang_gagal=bidang_gagal,
            ),
        )
        if isinstance(pelaksana, list):
            yield self._jawaban(siap, ExecutionResult(None, pelaksana), bidang_gagal)
            return
        sumber: Any = graphql.create_source_event_stream(pelaksana)
        if isawaitable(sumber):
            sumber = await sumber
        if isinstance(sumber, ExecutionResult):
            yield self._jawaban(siap, sumber, bidang_gagal, mulai=False)
            return

        async def satu(per_peristiwa: graphql.Executor[Any]) -> ExecutionResult:
            await segar.pastikan()
            # Loaders belong to one answer; the next one must see what has changed since.
            per_peristiwa.context_value = replace(konteks, pemuat={})
            with self._pantau.operasi("event", siap.dokumen.sidik) as ukur:
                hasil: Awaitable[ExecutionResult] | ExecutionResult = graphql.execute_subscription_event(
                    per_peristiwa
                )
                selesai = await hasil if isawaitable(hasil) else hasil
                ukur.hasil = "error" if selesai.errors else "ok"
                return selesai

        peristiwa: AsyncIterable[Any] = sumber
        aliran = graphql.map_source_to_response_event(pelaksana, peristiwa, satu)
        async with aclosing(aliran):
            try:
                async for hasil in aliran:
                    yield self._jawaban(siap, hasil, bidang_gagal)
            except Exception as salah:  # noqa: BLE001 - whatever the stream raises ends it, masked like a field's error
                simpul = siap.operasi.simpul.selection_set.selections[0]
                letak = located_error(salah, [simpul], None)
                yield self._jawaban(siap, ExecutionResult(None, [letak]), bidang_gagal, mulai=False)

    def _jawaban(
        self,
        siap: Siap,
        hasil: ExecutionResult,
        bidang_gagal: list[tuple[BaseException, str, str]],
        *,
        mulai: bool = True,
    ) -> Jawaban:
        """`mulai=False`: a subscription whose stream did not open or broke; its errors are those of a field."""
        rahasia = siap.dokumen.rahasia
        if not hasil.errors:
            return Jawaban(isi={"data": hasil.data})
        if mulai and hasil.data is None and all(e.path is None for e in hasil.errors):
            # No field was reached: the request itself is wrong (variables), so there is no `data`.
            return Jawaban(
                isi={"errors": [galat_permintaan(e, rahasia=rahasia) for e in hasil.errors]},
                ditolak=Sebab.TIDAK_SAH,
            )
        galat = [galat_bidang(e) or self._samarkan(e, bidang_gagal, rahasia=rahasia) for e in hasil.errors]
        bidang_gagal.clear()
        asli = tuple(sebab(e) for e in hasil.errors)
        if not mulai:
            return Jawaban(isi={"errors": galat}, ditolak=Sebab.TIDAK_SAH, galat_asli=asli)
        return Jawaban(isi={"errors": galat, "data": hasil.data}, galat_asli=asli)

    def _samarkan(
        self, salah: GraphQLError, bidang_gagal: list[tuple[BaseException, str, str]], *, rahasia: bool
    ) -> dict[str, Any]:
        """Log and count a fault of ours; the client sees one sentence."""
        asli = sebab(salah)
        tipe, bidang = next(((t, b) for e, t, b in bidang_gagal if e is asli or e is salah), ("", ""))
        pemilik = self._pemilik(tipe, bidang)
        self._gagal(pemilik)
        # The text of an exception may repeat an argument, so with secrets only its type is kept.
        log.error(
            "resolver_failed",
            bidang=f"{tipe}.{bidang}",
            plugin=pemilik,
            galat=type(asli).__name__,
            exc_info=None if rahasia else asli,
        )
        return galat_tersamar(salah)


class _Segar:
    """Reads the actor anew once per event, whether a guard of the field asks for it or nobody does."""

    def __init__(self, konteks: Konteks) -> None:
        self._konteks = konteks
        self._baca = konteks.segarkan
        self._sudah = False
        if self._baca is not None:
            konteks.segarkan = self._segarkan

    async def _segarkan(self) -> Any:
        assert self._baca is not None
        self._sudah = True
        return await self._baca()

    async def pastikan(self) -> None:
        if self._baca is not None and not self._sudah:
            self._konteks.aktor = await self._segarkan()
        self._sudah = False
