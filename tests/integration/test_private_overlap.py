"""Two groups, two folders: how many people both know, asked, answered and read by files."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from jalon.cli import main
from jalon.exchange.overlap_files import OverlapAnswer, OverlapRequest, sealed
from jalon.home import Home, make_home
from jalon.identity import private_overlap as keys
from records_at import records_at

NAMES = ("Awa Diop", "Inès D'Almeida", "Łucja Nowak", "Moussa Traoré", "فاطمة الزهراء", "Nguyễn Thị Hoa", "Zoë Œuvrard")


class Side:
    """One group's folder, as its staff use it."""

    def __init__(self, home: Home, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self.folder, self.capsys = home, folder, capsys
        self.folder.mkdir(exist_ok=True)

    def run(self, *arguments: str | Path, code: int = 0, text: bool = False) -> Any:
        """What was answered as JSON or text; the error's id where `code` is not 0."""
        with records_at(self.home):
            line = ["--home", str(self.home.path), "--as", "Awa", *([] if text else ["--json"]), *map(str, arguments)]
            found = main(line)
        self.said = self.capsys.readouterr()
        assert found == code, self.said.err
        if text:
            return self.said.out
        return json.loads(self.said.out) if code == 0 else json.loads(self.said.err)["errors"][0]["id"]

    def load(self, people: Sequence[dict[str, Any]], extra: str = "") -> None:
        """People of project P who permit matching, unless they say otherwise."""
        lines = ["organisations: [{code: NGO, name: An NGO, kind: ngo}]", "projects:"]
        lines += ["  - {code: P, name: P, organisation: NGO}"]
        lines += ["  - {code: SECRET, name: Left behind, organisation: NGO, sensitive: yes}"]
        subjects, enrolments, consents = [], [], []
        for number, person in enumerate(people, 1):
            known: dict[str, Any] = {"sex": "female", "project": "P", "matching": True} | person
            given, _, family = known["name"].partition(" ")
            subjects.append(
                {"code": str(number), "organisation": "NGO", "given_name": given, "family_name": family}
                | {name: known[name] for name in ("sex", "birth") if known.get(name)}
            )
            enrolments.append({"subject": str(number), "project": known["project"], "entry": "2021-01-10"})
            if known["matching"] is not None:
                given_ = "yes" if known["matching"] else "no"
                consents.append({"subject": str(number), "purpose": "matching", "given": given_, "date": "2021-01-10"})
        parts = {"subjects": subjects, "enrolments": enrolments, "consents": consents}
        for part, rows in parts.items():
            lines += [f"{part}:", *(f"  - {json.dumps(row, ensure_ascii=False)}" for row in rows)]
        file = self.folder / "group.yaml"
        file.write_text("\n".join(lines) + extra, encoding="utf-8")
        self.run("load", file)

    def ask(self, *more: str | Path, figure: str = "participants", code: int = 0, out: str = "request.psi.json") -> Any:
        return self.run("overlap", figure, "--ask", "Secours", "--out", self.folder / out, *more, code=code)

    def answer(
        self, request: Path, *more: str, figure: str = "participants", code: int = 0, out: str = "answer.psi.json"
    ) -> Any:
        return self.run("overlap", figure, "--answer", request, "--out", self.folder / out, *more, code=code)

    @property
    def request(self) -> Path:
        return self.folder / "request.psi.json"

    @property
    def answered(self) -> Path:
        return self.folder / "answer.psi.json"


@pytest.fixture
def sides(template_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[Side, Side]]:
    made = []
    for name in ("Rivages", "Secours"):
        home = make_home(tmp_path / name / "home", group=name)
        shutil.copy(template_home.records_file, home.records_file)
        made.append(Side(home, tmp_path / name, capsys))
    yield made[0], made[1]


def people(first: int, last: int, **otherwise: Any) -> list[dict[str, Any]]:
    """Distinct people by number: the same number is the same person on either side."""
    return [
        {"name": f"{NAMES[n % len(NAMES)]}{'abcdefghij'[n // len(NAMES)]}", "birth": f"{1940 + n}-03-{n % 27 + 2:02}"}
        | otherwise
        for n in range(first, last)
    ]


def exchange(one: Side, other: Side) -> Any:
    one.ask()
    other.answer(one.request)
    return one.run("overlap", "--read", other.answered)


# ---- what is found


def test_the_overlap_is_exact_and_no_name_is_in_either_file(sides: tuple[Side, Side]) -> None:
    one, other = sides
    one.load(people(0, 30))
    other.load(people(18, 50))
    sent = one.ask()
    assert (sent["people"], sent["permitting"], sent["figures"]) == (
        30,
        30,
        ["participants?period=all&purpose=matching"],
    )
    other.answer(one.request)
    for file in (one.request, other.answered):
        stated = json.loads(file.read_text(encoding="utf-8"))
        assert stated["elements"] == stated["padded_to"] == 100
        assert "Diop" not in file.read_text(encoding="utf-8")
    found = one.run("overlap", "--read", other.answered)
    assert (found["both"], found["people"], found["group"], found["threshold"]) == (12, 30, "Secours", 5)


def test_spelling_that_folds_and_the_order_of_names_do_not_hide_a_person_and_another_birth_does(
    sides: tuple[Side, Side],
) -> None:
    one, other = sides
    one.load(people(0, 14))
    same = [{"name": "DIOPA Awa", "birth": "1940-03-02"}, {"name": "INES d’almeidaa", "birth": "1941-03-03"}]
    same += people(2, 6) + people(6, 9, birth="1999-09-09")
    other.load(same)
    assert exchange(one, other)["both"] == 6


@pytest.mark.parametrize(("shared", "told"), [(0, False), (4, False), (5, True), (25, True), (26, False), (30, False)])
def test_few_in_both_and_nearly_all_are_withheld(sides: tuple[Side, Side], shared: int, told: bool) -> None:
    one, other = sides
    one.load(people(0, 30))
    other.load(people(30 - shared, 45))
    found = exchange(one, other)
    assert found["both"] == (shared if told else {"withheld": True})
    with records_at(one.home):
        from jalon.records.models import AuditEntry

        said = AuditEntry.objects.get(action="read_overlap").reason
    assert said.endswith(f"told {shared}" if told else ": withheld")


def test_who_has_not_permitted_matching_is_not_compared(sides: tuple[Side, Side]) -> None:
    one, other = sides
    one.load(people(0, 20) + people(20, 26, matching=None) + people(26, 30, matching=False))
    other.load(people(8, 14) + people(14, 16, matching=False) + people(16, 30))
    assert exchange(one, other)["both"] == 10


def test_without_a_whole_key_nobody_is_compared() -> None:
    import datetime as dt

    day = dt.date(1980, 5, 3)
    assert keys.build_key("Diop", "Awa", "female", day, "day") == "awa diop|female|1980-05-03"
    assert keys.build_key("D?op", "Awa", "female", day, "day") is None
    assert keys.build_key("Diop", "", "female", day, "day") is None
    assert keys.build_key("Diop", "Awa", None, day, "day") is None
    assert keys.build_key("Diop", "Awa", "female", None, None) is None
    assert keys.build_key("Diop", "Awa", "female", dt.date(1980, 5, 1), "month") is None
    assert keys.build_key("Diop", "Awa", "female", dt.date(1980, 1, 1), "day") is None


def test_one_person_in_two_registers_is_one_key(sides: tuple[Side, Side]) -> None:
    one, other = sides
    one.load([*people(0, 12), {"name": "Awa Nobirth"}])
    with records_at(one.home):
        from jalon.records.actions.identity import assert_identity
        from jalon.records.models import Subject

        first, last = (Subject.objects.get(reference=code) for code in ("12", "13"))
        assert_identity(by="Awa", one=first, other=last, verdict="same", reason="seen both")
    other.load(people(0, 7))
    assert one.ask()["people"] == 12
    other.answer(one.request)
    assert one.run("overlap", "--read", other.answered)["both"] == 7


# ---- who may be compared


def test_sensitive_projects_are_left_out_and_named_ones_refused(sides: tuple[Side, Side]) -> None:
    one, other = sides
    one.load(people(0, 20) + people(20, 40, project="SECRET"))
    other.load(people(10, 60))
    sent = one.ask()
    assert (sent["people"], sent["left_out"]) == (20, ["SECRET"])
    assert "SECRET" not in one.request.read_text(encoding="utf-8")
    assert one.ask(figure="participants?project=SECRET", code=4, out="b") == "overlap_sensitive"
    assert one.ask("--sensitive", "SECRET", code=4, out="b") == "overlap_grant_needs_reason"
    assert one.ask("--sensitive", "P", "--reason", "x", code=2, out="b") == "overlap_not_sensitive"
    granted = one.ask("--sensitive", "SECRET", "--reason", "the board, 3 May", out="b.json")
    assert (granted["people"], granted["threshold"], granted["left_out"]) == (40, 10, [])
    with records_at(one.home):
        from jalon.records.models import AuditEntry

        assert "sensitive SECRET: the board, 3 May" in AuditEntry.objects.latest("number").reason


def test_a_record_known_from_a_sensitive_project_alone_lends_no_name(sides: tuple[Side, Side]) -> None:
    one, _ = sides
    one.load([*people(0, 10), {"name": "Awa Nobirth"}, *people(11, 12, project="SECRET")])
    with records_at(one.home):
        from jalon.records.actions.identity import assert_identity
        from jalon.records.models import Subject

        first, last = (Subject.objects.get(reference=code) for code in ("11", "12"))
        assert_identity(by="Awa", one=first, other=last, verdict="same", reason="seen both")
    assert one.ask(figure="participants?project=P")["people"] == 10


def test_refusals_before_anybody_is_compared(sides: tuple[Side, Side]) -> None:
    one, _ = sides
    one.load(people(0, 8, matching=None) + people(8, 12))
    assert one.ask(code=4) == "overlap_too_few"
    assert one.ask(figure="participants?period=2019", code=4) == "overlap_no_consent"
    assert one.ask(figure="participants?purpose=research", code=2) == "overlap_for_matching"
    assert one.ask(figure="countries_reached", code=2) == "overlap_not_people"
    one.request.write_text("mine", encoding="utf-8")
    assert one.ask(code=2) == "overlap_cannot_write"
    assert one.ask(code=2, out="none/request.json") == "overlap_cannot_write"
    assert not one.home.overlaps.exists()


@pytest.mark.parametrize(
    "line",
    [
        ("--ask", "X"),
        ("participants", "--ask", "X"),
        ("participants", "--ask", "X", "--read", "a"),
        ("participants", "--read", "a"),
        ("--answer", "a", "--out", "b"),
        ("participants", "participants", "--out", "b"),
    ],
)
def test_usage(sides: tuple[Side, Side], line: tuple[str, ...]) -> None:
    assert sides[0].run("overlap", *line, code=2) == "usage"


# ---- what is kept, and for how long


def test_the_secret_is_in_the_folder_for_its_owner_until_the_answer_is_read(sides: tuple[Side, Side]) -> None:
    one, other = sides
    one.load(people(0, 30))
    other.load(people(10, 50))
    one.ask()
    (kept,) = one.home.overlaps.iterdir()
    assert (kept.stat().st_mode & 0o777, one.home.overlaps.stat().st_mode & 0o777) == (0o600, 0o700)
    secret = json.loads(kept.read_text(encoding="utf-8"))["secret"]
    assert "Diop" not in kept.read_text(encoding="utf-8")
    other.answer(one.request)
    assert not other.home.overlaps.exists()
    assert secret not in one.request.read_text(encoding="utf-8") + other.answered.read_text(encoding="utf-8")
    assert one.run("overlap", "--read", other.answered)["both"] == 20
    assert list(one.home.overlaps.iterdir()) == []
    assert one.run("overlap", "--read", other.answered, code=5) == "overlap_not_waiting"
    assert other.run("overlap", "--read", other.answered, code=5) == "overlap_not_waiting"


def test_each_step_is_in_the_audit_with_whose_names_were_read(sides: tuple[Side, Side]) -> None:
    one, other = sides
    one.load([*people(0, 30), {"name": "Awa Nobirth"}])
    other.load(people(10, 50))
    exchange(one, other)
    for side, actions, count in ((one, ["ask_overlap", "read_overlap"], 30), (other, ["answer_overlap"], 40)):
        with records_at(side.home):
            from jalon.records.models import AuditEntry

            entries = list(AuditEntry.objects.filter(action__endswith="_overlap").order_by("number"))
            assert [entry.action for entry in entries] == actions
            for entry in entries:
                (run,) = entry.records.all()
                assert (entry.by, run.table, run.change, run.last - run.first + 1) == ("Awa", "person", "read", count)


def test_nearly_the_same_people_again_are_warned_of(sides: tuple[Side, Side]) -> None:
    one, other = sides
    one.load(people(0, 20) + people(20, 24, project="SECRET"))
    other.load(people(10, 50))
    assert one.ask()["like"] == []
    (first,) = one.ask(out="b.json")["like"]
    more = ("--sensitive", "SECRET", "--reason", "granted")
    like = one.ask(*more, out="c.json")["like"]
    assert first in like
    assert len(like) == 2
    one.run("overlap", "participants", "--ask", "S", "--out", one.folder / "d.json", text=True)
    assert f"Careful: nearly the same people (fewer than 5 differ) were in exchange {first}, " in one.said.err
    assert other.answer(one.request)["like"] == []
    assert len(other.answer(one.folder / "b.json", out="b.json")["like"]) == 1


# ---- files that came to the wrong place, or twice


def test_a_request_is_answered_once_and_by_the_other_group(sides: tuple[Side, Side]) -> None:
    one, other = sides
    one.load(people(0, 30))
    other.load(people(10, 50))
    one.ask()
    assert one.answer(one.request, out="own.json", code=4) == "overlap_own_request"
    other.answer(one.request)
    assert other.answer(one.request, out="again.json", code=4) == "overlap_answered_already"
    other.run("--lang", "fr", "overlap", "participants", "--answer", one.request, "--out", "x.json", code=4, text=True)
    assert "On a répondu à cette demande" in other.said.err
    assert "avec participants?period=all&purpose=matching." in other.said.err
    assert not (other.folder / "again.json").exists()
    # Once it is read, it is this folder's own still.
    assert one.run("overlap", "--read", other.answered)["both"] == 20
    assert one.answer(one.request, out="own.json", code=4) == "overlap_own_request"
    assert one.run("overlap", "--read", other.answered, code=5) == "overlap_not_waiting"


def test_an_answer_of_another_exchange_is_refused(sides: tuple[Side, Side]) -> None:
    one, other = sides
    one.load(people(0, 30))
    other.load(people(10, 50))
    other.ask()
    one.answer(other.request)
    assert one.run("overlap", "--read", one.answered, code=5) == "overlap_not_waiting"
    assert other.run("overlap", "--read", one.answered)["both"] == 20


def test_what_is_no_such_file_is_said(sides: tuple[Side, Side]) -> None:
    one, _ = sides
    one.load(people(0, 30))
    for text in (b"", b"[]", b'{"what": "a list"}', b"PK\x03\x04\xff", b"[" * 100_000):
        one.request.write_bytes(text)
        assert one.run("overlap", "--read", one.request, code=3) == "overlap_no_file"
    one.run("--lang", "fr", "overlap", "--read", one.request, code=3, text=True)
    assert one.said.err.startswith("request.psi.json : Ce n'est pas un fichier de recouvrement privé.")


def test_other_people_are_not_warned_of(sides: tuple[Side, Side]) -> None:
    one, _ = sides
    one.load(people(0, 20) + people(20, 30, project="SECRET"))
    one.ask()
    assert one.ask("--sensitive", "SECRET", "--reason", "granted", out="b.json")["like"] == []


# ---- files that are not as they were made


def rewrite(file: Path, **otherwise: Any) -> None:
    stated = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(stated | otherwise), encoding="utf-8")


