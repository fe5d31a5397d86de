"""Several participations

A person may take part in several projects of the scope, and answer differently in each. `over` says how her
participations give her one answer. They are in order of first entry, then of project code.
"""
