"""Unknown

There are three answers: yes, no and unknown. Unknown is not no, is never guessed, and is never dropped.
"""
