// A copied formula is its TeX, not a column of letters.
document.addEventListener("copy", event => {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0).cloneRange();
  const around = node => (node.closest ? node : node.parentElement).closest("[data-tex]");
  const first = around(range.startContainer);
  const last = around(range.endContainer);
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  const copied = document.createElement("div");
  copied.append(range.cloneContents());
  const formulas = copied.querySelectorAll("[data-tex]");
  if (!formulas.length) return;
  for (const formula of formulas) {
    const marks = formula.matches("div") ? "$$" : "$";
    formula.querySelectorAll("math, .eqno").forEach(part => part.remove());
    formula.prepend(marks + formula.dataset.tex + marks);
  }
  // The text has line breaks only where it is laid out.
  copied.style.cssText = "position: absolute; left: -200vw; width: 40rem";
  document.body.append(copied);
  event.clipboardData.setData("text/plain", copied.innerText);
  event.clipboardData.setData("text/html", copied.innerHTML);
  copied.remove();
  event.preventDefault();
});
