"""What a definition says, apart from how its file is written, and the digest of it."""

from __future__ import annotations

import hashlib
import json

from jalon.language.definition import Definition
from jalon.language.nodes import Change, Number
from jalon.language.render import render_moment, render_text


def build_canonical(definition: Definition) -> dict[str, object]:
    """What a definition says, without its spelling: expressions rendered, defaults written out.

    Of why it is never unknown the English: its translation leaves every definition what it was, those that releases
    froze as a plain text among them.
    """
    return {
        "id": definition.id,
        "version": definition.version,
        "title": dict(definition.title),
        "about": dict(definition.about or {}),
        "unit": definition.unit,
        "kind": definition.kind,
        "period_on": definition.period_on,
        "among": render_text(definition.among),
        "counts": render_text(definition.counts),
        "over": definition.over,
        "by": definition.by,
        "of": definition.of,
        "part": definition.part,
        "distinct": definition.distinct,
        "value": None if definition.value is None else _value_text(definition.value),
        "each": definition.each if definition.value is not None else None,
        "on": definition.on,
        "sdg": definition.sdg,
        "age_bands": definition.age_bands,
        "never_unknown": (definition.never_unknown or {}).get("en"),
        "examples": [{"given": example.given, "answer": example.answer} for example in definition.examples],
    }


def _value_text(value: Number) -> str:
    """A number as text; of a change also between which moments it is, which its expression does not say."""
    if not isinstance(value, Change):
        return render_text(value)
    return f"{render_text(value)} between {render_moment(value.before)} and {render_moment(value.after)}"


def digest_of(definition: Definition) -> str:
    """SHA-256 of the canonical form as JSON: comments, blanks and the order of keys do not change it."""
    canonical = json.dumps(build_canonical(definition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
