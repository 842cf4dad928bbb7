"""The keys of an installation: what they encrypt and hash, where they lie, and how they are replaced."""

from forum_server.kunci.kolom import KolomSidik, KolomTersandi
from forum_server.kunci.kunci import Kunci, KunciBermasalah

__all__ = ["KolomSidik", "KolomTersandi", "Kunci", "KunciBermasalah"]
