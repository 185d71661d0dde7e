// Reads one file of rule tests.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/base/diagnostic.h"
#include "chainlint/base/instant.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/chain/windows_stores.h"
#include "chainlint/facts/run_state.h"
#include "chainlint/records/records.h"
#include "chainlint/yaml/problems.h"
#include "verdict.h"

namespace chainlint::rules {

// A word and where it is.
struct PlacedText {
  std::string text;
  yaml::Position position;
};

// How a case is run. Names are not yet looked up.
struct RuleTestOptions {
  Instant at;
  std::vector<PlacedText> anchors;
  std::vector<PlacedText> pool;
  std::vector<PlacedText> run;  // other files of the run, no part of the bundle
  std::vector<PlacedText> crls;
  std::vector<PlacedText> chain_files, key_files;  // files of the bundle that are named with --chain and --key
  chain::AnchorOrigin anchor_origin = chain::AnchorOrigin::files;
  formats::GitPresence git = formats::GitPresence::none;  // of all files
  std::vector<x509::HostName> hosts;
  chain::Purposes purposes;
  facts::Issuance issuance = facts::Issuance::undeclared;
  std::optional<PlacedText> target;
  std::vector<PlacedText> clients;
  struct Store {
    chain::StoreName name = chain::StoreName::ca;
    std::vector<PlacedText> certificates;
  };
  std::vector<Store> stores;  // those that were exported; others are not known
  std::vector<std::string> passwords;
  bool assume_server_chain = false;
  std::shared_ptr<const records::Records> records;  // dated facts; null: the shipped ones
  std::vector<PlacedText> previous, rollback;       // files that are no part of the bundle: the deployed bundle, what would be restored
  std::optional<facts::ChangeWindow> window;
  std::optional<PlacedText> pins;             // a file of the case
  std::vector<facts::WaiverOutcome> waivers;  // of a rule about waivers
  facts::BranchState branch;                  // of a rule about the run
  Diagnostics configuration;                  // what is said of the configuration of a server, which is one more file of the bundle
};

struct RuleTestCase {
  std::string name;
  const yaml::Node* node = nullptr;        // borrowed from the document: what the mint reads
  const yaml::Node* parameters = nullptr;  // `params`: values in place of the rule's own; borrowed too
  bool mints = false;                      // describes certificates, CRLs or files of its own
  std::vector<PlacedText> bundle;          // empty: all files
  RuleTestOptions options;
  Verdict expect = Verdict::pass;
  std::optional<std::string> message;
  std::optional<std::string> fix;
  std::vector<std::pair<std::string, std::string>> details;  // those that every finding must have
  std::optional<Severity> severity;
  std::optional<std::vector<PlacedText>> subjects;
};

struct RuleTestFile {
  std::optional<PlacedText> rule;
  std::vector<RuleTestCase> cases;
};

// What could be read of `root`, which must outlive the result. Cases with problems must not be run.
RuleTestFile read_test_file(const yaml::Node& root, yaml::Problems& problems);

}  // namespace chainlint::rules
