// The platform and the widget kit in a real browser, on the gallery page: what a person, a keyboard, a
// screen reader and a dead network do to it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, openDesktop, openDevice, openPhone, removeFolder, screenshot, see, seeText, sleep, startStatic, temporaryFolder, until, webFolder } from './harness.mjs';

let site;
let gallery;
before(async () => {
  site = await startStatic(webFolder);
  gallery = `${site.url}/#/gallery`;
});
after(async () => {
  await closeBrowser();
  await site.stop();
});

const ready = (page) => page.waitForFunction(() => document.documentElement.dataset.ready === '1', null, { timeout: 20000 });
const frames = (page) => page.evaluate(() => globalThis.gezhi.frames_drawn);

// The number of frames drawn once a start, or what a press led to, is over.
async function settled(page) {
  let last = -1;
  await until('the page comes to rest', async () => {
    const before = last;
    last = await frames(page);
    await sleep(1500);
    return last === before;
  }, 30000);
  return last;
}

async function phone() {
  const person = await openPhone(gallery);
  await ready(person.page);
  return person;
}

async function done(person) {
  assert.deepEqual(person.errors, []);
  await person.close();
}

test('every widget is in the mirror with its role and name', async () => {
  const person = await phone();
  const { page } = person;
  for (const [role, name] of [
    ['banner'], ['main'], ['navigation', '导航'], ['heading', '组件陈列'], ['heading', '按钮'],
    ['button', '上报隐患'], ['button', '返回'], ['button', '搜索'], ['button', '2 件未交'], ['button', '待办 3'],
    ['link', '拨打 110'], ['textbox', '地点'], ['textbox', '情况说明'], ['combobox', '所属街道'],
    ['radio', '消防隐患'], ['checkbox', '夜间'], ['checkbox', '我已核对地点和照片'], ['switch', '提醒我后续进展'],
    ['tab', '没有危险'], ['list', '待办'], ['alert', /没有网络/], ['status', '全部已交到服务器。'],
    ['progressbar', '照片上传 2 / 3'], ['application', '地图'], ['button', '案件 42'], ['button', '放大'], ['button', '拍照'],
  ]) {
    await see(page, role, name);
  }
  assert.equal(await byRole(page, 'button', '派单').isDisabled(), true);
  assert.equal(await byRole(page, 'link', '拨打 110').getAttribute('href'), 'tel:110');
  await done(person);
});

test('a real click reaches the canvas by its coordinates, below the fold too', async () => {
  const person = await phone();
  const { page } = person;
  await byRole(page, 'button', '上报隐患').click();
  await seeText(page, '按了 1 次');
  await see(page, 'status', '已保存在本机');
  await byRole(page, 'button', '一键导航').tap();
  await seeText(page, '按了 2 次');
  await byRole(page, 'checkbox', '我已核对地点和照片').check();
  await byRole(page, 'radio', '噪声扰民').click();
  await until('the chip is chosen', () => byRole(page, 'radio', '噪声扰民').isChecked());
  await byRole(page, 'tab', '有危险').click();
  await until('the segment is chosen', async () => (await byRole(page, 'tab', '有危险').getAttribute('aria-selected')) === 'true');
  await done(person);
});

test('the keyboard walks the mirror and Enter and Space press', async () => {
  const person = await openDesktop(gallery);
  const { page } = person;
  await ready(page);
  await byRole(page, 'button', '上报隐患').focus();
  await page.keyboard.press('Enter');
  await seeText(page, '按了 1 次');
  // The page has a field that must be filled in: the press takes the reader to it.
  await until('the wrong field has the focus', () => page.evaluate(() => document.activeElement.getAttribute('aria-label') === '地点'));
  await byRole(page, 'button', '上报隐患').focus();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), '一键导航');
  await page.keyboard.press(' ');
  await seeText(page, '按了 2 次');
  await byRole(page, 'checkbox', '我已核对地点和照片').focus();
  await page.keyboard.press(' ');
  await until('the box is checked', () => byRole(page, 'checkbox', '我已核对地点和照片').isChecked());
  await done(person);
});

