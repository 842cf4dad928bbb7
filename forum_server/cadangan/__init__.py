"""Backup and restore: the whole database and its files in one archive that either engine can take back, without keys."""
