"""Unduhan: everything a client downloads, through links that work once and for a short time."""
