// The options of the command line, one row each. The command line, its --help, the environment, the keys of policy files, `policy show`,
// the run record and the schema of policies are made from this table; docs/checking.md is compared with it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "chainlint/base/diagnostic.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/facts/outlook.h"
#include "chainlint/policy/option.h"
#include "chainlint/policy/output_format.h"

namespace chainlint::policy {

namespace option_table {

using enum Command;
using enum Option::Shape;
using enum Option::Meaning;
using Word = std::string_view;

inline constexpr Word kAnchors[] = {"system", "none"};
inline constexpr Word kFixes[] = {"missing", "stale", "re-encrypt"};
inline constexpr Word kListFormats[] = {"text", "json"};
inline constexpr Word kTableFormats[] = {"text", "json", "csv"};
inline constexpr Word kThresholds[] = {"error", "warning", "note", "never"};

inline constexpr Commands kAll = ~Commands{0};
inline constexpr Commands kBundles = commands({check, show, diff, fix, timeline, baseline_write, rules_facts});
inline constexpr Commands kReports = kBundles & ~commands({baseline_write, rules_facts});
inline constexpr Commands kFindings = commands({check, diff, timeline, baseline_write});
inline constexpr Commands kMerge = commands({merge});  // writes the report of a run that shards made
inline constexpr Commands kPolicies = kBundles | commands({policy_check, policy_show});
inline constexpr Commands kDiff = commands({diff}), kFix = commands({fix});

inline constexpr Word kPolicy = "Policy and rules", kTrust = "Trust", kUse = "Intended use", kChange = "Change",
                      kParts = "Parts and passwords", kOutput = "Output", kWriting = "Writing";

// clang-format off
inline constexpr Option kOptions[] = {
    {.name = "--at", .value = "TIME", .commands = kBundles, .initial = "now", .group = kUse,
     .help = "evaluation time: 2026-12-01T22:00:00Z or 2026-12-01"},
    {.name = "--policy", .value = "FILE", .meaning = path, .commands = kPolicies, .group = kPolicy,
     .help = "policy file (default: the nearest .chainlint.yaml in this folder or above, up to the top of the repository)"},
    {.name = "--policy-from", .value = "GITREF", .commands = kBundles, .group = kPolicy,
     .help = "read the policy, its waivers, rules, targets, clients, pins and baseline as they are at this git revision, such as origin/main"},
    // Decides whether the environment is read, so it is read from there before all others.
    {.name = "--no-policy", .shape = flag, .commands = kAll, .group = kPolicy,
     .help = "ignore policy file, waivers, baseline and CHAINLINT_* of the environment", .environment = false},
    {.name = "--ruleset", .value = "NAME|FILE|DIR", .shape = list, .commands = kPolicies, .group = kPolicy,
     .help = "rules to run instead of recommended: path, public-web, private-strict, strict, all, or a file or folder"},
    {.name = "--ruleset", .value = "NAME|FILE|DIR", .shape = list, .commands = commands({rules_list, rules_docs}), .initial = "all",
     .group = kPolicy, .help = "only the rules of this set"},
    {.name = "--ruleset", .value = "FILE|DIR", .shape = list, .commands = commands({rules_explain}), .group = kPolicy,
     .help = "also search these rules"},
    {.name = "--anchors", .value = "FILE|DIR|system|none", .shape = list, .meaning = path_or_word, .values = kAnchors,
     .commands = kBundles, .key = "anchors", .other_key = "anchor", .initial = "system", .group = kTrust, .help = "trust anchors"},
    {.name = "--pool", .value = "FILE|DIR", .shape = list, .meaning = path, .commands = kBundles, .key = "pools", .other_key = "pool",
     .initial = "none", .group = kTrust, .help = "CA certificates outside the bundle, to identify what is missing"},
    {.name = "--crl", .value = "FILE|DIR", .shape = list, .meaning = path, .commands = kBundles, .key = "crls", .other_key = "crl",
     .initial = "none", .group = kTrust, .help = "certificate revocation lists"},
    {.name = "--host", .value = "NAME", .shape = list, .meaning = host, .commands = kBundles, .key = "hosts", .other_key = "host",
     .initial = "none", .group = kUse, .help = "DNS name or IP address that every leaf must cover"},
    {.name = "--purpose", .value = "PURPOSE[,PURPOSE]", .shape = list, .values = chain::kPurposeNames, .commands = kBundles,
     .key = "purpose", .other_key = "purposes", .initial = "server", .group = kUse,
     .help = "intended uses of the leaf, separated by commas"},
    {.name = "--target", .value = "PROFILE[@VERSION]|FILE", .shape = list, .meaning = target, .commands = kBundles, .key = "targets",
     .other_key = "target", .initial = "none", .group = kUse, .help = "deployment target, by name or as a file of your own"},
    {.name = "--client", .value = "NAME|FILE|all", .shape = list, .meaning = client, .commands = kBundles, .key = "clients",
     .other_key = "client", .initial = "none", .group = kUse, .help = "client family whose verdict is predicted"},
    {.name = "--store", .value = "NAME=FILE", .shape = stores, .meaning = path, .commands = kBundles, .key = "stores",
     .other_key = "store", .initial = "none", .group = kTrust,
     .help = "exported store of the Windows machine: My, CA, Root or Disallowed"},
    {.name = "--root", .value = "DIR", .shape = list, .meaning = path, .commands = kBundles | commands({list_names}), .key = "roots", .initial = "none", .group = kUse,
     .help = "folder that corresponds to / on the server, for absolute paths in its configuration"},
    {.name = "--explain", .shape = flag, .commands = kBundles, .key = "explain", .initial = "false", .group = kOutput,
     .help = "show every path that was tried and why it was rejected"},
    {.name = "--window", .value = "START/END", .commands = kBundles, .group = kChange,
     .help = "change window, as times or dates: certificates must be valid throughout; without --at, the evaluation time is START"},
    {.name = "--margin", .value = "DAYS", .shape = integer, .least = 0, .most = facts::kLongestMarginDays, .unit = "days", .commands = kBundles,
     .key = "window.margin", .initial = "30", .group = kChange, .help = "days after the window for which certificates must stay valid"},
    {.name = "--previous", .value = "PATH", .commands = kBundles, .hidden = kDiff, .group = kChange,
     .help = "currently deployed bundle to compare with: a file, or a folder with one bundle"},
    {.name = "--previous-ref", .value = "GITREF", .commands = kBundles, .hidden = kDiff, .group = kChange,
     .help = "compare each bundle with its state at this git revision, such as origin/main"},
    {.name = "--changed", .shape = flag, .commands = kBundles, .hidden = kDiff, .group = kChange,
     .help = "with --previous-ref: only bundles that the branch changed, and those that depend on a CA or policy that it changed"},
    {.name = "--order", .value = "ACTIONS", .commands = kDiff, .group = kChange,
     .help = "planned order of the steps intermediates, leaf, trust, pins, cleanup; exit code 1 if it has an outage: leaf,intermediates"},
    {.name = "--pins", .value = "FILE", .meaning = path, .commands = kBundles, .key = "pins", .initial = "none", .group = kChange,
     .help = "services, one per line, with the thumbprint, key or issuer they are configured with; or output of 'netsh http show sslcert'"},
    {.name = "--rollback", .value = "PATH", .commands = kBundles, .group = kChange,
     .help = "bundle that is restored if the change fails; it must stay valid through the window"},
    {.name = "--baseline", .value = "FILE", .meaning = path, .commands = kFindings, .key = "baseline", .initial = "none",
     .group = kPolicy, .help = "suppress the findings that this file contains"},
    {.name = "--waivers-from", .value = "GITREF", .commands = kFindings, .group = kPolicy,
     .help = "read the waivers of the policy file from this git revision"},
    // A variable that is set for a stream must not be in force for PATHs.
    {.name = "--from-jsonl", .value = "FILE", .commands = commands({check}), .group = kParts,
     .help = "check bundles that arrive as JSON, one per line, with names and base64 of their files; - is standard input", .environment = false},
    {.name = "--key", .value = "FILE", .shape = list, .commands = kBundles, .group = kParts,
     .help = "private key of the bundle at PATH"},
    {.name = "--chain", .value = "FILE", .shape = list, .commands = kBundles, .group = kParts,
     .help = "CA certificates of the bundle at PATH"},
    {.name = "--password-env", .value = "NAME", .shape = list, .commands = kBundles, .key = "passwords.env", .initial = "none",
     .group = kParts, .help = "take a password from this environment variable"},
    {.name = "--password-file", .value = "FILE", .shape = list, .meaning = path, .commands = kBundles, .key = "passwords.file",
     .initial = "none", .group = kParts, .help = "take passwords from this file, one candidate per line"},
    {.name = "--password-fd", .value = "N", .shape = list, .commands = kBundles, .key = "passwords.fd", .initial = "none",
     .group = kParts, .help = "take passwords from this file descriptor, one candidate per line"},
    {.name = "--ask-password", .shape = flag, .commands = kBundles, .key = "ask_password", .initial = "false", .group = kParts,
     .help = "ask for a password on the terminal"},
    {.name = "--fail-on", .values = kThresholds, .commands = commands({check, diff}), .key = "fail_on", .initial = "error",
     .group = kOutput, .help = "lowest severity that makes the exit code 1"},
    {.name = "--strict", .shape = flag, .commands = kBundles, .key = "strict", .initial = "false", .group = kOutput,
     .help = "treat input that was read only in part, and rules that could not be evaluated, as unreadable (exit code 3)"},
    // A policy that is found is part of what is checked.
    {.name = "--limit", .value = "NAME=N", .shape = list, .commands = kBundles, .group = kOutput,
     .help = "limit of all files together: bytes, entries, files, kdf-iterations or output-bytes; for example bytes=8589934592"},
    {.name = "--format", .letter = 'f', .value = "FORMAT", .shape = list, .values = kOutputFormatNames, .commands = kReports | kMerge, .initial = "text",
     .group = kOutput, .help = "output format", .recorded = false},
    {.name = "--format", .letter = 'f', .value = "FORMAT", .shape = list, .values = kListFormats, .commands = commands({rules_list}), .initial = "text", .group = kOutput,
     .help = "output format", .environment = false, .recorded = false},
    {.name = "--format", .letter = 'f', .value = "FORMAT", .shape = list, .values = kTableFormats, .commands = commands({list_names}), .initial = "text", .group = kOutput,
     .help = "output format of 'list endpoints'", .environment = false, .recorded = false},
    {.name = "--report", .letter = 'o', .value = "FILE", .shape = list, .commands = kReports | kMerge, .group = kOutput,
     .help = "file for the --format before it", .recorded = false},
    {.name = "--title", .value = "TEXT", .commands = (kFindings & kReports) | kMerge, .group = kOutput, .help = "title of the HTML page",
     .recorded = false},
    {.name = "--meta", .value = "KEY=VALUE", .shape = list, .commands = (kFindings & kReports) | kMerge, .group = kOutput,
     .help = "line below the title of the HTML page, such as ticket=CHG-1234", .recorded = false},
    {.name = "--min-severity", .values = kSeverityNames, .commands = kBundles | kMerge, .key = "min_severity", .initial = "note", .group = kOutput,
     .help = "lowest severity that is shown", .recorded = false},
    {.name = "--group-by", .values = kGroupByNames, .commands = commands({check}) | kMerge, .initial = "auto", .group = kOutput,
     .help = "text by cause or by bundle; auto: by cause with more than 20 bundles", .recorded = false},
    {.name = "--quiet", .letter = 'q', .shape = flag, .commands = commands({check}) | kMerge, .group = kOutput,
     .help = "text with findings and summary only", .recorded = false},
    {.name = "--verbose", .letter = 'v', .shape = flag, .commands = kReports | kMerge, .group = kOutput,
     .help = "text with details of each finding and each effect", .recorded = false},
    {.name = "--timeline", .shape = flag, .commands = commands({check}), .group = kOutput,
     .help = "find every future date at which a verdict changes, whatever the format; html and ics do so without it", .recorded = false},
    {.name = "--shard", .value = "K/N", .commands = commands({check}), .group = kOutput,
     .help = "check only shard K of N, and write a report for 'chainlint merge'; needs --at and --format jsonl", .recorded = false},
    {.name = "--jobs", .value = "N", .shape = integer, .most = 1024, .commands = kBundles, .key = "jobs", .initial = "all cores",
     .group = kOutput, .help = "worker threads", .recorded = false},
    {.name = "--color", .values = kColorNames, .commands = kBundles | kMerge, .key = "color", .initial = "auto", .group = kOutput,
     .help = "when output is coloured", .recorded = false},
    {.name = "--output", .value = "FILE", .commands = commands({baseline_write}), .group = kWriting,
     .help = "file to write (default: that of --baseline, else standard output)", .recorded = false},
    // A variable that is still set from before must not make `fix` write files.
    {.name = "--output", .value = "FILE", .commands = kFix, .group = kWriting, .help = "file for the corrected bundle; - is standard output",
     .environment = false, .recorded = false},
    {.name = "--in-place", .shape = flag, .commands = kFix, .group = kWriting, .help = "replace the files that are fixed", .environment = false,
     .recorded = false},
    {.name = "--diff", .shape = flag, .commands = kFix, .group = kWriting, .help = "show the chain before and after, and write nothing",
     .recorded = false},
    {.name = "--unsafe", .value = "FIX", .shape = list, .values = kFixes, .commands = kFix, .group = kWriting,
     .help = "also make this fix, from --pool (missing, stale) or for --target (re-encrypt)", .environment = false, .recorded = false},
    {.name = "--for", .value = "SUBJECT", .commands = commands({rules_facts}), .group = kOutput,
     .help = "only facts about this kind of subject, as after 'for' in a rule: certificate, link, ...", .recorded = false},
};
// clang-format on

}  // namespace option_table

using option_table::kOptions;
inline constexpr std::size_t kOptionCount = std::size(kOptions);

// The name of an option, checked while compiling. Rows of one name, which differ by command, share its first row as their place.
class OptionName {
 public:
  consteval OptionName(const char* name) : place_(find(name)) {}       // NOLINT: names stand for themselves
  constexpr OptionName(const Option& row) : place_(find(row.name)) {}  // NOLINT

  constexpr std::size_t place() const { return place_; }
  constexpr const Option& row() const { return kOptions[place_]; }
  constexpr std::string_view name() const { return row().name; }
  friend constexpr bool operator==(OptionName, OptionName) = default;

 private:
  static constexpr std::size_t find(std::string_view name) {
    for (std::size_t i = 0; i < kOptionCount; ++i) {
      if (kOptions[i].name == name) return i;
    }
    throw "no such option";
  }

  std::size_t place_;
};

}  // namespace chainlint::policy
