"""The server as it is served, plus one plugin that exists only here: mutations that do next to nothing."""

from __future__ import annotations

from typing import Final

import strawberry
from sqlalchemy.orm import Session
from starlette.applications import Starlette

from forum_server.catatan import atur_catatan
from forum_server.http.app import create_app
from forum_server.plugin import Aktor, GraphQL, Info, Requires, catat, hookimpl
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings

__all__ = ["NAMA", "KosongPlugin", "aplikasi"]

NAMA: Final = "kosong"
IZIN: Final = "paksi:minta"


def _catat(session: Session, aktor: Aktor, wilayah: str) -> bool:
    catat(session, aktor, "kosong.catat", objek="kosong", objek_id="0", wilayah=wilayah)
    return True


@strawberry.type
class _Mutation:
    @strawberry.mutation(extensions=[Requires(IZIN)], description="Tidak mengerjakan apa pun.")
    async def kosong_tanpa_isi(self, info: Info, *, jadwal: str, orang: str, wilayah: str) -> bool:
        return bool(jadwal and orang and wilayah)

    @strawberry.mutation(extensions=[Requires(IZIN)], description="Hanya menulis satu entri jejak.")
    async def kosong_catat(self, info: Info, *, jadwal: str, orang: str, wilayah: str) -> bool:
        return bool(jadwal and orang) and await info.context.db.write(_catat, info.context.aktor, wilayah)


class KosongPlugin:
    """The empty mutation (what a request costs) and an empty unit of work (what a durable commit costs)."""

    @hookimpl
    def graphql(self) -> GraphQL:
        return GraphQL(mutation=_Mutation)


def aplikasi() -> Starlette:
    """The application of `forum serve` with that plugin added."""
    settings = Settings()
    atur_catatan(settings.log)
    plugins = Plugins(strict=True)
    plugins.load()
    plugins.add(NAMA, KosongPlugin())
    plugins.settle()
    return create_app(settings, plugins=plugins, bekukan=True)
