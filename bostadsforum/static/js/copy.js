// A button that copies a field. Without scripts, or where the browser does not allow it, the field is there to
// mark and copy by hand, and no button shows.

for (const button of document.querySelectorAll("button[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const answer = button.parentElement.querySelector("[data-copied]");
  if (!navigator.clipboard || !field) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      answer.textContent = answer.dataset.copied;
    } catch {
      // Refused by the browser's own settings: mark it, so that the keyboard can copy it.
      field.select();
    }
  });
}
