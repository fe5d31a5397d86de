"""French pages are set as French is: no sign begins a line, and what is taken away letter by letter stays as it is."""

from __future__ import annotations

import pytest

from jalon.web.typography import set_french


@pytest.mark.parametrize(
    ("written", "as_set"),
    [
        ("<p>Jalon : un « jalon » ; déjà ? Oui !</p>", "<p>Jalon\u00a0: un «\u00a0jalon\u00a0»\u202f; déjà\u202f? Oui\u202f!</p>"),
        ("<td>7,5 %</td>", "<td>7,5\u00a0%</td>"),
        ("<p>12:30, a:b</p>", "<p>12:30, a:b</p>"),
    ],
)  # fmt: skip
def test_a_sign_stays_beside_its_word(written: str, as_set: str) -> None:
    assert set_french(written) == as_set


def test_what_is_copied_or_typed_stays_as_it_is() -> None:
    for kept in (
        "<pre>sex != unknown\nfr: a : b</pre>",
        '<textarea name="t">Oui : 3 %</textarea>',
        "<code>a ? b</code>",
    ):
        assert (
            set_french(f"<p>Oui : non</p>{kept}<p>Oui : non</p>") == f"<p>Oui\u00a0: non</p>{kept}<p>Oui\u00a0: non</p>"
        )
