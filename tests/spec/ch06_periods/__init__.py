"""Periods

What puts a person in a period is part of the definition: her entry, being there, her exit, a session, an observation
(`period_on`).
"""
