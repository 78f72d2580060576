"""Make the built pages light: one style sheet, one script, and of the fonts what is shown.

The theme brings styles, icons and scripts for all that a page could be. When the build is done,
this keeps of the styles the rules that can meet an element of a page, or one that a script makes;
of a font the glyphs that a page or a rule shows; and of the scripts those that a page uses. The
fonts are written into the style sheets: so none arrives late and moves the text, and they load
where a page is opened as a file.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tinycss2
from fontTools import subset
from fontTools.ttLib import TTFont
from page_head import CARD
from paper import on_screen_and_paper
from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

FONTS = Path(__file__).parent / "fonts"
"""Where the fonts are that no page gets whole."""

MATHEMATICS = "mathematics.css"
"""The sheet that only pages with a formula load."""

OF_ONE_PAGE = re.compile(
    r"_static/(?:exercises|predictions|searchtools|language_data|search)\.js|searchindex\.js"
)
"""The scripts that stay by themselves, on the pages that ask for them."""

MEASURES_ALL = re.compile(
    r"function (\w+)\(\)\{(?=const e=\(\)=>\{document\.querySelectorAll\(\[\"pre\")"
    r".{1,600}?\.observe\(document\.getElementById\(\"main-content\"\),"
    r"\{subtree:!0,childList:!0\}\),e\(\)\}"
)
NOT_USED = re.compile(r"_static/(?:design-tabs\.js|scripts/fontawesome\.|vendor/)")
"""What the theme brings and no page uses."""

PUT_TOGETHER = {"bs-tooltip-auto"}
"""Classes that a script makes of parts, so that no text holds them."""

LINK = re.compile(r'\s*<link\b[^>]*rel="(stylesheet|preload)"[^>]*>')
SCRIPT = re.compile(r"\s*<script\b([^>]*)>(.*?)</script>", re.DOTALL)
FILE = re.compile(r"""(?:href|src)="((?:\.\./)*)([^"?]*)""")
SETTING = re.compile(r"(?:let|var) toggle\w+ = .*;|DOCUMENTATION_OPTIONS\.search_as_you_type = .*;")
PAGE_NAME = re.compile(r"DOCUMENTATION_OPTIONS\.pagename = .*;")
WORD = re.compile(r"[\w-]+")
ATTRIBUTES = re.compile(r"""\b(?:class|id)=(?:"([^"]*)"|'([^']*)'|([\w-]+))""")
ASIDE = re.compile(
    r":not\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]|:(?!is|where|has)[\w-]+\([^()]*\)|::?[\w-]+(?![\w(-])"
)
"""The parts of a selector that name no element: what it must not be, attributes, states."""

ITALIC = ((0x41, 0x1D434), (0x61, 0x1D44E), (0x391, 0x1D6E2), (0x3B1, 0x1D6FC))
"""Where the Latin and Greek alphabets begin, upright and as the italic letters of mathematics."""

DRAWN = "√‾_¯→←⏞⏟ℎıȷ"
"""What a browser draws of a formula without a letter for it in the page."""


class Book:
    """The built pages, the files that they load, and what can stand in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = {
            path: path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*.html"))
            if "_static" not in path.parts
        }
        self.sheets: dict[str, None] = {}
        self.scripts: dict[str, None] = {}
        self.words: set[str] = set(PUT_TOGETHER)
        for page in self.pages.values():
            for link in LINK.finditer(page):
                if link[1] == "stylesheet":
                    self.sheets[_file(link[0])] = None
            for attributes, text in SCRIPT.findall(page):
                self.scripts[_file(attributes) or text] = None
            self.words.update(re.findall(r"<([a-z][a-z0-9-]*)", page))
            for found in ATTRIBUTES.finditer(page):
                self.words.update((found[1] or found[2] or found[3] or "").split())
        for script in self.scripts:
            if "searchindex" not in script:
                self.words.update(
                    WORD.findall(self.text(script) if script.endswith(".js") else script)
                )

    def text(self, name: str) -> str:
        """Return the text of a file of the book."""
        return (self.folder / name).read_text(encoding="utf-8")

    def can_meet(self, selector: str) -> bool:
        """Return whether an element that a selector means can stand in a page."""
        plain = ASIDE.sub("", re.sub(r"\\(.)", r"\1", selector))
        if re.search(r":(?:is|where|has)\(", plain):
            return True
        names = re.findall(r"[.#]([\w-]+)", plain)
        tags = re.findall(r"(?:^|[\s>+~(,])([a-z][a-z0-9-]*)", plain.strip())
        return all(name in self.words for name in (*names, *tags))


def purged(css: str, can_meet: Callable[[str], bool]) -> str:
    """Return a style sheet without the rules that cannot meet anything."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(_purged(rules, can_meet))


