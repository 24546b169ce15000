// web.*: what the browser app weighs and how soon it is usable, in the real browser and from the real
// server. Prints the same JSON lines as gezhi_bench. A figure that no rival has keeps its rival null.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { byRole, closeBrowser, fill, openPhone, press, removeFolder, runGezhi, startServer, temporaryFolder, until, webFolder } from '../web/harness.mjs';

function print(name, value, unit) {
  console.log(JSON.stringify({ name, value: Number(value.toPrecision(6)), unit, rival: null, rival_value: null, ratio: null }));
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

// What a first visit transfers: each file in its smallest form.
function payload(folder) {
  const files = readdirSync(folder, { recursive: true }).map(String).filter((file) => statSync(path.join(folder, file)).isFile());
  const plain = files.filter((file) => !/\.(br|gz)$/.test(file));
  const sizeOf = (file) => statSync(path.join(folder, file)).size;
  return plain.reduce((sum, file) => sum + Math.min(...[file, `${file}.br`, `${file}.gz`].filter((form) => files.includes(form)).map(sizeOf)), 0);
}

// Usable: the first control stands in the mirror. Counted by the page's own clock from the navigation on.
function noteUsable() {
  new MutationObserver((_, observer) => {
    if (!document.querySelector('#mirror input, #mirror button, #mirror [role=button], #mirror [role=textbox]')) return;
    globalThis.gezhiUsableMs = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
}

const usable = (page) => until('the app is usable', () => page.evaluate(() => globalThis.gezhiUsableMs), 60000);

async function firstFrames(url) {
  const phone = await openPhone();
  await phone.context.addInitScript(noteUsable);
  await phone.page.goto(url);
  const cold = await usable(phone.page);
  await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => 0));
  await phone.offline(true);
  await phone.page.goto(`${url}/?again#/`);
  const offline = await usable(phone.page);
  const idle = await idleFrames(phone.page);
  await phone.close();
  return { cold, offline, idle };
}

// Frames drawn in two seconds in which nothing happens.
async function idleFrames(page) {
  const drawn = () => page.evaluate(() => globalThis.gezhi.frames_drawn);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const before = await drawn();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  return (await drawn()) - before;
}

// A phone that follows a street of 2,050 cases: from navigation to a list that shows them, without
// network, and what the app holds then (wasm memory and the page's JavaScript heap).
function noteList() {
  new MutationObserver((_, observer) => {
    if (!document.querySelector('#mirror li, #mirror [role=listitem]')) return;
    globalThis.gezhiListMs = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
}

async function manyCases() {
  const folder = temporaryFolder('many');
  const data = path.join(folder, 'data');
  const made = runGezhi('demo', '--data', data, '--times', '10');
  if (made.status !== 0) throw new Error(`gezhi demo failed: ${made.stderr}`);
  const crowded = await startServer({ data });
  try {
    const phone = await openPhone(crowded.url);
    await phone.context.addInitScript(noteList);
    await fill(byRole(phone.page, 'textbox', '账号'), 'station1');
    await fill(byRole(phone.page, 'textbox', '密码'), 'gezhi-demo');
    await press(byRole(phone.page, 'button', '登录'));
    await until('everything is fetched', () => byRole(phone.page, 'button', /已同步/).isVisible(), 120000);
    await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => 0));
    await phone.offline(true);
    const starts = [];
    for (let i = 0; i < 3; i++) {
      await phone.page.goto(`${crowded.url}/?again${i}#/`);
      starts.push(await until('the list shows', () => phone.page.evaluate(() => globalThis.gezhiListMs), 60000));
    }
    const bytes = await phone.page.evaluate(() => globalThis.gezhi.memory_bytes + performance.memory.usedJSHeapSize);
    await phone.close();
    return { start: median(starts), megabytes: bytes / 1e6 };
  } finally {
    await crowded.stop();
    removeFolder(folder);
  }
}

print('web.payload', payload(webFolder), 'bytes');
const server = await startServer();
try {
  const runs = [];
  for (let i = 0; i < 3; i++) runs.push(await firstFrames(server.url));
  print('web.first_frame.cold', median(runs.map((run) => run.cold)), 'ms');
  print('web.first_frame.offline', median(runs.map((run) => run.offline)), 'ms');
  print('web.idle_frames', median(runs.map((run) => run.idle)), 'frames/2s');
  const many = await manyCases();
  print('web.start.2000_cases', many.start, 'ms');
  print('web.memory', many.megabytes, 'MB');
} finally {
  await closeBrowser();
  await server.stop();
}
