// Steps that every run over bundles takes, whether they come from files or from records.
#pragma once

#include <vector>

#include "chainlint/chain/run_index.h"
#include "chainlint/run/bundle_files.h"

namespace chainlint::run {

// `kept`: the files of the run as they were read. Those that no bundle contains, such as a chain that the configuration of a server does
// not name, are known for the remedies of others, and so are those of `beside`.
chain::RunIndex index_of(const std::vector<ReadBundle>& bundles, const std::vector<KeptFile>& kept = {},
                         std::vector<formats::Container> beside = {});

// A rule set for server chains finds nothing in a bundle without a certificate. Without this finding, that would look like a pass.
void require_certificates(const std::vector<ReadBundle>& bundles, ListedFiles& listed);

// Drops what was met and contains nothing about which anything can be said.
void drop_empty_bundles(std::vector<ReadBundle>& bundles);

}  // namespace chainlint::run
