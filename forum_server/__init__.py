"""Forum PAKSI server: shared identity, the region tree, and the plugins regions enable."""

__version__ = "0.1.0"
