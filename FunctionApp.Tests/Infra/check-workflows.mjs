// Reads workflows with GitHub's own parser, against its schema: node check-workflows.mjs SCHEMAS_FOLDER FILE...
import { readFileSync } from "node:fs";
import { register } from "node:module";

// The parser is made for bundlers and imports its schema without saying that it is JSON.
register("data:text/javascript," + encodeURIComponent(
  `export const load = (url, context, next) => next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);`));

const [schemas, ...files] = process.argv.slice(2);
const { NoOperationTraceWriter, parseWorkflow } = await import(`${schemas}/node_modules/@actions/workflow-parser/dist/index.js`);

const errors = files.flatMap(name =>
  parseWorkflow({ name, content: readFileSync(name, "utf8") }, new NoOperationTraceWriter()).context.errors.getErrors());
errors.forEach(error => console.error(error.message));
process.exit(errors.length > 0 ? 1 : 0);
