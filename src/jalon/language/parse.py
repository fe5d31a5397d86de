"""Expression text to nodes: a closed list of what may be written, typed as it is read.

`parse` reads any expression, `parse_truth` a condition (`among`, `counts`), `parse_number` a number
(`value`). Each raises a JalonError whose place is the row and column within the expression.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from sqlglot import exp

from jalon.errors import JalonError, nearest_name
from jalon.language.check import (
    SEXES,
    Catalogue,
    MeasureInfo,
    check_attribute_option,
    check_same_unit,
    check_session_option,
)
from jalon.language.nodes import (
    Age,
    And,
    AttendanceRate,
    Attribute,
    AttributeIs,
    Change,
    Code,
    CodeAt,
    Compare,
    Constant,
    Enrolled,
    HoursAttended,
    IsIn,
    IsKnown,
    Literal,
    Moment,
    Node,
    Not,
    Number,
    NumberAt,
    Operator,
    Or,
    Rank,
    SessionFilter,
    SessionsAttended,
    Truth,
)
from jalon.language.render import render_text
from jalon.language.syntax import Source, read_expression

MOST_MONTHS = 120
NAMES = tuple(Attribute)

FORMS = {
    "enrolled": "enrolled()",
    "entry": "entry(measure)",
    "exit": "exit(measure)",
    "after": f"after(measure, months), months from 1 to {MOST_MONTHS}",
    "latest": "latest(measure)",
    "change": "change(measure)",
    "age": "age(entry) or age(exit)",
    "sessions_attended": "sessions_attended() or sessions_attended(activity = 'code')",
    "hours_attended": "hours_attended() or hours_attended(activity = 'code')",
    "attendance_rate": "attendance_rate() or attendance_rate(activity = 'code')",
}
"""Every function of the language and how it is written."""

_OPERATORS: dict[type[exp.Expr], Operator] = {
    exp.EQ: Operator.EQ,
    exp.NEQ: Operator.NE,
    exp.LT: Operator.LT,
    exp.LTE: Operator.LE,
    exp.GT: Operator.GT,
    exp.GTE: Operator.GE,
}
_MIRRORED = {
    Operator.LT: Operator.GT,
    Operator.LE: Operator.GE,
    Operator.GT: Operator.LT,
    Operator.GE: Operator.LE,
}
_FILTERS = {"activity": "activities", "kind": "kinds", "theme": "themes"}
_COUNTED: dict[str, type[SessionsAttended | HoursAttended | AttendanceRate]] = {
    "sessions_attended": SessionsAttended,
    "hours_attended": HoursAttended,
    "attendance_rate": AttendanceRate,
}
_SIDES = frozenset({"this", "expression"})
_ALLOWED: dict[type[exp.Expr], frozenset[str]] = {
    exp.And: _SIDES,
    exp.Or: _SIDES,
    **dict.fromkeys(_OPERATORS, _SIDES),
    exp.Not: frozenset({"this"}),
    exp.Neg: frozenset({"this"}),
    exp.Paren: frozenset({"this"}),
    exp.Column: frozenset({"this"}),
    exp.Identifier: frozenset({"this", "quoted"}),
    exp.Literal: frozenset({"this", "is_string"}),
    exp.Boolean: frozenset({"this"}),
    exp.Null: frozenset(),
    exp.In: frozenset({"this", "expressions"}),
    exp.Between: frozenset({"this", "low", "high"}),
    exp.Is: frozenset({"this", "expression", "negate"}),
    exp.Anonymous: frozenset({"this", "expressions"}),
}
"""Every kind of tree that has a meaning, with the parts it may have."""


def parse(text: str, catalogue: Catalogue) -> Node:
    """Any expression as a node: a truth, a number or a code."""
    reader = _open_reader(text, catalogue)
    term = reader.read(reader.tree)
    if isinstance(term, str):
        raise JalonError("not_a_truth", found=f"'{term}'")
    return term


def parse_truth(text: str, catalogue: Catalogue) -> Truth:
    """A condition. Raises `not_a_truth` for a number or a code, and all that reading can raise."""
    reader = _open_reader(text, catalogue)
    return reader.truth(reader.tree)


def parse_number(text: str, catalogue: Catalogue) -> Number:
    """A number that can be added. Raises `not_a_number` for anything else, and all that reading can raise."""
    reader = _open_reader(text, catalogue)
    term = reader.read(reader.tree)
    if not isinstance(term, Number) or isinstance(term, Literal):
        raise JalonError("not_a_number", found=text.strip())
    return term


def at_moment(number: Number, moment: Moment, months: int = 0) -> Number:
    """The same question asked at another moment: one side of a change."""
    if isinstance(number, Rank):
        return Rank(replace(number.code, moment=moment, months=months), number.options)
    return replace(cast(NumberAt, number), moment=moment, months=months)


def _open_reader(text: str, catalogue: Catalogue) -> _Reader:
    reader = _Reader(Source(text), catalogue, read_expression(text))
    reader.check_allowed()
    return reader


@dataclass(frozen=True, slots=True)
class _Reader:
    source: Source
    catalogue: Catalogue
    tree: exp.Expr

    def check_allowed(self) -> None:
        """Raise where the tree holds anything that is not on the closed list."""
        for part in self.tree.walk():
            given = {name for name, value in part.args.items() if value not in (None, [], False)}
            if isinstance(part, exp.Func) and type(part) is not exp.Anonymous and type(part) not in _ALLOWED:
                raise self._unknown_function(part, part.sql_name().lower())
            if type(part) not in _ALLOWED or not given <= _ALLOWED[type(part)]:
                rest = part.args["alias"] if isinstance(part, exp.Alias) else part  # two terms side by side
                place = self.source.place_of(rest)
                raise JalonError("expression_syntax", place=place, found=self.source.word_at(rest))

    # Any term ---------------------------------------------------------------------------------

    def read(self, tree: exp.Expr) -> Truth | Number | Code | str:
        """A term as a node, or as a plain text where it is a quoted option."""
        match tree:
            case exp.Paren():
                return self.read(tree.this)
            case exp.Literal():
                return str(tree.this) if tree.is_string else Literal(Decimal(tree.this))
            case exp.Neg():
                return Literal(-Decimal(tree.this.this))
            case exp.Boolean():
                return Constant(bool(tree.this))
            case exp.Column():
                return self._name(tree)
            case exp.Anonymous():
                return self._function(tree)
            case exp.And() | exp.Or():
                return self._junction(tree)
            case exp.Not():
                return Not(self.truth(tree.this))
            case exp.Between():
                return self._between(tree)
            case exp.In():
                return self._in(tree)
            case exp.Is():
                return self._is(tree)
            case exp.Null():
                raise JalonError("only_null", place=self.source.place_of(tree))
        return self._compare(tree, _OPERATORS[type(tree)], tree.this, tree.expression)

    def truth(self, tree: exp.Expr) -> Truth:
        term = self.read(tree)
        if isinstance(term, Truth):
            return term
        found = f"'{term}'" if isinstance(term, str) else render_text(term)
        raise JalonError("not_a_truth", place=self.source.place_of(tree), found=found)

    def _side(self, tree: exp.Expr) -> Number | Code | str:
        """One side of a comparison. A condition is refused before it is read: a chain of them may be long."""
        inner = tree
        while isinstance(inner, exp.Paren):
            inner = inner.this
        if not isinstance(inner, exp.Literal | exp.Neg | exp.Column | exp.Anonymous | exp.Null):
            raise JalonError("compare_truths", place=self.source.place_of(tree))
        term = self.read(inner)
        if isinstance(term, Truth):
            raise JalonError("compare_truths", place=self.source.place_of(tree))
        return term

    # Truths -----------------------------------------------------------------------------------

    def _junction(self, tree: exp.Expr) -> Truth:
        """`a AND b AND c`, which sqlglot nests to the left, as one node; brackets keep their own."""
        kind, parts = type(tree), list[exp.Expr]()
        while type(tree) is kind:
            parts.append(tree.expression)
            tree = tree.this
        parts.append(tree)
        operands = tuple(self.truth(part) for part in reversed(parts))
        return And(operands) if kind is exp.And else Or(operands)

    def _between(self, tree: exp.Between) -> Truth:
        low = self._compare(tree, Operator.GE, tree.this, tree.args["low"])
        high = self._compare(tree, Operator.LE, tree.this, tree.args["high"])
        return And((low, high))

    def _in(self, tree: exp.In) -> Truth:
        code = self._side(tree.this)
        if not isinstance(code, Code):
            found = f"'{code}'" if isinstance(code, str) else render_text(code)
            raise JalonError("list_of_numbers", place=self.source.place_of(tree), found=found)
        options = tuple(self._option(code, part) for part in tree.expressions)
        if not options:
            raise JalonError("expression_syntax", place=self.source.place_of(tree), found="IN ()")
        return IsIn(code, options)

    def _is(self, tree: exp.Is) -> Truth:
        if not isinstance(tree.expression, exp.Null):
            raise JalonError("only_null", place=self.source.place_of(tree))
        operand = self._side(tree.this)
        if isinstance(operand, str | Literal):
            raise JalonError("compare_constants", place=self.source.place_of(tree))
        return IsKnown(operand) if tree.args.get("negate") else Not(IsKnown(operand))

    def _compare(self, tree: exp.Expr, operator: Operator, left_tree: exp.Expr, right_tree: exp.Expr) -> Truth:
        left, right = self._side(left_tree), self._side(right_tree)
        place = self.source.place_of(tree)
        match left, right:
            case (Code(), Code()):
                return self._compare_codes(tree, operator, left, right)
            case (Code(), _):
                return self._compare_option(tree, operator, left, right_tree)
            case (_, Code()):
                return self._compare_option(tree, operator, right, left_tree, mirrored=True)
            case (str() | Literal(), str() | Literal()):
                raise JalonError("compare_constants", place=place)
            case (Number(), Number()):
                check_same_unit(left, right, (render_text(left), render_text(right)), self.catalogue, place)
                return Compare(operator, left, right)
        number, text = (left, right) if isinstance(left, Number) else (right, left)
        raise JalonError("number_with_text", place=place, number=render_text(cast(Number, number)), text=text)

    def _compare_codes(self, tree: exp.Expr, operator: Operator, left: Code, right: Code) -> Truth:
        """Two levels of one measure compare by rank; other codes do not compare with each other."""
        if isinstance(left, CodeAt) and isinstance(right, CodeAt) and left.measure == right.measure:
            measure = self.catalogue.measures[left.measure]
            if measure.is_level:
                return Compare(operator, Rank(left, measure.options), Rank(right, measure.options))
        place = self.source.place_of(tree)
        raise JalonError("compare_codes", place=place, left=render_text(left), right=render_text(right))

    def _compare_option(
        self,
        tree: exp.Expr,
        operator: Operator,
        code: Code,
        option_tree: exp.Expr,
        *,
        mirrored: bool = False,
    ) -> Truth:
        option = self._option(code, option_tree)
        if operator is Operator.EQ:
            return IsIn(code, (option,))
        if operator is Operator.NE:
            return Not(IsIn(code, (option,)))
        measure = self.catalogue.measures[code.measure] if isinstance(code, CodeAt) else MeasureInfo("category")
        if not (isinstance(code, CodeAt) and measure.is_level):
            place = self.source.place_of(tree)
            raise JalonError("order_without_levels", place=place, name=render_text(code), operator=operator.value)
        rank, literal = Rank(code, measure.options), Literal(Decimal(measure.options.index(option)))
        return Compare(operator, literal, rank) if mirrored else Compare(operator, rank, literal)

    def _option(self, code: Code, tree: exp.Expr) -> str:
        """The option that a code is compared with, one of its closed list."""
        place = self.source.place_of(tree)
        term = self._side(tree)
        if not isinstance(term, str):
            known = "'code'"
            if isinstance(code, CodeAt):
                known = ", ".join(f"'{option}'" for option in self.catalogue.measures[code.measure].options)
            elif code == AttributeIs(Attribute.SEX):
                known = ", ".join(f"'{sex}'" for sex in SEXES)
            raise JalonError(
                "option_expected", place=place, name=render_text(code), found=render_text(term), known=known
            )
        if isinstance(code, CodeAt):
            self.catalogue.check_option(code.measure, term, place)
        else:
            check_attribute_option(cast(AttributeIs, code).attribute, term, place)
        return term

    # Names and functions ----------------------------------------------------------------------

    def _name(self, tree: exp.Column) -> Code:
        name = tree.this.this
        if name in NAMES and not tree.this.args.get("quoted"):
            return AttributeIs(Attribute(name))
        place = self.source.place_of(tree)
        if name in self.catalogue.measures:
            raise JalonError("measure_without_moment", place=place, found=name)
        options = {option for measure in self.catalogue.measures.values() for option in measure.options}
        quoted = (f"'{option}'" for option in (*SEXES, *sorted(options)))
        functions = (f"{function}()" for function in FORMS)
        nearest = nearest_name(name, [*NAMES, *functions, *self.catalogue.measures, *quoted])
        raise JalonError("unknown_name", place=place, nearest=nearest, found=name, known=", ".join(NAMES))

    def _function(self, tree: exp.Anonymous) -> Truth | Number | Code:
        name, arguments = str(tree.this), list[exp.Expr](tree.expressions)
        if name not in FORMS:
            raise self._unknown_function(tree, name)
        if name in _COUNTED:
            return _COUNTED[name](self._filter(arguments))
        if name == "enrolled":
            self._check_arguments(tree, name, arguments, 0)
            return Enrolled()
        if name == "age":
            return self._age(tree, arguments)
        self._check_arguments(tree, name, arguments, 2 if name == "after" else 1)
        code = self._argument_name(tree, name, arguments[0])
        measure = self.catalogue.measure(code, self.source.place_of(arguments[0]))
        if name == "change":
            return self._change(tree, code, measure)
        months = self._months(tree, arguments[1]) if name == "after" else 0
        return (NumberAt if measure.is_number else CodeAt)(code, Moment(name), months)

    def _age(self, tree: exp.Anonymous, arguments: Sequence[exp.Expr]) -> Number:
        self._check_arguments(tree, "age", arguments, 1)
        moment = self._argument_name(tree, "age", arguments[0])
        if moment not in (Moment.ENTRY, Moment.EXIT):
            raise self._wrong_arguments(tree, "age")
        return Age(Moment(moment))

    def _change(self, tree: exp.Anonymous, code: str, measure: MeasureInfo) -> Number:
        def value_at(moment: Moment) -> Number:
            return Rank(CodeAt(code, moment), measure.options) if measure.is_level else NumberAt(code, moment)

        if not (measure.is_level or measure.is_number):
            raise JalonError("change_without_order", place=self.source.place_of(tree), name=code)
        return Change(value_at(Moment.ENTRY), value_at(Moment.EXIT))

    def _months(self, tree: exp.Anonymous, argument: exp.Expr) -> int:
        is_whole = isinstance(argument, exp.Literal) and not argument.is_string and str(argument.this).isdecimal()
        if not is_whole or not 1 <= int(argument.this) <= MOST_MONTHS:
            raise self._wrong_arguments(tree, "after")
        return int(argument.this)

    def _filter(self, arguments: Sequence[exp.Expr]) -> SessionFilter:
        chosen: dict[str, tuple[str, ...]] = {}
        for argument in arguments:
            options: Sequence[exp.Expr] = ()
            if isinstance(argument, exp.EQ):
                options = [argument.expression]
            elif isinstance(argument, exp.In):
                options = argument.expressions
            name = argument.this.this.this if options and isinstance(argument.this, exp.Column) else ""
            if (
                name not in _FILTERS
                or _FILTERS[name] in chosen
                or not all(isinstance(option, exp.Literal) and option.is_string for option in options)
            ):
                place = self.source.place_of(argument)
                nearest = nearest_name(name, _FILTERS) if name not in _FILTERS else None
                raise JalonError("wrong_filter", place=place, nearest=nearest, found=self.source.word_at(argument))
            for option in options:
                check_session_option(name, str(option.this), self.source.place_of(option))
            chosen[_FILTERS[name]] = tuple(str(option.this) for option in options)
        return SessionFilter(**chosen)

    def _argument_name(self, tree: exp.Anonymous, function: str, argument: exp.Expr) -> str:
        if not isinstance(argument, exp.Column):
            raise self._wrong_arguments(tree, function)
        return str(argument.this.this)

    def _check_arguments(self, tree: exp.Anonymous, function: str, arguments: Sequence[exp.Expr], wanted: int) -> None:
        if len(arguments) != wanted:
            raise self._wrong_arguments(tree, function)

    def _wrong_arguments(self, tree: exp.Anonymous, function: str) -> JalonError:
        place = self.source.place_of(tree)
        return JalonError("wrong_arguments", place=place, function=function, form=FORMS[function])

    def _unknown_function(self, tree: exp.Expr, name: str) -> JalonError:
        return JalonError(
            "unknown_function",
            place=self.source.place_of(tree),
            nearest=nearest_name(name, FORMS),
            found=name,
            known=", ".join(f"{function}()" for function in FORMS),
        )
