// What one person typed, saw and photographed never reaches the next one on the same device, and is
// there again for its author: forms, memory, mirror, storage; reload and kill; photos.
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { addUser, byRole, closeBrowser, fill, key, openDesktop, openDevice, openPhone, press, see, seeText, sleep, startServer, temporaryFolder, until } from './harness.mjs';
import { choose, done, go, inSync, kGongchen, kHere, kStart, kWait, kXiaohe, placeByPosition, searchPlace, signIn, signInAgain } from './people.mjs';

let server;
before(async () => {
  server = await startServer({ prepare: addTwoOfAKind });
});
after(async () => {
  await closeBrowser();
  await server.stop();
});

// Two who verify, visit and handle the same cases: each can open what the other wrote in.
function addTwoOfAKind(data) {
  for (const name of ['twin1', 'twin2']) addUser(data, name, '网格长兼消防经办人', [['leader1', 'grid_leader'], ['handler_fire', 'handler']]);
}

const kSmall = { deviceScaleFactor: 1, ...kHere };
// Photos and their parts.
const blobs = () => {
  const folder = path.join(server.data, 'blobs');
  return readdirSync(folder, { recursive: true }).filter((name) => !name.startsWith('by') && statSync(path.join(folder, name)).isFile()).length;
};
const words = (page, name = '情况说明') => byRole(page, 'textbox', name).first();
const mirror = (page) => page.evaluate(() => document.getElementById('mirror').outerHTML + [...document.querySelectorAll('input, textarea')].map((field) => field.value).join('\n'));
const photos = (page) => page.getByRole('button', { name: /^删除照片/ });

// Every byte that this origin keeps in the browser, as one text of single bytes; how many records a store has,
// and what the drafts are.
const storage = (page) =>
  page.evaluate(async () => {
    const texts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    const counts = {};
    const drafts = [];
    const bytes = (value) => {
      if (value instanceof ArrayBuffer) return bytes(new Uint8Array(value));
      if (ArrayBuffer.isView(value)) {
        let text = '';
        for (let i = 0; i < value.length; i += 8192) text += String.fromCharCode.apply(null, value.subarray(i, i + 8192));
        return text;
      }
      return value && typeof value === 'object' ? Object.values(value).map(bytes).join('\n') : String(value);
    };
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of db.objectStoreNames) {
        const read = (how) => new Promise((resolve) => {
          const request = db.transaction(store).objectStore(store)[how]();
          request.onsuccess = () => resolve(request.result);
        });
        const [keys, values] = [await read('getAllKeys'), await read('getAll')];
        counts[store] = keys.length;
        if (store === 'drafts') drafts.push(...values.map(bytes));
        keys.forEach((at, i) => {
          const map = /\/(image|pack)/.test(decodeURIComponent(String(at)));
          if (!map) texts.push(String(at), bytes(values[i]));
        });
      }
      db.close();
    }
    return { text: texts.join('\n'), counts, drafts: drafts.join('\n') };
  });
const utf8 = (text) => Buffer.from(text, 'utf8').toString('latin1');
const holds = async (page, text) => {
  const { text: all } = await storage(page);
  return all.includes(text) || all.includes(utf8(text)) || (await mirror(page)).includes(text);
};
const kept = async (page, store, least = 1) => until(`${least} in ${store}`, async () => ((await storage(page)).counts[store] ?? 0) >= least, kWait);
const gone = async (page, store) => until(`nothing in ${store}`, async () => (await storage(page)).counts[store] === 0, kWait);

// The sealed drafts once the store has come to rest: a form is written again when its position is known.
async function settledDrafts(page) {
  for (let before; ; await sleep(2000)) {
    const now = (await storage(page)).drafts;
    if (now === before) return now;
    before = now;
  }
}

// A desktop and a phone are used by several tests, by one after the other.
const devices = {};
async function at(kind, name) {
  const person = (devices[kind] ??= await (kind === 'phone' ? openPhone(server.url, kSmall) : openDesktop(server.url, kHere)));
  if (person.name === name) return person;
  if (person.name) await leave(person);
  await signIn(person, name);
  person.name = name;
  return person;
}

async function leave(person) {
  const { page } = person;
  delete person.name;
  await go(page, '/settings');
  await press(byRole(page, 'button', '退出登录').first());
  const dialog = page.getByRole('dialog', { name: '退出登录' });
  await press(dialog.getByRole('button', { name: '退出登录' }));
  await page.locator('input[type=password]').waitFor({ state: 'attached', timeout: kWait });
}

