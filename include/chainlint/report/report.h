// The result of a run as plain data: all that a writer needs. Borrows only rules; holds no certificate.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/diagnostic.h"
#include "chainlint/base/instant.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/formats/bundle.h"
#include "chainlint/rules/evaluate.h"

namespace chainlint {

// One input file.
struct InputReport {
  std::string path;
  Format format = Format::unknown;
  ReadStatus status = ReadStatus::read;
  std::size_t certificates = 0, private_keys = 0, crls = 0;
  Diagnostics diagnostics;
  std::vector<std::string> protection;  // for people: "MAC: HMAC-SHA256, PKCS12KDF-SHA256, 2048 iterations"
};

// One certificate, key or other entry.
struct EntryReport {
  EntryKind kind = EntryKind::other;
  std::optional<Role> role;  // of a certificate
  std::string sha256;        // of a certificate, or of the public key
  std::string subject, issuer, serial;
  std::optional<Instant> not_before, not_after;
  std::string key;                 // "RSA 2048"
  std::vector<std::string> names;  // subject alternative names
  std::string label, description;
  std::string key_state;   // of a private key
  std::string protection;  // for people; empty where there is none
  Location location;
};

// One certificate of a chain, for drawing.
struct ChainStepReport {
  std::string sha256, display, subject;
  Role role = Role::leaf;
  std::optional<Instant> not_before, not_after;
  bool in_bundle = true;             // else it comes from the anchors
  Location location;                 // in the bundle, or in the anchor file
  std::vector<std::string> remarks;  // "expired", "sent 2 times", "not part of the chain"
};

struct BundleReport {
  std::string name;
  std::string target;  // empty without one
  BundleKind kind = BundleKind::other;
  std::vector<EntryReport> entries;
  std::vector<ChainStepReport> sent;  // as the server would send it
  std::vector<ChainStepReport> path;  // the intended chain, leaf first
  StopReason stop = StopReason::issuer_missing;
  bool has_path = false;
  std::size_t candidates = 0;
  std::string missing;  // for drawing: the name of the issuer that is not there
  std::vector<Finding> findings;
  std::vector<NotEvaluated> not_evaluated;
};

struct Summary {
  std::size_t bundles = 0, errors = 0, warnings = 0, notes = 0, waived = 0, not_evaluated = 0, unreadable = 0;
};

struct Report {
  std::string version;
  Instant at;
  std::vector<InputReport> inputs;  // sorted by path as given and walked
  std::vector<BundleReport> bundles;
  std::vector<std::string> skipped;  // files in walked folders that are of no known kind
  Summary summary;
};

// Plain data from what was read and judged.
InputReport describe_input(const Container& container);
BundleReport describe_bundle(const Bundle& bundle, const BundleAnalysis& analysis, const FactContext& context, Evaluation evaluation);

// Counts over the report. `minimum` of severity does not matter here.
Summary summarize(const Report& report);

}  // namespace chainlint
