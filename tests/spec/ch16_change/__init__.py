"""Change

How many rose, stayed and fell between two observations, and by how much on average.
"""
