// Reporting by the people of a street: what is near already is shown and added to instead of reported
// twice; the restricted class says nothing on lists; a small matter is settled on the spot; what lies in
// another street goes to the own desk. Each with its place by search and by position.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, fill, press, screenshot, see, seeText, startServer, until } from './harness.mjs';
import { choose, go, inSync, kGongchen, kPlacings, kWait, kXiaohe, onPhone, saysSource } from './people.mjs';

let server;
let head; // the head of a street's governance station
before(async () => {
  server = await startServer({ presses: 'report_case add_note settle_on_spot' });
  head = await onPhone(server, 'station1');
});
after(async () => {
  await head?.close();
  await closeBrowser();
  await server?.stop();
});

async function begin(page, placing, nature, text) {
  await page.context().setGeolocation(placing.stands);
  await go(page, '/report');
  await choose(page, 'radio', '没有危险');
  await choose(page, 'radio', nature);
  await saysSource(page);
  await fill(byRole(page, 'textbox', '情况说明'), text);
  await placing.place(page, kXiaohe);
}

async function handIn(page, button = '提交上报') {
  await press(byRole(page, 'button', button).last());
  await until('it is handed in', () => page.url().includes('sent=1'), kWait);
  await inSync(page);
}

async function photo(page, strip) {
  const kept = () => page.getByRole('button', { name: /^删除照片/ }).count();
  const before = await kept();
  const chooser = page.waitForEvent('filechooser');
  await press(byRole(page, 'button', '从相册选').nth(strip));
  await (await chooser).setFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await page.screenshot({ type: 'jpeg', quality: 50 }) });
  await until('the photo is there', async () => (await kept()) > before, kWait);
}

async function shown(name, work) {
  try {
    await work(head.page);
  } catch (error) {
    await screenshot(head.page, `failed.report.${name}`).catch(() => {});
    throw error;
  }
}

// Twice, the second time in words of its own: what was reported the first time is still there.
function twice(name, file, work) {
  for (const placing of kPlacings) {
    const said = placing === kPlacings[0] ? (text) => text : (text) => `西侧${text}`;
    test(`${name}: ${placing.by}`, { timeout: 200000 }, () => shown(`${file}.${kPlacings.indexOf(placing)}`, (page) => work(page, placing, said)));
  }
}

twice('what is near already is shown with its words and added to', 'near', async (page, placing, said) => {
  await begin(page, placing, '公共设施', said('健身步道路灯不亮三盏。'));
  await handIn(page);
  await begin(page, placing, '公共设施', said('步道路灯还是不亮，又坏一盏。'));
  await seeText(page, /附近已有 \d+ 件类似上报/, kWait);
  await seeText(page, said('健身步道路灯不亮三盏。'), kWait);
  const same = page.getByRole('main').getByRole('button', { name: '就是这件事，补充到该案件' }).first();
  await same.scrollIntoViewIfNeeded();
  await screenshot(page, 'report_nearby.phone.zh');
  // What is dangerous is no note, and what can't be handed in is not added either.
  await choose(page, 'radio', '有危险');
  await seeText(page, '已填报有危险，请直接提交上报；是同一件事的，由指挥室并案。', kWait);
  assert.equal(await same.count(), 0);
  await choose(page, 'radio', '没有危险');
  const field = byRole(page, 'textbox', '情况说明').first();
  await fill(field, '灯'.repeat(1500));
  await press(same);
  await seeText(page, /多出 500 字/, kWait);
  assert.ok(page.url().includes('/report'));
  await fill(field, said('步道路灯还是不亮，又坏一盏。'));
  await press(same);
  await until('the case is open', () => page.url().includes('/case/'), kWait);
  await inSync(page);
  await seeText(page, said('步道路灯还是不亮，又坏一盏。'), kWait);
});

twice('a report of the restricted class says nothing on lists', 'restricted', async (page, placing, said) => {
  await begin(page, placing, '群众求助', said('孩子放学后独自在家，无人照看。'));
  await choose(page, 'radio', '未成年人');
  await screenshot(page, 'report_restricted.phone.zh');
  await handIn(page);
  await go(page, '/mine');
  await seeText(page, '限制类案件', kWait);
  assert.equal(await page.getByText(/孩子放学后/).count(), 0);
  await screenshot(page, 'mine.phone.zh');
});

// Answered yes without a kind it was handed in as no danger at all.
twice('some danger of no kind is asked for its kind, and handed in with it', 'danger', async (page, placing, said) => {
  await begin(page, placing, '公共设施', said('高压线断落路面，冒火花。'));
  await choose(page, 'radio', '有危险');
  await press(byRole(page, 'button', '提交上报').last());
  await seeText(page, '请选择是哪种危险，可以选多项。', kWait);
  await until('the focus is at the first kind', () => page.evaluate(() => document.activeElement.getAttribute('aria-label') === '有人有生命危险' || document.activeElement.textContent === '有人有生命危险'));
  assert.ok(!page.url().includes('sent=1'));
  await screenshot(page, 'report_danger_kind.phone.zh');
  await press(byRole(page, 'checkbox', '起火、冒烟或爆炸危险').first());
  await until('it is said', async () => (await page.getByText('请选择是哪种危险').count()) === 0, kWait);
  await handIn(page);
  await go(page, '/mine');
  await press(page.getByRole('button', { name: said('高压线断落路面') }).first());
  await until('the case is open', () => page.url().includes('/case/'), kWait);
  await seeText(page, '起火、冒烟或爆炸危险', kWait);
});

twice('a class that was chosen stays in sight and is sent when the nature is changed afterwards', 'class', async (page, placing, said) => {
  await begin(page, placing, '群众求助', said('放学后孩子在路口拉货，无人照管。'));
  await choose(page, 'radio', '未成年人');
  await choose(page, 'radio', '公共设施');
  await until('it stands there', async () => (await byRole(page, 'radio', '未成年人').first().getAttribute('aria-checked')) === 'true', kWait);
  await handIn(page);
  await go(page, '/mine');
  await seeText(page, '限制类案件', kWait);
  assert.equal(await page.getByText(/孩子在路口拉货/).count(), 0);
});

// rows: S3-20a
twice('a small matter is settled on the spot, with photos of before and after', 'spot', async (page, placing, said) => {
  await begin(page, placing, '街面秩序', said('共享单车堵住盲道。'));
  await press(byRole(page, 'switch', '已当场办结（简易程序）').first());
  await press(byRole(page, 'button', '提交并办结').last());
  await seeText(page, '请拍处置前的照片。'); // nothing is handed in that the rules would refuse
  await fill(byRole(page, 'textbox', '怎么办的'), '已将十二辆单车移至停车区，盲道畅通。');
  await photo(page, 1);
  await photo(page, 2);
  await screenshot(page, 'on_the_spot.phone.zh');
  await handIn(page, '提交并办结');
  await go(page, '/mine');
  await press(page.getByRole('button', { name: said('共享单车堵住盲道') }).first());
  await seeText(page, '已结案', kWait);
});

twice('what lies in another street goes to the own desk', 'elsewhere', async (page, placing, said) => {
  await begin(page, placing, '公共设施', said('河对岸护栏断了一截。'));
  await placing.place(page, kGongchen);
  await seeText(page, /不在本街道网格内/, kWait);
  await handIn(page);
  await go(page, '/mine');
  await seeText(page, said('河对岸护栏断了一截'), kWait);
});

test('nobody saw an error', () => {
  assert.deepEqual(head.errors, []);
});
