"""How examples are tried: at whatever pace the machine has. A busy machine must not fail a test."""

from hypothesis import HealthCheck, settings

ANY_PACE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""The first text of a run waits until all letters have been counted: on a busy machine that takes seconds."""
