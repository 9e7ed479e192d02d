// Fetches the other ways of an answer while the route is being read; without this a button does the same.
(() => {
  const section = document.querySelector("section[data-more]");
  const form = document.getElementById("case");
  if (!section || !form) return;
  const said = new URLSearchParams(new FormData(form));
  said.set("more", "yes");
  section.setAttribute("aria-busy", "true");
  fetch(form.action, { method: "POST", body: said, headers: { Accept: "text/html" } })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.statusText))))
    .then((text) => {
      const found = new DOMParser().parseFromString(text, "text/html").getElementById(section.id);
      if (found) section.replaceWith(found);
    })
    .catch(() => section.removeAttribute("aria-busy"));
})();
