// What scripts add to pages that work without them: answers that follow the form, a type-ahead, a slider.
"use strict";

const wait = (ms, work) => {
  let timer;
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => work(...given), ms); };
};

// A form marked data-live shows its answer as soon as something changes; the address follows.
function live(form) {
  const spot = () => document.getElementById(form.dataset.live);
  const voice = document.createElement("p");
  voice.className = "unseen";
  voice.setAttribute("role", "status");
  form.append(voice);
  let latest = 0;
  const show = async (address, push) => {
    const turn = ++latest;
    spot().classList.add("waiting");
    try {
      const reply = await fetch(address, { headers: { "X-Part": "answer" } });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const fresh = page.getElementById(form.dataset.live);
      if (turn !== latest || !fresh) return;
      spot().replaceWith(fresh);
      copies(fresh);
      voice.textContent = fresh.dataset.said || "That cannot be answered.";
      const kept = fresh.dataset.address;
      const past = form.elements.compare_with;
      if (past && kept && !fresh.querySelector(".trouble")) past.value = kept.split("?")[1];
      if (push && kept) history.pushState(null, "", kept);
    } catch {
      location.assign(address);
    } finally {
      spot().classList.remove("waiting");
    }
  };
  const asked = () => {
    const fields = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...fields]) if (!value) fields.delete(name);
    return `${form.getAttribute("action")}?${fields}`;
  };
  const change = wait(120, () => form.checkValidity() && show(asked(), true));
  form.addEventListener("change", change);
  form.addEventListener("submit", (event) => { event.preventDefault(); change(); });
  addEventListener("popstate", () => { latest += 1; location.reload(); });
}

// A form marked data-upload sends its file and shows the answer beside it, so that the file stays chosen.
function upload(form) {
  const spot = () => document.getElementById(form.dataset.upload);
  const voice = document.createElement("p");
  voice.className = "small working";
  voice.setAttribute("role", "status");
  form.append(voice);
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.hasAttribute("data-plain")) return;
    event.preventDefault();
    const buttons = document.querySelectorAll("button");
    voice.textContent = "Reading the file …";
    spot().classList.add("waiting");
    buttons.forEach((button) => { button.disabled = true; });
    try {
      const body = new FormData(form);
      const reply = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "X-Part": "answer" } });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const fresh = page.getElementById(form.dataset.upload);
      if (fresh) spot().replaceWith(fresh);
      voice.textContent = fresh ? fresh.dataset.said : "The server did not take the file: it is busy, or the file is too large.";
      if (fresh) spot().scrollIntoView({ block: "nearest" });
    } catch {
      voice.textContent = "The file did not arrive. Try again.";
    } finally {
      spot().classList.remove("waiting");
      buttons.forEach((button) => { button.disabled = false; });
    }
  });
}

// The combobox pattern of ARIA 1.2: a text field with a list of choices; what is typed stays what it is.
let lists = 0;
function combobox(box) {
  const field = box.querySelector("input");
  const list = document.createElement("ul");
  list.id = `choices-${++lists}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", `Choices for ${field.labels[0].textContent}`);
  list.hidden = true;
  box.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) field.setAttribute(name, value);
  let at = -1;
  let latest = 0;
  const options = () => [...list.children];
  const close = () => {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const point = (to) => {
    const all = options();
    if (!all.length) return;
    at = (to + all.length) % all.length;
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    field.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  };
  const choose = (option) => {
    field.value = option.dataset.name;
    latest++;
    close();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const fill = (choices) => {
    list.replaceChildren(...choices.map((choice, i) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${i}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.name = choice.name;
      option.textContent = choice.also || choice.name;
      if (choice.also) {
        const small = document.createElement("small");
        small.textContent = choice.name;
        option.append(small);
      }
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => choose(option));
      return option;
    }));
    at = -1;
    list.hidden = !choices.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
  };
  const look = wait(60, async () => {
    const turn = ++latest;
    const text = field.value.trim();
    if (!text) return close();
    const words = new URLSearchParams({ text: text.slice(0, 120), kind: box.dataset.kind });
    const reply = await fetch(`/api/v1/suggest?${words}`).catch(() => null);
    if (turn === latest && reply?.ok && document.activeElement === field) fill(await reply.json());
  });
  field.addEventListener("input", look);
  field.addEventListener("blur", () => { latest++; close(); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); list.hidden ? look() : point(at + 1); }
    else if (event.key === "ArrowUp" && !list.hidden) { event.preventDefault(); point(at < 0 ? -1 : at - 1); }
    else if (event.key === "Enter" && !list.hidden && at >= 0) { event.preventDefault(); choose(options()[at]); }
    else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
  });
}

// A slider beside a number: the number is what is sent, and may be empty.
function slider(box) {
  const number = box.querySelector("input");
  const range = document.createElement("input");
  Object.assign(range, { type: "range", min: 0, max: 40, step: 1, value: number.value || 10 });
  range.setAttribute("aria-label", `${number.labels[0].textContent}, slider`);
  range.addEventListener("input", () => { number.value = range.value; });
  number.addEventListener("input", () => { if (number.value) range.value = number.value; });
  box.prepend(range);
}

// "Link to this answer" goes to the clipboard where there is one.
function copies(part) {
  for (const link of part.querySelectorAll("[data-copy]")) {
    link.addEventListener("click", async (event) => {
      if (!navigator.clipboard) return;
      event.preventDefault();
      await navigator.clipboard.writeText(link.href);
      link.textContent = "Link copied";
    });
  }
}

document.querySelectorAll(".combo").forEach(combobox);
document.querySelectorAll(".slider").forEach(slider);
document.querySelectorAll("form[data-live]").forEach(live);
document.querySelectorAll("form[data-upload]").forEach(upload);
copies(document);

// On paper everything is open: the sources are part of an answer.
addEventListener("beforeprint", () => document.querySelectorAll("details:not([open])").forEach((one) => { one.open = true; one.dataset.folded = ""; }));
addEventListener("afterprint", () => document.querySelectorAll("details[data-folded]").forEach((one) => { one.open = false; delete one.dataset.folded; }));

// On a narrow screen the navigation is one row that scrolls: the present page is brought into it.
for (const here of document.querySelectorAll("nav [aria-current]")) {
  const row = here.closest("nav");
  row.scrollLeft = here.offsetLeft - (row.clientWidth - here.clientWidth) / 2;
}
