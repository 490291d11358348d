"""Pages of the office: what an administrator looks after between meetings, and everybody's own devices."""
