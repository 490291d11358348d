"""Opening: the register is begun once, with the certificates that are there; by who installs, updates or starts."""

from meeting.access.actors import SYSTEM
from meeting.commands.submit import Commands
from meeting.journal import chain
from meeting.register.commands import OpenRegister
from meeting.register.keeping import lines_of
from meeting.register.lines import read
from meeting.signing import certificates
from meeting.signing.keyring import Keyring
from meeting.store.database import Database


def open_once(database: Database, commands: Commands, keyring: Keyring) -> None:
    """From now on what is in no register signs nothing. Where it is open already, nothing is written.

    A damaged register is not begun anew, and keeps no server from starting: whoever signs or checks is told of it.
    """
    try:
        with database.read() as db:
            if read(lines_of(db)).opened is not None:
                return
    except chain.Broken:
        return
    holders = [(holder.account, keyring.certificate(holder.account)) for holder in keyring.holders()]
    found = {account: certificates.line(certificate) for account, certificate in holders if certificate is not None}
    commands.submit(OpenRegister(found=found), actor=SYSTEM)
