// Stories of the source texts, lived through on screen by the people whose work it is: the gas bottles
// 6/4/2 (S1-22..28), the three-in-one premises with its notice and reinspections (S3-01..05), the
// three-year wage case with its performance under witness (S2-27), the three agencies confirmed one by one
// (S3-24), mediation beside investigation (S5-22), a reporter who is not content (second opinion, appeal,
// recurrence), and the return visit that finds a false closure (S5-21). No step needs the command line.
// They take some minutes and have a mode of their own: `tests/run.sh stories`.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { always, byRole, closeBrowser, fill, press, removeFolder, runGezhi, screenshot, see, seeText, startServer, temporaryFolder, until } from './harness.mjs';
import { atDesktop, choose, go, inSync, kWait, onPhone, rest, saysWhyAway } from './people.mjs';
import { act, actOnTask, closed, confirm, deskDoes, openTask, pick, report, serveNotice, settled, signAndGo, toUnit, typed, visited } from './steps.mjs';

const kPlace = '小河社区';

let folder;
let server;
const people = new Map();
before(async () => {
  folder = temporaryFolder('stories');
  server = await startServer({
    rota: always,
    data: path.join(folder, 'data'),
    presses: `count_thing dispose_thing confirm_thing refuse_task answer_refusal issue_notice deliver_notice order_reinspection
      reinspect_result extend_notice refer_enforcement open_mediation hold_session conclude_agreement record_performance
      record_breach refer_court start_investigation finish_evidence conclude_investigation reporter_word
      order_second_opinion appeal_case decide_appeal redo_case recur_case`,
  });
});
after(async () => {
  await closeBrowser();
  await server?.stop();
  removeFolder(folder);
});

// Whoever is needed signs in once in a story.
async function as(name, open = onPhone) {
  if (!people.has(name)) people.set(name, await open(server, name));
  return people.get(name).page;
}
const atDesk = () => as('desk1', atDesktop);

// The task's page takes no result, and says why: things are not accounted for (G9), or rectification or
// mediation still runs (G10).
const kStillRuns = '整改、调解或调查尚未结束，不能反馈结果。';
async function noResultYet(page, id, why, picture) {
  await openTask(page, id);
  await seeText(page, why, kWait);
  assert.equal(await page.getByRole('button', { name: '填写处置结果' }).isDisabled(), true);
  await screenshot(page, picture);
}

async function seeOn(page, id, words) {
  await inSync(page);
  await go(page, `/case/${id}`);
  await seeText(page, words, kWait);
  await rest(page);
}

const story = (name, work) => test(name, { timeout: 600000 }, () => lived(work));

async function lived(work) {
  try {
    await work();
    for (const [name, person] of people) assert.deepEqual(person.errors, [], name);
  } catch (error) {
    for (const [name, person] of people) await screenshot(person.page, `failed.story.${name}`).catch(() => {});
    throw error;
  } finally {
    for (const person of people.values()) await person.close().catch(() => {});
    people.clear();
  }
}

// rows: S1-06b S1-15 S1-24 S1-25 S1-28 S5-07 S5-40
story('六瓶煤气：一键联动，清点六瓶，收回四瓶、留用两瓶，方可办结', async () => {
  const leader = await as('leader1');
  const id = await report(leader, { nature: '安全隐患', category: '违规使用液化气', place: kPlace, text: '武林路无证餐饮店后厨有五六个煤气瓶，存在安全隐患。' });
  await act(leader, id, 'count_thing', '登记物品', async () => {
    await typed(leader, '名称', '煤气瓶');
    await choose(leader, 'radio', '瓶');
    await typed(leader, '最少', '5');
    await typed(leader, '最多', '6');
  });
  const desk = await atDesk();
  await deskDoes(desk, id, '立案');
  const head = await as('station1'); // on the phone, from the case's page
  await inSync(head);
  await go(head, `/case/${id}`);
  await press(await see(head, 'button', '一键联动', kWait));
  await see(head, 'button', /^一次派出 \d+ 项任务$/, kWait);
  await screenshot(head, 'story_joint.phone.zh');
  await confirm(head);

  const market = await as('handler_market');
  await signAndGo(market, id, '已到店门口');
  await act(market, id, 'count_thing', '登记物品', async () => {
    await choose(market, 'radio', /煤气瓶/);
    await choose(market, 'tab', '已清点');
    await typed(market, '数量', '6');
  });
  const gas = await as('handler_gas');
  await signAndGo(gas, id, '车到门口');
  await act(gas, id, 'dispose_thing', '登记去向', async () => {
    await choose(gas, 'radio', /煤气瓶/);
    await pick(gas, '去向', '收回');
    await typed(gas, '数量', '4');
  });
  await settled(gas, id, '现场收回煤气瓶四个，已入库登记。');
  for (const name of ['officer2', 'handler_fire', 'handler_enforcement', 'worker1']) {
    const page = await as(name);
    await signAndGo(page, id, '已到店门口');
    await settled(page, id, '已到场配合检查，本单位事项办理完毕。');
  }
  await noResultYet(market, id, /煤气瓶.*尚未核清/, 'story_gas_open.phone.zh'); // where are the other two?
  await act(market, id, 'dispose_thing', '登记去向', async () => {
    await choose(market, 'radio', /煤气瓶/);
    await pick(market, '去向', '合法留用');
    await typed(market, '数量', '2');
  });
  await settled(market, id, '查获气瓶六个，收回四个，合法留用两个，经营者已停业整改。');
  await visited(await as('visitor'), id, { words: '现场只剩两个合规气瓶，报警器正常。' });
  await closed(desk, id, '气瓶隐患已消除，回访确认到位。');
  await screenshot(desk, 'story_gas.desktop.zh');
});