test('what a screen reader activates without a pointer is pressed', async () => {
  const person = await phone();
  const { page } = person;
  await page.evaluate(() => [...document.querySelectorAll('#mirror button')].find((b) => b.textContent === '上报隐患').click());
  await seeText(page, '按了 1 次');
  await page.evaluate(() => document.querySelector('#mirror input[aria-label="我已核对地点和照片"]').click());
  await sleep(200);
  assert.equal(await byRole(page, 'checkbox', '我已核对地点和照片').isChecked(), true);
  await done(person);
});

test('a text field takes composed Chinese, characters beyond the BMP, and keeps them', async () => {
  const person = await phone();
  const { page } = person;
  const place = byRole(page, 'textbox', '地点');
  await place.click();
  const client = await person.context.newCDPSession(page);
  await client.send('Input.imeSetComposition', { text: 'xiaohe', selectionStart: 6, selectionEnd: 6 });
  await client.send('Input.insertText', { text: '小河𠮷㙍' });
  assert.equal(await place.inputValue(), '小河𠮷㙍');
  await place.blur();
  await sleep(200);
  assert.equal(await place.inputValue(), '小河𠮷㙍');
  await byRole(page, 'textbox', '密码').fill('12345');
  await see(page, 'alert', '密码不对，还可以试 4 次');
  assert.equal(await byRole(page, 'textbox', '密码').getAttribute('aria-invalid'), 'true');
  await screenshot(page, 'gallery.fields.phone');
  await done(person);
});

test('a dialog holds the keyboard and gives it back', async () => {
  const person = await openDesktop(gallery);
  const { page } = person;
  await ready(page);
  await byRole(page, 'button', '打开对话框').focus();
  await page.keyboard.press('Enter');
  await see(page, 'dialog', '选择处置单位');
  await sleep(300);
  await screenshot(page, 'gallery.dialog.desktop');
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest('[role=dialog]')));
  }
  await page.keyboard.press('Escape');
  await until('the dialog is gone', async () => (await page.getByRole('dialog').count()) === 0);
  await until('focus is back', () => page.evaluate(() => document.activeElement.textContent === '打开对话框'));
  await done(person);
});

test('a selection opens a sheet and keeps what was picked', async () => {
  const person = await phone();
  const { page } = person;
  await byRole(page, 'combobox', '所属街道').click();
  await see(page, 'option', '小河街道');
  await sleep(300);
  await screenshot(page, 'gallery.select.phone');
  await byRole(page, 'option', '小河街道').click();
  await until('the sheet is gone', async () => (await page.getByRole('dialog').count()) === 0);
  await byRole(page, 'button', '作废').first().click();
  await see(page, 'dialog', '作废这件事？');
  await byRole(page, 'dialog', '作废这件事？').getByRole('button', { name: '作废', exact: true }).click();
  await see(page, 'status', '已作废');
  await done(person);
});

test('an idle page draws nothing', async () => {
  const person = await phone();
  const at = await settled(person.page);
  await sleep(4000);
  assert.equal(await frames(person.page), at);
  await byRole(person.page, 'button', '上报隐患').click();
  await until('it drew', async () => (await frames(person.page)) > at);
  await sleep(5000); // the toast goes by itself
  const later = await settled(person.page);
  await sleep(3000);
  assert.equal(await frames(person.page), later);
  await done(person);
});

test('a finger pans the map and taps it, a list scrolls under the finger', async () => {
  const person = await phone();
  const { page } = person;
  const map = byRole(page, 'application', '地图');
  await map.scrollIntoViewIfNeeded();
  await sleep(300);
  const box = await map.boundingBox();
  await page.touchscreen.tap(box.x + 60, box.y + 60);
  await seeText(page, '点了 1 次');
  const marker = byRole(page, 'button', '案件 42');
  const before = await marker.boundingBox();
  const client = await person.context.newCDPSession(page);
  const touch = (type, x, y) => client.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
  await touch('touchStart', box.x + 60, box.y + 150);
  for (let i = 1; i <= 10; i++) await touch('touchMove', box.x + 60 + i * 6, box.y + 150);
  await touch('touchEnd');
  await until('the map moved', async () => (await marker.boundingBox()).x > before.x + 30);
  await seeText(page, '点了 1 次');
  const top = () => page.evaluate(() => document.querySelector('[data-scroll]').scrollTop);
  await page.evaluate(() => (document.querySelector('[data-scroll]').scrollTop = 0));
  await sleep(200);
  await touch('touchStart', 200, 600);
  for (let i = 1; i <= 12; i++) await touch('touchMove', 200, 600 - i * 25);
  await touch('touchEnd');
  await until('the page scrolled', async () => (await top()) > 150);
  await done(person);
});

