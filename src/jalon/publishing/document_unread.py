"""What stands in a Markdown text and is no words of it: comments, and scripts and styles pasted with a page.

What is shown as code is left alone: there `<script>` is what the text speaks of.
"""

from __future__ import annotations

import re

_OPENING = re.compile(
    r"^ {0,3}(?P<fence>```++|~~~++)|(?<!`)(?P<tick>`++)|(?P<comment><!--)|<(?P<tag>script|style)(?=[\s/>])",
    re.IGNORECASE | re.MULTILINE,
)


def blank_unread(text: str) -> str:
    """The text without its comments, scripts and styles, its lines kept where they were.

    A comment that nothing closes goes on to the end, as it does in a browser. A script or style that nothing closes is
    left as text, and so is checked: the end of a publication must not vanish by a slip.
    """
    kept: list[str] = []
    last = place = 0
    unclosed: set[str] = set()
    while opening := _OPENING.search(text, place):
        place = opening.end()
        if opening["fence"]:
            place = _end_of_fence(text, opening)
        elif opening["tick"]:
            place = _end_of_code(text, opening)
        elif (tag := (opening["tag"] or "").lower()) not in unclosed:
            end = _end_of_comment(text, place) if opening["comment"] else _end_of_element(text, place, tag)
            if end is None:
                unclosed.add(tag)  # nor is a later one: looked for once only, a long text must not take long
                continue
            kept += (text[last : opening.start()], "\n" * text.count("\n", opening.start(), end))
            last = place = end
    return "".join([*kept, text[last:]])


def _end_of_fence(text: str, opening: re.Match[str]) -> int:
    mark = opening["fence"]
    closing = re.compile(rf"^ {{0,3}}{re.escape(mark)}{mark[0]}*[ \t]*$", re.MULTILINE)
    found = closing.search(text, opening.end())
    return found.end() if found else len(text)


def _end_of_code(text: str, opening: re.Match[str]) -> int:
    """The end of code in a line; where it does not end there, it is a lone tick."""
    line = text.find("\n", opening.end())
    closing = re.compile(rf"(?<!`){opening['tick']}(?!`)")
    found = closing.search(text, opening.end(), line if line >= 0 else len(text))
    return found.end() if found else opening.end()


def _end_of_comment(text: str, start: int) -> int:
    closing = text.find("-->", start)
    return closing + 3 if closing >= 0 else len(text)


def _end_of_element(text: str, start: int, tag: str) -> int | None:
    found = re.compile(rf"</{tag}\s*>", re.IGNORECASE).search(text, start)
    return found.end() if found else None
