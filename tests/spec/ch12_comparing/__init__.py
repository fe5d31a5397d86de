"""Comparing two figures

Two figures of one unit are compared member by member: of two scopes, of the facts as they were and as they are, or of two
definitions. Each member that differs has exactly one reason, and the reasons add up from the one size to the other.

The reasons are asked in this order, and the first that moves a member is hers: *definition*, *erased*, *identity* (merged
with another, or split), *consent*, *corrected*, and last *joined* or *left*. One thing changes at a time: the other
definition is asked of the older facts, in the older scope; then the facts are taken over kind by kind; the scope comes
last.
"""
