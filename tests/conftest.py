"""One profile of Hypothesis for every test: none fails because a machine is slow."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "book", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("book")
