// What the endpoints of a run show only together, and with the files beside the configured ones.
#pragma once

#include <string>
#include <vector>

#include "chainlint/base/diagnostic.h"
#include "chainlint/config/endpoint.h"
#include "chainlint/run/bundle_files.h"

namespace chainlint::run {

// One certificate of an endpoint.
struct EndpointUse {
  const config::Endpoint* endpoint = nullptr;
  const config::CertificateFiles* files = nullptr;
};

// A bundle that endpoints use, as it was read.
struct UsedBundle {
  ReadBundle* read = nullptr;
  const std::vector<EndpointUse>* uses = nullptr;
};

// Compares the certificates with one another and with those of the files that no endpoint uses. Each finding becomes a diagnostic of the
// first container of its bundle, with the place of the directive that names the file.
void check_endpoints(const std::vector<UsedBundle>& used, const std::vector<KeptFile>& kept, const FileSource& source);

// The names that a server routes and for which none of its certificates is ("config-route-not-covered"). Nothing where one of these is not
// part of the run.
Diagnostics check_routed(const std::vector<config::Configuration>& configurations, const std::vector<UsedBundle>& used);

// Looks for the certificates that bindings of Windows name by their thumbprint. Those that are there get the names and the place of their
// bindings, and where they are older than another for the same names the diagnostic "config-old-certificate". The result says which are in
// no store of the run ("config-thumbprint-missing", a note without any store).
Diagnostics check_thumbprints(const std::vector<config::Configuration>& configurations, std::vector<ReadBundle>& bundles);

}  // namespace chainlint::run
