"""Scope

Where a figure looks. Every restriction takes one code or several; all that are given must hold. What lies outside the
scope does not exist for the figure. A figure of a narrower scope is another figure, not a cell of the wider one.
"""
