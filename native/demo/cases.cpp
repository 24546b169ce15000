#include "native/demo/cases.h"

#include "native/demo/accounts.h"
#include "native/demo/life_cases.h"
#include "native/demo/script.h"

namespace gezhi {

namespace {

struct Share {
  Ending ending;
  int cases;
};

constexpr Share kShares[] = {
    {Ending::reported, 11},     {Ending::verifying, 8},  {Ending::verified, 5},
    {Ending::filed, 8},         {Ending::dispatched, 7}, {Ending::signed_off, 6},
    {Ending::on_the_way, 5},    {Ending::arrived, 5},    {Ending::working, 14},
    {Ending::return_visit, 12}, {Ending::visited, 7},    {Ending::closed, 78},
    {Ending::refused_order, 4}, {Ending::suspended, 5},  {Ending::rework, 4},
    {Ending::redone, 4},        {Ending::not_filed, 6},  {Ending::transferred, 5},
    {Ending::merged, 4},        {Ending::voided, 3},
};

// A second report of something that is being handled, merged into it.
void write_merged(Theatre& theatre, const Casting& casting, const Story& story, const Scene& scene,
                  TimeMs now) {
  Script parent(theatre, casting, story, scene, Ending::working);
  parent.write(now);
  const CaseId into = parent.id();
  CaseId child;
  child.value = theatre.new_id(now);
  const std::int64_t ago = theatre.random().between(5 * kSecondMs, 18 * kSecondMs);
  ReportCase report;
  report.source = Source::walk_in;
  report.nature = story.nature;
  report.category = local_category(story);
  report.place = scene.place;
  report.text = "居民来窗口反映：" + with_place(story.text, scene.name);
  report.danger_answered = true;
  theatre.at(now - ago,
             [&theatre, child, report](TimeMs at) { theatre.act("clerk1", child, report, at); });
  theatre.at(now - ago + 3 * kSecondMs, [&theatre, child, into](TimeMs at) {
    theatre.act("supervisor1", child, MergeCase{into, "与正在处置的案件为同一处同一事。"}, at);
  });
}

const Story& pick_story(Theatre& theatre, Ending ending) {
  const auto stories = demo_stories();
  for (;;) {
    const Story& story = stories[static_cast<std::size_t>(theatre.random().below(stories.size()))];
    const bool needs_public =
        ending == Ending::verifying || ending == Ending::verified || ending == Ending::not_filed;
    if (!needs_public || is_public(story)) return story;
  }
}

}  // namespace

Result<DemoCases> make_demo_cases(Host& host, const DemoDistrict& district,
                                  const std::vector<Account>& accounts, TimeMs now, int times) {
  Theatre theatre(host, accounts, kDemoSeed);
  const Casting casting(district, accounts);
  if (casting.empty()) return Error{"demo_failed", "the demo street has no places"};
  for (const Share& share : kShares) {
    for (int i = 0; i < share.cases * times; ++i) {
      const Story& story = pick_story(theatre, share.ending);
      const Scene& scene = casting.pick(theatre.random(), i);
      if (share.ending == Ending::merged) {
        write_merged(theatre, casting, story, scene, now);
      } else {
        Script(theatre, casting, story, scene, share.ending).write(now);
      }
    }
  }
  write_life_cases(theatre, casting, now);
  if (auto played = theatre.run(); !played) return played.error();
  DemoCases made;
  made.cases = host.ledger(kDemoStreet)->world().own_cases().size();
  made.entries = std::move(theatre.entries);
  made.sealed = std::move(theatre.sealed);
  made.photos = std::move(theatre.photos);
  return made;
}

}  // namespace gezhi
