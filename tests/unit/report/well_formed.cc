#include "well_formed.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "chainlint/base/text.h"

namespace chainlint::report::test {
namespace {

using ::testing::AssertionFailure;
using ::testing::AssertionResult;
using ::testing::AssertionSuccess;

// XML 1.0 section 2.2, production 2 (Char).
AssertionResult has_xml_characters(std::string_view text) {
  if (!is_utf8(text)) return AssertionFailure() << "not UTF-8";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') return AssertionFailure() << "control character";
  }
  for (const std::string_view forbidden : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    if (text.find(forbidden) != std::string_view::npos) return AssertionFailure() << "U+FFFE or U+FFFF";
  }
  return AssertionSuccess();
}

AssertionResult has_references(std::string_view text) {
  if (text.find('<') != std::string_view::npos) return AssertionFailure() << "'<' in " << text;
  for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    bool known = false;
    for (const std::string_view reference : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#58;", "&#35;"}) {
      known |= text.substr(at).starts_with(reference);
    }
    if (!known) return AssertionFailure() << "'&' in " << text;
  }
  return text.find("]]>") == std::string_view::npos ? AssertionSuccess() : AssertionFailure() << "']]>' in " << text;
}

std::size_t end_of_name(std::string_view text, std::size_t at) {
  while (at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '-')) ++at;
  return at;
}

// Attributes up to '>' or "/>"; moves `at` there.
AssertionResult has_attributes(std::string_view text, std::size_t& at) {
  while (at < text.size() && text[at] == ' ') {
    const std::size_t equals = end_of_name(text, at + 1);
    if (!text.substr(equals).starts_with("=\"")) return AssertionFailure() << "attribute at " << at;
    const std::size_t end = text.find('"', equals + 2);
    if (end == std::string_view::npos) return AssertionFailure() << "open quote at " << at;
    if (AssertionResult value = has_references(text.substr(equals + 2, end - equals - 2)); !value) return value;
    at = end + 1;
  }
  return AssertionSuccess();
}

}  // namespace

AssertionResult is_xml(std::string_view text) {
  if (AssertionResult characters = has_xml_characters(text); !characters) return characters;
  const std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  if (!text.starts_with(declaration)) return AssertionFailure() << "no declaration";
  std::vector<std::string_view> open;
  std::size_t at = declaration.size();
  while (at < text.size()) {
    const std::size_t tag = text.find('<', at);
    if (AssertionResult content = has_references(text.substr(at, tag - at)); !content) return content;
    if (tag == std::string_view::npos) break;
    const bool closes = text.substr(tag).starts_with("</");
    const std::size_t begin = tag + (closes ? 2 : 1);
    at = end_of_name(text, begin);
    const std::string_view name = text.substr(begin, at - begin);
    if (name.empty()) return AssertionFailure() << "no name at " << tag;
    if (AssertionResult attributes = has_attributes(text, at); !attributes) return attributes;
    const bool empty = text.substr(at).starts_with("/>");
    if (!empty && !text.substr(at).starts_with(">")) return AssertionFailure() << "tag does not end at " << at;
    at += empty ? 2 : 1;
    if (closes) {
      if (open.empty() || open.back() != name) return AssertionFailure() << "'" << name << "' closes what is not open";
      open.pop_back();
    } else if (!empty) {
      open.push_back(name);
    }
  }
  return open.empty() ? AssertionSuccess() : AssertionFailure() << "'" << open.back() << "' stays open";
}

std::vector<std::vector<std::string>> csv_records(std::string_view text) {
  std::vector<std::vector<std::string>> records;
  std::vector<std::string> record;
  std::string value;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '"') {
      for (++at; at < text.size(); ++at) {
        if (text[at] != '"') {
          value += text[at];
        } else if (text.substr(at).starts_with("\"\"")) {
          value += text[at++];
        } else {
          break;
        }
      }
      ++at;
    } else {
      const std::size_t end = std::min(text.find_first_of(",\r\n", at), text.size());
      value = text.substr(at, end - at);
      EXPECT_EQ(value.find('"'), std::string::npos) << value;
      at = end;
    }
    record.push_back(value);
    value.clear();
    if (text.substr(at).starts_with(",")) {
      ++at;
      if (at == text.size()) record.emplace_back();
      continue;
    }
    EXPECT_TRUE(text.substr(at).starts_with("\r\n")) << "at " << at;
    at += 2;
    records.push_back(std::move(record));
    record.clear();
  }
  return records;
}

}  // namespace chainlint::report::test
