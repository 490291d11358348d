"""Proof: checks whether a signed paper and its journal are genuine, without a database or the internet."""
