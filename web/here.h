// Who sits here, for screens that are not handed a frame yet: the one app and its session as free functions.
// Nobody signed in: nothing is known. To go: a screen takes what it needs from its Frame.
#pragma once

#include "web/app/app.h"
#include "web/app/view/routes.h"

namespace gezhi::app {

App& here();
Session& session();  // there must be one

// --- who ---
inline bool signed_in() { return here().session() != nullptr; }
const Account& account();
inline bool acts_as(Roles roles) { return account().acts_as(roles); }
inline Work main_work() { return account().main_work(); }
inline bool session_expired() { return signed_in() && session().expired(); }

// --- where in the app ---
const Address& address();
void open(std::string_view route);      // a new page, back returns
void replace(std::string_view route);   // in place
void back(std::string_view otherwise);  // to where one came from, else to `otherwise`
void open_case(const SubjectKey& key);
void open_case(const Case& one);

// --- what is known ---
std::uint64_t generation();
inline TimeMs now() { return here().now(); }
const std::vector<ShardId>& streets();
const World* street_world(ShardId street);
const World* world_of(const Case& one);
const Case* find_case(const SubjectKey& key);
std::string path_of(const SubjectKey& key);
std::string path_of(const Case& one);
const std::vector<const Case*>& all_cases();
std::vector<const Case*> my_reports();
const std::vector<Permission>& permissions(const Case& one);
const Permission* permission(const Case& one, OpKind kind, TaskId task = {},
                             When when = When::always);
const std::vector<Duty>& duties();
inline int pressing(const Duty& duty) { return pressing(duty, now()); }
bool concerns_me(const Conflict& conflict);
const std::vector<OwnOp>& own_ops();
SyncState sync_state();

// --- words ---
const Words& words();
inline std::string unit_name(const World& world, UnitId id) { return words().unit_name(world, id); }
inline std::string grid_name(const World& world, GridId id) { return words().grid_name(world, id); }
inline std::string place_text(const World& world, const Place& place) {
  return words().place_text(world, place);
}
inline std::string open_text(const Case& one) { return words().open_text(one); }
inline std::string open_place_text(const World& world, const Case& one) {
  return words().open_place_text(world, one);
}
inline bool is_found_by(const TextMatcher& text, const Case& one) {
  return words().is_found_by(text, one);
}
inline std::string case_title(const Case& one) { return words().case_title(one); }
inline std::string number_text(const std::string& number, CaseState state) {
  return words().number_text(number, state);
}
inline std::string number_text(const Case& one) { return words().number_text(one); }
inline std::string refusal_text(const World&, const Outcome& outcome) {
  return words().refusal_text(outcome);
}
inline std::string time_text(TimeMs at) { return words().time_text(at); }
inline std::string short_time_text(TimeMs at) { return words().short_time_text(at); }
inline std::string left_text(const gezhi::Clock& clock) { return words().left_text(clock); }
inline std::string size_text(std::int64_t bytes) { return words().size_text(bytes); }
inline std::string length_text(std::int64_t mm) { return words().length_text(mm); }
inline std::string duration_text(std::int64_t ms) { return words().duration_text(ms); }
inline std::string actor_text(const World& world, Role role, UnitId unit) {
  return words().actor_text(world, role, unit);
}
inline HistoryText history_text(const World& world, const HistoryLine& line) {
  return words().history_text(world, line);
}
inline std::string street_name(ShardId street) { return words().street_name(street); }
inline std::string district_name() { return words().district_name(); }
inline std::string against_text(const RankedUnit& unit) { return words().against_text(unit); }
inline std::string turn_text(const Turn& turn) { return words().turn_text(turn); }

// --- places ---
inline PackState pack_state() { return here().map().state(); }
inline const PackStatus& pack_status() { return here().map().status(); }
inline void fetch_pack(bool all) { here().map().fetch(all); }
inline const std::shared_ptr<const District>& shared_district() { return here().map().district(); }
inline const District* district() { return shared_district().get(); }
using PlaceHit = NamedPlace;
Place place_at(PointE7 point, std::uint32_t accuracy_m = 0);
PlaceState state_of(const Place& place);
std::uint64_t places_version();
ShardId street_of(const Place& place);
std::string street_name_at(PointE7 point);
bool is_beyond_district(const Place& place);
std::optional<Place> place_of_code(const std::string& code);
std::vector<PlaceHit> search_places(const std::string& words, std::size_t most = 20);
std::optional<PointE7> my_position();
std::uint32_t my_accuracy_m();
void take_fix(Fix& fix);
void follow_position(bool follow);
void locate_once(std::function<void(Result<Position>)> done);
AskedPosition ask_position();
Candidates candidates(const World& world, const Case& subject, bool leads);
std::vector<UnitReach> reaches(const World& world, const Case& subject);
const Route* route_to(PointE7 from, PointE7 to, Profile profile);
Result<Tour> plan_visits(const TourRequest& request);
const Coverage& coverage_at(TimeMs at, std::uint32_t limit_ms);
const std::vector<int>& uncovered_by_hour(CivilDay day, std::uint32_t limit_ms);
ReportState report_state();
const std::vector<DataDefect>& data_defects();
void ask_data_report();

// --- doing ---
void sign_in(const std::string& name, const std::string& password,
             std::function<void(Result<Done>)> done);
void sign_out();
Sent submit(ShardId street, CaseId subject, const Grant& grant, const CaseOp& op,
            const Contact& contact = {});
Sent submit(ShardId street, const Grant& grant, const ShardOp& op);
CaseId new_case_id();
TaskId new_task_id();
void put_aside(OpId refused);
void sync_now();
void export_outbox();
void read_contact(CaseId subject, const Grant& grant, const std::string& reason,
                  std::function<void(Result<Contact>)> done);
void keep_drafts_now();
// What was typed before has been read: forms may be drawn.
inline bool drafts_are_here() { return session().drafts().loaded(); }

// The drafts of one form (drafts.h), of whoever is signed in.
class OpenBook {
 public:
  virtual ~OpenBook() = default;
  virtual DraftBook& book() const = 0;

  TimeMs found(std::string_view subject) const { return book().found(subject); }
  void discard(std::string_view subject) const { book().discard(subject); }
  std::string key_of(std::string_view subject) const { return book().key_of(subject); }
};

template <class T>
class DraftsOf final : public OpenBook {
 public:
  constexpr explicit DraftsOf(const char* form) : form_(form) {}

  BookOf<T>& book() const override { return session().drafts().template book<T>(form_); }
  template <class Begin>
  T& of(std::string_view subject, Begin begin) const {
    return book().of(subject, begin);
  }
  T& of(std::string_view subject) const { return book().of(subject); }

 private:
  const char* form_;
};

}  // namespace gezhi::app
