// What the lists of codes say, into the pack, and as a table.
#include <algorithm>
#include <array>
#include <map>

#include "core/grid/street.h"
#include "native/import/code_history.h"
#include "native/import/csv.h"

namespace gezhi {
namespace {

std::string_view scheme_of(const std::string& code) {
  return code.size() == 15 ? kUnitScheme : kStatsScheme;
}
std::string padded(const std::string& code) {
  return code.size() < 12 ? code + std::string(12 - code.size(), '0') : code;
}

// The place's codes with their days, the last first, so that what people see comes first.
std::vector<GridCode> dated_codes(const CodedPlace& place) {
  std::vector<GridCode> codes;
  for (auto spell = place.spells.rbegin(); spell != place.spells.rend(); ++spell) {
    const std::string code = padded(spell->code);
    if (!codes.empty() && codes.back().code == code) {  // only the name was another
      codes.back().valid_from = spell->from;
    } else {
      codes.push_back({std::string(scheme_of(spell->code)), code, spell->from, spell->to});
    }
  }
  return codes;
}

struct Applier {
  const CodeHistory& history;
  const std::string& source;
  DistrictPack& pack;
  CodeImportReport report{};
  std::map<std::size_t, GridId> ids{};  // of places
  std::uint32_t next_id = 1;

  void run() {
    next_id = next_grid_id(pack);
    std::map<std::pair<std::string, std::string>, GridId> by_code;
    for (const auto& entry : pack.tree.nodes()) {
      for (const GridCode& item : entry.second.codes) {
        const bool now = item.valid_to == CivilDay{};
        if (entry.second.layer == GridLayer::governance && now)
          by_code.emplace(std::pair(item.scheme, item.code), entry.first);
      }
    }
    for (std::size_t i = 0; i < history.places.size(); ++i) {
      const CodedPlace::Spell& last = history.places[i].spells.back();
      if (!(last.to == CivilDay{})) continue;
      const auto at = by_code.find({std::string(scheme_of(last.code)), padded(last.code)});
      if (at == by_code.end() || pack.tree.find(at->second)->level != history.places[i].level)
        continue;
      ids[i] = at->second;
      date_codes(at->second, history.places[i]);
    }
    add_changes();
    note_end();
  }

  // To the end of the year of the last list.
  void note_end() {
    std::vector<CodesKnown>& known = pack.history.known;
    const auto own = [&](const CodesKnown& one) { return one.source == source; };
    known.erase(std::remove_if(known.begin(), known.end(), own), known.end());
    if (history.days.empty() || known.size() == kLengthMax) return;
    known.push_back({source, day_of({date_of(history.days.back()).year, 12, 31})});
  }

  void date_codes(GridId id, const CodedPlace& place) {
    GridNode node = *pack.tree.find(id);
    std::vector<GridCode> codes = dated_codes(place);
    for (GridCode& item : node.codes) {
      if (item.scheme != codes[0].scheme) codes.push_back(std::move(item));
    }
    codes.resize(std::min<std::size_t>(codes.size(), kGridCodesMax));
    node.codes = std::move(codes);
    if (pack.tree.add(std::move(node)).ok()) ++report.nodes;
  }

  void add_changes() {
    GridHistory& kept = pack.history;
    const auto own = [&](const GridChange& change) { return change.source == source; };
    kept.changes.erase(std::remove_if(kept.changes.begin(), kept.changes.end(), own),
                       kept.changes.end());
    for (const PlaceChange& change : history.changes) {
      const auto is_here = [&](std::size_t place) {
        const auto at = ids.find(place);
        return at != ids.end() && pack.tree.find(at->second) != nullptr;
      };
      if (std::none_of(change.from.begin(), change.from.end(), is_here) &&
          std::none_of(change.to.begin(), change.to.end(), is_here))
        continue;
      if (kept.changes.size() == kGridChangesMax || change.from.size() > kLengthMax ||
          change.to.size() > kLengthMax || kept.past.size() + 2 * kLengthMax > kPastGridsMax)
        return;
      kept.add(
          {change.day, change.kind, ids_of(change.from), ids_of(change.to), change.former, source});
      ++report.changes;
    }
  }

  std::vector<GridId> ids_of(const std::vector<std::size_t>& places) {
    std::vector<GridId> result;
    for (const std::size_t place : places) result.push_back(id_of(place));
    return result;
  }

  // A place that is not in the tree is kept beside it.
  GridId id_of(std::size_t index) {
    const auto at = ids.find(index);
    if (at != ids.end()) return at->second;
    const CodedPlace& place = history.places[index];
    GridNode node;
    node.level = place.level;
    node.name = place.spells.back().name;
    node.codes = dated_codes(place);
    node.codes.resize(std::min<std::size_t>(node.codes.size(), kGridCodesMax));
    for (const GridNode& known : pack.history.past) {  // from this source before
      if (known.level == node.level && !known.codes.empty() &&
          known.codes.back().code == node.codes.back().code && known.name == node.name)
        node.id = known.id;
    }
    if (node.id.is_none()) node.id = GridId{next_id++};
    ids[index] = node.id;
    pack.history.keep(node);
    return node.id;
  }
};

}  // namespace

CodeImportReport apply_code_history(const CodeHistory& history, const std::string& source,
                                    DistrictPack& pack) {
  Applier applier{history, source, pack};
  applier.run();
  applier.report.places = static_cast<std::uint32_t>(history.places.size());
  applier.report.days = static_cast<std::uint32_t>(history.days.size());
  for (const PlaceChange& change : history.changes)
    ++applier.report.found[static_cast<std::size_t>(change.kind)];
  return applier.report;
}

std::string code_changes_csv(const CodeHistory& history) {
  CsvText csv({"date", "change", "level", "code", "name", "new_code", "new_name", "former"});
  for (const PlaceChange& change : history.changes) {
    using Cells = std::array<std::string, 2>;
    const auto cells = [&](const std::vector<std::size_t>& places, std::size_t i, bool after) {
      if (i >= places.size()) return Cells{};
      const auto& spells = history.places[places[i]].spells;
      const CodedPlace::Spell* spell = &spells.back();
      for (const CodedPlace::Spell& one : spells) {
        if (after ? one.from == change.day : one.to == change.day) spell = &one;
      }
      return Cells{spell->code, spell->name};
    };
    const std::size_t any = change.from.empty() ? change.to[0] : change.from[0];
    for (std::size_t f = 0; f < std::max<std::size_t>(1, change.from.size()); ++f) {
      for (std::size_t t = 0; t < std::max<std::size_t>(1, change.to.size()); ++t) {
        const Cells was = cells(change.from, f, false), is = cells(change.to, t, true);
        csv.add({to_date_text(change.day), std::string(name_of(change.kind)),
                 std::string(name_of(history.places[any].level)), was[0], was[1], is[0], is[1],
                 change.former});
      }
    }
  }
  return csv.text();
}

}  // namespace gezhi
