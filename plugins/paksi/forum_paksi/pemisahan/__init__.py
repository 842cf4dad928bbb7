"""Separation of duties: who may not do what for the same application, as data with its source."""
