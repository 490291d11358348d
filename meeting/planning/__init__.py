"""Removing things from a plan: an item goes with its papers and questions. Calls the features below directly."""
