"""Measures over time

A measure is a question; an observation is its dated answer. The same question is asked at entry, at exit, some months
later, or on any day, and each moment has its own rule for which answer holds.
"""
