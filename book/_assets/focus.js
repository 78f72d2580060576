// The theme takes the focus off its buttons after use. Who uses the keyboard keeps his place.
for (const button of document.querySelectorAll(".bd-header-article button")) {
  button.blur = () => {
    if (!button.matches(":focus-visible")) HTMLElement.prototype.blur.call(button);
  };
}
