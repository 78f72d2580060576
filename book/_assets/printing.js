// A printed page shows what is folded on the screen, and is light; afterwards all is as it was.
let closed = [];
let theme;
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const fold of closed) fold.open = true;
  theme = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = "light";
});
addEventListener("afterprint", () => {
  for (const fold of closed) fold.open = false;
  document.documentElement.dataset.theme = theme;
});
