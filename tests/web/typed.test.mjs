// What people type is understood or refused, where they typed it, and nothing of it is lost.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, fill, openPhone, press, screenshot, see, seeText, sleep, startServer, until } from './harness.mjs';
import { choose, done, go, inSync, kPlacings, kStart, kXiaohe, saysSource, signIn } from './people.mjs';

let server;
let person;
let page;
let id;
before(async () => {
  server = await startServer();
  person = await openPhone(server.url);
  page = person.page;
  await signIn(person, 'leader1');
});
after(async () => {
  try {
    await done(person);
  } finally {
    await closeBrowser();
    await server.stop();
  }
});

const field = (name) => byRole(page, 'textbox', name).first();
const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);
const invalid = () => page.locator('#mirror [aria-invalid=true]').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
const text = () => page.evaluate(() => document.getElementById('mirror').innerText);

// By position, the form has its place before anybody asks; by search the device gives none.
async function beginReport(placing) {
  const located = placing.by === 'by position';
  await page.context().clearPermissions();
  if (located) await page.context().grantPermissions(['geolocation']);
  await page.context().setGeolocation(placing.stands);
  await go(page, '/report');
  if (located) await placing.place(page, kXiaohe);
  return located;
}

for (const placing of kPlacings.toReversed()) {
  test(`a report that lacks everything marks all of it and leads to the first; too much is kept and said: ${placing.by}`, async () => {
    const located = await beginReport(placing);
    await press(byRole(page, 'button', '提交上报').last());
    for (const words of ['请先回答这一问。', '请选一种。', '请写几个字说明情况。']) await seeText(page, words);
    if (!located) await seeText(page, '请确定地点。');
    assert.equal(await page.getByText('请确定地点。').count() > 0, !located);
    await until('the focus is at the first', async () => /没有危险/.test(await focused()));
    // What must be chosen says so as what must be typed does; what may stay open does not.
    for (const name of ['现场有危险吗？', '事项性质', '从哪里得知']) {
      const group = page.getByRole('radiogroup', { name, exact: true }).first();
      assert.equal(await group.getAttribute('aria-required'), 'true', name);
    }
    await choose(page, 'radio', '没有危险');
    await choose(page, 'radio', '安全隐患');
    await saysSource(page);
    await fill(field('情况说明'), '　 。'); // blanks and signs say nothing
    await press(byRole(page, 'button', '提交上报').last());
    await until('the focus is at the text', async () => (await focused()) === '情况说明');
    await page.evaluate((long) => {
      const input = document.activeElement;
      input.select();
      input.setRangeText(long);
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }, '一二三四五六七八九十'.repeat(1000));
    await seeText(page, /最多 1000 字，多出 9000 字/);
    assert.equal((await field('情况说明').inputValue()).length, 10000);
    if (!located) await placing.place(page, kXiaohe);
    await press(byRole(page, 'button', '提交上报').last());
    await until('the focus is back at the text', async () => (await focused()) === '情况说明');
    assert.ok(!page.url().includes('sent=1'));
    assert.equal((await field('情况说明').inputValue()).length, 10000);
    if (!located) return; // the next tests go on with it
    await page.context().clearPermissions(); // an empty form locates at once
    const discard = byRole(page, 'button', '丢弃草稿').first();
    await until('it stands there as a draft', async () => {
      await go(page, '/settings');
      await go(page, '/report');
      return (await discard.count()) > 0;
    });
    await press(discard);
    await press(page.getByRole('dialog', { name: '丢弃草稿' }).getByRole('button', { name: '丢弃草稿' }));
  });
}

test('numbers of people are warned of while they are typed, in every spelling, amounts are not', async () => {
  const warned = async (words, pattern) => {
    await fill(field('情况说明'), words);
    await until(`${words} is seen`, async () => pattern.test(await text()));
  };
  const phone = /像有电话或证件号/;
  for (const words of ['电话138 0013 8000', '电话１３８００１３８０００', '0571-88001234', '身份证33010519900101123X']) {
    await warned(words, phone);
    await fill(field('情况说明'), '欠款13800138000元');
    await until('an amount is none', async () => !phone.test(await text()));
  }
  await warned('浙A·D12345 堵住出口', /像有车牌号/);
});

// Everything that was written is there again, however long it is; what does not fit is said.
test('texts and addresses that are too long stay over a reload', async () => {
  const address = byRole(page, 'textbox', '详细位置').first();
  await fill(address, '村'.repeat(120));
  await fill(field('情况说明'), '楼道里堆着纸箱 KANARI-LONG');
  await until('it is kept', async () => /多出 40 字/.test(await text()));
  await sleep(2500);
  await page.reload();
  await until('the words are there', async () => (await field('情况说明').inputValue().catch(() => '')) === '楼道里堆着纸箱 KANARI-LONG', kStart);
  assert.equal(await address.inputValue(), '村'.repeat(120));
  // 𠮷 takes four bytes, and counts as two.
  await fill(address, '𠮷'.repeat(41));
  await until('it is said', async () => /多出 2 字/.test(await text()));
  await fill(address, '');
});

