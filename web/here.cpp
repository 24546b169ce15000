#include "web/here.h"

#include "web/platform/device.h"

namespace gezhi::app {
namespace {

// What is worked out for nobody: an empty one of each.
template <class T>
const T& none() {
  static const T empty{};
  return empty;
}

Session* who() { return here().session(); }

}  // namespace

Session& session() { return *who(); }

const Account& account() { return who() ? who()->account() : none<Account>(); }

// --- where in the app ---------------------------------------------------------------------------------

const Address& address() {
  static std::string seen = "?";  // of the device: what the address bar says
  static Address parsed;          // of the device: the same, read
  const std::string& now = platform::surroundings().route;
  if (now != seen) {
    seen = now;
    parsed = read_address(now);
  }
  return parsed;
}

void open(std::string_view route) { platform::go(route); }
void replace(std::string_view route) { platform::replace_route(route); }
void back(std::string_view otherwise) { platform::go_back(otherwise); }
void open_case(const SubjectKey& key) { open("/case/" + path_of(key)); }
void open_case(const Case& one) { open_case(subject_key(one)); }

// --- what is known ------------------------------------------------------------------------------------

std::uint64_t generation() { return who() ? who()->generation() : 0; }
const std::vector<ShardId>& streets() {
  return who() ? who()->cases().streets() : none<std::vector<ShardId>>();
}
const World* street_world(ShardId street) { return who() ? who()->world(street) : nullptr; }
const World* world_of(const Case& one) { return street_world(one.shard); }
const Case* find_case(const SubjectKey& key) { return who() ? who()->cases().find(key) : nullptr; }
std::string path_of(const SubjectKey& key) {
  return who() ? who()->cases().path_of(key) : to_text(key);
}
std::string path_of(const Case& one) { return path_of(subject_key(one)); }
const std::vector<const Case*>& all_cases() {
  return who() ? who()->cases().all() : none<std::vector<const Case*>>();
}
std::vector<const Case*> my_reports() {
  return who() ? who()->cases().mine() : std::vector<const Case*>();
}
const std::vector<Permission>& permissions(const Case& one) {
  return who() ? who()->cases().permissions(one) : none<std::vector<Permission>>();
}
const Permission* permission(const Case& one, OpKind kind, TaskId task, When when) {
  return who() ? who()->cases().permission(one, kind, task, when) : nullptr;
}
const std::vector<Duty>& duties() {
  return who() ? who()->cases().duties() : none<std::vector<Duty>>();
}
bool concerns_me(const Conflict& conflict) {
  return who() != nullptr && who()->cases().concerns_me(conflict);
}
const std::vector<OwnOp>& own_ops() {
  return who() ? who()->own_ops() : none<std::vector<OwnOp>>();
}
SyncState sync_state() { return who() ? who()->sync_state() : SyncState{}; }

const Words& words() { return session().words(); }

// --- places -------------------------------------------------------------------------------------------

Place place_at(PointE7 point, std::uint32_t accuracy_m) {
  return session().places().place_at(point, accuracy_m);
}
PlaceState state_of(const Place& place) { return session().places().state_of(place); }
std::uint64_t places_version() { return session().places().version(); }
ShardId street_of(const Place& place) { return session().places().street_of(place); }
std::string street_name_at(PointE7 point) {
  const ShardId street = session().places().street_at(point);
  return street.is_none() ? std::string() : street_name(street);
}
bool is_beyond_district(const Place& place) { return session().places().is_beyond_district(place); }
std::optional<Place> place_of_code(const std::string& code) {
  return session().places().place_of_code(code);
}
std::vector<PlaceHit> search_places(const std::string& words, std::size_t most) {
  return session().places().search(words, most);
}
std::optional<PointE7> my_position() { return who() ? who()->my_position().here() : std::nullopt; }
std::uint32_t my_accuracy_m() { return session().my_position().accuracy_m(); }
void take_fix(Fix& fix) { session().my_position().take_fix(fix); }
void follow_position(bool follow) { session().my_position().follow(follow); }
void locate_once(std::function<void(Result<Position>)> done) {
  session().my_position().locate_once(std::move(done));
}
AskedPosition ask_position() { return session().my_position().ask(); }
Candidates candidates(const World& world, const Case& subject, bool leads) {
  return session().places().candidates(world, subject, leads);
}
std::vector<UnitReach> reaches(const World& world, const Case& subject) {
  return session().places().reaches(world, subject);
}
const Route* route_to(PointE7 from, PointE7 to, Profile profile) {
  return session().places().route_to(from, to, profile);
}
Result<Tour> plan_visits(const TourRequest& request) {
  return session().places().plan_visits(request);
}
const Coverage& coverage_at(TimeMs at, std::uint32_t limit_ms) {
  return session().coverage().at(at, limit_ms);
}
const std::vector<int>& uncovered_by_hour(CivilDay day, std::uint32_t limit_ms) {
  return session().coverage().uncovered_by_hour(day, limit_ms);
}
ReportState report_state() { return session().data_report().state(); }
const std::vector<DataDefect>& data_defects() { return session().data_report().defects(); }
void ask_data_report() { session().data_report().ask(); }

// --- doing --------------------------------------------------------------------------------------------

void sign_in(const std::string& name, const std::string& password,
             std::function<void(Result<Done>)> done) {
  here().sign_in(name, password, std::move(done));
}
void sign_out() { here().sign_out(); }
Sent submit(ShardId street, CaseId subject, const Grant& grant, const CaseOp& op,
            const Contact& contact) {
  return session().submit(street, subject, grant, op, contact);
}
Sent submit(ShardId street, const Grant& grant, const ShardOp& op) {
  return session().submit(street, grant, op);
}
CaseId new_case_id() { return session().new_case_id(); }
TaskId new_task_id() { return session().new_task_id(); }
void put_aside(OpId refused) { session().put_aside(refused); }
void sync_now() { session().sync_now(); }
void export_outbox() { session().export_outbox(); }
void read_contact(CaseId subject, const Grant& grant, const std::string& reason,
                  std::function<void(Result<Contact>)> done) {
  session().read_contact(subject, grant, reason, std::move(done));
}
void keep_drafts_now() {
  if (who()) who()->drafts().keep_now();
}

}  // namespace gezhi::app
