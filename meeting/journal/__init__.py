"""The append-only book of one meeting's events, numbered without holes and hash-chained."""
