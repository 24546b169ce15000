// A handler issues a rectification notice; it is printed as a document of its own, also without network.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, fill, press, screenshot, see, sleep, startServer, until } from './harness.mjs';
import { choose, done, go, inSync, kWait, onPhone, atDesktop } from './people.mjs';

let server;
before(async () => {
  server = await startServer();
});
after(async () => {
  await closeBrowser();
  await server.stop();
});

const kNotice = { number: '拱消责改〔2026〕第017号', addressee: '小河路面馆', basis: '《中华人民共和国消防法》第十六条', authority: '小河街道消防救援站' };
const kFinding = '后厨超量存放煤气瓶，软管老化';
const kItems = ['移除超量存放的煤气瓶', '更换老化软管并加装报警器'];

// The case of the first task, in whatever order they stand, in which no notice was issued yet.
async function withoutNotice(page) {
  for (let nth = 0; ; ++nth) {
    await go(page, '/tasks');
    const row = page.getByRole('list').getByRole('button').nth(nth);
    await row.waitFor({ state: 'attached', timeout: kWait });
    await press(row);
    await until('the task is open', () => /\/(task|verify|visit)\//.test(page.url()), kWait);
    if (!page.url().includes('/task/')) continue;
    const id = page.url().split('/task/')[1].split('?')[0];
    if ((await page.getByText(/已开具，待送达|整改中|待复查|复查不合格|已移交执法/).count()) === 0) return id;
  }
}

async function issue(page, id) {
  await go(page, `/act/${id}/issue_notice`);
  await fill(byRole(page, 'textbox', '文书编号').first(), kNotice.number);
  await fill(byRole(page, 'textbox', '整改责任主体').first(), kNotice.addressee);
  await fill(byRole(page, 'textbox', /^整改内容( 1)?$/).first(), kItems[0]);
  await press(byRole(page, 'button', '添加整改内容').first());
  await fill(byRole(page, 'textbox', '整改内容 2'), kItems[1]);
  await fill(byRole(page, 'textbox', /^存在的问题/).first(), kFinding);
  await fill(byRole(page, 'textbox', '法律依据').first(), kNotice.basis);
  // Who signs is a fact: empty, with the own unit to be taken by a press, and missing without.
  const authority = byRole(page, 'textbox', '签发机关').first();
  assert.equal(await authority.inputValue(), '');
  await press(byRole(page, 'button', '开具整改通知书').last());
  await until('it is missed', async () => (await authority.getAttribute('aria-invalid')) === 'true', kWait);
  const own = page.getByRole('button', { name: /^填入：/ }).first();
  const suggested = (await own.textContent()).replace(/^填入：/, '');
  await press(own);
  await until('the own unit is taken', async () => suggested !== '' && (await authority.inputValue()) === suggested, kWait);
  await fill(authority, kNotice.authority);
  await choose(page, 'radio', '3 天后');
  await screenshot(page, 'issue_notice.phone.zh');
  await press(byRole(page, 'button', '开具整改通知书').last());
  await until('the notice is issued', () => !page.url().includes('/act/'), kWait);
}

async function printed(page) {
  const frame = page.locator('iframe#print');
  await until('the document is ready', async () => (await frame.count()) > 0 && (await frame.getAttribute('data-ready')) === '1', kWait);
  return frame.contentFrame().locator('body').innerText();
}

// rows: S3-04
test('a notice is printed with its number, items and due date, also without network', { timeout: 300000 }, async () => {
  const handler = await onPhone(server, 'handler_fire');
  const { page } = handler;
  try {
    await go(page, '/tasks');
    const id = await withoutNotice(page);
    await issue(page, id);
    await go(page, `/act/${id}/deliver_notice`);
    await choose(page, 'radio', '直接送达');
    await fill(byRole(page, 'textbox', /^送达情况/).first(), '当面交店主，已逐条说明');
    await press(byRole(page, 'button', '登记送达').last());
    await until('it is served', () => !page.url().includes('/act/'), kWait);
    await inSync(page);
    await handler.offline(true);
    await go(page, `/print/${id}?doc=notice`);
    await screenshot(page, 'print_notice.phone.zh');
    await press(byRole(page, 'button', '打印').first());
    const text = await printed(page);
    for (const words of [kNotice.number, kNotice.addressee, kNotice.basis, kNotice.authority, kFinding, ...kItems]) assert.ok(text.includes(words), `${words} in ${text}`);
    assert.match(text, new RegExp(`存在以下问题：[^措]*${kFinding}[^措]*整改措施：[^]*${kItems[0]}`), 'findings and measures have their own headings');
    assert.match(text, /送达情况[^]*当面交店主，已逐条说明/);
    assert.doesNotMatch(text, /拒收事由/, 'nobody refused what was handed over in person');
    const due = new Date(Date.now() + 3 * 86400000);
    assert.match(text, new RegExp(`于${due.getFullYear()}年${due.getMonth() + 1}月\\d+日前整改完毕`));
    const style = await page.evaluate(() => {
      const frame = document.getElementById('print');
      return frame.contentWindow.getComputedStyle(frame.contentDocument.querySelector('h1')).textAlign;
    });
    assert.equal(style, 'center', 'print.css is there without network');
    await handler.offline(false);
    await inSync(page);

    const desk = await atDesktop(server, 'desk1');
    await go(desk.page, `/print/${id}?doc=notice`);
    await see(desk.page, 'button', '打印', kWait);
    await sleep(500);
    await screenshot(desk.page, 'print_notice.desktop.zh');
    await done(desk);
  } catch (error) {
    await screenshot(page, 'failed.print').catch(() => {});
    throw error;
  }
  await done(handler);
});
