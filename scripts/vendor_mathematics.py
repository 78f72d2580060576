"""Copy Temml and the font STIX Two Math from their unpacked npm packages into the book.

    python scripts/vendor_mathematics.py temml/package stix-two-math/package

The build makes of the font the few glyphs that the pages need.
"""

import json
import re
import shutil
import sys
from pathlib import Path

BOOK = Path(__file__).parent.parent / "book"
FONT = "stix-two-math-latin-400-normal.woff2"
FACE = """@font-face {
  font-family: STIX2;
  src: url("STIXTwoMath.woff2") format("woff2");
}
"""


def main(temml: Path, font: Path) -> None:
    """Take the script for the build, the style sheet for the pages, and the font for both."""
    script, fonts = BOOK / "_ext/temml", BOOK / "_ext/fonts"
    for folder in (script, fonts):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    css = (temml / "dist/Temml-STIX2.css").read_text(encoding="utf-8")
    own = re.sub(r"\A/\*.*?\*/\s*|@font-face\s*\{.*?\}\s*", "", css, flags=re.DOTALL)
    version = json.loads((temml / "package.json").read_text(encoding="utf-8"))["version"]
    head = f"/* From Temml {version}, MIT licence: see book/_ext/temml. */\n"
    (BOOK / "_assets/mathematics.css").write_text(head + FACE + own, encoding="utf-8")
    shutil.copy(temml / "dist/temml.min.js", script)
    shutil.copy(temml / "LICENSE", script)
    shutil.copy(font / "files" / FONT, fonts / "STIXTwoMath.woff2")
    shutil.copy(font / "LICENSE", fonts / "LICENSE-STIX")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
