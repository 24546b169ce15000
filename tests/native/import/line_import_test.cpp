// Segments, devices and posts as registers deliver them.
#include "native/import/line_import.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "native/import/feature_file.h"
#include "tests/native/import/ground.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

LineImport from(const std::string& path) {
  LineImport options;
  options.file = path;
  return options;
}

// "device_gap kept 0 K0+400": kind, what was done, row, what was found.
std::vector<std::string> told(const LineImportReport& report) {
  std::vector<std::string> lines;
  for (const Defect& defect : report.defects) {
    lines.push_back(std::string(name_of(defect.kind)) + " " + std::string(name_of(defect.action)) +
                    " " + std::to_string(defect.at.row) +
                    (defect.detail.empty() ? "" : " " + defect.detail));
  }
  return lines;
}

std::string segment(const std::string& properties, const std::string& coordinates,
                    const std::string& type = "LineString") {
  return R"({"type":"Feature","properties":)" + properties + R"(,"geometry":{"type":")" + type +
         R"(","coordinates":)" + coordinates + "}}";
}
std::string collection(const std::string& features) {
  return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

// A district of nine units with two posts and a bank along the south, 962 m from K2+000.
struct Bank {
  DistrictPack pack;

  Bank() {
    Delivery delivery;
    delivery.import();
    pack = std::move(delivery.pack);
    const TempFile posts(
        "posts.csv",
        "名称,编号,类型,经度,纬度,调解室,律师接待,人数,开放时间\n"
        "顺达调解点,Ｐ1,纠纷调解点,１２０．１０５,30.305°,２间,有,三人,8:30-17:00\n"
        "东船管站,P2,,120.115,30.305,,,不详,\n"
        "远处,P3,灯塔,121.5,30.305,,,,\n"
        "无址,P4,,,,,,,\n");
    const auto report = import_posts(from(posts.path), pack);
    REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
    CHECK(told(*report) ==
          std::vector<std::string>{"unread_number kept 3 不详", "outside_grids kept 4",
                                   "unknown_kind kept 4 灯塔", "no_place left_out 5"});
    const TempFile lines(
        "segments.geojson",
        collection(
            segment(
                R"({"name":"南岸","code":"S1","grid":"330105001051002","owner":"东船管站","start":"K2+000","posts":"P2、顺达调解点;P9"})",
                "[[[120.105,30.3],[120.1,30.3]],[[120.105,30.3],[120.11,30.3]]]",
                "MultiLineString") +
            "," + segment(R"({"name":"北岸","code":"S2"})", "[[120.1,30.33],[120.101,30.33]]") +
            "," + segment(R"({"name":"点","code":"S3"})", "[120.1,30.33]", "Point")));
    const auto lined = import_segments(from(lines.path), pack);
    REQUIRE_MESSAGE(lined.ok(), (lined.ok() ? "" : lined.error().message));
    CHECK(told(*lined) == std::vector<std::string>{"unknown_post kept 1 P9", "unknown_owner kept 2",
                                                   "no_place left_out 3"});
  }
};

}  // namespace

