"""The machine at the door: it reads cards and invitations, or finds people by name, and may do nothing else.

A check-in there is worth what one by the secretary is: it says who came in, and opens nothing to them. Who votes signs
in on a device of their own, as ever.
"""
