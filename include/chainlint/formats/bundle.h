// One deployment unit: what is installed on a server together, and how files in different places are combined into one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/formats/container.h"

namespace chainlint::formats {

// A folder as a known program lays it out.
enum class FolderLayout {
  none,
  certbot,            // cert.pem, chain.pem, fullchain.pem, privkey.pem
  acme_sh,            // <name>.cer, ca.cer, fullchain.cer, <name>.key
  lego,               // <name>.crt, <name>.issuer.crt, <name>.key
  caddy,              // <name>/<name>.crt, .key, .json
  iis_central_store,  // one PFX per host name, which is the file name; `_` is the wildcard
};
inline constexpr EnumNames<FolderLayout::iis_central_store> kFolderLayoutNames{"none", "certbot", "acme.sh",
                                                                               "lego", "caddy",   "iis-central-store"};
constexpr std::string_view to_string(FolderLayout layout) { return kFolderLayoutNames[layout]; }

// The folder of a file: "a/b" of "a/b/c.pem", "a.zip!b" of "a.zip!b/c.pem", "a.zip!" of "a.zip!c.pem", "" of "c.pem".
std::string_view folder_of(std::string_view path);

// The host that a file of a central certificate store is for: "*.example.com" of "certs/_.example.com.pfx". Nothing where the name is none.
std::optional<std::string> host_of_file(std::string_view path);

// The containers of one deployment unit, in the order in which they were given. Often one file; also a certificate, its chain and its key
// in files of their own, or a part of a file: one alias of a keystore, one Secret of a manifest.
struct Bundle {
  // The path of the first container, with the unit in brackets where the file contains several; or the name that a policy or a record gives
  // it.
  std::string name;
  std::vector<Container> containers;
  FolderLayout layout = FolderLayout::none;
  std::shared_ptr<const Container> export_of;      // the whole export of a Windows machine's stores, where the bundle is a part of one
  std::shared_ptr<const Container> stores_beside;  // the export of a machine's stores in the folder of a bundle that is no part of it

  // CA certificates that the consumer of the bundle has for other purposes than to send them: ca.crt of the same Secret or folder, the
  // trusted entries of a keystore. Known for the chain, never sent, not evaluated as a server's. Contain certificates alone; several
  // bundles may share a container, and each is a bundle of its own as well. May contain certificates that are not related to the bundle.
  std::vector<std::shared_ptr<const Container>> trusted;

  // By its place or name the bundle verifies others and is never served: ca.crt of a Secret, the trusted entries beside a key entry, a
  // file ca.crt that was met in a folder, the stores CA and Root of a Windows machine.
  bool trust_store = false;

  // Hosts that the configuration around the certificate says it serves: spec.host of a Route, the hosts of an Ingress that names the
  // Secret.
  std::vector<ServedHost> hosts;

  // The configuration of its server shows that the bundle is never presented to servers of its kind: a broker without TLS among brokers.
  bool never_client = false;

  // Who receives the certificate, where its servers need none that clients can verify: "only clients that request an unknown name receive
  // it". Empty otherwise.
  std::string unverified_use;

  // Where the configuration of a server names the files of the bundle.
  std::vector<Location> configured_at;

  // Whether that configuration provides the password of an encrypted key; nothing where that is not known.
  std::optional<bool> key_password;

  // The key algorithms of a file with several key and chain groups for the same names (Postfix smtpd_tls_chain_files), where the bundle is
  // one of the groups: "RSA", "EC". The first bundle of the file has its own algorithm first. Empty for all others.
  std::vector<std::string> dual;
};

// A container and what is known of how it was found.
struct FoundContainer {
  Container container;
  bool named = false;  // by the user, so that it is always evaluated; else met in a folder or an archive
  bool apart = false;  // of --anchors or --pool: never the chain of a bundle
};

// The deployment units of a run.
//
// - A container whose entries name several units becomes one bundle per unit; so does a PKCS#12 file with several leaf certificates that
//   have their keys in it, and a PEM file with a group of key, leaf and chain for each of several key algorithms.
// - A private key alone in its file joins every certificate file that it fits, of its own folder first, else of any: files with the leaf,
//   else CA files, else files with another certificate of the key. One that fits none joins the certificate file of the same name, or,
//   unless it is named for a CA, the only leaf file of the folder: it may be the key of the previous certificate. A CA file with its key is
//   one bundle, even where it is the chain of others.
// - The exported stores of a Windows machine in one folder (My.sst, CA.sst, Root.sst) are one export.
// - A file of CA certificates joins the leaf file of its folder that lacks an issuer, if it contains that issuer and is named like a chain
//   or the folder has only one leaf. A file that is named like the leaf's chain joins it with any content: it may be the chain of the
//   previous certificate. Roots alone, trust stores and containers with `apart` never do.
// - A walked file that contains the certificates of another file of its folder from the leaf on, and fewer or the same, is no unit of its
//   own (cert.pem beside fullchain.pem); `copies` in the result says so. So is a leaf alone, without a key, beside PKCS#7 or a keystore
//   that contains it and more. PKCS#7 next to other PEM is a unit, because it is for another server.
//
// Sets what bundles trust, which are for trust, and their hosts. Members of one archive folder are one folder. Bundles are in the order of
// their first containers. Linear but for sorting.
struct Bundles {
  struct Copy {
    std::string path, of;
  };
  std::vector<Bundle> bundles;
  std::vector<Copy> copies;
};
Bundles make_bundles(std::vector<FoundContainer> found);

}  // namespace chainlint::formats
