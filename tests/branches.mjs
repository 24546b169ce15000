// Which branches of the rules no test takes, from clang's own count of the source's conditions:
//   node tests/branches.mjs EXPORT FOLDER        EXPORT: what `llvm-cov export` wrote
// Prints a line per file of FOLDER, then one per condition that went one way only; fails if there is any.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const root = process.cwd();
const folder = path.resolve(process.argv[3]) + path.sep;
const [exported] = JSON.parse(readFileSync(process.argv[2], 'utf8')).data;

// A template's condition counts once, whichever of its instances went there.
function conditionsOf(branches) {
  const merged = new Map();
  for (const [line, column, endLine, endColumn, yes, no] of branches) {
    const place = [line, column, endLine, endColumn].join(':');
    const before = merged.get(place) ?? { line, column, yes: 0, no: 0 };
    merged.set(place, { line, column, yes: before.yes + yes, no: before.no + no });
  }
  return [...merged.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

// For clang a switch has a way past all its cases. Ours name every value of their enum (-Werror=switch,
// and no `default:`), so that way does not exist.
function isSwitch(lines, { line, column }) {
  return lines[line - 1].slice(0, column - 1).endsWith('switch (');
}

// Decided when the program is built, and for each type anew: no way that a run takes or leaves.
function isForTypes(lines, { line, column }) {
  const before = lines.slice(Math.max(0, line - 5), line - 1).join(' ') + ' ' + lines[line - 1].slice(0, column - 1);
  const at = before.lastIndexOf('if constexpr (');
  if (at < 0) return false;
  let depth = 0;
  for (const c of before.slice(at + 'if constexpr '.length)) depth += c === '(' ? 1 : c === ')' ? -1 : 0;
  return depth > 0 && !/\)\s*\{/.test(before.slice(at));
}

let ways = 0;
const missing = [];
for (const { filename, branches } of exported.files) {
  const full = path.resolve(filename); // with ccache it leads through the build folder
  if (!full.startsWith(folder) || branches.length === 0) continue;
  const name = path.relative(root, full);
  const lines = readFileSync(full, 'utf8').split('\n');
  const conditions = conditionsOf(branches).filter((one) => !isSwitch(lines, one) && !isForTypes(lines, one));
  const found = conditions.flatMap(({ line, column, yes, no }) => {
    const sides = [...(yes === 0 ? ['never true'] : []), ...(no === 0 ? ['never false'] : [])];
    return sides.map((side) => `${name}:${line}:${column}: ${side}: ${lines[line - 1].trim()}`);
  });
  const all = 2 * conditions.length;
  console.log(`${name.padEnd(34)} ${String(all - found.length).padStart(5)} of ${all} branches`);
  missing.push(...found);
  ways += all;
}
for (const line of missing) console.log(line);
console.log(`${ways - missing.length} of ${ways} branches taken`);
if (ways === 0 || missing.length > 0) process.exitCode = 1;
