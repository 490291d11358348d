"""The register of the signers' certificates: issued, renewed, revoked, each a line of the office's journal.

Anybody with the authority's key can make a certificate. The register says which ones the office has issued, when, and
since when one is no longer valid. Its lines also form a separate chain, so that a stranger can check it without the
rest of the office's journal.
"""
