"""Kiosks: machines at the door that read cards and invitations, or find people by name, and can do nothing else.

A check-in at a kiosk counts like one by the secretary: it records who came, and gives no access. To vote, people still
sign in on their own device.
"""
