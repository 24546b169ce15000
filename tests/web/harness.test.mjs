// The harness itself: what every other browser test takes for granted.
import assert from 'node:assert/strict';
import path from 'node:path';
import { statSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, fill, openDesktop, openDevice, openPhone, press, removeFolder, root, screenshot, see, seeText, startStatic, temporaryFolder, until } from './harness.mjs';

let site;
before(async () => {
  site = await startStatic(path.join(root, 'tests/web/harness_page'));
});
after(async () => {
  await closeBrowser();
  await site.stop();
});

test('a press on a mirrored button reaches the canvas below it', async () => {
  const phone = await openPhone(site.url);
  await seeText(phone.page, '已存 0');
  await fill(byRole(phone.page, 'textbox', '地点'), '小河直街 12 号');
  await press(byRole(phone.page, 'button', '上报隐患'));
  await seeText(phone.page, '已存 1');
  assert.deepEqual(phone.errors, []);
  await phone.close();
});

test('phone and desktop have their sizes, WebGL2 and a picture', async () => {
  for (const [name, open, width] of [['phone', openPhone, 390], ['desktop', openDesktop, 1440]]) {
    const person = await open(site.url);
    await see(person.page, 'button', '上报隐患');
    assert.equal(await person.page.evaluate(() => window.innerWidth), width);
    assert.ok(await person.page.evaluate(() => !!document.createElement('canvas').getContext('webgl2')));
    assert.ok(statSync(await screenshot(person.page, `harness.${name}`)).size > 1000);
    await person.close();
  }
});

test('an offline page cannot load, and says so, until it is online again', async () => {
  const phone = await openPhone(site.url);
  const fetched = () => phone.page.evaluate(() => fetch('page.js', { cache: 'no-store' }).then((r) => r.ok, () => false));
  await phone.offline(true);
  assert.equal(await fetched(), false);
  assert.equal(await phone.page.evaluate(() => navigator.onLine), false);
  await phone.offline(false);
  assert.equal(await fetched(), true);
  assert.deepEqual(phone.errors, []);
  await phone.close();
});

test('errors of the page are collected', async () => {
  const phone = await openPhone(site.url);
  await phone.page.evaluate(() => setTimeout(() => { throw new Error('on purpose'); }));
  await until('the error is collected', () => phone.errors.some((error) => error.includes('on purpose')));
  await phone.close();
});

test('a device that is killed keeps what its store had completed', async () => {
  const folder = temporaryFolder('device');
  const first = await openDevice(folder, site.url);
  await seeText(first.page, '已存 0');
  await press(byRole(first.page, 'button', '上报隐患'));
  await seeText(first.page, '已存 1');
  await first.kill();
  const second = await openDevice(folder, site.url);
  await seeText(second.page, '已存 1');
  await second.close();
  removeFolder(folder);
});
