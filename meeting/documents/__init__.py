"""Papers: what an office hands in, and what a tablet shows of it."""
