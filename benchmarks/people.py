"""People made up as a group's records hold them, some of them twice, with the faults that the field makes.

Given and family names are as unequally common as real ones are: the commonest are real names of many countries, with
the spellings that the field writes them in; after them come names of syllables. One birth in twenty is 1 January, one
in fifty a year only, one in fifty unknown. One person in seven shares family name, telephone and address with others
of the household. Everything comes from one seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

GIVEN = [
    "Mohamed/Mohammed/Muhammad/Mohamad/Mouhamed",
    "Fatoumata/Fatumata/Fatoumatou",
    "Aminata/Aminatou/Amineta",
    "Mamadou/Mamadu",
    "Ibrahima/Ibrahim/Ebrahim",
    "Aïssatou/Aissatu/Isatou",
    "Moussa/Musa/Mousa",
    "Mariama/Maryama/Mariyama",
    "Ousmane/Usman/Osman",
    "Khadija/Khadidja/Xadija/Kadidja",
    "Ahmad/Ahmed/Ahmet",
    "Maryam/Mariam/Meriem",
    "Ali/Aly",
    "Abdoulaye/Abdulai/Abdullay",
    "Oumar/Omar/Umar",
    "Hawa/Awa",
    "Cheikh/Sheikh/Cheick",
    "Ramatoulaye/Ramatulai",
    "Amadou/Ahmadou/Amadu",
    "Adama",
    "Yacouba/Yakuba",
    "Youssef/Yusuf/Yousef/Yussuf",
    "Hussein/Hossein/Hussain",
    "Zahra/Zohra",
    "Hassan/Hasan",
    "Aïcha/Aisha/Aysha",
    "Nour/Noor/Nur",
    "Linh",
    "Anh",
    "Minh",
    "Thu/Thư",
    "Hòa/Hoa",
    "Giorgi/Georgi",
    "Nino",
    "Armen",
    "Anahit",
    "Davit/David",
    "Tamar/Tamara",
    "Maria/María",
    "João/Joao",
    "José/Jose",
    "Ana/Anna",
    "Luis/Luiz",
    "Carlos",
    "Francisco/Fransisco",
    "Jean",
    "Marie",
    "Pierre",
    "Zeinab/Zaynab/Zineb",
    "Rokia/Rokhaya/Rokiatou",
]
FAMILY = [
    "Diallo/Jallow/Diallow",
    "Traoré/Traore",
    "Coulibaly/Koulibaly",
    "Keïta/Keita/Keyta",
    "Konaté/Konate",
    "Ouédraogo/Ouedraogo/Wedraogo",
    "Sow/So",
    "Bah/Ba",
    "Barry/Bari",
    "Camara/Kamara",
    "Touré/Toure/Turay",
    "Cissé/Cisse/Ceesay",
    "N'Diaye/Ndiaye/Njie",
    "Diop/Jobe/Job",
    "Fall/Faal",
    "Sarr/Saar",
    "Kaboré/Kabore",
    "Sawadogo/Savadogo",
    "Zongo",
    "Bamba",
    "Koné/Kone",
    "Ouattara/Wattara/Watara",
    "Nguyễn/Nguyen",
    "Trần/Tran",
    "Lê/Le",
    "Phạm/Pham",
    "Hovhannisyan/Oganesyan/Hovannisyan",
    "Petrosyan/Bedrosian",
    "Beridze/Beridse",
    "Ahmadi/Ahmady",
    "Rezaei/Rezai/Rezayi",
    "Hosseini/Husseini/Hoseini",
    "Mohammadi/Muhammadi",
    "Karimi/Karimy",
    "Al-Khatib/Khatib/Elkhatib",
    "El-Amrani/Amrani",
    "Ben-Ali/Benali",
    "Haddad/Hadad",
    "Silva/Sylva",
    "Santos/dos-Santos",
    "Pereira/Perera",
    "Rodrigues/Rodriguez",
    "Fernandes/Fernandez",
    "Lopes/Lopez",
    "Yılmaz/Yilmaz",
    "Kaya",
    "Demir/Demyr",
    "Tesfaye/Tesfay",
    "Bekele/Beqele",
]
SYLLABLES = [
    "ba",
    "be",
    "bou",
    "da",
    "di",
    "dia",
    "do",
    "el",
    "fa",
    "fi",
    "ga",
    "gué",
    "ha",
    "ib",
    "ka",
    "ko",
    "la",
    "lé",
    "lou",
    "ma",
    "mi",
    "mou",
    "na",
    "ni",
    "sa",
    "si",
    "so",
    "ta",
    "ti",
    "wa",
    "yo",
    "za",
]
LETTERS = "abdefgiklmnorstu"

Columns = dict[str, list[str | None]]
Person = dict[str, str]


@dataclass(frozen=True, slots=True)
class People:
    """Columns by field, as many values as records; `truth` has the true person of each record."""

    columns: Columns
    truth: np.ndarray[tuple[int], np.dtype[np.int64]]


def make_people(records: int, doubles: float = 0.05, seed: int = 20210901) -> People:
    """`records` records of which this share are second records of somebody, in random order."""
    draw, numbers = random.Random(seed), np.random.default_rng(seed)
    twice = round(records * doubles)
    columns = make_once(records - twice, draw, numbers)
    spelt = {"given": spellings(GIVEN), "family": spellings(FAMILY)}
    truth = list(range(records - twice))
    for person in numbers.choice(records - twice, twice, replace=False).tolist():
        again = entered_anew({name: column[person] or "" for name, column in columns.items()}, spelt, draw)
        for name, column in columns.items():
            column.append(again[name] or None)
        truth.append(person)
    order = numbers.permutation(records)
    return People(
        {name: [column[place] for place in order] for name, column in columns.items()}, np.array(truth)[order]
    )


def spellings(groups: list[str]) -> dict[str, list[str]]:
    """Each spelling and all those of its name."""
    return {name: group.split("/") for group in groups for name in group.split("/")}


def make_once(count: int, draw: random.Random, numbers: np.random.Generator) -> Columns:
    """So many different people; the households among them share family name, telephone and address."""
    given, family = pool(GIVEN, 4_000, draw), pool(FAMILY, 25_000, draw)
    home = np.arange(count)
    joined = np.flatnonzero(numbers.random(count) < 0.15)
    home[joined] = joined // 4 * 4
    house = numbers.permutation(count)[home]
    families = numbers.choice(len(family), count, p=shares(len(family), 10))[home]
    givens = numbers.choice(len(given), count, p=shares(len(given), 6))
    telephone = (numbers.random(count) < 0.45)[home]
    addressed = (numbers.random(count) < 0.3)[home]
    mailed = numbers.random(count) < 0.08
    streets = pool([], max(count // 200, 20), draw)
    sex = np.where(numbers.random(len(given)) < 0.55, "female", "male")[givens]
    days = np.datetime64("1950-01-01") + numbers.integers(0, 62 * 365, count).astype("timedelta64[D]")
    birth: list[str | None] = np.datetime_as_string(days).tolist()
    for place, kind in enumerate(numbers.random(count).tolist()):
        if kind < 0.09:
            year = str(birth[place])[:4]
            birth[place] = f"{year}-01-01" if kind < 0.05 else year if kind < 0.07 else None
    nations = numbers.choice(["SN", "ML", "BF", "AF", "VN", "AM", "BR", "FR"], count, p=[0.3, 0.2, 0.15, *[0.07] * 5])
    return {
        "given": [given[place] for place in givens],
        "family": [family[place] for place in families],
        "sex": [str(said) if known else None for said, known in zip(sex, numbers.random(count) < 0.97, strict=True)],
        "birth": birth,
        "nationality": [
            str(said) if known else None for said, known in zip(nations, numbers.random(count) < 0.8, strict=True)
        ],
        "phone": [f"77{place:07}" if known else None for place, known in zip(house, telephone, strict=True)],
        "email": [f"p{place}@example.org" if known else None for place, known in enumerate(mailed)],
        "address": [
            f"{place % 97 + 1} rue {streets[place % len(streets)]}" if known else None
            for place, known in zip(house.tolist(), addressed, strict=True)
        ],
    }


def pool(real: list[str], count: int, draw: random.Random) -> list[str]:
    """Real names, in each of their spellings by turns, then names of syllables, each once."""
    first = [spelling.replace("-", " ") for group in real for spelling in group.split("/")[:2]]
    made = {"".join(draw.choices(SYLLABLES, k=draw.choice((2, 3, 3)))).capitalize() for _ in range(count)}
    rest = sorted(made - set(first))
    draw.shuffle(rest)
    return first + rest


def shares(count: int, flat: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How common each of so many names is: as one over its rank."""
    share = 1 / (np.arange(count) + flat)
    total: np.ndarray[tuple[int], np.dtype[np.float64]] = share / share.sum()
    return total


