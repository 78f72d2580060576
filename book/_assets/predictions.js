// Predictions: make the options buttons; after the choice say whether it was right, and why.
(function () {
  "use strict";

  function fill(box, index) {
    const right = box.dataset.right.split(" ").map(Number);
    const question = box.querySelector(".prediction-question");
    const list = box.querySelector(".prediction-options");
    const answer = box.querySelector(".prediction-answer");
    const verdict = Object.assign(document.createElement("p"), { className: "prediction-verdict" });
    const said = Object.assign(document.createElement("div"), { className: "prediction-said" });
    said.setAttribute("aria-live", "polite");

    const buttons = [...list.children].map((item) => {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.append(...item.firstElementChild.childNodes);
      button.setAttribute("aria-pressed", "false");
      const mark = Object.assign(document.createElement("span"), { className: "prediction-mark" });
      item.replaceChildren(button, mark);
      return button;
    });

    function choose(chosen) {
      const hit = right.includes(chosen + 1);
      buttons.forEach((button, option) => {
        const fits = right.includes(option + 1);
        button.setAttribute("aria-pressed", String(option === chosen));
        button.parentElement.classList.toggle("is-right", fits);
        const mark = fits ? "✓ right" : option === chosen ? "✗ not this one" : "";
        button.nextElementSibling.textContent = mark;
      });
      verdict.textContent = hit ? "Yes." : "No.";
      said.replaceChildren(verdict, box.querySelector(".prediction-reply"));
    }

    question.id = question.id || `prediction-${index + 1}`;
    list.setAttribute("role", "group");
    list.setAttribute("aria-labelledby", question.id);
    for (const item of list.children) item.setAttribute("role", "presentation");
    buttons.forEach((button, option) => button.addEventListener("click", () => choose(option)));
    answer.after(said);
    box.classList.add("is-live");
  }

  document.querySelectorAll(".prediction").forEach(fill);
})();
