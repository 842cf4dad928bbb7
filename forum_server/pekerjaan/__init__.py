"""Background jobs: what has a clock, run by whichever process holds the lease."""

from forum_server.pekerjaan.jenis import KonteksPekerjaan, Pekerjaan

__all__ = ["KonteksPekerjaan", "Pekerjaan"]
