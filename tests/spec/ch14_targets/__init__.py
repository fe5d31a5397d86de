"""Targets and baselines

An indicator may have a target in a period and scope: what it is to reach there; and a baseline, where it stood before.
Progress is how much of the way from one to the other is behind.
"""
