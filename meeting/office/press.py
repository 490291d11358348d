"""What the buttons of a form ask for, where one form has several."""

from enum import StrEnum


class Press(StrEnum):
    """The button of a form that was pressed."""

    UP = "up"
    DOWN = "down"
    DEEPER = "deeper"
    SHALLOWER = "shallower"
    RENAME = "rename"
    RETIRE = "retire"
    RETURN = "return"
    DROP = "drop"
