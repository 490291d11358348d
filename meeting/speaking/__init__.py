"""Who has the floor: the list of those who will speak, turns and their time."""