async function attach(page, file, button = '从相册选') {
  const chooser = page.waitForEvent('filechooser');
  await press(byRole(page, 'button', button).first());
  await (await chooser).setFiles(file ?? { name: 'p.jpg', mimeType: 'image/jpeg', buffer: await page.screenshot({ type: 'jpeg', quality: 40 }) });
}

async function beginReport(page, text, photo = true) {
  await go(page, '/report');
  await choose(page, 'radio', '没有危险');
  await choose(page, 'radio', '矛盾纠纷');
  await fill(words(page), text);
  if (!photo) return;
  await attach(page);
  await until('the photo is in the form', async () => (await photos(page).count()) === 1, kWait);
}

test('two accounts on one page: neither finds anything of the other, each finds its own again', async () => {
  const person = await at('desktop', 'volunteer1');
  const { page, context } = person;
  const before = blobs();
  await beginReport(page, '楼道里堆着纸箱 KANARI-ALPHA');
  await choose(page, 'switch', '留下联系方式');
  await fill(byRole(page, 'textbox', '电话'), '139-KANARI-PHONE');
  await placeByPosition(page, kXiaohe);
  await kept(page, 'drafts');
  await kept(page, 'blobs');
  await leave(person);
  await context.setGeolocation(kGongchen.at);
  for (const secret of ['KANARI-ALPHA', '楼道里堆着纸箱', 'KANARI-PHONE']) assert.equal(await holds(page, secret), false, secret);

  await at('desktop', 'desk1');
  await see(page, 'tab', /^全部 [1-9]/, kStart);
  await key(page, '9');
  await key(page, 'j');
  await until('a case is open', () => /\/desk\/\w/.test(page.url()), kWait);
  const route = page.url().split('#')[1];
  await press(page.getByRole('main').getByRole('button', { name: '补充说明', exact: true }).first());
  await fill(byRole(page, 'textbox', '补充内容'), '已电话核实 KANARI-NOTE');
  await press(page.getByRole('dialog').last().getByRole('button', { name: '关闭' }));
  await fill(byRole(page, 'textbox', '编号、地点或内容'), 'KANARI-SEARCH');
  await go(page, '/report');
  assert.equal(await words(page).inputValue(), '');
  assert.equal(await photos(page).count(), 0);
  for (const secret of ['KANARI-ALPHA', 'KANARI-PHONE']) assert.equal(await holds(page, secret), false, secret);
  await fill(words(page), '来电反映 KANARI-BETA');
  await kept(page, 'drafts', 3);
  await leave(person);
  for (const secret of ['KANARI-BETA', 'KANARI-SEARCH', 'KANARI-NOTE']) assert.equal(await holds(page, secret), false, secret);

  await at('desktop', 'volunteer1');
  await go(page, '/report');
  await until('its author has it again', async () => (await words(page).inputValue()).includes('KANARI-ALPHA'), kWait);
  await seeText(page, /这是您 .* 写下的内容/);
  assert.equal(await photos(page).count(), 1);
  await seeText(page, kXiaohe.shows, kWait); // wherever the device has gone since
  assert.equal(await byRole(page, 'textbox', '电话').inputValue(), '139-KANARI-PHONE');
  await inSync(page);
  await leave(person);
  assert.equal(blobs(), before, 'no photo left the device');

  await at('desktop', 'desk1');
  await see(page, 'tab', /^全部 [1-9]/, kStart);
  assert.equal(await byRole(page, 'textbox', '编号、地点或内容').inputValue(), '');
  await go(page, '/report');
  await until('the desk has its own again', async () => (await words(page).inputValue()).includes('KANARI-BETA'), kWait);
  await go(page, route);
  await press(page.getByRole('main').getByRole('button', { name: '补充说明', exact: true }).first());
  await until('and its note', async () => (await words(page, '补充内容').inputValue()).includes('KANARI-NOTE'), kWait);
  await seeText(page, /这是您 .* 写下的内容/);
});

