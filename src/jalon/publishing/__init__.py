"""Publications whose every number is bound to a figure: read, checked, rendered."""
