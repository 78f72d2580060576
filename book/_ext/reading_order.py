"""The documents of the book in the order of its contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment


def in_order(env: BuildEnvironment) -> Iterator[str]:
    """Yield the name of each document, from the first page on."""
    todo = [env.config.root_doc]
    while todo:
        name = todo.pop(0)
        yield name
        todo = env.toctree_includes.get(name, []) + todo
