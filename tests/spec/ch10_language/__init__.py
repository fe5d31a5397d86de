"""The language

Expressions look like conditions of SQL. What may be written is a closed list; everything else is refused, with the
place and what to write instead.
"""
