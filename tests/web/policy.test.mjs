// The administrator reads and changes a street's rules in the app; the server takes them as a new
// version; mistakes are told with their place; others only read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, fill, press, screenshot, see, seeText, startServer, until } from './harness.mjs';
import { atDesktop, choose, done, go, inSync, kStart, kWait, onPhone } from './people.mjs';
import { pick } from './steps.mjs';

let server;
before(async () => {
  server = await startServer({ presses: 'set_policy propose_change confirm_change withdraw_change' });
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
  const rows = page.getByRole('textbox', { name: '从', exact: true });
  const there = await rows.count();
  await press(byRole(page, 'button', '添加：调休上班日'));
  await until('a row is begun', async () => (await rows.count()) === there + 1, kWait);
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

const field = (page, name) => byRole(page, 'textbox', name).first();
const isWrong = (page, name, wrong = true) =>
  until(`${name} is ${wrong ? 'refused' : 'taken'}`, async () => ((await field(page, name).getAttribute('aria-invalid')) === 'true') === wrong, kWait);

test('a number of the rules counts in the unit that stands behind it, or is refused', { timeout: 300000 }, async () => {
  const admin = await atDesktop(server, 'admin');
  const { page } = admin;
  await go(page, '/policy');
  await choose(page, 'tab', '逐项修改');
  const says = async (typed, words) => {
    await fill(field(page, '签收时限'), typed);
    await isWrong(page, '签收时限', false);
    await seeText(page, words, kWait);
  };
  // 签收时限 counts in seconds, whatever is typed beside the number.
  await says('48', '48 秒');
  await says('8分钟', '8 分钟');
  await says('2小时', '2 小时');
  await says('1小时30分', '90 分钟');
  await says('２天', '48 小时');
  for (const typed of ['100米', '2个工作日', '1.5秒', '5次']) {
    await fill(field(page, '签收时限'), typed);
    await isWrong(page, '签收时限');
  }
  await seeText(page, /看不懂“5次”/, kWait);
  await screenshot(page, 'policy_units.desktop.zh');
  await fill(field(page, '签收时限'), '30秒');
  await isWrong(page, '签收时限', false);
  // What it counts in is changed afterwards: half a minute is no working day.
  await pick(page, '计时方式', '工作日');
  await isWrong(page, '签收时限');
  await pick(page, '计时方式', '秒');
  await isWrong(page, '签收时限', false);
  await fill(field(page, '迟报判定（小时）'), '1天');
  await isWrong(page, '迟报判定（小时）', false);
  await fill(field(page, '挂账最长天数'), '100米');
  await isWrong(page, '挂账最长天数');
  await fill(field(page, '挂账最长天数'), '2周');
  await isWrong(page, '挂账最长天数', false);
  await press(byRole(page, 'button', '保存为新版本'));
  await press(byRole(page, 'dialog', '保存为新版本').getByRole('button', { name: '保存', exact: true }));
  await inSync(page);
  await choose(page, 'tab', '全文修改');
  const text = byRole(page, 'textbox', '规则全文（JSON）');
  await until('they were saved as meant', async () => {
    const rules = JSON.parse(await text.inputValue());
    return rules.sign.amount === 30 && rules.late_report_hours === 24 && rules.suspend_days_max === 14;
  }, kWait);
  await done(admin);
});

test('what was typed stays over a change of the view, a deleted item and a reload, also when it is not understood', { timeout: 300000 }, async () => {
  const admin = await atDesktop(server, 'admin');
  const { page } = admin;
  await go(page, '/policy');
  await choose(page, 'tab', '逐项修改');
  await fill(field(page, '出发时限'), '一会儿');
  await isWrong(page, '出发时限');
  await fill(field(page, '签收时限'), '90秒');
  await choose(page, 'tab', '查看');
  await choose(page, 'tab', '逐项修改');
  assert.equal(await field(page, '出发时限').inputValue(), '一会儿');
  await isWrong(page, '出发时限');
  // The text of the whole cannot hold it: one is led back to it.
  await press(byRole(page, 'tab', '全文修改'));
  await until('the form stays', async () => (await byRole(page, 'tab', '逐项修改').getAttribute('aria-selected')) === 'true', kWait);
  assert.equal(await field(page, '出发时限').inputValue(), '一会儿');
  // Items of a list move up, with what was typed in them.
  const items = page.getByRole('button', { name: /^(矛盾纠纷|安全隐患|噪音扰民|公共设施|交通出行|街面秩序|群众求助|民生帮扶|失物招领|线索|其他)$/ });
  const before = await items.count();
  assert.ok(before >= 2, 'the demo has limits by nature');
  await press(items.nth(0));
  await until('the first is open', async () => (await byRole(page, 'button', '删除此项').count()) === 1, kWait);
  await press(items.nth(1));
  await until('both are open', async () => (await byRole(page, 'button', '删除此项').count()) === 2, kWait);
  const limits = page.getByRole('textbox', { name: '办理时限' });
  await fill(limits.nth(1), '看情况');
  await press(byRole(page, 'button', '删除此项').first());
  await until('it is gone', async () => (await items.count()) === before - 1, kWait);
  await until('the other is as it was', async () => (await limits.first().inputValue()) === '看情况', kWait);
  assert.equal(await limits.first().getAttribute('aria-invalid'), 'true');
  await page.waitForTimeout(1500);
  await page.reload();
  await see(page, 'navigation', undefined, kStart);
  await go(page, '/policy');
  await until('a reload keeps it', async () => (await field(page, '出发时限').inputValue().catch(() => '')) === '一会儿', kStart);
  assert.equal(await field(page, '签收时限').inputValue(), '90秒');
  await seeText(page, /这是您 .* 写下的内容/, kWait);
  await isWrong(page, '出发时限');
  await screenshot(page, 'policy_draft.desktop.zh');
  await press(byRole(page, 'button', '保存为新版本'));
  await seeText(page, /看不懂|不是/, kWait);
  assert.equal(await page.getByRole('dialog').count(), 0, 'nothing is saved that was not understood');
  await press(byRole(page, 'button', '放弃修改').last());
  await until('it is thrown away', async () => (await field(page, '出发时限').inputValue()) !== '一会儿', kWait);
  await done(admin);
});

// What keeps less or looks less is one person's to propose and another's to confirm.
test('rules that weaken what is watched wait for a second person, and can be withdrawn', { timeout: 300000 }, async () => {
  const admin = await atDesktop(server, 'admin');
  await go(admin.page, '/policy');
  const standing = async (page) => (await (await seeText(page, /现行第 \d+ 版/, kWait)).innerText()).match(/第 (\d+) 版/)[1];
  const version = await standing(admin.page);
  await choose(admin.page, 'tab', '全文修改');
  const text = byRole(admin.page, 'textbox', '规则全文（JSON）');
  const rules = JSON.parse(await text.inputValue());
  await fill(text, JSON.stringify({ ...rules, sample_percent: 0, restricted_retention_days: 30 }, null, 2));
  await press(byRole(admin.page, 'button', '保存为新版本'));
  const dialog = byRole(admin.page, 'dialog', '保存为新版本');
  await dialog.getByText(/将减弱：.*须由另一人/).first().waitFor({ state: 'attached', timeout: kWait });
  await screenshot(admin.page, 'policy_weakens.desktop.zh');
  await press(dialog.getByRole('button', { name: '提交待确认', exact: true }));
  await inSync(admin.page);
  await seeText(admin.page, '待确认', kWait);
  assert.equal(await standing(admin.page), version);
  // Not by who proposed it.
  assert.equal(await byRole(admin.page, 'button', '确认变更').getAttribute('aria-disabled'), 'true');

  const auditor = await onPhone(server, 'auditor1');
  await go(auditor.page, '/policy');
  await seeText(auditor.page, '待确认', kWait);
  assert.equal(await byRole(auditor.page, 'button', '确认变更').count(), 0);
  await screenshot(auditor.page, 'policy_change.phone.zh');
  const volunteer = await onPhone(server, 'volunteer1');
  await go(volunteer.page, '/policy');
  await standing(volunteer.page);
  assert.equal(await volunteer.page.getByText('待确认').count(), 0);

  const supervisor = await atDesktop(server, 'supervisor1');
  await go(supervisor.page, '/policy');
  await press(byRole(supervisor.page, 'button', '确认变更'));
  await press(byRole(supervisor.page, 'dialog', '确认变更').getByRole('button', { name: '确认变更', exact: true }));
  await inSync(supervisor.page);
  await seeText(supervisor.page, '已确认，待生效', kWait);
  await screenshot(supervisor.page, 'policy_confirmed.desktop.zh');
  await press(byRole(supervisor.page, 'button', '撤回变更'));
  await press(byRole(supervisor.page, 'dialog', '撤回变更').getByRole('button', { name: '撤回变更', exact: true }));
  await inSync(supervisor.page);
  await seeText(supervisor.page, '已撤回或被取代', kWait);
  await inSync(admin.page);
  await seeText(admin.page, '已撤回或被取代', kWait);
  for (const person of [admin, auditor, volunteer, supervisor]) await done(person);
});
