"""What a name sounds like when the way it was written is set aside.

The field writes one name by several systems: French, English and Portuguese spellings of Arabic and West-African
names (Diallo, Jallow; Ouattara, Wattara; Youssef, Yusuf), Persian and Caucasian ones with v or w, kh or h, q or gh, with
and without particles. The sound keeps classes of consonants, and of vowels only that a word begins with one. Two names
of one sound may be one name: it is evidence to be weighed, never a decision.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jalon.identity.names import fold, may_be
from jalon.identity.scripts import read_as_latin

PARTICLES = frozenset(
    fold("""
a ag ait al at ar as abou abu aboul ben bent bin bint d da dal das de del della den der des di do dos du e el es
ibn l la le les mint n ou ould oulad oul san st ter thi ul van ve von wa wald walad walet wallet y zu
""").split()
)
"""Words that come and go between two writings of one name; kept where nothing else is left of it."""

LONGEST_PARTICLE = max(map(len, PARTICLES))

LONG_ENOUGH = 6
"""Letters from which a word may hold an article written together with it: Elidrissi, Aldiab."""

_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^h?o(?:v?h|g|v)an", "ovan"),  # Hovhannisyan, Oganesyan: Armenian by way of Russian
        (r"^abd(?:[aeou]+l|[aeou](?=([rnsdtz])\1))(?=..)", "abd"),  # Abdelkader, Abd el-Qader; Abderrahman
        (r"^[nm](?=[bcdfgjkpqstvz])", ""),  # N'Diaye, Mbaye
        (r"sch|tch|ch|sh|sj|ts|tz|cz", "s"),
        (r"dzh|dj|zh|gi(?=[aou])|g(?=[eiy])|d[iy](?=[aeou])|j", "J"),  # Djamel, Jamal; Diallo, Jallow
        (r"ph", "f"),
        (r"gn|nj|ny(?=[aeiou])", "n"),
        (r"kh|ck|q|c(?![eiy])", "k"),
        (r"g", "k"),  # Ghasemi, Qasemi; Belgacem, Belkacem; Grigoryan, Krikorian
        (r"x", "ks"),
        (r"c", "s"),
        (r"z", "s"),
        (r"^ou(?=[aei])|^w", "v"),  # Ouattara, Wattara
        (r"w", "u"),  # Kwasi, Kouassi; Dawda, Daouda
        (r"(?<=[aeiouy])v(?=[aeiouy]|$)", ""),  # Jallow; Daoud, Dawud, Davoud
        (r"h|'", ""),
    )
)
_VOWELS = re.compile(r"[aeiouy]+")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=500_000)
def sound(word: str) -> str:
    """The sound of one folded word: "diallo" and "jallow" -> "Jl"; "?" stays for a lost letter."""
    bare = read_as_latin(word)
    bare = bare[2:] if len(bare) >= LONG_ENOUGH and bare[:2] in ("el", "al") else bare
    for pattern, spelt in _SPELLINGS:
        bare = pattern.sub(spelt, bare)
    begins = "A" if _VOWELS.match(bare) else ""
    return begins + _VOWELS.sub("", _TWICE.sub(r"\1", bare)) or word


def is_particle(word: str) -> bool:
    """Whether a folded word is a particle, or may be one that lost a letter: "thi", "th?"."""
    if "?" not in word or len(word) > LONGEST_PARTICLE:
        return word in PARTICLES
    return word.strip("?") != "" and any(may_be(word, particle) for particle in PARTICLES)


def bare_words(name: str) -> tuple[str, ...]:
    """The folded words of a name without its particles; all of them where it has no other word. A word of which every
    letter was lost is none."""
    words = tuple(word for word in fold(name).split() if word.strip("?"))
    return tuple(word for word in words if not is_particle(word)) or words


def sound_together(name: str) -> str:
    """The sound of a name as if it were one word, particles too: "Ben Salah" and "Bensalah" -> "bnsl"."""
    return sound("".join(fold(name).split()))


def sounds(name: str) -> str:
    """The sounds of a name's words in alphabetical order: "El Idrissi" and "Elidrissi" -> "Adrs"."""
    return " ".join(sorted(sound(word) for word in bare_words(name)))
