#include "config/keystore_aliases.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "chainlint/base/text.h"

namespace chainlint::run {
namespace {

constexpr std::size_t kAliasesShown = 5;

struct Keystore {
  const config::KeyAlias* wanted = nullptr;
  std::string path;
  std::vector<std::string> aliases;    // of its private keys
  std::set<const ReadBundle*> others;  // with another alias
  bool found = false;
};

// Java ignores the case of aliases, and numbers the entries of PKCS#12 that have none.
bool is_alias_of(const formats::Entry& entry, const std::string& alias) {
  if (entry.label.empty()) return alias.find_first_not_of("0123456789") == std::string::npos;
  return equal_ignoring_ascii_case(entry.label, alias);
}

void take(const ReadBundle& read, Keystore& keystore) {
  const formats::Container& container = read.bundle.containers.front();
  bool any = false, found = false;
  for (const formats::Entry& entry : container.entries) {
    if (entry.kind != formats::EntryKind::private_key) continue;
    any = true;
    found = found || is_alias_of(entry, keystore.wanted->text);
    keystore.aliases.push_back(entry.label.empty() ? "1" : entry.label);
  }
  keystore.path = container.path;
  keystore.found = keystore.found || found;
  if (any && !found) keystore.others.insert(&read);
}

Diagnostic missing(const Keystore& keystore) {
  std::vector<std::string> shown;
  for (const std::string& alias : keystore.aliases) shown.push_back(in_quotes(alias));
  return {Severity::warning, "config-alias-missing",
          "alias " + in_quotes(keystore.wanted->text) + " is not a private key entry of " + in_quotes(keystore.path) + ", which has " +
              join_and(std::move(shown), kAliasesShown),
          keystore.wanted->location};
}

}  // namespace

Diagnostics choose_keystore_entries(std::vector<ReadBundle>& bundles,
                                    const std::function<const config::KeyAlias*(const ReadBundle&)>& alias_of) {
  std::vector<Keystore> keystores;
  std::map<const config::KeyAlias*, std::size_t> known;
  for (const ReadBundle& read : bundles) {
    const config::KeyAlias* alias = alias_of(read);
    if (alias == nullptr || !alias->is_known() || read.bundle.trust_store) continue;
    const auto [at, added] = known.try_emplace(alias, keystores.size());
    if (added) keystores.push_back({.wanted = alias});
    take(read, keystores[at->second]);
  }
  Diagnostics diagnostics;
  std::set<const ReadBundle*> dropped;
  for (Keystore& keystore : keystores) {
    dropped.merge(keystore.others);
    if (!keystore.found && !keystore.aliases.empty()) diagnostics.push_back(missing(keystore));
  }
  std::erase_if(bundles, [&](const ReadBundle& read) { return dropped.contains(&read); });
  return diagnostics;
}

}  // namespace chainlint::run
