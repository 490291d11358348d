"""Taking things out of a plan: an item goes with its papers and questions. Calls the features below in plain sight."""
