// A certificate that is known and not in the bundle.
#pragma once

#include <string_view>

#include "chainlint/base/enum_names.h"
#include "chainlint/base/location.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::chain {

// Where it was found, nearest first.
enum class KnownSource {
  trusted,   // the bundle's own trusted CAs: ca.crt of its Secret, trusted entries of its keystore
  folder,    // another bundle of the same file or folder
  run,       // elsewhere in the run
  deployed,  // with the bundle that it replaces
  pool,      // --pool
  anchors,   // --anchors, or the store of the system
};
inline constexpr EnumNames<KnownSource::anchors> kKnownSourceNames{"trusted", "folder", "run", "deployed", "pool", "anchors"};
constexpr std::string_view to_string(KnownSource source) { return kKnownSourceNames[source]; }

struct KnownCertificate {
  x509::CertificatePtr certificate;
  KnownSource source = KnownSource::run;
  Location location;  // the path is empty where it is not known
};

}  // namespace chainlint::chain
