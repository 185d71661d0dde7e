// What a run knows besides the bundles: trust anchors, the pool of CA certificates, revocation lists.
#pragma once

#include <string>
#include <vector>

#include "chainlint/chain/anchors.h"
#include "chainlint/formats/reader.h"
#include "chainlint/report/report.h"
#include "run_options.h"

namespace chainlint::cli {

struct TrustMaterial {
  AnchorSet anchors;
  AnchorSet pool;
  std::vector<CrlPtr> crls;
  std::vector<InputReport> damaged;  // files of which a part could not be read: they belong into the report
};

// Loads everything that the options name. A file without anything of use is a problem.
TrustMaterial load_trust_material(const RunOptions& options, const ReadOptions& reading, CertificateCache& certificates,
                                  std::vector<std::string>& problems);

}  // namespace chainlint::cli
