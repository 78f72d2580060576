"""What axe finds on a page that keeps people from using it, or gets in their way.

Axe runs its rules for the web's guidelines and good practice by itself, and a few more on demand.

Two rules of axe measure colours, element by element, and take nearly all of its time on a page
with thousands of letters of mathematics and code. What they measure is the same wherever an
element of the same kind has the same colours, size and backdrop. So they look at a few elements
of each look, and at every element only if asked to; all other rules look at everything.
"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# How many elements of one look are measured: of one alone axe may not be sure.
SAMPLES = 2
# Rules that axe runs on demand alone: it calls most of them experimental.
ON_DEMAND = (
    "focus-order-semantics",
    "label-content-name-mismatch",
    "p-as-heading",
    "table-fake-caption",
    "target-size",
    "td-has-header",
)
# Axe is not to read style sheets, which a page read from a file may not.
OPTIONS = {
    "resultTypes": ["violations"],
    "preload": False,
    "rules": {rule: {"enabled": True} for rule in ON_DEMAND},
}
COLOURS = {"color-contrast": "[data-look]", "link-in-text-block": "a[href][data-look]"}

# A link of the sidebar that has scrolled halfway under the search is not a small one.
UNSCROLLED = "() => document.querySelectorAll('.bd-sidebar').forEach(bar => bar.scrollTo(0, 0))"

# Marks the first elements of each look that bear text, are links, or can be typed into.
MARK = """samples => {
  const behind = new Map([[null, '']]);
  const style = new Map();
  const styled = box => style.get(box) || style.set(box, getComputedStyle(box)).get(box);
  // All between an element and the page that paints, hides or shifts it.
  const backdrop = box => {
    if (!behind.has(box)) {
      const s = styled(box), own = [
        [s.backgroundColor, 'rgba(0, 0, 0, 0)'], [s.backgroundImage, 'none'], [s.opacity, '1'],
        [s.filter, 'none'], [s.mixBlendMode, 'normal'], [s.position, 'static'],
        [s.clip, 'auto'], [s.clipPath, 'none'], [s.overflow, 'visible'],
      ].map(([value, usual]) => value === usual ? '' : value).join('|');
      const above = backdrop(box.parentElement);
      behind.set(box, own === '||||||||' ? above : `${above} > ${own}`);
    }
    return behind.get(box);
  };
  const found = new Map();
  document.querySelectorAll('[data-look]').forEach(box => box.removeAttribute('data-look'));
  for (const box of document.body.querySelectorAll('*')) {
    const link = box.matches('a[href]');
    const text = [...box.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!link && !text && !box.matches('input, select, textarea, button')) continue;
    if (!box.getClientRects().length || !box.checkVisibility({visibilityProperty: true})) continue;
    const s = styled(box);
    const look = [link, text, box.matches('p *'), s.color, s.fontSize, s.fontWeight, s.textShadow,
      s.textDecoration, s.borderBottom, link && styled(box.parentElement).color, backdrop(box)];
    const key = look.join(';');
    found.set(key, (found.get(key) || 0) + 1);
    if (found.get(key) <= samples) box.setAttribute('data-look', '');
  }
  return found.size;
}"""


def faults(page: Page, *, everywhere: bool = False, colours_alone: bool = False) -> list[str]:
    """Return what axe finds, however slight it calls it, with the element."""
    axe = Axe()
    page.evaluate(axe.axe_script)
    page.evaluate(UNSCROLLED)
    if not everywhere:
        page.evaluate(MARK, SAMPLES)
        rules = [{"id": name, "selector": selector} for name, selector in COLOURS.items()]
        page.evaluate("rules => axe.configure({ rules })", rules)
    some = {"runOnly": list(COLOURS), "rules": {}} if colours_alone else {}
    response = page.evaluate("options => axe.run(document, options)", OPTIONS | some)
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in response["violations"]
        for node in violation["nodes"]
    ]
