"""What every test shares: the test kit that plugin authors use too."""

from __future__ import annotations

pytest_plugins = ["forum_server.testing.postgres"]