def _purged(rules: Iterable[Any], can_meet: Callable[[str], bool]) -> Iterable[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = _selectors(rule.prelude)
            kept = [selector for selector in selectors if can_meet(selector)]
            if kept:
                yield on_screen_and_paper(kept, tinycss2.serialize(rule.content).strip())
        elif rule.type == "at-rule" and rule.at_keyword in ("media", "supports", "layer"):
            inner = tinycss2.parse_rule_list(rule.content, True, True) if rule.content else []
            text = "".join(_purged(inner, can_meet))
            if text:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{text}}}"
        elif rule.type == "at-rule":
            yield rule.serialize()
        elif rule.type == "error":
            raise ValueError(f"a style sheet cannot be read: {rule.message}")


def _selectors(prelude: list[Any]) -> list[str]:
    """Cut a list of selectors at its commas on top."""
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def imported(css: str, folder: Path) -> str:
    """Return a style sheet with the text of the sheets that it imports."""
    return re.sub(
        r"""@import\s+(?:url\()?["']?([^"');]+)["']?\)?;""",
        lambda found: (folder / found[1]).read_text(encoding="utf-8"),
        css,
    )


def letters_of_mathematics(pages: Iterable[str]) -> set[str]:
    """Return the letters that formulas show: a single letter is shown in its italic form."""
    upright = set(DRAWN)
    for page in pages:
        for formula in re.findall(r"<math\b.*?</math>", page, re.DOTALL):
            upright.update(html.unescape(re.sub(r"<[^>]*>", "", formula)))
    italic = {
        chr(to + ord(letter) - first)
        for letter in upright
        for first, to in ITALIC
        if 0 <= ord(letter) - first < 26
    }
    return upright | italic


def with_fonts(css: str, folder: Path, letters: set[str]) -> str:
    """Return a style sheet with the glyphs that are shown in place of the files of its fonts."""

    def face(rule: re.Match[str]) -> str:
        files = re.findall(r"""url\("?([^")]*\.woff2)"?\)""", rule[0])
        if not files:
            return rule[0]
        path = folder / files[0]
        font = glyphs(path if path.exists() else FONTS / path.name, letters)
        if font is None:
            return ""
        data = base64.b64encode(font).decode()
        source = f'src:url("data:font/woff2;base64,{data}") format("woff2")'
        return re.sub(r"src:[^;}]*", lambda _: source, rule[0])

    return re.sub(r"@font-face\s*{[^}]*}", face, css)


def glyphs(path: Path, letters: set[str]) -> bytes | None:
    """Return a font with these letters alone, or None if it has none of them."""
    font = TTFont(path, recalcTimestamp=False)
    wanted = sorted({ord(letter) for letter in letters} & set(font.getBestCmap()))
    if not wanted:
        return None
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["*"]
    options.hinting = False
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    out = io.BytesIO()
    font.flavor = "woff2"
    font.save(out)
    return out.getvalue()


def style_sheets(book: Book) -> dict[str, str]:
    """Return the sheet of all pages and the one of mathematics."""
    letters = letters_of_mathematics(book.pages.values())
    texts = {"book": "", "mathematics": ""}
    for name in book.sheets:
        css = purged(imported(book.text(name), (book.folder / name).parent), book.can_meet)
        icons = {letter for letter in css if "\ue000" <= letter <= "\uf8ff"}
        mathematics = name.endswith(MATHEMATICS)
        css = with_fonts(css, (book.folder / name).parent, letters if mathematics else icons)
        texts["mathematics" if mathematics else "book"] += css
    return texts


