"""The pages of the live meeting: today, tablet, console, chair, hall screen, reader."""
