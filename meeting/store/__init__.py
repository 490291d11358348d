"""The database: one writer behind a gate, readers that see one state, content-addressed blobs, migrations."""
