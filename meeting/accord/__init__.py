"""Acts of great weight need two people: one asks, with a reason; another who may confirms on a device of their own."""
