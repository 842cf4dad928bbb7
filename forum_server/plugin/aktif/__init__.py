"""Enabling plugins as data: which region or lembaga runs which plugin, with which settings."""
