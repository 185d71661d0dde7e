// Endpoints whose certificate need not be one that clients can verify.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/config/endpoint.h"
#include "chainlint/x509/certificate.h"
#include "config/endpoint_checks.h"

namespace chainlint::run {

class UnverifiedUses {
 public:
  explicit UnverifiedUses(const std::vector<config::Configuration>& configurations);

  // Who receives the certificate, where no use of it needs one that can be verified; else empty: "only clients that request an unknown
  // name receive it".
  std::string reason(const std::vector<EndpointUse>& uses, const x509::Certificate& leaf) const;

 private:
  bool answers_unknown_names(const EndpointUse& use, const x509::Certificate& leaf) const;

  std::set<std::pair<config::Server, std::string>> named_;  // listeners on which some endpoint has names
  std::set<std::string> routed_;                            // names of routers of Traefik
  bool traefik_has_others_ = false;                         // certificates beside the default one
};

}  // namespace chainlint::run
