"""What a change costs is what changed, however much stands there: bytes told and statements asked, never time."""
