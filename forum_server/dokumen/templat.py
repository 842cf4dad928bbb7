"""A template: a folder with Typst files, and what a document needs of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["SURAT", "Templat"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Templat:
    """A Typst file that makes a document of `json(bytes(sys.inputs.data))`.

    `folder` holds the template and all it imports: nothing outside is read, nothing is downloaded. The template puts
    the strings of its data into content as they are and never through `eval`, so they stay text.
    """

    folder: Path
    berkas: str

    def __post_init__(self) -> None:
        if not (self.folder / self.berkas).is_file():
            raise FileNotFoundError(f"there is no template {self.berkas} in {self.folder}")


SURAT: Final = Templat(folder=Path(__file__).parent / "templat", berkas="surat.typ")
"""Official letters; its data is made by `surat.data_surat`."""
