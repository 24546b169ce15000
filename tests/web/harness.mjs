// What every browser test stands on: the real server on a free port with its own data directory, the
// real Chromium, and the app seen as a person who does not see the canvas has it: by role and name.
//
//   const server = await startServer();
//   const phone = await openPhone(server.url);
//   await press(byRole(phone.page, 'button', '登录'));
//   await screenshot(phone.page, 'sign_in.zh');
//   await phone.close(); await server.stop();
import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const gezhi = process.env.GEZHI_BINARY ?? path.join(root, 'build/release/native/gezhi');
export const webFolder = process.env.GEZHI_WEB ?? path.join(root, 'build/web');
const screenshots = path.join(root, 'build/screenshots');

const { chromium } = createRequire(path.join(root, 'build/npm/package.json'))('playwright-core');
const kChromium = process.env.GEZHI_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const kFlags = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
export const kPhone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
export const kDesktop = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 };

// ---- folders and ports ----

export function temporaryFolder(name = 'test') {
  return mkdtempSync(path.join(os.tmpdir(), `gezhi-${name}-`));
}

export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// ---- the server ----

// Runs one `gezhi` command to its end: {status, stdout, stderr}.
export function runGezhi(...args) {
  return spawnSync(gezhi, args, { encoding: 'utf8', cwd: root, maxBuffer: 1 << 28 });
}

// A further account, to whom belongs what others of the demo hold: `grants` is [[account, role], …]. For
// `prepare`, before the server runs.
export function addUser(data, name, label, grants) {
  const users = JSON.parse(runGezhi('user', 'list', '--data', data, '--json').stdout);
  const held = ([of, role]) => users.find((user) => user.name === of).grants.find((grant) => grant.role === role);
  const words = grants.map(held).flatMap((grant) => ['--grant', `${grant.role}:${grant.shard}:${grant.grid ?? 0}:${grant.unit ?? 0}`]);
  const added = spawnSync(gezhi, ['user', 'add', name, '--data', data, '--label', label, ...words], { input: 'gezhi-demo', encoding: 'utf8' });
  if (added.status !== 0) throw new Error(`the account was not added: ${added.stderr}`);
}

// Gives each unit of the demo's street the hours that `rotaOf(unit)` says, so that what is on duty does not
// depend on when a test runs.
function setRota(folder, rotaOf) {
  const street = '330105003';
  const shown = runGezhi('street', 'show', '--json', '--shard', street, '--data', folder);
  const { units } = JSON.parse(shown.stdout)[0];
  const file = path.join(path.dirname(folder), 'units.json');
  writeFileSync(file, JSON.stringify({ units: units.map((unit) => ({ ...unit, duty: rotaOf(unit) })) }));
  const set = runGezhi('street', 'open', '--shard', street, '--units', file, '--data', folder);
  if (set.status !== 0) throw new Error(`the rota was not taken: ${set.stderr}`);
}

// Everybody is there, at every hour.
export const always = () => [];

// How often each operation was taken from people, by the journal itself, and how many nobody signed. Also a check
// of the whole journal.
function doneByPeople(data) {
  const verified = runGezhi('verify', '--data', data, '--json');
  if (verified.status !== 0) throw new Error(`gezhi verify failed: ${verified.stdout}${verified.stderr}`);
  const counts = {};
  let unsigned = 0;
  for (const street of JSON.parse(verified.stdout)) {
    unsigned += street.unsigned_by_people;
    for (const [kind, count] of Object.entries(street.done_by_people)) counts[kind] = (counts[kind] ?? 0) + count;
  }
  // The server itself reads contacts for people.
  return { counts, unsigned: unsigned - (counts.read_contact ?? 0) };
}

