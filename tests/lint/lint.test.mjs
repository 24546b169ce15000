// Lint as tests: each rule first has to catch its own bad snippet, then holds for the whole tree.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { rowRules } from './rows.mjs';
import { rules } from './rules.mjs';
import { isCpp, listFiles, read, root, source } from './source.mjs';
import { formatFindings, shellFindings } from './tools.mjs';
import { treeRules } from './tree_rules.mjs';

const files = listFiles();
const cache = new Map();
const readOnce = (file) => {
  if (!cache.has(file)) cache.set(file, read(file));
  return cache.get(file);
};

const show = (found) => found.map((f) => (typeof f === 'string' ? f : `${f.path}:${f.line}: ${f.message}`)).join('\n');
const holds = (found, why) => assert.ok(found.length === 0, `${why}\n${show(found)}`);

for (const rule of rules) {
  test(`the rule "${rule.name}" catches its bad snippets and only them`, () => {
    for (const [file, text] of rule.bad) {
      assert.ok(rule.applies(file) && rule.check(source(file, text)).length > 0, `not caught in ${file}: ${text.slice(0, 200)}`);
    }
    for (const [file, text] of rule.good ?? []) {
      assert.ok(!rule.applies(file) || rule.check(source(file, text)).length === 0, `caught in ${file}: ${text}`);
    }
  });
  test(rule.name, () => {
    const found = files.filter(rule.applies).flatMap((file) => rule.check(readOnce(file)).map((f) => ({ path: file, ...f })));
    holds(found, rule.why);
  });
}

const treeOf = (texts) => ({ files: Object.keys(texts), read: (file) => source(file, texts[file]) });

for (const rule of [...treeRules, ...rowRules]) {
  test(`the rule "${rule.name}" catches its bad trees and only them`, () => {
    for (const bad of [rule.bad].flat()) assert.ok(rule.check(treeOf(bad)).length > 0, JSON.stringify(bad));
    for (const good of rule.good ?? []) holds(rule.check(treeOf(good)), JSON.stringify(good));
  });
  test(rule.name, () => holds(rule.check({ files, read: readOnce }), rule.why));
}

// A snippet for the tools, written where git does not look.
const scratch = 'build/lint/scratch';
function scratchFile(name, text) {
  mkdirSync(path.join(root, scratch), { recursive: true });
  writeFileSync(path.join(root, scratch, name), text);
  return path.join(scratch, name);
}

test('clang-format and bash -n catch bad snippets', () => {
  assert.ok(formatFindings([scratchFile('bad.cpp', 'int   x ;\n')]).length > 0);
  assert.ok(shellFindings([scratchFile('bad.sh', 'if true; do\n')]).length > 0);
  rmSync(path.join(root, scratch), { recursive: true });
});
test('every C++ file is formatted as .clang-format says', () => holds(formatFindings(files.filter(isCpp)), 'one format, no discussion'));
test('every shell script parses', () => holds(shellFindings(files.filter((file) => file.endsWith('.sh') || file === '.ci/run')), 'bash -n'));

test('benchmarks whose rival is missing go on, name it at the end and end with status 3', () => {
  mkdirSync(path.join(root, scratch), { recursive: true });
  const bench = (parts) =>
    spawnSync('bash', ['-c', `set -euo pipefail; logs=${scratch}; source tests/report.sh; : >"$bench_log"; ${parts}; finish_bench`], { cwd: root, encoding: 'utf8' });
  const missing = "bench_part bash -c 'echo MISSING RIVAL GEOS: its figure is left out of x; exit 3'";
  const found = bench(`${missing}; bench_part echo '{"name":"y"}'`);
  assert.equal(found.status, 3, found.stderr);
  assert.match(found.stdout, /"name":"y".*\nMISSING RIVAL GEOS.*\n1 comparisons are missing/s);
  assert.equal(bench("bench_part echo '{}'").status, 0);
  assert.equal(bench('bench_part bash -c "exit 1"; bench_part echo more').status, 1);
  rmSync(path.join(root, scratch), { recursive: true });
});

test('the longest files are known', (t) => {
  const long = files
    .filter((file) => /\.(h|cpp|mjs|js|sh)$/.test(file))
    .map((file) => [readOnce(file).text.split('\n').length, file])
    .filter(([lines]) => lines > 400)
    .sort((a, b) => b[0] - a[0]);
  for (const [lines, file] of long) t.diagnostic(`${lines} lines: ${file}`);
});
