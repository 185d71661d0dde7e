#include <algorithm>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/run/configurations.h"
#include "inputs/file_contents.h"
#include "inputs/secret_references.h"

namespace chainlint::run {
namespace {

using formats::MaterialName;
using formats::ServingObject;

bool may_be_manifest(const InputFile& file) {
  return file.named || file.path.ends_with(".yaml") || file.path.ends_with(".yml") || file.path.ends_with(".json");
}

config::FileReference reference_to(const MaterialName& material, const ServingObject& serving, const SecretIndex& secrets,
                                   std::size_t manifests) {
  config::FileReference reference{.written = material.object,
                                  .is_object = true,
                                  .location = material.location,
                                  .state = config::FileState::found,
                                  .path = {},
                                  .tried = {}};
  const Location* place = material.name.empty() ? &serving.location : secrets.find(material);
  if (place != nullptr) {
    reference.path = place->path;
  } else if (serving.relation == ServingObject::Relation::serves_created) {
    reference.state = config::FileState::created;
  } else {
    reference.state = config::FileState::not_supplied;
    reference.tried.push_back(count_noun(manifests, "manifest") + " of the input");
  }
  return reference;
}

config::Endpoint endpoint_of(const ServingObject& serving, const SecretIndex& secrets, std::size_t manifests) {
  config::Endpoint endpoint{.server = config::Server::kubernetes, .block = serving.object, .location = serving.location};
  endpoint.location.inner.clear();
  if (!serving.port.empty()) endpoint.listeners.push_back({.address = "*", .port = serving.port});
  for (const auto& [host, place] : serving.hosts) {
    const bool wildcard = host.starts_with("*.");
    endpoint.names.push_back({host, wildcard ? config::NameForm::wildcard : config::NameForm::exact, endpoint.location});
  }
  for (const MaterialName& material : serving.materials) {
    endpoint.certificates.push_back({.certificate = reference_to(material, serving, secrets, manifests), .key = {}, .chain = {}});
  }
  return endpoint;
}

}  // namespace

std::vector<config::Configuration> read_manifests(const InputFiles& found, const FileSource& source) {
  std::vector<InputFile> files = found.files;
  std::erase_if(files, [](const InputFile& file) { return !may_be_manifest(file); });
  formats::CertificateCache certificates;
  const std::vector<FileContents> read = read_files(source, files, {}, certificates, 1);
  const SecretIndex secrets(read);
  std::vector<const formats::Container*> manifests;
  for (const FileContents& file : read) {
    for (const formats::FoundContainer& each : file.containers) {
      if (each.container.format == formats::Format::kubernetes) manifests.push_back(&each.container);
    }
  }
  std::vector<config::Configuration> result;
  for (const formats::Container* manifest : manifests) {
    config::Configuration configuration{
        .server = config::Server::kubernetes, .path = manifest->path, .files = {manifest->path}, .endpoints = {}, .diagnostics = {}};
    for (const ServingObject& serving : manifest->serving) {
      if (serving.relation == ServingObject::Relation::creates) continue;
      configuration.endpoints.push_back(endpoint_of(serving, secrets, manifests.size()));
    }
    std::copy_if(
        manifest->diagnostics.begin(), manifest->diagnostics.end(), std::back_inserter(configuration.diagnostics),
        [](const Diagnostic& diagnostic) { return diagnostic.code.starts_with("yaml-") && diagnostic.severity == Severity::error; });
    if (!configuration.endpoints.empty() || !configuration.diagnostics.empty()) result.push_back(std::move(configuration));
  }
  return result;
}

}  // namespace chainlint::run
