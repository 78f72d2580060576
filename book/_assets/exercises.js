// Answer boxes: check a typed answer as l1lib.teaching.exercises does, by the same rules, without a kernel.
(function () {
  "use strict";
  const BLANKS = /[ \t\r\n\u00a0\u2009\u202f]+/g;
  const DECIMAL = "(?:[0-9]+\\.?[0-9]*|[0-9]+,[0-9]+|[.,][0-9]+)";
  const NUMBER = new RegExp(
    `^([+-]?) ?(${DECIMAL})(?:([eE][+-]?[0-9]+)| ?/ ?(${DECIMAL}))?( ?%)?$`);
  const BRACKETS = /^[(\[] ?(.*?) ?[)\]]$/;
  const SEPARATORS = [/ ?; ?/, / (?:to|and) /, / ?, /, / /, /,/];

  function number(text) {
    const match = NUMBER.exec(text);
    if (!match) return null;
    const [, sign, top, exponent, bottom, percent] = match;
    let value = Number(top.replace(",", ".") + (exponent || ""));
    if (bottom) {
      const below = Number(bottom.replace(",", "."));
      if (!below) return null;
      value /= below;
    }
    return (sign === "-" ? -value : value) / (percent ? 100 : 1);
  }

  function numbersIn(text, count) {
    const inner = BRACKETS.exec(text);
    if (inner) text = inner[1];
    const ways = count > 1 ? SEPARATORS.map((rule) => text.split(rule)) : [[text]];
    for (const parts of ways) {
      const numbers = parts.map(number);
      if (numbers.length === count && !numbers.includes(null)) return numbers;
    }
    return null;
  }

  function wanted(count) {
    if (count === 1) return "a number is wanted, such as 2.5 or 2/3";
    const example = Array.from({ length: count }, (_, index) => index + 1).join("; ");
    return `${count} numbers are wanted, such as ${example}`;
  }

  function reply({ truth, within, hints, ordered }, typed) {
    const text = typed.replace(BLANKS, " ").replace(/^ | $/g, "").replaceAll("−", "-");
    if (!text) return "No answer yet.";
    const given = numbersIn(text, truth.length);
    const agree = (numbers) =>
      given.every((a, i) => Math.abs(a - numbers[i]) <= within * Math.max(1, Math.abs(numbers[i])));
    const equation = text.includes("=") ? ", and not an equation" : "";
    if (!given) return `Not yet: ${wanted(truth.length)}${equation}.`;
    if (agree(truth)) return "Right.";
    const hint = hints.find(([wrong]) => agree(wrong));
    if (hint) return `Not yet. ${hint[1]}`;
    if (truth.length > 1) return "Not yet: at least one of the numbers is off.";
    if (!ordered) return "Not yet: that is another number.";
    return `Not yet: too ${given[0] > truth[0] ? "large" : "small"}.`;
  }

  function element(name, attributes, ...children) {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...children);
    return made;
  }

  // The title of the exercise that the box belongs to, for who hears the page.
  function titleBefore(box) {
    const before = [...document.querySelectorAll(".exercise > .admonition-title")].filter(
      (title) => title.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING);
    return before.pop();
  }

  function fill(box, index) {
    const bytes = Uint8Array.from(atob(box.dataset.answer), (letter) => letter.charCodeAt(0));
    const question = JSON.parse(new TextDecoder().decode(bytes));
    const count = question.truth.length;
    const id = `answer-${index + 1}`;
    // No numeric keyboard: on phones it lacks the minus, the slash or the semicolon.
    const input = element("input", {
      id, type: "text", inputMode: "text", autocomplete: "off", autocapitalize: "off",
      spellcheck: false });
    const said = element("p", { className: "answer-reply" });
    said.setAttribute("aria-live", "polite");
    const title = titleBefore(box);
    if (title) {
      title.id = title.id || `${id}-exercise`;
      input.setAttribute("aria-describedby", title.id);
    }
    const label = count === 1 ? "Your answer, a number" : `Your answer, ${count} numbers`;
    const form = element("form", { className: "answer-form" },
      element("label", { htmlFor: id }, label),
      element("span", { className: "answer-row" }, input,
        element("button", { type: "submit" }, "Check")),
      said);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      said.textContent = reply(question, input.value);
      said.classList.toggle("is-right", said.textContent === "Right.");
    });
    input.addEventListener("input", () => { said.textContent = ""; });
    box.replaceChildren(form);
  }

  document.querySelectorAll(".answer-box").forEach(fill);
})();
