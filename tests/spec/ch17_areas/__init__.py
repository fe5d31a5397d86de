"""Areas

Hectares of the union of the outlines of places, measured on the ellipsoid of WGS 84.
"""