def forge(file: Path, kind: Any, **otherwise: Any) -> None:
    """Changed by somebody who knows how the digest is made."""
    stated = json.loads(file.read_text(encoding="utf-8")) | otherwise
    made = sealed(kind.model_validate(stated))
    file.write_text(made.model_dump_json(), encoding="utf-8")


def test_changed_and_broken_files_are_refused(sides: tuple[Side, Side]) -> None:
    one, other = sides
    one.load(people(0, 30))
    other.load(people(10, 50))
    one.ask()
    good = one.request.read_text(encoding="utf-8")
    assert other.answer(one.folder / "none.json", code=5) == "no_such_file"
    one.request.write_text(good[:-40], encoding="utf-8")
    assert other.answer(one.request, code=3) == "overlap_file_broken"
    changes: list[dict[str, Any]] = [
        {"group": "Somebody"}, {"figures": ["x"]}, {"elements": 200}, {"group": "\x1b[2J"}, {"more": 1},
        {"people": "AAAA"}, {"request": "../../x"}, {"threshold": 0},
    ]  # fmt: skip
    for change in changes:
        one.request.write_text(good, encoding="utf-8")
        rewrite(one.request, **change)
        assert other.answer(one.request, code=3) == "overlap_file_broken", change
    for change in ({"protocol": "jalon-overlap-2"}, {"keys": "another fold"}):
        one.request.write_text(good, encoding="utf-8")
        rewrite(one.request, **change)
        assert other.answer(one.request, code=3) == "overlap_other_protocol"
    one.request.write_text(good, encoding="utf-8")
    assert one.run("overlap", "--read", one.request, code=3) == "overlap_file_kind"
    assert other.answer(one.request)
    assert other.answer(other.answered, out="x.json", code=3) == "overlap_file_kind"
    assert one.run("overlap", "--read", other.answered)["both"] == 20


