// What became of districts, streets and communities, from their codes and names on several days alone
// (the statistics bureau's yearly lists have no coordinates).
//
// How: the list of one day is compared with the one before, coarse levels first. The same code is the
// same place; a name that goes and comes again under the place that its parent became is the same place
// with another code; what moved from one parent to another says which parents were split and merged.
// What neither code nor name explains is founded or ended.
//
// Names are compared without width, blanks and kinds of brackets; one that is missing or broken (U+FFFD,
// '?') counts as the one before. Of a code that is there twice on a day, the first row counts.
//
// Input: CSV with the columns `code` (stats-12: 6, 9 or 12 digits; unit-15: 15), `name`, and `date`
// (YYYY-MM-DD) or `year` (its first day), from 1949 to 2100. Errors: `bad_import` with file, row and cause.
// Source: DOMAIN.md 2.1. Threads: one at a time.
#pragma once

#include <string>
#include <vector>

#include "core/district/pack.h"
#include "core/grid/history.h"
#include "native/import/defects.h"

namespace gezhi {

// A place through the years.
struct CodedPlace {
  struct Spell {
    std::string code;  // as long as its level: 6, 9, 12 or 15 digits
    std::string name;
    CivilDay from{};  // none = since before the first list
    CivilDay to{};    // none = on the last list
  };
  GridLevel level = GridLevel::none;
  std::vector<Spell> spells;  // by day
};

struct PlaceChange {
  CivilDay day;
  GridChangeKind kind = GridChangeKind::split;
  std::vector<std::size_t> from;  // indexes into places
  std::vector<std::size_t> to;
  std::string former;
};

struct CodeHistory {
  std::vector<CodedPlace> places;
  std::vector<PlaceChange> changes;  // by day, coarse levels first
  std::vector<CivilDay> days;        // of the lists
  std::vector<Defect> defects;       // rows without a sound name, codes with two names on a day
};

Result<CodeHistory> read_code_history(const std::vector<std::string>& files);

struct CodeImportReport {
  std::uint32_t places = 0;
  std::uint32_t days = 0;
  std::array<std::uint32_t, names_of(GridChangeKind{}).size()> found{};  // by kind, in the files
  std::uint32_t nodes = 0;    // of the pack whose codes have dates now
  std::uint32_t changes = 0;  // that concern the pack and went into it
};

// Dates the codes of the pack's governance nodes, and keeps the changes that touch one of them, with the
// places at their other end, and how far the lists reach. The same source again replaces what it gave
// before.
CodeImportReport apply_code_history(const CodeHistory& history, const std::string& source,
                                    DistrictPack& pack);

// date,change,level,code,name,new_code,new_name,former: one line for each pair.
std::string code_changes_csv(const CodeHistory& history);

}  // namespace gezhi
