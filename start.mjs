// `npm start`: the whole centre in one command.
import { run } from "./scripts/run.mjs";

await run("apps/house/src/main.ts", process.argv.slice(2));
