"""Sums, means and medians

A number of each member, known or not; what is made of all of them, and of those in each cell.
"""
