"""Sign-ins, sessions, directories, and who may do what."""
