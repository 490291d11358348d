"""Settings that an officer changes on screen: kept as data, with who changed what, and in force at once."""
