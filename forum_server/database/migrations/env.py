"""The one Alembic environment of every line; the caller says whose line this is and brings the connection."""

from functools import partial

from alembic import context
from alembic.operations.ops import CreateTableOp, MigrationScript

from forum_server.database.migrate import render

atribut = context.config.attributes
metadata = atribut["metadata"]
milik = {t.name for t in metadata.tables.values() if t.info.get("pemilik") == atribut["pemilik"]}


def nama_milik(nama: str | None, jenis: str, induk: object) -> bool:
    """Reflect only tables this owner has in its models: another owner's are none of its business."""
    return jenis != "table" or nama in milik


def objek_milik(objek: object, nama: str | None, jenis: str, dipantulkan: bool, banding: object) -> bool:  # noqa: FBT001  alembic's signature
    """Compare only this owner's tables."""
    return jenis != "table" or nama in milik


def tanpa_info(konteks: object, revisi: object, arahan: list[MigrationScript]) -> None:
    """Keep what models say only to themselves (owner, triggers) out of the written revision."""
    for satu in arahan:
        for perintah in satu.upgrade_ops.ops if satu.upgrade_ops else ():
            if isinstance(perintah, CreateTableOp):
                perintah.info.clear()


context.configure(
    connection=atribut["connection"],
    target_metadata=metadata,
    version_table=atribut["tabel_versi"],
    include_name=nama_milik,
    include_object=objek_milik,
    render_item=partial(render, atribut["pemilik"]),
    render_as_batch=True,
    process_revision_directives=tanpa_info,
    compare_type=True,
    compare_server_default=False,
    user_module_prefix="",
    # The caller's transaction covers every line; on SQLite it is begun by hand, because the driver's implicit
    # ones would keep half of a failed migration.
    transactional_ddl=False,
)
context.run_migrations()
