"""Paper: sets the facts of the minutes on A4 pages. The same facts and journal give the same bytes.

Layout after Annex I, Decree 30/2020/NĐ-CP. Nothing here reads a clock, a database or the network.
"""