def test_what_is_encrypted_must_be_what_jalon_makes(sides: tuple[Side, Side]) -> None:
    """A request with a person twice would tell by the count whether she is in both."""
    import base64

    import private_set_intersection.python as psi

    one, other = sides
    one.load(people(0, 30))
    other.load(people(10, 50))
    one.ask()
    good = one.request.read_text(encoding="utf-8")
    message = psi.Request()
    message.ParseFromString(base64.b64decode(json.loads(good)["people"]))
    twice, short, revealing, nonsense = (psi.Request.FromString(message.SerializeToString()) for _ in range(4))
    twice.encrypted_elements[1] = twice.encrypted_elements[0]
    del short.encrypted_elements[50:]
    revealing.reveal_intersection = True
    nonsense.encrypted_elements[0] = b"\x05" * 33
    for wrong in (twice, short, revealing, nonsense):
        one.request.write_text(good, encoding="utf-8")
        forge(one.request, OverlapRequest, people=base64.b64encode(wrong.SerializeToString()).decode())
        assert other.answer(one.request, code=3) == "overlap_not_ours"
    forge(one.request, OverlapRequest, people=base64.b64encode(b"\xff\xff").decode())
    assert other.answer(one.request, code=3) == "overlap_not_ours"
    assert not other.answered.exists()


