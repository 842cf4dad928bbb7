"""The kinds of evidence of a person."""

from __future__ import annotations

from enum import StrEnum


class JenisBukti(StrEnum):
    """What the evidence shows."""

    ELEARNING = "ELEARNING"
    """A class of e-learning was passed."""
    DIKLAT = "DIKLAT"
    """A training for candidates was passed."""
    MENGAJAR = "MENGAJAR"
    """Agenda 1 (integrity) was taught, as widyaiswara."""
