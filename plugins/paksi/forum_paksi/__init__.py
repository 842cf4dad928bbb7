"""PAKSI: sertifikasi penyuluh antikorupsi, jadwal LSP, pemesanan kursi, dan himpunan permintaan."""

from __future__ import annotations

__version__ = "0.1.0"
