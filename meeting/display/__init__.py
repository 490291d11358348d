"""How a person likes their screens: size of text, ground, language. Private: theirs on every device they sign in on."""
