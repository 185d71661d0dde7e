// Runs the whole line on every file: read, analyze, evaluate, describe. Uses all the threads that it is given.
#pragma once

#include "chainlint/formats/reader.h"
#include "chainlint/profiles/deployment.h"
#include "chainlint/report/report.h"
#include "chainlint/rules/rule.h"
#include "run_options.h"
#include "trust_material.h"

namespace chainlint::cli {

// Everything in the report is in input order, whatever the number of threads. `rules` may be null: nothing is then evaluated (`show`).
Report run_lint(const RunOptions& options, const RuleSet* rules, const ReadOptions& reading, CertificateCache& certificates,
                const TrustMaterial& trust, const DeploymentRequest& deployments);

}  // namespace chainlint::cli
