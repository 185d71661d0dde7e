// The keys of a policy file that stand for options of the command line, each once: the reader, its messages, `policy show` and the schema
// for editors all come from this table.
#pragma once

#include <span>
#include <string_view>

namespace chainlint::policy {

// One key.
struct PolicyKey {
  enum class Shape {
    text,
    list,     // of text; one text is a list of one
    flag,     // true or false
    integer,  // from 1 to `most`
    stores,   // { My: my.sst, CA: [a.sst, b.sst] }, or texts NAME=FILE
  };
  // What a text stands for.
  enum class Meaning {
    word,          // one of `values`, where there are any
    path,          // relative to the folder of the policy
    path_or_word,  // a path, or one of `values`
    target,        // a deployment profile, NAME@VERSION, or the path of a file that describes one
    client,        // a client family, 'all', or a path
    host,          // a DNS name or an address
    environment,   // the name of an environment variable
  };

  std::string_view name;    // "anchors"
  std::string_view other;   // as the option is called where that differs: "anchor"; empty where there is no other
  std::string_view option;  // "--anchors"
  Shape shape = Shape::text;
  Meaning meaning = Meaning::word;
  std::span<const std::string_view> values;
  int most = 0;
  std::string_view sentence;  // what it says, one sentence
};

// Sorted by name. `passwords`, `window` and `outputs` are not among them: they have members of their own.
std::span<const PolicyKey> policy_keys();

// Null where there is no such key. Finds by either name.
const PolicyKey* find_policy_key(std::string_view name);

// "public", "private", "auto".
std::span<const std::string_view> issuance_names();

}  // namespace chainlint::policy
