"""The room as a map: its places in their layout, each with the person who sits there."""

from collections.abc import Iterable
from typing import Any

from meeting.agenda.seating_rules import Seating, name_of

Model = dict[str, Any]


def seating_map(seating: Seating | None, seats: Iterable[Model]) -> Model:
    """Return `{table, lines, others}`: places in front; rows as `{row, places}`; seats without a place in this room.

    A place is `{label, number, seat, aisle}`: `seat` is None when it is free, `aisle` says whether an aisle follows it.
    """
    if seating is None:
        return {"table": [], "lines": [], "others": list(seats)}
    sits: dict[str, Model] = {}
    others = []
    for seat in seats:
        place = seating.find(seat["label"])
        if place is None:
            others.append(seat)
        else:
            sits[name_of(place)] = seat

    def place_model(label: str, number: int, aisles: tuple[int, ...] = ()) -> Model:
        return {"label": label, "number": number, "seat": sits.get(label), "aisle": number in aisles}

    return {
        "table": [place_model(label, number) for number, label in enumerate(seating.table(), start=1)],
        "lines": [
            {
                "row": row,
                "places": [place_model(label, number, seating.aisles) for number, label in enumerate(places, start=1)],
            }
            for row, places in seating.lines()
        ],
        "others": others,
    }
