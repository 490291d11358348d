"""The pages of the live meeting: entrance, today, tablet, console, chair, screen, reader."""