test('a telephone number that is none is refused at its field, one in any spelling is taken', async () => {
  const leaves = byRole(page, 'switch', '留下联系方式').first();
  await press(leaves);
  const phone = field('电话');
  await fill(phone, '1380013800a');
  await press(byRole(page, 'button', '提交上报').last());
  await seeText(page, '“1380013800a”不是电话号码。请填手机号，或带区号的固定电话。');
  await until('the wrong one has the focus', async () => (await focused()) === '电话');
  assert.ok(!page.url().includes('sent=1'), 'nothing is handed in');
  assert.ok((await invalid()).includes('电话'));
  for (const number of ['１３８ 0013 8000', '+86 138-0013-8000', '0571-88001234 转 801']) {
    await fill(phone, number);
    await until(`${number} is a number`, async () => (await page.getByText(/不是电话号码/).count()) === 0 && !(await invalid()).includes('电话'));
    await fill(phone, '88');
    await seeText(page, /“88”不是电话号码/);
  }
  await fill(phone, '');
  await press(leaves);
});

test('a count is read as people write it, or refused at its field', async () => {
  await fill(field('情况说明'), '后厨有六个气瓶，数字测试。');
  await press(byRole(page, 'button', '提交上报').last());
  await until('it is handed in', () => page.url().includes('sent=1'), kStart);
  await inSync(page);
  await go(page, '/mine');
  await press(page.getByRole('button', { name: /数字测试/ }).first());
  await until('the case is open', () => page.url().includes('/case/'));
  id = page.url().split('/case/')[1];
  await go(page, `/act/${id}/count_thing`);
  const send = byRole(page, 'button', '登记物品').last();
  await send.waitFor({ state: 'attached' });
  assert.equal(await page.locator('#mirror [aria-checked=true]').count(), 0, 'no measure before somebody chose one');
  await press(send);
  await until('all are marked', async () => (await invalid()).length >= 3);
  await fill(byRole(page, 'textbox', '名称').first(), '气瓶');
  const note = page.getByRole('textbox', { name: /说明|情况/ }).last();
  await fill(note, '长'.repeat(1500));
  await sleep(2500);
  await page.reload();
  await until('the form is as it was', async () => (await byRole(page, 'textbox', '名称').first().inputValue().catch(() => '')) === '气瓶', kStart);
  assert.equal((await note.inputValue()).length, 1500);
  await fill(note, '');
  await fill(byRole(page, 'textbox', '名称').first(), '');
  await press(send);
  await until('all are marked again', async () => (await invalid()).length >= 3);
  assert.deepEqual(await invalid(), ['名称', '计量单位', '最少', '最多']);
  await until('the first has the focus', async () => (await focused()) === '名称');
  await fill(field('名称'), '气瓶甲');
  await choose(page, 'radio', '瓶');
  await fill(field('最少'), '６');
  await fill(field('最多'), '6箱');
  await seeText(page, /看不懂“6箱”/);
  await press(send);
  await until('the wrong one has the focus', async () => (await focused()) === '最多');
  assert.ok(page.url().includes('/act/'));
  await screenshot(page, 'count_refused.phone.zh');
  await fill(field('最多'), ' 六 瓶');
  await press(send);
  await until('it is taken', () => !page.url().includes('/act/'));
  await seeText(page, /气瓶甲 · 6 瓶/);
});

test('times are picked, not typed, and none is filled in beforehand', async () => {
  await go(page, `/act/${id}/ask_footage`);
  const from = page.locator('#mirror input[type=datetime-local]').first();
  await from.waitFor({ state: 'attached', timeout: 8000 });
  assert.equal(await from.inputValue(), '');
  await from.fill('2026-11-25T18:05');
  await until('the app has it', async () => (await from.inputValue()) === '2026-11-25T18:05');
});

test('a stray % in a link starts the app, which says that there is no such code', async () => {
  await page.goto(`${server.url}/#/report?place=100%`);
  await page.reload();
  await until('the app has started', () => page.evaluate(() => document.documentElement.dataset.ready === '1'), kStart);
  await seeText(page, '没有这个编码，请核对或换一种方式。', kStart);
  assert.equal(await field('地点编码').inputValue(), '100%');
});

test('a stray % in the link of a case starts the app, which says that there is no such case', async () => {
  const routes = ['/case/%', '/desk/%zz', '/case/100%', '/case/%zz/x', '/case/330105003/%E4', '/task/%', '/act/%/edit_field'];
  for (const [i, route] of routes.entries()) {
    if (i < 2) {
      await page.goto('about:blank');
      await page.goto(`${server.url}/#${route}`);
      await until(`the app has started at ${route}`, () => page.evaluate(() => document.documentElement.dataset.ready === '1'), kStart);
    } else {
      await go(page, route);
    }
    await inSync(page);
    const says = { case: '本机没有这个案件', act: '本机没有这个案件', task: '没有这个任务' }[route.split('/')[1]];
    if (says) await seeText(page, says, kStart);
  }
});
