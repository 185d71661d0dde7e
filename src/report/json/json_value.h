// A JSON value that is text from the start: a report of 10,000 bundles has a million of them, and a tree of each took an eighth of a run.
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace chainlint::report {

// On one line, as to_inert_json() writes it: UTF-8 whatever the texts are. Members and elements stay in the order in which they were added.
class JsonValue {
 public:
  class Member;

  JsonValue() : text_("null") {}
  JsonValue(bool value) : text_(value ? "true" : "false") {}
  template <std::integral Number>
  JsonValue(Number number) : text_(std::to_string(number)) {}
  JsonValue(std::string_view text) { append_text(text); }
  JsonValue(const std::string& text) { append_text(text); }
  JsonValue(const char* text) { append_text(text); }
  template <class Element>
  JsonValue(const std::vector<Element>& elements) : JsonValue(array()) {
    for (const Element& element : elements) push_back(element);
  }
  // An object.
  JsonValue(std::initializer_list<Member> members);

  static JsonValue array();
  static JsonValue object();

  // Of an array.
  void push_back(const JsonValue& element);

  // Of an object, which has no member of that name.
  void add(std::string_view name, const JsonValue& value);
  void add(std::string_view name, std::string_view text);
  void add(std::string_view name, const std::string& text) { add(name, std::string_view(text)); }
  void add(std::string_view name, const char* text) { add(name, std::string_view(text)); }
  // All members of another object.
  void add_all(const JsonValue& object);

  // Whether an array or object has nothing in it.
  bool empty() const { return text_.size() == 2; }
  const std::string& text() const { return text_; }

 private:
  void begin_next();  // before the bracket that closes the value, which it removes
  void append_text(std::string_view text);

  std::string text_;
};

// Borrows texts until it is part of an object.
class JsonValue::Member {
 public:
  Member(std::string_view name, std::string_view text) : name_(name), plain_(text), is_plain_(true) {}
  Member(std::string_view name, const std::string& text) : Member(name, std::string_view(text)) {}
  Member(std::string_view name, const char* text) : Member(name, std::string_view(text)) {}
  Member(std::string_view name, JsonValue value) : name_(name), value_(std::move(value)) {}

 private:
  friend class JsonValue;
  std::string_view name_, plain_;
  bool is_plain_ = false;
  JsonValue value_;
};

}  // namespace chainlint::report
