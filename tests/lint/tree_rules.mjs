// The rules that need the whole tree. `check` gets {files, read} and is tried on `bad`, a small tree.
import path from 'node:path';
import { isCpp, lineOf, literals } from './source.mjs';

const kTopLevel = ['CMakeLists.txt', 'README.md', 'assets', 'core', 'native', 'tests', 'web'];

const at = (file, message) => ({ path: file, line: 1, message });

function parse(read, file) {
  try {
    return { json: JSON.parse(read(file).text) };
  } catch (error) {
    return { problem: at(file, error.message) };
  }
}

// All texts of one language: {texts: key → {file, text}, problems}.
function language(files, read, name) {
  const texts = new Map();
  const problems = [];
  for (const file of files.filter((f) => f.startsWith(`assets/i18n/${name}/`) && f.endsWith('.json'))) {
    const { json, problem } = parse(read, file);
    if (problem) problems.push(problem);
    for (const [key, text] of Object.entries(json ?? {})) {
      if (texts.has(key)) problems.push(at(file, `"${key}" is also in ${texts.get(key).file}`));
      if (typeof text !== 'string' || text.trim() === '') problems.push(at(file, `"${key}" has no text`));
      texts.set(key, { file, text: String(text) });
    }
  }
  return { texts, problems };
}

const placeholders = (text) => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort().join(' ');

function missing(from, to, name) {
  return [...from.texts].filter(([key]) => !to.texts.has(key)).map(([key, { file }]) => at(file, `"${key}" has no ${name} text`));
}

// The operations that people make, as THE TABLE of core is printed and compared by its own test.
function operationsOfPeople(read) {
  const rows = read('tests/golden/lifecycle.md').text.split('\n').filter((line) => /^\| [TG-]/.test(line));
  const cells = rows.map((line) => line.split('|').map((cell) => cell.trim()));
  return [...new Set(cells.filter((row) => row[6] !== 'system').map((row) => row[3]))];
}

// What the browser tests promise to press; the harness holds each promise against the server's journal.
function pressedIn(files, read) {
  const pressed = new Map();
  for (const file of files.filter((f) => /^tests\/web\/.*\.test\.mjs$/.test(f))) {
    for (const [, words] of read(file).text.matchAll(/(?:\bpresses:|\bkPresses =)\s*['`]([^'`]*)['`]/g)) {
      for (const kind of words.split(/\s+/).filter(Boolean)) pressed.set(kind, file);
    }
  }
  return pressed;
}

