"""Whole numbers in words, written for the tests: what `find_numbers` must read back."""

from __future__ import annotations

EN_SMALL = str.split(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
EN_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
FR_SMALL = str.split(
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
)
FR_TENS = ["_", "_", "vingt", "trente", "quarante", "cinquante", "soixante"]


def spell_en(value: int, joint: str = " and ") -> str:
    """`joint` stands between hundreds and what is under a hundred: British `and`, American a space."""
    if value < 20:
        return EN_SMALL[value]
    if value < 100:
        return EN_TENS[value // 10] + (f"-{EN_SMALL[value % 10]}" if value % 10 else "")
    if value < 1000:
        rest = f"{joint}{spell_en(value % 100, joint)}" if value % 100 else ""
        return f"{EN_SMALL[value // 100]} hundred{rest}"
    for scale, word in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        if value >= scale:
            rest = value % scale
            between = joint if 0 < rest < 100 else " "
            return f"{spell_en(value // scale, joint)} {word}" + (f"{between}{spell_en(rest, joint)}" if rest else "")
    raise AssertionError(value)


def spell_fr(value: int, *, belgian: bool = False, hyphens: bool = False) -> str:
    """`belgian`: septante, huitante, nonante. `hyphens`: between all words, as since 1990."""
    words = _french(value, belgian)
    return words.replace(" ", "-") if hyphens else words


def _french(value: int, belgian: bool) -> str:
    if value < 20:
        return FR_SMALL[value]
    if value < 100:
        return _french_tens(value, belgian)
    if value < 1000:
        hundreds, rest = divmod(value, 100)
        word = "cent" if hundreds == 1 else f"{FR_SMALL[hundreds]} cent{'' if rest else 's'}"
        return f"{word} {_french(rest, belgian)}" if rest else word
    if value < 10**6:
        thousands, rest = divmod(value, 1000)
        word = "mille" if thousands == 1 else f"{_without_s(_french(thousands, belgian))} mille"
        return f"{word} {_french(rest, belgian)}" if rest else word
    scale, name = (10**9, "milliard") if value >= 10**9 else (10**6, "million")
    many, rest = divmod(value, scale)
    word = f"{_french(many, belgian)} {name}{'s' if many > 1 else ''}"
    return f"{word} {_french(rest, belgian)}" if rest else word


def _french_tens(value: int, belgian: bool) -> str:
    tens, unit = divmod(value, 10)
    if belgian and tens in (7, 8, 9):
        word = {7: "septante", 8: "huitante", 9: "nonante"}[tens]
    elif tens in (7, 9):
        base = "soixante" if tens == 7 else "quatre-vingt"
        return f"{base}{' et ' if value == 71 else '-'}{FR_SMALL[10 + unit]}"
    elif tens == 8:
        return "quatre-vingts" if not unit else f"quatre-vingt-{FR_SMALL[unit]}"
    else:
        word = FR_TENS[tens]
    if not unit:
        return word
    return f"{word} et un" if unit == 1 else f"{word}-{FR_SMALL[unit]}"


def _without_s(words: str) -> str:
    """`quatre-vingt mille`, `deux cent mille`: vingt and cent lose their s before mille."""
    return words[:-1] if words.endswith(("quatre-vingts", "cents")) else words
