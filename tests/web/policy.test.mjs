// The administrator reads and changes a street's rules in the app; the server takes them as a new
// version; mistakes are told with their place; others only read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, fill, press, screenshot, seeText, startServer, until } from './harness.mjs';
import { atDesktop, choose, done, go, inSync, kWait, onPhone } from './people.mjs';

let server;
before(async () => {
  server = await startServer({ presses: 'set_policy' });
});
after(async () => {
  await closeBrowser();
  await server.stop();
});

// rows: S2-18
test('rules are changed in the form and as text, saved as a new version, and said where they are wrong', { timeout: 300000 }, async () => {
  const admin = await atDesktop(server, 'admin');
  const { page } = admin;
  await go(page, '/policy');
  const at = Number((await (await seeText(page, /现行第 \d+ 版/, kWait)).innerText()).match(/第 (\d+) 版/)[1]);
  const version = (later) => new RegExp(`现行第 ${at + later} 版`);
  await choose(page, 'tab', '逐项修改');
  await choose(page, 'radio', '工作时间与节假日');
  // Days are picked, one range a row; a range that ends before it begins is said at its row.
  await page.getByRole('heading', { name: '调休上班日' }).first().waitFor({ state: 'attached', timeout: kWait });
  await press(byRole(page, 'button', '添加：调休上班日'));
  const from = page.getByRole('textbox', { name: '从', exact: true }).last();
  const to = page.getByRole('textbox', { name: '到', exact: true }).last();
  assert.equal(await from.getAttribute('type'), 'date');
  await fill(from, '2027-01-03');
  await fill(to, '2027-01-02');
  await seeText(page, '看不懂：2027-01-03..2027-01-02', kWait);
  await fill(from, '2027-01-02');
  await fill(to, '2027-01-03');
  await screenshot(page, 'policy_form.desktop.zh');
  await press(byRole(page, 'button', '保存为新版本'));
  const dialog = byRole(page, 'dialog', '保存为新版本');
  await press(dialog.getByRole('button', { name: '保存', exact: true }));
  await inSync(page);
  await seeText(page, version(1), kWait);
  await seeText(page, /2027-01-02\.\.2027-01-03/, kWait);

  await choose(page, 'tab', '全文修改');
  const text = byRole(page, 'textbox', '规则全文（JSON）');
  const rules = JSON.parse(await text.inputValue());
  await fill(text, JSON.stringify({ ...rules, warn_percent: 200 }, null, 2));
  await seeText(page, /warn_percent.*应在 0\.\.100 之间/, kWait);
  await fill(text, JSON.stringify({ ...rules, sign: { how: 'hours', amount: 1 } }, null, 2));
  await seeText(page, /\/sign\/how.*不是规定的取值/, kWait);
  await fill(text, JSON.stringify({ ...rules, warn_pecent: 40 }, null, 2));
  await seeText(page, '没有这个项目：/warn_pecent', kWait);
  await screenshot(page, 'policy_text.desktop.zh');
  await fill(text, JSON.stringify({ ...rules, warn_percent: 40 }, null, 2));
  await press(byRole(page, 'button', '保存为新版本'));
  await press(byRole(page, 'dialog', '保存为新版本').getByRole('button', { name: '保存', exact: true }));
  await inSync(page);
  await seeText(page, version(2), kWait);

  const auditor = await onPhone(server, 'auditor1');
  await go(auditor.page, '/policy');
  await seeText(auditor.page, version(2), kWait);
  await until('all is drawn', async () => (await auditor.page.getByText('办理时限').count()) > 0, kWait);
  assert.equal(await byRole(auditor.page, 'tab', '逐项修改').count(), 0);
  await screenshot(auditor.page, 'policy.phone.zh');
  await done(auditor);
  await done(admin);
});
