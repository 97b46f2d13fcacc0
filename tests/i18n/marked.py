"""Finds the messages in the program's source, and marks that no catalog can serve.

It reads the syntax tree: a tokenizer does not see a call inside an f-string.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# The marker's name, and how many texts it takes: (context, message), (one, many) or the message.
CONTEXT = {"P_", "sense"}
PLURAL = {"n_", "plural"}
PLAIN = {"_", "N_", "text"}
# These translate when they are called, so a call while the module loads freezes the language.
TRANSLATE = {"_", "P_", "n_", "screen"}

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True, slots=True)
class Marked:
    """One message as the source has it; `many` only for a plural."""

    file: str
    text: str
    many: str = ""
    context: str | None = None


def messages_of(source: str, file: str) -> Iterator[Marked]:
    """Every marked message in a module's source."""
    for name, call in _calls(ast.parse(source)):
        texts = [list(_literals(argument)) for argument in call.args[:2]]
        if name in PLAIN and texts:
            yield from (Marked(file, text) for text in texts[0] if text)
        elif name in CONTEXT and len(texts) == 2:
            yield from (Marked(file, text, context=texts[0][0]) for text in texts[1] if texts[0])
        elif name in PLURAL and len(texts) == 2:
            yield from (
                Marked(file, one, many) for one, many in zip(texts[0], texts[1], strict=True)
            )


def marker_faults(source: str, file: str) -> Iterator[str]:
    """Messages put together at run time, and translations made while a module loads."""
    tree = ast.parse(source)
    for name, call in _calls(tree):
        wanted = 1 if name in PLAIN else 2
        if any(_is_made(argument) for argument in call.args[:wanted]):
            yield f"{file}:{call.lineno}: {name}() takes a plain text, with {{name}} places"
    for name, call in _calls(tree, at_import=True):
        if name in TRANSLATE and isinstance(call.func, ast.Name):
            yield f"{file}:{call.lineno}: {name}() while the module loads; use N_() there"


def messages_in(package: Path) -> Iterator[Marked]:
    for path, source in _sources(package):
        yield from messages_of(source, path)


def faults_in(package: Path) -> Iterator[str]:
    for path, source in _sources(package):
        yield from marker_faults(source, path)


def _sources(package: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(package.rglob("*.py")):
        yield path.relative_to(package.parent).as_posix(), path.read_text("utf-8")


def _calls(tree: ast.AST, *, at_import: bool = False) -> Iterator[tuple[str, ast.Call]]:
    """Calls of a marker by name, as a function or a method."""
    for node in _outside_functions(tree) if at_import else ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    if name in CONTEXT | PLURAL | PLAIN | TRANSLATE:
                        yield name, node


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when the module is imported: all but the bodies of functions."""
    yield node
    for name, value in ast.iter_fields(node):
        if name == "body" and isinstance(node, FUNCTIONS):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _outside_functions(child)


def _literals(argument: ast.expr) -> Iterator[str]:
    """The texts an argument can be, both of them for `one if … else other`."""
    match argument:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body)
            yield from _literals(orelse)


def _is_made(argument: ast.expr) -> bool:
    match argument:
        case ast.JoinedStr() | ast.BinOp():
            return True
        case ast.Call(func=ast.Attribute(attr="format" | "join" | "replace")):
            return True
        case ast.IfExp(body=body, orelse=orelse):
            return _is_made(body) or _is_made(orelse)
    return False
