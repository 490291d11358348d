"""How a person's screens look: text size, colours, language. Private: valid on all devices where they sign in."""
