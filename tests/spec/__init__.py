"""The counting rules, each with its data and its answer: the manual, run on every engine.

A folder is a chapter, a file a section, a test a paragraph. docs/reference/counting is rendered from here.
"""
