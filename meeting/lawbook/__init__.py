"""The office's own editions of the rules, made on screen: kept with their whole text, and written as files."""
