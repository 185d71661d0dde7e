#include "inputs/bundle_use.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_set>

#include "chainlint/chain/certificate_use.h"

namespace chainlint::run {
namespace {

// Whether the bundle may be a server's: an end-entity certificate, or one that could not be read.
bool may_be_server_bundle(const formats::Bundle& bundle) {
  return std::any_of(bundle.containers.begin(), bundle.containers.end(), [](const formats::Container& container) {
    return container.has_error() || std::any_of(container.entries.begin(), container.entries.end(), [](const formats::Entry& entry) {
             return entry.certificate && chain::may_be_server(*entry.certificate);
           });
  });
}

// But for those that are for something else.
bool may_be_server(const ReadBundle& read) { return read.purpose != chain::Purpose::any && may_be_server_bundle(read.bundle); }

// What the end-entity certificates of a bundle are for; nothing where it has none or where one could not be read.
std::optional<chain::EndUse> end_use_of(const formats::Bundle& bundle, bool& named) {
  std::optional<chain::EndUse> use;
  named = false;
  for (const formats::Container& container : bundle.containers) {
    if (container.has_error()) return std::nullopt;
    for (const formats::Entry& entry : container.entries) {
      if (!entry.certificate || entry.for_trust || entry.trusted_certificate || !chain::may_be_server(*entry.certificate)) continue;
      const chain::EndUse own = chain::end_use(*entry.certificate);
      use = use && *use != own ? chain::EndUse::server : own;
      named = named || chain::has_server_names(*entry.certificate);
    }
  }
  return use;
}

// users[].user.client-certificate-data of a kubeconfig: what kubectl presents to the API server.
bool is_of_kubeconfig(const formats::Bundle& bundle) {
  const formats::Container& container = bundle.containers.front();
  return container.format == formats::Format::kubernetes &&
         std::any_of(container.entries.begin(), container.entries.end(), [](const formats::Entry& entry) {
           return entry.object.starts_with("Config ") && entry.location.inner.find(".client-certificate-data") != std::string::npos;
         });
}

// Where a folder contains no certificate, only the file that is most likely in its place says so: a request, a public key, else the key.
void expect_one_of_met(std::vector<ReadBundle>& bundles) {
  constexpr std::array kInPlaceOfCertificate = {formats::EntryKind::certificate_request, formats::EntryKind::public_key,
                                                formats::EntryKind::private_key};
  const auto contains = [](const ReadBundle& read, formats::EntryKind kind) {
    return std::any_of(read.bundle.containers.begin(), read.bundle.containers.end(),
                       [&](const formats::Container& container) { return container.count(kind) > 0; });
  };
  const auto is_met = [](const ReadBundle& read) { return read.bundle.containers.front().use == formats::FileUse::met; };
  const ReadBundle* chosen = nullptr;
  for (const ReadBundle& read : bundles) {
    if (contains(read, formats::EntryKind::certificate) && !read.trust && !read.bundle.trust_store) chosen = &read;
  }
  for (const formats::EntryKind kind : kInPlaceOfCertificate) {
    for (const ReadBundle& read : bundles) {
      if (chosen == nullptr && is_met(read) && contains(read, kind)) chosen = &read;
    }
  }
  for (ReadBundle& read : bundles) {
    if (&read != chosen && is_met(read) && !contains(read, formats::EntryKind::certificate)) read.server_expected = false;
  }
}

}  // namespace

void mark_expected_servers(std::vector<ReadBundle>& bundles) {
  std::unordered_set<std::string_view> files;
  for (const ReadBundle& read : bundles) {
    if (may_be_server(read)) files.insert(read.files.begin(), read.files.end());
  }
  for (ReadBundle& read : bundles) {
    const bool named = std::any_of(read.bundle.containers.begin(), read.bundle.containers.end(),
                                   [](const formats::Container& container) { return container.use != formats::FileUse::met; });
    const bool beside_servers = named ? files.contains(read.files.front()) : !files.empty();
    read.server_expected = !beside_servers || may_be_server(read);
  }
  if (files.empty()) expect_one_of_met(bundles);
}

void mark_purposes(std::vector<ReadBundle>& bundles) {
  struct Use {
    ReadBundle* read;
    chain::EndUse use;
    bool named;
  };
  std::vector<Use> uses;
  bool servers = false;
  for (ReadBundle& read : bundles) {
    if (read.trust || read.bundle.trust_store) continue;
    if (is_of_kubeconfig(read.bundle)) {
      read.purpose = chain::Purpose::client;
      continue;
    }
    bool named = false;
    const std::optional<chain::EndUse> use = end_use_of(read.bundle, named);
    servers = servers || use == chain::EndUse::server;
    if (use && *use != chain::EndUse::server) uses.push_back({&read, *use, named});
  }
  for (const Use& each : uses) {
    const std::vector<formats::Container>& containers = each.read->bundle.containers;
    const bool met = std::all_of(containers.begin(), containers.end(), [](const formats::Container& container) {
      return container.use == formats::FileUse::met || container.format == formats::Format::kubernetes;
    });
    if (!met) continue;
    if (each.use == chain::EndUse::other) {
      each.read->purpose = chain::Purpose::any;
    } else if (servers || (each.use == chain::EndUse::client && !each.named)) {
      each.read->purpose = chain::Purpose::client;
    }
  }
}

}  // namespace chainlint::run
