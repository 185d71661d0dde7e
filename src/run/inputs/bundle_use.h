// What the bundles of a run are for, as far as only the run shows it.
#pragma once

#include <vector>

#include "chainlint/run/bundle_files.h"

namespace chainlint::run {

// Called after mark_purposes. Hosts, targets and clients are meant for a named file, and for what a folder contains of servers. The CA
// files beside those are in order; only where a folder contains no server's certificate at all is something missing.
void mark_expected_servers(std::vector<ReadBundle>& bundles);

// A client certificate that was met in a folder, or is in a Kubernetes object, is treated as one: kubeadm, etcd, Docker, PostgreSQL, Kafka
// and easy-rsa keep those of clients beside those of servers. One with host names and no server's certificate in the run may have been
// meant for a server, and is treated as that. A certificate of a kubeconfig is a client's, whatever it allows.
// One whose extended key usage allows neither is for something else, with any names.
void mark_purposes(std::vector<ReadBundle>& bundles);

}  // namespace chainlint::run
