"""People who sign in through the directory but are on no list: the rules add them to the office, or refuse them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import SYSTEM
from meeting.access.directory.local import Directory
from meeting.access.directory.outside import Ask, OutsideDirectory
from meeting.access.directory.task import Found, Question
from meeting.access.tables import Login
from meeting.commands.submit import Commands
from meeting.directory.asking import ask
from meeting.directory.commands import Admit
from meeting.directory.judging import judge_newcomer
from meeting.directory.rules import NOT_ADMITTED, Trouble, first_match
from meeting.directory.tables import asked_groups, directory, link_of, rules_of
from meeting.kernel.clock import Clock
from meeting.kernel.refusals import Refused
from meeting.people.tables import Group, Person, plain
from meeting.roster.giving import keeps_card
from meeting.roster.rules import Judged, Known, LineKind
from meeting.roster.tables import known_person
from meeting.store.database import Database


class OfficeNewcomers:
    """The office's decisions about its directory. See Newcomers."""

    def __init__(self, database: Database, commands: Commands, secret: bytes, clock: Clock) -> None:
        self._database = database
        self._commands = commands
        self._secret = secret
        self._clock = clock

    def question(self, account: str, password: str) -> Question | None:
        """Return the question for the directory. See Newcomers.

        A password that cannot be unlocked counts as no directory: cards and PINs still work.
        """
        with self._database.read() as db:
            row = directory(db)
            if row is None:
                return None
            try:
                return Question(link_of(row, self._secret), account, password, asked_groups(row))
            except ValueError:
                return None

    def is_set(self) -> bool:
        """See Newcomers."""
        with self._database.read() as db:
            return directory(db) is not None

    def keeps_card(self, db: Session, login: Login) -> bool:
        """See Newcomers."""
        return keeps_card(db, login, self._clock())

    def admit(self, found: Found) -> int | None:
        """See Newcomers. Refused NOT_ADMITTED when the rules leave them out, or somebody must look first."""
        with self._database.read() as db:
            judged = self._judged(db, found)
        if judged is None or judged.kind is not LineKind.ADDS or judged.given is None:
            raise Refused(NOT_ADMITTED)
        command = Admit(
            account=judged.account,
            particulars=judged.particulars,
            directory_id=judged.given.directory_id,
            admin=judged.given.admin,
            planner=judged.given.planner,
            group_id=judged.given.group_id,
        )
        try:
            return self._commands.submit(command, actor=SYSTEM).made["person_id"]
        except Refused:
            raise Refused(NOT_ADMITTED) from None

    def _judged(self, db: Session, found: Found) -> Judged | None:
        row = directory(db)
        if row is None or not row.newcomers or row.problem is Trouble.NO_GROUP:  # a later rule would let them in
            return None
        groups = set(db.scalars(select(Group.id)))
        return judge_newcomer(found, first_match(rules_of(row), found.groups), _namesakes(db, found), groups)


def _namesakes(db: Session, found: Found) -> list[Known]:
    query = select(Person, Login).outerjoin(Login, Login.person_id == Person.id)
    return [known_person(*row) for row in db.execute(query.where(Person.called == plain(found.name)))]


def with_outside(
    local: Directory, database: Database, office: OfficeNewcomers, clock: Clock, asks: Ask = ask
) -> Directory:
    """Return the local directory combined with the outside one, whose settings are read at each use."""
    return OutsideDirectory(local, database, office, asks, clock)
