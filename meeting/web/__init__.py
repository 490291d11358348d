"""The HTTP door: cookie to actor, forms to commands, headers, static files."""
