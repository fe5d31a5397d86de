"""One module for each page: a view reads the question, asks, and fills a template of the same name."""