// The real server on a demo district of its own, or on `data` if given (then left in place by stop()).
// `prepare` gets the new data directory before anything is served. `presses`: the operations that the tests
// make on it, "report_case file_case"; stop() fails when the journal lacks one after a whole file. The lint holds all files together against the operations that people make.
export async function startServer({ data, port, args = [], presses = '', rota, prepare } = {}) {
  const own = data === undefined;
  const folder = data ?? path.join(temporaryFolder('data'), 'data');
  if (!existsSync(folder)) {
    const made = runGezhi('demo', '--data', folder);
    if (made.status !== 0) throw new Error(`gezhi demo failed: ${made.stderr}`);
    if (rota) setRota(folder, rota);
    if (prepare) prepare(folder);
  }
  const isWholeFile = !process.execArgv.some((arg) => arg.startsWith('--test-name-pattern'));
  const promised = isWholeFile ? presses.split(/\s+/).filter(Boolean) : [];
  const before = promised.length > 0 ? doneByPeople(folder) : undefined;
  const at = port ?? (await freePort());
  const child = spawn(gezhi, ['serve', '--data', folder, '--port', String(at), '--web', webFolder, ...args], { cwd: root });
  const server = { url: `http://127.0.0.1:${at}`, port: at, data: folder, pid: child.pid, log: '' };
  child.stdout.on('data', (data) => (server.log += data));
  child.stderr.on('data', (data) => (server.log += data));
  const ended = new Promise((resolve) => child.on('close', (status, signal) => resolve({ status, signal })));
  let running = true;
  ended.then(() => (running = false));
  const end = async (signal) => {
    if (running) child.kill(signal);
    return ended;
  };
  // A clean stop, the data directory removed if it was made here.
  server.stop = async () => {
    const result = await end('SIGTERM');
    const done = promised.length > 0 ? doneByPeople(folder) : undefined;
    if (own) removeFolder(path.dirname(folder));
    const missing = promised.filter((kind) => (done.counts[kind] ?? 0) <= (before.counts[kind] ?? 0));
    if (done && done.unsigned > before.unsigned) throw new Error(`taken in and not signed: ${done.unsigned - before.unsigned} operations`);
    if (missing.length > 0) throw new Error(`never pressed, or never taken: ${missing.join(' ')}`);
    return result;
  };
  // A power cut, as far as a process can have one; the data directory stays for the next startServer.
  server.kill = () => end('SIGKILL');
  for (const started = Date.now(); ; ) {
    if (!running) throw new Error(`the server ended at its start:\n${server.log}`);
    if (await isHealthy(server.url)) return server;
    if (Date.now() - started > 30000) {
      await server.stop();
      throw new Error(`the server did not get healthy in 30 s:\n${server.log}`);
    }
    await sleep(50);
  }
}

