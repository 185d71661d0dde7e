// What a run knows besides the bundles: trust anchors, the pool of CA certificates, revocation lists.
#pragma once

#include <string>
#include <vector>

#include "chainlint/chain/anchors.h"
#include "chainlint/formats/reader.h"
#include "chainlint/report/report.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

struct TrustMaterial {
  chain::AnchorSet anchors;
  chain::AnchorSet pool;
  std::vector<x509::CrlPtr> crls;
  struct ListSource {
    Location location;
    formats::Format format = formats::Format::unknown;
  };
  std::vector<ListSource> crl_sources;       // of `crls`
  std::vector<report::InputReport> damaged;  // files that could not be read, in part or at all, or contain nothing of use: for the report
};

// Loads everything that the options name. A path that does not exist is a problem. A file that cannot be read, or contains nothing of the
// kind that the option needs, is reported as an unread input, and the run goes on without it.
TrustMaterial load_trust_material(const RunOptions& options, const formats::ReadOptions& reading, formats::CertificateCache& certificates,
                                  UsageProblems& problems);

}  // namespace chainlint::run