test('at sign-out the cases that were seen leave the device, and another tab begins anew', async () => {
  const person = await at('desktop', 'desk1');
  const { page, context } = person;
  await go(page, '/desk');
  await see(page, 'tab', /^全部 [1-9]/, kStart);
  const number = await page.evaluate(() => document.getElementById('mirror').innerText.match(/[A-Z0-9]{2,}-?\d{6,}/)?.[0] ?? '');
  await until('the cases lie on the device', async () => /segment/.test((await storage(page)).text), kWait);
  const other = await context.newPage();
  await other.goto(server.url);
  await leave(person);
  await other.locator('input[type=password]').waitFor({ state: 'attached', timeout: kWait });
  await until('they are gone', async () => !/segment%2F|segment\//.test((await storage(page)).text), kWait);
  if (number) assert.equal(await holds(page, number), false);
  await other.close();
});

test('a reload and a killed browser leave a report as it was, and it goes when it is handed in', async () => {
  const folder = temporaryFolder('drafts');
  const before = blobs();
  const first = await openDevice(folder, server.url, kSmall);
  await signIn(first, 'volunteer2');
  await beginReport(first.page, '井盖翘起来了 KANARI-GAMMA');
  await searchPlace(first.page, '小河社区');
  await kept(first.page, 'drafts');
  await first.page.reload();
  await until('a reload keeps it', async () => (await words(first.page).inputValue().catch(() => '')).includes('KANARI-GAMMA'), kStart);
  const reloaded = await settledDrafts(first.page);
  await fill(words(first.page), '井盖翘起来了，已摆路锥 KANARI-GAMMA');
  await until('the words lie in the store', async () => (await settledDrafts(first.page)) !== reloaded, kWait);
  await first.kill();

  const again = await openDevice(folder, `${server.url}/#/report`, kSmall);
  const { page } = again;
  await until('a kill keeps it', async () => (await words(page).inputValue().catch(() => '')) === '井盖翘起来了，已摆路锥 KANARI-GAMMA', kStart);
  assert.equal(await photos(page).count(), 1);
  await seeText(page, /这是您 .* 写下的内容/);
  await signInAgain(again, 'volunteer2');
  await go(page, '/report');
  await inSync(page);
  assert.equal(blobs(), before, 'a photo of a draft stays here');
  await press(byRole(page, 'button', '提交上报').last());
  await until('it is handed in', () => page.url().includes('sent=1'), kWait);
  await until('its photo is with the server', () => blobs() === before + 1, kWait);
  await gone(page, 'drafts');
  await gone(page, 'blobs');
  await page.reload();
  await go(page, '/report');
  await until('the next one is empty', async () => (await words(page).inputValue().catch(() => 'x')) === '', kStart);
  await done(again);
});

// What a camera makes of gravel: many bytes.
const gravel = async (page) =>
  Buffer.from(
    await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(1600, 1200);
      const drawing = canvas.getContext('2d');
      const image = drawing.createImageData(1600, 1200);
      let state = 7;
      for (let i = 0; i < image.data.length; i++) {
        state = (state * 1103515245 + 12345) & 0x7fffffff;
        image.data[i] = i % 4 === 3 ? 255 : state >> 16;
      }
      drawing.putImageData(image, 0, 0);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer());
      let text = '';
      for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode.apply(null, bytes.subarray(at, at + 8192));
      return btoa(text);
    }),
    'base64',
  );

test('a large photo goes in pieces, and after a break on from there', async () => {
  const person = await at('phone', 'volunteer3');
  const { page, context } = person;
  const parts = path.join(server.data, 'blobs', 'part');
  const before = blobs();
  await beginReport(page, '沙堆占道，压住了盲道', false);
  await attach(page, { name: 'gravel.jpg', mimeType: 'image/jpeg', buffer: await gravel(page) });
  await until('the photo is in the form', async () => (await photos(page).count()) === 1, kWait);
  await searchPlace(page, '小河社区');
  const pieces = [];
  await context.route('**/api/blob/**', (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    pieces.push(route.request().headers()['content-range']);
    return pieces.length === 2 ? route.abort('connectionreset') : route.continue();
  });
  await press(byRole(page, 'button', '提交上报').last());
  await until('the second piece breaks off', () => pieces.length === 2, kWait);
  assert.equal(blobs(), before + 1, 'the first is with the server');
  await go(page, '/sync');
  await press(byRole(page, 'button', '立即同步').first());
  await until('the photo is whole', () => blobs() === before + 1 && readdirSync(parts).length === 0, kWait);
  const size = Number(pieces[0].split('/')[1]);
  assert.ok(size > 262_144, `${size} bytes`);
  assert.equal(pieces[0], `bytes 0-262143/${size}`);
  assert.equal(pieces[2], pieces[1], 'from where it stood');
  assert.match(pieces[1], /^bytes 262144-/);
  await gone(page, 'blobs');
  await context.unroute('**/api/blob/**');
});

