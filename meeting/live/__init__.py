"""The socket door and the push: who is connected, what they see, what has become stale.

Nothing is imported here: `live.loop` must be able to patch the standard library first.
"""
