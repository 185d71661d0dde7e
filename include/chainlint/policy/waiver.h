// Waivers: findings that somebody accepts, until a day. Written in the policy file under `waivers`.
//
//   waivers:
//     - rule: issuer-expires-before-leaf
//       certificate: 3f1c...            # SHA-256 of the certificate; or `key`: SHA-256 of its SubjectPublicKeyInfo; or `paths` alone
//       paths: ["legacy/**"]            # narrows it down
//       reason: the appliance is replaced in March
//       owner: network team
//       ticket: CHG-1234                # optional
//       expires: 2027-03-31             # required: good to the end of that day, UTC
//
// A waiver that names a certificate ends with it: a renewed certificate has another fingerprint.
#pragma once

#include <string>
#include <vector>

#include "chainlint/facts/run_state.h"
#include "chainlint/rules/evaluate.h"

namespace chainlint {}  // namespace chainlint
