#include "native/server/outbox_import.h"

#include <algorithm>

#include "native/server/holders.h"
#include "native/server/sealing.h"
#include "native/server/signature_openssl.h"

namespace gezhi {

namespace {

using Fate = ImportedOp::Fate;

class Importer {
 public:
  Importer(Host& host, ServerStore& store, const Holders& holders, TimeMs now)
      : host_(host), store_(store), holders_(holders), now_(now) {}

  Result<ImportedOp> take(const PushItem& item);
  Result<Done> commit();

 private:
  Holders::Held held(const Op& op) const;
  Result<Done> push(const PushItem& item, const Account& author, ImportedOp& one);

  Host& host_;
  ServerStore& store_;
  const Holders& holders_;
  TimeMs now_;
  std::vector<StoredEntry> entries_;
  SealedBatch sealed_;
  std::vector<GivenBack> given_back_;
};

Result<Done> Importer::commit() {
  auto stored = store_.commit(entries_, sealed_.boxes, sealed_.keys);
  if (!stored || given_back_.empty()) return stored;
  return store_.note_given_back(given_back_, now_);
}

Result<ImportedOp> Importer::take(const PushItem& item) {
  ImportedOp one;
  const auto op = read_op(item.op);
  if (!op) {
    one.fate = Fate::unreadable;
    return one;
  }
  one.op = *op;
  const auto author = store_.account_of(op->actor);
  if (!author && author.error().code != "not_found") return author.error();
  if (!author) {
    one.fate = Fate::no_account;
    return one;
  }
  if (!author->active && author->closed_at.is_none()) {
    return Error{"closing_unknown", "it was not noted when the account '" + author->login +
                                        "' was closed; enable it, import, and disable it again"};
  }
  if (auto done = push(item, *author, one); !done) return done.error();
  return one;
}

// As the entry that is to come of it will be asked.
Holders::Held Importer::held(const Op& op) const {
  Entry entry;
  entry.received_at = now_;
  return holders_.held(entry, op, op.grant);
}

Result<Done> Importer::push(const PushItem& item, const Account& author, ImportedOp& one) {
  using Held = Holders::Held;
  const TimeMs made = one.op.claimed_at + one.op.clock_offset_ms;
  one.after_closing = !author.active && made > author.closed_at;
  const Held as = one.after_closing ? Held::no : held(one.op);
  one.not_held = as == Held::no && !one.after_closing;
  one.by_claim = as == Held::by_claim;
  const Principal principal{author.actor,
                            as == Held::no ? std::vector<Grant>{} : std::vector{one.op.grant}};
  Request request;
  request.device = one.op.device;
  request.push = {item};
  // Whoever carries a file in is not signed in: only what a key signed that is enrolled is believed.
  const Ledger* ledger = host_.ledger(one.op.shard);
  const PublicKey* key =
      ledger != nullptr ? ledger->chains().key_of(one.op.actor, one.op.device) : nullptr;
  if (key != nullptr) request.key = *key;
  Signatures signatures = check_signatures(request, OpensslSignatures());
  signatures.enrolls = false;
  Pushed pushed = host_.push(request, principal, now_, signatures);
  if (!pushed.problems.empty()) {
    one.fate = Fate::not_taken_in;
    one.problem = pushed.problems.front().what;
    return Done{};
  }
  given_back_.insert(given_back_.end(), pushed.given_back.begin(), pushed.given_back.end());
  one.fate = pushed.entries.empty() ? Fate::known : Fate::taken;
  one.outcome = pushed.receipts.front().outcome;
  for (StoredEntry& entry : pushed.entries) entries_.push_back(std::move(entry));
  return seal_into(sealed_, store_, pushed.sealed);
}

}  // namespace

Result<std::vector<ImportedOp>> import_outbox(ServerStore& store, Host& host, ByteView file,
                                              TimeMs now) {
  const auto outbox = decode<OutboxFile>(file);
  if (!outbox || outbox->version == 0) {
    return Error{"bad_outbox", "this is not a file that the app's sync page exported"};
  }
  if (outbox->version > OutboxFile::kVersion) {
    return Error{"bad_outbox", "this file is from a newer app; update the server first"};
  }
  const auto history = store.grant_history();
  if (!history) return history.error();
  const Holders holders(*history);
  now = std::max(now, host.last_received());  // no street's time goes back
  Importer importer(host, store, holders, now);
  std::vector<ImportedOp> list;
  for (const PushItem& item : outbox->items) {
    auto one = importer.take(item);
    if (!one) return one.error();
    one->number = list.size() + 1;
    list.push_back(std::move(*one));
  }
  if (auto stored = importer.commit(); !stored) return stored.error();
  return list;
}

}  // namespace gezhi