test('a table row is chosen with the arrow keys', async () => {
  const person = await openDesktop(gallery);
  const { page } = person;
  await ready(page);
  await byRole(page, 'heading', '表格').scrollIntoViewIfNeeded();
  const row = (number) => page.getByRole('row').filter({ hasText: `2026-${number}` });
  await row(1003).click();
  await until('the row is chosen', async () => (await row(1003).getAttribute('aria-selected')) === 'true');
  await row(1003).focus();
  await page.keyboard.press('ArrowDown');
  await until('the next row is chosen', async () => (await row(1004).getAttribute('aria-selected')) === 'true');
  await screenshot(page, 'gallery.table.desktop');
  await done(person);
});

test('a photo is made smaller, loses its EXIF and shows', async () => {
  const person = await phone();
  const { page } = person;
  const big = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(3000, 1500);
    const context = canvas.getContext('2d');
    context.fillStyle = '#c33';
    context.fillRect(0, 0, 1500, 1500);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer());
    return [...bytes];
  });
  const chooser = page.waitForEvent('filechooser');
  await byRole(page, 'button', '从相册选').click();
  await (await chooser).setFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(big) });
  await see(page, 'button', '照片 1, 未上传');
  await sleep(500);
  await screenshot(page, 'gallery.photo.phone');
  // No more may come, and the one that is there can go.
  assert.equal(await byRole(page, 'button', '从相册选').count(), 0);
  await byRole(page, 'button', '删除照片 1').click();
  await until('the photo is gone', async () => (await byRole(page, 'button', '照片 1, 未上传').count()) === 0);
  await done(person);
});

test('the same page in dark, high contrast and English', async () => {
  const person = await phone();
  const { page } = person;
  await screenshot(page, 'gallery.light.phone');
  for (const [name, file] of [['深色', 'dark'], ['高对比', 'contrast']]) {
    await byRole(page, 'tab', name).click();
    await sleep(300);
    await screenshot(page, `gallery.${file}.phone`);
  }
  await byRole(page, 'tab', 'English').click();
  await see(page, 'button', 'Back');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await done(person);
});

test('larger text makes everything larger, and presses still land', async () => {
  const person = await phone();
  const { page } = person;
  const before = await byRole(page, 'button', '上报隐患').boundingBox();
  await byRole(page, 'tab', '特大').click();
  await until('it is larger', async () => (await byRole(page, 'button', '上报隐患').boundingBox()).height > before.height * 1.2);
  await byRole(page, 'button', '上报隐患').click();
  await seeText(page, '按了 1 次');
  await byRole(page, 'textbox', '地点').fill('拱墅区');
  await sleep(300);
  await screenshot(page, 'gallery.large.phone');
  await page.reload();
  await ready(page);
  assert.ok((await byRole(page, 'button', '上报隐患').boundingBox()).height > before.height * 1.2);
  await done(person);
});

// Of a part of the screen: the brightness of its brightest pixel in the first row, and the greatest step
// between two pixels beside each other, which drawing between the pixels takes away.
async function seen(page, clip) {
  const image = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const at = (x, y) => data[4 * (y * width + x)];
    let step = 0;
    let first = 0;
    for (let y = 0; y < height; ++y) for (let x = 1; x < width; ++x) step = Math.max(step, Math.abs(at(x, y) - at(x - 1, y)));
    for (let x = 0; x < width; ++x) first = Math.max(first, at(x, 0));
    return { step, first };
  }, image);
}

