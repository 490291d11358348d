"""A person's own devices: where they are signed in, and ending any of that. Private: nobody else is shown them."""
