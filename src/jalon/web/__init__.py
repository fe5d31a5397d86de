"""The site: pages over the figures, for a visitor and for staff. It holds no rule of its own."""
