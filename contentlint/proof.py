"""Proof that a fix did no harm: values, reader's text and findings, before against after."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from contentlint.document import Document
from contentlint.linter import Raw
from contentlint.patterns import pattern
from contentlint.proof_attributes import changed_attributes
from contentlint.proof_references import marks_read
from contentlint.proof_shape import (
    HIDDEN,
    Run,
    changed_shape,
    letters_of,
    read_shape,
    without_code,
    without_looseness,
)
from contentlint.removals import begins_item

__all__ = ["find_harm", "find_new", "reader_text", "reveals"]

_MDX_COMMENT = pattern(r"\{/\*.*?\*/\}")
_MADE_BY = {"h1": "#", "h2": "#", "pre": "`"}
# a comment that is mended may turn out to be unused, and a text is seen to be a post: one that
# lacks front matter, or a day in its name
_NO_HARM = frozenset(("suppressions/unused", "front-matter/missing", "front-matter/file-name-date"))
_SERIOUS = frozenset(("error", "warning"))


def find_harm(
    before: Document,
    after: Document,
    found_before: Sequence[Raw],
    found_after: Sequence[Raw],
    applied: Sequence[Raw],
    edit: Callable[[Sequence[Raw]], Document],
    is_mendable: Callable[[Raw], bool] = lambda raw: False,
) -> str | None:
    """Say what the *applied* fixes damaged, or ``None`` if they did only what they declare.

    *edit* applies some of the fixes to the document *before*.  A new finding that *is_mendable*
    does not count: the next round will fix it.
    """
    revealing = any(reveals(raw) for raw in applied)
    return (
        _changed_values(before, after, applied)
        or _changed_text(before, after, applied, revealing)
        or (None if revealing else _changed_blocks(before, after, applied))
        or (None if revealing else _changed_shape(before, after, applied, edit))
        or (None if revealing else changed_attributes(before, after, applied))
        or (None if revealing else find_new(found_before, found_after, is_mendable))
    )


def reveals(raw: Raw) -> bool:
    """Whether the fix of *raw* makes readable what was hidden."""
    return bool(_revealed(raw))


def _revealed(raw: Raw) -> Any:
    """What the fix of *raw* makes readable, as the rule's file says it."""
    return raw.rule.fix is not None and raw.rule.fix.get("reveals")


def _changed_values(before: Document, after: Document, applied: Sequence[Raw]) -> str | None:
    """Front matter must stay readable, and every value equal but for those a fix stands on."""
    old, new = before.front_matter, after.front_matter
    if old.format is not None and new.format is None:
        return "the front matter could not be read any more"
    if len(new.problems) > len(old.problems):
        return "the front matter could not be read any more"
    touched = _touched_fields(before, applied)
    for name, value in old.values.items():
        if name in touched:
            unsafe = touched[name]
            if unsafe or _is_same_value(value, new.values.get(name), before, (name,)):
                continue
        elif name in new.values and _equal(value, new.values[name]):
            continue
        if not old.readable and name in new.values:
            continue
        return f"the front-matter value of '{name}' would change"
    extra = [name for name in new.values if name not in old.values]
    if extra and old.format is not None and not old.problems and not touched:
        return f"the front matter would gain '{extra[0]}'"
    return None


def _touched_fields(before: Document, applied: Sequence[Raw]) -> dict[str, bool]:
    """The top-level fields that edits stand in; the value says whether an unsafe fix does."""
    touched: dict[str, bool] = {}
    front = before.front_matter
    for raw in applied:
        if raw.fix is None:
            continue
        for start, end, _ in raw.fix.edits:
            for name in front.values:
                key, value = front.key((name,)), front.value((name,))
                if key is None or value is None:
                    continue
                if start <= max(value.end, key.end) and key.start <= end:
                    touched[name] = touched.get(name, False) or raw.fix.safety == "unsafe"
    return touched


def _written(document: Document, path: tuple[Any, ...]) -> str:
    span = document.front_matter.value(path)
    return document.source.slice(span) if span is not None else ""


def _equal(old: Any, new: Any) -> bool:
    return type(old) is type(new) and (old == new or str(old) == str(new) == "nan")


def _is_same_value(old: Any, new: Any, before: Document, path: tuple[Any, ...]) -> bool:
    """Whether *new* says what *old*, at *path*, said: equal, as spelled, or the same instant."""
    if _equal(old, new) or (isinstance(new, str) and new == _written(before, path).strip()):
        return True
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(
            _is_same_value(value, new[key], before, (*path, key)) for key, value in old.items()
        )
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        return len(old) == len(new) and all(
            _is_same_value(*pair, before, (*path, index))
            for index, pair in enumerate(zip(old, new, strict=True))
        )
    if isinstance(old, str) and isinstance(new, str):
        # an invisible character may go, and quotes may quote that it kept from doing so
        seen = old.translate(_INVISIBLE)
        if seen != old and seen in (f"'{new}'", f'"{new}"'):
            return True
        return seen == new.translate(_INVISIBLE) or _same_instant(old, new)
    return _same_instant(old, new)


