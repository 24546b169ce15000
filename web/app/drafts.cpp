#include "web/app/drafts.h"

#include <algorithm>

namespace gezhi::app {

constexpr int kRestMs = 800;  // between two writes of what is being typed

std::string draft_key(const SubjectKey& subject, TaskId task) {
  return to_text(subject) + (task.is_nil() ? std::string() : "/" + to_text(task.value));
}

std::string draft_key(const Case& one, TaskId task) { return draft_key(subject_key(one), task); }

// --- one book ---------------------------------------------------------------------------------------

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
    const auto kept = drafts_.kept_.find(key_of(subject));
    if (kept != drafts_.kept_.end() && page.take(kept->second.form)) {
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
  drafts_.let_go(key_of(subject));
  if (page == nullptr) return;
  // It stays where it is: who draws it may still hold it in this frame. The next of() begins anew.
  page->begun = false;
  page->found = {};
}

// A form that was drawn before the store had answered, and in which nothing was typed.
void DraftBook::take_loaded() {
  for (auto& [subject, page] : pages_) {
    if (page->begun && page->bytes() == page->first) page->begun = page->drawn_before = false;
  }
}

// After a frame: whether something was typed in it.
bool DraftBook::look() {
  bool typed = false;
  for (auto& [subject, page] : pages_) {
    page->drawn_before = page->drawn;
    page->drawn = false;
    if (!page->begun || !page->drawn_before) continue;
    if (!page->settled && !page->restored) page->first = page->kept = page->bytes();
    page->settled = true;
    typed = typed || page->bytes() != page->kept;
  }
  return typed;
}

void DraftBook::write() {
  for (auto& [subject, page] : pages_) {
    if (!page->begun || !page->settled) continue;
    Bytes now = page->bytes();
    if (now == page->kept) continue;
    page->kept = now;
    page->written = drafts_.ports_.clock.wall();
    if (now == page->first) {
      drafts_.let_go(key_of(subject));
      continue;
    }
    std::set<Digest> photos;
    page->find_photos(photos);
    drafts_.put(key_of(subject), {page->written, {photos.begin(), photos.end()}, std::move(now)});
  }
}

// --- all of them ------------------------------------------------------------------------------------

void Drafts::load(std::function<void()> done) {
  const auto take = [this, done = std::move(done)](auto records) {
    if (records) {
      for (const auto& [key, bytes] : *records) {
        auto draft = decode<KeptDraft>(bytes);
        if (draft) kept_.try_emplace(key.substr(prefix_.size()), *std::move(draft));
      }
    }
    loaded_ = dirty_ = true;
    for (auto& [form, book] : books_) book->take_loaded();
    done();
  };
  ports_.storage.records(Store::drafts, prefix_, alive_.guard(take));
}

void Drafts::keep() {
  for (auto& [form, book] : books_) dirty_ = book->look() || dirty_;
  if (!dirty_ || !loaded_ || !ports_.around.writer) return;
  const double rested = ports_.clock.monotonic_ms() - written_ms_;
  if (rested < kRestMs) return ports_.page.wake_in(kRestMs - static_cast<int>(rested) + 1);
  write_all();
}

void Drafts::keep_now() {
  if (loaded_ && ports_.around.writer) write_all();
}

void Drafts::hand_over() {
  if (!loaded_) return;  // was no writer
  write_all();
  books_.clear();
  kept_.clear();
  loaded_ = dirty_ = told_ = false;
}

void Drafts::write_all() {
  dirty_ = false;
  written_ms_ = ports_.clock.monotonic_ms();
  for (auto& [form, book] : books_) book->write();
  sweep_photos();
}

void Drafts::let_go(const std::string& key) {
  dirty_ = true;  // its photos
  if (kept_.erase(key) == 0) return;
  ports_.storage.remove(Store::drafts, prefix_ + key, [](const Result<Done>&) {});
}

void Drafts::put(const std::string& key, KeptDraft draft) {
  const Bytes bytes = encode(draft);
  kept_[key] = std::move(draft);
  if (bytes.size() > kDraftBytesMax) return tell("it is too long");
  const auto stored = [this](const Result<Done>& result) {
    if (!result) tell(result.error().message);
  };
  ports_.storage.put(Store::drafts, prefix_ + key, bytes, alive_.guard(stored));
  drop_oldest();
}

void Drafts::drop_oldest() {
  while (kept_.size() > kDraftsMax) {
    const auto oldest = std::min_element(
        kept_.begin(), kept_.end(),
        [](const auto& a, const auto& b) { return a.second.written < b.second.written; });
    let_go(std::string(oldest->first));
  }
}

void Drafts::tell(const std::string& problem) {
  ports_.page.log_error("draft: " + problem);
  if (!told_) ports_.page.say(Saying::draft_not_kept);
  told_ = true;
}

void Drafts::sweep_photos() {
  std::set<Digest> named;
  for (const auto& [key, draft] : kept_) named.insert(draft.photos.begin(), draft.photos.end());
  photos_.keep_only(named);
}

}  // namespace gezhi::app
