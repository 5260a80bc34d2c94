// The list of findings: filters, pages, excerpts. What comes from a post reaches the page as text
// nodes and form values only; the page's policy (trusted types) forbids every other way.
"use strict";
(() => {
  const PAGE_SIZE = 100;
  const SEVERITIES = ["error", "warning", "info"];
  const FIXES = ["none", "safe", "unsafe"];
  const CUT_BEFORE = 1;
  const CUT_AFTER = 2;
  const CONTINUES = 4;

  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const entries = data.files.flatMap(([path, groups]) => groups.map((group) => readEntry(path, group)));
  const form = byId("filters");
  const fields = { text: byId("text"), rule: byId("rule"), folder: byId("folder"), fix: byId("fix") };
  const severityBoxes = [...form.querySelectorAll("[name=severity]")];
  const bars = [...document.querySelectorAll(".bar")];
  let shown = entries;
  let page = 0;

  function readEntry(path, [rule, severity, message, fix, title, count, places, rest, related]) {
    return {
      path,
      folder: path.includes("/") ? path.slice(0, path.lastIndexOf("/")) || "/" : ".",
      rule: data.rules[rule],
      family: data.rules[rule].id.split("/")[0],
      severity: SEVERITIES[severity],
      message: data.texts[message],
      fix: FIXES[fix],
      title: title < 0 ? "" : data.texts[title],
      count,
      places,
      rest,
      related,
      haystack: null,
    };
  }

  // Searching

  function searchable(entry) {
    if (entry.haystack === null) {
      const excerpts = entry.places.map((place) => place[2] + place[3] + place[4]);
      const parts = [entry.path, entry.rule.id, entry.message, ...excerpts];
      entry.haystack = parts.join("\n").toLowerCase();
    }
    return entry.haystack;
  }

  function readFilter() {
    return {
      words: fields.text.value.toLowerCase().split(/\s+/).filter(Boolean),
      rule: fields.rule.value,
      folder: fields.folder.value,
      fix: fields.fix.value,
      severities: new Set(severityBoxes.filter((box) => box.checked).map((box) => box.value)),
    };
  }

  function matches(entry, filter) {
    if (!filter.severities.has(entry.severity)) return false;
    if (filter.rule && filter.rule !== entry.rule.id && filter.rule !== entry.family) return false;
    if (filter.folder && filter.folder !== entry.folder) return false;
    if (filter.fix === "fixable" ? entry.fix === "none" : filter.fix && filter.fix !== entry.fix) {
      return false;
    }
    return filter.words.every((word) => searchable(entry).includes(word));
  }

  // Building

  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  }

  function option(value, label) {
    const element = make("option", "", label);
    element.value = value;
    return element;
  }

  function number(value) {
    return value.toLocaleString("en");
  }

  function plural(count, noun) {
    return `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
  }

  function excerpt([, , before, marked, after, flags]) {
    const line = make("pre", "excerpt", (flags & CUT_BEFORE ? "…" : "") + before);
    line.dir = "auto";
    line.lang = "";
    line.append(make("mark", "", marked), after);
    if (flags & (CUT_AFTER | CONTINUES)) line.append("…");
    return line;
  }

  function position([line, column]) {
    const place = make("span", "place", `${line}:${column}`);
    place.setAttribute("aria-label", `line ${line}, column ${column}`);
    return place;
  }

  function disclose(label, fill) {
    const details = make("details", "", make("summary", "", label));
    details.addEventListener("toggle", () => fill(details), { once: true });
    return details;
  }

  function morePlaces(entry) {
    return disclose(`${number(entry.count - 1)} more in this post`, (details) => {
      for (const place of entry.places.slice(1)) {
        details.append(make("div", "spot", position(place), excerpt(place)));
      }
      if (entry.rest) details.append(make("p", "", entry.rest));
    });
  }

  function explanation(rule) {
    return disclose("Why it matters", (details) => {
      details.append(make("p", "", rule.why));
      if (!/^https?:\/\//.test(rule.url)) return;
      const link = make("a", "", "Documentation of the rule");
      link.href = rule.url;
      link.rel = "noopener noreferrer";
      details.append(link);
    });
  }

  function footer(entry) {
    const rule = make("button", "", entry.rule.id);
    rule.type = "button";
    rule.title = `Show only ${entry.rule.id}`;
    rule.dataset.rule = entry.rule.id;
    const foot = make("div", "foot", rule);
    if (entry.fix !== "none") {
      const kind = entry.fix === "safe" ? "Safe fix" : "Unsafe fix";
      foot.append(make("span", `fix ${entry.fix}`, entry.title ? `${kind}: ${entry.title}` : kind));
    }
    if (entry.rule.why) foot.append(explanation(entry.rule));
    if (entry.count > 1) foot.append(morePlaces(entry));
    return foot;
  }

  function row(entry) {
    const body = make("div", "body", make("p", "message", entry.message));
    const first = entry.places[0];
    if (first[2] + first[3] + first[4]) body.append(excerpt(first));
    for (const [line, column, text] of entry.related) {
      body.append(make("p", "related", `${line}:${column} ${text}`));
    }
    body.append(footer(entry));
    const side = make("div", "side", make("span", "severity", entry.severity), position(first));
    return make("li", `entry ${entry.severity}`, side, body);
  }

  function fileBlock(path, rows) {
    const cut = path.lastIndexOf("/") + 1;
    const name = make("span", "", make("span", "folder", path.slice(0, cut)), path.slice(cut));
    const found = rows.reduce((sum, entry) => sum + entry.count, 0);
    const heading = make("h3", "", name, make("span", "count", plural(found, "finding")));
    return make("section", "file", heading, make("ol", "", ...rows.map(row)));
  }

  // Showing

  function showPage() {
    const from = page * PAGE_SIZE;
    const rows = shown.slice(from, from + PAGE_SIZE);
    const groups = new Map();
    for (const entry of rows) {
      if (!groups.has(entry.path)) groups.set(entry.path, []);
      groups.get(entry.path).push(entry);
    }
    byId("list").replaceChildren(...[...groups].map(([path, list]) => fileBlock(path, list)));
    const last = Math.max(Math.ceil(shown.length / PAGE_SIZE), 1);
    byId("pages").hidden = last === 1;
    byId("page").textContent = `Page ${number(page + 1)} of ${number(last)}`;
    byId("previous").disabled = page === 0;
    byId("next").disabled = page + 1 >= last;
  }

  function describe() {
    const found = shown.reduce((sum, entry) => sum + entry.count, 0);
    const files = new Set(shown.map((entry) => entry.path)).size;
    if (!entries.length) return "Nothing was found.";
    if (!shown.length) return "No finding matches the filter.";
    return `${plural(found, "finding")} in ${plural(files, "post")}`;
  }

  function apply() {
    const filter = readFilter();
    shown = entries.filter((entry) => matches(entry, filter));
    page = 0;
    byId("status").textContent = describe();
    for (const bar of bars) {
      const chosen = fields[bar.dataset.field].value === bar.dataset.value;
      bar.setAttribute("aria-pressed", String(chosen));
    }
    remember();
    showPage();
  }

  function turn(step) {
    page += step;
    showPage();
    byId("findings").focus();
    byId("findings").scrollIntoView();
  }

  // Remembering the filter in the address, so that a view can be sent to a colleague

  function remember() {
    const state = new URLSearchParams();
    for (const [name, field] of Object.entries(fields)) {
      if (field.value) state.set(name, field.value);
    }
    const off = severityBoxes.filter((box) => !box.checked).map((box) => box.value);
    if (off.length) state.set("without", off.join(","));
    const target = state.size ? `#?${state}` : location.pathname + location.search;
    try {
      history.replaceState(null, "", target);
    } catch {
      // Some viewers open reports where the address may not change.
    }
  }

  function recall() {
    if (!location.hash.startsWith("#?")) return;
    const state = new URLSearchParams(location.hash.slice(2));
    for (const [name, field] of Object.entries(fields)) field.value = state.get(name) ?? "";
    const off = new Set((state.get("without") ?? "").split(","));
    for (const box of severityBoxes) box.checked = !off.has(box.value);
  }

  // Starting

  function fillChoices() {
    const families = new Map();
    const folders = new Set();
    for (const entry of entries) {
      if (!families.has(entry.family)) families.set(entry.family, new Set());
      families.get(entry.family).add(entry.rule.id);
      folders.add(entry.folder);
    }
    for (const family of [...families.keys()].sort()) {
      const group = make("optgroup", "", option(family, `${family}: all`));
      group.label = family;
      group.append(...[...families.get(family)].sort().map((rule) => option(rule, rule)));
      fields.rule.append(group);
    }
    fields.folder.append(...[...folders].sort().map((folder) => option(folder, folder)));
  }

  function toggleChoice(field, value) {
    fields[field].value = fields[field].value === value ? "" : value;
    apply();
  }

  function listen() {
    let timer = 0;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(apply, 150);
    };
    form.addEventListener("input", (event) => (event.target === fields.text ? later() : apply()));
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    byId("previous").addEventListener("click", () => turn(-1));
    byId("next").addEventListener("click", () => turn(1));
    byId("list").addEventListener("click", (event) => {
      const rule = event.target.dataset?.rule;
      if (rule) toggleChoice("rule", rule);
    });
    for (const bar of bars) {
      bar.disabled = false;
      bar.addEventListener("click", () => toggleChoice(bar.dataset.field, bar.dataset.value));
    }
  }

  fillChoices();
  form.hidden = entries.length === 0;
  recall();
  listen();
  apply();
})();
