"""The two files of a private overlap: a request and its answer, JSON that either side can open and read.

Everything but the encrypted part is in plain words; that part stands last, in base64. The digest says that a file came
whole; it does not say who made it.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, ValidationError

import jalon.exchange.overlap_errors  # noqa: F401  (its catalogue)
from jalon.errors import Bilingual, JalonError, Place

REQUEST: Final = "jalon private overlap: request"
ANSWER: Final = "jalon private overlap: answer"
KINDS: Final = {REQUEST: Bilingual("request", "demande"), ANSWER: Bilingual("answer", "réponse")}
MARK: Final = b"jalon private overlap"

READ_ME_REQUEST = (
    "One group asks another how many people both know. No name is in this file: each person is a number, encrypted with "
    "a secret that stays with the group that asks. Who receives it learns what stands here in words, and between which "
    "hundreds the number of people lies; nothing about anybody."
)
READ_ME_ANSWER = (
    "One group answers another. No name is in this file. With the secret kept by the group that asked, it gives how many "
    "people both know, and between which hundreds the answering group's number lies. A group that changes its program "
    "can also find out which of the people it asked about are in both: answer those you trust not to."
)

Plain = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]
"""What is shown on a terminal: nothing that steers one."""
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _File(BaseModel):
    """What both files say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    read_me: str
    protocol: str
    keys: str
    """What is compared of each person."""
    request: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    """The exchange's own number: the same in a request and in its answer."""
    group: Plain
    """Whose file it is."""
    to: Plain
    made_at: Plain
    figures: tuple[Plain, ...]
    """Whose members were compared, as links."""
    threshold: Annotated[int, Field(ge=1)]
    """A number of people below this is not told."""
    elements: Annotated[int, Field(gt=0)]
    """How many encrypted numbers the file holds for its group's people, random ones among them."""
    padded_to: int
    """`elements` is the next multiple of this above the number of people."""


class OverlapRequest(_File):
    """Who asks, about which figures, and the people asked about, encrypted."""

    what: Literal["jalon private overlap: request"] = REQUEST
    digest: Digest = "0" * 64
    people: Base64Bytes


class OverlapAnswer(_File):
    """Who answers, with which figures; the answerer's people, and those asked about encrypted a second time."""

    what: Literal["jalon private overlap: answer"] = ANSWER
    request_digest: Digest
    """Of the request as it came."""
    digest: Digest = "0" * 64
    people: Base64Bytes
    asked_about: Base64Bytes


OverlapFile = TypeVar("OverlapFile", OverlapRequest, OverlapAnswer)


def sealed(file: OverlapFile) -> OverlapFile:
    """The same with its digest."""
    return file.model_copy(update={"digest": _digest_of(file)})


def write_overlap_file(path: Path, file: OverlapRequest | OverlapAnswer) -> None:
    """Write it whole, or not at all; never over another. Raises `FileExistsError` and other `OSError`s."""
    stated = json.loads(file.model_dump_json())
    order = ("what", "read_me", *(name for name in stated if name not in ("what", "read_me")))
    with path.open("x", encoding="utf-8") as written:
        written.write(json.dumps({name: stated[name] for name in order}, ensure_ascii=False, indent=1) + "\n")


def read_overlap_file(path: Path, kind: type[OverlapFile], *, protocol: str, keys: str) -> OverlapFile:
    """The request or answer in a file.

    Raises `no_such_file`, `overlap_no_file`, `overlap_file_broken`, `overlap_file_kind`, `overlap_other_protocol`.
    """
    place = Place(file=path.name)
    if not path.is_file():
        raise JalonError("no_such_file", found=path)
    stated = _read_json(path)
    wanted = REQUEST if kind is OverlapRequest else ANSWER
    if not isinstance(stated, dict) or (what := stated.get("what")) not in (REQUEST, ANSWER):
        raise JalonError("overlap_no_file", place=place)
    if what != wanted:
        raise JalonError("overlap_file_kind", place=place, found=KINDS[what], wanted=KINDS[wanted])
    for field, known in (("protocol", protocol), ("keys", keys)):
        if stated.get(field) != known:
            raise JalonError("overlap_other_protocol", place=place, found=stated.get(field), known=known)
    try:
        file = kind.model_validate(stated)
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"]))
        raise JalonError("overlap_file_broken", place=Place(file=path.name, field=field), problem=field) from None
    if file.digest != _digest_of(file):
        problem = Bilingual("its digest is of another content", "son empreinte est celle d'un autre contenu")
        raise JalonError("overlap_file_broken", place=place, problem=problem)
    return file


def _read_json(path: Path) -> Any:
    data = path.read_bytes()
    try:
        return json.loads(data.decode())
    except (ValueError, RecursionError):
        if MARK not in data:
            raise JalonError("overlap_no_file", place=Place(file=path.name)) from None
        problem = Bilingual("it is cut off, or is not JSON", "il est coupé, ou n'est pas du JSON")
        raise JalonError("overlap_file_broken", place=Place(file=path.name), problem=problem) from None


def _digest_of(file: OverlapRequest | OverlapAnswer) -> str:
    """SHA-256 of all that the file says, but for the digest itself."""
    stated = json.loads(file.model_dump_json(exclude={"digest"}))
    return hashlib.sha256(json.dumps(stated, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
