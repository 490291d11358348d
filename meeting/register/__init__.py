"""The register of the signers' certificates: issued, renewed, revoked, each a line of the office's own journal.

What a certificate says of itself, whoever has the authority's key can say. The register says which ones the office has
given, when, and since when one counts no more. Its lines are chained among themselves too, so that it can be shown to
a stranger without the rest of the office's journal.
"""
