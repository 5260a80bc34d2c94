"""Imports point one way: no module needs, even at a later call, one that needs it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import contentlint

ROOT = Path(contentlint.__file__).parent


def _modules() -> dict[str, Path]:
    named = {}
    for path in ROOT.rglob("*.py"):
        parts = ["contentlint", *path.relative_to(ROOT).with_suffix("").parts]
        named[".".join(parts).removesuffix(".__init__")] = path
    return named


def _imports(tree: ast.AST) -> Iterator[str]:
    """The modules, or names in them, that *tree* imports when it runs, not for types alone."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), names=names):
                for name in names:
                    yield f"{module}.{name.name}"
            case _:
                yield from _imports(node)


def _graph(modules: dict[str, Path]) -> dict[str, set[str]]:
    graph = {}
    for name, path in modules.items():
        found = set()
        for imported in _imports(ast.parse(path.read_text(encoding="utf-8"))):
            module = imported if imported in modules else imported.rpartition(".")[0]
            if module in modules and module != name:
                found.add(module)
        graph[name] = found
    return graph


def test_no_modules_import_each_other() -> None:
    graph = _graph(_modules())
    assert len(graph) > 200
    assert sum(map(len, graph.values())) > 1000
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None


def test_nothing_below_imports_the_command_line() -> None:
    above = ("contentlint.cli", "contentlint.__main__", "contentlint.pytest_plugin")
    for name, imported in _graph(_modules()).items():
        if not name.startswith(above):
            assert not [module for module in imported if module.startswith(above)], name
