// A box that holds more than it shows says at which edge, and scrolls with the keyboard, too.
const boxes = ".formula, .pst-scrollable-table-container, .cell_output .text_html, pre";
function update(box) {
  const rest = box.scrollWidth - box.clientWidth;
  box.classList.toggle("more-left", box.scrollLeft > 1);
  box.classList.toggle("more-right", rest - box.scrollLeft > 1);
  if (rest > 0) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
}
addEventListener("load", () => {
  // A box in a closed fold gets its size when the fold opens.
  const sizes = new ResizeObserver(changes => changes.forEach(({ target }) => update(target)));
  for (const box of document.querySelectorAll(boxes)) {
    sizes.observe(box);
    box.addEventListener("scroll", () => update(box), { passive: true });
  }
});
