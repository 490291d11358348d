"""Catalogues of the office: kinds of meeting, kinds of paper, rooms, titles, bodies. `tables.of` returns one."""
