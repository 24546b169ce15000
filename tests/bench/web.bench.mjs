// web.*: what the browser app weighs and how soon it is usable, in the real browser and from the real
// server. Prints the same JSON lines as gezhi_bench. A figure that no rival has keeps its rival null.
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { byRole, closeBrowser, fill, openPhone, press, removeFolder, root, runGezhi, screenshot, see, startServer, temporaryFolder, until, webFolder } from '../web/harness.mjs';
import { kHere, signIn } from '../web/people.mjs';

const kJinan = path.join(process.env.GEZHI_SHARED_DATA ?? path.join(root, '../shared/data'), 'roads/jinan/edges.shp');

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

// Milliseconds of one frame of the map at 390×844 while it moves: a whole city and 20,000 cases. The
// program's part: what the graphics card does with it is not in it.
async function mapFrames(data) {
  const city = await startServer({ data });
  try {
    const phone = await openPhone(city.url);
    await signIn(phone, 'station1');
    await until('the map is here', () => phone.page.evaluate(() => performance.getEntriesByType('resource').some((entry) => /\/api\/pack\/./.test(entry.name))), 60000);
    await phone.page.goto(`${city.url}/#/gallery?cases=20000`);
    await phone.page.getByRole('application', { name: '地图' }).waitFor({ state: 'attached', timeout: 60000 });
    const times = await phone.page.evaluate(() => new Promise((done) => {
      const all = [];
      const next = () => {
        all.push(globalThis.gezhi.frame_ms);
        if (all.length < 150) requestAnimationFrame(next);
        else done(all.slice(30));
      };
      requestAnimationFrame(next);
    }));
    await screenshot(phone.page, 'map_frames.phone');
    await phone.close();
    return [...times].sort((a, b) => a - b);
  } finally {
    await city.stop();
  }
}

// The demo's district with its grids and names, or the roads of Jinan where they are there.
async function frameFigures() {
  const folder = temporaryFolder('frames');
  const data = path.join(folder, 'data');
  const made = runGezhi('demo', '--data', data);
  if (made.status !== 0) throw new Error(`gezhi demo failed: ${made.stderr}`);
  try {
    for (const [name, roads] of [['map.frame.district', null], ['map.frame', kJinan]]) {
      if (roads !== null && !existsSync(roads)) {
        console.log(`${name} left out: the roads of Jinan are not there`);
        continue;
      }
      const imported = roads === null ? { status: 0 } : runGezhi('import', 'roads', '--data', data, roads);
      if (imported.status !== 0) throw new Error(imported.stderr);
      const times = await mapFrames(data);
      print(name, median(times), 'ms');
      print(`${name}.p95`, times[Math.floor(times.length * 0.95)], 'ms');
    }
  } finally {
    removeFolder(folder);
  }
}

// From the navigation on to a way on the screen, without network: the map read from the device.
async function firstRoute(url) {
  const phone = await openPhone(url, kHere);
  await signIn(phone, 'worker1');
  await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => 0));
  await press((await see(phone.page, 'list', undefined, 60000)).getByRole('button').first());
  await press(byRole(phone.page, 'button', /导航/).first());
  await phone.page.getByText('后').first().waitFor({ state: 'attached', timeout: 30000 });
  const { hash } = new URL(phone.page.url());
  await phone.offline(true);
  await phone.context.addInitScript(noteRoute);
  const starts = [];
  for (let i = 0; i < 3; i++) {
    await phone.page.goto(`${url}/?route${i}${hash}`);
    starts.push(await until('the way shows', () => phone.page.evaluate(() => globalThis.gezhiRouteMs), 60000));
  }
  await phone.close();
  return median(starts);
}

function noteRoute() {
  new MutationObserver((_, observer) => {
    if (!/剩余路程/.test(document.getElementById('mirror')?.textContent ?? '')) return;
    globalThis.gezhiRouteMs = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

print('web.payload', payload(webFolder), 'bytes');
const server = await startServer();
try {
  const runs = [];
  for (let i = 0; i < 3; i++) runs.push(await firstFrames(server.url));
  print('web.first_frame.cold', median(runs.map((run) => run.cold)), 'ms');
  print('web.first_frame.offline', median(runs.map((run) => run.offline)), 'ms');
  print('web.idle_frames', median(runs.map((run) => run.idle)), 'frames/2s');
  print('pack.first_route', await firstRoute(server.url), 'ms');
  await frameFigures();
  const many = await manyCases();
  print('web.start.2000_cases', many.start, 'ms');
  print('web.memory', many.megabytes, 'MB');
} finally {
  await closeBrowser();
  await server.stop();
}
