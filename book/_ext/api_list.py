"""The directives ``api-list`` and ``api-summary``: the public names of packages of ``l1lib``.

In the list, the text of an entry is its docstring, and below it stand the chapters that use the
name, read from their code: from what they import, and from the attributes of imported packages.
The summary has one line for each name.
"""

from __future__ import annotations

import ast
import inspect
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from docutils import nodes
from reading_order import in_order
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

import l1lib
from l1lib.results import LinearFit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

AS_IT_STANDS = re.compile(r"((?:>>>|\.\.\. ).*|:math:`[^`]*`|``.*?``|`[^`]*`)")
"""Parts of a docstring in which a bar is a bar."""


class used_by(nodes.General, nodes.Element):
    """The place where the chapters that use a name are listed."""


class UsedBy(SphinxDirective):
    """The directive ``used-by``; its argument is the full name."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave a place for the list."""
        return [used_by(name=self.arguments[0])]


def entries(name: str) -> Iterator[str]:
    """Yield the lines of the section of a package."""
    package = import_module(f"l1lib.{name}")
    yield from (package.__name__, "-" * len(package.__name__), "", package.__doc__ or "", "")
    for short in public(package):
        full = f"{package.__name__}.{short}"
        found = getattr(package, short)
        if isinstance(found, type):
            yield from (f".. autoclass:: {full}", "   :members:")
            if issubclass(found, LinearFit):
                # What a fit takes over from it, but not from what it is built on.
                yield "   :inherited-members: Shown"
        elif callable(found):
            yield f".. autofunction:: {full}"
        else:
            yield from (f".. autodata:: {full}", "   :no-value:")
        yield from ("", f"   .. used-by:: {full}", "")


def summary(name: str) -> Iterator[str]:
    """Yield the lines of the section of a package: each name, and what it is in one line."""
    package = import_module(f"l1lib.{name}")
    title = f"The package {name}"
    yield from (title, "-" * len(title), "", package.__doc__ or "", "")
    for short in public(package):
        first = inspect.getdoc(getattr(package, short)) or ""
        about = first.partition("\n\n")[0].replace("\n", " ")
        yield f":py:obj:`{short} <{package.__name__}.{short}>`"
        yield f"    {escaped(about)}"
    yield ""


def public(package: ModuleType) -> list[str]:
    """Return the public names of a package, or of a module that holds a few of those on top."""
    if hasattr(package, "__all__"):
        return list(package.__all__)
    return [name for name in l1lib.__all__ if getattr(l1lib, name).__module__ == package.__name__]


class ApiList(SphinxDirective):
    """The directive ``api-list``, for reStructuredText, as autodoc is; it takes packages."""

    required_arguments = 1
    final_argument_whitespace = True
    lines_of = staticmethod(entries)

    def run(self) -> list[nodes.Node]:
        """Return a section for each package, with what there is to say of its names."""
        self.env.note_reread()  # any chapter may have changed
        packages = self.arguments[0].split()
        text = "\n".join(line for name in packages for line in self.lines_of(name))
        return self.parse_text_to_nodes(text, allow_section_headings=True)


class ApiSummary(ApiList):
    """The directive ``api-summary``: a line for each name, which leads to its entry."""

    lines_of = staticmethod(summary)


def imported(code: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs (module, name) of ``l1lib`` that code imports or takes from an import."""
    tree = ast.parse(code)
    modules = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "l1lib":
            for alias in node.names:
                yield str(node.module), alias.name
                modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            modules |= {a.asname or a.name: a.name for a in node.names if a.name == "l1lib"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id in modules:
                yield modules[node.value.id], node.attr


def objects(code: str) -> Iterator[Any]:
    """Yield the objects of ``l1lib`` that the code of a chapter uses."""
    for module, name in imported(code):
        try:
            yield getattr(import_module(module), name)
        except (ImportError, AttributeError):  # an attribute of a class or function
            continue


def code_of(doctree: nodes.document) -> str:
    """Return the Python code of a notebook as one text."""
    cells = (
        cell
        for cell in doctree.findall(nodes.container)
        if cell.get("nb_element") == "cell_code_source"
    )
    return "\n".join(cell.astext() for cell in cells)


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the code of a notebook."""
    if app.env.doc2path(app.env.docname).endswith(".ipynb"):
        _codes(app.env)[app.env.docname] = code_of(doctree)


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """List the chapters under each entry."""
    places = list(doctree.findall(used_by))
    if not places:
        return
    codes = _codes(app.env)
    users = {name: [id(o) for o in objects(codes[name])] for name in in_order(app.env)
             if name in codes}  # fmt: skip
    for place in places:
        module, _, name = place["name"].rpartition(".")
        found = id(getattr(import_module(module), name))
        line = nodes.paragraph("", "Used in: ", classes=["used-by"])
        for user in (user for user, used in users.items() if found in used):
            title = nodes.inline("", app.env.titles[user].astext())
            line += [nodes.Text(", ")] if len(line) > 1 else []
            line += make_refnode(app.builder, docname, user, "", title)
        place.replace_self([line] if len(line) > 1 else [])


def skip_inherited(
    app: Sphinx, what: str, name: str, obj: Any, skip: bool, options: Any
) -> bool | None:
    """Leave out what other packages put into a class."""
    module = getattr(obj, "__module__", "l1lib") or ""
    return None if module.startswith("l1lib") else True


def escape_bars(
    app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]
) -> None:
    """Keep the bars of absolute values from being read as substitutions of reStructuredText."""
    indent: int | None = None
    for number, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        if indent is not None and line.strip() and depth <= indent:
            indent = None
        if line.lstrip().startswith(".. math::"):
            indent = depth
        if indent is None:
            lines[number] = escaped(line)


def escaped(line: str) -> str:
    """Return a line in which the bars in words are escaped."""
    parts = AS_IT_STANDS.split(line)
    parts[::2] = [part.replace("|", r"\|") for part in parts[::2]]
    return "".join(parts)


def _codes(env: BuildEnvironment) -> dict[str, str]:
    if not hasattr(env, "chapter_codes"):
        env.chapter_codes = {}
    codes: dict[str, str] = env.chapter_codes
    return codes


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop the code of a document before it is read again."""
    _codes(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: Any) -> None:
    """Take over what another reading process found."""
    _codes(env).update({name: code for name, code in _codes(other).items() if name in docnames})


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directives."""
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.napoleon")
    app.add_node(used_by)
    app.add_directive("api-list", ApiList)
    app.add_directive("api-summary", ApiSummary)
    app.add_directive("used-by", UsedBy)
    app.connect("autodoc-skip-member", skip_inherited)
    # After napoleon, which has made reStructuredText of the docstring.
    app.connect("autodoc-process-docstring", escape_bars, priority=900)
    app.connect("doctree-read", collect)
    app.connect("doctree-resolved", fill)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