// rows: S3-01 S3-04 S3-05a S3-05b S3-05c
story('“三合一”场所：三日整改通知，复查拒不整改，移交执法，再次复查合格后消除', async () => {
  const id = await report(await as('leader1'), { nature: '安全隐患', category: /三合一/, place: kPlace, text: '自建房一楼经营、二楼住十四人，泡沫夹心板隔断。' });
  const desk = await atDesk();
  await deskDoes(desk, id, '立案');
  await deskDoes(desk, id, '派遣', toUnit(/消防/));
  const fire = await as('handler_fire');
  await signAndGo(fire, id, '已到现场');
  await serveNotice(fire, id, { number: '拱消责改〔2026〕第021号', addressee: '小河路自建房业主', items: '拆除泡沫夹心板隔断，搬离住宿人员', basis: '《中华人民共和国消防法》第十九条' });

  const enforcer = await as('handler_enforcement');
  for (const [result, words] of [['拒不整改', '房东拒不整改，隔断仍在。'], ['合格', '隔断已拆除，人员已搬离，隐患消除。']]) {
    await act(desk, id, 'order_reinspection', '安排复查', () => pick(desk, '复查单位', '小河街道综合行政执法队'));
    await signAndGo(enforcer, id, '到场复查');
    await actOnTask(enforcer, id, '填报复查结果', async () => {
      await choose(enforcer, 'radio', result);
      await typed(enforcer, '情况说明', words);
      await saysWhyAway(enforcer);
    });
    if (result === '合格') break;
    await noResultYet(fire, id, kStillRuns, 'story_rectify_open.phone.zh');
    await act(enforcer, id, 'refer_enforcement', '移交执法', async () => {
      await typed(enforcer, '承办机关', '小河派出所');
      await typed(enforcer, '决定种类', '行政拘留');
      await typed(enforcer, '决定书编号', '拱公行罚〔2026〕108号');
      await choose(enforcer, 'radio', '现在');
    });
  }
  await settled(fire, id, '联合整治完毕，复查合格，隐患已消除。');
  await visited(await as('visitor'), id, { words: '二楼已无人居住，隔断全部拆除。' });
  await closed(desk, id, '三合一隐患已消除，回访确认。');
  await seeText(desk, /拱公行罚〔2026〕108号/, kWait);
  await screenshot(desk, 'story_three_in_one.desktop.zh');
});

