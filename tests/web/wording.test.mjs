// What people read is words: no code of the vocabulary on the page of the rules, each list apart from the next;
// a timeline says what was done and by which post, in both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, openDesktop, openPhone, press, screenshot, seeText, startServer, until } from './harness.mjs';
import { choose, done, go, inSync, kHere, kWait, signIn } from './people.mjs';

let server;
before(async () => {
  server = await startServer();
});
after(async () => {
  await closeBrowser();
  await server.stop();
});

const kLocales = { zh: 'zh-CN', en: 'en-GB' };

async function as(name, language, open = openDesktop) {
  const person = await open(server.url, { locale: kLocales[language], ...kHere });
  await signIn(person, name);
  await inSync(person.page);
  return person;
}

// Whatever the page tells a reader.
const said = (page) => page.getByRole('main').first().innerText();

// "dispute.violence", "three_in_one", "100800", "police_110": what no official should have to know.
const kCode = /\b[a-z]+\.[a-z]+(_[a-z]+)*\b|\b[a-z]+(_[a-z0-9]+)+\b|\b(100800|130001)\b/g;

for (const language of ['zh', 'en']) {
  const zh = language === 'zh';
  test(`the rules are read in words, in ${language}`, { timeout: 200000 }, async () => {
    const admin = await as('admin', language);
    const { page } = admin;
    await go(page, '/policy');
    await seeText(page, zh ? /现行第 \d+ 版/ : /Version \d+ stands/, kWait);
    await until('all is drawn', async () => /family violence|家庭暴力/i.test(await said(page)), kWait);
    const text = await said(page);
    assert.deepEqual([...new Set(text.match(kCode) ?? [])], []);
    assert.doesNotMatch(text, /family-violence|gas-bottles|three-in-one：|wage-crowd/); // ids of rules
    // The channels of a rule are not among its keywords.
    assert.match(text, zh ? /关键词：[^：\n]*；/ : /Keywords: [^\n]*; /);
    assert.match(text, zh ? /必须转公安的类别[:：\s]*家庭暴力/ : /Family violence \(110\), Extreme threat \(110\), Family violence \(110 class\)/);
    await screenshot(page, `policy_words.desktop.${language}`);
    await choose(page, 'tab', zh ? '逐项修改' : 'Change');
    await choose(page, 'radio', zh ? '分流、并案与复发' : /Triage/);
    await seeText(page, zh ? /每行一项：.*家庭暴力（110 警情类别）/ : /One a line: .*Family violence \(110 class\)/i, kWait);
    await done(admin);
  });
}

test('a timeline in English says what was done and by which post', { timeout: 200000 }, async () => {
  const volunteer = await as('volunteer1', 'en', openPhone);
  const { page } = volunteer;
  await go(page, '/mine');
  const rows = page.getByRole('main').getByRole('list').first().getByRole('button');
  await rows.first().waitFor({ state: 'attached', timeout: kWait });
  const count = Math.min(await rows.count(), 6);
  let progress = 0;
  for (let i = 0; i < count; ++i) {
    await go(page, '/mine');
    await press(rows.nth(i));
    await until('the case is open', () => page.url().includes('/case/'), kWait);
    const list = byRole(page, 'list', 'What happened');
    await list.first().waitFor({ state: 'attached', timeout: kWait });
    const lines = await list.first().getByRole('listitem').allTextContents();
    assert.ok(lines.length > 0);
    for (const line of lines) {
      assert.doesNotMatch(line, /^(File|Report|Merge|Transfer|Close|Triage|Dispatch|Restrict)\b(?!ed)/, line);
      assert.doesNotMatch(line, /System/, line);
      if (/Street desk|Unit in charge/.test(line)) progress += 1;
    }
    if (i === 0) await screenshot(page, 'timeline.phone.en');
  }
  assert.ok(progress > 0, 'no line says who answers for the case');
  await done(volunteer);
});
