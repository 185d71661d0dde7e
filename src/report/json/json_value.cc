#include "json/json_value.h"

#include <algorithm>

#include "json/json_text.h"

namespace chainlint::report {
namespace {

// What JSON, a terminal and the log of a CI system take as it is.
bool is_plain(char c) { return c >= ' ' && c < '\x7F' && c != '"' && c != '\\' && c != '#'; }

}  // namespace

JsonValue::JsonValue(std::initializer_list<Member> members) : JsonValue(object()) {
  for (const Member& member : members) {
    if (member.is_plain_) {
      add(member.name_, member.plain_);
    } else {
      add(member.name_, member.value_);
    }
  }
}

JsonValue JsonValue::array() {
  JsonValue value;
  value.text_ = "[]";
  return value;
}

JsonValue JsonValue::object() {
  JsonValue value;
  value.text_ = "{}";
  return value;
}

void JsonValue::begin_next() {
  text_.pop_back();
  if (text_.size() > 1) text_ += ',';
}

void JsonValue::push_back(const JsonValue& element) {
  begin_next();
  text_ += element.text_;
  text_ += ']';
}

void JsonValue::add(std::string_view name, const JsonValue& value) {
  begin_next();
  append_text(name);
  text_ += ':';
  text_ += value.text_;
  text_ += '}';
}

void JsonValue::add(std::string_view name, std::string_view text) {
  begin_next();
  append_text(name);
  text_ += ':';
  append_text(text);
  text_ += '}';
}

void JsonValue::add_all(const JsonValue& object) {
  if (object.empty()) return;
  begin_next();
  text_.append(object.text_, 1);
}

void JsonValue::append_text(std::string_view text) {
  if (!std::all_of(text.begin(), text.end(), is_plain)) {
    text_ += to_inert_json(OrderedJson(text));
    return;
  }
  text_ += '"';
  text_ += text;
  text_ += '"';
}

}  // namespace chainlint::report
