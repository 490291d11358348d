"""The floor: the list of people who will speak, their turns and their time."""
