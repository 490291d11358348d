"""Minutes: composed from the journal, drawn in the law's form, signed, verified."""
