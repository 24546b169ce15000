// The rules that need one file at a time. Each says why it is there, which files it looks at, and brings
// a `bad` snippet that it must catch: lint.test.mjs tries every rule on its own snippet first.
import { body, findings, isCpp, lineOf, literals } from './source.mjs';

const inCore = (file) => isCpp(file) && file.startsWith('core/');
const hasOwnCode = (file) => /^(core|native|web|tests)\//.test(file);

// Which module may include which, besides itself. What is not named here may include nothing.
const kCoreLayers = {
  base: [],
  ports: ['base'],
  grid: ['base'],
  road: ['base'],
  people: ['base', 'grid'],
  district: ['base', 'grid', 'road'],
  cases: ['base', 'grid', 'road', 'people'],
  duties: ['base', 'grid', 'road', 'people'],
  merit: ['base', 'grid', 'road', 'people', 'cases', 'duties'],
  journal: ['base', 'grid', 'road', 'people', 'cases', 'duties', 'merit'],
  sync: ['base', 'ports', 'grid', 'road', 'people', 'cases', 'duties', 'merit', 'journal'],
};
const kTops = { core: ['core'], web: ['core', 'web'], native: ['core', 'native'], tests: ['core', 'web', 'native', 'tests'] };

function includeProblem(from, to) {
  const [fromTop, fromModule] = from.split('/');
  const [toTop, toModule] = to.split('/');
  if (toTop === 'generated') return null; // made by CMake in the build folder
  if (!(toTop in kTops)) return `"${to}" does not start at the repository's root`;
  if (!kTops[fromTop]?.includes(toTop)) return `${fromTop} must not include ${toTop}`;
  if (fromTop !== 'core' || fromModule === toModule) return null;
  const allowed = kCoreLayers[fromModule];
  if (!allowed) return `core/${fromModule} has no place in the layers (tests/lint/rules.mjs)`;
  return allowed.includes(toModule) ? null : `core/${fromModule} must not include core/${toModule}`;
}

