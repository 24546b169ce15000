// Reporting: what is near already is shown and added to instead of reported twice; the restricted class
// says nothing on lists; a small matter is settled on the spot.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, fill, press, screenshot, see, seeText, startServer, until } from './harness.mjs';
import { choose, done, go, inSync, kWait, onPhone } from './people.mjs';

let server;
before(async () => {
  server = await startServer();
});
after(async () => {
  await closeBrowser();
  await server.stop();
});

async function begin(page, nature, text) {
  await go(page, '/report');
  await choose(page, 'tab', '没有危险');
  await choose(page, 'radio', nature);
  await fill(byRole(page, 'textbox', '情况说明'), text);
  await seeText(page, '重新定位', kWait); // the position is there
}

async function handIn(page) {
  await press(byRole(page, 'button', '提交上报').last());
  await until('it is handed in', () => page.url().includes('sent=1'), kWait);
  await inSync(page);
}

async function photo(page, strip) {
  const before = await page.getByRole('button', { name: /^删除照片/ }).count();
  const chooser = page.waitForEvent('filechooser');
  await press(byRole(page, 'button', '从相册选').nth(strip));
  await (await chooser).setFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await page.screenshot({ type: 'jpeg', quality: 50 }) });
  await until('the photo is there', async () => (await page.getByRole('button', { name: /^删除照片/ }).count()) > before, kWait);
}

test('near reports are added to, restricted ones say nothing, small ones are settled on the spot', { timeout: 300000 }, async () => {
  const head = await onPhone(server, 'station1');
  const { page } = head;
  try {
    await begin(page, '公共设施', '健身步道路灯不亮三盏。');
    await handIn(page);
    await begin(page, '公共设施', '步道路灯还是不亮，又坏一盏。');
    await seeText(page, /附近已有 \d 件类似上报/, kWait);
    await seeText(page, '健身步道路灯不亮三盏。', kWait);
    await byRole(page, 'button', '就是这件事，补充到该案件').first().scrollIntoViewIfNeeded();
    await screenshot(page, 'report_nearby.phone.zh');
    await press(byRole(page, 'button', '就是这件事，补充到该案件').first());
    await until('the case is open', () => page.url().includes('/case/'), kWait);
    await inSync(page);
    await seeText(page, /又坏一盏/, kWait);

    await begin(page, '群众求助', '孩子放学后独自在家，无人照看。');
    await choose(page, 'radio', '未成年人');
    await screenshot(page, 'report_restricted.phone.zh');
    await handIn(page);
    await go(page, '/mine');
    await seeText(page, '限制类案件', kWait);
    assert.equal(await page.getByText(/孩子放学后/).count(), 0);
    await screenshot(page, 'mine.phone.zh');

    await begin(page, '街面秩序', '共享单车堵住盲道。');
    await press(byRole(page, 'switch', '已当场办结（简易程序）').first());
    await fill(byRole(page, 'textbox', '怎么办的'), '已将十二辆单车移至停车区，盲道畅通。');
    await photo(page, 1);
    await photo(page, 2);
    await screenshot(page, 'on_the_spot.phone.zh');
    await press(byRole(page, 'button', '提交并办结').last());
    await until('it is handed in', () => page.url().includes('sent=1'), kWait);
    await inSync(page);
    await go(page, '/mine');
    await seeText(page, /已结案/, kWait);
  } catch (error) {
    await screenshot(page, 'failed.report').catch(() => {});
    throw error;
  }
  await done(head);
});
