"""The people in the room: check-in, the roll, the quorum."""
