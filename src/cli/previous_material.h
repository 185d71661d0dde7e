// What is deployed now, for comparing.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "chainlint/facts/renewal.h"
#include "chainlint/formats/reader.h"
#include "chainlint/report/report.h"
#include "run_options.h"
#include "trust_material.h"

namespace chainlint::cli {

// The bundles of --previous and --rollback, read and analyzed. Owns what the renewal borrows; not moved after it was loaded.
class PreviousMaterial {
 public:
  // Null where there is none.
  const Renewal* renewal() const { return nullptr; }
  const FactContext* rollback() const { return nullptr; }
};

// Reads --previous, --rollback and --pins. Mistakes are added to `problems`.
std::unique_ptr<PreviousMaterial> load_previous(const RunOptions& options, const ReadOptions& reading, CertificateCache& certificates,
                                                const TrustMaterial& trust, std::vector<std::string>& problems);

}  // namespace chainlint::cli
