"""Who is counted

A figure is a set of members; its value is the size of the set. This chapter says who can be a member. Unless a
paragraph says otherwise the unit is a person, the period is 2021, and the question is `true`: everybody who was
enrolled.
"""