def entered_anew(
    person: Mapping[str, str], spelt: Mapping[str, Mapping[str, list[str]]], draw: random.Random
) -> Person:
    """The same person as another project's register has her: with no fault, one or two, and with less contact."""
    again = dict(person)
    faults = draw.sample(list(FAULTS), k=draw.choices((0, 1, 2), (0.2, 0.55, 0.25))[0])
    for fault in faults:
        FAULTS[fault](again, spelt, draw)
    for name, kept in (("phone", 0.6), ("email", 0.5), ("address", 0.4), ("nationality", 0.9), ("sex", 0.98)):
        if draw.random() > kept:
            again[name] = ""
    return again


def misspell(field: str) -> Callable[..., None]:
    def fault(again: Person, spelt: Mapping[str, Mapping[str, list[str]]], draw: random.Random) -> None:
        others = [name for name in spelt[field].get(again[field], []) if name != again[field]]
        if others:
            again[field] = draw.choice(others).replace("-", " ")
        elif len(again[field]) > 3:
            again[field] = slip(again[field], draw)

    return fault


def slip(name: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(name))
    another = name[:at] + draw.choice(LETTERS) + name[at + 1 :]
    swapped = name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
    return draw.choice((another, swapped, name[:at] + name[at + 1 :]))


def lose_letter(again: Person, spelt: object, draw: random.Random) -> None:
    field = draw.choice(("given", "family"))
    if len(again[field]) > 2:
        at = draw.randrange(1, len(again[field]))
        again[field] = again[field][:at] + "?" + again[field][at + 1 :]


