"""A person's own devices: where they are signed in, and how to sign out there. Private: nobody else sees them."""
