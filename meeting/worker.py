"""Builds the worker of an installation. Only here are the jobs, and the heavy libraries they need, loaded."""

from meeting import features
from meeting.config import Settings
from meeting.kernel import clock as clocks
from meeting.kernel.clock import Clock
from meeting.parts import assemble
from meeting.work.workshop import Workshop


def create_workshop(settings: Settings, *, clock: Clock = clocks.now) -> Workshop:
    """The worker of an installation whose database is current."""
    parts = assemble(settings, clock=clock)
    features.register_jobs()
    return Workshop(parts.settings, parts.database, parts.blobs, parts.commands, parts.clock)
