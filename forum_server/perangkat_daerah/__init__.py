"""Perangkat daerah (OPD): the offices of a regional government, and the units under them."""
