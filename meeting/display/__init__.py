"""How a person likes their screens: size of text and ground. Private: theirs on every device they sign in on."""
