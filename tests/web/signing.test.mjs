// What people do is signed by a key that their browser keeps and that the page itself cannot read; a lost one
// is enrolled anew; a browser that cannot sign keeps what was made and says so.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, fill, openPhone, press, runGezhi, screenshot, seeText, startServer, until } from './harness.mjs';
import { choose, done, go, inSync, kHere, kWait, kXiaohe, onPhone, placeByPosition, saysSource, signIn } from './people.mjs';

let server;
before(async () => {
  server = await startServer({ presses: 'report_case' });
});
after(async () => {
  await closeBrowser();
  await server?.stop();
});

// Of all journals, as `gezhi verify` counts them; it checks each signature.
function journal() {
  const verified = runGezhi('verify', '--data', server.data, '--json');
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  const streets = JSON.parse(verified.stdout);
  const sum = (member) => streets.reduce((total, street) => total + street[member], 0);
  return { signed: sum('signed_by_devices'), unsigned: sum('unsigned_by_people'), breaks: streets.flatMap((street) => street.breaks) };
}

async function report(page, text) {
  await go(page, '/report');
  await choose(page, 'radio', '没有危险');
  await choose(page, 'radio', '公共设施');
  await saysSource(page);
  await fill(byRole(page, 'textbox', '情况说明'), text);
  await placeByPosition(page, kXiaohe);
  await press(byRole(page, 'button', '提交上报').last());
  await until('it is handed in', () => page.url().includes('sent=1'), kWait);
}

const inKeys = (page, work) => page.evaluate(`new Promise((resolve, reject) => {
  const request = indexedDB.open('gezhi-keys');
  request.onerror = () => reject(request.error);
  request.onsuccess = () => (${work})(request.result).then(resolve, reject).finally(() => request.result.close());
})`);

test('what is made is signed, offline too, by a key that nobody can take out', { timeout: 200000 }, async () => {
  const at = journal();
  const phone = await onPhone(server, 'station1');
  await report(phone.page, '健身步道路灯不亮三盏。');
  await inSync(phone.page);
  const first = journal();
  assert.equal(first.signed, at.signed + 1);
  await phone.offline(true);
  await report(phone.page, '河边护栏松动一处。');
  await report(phone.page, '绿化带里有碎玻璃。');
  await phone.offline(false);
  await go(phone.page, '/sync');
  await inSync(phone.page);
  await until('both are in the journal', () => journal().signed === at.signed + 3, kWait);
  const key = await inKeys(phone.page, `async (db) => {
    const pairs = await new Promise((resolve) => { db.transaction('pairs').objectStore('pairs').getAll().onsuccess = (event) => resolve(event.target.result); });
    const taken = await crypto.subtle.exportKey('pkcs8', pairs[0].privateKey).then(() => true, () => false);
    return { count: pairs.length, extractable: pairs[0].privateKey.extractable, taken };
  }`);
  assert.deepEqual(key, { count: 1, extractable: false, taken: false });

  // The browser loses the key, and not what was made with it.
  await inKeys(phone.page, `async (db) => { db.transaction('pairs', 'readwrite').objectStore('pairs').clear(); }`);
  await phone.page.reload();
  await inSync(phone.page);
  await report(phone.page, '井盖翘起，夜间看不清。');
  await inSync(phone.page);
  const last = journal();
  assert.deepEqual({ signed: last.signed, unsigned: last.unsigned, breaks: last.breaks }, { signed: at.signed + 4, unsigned: at.unsigned, breaks: [] });
  await done(phone);
});

test('a browser that cannot sign keeps what was made and says why', { timeout: 200000 }, async () => {
  const at = journal();
  const phone = await openPhone('about:blank', { deviceScaleFactor: 1, ...kHere });
  await phone.context.addInitScript(() => Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })); // as over plain http
  await phone.page.goto(server.url);
  await signIn(phone, 'station1');
  await report(phone.page, '公厕门锁坏了。');
  await go(phone.page, '/sync');
  await seeText(phone.page, /本浏览器无法签名/, kWait);
  await screenshot(phone.page, 'sync_not_signed.phone.zh');
  assert.deepEqual(journal(), at);
  await phone.close();
});
