"""Private: data of one person alone. It has a separate door, is sent to their devices only, and is never journaled."""
