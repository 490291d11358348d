"""Help: short pages in the words of the screens, opened at the screen's subject, and an administrator's first steps."""
