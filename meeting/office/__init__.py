"""Pages of the office: the administrators' work between meetings, and everybody's own devices."""
