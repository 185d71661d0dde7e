#include "json/json_tree.h"

#include <exception>
#include <iterator>
#include <new>
#include <nlohmann/json.hpp>
#include <string>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::formats {
namespace {

using yaml::Issue;
using yaml::Kind;
using yaml::Position;
using yaml::Tree;

constexpr std::size_t kShownDuplicates = 100;  // warned of one by one
constexpr std::size_t kShownKey = 60;

// Where the parser is. It reads one character past a number, and none past a string or a bracket.
struct Cursor {
  const char* begin;
  const char* at;
  std::uint32_t line;
};

// An iterator that moves a cursor: the parser copies its iterators and tells no positions.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(Cursor* cursor, const char* end) : cursor_(cursor), end_(end) {}
  reference operator*() const { return *cursor_->at; }
  CountingIterator& operator++() {
    cursor_->line += *cursor_->at == '\n' ? 1 : 0;
    ++cursor_->at;
    return *this;
  }
  CountingIterator operator++(int) { return ++*this; }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) { return a.here() == b.here(); }
  friend bool operator!=(const CountingIterator& a, const CountingIterator& b) { return !(a == b); }

 private:
  const char* here() const { return cursor_ != nullptr ? cursor_->at : end_; }
  Cursor* cursor_;
  const char* end_;
};

// What the library says without what it read, which may be a private key.
std::string without_quotation(std::string_view message) {
  const std::size_t reason = message.find("parse error");
  if (reason != std::string_view::npos) message.remove_prefix(reason);
  const std::size_t colon = message.find(": ");
  if (colon != std::string_view::npos) message.remove_prefix(colon + 2);
  const std::size_t read = message.find("; last read: ");
  if (read == std::string_view::npos) return printable(message);
  const std::size_t expected = message.rfind("'; expected ");
  std::string result(message.substr(0, read));
  if (expected != std::string_view::npos && expected > read) result += message.substr(expected + 1);
  return printable(result);
}

class TreeHandler : public nlohmann::json_sax<nlohmann::json> {
 public:
  TreeHandler(const Cursor& cursor, const yaml::TreeLimits& limits, bool all_members, JsonDocument& document)
      : cursor_(cursor), limits_(limits), all_members_(all_members), document_(document) {
    none_ = document_.tree.add({});
  }

  bool null() override { return pass(); }
  bool boolean(bool) override { return pass(); }
  bool number_integer(number_integer_t) override { return pass(); }
  bool number_unsigned(number_unsigned_t) override { return pass(); }
  bool number_float(number_float_t, const string_t&) override { return pass(); }
  bool binary(binary_t&) override { return pass(); }
  bool string(string_t& value) override {
    Tree::Node node;
    node.kind = Kind::scalar;
    node.style = yaml::Style::quoted;
    node.position = here();
    node.text = std::move(value);
    return count() && attach(document_.tree.add(std::move(node)));
  }
  bool start_object(std::size_t) override { return open(Kind::mapping); }
  bool start_array(std::size_t) override { return open(Kind::sequence); }
  bool key(string_t& value) override {
    keys_.back() = {std::move(value), here(), none_};
    return true;
  }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& exception) override {
    fail("json-syntax", "not JSON: " + without_quotation(exception.what()));
    return false;
  }

  void finish() {
    while (!open_.empty()) close();
    if (duplicates_ > kShownDuplicates) {
      document_.issues.push_back({Severity::warning, "json-duplicate-key",
                                  "more keys that occur twice in their object: " + std::to_string(duplicates_ - kShownDuplicates), here()});
    }
  }
  void fail(std::string code, std::string message) {
    Position place = here();
    for (const char* c = cursor_.at; c > cursor_.begin && c[-1] != '\n'; --c) ++place.column;
    document_.issues.push_back({Severity::error, std::move(code), std::move(message), place});
  }

 private:
  Position here() const { return {cursor_.line, 1}; }

  bool count() {
    if (++nodes_ <= limits_.nodes) return true;
    fail("json-values", "more than " + std::to_string(limits_.nodes) + " strings, objects and arrays; the rest was not read");
    return false;
  }

  bool pass() {
    if (open_.empty()) return true;
    if (document_.tree.at(open_.back()).kind != Kind::sequence) return !all_members_ || (count() && attach(none_));
    if (++items_ > JsonLimits::kArrayItems) {
      fail("json-values", "more than " + std::to_string(JsonLimits::kArrayItems) + " values; the rest was not read");
      return false;
    }
    return attach(none_);
  }

  bool open(Kind kind) {
    if (open_.size() >= limits_.depth) {
      fail("json-depth", "objects and arrays are nested more than " + std::to_string(limits_.depth) + " deep");
      return false;
    }
    Tree::Node node;
    node.kind = kind;
    node.position = here();
    if (!count()) return false;
    open_.push_back(document_.tree.add(std::move(node)));
    keys_.emplace_back();
    return true;
  }

  bool close() {
    const Tree::Index index = open_.back();
    open_.pop_back();
    keys_.pop_back();
    yaml::drop_duplicates(document_.tree.edit(index),
                          [this](const Tree::Member& first, const Tree::Member& second) { report_duplicate(first, second); });
    return attach(index);
  }

  bool attach(Tree::Index index) {
    if (open_.empty()) {
      document_.tree.set_root(index);
      return true;
    }
    Tree::Node& parent = document_.tree.edit(open_.back());
    if (parent.kind == Kind::sequence) {
      parent.items.push_back(index);
    } else {
      keys_.back().value = index;
      parent.members.push_back(std::move(keys_.back()));
    }
    return true;
  }

  void report_duplicate(const Tree::Member& first, const Tree::Member& second) {
    if (++duplicates_ > kShownDuplicates) return;
    document_.issues.push_back({Severity::warning, "json-duplicate-key",
                                "the key " + in_quotes(second.key.substr(0, kShownKey)) + " occurs twice in its object; the one on line " +
                                    std::to_string(first.key_position.line) + " is not read",
                                second.key_position});
  }

  const Cursor& cursor_;
  const yaml::TreeLimits& limits_;
  const bool all_members_;
  JsonDocument& document_;
  Tree::Index none_ = 0;
  std::vector<Tree::Index> open_;
  std::vector<Tree::Member> keys_;  // of each open collection, the key whose value comes next
  std::size_t nodes_ = 0, items_ = 0, duplicates_ = 0;
};

}  // namespace

JsonDocument parse_json(std::string_view text, std::size_t begin, std::uint32_t line, const yaml::TreeLimits& limits, bool all_members) {
  JsonDocument document;
  Cursor cursor{text.data(), text.data() + begin, line};
  const char* const end = text.data() + text.size();
  TreeHandler handler(cursor, limits, all_members, document);
  bool whole = false;
  try {
    whole = nlohmann::json::sax_parse(CountingIterator(&cursor, end), CountingIterator(nullptr, end), &handler,
                                      nlohmann::json::input_format_t::json, false);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    handler.fail("json-syntax", "not JSON");
  }
  handler.finish();
  document.end = whole ? static_cast<std::size_t>(cursor.at - text.data()) : text.size();
  document.end_line = cursor.line;
  return document;
}

}  // namespace chainlint::formats
