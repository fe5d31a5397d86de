"""Zero and not collected

Zero is an answer: people were there, and none of them says yes. Not collected is the lack of one.
"""

from collections.abc import Callable

Spec = Callable[..., None]

DATA = {
    "projects": """
        project | countries
        M       | FR
        F       | FR
    """,
    "enrolments": """
        person | project | entry      | exit
        1      | M       | 2020-02-01 | 2021-11-30
    """,
}


def test_zero(spec: Spec) -> None:
    """Zero: somebody was enrolled, and nobody did what is asked.

    Person 1 was there in 2021 and did not enter in 2021.
    """
    spec(**DATA, period_on="entry", value=0)


def test_not_collected(spec: Spec) -> None:
    """Not collected: nobody is recorded as enrolled in the scope during the period.

    Project F has no enrolment, and of 2022 none is recorded. Neither figure has a value, and both say why.
    """
    spec(**DATA, project="F", value="not collected")
    spec(**DATA, period="2022", value="not collected")


def test_no_session(spec: Spec) -> None:
    """For an indicator placed by sessions, what must have been collected are sessions."""
    spec(**DATA, period_on="session", counts="sessions_attended() >= 1", value="not collected")
    spec(
        **DATA,
        sessions="session | date\ns1 | 2021-03-01",
        period_on="session",
        counts="sessions_attended() >= 1",
        no=[1],
        value=0,
    )


def test_no_observation(spec: Spec) -> None:
    """For an indicator placed by observations, what must have been collected are answers to its measures."""
    spec(**DATA, period_on="observation", counts="latest(housing) = 'stable'", value="not collected")


def test_never_asked(spec: Spec) -> None:
    """Where `among` takes only those of whom an answer is known, and the question was never answered in the scope,
    nothing was collected. Answered once, by whoever, what it finds is zero.
    """
    followed = {"among": "enrolled() AND entry(housing) IS NOT NULL AND entry(housing) = 'stable'"}
    spec(**DATA, **followed, value="not collected")
    spec(
        **DATA,
        **followed,
        observations="person | measure | moment | value\n1 | housing | entry | homeless",
        value=0,
    )
