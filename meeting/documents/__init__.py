"""Papers: the files that an office hands in, and their form on a tablet."""
