#include "chainlint/policy/keys.h"

#include <algorithm>
#include <array>

#include "chainlint/base/diagnostic.h"
#include "chainlint/chain/analysis.h"

namespace chainlint::policy {
namespace {

using Shape = PolicyKey::Shape;
using Meaning = PolicyKey::Meaning;

constexpr std::array<std::string_view, 2> kAnchors{"system", "none"};
constexpr std::array<std::string_view, 3> kColors{"auto", "always", "never"};
constexpr std::array<std::string_view, 4> kThresholds{"error", "warning", "note", "never"};
constexpr std::array<std::string_view, 3> kIssuances{"public", "private", "auto"};

constexpr PolicyKey kKeys[] = {
    {"anchors", "anchor", "--anchors", Shape::list, Meaning::path_or_word, kAnchors, 0,
     "Trust anchors: files or folders, 'system' or 'none'."},
    {"ask_password", "", "--ask-password", Shape::flag, Meaning::word, {}, 0, "Ask for a password on the terminal."},
    {"baseline", "", "--baseline", Shape::text, Meaning::path, {}, 0, "Findings of this file are suppressed, new ones fail."},
    {"clients", "client", "--client", Shape::list, Meaning::client, {}, 0, "Client families whose verdict is predicted, or 'all'."},
    {"color", "", "--color", Shape::text, Meaning::word, kColors, 0, "When output is coloured."},
    {"crls", "crl", "--crl", Shape::list, Meaning::path, {}, 0, "Certificate revocation lists: files or folders."},
    {"explain", "", "--explain", Shape::flag, Meaning::word, {}, 0, "Name every path that was tried and why it lost."},
    {"fail_on", "", "--fail-on", Shape::text, Meaning::word, kThresholds, 0, "Exit status 1 from this severity on."},
    {"hosts", "host", "--host", Shape::list, Meaning::host, {}, 0, "Names or addresses that every leaf must cover."},
    {"jobs", "", "--jobs", Shape::integer, Meaning::word, {}, 1024, "Worker threads."},
    {"min_severity", "", "--min-severity", Shape::text, Meaning::word, kSeverityNames, 0, "Findings below this are not shown."},
    {"pins", "", "--pins", Shape::text, Meaning::path, {}, 0, "Services and the thumbprints that they are configured with, one per line."},
    {"pools",
     "pool",
     "--pool",
     Shape::list,
     Meaning::path,
     {},
     0,
     "CA certificates that are not in the bundles, to name what is missing: files or folders."},
    {"purpose", "", "--purpose", Shape::text, Meaning::word, chain::kPurposeNames, 0, "What the leaf is for."},
    {"stores", "store", "--store", Shape::stores, Meaning::path, {}, 0, "Exported stores of the Windows machine, by name."},
    {"strict", "", "--strict", Shape::flag, Meaning::word, {}, 0, "What was read in part or not evaluated counts as unread."},
    {"targets", "target", "--target", Shape::list, Meaning::target, {}, 0, "What the bundles are deployed on."},
};

}  // namespace

std::span<const PolicyKey> policy_keys() { return kKeys; }

const PolicyKey* find_policy_key(std::string_view name) {
  const auto* found = std::find_if(std::begin(kKeys), std::end(kKeys),
                                   [&](const PolicyKey& key) { return key.name == name || (!key.other.empty() && key.other == name); });
  return found == std::end(kKeys) ? nullptr : found;
}

std::span<const std::string_view> issuance_names() { return kIssuances; }

}  // namespace chainlint::policy
