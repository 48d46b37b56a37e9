// What all parts of the script share: the state of the page, and ways to find elements.

const root = document.documentElement;
const SVG = "http://www.w3.org/2000/svg";

// What the reader chose; it outlives an update of the page.
const state = {
  pinned: new Set(),
  folded: new Set(),
  style: null,
  part: "diagram",
  zoom: null,
  query: "",
  sort: { column: 0, descending: false },
};

const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const one = (selector, from = document) => from.querySelector(selector);
const words = (text) => (text || "").split(" ").filter(Boolean);
const isShown = (element) => !element.closest("[hidden]");
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function remembered(key, value) {
  // A browser may refuse storage to a file.
  try {
    if (value !== undefined) localStorage.setItem(`kspec-${key}`, value);
    return localStorage.getItem(`kspec-${key}`);
  } catch {
    return null;
  }
}
