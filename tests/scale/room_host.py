"""x"""
def room_host(*a, **k): raise NotImplementedError
def seeded_room(*a, **k): raise NotImplementedError
