"""Minutes on paper: drawn, signed, verified, tampered with."""
