"""Ringkasan: what paksi says about a wilayah, an OPD and a person, as fields of their types."""
