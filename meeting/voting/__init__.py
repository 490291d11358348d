"""Motions and ballots: one seat, one motion, one ballot."""
