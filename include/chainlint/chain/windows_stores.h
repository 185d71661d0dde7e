// The certificate stores of a Windows machine, as exported, and what an import puts into them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/location.h"
#include "chainlint/formats/bundle.h"
#include "chainlint/x509/certificate.h"

namespace chainlint {

enum class StoreName { my, ca, root, disallowed };
// "My", "CA", "Root", "Disallowed".
std::string_view to_string(StoreName store);

// One certificate of a store.
struct StoredCertificate {
  CertificatePtr certificate;
  StoreName store = StoreName::ca;
  Location location;      // in the export, or in the bundle that an import would add
  bool archived = false;  // kept, and not chosen any more
  bool imported = false;  // not there yet: the bundle would bring it
};

// The stores of the LocalMachine that chain building looks at. Third-party roots (AuthRoot) count as Root. Owns its certificates jointly.
struct WindowsStores {
  std::vector<StoredCertificate> certificates;
  std::vector<Bytes> disallowed_digests;  // of certificate trust lists in Disallowed: SHA-1, SHA-256 or the digest of the signed part
  bool exported[4] = {};                  // indexed by StoreName: an export of this store was given, so that what is not in it is absent

  bool any() const { return !certificates.empty() || exported[0] || exported[1] || exported[2] || exported[3]; }
  // Adds what a container holds to one store, or, where its entries say so, each entry to its own. CurrentUser entries do not count: the
  // chain is built in the machine context.
  void add(const Container& container, StoreName store);
  void add(const Container& container);
};

// How a PFX comes onto the machine.
enum class PfxImport {
  wizard,   // the leaf to My, CA certificates to CA, self-signed ones to Root
  my_only,  // everything to My, as scripts do
};

// The stores after the bundle was imported. What is there already is not added again.
WindowsStores after_import(const WindowsStores& before, const Bundle& bundle, PfxImport import);

}  // namespace chainlint
