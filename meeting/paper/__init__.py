"""Paper draws minutes and lists on A4 pages. The same manuscript and journal give the same bytes.

The layout follows Annex I, Decree 30/2020/NĐ-CP. Nothing here uses a clock, a database or the network.
"""
