"""The pages between which the tabs of the office, of one plan and of the log lead; a page names its own."""

from enum import StrEnum


class Tab(StrEnum):
    """A tab of the office."""

    OVERVIEW = "overview"
    MEETINGS = "meetings"
    PEOPLE = "people"
    GROUPS = "groups"
    UNITS = "units"
    DIRECTORY = "directory"
    NETWORK = "network"
    LOG = "log"
    CATALOGUES = "catalogues"
    LAW = "law"
    SETTINGS = "settings"
    BACKUPS = "backups"


class PlanTab(StrEnum):
    """A tab of one plan."""

    HEADING = "heading"
    PEOPLE = "people"
    AGENDA = "agenda"
    PLACES = "places"
    PAPERS = "papers"
    CONTRIBUTIONS = "contributions"


class LogTab(StrEnum):
    """A page of the office's log."""

    ACTS = "acts"
    SIGN_INS = "sign-ins"