def without_measuring(script: str) -> str:
    """Return the theme's script without what lays out the whole page to measure each box of code.

    `scrollable.js` does the same for each box when it comes near.
    """
    script, found = MEASURES_ALL.subn(r"function \1(){}", script)
    if not found:
        logger.warning("the theme measures its boxes in another way now", type="light")
    return script


def script_of_all_pages(book: Book) -> str:
    """Return the scripts of all pages as one: what the others read first, then in their order.

    A script that waits for the page finds it complete in a deferred one, and does not wait.
    """
    first, parts = [], []
    for script in book.scripts:
        if SETTING.fullmatch(script.strip()):
            (first if script.split()[0] in ("let", "var") else parts).append(script.strip())
        elif (
            script.endswith(".js")
            and not OF_ONE_PAGE.search(script)
            and not NOT_USED.search(script)
        ):
            parts.append(re.sub(r"\n//# sourceMappingURL=.*", "", book.text(script)))
    return without_measuring(";\n".join(dict.fromkeys(first + parts)))


def lightened(page: str, names: dict[str, str]) -> str:
    """Return a page that loads the new files in place of the many."""

    def script(found: re.Match[str]) -> str:
        name, text = _file(found[1]), found[2].strip()
        if name:
            return found[0].replace("<script", "<script defer") if OF_ONE_PAGE.search(name) else ""
        return "" if SETTING.fullmatch(text) or PAGE_NAME.fullmatch(text) else found[0]

    if 'http-equiv="refresh"' in page:  # it is left at once, and needs nothing
        return page
    root = re.search(r'data-content_root="([^"]*)"', page)
    up = f"{root[1] if root else ''}_static/"
    sheets = [names["book"], *([names["mathematics"]] if "<math" in page else [])]
    links = "".join(f'\n  <link rel="stylesheet" href="{up}{name}" />' for name in sheets)
    page = SCRIPT.sub(script, LINK.sub("", page))
    return page.replace(
        "</title>", f'</title>{links}\n  <script defer src="{up}{names["script"]}"></script>', 1
    )


def lighten(app: Sphinx, exception: Exception | None) -> None:
    """Write the new files and pages, and delete what is no longer asked for."""
    if exception is not None or app.builder.name != "html":
        return
    book = Book(Path(app.outdir))
    sheets, script = style_sheets(book), script_of_all_pages(book)
    names = {
        "book": _write(book, "book.css", sheets["book"]),
        "mathematics": _write(book, "mathematics.css", sheets["mathematics"]),
        "script": _write(book, "book.js", script),
    }
    for path, page in book.pages.items():
        path.write_text(lightened(page, names), encoding="utf-8")
    _set_aside(book, names)


def _write(book: Book, name: str, text: str) -> str:
    """Write a file under a name that changes with its text."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    stem, dot, kind = name.partition(".")
    (book.folder / "_static" / f"{stem}-{digest}{dot}{kind}").write_text(text, encoding="utf-8")
    return f"{stem}-{digest}{dot}{kind}"


def _set_aside(book: Book, names: dict[str, str]) -> None:
    """Move the files that nothing names any more out of the book, beside it, for the tests."""
    left = book.folder.parent / "left-out"
    shutil.rmtree(left, ignore_errors=True)
    static = book.folder / "_static"
    readers = [*book.pages, *(static / name for name in names.values())]
    named = {
        word
        for path in readers
        for word in re.findall(r"[\w.-]+", path.read_text(encoding="utf-8"))
    } | {*names.values(), Path(CARD).name}
    for path in sorted(static.rglob("*")):
        if path.is_file() and path.name not in named:
            target = left / path.relative_to(book.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
    for folder in sorted(static.rglob("*/"), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    (left / "sheets.txt").write_text("\n".join(book.sheets), encoding="utf-8")


def _file(tag: str) -> str:
    found = FILE.search(tag)
    return found[2] if found else ""


def start_afresh(app: Sphinx) -> None:
    """Have all pages written again: one that is light already cannot be made so twice."""
    if app.builder.name == "html":
        for page in Path(app.outdir).rglob("*.html"):
            page.unlink()


def setup(app: Sphinx) -> dict[str, Any]:
    """Wait for the end of the build, after what others write then."""
    app.connect("builder-inited", start_afresh)
    app.connect("build-finished", lighten, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
