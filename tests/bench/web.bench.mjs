// web.*: what the browser app weighs and how soon it is usable, in the real browser and from the real
// server. Prints the same JSON lines as gezhi_bench. A figure that no rival has keeps its rival null.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { closeBrowser, openPhone, startServer, until, webFolder } from '../web/harness.mjs';

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

print('web.payload', payload(webFolder), 'bytes');
const server = await startServer();
try {
  const runs = [];
  for (let i = 0; i < 3; i++) runs.push(await firstFrames(server.url));
  print('web.first_frame.cold', median(runs.map((run) => run.cold)), 'ms');
  print('web.first_frame.offline', median(runs.map((run) => run.offline)), 'ms');
  print('web.idle_frames', median(runs.map((run) => run.idle)), 'frames/2s');
} finally {
  await closeBrowser();
  await server.stop();
}
