"""Overlap

Who is in which of several figures: of two projects, two years, two indicators, or all of them together.
"""
