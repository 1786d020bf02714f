/* Help that no page needs; its words come with its own element. */
"use strict";
{
  const words = document.currentScript.dataset;
  const english = document.documentElement.lang === "en";
  const PAUSE = 180, SHORTEST = 2, LONGEST = 100, MOST = 8;

  const make = (tag, given, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };
  const said = make("p", { class: "vh", role: "status" });
  document.body.append(said);

  /* ---------- suggestions: a combobox with a list (WAI-ARIA 1.2) ---------- */
  const suggest = (input, number) => {
    const list = make("ul", { class: "suggested bare", id: `suggested-${number}`, role: "listbox", "aria-label": words.suggestions, hidden: "" });
    input.closest("form").append(list);
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) input.setAttribute(name, value);
    let waiting = 0, asking = null, at = -1;

    const close = () => {
      clearTimeout(waiting);
      asking?.abort();
      at = -1;
      list.hidden = true;
      list.replaceChildren();
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const go = (option) => { location.href = option.dataset.page; };
    const mark = (place) => {
      list.children[at]?.setAttribute("aria-selected", "false");
      at = place;
      const option = list.children[at];
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) input.setAttribute("aria-activedescendant", option.id);
      else input.removeAttribute("aria-activedescendant");
    };
    const show = (items) => {
      close();
      list.append(...items.map((item, place) => {
        const text = make("bdi", english ? { lang: "fa" } : {}, item.text);
        const kind = make("span", { class: "soft small" }, words[item.kind] ?? "");
        const page = (english ? "/en" : "") + item.links.page;
        return make("li", { role: "option", id: `${list.id}-${place}`, "aria-selected": "false", "data-page": page }, text, " ", kind);
      }));
      list.hidden = !items.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
    };
    const ask = async () => {
      const typed = input.value.trim();
      if (typed.length < SHORTEST || typed.length > LONGEST) return close();
      asking?.abort();
      asking = new AbortController();
      try {
        const query = new URLSearchParams({ q: typed, limit: MOST });
        const answer = await fetch(`/api/v1/suggest?${query}`, { signal: asking.signal, credentials: "omit" });
        if (!answer.ok) return close();
        const { items } = await answer.json();
        if (document.activeElement === input) show(items);
      } catch { /* nothing is suggested; the form works */ }
    };

    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const count = list.children.length;
      if (event.isComposing || !count) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const step = event.key === "ArrowDown" ? 1 : -1;
        event.preventDefault();
        mark(((at + 1 + step + count + 1) % (count + 1)) - 1);
      } else if (event.key === "Enter" && at >= 0) {
        event.preventDefault();
        go(list.children[at]);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      }
    });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest("[role=option]");
      if (option && event.button === 0) go(option);
    });
  };
  document.querySelectorAll("form[role=search] input[name=q]").forEach(suggest);

  /* ---------- keys ---------- */
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (event.key === "/" && !typing) {
      const field = document.querySelector("main input[name=q], input[name=q]");
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.select();
    }
    if (event.key === "Escape" && location.hash === "#filters") {
      document.querySelector("#filters .close a")?.click();
      document.querySelector("a[href='#filters']")?.focus();
    }
  });

  /* ---------- copying and printing ---------- */
  if (navigator.clipboard) {
    for (const source of document.querySelectorAll("main .copy")) {
      const name = `${words.copy}: ${source.textContent.trim().slice(0, 30)}`;
      const button = make("button", { type: "button", class: "copying no-print", "aria-label": name }, words.copy);
      button.addEventListener("click", async () => {
        try {
          const text = source.textContent.trim();
          await navigator.clipboard.writeText(source.closest("pre") ? text : text.replace(/\s+/g, " "));
          said.textContent = button.textContent = words.copied;
          setTimeout(() => { button.textContent = words.copy; said.textContent = ""; }, 2000);
        } catch { getSelection().selectAllChildren(source); }
      });
      (source.closest("pre") ?? source).after(" ", button);
    }
  }
  for (const place of document.querySelectorAll("[data-prints]")) {
    const button = make("button", { type: "button", class: "btn" }, words.print);
    button.addEventListener("click", () => print());
    place.prepend(button, " ");
  }
}
