"""Biaya: what an event costs, and how the pemda of a pool share it."""
