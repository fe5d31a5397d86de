"""What may be shown: everything that leaves the group passes here."""