async function isHealthy(url) {
  return new Promise((resolve) => {
    const request = http.get(`${url}/healthz`, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
    request.setTimeout(1000, () => request.destroy());
  });
}

// Serves a folder's files and nothing else, for tests of the page alone.
export async function startStatic(folder) {
  const types = { html: 'text/html; charset=utf-8', js: 'text/javascript', mjs: 'text/javascript', wasm: 'application/wasm', json: 'application/json', css: 'text/css', png: 'image/png', svg: 'image/svg+xml', webmanifest: 'application/manifest+json' };
  const server = http.createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    const file = path.join(folder, asked.endsWith('/') ? `${asked}index.html` : asked);
    if (!file.startsWith(path.resolve(folder)) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': types[file.split('.').pop()] ?? 'application/octet-stream', 'cache-control': 'no-cache' });
    createReadStream(file).pipe(response);
  });
  const port = await freePort();
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${port}`, port, stop: () => new Promise((resolve) => (server.closeAllConnections?.(), server.close(resolve))) };
}

// ---- the browser ----

let shared; // one browser process for all plain contexts of a test file
const devices = new Set(); // those with a browser process of their own

async function browser() {
  shared ??= chromium.launch({ executablePath: kChromium, args: kFlags });
  return shared;
}

// To be called once when a test file is done. A test that failed leaves its device open, and as long as
// one runs the file does not end.
export async function closeBrowser() {
  for (const context of devices) await context.close();
  if (shared) await (await shared).close();
  shared = undefined;
}

// A person at a device: {page, context, errors, offline(on), close()}. `errors` collects what the page
// reports as error on its console or throws; a test ends with `assert.deepEqual(person.errors, [])`.
async function person(context, url, close) {
  const page = context.pages()[0] ?? (await context.newPage());
  const errors = [];
  watch(page, errors);
  context.on('page', (other) => watch(other, errors));
  if (url) await page.goto(url);
  return { page, context, errors, close, offline: (on) => context.setOffline(on) };
}

function watch(page, errors) {
  if (page.gezhiWatched) return;
  page.gezhiWatched = true;
  page.on('console', (message) => {
    // The browser itself reports each request that fails for want of network; the app says the rest.
    if (message.type() === 'error' && !/net::ERR_(INTERNET_DISCONNECTED|CONNECTION_\w+)/.test(message.text())) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error.stack ?? error)));
  page.on('crash', () => errors.push('the page crashed'));
}

async function open(url, device, options) {
  const context = await (await browser()).newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...device, ...options });
  return person(context, url, () => context.close());
}

export const openPhone = (url, options = {}) => open(url, kPhone, options);
export const openDesktop = (url, options = {}) => open(url, kDesktop, options);

// A device whose storage lies in `folder` and survives close() and kill(): its own browser process.
// `offline: true` is set before the first request. kill() is SIGKILL to the whole browser.
export async function openDevice(folder, url, { device = kPhone, offline = false, ...options } = {}) {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: kChromium,
    args: kFlags,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...device,
    ...options,
  });
  devices.add(context);
  context.once('close', () => devices.delete(context));
  if (offline) await context.setOffline(true);
  const opened = await person(context, url, () => context.close());
  const pid = browserProcess(folder);
  opened.kill = async () => {
    const closed = new Promise((resolve) => context.once('close', resolve));
    process.kill(pid, 'SIGKILL');
    await closed;
  };
  return opened;
}

// The main process of the browser that uses this folder: the one without --type.
function browserProcess(folder) {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    let args;
    try {
      args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    } catch {
      continue; // gone meanwhile
    }
    if (args.includes(`--user-data-dir=${folder}`) && !args.some((arg) => arg.startsWith('--type='))) return Number(pid);
  }
  throw new Error(`no browser runs on ${folder}`);
}

// ---- the app through its semantic mirror ----

// One element by role and accessible name; a string must be the whole name, a RegExp a part of it.
export function byRole(page, role, name, options = {}) {
  return page.getByRole(role, { name, exact: typeof name === 'string', ...options });
}

// Waits until the app has drawn nothing for three frames of the screen: what was done is taken in, and
// nothing moves under the next finger. At most a second, for something may always be turning.
export async function rested(page) {
  await page
    .evaluate(
      () =>
        new Promise((resolve) => {
          const drawn = () => globalThis.gezhi?.frames_drawn;
          let before = drawn();
          let still = 0;
          setTimeout(resolve, 1000);
          const look = () => {
            still = drawn() === before ? still + 1 : 0;
            before = drawn();
            if (still >= 3) resolve();
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }),
    )
    .catch((error) => {
      // The press led to another page, or closed this one.
      if (!/context was destroyed|has been closed|navigat/i.test(error.message)) throw error;
    });
}

// A click or tap where a finger would: the mirror lets pointers through to the canvas below it.
export async function press(locator) {
  // A dialog that is just opening lays its elements out anew.
  for (let tries = 1; ; ++tries) {
    await locator.waitFor({ state: 'attached' });
    try {
      await locator.scrollIntoViewIfNeeded();
      break;
    } catch (error) {
      if (tries === 5 || !/not attached/.test(error.message)) throw error;
      await rested(locator.page());
    }
  }
  await rested(locator.page());
  await locator.click({ force: true });
  await rested(locator.page());
}

// One key, or several at once ("Control+Enter"), wherever the page has its focus.
export async function key(page, keys) {
  await rested(page);
  await page.keyboard.press(keys);
  await rested(page);
}

// Types into a text box as a person does: focus, clear, text.
export async function fill(locator, text) {
  await locator.waitFor({ state: 'attached' });
  await locator.fill(text, { force: true });
}

// Waits until some element with this role and name is there.
export async function see(page, role, name, timeout = 10000) {
  const found = byRole(page, role, name).first();
  await found.waitFor({ state: 'attached', timeout });
  return found;
}

// Waits until some text is in the mirror, whatever its role.
export async function seeText(page, text, timeout = 10000) {
  const found = page.getByText(text).first();
  await found.waitFor({ state: 'attached', timeout });
  return found;
}

// build/screenshots/NAME.png; names go by screen, size and language: "desk.desktop.zh".
export async function screenshot(page, name) {
  mkdirSync(screenshots, { recursive: true });
  const file = path.join(screenshots, `${name}.png`);
  await page.screenshot({ path: file });
  return file;
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Waits until `condition` gives something true; `what` names it in the failure.
export async function until(what, condition, timeout = 10000) {
  for (const started = Date.now(); ; await sleep(50)) {
    const result = await condition();
    if (result) return result;
    if (Date.now() - started > timeout) throw new Error(`waited ${timeout} ms in vain until ${what}`);
  }
}
