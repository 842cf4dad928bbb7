"""Lampiran: the signed letter that belongs to a request."""