def _same_instant(old: Any, new: Any) -> bool:
    then, now = _instant(old), _instant(new)
    return then is not None and then == now


def _instant(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, str):
        return None
    from contentlint.dates import read_date

    found = read_date(value)
    return None if found is None else _instant(found)


def reader_text(document: Document, *, skip_code: bool = False) -> str:
    """The text a reader of the page sees: blanks folded, invisible characters dropped."""
    text = visible_text(document.page.dom, HIDDEN | {"pre"} if skip_code else HIDDEN)
    if document.templates.tags:
        # a tag counts for what it says: its placeholder changes with the tags before it
        text = document.templates.unmask(text, document.body)
        if document.is_mdx:
            text = " ".join(_MDX_COMMENT.sub("", text).split())
    return text


def visible_text(tree: Any, hidden: frozenset[str] = HIDDEN) -> str:
    """The text of a parsed page outside the *hidden* elements."""
    parts: list[str] = []
    stack: list[Any] = [tree]
    while stack:
        node = stack.pop()
        tag = getattr(node, "tag", None)
        if tag in hidden:
            continue
        children = node.children
        if children:
            stack.extend(reversed(list(children)))
        elif tag is None:
            parts.append(_text_of(node))
    return " ".join("".join(parts).translate(_INVISIBLE).split())


def _text_of(node: Any) -> str:
    return node.data if type(node).__name__ in ("Text", "CData") else ""


