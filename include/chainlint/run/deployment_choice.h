// The targets, clients and Windows stores that the user names.
#pragma once

#include <string>
#include <vector>

#include "chainlint/formats/reader.h"
#include "chainlint/profiles/deployment.h"
#include "chainlint/profiles/library.h"
#include "chainlint/report/report.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// Owns what the request points to, so that it cannot be moved.
struct DeploymentChoice {
  DeploymentChoice() = default;
  DeploymentChoice(const DeploymentChoice&) = delete;
  DeploymentChoice& operator=(const DeploymentChoice&) = delete;

  profiles::ProfileLibrary library;
  std::vector<report::InputReport> damaged;  // store exports that could not be read, in part or at all
  profiles::DeploymentRequest request;
};

// Fills `choice`; every mistake is added to `problems`.
void choose_deployments(const RunOptions& options, const formats::ReadOptions& reading, formats::CertificateCache& certificates,
                        DeploymentChoice& choice, UsageProblems& problems);

}  // namespace chainlint::run
