"""Reading: which pages of which papers somebody has opened, and when; told personally of versions that came since."""