// rows: S1-34 S1-40 S2-27
story('三年欠薪：调解达成协议，见证下支付十二万元，履行完毕方可办结', async () => {
  const id = await report(await as('leader1'), { nature: '矛盾纠纷', category: '劳资欠薪', place: kPlace, text: '劳务工资尾款拖欠三年，多次讨要未果。' });
  const desk = await atDesk();
  await deskDoes(desk, id, '立案');
  await deskDoes(desk, id, '派遣', toUnit(/矛盾纠纷调解室/));
  const mediator = await as('mediator1');
  await signAndGo(mediator, id, '双方到调解室');
  await act(mediator, id, 'open_mediation', '受理调解', async () => {
    const parties = mediator.getByRole('textbox', { name: '当事人身份' });
    for (const i of [0, 1]) assert.equal(await parties.nth(i).inputValue(), '', 'who the parties are is for a person to say');
    await fill(parties.nth(0), '劳务人员代表');
    await fill(parties.nth(1), '施工单位');
    for (const i of [0, 1]) await press(mediator.getByRole('checkbox', { name: '同意调解' }).nth(i));
    await press(mediator.getByRole('checkbox', { name: '已告知其他途径' }));
    await choose(mediator, 'radio', '街道矛调中心');
  });
  await act(mediator, id, 'hold_session', '登记调解情况', async () => {
    // How long and how many are facts: they begin empty and are missed.
    const facts = ['时长（分钟）', '到场人数'].map((name) => mediator.getByRole('textbox', { name, exact: true }).first());
    for (const fact of facts) assert.equal(await fact.inputValue(), '');
    await press(mediator.getByRole('button', { name: '登记调解情况', exact: true }).last());
    for (const fact of facts) await until('it is missed', async () => (await fact.getAttribute('aria-invalid')) === 'true', kWait);
    await typed(mediator, '时长（分钟）', '3小时');
    await typed(mediator, '到场人数', '六人');
    await typed(mediator, '情况说明', '双方核对工资台账，确认尾款十二万元。');
  });
  await act(mediator, id, 'conclude_agreement', '达成协议', async () => {
    await typed(mediator, '协议内容', '施工单位支付工资尾款十二万元，一次付清。');
    await choose(mediator, 'radio', '施工单位');
    await typed(mediator, '履行内容', '支付工资尾款');
    await typed(mediator, /^金额/, '12万');
    await choose(mediator, 'radio', '7 天后');
  });
  await go(mediator, `/print/${id}?doc=agreement`);
  await seeText(mediator, /支付工资尾款十二万元/, kWait);
  await screenshot(mediator, 'print_agreement.phone.zh');
  await noResultYet(mediator, id, kStillRuns, 'story_wage_open.phone.zh'); // an agreement is not yet a performance
  await act(mediator, id, 'record_performance', '登记履行', async () => {
    await typed(mediator, /^本次履行金额/, '120000');
    await typed(mediator, /^见证人/, '小河派出所民警');
  });
  await settled(mediator, id, '十二万元工资尾款在民警见证下付清，协议履行完毕。');
  await visited(await as('visitor'), id, { words: '劳务人员确认收到全部尾款。' });
  await closed(desk, id, '协议履行完毕，回访确认。');
  await screenshot(desk, 'story_wage.desktop.zh');
});

const helpedBy = (desk, id, unit) => deskDoes(desk, id, '增派协办', () => pick(desk, '添加协办单位', unit));

// rows: S5-20
story('群众仍不认可：退回有答复，换人再回访，申诉成立返工，复发重新处置', async () => {
  const leader = await as('leader1');
  const manhole = { nature: '公共设施', category: '井盖缺损', place: kPlace };
  const id = await report(leader, { ...manhole, text: '菜场门口窨井盖松动，夜里响声很大。' });
  const desk = await atDesk();
  await deskDoes(desk, id, '立案');
  await deskDoes(desk, id, '派遣', toUnit(/综合管理/));
  await helpedBy(desk, id, /消防/);
  const fire = await as('handler_fire');
  await openTask(fire, id);
  await press(await see(fire, 'button', '更多'));
  await press(await see(fire, 'button', '退回派遣'));
  await choose(fire, 'radio', '非本单位职责');
  await typed(fire, '情况说明', '窨井盖不属消防设施，请养护单位处置。');
  await confirm(fire);
  await deskDoes(desk, id, /^答复退回/, () => typed(desk, '答复意见', '情况属实，由综合管理组独立处置。'));
  const handler = await as('handler_mgmt');
  await signAndGo(handler, id, '已到现场');
  await seeOn(handler, id, /由综合管理组独立处置/);
  await settled(handler, id, '已加装橡胶垫，压实井圈。');

  await visited(await as('visitor'), id, { words: '现场踩踏稳固，没有响声。' });
  await act(leader, id, 'reporter_word', '报告人评价', async () => {
    await choose(leader, 'radio', '不满意');
    await typed(leader, '情况说明', '车压过去还是响。');
  });
  const supervisor = await as('supervisor1', atDesktop);
  await act(supervisor, id, 'order_second_opinion', '要求再次回访', () => typed(supervisor, '理由', '报告人不认可，请另一名网格员再看。'));
  await visited(await as('worker1'), id, { words: '白天未听到响声，井圈平整。' });
  await closed(desk, id, '两次回访均确认到位。');

  await act(leader, id, 'appeal_case', '申诉', () => typed(leader, '理由', '夜里货车经过仍有响声，请夜间复核。'));
  await act(supervisor, id, 'decide_appeal', '处理申诉', async () => {
    await choose(supervisor, 'radio', '申诉成立，返工');
    await typed(supervisor, '情况说明', '夜间复核确有响声，退回返工。');
  });
  await deskDoes(desk, id, '返工派遣', toUnit(/综合管理/));
  await signAndGo(handler, id, '夜间到场');
  await settled(handler, id, '更换井盖井圈，夜间试压无响声。');
  await visited(await as('visitor'), id, { words: '夜里货车经过，没有响声。' });
  await closed(desk, id, '申诉事项已办结，回访确认。');

  const again = await report(leader, { ...manhole, text: '菜场门口新换的窨井盖又松动了。' });
  await act(supervisor, id, 'recur_case', '复发处理', async () => {
    await press(supervisor.getByRole('button', { name: /又松动了/ }).first());
  });
  await inSync(desk);
  await go(desk, `/case/${id}`);
  await see(desk, 'button', /又松动了.*复发/, kWait);
  await go(desk, `/case/${again}`);
  await see(desk, 'button', /响声很大.*复发/, kWait);
  await screenshot(desk, 'story_appeal.desktop.zh');
});

