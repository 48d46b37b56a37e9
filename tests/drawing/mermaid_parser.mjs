// Parses every file that it is given with Mermaid; prints what it found as JSON.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const packages = createRequire(path.join(path.resolve(folder), "none.js"));
const { JSDOM } = packages("jsdom");
globalThis.window = new JSDOM("").window;
globalThis.document = globalThis.window.document;
const entry = path.join(folder, "node_modules/mermaid/dist/mermaid.core.mjs");
const { default: mermaid } = await import(pathToFileURL(path.resolve(entry)));
const found = [];
for (const file of files) {
  const text = fs.readFileSync(file, "utf8");
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const vertices = [...db.getVertices().values()];
  found.push({
    nodes: vertices.map((vertex) => vertex.id),
    texts: vertices.map((vertex) => vertex.text),
    edges: db.getEdges().map((edge) => [edge.start, edge.end]),
    groups: db.getSubGraphs().map((group) => group.id),
  });
}
console.log(JSON.stringify(found));
