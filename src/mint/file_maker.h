// Files as bytes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "certificate_maker.h"
#include "chainlint/base/bytes.h"
#include "chainlint/base/result.h"
#include "file_description.h"
#include "key_table.h"

namespace chainlint::mint {

// What files are made of. Borrowed by those who make them.
struct Materials {
  const std::map<std::string, Bytes>& certificates;
  const std::map<std::string, Bytes>& crls;
  const KeyTable& keys;
  const CertificateDescriptions& descriptions;
  const std::map<std::string, Bytes>& files;  // made so far
};

// The file. The names in `file` must be among `materials`.
Result<Bytes> make_file(const FileDescription& file, const Materials& materials);

// An item encoded for itself, with the label of its PEM block. `seed` decides the salt of an encrypted key.
struct EncodedItem {
  std::string label;
  Bytes der;
};
Result<EncodedItem> encode_item(const Item& item, const Materials& materials, const std::string& seed);

// The containers.
Result<Bytes> make_pem(const FileDescription& file, const Materials& materials);
Result<Bytes> make_pkcs12(const FileDescription& file, const Materials& materials);
Bytes make_pkcs7(const FileDescription& file, const Materials& materials);
Bytes make_sst(const FileDescription& file, const Materials& materials);

}  // namespace chainlint::mint
