// Runs the tests that are next to rules: `<id>.test.yaml`.
//
//   rule: leaf-expired
//   certificates: ...                   # what all cases share, as the mint describes it; also `crls` and `files`
//   cases:
//     - name: a leaf that expired yesterday
//       certificates: ...               # what this case adds or replaces
//       bundle: [site.pem]              # default: all files, in the order in which they are described
//       params: { days: 45 }            # in place of the defaults of the rule's parameters; optional
//       options: { at: 2026-06-01, anchors: [root] }
//       expect: fail                    # or pass, not_applicable, not_evaluated
//       message: "..."                  # of every finding, or the reason why the rule was not evaluated; optional, exact
//       details: { AKI: "0A:FF" }       # that every finding must have, by name; optional
//       severity: error                 # of every finding; optional
//       subjects: [leaf]                # certificates that findings point at, no more and no fewer; optional
//
// Options, all of them optional: `at` (2026-06-01), `anchors` and `pool` (names of certificates; none), `anchor_origin` (`files`,
// `system`, or `incomplete`), `git` (`tracked`, or `not ignored`: what git does with the files), `run` (names of files that are other
// bundles of the run), `crls` (names of CRLs), `hosts`, `purpose` (`server`), `target` (a profile, `iis` or `windows-server@2016`),
// `clients` (names of client families), `stores` (`{ CA: [inter], Root: [root] }`: exported Windows stores by the names of certificates),
// `passwords`, `assume_server_chain` (false), `records` (a file of records written out: the dated facts instead of the shipped ones),
// `previous` and `rollback` (names of files that are deployed or would be restored, and no part of the bundle), `window` (`START/END`;
// sets `at`, too) and `margin` (30), `pins` (a file), `waivers` (of a rule about waivers, which needs no files: `{ state: expired, rule:
// leaf-expired, expires: 2026-05-31T23:59:59Z, ... }`, keys as the facts about a waiver).
#pragma once

#include <string>
#include <vector>

#include "chainlint/rules/library.h"

namespace chainlint::rules {

// One case.
struct RuleTestResult {
  std::string rule;
  std::string test_case;  // its name
  std::string place;      // path:line of the case
  bool ok = false;
  std::string difference;  // what was expected and what came instead; empty where ok
};

struct RuleTestRun {
  std::vector<RuleTestResult> results;  // in the order of files and cases
  // Formatted mistakes: in test files, a rule without a test file beside it, a test file without its rule, a rule without a case that
  // passes or without one that fails.
  std::vector<std::string> problems;

  bool ok() const;
};

// Runs every test file of `files`, and asks that each rule of `library` whose own file is among `files` has one. `library` must have been
// loaded without problems.
RuleTestRun run_rule_tests(const RuleLibrary& library, const std::vector<yaml::SourceFile>& files);

}  // namespace chainlint::rules
