// Where in the certificate stores of Windows a key of its registry belongs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chainlint::formats {

// A key of a certificate store.
struct StoreKey {
  std::string store;     // in Windows' usual spelling where it is a known one: "My", "Root", "Remote Desktop"; else unchanged
  std::string location;  // "LocalMachine", "CurrentUser", "Users\S-1-5-18", "Services\NTDS"; "LocalMachine (group policy)", ...
  std::string hash;      // the last part of the path where the key is one of a certificate, a revocation list or a trust list; else empty
  std::string place;     // the path abbreviated: `HKLM\..\ROOT\7F88...`, `HKLM\..\Policies\..\CA\CRLs\A377...`
};

// Reads the path of a key in any of the places where Windows keeps stores: SystemCertificates and EnterpriseCertificates, of the machine,
// of users, of services, by group policy, and in hives of other systems that were loaded under a name of their own. Nothing for other keys.
std::optional<StoreKey> read_store_key(std::string_view path);

}  // namespace chainlint::formats
