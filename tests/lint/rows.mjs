// tests/ROWS.md: what the source texts ask for (tests/rows.txt) beside the tests that show it. A test says so
// itself, in the line above it: `// rows: S1-05 S2-19`, in a script `# rows: …` above a `# --- heading ---`.
// Only what a person can do in the app or on the command line is tagged. `node tests/lint/rows.mjs` writes it.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { lineOf, listFiles, read, root } from './source.mjs';

const kList = 'tests/rows.txt';
const kPage = 'tests/ROWS.md';
const kTag = /^[ \t]*(?:\/\/|#) rows:(.*)\n/gm;
// How a test begins: doctest (a long name stands on lines of its own), node, a section of a script.
const kTest = [
  /^[ \t]*TEST_CASE\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)/,
  /^[ \t]*(?:test|story|twice)\(\s*('(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)/,
  /^# --- (.*?)\s*-+(?:\n|$)/,
];
const at = (file, line, message) => ({ path: file, line, message });
const isTest = (file) => /^tests\/.*\.(cpp|mjs|script)$/.test(file) && !file.startsWith('tests/lint/');

function nameOf(text) {
  const quoted = kTest.map((pattern) => text.match(pattern)?.[1]).find(Boolean);
  return quoted?.replace(/"\s*"/g, '').trim().replace(/^['"`]|['"`]$/g, '');
}

// {rows: [{id, context, words}], problems} of the list.
function rowsOf(read) {
  const lines = read(kList).text.split('\n');
  const rows = [];
  const problems = [];
  for (const [index, line] of lines.entries()) {
    const [, id, context, words] = line.match(/^(S[1-5]-\d\d[a-z]?) (context: )?(\S.*)$/) ?? [];
    if (id && !rows.some((row) => row.id === id)) rows.push({ id, context: context !== undefined, words });
    else if (line !== '' && !line.startsWith('#')) problems.push(at(kList, index + 1, id ? `${id} is there twice` : 'is no row: "S1-05 words"'));
  }
  return { rows, problems };
}

// {shown: id → ["file: name"], problems} of the tags in all tests.
function tagsOf({ files, read }, rows) {
  const shown = new Map(rows.map(({ id }) => [id, []]));
  const problems = [];
  for (const file of files.filter(isTest)) {
    const { text } = read(file);
    for (const match of text.matchAll(kTag)) {
      const say = (message) => problems.push(at(file, lineOf(text, match.index), message));
      const name = nameOf(text.slice(match.index + match[0].length));
      if (!name) say('`rows:` stands above no test');
      for (const id of match[1].trim().split(/\s+/)) {
        if (!shown.has(id)) say(`there is no row "${id}" in ${kList}`);
        else if (rows.find((row) => row.id === id).context) say(`${id} is context: there is nothing to show`);
        else if (name) shown.get(id).push(`\`${file.replace(/^tests\//, '')}\` ${name.replaceAll('|', '\\|')}`);
      }
    }
  }
  return { shown, problems };
}

function counts(rows, shown) {
  const texts = [...new Set(rows.map(({ id }) => id.slice(0, 2)))];
  const line = (name, some) => {
    const context = some.filter((row) => row.context).length;
    const works = some.filter(({ id }) => shown.get(id).length > 0).length;
    return `| ${name} | ${some.length} | ${works} | ${some.length - works - context} | ${context} |`;
  };
  return [...texts.map((text) => line(text, rows.filter(({ id }) => id.startsWith(text)))), line('all', rows)];
}

function pageOf(rows, shown) {
  const word = (row) => (row.context ? '*context*' : shown.get(row.id).join('<br>') || '*not yet*');
  return [
    '# The rows of the source texts',
    '',
    'What the five source texts ask for, in our own words, and the tests that show it: a person can do it in the app or on',
    'the command line. Made by `node tests/lint/rows.mjs` from `tests/rows.txt` and the tags beside the tests (`rows: S1-05`);',
    'the lint fails when it is stale.',
    '',
    '| text | rows | shown | not yet | context |',
    '|---|---|---|---|---|',
    ...counts(rows, shown),
    '',
    '| row | what the software must do | shown by |',
    '|---|---|---|',
    ...rows.map((row) => `| ${row.id} | ${row.words} | ${word(row)} |`),
    '',
  ].join('\n');
}

function made(tree) {
  const { rows, problems } = rowsOf(tree.read);
  const tags = tagsOf(tree, rows);
  return { page: pageOf(rows, tags.shown), problems: [...problems, ...tags.problems] };
}

const kOneRow = { 'tests/rows.txt': 'S1-05 a desk\nS1-19 context: an award\n', 'tests/ROWS.md': '' };
const tagged = (text) => ({ ...kOneRow, 'tests/a_test.cpp': text });

export const rowRules = [
  {
    name: 'a tag of a row names rows of the list and stands above a test',
    why: 'what tests/ROWS.md says of a row is shown by a test that exists',
    check: (tree) => made(tree).problems,
    bad: [
      tagged('// rows: S1-06\nTEST_CASE("x") {}\n'),
      tagged('// rows: S1-05\nvoid helper() {}\n'),
      tagged('// rows: S1-19\nTEST_CASE("x") {}\n'),
      tagged('// rows:\nTEST_CASE("x") {}\n'),
      { ...kOneRow, 'tests/rows.txt': 'S1-05 a desk\nS1-05 a desk\n' },
    ],
    good: [tagged('  // rows: S1-05\n  TEST_CASE(\n      "a "\n      "b") {\n  }\n'), { ...kOneRow, 'tests/a.script': '# rows: S1-05\n# --- whistle (S3-10) ------\n' }],
  },
  {
    name: 'tests/ROWS.md is what list and tags say',
    why: 'mend with: node tests/lint/rows.mjs',
    check: (tree) => (made(tree).page === tree.read(kPage).text ? [] : [at(kPage, 1, 'is stale; run node tests/lint/rows.mjs')]),
    bad: [tagged('// rows: S1-05\nTEST_CASE("x") {}\n')],
  },
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { page, problems } = made({ files: listFiles(), read });
  for (const { path: file, line, message } of problems) console.error(`${file}:${line}: ${message}`);
  if (problems.length > 0) process.exit(1);
  writeFileSync(path.join(root, kPage), page);
}