for (const deviceScaleFactor of [1, 2]) {
  test(`in every size of text all rows are drawn and letters stand on whole pixels: ${deviceScaleFactor} pixels a point`, async () => {
    const person = await openPhone(gallery, { deviceScaleFactor });
    const { page } = person;
    await ready(page);
    for (const size of ['标准', '大', '特大']) {
      await byRole(page, 'tab', size).click();
      await settled(page);
      const { first } = await seen(page, { x: 0, y: 0, width: 390, height: 1 });
      assert.ok(first > 100, `${size}: the first row is drawn`);
      const strong = byRole(page, 'heading', '按钮').first();
      await strong.scrollIntoViewIfNeeded();
      await settled(page);
      const { step } = await seen(page, await strong.boundingBox());
      assert.ok(step > 185, `${size}: strong letters are sharp, not ${step}`);
    }
    await screenshot(page, `gallery.large_${deviceScaleFactor}x.phone`);
    await done(person);
  });
}

test('a second tab follows, and writes when the first is closed', async () => {
  const person = await phone();
  await seeText(person.page, '主窗口');
  const second = await person.context.newPage();
  await second.goto(gallery);
  await ready(second);
  await seeText(second, '跟随窗口');
  await person.page.close();
  await seeText(second, '主窗口');
  await person.close();
});

test('what the strict store said was saved survives a killed browser, without network', async () => {
  const folder = temporaryFolder('platform');
  const first = await openDevice(folder, gallery);
  await ready(first.page);
  await first.page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 20000 });
  await until('all files are kept', () => first.page.evaluate(async () => (await navigator.serviceWorker.ready).active.state === 'activated'));
  await first.offline(true);
  await byRole(first.page, 'textbox', '地点').fill('拱墅区小河直街');
  await byRole(first.page, 'button', '写入').click();
  await seeText(first.page, '存储：saved');
  await first.kill();

  const again = await openDevice(folder, gallery, { offline: true });
  await ready(again.page);
  await byRole(again.page, 'button', '读出').click();
  await seeText(again.page, '存储：拱墅区小河直街');
  await again.close();
  removeFolder(folder);
});

test('a new version waits until it is asked for, comes whole, and leaves the data alone', async () => {
  const folder = temporaryFolder('version');
  cpSync(webFolder, folder, { recursive: true });
  const other = await startStatic(folder);
  const person = await openPhone(`${other.url}/#/gallery`);
  const { page } = person;
  await ready(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 20000 });
  await page.reload();
  await ready(page);
  await byRole(page, 'textbox', '地点').fill('旧版写下的');
  await byRole(page, 'button', '写入').click();
  await seeText(page, '存储：saved');

  const texts = path.join(folder, 'i18n/zh.json');
  const before = readFileSync(texts);
  const after = Buffer.from(before.toString('utf8').replace('"从相册选"', '"从新相册选"'));
  const digest = (bytes) => createHash('sha256').update(bytes).digest('base64');
  const worker = path.join(folder, 'sw.js');
  const list = readFileSync(worker, 'utf8').replace(digest(before), digest(after)).replace(/VERSION = '\w+'/, "VERSION = 'next'");
  writeFileSync(worker, list); // the worker first: half a version must not install
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update().catch(() => 0));
  await sleep(1000);
  assert.deepEqual(await page.evaluate(() => caches.keys().then((keys) => keys.filter((key) => key.endsWith('next')))), []);
  writeFileSync(texts, after);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update().catch(() => 0));
  await page.waitForFunction(() => globalThis.gezhi.update_ready, null, { timeout: 20000 });
  await see(page, 'button', '从相册选');
  await Promise.all([page.waitForEvent('load'), page.evaluate(() => window.dispatchEvent(new Event('gezhi-apply-update')))]);
  await ready(page);
  await see(page, 'button', '从新相册选');
  await byRole(page, 'button', '读出').click();
  await seeText(page, '存储：旧版写下的');
  await person.close();
  await other.stop();
  removeFolder(folder);
});

test('graphics memory that was taken away comes back with everything in it', async () => {
  const person = await phone();
  const { page } = person;
  await sleep(500);
  const picture = async () => createHash('sha256').update(await page.screenshot()).digest('hex');
  const before = await picture();
  await page.evaluate(() => {
    const lose = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
    lose.loseContext();
    setTimeout(() => lose.restoreContext(), 300);
  });
  await until('the picture is as before', async () => (await picture()) === before);
  await person.close();
});
