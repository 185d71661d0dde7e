// What a conforming client holds against one certificate by itself, whatever path it stands on.
#pragma once

#include <vector>

#include "chainlint/chain/analysis.h"
#include "chainlint/chain/path.h"

namespace chainlint {

// What a certificate does on a path.
enum class StepKind { leaf, issuer, anchor };

// Version, validity, CA flag, key usage, extended key usage, critical extensions, algorithms and damage (RFC 5280 sections 4.2, 6.1.3,
// 6.1.4); for a leaf also the hosts asked for. An anchor is held to what an issuer is held to, except that its own signature is nobody's
// concern and that a self-issued version 1 certificate may be one.
std::vector<ProblemDetail> check_certificate(const Certificate& certificate, StepKind kind, const ChainRequest& request);

// Whether the certificate may issue at all: CA:TRUE, or an anchor of the days before extensions.
bool may_issue(const Certificate& certificate, bool anchor);

}  // namespace chainlint