class _Invisible(dict[int, int | None]):
    """Decides once per character whether a reader can see it."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        category = unicodedata.category(character)
        shown: int | None = code
        if category == "Cf" or (category == "Cc" and not character.isspace()):
            shown = None
        self[code] = shown
        return shown


_INVISIBLE = _Invisible()


def _changed_text(
    before: Document, after: Document, applied: Sequence[Raw], revealing: bool
) -> str | None:
    if before.body == after.body:
        return None
    if revealing:
        return _changed_letters(before, after, applied)
    was, now = _shape(before), _shape(after)
    if was == now:
        return None
    old, new = letters_of(was), letters_of(now)
    if old == new:
        return _changed_code(was, now)
    budget = _unsafe_budget(applied)
    lost, gained = Counter(old) - Counter(new), Counter(new) - Counter(old)
    # the same letters in another order are another text
    if budget and not gained - _written_by(applied):
        changed = lost.total() + gained.total()
        # a definition that is read takes the marks of all that refers to it, wherever that stands
        if changed <= budget or changed - (lost & marks_read(before, after)).total() <= budget:
            return None
    return "the text that a reader sees would change"


def _written_by(applied: Sequence[Raw]) -> Counter[str]:
    """The characters that the unsafe fixes write, as they stand and as references are read."""
    from contentlint.references import unescape

    written: Counter[str] = Counter()
    for raw in applied:
        if raw.fix is not None and raw.fix.safety == "unsafe":
            for _, _, text in raw.fix.edits:
                written += Counter(text) | Counter(unescape(text))
    return written


def _changed_code(old: Sequence[Run], new: Sequence[Run]) -> str | None:
    """Text that is the same may yet be shown as code, or no longer be."""
    if letters_of(without_code(old)) == letters_of(without_code(new)):
        return None
    return "text would become code, or code text"


def _shape(document: Document) -> list[Run]:
    """What readers see of the page, without what nobody sees."""

    def clean(text: str) -> str:
        text = text.translate(_INVISIBLE)
        if templates.tags:
            text = templates.unmask(text, document.body)
            if document.is_mdx:
                text = _MDX_COMMENT.sub("", text)
        return text

    templates = document.templates
    return read_shape(document, clean)


def _changed_shape(
    before: Document,
    after: Document,
    applied: Sequence[Raw],
    edit: Callable[[Sequence[Raw]], Document],
) -> str | None:
    """What stands apart, in a list, a table or a heading stays there, but where a rule says so."""
    if before.body == after.body:
        return None
    old, new = _shape(before), _shape(after)
    if old == new:
        return None
    keeping = [raw for raw in applied if not _reshapes(raw)]
    if not keeping:
        return None
    if len(keeping) < len(applied):
        new = _shape(edit(keeping))
    if any(_begins_item(raw, before.source.text) for raw in keeping):
        # an empty line went from below the item's mark, where its text now stands
        old, new = without_looseness(old), without_looseness(new)
    is_safe = all(raw.fix is None or raw.fix.safety == "safe" for raw in keeping)
    return changed_shape(old, new, is_safe=is_safe)


def _reshapes(raw: Raw) -> bool:
    """Whether the fix of *raw* may make other paragraphs, lines, items and headings of the text."""
    told = raw.rule.fix is not None and raw.rule.fix.get("reshapes")
    return told is True or (told == "unsafe" and raw.fix is not None and raw.fix.safety == told)


def _begins_item(raw: Raw, text: str) -> bool:
    """Whether the fix of *raw* draws what follows up to the mark of an item."""
    edits = raw.fix.edits if raw.fix is not None else ()
    return any("\n" in text[start:end] and begins_item(text, start) for start, end, _ in edits)


def _changed_blocks(before: Document, after: Document, applied: Sequence[Raw]) -> str | None:
    """What only takes away makes no heading of a paragraph, and no code of text.

    Marks that were read as text before, and are no more, may make what they were written for.
    """
    if before.body == after.body or not all(
        _takes_away(raw, before.source.text) for raw in applied
    ):
        return None
    old, new = (
        Counter(element.tag for element in document.page.dom.select(",".join(_MADE_BY)))
        for document in (before, after)
    )
    if not (gained := new - old):
        return None
    shown, left = reader_text(before), reader_text(after)
    made = [tag for tag in gained if shown.count(_MADE_BY[tag]) == left.count(_MADE_BY[tag])]
    return f"text would become a <{made[0]}>" if made else None


def _takes_away(raw: Raw, text: str) -> bool:
    """Whether the fix of *raw* writes nothing and removes more than blanks."""
    edits = raw.fix.edits if raw.fix is not None else ()
    if any(new.strip() for _, _, new in edits):
        return False
    return any(text[start:end].strip() for start, end, _ in edits)


def _changed_letters(before: Document, after: Document, applied: Sequence[Raw]) -> str | None:
    """Hidden text came to light: every letter must be there, and none that was not.

    What was front matter in all but name may leave the body, where its fences were mended.
    """
    harm = _lost_letters(before, after, applied, str)
    if harm is not None and before.kind == "markdown":
        from contentlint.document.markdown import render

        # what was code may hold Markdown as well as tags
        harm = _lost_letters(before, after, applied, render)
    return harm


def _lost_letters(
    before: Document, after: Document, applied: Sequence[Raw], read: Callable[[str], str]
) -> str | None:
    old, new = _letters(before, read), _letters(after, read)
    was, front = before.front_matter, after.front_matter
    fences = any(_revealed(raw) == "front-matter" for raw in applied)
    was_body = fences and (was.format is None or was.close_fence is None)
    is_front = front.format is not None and front.close_fence is not None
    # what stood before the fields was no part of the body, and may have been moved into it
    lead = before.source.text[: was.block.start] if fences and was.format is not None else ""
    lead += _rest(before, applied)
    if new - old - Counter(lead) or (old - new - _READ_MARKS and not (was_body and is_front)):
        return "the text that a reader sees would change"
    return None


def _rest(before: Document, applied: Sequence[Raw]) -> str:
    """What stands after fixes that bring all the rest to light, as the end of a comment does."""
    ends = [
        edit[1]
        for raw in applied
        if _revealed(raw) == "rest" and raw.fix is not None
        for edit in raw.fix.edits
    ]
    return before.source.text[min(ends) :] if ends else ""


_READ_MARKS = Counter(dict.fromkeys("*~", 1_000_000))
"""The marks of bold and struck text: they are read where the text was code before."""


def _letters(document: Document, read: Callable[[str], str]) -> Counter[str]:
    """The letters of the page, with code as the markup it was meant to be: *read* makes it HTML."""
    import turbohtml

    letters = Counter(reader_text(document, skip_code=True))
    for code in document.page.dom.select("pre"):
        letters.update(visible_text(turbohtml.parse(read(code.text))))
    letters.pop(" ", None)
    return letters


def _unsafe_budget(applied: Sequence[Raw]) -> int:
    """How many characters of text the unsafe fixes may change: those their edits stand on."""
    budget = 0
    for raw in applied:
        if raw.fix is not None and raw.fix.safety == "unsafe":
            budget += sum(end - start + len(text) for start, end, text in raw.fix.edits)
    return budget


def find_new(
    before: Sequence[Raw],
    after: Sequence[Raw],
    is_mendable: Callable[[Raw], bool] = lambda raw: False,
) -> str | None:
    """No rule of warning or above may find more than it did: a fix must not make a new fault."""
    old = Counter(raw.rule.id for raw in before if _severity(raw) in _SERIOUS)
    new = Counter(
        raw.rule.id for raw in after if _severity(raw) in _SERIOUS and not is_mendable(raw)
    )
    for rule, count in new.items():
        if count > old[rule] and rule not in _NO_HARM:
            return f"it would bring a new finding of {rule}"
    return None


def _severity(raw: Raw) -> str:
    return raw.hit.severity or raw.rule.severity
