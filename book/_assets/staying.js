// Who comes back to a page, or loads it again, finds the paragraph that was at the top. The height
// above it does not tell: what is far from the window has not been laid out yet.
{
  const key = `top of ${location.pathname}`;
  const blocks = [...document.querySelectorAll(".bd-article section > :not(section)")];
  addEventListener("pagehide", () => {
    const at = scrollY > 0 ? blocks.findIndex(b => b.getBoundingClientRect().bottom > 64) : -1;
    const top = blocks[at]?.getBoundingClientRect().top;
    try { sessionStorage.setItem(key, JSON.stringify({ at, top })); } catch { /* no storage */ }
  });
  const [visit] = performance.getEntriesByType("navigation");
  if (["reload", "back_forward"].includes(visit?.type)) {
    let place = null;
    try { place = JSON.parse(sessionStorage.getItem(key)); } catch { /* no storage */ }
    const block = blocks[place?.at];
    // Each time something near is laid out, it moves again.
    const settle = frames => {
      scrollBy({ top: block.getBoundingClientRect().top - place.top, behavior: "instant" });
      if (frames) requestAnimationFrame(() => settle(frames - 1));
    };
    if (block) addEventListener("load", () => settle(10));
  }
}
