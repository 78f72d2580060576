"""Copy KaTeX from an unpacked npm package into the book, without the old font formats."""

import re
import shutil
import sys
from pathlib import Path

BOOK = Path(__file__).parent.parent / "book"


def main(package: Path) -> None:
    """Take the script for the build, and the style sheet and woff2 fonts for the pages."""
    dist, script, pages = package / "dist", BOOK / "_ext/katex", BOOK / "_assets/katex"
    css = (dist / "katex.min.css").read_text()
    css = re.sub(r',url\(fonts/[^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", css)
    shutil.rmtree(pages, ignore_errors=True)
    (pages / "fonts").mkdir(parents=True)
    (pages / "katex.min.css").write_text(css)
    for font in dist.glob("fonts/*.woff2"):
        shutil.copy(font, pages / "fonts")
    shutil.copy(dist / "katex.min.js", script)
    for folder in (script, pages):
        shutil.copy(package / "LICENSE", folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
