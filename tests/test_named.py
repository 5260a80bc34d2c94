"""Our named tuples behave as those of the standard library do."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

from contentlint.named import NamedTuple


class Ours(NamedTuple):
    """A place."""

    line: int
    column: int = 1
    words: tuple[str, ...] = ()

    @property
    def both(self) -> int:
        """A value of two fields."""
        return self.line + self.column


class Theirs(typing.NamedTuple):
    line: int
    column: int = 1
    words: tuple[str, ...] = ()


class Single(NamedTuple):
    only: str


class Long(NamedTuple):
    """More fields than most have."""

    a: int
    b: int
    c: int
    d: int
    e: int
    f: int
    g: int
    h: int
    i: int = 9


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_values_are_given_by_place_and_by_name(kind):
    assert kind(3) == kind(line=3, column=1) == (3, 1, ())
    assert kind(3, words=("a",))._replace(column=2) == (3, 2, ("a",))
    assert kind._make([1, 2, ()])._asdict() == {"line": 1, "column": 2, "words": ()}
    assert kind._fields == ("line", "column", "words")
    assert kind._field_defaults == {"column": 1, "words": ()}
    assert repr(kind(3)) == f"{kind.__name__}(line=3, column=1, words=())"
    match kind(4, 5):
        case kind(line, column):
            assert (line, column) == (4, 5)


def test_any_number_of_fields_will_do():
    assert Single(only="x") == ("x",)
    assert Long(*range(8)) == Long(0, 1, 2, 3, 4, 5, 6, h=7) == (*range(8), 9)
    with pytest.raises(TypeError, match=r"Long.__new__\(\) missing 1 required .*: 'h'"):
        Long(*range(7))


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_what_does_not_fit_is_refused(kind):
    for values, named in [((), {}), ((1, 2, 3, 4), {}), ((1,), {"row": 2}), ((1,), {"line": 2})]:
        with pytest.raises(TypeError):
            kind(*values, **named)
    with pytest.raises(TypeError):
        kind._make([1])
    with pytest.raises((TypeError, ValueError), match="row"):  # from Python 3.13 on, TypeError
        kind(1)._replace(row=2)
    with pytest.raises(AttributeError):
        kind(1).line = 2


def test_copies_and_pickles_are_of_the_same_class():
    value = Ours(1, 2, ("a",))
    for made in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value), copy.copy(value)):
        assert made == value
        assert type(made) is Ours
    assert value.both == 3
    assert Ours.__doc__ == "A place."
    assert Single("x") == ("x",)
    assert Single(only="x").only == "x"


def test_a_field_without_a_default_comes_first():
    with pytest.raises(TypeError, match="without a default"):

        class _Wrong(NamedTuple):
            first: int = 1
            second: int
