#include "json/json_value.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "json/json_text.h"

namespace chainlint::report {
namespace {

// The same value twice: as text from the start, and as a tree that is written at the end.
template <class Json>
Json sample(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(Json(text));
  Json inner{{"number", Json(18446744073709551615u)}, {"negative", Json(-1)}, {"flag", Json(true)}, {"nothing", Json()}};
  return Json{
      {"texts", list}, {"inner", inner}, {"empty list", Json::array()}, {"empty object", Json::object()}, {"last", Json("a \"b\"")}};
}

TEST(JsonValue, IsTheTextOfTheTree) {
  const std::vector<std::string> texts = {"",
                                          "plain",
                                          "quote \" and backslash \\ and slash /",
                                          std::string("control \x01\x1F\n\t\0 end", 18),
                                          "delete \x7F",
                                          "umlaut \xC3\xBC, smile \xF0\x9F\x98\x80",
                                          "right to left \xE2\x80\xAE",
                                          "no UTF-8 \xFF\xC3",
                                          "##[error]x and # alone"};
  EXPECT_EQ(sample<JsonValue>(texts).text(), to_inert_json(sample<OrderedJson>(texts)));
}

TEST(JsonValue, TakesTheMembersOfAnother) {
  JsonValue value{{"kind", "input"}};
  value.add_all(JsonValue::object());
  value.add_all({{"path", "a.pem"}, {"entries", 2}});
  value.add(std::string("na\"me"), JsonValue(std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(value.text(), R"({"kind":"input","path":"a.pem","entries":2,"na\"me":["x","y"]})");
}

TEST(JsonValue, KnowsWhetherItIsEmpty) {
  EXPECT_TRUE(JsonValue::array().empty());
  EXPECT_TRUE(JsonValue::object().empty());
  EXPECT_FALSE(JsonValue(std::vector<int>{1}).empty());
  EXPECT_FALSE(JsonValue().empty());
}

}  // namespace
}  // namespace chainlint::report
