// Baselines: what was found before and does not count. Written by `chainlint baseline write`, read with --baseline.
//
//   { "baseline": "1.0", "tool": {"name": "chainlint", "version": "0.1.0"}, "entries": [
//   {"rule": "leaf-expiring", "certificate": "3f1c...", "role": "leaf", "hint": {"subject": "CN=...", "path": "certs/a.pem", "message":
//   "..."}} ] }
//
// A finding is known by its rule, its certificate and the role of that: the leaf of a chain, bundle, container or renewal, the child of a
// link. One about a private key is known by the SHA-256 of its public half (`key`) and the leaf beside which it lies (`leaf`), one about
// something that has neither, such as a keystore of CA certificates, by its `path` from the folder of the baseline. So a file may be moved
// or renamed, and the same defect on another certificate is new. `hint` is for people and decides nothing.
//
// JSON is read as the YAML that it is: with a place for every mistake.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chainlint/rules/evaluate.h"

namespace chainlint {

// One finding as a baseline knows it. Plain data.
struct BaselineEntry {
  enum class By { certificate, key, path } by = By::path;
  std::string rule;
  std::string identity;  // SHA-256 in lower-case hexadecimal, or the path
  std::string role;      // "leaf", "intermediate", "root"; empty where there is none
  std::string leaf;      // SHA-256 of the leaf in whose bundle a key lies; empty where there is none
  // Not part of what it is known by.
  std::string subject, path, message;
};

// `path` leads from the folder of the baseline to the file of the finding; `leaf` is the SHA-256 of the leaf of its bundle.
BaselineEntry baseline_entry(const Finding& finding, const std::string& path, const std::string& leaf = "");

// The file: sorted, each entry once and on a line of its own; the same entries give the same octets.
std::string write_baseline(std::vector<BaselineEntry> entries, std::string_view version);

struct ReadBaseline {
  std::vector<BaselineEntry> entries;
  std::vector<std::string> problems;  // `path:line:column: error: ...`; the entries must not be used where there are any
};

// Bounds: 32 MiB and 100,000 entries; 20 mistakes are told. Never fails.
ReadBaseline read_baseline(const std::string& path, std::string text);

// Accepts findings that were there before.
class BaselineTable {
 public:
  explicit BaselineTable(std::vector<BaselineEntry> entries, std::string path);

  // Marks the finding where an entry is about it, under the present id of its rule or a former one. Findings about the run and those that
  // are accepted already stay as they are; the latter still count as met.
  void judge(Finding& finding, const std::string& path_from_baseline, const std::string& leaf = "");

  // Whether an entry is about the finding. Marks nothing.
  bool holds(const Finding& finding, const std::string& path_from_baseline, const std::string& leaf = "") const;

  // Entries that no finding met, of those whose hint names a path that `looked_at` says was looked at.
  std::size_t gone(const std::function<bool(const std::string& path)>& looked_at) const;

  std::size_t size() const { return entries_.size(); }
  const std::string& path() const { return path_; }

 private:
  std::vector<std::size_t> entries_about(const Finding& finding, const std::string& path, const std::string& leaf) const;

  std::vector<BaselineEntry> entries_;
  std::vector<bool> met_;
  std::string path_;                                              // of the baseline file
  std::unordered_map<std::string, std::vector<std::size_t>> by_;  // what it is known by
};

}  // namespace chainlint