// rows: S3-24b S3-24d S3-30
story('三家无证中介：逐家取缔，复查不合格后延期，网格长逐家现场确认', async () => {
  const leader = await as('leader1');
  const id = await report(leader, { nature: '街面秩序', place: kPlace, text: '同一条街三家中介无证经营，门口拉客。' });
  const agencies = ['东头第一家中介', '中间第二家中介', '西头第三家中介'];
  for (const agency of agencies) {
    await act(leader, id, 'count_thing', '登记物品', async () => {
      await typed(leader, '名称', agency);
      await choose(leader, 'radio', '处');
      await choose(leader, 'tab', '已清点');
      await typed(leader, '数量', '1');
      await press(byRole(leader, 'checkbox', /逐一现场确认/).first());
    });
  }
  const desk = await atDesk();
  await deskDoes(desk, id, '立案');
  await deskDoes(desk, id, '派遣', toUnit(/综合行政执法/));
  const enforcer = await as('handler_enforcement');
  await signAndGo(enforcer, id, '到场检查');
  await serveNotice(enforcer, id, { number: '拱综执责改〔2026〕第036号', addressee: '三家中介经营者', items: '停止无证经营，拆除店招', basis: '《无证无照经营查处办法》第五条' });
  const market = await as('handler_market');
  const supervisor = await as('supervisor1', atDesktop);
  for (const [result, words] of [['不合格', '两家已停业，西头一家仍在营业。'], ['合格', '三家均已停业，店招拆除。']]) {
    await act(desk, id, 'order_reinspection', '安排复查', () => pick(desk, '复查单位', /市场监管/));
    await signAndGo(market, id, '到场复查');
    await actOnTask(market, id, '填报复查结果', async () => {
      await choose(market, 'radio', result);
      await typed(market, '情况说明', words);
      await saysWhyAway(market);
    });
    if (result === '合格') break;
    await act(supervisor, id, 'extend_notice', '批准延期整改', async () => {
      await choose(supervisor, 'radio', '3 天后');
      await typed(supervisor, '理由', '经营者申请延期清退押金，情况属实。');
    });
  }
  for (const agency of agencies) {
    await act(enforcer, id, 'dispose_thing', '登记去向', async () => {
      await choose(enforcer, 'radio', new RegExp(agency));
      await pick(enforcer, '去向', '关停取缔');
      await typed(enforcer, '数量', '1');
    });
  }
  await settled(enforcer, id, '三家中介全部取缔，店招拆除。');
  await visited(await as('visitor'), id, { words: '三家门面均已关门。' });
  for (const agency of agencies) {
    await act(leader, id, 'confirm_thing', '现场确认', async () => {
      await choose(leader, 'radio', new RegExp(agency));
      await typed(leader, '情况说明', '门面已关闭，店招已拆除。');
    });
  }
  await closed(desk, id, '三家中介均已取缔，逐家现场确认。');
  await screenshot(desk, 'story_agencies.desktop.zh');
});

