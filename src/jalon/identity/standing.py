"""How two records stand in a field, told in memory as the conditions of comparisons.py tell it in SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jalon.identity.comparisons import NO_DAY, WHOLE_LOST, WHOLE_SAME, YEARS_APART
from jalon.identity.fields import Field, Kind

Row = Mapping[str, Any]


def standing(field: Field, one: Row, other: Row) -> str:
    """The label of the level at which two rows of `build_table` stand."""
    left, right = one[field.name], other.get(field.name)
    if left is None or right is None:
        return "unknown"
    return STANDINGS[field.kind](left, right, one, other)


def given_standing(left: str, right: str, one: Row, other: Row) -> str:
    if left == right:
        return "same"
    if may_be_lost(left, right):
        return "lost letters"
    if are_exchanged(one, other):
        return "names exchanged"
    near = name_standing(left, right, has_one_sound("given", one, other))
    return "another" if near in ("alike", "one name in common") and are_parted(left, right) else near


def family_standing(left: str, right: str, one: Row, other: Row) -> str:
    if are_exchanged(one, other):
        return "unknown"
    if one["given"] is None or other["given"] is None:
        whole = whole_standing(one, other)
        if whole:
            return whole
    if left == right:
        return "same"
    if may_be_lost(left, right):
        return "lost letters"
    near = name_standing(left, right, has_one_sound("family", one, other))
    is_part = one["given"] is None or other["given"] is None
    if near == "another" and is_part and set(one["whole"].split(" ")) & set(other["whole"].split(" ")):
        return "one name in common"
    return near


def has_one_sound(name: str, one: Row, other: Row) -> bool:
    """Whether two names sound the same, word by word or written together."""
    return any(one[f"{name}{part}"] == other[f"{name}{part}"] for part in ("_sound", "_together"))


def name_standing(left: str, right: str, one_sound: bool) -> str:
    if one_sound:
        return "sounds the same"
    if is_one_slip(left, right):
        return "one slip"
    if jaro_winkler(left, right) >= 0.88:
        return "alike"
    in_common = (" " in left or " " in right) and bool(set(left.split(" ")) & set(right.split(" ")))
    return "one name in common" if in_common or is_initial(left, right) else "another"


def whole_standing(one: Row, other: Row) -> str:
    """Of two of which one has the whole name in one field; empty where nothing of it agrees."""
    if " " not in one["whole"]:
        return ""
    orders = [(one["whole"], other["whole"]), (one["whole"], other["turned"]), (one["turned"], other["whole"])]
    if any(left == right for left, right in orders):
        return WHOLE_SAME
    if any(may_be_lost(left, right) for left, right in orders):
        return WHOLE_LOST
    return "whole name sounds the same" if one["sounds"] == other["sounds"] else ""


def birth_standing(left: str, right: str, one: Row, other: Row) -> str:
    same_year = left[:4] == right[:4]
    if left == right:
        return NO_DAY if is_without_day(left) else "same"
    if len(left) != len(right) and (left.startswith(right) or right.startswith(left)):
        return "one holds the other"
    if len(left) == len(right) == 10 and same_year and (left[5:7], left[8:]) == (right[8:], right[5:7]):
        return "day and month exchanged"
    if same_year and (left[-6:] == "-01-01" or right[-6:] == "-01-01"):
        return "same year, one on 1 January"
    if is_without_day(left) and is_without_day(right) and slips_between(left[:4], right[:4], 1) <= 1:
        return YEARS_APART
    if slips_between(left, right, 1) <= 1:
        return "one slip"
    if changes_between(left, right, 2) <= 2:
        return "two slips"
    return "same year" if same_year else "another"


def is_without_day(birth: str) -> bool:
    """Whether of a birth the year or month alone is known, or it is 1 January, which is often a year only."""
    return len(birth) < 10 or birth[-6:] == "-01-01"


def code_standing(left: str, right: str, one: Row, other: Row) -> str:
    return "same" if left == right else "another"


def identifier_standing(left: str, right: str, one: Row, other: Row) -> str:
    if left == right:
        return "same"
    return "one slip" if is_one_slip(left, right) else "another"


def area_standing(left: str, right: str, one: Row, other: Row) -> str:
    near = identifier_standing(left, right, one, other)
    return "alike" if near == "another" and jaro_winkler(left, right) >= 0.88 else near


def text_standing(left: str, right: str, one: Row, other: Row) -> str:
    if left == right:
        return "same"
    if changes_between(left, right, 2) <= 2 or jaro_winkler(left, right) >= 0.92:
        return "alike"
    return "words in common" if set(left.split(" ")) & set(right.split(" ")) else "another"


STANDINGS: Mapping[Kind, Callable[[str, str, Row, Row], str]] = {
    Kind.GIVEN: given_standing,
    Kind.FAMILY: family_standing,
    Kind.BIRTH: birth_standing,
    Kind.CODE: code_standing,
    Kind.IDENTIFIER: identifier_standing,
    Kind.CONTACT: identifier_standing,
    Kind.AREA: area_standing,
    Kind.TEXT: text_standing,
}


def may_be_lost(left: str, right: str) -> bool:
    """Whether one is the other but for letters lost to `?`."""
    if len(left) != len(right) or not ("?" in left or "?" in right):
        return False
    letters = list(zip(left, right, strict=True))
    return all(a in (b, "?") for a, b in letters) or all(b in (a, "?") for a, b in letters)


def are_exchanged(one: Row, other: Row) -> bool:
    """Whether given and family name stand in each other's place."""
    given, family = one["given"], one["family"]
    if given is None or other["given"] is None or family is None or other["family"] is None or given == other["given"]:
        return False
    if given == other["family"] and family == other["given"]:
        return True
    return bool(one["given_sound"] == other["family_sound"] and one["family_sound"] == other["given_sound"])


