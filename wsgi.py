"""The server's entry for `python wsgi.py` and for a WSGI host: patch first, then build the application."""

from meeting.config import load
from meeting.live.loop import patch
from meeting.live.memory import give_back_memory

settings = load()
give_back_memory()
patch(settings.async_mode, postgresql=settings.many_servers)

from meeting.app import create_app
from meeting.store.hold import hold

held = hold(settings.data)
house = create_app(settings)
house.begin()
app = house.app
