"""The structured log: one event per line on standard error, as text for people or as JSON for machines."""

from __future__ import annotations

import logging
import sys
from typing import Any, Literal

import orjson
import structlog

__all__ = ["atur_catatan"]


def atur_catatan(bentuk: Literal["json", "teks"]) -> None:
    """Set up the log of this process. Libraries log through the standard module: their warnings come out too."""
    if bentuk == "json":
        akhir: list[structlog.typing.Processor] = [
            # Without local variables: they hold what people sent.
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
            ),
            structlog.processors.JSONRenderer(serializer=_json),
        ]
    else:
        akhir = [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *akhir,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(asctime)s [%(levelname)s] %(name)s: %(message)s"
    )


def _json(isi: Any, **_: Any) -> str:
    return orjson.dumps(isi, default=str).decode()
