// Files with the private keys of bundles.
#pragma once

#include <string>
#include <vector>

#include "chainlint/profiles/deployment.h"
#include "chainlint/run/bundle_files.h"

namespace chainlint::run {

// Where servers keep the key of the certificate in `path`: beside it, in a folder for keys below, or in the one that belongs to `certs`.
std::vector<std::string> files_with_keys(const std::string& path);

// The first of these files with the key of each bundle that was named, has none and must have one: for a target, or in a PFX. Such a file
// is no part of the run.
std::vector<formats::Container> keys_beside(const profiles::DeploymentRequest& deployments, const std::vector<ReadBundle>& bundles,
                                            const formats::ReadOptions& reading, formats::CertificateCache& certificates);

}  // namespace chainlint::run
