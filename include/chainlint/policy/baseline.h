// Baselines: findings of an earlier run, which are suppressed. Written by `chainlint baseline write`, read with --baseline.
//
//   { "baseline": "1.1", "tool": {"name": "chainlint", "version": "0.1.0"}, "entries": [
//   {"rule": "chain-root-included", "certificate": "9c2e...", "leaf": "3f1c...", "role": "root", "hint": {"subject": "CN=...", "path":
//   "certs/a.pem", "message": "..."}} ] }
//
// A finding is identified by its rule, its certificate (the leaf of a chain, bundle, container or renewal, the child of a link), the role
// of that, and the leaf of its bundle. One about a private key is identified by the SHA-256 of the public half (`key`) and the leaf. `leaf`
// is left out where it is the certificate itself; where the bundle has no leaf, `path` is in its place: that of the bundle from the
// folder of the baseline. Without certificate and key, such as in an empty keystore, a finding is identified by its `path` alone. So a file
// may be moved or renamed, and the same defect in another bundle is new. `hint` is for people and decides nothing.
//
// Version 1.0 had no bundle beside `certificate`: such an entry is about that certificate in every bundle.
//
// JSON is read as the YAML that it is: with a place for every mistake.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chainlint/rules/evaluate.h"

namespace chainlint::policy {

// Where a finding is. Paths lead from the folder of the baseline.
struct BaselinePlace {
  std::string path;    // the file of the finding
  std::string leaf;    // SHA-256 of the leaf of its bundle; empty where there is none
  std::string bundle;  // the first file of its bundle
};

// One finding as a baseline identifies it. Plain data.
struct BaselineEntry {
  enum class By { certificate, key, path } by = By::path;
  std::string rule;
  std::string identity;     // SHA-256 in lower-case hexadecimal, or the path
  std::string role;         // "leaf", "intermediate", "root"; empty where there is none
  std::string leaf;         // SHA-256 of the leaf of the bundle; empty where there is none
  std::string bundle;       // the path of a bundle without a leaf; else empty
  bool any_bundle = false;  // written as version 1.0
  // Not part of its identity.
  std::string subject, path, message;
};

BaselineEntry baseline_entry(const rules::Finding& finding, const BaselinePlace& place);

// The file: sorted, each entry once and on a line of its own; the same entries give the same bytes.
std::string write_baseline(std::vector<BaselineEntry> entries, std::string_view version);

struct ReadBaseline {
  std::vector<BaselineEntry> entries;
  std::vector<std::string> problems;  // `path:line:column: error: ...`; the entries must not be used where there are any
};

// Bounds: 32 MiB and 100,000 entries; 20 mistakes are reported. Never fails.
ReadBaseline read_baseline(const std::string& path, std::string text);

// Accepts findings that were there before.
class BaselineTable {
 public:
  explicit BaselineTable(std::vector<BaselineEntry> entries, std::string path);

  // Marks the entries that are about the finding as met, whether or not a waiver accepts it.
  void note(const rules::Finding& finding, const BaselinePlace& place);

  // The acceptance of a finding that an entry is about, under the present id of its rule or a former one. Nothing for findings about the
  // run. Marks nothing.
  std::optional<rules::Acceptance> acceptance_of(const rules::Finding& finding, const BaselinePlace& place) const;

  // The numbers of the entries that no finding matched, of those whose hint names a path for which `looked_at` is true.
  std::vector<std::size_t> gone(const std::function<bool(const std::string& path)>& looked_at) const;

  std::size_t size() const { return entries_.size(); }
  const std::string& path() const { return path_; }

 private:
  std::vector<std::size_t> entries_about(const rules::Finding& finding, const BaselinePlace& place) const;

  std::vector<BaselineEntry> entries_;
  std::vector<bool> met_;
  std::string path_;                                              // of the baseline file
  std::unordered_map<std::string, std::vector<std::size_t>> by_;  // their identities
};

}  // namespace chainlint::policy
