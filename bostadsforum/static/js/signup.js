// Comfort on top of forms that work without it: the role decides what is asked, the summary of errors gets
// focus, and a second press sends nothing.

const summary = document.getElementById("error-summary");
if (summary) summary.focus();

for (const form of document.querySelectorAll("form[data-busy-label]")) {
  if (form.elements.role) askWhatTheRoleNeeds(form);
  sendOnce(form);
}

function askWhatTheRoleNeeds(form) {
  const municipal = form.dataset.municipalRoles.split(" ");
  const municipality = form.querySelector('[data-field="municipality"]');
  const organisation = form.querySelector('[data-field="organisation"]');
  // The hints say for whom each of the two is; once only the right one is shown they say nothing new.
  for (const field of [municipality, organisation]) field.querySelector(".hint")?.remove();

  const show = () => {
    const role = form.elements.role.value;
    municipality.hidden = !municipal.includes(role);
    organisation.hidden = !role || municipal.includes(role);
  };
  for (const choice of form.elements.role) choice.addEventListener("change", show);
  // A browser that goes back fills the form in after this script has run.
  addEventListener("pageshow", show);
  show();
}

function sendOnce(form) {
  const button = form.querySelector('button[type="submit"]');
  const label = button.textContent;
  let isSending = false;

  form.addEventListener("submit", (event) => {
    if (isSending) {
      event.preventDefault();
      return;
    }
    isSending = true;
    // Who stops a browser that hangs must be able to send again; sent twice it is still one registration.
    setTimeout(release, 10_000);
    button.style.minWidth = `${button.offsetWidth}px`;
    button.textContent = form.dataset.busyLabel;
  });
  // Coming back to the page, the form can be sent again.
  addEventListener("pageshow", release);

  function release() {
    isSending = false;
    button.textContent = label;
  }
}
