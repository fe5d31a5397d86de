"""The site: pages over workflows and what is below them, with no rule of their own."""
