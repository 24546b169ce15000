// The real server as a test has it: a data directory of its own with the demo district, on a free port, and every
// command of `gezhi`. Without a browser; harness.mjs adds that.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const gezhi = process.env.GEZHI_BINARY ?? path.join(root, 'build/release/native/gezhi');
export const webFolder = process.env.GEZHI_WEB ?? path.join(root, 'build/web');

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
// `prepare` gets the new data directory before anything is served. `web: false`: without the app's pages. `env`
// is added to its environment. `presses`: the operations that the tests make on it, "report_case file_case"; stop()
// fails when the journal lacks one after a whole file. The lint holds all files together against the operations
// that people make.
export async function startServer({ data, port, args = [], presses = '', rota, prepare, web = true, env = {} } = {}) {
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
  const pages = web ? ['--web', webFolder] : [];
  const words = ['serve', '--data', folder, '--port', String(at), ...pages, ...args];
  const child = spawn(gezhi, words, { cwd: root, env: { ...process.env, ...env } });
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

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Waits until `condition` gives something true; `what` names it in the failure.
export async function until(what, condition, timeout = 10000) {
  for (const started = Date.now(); ; await sleep(50)) {
    const result = await condition();
    if (result) return result;
    if (Date.now() - started > timeout) throw new Error(`waited ${timeout} ms in vain until ${what}`);
  }
}
