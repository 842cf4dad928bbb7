"""Kelayakan: whether a person has what a path asks, item by item, and what to do about the rest."""
