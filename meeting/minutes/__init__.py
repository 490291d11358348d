"""Minutes: composed from the journal, drawn as the law wants, signed, verified."""
