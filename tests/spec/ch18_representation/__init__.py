"""Representation

A share year after year, each year counted for itself; its trend, and when a level is reached.
"""
