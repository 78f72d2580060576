// A formula or table that is wider than its box can be scrolled with the keyboard, too.
const boxes = "div.math > math, .pst-scrollable-table-container, .cell_output .text_html";
function update() {
  for (const box of document.querySelectorAll(boxes)) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
addEventListener("load", update);
addEventListener("resize", update);