def exchange_names(again: Person, spelt: object, draw: random.Random) -> None:
    again["given"], again["family"] = again["family"], again["given"]


def join_names(again: Person, spelt: object, draw: random.Random) -> None:
    again["given"], again["family"] = "", draw.choice(("{given} {family}", "{family} {given}")).format(**again)


def drop_given(again: Person, spelt: object, draw: random.Random) -> None:
    again["given"] = again["given"][:1] if draw.random() < 0.5 else ""


def add_given(again: Person, spelt: Mapping[str, Mapping[str, list[str]]], draw: random.Random) -> None:
    again["given"] += " " + draw.choice(list(spelt["given"]))


def marry(again: Person, spelt: Mapping[str, Mapping[str, list[str]]], draw: random.Random) -> None:
    if again["sex"] == "female":
        another = draw.choice(list(spelt["family"])).replace("-", " ")
        again["family"] = another if draw.random() < 0.6 else f"{again['family']} {another}"


def mistake_day(again: Person, spelt: object, draw: random.Random) -> None:
    if len(again["birth"]) == 10:
        again["birth"] = f"{again['birth'][:8]}{draw.randint(1, 28):02}"


def exchange_day(again: Person, spelt: object, draw: random.Random) -> None:
    year, month, day = again["birth"][:4], again["birth"][5:7], again["birth"][8:]
    if day and day <= "12":
        again["birth"] = f"{year}-{day}-{month}"


def mistake_year(again: Person, spelt: object, draw: random.Random) -> None:
    if again["birth"]:
        again["birth"] = f"{int(again['birth'][:4]) + draw.choice((-10, -1, 1, 10))}{again['birth'][4:]}"


def keep_year(again: Person, spelt: object, draw: random.Random) -> None:
    again["birth"] = again["birth"][:4]


def say_new_year(again: Person, spelt: object, draw: random.Random) -> None:
    again["birth"] = again["birth"] and f"{again['birth'][:4]}-01-01"


def drop_birth(again: Person, spelt: object, draw: random.Random) -> None:
    again["birth"] = ""


FAULTS: dict[str, Callable[..., None]] = {
    "given misspelt": misspell("given"),
    "family misspelt": misspell("family"),
    "lost letter": lose_letter,
    "names exchanged": exchange_names,
    "whole name in one": join_names,
    "given name short": drop_given,
    "given name more": add_given,
    "married": marry,
    "day mistaken": mistake_day,
    "day and month exchanged": exchange_day,
    "year mistaken": mistake_year,
    "year only": keep_year,
    "1 January": say_new_year,
    "birth unknown": drop_birth,
}
