"""Asesor of an LSP: who they are, until when they may assess, and how full their days are."""
