// Bundles that a branch changes without touching them: by a certificate or a revocation list of a CA above them.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "chainlint/chain/anchors.h"
#include "chainlint/formats/bundle.h"

namespace chainlint::run {

// The CA certificates beside a leaf are part of its bundle and of no other.
bool holds_leaf(const std::vector<formats::FoundContainer>& containers);

// Names of CAs of which a branch added, removed or replaced a certificate or a revocation list.
class ChangedIssuers {
 public:
  // What one file contained and contains; the file is named as the reason. `all`: every certificate counts, not those of CAs alone, because
  // any may be an anchor.
  void add(const std::vector<formats::FoundContainer>& before, const std::vector<formats::FoundContainer>& after, const std::string& file,
           bool all);

  // A CA that takes part in finding chains: what hangs below a changed one changes too.
  void know(const x509::CertificatePtr& certificate);
  void know(const formats::Bundle& bundle);

  // To be called when all are known.
  void spread();

  bool empty() const { return files_.empty(); }

  // The file for which the chain of the bundle may be another; null where there is none. By the names of issuers alone: whether they sign
  // is for the analysis.
  const std::string* file_for(const formats::Bundle& bundle) const;

 private:
  std::unordered_map<std::string, std::string> files_;                // by canonical name
  std::unordered_map<std::string, std::vector<std::string>> issued_;  // names of CAs by that of their issuer
};

}  // namespace chainlint::run
