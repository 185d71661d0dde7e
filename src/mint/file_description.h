// What a description says of one file.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/base/bytes.h"
#include "fields.h"
#include "key_table.h"

namespace chainlint::mint {

// Something that a file contains.
struct Item {
  enum class Kind { certificate, key, crl, request, public_key, text } kind = Kind::certificate;
  std::string name;  // of the certificate (whose key it is) or of the CRL; for `text` the text
  yaml::Position position;
  std::string key_format = "pkcs8";     // pkcs8, pkcs1, sec1
  std::optional<std::string> password;  // the key's own
  std::optional<std::string> label;     // of the PEM block, instead of the usual one
  std::optional<std::string> friendly_name;
  std::optional<Bytes> local_key_id;    // empty: none, whatever would be usual
  std::optional<std::string> provider;  // name of the Windows cryptographic provider that contains the key
  bool archived = false;                // SST: has the property that hides a certificate in the console
  struct Property {
    std::int64_t id = 0;
    Bytes value;
  };
  std::vector<Property> properties;  // SST, besides the usual ones
  struct Attribute {
    Bytes oid;
    Bytes values;  // encoded content of the SET
  };
  std::vector<Attribute> attributes;  // PKCS#12, besides those above
};

// Options that each form of file understands only in part; file_description.cc says which.
struct FileDescription {
  std::string name;
  yaml::Position position;
  std::string form;  // pem, der, pkcs7, pkcs12, sst, base64, text, hex, secret, concat
  std::vector<Item> items;
  std::vector<std::pair<std::string, std::vector<Item>>> entries;  // of a Kubernetes Secret
  std::string secret_type = "Opaque", secret_namespace = "default";
  std::string text;                // for `text`
  Bytes octets;                    // for `hex`
  std::vector<std::string> parts;  // for `concat`: names of files described before

  // Text.
  std::string line_end = "\n";
  std::string bom = "none";  // none, utf8, utf16le, utf16be
  bool final_newline = true;
  bool glued = false;
  std::optional<std::string> hyphens;  // in the place of those before the first BEGIN
  std::string prefix;                  // of every line
  bool encoded = false;                // the whole text in base64
  bool armour = false;                 // PKCS#7 and PKCS#12 in PEM

  // PKCS#12.
  std::optional<std::string> password;
  std::string key_encryption = "pbes2-aes256-sha256", cert_encryption = "pbes2-aes256-sha256", mac = "sha256";
  std::int64_t iterations = 2048;
  std::optional<std::int64_t> mac_iterations;
  bool local_key_ids = true;

  // Damage, in this order.
  std::optional<std::int64_t> truncate;  // bytes that are kept
  std::vector<std::int64_t> flip;        // bytes of which the lowest bit is flipped
  Bytes append;
};

// The names that files may use.
struct KnownNames {
  std::vector<std::string> certificates, crls, files;
};

FileDescription read_file(const NamedNode& file, const KnownNames& known, Problems& problems);

// One item: `leaf`, `key(leaf)`, `"key(leaf, pkcs1)"`, `"key(leaf, encrypted:secret)"`, `crl(name)`,
// `csr(leaf)`, `public(leaf)` or a mapping.
std::optional<Item> read_item(const yaml::Node& node, const KnownNames& known, Problems& problems);

}  // namespace chainlint::mint
