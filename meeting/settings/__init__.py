"""Settings that an administrator changes on screen. They are stored in the database, recorded, and in force at once."""
