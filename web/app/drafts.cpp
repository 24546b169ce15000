#include "web/app/drafts.h"

#include <algorithm>

#include "web/app/account.h"
#include "web/app/photo_queue.h"
#include "web/platform/async.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/session.h"
#include "web/platform/store.h"
#include "web/widgets/i18n.h"
#include "web/widgets/overlay.h"

namespace gezhi::app {

constexpr int kRestMs = 800;  // between two writes of what is being typed

// The books, and the store below them.
class Keeper {
 public:
  static std::vector<DraftBook*>& books() {
    static std::vector<DraftBook*> all;  // of the device: the forms there are
    return all;
  }

  struct Kept {
    std::map<std::string, KeptDraft> drafts;  // by form/subject
    bool loaded = false;
    bool dirty = false;
    double written_ms = 0;
    bool told = false;  // that the store does not take them
  };
  static Kept& kept() {
    static Kept& all = platform::of_session<Kept>();
    return all;
  }

  static void look_at(DraftBook& book);
  static void write(DraftBook& book);
  static void write_all();
  static void let_go(const std::string& key);
  static void put(const std::string& key, KeptDraft draft);
  static void drop_oldest();
  static void tell(const std::string& problem);
  static void sweep_photos();
  static void take_loaded(DraftBook& book);
  static void forget(DraftBook& book) { book.pages_.clear(); }
};

namespace {

std::string store_key_of(const std::string& key) { return own_prefix() + key; }

}  // namespace

std::string draft_key(const SubjectKey& subject, TaskId task) {
  return to_text(subject) + (task.is_nil() ? std::string() : "/" + to_text(task.value));
}

std::string draft_key(const Case& one, TaskId task) { return draft_key(subject_key(one), task); }

// --- one book ---------------------------------------------------------------------------------------

DraftBook::DraftBook(std::string form) : form_(std::move(form)) {
  Keeper::books().push_back(this);
  platform::on_session_end([this] { Keeper::forget(*this); });
}

DraftBook::Page* DraftBook::find(std::string_view subject) const {
  const auto at = pages_.find(subject);
  return at != pages_.end() ? at->second.get() : nullptr;
}

DraftBook::Page& DraftBook::add(std::string_view subject, std::unique_ptr<Page> page) {
  return *(pages_[std::string(subject)] = std::move(page));
}

void DraftBook::open(std::string_view subject, Page& page) {
  if (!page.begun) {
    page.begun = true;
    page.settled = page.restored = false;
    page.first = page.kept = page.bytes();
    const auto& all = Keeper::kept().drafts;
    const auto kept = all.find(key_of(subject));
    if (kept != all.end() && page.take(kept->second.form)) {
      page.kept = page.bytes();
      page.restored = true;
      page.written = kept->second.written;
    }
  }
  const bool opened = !page.drawn && !page.drawn_before;
  if (opened) page.found = page.kept != page.first ? page.written : TimeMs{};
  page.drawn = true;
}

TimeMs DraftBook::found(std::string_view subject) const {
  const Page* page = find(subject);
  return page != nullptr ? page->found : TimeMs{};
}

void DraftBook::discard(std::string_view subject) {
  Page* page = find(subject);
  Keeper::let_go(key_of(subject));
  if (page == nullptr) return;
  // It stays where it is: who draws it may still hold it in this frame. The next of() begins anew.
  page->begun = false;
  page->found = {};
}

// --- keeping ----------------------------------------------------------------------------------------

void Keeper::let_go(const std::string& key) {
  kept().dirty = true;  // its photos
  if (kept().drafts.erase(key) == 0) return;
  platform::store_remove(platform::Store::drafts, store_key_of(key), [](const Result<Done>&) {});
}

void Keeper::drop_oldest() {
  auto& all = kept().drafts;
  while (all.size() > kDraftsMax) {
    const auto oldest = std::min_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return a.second.written < b.second.written;
    });
    let_go(std::string(oldest->first));
  }
}

