// In the editor: a new gathering takes the usual values of its kind, as long as nobody has changed them.
(() => {
  "use strict";
  const start = () => {
    const usual = document.getElementById("usual-values-by-kind");
    const kind = document.querySelector("select[name=gathering_kind]");
    if (!usual || !kind) return;
    const byKind = JSON.parse(usual.textContent);
    const fieldOf = (name) => document.querySelector(`[name="${name}"]`);
    const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
    let before = kind.value;
    kind.addEventListener("change", () => {
      for (const [name, value] of Object.entries(byKind[kind.value] ?? {})) {
        const field = fieldOf(name);
        const had = byKind[before]?.[name];
        if (!field || String(valueOf(field)) !== String(had)) continue;
        if (field.type === "checkbox") field.checked = value;
        else field.value = value;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
      before = kind.value;
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
