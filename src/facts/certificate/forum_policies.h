// The certificate policies that the CA/Browser Forum reserves for server certificates (TLS BR 7.1.6.1).
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "chainlint/asn1/oid.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::facts {

// One of them, and how its subjects are validated.
struct ForumPolicy {
  std::string_view oid;
  std::string_view validation;
};
inline constexpr std::array kForumPolicies = {ForumPolicy{"2.23.140.1.1", "extended"}, ForumPolicy{"2.23.140.1.2.1", "domain"},
                                              ForumPolicy{"2.23.140.1.2.2", "organization"}, ForumPolicy{"2.23.140.1.2.3", "individual"}};

// Those that the certificate claims, in its order. A certificate without any is not one of a public CA.
inline std::vector<const ForumPolicy*> forum_policies_of(const x509::Certificate& certificate) {
  std::vector<const ForumPolicy*> found;
  if (const auto& policies = certificate.extensions().policies) {
    for (const ByteView policy : *policies) {
      const std::string dotted = asn1::oid_to_dotted(policy);
      for (const ForumPolicy& known : kForumPolicies) {
        if (dotted == known.oid) found.push_back(&known);
      }
    }
  }
  return found;
}

}  // namespace chainlint::facts
