"""Help: short pages in the words of the screens, opened at what the screen is about; an administrator's first steps."""
