// Configurations of servers. Whatever they contain: every endpoint has a place, what is found is inside of the input, and files that
// include each other end.
#include <algorithm>

#include "../unit/config/memory_tree.h"
#include "chainlint/base/limits.h"
#include "fuzz_target.h"

namespace {

using namespace chainlint;
using namespace chainlint::config;

bool has_place(const Location& location) {
  return !location.path.empty() && location.line.value_or(0) > 0 && location.column.value_or(0) > 0;
}

bool is_inside(const FileReference& file) { return !file.is_found() || !(file.path.starts_with("..") || file.path == "/etc/shadow"); }

void check(const Configuration& configuration) {
  fuzz::require(configuration.endpoints.size() <= ConfigLimits::kEndpoints);
  for (const Endpoint& endpoint : configuration.endpoints) {
    fuzz::require(has_place(endpoint.location) && endpoint.names.size() <= ConfigLimits::kNames + 1);
    for (const CertificateFiles& files : endpoint.certificates) {
      fuzz::require(files.certificate.is_named() || !files.certificate.is_found());
      for (const FileReference* file : {&files.certificate, &files.key, &files.chain}) fuzz::require(is_inside(*file));
    }
    fuzz::require(std::all_of(endpoint.client_cas.begin(), endpoint.client_cas.end(), is_inside));
  }
  for (const Diagnostic& diagnostic : configuration.diagnostics) {
    fuzz::require(!diagnostic.message.empty() && !diagnostic.location.path.empty());
  }
}

}  // namespace

CHAINLINT_FUZZ_TARGET(configuration) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const MemoryTree tree(Files{{"conf/main", text}, {"conf/part.conf", text}, {"conf/certs/a.pem", ""}, {"secret", ""}, {"/etc/shadow", ""}},
                        Files{{"conf/certs/link.pem", "/etc/shadow"}});
  const ServerFiles files(tree, {}, {"conf"});
  recognize(text);
  for (const Server server : kServerNames.values()) {
    check(read_configuration(server, "conf/main", true, files));
    check(read_configuration(server, "conf/main", false, files));
  }
  return 0;
}
