// What the directives of servers have in common.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chainlint/base/text.h"
#include "chainlint/config/endpoint.h"
#include "syntax/loader.h"
#include "syntax/statement.h"

namespace chainlint::config {

// The statements of each setting, which a lower level inherits as a whole list.
template <std::size_t kCount>
using Settings = std::array<std::vector<const Statement*>, kCount>;

// What a level sets, over what it inherits. `rows`: pairs of a directive and its setting; `same` compares its name with that of a
// statement.
template <std::size_t kCount, class Rows, class Same>
Settings<kCount> settings_of(const std::vector<Statement>& statements, const Settings<kCount>& inherited, const Rows& rows,
                             const Same& same) {
  Settings<kCount> own;
  for (const Statement& statement : statements) {
    if (statement.has_block || statement.words.size() < 2) continue;
    const auto* row = std::find_if(std::begin(rows), std::end(rows), [&](const auto& each) { return same(statement, each.first); });
    if (row != std::end(rows)) own[row->second].push_back(&statement);
  }
  for (std::size_t i = 0; i < kCount; ++i) {
    if (own[i].empty()) own[i] = inherited[i];
  }
  return own;
}

// The alias that a word is. Variables of servers in Java are "${x}".
inline KeyAlias alias_of(const Word& word, const Statement& statement) {
  const bool undecided = word.has_template || word.text.find("${") != std::string::npos;
  return {.text = word.text, .undecided = undecided, .location = location_of(word, *statement.path)};
}

// That `#` behind a value belongs to it, for a server that has comments on lines of their own alone.
inline void note_comment(Loader& loader, const Word& comment, const Statement& statement, const std::string& name) {
  loader.note("config-setting-form", Severity::warning,
              in_quotes(name) + " has a comment after its value, which the server reads as part of the value",
              location_of(comment, *statement.path), "Move the comment to a line of its own.");
}

// That a setting asks for certificates of the other side, and none of `settings` says which CAs may issue them.
inline void note_no_authorities(Loader& loader, const std::string& verifies, const std::string& settings, const std::string& outcome,
                                Location location) {
  loader.note("config-certificate-missing", Severity::warning,
              in_quotes(verifies) + " has no CA certificates, because " + in_quotes(settings) + " is not set: " + outcome,
              std::move(location),
              "Set " + in_quotes(settings) + " to a file with the CA certificates, or switch " + in_quotes(verifies) + " off.");
}

inline NameForm form_of_name(const std::string& name) { return name.starts_with("*.") ? NameForm::wildcard : NameForm::exact; }

// "192.0.2.1:443", "[::]:443", "*:443"; `port` where the text has none. Any address is "*".
inline Listener parse_address(const std::string& text, const std::string& port) {
  const std::size_t colon = text.rfind(':'), bracket = text.rfind(']');
  const bool has_port = colon != std::string::npos && (bracket == std::string::npos || colon > bracket);
  Listener listener{.address = has_port ? text.substr(0, colon) : text, .port = has_port ? text.substr(colon + 1) : port};
  if (listener.address.empty() || listener.address == "0.0.0.0") listener.address = "*";
  return listener;
}

}  // namespace chainlint::config
