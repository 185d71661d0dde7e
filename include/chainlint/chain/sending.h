// What a server will send: not what is valid, nor what a client accepts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/chain/windows_stores.h"

namespace chainlint::chain {

// How servers obtain the chain that they send.
enum class ServerFamily {
  file_order,    // the certificates of the file unchanged: nginx, HAProxy, Envoy, Go, Kubernetes, Apache 2.4.8 and later
  split_file,    // the leaf of one field or file, then the chain file unchanged: older Apache, Tomcat PEM, ACM, F5, NetScaler
  keystore,      // linked again from the keystore by names and key ids, the root included: Java
  store_engine,  // built from the machine's stores, the root left out: IIS, Exchange, RDP, AD FS, .NET on Windows
  managed,       // the provider builds it: Cloudflare and other CDNs
  trust_store,   // nothing is sent: clients load the file to trust what is in it
};
inline constexpr EnumNames<ServerFamily::trust_store> kServerFamilyNames{"file-order",   "split-file", "keystore",
                                                                         "store-engine", "managed",    "trust-store"};
constexpr std::string_view to_string(ServerFamily family) { return kServerFamilyNames[family]; }

// One certificate on the wire.
struct SentCertificate {
  x509::CertificatePtr certificate;
  std::optional<std::size_t> member;  // of the bundle
  Location location;                  // in the bundle or in an exported store
  std::string store;                  // "CA", ... where it comes from a Windows store
  std::string reason;                 // why this one and not another: "the only one of this name", "issuer and serial match", ...
};

// A chain that documents do not rule out.
struct SendingAlternative {
  std::vector<SentCertificate> certificates;
  std::string reason;  // why it may be this one
};

// The prediction. Leaf first, in the order on the wire.
struct Sending {
  ServerFamily family = ServerFamily::file_order;
  std::vector<SentCertificate> certificates;
  std::vector<SendingAlternative> alternatives;  // not empty: ambiguous
  std::optional<SentCertificate> dropped_root;   // the root that ends the chain and is not sent
  std::string unpredictable;                     // why nothing can be said: "the provider builds the chain"; empty as a rule
  std::vector<std::string> remarks;              // what else decides: "a client-CA file would complete it"
  bool complete = false;                         // the last certificate sent was issued by an anchor or by the dropped root
};

// What the prediction is made from. Borrows.
struct SendingInput {
  const formats::Bundle& bundle;
  const BundleAnalysis& analysis;
  const ChainRequest& request;
  const WindowsStores* stores = nullptr;  // null: empty stores into which the bundle is imported
  PfxImport import = PfxImport::wizard;
  bool auto_chain = false;  // the server completes a lone leaf from its client-CA file (OpenSSL's SSL_MODE_NO_AUTO_CHAIN is not set)
  std::size_t certificates_read = 0;  // of a file: the server reads no more; 0: all
  bool sorts = false;                 // of a file: the server sends the leaf and, of the rest, what issued it, in order (GnuTLS)
};

// Never fails; deterministic; bounded by the limits of the request.
Sending predict_sending(ServerFamily family, const SendingInput& input, crypto::SignatureVerifier& verifier);

}  // namespace chainlint::chain
