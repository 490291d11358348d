"""Private: what belongs to one person alone. A door of its own, told to their devices alone, never journaled."""