// rows: S1-34 S5-22b
story('调办并行：取证与调解同时进行，协议违约，依法处罚', async () => {
  const id = await report(await as('leader1'), { nature: '矛盾纠纷', place: kPlace, text: '邻里推搡，一方轻微受伤，要求赔偿医药费。' });
  const desk = await atDesk();
  await deskDoes(desk, id, '立案');
  await deskDoes(desk, id, '派遣', toUnit(/2号警格警务室/));
  await helpedBy(desk, id, /小河派出所$/);
  const officer = await as('officer2');
  const police = await as('handler_police');
  await signAndGo(officer, id, '双方在场');
  await signAndGo(police, id, '到场取证');
  await act(police, id, 'start_investigation', '立案调查', () => press(byRole(police, 'checkbox', '依法可以调解').first()));
  await act(officer, id, 'open_mediation', '受理调解', async () => {
    for (const i of [0, 1]) await press(officer.getByRole('checkbox', { name: '同意调解' }).nth(i));
    await press(officer.getByRole('checkbox', { name: '已告知其他途径' }));
    await choose(officer, 'radio', '当场调解');
  });
  await act(officer, id, 'conclude_agreement', '达成协议', async () => {
    await typed(officer, '协议内容', '一方赔礼道歉，赔偿医药费六百元。');
    await choose(officer, 'radio', '被申请方');
    await typed(officer, '履行内容', '赔偿医药费');
    await typed(officer, /^金额/, '600元');
    await choose(officer, 'radio', '7 天后');
  });
  await act(police, id, 'finish_evidence', '完成取证', () => typed(police, '情况说明', '询问笔录三份，监控一段。'));
  await act(officer, id, 'record_breach', '登记违约', () => typed(officer, '情况说明', '到期未赔偿，明确表示不再履行。'));
  await noResultYet(officer, id, /小河派出所的必办任务尚未反馈/, 'story_parallel_open.phone.zh');
  await act(police, id, 'conclude_investigation', '登记调查结论', async () => {
    await choose(police, 'radio', /处罚/);
    await typed(police, '承办机关', '小河派出所');
    await typed(police, '文书编号', '拱公行罚决字〔2026〕第309号');
    await choose(police, 'radio', '现在');
  });
  await settled(police, id, '依法作出行政处罚。');
  await noResultYet(officer, id, kStillRuns, 'story_parallel_breached.phone.zh'); // a breach ends nothing
  await act(officer, id, 'refer_court', '引导司法途径', async () => {
    await typed(officer, '承办机关', '区人民法院');
    await typed(officer, '回执编号', '立案窗口登记第2107号');
    await typed(officer, '理由', '协议违约，申请方选择诉讼。');
  });
  await settled(officer, id, '治安部分已处罚，赔偿部分由法院受理。');
  await visited(await as('visitor'), id, { words: '双方知悉后续途径，楼道秩序正常。' });
  await closed(desk, id, '调解违约后依法处罚，回访确认。');
  await seeText(desk, /第309号/, kWait);
  await screenshot(desk, 'story_parallel.desktop.zh');
});

// rows: S5-21
story('回访发现阶段性闭环，返工后再次回访确认', async () => {
  const id = await report(await as('leader1'), { nature: '公共设施', category: '井盖缺损', place: kPlace, text: '小区门口窨井盖破损，行人易踩空。' });
  const desk = await atDesk();
  await deskDoes(desk, id, '立案');
  await deskDoes(desk, id, '派遣', toUnit(/综合管理/));
  const handler = await as('handler_mgmt');
  await signAndGo(handler, id, '已到现场');
  await settled(handler, id, '已放置警示牌，待更换井盖。');
  const visitor = await as('visitor');
  await visited(visitor, id, { reason: '阶段性闭环', words: '只放了警示牌，井盖没有换。' });
  await deskDoes(desk, id, '返工派遣', toUnit(/综合管理/));
  await signAndGo(handler, id, '再到现场');
  await settled(handler, id, '井盖已更换并固定，警示牌撤除。');
  await visited(visitor, id, { words: '井盖已换新，踩踏稳固。' });
  await closed(desk, id, '井盖更换完毕，回访确认。');
  await screenshot(desk, 'story_false_closure.desktop.zh');
});

test('故事之后，台账核验无误', { timeout: 120000 }, async () => {
  await server.stop();
  const verified = runGezhi('verify', '--data', server.data);
  server = undefined;
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
});
