"""The links of built pages, and those that lead nowhere."""

from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit


class _Anchors(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids = [], set()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids |= {attrs.get("id"), attrs.get("name")} - {None}
        if tag == "a" and attrs.get("href"):
            self.links.append(attrs["href"])


def dead_links(folder):
    """Return page and target of each link within the folder whose file or anchor is missing."""
    pages = {}
    for path in folder.rglob("*.html"):
        pages[path.resolve()] = _Anchors()
        pages[path.resolve()].feed(path.read_text(encoding="utf-8"))
    dead = []
    for path, anchors in pages.items():
        for link in anchors.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = pages[target].ids if target in pages else set()
            if not target.exists() or (parts.fragment and unquote(parts.fragment) not in known):
                dead.append(f"{path.relative_to(folder.resolve())}: {link}")
    return dead