def test_an_answer_to_another_request_or_of_another_making_is_refused_and_the_right_one_still_read(
    sides: tuple[Side, Side],
) -> None:
    import base64

    import private_set_intersection.python as psi

    one, other = sides
    one.load(people(0, 30))
    other.load(people(10, 50))
    one.ask()
    other.answer(one.request)
    good = other.answered.read_text(encoding="utf-8")
    forge(other.answered, OverlapAnswer, request_digest="0" * 64)
    assert one.run("overlap", "--read", other.answered, code=4) == "overlap_other_request"
    stated = json.loads(good)
    setup = psi.ServerSetup.FromString(base64.b64decode(stated["people"]))
    back = psi.Response.FromString(base64.b64decode(stated["asked_about"]))
    setup.raw.encrypted_elements[0] = setup.raw.encrypted_elements[1]
    back.encrypted_elements[0] = b"\x05" * 33
    filtered = psi.server.CreateWithNewKey(False).CreateSetupMessage(0.01, 100, ["a"], psi.DataStructure.BLOOM_FILTER)
    for part, wrong in (("people", setup), ("asked_about", back), ("people", filtered)):
        other.answered.write_text(good, encoding="utf-8")
        forge(other.answered, OverlapAnswer, **{part: base64.b64encode(wrong.SerializeToString()).decode()})
        assert one.run("overlap", "--read", other.answered, code=3) == "overlap_not_ours"
    other.answered.write_text(good, encoding="utf-8")
    assert one.run("overlap", "--read", other.answered)["both"] == 20


