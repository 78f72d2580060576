// The button that unfolds a solution bears the name of its exercise; aria-expanded says the state.
for (const button of document.querySelectorAll(".admonition-title > .toggle-button")) {
  button.setAttribute("aria-label", button.parentElement.textContent.trim().replace(/\s+/g, " "));
}
