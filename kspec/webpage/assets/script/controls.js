// Buttons: theme, size, copying, the style of the code, the part that a phone shows.

const isDark = () =>
  root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

function showTheme(theme) {
  if (theme) root.dataset.theme = theme;
  one("[data-action=theme]").setAttribute("aria-pressed", String(isDark()));
}

function showStyle(style) {
  const known = all("[data-style]").map((button) => button.dataset.style);
  state.style = known.includes(style) ? style : known[0];
  for (const button of all("[data-style]")) {
    button.setAttribute("aria-pressed", String(button.dataset.style === state.style));
  }
  for (const text of all("[data-style-of]")) text.hidden = text.dataset.styleOf !== state.style;
  restoreFocusOrder();
}

function showPart(part) {
  state.part = part;
  document.body.dataset.pane = part;
  for (const button of all("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset.show === part));
  }
  if (state.pinned.size) reveal(state.pinned, null, "center");
}

const textOf = (part) =>
  all(`.pane.${part} .line code`)
    .filter((code) => !code.closest("[data-style-of][hidden], .source + .source"))
    .map((code) => `${code.textContent}\n`)
    .join("");

async function copy(button) {
  const text = textOf(button.dataset.copies);
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    done = copyBySelection(text);
  }
  button.textContent = done ? "Copied" : "Not copied";
  setTimeout(() => (button.textContent = "Copy"), 1500);
}

// Without the clipboard's permission: by way of a field that nobody sees.
function copyBySelection(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

const ACTIONS = {
  "fold-all": () => foldAll(state.folded.size < blocks.size),
  theme: () => showTheme(remembered("theme", isDark() ? "light" : "dark") || (isDark() ? "light" : "dark")),
  copy,
  "zoom-out": () => zoom(0.8),
  "zoom-in": () => zoom(1.25),
  "zoom-fit": () => zoom(null),
};

function press(button) {
  if (button.dataset.action) ACTIONS[button.dataset.action](button);
  else if (button.dataset.style) showStyle(button.dataset.style);
  else if (button.dataset.show) showPart(button.dataset.show);
  else if (button.dataset.sort) sortBy(button);
  else if (button.matches(".fold")) fold(button.dataset.block, button.ariaExpanded === "true");
  else return false;
  return true;
}