def test_a_machine_without_the_library_says_so(sides: tuple[Side, Side], monkeypatch: pytest.MonkeyPatch) -> None:
    one, _ = sides
    one.load(people(0, 30))
    monkeypatch.setitem(sys.modules, "private_set_intersection.python", None)
    assert one.ask(code=8) == "overlap_not_installed"
    assert not one.home.overlaps.exists()


# ---- what is said


def test_what_the_two_sides_are_told(sides: tuple[Side, Side]) -> None:
    one, other = sides
    one.load(people(0, 30))
    other.load(people(10, 50))
    said = one.run("overlap", "participants", "--ask", "Secours", "--out", one.request, text=True)
    assert "30 people, encrypted" in said
    digest = json.loads(one.request.read_text(encoding="utf-8"))["digest"]
    assert f"Digest: {digest}" in said
    assert "`jalon overlap FIGURE --answer request.psi.json --out ANSWER`" in said
    assert "`jalon overlap --read ANSWER`" in said
    line = ("--lang", "fr", "overlap", "participants", "--answer", one.request, "--out", other.answered)
    said = other.run(*line, text=True)
    assert "Rivages apprendra combien sont communs" in said
    assert "Ils le lisent avec `jalon overlap --read answer.psi.json`." in said
    said = one.run("overlap", "--read", other.answered, text=True)
    assert (
        "In both: 20 of the 30 people asked about are in participants?period=all&purpose=matching of Secours." in said
    )
    assert "lower bound" in said
    assert "cannot be read again" in said


def test_a_large_set_is_padded_and_its_order_tells_nothing() -> None:
    import private_set_intersection.python as psi

    assert [keys.count_elements(n) for n in (0, 1, 100, 101)] == [100, 100, 100, 200]
    _, message = keys.build_request({"a|b", "c|d"})
    _, again = keys.build_request({"a|b", "c|d"})
    one, other = (set(psi.Request.FromString(part).encrypted_elements) for part in (message, again))
    assert len(one) == len(other) == 100
    assert not one & other
    setup, response = keys.build_answer(message, 100, {f"{n}|" for n in range(101)})
    own = list(psi.ServerSetup.FromString(setup).raw.encrypted_elements)
    back = list(psi.Response.FromString(response).encrypted_elements)
    assert len(own) == 200
    assert own == sorted(own)
    assert back == sorted(back)