TEST_SUITE("import/lines") {
  // rows: S5-29
  TEST_CASE("posts and segments come in with owner, posts and mileposts") {
    const Bank bank;
    const PatrolLines& lines = bank.pack.lines;
    REQUIRE(lines.posts.size() == 3);
    CHECK(lines.posts[0].kind == ServicePointKind::mediation_point);
    CHECK(lines.posts[0].code == "P1");
    CHECK(lines.posts[0].rooms == 2);
    CHECK(lines.posts[0].staff == 3);
    CHECK(lines.posts[0].lawyer_desk);
    CHECK(lines.posts[0].hours == "8:30-17:00");
    CHECK(bank.pack.tree.find(lines.posts[0].grid)->name == "网格1");
    CHECK(lines.posts[1].kind == ServicePointKind::boat_station);
    REQUIRE(lines.segments.size() == 2);
    const PatrolSegment& south = lines.segments[0];
    CHECK(bank.pack.tree.find(south.grid)->name == "网格2");
    CHECK(south.owner == "东船管站");
    CHECK(south.posts == std::vector<std::uint32_t>{2, 1});
    CHECK(south.line.size() >= 3);
    CHECK(south.start_mm == 2000000);
  }

  // rows: S5-33
  TEST_CASE("devices find their segment by place or milepost, and gaps are told and drawn") {
    Bank bank;
    const TempFile devices("devices.csv",
                           "code,kind,segment,milepost,lon,lat\n"
                           "D1,警示灯,S1,K2+100,,\n"
                           "D2,爆闪灯,,,120.103,30.30005\n"
                           "D3,高清探头,S1,,120.1045,30.3\n"
                           "D4,投影仪,S9,,120.107,30.3\n"
                           "D5,,S1,,120.108,30.31\n"
                           "D5,sensor,S1,2900,,\n"
                           "D7,,,,,\n");
    const auto report = import_devices(from(devices.path), bank.pack);
    REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
    const auto& lines = bank.pack.lines;
    REQUIRE(lines.devices.size() == 6);
    CHECK(lines.devices[0].kind == LineDeviceKind::warning_light);
    CHECK(lines.devices[0].milepost_mm == doctest::Approx(2100000).epsilon(0.0001));
    CHECK(lines.devices[1].segment == 1);
    CHECK(lines.devices[1].milepost_mm > 2270000);
    CHECK(lines.devices[4].segment == 0);
    std::vector<std::string> kinds;
    for (const Defect& defect : report->defects) {
      kinds.push_back(std::string(name_of(defect.kind)) + " " + std::to_string(defect.at.row) +
                      " " + defect.at.code);
    }
    CHECK(kinds == std::vector<std::string>{"unknown_segment 5 D4", "unknown_kind 5 D4",
                                            "off_segment 6 D5", "duplicate_code 7 D5",
                                            "no_place 8 D7", "device_gap 0 S1", "device_gap 0 S1"});
    REQUIRE(report->defects.size() == 7);
    CHECK(report->defects[5].detail == "南岸 K2+432 – K2+672, 240 m");
    CHECK(report->defects[6].detail == "南岸 K2+672 – K2+900, 227 m");
    const Json json = defects_geojson(report->defects);
    const Json& gap = json.find("features")->array()->back();
    CHECK(*gap.find("geometry")->find("type")->string() == "LineString");
    CHECK(*gap.find("properties")->find("what_zh")->string() == "设备间距超限");
    CHECK(gap_defects(lines, 300000, "").empty());
    CHECK(positions_csv(lines, 400000).find("南岸,S1,K2+400,120.104") != std::string::npos);
  }

  TEST_CASE("new segments take the devices that stand on them; new grids the posts and owners") {
    Bank bank;
    const TempFile devices("devices.csv", "code,lon,lat\nD1,120.102,30.3\nD2,120.2,30.3\n");
    REQUIRE(import_devices(from(devices.path), bank.pack).ok());
    CHECK(bank.pack.lines.devices[1].segment == 0);
    const TempFile lines("more.geojson", collection(segment(R"({"name":"远岸","owner":"船管站"})",
                                                            "[[120.19,30.3],[120.21,30.3]]")));
    REQUIRE(import_segments(from(lines.path), bank.pack).ok());
    CHECK(bank.pack.lines.devices[0].segment == 0);
    CHECK(bank.pack.lines.devices[1].segment == 1);
    CHECK(read_pack(write_pack(bank.pack)).ok());

    Bank other;
    const GridId was = other.pack.lines.segments[0].grid;
    Delivery fewer;
    fewer.pack = other.pack;
    fewer.units.erase(fewer.units.begin(), fewer.units.begin() + 2);
    fewer.import();
    CHECK(fewer.pack.tree.find(was) == nullptr);
    CHECK(fewer.pack.lines.segments[0].grid.is_none());
    CHECK(fewer.pack.tree.find(fewer.pack.lines.posts[0].grid)->level == GridLevel::village);
    CHECK(read_pack(write_pack(fewer.pack)).ok());
  }

  TEST_CASE("a row that is not understood is told and costs nothing but itself") {
    Bank bank;
    const TempFile posts("mixed.csv",
                         "名称,编号,经度,纬度,律师接待\n"
                         "甲,P1,120.105,30.305,Y\n"
                         "乙,P2,120.105,30.305,对\n"
                         "丙,P3,120.105,30.305,maybe\n"
                         "丁,P4,120.105,30.305, ｎｏ \n"
                         "戊,P5,abc,30.305,√\n"
                         "己,P6,30.305,120.105,是\n"
                         "庚,P7,120.105,,是\n");
    const auto report = import_posts(from(posts.path), bank.pack);
    REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
    CHECK(told(*report) == std::vector<std::string>{"unread_answer kept 4 maybe",
                                                    "unread_place left_out 6 abc, 30.305",
                                                    "unread_place left_out 7 30.305, 120.105",
                                                    "unread_place left_out 8 120.105, "});
    std::string desks;
    for (const ServicePoint& post : bank.pack.lines.posts) desks += post.lawyer_desk ? "1" : "0";
    CHECK(desks == "1100");

    const TempFile marked("marked.geojson",
                          collection(segment(R"({"name":"a","lawyer_desk":true,"rooms":2.0})",
                                             "[120.105,30.305]", "Point") +
                                     "," + segment(R"({"name":"b"})", "[500000,3300000]", "Point") +
                                     "," + segment(R"({"name":"c"})", R"(["x"])", "Point")));
    const auto points = import_posts(from(marked.path), bank.pack);
    REQUIRE_MESSAGE(points.ok(), (points.ok() ? "" : points.error().message));
    CHECK(told(*points) == std::vector<std::string>{"unread_place left_out 2 [500000,3300000]",
                                                    R"(unread_place left_out 3 ["x"])"});
    CHECK(bank.pack.lines.posts[0].lawyer_desk);

    const TempFile lines(
        "mixed.geojson",
        collection(segment(R"({"name":"南岸","code":"S1","owner":"站","posts":" ａ "})",
                           "[[120.105,30.3],[120.11,30.3]]") +
                   "," +
                   segment(R"({"name":"北岸","owner":"站","start":"近处"})",
                           "[[120.1,30.33],[120.101,30.33]]") +
                   "," + segment(R"({"name":"西岸","owner":"站"})", "[[120.1,30.33],[1201,30]]")));
    const auto lined = import_segments(from(lines.path), bank.pack);
    REQUIRE_MESSAGE(lined.ok(), (lined.ok() ? "" : lined.error().message));
    CHECK(told(*lined) == std::vector<std::string>{"unread_milepost left_out 2 近处",
                                                   "unread_place left_out 3 [1201,30]"});
    CHECK(bank.pack.lines.segments[0].posts == std::vector<std::uint32_t>{1});

    const TempFile devices("mixed_devices.csv",
                           "code,segment,milepost,lon,lat\n"
                           "D1,ｓ1,K0+100,,\n"
                           "D2,\" Ｓ1 \",K0+100,,\n"
                           "D3,S1,K0+200,abc,30.3\n"
                           "D4,S1,bei,,\n"
                           "D5,,,30.3,120.105\n");
    const auto placed = import_devices(from(devices.path), bank.pack);
    REQUIRE_MESSAGE(placed.ok(), (placed.ok() ? "" : placed.error().message));
    std::vector<std::string> rows = told(*placed);
    rows.erase(std::remove_if(rows.begin(), rows.end(),
                              [](const std::string& one) { return one.find("device_gap") == 0; }),
               rows.end());
    CHECK(rows == std::vector<std::string>{"unknown_segment kept 2 ｓ1", "no_place left_out 2",
                                           "unread_place kept 4 abc, 30.3",
                                           "unread_milepost left_out 5 bei",
                                           "unread_place left_out 6 30.3, 120.105"});
    CHECK(bank.pack.lines.devices.size() == 2);
  }

  TEST_CASE("columns are known in any writing, and those that are not read are named") {
    const auto posts_of = [](const std::string& head, const std::string& row) {
      Bank bank;
      const TempFile file("heads.csv", head + "\n" + row + "\n");
      const auto report = import_posts(from(file.path), bank.pack);
      REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
      const ServicePoint& post = bank.pack.lines.posts.at(0);
      return std::pair{*report, post.name + " " + std::to_string(post.staff) + " " + post.hours};
    };
    const std::string row = "东站,调解,120.105,30.305,6人,8:30-17:30";
    for (const char* head :
         {"名称,类型,经度,纬度,人数,开放时间", " 名称 ,类 型,经度(°),纬度（°）,人 数,开放时间　",
          "站点名称,站点类型,东经,北纬,工作人员,开放时段", "Ｎame,KIND,Lon,ＬＡＴ,Staff,Hours",
          "*名稱,類型,經度,緯度,人數,開放時間"}) {
      CAPTURE(head);
      const auto [report, post] = posts_of(head, row);
      CHECK(post == "东站 6 8:30-17:30");
      CHECK(told(report) == std::vector<std::string>{});
      CHECK(report.unread_columns == std::vector<std::string>{});
    }
    const auto [report, post] =
        posts_of("招牌,编号,经度,纬度,人頭, 时段 ", "东站,P1,120.105,30.305,6,");
    CHECK(post == "P1 0 ");
    CHECK(told(report) == std::vector<std::string>{"no_names kept 0 招牌, 编号, 人頭"});
    CHECK(report.unread_columns == std::vector<std::string>{"招牌", "人頭"});

    Bank bank;  // a device's segment is not its name, and few devices have one
    const TempFile devices(
        "heads_devices.csv",
        "设备编号,岸段名称,桩号\nD1,南岸,桩号K2＋100\nD2,南岸,2.2公里\nD3,S1,2+300\n");
    const auto placed = import_devices(from(devices.path), bank.pack);
    REQUIRE_MESSAGE(placed.ok(), (placed.ok() ? "" : placed.error().message));
    REQUIRE(bank.pack.lines.devices.size() == 3);
    CHECK(bank.pack.lines.devices[0].name.empty());
    CHECK(placed->unread_columns == std::vector<std::string>{});
    for (const Defect& defect : placed->defects) CHECK(defect.kind == DefectKind::device_gap);

    const TempFile lines(
        "heads.geojson",
        collection(segment(R"({"岸段名称":"南岸","责 任 单 位":"站","OBJECTID":1})",
                           "[[120.105,30.3],[120.11,30.3]]")));
    const auto lined = import_segments(from(lines.path), bank.pack);
    REQUIRE_MESSAGE(lined.ok(), (lined.ok() ? "" : lined.error().message));
    CHECK(bank.pack.lines.segments[0].name == "南岸");
    CHECK(bank.pack.lines.segments[0].owner == "站");
    CHECK(told(*lined) == std::vector<std::string>{});
    CHECK(lined->unread_columns == std::vector<std::string>{"OBJECTID"});
  }

  TEST_CASE("a coordinate that names its axis is that axis, whatever its column") {
    const auto place_of = [](const std::string& head, const std::string& cells) {
      Bank bank;
      const TempFile file("axes.csv", "名称," + head + "\n甲," + cells + "\n乙,120.105,30.305\n");
      const auto report = import_posts(from(file.path), bank.pack);
      REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
      if (bank.pack.lines.posts.size() < 2) return told(*report).at(0);
      const PointE7 place = bank.pack.lines.posts[0].point;
      return std::to_string(place.lon) + " " + std::to_string(place.lat);
    };
    const std::string both = "经度,纬度";
    CHECK(place_of(both, "北纬30.31,东经80.105") == "801050000 303100000");
    CHECK(place_of(both, "N30.31,80.105") == "801050000 303100000");
    CHECK(place_of(both, "东经80.105,30.31") == "801050000 303100000");
    CHECK(place_of(both, "30.31,E80.105") == "801050000 303100000");
    CHECK(place_of(both, "39.4,75.9") == "394000000 759000000");  // no word: the columns say it
    CHECK(place_of(both, "东经80.105,东经30.31") ==
          "unread_place left_out 2 东经80.105, 东经30.31");
    CHECK(place_of(both, "北纬30.31,") == "unread_place left_out 2 北纬30.31, ");

    Bank bank;
    const TempFile pairs("pairs.csv",
                         "名称,经纬度\n甲,\"120.105,30.305\"\n乙,N30.305 E120.105\n丙,三号桥\n");
    const auto report = import_posts(from(pairs.path), bank.pack);
    REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
    CHECK(told(*report) == std::vector<std::string>{"unread_place left_out 4 三号桥"});
    REQUIRE(bank.pack.lines.posts.size() == 2);
    for (const ServicePoint& post : bank.pack.lines.posts)
      CHECK(post.point == PointE7{1201050000, 303050000});
  }

  TEST_CASE("names whose characters were lost are told, and those that can be read are read") {
    Bank bank;
    const TempFile posts("broken.csv",
                         "名称,经度,纬度\n????,120.105,30.305\nä¸œç«™,120.105,30.305\n"
                         "Caf\xC3\xA9,120.105,30.305\n");
    const auto report = import_posts(from(posts.path), bank.pack);
    REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
    CHECK(told(*report) ==
          std::vector<std::string>{"broken_name kept 2 ????", "broken_name repaired 3 东站"});
    CHECK(bank.pack.lines.posts[1].name == "东站");
    CHECK(bank.pack.lines.posts[2].name == "Caf\xC3\xA9");
  }

  TEST_CASE("a text in UTF-16 is read by its mark; without one the error names it") {
    const auto utf16 = [](std::u16string_view text, bool big) {
      std::string bytes;
      for (const char16_t unit : text) {
        const char low = static_cast<char>(unit & 0xFF), high = static_cast<char>(unit >> 8);
        bytes += big ? high : low;
        bytes += big ? low : high;
      }
      return bytes;
    };
    const std::u16string table = u"名称\t经度\t纬度\r\n𠮷站\t120.105\t30.305\r\n";
    for (const bool big : {false, true}) {
      Bank bank;
      const TempFile file("utf16.csv", utf16(u"\uFEFF" + table, big));
      const auto report = import_posts(from(file.path), bank.pack);
      REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
      CHECK(bank.pack.lines.posts[0].name == "𠮷站");
    }
    const auto refusal = [](const std::string& bytes) {
      Bank bank;
      const TempFile file("utf16.csv", bytes);
      const auto report = import_posts(from(file.path), bank.pack);
      return report.ok() ? std::string() : report.error().message.substr(file.path.size() + 2);
    };
    CHECK(refusal(utf16(table, false)) ==
          "looks like UTF-16 without a byte order mark; save the file as UTF-8");
    CHECK(refusal(std::string("\xFF\xFE\0\0a\0\0\0", 8)) == "is in UTF-32; save the file as UTF-8");
    CHECK(refusal("\xFF\xFE"
                  "a") == "is UTF-16 that was cut short");
  }

  TEST_CASE("files that are none are refused in one sentence, and the pack stays") {
    Bank bank;
    const Bytes before = write_pack(bank.pack);
    const auto refusal = [&](const std::string& content) {
      const TempFile file("refused.csv", content);
      const auto report = import_devices(from(file.path), bank.pack);
      return report.ok() ? std::string() : report.error().message.substr(file.path.size() + 2);
    };
    CHECK(refusal("code,lon,lat\nD1,12o,30\n")
              .find("holds no devices: row 2: '12o, 30' is not a "
                    "place in degrees") == 0);
    CHECK(refusal("code,segment,milepost\nD1,S1,bei\n") ==
          "holds no devices: row 2: 'bei' is no milepost like K12+345");
    CHECK(refusal("code\nD1\n") == "holds no devices");
    CHECK(refusal("设备一览表,网格\n编号,经纬\nD1,东\n") ==
          "holds no devices; columns that were not read: 设备一览表, 网格");
    CHECK(refusal(R"({"type":"Feature"})") == "is no GeoJSON FeatureCollection");
    CHECK(
        refusal(collection(segment("{}", R"(["a",1])", "Point"))) ==
        R"(holds no devices: row 1: '["a",1]' is not a place in degrees; projected metres must be converted first)");
    CHECK(refusal(collection(segment("{}", "[400000,3000000]", "Point"))).find("degrees") !=
          std::string::npos);
    const std::string metres = collection(segment("{}", "[120.1,30.3]", "Point"));
    const std::string label =
        R"({"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4549"}},)";
    CHECK(refusal(label + metres.substr(1))
              .find("is in the coordinate system urn:ogc:def:crs:EPSG::4549; convert it first") ==
          0);
    CHECK(write_pack(bank.pack) == before);
  }
}
