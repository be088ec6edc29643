// While the letters leave, the bar moves by itself; without a script there is a link that shows it anew.

const progress = document.getElementById("mailing-progress");
const SECONDS = 2;

document.querySelector(".mailing-reload").hidden = true;
setTimeout(ask, SECONDS * 1000);

async function ask() {
  const before = progress.querySelector("[data-state]").dataset.state;
  try {
    const answer = await fetch(progress.dataset.address);
    // Who has been logged out meanwhile gets another page: what is shown stays as it was.
    if (answer.ok && !answer.redirected) progress.innerHTML = await answer.text();
  } catch {
    // The next time the network may be back.
  }
  if (progress.querySelector("[data-state]").dataset.state !== before) location.reload();
  else setTimeout(ask, SECONDS * 1000);
}
