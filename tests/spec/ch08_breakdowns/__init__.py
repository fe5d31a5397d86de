"""Breakdowns

A cell of a breakdown is a subset of its figure. Members and their values are decided once, in the figure's scope.
Adding a breakdown never changes the total; whoever has no known value stands in the row *unknown*; and where cells
overlap, the breakdown says by how much.
"""
