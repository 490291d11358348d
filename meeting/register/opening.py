"""Begin the register once, with the existing certificates: at installation, update or start."""

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
    """Open the register, so that unregistered certificates can no longer sign. Does nothing when it is open already.

    A damaged register is not begun again and does not stop the server; signing and verification report it.
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
