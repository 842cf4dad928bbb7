"""Permintaan: a pemda asks for seats for its candidates."""
