"""Reading: which pages of which papers each person has opened, and when. People see when a newer version exists."""
