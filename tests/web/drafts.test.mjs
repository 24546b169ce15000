// What one person typed, saw and photographed never reaches the next one on the same device, and is
// there again for its author: forms, memory, mirror, storage; reload and kill; photos.
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { addUser, byRole, closeBrowser, fill, key, openDesktop, openDevice, openPhone, press, see, seeText, sleep, startServer, temporaryFolder, until } from './harness.mjs';
import { openAll } from './steps.mjs';
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

// Each picture is another one: what is the same lies at the server once.
let pictures = 0;
async function attach(page, file, button = '从相册选') {
  const chooser = page.waitForEvent('filechooser');
  await press(byRole(page, 'button', button).first());
  await (await chooser).setFiles(file ?? { name: 'p.jpg', mimeType: 'image/jpeg', buffer: await page.screenshot({ type: 'jpeg', quality: 30 + 7 * (pictures++ % 8) }) });
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

// Where else somebody types or reads at a desk: its dialogs, the rules of the street, a contact that was read.
test('dialogs of the desk, the rules that are being changed and a contact that was read are gone at sign-out', async () => {
  const volunteer = await at('phone', 'volunteer1');
  await beginReport(volunteer.page, '楼道感应灯不亮，请来电核实。', false);
  await choose(volunteer.page, 'switch', '留下联系方式');
  await fill(byRole(volunteer.page, 'textbox', '称呼'), '关女士KANARI');
  await fill(byRole(volunteer.page, 'textbox', '电话'), '13712340099');
  await searchPlace(volunteer.page, '小河社区');
  await press(byRole(volunteer.page, 'button', '提交上报').last());
  await until('it is handed in', () => volunteer.page.url().includes('sent=1'), kWait);
  await inSync(volunteer.page);
  await go(volunteer.page, '/mine');
  await press(volunteer.page.getByRole('button', { name: /楼道感应灯不亮/ }).first());
  await until('the case is open', () => volunteer.page.url().includes('/case/'));
  const id = volunteer.page.url().split('/case/')[1];
  await leave(volunteer);

  const person = await at('desktop', 'supervisor1');
  const { page } = person;
  await inSync(page);
  const contact = (await openAll(page, id)).getByRole('button', { name: '查看联系方式', exact: true });
  await press(contact);
  await fill(byRole(page, 'textbox', '查看理由'), '回电核实 KANARI-WHY');
  await press(await see(page, 'button', '查看', kWait));
  await seeText(page, /13712340099/, kWait);
  await closeDialog(page);
  const secrets = ['关女士KANARI', '13712340099'];
  const dialogs = { 要求核实: 'KANARI-VERIFY', 不予立案: 'KANARI-REJECT', 移交: 'KANARI-TRANSFER', 申请作废: 'KANARI-VOID', 分流: 'KANARI-TRIAGE', 立案: 'KANARI-FILE' };
  const offered = [];
  for (const [name, secret] of Object.entries(dialogs)) {
    const button = (await openAll(page, id)).getByRole('button', { name, exact: true }).first();
    if ((await button.count()) === 0 || (await button.isDisabled())) {
      await closeDialog(page);
      continue;
    }
    await press(button);
    const box = page.getByRole('dialog', { name, exact: true }).getByRole('textbox').last();
    await box.waitFor({ state: 'attached', timeout: kWait });
    await fill(box, `写到一半 ${secret}`);
    await closeDialog(page);
    offered.push(name);
    secrets.push(secret);
  }
  assert.ok(offered.length >= 3, `only ${offered} are offered`);
  await kept(page, 'drafts');
  await leave(person);
  for (const secret of secrets) assert.equal(await holds(page, secret), false, secret);
  // Why it was read stands in the case, and leaves with that.
  await until('the reason is gone', async () => !(await holds(page, 'KANARI-WHY')), kWait);

  await at('desktop', 'admin');
  for (const secret of secrets) assert.equal(await holds(page, secret), false, `${secret} at the next one`);
  await go(page, '/policy');
  await choose(page, 'tab', '全文修改');
  const rules = byRole(page, 'textbox', '规则全文（JSON）');
  await rules.waitFor({ state: 'attached', timeout: kWait });
  await until('the rules are here', async () => (await rules.inputValue()).length > 100, kWait);
  await fill(rules, `${await rules.inputValue()} KANARI-RULES`);
  await kept(page, 'drafts');
  await leave(person);
  assert.equal(await holds(page, 'KANARI-RULES'), false);

  await at('desktop', 'supervisor1');
  await go(page, '/policy');
  await see(page, 'heading', undefined, kWait);
  for (const secret of [...secrets.slice(0, 2), 'KANARI-RULES']) assert.equal(await holds(page, secret), false, `${secret} later`);
  await press((await openAll(page, id)).getByRole('button', { name: offered[0], exact: true }).first());
  const again = page.getByRole('dialog', { name: offered[0], exact: true }).getByRole('textbox').last();
  await until('its author has it again', async () => (await again.inputValue().catch(() => '')).includes(secrets[2]), kWait);
  await closeDialog(page);
});

// A dialog is closed as it is, with what stands in it.
async function closeDialog(page) {
  await key(page, 'Escape');
  await until('the dialog is closed', async () => (await page.getByRole('dialog').count()) === 0);
}

test('what could not be sent stays sealed for its author: the next one neither sends nor shows it, nor its photo', async () => {
  const person = await at('phone', 'volunteer1');
  const { page } = person;
  const before = blobs();
  const out = sent(page);
  await beginReport(page, '桥栏断裂一处 KANARI-UNSENT');
  await searchPlace(page, '小河社区');
  await kept(page, 'blobs');
  // The server cannot be asked for anything of the case; signing out needs no more than its own request.
  await page.route(/\/api\/(sync|blob)/, (route) => route.abort('connectionrefused'));
  await press(byRole(page, 'button', '提交上报').last());
  await until('it is handed in', () => page.url().includes('sent=1'), kWait);
  await see(page, 'button', /未上传/, kWait);
  await leave(person);
  assert.equal(await holds(page, 'KANARI-UNSENT'), false, 'sealed');
  assert.ok((await storage(page)).counts.blobs >= 1, 'and still here');
  await page.unroute(/\/api\/(sync|blob)/);
  out.length = 0;

  await at('phone', 'volunteer3');
  await inSync(page);
  assert.equal(await holds(page, 'KANARI-UNSENT'), false);
  await go(page, '/mine');
  assert.equal(await page.getByText('桥栏断裂').count(), 0);
  await go(page, '/sync');
  await press(byRole(page, 'button', '立即同步').first());
  await inSync(page);
  assert.equal(await page.getByText('桥栏断裂').count(), 0);
  assert.equal(blobs(), before, 'no photo of it left the device');
  assert.ok(!out.some((bytes) => bytes.includes(utf8('KANARI-UNSENT'))), 'nor its words');

  await at('phone', 'volunteer1');
  await until('its photo is with the server when its author is back', () => blobs() === before + 1, kStart);
  await inSync(page);
  await go(page, '/mine');
  await seeText(page, /桥栏断裂/, kWait);
  assert.ok(out.some((bytes) => bytes.includes(utf8('KANARI-UNSENT'))), 'and its words went');
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
  await press(byRole(first.page, 'radio', '没有危险').first()); // as soon as there is a form
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
