// What somebody writes in a dialog stays until it is handed in or thrown away: over Escape, another try to
// be located and a reload. And what a dialog suggests is what it sends.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { always, byRole, closeBrowser, fill, press, screenshot, see, startServer, until } from './harness.mjs';
import { atDesktop, done, go, inSync, kHere, kStart, kWait, kXiaohe, onPhone } from './people.mjs';
import { deskDoes, deskDoesFromAll, openTask, report, toUnit } from './steps.mjs';

let server;
let id; // of the case that all of it is about
let desk;
before(async () => {
  server = await startServer({ rota: always, presses: 'arrive_task cancel_task dispatch_case edit_field' });
  const leader = await onPhone(server, 'leader1');
  id = await report(leader.page, { nature: '安全隐患', place: '小河社区', text: '后厨存放煤气瓶，软管老化。' });
  await done(leader);
  desk = await atDesktop(server, 'supervisor1');
  await deskDoes(desk.page, id, '立案');
});
after(async () => {
  try {
    await done(desk);
  } finally {
    await closeBrowser();
    await server.stop();
  }
});

const box = (page, name) => byRole(page.getByRole('dialog').last(), 'textbox', name).first();
const holds = (page, name, words) => until(`it says ${words}`, async () => (await box(page, name).inputValue().catch(() => '')) === words, kWait);
const closes = async (page) => {
  await page.keyboard.press('Escape');
  await until('the dialog is closed', async () => (await page.getByRole('dialog').count()) === 0);
};

// A reload takes the memory; the store had a second to take the draft.
async function reloads(page) {
  await page.waitForTimeout(1500);
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.ready === '1', null, { timeout: kStart });
  await go(page, '/settings');
  await inSync(page);
}

// Opened, written in, closed, opened, reloaded, opened.
async function keeps(page, open, name, words) {
  await open();
  await fill(box(page, name), words);
  await closes(page);
  await open();
  await holds(page, name, words);
  await reloads(page);
  await open();
  await holds(page, name, words);
}

// The form of the desk behind this button.
const deskForm = (button) => async () => {
  await go(desk.page, `/desk/${id}`);
  await press(desk.page.getByRole('main').getByRole('button', { name: button, exact: true }).first());
  await until('the form is open', async () => (await desk.page.getByRole('dialog').count()) > 0, kWait);
};

test('who had the order and lost it is not suggested again: the next one is, and is the one chosen beforehand', { timeout: 300000 }, async () => {
  const { page } = desk;
  const suggested = page.getByRole('dialog').getByRole('radio', { name: /推荐/ });
  let first;
  await deskDoes(page, id, '派遣', async () => {
    await suggested.first().waitFor({ state: 'attached', timeout: kWait });
    first = await suggested.first().getAttribute('aria-label').catch(() => null) ?? await suggested.first().textContent();
    assert.equal(await suggested.first().getAttribute('aria-checked'), 'true');
  });
  await deskDoesFromAll(page, id, /^撤销任务/, (dialog) => fill(dialog.getByRole('textbox').first(), '派错单位，改派。'));
  await deskForm('派遣')();
  await until('one is suggested', async () => (await suggested.count()) === 1, kWait);
  const second = await suggested.first().getAttribute('aria-label').catch(() => null) ?? await suggested.first().textContent();
  assert.notEqual(second, first);
  assert.equal(await suggested.first().getAttribute('aria-checked'), 'true', 'what is suggested is what Enter sends');
  await screenshot(page, 'dispatch_again.desktop.zh');
  await closes(page);
});

test('the order of a dispatch stays over Escape and a reload', { timeout: 200000 }, async () => {
  await keeps(desk.page, deskForm('派遣'), '任务要求', '带上检测仪，先断气再进门。');
  await screenshot(desk.page, 'dispatch_draft.desktop.zh');
  await closes(desk.page);
});

test('a correction of the case stays over Escape and a reload, and goes when it is saved', { timeout: 300000 }, async () => {
  const leader = await onPhone(server, 'leader1');
  const { page } = leader;
  const open = async () => {
    await go(page, `/case/${id}`);
    const groups = page.getByRole('radiogroup', { name: '全部事项' }).getByRole('radio');
    await groups.first().waitFor({ state: 'attached', timeout: kWait });
    const wanted = page.getByRole('button', { name: '修改内容', exact: true });
    for (let i = 0; (await wanted.count()) === 0 && i < (await groups.count()); ++i) await press(groups.nth(i));
    await press(wanted.last());
    await until('the dialog is open', async () => (await page.getByRole('dialog').count()) > 0, kWait);
  };
  const words = '后厨存放煤气瓶六个，软管老化。';
  await keeps(page, open, /诉求|情况|内容/, words);
  await screenshot(page, 'edit_draft.phone.zh');
  await press(byRole(page, 'button', '保存更正').last());
  await until('it is saved', async () => (await page.getByRole('dialog').count()) === 0, kWait);
  await inSync(page);
  await open();
  assert.equal(await page.getByRole('dialog').getByText(/写下的内容/).count(), 0, 'no draft is left');
  await closes(page);
  await done(leader);
});

// He stands two kilometres away, so the reason is asked for.
test('why one is there although the position says no stays over another try and a reload', { timeout: 300000 }, async () => {
  await deskDoes(desk.page, id, '派遣', toUnit(/消防/));
  const far = { ...kHere, geolocation: { ...kXiaohe.at, latitude: kXiaohe.at.latitude + 0.02 } };
  const handler = await onPhone(server, 'handler_fire', far);
  const { page } = handler;
  await openTask(page, id);
  await press(await see(page, 'button', '签收任务', kWait));
  await press(await see(page, 'button', '现在出发', kWait));
  const next = await see(page, 'button', /^(联系当事人|我已到场)$/, kWait);
  if ((await next.textContent()).includes('联系当事人')) {
    await press(next);
    await press(byRole(page, 'radio', '未联系上').last());
    await press(byRole(page, 'button', '记录联系').last());
  }
  const open = async () => {
    await press(await see(page, 'button', '我已到场', kWait));
    await see(page, 'dialog', '到场', kWait);
  };
  const words = '已在后厨门口，楼内定位漂移。';
  await open();
  await fill(box(page, '现场说明'), words);
  await press(byRole(page, 'button', '重新定位').last());
  await see(page, 'dialog', '到场', kWait);
  await holds(page, '现场说明', words);
  await reloads(page);
  await openTask(page, id);
  await open();
  await holds(page, '现场说明', words);
  await screenshot(page, 'arrival_draft.phone.zh');
  await press(byRole(page, 'button', '确认到场').last());
  await until('the arrival is taken', async () => (await page.getByRole('dialog').count()) === 0, kWait);
  await inSync(page);
  await go(page, `/case/${id}`);
  await page.getByText(new RegExp(words)).first().waitFor({ state: 'attached', timeout: kWait });
  await done(handler);
});

test('nobody saw an error', () => {
  assert.deepEqual(desk.errors, []);
});
