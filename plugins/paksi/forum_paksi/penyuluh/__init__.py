"""Requests for a speaker: asked by an office, assigned by the inspectorate, reported by the penyuluh."""
