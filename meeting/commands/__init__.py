"""The registry of commands, and the one way to change anything: `submit`."""
