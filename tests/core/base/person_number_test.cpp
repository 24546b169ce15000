// What is warned of in a text that others will read, and what must not be.
#include "core/base/person_number.h"

#include <doctest/doctest.h>
#include <string>

#include "core/base/prng.h"

namespace gezhi {
namespace {

TEST_SUITE("base/person_number") {
  TEST_CASE("telephone numbers as people write them") {
    for (const char* text : {"电话13800138000",
                             "电话138 0013 8000",
                             "电话138-0013-8000",
                             "电话１３８００１３８０００",
                             "电话0571-88001234",
                             "打 0571 8800 1234 找他",
                             "(0571)88001234",
                             "（０１０）６２００１２３４",
                             "+86 138 0013 8000",
                             "8613800138000",
                             "138 00138000",
                             "138 00138 000",
                             "1 3 8 0 0 1 3 8 0 0 0",
                             "一三八零零一三八零零零",
                             "幺三八〇〇幺三八〇〇〇",
                             "138.0013.8000",
                             "tel13800138000",
                             "3幢201，13800138000",
                             "联系张三13800138000",
                             "李四138 0013 8000",
                             "138/0013/8000",
                             "138_0013_8000",
                             "138，0013，8000",
                             "13 800138000",
                             "2单元 138 0013 8000",
                             "138\u200b00138000",
                             "02088001234",
                             "电话号码：13800138000万一不通",
                             "13800138000 万师傅",
                             "138·0013·8000",
                             "138:0013:8000",
                             "138 00 138 000",
                             "05718800123",
                             "座机88001234",
                             "电话：8800-1234",
                             "Tel 8800 1234",
                             "致电他家 6200123"}) {
      INFO(std::string(text));
      CHECK(person_number_in(text) == PersonNumber::phone);
    }
  }

  TEST_CASE("identity numbers of 18 and of 15 digits") {
    for (const char* text : {"身份证330105199001011234", "33010519900101123X", "33010519900101123x",
                             "330105 19900101 1234", "330105 1990 0101 123X",
                             "３３０１０５１９９００１０１１２３４", "330105900101123"}) {
      INFO(std::string(text));
      CHECK(person_number_in(text) == PersonNumber::identity);
    }
  }

  TEST_CASE("number plates, the new ones too") {
    for (const char* text :
         {"浙A12345堵住出口", "浙A·D12345", "浙 A 1234挂", "京ad12345", "车牌浙ＡＤ１２３４５",
          "粤B-12345", "京A 1234 5堵住出口", "浙A.12345", "WJ浙12345"}) {
      INFO(std::string(text));
      CHECK(person_number_in(text) == PersonNumber::plate);
    }
  }

  TEST_CASE("passports and permits, bank cards") {
    for (const char* text :
         {"护照E12345678", "EA1234567", "e12345678到期", "持 Ｅ１２３４５６７８ 入住",
          "通行证号：H0123456789", "台胞证通行证 01234567", "passport X1234567"}) {
      INFO(std::string(text));
      CHECK(person_number_in(text) == PersonNumber::passport);
    }
    for (const char* text :
         {"打到6222021234567890128", "6222 0212 3456 7890 128", "卡号 4111 1111 1111 1111",
          "４１１１１１１１１１１１１１１１", "622202 1234567890128", "5500-0000-0000-0004"}) {
      INFO(std::string(text));
      CHECK(person_number_in(text) == PersonNumber::bank_card);
    }
  }

  TEST_CASE("amounts, codes, case numbers, times and places are no numbers of people") {
    for (const char* text : {"",
                             "后厨有6个气瓶",
                             "13800138000元",
                             "欠款 13800138000 元",
                             "¥13800138000",
                             "拨打110、12345",
                             "400-800-8820",
                             "3301050012611250001",
                             "案件3301050012611250001已办",
                             "330105001001",
                             "330105001001001",
                             "330105001 261125 0001",
                             "GS-13800138000",
                             "SN13800138000号",
                             "13800138000A",
                             "2026-11-25 18:00",
                             "18-1201 12345",
                             "浙A座",
                             "云A1",
                             "新A栋",
                             "浙江省",
                             "12345678901",
                             "330105199013011234",
                             "330105199002301234",
                             "10,000,000,000",
                             "88001234",
                             "电话20261201打过",
                             "电话里说 300 户",
                             "E1234567",
                             "SE12345678",
                             "E12345678-2",
                             "4111111111111112",
                             "4201060012611250004",
                             "6201020012611250001",
                             "6222021234567890128元",
                             "120.12 30.31",
                             "第一三五期",
                             "一二三四五六七八九十一二三四五六七八九十"}) {
      INFO(std::string(text));
      CHECK(person_number_in(text) == PersonNumber::none);
    }
  }

  TEST_CASE("property: a mobile number is seen wherever it stands and however it is parted") {
    Prng prng(7);
    const char* parts[] = {"", " ", "-", "　", "\u200b", "."};
    for (int i = 0; i < 500; ++i) {
      std::string digits = "1" + std::to_string(3 + prng.below(7));
      while (digits.size() < 11) digits += std::to_string(prng.below(10));
      const std::string part = parts[prng.below(6)];
      const std::string text = "请打" + digits.substr(0, 3) + part + digits.substr(3, 4) + part +
                               digits.substr(7) + "，谢谢";
      INFO(std::string(text));
      CHECK(person_number_in(text) == PersonNumber::phone);
    }
  }

  TEST_CASE("property: any bytes are looked through") {
    Prng prng(8);
    for (int i = 0; i < 2000; ++i) {
      std::string text;
      for (std::uint64_t n = prng.below(40); n > 0; --n)
        text.push_back(prng.below(3) == 0 ? static_cast<char>(prng.below(256))
                                          : "0123456789 -浙A"[prng.below(16)]);
      person_number_in(text);
    }
    CHECK(person_number_in(std::string(100'000, '1')) == PersonNumber::none);
  }
}

}  // namespace
}  // namespace gezhi
