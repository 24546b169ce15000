// What every browser test stands on: the real server on a free port with its own data directory, the
// real Chromium, and the app seen as a person who does not see the canvas has it: by role and name.
//
//   const server = await startServer();
//   const phone = await openPhone(server.url);
//   await press(byRole(phone.page, 'button', '登录'));
//   await screenshot(phone.page, 'sign_in.zh');
//   await phone.close(); await server.stop();
import { createReadStream, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { freePort, root } from './server.mjs';

export * from './server.mjs';

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