def are_parted(left: str, right: str) -> bool:
    """Whether two names share a word, and each has one that the other lacks."""
    words, others = set(left.split(" ")), set(right.split(" "))
    return bool(words & others and words - others and others - words)


def is_initial(left: str, right: str) -> bool:
    return min(len(left), len(right)) == 1 and left[0] == right[0]


def is_one_slip(left: str, right: str) -> bool:
    return min(len(left), len(right)) >= 3 and slips_between(left, right, 1) <= 1


def slips_between(left: str, right: str, most: int) -> int:
    """The Damerau-Levenshtein distance; something above `most` where the lengths alone show that it is larger."""
    if left == right:
        return 0
    if abs(len(left) - len(right)) > most:
        return most + 1
    last: dict[str, int] = {}
    far = len(left) + len(right)
    rows: list[list[int]] = [[far] * (len(right) + 2), [far, *range(len(right) + 1)]]
    for i, a in enumerate(left, 1):
        row = [far, i] + [0] * len(right)
        matched = 0
        rows.append(row)
        above = rows[i]
        for j, b in enumerate(right, 1):
            swapped = rows[last.get(b, 0)][matched] + (i - last.get(b, 0) - 1) + 1 + (j - matched - 1)
            if a == b:
                matched_now, cost = j, 0
            else:
                matched_now, cost = matched, 1
            row[j + 1] = min(above[j] + cost, row[j] + 1, above[j + 1] + 1, swapped)
            matched = matched_now
        last[a] = i
    return rows[-1][-1]


def changes_between(left: str, right: str, most: int) -> int:
    """The Levenshtein distance, by which two letters exchanged are two changes; something above `most` where the
    lengths alone show that it is larger."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def jaro_winkler(left: str, right: str) -> float:
    """The similarity of Jaro, raised for up to four first letters in common where it is above .7 (Winkler)."""
    if left == right:
        return 1.0
    window = max(max(len(left), len(right)) // 2 - 1, 0)
    taken = [False] * len(right)
    matched: list[str] = []
    for i, a in enumerate(left):
        for j in range(max(0, i - window), min(len(right), i + window + 1)):
            if not taken[j] and right[j] == a:
                taken[j] = True
                matched.append(a)
                break
    if not matched:
        return 0.0
    others = [b for j, b in enumerate(right) if taken[j]]
    turned = sum(a != b for a, b in zip(matched, others, strict=True)) // 2
    count = len(matched)
    jaro = (count / len(left) + count / len(right) + (count - turned) / count) / 3
    prefix = 0
    for a, b in zip(left[:4], right[:4], strict=False):
        if a != b:
            break
        prefix += 1
    return jaro + prefix * 0.1 * (1 - jaro) if jaro > 0.7 else jaro
