"""How many people two groups share, found without either showing whom: private set intersection, size only.

Each person is one key. Whoever asks hides her keys with a secret number (elliptic curve Diffie-Hellman); whoever
answers hides them a second time with hers, shuffles them, and adds her own keys hidden once. The asker takes her own
secret off and counts what is equal. Neither can try names on what she receives, because each number is hidden by the
other's secret. The library is OpenMined's; its Bloom filters and compressed sets are not used, so a count is exact.

Whoever changes the program can break the part that hides *which*: docs/how-to/compare-with-another-group.md says how.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import secrets
from collections.abc import Iterable, Set
from typing import Any

import jalon.identity.private_overlap_errors  # noqa: F401  (its catalogue)
from jalon.codelists.folding import fold_table
from jalon.errors import JalonError
from jalon.identity.names import name_key

PROTOCOL = "jalon-overlap-1"
"""The library's protocol, sizes, padding and the shape of the files; another name where any of it changes."""

PADDED_TO = 100
"""Sets are filled up to a multiple of this with random keys that nobody has, so that their sizes stay coarse."""

_EXACT = 1e-9
"""A chance of error that the library asks for and does not use for plain sets."""


class UnusableMessageError(ValueError):
    """What the other side sent is not what its program makes: unreadable, an element twice, or more than stated."""


def build_recipe() -> str:
    """What a key is made of, with a digest of the table that folds names: two sides must have the same."""
    table = repr(sorted(fold_table().items())).encode()
    return f"words of the name, sex, day of birth; letters {hashlib.sha256(table).hexdigest()[:12]}"


def build_key(family: str, given: str, sex: str | None, birth: dt.date | None, precision: str | None) -> str | None:
    """The one key of a person, or None where too little is known of her for an equal key to mean one person.

    Both names without lost letters, sex, and a day of birth are needed. 1 January does not count as a day: registers
    write it where only the year is known.
    """
    words = name_key(family, given)
    if not (family.strip() and given.strip()) or "?" in words or sex is None:
        return None
    if birth is None or precision != "day" or (birth.month, birth.day) == (1, 1):
        return None
    return f"{words}|{sex}|{birth.isoformat()}"


def build_request(keys: Set[str]) -> tuple[bytes, bytes]:
    """The secret, which stays, and the request, which goes: the keys, padded and shuffled, each hidden (33 bytes)."""
    client = _library().client.CreateWithNewKey(False)
    return client.GetPrivateKeyBytes(), client.CreateRequest(_padded(keys)).SerializeToString()


def build_answer(request: bytes, elements: int, keys: Set[str]) -> tuple[bytes, bytes]:
    """The answerer's own keys hidden, padded; and the request's hidden twice and sorted anew.

    The secret used is made here and forgotten here. A request with an element twice is refused: how often an element
    comes back would tell whether that person is in both. Raises `UnusableMessageError`.
    """
    psi = _library()
    asked = _parsed(psi.Request, request)
    _check_elements(asked.encrypted_elements, elements)
    server = psi.server.CreateWithNewKey(False)
    try:
        response = server.ProcessRequest(asked)
    except RuntimeError as error:
        raise UnusableMessageError from error
    own = _padded(keys)
    setup = server.CreateSetupMessage(_EXACT, elements, own, psi.DataStructure.RAW)
    return setup.SerializeToString(), response.SerializeToString()


def count_shared(secret: bytes, setup: bytes, response: bytes, *, asked: int, answered: int) -> int:
    """How many of the keys asked about the other side has too.

    `asked` and `answered` are how many elements either side stated. Raises `UnusableMessageError`.
    """
    psi = _library()
    theirs, ours = _parsed(psi.ServerSetup, setup), _parsed(psi.Response, response)
    if theirs.WhichOneof("data_structure") != "raw":
        raise UnusableMessageError
    _check_elements(theirs.raw.encrypted_elements, answered)
    _check_elements(ours.encrypted_elements, asked)
    try:
        return int(psi.client.CreateFromKey(secret, False).GetIntersectionSize(theirs, ours))
    except RuntimeError as error:
        raise UnusableMessageError from error


def count_elements(people: int) -> int:
    """How many elements stand in a file for this many people."""
    return max(1, -(-people // PADDED_TO)) * PADDED_TO


def _padded(keys: Set[str]) -> list[str]:
    """The keys among random ones, in no order. A person's key holds strokes, a random one none."""
    made = [*keys, *(secrets.token_hex(16) for _ in range(count_elements(len(keys)) - len(keys)))]
    random.SystemRandom().shuffle(made)
    return made


def _library() -> Any:
    """OpenMined's library, which is not made for every machine. Raises `overlap_not_installed`."""
    try:
        import private_set_intersection.python as psi
    except ImportError as error:
        raise JalonError("overlap_not_installed", problem=error) from error
    return psi


def _parsed(kind: type[Any], message: bytes) -> Any:
    """A message of the library of this kind. Raises `UnusableMessageError`."""
    from google.protobuf.message import DecodeError

    made = kind()
    try:
        made.ParseFromString(message)
    except DecodeError as error:
        raise UnusableMessageError from error
    return made


def _check_elements(found: Iterable[bytes], stated: int) -> None:
    """As many as stated, a multiple of the padding, each once. Raises `UnusableMessageError`."""
    elements = list(found)
    if len(elements) != stated or not elements or stated % PADDED_TO:
        raise UnusableMessageError
    if len(set(elements)) != stated:
        raise UnusableMessageError
