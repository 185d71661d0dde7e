// Kubernetes manifests: Secrets, ConfigMaps and whatever else holds certificates, in one or many YAML documents.
#pragma once

#include "detect.h"

namespace chainlint {

// Reads every document and sets the container's format.
void read_kubernetes(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint
