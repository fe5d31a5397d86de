"""Declared and estimated

Some totals have no members: a partner declares 80,000 with its evidence, or somebody estimates a number by a stated
method. They stand beside what is counted, and are added only where somebody has said that they are disjoint from it.
What is counted can always be read on its own.
"""