test('what is thrown away or taken back is nowhere: words, photos, storage, server', async () => {
  const { page } = await at('phone', 'volunteer3');
  const before = blobs();
  await beginReport(page, '选错了又删掉 KANARI-DELTA');
  await kept(page, 'blobs');
  await press(photos(page).first());
  await gone(page, 'blobs');
  await attach(page);
  await until('another is there', async () => (await photos(page).count()) === 1, kWait);
  await kept(page, 'drafts');
  await go(page, '/settings');
  await go(page, '/report');
  await press(byRole(page, 'button', '丢弃草稿').first());
  await press(page.getByRole('dialog', { name: '丢弃草稿' }).getByRole('button', { name: '丢弃草稿' }));
  await until('the form is empty', async () => (await words(page).inputValue()) === '' && (await photos(page).count()) === 0);
  await gone(page, 'drafts');
  await gone(page, 'blobs');
  await go(page, '/sync');
  await press(byRole(page, 'button', '立即同步').first()).catch(() => {});
  await inSync(page);
  assert.equal(blobs(), before);
});

test('a photo of an iPhone that this browser cannot read is named, with the way out', async () => {
  const { page } = await at('phone', 'volunteer3');
  await go(page, '/report');
  const box = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmif1\0\0\0\0mif1heix', 'latin1'), Buffer.alloc(400, 7)]);
  await attach(page, { name: '微信图片.jpg', mimeType: 'image/jpeg', buffer: box });
  await seeText(page, /HEIC 照片.*兼容性最佳/);
  await attach(page, { name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture at all') });
  await seeText(page, /这张照片打不开/);
  assert.equal(await page.getByText(/HEIC/).count(), 0);
});

// Every form that a person of the field writes in: where it is, its field.
async function fieldForms(page) {
  const opened = async (name) => {
    await go(page, '/tasks');
    await press(await see(page, 'button', name, kWait));
    await until('its page is open', () => !page.url().endsWith('#/tasks'));
    return page.url().split('#')[1];
  };
  await go(page, '/tasks');
  await press((await see(page, 'list', '处置任务', kStart)).getByRole('button').first());
  await until('the task is open', () => page.url().includes('/task/'));
  const task = page.url().split('#')[1];
  return [
    { form: 'verification', route: await opened(/待核实/), field: '现场情况' },
    { form: 'visit', route: await opened(/待回访/), field: '回访情况' },
    { form: 'result', route: `${task}&do=result`, field: '处置说明' },
    { form: 'act', route: `/act/${task.split('/task/')[1].split('?')[0]}/record_statement`, field: '陈述、申辩内容' },
  ].map((one) => ({ ...one, secret: `KANARI-${one.form.toUpperCase()}` }));
}

async function openForm(page, { route, field }) {
  await go(page, route);
  await words(page, field).waitFor({ state: 'attached', timeout: kWait });
}

// Every byte that leaves the page.
function sent(page) {
  const all = [];
  const take = (bytes) => all.push(Buffer.from(bytes ?? '').toString('latin1'));
  page.on('request', (request) => {
    take(request.url());
    take(request.postDataBuffer());
  });
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => take(payload)));
  return all;
}

test('two of one kind on one phone: no form of the field shows, keeps or sends what the other wrote in it', async () => {
  const person = await at('phone', 'twin1');
  const { page } = person;
  const out = sent(page);
  const before = blobs();
  const forms = await fieldForms(page);
  for (const [i, form] of forms.entries()) {
    await openForm(page, form);
    await fill(words(page, form.field), `只有我写过 ${form.secret}`);
    await attach(page);
    await until('the photo is in the form', async () => (await photos(page).count()) === 1, kWait);
    await kept(page, 'drafts', i + 1);
    await kept(page, 'blobs', i + 1);
  }
  await leave(person);
  for (const { secret } of forms) assert.equal(await holds(page, secret), false, `${secret} after sign-out`);

  await at('phone', 'twin2');
  for (const form of forms) {
    await openForm(page, form);
    assert.equal(await words(page, form.field).inputValue(), '', form.form);
    assert.equal(await photos(page).count(), 0, form.form);
    for (const { secret } of forms) assert.equal(await holds(page, secret), false, `${secret} in ${form.form}`);
  }
  await inSync(page);
  await at('phone', 'twin1');
  for (const form of forms) {
    await openForm(page, form);
    await until(`${form.form} is its author's again`, async () => (await words(page, form.field).inputValue()).includes(form.secret), kWait);
    assert.equal(await photos(page).count(), 1, form.form);
    await seeText(page, /这是您 .* 写下的内容/);
  }
  await inSync(page);
  for (const { secret } of forms) assert.ok(!out.some((bytes) => bytes.includes(secret)), `${secret} left the page`);
  assert.equal(blobs(), before, 'no photo left the device');
});

test('nobody saw an error', async () => {
  for (const device of Object.values(devices)) await done(device);
});
