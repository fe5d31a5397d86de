"""Expression text to sqlglot's tree, behind guards.

The text is capped in length and depth before sqlglot sees it, and only the signs of the language pass
on to the parser, so that nothing outside it can be written at all: no comment, statement, subquery,
cast or arithmetic. The dialect is pinned to PostgreSQL: its strings are the standard's ('' inside
quotes, a backslash is only a letter), double quotes mark names, and its manual is easy to find.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.dialects.postgres import Postgres
from sqlglot.errors import ParseError, TokenError
from sqlglot.tokenizer_core import Token, TokenType

from jalon.errors import JalonError, Place
from jalon.language import errors as _errors  # noqa: F401  (its entries must stand in the catalogue)

DIALECT = Postgres()
MOST_CHARACTERS = 2_000
MOST_SHOWN = 40
MOST_DEPTH = 15
"""Brackets and NOTs within one another: both make the parser call itself, some 25 frames each time."""

KEYWORDS = frozenset({"AND", "OR", "NOT", "IN", "BETWEEN", "IS", "NULL", "TRUE", "FALSE"})

_SIGNS = frozenset(
    {
        TokenType.STRING,
        TokenType.NUMBER,
        TokenType.IDENTIFIER,
        TokenType.VAR,
        TokenType.L_PAREN,
        TokenType.R_PAREN,
        TokenType.COMMA,
        TokenType.EQ,
        TokenType.NEQ,
        TokenType.LT,
        TokenType.LTE,
        TokenType.GT,
        TokenType.GTE,
    }
)
_SPELLINGS = {TokenType.EQ: ("=",), TokenType.NEQ: ("!=", "<>")}
_ARITHMETIC = frozenset({"+", "-", "*", "/", "%", "^", "||"})
_BEFORE_MINUS = frozenset({"=", "!=", "<>", "<", "<=", ">", ">=", "(", ",", "BETWEEN", "AND", "OR", "NOT"})
_STATEMENTS = frozenset({"SELECT", "WITH", "FROM", "WHERE", "INSERT", "UPDATE", "DELETE", "DROP", "EXISTS", "UNION"})
_CASTS = frozenset({"CAST", "TRY_CAST", "CONVERT"})
_WORD = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"\d{1,14}(\.\d{1,6})?")  # what every engine holds exactly
_FIRST_WORD = re.compile(r"\w+|'[^']*'|\"[^\"]*\"|\S")
_MORE_ARITHMETIC = re.compile(r"\*\*|//")


@dataclass(frozen=True, slots=True)
class Source:
    """An expression's text and where its parts stand."""

    text: str

    def place(self, offset: int) -> Place:
        """Row and column, from 1, of the character at `offset`."""
        before = self.text[:offset]
        return Place(row=before.count("\n") + 1, column=str(offset - (before.rfind("\n") + 1) + 1))

    def place_of(self, node: exp.Expr) -> Place:
        """Where a tree begins: sqlglot keeps positions on names, literals and functions only."""
        return self.place(self._start(node))

    def word_at(self, node: exp.Expr) -> str:
        """The word or quoted text with which a tree begins."""
        found = _FIRST_WORD.match(self.text, self._start(node))
        return found[0] if found else self.text[:20]

    def _start(self, node: exp.Expr) -> int:
        return min((part.meta["start"] for part in node.walk() if "start" in part.meta), default=0)


def read_expression(text: str) -> exp.Expr:
    """One expression as sqlglot's tree, made of the language's signs only. Raises a catalogue error."""
    source = Source(text)
    if len(text) > MOST_CHARACTERS:
        raise JalonError("expression_too_long", length=len(text), most=MOST_CHARACTERS)
    _check_brackets(source)
    tokens = _read_tokens(source)
    _check_depth(source, tokens)
    try:
        trees = DIALECT.parser().parse(tokens, text)
    except ParseError as error:
        raise _syntax_error(error, source, tokens) from None
    if len(trees) != 1 or trees[0] is None:
        raise JalonError("expression_empty")
    return trees[0]


