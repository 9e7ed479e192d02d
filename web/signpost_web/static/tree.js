// The list of a framework's level becomes an ARIA tree: one stop of the keyboard, arrows within it, branches fetched when opened.
(() => {
  const list = document.getElementById("tree");
  if (!list) return;
  const framework = list.dataset.framework;

  const element = (name, properties, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside);
    return made;
  };

  const address = (leaf) => leaf.page || `/things?iri=${encodeURIComponent(leaf.iri)}`;

  // The name is a link, for the mouse; the keyboard stops at the entry alone, where Enter does the same.
  const item = (leaf) => {
    const label = element("span", { className: "tree-label" }), name = element("a", { href: address(leaf), tabIndex: -1 });
    if (leaf.code) name.append(element("span", { className: "code", textContent: leaf.code }), " ");
    name.append(leaf.label);
    label.append(name);
    if (leaf.children) {
      const below = element("span", { className: "visually-hidden", textContent: " below" });
      label.append(" ", element("span", { className: "quiet" }, leaf.children.toLocaleString("en-GB"), below));
    }
    const made = element("li", { tabIndex: -1 }, label);
    made.setAttribute("role", "treeitem");
    made.leaf = leaf;
    if (leaf.children) made.setAttribute("aria-expanded", "false");
    return made;
  };

  const open = async (branch) => {
    if (!branch.leaf.children || branch.getAttribute("aria-expanded") === "true") return;
    let group = branch.querySelector(":scope > ul");
    if (!group) {
      group = element("ul", {});
      group.setAttribute("role", "group");
      branch.setAttribute("aria-busy", "true");
      const asked = new URLSearchParams({ framework, at: branch.leaf.iri, as: "json" });
      const answer = await fetch(`/tree?${asked}`).catch(() => null);
      branch.removeAttribute("aria-busy");
      if (!answer || !answer.ok) { location.assign(`/tree?${new URLSearchParams({ framework, at: branch.leaf.iri })}`); return; }
      const level = await answer.json();
      group.append(...level.twigs.map((twig) => item(twig.leaf)));
      if (level.total > level.twigs.length) {
        const rest = item({ iri: "", label: `All ${level.total.toLocaleString("en-GB")}`, code: "", children: 0, page: `/tree?${new URLSearchParams({ framework, at: branch.leaf.iri })}` });
        group.append(rest);
      }
      branch.append(group);
    }
    branch.setAttribute("aria-expanded", "true");
    group.hidden = false;
  };

  const close = (branch) => {
    branch.setAttribute("aria-expanded", "false");
    const group = branch.querySelector(":scope > ul");
    if (group) group.hidden = true;
  };

  const shown = () => [...tree.querySelectorAll('[role="treeitem"]')].filter((one) => !one.parentElement.closest("[hidden]"));

  const focus = (one) => {
    if (!one) return;
    tree.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    one.tabIndex = 0;
    one.focus();
  };

  const tree = element("ul", { className: "tree aria" });
  tree.setAttribute("role", "tree");
  tree.setAttribute("aria-label", list.dataset.label);
  for (const li of list.children) {
    const named = li.querySelector("summary, a");
    const code = named.querySelector(".code")?.textContent || "";
    const text = [...named.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join("").trim();
    tree.append(item({ iri: li.dataset.iri, label: text, code, children: Number(li.dataset.children), page: li.dataset.page }));
  }
  if (!tree.children.length) return;
  list.replaceWith(tree);
  tree.before(element("p", { className: "quiet", id: "tree-help", textContent: "An arrow opens what stands below a name; the name leads to its page. By keyboard: arrow keys move and open, letters find a name, Enter goes to its page." }));
  tree.setAttribute("aria-describedby", "tree-help");
  tree.firstElementChild.tabIndex = 0;

  tree.addEventListener("click", (event) => {
    const one = event.target.closest('[role="treeitem"]');
    if (!one || event.target.closest("a")) return;
    focus(one);
    if (!one.leaf.children) location.assign(address(one.leaf));
    else if (one.getAttribute("aria-expanded") === "true") close(one);
    else open(one);
  });

  const keys = {
    ArrowDown: (one, all) => focus(all[all.indexOf(one) + 1]),
    ArrowUp: (one, all) => focus(all[all.indexOf(one) - 1]),
    Home: (one, all) => focus(all[0]),
    End: (one, all) => focus(all[all.length - 1]),
    ArrowRight: (one) => (one.getAttribute("aria-expanded") === "true" ? focus(one.querySelector('[role="treeitem"]')) : open(one)),
    ArrowLeft: (one) => (one.getAttribute("aria-expanded") === "true" ? close(one) : focus(one.parentElement.closest('[role="treeitem"]'))),
    Enter: (one) => location.assign(address(one.leaf)),
    " ": (one) => (one.getAttribute("aria-expanded") === "true" ? close(one) : open(one)),
  };
  const begins = (one, letter) => [one.leaf.code, one.leaf.label].some((name) => name.toLowerCase().startsWith(letter));
  const find = (letter) => (one, all) => {
    const from = all.indexOf(one) + 1;
    focus([...all.slice(from), ...all.slice(0, from)].find((other) => begins(other, letter)));
  };

  tree.addEventListener("keydown", (event) => {
    const one = event.target.closest('[role="treeitem"]');
    const move = keys[event.key] || (event.key.length === 1 && find(event.key.toLowerCase()));
    if (!one || !move || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    move(one, shown());
  });
})();
