"""Asesor of an LSP: who they are and until when they may assess."""
