// Puts the web app together: node stage.mjs --app FOLDER_OF_gezhi.js --out FOLDER
// Texts are merged per language, the service worker gets the list of files with their hashes, and
// every file that compresses lies there as .br and .gz too. The folder is replaced as a whole.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const option = (name) => process.argv[process.argv.indexOf('--' + name) + 1];
const app = option('app');
const out = option('out');
const fresh = out + '.new';

function mergedTexts(language) {
  const folder = path.join(root, 'assets/i18n', language);
  const all = {};
  // cli.json is the command line's own.
  for (const name of readdirSync(folder).filter((n) => n.endsWith('.json') && n !== 'cli.json').sort()) {
    for (const [key, text] of Object.entries(JSON.parse(readFileSync(path.join(folder, name), 'utf8')))) {
      if (key in all) throw new Error(`the text ${key} of ${language} is given twice, the second time in ${name}`);
      all[key] = text;
    }
  }
  return JSON.stringify(all);
}

function filesBelow(folder, prefix = '') {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(path.join(folder, entry.name), `${prefix}${entry.name}/`) : [prefix + entry.name]);
}

function compress(file) {
  const bytes = readFileSync(file);
  if (/\.png$/.test(file) || bytes.length < 200) return;
  writeFileSync(file + '.br', zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_LGWIN]: 22 } }));
  writeFileSync(file + '.gz', zlib.gzipSync(bytes, { level: 9 }));
}

rmSync(fresh, { recursive: true, force: true });
mkdirSync(path.join(fresh, 'i18n'), { recursive: true });
for (const name of ['index.html', 'shell.css', 'print.css', 'shell.js', 'manifest.webmanifest']) {
  cpSync(path.join(root, 'web/shell', name), path.join(fresh, name));
}
for (const name of ['gezhi.js', 'gezhi.wasm']) cpSync(path.join(app, name), path.join(fresh, name));
mkdirSync(path.join(fresh, 'icons'));
for (const name of readdirSync(path.join(root, 'assets/icons')).filter((n) => n.endsWith('.png'))) {
  cpSync(path.join(root, 'assets/icons', name), path.join(fresh, 'icons', name));
}
for (const language of ['zh', 'en']) writeFileSync(path.join(fresh, 'i18n', `${language}.json`), mergedTexts(language));

const digest = (bytes, form) => createHash('sha256').update(bytes).digest(form);
const list = filesBelow(fresh).sort().map((name) => [name, digest(readFileSync(path.join(fresh, name)), 'base64')]);
const worker = readFileSync(path.join(root, 'web/shell/sw.js'), 'utf8');
const version = digest(JSON.stringify(list) + worker, 'hex').slice(0, 16);
writeFileSync(path.join(fresh, 'sw.js'), worker.replace('/*VERSION*/', version)
  .replace('/*FILES*/', list.map((entry) => JSON.stringify(entry)).join(', ')));
for (const name of filesBelow(fresh)) compress(path.join(fresh, name));

if (existsSync(out)) rmSync(out, { recursive: true });
renameSync(fresh, out);
const total = filesBelow(out).filter((name) => name.endsWith('.br')).reduce((sum, name) => sum + readFileSync(path.join(out, name)).length, 0);
console.log(`web app ${version}: ${total} bytes compressed`);