// The types that a header defines in a named namespace, as "gezhi::ui::Row"; what lies inside of a type or a
// function is its own.
function typesOf(code) {
  const types = [];
  const scopes = []; // names of the namespaces around; null: something else
  let start = 0;
  for (let i = 0; i < code.length; i++) {
    if (!'{};'.includes(code[i])) continue;
    const head = code.slice(start, i).replace(/^\s*#.*$/gm, '').replace(/\btemplate\s*<[^;{]*?>(?=\s*(?:struct|class|union|using)\b)/g, '').trim();
    start = i + 1;
    const [, alias] = head.match(/^using\s+(\w+)\s*=/) ?? [];
    const [, defined] = code[i] === '{' ? (head.match(/^(?:struct|class|union|enum(?:\s+class|\s+struct)?)\s+(?:\[\[.*?\]\]\s*)?(\w+)\b(?!\s*(?:<|::))/) ?? []) : [];
    const name = defined ?? (code[i] === '{' ? undefined : alias);
    if (name && scopes.length > 0 && scopes.every(Boolean)) types.push([...scopes, name].join('::'));
    if (code[i] === '{') scopes.push(head.match(/\bnamespace\s+([\w:]+)$/)?.[1] ?? null);
    if (code[i] === '}') scopes.pop();
  }
  return types;
}

// What the command line's libraries and the system say, not our own code.
const kSaidByOthers = /^(\{0\} is required|A subcommand is required|The following arguments? w|Could not convert|\{0\}: 1 required|\{0\}: At Most|Print this help|Display program version|Could not detect|Run with --help|No such file|Permission denied|Is a dir|Not a dir|No space left|Read-only|Address already|Cannot assign)/;

// The sentences of cli.json (native/cli/told.h), of which some part is in no text of the sources.
function unsaid(files, read) {
  const sources = files.filter((file) => /^(native|core)\/.*\.(cpp|h)$/.test(file)).map((file) => read(file).text).join('\n');
  const said = sources.replaceAll(/"\s*"/g, '').replaceAll('\\"', '"');
  const texts = files.includes('assets/i18n/en/cli.json') ? JSON.parse(read('assets/i18n/en/cli.json').text) : {};
  const parts = (text) => text.split(/\{\d\}|[;,:] |an? (?:newer|older)|^is |areas|points or lines|lines/).map((part) => part.replace(/^[\s'"]+|[\s'"]+$/g, ''));
  return Object.entries(texts)
    .filter(([, text]) => !kSaidByOthers.test(text))
    .filter(([, text]) => parts(text).some((part) => part.length > 2 && !said.includes(part)))
    .map(([key, text]) => `"${key}": nobody says "${text}"`);
}

// Whose words the command line brings before people; the rest of these folders speaks to the app, to the log
// or to a compiler.
const kHeardByPeople = /^(native\/|core\/(base|district|grid|journal|road)\/|core\/cases\/(policy|unit)_check\.)/;
const kHeardByOthers =
  /^(native\/server\/(api|connection|contacts|device_marks|photo_check|security\w*|served_pack|server|server_ground|sessions|static_files|sync_service)\.|native\/store\/(blob_files|sqlite_schema)\.|native\/demo\/theatre\.|core\/base\/(check|read|read_number)\.|core\/district\/image\.|core\/road\/(road_columns|tour\w*)\.)/;
// What is no sentence: SQL, what a digest begins with, where the map is from, names of others' systems.
const kNoSentence = /^(SELECT|INSERT|UPDATE|DELETE|PRAGMA|CREATE|VACUUM|BEGIN|SAVEPOINT)\b|^gezhi [a-z]+$|^© |^SQLite format|^China Geodetic/;

// Sentences of the sources, of which some part is in no text of cli.json.
function untold(files, read) {
  if (!files.includes('assets/i18n/en/cli.json')) return [];
  const texts = Object.values(JSON.parse(read('assets/i18n/en/cli.json').text));
  const told = texts.join('\n');
  const whole = texts.map((text) => new RegExp(`^${text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\d\}/g, '.+')}$`));
  const bare = (text) => text.replace(/^\.\w+(?= )/, '').replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  const isPartTold = (text) => !/[a-z']+ [a-z]+/.test(text) || told.includes(bare(text)) || whole.some((one) => one.test(bare(text)));
  const isTold = (text) => told.includes(bare(text)) || text.split(/[:;] /).every(isPartTold);
  return files.filter((file) => isCpp(file) && kHeardByPeople.test(file) && !kHeardByOthers.test(file)).flatMap((file) => {
    const { text, code } = read(file);
    const isLogged = (index) => /\bspdlog::|\bstatic_assert\b/.test(code.slice(0, index).match(/[^;{}]*$/)[0]);
    return literals(text)
      .filter((one) => /[a-z']+ [a-z]+/.test(one.text) && !kNoSentence.test(one.text) && !isTold(one.text) && !isLogged(one.index))
      .map((one) => ({ ...at(file, `"${one.text}" is in no sentence of assets/i18n/en/cli.json`), line: lineOf(text, one.index) }));
  });
}

export const treeRules = [
  {
    name: 'what the sources say to people the command line can say in both languages',
    why: 'a sentence without a text in cli.json is told in English only; a line of the command line is a text by key, said()',
    check: ({ files, read }) => untold(files, read),
    bad: [
      { 'assets/i18n/en/cli.json': '{"x": "row {0}: its name is long"}', 'native/import/a.cpp': 'error("row " + n + ": its name "\n  "is too long");' },
      { 'assets/i18n/en/cli.json': '{"x": "no data"}', 'native/cli/a.cpp': 'output.say("street " + n + " is in order");' },
      { 'assets/i18n/en/cli.json': '{"x": "no data"}', 'core/journal/a.cpp': 'return Error{"bad", "chain was broken"};' },
    ],
    good: [
      { 'assets/i18n/en/cli.json': '{"x": "row {0}: its name is too long", "y": "not in order"}', 'native/import/a.cpp': 'error("row " + n + ": its name "\n  "is too long; not in order");' },
      { 'assets/i18n/en/cli.json': '{}', 'native/store/a.cpp': '// no such thing\nspdlog::warn("no such {}", "row of it"); auto q = sql("SELECT a from b");' },
    ],
  },
  {
    name: 'what the command line says in both languages is what the sources say',
    why: 'a sentence that was changed in the source and not in cli.json is told in English only',
    check: ({ files, read }) => unsaid(files, read).map((problem) => at('assets/i18n/en/cli.json', problem)),
    bad: { 'assets/i18n/en/cli.json': '{"x": "row {0}: its name is too long"}', 'native/a.cpp': 'error("row " + n + ": its name is long");' },
    good: [{ 'assets/i18n/en/cli.json': '{"x": "row {0}: its name is too long"}', 'native/a.cpp': 'error("row " + n + ": its name is "\n  "too long");' }],
  },
  {
    name: 'a browser test presses every operation that people make',
    why: 'a form that nobody opens is found broken by a user: press it in tests/web/ and name it in `presses` (harness.mjs)',
    check: ({ files, read }) => {
      const pressed = pressedIn(files, read);
      return operationsOfPeople(read)
        .filter((kind) => !pressed.has(kind))
        .map((kind) => at('tests/golden/lifecycle.md', `nobody presses ${kind}`));
    },
    bad: {
      'tests/golden/lifecycle.md': '| - | filed | check_in | always | (stays) | handler |  |\n| T18 | closed | draw_sample | always | (stays) | system |  |\n',
      'tests/web/a.test.mjs': "startServer({ presses: 'log_round' })",
    },
    good: [
      {
        'tests/golden/lifecycle.md': '| - | filed | check_in | always | (stays) | handler |  |\n| T18 | closed | draw_sample | always | (stays) | system |  |\n',
        'tests/web/a.test.mjs': "startServer({ presses: 'log_round check_in' })",
      },
    ],
  },
  {
    name: 'the top level holds what was agreed',
    why: 'only dotfiles and .ci may join it',
    check: ({ files }) =>
      [...new Set(files.map((file) => file.split('/')[0]))]
        .filter((top) => !kTopLevel.includes(top) && !top.startsWith('.'))
        .map((top) => at(top, 'does not belong at the top level')),
    bad: { 'package.json': '{}' },
  },
  {
    name: 'every source file is built',
    why: 'sources are listed by name; a file that no list names is dead',
    check: ({ files, read }) => {
      const lists = files
        .filter((file) => /(^|\/)CMakeLists\.txt$|\.cmake$/.test(file))
        .map((file) => ({ folder: path.dirname(file), text: read(file).text }));
      const named = (file) =>
        lists.some(({ folder, text }) => {
          const relative = path.relative(folder, file);
          const bare = relative.replace(/\.cpp$/, '');
          return text.split(/[\s()"]+/).some((entry) => entry.endsWith(relative) || (folder === 'tests/fuzz' && entry === bare));
        });
      return files.filter((file) => file.endsWith('.cpp') && !named(file)).map((file) => at(file, 'is in no CMakeLists.txt'));
    },
    bad: { 'core/CMakeLists.txt': 'add_library(a base/a.cpp)', 'core/base/a.cpp': '', 'core/base/b.cpp': '' },
  },
  {
    name: 'both languages have every text',
    why: 'a missing key shows as a key on screen; placeholders must agree',
    check: ({ files, read }) => {
      const zh = language(files, read, 'zh');
      const en = language(files, read, 'en');
      const differing = [...zh.texts]
        .filter(([key, { text }]) => en.texts.has(key) && placeholders(text) !== placeholders(en.texts.get(key).text))
        .map(([key, { file }]) => at(file, `"${key}": the placeholders of the two languages differ`));
      return [...zh.problems, ...en.problems, ...missing(zh, en, 'English'), ...missing(en, zh, 'Chinese'), ...differing];
    },
    bad: { 'assets/i18n/zh/a.json': '{"x": "{0} 件"}', 'assets/i18n/en/a.json': '{"x": "cases"}' },
  },
  {
    name: 'includes name files that exist',
    why: 'the include line is the path',
    check: ({ files, read }) =>
      files.filter(isCpp).flatMap((file) =>
        [...read(file).code.matchAll(/^\s*#\s*include\s+"((?:core|web|native|tests)\/[^"]*)"/gm)]
          .filter((match) => !files.includes(match[1]))
          .map((match) => at(file, `"${match[1]}" does not exist`)),
      ),
    bad: { 'core/base/a.cpp': '#include "core/base/gone.h"' },
  },
  {
    name: 'every header opens with what it is for',
    why: 'headers are contracts',
    check: ({ files, read }) =>
      files
        .filter((file) => file.endsWith('.h') && /^(core|web|native|tests)\//.test(file))
        .filter((file) => !/^\s*(#pragma once\s*)?(\/\/|\/\*)/.test(read(file).text))
        .map((file) => at(file, 'has no opening comment')),
    bad: { 'core/base/a.h': '#pragma once\nint x();\n' },
  },
  {
    name: 'a type has its name for itself',
    why: 'two types of one name in one namespace: whoever includes both headers, or links both, has neither',
    check: ({ files, read }) => {
      const first = new Map();
      const found = [];
      for (const file of files.filter((f) => /^(core|native|web|tests)\/.*\.h$/.test(f))) {
        for (const type of typesOf(read(file).code)) {
          if (first.has(type) && first.get(type) !== file) found.push(at(file, `${type} is also in ${first.get(type)}`));
          first.set(type, first.get(type) ?? file);
        }
      }
      return found;
    },
    bad: [
      { 'core/a.h': '#include "b.h"\nnamespace gezhi {\nstruct Route { int x; };\n}\n', 'native/b.h': 'namespace gezhi {\nclass Route final : A {};\n}\n' },
      { 'core/a.h': 'namespace gezhi {\nenum class Side : int { left };\n}\n', 'web/b.h': 'namespace gezhi {\ntemplate <class T>\nstruct Side { T x; };\n}\n' },
      { 'core/a.h': 'namespace gezhi::app {\nusing Words = int;\n}\n', 'web/b.h': 'namespace gezhi {\nint f() { return 1; }\nnamespace app {\nstruct Words {};\n}\n}\n' },
    ],
    good: [
      {
        'core/a.h': 'namespace gezhi {\nstruct Route { struct Leg {}; };\nstruct Later;\ntemplate <>\nstruct Hash<Route> { int x; };\n}\n',
        'web/b.h': 'namespace gezhi {\nstruct Road { struct Leg {}; };\nstruct Later {};\nstruct Route;\ntemplate <>\nstruct Hash<Road> { int x; };\n}\nnamespace gezhi::app {\nstruct Route {};\n}\n',
      },
    ],
  },
];