// Bodies of structs and classes that have a fields() list, without the bodies of their functions.
function storedBodies(code) {
  return [...code.matchAll(/\b(?:struct|class)\s+\w+[^;{()]*\{/g)]
    .map((match) => ({ open: match.index + match[0].length - 1 }))
    .map(({ open }) => ({ open, text: body(code, open) }))
    .filter(({ text }) => /\bfields\s*\(/.test(text));
}

// Only our own enums: their names start with a capital, those of libraries with their namespace.
function switchesWithDefault(code) {
  return [...code.matchAll(/\bswitch\s*\([^{]*\{/g)]
    .map((match) => ({ index: match.index, text: body(code, match.index + match[0].length - 1) }))
    .filter(({ text }) => /\bcase\s+[A-Z]\w*(::\w+)+\s*:/.test(text) && /\bdefault\s*:/.test(text));
}

// Declarations of what may change and outlives a frame: at namespace scope (house style: in the first
// column) or `static` in a function. Functions, constants, types and references to others are none.
const kDeclaration = /^(?:[ \t]+(?:inline )?static |(?:static |inline )?)(?!static|inline|const |constexpr |using |typedef |return |namespace |class |struct |enum |extern |template|concept |friend |case |else|goto |throw |delete )[A-Za-z_][^\n;={}()#]*?[\s&*]\w+(?=\s*(?:[;={]|\((?:["\d])))[^;]*;[^\n]*/gm;
const noTemplates = (code) => {
  let out = code;
  for (let before = ''; before !== out;) {
    before = out;
    out = out.replace(/<[^<>;{}\n]*>/g, (match) => ' '.repeat(match.length));
  }
  return out;
};
function keptBetweenFrames({ code, text }) {
  return [...noTemplates(code).matchAll(kDeclaration)]
    .filter((match) => /^\S/.test(match[0]) || /^\s+(inline )?static /.test(match[0]))
    .map((match) => ({ index: match.index, said: text.slice(match.index, match.index + match[0].length) }))
    .filter(({ said }) => !/\bof_session(_anew)?\b|\bDraftsOf</.test(said) && !/\/\/ of the (device|session): \S/.test(said));
}

// Arguments of the call whose '(' stands at `open`.
function argumentsAt(code, open) {
  const all = [''];
  let depth = 0;
  for (let i = open; i < code.length; ++i) {
    if ('([{'.includes(code[i]) && depth++ === 0) continue;
    if (')]}'.includes(code[i]) && --depth === 0) return all.map((one) => one.trim());
    if (code[i] === ',' && depth === 1) all.push('');
    else all[all.length - 1] += code[i];
  }
  return all;
}

// Forms whose draft is held in another file, or that are a part of one: by whom.
const kPartsOfDrafts = {
  FormTexts: 'web/screens/desk/form.cpp',
  OnTheSpot: 'web/screens/report.cpp',
  PolicyDraft: 'web/screens/policy/policy_page.cpp',
  Written: 'web/screens/parts/edit_field_dialog.cpp',
};

// Text areas whose text is no member of a draft: by the type of what it is a member of.
function textsOutsideDrafts({ code }) {
  const held = [...code.matchAll(/\bDraftsOf<(\w+)>/g)].map((match) => match[1]).concat(Object.keys(kPartsOfDrafts));
  return [...code.matchAll(/\btext_area\s*\(/g)]
    .map((match) => ({ index: match.index, member: argumentsAt(code, match.index + match[0].length - 1)[2] ?? '' }))
    .filter(({ index, member }) => {
      const of = member.match(/^(\w+)\s*\./)?.[1];
      if (!of) return true;
      const declared = [...code.slice(0, index).matchAll(new RegExp(`\\b(\\w+)&? ${of}\\s*[=,);({]`, 'g'))].pop();
      return !held.includes(declared?.[1]);
    });
}

// Words in what the command line says, besides keys of texts and names of values.
function saidInPlace({ text, code }) {
  return [...code.matchAll(/\boutput\.(?:say|warn)\s*\(/g)].flatMap((match) => {
    const open = match.index + match[0].length - 1;
    const call = text.slice(open, open + argumentsAt(code, open).join(',').length + 2);
    return literals(call)
      .filter((one) => /[A-Za-z]{2}/.test(one.text) && !/^[a-z][\w.]*\w$|^(cli|import)\.[\w.]+$/.test(one.text))
      .map((one) => ({ line: lineOf(text, open + one.index), message: `"${one.text}"` }));
  });
}

// Written in two parts, so that this file does not break its own rules.
const word = (...parts) => parts.join('');
const kMachinePath = new RegExp(`(^|[^A-Za-z0-9_.])/(${word('wo', 'rk')}|farm|root|Users|home/[a-z])/?[a-z]*`, 'gm');
const kPackageHost = new RegExp(`${word('deb\\.', 'debian\\.org')}|${word('registry\\.', 'npmjs\\.org')}`, 'g');

export const rules = [
  {
    name: 'includes point one way',
    why: 'web and native build on core; inside core the layers are base, grid/road/people, district, cases/duties, merit, journal, sync',
    applies: (file) => isCpp(file) && hasOwnCode(file),
    check: ({ path, code }) =>
      findings(code, /^\s*#\s*include\s+"([^"]*)"/gm, (m) => includeProblem(path, m[1])).filter((f) => f.message),
    bad: [
      ['core/cases/x.h', '#include "core/journal/apply.h"'],
      ['core/base/x.h', '#include "native/store/store.h"'],
      ['web/x.cpp', '#include "native/store/store.h"'],
      ['native/x.cpp', '#include "../core/base/result.h"'],
      ['core/unheard/x.h', '#include "core/base/result.h"'],
    ],
    good: [['core/cases/x.h', '#include "core/base/result.h"']],
  },
  {
    name: "the client's model knows neither ImGui nor the browser",
    why: 'what a person may do, has to do and typed is tested in milliseconds, with fakes behind web/app/ports.h',
    applies: (file) => isCpp(file) && file.startsWith('web/app/'),
    check: ({ code }) =>
      findings(code, /^\s*#\s*include\s+(?:"web\/(?!app\/)[^"]*"|<(?:imgui|emscripten|GLES)[^>]*>)/gm, (m) => `${m[0].trim()} in the model`),
    bad: [
      ['web/app/x.cpp', '#include "web/platform/net.h"'],
      ['web/app/view/x.h', '#include "web/widgets/ui.h"'],
      ['web/app/x.cpp', '#include <imgui.h>'],
    ],
    good: [['web/app/x.cpp', '#include "web/app/ports.h"\n#include "core/base/ids.h"']],
  },
  {
    name: 'nlohmann/json has one door',
    why: 'without exceptions it aborts on bad input; base/json.cpp is the checked reader',
    applies: (file) => isCpp(file) && /^(core|web|native)\//.test(file) && file !== 'core/base/json.cpp',
    check: ({ code }) => findings(code, /#\s*include\s+<nlohmann\//g, 'include core/base/json.h instead'),
    bad: [['core/cases/x.cpp', '#include <nlohmann/json.hpp>']],
  },
  {
    name: 'core has no clock, chance, thread or input and output',
    why: 'the same operations must give the same bytes on every machine; time, ids and chance come in the operation',
    applies: inCore,
    check: ({ path, code }) =>
      findings(
        code,
        /#\s*include\s+<(chrono|random|thread|mutex|shared_mutex|atomic|future|condition_variable|iostream|fstream|sstream|filesystem|ctime|time\.h|locale|clocale|regex|sys\/[^>]*|unistd\.h)>|\b(std::)?(rand|srand|time|clock|getenv|fopen|printf)\s*\(\s*(NULL|nullptr|0|"|\))|\bstd::(cout|cerr|chrono|random_device|mt19937\w*|thread|mutex)\b/g,
        (m) => `${m[0].trim()} does not belong in core`,
      ).filter(() => path !== 'core/base/check.cpp'),
    bad: [
      ['core/cases/x.cpp', '#include <chrono>'],
      ['core/cases/x.cpp', 'auto t = time(nullptr);'],
      ['core/cases/x.cpp', 'std::mt19937 generator;'],
    ],
    good: [['core/cases/x.cpp', '// #include <chrono>\nint time_of(int);']],
  },
  {
    name: 'core has nothing that differs between libraries',
    why: 'unordered iteration, std::hash, unstable sort, shuffle and distributions differ between libstdc++ and libc++',
    applies: inCore,
    check: ({ code }) =>
      findings(
        code,
        /\bunordered_(map|set|multimap|multiset)\b|\bstd::hash\b|\bstd::(sort|partial_sort|nth_element|shuffle|sample|make_heap|push_heap|pop_heap|sort_heap)\s*\(|\bstd::ranges::|\b\w+_distribution\b/g,
        (m) => `${m[0]} (use std::map, std::stable_sort, core/base/prng.h)`,
      ),
    bad: [
      ['core/journal/x.cpp', 'std::unordered_map<int, int> m;'],
      ['core/journal/x.cpp', 'std::sort(a.begin(), a.end());'],
      ['core/journal/x.cpp', 'std::uniform_int_distribution<int> d;'],
    ],
    good: [['core/journal/x.cpp', 'std::stable_sort(a.begin(), a.end());']],
  },
  {
    name: 'core knows nothing of its compiler target',
    why: 'what runs in the browser is what runs on the server',
    applies: inCore,
    check: ({ code }) => findings(code, /__EMSCRIPTEN__|\bEMSCRIPTEN\b|__wasm\w*|\b_WIN32\b/g, (m) => `${m[0]} in core`),
    bad: [['core/base/x.cpp', '#ifdef __EMSCRIPTEN__']],
  },
  {
    name: 'no floating point in the rules',
    why: 'its results differ between machines and would end up in state',
    applies: (file) => isCpp(file) && /^core\/(cases|duties|merit|journal|sync|people)\//.test(file),
    check: ({ code }) => findings(code, /\b(float|double)\b/g, (m) => `${m[0]} (use integers with the unit in the name)`),
    bad: [['core/cases/x.h', 'double share = 0;']],
    good: [['core/road/x.h', 'double share = 0;']],
  },
  {
    name: 'stored structs have types of one size',
    why: 'size_t and long are 64 bits on the server and 32 in the browser',
    applies: inCore,
    check: ({ code }) =>
      storedBodies(code).flatMap(({ open, text }) =>
        findings(text, /\b(std::)?(size_t|ptrdiff_t|time_t|intptr_t|uintptr_t)\b|\b(unsigned\s+)?long\b(?!\s+long)/g, (m) => `${m[0]} in a struct with fields()`).map(
          (finding) => ({ ...finding, line: finding.line + lineOf(code, open) - 1 }),
        ),
      ),
    bad: [
      ['core/cases/x.h', 'struct Case {\n  std::size_t count = 0;\n  template <class V> void fields(V& v) { v(1, "count", count); }\n};'],
      ['core/cases/x.h', 'struct Case {\n  unsigned long count = 0;\n  template <class V> void fields(V& v) { v(1, "count", count); }\n};'],
    ],
    good: [['core/cases/x.h', 'struct View {\n  std::size_t count = 0;\n};']],
  },
  {
    name: 'core throws nothing',
    why: 'it is compiled without exceptions; Result and GEZHI_CHECK are the two ways',
    applies: inCore,
    check: ({ path, code }) => findings(code, /\b(throw|try|catch)\b/g, (m) => `${m[0]} in core`).filter(() => path !== 'core/base/json.cpp'),
    bad: [['core/base/x.cpp', 'throw 1;']],
  },
  {
    name: 'an enum switch has no default',
    why: 'the compiler then names the case that a new enumerator lacks',
    applies: (file) => isCpp(file) && /^(core|web|native)\//.test(file),
    check: ({ code }) => switchesWithDefault(code).map(({ index }) => ({ line: lineOf(code, index), message: 'remove default: and name every case' })),
    bad: [['core/cases/x.cpp', 'switch (s) {\n  case State::open: return 1;\n  default: return 0;\n}']],
    good: [['core/cases/x.cpp', "switch (c) {\n  case 'a': return 1;\n  default: return 0;\n}"]],
  },
  {
    name: 'headers say #pragma once',
    why: 'one guard style, no name clashes',
    applies: (file) => file.endsWith('.h') && hasOwnCode(file),
    check: ({ text }) => (/^#pragma once$/m.test(text) ? [] : [{ line: 1, message: 'no #pragma once' }]),
    bad: [['core/base/x.h', '#ifndef X\n#define X\n#endif']],
  },
  {
    name: 'no machine paths or package hosts',
    why: 'the project builds anywhere; mirrors and folders are the machine\'s own business',
    applies: () => true,
    check: ({ text }) => [
      ...findings(text, kMachinePath, (m) => `a path of one machine: ${m[0].trim()}`),
      ...findings(text, kPackageHost, (m) => `a package host: ${m[0]}`),
    ],
    bad: [
      ['tests/x.sh', word('cd /wo', 'rk/main')],
      ['native/x.sh', word('https://deb.', 'debian.org/debian')],
    ],
  },
  {
    name: 'what the app keeps between frames is of the session, or says why not',
    why: 'a screen of the next person must never show what the last one saw or typed: web/platform/session.h',
    applies: (file) => isCpp(file) && file.startsWith('web/') && !file.startsWith('web/gallery/'),
    check: (file) =>
      keptBetweenFrames(file).map(({ index, said }) => ({
        line: lineOf(file.text, index),
        message: `${said.trim().split('\n')[0]}: make it platform::of_session<T>() or app::DraftsOf<T>; what outlives a person says "// of the device: why"`,
      })),
    bad: [
      ['web/screens/x.cpp', 'namespace {\nDraft draft;\n}\n'],
      ['web/screens/x.cpp', 'std::map<CaseId, std::vector<int>> drafts;\n'],
      ['web/screens/x.cpp', 'bool open = false;\n'],
      ['web/screens/x.cpp', 'std::string words("begin");\n'],
      ['web/app/x.cpp', 'int f() {\n  static Kept kept;\n  return 1;\n}\n'],
      ['web/app/x.cpp', 'int f() {\n  static std::uint64_t of = UINT64_MAX;\n}\n'],
      ['web/widgets/x.cpp', 'Id picked_owner = 0;  // why\n'],
      ['web/screens/x.cpp', 'static Form form;\n'],
    ],
    good: [
      ['web/screens/x.cpp', 'Draft& draft = platform::of_session<Draft>();\nvoid f() {\n  Draft local;\n  int n = 0;\n}\n'],
      ['web/screens/x.cpp', 'app::DraftsOf<Draft> drafts("visit");\nconstexpr int kMost = 3;\nconst Kept kNone = {};\n'],
      ['web/app/x.cpp', 'int f() {\n  static Held one;  // of the device: the map\n  static const Kept kNone;\n}\n'],
      ['web/app/x.cpp', 'std::string words_of(int n);\nstruct Form {\n  std::string text;\n  static void write(Form& form);\n};\nusing Fn = std::function<void(int)>;\n'],
      ['web/app/x.cpp', 'std::vector<bool>& long_name =\n    platform::of_session<std::vector<bool>>();\n'],
    ],
  },
  {
    name: 'what is typed into a text area belongs to a draft',
    why: 'a reload, a kill or a second press of the button must not take what somebody wrote: app::DraftsOf<T> (web/app/drafts.h)',
    applies: (file) => file.startsWith('web/screens/') && file.endsWith('.cpp'),
    check: (file) =>
      textsOutsideDrafts(file).map(({ index, member }) => ({
        line: lineOf(file.text, index),
        message: `${member}: make its form an app::DraftsOf<T>, or name the draft that it is a part of in kPartsOfDrafts`,
      })),
    bad: [
      ['web/screens/x.cpp', 'app::DraftsOf<Sheet> sheets("x");\nArrival& arrival = platform::of_session<Arrival>();\nvoid f() {\n  ui::text_area("a", tr("b, c"), arrival.text, {.lines = 3});\n}\n'],
      ['web/screens/x.cpp', 'void f(TriageForm& form) {\n  ui::text_area("a", word("b", g(1)), form.reason, {});\n}\n'],
      ['web/screens/x.cpp', 'std::string& words = platform::of_session<std::string>();\nvoid f() { ui::text_area("a", "b", words); }\n'],
    ],
    good: [
      ['web/screens/x.cpp', 'app::DraftsOf<Sheet> sheets("x");\nvoid f() {\n  Sheet& sheet = sheets.of("a");\n  ui::text_area("a", tr("b, c"), sheet.text, {.lines = 3});\n}\n'],
      ['web/screens/x.cpp', 'void f(FormTexts& form) {\n  ui::text_area("a", word("b", g(1)), form.text, {});\n}\n'],
    ],
  },
  {
    name: 'a line of the command line is a text by key',
    why: 'said() in native/import/defects.h, with its text in both languages in assets/i18n: whoever asks for Chinese reads Chinese',
    applies: (file) => isCpp(file) && /^native\/(cli\/|main)/.test(file),
    check: saidInPlace,
    bad: [
      ['native/cli/x.cpp', 'output.say("Stopped.");'],
      ['native/cli/x.cpp', 'output.say(std::to_string(n) +\n    " journals");'],
      ['native/cli/x.cpp', 'output.warn(said(language, "cli.x", {a}) + " (above)");'],
    ],
    good: [['native/cli/x.cpp', 'output.say("  " + said(language, "cli.x." + name, {name_told(language, "role", a)}) + "…");\noutput.warn(line);\nfail("no such thing");']],
  },
  {
    name: 'a TODO names its condition',
    why: 'one without is never done: write TODO(when what): ...',
    applies: (file) => hasOwnCode(file) && !file.startsWith('tests/lint/'),
    check: ({ text }) => findings(text, /\b(TODO(?!\(\w)|FIXME|XXX)\b/g, (m) => `${m[0]} without a condition`),
    bad: [['core/base/x.cpp', '// TODO make it faster']],
    good: [['core/base/x.cpp', '// TODO(when em++ is 3.1.40): use std::ranges']],
  },
  {
    name: 'no test is switched off',
    why: 'a test is never weakened to pass',
    applies: (file) => file.startsWith('tests/') && !file.startsWith('tests/lint/'),
    check: ({ text }) => findings(text, /doctest::(skip|may_fail|should_fail)\b|\b(test|it|describe)\.(skip|only|todo)\b/g, (m) => `${m[0]}`),
    bad: [['tests/core/x_test.cpp', 'TEST_CASE("x" * doctest::skip()) {}']],
  },
  {
    name: 'every test has a suite',
    why: 'the suite is the path, so that a part can be run by name',
    applies: (file) => /^tests\/.*_test\.cpp$/.test(file),
    check: ({ text }) => (/\bTEST_SUITE(_BEGIN)?\("[a-z_/0-9]+"\)/.test(text) ? [] : [{ line: 1, message: 'no TEST_SUITE("module/file")' }]),
    bad: [['tests/core/x_test.cpp', 'TEST_CASE("x") {}']],
  },
  {
    name: 'a library that may be missing is looked for at every configuring',
    why: "CMake's cache keeps where it was: one that came or went later is not noticed",
    applies: (file) => /(^|\/)CMakeLists\.txt$/.test(file),
    check: ({ text }) =>
      findings(text, /^\s*find_(?:library|path|program|file)\((\w+)(?![^)]*\bREQUIRED\b)[^)]*\)/gm, (m) =>
        text.slice(0, m.index).includes(`unset(${m[1]} CACHE)`) ? null : `unset(${m[1]} CACHE) before it, or REQUIRED`,
      ).filter((f) => f.message),
    bad: [['tests/bench/CMakeLists.txt', 'find_library(GEOS_LIBRARY geos)']],
    good: [['tests/bench/CMakeLists.txt', 'unset(GEOS_LIBRARY CACHE)\nfind_library(GEOS_LIBRARY geos)\nfind_program(NODE node REQUIRED)']],
  },
  {
    name: 'files stay readable',
    why: 'think at 400 lines; above 900 a file of logic is split',
    applies: (file) => /\.(h|cpp|js|mjs|sh)$/.test(file) && hasOwnCode(file),
    check: ({ text }) => (text.split('\n').length > 900 ? [{ line: 901, message: `${text.split('\n').length} lines` }] : []),
    bad: [['core/base/x.cpp', 'int x;\n'.repeat(1000)]],
  },
];