def _check_brackets(source: Source) -> None:
    """Brackets match and are not too deep, strings end, and nothing is a comment or a second statement."""
    text, opened, offset = source.text, list[int](), 0
    while offset < len(text):
        sign = text[offset]
        if sign in "'\"":
            end = text.find(sign, offset + 1)
            if end < 0:
                raise JalonError("expression_quote", place=source.place(offset), quote=sign)
            offset = end
        elif text.startswith(("--", "/*"), offset):
            raise JalonError("expression_comment", place=source.place(offset), found=text[offset : offset + 2])
        elif sign == ";":
            raise JalonError("expression_statement", place=source.place(offset), found=sign)
        elif sign == "(":
            opened.append(offset)
            if len(opened) > MOST_DEPTH:
                raise JalonError("expression_too_deep", place=source.place(offset), most=MOST_DEPTH)
        elif sign == ")":
            if not opened:
                raise JalonError("expression_bracket", place=source.place(offset), bracket=sign)
            opened.pop()
        offset += 1
    if opened:
        raise JalonError("expression_bracket", place=source.place(opened[-1]), bracket="(")


def _read_tokens(source: Source) -> list[Token]:
    """The text's tokens; every word that is not one of ours is a plain name, whatever SQL makes of it."""
    try:
        tokens = DIALECT.tokenize(source.text)
    except TokenError:
        raise JalonError("expression_syntax", place=source.place(0), found=source.text[:20]) from None
    read = list[Token]()
    for position, token in enumerate(tokens):
        _check_token(source, tokens, position)
        if _is_word(token) and token.text.upper() not in KEYWORDS:
            token = Token(TokenType.VAR, token.text, token.line, token.col, token.start, token.end)
        read.append(token)
    return read


def _check_depth(source: Source, tokens: list[Token]) -> None:
    """Brackets and NOTs are not too deep together. A NOT reaches to the next AND, OR or closing bracket."""
    nots = [0]  # open NOTs, by bracket
    for token in tokens:
        if token.token_type is TokenType.L_PAREN:
            nots.append(0)
        elif token.token_type is TokenType.R_PAREN:
            nots.pop()
        elif token.token_type in (TokenType.AND, TokenType.OR):
            nots[-1] = 0
        elif token.token_type is TokenType.NOT:
            nots[-1] += 1
        if len(nots) - 1 + sum(nots) > MOST_DEPTH:
            raise JalonError("expression_too_deep", place=source.place(token.start), most=MOST_DEPTH)


def _is_word(token: Token) -> bool:
    quoted = token.token_type in (TokenType.STRING, TokenType.IDENTIFIER)
    return not quoted and _WORD.fullmatch(token.text) is not None


def _check_token(source: Source, tokens: list[Token], position: int) -> None:
    token = tokens[position]
    written = source.text[token.start : token.end + 1]
    shown = written[:MOST_SHOWN]
    place = source.place(token.start)
    if _is_word(token):
        if token.text.upper() in _STATEMENTS:
            raise JalonError("expression_statement", place=place, found=shown)
        if token.text.upper() in _CASTS:
            raise JalonError("expression_cast", place=place, found=shown)
        if written != token.text:  # E'…', $$…$$ and their like
            raise JalonError("expression_sign", place=place, found=shown)
        return
    if token.token_type is TokenType.DASH:
        before = tokens[position - 1].text.upper() if position else "("
        after = tokens[position + 1].token_type if position + 1 < len(tokens) else None
        if before in _BEFORE_MINUS and after is TokenType.NUMBER:
            return
    if token.text in _ARITHMETIC or _MORE_ARITHMETIC.fullmatch(token.text):
        raise JalonError("expression_arithmetic", place=place, found=shown)
    if written == "::":
        raise JalonError("expression_cast", place=place, found=shown)
    if token.token_type not in _SIGNS or written not in _SPELLINGS.get(token.token_type, (written,)):
        nearest = {"==": "=", "=>": ">=", "=<": "<=", "&&": "AND", "|": "OR", "!": "NOT"}.get(written)
        raise JalonError("expression_sign", place=place, nearest=nearest, found=shown)
    if token.token_type is TokenType.NUMBER and not _NUMBER.fullmatch(written):
        raise JalonError("expression_number", place=place, found=shown)
    if token.token_type is TokenType.STRING and not written.startswith("'"):
        raise JalonError("expression_sign", place=place, found=shown)


def _syntax_error(error: ParseError, source: Source, tokens: list[Token]) -> JalonError:
    """The first thing sqlglot could not read. Its columns point at the end of a token."""
    detail = error.errors[0] if error.errors else {}
    at = (detail.get("line"), detail.get("col"))
    token = next((token for token in tokens if (token.line, token.col) == at), tokens[-1])
    return JalonError(
        "expression_syntax", place=source.place(token.start), found=source.text[token.start : token.end + 1]
    )