void Keeper::tell(const std::string& problem) {
  platform::log_error("draft: " + problem);
  if (!kept().told) ui::toast(ui::tr("ui.draft.not_kept"), ui::Tone::warning);
  kept().told = true;
}

void Keeper::put(const std::string& key, KeptDraft draft) {
  const Bytes bytes = encode(draft);
  kept().drafts[key] = std::move(draft);
  if (bytes.size() > kDraftBytesMax) return tell("it is too long");
  const auto stored = [](Result<Done> result) {
    if (!result) tell(result.error().message);
  };
  platform::store_put(platform::Store::drafts, store_key_of(key), bytes,
                      platform::in_this_session(stored));
  drop_oldest();
}

// Notices what was typed in this frame.
void Keeper::look_at(DraftBook& book) {
  for (auto& [subject, page] : book.pages_) {
    page->drawn_before = page->drawn;
    page->drawn = false;
    if (!page->begun || !page->drawn_before) continue;
    if (!page->settled && !page->restored) page->first = page->kept = page->bytes();
    page->settled = true;
    kept().dirty = kept().dirty || page->bytes() != page->kept;
  }
}

void Keeper::write(DraftBook& book) {
  for (auto& [subject, page] : book.pages_) {
    if (!page->begun || !page->settled) continue;
    Bytes now = page->bytes();
    if (now == page->kept) continue;
    page->kept = now;
    page->written = TimeMs{platform::wall_ms()};
    if (now == page->first) {
      let_go(book.key_of(subject));
      continue;
    }
    std::set<Digest> photos;
    page->find_photos(photos);
    put(book.key_of(subject), {page->written, {photos.begin(), photos.end()}, std::move(now)});
  }
}

void Keeper::sweep_photos() {
  if (!kept().loaded) return;
  std::set<Digest> named;
  for (const auto& [key, draft] : kept().drafts)
    named.insert(draft.photos.begin(), draft.photos.end());
  photo_queue().keep_only(named);
}

// A form that was drawn before the store had answered, and in which nothing was typed.
void Keeper::take_loaded(DraftBook& book) {
  for (auto& [subject, page] : book.pages_) {
    if (page->begun && page->bytes() == page->first) page->begun = page->drawn_before = false;
  }
}

void load_drafts(std::function<void()> done) {
  const std::string prefix = own_prefix();
  const auto take = [prefix, done = std::move(done)](auto records) {
    if (records) {
      for (const auto& [key, bytes] : *records) {
        auto draft = decode<KeptDraft>(bytes);
        if (draft) Keeper::kept().drafts.try_emplace(key.substr(prefix.size()), *std::move(draft));
      }
    }
    Keeper::kept().loaded = Keeper::kept().dirty = true;
    for (DraftBook* book : Keeper::books()) Keeper::take_loaded(*book);
    done();
  };
  platform::store_records(platform::Store::drafts, prefix, platform::in_this_session(take));
}

void keep_drafts() {
  if (!signed_in() || !platform::is_writer()) return;
  for (DraftBook* book : Keeper::books()) Keeper::look_at(*book);
  if (!Keeper::kept().dirty) return;
  const double rested = platform::frame_ms() - Keeper::kept().written_ms;
  if (rested < kRestMs) return platform::wake_in(kRestMs - static_cast<int>(rested) + 1);
  keep_drafts_now();
}

void Keeper::write_all() {
  kept().dirty = false;
  kept().written_ms = platform::frame_ms();
  for (DraftBook* book : books()) write(*book);
  sweep_photos();
}

void keep_drafts_now() {
  if (signed_in() && platform::is_writer()) Keeper::write_all();
}

void hand_over_drafts() {
  if (!signed_in() || !Keeper::kept().loaded) return;  // was no writer
  Keeper::write_all();
  for (DraftBook* book : Keeper::books()) Keeper::forget(*book);
  Keeper::kept() = {};
}

}  // namespace gezhi::app
