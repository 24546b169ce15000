// The one reader of typed text: tables of what people write, with what it is or why it is refused.
#include "core/base/read.h"

#include <doctest/doctest.h>
#include <string>

#include "core/base/fold.h"
#include "core/base/prng.h"

namespace gezhi {
namespace {

template <class T>
std::string code_of(const Result<T>& read) {
  return read.ok() ? "" : read.error().code;
}

struct Number {
  const char* text;
  std::int64_t value;
};
struct Refused {
  const char* text;
  const char* code;
};

TEST_SUITE("base/read") {
  TEST_CASE("width, blanks, dashes and signs without width are folded away") {
    CHECK(folded("　６，２　") == "6,2");
    CHECK(folded("\u202a138\u2011 \u00a0 0013\u202c") == "138- 0013");
    CHECK(folded("１２。５、ＡＢｃ") == "12.5,ABc");
    CHECK(folded("\xef\xbb\xbf"
                 "a\r\n\tb") == "a b");
    // What a PDF gives back, and what nobody sees.
    CHECK(folded("⼩河⾥\u2EC4\uF9E4\U0002F800") == "小河里西理丽");
    CHECK(folded("6\uFE0F\u034F\U000E0101\u1160\u3164号") == "6号");
    CHECK(folded("é Ж エ ①") == "é Ж エ ①");
  }

  TEST_CASE("a search folds what it looks through as well as what is typed") {
    struct Search {
      const char* typed;
      const char* text;
    };
    for (const Search& one : {Search{"６瓶", "店内有6瓶液化气"},
                              {"6瓶", "店内有６瓶液化气"},
                              {"6 瓶", "店内有6瓶液化气"},
                              {"led", "ＬＥＤ 灯箱整夜不灭"},
                              {"ＬＥＤ灯", "led 灯箱整夜不灭"},
                              {"Zq-2026", "ZQ－2026－000123"},
                              {"ZQ-2026- 000 123", "ZQ-2026-000123"},
                              {"3号楼，2单元", "3 号楼,２单元"},
                              {"\u200b漏水", "漏\u00a0水"},
                              {"", "什么都行"},
                              {" 　", ""}}) {
      CHECK_MESSAGE(TextMatcher(one.typed).is_held_by(one.text), one.typed, " in ", one.text);
    }
    CHECK(!TextMatcher("7瓶").is_held_by("店内有6瓶液化气"));
    CHECK(!TextMatcher("瓶6").is_held_by("店内有6瓶液化气"));
    CHECK(!TextMatcher("水").is_held_by(""));
    CHECK(TextMatcher("　").empty());
    CHECK(!TextMatcher("０").empty());
  }

  TEST_CASE("counts as people write them") {
    for (const Number& one : {Number{"6", 6},
                              {"６", 6},
                              {" 6 ", 6},
                              {"6瓶", 6},
                              {"６ 瓶", 6},
                              {"6个", 6},
                              {"0", 0},
                              {"零", 0},
                              {"1,200", 1200},
                              {"1，200", 1200},
                              {"1 200", 1200},
                              {"1,200,000", 1200000},
                              {"12万", 120000},
                              {"１２００００", 120000},
                              {"1.2万", 12000},
                              {"1.5千万", 15000000},
                              {"12 万", 120000},
                              {"3千", 3000},
                              {"六", 6},
                              {"十", 10},
                              {"十二", 12},
                              {"二十", 20},
                              {"两", 2},
                              {"两瓶", 2},
                              {"两百零三", 203},
                              {"一百一十", 110},
                              {"一百零五", 105},
                              {"三千零四十", 3040},
                              {"一万二千", 12000},
                              {"1万2千", 12000},
                              {"一万零二", 10002},
                              {"一亿三千万", 130000000},
                              {"壹拾贰", 12},
                              {"007", 7},
                              {"6.0", 6},
                              {"十二万三千四百五十六", 123456}}) {
      INFO(std::string(one.text));
      const auto read = read_count(one.text, {"瓶 个"});
      CHECK(code_of(read) == "");
      if (read) CHECK(*read == one.value);
    }
    CHECK(*read_count("12人", kPeople) == 12);
    CHECK(*read_count("七天", kDays) == 7);
  }

  TEST_CASE("what is no count is refused with what was not understood") {
    for (const Refused& one : {Refused{"", "empty"},
                               {"   ", "empty"},
                               {"　", "empty"},
                               {"-5", "negative"},
                               {"－5", "negative"},
                               {"−5", "negative"},
                               {"1,2", "ambiguous_number"},
                               {"1，2", "ambiguous_number"},
                               {"1,2000", "ambiguous_number"},
                               {"0,200", "ambiguous_number"},
                               {"6 7", "ambiguous_number"},
                               {"12,34,567", "ambiguous_number"},
                               {"138 0013 8000", "ambiguous_number"},
                               {"一百五", "ambiguous_number"},
                               {"一万二", "ambiguous_number"},
                               {"1万2", "ambiguous_number"},
                               {"一二", "ambiguous_number"},
                               {"1.5", "not_whole"},
                               {"1.23456万", "not_whole"},
                               {"6箱", "wrong_unit"},
                               {"6瓶多", "wrong_unit"},
                               {"6-8", "wrong_unit"},
                               {"6±1", "wrong_unit"},
                               {"瓶", "not_a_number"},
                               {"约6瓶", "not_a_number"},
                               {"万", "not_a_number"},
                               {"百", "not_a_number"},
                               {"六x", "wrong_unit"},
                               {"x", "not_a_number"},
                               {"1e3", "wrong_unit"},
                               {"0x10", "wrong_unit"},
                               {"+5", "not_a_number"},
                               {"十12", "not_a_number"},
                               {"二千三千", "not_a_number"},
                               {"1.5.2", "wrong_unit"},
                               {"5.", "wrong_unit"},
                               {".5", "not_a_number"},
                               {"99999999999999999999", "too_large"},
                               {"9999亿亿", "not_a_number"},
                               {"1000000000000000万", "too_large"},
                               {"2000000000000000", "too_large"},
                               {"NaN", "not_a_number"}}) {
      INFO(std::string(one.text));
      CHECK(code_of(read_count(one.text, {"瓶 个"})) == one.code);
    }
    CHECK(code_of(read_count("4294967297", {}, 0xFFFFFFFF)) == "too_large");
    CHECK(code_of(read_count(std::string(5000, '1'))) == "too_long");
  }

  TEST_CASE("money in yuan, jiao and fen") {
    for (const Number& one : {Number{"12", 1200},
                              {"1,200.50", 120050},
                              {"１２００．５元", 120050},
                              {"￥12", 1200},
                              {"¥ 12.30", 1230},
                              {"12元5角", 1250},
                              {"12元5角3分", 1253},
                              {"5角", 50},
                              {"50分", 50},
                              {"1.2万元", 1200000},
                              {"十二元整", 1200},
                              {"12块", 1200},
                              {"人民币1万元", 1000000},
                              {"0.01", 1},
                              {"0", 0},
                              {"3毛", 30},
                              {"0.015万", 15000},
                              {"12。5元", 1250},
                              {"12.50元", 1250},
                              {"1200 元", 120000}}) {
      INFO(std::string(one.text));
      const auto read = read_fen(one.text);
      CHECK(code_of(read) == "");
      if (read) CHECK(*read == one.value);
    }
    for (const Refused& one : {Refused{"", "empty"},
                               {"12.345", "too_fine"},
                               {"0.5分", "too_fine"},
                               {"12块5", "ambiguous_number"},
                               {"1,2", "ambiguous_number"},
                               {"-3元", "negative"},
                               {"3瓶", "wrong_unit"},
                               {"元", "not_a_number"},
                               {"5角3元", "not_a_number"},
                               {"99999999999999999", "too_large"},
                               {"3元每月", "not_a_number"}}) {
      INFO(std::string(one.text));
      CHECK(code_of(read_fen(one.text)) == one.code);
    }
  }

  TEST_CASE("lengths of time in minutes") {
    for (const Number& one : {Number{"30", 30},
                              {"３０分钟", 30},
                              {"30分", 30},
                              {"半小时", 30},
                              {"半个小时", 30},
                              {"1小时", 60},
                              {"一个小时", 60},
                              {"一个半小时", 90},
                              {"1.5小时", 90},
                              {"1小时30分钟", 90},
                              {"两小时", 120},
                              {"1小时半", 90},
                              {"90 min", 90},
                              {"四十五分钟", 45}}) {
      INFO(std::string(one.text));
      const auto read = read_minutes(one.text);
      CHECK(code_of(read) == "");
      if (read) CHECK(*read == one.value);
    }
    for (const Refused& one : {Refused{"", "empty"},
                               {"0", "not_a_duration"},
                               {"-5", "negative"},
                               {"半", "not_a_duration"},
                               {"1.5", "not_whole"},
                               {"0小时", "not_a_duration"},
                               {"1.5个半小时", "not_whole"},
                               {"3天", "wrong_unit"},
                               {"1小时30", "not_a_duration"},
                               {"9999999小时", "too_large"}}) {
      INFO(std::string(one.text));
      CHECK(code_of(read_minutes(one.text)) == one.code);
    }
  }

  TEST_CASE("days in every usual spelling") {
    for (const char* text : {"2026-11-05", "2026-11-5", "2026/11/5", "2026.11.05", "20261105",
                             "2026年11月5日", "２０２６－１１－０５", "2026年11月5号",
                             "二〇二六年十一月五日", " 2026 年 11 月 5 日 "}) {
      INFO(std::string(text));
      const auto read = read_day(text);
      CHECK(code_of(read) == "");
      if (read) CHECK(to_date_text(*read) == "2026-11-05");
    }
    for (const Refused& one : {Refused{"", "empty"},
                               {"2026-02-30", "no_such_day"},
                               {"20261301", "no_such_day"},
                               {"11月25日", "no_year"},
                               {"26-11-25", "no_year"},
                               {"明天", "not_a_date"},
                               {"2026", "not_a_date"},
                               {"2026-11", "not_a_date"},
                               {"2026-11/05", "not_a_date"},
                               {"2026-11-05 18:00", "not_a_date"},
                               {"2026-11-055", "not_a_date"},
                               {"0000-01-01", "no_such_day"}}) {
      INFO(std::string(one.text));
      CHECK(code_of(read_day(one.text)) == one.code);
    }
  }

  TEST_CASE("a time of a day, and a day with its time") {
    for (const Number& one : {Number{"8:30", 510},
                              {"08：30", 510},
                              {"8点半", 510},
                              {"8点", 480},
                              {"8时30分", 510},
                              {"下午3点", 900},
                              {"下午3:30", 930},
                              {"晚上8点", 1200},
                              {"晚上6点", 1080},
                              {"晚上11点半", 1410},
                              {"晚上20:30", 1230},
                              {"中午12点", 720},
                              {"24:00", 1440},
                              {"0:00", 0},
                              {"八点一刻", 495},
                              {"下午15:00", 900}}) {
      INFO(std::string(one.text));
      const auto read = read_clock(one.text);
      CHECK(code_of(read) == "");
      if (read) CHECK(*read == one.value);
    }
    for (const char* text : {"8", "25:00", "24:01", "8:60", "8:3", "8:3x", "晚上12点", "晚上1点",
                             "晚上4点半", "晚上5点", "上午13点", "noon"}) {
      INFO(std::string(text));
      CHECK(code_of(read_clock(text)) == "not_a_time");
    }
    for (const char* text :
         {"2026-11-25 18:00", "2026-11-25T18:00", "２０２６－１１－２５　１８：００",
          "2026年11月25日下午6点", "20261125 18:00"}) {
      INFO(std::string(text));
      const auto read = read_moment(text);
      CHECK(code_of(read) == "");
      if (read) CHECK(to_minute_text(*read) == "2026-11-25 18:00");
    }
    CHECK(code_of(read_moment("2026-11-25")) == "no_time");
    CHECK(to_minute_text(*read_moment("2026-11-25", 18 * 60)) == "2026-11-25 18:00");
    CHECK(code_of(read_moment("2026-11-25 6", 18 * 60)) == "not_a_time");
  }

  TEST_CASE("telephone numbers come out in one spelling") {
    struct Phone {
      const char* text;
      const char* number;
    };
    for (const Phone& one : {Phone{"13800138000", "13800138000"},
                             {"138 0013 8000", "13800138000"},
                             {"138-0013-8000", "13800138000"},
                             {"１３８００１３８０００", "13800138000"},
                             {"+86 138 0013 8000", "13800138000"},
                             {"8613800138000", "13800138000"},
                             {"0571-88001234", "0571-88001234"},
                             {"(0571) 8800 1234", "0571-88001234"},
                             {"057188001234", "0571-88001234"},
                             {"010-62001234", "010-62001234"},
                             {"88001234", "88001234"},
                             {"12345", "12345"},
                             {"400-800-8820", "4008008820"},
                             {"+852 2123 4567", "+85221234567"},
                             {"+86 571 8800 1234", "0571-88001234"},
                             {"0571-88001234转801", "0571-88001234-801"},
                             {"0571-88001234-801", "0571-88001234-801"},
                             {"０５７１－８８００１２３４ 转 ８０１", "0571-88001234-801"},
                             {"057188001234 Ext. 801", "0571-88001234-801"},
                             {"(0571) 8800 1234 x801", "0571-88001234-801"},
                             {"+86 571 88001234 转分机 801", "0571-88001234-801"},
                             {"0571-8800123-4", "0571-8800123-4"},
                             {"010-6200-1234", "010-62001234"},
                             {"88001234 分机：12", "88001234-12"},
                             {"400-800-8820-3", "4008008820-3"}}) {
      INFO(std::string(one.text));
      const auto read = read_phone(one.text);
      CHECK(code_of(read) == "");
      if (read) CHECK(*read == one.number);
      CHECK(*read_phone(one.number) == one.number);
    }
    CHECK(dial_text("0571-88001234-801") == "0571-88001234,801");
    CHECK(dial_text("88001234-12") == "88001234,12");
    CHECK(dial_text("4008008820-3") == "4008008820,3");
    for (const char* number : {"0571-88001234", "13800138000", "12345", "+85221234567", ""})
      CHECK(dial_text(number) == number);
    for (const char* text : {"1380013800", "138001380001", "12", "电话", "1380013800x", "0571-8800",
                             "+86", "13800138000转801", "0571-88001234转", "0571-88001234转八零一",
                             "0571-88001234转1234567", "转801", "110转2", "0571-88001234转801x"}) {
      INFO(std::string(text));
      CHECK(code_of(read_phone(text)) == "not_a_phone");
    }
  }

  TEST_CASE("coordinates in either order, with letters, signs, minutes and seconds") {
    for (const char* text :
         {"120.12,30.31", "30.31,120.12", "30.31, 120.12", "30.31，120.12",
          "３０．３１，１２０．１２", "120.12 30.31", "(120.12, 30.31)", "120.12°,30.31°",
          "30.31°N, 120.12°E", "N30.31 E120.12", "北纬30.31 东经120.12", "30°18'36\"N 120°7'12\"E",
          "30°18′36″,120°7′12″", "经度：120.12，纬度：30.31", "东经120°7'12\"，北纬30°18'36\"",
          "30.31、120.12"}) {
      INFO(std::string(text));
      const auto read = read_point(text);
      CHECK(code_of(read) == "");
      if (read) CHECK(*read == PointE7{1201200000, 303100000});
    }
    for (const Refused& one : {Refused{"", "empty"},
                               {"120.12", "not_a_place"},
                               {"200,30", "not_a_place"},
                               {"120.12,100", "not_a_place"},
                               {"10,20", "ambiguous_place"},
                               {"75,80", "ambiguous_place"},
                               {"a,b", "not_a_place"},
                               {"120.12,30.31,5", "not_a_place"},
                               {"E120 E30", "not_a_place"},
                               {"120.12,30.31x", "not_a_place"},
                               {"3012030.12", "not_a_place"}}) {
      INFO(std::string(one.text));
      CHECK(code_of(read_point(one.text)) == one.code);
    }
    CHECK(*read_degrees("120.12345678") == 1201234568);
    CHECK(*read_degrees("-70.5") == -705000000);
    CHECK(*read_degrees("W70.5") == -705000000);
    for (const char* text : {"0x1p3", "inf", "1e2", "181", "12,5", "120.1.2"}) {
      INFO(std::string(text));
      CHECK(code_of(read_degrees(text)) == "not_degrees");
    }
    CHECK(code_of(read_point("-70.5,-33.25")) == "ambiguous_place");
    CHECK(*read_point("33.25S 70.5W") == PointE7{-705000000, -332500000});
  }

  TEST_CASE("codes of places, also out of their links") {
    for (const char* text :
         {"gs-0012", "ＧＳ－００１２", " GS-00 12 ", "https://example.org/#/report?place=GS-0012",
          "https://example.org/#/report?place=gs-0012&x=1", "GS\u20110012"}) {
      INFO(std::string(text));
      const auto read = read_code(text);
      CHECK(code_of(read) == "");
      if (read) CHECK(*read == "GS-0012");
    }
    CHECK(*read_code("小河001") == "小河001");
    for (const char* text :
         {"民情码 P-001", "民情码：P-001", "编号 p-001。", "P-001，",
          "https://x.cn/#/report?place=P-001%20", "https://x.cn/#/report?place=%50-001#top"}) {
      INFO(std::string(text));
      CHECK(*read_code(text) == "P-001");
    }
    CHECK(*read_code("https://x.cn/#/report?place=%E6%A1%A5%2D1") == "桥-1");
    CHECK(code_of(read_code("https://x.cn/#/report?place=100%")) == "not_a_code");
    CHECK(code_of(read_code("https://x.cn/#/report?place=%FF%FE")) == "not_a_code");
    for (const char* text : {"100%", "a?b", "<x>"}) {
      INFO(std::string(text));
      CHECK(code_of(read_code(text)) == "not_a_code");
    }
  }

  TEST_CASE("names of accounts are one in any width, and hold no blank or control character") {
    for (const char* text : {"volunteer1", " volunteer1 ", "ｖｏｌｕｎｔｅｅｒ１",
                             "\u3000volunteer1\n", "\uFEFFvolunteer1\u200B"}) {
      INFO(std::string(text));
      CHECK(*read_login(text) == "volunteer1");
    }
    CHECK(*read_login("小河01") == "小河01");
    CHECK(*read_login("Desk-1.a@b") == "Desk-1.a@b");
    CHECK(*read_login(std::string(64, 'a')) == std::string(64, 'a'));
    CHECK(code_of(read_login("")) == "empty");
    CHECK(code_of(read_login(" 　\u200B")) == "empty");
    CHECK(code_of(read_login(std::string(65, 'a'))) == "too_long");
    for (const std::string& text :
         {std::string("a b"), std::string("a\u3000b"), std::string("a\nb"), std::string("a\x01"),
          std::string("a\0b", 3), std::string("a\x7f"), std::string("a\xC2\x9F"),
          std::string("a\xff")}) {
      INFO(text);
      CHECK(code_of(read_login(text)) == "not_a_login");
    }
  }

  TEST_CASE("yes and no as tables have them; anything else is neither") {
    for (const char* text :
         {"是", " 对 ", "有", "Y", "ｙ", "Yes", "true", "1", "１", "√", "✔️"}) {
      INFO(std::string(text));
      CHECK(*read_yes(text));
    }
    for (const char* text : {"否", "不", "无", "没有", "N", "no", "FALSE", "0", "０", "×", "❌"}) {
      INFO(std::string(text));
      CHECK_FALSE(*read_yes(text));
    }
    CHECK(code_of(read_yes(" ")) == "empty");
    for (const char* text : {"maybe", "x", "2", "待定", "是否", "\xff"}) {
      INFO(std::string(text));
      CHECK(code_of(read_yes(text)) == "not_yes_or_no");
    }
  }

  TEST_CASE("property: what is written in any way is read back") {
    Prng prng(3);
    for (int i = 0; i < 2000; ++i) {
      const auto value = static_cast<std::int64_t>(prng.below(1'000'000'000'000));
      std::string grouped = std::to_string(value);
      for (std::size_t at = grouped.size(); at > 3;) grouped.insert(at -= 3, ",");
      std::string wide;
      for (const char c : grouped)
        wide += c == ',' ? "，" : "\xef\xbc" + std::string(1, static_cast<char>(0x90 + (c - '0')));
      INFO(value);
      CHECK(*read_count(std::to_string(value)) == value);
      CHECK(*read_count(grouped) == value);
      CHECK(*read_count("　" + wide + "瓶", {"瓶"}) == value);
      const std::string cents = std::to_string(value % 100 + 100).substr(1);
      CHECK(*read_fen(std::to_string(value / 100) + "." + cents + "元") == value);
      const TimeMs minute{static_cast<std::int64_t>(prng.below(4'000'000'000)) * kMinuteMs / 60};
      const TimeMs whole{minute.value - minute.value % kMinuteMs};
      CHECK(*read_moment(to_minute_text(whole)) == whole);
      CHECK(*read_day(to_date_text(civil_day_of(whole))) == civil_day_of(whole));
    }
  }

  TEST_CASE("property: any bytes are read or refused, and a refusal has its text") {
    Prng prng(4);
    const char* parts[] = {"六", "１", "万",   "十",   "-",  ",",  ".", " ", "°",  "年", "月", "点",
                           "元", "角", "\xff", "2026", "零", "亿", "'", ":", "转", "x",  "√"};
    for (int i = 0; i < 5000; ++i) {
      std::string text;
      for (std::uint64_t n = prng.below(12); n > 0; --n)
        text += parts[prng.below(std::size(parts))];
      for (const std::string& code :
           {code_of(read_count(text)), code_of(read_fen(text)), code_of(read_minutes(text)),
            code_of(read_day(text)), code_of(read_moment(text)), code_of(read_clock(text)),
            code_of(read_phone(text)), code_of(read_point(text)), code_of(read_degrees(text)),
            code_of(read_code(text)), code_of(read_login(text)), code_of(read_yes(text))}) {
        CHECK(code.find(' ') == std::string::npos);
      }
    }
  }
}

}  // namespace
}  // namespace gezhi
