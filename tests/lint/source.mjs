// What the lint rules look at: the repository's own files, and C++ text without comments and strings.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

// Tracked files and new ones that are not ignored, as paths from the root; without git, every file
// outside build/.
export function listFiles() {
  const git = spawnSync('git', ['-c', `safe.directory=${root}`, 'ls-files', '-z', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  const names = git.status === 0 ? git.stdout.split('\0') : walk('');
  return [...new Set(names)].filter((file) => file && isPresent(file)).sort();
}

function walk(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !['build', 'node_modules', '.git'].includes(name))
    .flatMap((entry) => (entry.isDirectory() ? walk(path.join(folder, entry.name)) : [path.join(folder, entry.name)]));
}

function isPresent(file) {
  try {
    readFileSync(path.join(root, file));
    return true;
  } catch {
    return false; // deleted but not yet staged, or a folder
  }
}

// {path, text, code}: `code` has comments and the insides of strings blanked, line numbers kept. Binary
// files have no text.
export function read(file) {
  const bytes = readFileSync(path.join(root, file));
  const text = bytes.includes(0) ? '' : bytes.toString('utf8');
  return source(file, text);
}

export function source(file, text) {
  return { path: file, text, code: isCpp(file) ? blank(text) : text };
}

export const isCpp = (file) => /\.(h|cpp)$/.test(file);

// One pass over comments, raw strings, strings and characters, whichever comes first.
const kLiteral = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|R"(\w*)\([\s\S]*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'/g;

export function blank(text) {
  const lines = text.split('\n').map((line) => (/^\s*#\s*include/.test(line) ? line.replace(/"/g, '\x01') : line));
  return lines
    .join('\n')
    .replace(kLiteral, (match) => {
      const inner = match.replace(/[^\n]/g, ' ');
      return match[0] === '/' ? inner : `"${inner.slice(2)}"`;
    })
    .replace(/\x01/g, '"');
}

// The text literals of C++, each with those that follow it joined to it, as {index, text}.
export function literals(text) {
  const all = [];
  let end = -1;
  for (const match of text.matchAll(kLiteral)) {
    const before = text.slice(text.lastIndexOf('\n', match.index) + 1, match.index);
    if (match[0][0] !== '"' || /^\s*#\s*include\s*$/.test(before)) continue;
    const words = match[0].slice(1, -1).replace(/\\(["\\])/g, '$1').replace(/\\n/g, '\n');
    if (end >= 0 && /^\s*$/.test(text.slice(end, match.index))) all[all.length - 1].text += words;
    else all.push({ index: match.index, text: words });
    end = match.index + match[0].length;
  }
  return all;
}

export function lineOf(text, index) {
  return text.slice(0, index).split('\n').length;
}

// Every match of `pattern` (global) in `text` as a finding.
export function findings(text, pattern, message) {
  return [...text.matchAll(pattern)].map((match) => ({ line: lineOf(text, match.index), message: typeof message === 'function' ? message(match) : message }));
}

// The text between the brace at `open` and its partner; both excluded.
export function body(code, open) {
  let depth = 0;
  for (let i = open; i < code.length; i++) {
    if (code[i] === '{') depth++;
    if (code[i] === '}' && --depth === 0) return code.slice(open + 1, i);
  }
  return code.slice(open + 1);
}
