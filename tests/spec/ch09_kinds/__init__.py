"""Kinds of figures

A count is the size of a set. A share, a distinct and a sum are said of sets, and show them.
"""
