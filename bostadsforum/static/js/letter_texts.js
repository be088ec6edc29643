// Comfort on a form that works without it: a placeholder is put in where one writes, and the letter is shown
// again a moment after each change.

const form = document.getElementById("letter-text");
const preview = document.getElementById("letter-preview");
const fields = ["subject", "opening", "closing"].map((name) => form.elements[name]);
let last = form.elements.opening;
let waiting;
let asked;

for (const field of fields) field.addEventListener("focus", () => (last = field));

for (const name of form.querySelectorAll("[data-placeholder]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small button-secondary";
  button.textContent = name.textContent;
  button.addEventListener("click", () => {
    last.setRangeText(button.textContent, last.selectionStart, last.selectionEnd, "end");
    last.focus();
    last.dispatchEvent(new Event("input", { bubbles: true }));
  });
  name.replaceWith(button);
}

form.querySelector("[value=preview]").hidden = true;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 400);
});

async function show() {
  asked?.abort();
  asked = new AbortController();
  const data = new FormData(form);
  data.set("part", "preview");
  try {
    const answer = await fetch(location.href, { method: "POST", body: data, signal: asked.signal });
    // Who has been logged out meanwhile gets another page: what is shown stays as it was.
    if (answer.ok && !answer.redirected) preview.innerHTML = await answer.text();
  } catch (error) {
    if (error.name !== "AbortError") preview.setAttribute("aria-busy", "false");
  }
}
