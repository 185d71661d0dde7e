// The files of a folder whose certificates, chains and keys are in different folders, and which of them belong together.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chainlint/formats/bundle.h"

namespace chainlint::formats {

// A file with more CA certificates than a chain can have is no chain.
inline constexpr std::size_t kChainFileCertificates = 16;

// A file that may be a part of a hand-off whose parts are in different folders.
struct Part {
  std::size_t found = 0;  // its number in the run
  FoundContainer file;
  std::string_view folder, name;
  const x509::Certificate* leaf = nullptr;  // the first leaf certificate of a file without a key
  bool key_alone = false;
  bool keyless = false;                     // is named as a key, and contains neither one nor a certificate
  bool ca_alone = false;                    // may be a chain
  bool ca_file = false;                     // certificates of CAs without a key
  std::vector<std::size_t> keys, chains;    // parts that join this one
  bool joined = false;                      // this part is in another's bundle
  bool fits_namesake = false;               // a key that fits the certificate of its name
  bool dropped = false;                     // this part repeats another
  std::vector<std::size_t> trusted;         // CA files that are known for the chain
  std::shared_ptr<const Container> shared;  // of a CA file that others know for their chains

  // Sets folder, name and what the file contains.
  void classify();
};

// Whether a file of this kind may be a part: PEM, DER, base64 and PKCS#7.
bool may_be_part(const Container& container);

// One folder: which of its parts belong together. Borrows all parts of the run; members are numbers of them.
class FolderParts {
 public:
  explicit FolderParts(std::vector<Part>& parts) : parts_(parts) {}

  void add(std::size_t part);

  const std::vector<std::size_t>& leaves() const { return leaves_; }

  // A certificate of a CA file, and the file's part.
  struct Authority {
    std::size_t part;
    const x509::Certificate* certificate;
  };
  // Those of a name; null where there is none.
  const std::vector<Authority>* authorities(const std::string& name) const;

  // Chains join the leaves that they lead up from; a chain file that is named for a leaf and lacks its issuer joins it as well.
  void join_chains();

  // A key that fits nothing joins what it is named for: that it does not fit is what has to be said.
  void join_key_by_name(std::size_t key, bool fits_elsewhere = false);

  // A file that is named as the key of leaves without a key, and contains none, joins them.
  void join_keyless(std::size_t part);

  // A key that fits something else joins the leaves that it is named for, too, if they have no key that is named for them. Also one of
  // another folder.
  void join_namesakes(std::size_t key);

 private:
  bool same_base(std::size_t a, std::size_t b) const;
  void index_bases();
  void join_chains(std::size_t leaf);
  void join_stale_chain(std::size_t leaf);
  bool join(Part& leaf, std::size_t chain);
  std::vector<std::size_t> chains_without_leaf() const;

  std::vector<Part>& parts_;
  std::vector<std::size_t> members_, leaves_;
  std::set<Digest256> distinct_;
  std::unordered_map<std::string, std::vector<std::size_t>> issuers_;  // files of CA certificates by the subjects in them
  std::unordered_map<std::string, std::vector<Authority>> authorities_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_base_;  // files of certificates, by the bases of their names
  bool bases_known_ = false;
  std::size_t keys_ = 0;  // files of a key alone
};

}  // namespace chainlint::formats
