"""`typing.NamedTuple`, made in a tenth of the time: a start makes some eighty such classes.

The standard library compiles every annotation, and a constructor for every class, when the class is
made.  Here annotations stay text, and the constructor is made when the class is first called: one
with as many fields is there, compiled, and needs no more than their names.
A type checker sees the original.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from _collections import _tuplegetter
    from types import FunctionType

    _new = tuple.__new__

    class _Named(tuple):
        """What all named tuples have in common."""

        __slots__ = ()
        _fields = ()
        _field_defaults = {}  # noqa: RUF012 - each class has its own

        def __new__(cls, *values, **named):
            """Make the constructor of this class, and call it."""
            _make_constructor(cls)
            return cls(*values, **named)

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **named):
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"Got unexpected field names: {list(named)!r}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            values = ", ".join(
                f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True)
            )
            return f"{type(self).__name__}({values})"

        def __getnewargs__(self):
            """The plain tuple, for pickling."""
            return tuple(self)

    # the constructors of most classes, but for the names of their fields
    _SHAPES = (
        lambda _cls, a: _new(_cls, (a,)),
        lambda _cls, a, b: _new(_cls, (a, b)),
        lambda _cls, a, b, c: _new(_cls, (a, b, c)),
        lambda _cls, a, b, c, d: _new(_cls, (a, b, c, d)),
        lambda _cls, a, b, c, d, e: _new(_cls, (a, b, c, d, e)),
        lambda _cls, a, b, c, d, e, f: _new(_cls, (a, b, c, d, e, f)),
        lambda _cls, a, b, c, d, e, f, g: _new(_cls, (a, b, c, d, e, f, g)),
    )

    def _make_constructor(cls):
        fields = cls._fields
        if 0 < len(fields) <= len(_SHAPES):  # nothing need be compiled
            code = _SHAPES[len(fields) - 1].__code__.replace(co_varnames=("_cls", *fields))
        else:
            names = ", ".join(fields)
            code = eval(f"lambda _cls, {names}: _new(_cls, ({names}))").__code__
        scope = {"_new": _new, "__name__": cls.__module__}
        defaults = tuple(cls._field_defaults.values()) or None
        make = FunctionType(code, scope, "__new__", defaults)
        make.__qualname__ = f"{cls.__name__}.__new__"
        cls.__new__ = make

    class _Maker(type):
        """Turns the body of a class statement into a named tuple."""

        def __new__(mcs, name, bases, body):
            if not bases:
                return super().__new__(mcs, name, bases, body)
            fields = tuple(body.get("__annotations__", {}))
            defaults = {field: body[field] for field in fields if field in body}
            if fields[len(fields) - len(defaults) :] != tuple(defaults):
                raise TypeError(f"{name}: a field without a default follows one that has one")
            getters = {field: _tuplegetter(at, field) for at, field in enumerate(fields)}
            own = {
                "__slots__": (),
                "__match_args__": fields,
                "_fields": fields,
                "_field_defaults": defaults,
            }
            return type(name, (_Named, *bases[1:]), {**body, **own, **getters})

    class NamedTuple(metaclass=_Maker):
        """The base that a class statement names; no class has it as a base in the end."""
