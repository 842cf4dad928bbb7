"""What every test shares: the test kit that plugin authors use too."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

pytest_plugins = ["forum_server.testing.plugin", "tests.demo"]

# Time is never a test: a slow machine changes no result.
settings.register_profile(
    "forum", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("forum")
