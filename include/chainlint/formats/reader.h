// Reads one file of any kind. The kind is found from the bytes, never from the name.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/run_budget.h"
#include "chainlint/base/secret.h"
#include "chainlint/formats/container.h"

namespace chainlint::formats {

// Shares certificates by SHA-256 across all files, so that each is parsed once. Safe to share between threads.
//
// CA certificates stay for the life of the cache; others go when the last container that contains them does.
class CertificateCache {
 public:
  CertificateCache();
  ~CertificateCache();
  asn1::Asn1Result<x509::CertificatePtr> intern(ByteView der);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What reading needs besides the bytes.
struct ReadOptions {
  Limits limits;
  std::vector<Password> passwords;  // candidates, tried in this order; then the empty and the absent password
  std::shared_ptr<RunBudget> run;   // what all files may take; null: no limit
};

// Reads `data` in the format that it has. Never fails: an unreadable file is a container with an error diagnostic. The container does not
// borrow from `data`. Reading the same bytes with the same options gives the same container.
Container read_container(std::string path, ByteView data, const ReadOptions& options, CertificateCache& certificates);

// The same for a file that may be an archive. An archive gives a container without entries (Format::archive), whose diagnostics are about
// unpacking, and after it one for each regular file in it, in the archive's order: `a.zip!b.pem`, `a.zip!b.zip!c.pem`. Any other file gives
// the one container of read_container.
std::vector<Container> read_containers(std::string path, ByteView data, const ReadOptions& options, CertificateCache& certificates);

}  // namespace chainlint::formats
