"""Attendance

Who came, who did not, and when that is known at all.
"""
