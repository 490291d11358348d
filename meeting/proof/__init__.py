"""Proof: whether a signed paper and its journal are what they say, found out without a database or the internet."""
