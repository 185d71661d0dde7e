// Kubernetes objects that serve hosts with the certificates of Secrets, and those that Secrets come from.
#pragma once

#include <string>
#include <string_view>

#include "chainlint/formats/container.h"
#include "chainlint/yaml/tree.h"
#include "kubernetes/manifest_reader.h"

namespace chainlint::formats {

// A name of an object as messages show it.
std::string shown_name(std::string_view name);

// "Secret prod/www".
std::string object_text(std::string_view kind, std::string_view name_space, std::string_view name);

// Adds what the object serves or creates to `container.serving`: of an Ingress, a Gateway (of the Gateway API and of Istio), a Route of
// OpenShift, an IngressRoute of Traefik, a Certificate of cert-manager, a Secret, a SealedSecret, an ExternalSecret and a Kustomization.
// Bounds: KubernetesLimits; what is over one is left out. `count`: of the file.
void note_serving(const yaml::Tree& tree, const yaml::Tree::Node& object, std::string_view kind, const ObjectName& name,
                  const std::string& path, ServingCount& count, Container& container);

}  // namespace chainlint::formats
