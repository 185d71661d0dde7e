// What an option is. The options themselves are rows of the table in chainlint/policy/options.h.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chainlint::policy {

enum class Command {
  check,
  show,
  diff,
  fix,
  timeline,
  list_names,
  baseline_write,
  policy_init,
  policy_check,
  policy_show,
  rules_list,
  rules_explain,
  rules_facts,
  rules_schema,
  rules_docs,
  rules_test,
  completion,
  man_page,
  merge
};

// A set of commands, one bit per command.
using Commands = std::uint32_t;
constexpr Commands commands(std::initializer_list<Command> list) {
  Commands set = 0;
  for (const Command command : list) set |= Commands{1} << static_cast<unsigned>(command);
  return set;
}

// One row of the table. All texts are literals.
struct Option {
  enum class Shape {
    text,
    list,     // repeatable; in a policy one text is a list of one
    flag,     // true or false
    integer,  // from `least` to `most`
    stores,   // a list of NAME=FILE; in a policy also { My: my.sst, CA: [a.sst, b.sst] }
  };
  // What a text means.
  enum class Meaning {
    word,          // one of `values`, where there are any
    path,          // in a policy relative to its folder
    path_or_word,  // a path, or one of `values`
    target,        // a deployment profile, NAME@VERSION, or the path of a file that describes one
    client,        // a client family, 'all', or a path
    host,          // a DNS name or an address
  };

  std::string_view name;   // "--anchors"
  char letter = 0;         // 'f' of "-f"; 0 where it has none
  std::string_view value;  // as shown in --help: "FILE|DIR"; empty for a flag, and for words, which are shown themselves
  Shape shape = Shape::text;
  Meaning meaning = Meaning::word;
  std::span<const std::string_view> values;
  int least = 1, most = 0;
  std::string_view unit;       // of an integer: "days"
  Commands commands = 0;       // that have it
  Commands hidden = 0;         // of those, the ones that have it only to say what to do instead
  std::string_view key;        // in a policy file; "window.margin" is a member of a mapping; empty where a policy cannot set it
  std::string_view other_key;  // the same in singular, accepted as well
  std::string_view initial;    // the default as it is shown
  std::string_view group;      // heading in --help
  std::string_view help;       // what it says; values, range, "repeatable" and default are added from the other columns
  bool environment = true;     // CHAINLINT_<OPTION> sets it
  bool recorded = true;        // it decides the verdict, so the run record contains it
};

constexpr bool takes_several(const Option& option) { return option.shape == Option::Shape::list || option.shape == Option::Shape::stores; }

// "server|client|email|any", "FILE"; empty for a flag.
std::string value_text(const Option& option);

// The help text with values, range, "repeatable" and default.
std::string help_text(const Option& option);

// "CHAINLINT_FAIL_ON" for "--fail-on".
std::string environment_name(std::string_view option);

// The options that are keys of a policy, sorted by key; members of mappings ("window.margin") included.
const std::vector<const Option*>& policy_keys();

}  // namespace chainlint::policy
