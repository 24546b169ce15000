// What is on the screen can be read and taken along: copied, magnified, told apart from what has ended.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, openPhone, press, screenshot, see, startServer, until } from './harness.mjs';
import { atDesktop, choose, done, go, kHere, kStart, kWait, onPhone, signIn } from './people.mjs';

const kClipboard = { ...kHere, permissions: [...kHere.permissions, 'clipboard-read', 'clipboard-write'] };
let server;
before(async () => (server = await startServer()));
after(async () => {
  await closeBrowser();
  await server.stop();
});

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

test('the desk sees where a case is, and copies its number and words by a button or by Ctrl+C', async () => {
  const desk = await atDesktop(server, 'desk1', kClipboard);
  const { page } = desk;
  await go(page, '/desk');
  await press(page.getByRole('main').getByRole('list').first().getByRole('button').last());
  await see(page, 'heading', '地点', kWait);
  const shown = await page.getByRole('main').innerText();
  const number = shown.match(/\d{19}|待编号/)[0];
  await press(byRole(page, 'button', '复制编号和内容').first());
  await until('it is in the clipboard', async () => (await clipboard(page)).includes(number));
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await page.keyboard.press('Control+c');
  await until('the page is in the clipboard', async () => (await clipboard(page)).includes(number));
  await done(desk);
});

test('two fingers magnify the page and leave its layout as it is', async () => {
  const worker = await onPhone(server, 'worker1');
  const { page } = worker;
  await go(page, '/settings');
  const widthOf = () => page.evaluate(() => document.getElementById('canvas').clientWidth);
  const before = await widthOf();
  const cdp = await page.context().newCDPSession(page);
  const touch = (type, spread) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: spread ? [-1, 1].map((side, id) => ({ x: 200, y: 400 + side * spread, id })) : [] });
  await touch('touchStart', 20);
  for (let spread = 30; spread <= 120; spread += 10) await touch('touchMove', spread);
  await touch('touchEnd', 0);
  await until('it is magnified', () => page.evaluate(() => visualViewport.scale > 1.5));
  assert.equal(await widthOf(), before);
  await done(worker);
});

test('what still runs on a closed case has its name', async () => {
  const volunteer = await onPhone(server, 'volunteer1');
  const { page } = volunteer;
  await go(page, '/mine');
  await see(page, 'button', /已结案/, kWait);
  const left = (await page.getByRole('button', { name: /已结案/ }).allInnerTexts()).filter((row) => row.includes('还剩'));
  assert.ok(left.length > 0, 'the demo has a closed case with an open appeal');
  for (const row of left) assert.match(row, /已结案 · 申诉答复时限 还剩/);
  await done(volunteer);
});

test('in the largest text a clock is not cut off: its chip takes a second line', async () => {
  const volunteer = await onPhone(server, 'volunteer1');
  const { page } = volunteer;
  await go(page, '/settings');
  await choose(page, 'tab', '特大');
  await go(page, '/mine');
  await see(page, 'button', /已结案 · .*还剩/, kWait);
  await screenshot(page, 'my_reports_large_text.phone.zh');
  const tallest = async (name) => {
    const rows = await page.getByRole('button', { name }).all();
    return Math.max(...(await Promise.all(rows.map(async (row) => (await row.boundingBox())?.height ?? 0))));
  };
  assert.ok((await tallest(/, 已结案 · .*还剩/)) > (await tallest(/, (待核实|待受理|处置中|已立案)/)));
  await done(volunteer);
});

test('in the largest text words that do not fit beside each other stand one below the other, uncut', async () => {
  const worker = await onPhone(server, 'worker1', { ...kHere, locale: 'en-GB' });
  const { page } = worker;
  await go(page, '/tasks');
  const tabs = [await see(page, 'tab', 'Urgent, then nearest', kWait), await see(page, 'tab', 'By tour')];
  const boxes = () => Promise.all(tabs.map((tab) => tab.boundingBox()));
  let [first, second] = await boxes();
  assert.equal(first.y, second.y);
  await go(page, '/settings');
  await choose(page, 'tab', 'Larger');
  await go(page, '/tasks');
  await until('they are stacked', async () => {
    [first, second] = await boxes();
    return second.y >= first.y + first.height;
  }, kWait);
  await screenshot(page, 'tasks_large_text.phone.en');
  await go(page, '/settings');
  await choose(page, 'tab', 'Normal');
  await done(worker);
});

// Whom to call stands where somebody may need it: before signing in, among the settings, and beside a danger.
test('12345 stands beside 110, 119 and 120: at sign-in, in the settings, on a report with a danger', async () => {
  const phone = await openPhone(server.url, { deviceScaleFactor: 1, ...kHere });
  const { page } = phone;
  const numbers = async (where) => {
    for (const number of ['110', '119', '120', '12345']) {
      await until(`${number} ${where}`, async () => (await page.locator(`#mirror a[href="tel:${number}"]`).count()) > 0, kStart);
      assert.match(await page.locator(`#mirror a[href="tel:${number}"]`).first().textContent(), new RegExp(number));
    }
  };
  await numbers('at sign-in');
  await signIn(phone, 'volunteer2');
  await go(page, '/settings');
  await numbers('in the settings');
  await go(page, '/report');
  await choose(page, 'radio', '有危险');
  await numbers('on a report with a danger');
  await done(phone);
});
