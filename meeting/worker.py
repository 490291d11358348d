"""Builds the worker of an installation. Only this loads the jobs and the heavy libraries they need."""

from meeting import features
from meeting.config import Settings
from meeting.kernel import clock as clocks
from meeting.kernel.clock import Clock
from meeting.parts import assemble
from meeting.work.workshop import Workshop


def create_workshop(settings: Settings, *, clock: Clock = clocks.now) -> Workshop:
    """Build and return the worker of an installation whose database is up to date."""
    parts = assemble(settings, clock=clock)
    features.register_jobs()
    return Workshop(parts.settings, parts.database, parts.blobs, parts.commands, parts.clock, parts.keyring)
