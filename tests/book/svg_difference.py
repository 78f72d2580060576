"""What differs between two SVG figures, when the last digits of coordinates do not count."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

# Coordinates are written with two decimals. Where another processor's last digit moves a number
# across the boundary of rounding, it changes by 0.01 px; twice that is still invisible.
PIXELS = 0.02
PLACES = {"d", "points", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"}
PLACES |= {"viewBox", "transform"}
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_SCALE = re.compile(r"(?:scale|rotate|matrix|skew[XY])\([^)]*\)")
_REFERENCE = re.compile(r"url\(#([^)]+)\)|^#(.+)$")


class Names:
    """The ids of one figure against those of the other: equal up to one consistent renaming."""

    def __init__(self) -> None:
        self._there: dict[str, str] = {}
        self._back: dict[str, str] = {}

    def agree(self, old: str, new: str) -> bool:
        """Pair two ids, or say that one of them is already paired with another."""
        return self._there.setdefault(old, new) == new and self._back.setdefault(new, old) == old


def differences(old: str, new: str) -> list[str]:
    """Return in words how the second figure differs from the first; nothing if it does not."""
    names = Names()
    found: list[str] = []
    for (path, a), (_, b) in zip_longest(_walk(old), _walk(new), fillvalue=("", None)):
        if a is None or b is None or a.tag != b.tag:
            return [*found, f"after {path or 'the last element'}: {_shown(a)} against {_shown(b)}"]
        found += [f"{path}: {what}" for what in _in_element(a, b, names)]
    return found


def labels(svg: str) -> list[str]:
    """Return the texts in a figure; Matplotlib writes each as a comment beside its glyphs."""
    return [(e.text or "").strip() for _, e in _walk(svg) if e.tag is ElementTree.Comment]


def _walk(svg: str) -> Iterator[tuple[str, Element]]:
    builder = ElementTree.TreeBuilder(insert_comments=True)
    parser = ElementTree.XMLParser(target=builder)
    yield from _descend(ElementTree.fromstring(svg, parser), "")


def _descend(element: Element, above: str) -> Iterator[tuple[str, Element]]:
    path = f"{above}/{_tag(element)}"
    if "id" in element.attrib:
        path += f"[{element.attrib['id']}]"
    yield path, element
    for child in element:
        yield from _descend(child, path)
    # An end mark keeps <a><b/></a> apart from <a/><b/>.
    yield path, Element(f"end of {_tag(element)}")


def _tag(element: Element) -> str:
    if element.tag is ElementTree.Comment:
        return "text"
    return re.sub(r"\{.*\}", "", str(element.tag))


def _shown(element: Element | None) -> str:
    if element is None:
        return "nothing"
    return f"{_tag(element)} {(element.text or '').strip()!r} {dict(element.attrib)}"


def _in_element(a: Element, b: Element, names: Names) -> Iterator[str]:
    for kind in ("text", "tail"):
        one, other = ((getattr(e, kind) or "").strip() for e in (a, b))
        if one != other:
            yield f"{kind} {one!r} became {other!r}"
    if list(a.attrib) != list(b.attrib):
        yield f"attributes {list(a.attrib)} became {list(b.attrib)}"
        return
    for key, value in a.attrib.items():
        if what := _in_value(re.sub(r"\{.*\}", "", key), value, b.attrib[key], names):
            yield f"{key} {what}"


def _in_value(key: str, old: str, new: str, names: Names) -> str:
    """Return what differs in an attribute, or nothing."""
    if key == "id":
        return "" if names.agree(old, new) else f"{old} became {new} here, another id elsewhere"
    for one, other in zip(_references(old), _references(new), strict=False):
        if not names.agree(one, other):
            return f"refers to {new} in place of {old}"
    old, new = (_REFERENCE.sub("(reference)", text) for text in (old, new))
    if key not in PLACES:
        return "" if old == new else f"{old!r} became {new!r}"
    # A factor of scale is no place: a little more of it moves a point far.
    if _SCALE.findall(old) != _SCALE.findall(new):
        return f"{old!r} became {new!r}"
    return _in_places(_SCALE.sub("", old), _SCALE.sub("", new))


def _references(value: str) -> list[str]:
    return [match[1] or match[2] for match in _REFERENCE.finditer(value)]


def _in_places(old: str, new: str) -> str:
    if _NUMBER.sub("0", old) != _NUMBER.sub("0", new):
        return f"{_short(old)} became {_short(new)}"
    for one, other in zip(_NUMBER.findall(old), _NUMBER.findall(new), strict=True):
        if not abs(float(one) - float(other)) <= PIXELS:
            return f"{one} became {other} in {_short(old)}"
    return ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else f"{text[:57]}…")
